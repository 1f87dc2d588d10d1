//! Looking through everything that a replica keeps, and rebuilding what is derived from it: what head office's and a device's
//! have in common.

use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, BTreeSet};

use crate::doc::{ChangeHash, DocumentName, Entry, FactKind, FileHistory, Meaning};
use crate::replica::facts::{Arrived, Facts, Under};
use crate::replica::journals::replay;
use crate::replica::people::history_of;
use crate::store::changes::{self, DocumentRow};
use crate::store::{Db, Part, ServerFault, StoreError, Tx, facts, held, index, people, ratings, requests};

/// What is derived from the changes, and the codes that it names, which a rebuild may add to.
const READ_TABLES: [&str; 9] =
    ["code", "fact", "visit_service", "plan", "request", "rating", "rating_reason", "held", "blind_index"];

/// What `verify` found.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct VerifyReport {
    /// Documents looked through.
    pub documents: u64,
    /// Changes looked through.
    pub changes: u64,
    /// Faults: what is damaged, a document with its number where it is one of a document.
    pub faults: Vec<String>,
    /// The read tables equal what the changes give; `None` where nobody can tell: reading is locked, or a standby is looked at.
    pub read_tables_agree: Option<bool>,
}

impl VerifyReport {
    /// Begins with the database's pages, tables and indexes.
    pub(super) fn of_pages(db: &Db, part: Part) -> Result<Self, StoreError> {
        let mut report = Self::default();
        report.note(db.page_faults(part))?;
        Ok(report)
    }

    /// Notes what was found; damage that ends a search is found, too.
    pub(super) fn note(&mut self, found: Result<Vec<String>, StoreError>) -> Result<(), StoreError> {
        match found {
            Ok(faults) => self.faults.extend(faults),
            Err(StoreError::Damaged { what }) => self.faults.push(what.to_string()),
            Err(e) => return Err(e),
        }
        Ok(())
    }

    /// Looks through every document: its chain, or the history of a beneficiary file. Returns whether all were looked at: damage that
    /// a server meets ends the look.
    pub(super) fn look_at_documents(&mut self, tx: &Tx<'_>) -> Result<bool, StoreError> {
        let rows = match changes::documents(tx) {
            Ok(rows) => rows,
            Err(e) => return self.note(Err(e)).map(|()| !tx.has_failed()),
        };
        for row in rows {
            self.documents += 1;
            match document_fault(tx, &row) {
                Ok((count, fault)) => {
                    self.changes += count;
                    self.faults.extend(fault.map(|seq| format!("{} change {seq}", row.name)));
                }
                Err(e) => self.note(Err(e))?,
            }
            if tx.has_failed() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Compares the read tables with what a rebuild makes.
    pub(super) fn compare_read_tables(
        &mut self,
        db: &Db,
        rebuild: impl FnOnce(&Tx<'_>, &Rebuild) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let agree = db.try_out(|tx| {
            let (kept, begun) = (read_rows(tx)?, Rebuild::before(tx)?);
            tx.set_aside(&READ_TABLES)?;
            begun.clear(tx)?;
            rebuild(tx, &begun)?;
            Ok::<_, StoreError>(kept == read_rows(tx)?)
        });
        self.read_tables_agree = match agree {
            Ok(agree) => Some(agree),
            // what is damaged is named above, and gives no rows
            Err(StoreError::Damaged { .. }) if !self.faults.is_empty() => Some(false),
            // a standby makes no tables
            Err(StoreError::Server { fault: ServerFault::Standby, .. }) if db.looks() => None,
            Err(e) => return Err(e),
        };
        Ok(())
    }
}

/// A rebuild of the read tables that was begun: they are empty, and what stood in them is known.
pub(super) struct Rebuild {
    read: BTreeSet<(i64, u64)>,
    held: BTreeMap<(i64, u64), String>,
}

impl Rebuild {
    /// Empties the read tables.
    pub fn begin(tx: &Tx<'_>) -> Result<Self, StoreError> {
        let begun = Self::before(tx)?;
        begun.clear(tx)?;
        Ok(begun)
    }

    /// Begins where the read tables are lost, and empty; `read` is what is known of what stood in them.
    pub fn of_lost(read: BTreeSet<(i64, u64)>) -> Self {
        Self { read, held: BTreeMap::new() }
    }

    fn before(tx: &Tx<'_>) -> Result<Self, StoreError> {
        let held = held::all(tx)?.into_iter();
        let held = held.map(|row| ((row.place.document, row.place.seq), row.reason)).collect();
        Ok(Self { read: facts::places(tx)?.into_iter().collect(), held })
    }

    fn clear(&self, tx: &Tx<'_>) -> Result<(), StoreError> {
        facts::clear(tx)?;
        held::clear(tx)
    }

    /// Fills the read tables again, but for the index. Entries lie in no order that says which of two under one id came first:
    /// what stood in the read tables goes first, what was held goes last. `counts` says of which journals there are rows,
    /// `branch_of` which branch their facts must name.
    pub fn fill(
        &self,
        replica: &Facts<'_>,
        counts: impl Fn(&DocumentName) -> bool,
        branch_of: impl Fn(&DocumentName) -> Result<Option<String>, StoreError>,
    ) -> Result<(), StoreError> {
        let (mut journals, mut later) = (BTreeMap::new(), Vec::new());
        changes::each_entry_row::<StoreError>(replica.tx, |document, row| {
            let damaged = || changes::damaged(document);
            let document_row = row.document;
            let journal = match journals.entry(document_row) {
                Slot::Occupied(known) => known.into_mut(),
                Slot::Vacant(unknown) => {
                    let name = DocumentName::parse(document).ok_or_else(damaged)?;
                    unknown.insert(Journal { branch: branch_of(&name)?, name })
                }
            };
            if !counts(&journal.name) {
                return Ok(());
            }
            for (seq, bytes, _) in row.numbered() {
                match self.stood((document_row, seq)) {
                    (Stood::Read, keys_must_be_here) => {
                        let entry = Entry::from_bytes(&bytes).ok_or_else(damaged)?;
                        journal.take_in(replica, (document_row, seq), &entry, keys_must_be_here)?;
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
                && (stands(replica, &journal.name, &entry)? || replica.is_settled(&journal.name, seq)?);
            if !had_none {
                journal.take_in(replica, place, &entry, keys_must_be_here)?;
            }
        }
        Ok(())
    }

    /// Returns where an entry stood, and whether what is sealed of it must open: a key that never came is told from one that
    /// was destroyed by what was held for it. At a device a record that head office holds is read all the same.
    fn stood(&self, place: (i64, u64)) -> (Stood, bool) {
        match self.held.get(&place) {
            _ if self.read.contains(&place) => (Stood::Read, false),
            Some(reason) => {
                let refused = [Meaning::SealedWithoutKey, Meaning::NoPass, Meaning::NotAllowed]
                    .map(|meaning| meaning.to_string());
                (Stood::Held, refused.contains(reason))
            }
            None => (Stood::Nowhere, false),
        }
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
    history.len() == stored.len() && stored.iter().all(|row| history.contains(&ChangeHash(row.hash)))
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

/// The read tables as people see them, whatever the order of their rows.
fn read_rows(tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
    let mut rows = facts::canonical(tx)?;
    rows.extend(ratings::canonical(tx)?);
    rows.extend(requests::canonical(tx)?);
    rows.extend(index::canonical(tx)?);
    rows.sort_unstable();
    Ok(rows)
}
