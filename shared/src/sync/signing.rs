//! What is signed, byte for byte. Each statement begins with its own context, so that no signature serves twice.

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

use super::ChangeWriter;
use crate::domain::RECEIPT_BODY_BYTES;

/// The statement over a run of a journal's changes: the head hash chains all of them.
pub fn journal_statement(document: &str, first_seq: u64, last_seq: u64, head_hash: &[u8; 32]) -> Vec<u8> {
    let mut statement = format!("sila/1 journal\0{document}\0{first_seq}\0{last_seq}\0").into_bytes();
    statement.extend_from_slice(head_hash);
    statement
}

/// The statement over one change of a beneficiary file, or one that the server publishes.
pub fn file_change_statement(document: &str, hash: &[u8; 32]) -> Vec<u8> {
    let mut statement = format!("sila/1 change\0{document}\0").into_bytes();
    statement.extend_from_slice(hash);
    statement
}

/// The server's statement over one change of a beneficiary file and its writer: what a device admits it by, and what
/// the server believes when it is given back a change that it lost.
pub fn written_statement(document: &str, hash: &[u8; 32], writer: &ChangeWriter) -> Vec<u8> {
    let ChangeWriter { device, signing_key, incarnation, branch } = writer;
    let mut statement = format!("sila/1 written\0{document}\0{branch}\0").into_bytes();
    for part in [device.as_slice(), signing_key.as_slice(), incarnation.as_slice(), hash] {
        statement.extend_from_slice(part);
    }
    statement
}

/// The statement over a whole push, as it travels.
pub fn push_statement(body: &[u8]) -> Vec<u8> {
    let mut statement = b"sila/1 push\0".to_vec();
    statement.extend_from_slice(&Sha256::digest(body));
    statement
}

/// The statement over a receipt: its first 35 bytes.
pub fn receipt_statement(body: &[u8; RECEIPT_BODY_BYTES]) -> Vec<u8> {
    let mut statement = b"sila/1 receipt\0".to_vec();
    statement.extend_from_slice(body);
    statement
}

/// Signs a statement.
pub fn sign(key: &SigningKey, statement: &[u8]) -> [u8; 64] {
    key.sign(statement).to_bytes()
}

/// Tells whether a signature over a statement is the key's own.
pub fn verify(public_key: &[u8; 32], statement: &[u8], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(public_key)
        .is_ok_and(|key| key.verify_strict(statement, &Signature::from_bytes(signature)).is_ok())
}
