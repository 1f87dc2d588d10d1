//! Looking through everything that is kept, and rebuilding what is derived from it.

use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, BTreeSet};

use super::people::Touched;
use super::{Office, OfficeError};
use crate::doc::{DocumentName, Entry, FactKind, FileHistory, Meaning};
use crate::replica::Act;
use crate::replica::facts::{Arrived, Facts, Under};
use crate::replica::journals::replay;
use crate::replica::people::history_of;
use crate::store::changes::{self, DocumentRow};
use crate::store::office::{DeviceRow, PushEvidence, device, pushes_after};
use crate::store::{StoreError, Tx, facts, held, index, people, ratings};
use crate::sync::evidence::root;
use crate::sync::{push_statement, verify};

/// How many pushes' evidence is looked at together.
const PUSHES_TOGETHER: u64 = 500;

/// What is derived from the changes, and the codes that it names, which a rebuild may add to.
const READ_TABLES: [&str; 8] =
    ["code", "fact", "visit_service", "plan", "rating", "rating_reason", "held", "blind_index"];

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
    /// Looks through every page, every chain, every hash and every signature, and compares the read tables with what the
    /// changes give. Changes nothing, and nobody waits for it.
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
                let (count, fault) = document_fault(tx, &row)?;
                report.changes += count;
                report.faults.extend(fault.map(|seq| format!("{} change {seq}", row.name)));
            }
            report.faults.extend(evidence_faults(tx)?);
            Ok::<_, StoreError>(report)
        })?;
        let agree = self.db.try_out(|tx| {
            let (kept, before) = (read_rows(tx)?, Before::read(tx)?);
            tx.set_aside(&READ_TABLES)?;
            self.rebuild_rows(tx, &before)?;
            Ok::<_, OfficeError>(kept == read_rows(tx)?)
        });
        report.read_tables_agree = match agree {
            Ok(agree) => agree,
            // what is damaged is named above, and gives no rows
            Err(OfficeError::Store(StoreError::Damaged { .. })) if !report.faults.is_empty() => false,
            Err(e) => return Err(e),
        };
        Ok(report)
    }

    /// Rebuilds the read tables from the changes; keys, users and devices are spared. Records that were
    /// held for a meaning which this version knows are released.
    ///
    /// # Errors
    /// [`OfficeError::Store`]; the tables are as before then.
    pub fn rebuild(&self) -> Result<(), OfficeError> {
        self.db.write(|tx| self.rebuild_rows(tx, &Before::read(tx)?))
    }

    /// Fills the read tables again. Entries lie in no order that says which of two under one id came first: what stood in the
    /// read tables goes first, what was held goes last.
    fn rebuild_rows(&self, tx: &Tx<'_>, before: &Before) -> Result<(), OfficeError> {
        let replica = Facts::new(tx, &self.secrets);
        facts::clear(tx)?;
        held::clear(tx)?;
        let epoch = Self::epoch(tx)?;
        let (mut journals, mut later) = (BTreeMap::new(), Vec::new());
        changes::each_entry_row::<OfficeError>(tx, |document, row| {
            let damaged = || changes::damaged(document);
            let document_row = row.document;
            let journal = match journals.entry(document_row) {
                Slot::Occupied(known) => known.into_mut(),
                Slot::Vacant(unknown) => {
                    let name = DocumentName::parse(document).ok_or_else(damaged)?;
                    unknown.insert(Journal { branch: branch_of(tx, &name)?, name })
                }
            };
            if matches!(journal.name, DocumentName::Catalog { epoch: of } if of != epoch) {
                return Ok(());
            }
            for (seq, bytes, _) in row.numbered() {
                match before.of((document_row, seq)) {
                    (Stood::Read, keys_must_be_here) => {
                        let entry = Entry::from_bytes(&bytes).ok_or_else(damaged)?;
                        journal.take_in(&replica, (document_row, seq), &entry, keys_must_be_here)?;
                    }
                    (stood, keys_must_be_here) => later.push((stood, (document_row, seq), keys_must_be_here)),
                }
            }
            Ok(())
        })?;
        later.sort_by_key(|(stood, ..)| *stood);
        for (stood, place, keys_must_be_here) in later {
            let (document, seq) = place;
            let journal = &journals[&document];
            let entry = replica.read_entry(document, seq, Entry::from_bytes)?.flatten();
            let entry = entry.ok_or_else(|| changes::damaged(&journal.name.to_string()))?;
            // written once more, or another's copy: it had no rows of its own
            let had_none = stood == Stood::Nowhere
                && (stands(&replica, &journal.name, &entry)? || replica.is_settled(&journal.name, seq)?);
            if !had_none {
                journal.take_in(&replica, place, &entry, keys_must_be_here)?;
            }
        }
        Ok(replica.rebuild_index()?)
    }

    /// Looks again at what an earlier version of this program could not read, where this one knows more kinds of fact, and
    /// has the branches concerned learn of it.
    pub(super) fn release_unknown(&self, tx: &Tx<'_>, act: &mut Act) -> Result<(), OfficeError> {
        let replica = Facts::new(tx, &self.secrets);
        for (name, entry, fact) in replica.release_unknown(|name| branch_of(tx, name))? {
            let device = name.device().map(|id| device(tx, id)).transpose()?.flatten();
            if let Some(DeviceRow { branch, id, .. }) = device {
                let mut touched = Touched::default();
                touched.fact(&name, &entry, &fact);
                self.share(&replica, act, (&branch, id), &touched)?;
            }
        }
        Ok(())
    }
}

