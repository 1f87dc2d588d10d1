//! Sealing of personal data and free text, and the wrapping of keys for a receiver.
//!
//! A sealed value names its key and is bound to its document, fact and field, so that it opens nowhere else.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::Sha256;
use x25519_dalek::{PublicKey, StaticSecret};

use super::{Dice, DocumentName, random};
use crate::domain::KeyId;

/// The first byte of a sealed value of this format.
const SEALED_V1: u8 = 1;
const NONCE_BYTES: usize = 24;
const TAG_BYTES: usize = 16;
const KEY_AT: usize = 1;
const NONCE_AT: usize = KEY_AT + 16;
const CIPHERTEXT_AT: usize = NONCE_AT + NONCE_BYTES;

/// A key that seals values: 32 random bytes, never inside a document.
#[derive(Clone, PartialEq, Eq)]
pub struct SealingKey {
    /// Names the key in every value that it sealed.
    pub id: KeyId,
    secret: [u8; 32],
}

impl std::fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SealingKey({})", self.id)
    }
}

/// A sealed value: `1 ‖ key id (16) ‖ nonce (24) ‖ XChaCha20-Poly1305 ciphertext and tag`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sealed(Vec<u8>);

/// A key wrapped for a receiver: `ephemeral X25519 public key (32) ‖ nonce (24) ‖ ciphertext and tag (48)`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wrapped(pub Vec<u8>);

/// A sealed value or wrapped key that does not open: another key, another place, or damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("does not open with this key at this place")]
pub struct OpenError;

impl SealingKey {
    /// Makes a key.
    pub fn generate(dice: &mut Dice) -> Self {
        Self { id: KeyId::from_random(random(dice)), secret: random(dice) }
    }

    /// Takes a key from a key table.
    pub fn from_parts(id: KeyId, secret: [u8; 32]) -> Self {
        Self { id, secret }
    }

    /// Returns the secret, for a key table.
    pub fn secret(&self) -> &[u8; 32] {
        &self.secret
    }

    /// Seals a value for its one place. `place` is the fact or file, `field` the field in it.
    pub fn seal(
        &self,
        dice: &mut Dice,
        document: &DocumentName,
        place: &str,
        field: &str,
        value: &[u8],
    ) -> Sealed {
        let nonce: [u8; NONCE_BYTES] = random(dice);
        let aad = associated_data(document, place, field, self.id);
        let cipher = XChaCha20Poly1305::new(&self.secret.into());
        let ciphertext = cipher
            .encrypt(&XNonce::from(nonce), Payload { msg: value, aad: &aad })
            .expect("a value of a few kilobytes is within the cipher's limits");
        let mut bytes = Vec::with_capacity(CIPHERTEXT_AT + ciphertext.len());
        bytes.push(SEALED_V1);
        bytes.extend_from_slice(self.id.as_bytes());
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(&ciphertext);
        Sealed(bytes)
    }

    /// Opens a value at its place.
    ///
    /// # Errors
    /// [`OpenError`] where the key, the place or the bytes are others than when it was sealed.
    pub fn open(
        &self,
        document: &DocumentName,
        place: &str,
        field: &str,
        sealed: &Sealed,
    ) -> Result<Vec<u8>, OpenError> {
        let aad = associated_data(document, place, field, self.id);
        let nonce: [u8; NONCE_BYTES] = sealed.0[NONCE_AT..CIPHERTEXT_AT].try_into().map_err(|_| OpenError)?;
        let cipher = XChaCha20Poly1305::new(&self.secret.into());
        let payload = Payload { msg: &sealed.0[CIPHERTEXT_AT..], aad: &aad };
        cipher.decrypt(&XNonce::from(nonce), payload).map_err(|_| OpenError)
    }
}

