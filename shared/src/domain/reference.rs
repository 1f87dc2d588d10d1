//! Codes that are read out: base 32 without look-alikes, and the reference code on a receipt.

use sha2::{Digest as _, Sha256};

use super::FactId;
use crate::locale::fold_number;

/// Crockford's base 32: no I, L, O, U.
pub(crate) const BASE32_ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The letters of a reference code, without its hyphen.
const REFERENCE_LETTERS: usize = 10;

/// Writes bytes as base 32, most significant bit first, padded with zero bits.
pub(crate) fn base32(bytes: &[u8]) -> String {
    let bits = bytes.len() * 8;
    let bit = |i: usize| i < bits && bytes[i / 8] >> (7 - i % 8) & 1 == 1;
    let value = |at: usize| (0..5).fold(0, |v, i| v << 1 | usize::from(bit(at * 5 + i)));
    (0..bits.div_ceil(5)).map(|at| char::from(BASE32_ALPHABET[value(at)])).collect()
}

/// Reads base 32 as [`base32`] writes it; `None` for any other letter, and where the padding bits are not zero.
pub(crate) fn from_base32(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for letter in text.bytes() {
        let value = BASE32_ALPHABET.iter().position(|known| *known == letter)?;
        bits = (bits << 5 | u32::try_from(value).ok()?) & 0xFFF;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xFF).ok()?);
        }
    }
    let is_canonical = held < 5 && bits & ((1 << held) - 1) == 0;
    is_canonical.then_some(bytes)
}

/// Writes what was typed as [`base32`] would: folded, in upper case, with 0, 1, 1 for O, I, L.
pub(crate) fn normal_base32(typed: &str) -> String {
    let normal = |c: char| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    fold_number(typed).chars().map(normal).collect()
}

/// Writes a reference code as it stands on the receipt, from what was typed or read out; `None` where it can't be one.
pub fn parse_reference(typed: &str) -> Option<String> {
    reference_number(typed)?;
    let code = normal_base32(typed);
    Some(format!("{}-{}", &code[..5], &code[5..]))
}

/// What a receipt names a record by: 128 bits of a hash of its id. Whoever reads one cannot record anything under that id.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RecordDigest(pub [u8; 16]);

impl RecordDigest {
    /// Returns the digest of a record's id.
    pub fn of(record: FactId) -> Self {
        let digest = Sha256::digest([b"sila/1 reference\0".as_slice(), record.as_bytes()].concat());
        Self(*digest.first_chunk().expect("a SHA-256 has more bytes"))
    }

    /// Returns the reference code (الرقم المرجعي): `XXXXX-XXXXX`, the first 50 bits. Among a million visits two share a code once
    /// in some 2,000 societies; a look-up by code shows both.
    pub fn reference(&self) -> String {
        let text = base32(&self.0[..7]);
        format!("{}-{}", &text[..5], &text[5..10])
    }
}

/// Returns the reference code of a visit. It is made where the visit is, without a network, and tells nothing.
pub fn reference_of(visit: FactId) -> String {
    RecordDigest::of(visit).reference()
}

/// Returns the number behind a reference code as people type it: in either case, with or without the hyphen, in digits of
/// any set, `O` for `0`, `I` and `L` for `1`; `None` for anything that is no such code.
pub fn reference_number(typed: &str) -> Option<u64> {
    let mut number = 0_u64;
    let mut n_letters = 0;
    for c in normal_base32(typed).chars() {
        let letter = u8::try_from(c).ok()?;
        let value = BASE32_ALPHABET.iter().position(|known| *known == letter)?;
        (number, n_letters) = (number << 5 | value as u64, n_letters + 1);
        if n_letters > REFERENCE_LETTERS {
            return None;
        }
    }
    (n_letters == REFERENCE_LETTERS).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::dressing::dressed;

    #[test]
    fn a_reference_code_is_the_same_everywhere_and_easy_to_read_out() {
        let code = reference_of(FactId::from_random([1; 16]));
        assert_eq!(code, reference_of(FactId::from_random([1; 16])));
        assert_ne!(code, reference_of(FactId::from_random([2; 16])));
        assert_eq!(code.len(), 11);
        assert!(code.bytes().all(|b| b == b'-' || BASE32_ALPHABET.contains(&b)));
        let typed = code.to_lowercase().replace('-', " ").replace('0', "o");
        assert_eq!(parse_reference(&typed), Some(code.clone()));
        assert_eq!((parse_reference(&code[1..]), parse_reference("UUUUU-UUUUU")), (None, None));
    }

    #[test]
    fn bytes_come_back_from_base_32_and_nothing_else_does() {
        for length in 0..70_u8 {
            let bytes: Vec<u8> = (0..length).map(|n| n.wrapping_mul(37)).collect();
            assert_eq!(from_base32(&base32(&bytes)), Some(bytes));
        }
        assert_eq!([from_base32("U0"), from_base32("0"), from_base32("01")], [None, None, None]);
    }

    #[test]
    fn a_reference_code_is_known_however_it_is_typed() {
        let number = reference_number("01ABC-DE0FG");
        assert!(number.is_some());
        for typed in ["01abcde0fg", " O1ABC DE0FG ", "0LABC-DEOFG", "0IABC-DE0FG"] {
            assert_eq!(reference_number(typed), number, "{typed}");
        }
        for dice in 0..2_000 {
            let typed = dressed("01ABCDE0FG", dice);
            assert_eq!(reference_number(&typed), number, "{typed:?}");
            assert_eq!(parse_reference(&typed).as_deref(), Some("01ABC-DE0FG"));
        }
        for other in ["", "01ABC-DE0F", "01ABC-DE0FGH", "01ABC-DE0F*", "عبد الله", "01ABC-DE0FH"] {
            assert_ne!(reference_number(other), number, "{other}");
        }
    }
}
