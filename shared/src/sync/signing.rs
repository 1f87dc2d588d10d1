//! What is signed, byte for byte. Each statement begins with its own context, so that no signature serves twice.

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

use super::evidence::{root, root_statement};
use super::{ChangeWriter, EnrolRequest, JournalBatch, PushRequest, PushedFileChange, to_cbor};
use crate::domain::RECEIPT_BODY_BYTES;

/// Returns the leaf of a journal's run: the head hash chains all of its changes.
pub fn journal_leaf(batch: &JournalBatch) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"sila/1 journal\0");
    hash.update(batch.document.as_bytes());
    hash.update(b"\0");
    hash.update(batch.first_seq.to_be_bytes());
    hash.update(batch.last_seq().to_be_bytes());
    hash.update(batch.head_hash.as_slice());
    hash.finalize().into()
}

/// Returns the leaf of a change of a beneficiary file.
pub fn file_leaf(change: &PushedFileChange) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"sila/1 file change\0");
    hash.update(change.file.as_slice());
    hash.update(change.incarnation.as_slice());
    hash.update(change.bytes.as_slice());
    hash.finalize().into()
}

/// Returns the name under which a device is told to let go of a file: whoever does not hold it learns nothing by it.
pub fn left_name(file: &[u8; 16]) -> [u8; 16] {
    let hash: [u8; 32] = Sha256::new().chain_update(b"sila/1 left\0").chain_update(file).finalize().into();
    std::array::from_fn(|n| hash[n])
}

/// Returns the leaves of a push in their order: its journals, then its changes of files.
pub fn leaves_of(push: &PushRequest) -> Vec<[u8; 32]> {
    push.journals.iter().map(journal_leaf).chain(push.files.iter().map(file_leaf)).collect()
}

/// Returns the digest of a push's body as it travels.
pub fn body_digest(body: &[u8]) -> [u8; 32] {
    Sha256::digest(body).into()
}

/// The statement over a push: its body as it travels, and the root of what it brings. It is kept beside the leaves, so that
/// each of them stays provable when the body is gone.
pub fn push_statement(body: &[u8; 32], leaves: &[[u8; 32]]) -> Vec<u8> {
    let count = u32::try_from(leaves.len()).unwrap_or(u32::MAX);
    [b"sila/1 push\0", &body[..], &root_statement(count, &root(leaves))].concat()
}

/// The device's statement over an enrolment: all of the message, its signature as 64 zero bytes. The code or the certificate is in
/// it, and the server's address is not: who passes it on does what the device asked for.
pub fn enrol_statement(request: &EnrolRequest) -> Vec<u8> {
    let unsigned = EnrolRequest { signature: [0; 64].into(), ..request.clone() };
    [b"sila/1 enrol\0".as_slice(), &to_cbor(&unsigned)].concat()
}

/// The server's statement over the answer to a pull, as it travels.
pub fn answer_statement(body: &[u8]) -> Vec<u8> {
    let mut statement = b"sila/1 answer\0".to_vec();
    statement.extend_from_slice(&Sha256::digest(body));
    statement
}

/// The server's statement over the list of its sealing keys.
pub fn office_keys_statement(list: &[u8]) -> Vec<u8> {
    [b"sila/1 office keys\0", list].concat()
}

/// The server's statement over the list of who was shut out.
pub fn shut_out_statement(list: &[u8]) -> Vec<u8> {
    [b"sila/1 shut out\0", list].concat()
}

/// What the server's receipt for a change of a beneficiary file and its writer is made over.
pub fn written_statement(file: &[u8; 16], hash: &[u8; 32], writer: &ChangeWriter) -> Vec<u8> {
    let ChangeWriter { device, signing_key, incarnation, branch } = writer;
    let mut statement = b"sila/1 written\0".to_vec();
    for part in [file, device.as_slice(), signing_key.as_slice(), incarnation.as_slice(), hash] {
        statement.extend_from_slice(part);
    }
    statement.extend_from_slice(branch.as_bytes());
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