/// Returns the branch that a journal's facts must name.
fn branch_of(tx: &Tx<'_>, name: &DocumentName) -> Result<Option<String>, StoreError> {
    match name.device() {
        Some(id) => Ok(device(tx, id)?.map(|device| device.branch)),
        None => Ok(None),
    }
}

/// A journal whose entries are taken in again.
struct Journal {
    name: DocumentName,
    /// The branch that its facts must name.
    branch: Option<String>,
}

impl Journal {
    fn take_in(
        &self,
        replica: &Facts<'_>,
        (document_row, seq): (i64, u64),
        entry: &Entry,
        keys_must_be_here: bool,
    ) -> Result<(), StoreError> {
        let (document, branch) = (&self.name, self.branch.as_deref());
        let arrived = Arrived { document, document_row, seq, entry, branch, keys_must_be_here };
        replica.take_in_or_hold(&arrived).map(drop)
    }
}

/// Where an entry stood before a rebuild, in the order in which they are taken in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stood {
    /// In the read tables.
    Read,
    /// In neither.
    Nowhere,
    /// Held for review.
    Held,
}

/// What stood where before a rebuild, by document and number.
struct Before {
    read: BTreeSet<(i64, u64)>,
    held: BTreeMap<(i64, u64), String>,
}

impl Before {
    fn read(tx: &Tx<'_>) -> Result<Self, StoreError> {
        let held = held::all(tx)?.into_iter();
        let held = held.map(|row| ((row.place.document, row.place.seq), row.reason)).collect();
        Ok(Self { read: facts::places(tx)?.into_iter().collect(), held })
    }

    /// Returns where an entry stood, and whether what is sealed of it must open: a key that never came is told from one that
    /// was destroyed by what was held for it.
    fn of(&self, place: (i64, u64)) -> (Stood, bool) {
        match self.held.get(&place) {
            Some(reason) => (Stood::Held, *reason == Meaning::SealedWithoutKey.to_string()),
            None if self.read.contains(&place) => (Stood::Read, false),
            None => (Stood::Nowhere, false),
        }
    }
}

/// Tells whether a fact of an entry's kind stands under its id.
fn stands(replica: &Facts<'_>, document: &DocumentName, entry: &Entry) -> Result<bool, StoreError> {
    match FactKind::in_document(&entry.fields, document) {
        Ok(kind) => Ok(matches!(replica.under(entry.id, kind)?, Under::Same(_))),
        Err(_) => Ok(false),
    }
}

/// Returns how many changes a document has, and the first that does not fit.
fn document_fault(tx: &Tx<'_>, row: &DocumentRow) -> Result<(u64, Option<u64>), StoreError> {
    match DocumentName::parse(&row.name).and_then(|name| name.file()) {
        Some(file) => {
            let stored = people::file_changes(tx, row.id)?;
            let fits = history_of(&stored, file).is_ok_and(|history| hashes_fit(&history, &stored));
            Ok((stored.len() as u64, (!fits).then_some(0)))
        }
        None => journal_fault(tx, row),
    }
}

fn hashes_fit(history: &FileHistory, stored: &[people::FileChangeRow]) -> bool {
    history.len() == stored.len()
        && stored.iter().all(|row| history.contains(&crate::doc::ChangeHash(row.hash)))
}

/// Returns how many entries fit, and the first one whose form, hash or place in the chain doesn't.
fn journal_fault(tx: &Tx<'_>, row: &DocumentRow) -> Result<(u64, Option<u64>), StoreError> {
    let (mut count, mut last) = (0, None);
    let whole = replay(tx, row, |seq, _, hash| {
        (count, last) = (seq, Some(hash));
        Ok(())
    });
    match whole {
        Ok(()) => Ok((count, ((count, last) != (row.last_seq, row.last_hash)).then_some(count))),
        Err(StoreError::Damaged { .. }) => Ok((count, Some(count + 1))),
        Err(e) => Err(e),
    }
}

/// Returns the pushes whose signature or leaves don't fit.
fn evidence_faults(tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
    let (mut faults, mut after) = (Vec::new(), i64::MIN);
    loop {
        let pushes = pushes_after(tx, after, PUSHES_TOGETHER)?;
        let Some((last, _)) = pushes.last() else { return Ok(faults) };
        after = *last;
        for (id, push) in &pushes {
            let PushEvidence { device: writer, body, root: signed, signature, leaves } = push;
            let key = device(tx, *writer)?.map(|device| device.signing_key);
            let holds = root(leaves) == *signed
                && key.is_some_and(|key| verify(&key, &push_statement(body, leaves), signature));
            faults.extend((!holds).then(|| format!("the evidence of push {id}")));
        }
    }
}

/// The read tables as people see them, whatever the order of their rows.
fn read_rows(tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
    let mut rows = facts::canonical(tx)?;
    rows.extend(ratings::canonical(tx)?);
    rows.extend(index::canonical(tx)?);
    rows.sort_unstable();
    Ok(rows)
}
