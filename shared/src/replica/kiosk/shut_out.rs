//! The list of who head office shut out, kept here for head office: a server that was put back from a backup gets it back from
//! whichever kiosk comes first. Nothing here acts on it.

use minicbor::bytes::{ByteArray, ByteVec};
use sha2::{Digest as _, Sha256};

use crate::store::{StoreError, Tx, meta};

/// The list as head office signed it.
const LIST: &str = "shut_out";

/// That head office began a new epoch, and may have lost the end of the list.
const DUE: &str = "shut_out_due";

/// Largest list that is kept, in bytes.
const LIST_BYTES_MAX: usize = 160 * 1024;

/// What a push says of the list: the beginning of its hash, and the list itself where head office may have lost it.
pub(super) fn of_push(tx: &Tx<'_>) -> Result<(Option<ByteArray<8>>, Option<ByteVec>), StoreError> {
    let Some(list) = meta::get(tx, LIST)? else { return Ok((None, None)) };
    let due = meta::get(tx, DUE)?.is_some();
    Ok((Some(ByteArray::from(known_by(&list))), due.then(|| ByteVec::from(list))))
}

/// Returns the beginning of a list's hash.
pub(crate) fn known_by(list: &[u8]) -> [u8; 8] {
    let hash: [u8; 32] = Sha256::digest(list).into();
    *hash.first_chunk().expect("a SHA-256 has more bytes")
}

/// Keeps the list that head office told of; the one before it is on its way back where that is due.
pub(super) fn take(tx: &Tx<'_>, told: Option<&ByteVec>) -> Result<(), StoreError> {
    meta::remove(tx, DUE)?;
    match told {
        Some(list) if list.len() <= LIST_BYTES_MAX => meta::set(tx, LIST, list.as_slice()),
        Some(_) | None => Ok(()),
    }
}

/// Forgets the list of another head office.
pub(super) fn forget(tx: &Tx<'_>) -> Result<(), StoreError> {
    meta::remove(tx, LIST)?;
    meta::remove(tx, DUE)
}

/// Notes that head office began a new epoch.
pub(super) fn note_new_epoch(tx: &Tx<'_>) -> Result<(), StoreError> {
    meta::set(tx, DUE, "1")
}
