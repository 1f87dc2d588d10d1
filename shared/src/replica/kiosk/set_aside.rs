//! What is set aside: each thing that can be neither sent nor received, alone, so that nothing waits behind it. Whatever waits
//! is read row by row here, and compared with what was written.

use std::cell::Cell;
use std::collections::BTreeSet;

use super::record::Recorder;
use super::{Kiosk, KioskError};
use crate::doc::{ChangeHash, DocumentName, Entry, FileEntry, Scalar};
use crate::domain::{FactId, UnixMillis};
use crate::replica::Act;
use crate::store::changes::{self, ChangeRow, whole};
use crate::store::people::FileChangeRow;
use crate::store::set_aside::{self, NewSetAside};
use crate::store::{SetAsideRow, StoreError, Tx, Way, facts, outbox, people};

/// Its bytes are not those that were written.
pub(super) const DAMAGED: &str = "damaged";

/// A key that does not open here, and can't be wrapped for head office.
pub(super) const KEY: &str = "key";

/// An entry of this device's own that waits.
pub(super) struct WaitingEntry {
    /// Its row.
    pub id: i64,
    /// The document's row and the number there; `None` where these are damaged.
    pub place: Option<(i64, u64)>,
    pub entry: Entry,
}

/// What waits and is whole.
pub(super) struct Waiting {
    /// Entries, in their order. Changes of files wait as they are.
    pub entries: Vec<WaitingEntry>,
    /// The rows of files that lost a change.
    pub files: BTreeSet<i64>,
}

impl Kiosk {
    /// Returns what was set aside and nobody has looked at, oldest first.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn set_aside(&self) -> Result<Vec<SetAsideRow>, KioskError> {
        Ok(self.db.read(set_aside::unseen)?)
    }

    /// Notes that somebody has looked at something that was set aside; its bytes stay. Returns false where nothing of that
    /// number waits to be looked at.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn note_seen(&mut self, id: i64) -> Result<bool, KioskError> {
        Ok(self.db.write::<_, StoreError>(|tx| set_aside::see(tx, id))?)
    }

    /// Looks at all that waits, row by row: one flipped byte is put right, what is damaged otherwise is set aside, and the rest is
    /// written again where it was chained to that.
    pub(super) fn set_aside_damaged(&self, act: &mut Act) -> Result<(), KioskError> {
        // where a table is damaged too, it is read as far as it goes
        self.db.make_indexes_again().unwrap_or_default();
        self.begin_incarnation(act, &BTreeSet::new())
    }
}

thread_local! {
    static TRUSTING: Cell<bool> = const { Cell::new(false) };
}

/// Runs work as a program that sends whatever stands on the disk: the fault that tests plant.
pub fn trusting_the_disk<T>(work: impl FnOnce() -> T) -> T {
    let before = TRUSTING.replace(true);
    let outcome = work();
    TRUSTING.set(before);
    outcome
}

pub(super) fn trusting() -> bool {
    TRUSTING.get()
}

/// Tells whether a change that waits is what was written, and can be sent as it is.
pub(super) fn is_sendable(name: &DocumentName, row: &outbox::WaitingRow) -> bool {
    let bytes = &row.change.bytes;
    let reads = if name.is_file() { FileEntry::from_bytes(bytes).is_some() } else { reads_as_entry(bytes) };
    reads && row.is_whole()
}

fn reads_as_entry(bytes: &[u8]) -> bool {
    Entry::from_bytes(bytes).is_some()
}