impl Sealed {
    /// Takes stored bytes; `None` where they are no sealed value of a known format.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        (bytes.len() >= CIPHERTEXT_AT + TAG_BYTES && bytes[0] == SEALED_V1).then(|| Self(bytes.to_vec()))
    }

    /// Returns the key that the value names.
    pub fn key(&self) -> KeyId {
        KeyId::from_slice(&self.0[KEY_AT..NONCE_AT]).expect("a sealed value holds 16 bytes of key id")
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

/// Wraps a key for a receiver's X25519 public key. The wrapping is bound to the key's id and its document.
pub fn wrap_key(dice: &mut Dice, key: &SealingKey, document: &str, receiver: &[u8; 32]) -> Wrapped {
    let ephemeral = StaticSecret::from(random::<32>(dice));
    let sender = PublicKey::from(&ephemeral);
    let shared = ephemeral.diffie_hellman(&PublicKey::from(*receiver));
    let nonce: [u8; NONCE_BYTES] = random(dice);
    let cipher = wrapping_cipher(shared.as_bytes(), sender.as_bytes(), receiver);
    let aad = wrapping_data(key.id, document);
    let ciphertext = cipher
        .encrypt(&XNonce::from(nonce), Payload { msg: &key.secret, aad: &aad })
        .expect("32 bytes are within the cipher's limits");
    Wrapped([sender.as_bytes().as_slice(), &nonce, &ciphertext].concat())
}

/// Unwraps a key with the receiver's X25519 secret.
///
/// # Errors
/// [`OpenError`] where it was wrapped for another receiver, key id or document.
pub fn unwrap_key(
    wrapped: &Wrapped,
    id: KeyId,
    document: &str,
    receiver: &[u8; 32],
) -> Result<SealingKey, OpenError> {
    let (sender, rest) = wrapped.0.split_first_chunk::<32>().ok_or(OpenError)?;
    let (nonce, ciphertext) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(OpenError)?;
    let secret = StaticSecret::from(*receiver);
    let shared = secret.diffie_hellman(&PublicKey::from(*sender));
    let cipher = wrapping_cipher(shared.as_bytes(), sender, PublicKey::from(&secret).as_bytes());
    let aad = wrapping_data(id, document);
    let opened = cipher
        .decrypt(&XNonce::from(*nonce), Payload { msg: ciphertext, aad: &aad })
        .map_err(|_| OpenError)?;
    Ok(SealingKey { id, secret: opened.try_into().map_err(|_| OpenError)? })
}

fn wrapping_cipher(shared: &[u8; 32], sender: &[u8; 32], receiver: &[u8; 32]) -> XChaCha20Poly1305 {
    let salt = [sender.as_slice(), receiver].concat();
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(Some(&salt), shared)
        .expand(b"sila/1 key wrapping", &mut key)
        .expect("32 bytes is a length that HKDF-SHA-256 gives");
    XChaCha20Poly1305::new(&key.into())
}

fn wrapping_data(id: KeyId, document: &str) -> Vec<u8> {
    [b"sila/1 key\0".as_slice(), id.as_bytes(), document.as_bytes()].concat()
}

fn associated_data(document: &DocumentName, place: &str, field: &str, key: KeyId) -> Vec<u8> {
    format!("sila/1 value\0{document}\0{place}\0{field}\0{key}").into_bytes()
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;

    use super::*;
    use crate::domain::FileId;

    fn file(n: u8) -> DocumentName {
        DocumentName::File(FileId::from_random([n; 16]))
    }

    #[test]
    fn a_value_opens_only_at_its_own_place_with_its_own_key() {
        let mut dice = Dice::seed_from_u64(1);
        let key = SealingKey::generate(&mut dice);
        let sealed = key.seal(&mut dice, &file(1), "fact", "note", "ملاحظة".as_bytes());
        assert_eq!(key.open(&file(1), "fact", "note", &sealed).unwrap(), "ملاحظة".as_bytes());
        assert_eq!(key.open(&file(2), "fact", "note", &sealed), Err(OpenError));
        assert_eq!(key.open(&file(1), "other", "note", &sealed), Err(OpenError));
        assert_eq!(key.open(&file(1), "fact", "purpose", &sealed), Err(OpenError));
        let other = SealingKey::from_parts(key.id, [0; 32]);
        assert_eq!(other.open(&file(1), "fact", "note", &sealed), Err(OpenError));
        assert_eq!(sealed.key(), key.id);
    }

    #[test]
    fn a_wrapped_key_opens_for_its_receiver_alone() {
        let mut dice = Dice::seed_from_u64(2);
        let key = SealingKey::generate(&mut dice);
        let secret = [3; 32];
        let public = *PublicKey::from(&StaticSecret::from(secret)).as_bytes();
        let wrapped = wrap_key(&mut dice, &key, "f/x", &public);
        assert_eq!(unwrap_key(&wrapped, key.id, "f/x", &secret).unwrap(), key);
        assert!(unwrap_key(&wrapped, key.id, "f/y", &secret).is_err());
        assert!(unwrap_key(&wrapped, key.id, "f/x", &[4; 32]).is_err());
        assert!(unwrap_key(&Wrapped(vec![1; 10]), key.id, "f/x", &secret).is_err());
    }

    #[test]
    fn damaged_bytes_are_no_sealed_value() {
        assert!(Sealed::parse(&[]).is_none());
        assert!(Sealed::parse(&[2; 80]).is_none());
        assert!(Sealed::parse(&[1; 40]).is_none());
    }
}
