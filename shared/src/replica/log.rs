//! The checksum of a scope's log: what a device's cursor is compared by, and what an answer is checked with.

use sha2::{Digest as _, Sha256};

use crate::domain::Incarnation;
use crate::store::scope::{self, PEOPLE, ScopeEnd};
use crate::store::{StoreError, Tx};
use crate::sync::LogEnd;

/// The scope of what every kiosk shows.
pub(crate) const CATALOG: &str = "catalog";

/// Returns the checksum of an empty log. A log of people names no epoch: the rolling checksum alone says whether a device's
/// cursor fits, and a restored server's log goes on.
pub(crate) fn start_of(scope: &str, epoch: Incarnation) -> [u8; 32] {
    match scope.strip_prefix(PEOPLE) {
        Some(branch) => Sha256::digest(format!("sila/1 people\0{branch}")).into(),
        None => Sha256::digest(format!("sila/1 scope\0{scope}\0{epoch}")).into(),
    }
}

/// Returns a log's checksum after one more change.
pub(crate) fn rolled(checksum: &[u8; 32], hash: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update(checksum).chain_update(hash).finalize().into()
}

/// Returns a log's checksum after more changes.
pub(crate) fn rolled_over<'h>(
    checksum: [u8; 32],
    hashes: impl IntoIterator<Item = &'h [u8; 32]>,
) -> [u8; 32] {
    hashes.into_iter().fold(checksum, |checksum, hash| rolled(&checksum, hash))
}

/// Returns where a log ends after more changes.
pub(crate) fn end_after(end: LogEnd, hashes: &[[u8; 32]]) -> LogEnd {
    let checksum = rolled_over(*end.checksum, hashes).into();
    LogEnd { position: end.position + hashes.len() as u64, checksum }
}

/// Returns a log's checksum after so many changes; `None` where it has fewer.
pub(crate) fn checksum_at(
    tx: &Tx<'_>,
    (scope, end): (&str, &ScopeEnd),
    epoch: Incarnation,
    position: u64,
) -> Result<Option<[u8; 32]>, StoreError> {
    if position >= end.position {
        return Ok(Some(end.checksum).filter(|_| position == end.position));
    }
    let (place, kept) = scope::checksum_kept(tx, end.id, position)?;
    let kept = kept.unwrap_or_else(|| start_of(scope, epoch));
    Ok(Some(rolled_over(kept, &scope::hashes_between(tx, end.id, place, position)?)))
}
