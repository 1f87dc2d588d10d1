//! A sealed line: a small push of one device that another one carries to head office, on a stick or over its own network.
//!
//! ```text
//! {"sealed":"base64 of the CBOR map below"}
//! ```
//!
//! Whoever carries it opens nothing of it and alters nothing: the body is what the device would push, its keys are wrapped for head
//! office, and the device's signature is over it as over any push. It says nothing of one life of head office: no epoch, no
//! acknowledgement.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

use super::envelope::{SEALED_BYTES_MAX, unpack_sealed};
use super::{
    Certificate, EnvelopeError, PushRequest, body_digest, from_cbor, leaves_of, push_statement, to_cbor,
    verify,
};

/// Largest certificate with the signature in front: ids, keys and a branch's name take less than 400 bytes, each former id 17.
const CERTIFICATE_BYTES_MAX: usize = 4 * 1024;

/// Longest sealed line: body and certificate, four letters for three bytes.
pub const SEALED_LINE_BYTES_MAX: usize = (SEALED_BYTES_MAX + CERTIFICATE_BYTES_MAX + 256) / 3 * 4;

/// A push that its writer signed, for another device to carry.
///
/// Frozen with protocol 1 (2026-11).
#[derive(Clone, PartialEq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Sealed {
    /// The certificate of the writer's enrolment, as head office signed it: by it the carrier knows whom it carries for, and a
    /// head office that lost the writer's row knows it again.
    #[n(0)]
    pub certificate: ByteVec,
    /// The writer's signature, as over a push.
    #[n(1)]
    pub signature: ByteArray<64>,
    /// The push, as it would travel.
    #[n(2)]
    pub body: ByteVec,
}

/// Why a sealed line is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealedFault {
    /// It does not read as one.
    #[error("was cut or altered: export it again on the device that wrote it")]
    Damaged,
    /// No device of this head office wrote it.
    #[error("is of no device that this head office enrolled: record it on a device of its own society")]
    Foreign,
    /// The signature is not its writer's.
    #[error("is not what its device signed, so it was altered: export it again on the device that wrote it")]
    Signature,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SealedLine<'a> {
    sealed: std::borrow::Cow<'a, str>,
}

impl Sealed {
    /// Writes it as a line, without the line's end.
    pub fn to_line(&self) -> String {
        let sealed = STANDARD.encode(to_cbor(self)).into();
        serde_json::to_string(&SealedLine { sealed }).expect("a text is JSON")
    }

    /// Reads a line; `None` where it is no sealed one at all.
    ///
    /// # Errors
    /// [`SealedFault::Damaged`].
    pub fn from_line(line: &[u8]) -> Option<Result<Self, SealedFault>> {
        let line: SealedLine<'_> = serde_json::from_slice(line).ok()?;
        let sealed = STANDARD.decode(line.sealed.as_bytes()).ok().and_then(|bytes| from_cbor(&bytes));
        Some(sealed.ok_or(SealedFault::Damaged))
    }

    /// Tells whether a line begins as one does, whatever follows.
    pub fn is_begun(line: &[u8]) -> bool {
        let mut signs = line.iter().filter(|byte| !byte.is_ascii_whitespace());
        br#"{"sealed":"#.iter().all(|sign| signs.next() == Some(sign))
    }

    /// Returns the certificate, where head office signed it with this key.
    ///
    /// # Errors
    /// [`SealedFault::Foreign`].
    pub fn certificate(&self, head_office: &[u8; 32]) -> Result<Certificate, SealedFault> {
        if self.certificate.len() > CERTIFICATE_BYTES_MAX {
            return Err(SealedFault::Damaged);
        }
        Certificate::read(&self.certificate, head_office).ok_or(SealedFault::Foreign)
    }

    /// Returns the push in it.
    ///
    /// # Errors
    /// [`EnvelopeError`]; [`EnvelopeError::Damaged`] also where it is no push.
    pub fn push(&self) -> Result<PushRequest, EnvelopeError> {
        from_cbor(&unpack_sealed(&self.body)?).ok_or(EnvelopeError::Damaged)
    }

    /// Tells whether the writer with this key signed the push.
    pub fn is_signed_by(&self, key: &[u8; 32], push: &PushRequest) -> bool {
        verify(key, &push_statement(&body_digest(&self.body), &leaves_of(push)), &self.signature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed() -> Sealed {
        Sealed {
            certificate: ByteVec::from(vec![1; 300]),
            signature: [2; 64].into(),
            body: ByteVec::from(vec![3; 500]),
        }
    }

    #[test]
    fn a_line_comes_back_as_it_was_written_and_a_cut_one_is_told() {
        let line = sealed().to_line();
        assert_eq!(Sealed::from_line(line.as_bytes()), Some(Ok(sealed())));
        assert_eq!(Sealed::from_line(br#"{"type":"visit"}"#), None);
        assert_eq!(Sealed::from_line(br#"{"sealed":"AAAA"}"#), Some(Err(SealedFault::Damaged)));
        assert_eq!(Sealed::from_line(br#"{"sealed":"?"}"#), Some(Err(SealedFault::Damaged)));
        let cut = line.replace("AwM=", "").replace("AwMD\"", "\"");
        assert_ne!(Sealed::from_line(cut.as_bytes()), Some(Ok(sealed())));
        assert!(Sealed::is_begun(line.as_bytes()) && Sealed::is_begun(br#" { "sealed" : "AA"#));
        assert!(!Sealed::is_begun(br#"{"type":"visit"}"#) && !Sealed::is_begun(br#"{"sealed"#));
    }

    #[test]
    fn the_longest_line_is_within_its_limit() {
        let most = Sealed {
            certificate: ByteVec::from(vec![1; CERTIFICATE_BYTES_MAX]),
            body: ByteVec::from(vec![3; SEALED_BYTES_MAX]),
            ..sealed()
        };
        assert!(most.to_line().len() <= SEALED_LINE_BYTES_MAX);
    }
}
