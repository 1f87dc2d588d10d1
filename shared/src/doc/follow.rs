//! Sealing what is told of a request to whoever brings its code ([`FollowUp`]): address and key both follow from the code, so whoever
//! holds records and no code finds and opens none of them.
//!
//! ```text
//! address = first 16 bytes of SHA-256("sila/1 follow address\0" ‖ code (10))
//! key     = SHA-256("sila/1 follow key\0" ‖ code (10))
//! record  = ciphertext ‖ tag (16): AES-256-GCM-SIV over the text and zeros up to a multiple of 128 bytes
//!   nonce    = 12 zero bytes: a key seals one record alone, and one that says the same is the same
//!   bound to = address (16)
//! ```

use sha2::{Digest as _, Sha256};

use super::sealing::{KEY_BYTES, NONCE_BYTES, open, put_encrypted};
use crate::domain::{FollowCode, FollowUp};

/// What texts are filled up to a multiple of, so that the length of a record tells little.
const FILLED_TO: usize = 128;

/// Bytes of an address.
pub const FOLLOW_ADDRESS_BYTES: usize = 16;

/// Returns where the record of a code is.
pub fn follow_address(code: &FollowCode) -> [u8; FOLLOW_ADDRESS_BYTES] {
    *hashed(b"sila/1 follow address\0", code).first_chunk().expect("a SHA-256 has more bytes")
}

/// Seals a record.
pub fn seal_follow_up(code: &FollowCode, follow_up: &FollowUp) -> Vec<u8> {
    let mut text = follow_up.to_text().into_bytes();
    text.resize(text.len().next_multiple_of(FILLED_TO), 0);
    let mut sealed = Vec::new();
    put_encrypted(&mut sealed, &key_of(code), [0; NONCE_BYTES], &follow_address(code), &text);
    sealed
}

/// Opens a record; `None` where the code or the bytes are others than when it was sealed, and for what a newer program wrote.
pub fn open_follow_up(code: &FollowCode, sealed: &[u8]) -> Option<FollowUp> {
    let text = open(&key_of(code), [0; NONCE_BYTES], &follow_address(code), sealed).ok()?;
    FollowUp::parse(String::from_utf8(text).ok()?.trim_end_matches('\0'))
}

fn key_of(code: &FollowCode) -> [u8; KEY_BYTES] {
    hashed(b"sila/1 follow key\0", code)
}

fn hashed(of: &[u8], code: &FollowCode) -> [u8; 32] {
    Sha256::digest([of, code.as_bytes()].concat()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{FactId, FileId, Stage};

    fn code(n: u8) -> FollowCode {
        FollowCode::of(FactId::from_random([n; 16]), Some(FileId::from_random([n; 16])))
    }

    #[test]
    fn a_record_opens_for_its_own_code_alone_and_tells_nothing_by_its_length() {
        let told = |stage| FollowUp {
            stage,
            changed: "2026-05-12".parse().unwrap(),
            earliest: None,
            missing: Vec::new(),
            until: None,
        };
        let sealed = seal_follow_up(&code(1), &told(Stage::Receiving));
        assert_eq!(open_follow_up(&code(1), &sealed), Some(told(Stage::Receiving)));
        assert_eq!(open_follow_up(&code(2), &sealed), None);
        assert_eq!(open_follow_up(&code(1), &sealed[1..]), None);
        assert_ne!(follow_address(&code(1)), follow_address(&code(2)));
        assert_eq!(seal_follow_up(&code(1), &told(Stage::AnswerReady)).len(), sealed.len());
    }
}
