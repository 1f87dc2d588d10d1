//! Sealing of personal data and free texts. How keys travel stands in [`super::wrapping`].
//!
//! All of a fact's personal values and free texts are one map ([`super::entry::Fields`]), compressed
//! ([`super::compression`]) and sealed once, and so is what a change of a beneficiary file puts. The cipher is AES-256-GCM-SIV (RFC 8452): where a nonce comes twice, as in two clones of a database, it shows
//! whether two plaintexts are equal, and nothing more. So nonces are derived from what a value is of.
//!
//! What is sealed opens at its own place with its own key alone. The place is the kind and the fact, or the file; never a document, journal or incarnation, so that a fact which is issued again keeps its ciphertext byte for byte.
//!
//! ```text
//! sealed fact   = 1 ‖ first 4 bytes of the key's id ‖ ciphertext ‖ tag (16)
//!   nonce       = first 12 bytes of SHA-256("sila/1 fact nonce\0" ‖ kind ‖ 0 ‖ fact (16)); not stored
//!   bound to    = "sila/1 fact\0" ‖ kind ‖ 0 ‖ fact (16) ‖ key (16)
//! sealed values = 1 ‖ first 4 bytes of the key's id ‖ ciphertext ‖ tag (16)
//!               | 2 ‖ first 4 bytes of the key's id ‖ nonce (12) ‖ ciphertext ‖ tag (16)
//!   nonce       = first 12 bytes of SHA-256("sila/1 file nonce\0" ‖ actor (16) ‖ seq (8, high first)) of the change that put
//!                 them first; stored where another change puts them again as they are
//!   bound to    = "sila/1 file\0" ‖ file (16) ‖ key (16)
//! ```
//!
//! Frozen with version 1 (2026-11); the test `golden_values_are_frozen` holds it.

use aes_gcm_siv::aead::inout::InOutBuf;
use aes_gcm_siv::{AeadInOut as _, Aes256GcmSiv, KeyInit as _, Nonce, Tag};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroize as _;

use super::change::Actor;
use super::compression::{compress, compress_within, decompress};
use super::entry::Fields;
use super::{Dice, random};
use crate::domain::{FactId, FileId, KeyId};

/// Longest sealed value, in bytes: 64 KiB, so that an entry (68 KiB) keeps 4 KiB for what stands in clear. Eight texts of
/// 4,000 Arabic letters (64,000) and the longest signature of a visit (11,144) are 75 KB and must shrink by an eighth to
/// fit; letters shrink by half. Texts of 4,000 characters of 4 bytes that don't shrink are refused.
pub const SEALED_BYTES_MAX: usize = 64 * 1024;

/// Most times its size that what a change of a file puts inflates to: what is counted of a file is what lies there, and all of it
/// is opened together.
const VALUES_GROW_MAX: usize = 4;

/// What sealing a fact adds: format, key reference, tag.
pub const FACT_SEAL_BYTES: usize = 1 + KEY_REF_BYTES + TAG_BYTES;

const SEALED_V1: u8 = 1;
const SEALED_BEFORE: u8 = 2;
const KEY_REF_BYTES: usize = 4;
pub(super) const NONCE_BYTES: usize = 12;
pub(super) const TAG_BYTES: usize = 16;
pub(super) const KEY_BYTES: usize = 32;

/// The first bytes of a key's id, as a sealed value holds them: enough to choose among the keys of one person or journal,
/// and no more than that. The whole id is bound into the value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct KeyRef(pub [u8; KEY_REF_BYTES]);

impl KeyRef {
    /// Returns how sealed values name a key.
    pub fn of(key: KeyId) -> Self {
        let [a, b, c, d, ..] = *key.as_bytes();
        Self([a, b, c, d])
    }
}

/// A key that seals values: 32 random bytes, never inside a document.
#[derive(Clone, PartialEq, Eq)]
pub struct SealingKey {
    /// Names the key.
    pub id: KeyId,
    secret: [u8; KEY_BYTES],
}

impl Drop for SealingKey {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

impl std::fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SealingKey({})", self.id)
    }
}

/// What is sealed of a fact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SealedFact(Vec<u8>);

/// A change of a beneficiary file: its writer, and the writer's number for it.
pub type ChangePlace = (Actor, u64);

/// What a change of a beneficiary file puts, sealed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SealedValues(Vec<u8>);

/// Why something sealed does not open: another key, another place, or damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("does not open with this key at this place")]
pub struct OpenError;

/// A value beyond 64 KiB when it is sealed, or beyond 100 KiB before it is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is larger than {SEALED_BYTES_MAX} bytes when it is sealed")]
pub struct SealedTooLarge;

