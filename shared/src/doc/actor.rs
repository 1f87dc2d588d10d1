//! Actor ids: bound to the writer's key, its incarnation and the document, so that nobody can write under another's.

use sha2::{Digest, Sha256};

use super::{Actor, DocumentName};
use crate::domain::Incarnation;

/// Returns the actor under which a writer writes a document: the first 16 bytes of
/// SHA-256(public signing key ‖ incarnation ‖ document name).
pub fn actor_of(signing_key: &[u8; 32], incarnation: Incarnation, document: &DocumentName) -> Actor {
    let mut hash = Sha256::new();
    hash.update(signing_key);
    hash.update(incarnation.0);
    hash.update(document.to_string().as_bytes());
    let hash: [u8; 32] = hash.finalize().into();
    Actor(*hash.first_chunk().expect("a hash of 32 bytes has a first 16"))
}
