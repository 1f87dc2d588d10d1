//! Compression of what is sealed, with a dictionary that was trained on made-up texts of visits: a few Arabic words on
//! their own are too short to be compressed by anything else.
//!
//! The first byte says how: 0 as it is, 1 a zstd frame with dictionary 1 and without magic, size, checksum and dictionary id.
//! The shorter one is written. A dictionary is frozen: a better one gets the next number, and every number stays readable.
//! `examples/dictionary.rs` trained it.

use std::cell::RefCell;
use std::io;
use std::sync::LazyLock;

use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};

/// Longest plaintext, in bytes: eleven texts of 4,000 Arabic letters (2 bytes each: 88,000), the longest signature of a
/// visit (11,144), and 3 KB for short values and names. It bounds what a frame of a few bytes may grow to.
pub const PLAIN_BYTES_MAX: usize = 100 * 1024;

const AS_IT_IS: u8 = 0;
const DICTIONARY_1: u8 = 1;

/// Measured on held-out texts: level 12 saves five bytes in a hundred and takes several times as long.
const LEVEL: i32 = 3;

static DICTIONARY_1_BYTES: &[u8] = include_bytes!("dictionary/1.zdict");
static TO_WRITE: LazyLock<EncoderDictionary<'static>> =
    LazyLock::new(|| EncoderDictionary::new(DICTIONARY_1_BYTES, LEVEL));
static TO_READ: LazyLock<DecoderDictionary<'static>> =
    LazyLock::new(|| DecoderDictionary::new(DICTIONARY_1_BYTES));

/// Compresses with the newest dictionary; anything that is not shorter then stays as it is.
pub fn compress(plain: &[u8]) -> Vec<u8> {
    compress_within(plain, usize::MAX)
}

/// Compresses likewise, but leaves as it is what would grow to more than so many times its size when it is inflated.
pub fn compress_within(plain: &[u8], growth: usize) -> Vec<u8> {
    let as_it_is = || [&[AS_IT_IS], plain].concat();
    let fits = |length: usize| length < plain.len() && plain.len() <= growth.saturating_mul(length);
    CODEC.with_borrow_mut(|codec| {
        let Some(Codec { compressor, scratch, .. }) = codec else { return as_it_is() };
        match compressor.compress_to_buffer(plain, scratch) {
            Ok(length) if fits(length) => [&[DICTIONARY_1], &scratch[..length]].concat(),
            Ok(_) | Err(_) => as_it_is(),
        }
    })
}

/// Returns what [`compress`] was given; `None` for anything else and beyond [`PLAIN_BYTES_MAX`].
pub fn decompress(bytes: &[u8]) -> Option<Vec<u8>> {
    match bytes.split_first()? {
        (&AS_IT_IS, plain) if plain.len() <= PLAIN_BYTES_MAX => Some(plain.to_vec()),
        (&DICTIONARY_1, frame) => CODEC.with_borrow_mut(|codec| {
            let Codec { decompressor, scratch, .. } = codec.as_mut()?;
            let length = decompressor.decompress_to_buffer(frame, scratch).ok()?;
            Some(scratch[..length].to_vec())
        }),
        _ => None,
    }
}

/// What a thread compresses with: made once, as making it takes longer than a hundred values.
struct Codec {
    compressor: Compressor<'static>,
    decompressor: Decompressor<'static>,
    scratch: Vec<u8>,
}

thread_local! {
    // `None` where the machine has no memory for it: then nothing is compressed, and nothing is lost
    static CODEC: RefCell<Option<Codec>> = RefCell::new(Codec::new().ok());
}

impl Codec {
    fn new() -> io::Result<Self> {
        let mut compressor = Compressor::with_prepared_dictionary(&TO_WRITE)?;
        compressor.include_magicbytes(false)?;
        compressor.include_contentsize(false)?;
        compressor.include_checksum(false)?;
        compressor.include_dictid(false)?;
        let mut decompressor = Decompressor::with_prepared_dictionary(&TO_READ)?;
        decompressor.include_magicbytes(false)?;
        Ok(Self { compressor, decompressor, scratch: Vec::with_capacity(PLAIN_BYTES_MAX) })
    }
}

#[cfg(test)]
mod tests {
    use rand::{RngExt as _, SeedableRng as _};

    use super::*;
    use crate::doc::Dice;
    use crate::hex::to_hex;

    const TEXT: &str = "استفسر عن حالة طلب الدعم، وأُبلغ بأن الطلب قيد الدراسة";

    #[test]
    fn whatever_was_compressed_comes_back() {
        let mut dice = Dice::seed_from_u64(1);
        for length in (0..300).chain([5_000, PLAIN_BYTES_MAX]) {
            let noise: Vec<u8> = (0..length).map(|_| dice.random()).collect();
            let words: Vec<u8> = TEXT.bytes().cycle().take(length).collect();
            for plain in [noise, words, vec![0; length]] {
                let compressed = compress(&plain);
                assert!(compressed.len() <= plain.len() + 1);
                assert_eq!(decompress(&compressed), Some(plain));
            }
        }
    }

    #[test]
    fn a_sentence_of_a_visit_gets_much_shorter() {
        let compressed = compress(TEXT.as_bytes());
        assert!(compressed.len() * 2 < TEXT.len(), "{} of {} bytes", compressed.len(), TEXT.len());
    }

    #[test]
    fn what_the_first_version_compressed_is_read_for_ever() {
        let frozen = crate::hex::from_hex(GOLDEN).unwrap();
        assert_eq!(
            decompress(&frozen).as_deref(),
            Some(TEXT.as_bytes()),
            "{}",
            to_hex(&compress(TEXT.as_bytes()))
        );
    }

    #[test]
    fn what_grows_beyond_the_limit_is_refused() {
        let bomb = compress(&vec![0; PLAIN_BYTES_MAX + 1]);
        assert!(bomb.len() < 100);
        assert_eq!(decompress(&bomb), None);
        assert_eq!(decompress(&[&[AS_IT_IS][..], &vec![0; PLAIN_BYTES_MAX + 1]].concat()), None);
    }

    #[test]
    fn damaged_bytes_are_refused_or_read_as_others_but_never_panic() {
        let mut dice = Dice::seed_from_u64(2);
        let whole = compress(TEXT.repeat(3).as_bytes());
        for _ in 0..5_000 {
            let mut bytes = whole.clone();
            for _ in 0..dice.random_range(1..4) {
                let at = dice.random_range(0..bytes.len());
                bytes[at] = dice.random();
            }
            bytes.truncate(dice.random_range(0..=bytes.len()));
            assert!(decompress(&bytes).is_none_or(|plain| plain.len() <= PLAIN_BYTES_MAX));
        }
        assert_eq!((decompress(&[]), decompress(&[2, 0])), (None, None));
    }

    const GOLDEN: &str = "010000c5000000087c0040dc334c30e270d15aeb0444fde83aac0b310fa5";
}