impl SealingKey {
    /// Makes a key.
    pub fn generate(dice: &mut Dice) -> Self {
        Self { id: KeyId::from_random(random(dice)), secret: random(dice) }
    }

    /// Takes a key from a key table.
    pub fn from_parts(id: KeyId, secret: [u8; KEY_BYTES]) -> Self {
        Self { id, secret }
    }

    /// Returns the secret, for a key table.
    pub fn secret(&self) -> &[u8; KEY_BYTES] {
        &self.secret
    }

    /// Returns how sealed values name the key.
    pub fn key_ref(&self) -> KeyRef {
        KeyRef::of(self.id)
    }

    /// Seals the personal values and free texts of a fact.
    ///
    /// # Errors
    /// [`SealedTooLarge`]; nothing is sealed then.
    pub fn seal_fact(&self, kind: &str, fact: FactId, values: &Fields) -> Result<SealedFact, SealedTooLarge> {
        let place = fact_place(kind, fact, self.id);
        Ok(SealedFact(self.seal(fact_nonce(kind, fact), &place, &compress(&plain_of(values)?))?))
    }

    /// Opens what was sealed of a fact.
    ///
    /// # Errors
    /// [`OpenError`] where the key, the place or the bytes are others than when it was sealed.
    pub fn open_fact(&self, kind: &str, fact: FactId, sealed: &SealedFact) -> Result<Fields, OpenError> {
        let ciphertext = &sealed.0[1 + KEY_REF_BYTES..];
        let place = fact_place(kind, fact, self.id);
        self.open(fact_nonce(kind, fact), &place, ciphertext, usize::MAX)
    }

    /// Seals what a change of a beneficiary file puts.
    ///
    /// # Errors
    /// [`SealedTooLarge`]; nothing is sealed then.
    pub fn seal_values(
        &self,
        file: FileId,
        change: ChangePlace,
        values: &Fields,
    ) -> Result<SealedValues, SealedTooLarge> {
        let plain = compress_within(&plain_of(values)?, VALUES_GROW_MAX);
        let sealed = self.seal(file_nonce(change), &file_place(file, self.id), &plain)?;
        // so that it can be put again
        let fits = sealed.len() + NONCE_BYTES <= SEALED_BYTES_MAX;
        fits.then_some(SealedValues(sealed)).ok_or(SealedTooLarge)
    }

    /// Opens what a change of a beneficiary file puts.
    ///
    /// # Errors
    /// [`OpenError`] where the key, the file, the change or the bytes are others than when it was sealed.
    pub fn open_values(
        &self,
        file: FileId,
        change: ChangePlace,
        sealed: &SealedValues,
    ) -> Result<Fields, OpenError> {
        let (nonce, ciphertext) = sealed.parts(change);
        self.open(nonce, &file_place(file, self.id), ciphertext, VALUES_GROW_MAX)
    }

    fn seal(&self, nonce: [u8; NONCE_BYTES], place: &[u8], plain: &[u8]) -> Result<Vec<u8>, SealedTooLarge> {
        let length = FACT_SEAL_BYTES + plain.len();
        if length > SEALED_BYTES_MAX {
            return Err(SealedTooLarge);
        }
        let mut out = Vec::with_capacity(length);
        out.push(SEALED_V1);
        out.extend_from_slice(&self.key_ref().0);
        put_encrypted(&mut out, &self.secret, nonce, place, plain);
        Ok(out)
    }

    fn open(
        &self,
        nonce: [u8; NONCE_BYTES],
        place: &[u8],
        ciphertext: &[u8],
        growth: usize,
    ) -> Result<Fields, OpenError> {
        let packed = open(&self.secret, nonce, place, ciphertext)?;
        let plain = decompress(&packed).filter(|plain| plain.len() <= growth.saturating_mul(packed.len()));
        plain.and_then(|plain| Fields::from_bytes(&plain)).ok_or(OpenError)
    }
}