impl Recorder<'_> {
    /// Sets something aside that was to go out.
    pub(super) fn set_aside(
        &self,
        (document, seq): (&str, u64),
        fact: Option<FactId>,
        reason: &str,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        let at = self.act.now.unix_millis();
        let new = NewSetAside { way: Way::Out, document, seq, fact, reason, at, bytes };
        set_aside::add(self.facts.tx, &new)
    }

    /// Reads what waits, each row alone. One flipped byte is put right; what is damaged otherwise is set aside and waits no more.
    pub(super) fn whole_waiting(&self) -> Result<Waiting, StoreError> {
        let tx = self.facts.tx;
        let mut waiting = Waiting { entries: Vec::new(), files: BTreeSet::new() };
        let (mut gone, mut unreadable) = (0, 0);
        for (id, checksum) in outbox::all(tx)? {
            let row = whole(outbox::change(tx, id))?.flatten();
            let bytes = match &row {
                Some(row) => Some(row.bytes.clone()),
                None => match whole(outbox::bytes_of(tx, id))? {
                    Some(bytes) => bytes,
                    None => {
                        unreadable += 1;
                        None
                    }
                },
            };
            let bytes = bytes.unwrap_or_default();
            let right = match outbox::is_whole(&bytes, checksum) || trusting() {
                true => Some(bytes.clone()),
                false => outbox::mended(&bytes, checksum),
            };
            if let Some(right) = right.as_ref().filter(|right| **right != bytes) {
                outbox::mend(tx, id, right)?;
            }
            let name = row.as_ref().map(|row| name_of(tx, row)).transpose()?.flatten();
            match (right, &name, &row) {
                (Some(right), Some(name), Some(row))
                    if name.is_file()
                        && FileEntry::from_bytes(&right).is_some()
                        && whole(people::writer(tx, row.writer))?.is_some() => {}
                (Some(right), name, row)
                    if !name.as_ref().is_some_and(DocumentName::is_file) && says_its_kind(&right) =>
                {
                    let is_own = name.as_ref().is_some_and(|name| name.is_journal_of(self.identity.device));
                    let place = row.as_ref().filter(|_| is_own).map(|row| (row.document, row.seq));
                    waiting.entries.extend(Entry::from_bytes(&right).map(|entry| WaitingEntry {
                        id,
                        place,
                        entry,
                    }));
                }
                (_, None, None) if bytes.is_empty() => {
                    outbox::dequeue(tx, id)?;
                    gone += 1;
                }
                _ => {
                    let lost = row.as_ref().map(|row| (row.document, row.seq));
                    self.lose(id, lost, name.as_ref(), &bytes, DAMAGED)?;
                    waiting.files.extend(
                        lost.filter(|_| name.is_some_and(|name| name.is_file())).map(|(file, _)| file),
                    );
                }
            }
        }
        self.tell_gone(gone, unreadable, &waiting.entries)?;
        Ok(waiting)
    }

    /// Tells of entries of which no byte is left by what the read tables know of them: of so many, of which so many have a row that
    /// can't be read. Where the outbox names a row that never was, nothing is lost.
    fn tell_gone(&self, gone: usize, unreadable: usize, here: &[WaitingEntry]) -> Result<(), StoreError> {
        if gone == 0 {
            return Ok(());
        }
        let tx = self.facts.tx;
        let here: BTreeSet<FactId> = here.iter().map(|waiting| waiting.entry.id).collect();
        let mut named = 0;
        for (fact, place) in whole(facts::waiting_places(tx))?.unwrap_or_default() {
            let is_here = here.contains(&fact)
                || whole(changes::entry_at(tx, place.document, place.seq))?.flatten().is_some();
            if !is_here && named < gone {
                self.set_aside((&place.name, place.seq), Some(fact), DAMAGED, &[])?;
                whole(facts::remove_at(tx, place.document, place.seq))?;
                named += 1;
            }
        }
        (named..unreadable).try_for_each(|_| self.set_aside(("", 0), None, DAMAGED, &[]))
    }

    /// Sets aside a change that waits, and takes what was read of it out of the read tables.
    pub(super) fn lose(
        &self,
        change: i64,
        place: Option<(i64, u64)>,
        name: Option<&DocumentName>,
        bytes: &[u8],
        reason: &str,
    ) -> Result<(), StoreError> {
        let tx = self.facts.tx;
        let is_file = name.is_some_and(DocumentName::is_file);
        let fact = match place.filter(|_| !is_file) {
            Some((document, seq)) => whole(facts::at_place(tx, document, seq))?.flatten(),
            None => None,
        };
        let begin = bytes.get(..16).filter(|_| !is_file).and_then(FactId::from_slice);
        let document = name.map(DocumentName::to_string).unwrap_or_default();
        self.set_aside((&document, place.map_or(0, |(_, seq)| seq)), fact.or(begin), reason, bytes)?;
        outbox::dequeue(tx, change)?;
        match place {
            Some((document, seq)) if !is_file => drop(whole(facts::remove_at(tx, document, seq))?),
            Some(_) => drop(whole(changes::remove_change(tx, change))?),
            None => {}
        }
        self.facts.forget_all();
        Ok(())
    }

    /// Sets aside those of a file's changes that build on one which is not there any more.
    pub(super) fn lose_what_builds_on_lost(&self, document: i64, reason: &str) -> Result<(), StoreError> {
        let name = DocumentName::File(changes::file_of(self.facts.tx, document)?);
        for row in builds_on_lost(people::file_changes(self.facts.tx, document)?, &BTreeSet::new()).1 {
            self.lose(row.id, Some((document, 0)), Some(&name), &row.bytes, reason)?;
        }
        Ok(())
    }
}

/// Parts a file's changes into those that stay, and those that are given or build on one that is given or not there.
pub(super) fn builds_on_lost(
    rows: Vec<FileChangeRow>,
    given: &BTreeSet<i64>,
) -> (Vec<FileChangeRow>, Vec<FileChangeRow>) {
    let mut known: BTreeSet<ChangeHash> = BTreeSet::new();
    rows.into_iter().partition(|row| {
        let deps = FileEntry::from_bytes(&row.bytes).map(|entry| entry.deps);
        let stays =
            !given.contains(&row.id) && deps.is_some_and(|deps| deps.iter().all(|dep| known.contains(dep)));
        if stays {
            known.insert(ChangeHash(row.hash));
        }
        stays
    })
}

fn name_of(tx: &Tx<'_>, row: &ChangeRow) -> Result<Option<DocumentName>, StoreError> {
    let document = whole(changes::document_by_id(tx, row.document))?;
    Ok(document.and_then(|document| DocumentName::parse(&document.name)))
}

fn says_its_kind(bytes: &[u8]) -> bool {
    Entry::from_bytes(bytes).is_some_and(|entry| matches!(entry.fields.get("kind"), Some(Scalar::Text(_))))
}

/// Sets something aside that came from head office.
pub(super) fn set_aside_of_pull(
    tx: &Tx<'_>,
    at: UnixMillis,
    (document, position): (&str, u64),
    reason: &str,
    bytes: &[u8],
) -> Result<(), StoreError> {
    let new = NewSetAside { way: Way::In, document, seq: position, fact: None, reason, at, bytes };
    // a scope that begins again comes by it again
    if set_aside::is_there(tx, &new)? { Ok(()) } else { set_aside::add(tx, &new) }
}
