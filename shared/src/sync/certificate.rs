//! The certificate of an enrolment: what head office signs, the device keeps, and head office knows the device by again where
//! it lost the row of it.

use ed25519_dalek::SigningKey;
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};

use super::{from_cbor, sign, to_cbor, verify};

/// Bytes of the signature in front.
const SIGNATURE_BYTES: usize = 64;

/// What head office notes of a device when it enrols it. It travels and is kept behind head office's signature over it. With a
/// certificate alone nobody is let in: it is shown with a proof of the signing key, and what exchanges needs the token.
///
/// Frozen with protocol 1 (2026-11).
#[derive(Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct Certificate {
    /// The device's id.
    #[n(0)]
    pub device: ByteArray<16>,
    /// Its branch.
    #[n(1)]
    pub branch: String,
    /// How it is used.
    #[n(2)]
    pub mode: String,
    /// Its Ed25519 public key.
    #[n(3)]
    pub signing_key: ByteArray<32>,
    /// Its X25519 public key.
    #[n(4)]
    pub sealing_key: ByteArray<32>,
    /// SHA-256 of its token.
    #[n(5)]
    pub token_hash: ByteArray<32>,
    /// When it was enrolled, in milliseconds since 1970: of two certificates of a device the later holds.
    #[n(6)]
    pub enrolled_millis: i64,
    /// What reads there, locked by head office for itself; absent for a device that opens nothing.
    #[n(7)]
    pub reading: Option<ByteVec>,
    /// The ids that the device had before, the latest last: their keys are its own.
    #[n(8)]
    pub formers: Vec<ByteArray<16>>,
}

/// Shows that a device that is enrolled anew was enrolled before.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct Former {
    /// The certificate of the enrolment before.
    #[n(0)]
    pub certificate: ByteVec,
    /// The former identity's signature over the new signing key, as [`former_statement`] has it.
    #[n(1)]
    pub signature: ByteArray<64>,
}

/// The statement of a former identity over the key that takes its place.
pub fn former_statement(signing_key: &[u8; 32]) -> Vec<u8> {
    [b"sila/1 former\0".as_slice(), signing_key].concat()
}

impl Certificate {
    /// Returns the certificate behind a signature over it.
    pub fn signed(&self, key: &SigningKey) -> Vec<u8> {
        let body = to_cbor(self);
        [sign(key, &statement(&body)).as_slice(), &body].concat()
    }

    /// Reads a certificate that this key signed; `None` for anything else.
    pub fn read(signed: &[u8], public_key: &[u8; 32]) -> Option<Self> {
        let (signature, body) = signed.split_first_chunk::<SIGNATURE_BYTES>()?;
        verify(public_key, &statement(body), signature).then(|| from_cbor(body)).flatten()
    }
}

impl std::fmt::Debug for Certificate {
    /// Shows no secret, locked or not.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Certificate")
            .field("branch", &self.branch)
            .field("mode", &self.mode)
            .finish_non_exhaustive()
    }
}

fn statement(body: &[u8]) -> Vec<u8> {
    [b"sila/1 certificate\0", body].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_comes_back_as_it_was_signed_and_in_no_other_way() {
        let (key, other) = (SigningKey::from_bytes(&[1; 32]), SigningKey::from_bytes(&[2; 32]));
        let certificate = Certificate {
            device: [1; 16].into(),
            branch: "riyadh".to_owned(),
            mode: "field".to_owned(),
            signing_key: [2; 32].into(),
            sealing_key: [3; 32].into(),
            token_hash: [4; 32].into(),
            enrolled_millis: 5,
            reading: Some(ByteVec::from(vec![6; 60])),
            formers: vec![[7; 16].into()],
        };
        let signed = certificate.signed(&key);
        let public = key.verifying_key().to_bytes();
        assert_eq!(Certificate::read(&signed, &public), Some(certificate));
        assert_eq!(Certificate::read(&signed, &other.verifying_key().to_bytes()), None);
        for at in 0..signed.len() {
            let mut altered = signed.clone();
            altered[at] ^= 1;
            assert_eq!(Certificate::read(&altered, &public), None, "{at}");
            assert_eq!(Certificate::read(&signed[..at], &public), None, "{at}");
        }
    }
}