impl SealedFact {
    /// Takes stored bytes; `None` where they are no sealed fact of a known format.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        is_sealed(bytes, SEALED_V1, FACT_SEAL_BYTES).then(|| Self(bytes.to_vec()))
    }

    /// Returns the key that it names.
    pub fn key_ref(&self) -> KeyRef {
        key_ref_of(&self.0)
    }

    /// Returns the stored bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Returns the stored bytes.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl SealedValues {
    /// Takes stored bytes; `None` where they are no sealed values of a known format.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let is_known = is_sealed(bytes, SEALED_V1, FACT_SEAL_BYTES)
            || is_sealed(bytes, SEALED_BEFORE, FACT_SEAL_BYTES + NONCE_BYTES);
        is_known.then(|| Self(bytes.to_vec()))
    }

    /// Returns what another change puts that puts these values again.
    #[must_use]
    pub fn again(self, change: ChangePlace) -> Self {
        if self.0[0] == SEALED_BEFORE {
            return self;
        }
        let (before, ciphertext) = self.0.split_at(1 + KEY_REF_BYTES);
        Self([&[SEALED_BEFORE], &before[1..], &file_nonce(change), ciphertext].concat())
    }

    fn parts(&self, change: ChangePlace) -> ([u8; NONCE_BYTES], &[u8]) {
        let rest = &self.0[1 + KEY_REF_BYTES..];
        match rest.split_first_chunk() {
            Some((nonce, ciphertext)) if self.0[0] == SEALED_BEFORE => (*nonce, ciphertext),
            Some(_) | None => (file_nonce(change), rest),
        }
    }

    /// Returns the key that it names.
    pub fn key_ref(&self) -> KeyRef {
        key_ref_of(&self.0)
    }

    /// Returns the stored bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Returns the stored bytes.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

pub(super) fn put_encrypted(
    out: &mut Vec<u8>,
    secret: &[u8; KEY_BYTES],
    nonce: [u8; NONCE_BYTES],
    place: &[u8],
    plain: &[u8],
) {
    let start = out.len();
    out.extend_from_slice(plain);
    let text = InOutBuf::from(&mut out[start..]);
    let tag = Aes256GcmSiv::new(secret.into())
        .encrypt_inout_detached(&Nonce::from(nonce), place, text)
        .expect("a value within its limit is within the cipher's");
    out.extend_from_slice(&tag);
}

pub(super) fn open(
    secret: &[u8; KEY_BYTES],
    nonce: [u8; NONCE_BYTES],
    place: &[u8],
    ciphertext: &[u8],
) -> Result<Vec<u8>, OpenError> {
    let (text, tag) = ciphertext.split_last_chunk::<TAG_BYTES>().ok_or(OpenError)?;
    let mut text = text.to_vec();
    Aes256GcmSiv::new(secret.into())
        .decrypt_inout_detached(&Nonce::from(nonce), place, InOutBuf::from(&mut text[..]), &Tag::from(*tag))
        .map_err(|_| OpenError)?;
    Ok(text)
}

fn plain_of(values: &Fields) -> Result<Vec<u8>, SealedTooLarge> {
    let plain = values.to_bytes();
    let fits = plain.len() <= super::compression::PLAIN_BYTES_MAX;
    fits.then_some(plain).ok_or(SealedTooLarge)
}

fn is_sealed(bytes: &[u8], form: u8, least: usize) -> bool {
    (least..=SEALED_BYTES_MAX).contains(&bytes.len()) && bytes[0] == form
}

fn key_ref_of(sealed: &[u8]) -> KeyRef {
    KeyRef([sealed[1], sealed[2], sealed[3], sealed[4]])
}

pub(super) fn first_of_hash(parts: &[&[u8]]) -> [u8; NONCE_BYTES] {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    let hash: [u8; 32] = hash.finalize().into();
    *hash.first_chunk().expect("a hash of 32 bytes has a first 12")
}

fn fact_nonce(kind: &str, fact: FactId) -> [u8; NONCE_BYTES] {
    first_of_hash(&[b"sila/1 fact nonce\0", kind.as_bytes(), &[0], fact.as_bytes()])
}

fn fact_place(kind: &str, fact: FactId, key: KeyId) -> Vec<u8> {
    [b"sila/1 fact\0", kind.as_bytes(), &[0], fact.as_bytes(), key.as_bytes()].concat()
}

fn file_nonce((actor, seq): ChangePlace) -> [u8; NONCE_BYTES] {
    first_of_hash(&[b"sila/1 file nonce\0", &actor.0, &seq.to_be_bytes()])
}

