//! Looking through everything that is kept, and rebuilding what is derived from it.

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};

use super::{Office, OfficeError};
use crate::doc::{Admitted, DocumentName, FileHistory, Meaning, decode_entry};
use crate::replica::ApplyError;
use crate::replica::apply::{Arrived, apply};
use crate::store::changes::{self, ChangeRow};
use crate::store::{Damage, StoreError, Tx, catalog_rows, office, plans, ratings, suggestions, visits};

/// What `verify` found.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct VerifyReport {
    /// Documents looked through.
    pub documents: u64,
    /// Changes looked through.
    pub changes: u64,
    /// Faults, each with its document and number.
    pub faults: Vec<String>,
    /// The read tables equal what the changes give.
    pub read_tables_agree: bool,
}

impl Office {
    /// Looks through every page, every chain and every hash, and compares the read tables with what the changes give.
    /// Changes nothing.
    ///
    /// # Errors
    /// [`OfficeError::Store`] where the database can't be read at all.
    pub fn verify(&self) -> Result<VerifyReport, OfficeError> {
        self.db.integrity_check()?;
        // one point in time: a server that runs meanwhile goes on writing
        let mut report = self.db.read(|tx| {
            let mut report = VerifyReport::default();
            for row in changes::documents(tx)? {
                report.documents += 1;
                let stored = changes::changes_of(tx, row.id)?;
                report.changes += stored.len() as u64;
                let is_file = DocumentName::parse(&row.name).is_some_and(|n| n.is_file());
                let last_hash = row.last_hash.as_deref();
                let fault = if is_file { file_fault(&stored) } else { chain_fault(&stored, last_hash) };
                report.faults.extend(fault.map(|seq| format!("{} change {seq}", row.name)));
            }
            Ok::<_, StoreError>(report)
        })?;
        report.read_tables_agree = self.db.try_out(|tx| {
            let kept = fingerprint(tx)?;
            self.rebuild_rows(tx)?;
            Ok::<_, OfficeError>(kept == fingerprint(tx)?)
        })?;
        Ok(report)
    }

    /// Rebuilds the read tables from the changes; keys, index rows, users and devices are spared. Records that were
    /// held for a meaning which this version knows are released.
    ///
    /// # Errors
    /// [`OfficeError::Store`]; the tables are as before then.
    pub fn rebuild(&mut self) -> Result<(), OfficeError> {
        self.db.write(|tx| self.rebuild_rows(tx))
    }

    fn rebuild_rows(&self, tx: &Tx<'_>) -> Result<(), OfficeError> {
        visits::clear(tx)?;
        ratings::clear(tx)?;
        suggestions::clear(tx)?;
        plans::clear(tx)?;
        catalog_rows::clear(tx)?;
        let wanting_keys = wanting_keys(tx)?;
        changes::clear_held(tx)?;
        let epoch = Self::epoch(tx)?;
        changes::each_change::<OfficeError>(tx, |document, change| {
            let damaged = || StoreError::from(Damage::Document(document.to_owned()));
            let name = DocumentName::parse(document).ok_or_else(damaged)?;
            let is_old_catalog = matches!(name, DocumentName::Catalog { epoch: of } if of != epoch);
            if name.is_file() || is_old_catalog {
                return Ok(());
            }
            let entry = decode_entry(&change.bytes).ok_or_else(damaged)?;
            let branch = branch_of(tx, &name)?;
            let arrived = Arrived {
                document: &name,
                document_row: change.document,
                seq: change.seq,
                entry: &entry,
                branch: branch.as_deref(),
                // a key that never came is told from one that was destroyed by what was held for it
                keys_must_be_here: wanting_keys.contains(&(document.to_owned(), change.seq)),
            };
            match apply(tx, &self.secrets, &arrived) {
                Ok(()) => Ok(()),
                Err(ApplyError::Meaning(meaning)) => {
                    let fact = Some(entry.id.as_bytes().as_slice());
                    Ok(changes::hold(tx, change.document, 0, change.seq, fact, &meaning.to_string())?)
                }
                Err(ApplyError::Store(e)) => Err(e.into()),
            }
        })
    }
}

/// Returns the branch that a journal's device serves.
fn branch_of(tx: &Tx<'_>, name: &DocumentName) -> Result<Option<String>, StoreError> {
    match name {
        DocumentName::Journal { device, .. } | DocumentName::Ratings { device, .. } => {
            Ok(office::device(tx, *device)?.map(|d| d.branch))
        }
        DocumentName::HeadOffice { .. } | DocumentName::File(_) | DocumentName::Catalog { .. } => Ok(None),
    }
}

/// The places of facts that are held because a key never came.
fn wanting_keys(tx: &Tx<'_>) -> Result<BTreeSet<(String, u64)>, StoreError> {
    let reason = Meaning::SealedWithoutKey.to_string();
    let held = changes::held(tx)?.into_iter().filter(|row| row.reason == reason);
    Ok(held.map(|row| (row.document, row.seq)).collect())
}

/// Returns the first change whose bytes, hash or place in the chain don't fit.
fn chain_fault(stored: &[ChangeRow], last_hash: Option<&[u8]>) -> Option<u64> {
    let mut previous: Option<Vec<u8>> = None;
    for (expected, row) in (1_u64..).zip(stored) {
        let fits = Admitted::from_store(&row.bytes).is_some_and(|admitted| {
            admitted.seq() == expected
                && row.seq == expected
                && admitted.hash().0.as_slice() == row.hash
                && admitted.builds_on(previous.as_deref())
        });
        if !fits {
            return Some(expected);
        }
        previous = Some(row.hash.clone());
    }
    (previous.as_deref() != last_hash).then_some(stored.len() as u64)
}

fn file_fault(stored: &[ChangeRow]) -> Option<u64> {
    let whole = FileHistory::from_changes(stored.iter().map(|row| row.bytes.as_slice())).is_some();
    (!whole).then_some(0)
}

/// A digest over the read tables as people see them, whatever the order of their rows.
fn fingerprint(tx: &Tx<'_>) -> Result<[u8; 32], StoreError> {
    let mut rows: Vec<Vec<u8>> = Vec::new();
    visits::each::<StoreError>(tx, |mut row| {
        row.id = 0;
        rows.push(Sha256::digest(row.canonical().as_bytes()).to_vec());
        Ok(())
    })?;
    ratings::each::<StoreError>(tx, |row| {
        rows.push(Sha256::digest(row.canonical().as_bytes()).to_vec());
        Ok(())
    })?;
    rows.extend(plans::canonical(tx)?.iter().map(|row| Sha256::digest(row.as_bytes()).to_vec()));
    suggestions::each::<StoreError>(tx, |row| {
        rows.push(Sha256::digest(row.canonical().as_bytes()).to_vec());
        Ok(())
    })?;
    for (name, bytes) in catalog_rows::all(tx)? {
        rows.push(Sha256::digest([name.as_bytes(), &bytes].concat()).to_vec());
    }
    rows.sort_unstable();
    Ok(Sha256::digest(rows.concat()).into())
}