fn file_place(file: FileId, key: KeyId) -> Vec<u8> {
    [b"sila/1 file\0", &file.as_bytes()[..], key.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;

    use super::*;
    use crate::doc::Scalar;
    use crate::hex::to_hex;

    fn key(n: u8) -> SealingKey {
        SealingKey::from_parts(KeyId::from_random([n; 16]), [n; 32])
    }

    fn fact(n: u8) -> FactId {
        FactId::from_random([n; 16])
    }

    fn file(n: u8) -> FileId {
        FileId::from_random([n; 16])
    }

    fn values(note: &str) -> Fields {
        let mut values = Fields::default();
        values.insert("note", Scalar::Text(note.to_owned()));
        values.insert("signature", Scalar::Bytes(vec![1, 2, 3]));
        values
    }

    const FIRST: ChangePlace = (Actor([1; 16]), 1);

    #[test]
    fn golden_values_are_frozen() {
        let of_fact = key(1).seal_fact("visit", fact(2), &values("x")).unwrap();
        assert_eq!(to_hex(of_fact.as_bytes()), GOLDEN_FACT);
        let of_file = key(1).seal_values(file(2), FIRST, &values("x")).unwrap();
        assert_eq!(to_hex(of_file.as_bytes()), GOLDEN_VALUES);
    }

    #[test]
    fn what_is_sealed_of_a_fact_opens_only_at_its_own_place_with_its_own_key() {
        let sealed = key(1).seal_fact("visit", fact(1), &values("ملاحظة")).unwrap();
        assert_eq!(key(1).open_fact("visit", fact(1), &sealed), Ok(values("ملاحظة")));
        assert_eq!(key(1).open_fact("plan", fact(1), &sealed), Err(OpenError));
        assert_eq!(key(1).open_fact("visit", fact(2), &sealed), Err(OpenError));
        assert_eq!(key(2).open_fact("visit", fact(1), &sealed), Err(OpenError));
        let other_id = SealingKey::from_parts(KeyId::from_random([9; 16]), *key(1).secret());
        assert_eq!(other_id.open_fact("visit", fact(1), &sealed), Err(OpenError));
        let other_secret = SealingKey::from_parts(key(1).id, [9; 32]);
        assert_eq!(other_secret.open_fact("visit", fact(1), &sealed), Err(OpenError));
        assert_eq!(
            (sealed.key_ref(), SealedFact::parse(sealed.as_bytes())),
            (key(1).key_ref(), Some(sealed))
        );
    }

    #[test]
    fn what_a_change_of_a_file_puts_opens_only_in_its_own_file_whoever_puts_it() {
        let other = (FIRST.0, 2);
        let sealed = key(1).seal_values(file(1), FIRST, &values("نورة")).unwrap();
        assert_eq!(key(1).open_values(file(1), FIRST, &sealed), Ok(values("نورة")));
        assert_eq!(key(1).open_values(file(2), FIRST, &sealed), Err(OpenError));
        assert_eq!(key(2).open_values(file(1), FIRST, &sealed), Err(OpenError));
        assert_eq!(key(1).open_values(file(1), other, &sealed), Err(OpenError));
        let other_id = SealingKey::from_parts(KeyId::from_random([9; 16]), *key(1).secret());
        assert_eq!(other_id.open_values(file(1), FIRST, &sealed), Err(OpenError));
        let again = sealed.clone().again(FIRST);
        assert_eq!(
            again.as_bytes()[1 + KEY_REF_BYTES + NONCE_BYTES..],
            sealed.as_bytes()[1 + KEY_REF_BYTES..]
        );
        assert_eq!(SealedValues::parse(again.as_bytes()), Some(again.clone()));
        assert_eq!(key(1).open_values(file(1), other, &again), Ok(values("نورة")));
        assert_eq!(key(1).open_values(file(2), other, &again), Err(OpenError));
        assert_eq!(again.clone().again(other), again, "and once more");
        assert_eq!(
            (sealed.key_ref(), SealedValues::parse(sealed.as_bytes())),
            (key(1).key_ref(), Some(sealed))
        );
    }

    #[test]
    fn what_a_change_of_a_file_puts_never_grows_far_when_it_is_opened() {
        let long = values(&"a".repeat(4_000));
        let sealed = key(1).seal_values(file(1), FIRST, &long).unwrap();
        assert!(sealed.as_bytes().len() > 1_000, "what shrinks that far is left as it is");
        assert_eq!(key(1).open_values(file(1), FIRST, &sealed), Ok(long.clone()));
        let shrunk =
            key(1).seal(file_nonce(FIRST), &file_place(file(1), key(1).id), &compress(&long.to_bytes()));
        let shrunk = SealedValues(shrunk.unwrap());
        assert!(shrunk.as_bytes().len() < 200);
        assert_eq!(key(1).open_values(file(1), FIRST, &shrunk), Err(OpenError));
    }

    #[test]
    fn the_same_values_put_at_two_places_show_nowhere_that_they_are_the_same() {
        let seal = |actor: u8, seq| {
            let sealed = key(1).seal_values(file(1), (Actor([actor; 16]), seq), &values("value")).unwrap();
            to_hex(&sealed.as_bytes()[1 + KEY_REF_BYTES..])
        };
        let all = [seal(1, 1), seal(2, 1), seal(1, 2)];
        let distinct: std::collections::BTreeSet<&String> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
        let of_fact = |kind, n| key(1).seal_fact(kind, fact(n), &values("value")).unwrap();
        assert_ne!(of_fact("visit", 1), of_fact("visit", 2));
        assert_ne!(of_fact("visit", 1), of_fact("plan", 1));
    }

    #[test]
    fn two_clones_that_seal_one_fact_show_whether_it_says_the_same_and_nothing_more() {
        let seal = |text: &str| key(1).seal_fact("visit", fact(1), &values(text)).unwrap();
        assert_eq!(seal("the same"), seal("the same"));
        let (one, other) = (seal("first text one"), seal("first text two"));
        let (one, other) = (one.as_bytes(), other.as_bytes());
        assert_eq!(one.len(), other.len());
        // with a stream cipher the two would agree wherever the plaintexts do
        let equal = one.iter().zip(other).skip(1 + KEY_REF_BYTES).filter(|(a, b)| a == b).count();
        assert!(equal < 6, "{equal} of {} bytes agree", one.len());
    }

    #[test]
    fn damaged_bytes_open_nothing() {
        let whole = key(1).seal_fact("visit", fact(1), &values("ملاحظة")).unwrap().into_bytes();
        for at in 5..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            let damaged = SealedFact::parse(&damaged).unwrap();
            assert_eq!(key(1).open_fact("visit", fact(1), &damaged), Err(OpenError), "byte {at}");
        }
        for length in 0..whole.len() {
            let short = SealedFact::parse(&whole[..length]);
            assert!(short.is_none_or(|s| key(1).open_fact("visit", fact(1), &s).is_err()), "{length}");
        }
        let whole = key(1).seal_values(file(1), FIRST, &values("x")).unwrap().into_bytes();
        for at in 5..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            let damaged = SealedValues::parse(&damaged).unwrap();
            assert_eq!(key(1).open_values(file(1), FIRST, &damaged), Err(OpenError), "byte {at}");
        }
        assert_eq!(SealedFact::parse(&[2; 80]), None);
        assert_eq!(SealedFact::parse(&[1; FACT_SEAL_BYTES - 1]), None);
        assert_eq!(SealedValues::parse(&[1; FACT_SEAL_BYTES - 1]), None);
        assert_eq!(SealedValues::parse(&[2; FACT_SEAL_BYTES + NONCE_BYTES - 1]), None);
        assert_eq!(SealedValues::parse(&vec![1; SEALED_BYTES_MAX + 1]), None);
    }

    #[test]
    fn a_visit_with_eight_long_texts_and_a_signature_fits_and_one_that_does_not_shrink_is_refused() {
        let mut dice = Dice::seed_from_u64(7);
        let letters: Vec<char> = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي ".chars().collect();
        let mut text = |count: usize| -> String {
            let noise = (0..count).map(|_| usize::from(random::<1>(&mut dice)[0]) % letters.len());
            noise.map(|at| letters[at]).collect()
        };
        let mut values = Fields::default();
        for n in 0..8 {
            values.insert(&format!("text_{n}"), Scalar::Text(text(4_000)));
        }
        values.insert("signature", Scalar::Bytes(random::<11_144>(&mut Dice::seed_from_u64(8)).to_vec()));
        // letters by chance are the worst that letters can be
        let sealed = key(1).seal_fact("visit", fact(1), &values).unwrap();
        assert!(sealed.as_bytes().len() < 48 * 1024, "{}", sealed.as_bytes().len());
        assert_eq!(key(1).open_fact("visit", fact(1), &sealed), Ok(values.clone()));
        values.insert("text_9", Scalar::Text("a".repeat(40_000)));
        assert_eq!(
            key(1).seal_fact("visit", fact(1), &values),
            Err(SealedTooLarge),
            "longer than a plaintext"
        );
        let mut noise = Fields::default();
        noise.insert("note", Scalar::Bytes(random::<SEALED_BYTES_MAX>(&mut dice).to_vec()));
        assert_eq!(key(1).seal_fact("visit", fact(1), &noise), Err(SealedTooLarge), "does not shrink");
    }

    const GOLDEN_FACT: &str =
        "0101010101e8c2976c3916ca804ad5bf44c77e4878b359c3cecd161d4623f51dcc3a12628c69772db1af720c23b2";
    const GOLDEN_VALUES: &str =
        "0101010101901d78194387aff8fe55d6c277e6a68c8c7ad13cb1aa476c7e2e17e0c85d72bad200f50c8e6ab395f9";
}
