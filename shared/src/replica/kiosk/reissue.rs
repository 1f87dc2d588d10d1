//! A new incarnation after a fork or a structural refusal: entries that nobody acknowledged are appended again as they are,
//! under the same ids, to new journals; file values that were refused are put again by a new actor.

use std::collections::{BTreeMap, BTreeSet};

use super::pulled::forget_cursors;
use super::record::{Own, Recorder};
use super::{Kiosk, KioskError};
use crate::doc::{ChangeHash, DocumentName, Entry, FileEntry};
use crate::replica::journals::AppendError;
use crate::replica::people::{actor_in, history_of};
use crate::replica::{Act, incarnation};
use crate::store::changes::{self, ChangeRow, DocumentRow};
use crate::store::people::{self, FileChangeRow};
use crate::store::{StoreError, facts};

/// Why a journal of an earlier incarnation takes nothing more.
const NEW_INCARNATION: &str = "new incarnation";

/// Why a part takes nothing more that holds what was refused alone, or what went before that.
const SET_APART: &str = "set apart";

/// Why a journal takes nothing more of which the server holds other changes.
pub(super) const FORKED: &str = "forked";

impl Kiosk {
    /// Begins a new incarnation and writes again what waits, in its order. Nothing that was saved is lost: the old
    /// journals stay, and each fact keeps its id and what is sealed of it.
    pub(super) fn begin_incarnation(
        &mut self,
        act: &mut Act,
        refused_in_files: &BTreeSet<i64>,
    ) -> Result<(), KioskError> {
        let begun = self.recording(act, |recorder| {
            let tx = recorder.facts.tx;
            let begun = incarnation::begin(tx, &mut recorder.act.dice)?;
            recorder.go_on_as(begun)?;
            let waiting = changes::waiting(tx, u64::from(u32::MAX))?;
            let documents = changes::documents(tx)?;
            let refused = refused(&documents);
            let was_refused = |change: &ChangeRow| refused.contains(&(change.document, change.seq));
            let (apart, waiting): (Vec<_>, Vec<_>) = waiting.into_iter().partition(was_refused);
            for row in &documents {
                let name = DocumentName::parse(&row.name);
                if name.is_some_and(|name| name.is_journal_of(recorder.identity.device)) {
                    changes::stop(tx, row.id, NEW_INCARNATION, None)?;
                }
            }
            recorder.rewrite_files(refused_in_files)?;
            for change in &waiting {
                recorder.reissue(change)?;
            }
            // what was refused for its structure has a part of the journal to itself: refused again, it holds up nothing
            for change in &apart {
                recorder.end_parts()?;
                recorder.reissue(change)?;
                recorder.end_parts()?;
            }
            Ok(begun)
        })?;
        Ok(incarnation::write_beside(&self.dir, begun)?)
    }
}

/// The places of entries that the server refused for their structure: document and number.
fn refused(rows: &[DocumentRow]) -> BTreeSet<(i64, u64)> {
    rows.iter().filter_map(|row| Some((row.id, row.refused_seq?))).collect()
}

impl Recorder<'_> {
    /// Ends the open parts of the device's journals: what is recorded next goes into new ones.
    fn end_parts(&mut self) -> Result<(), StoreError> {
        for journal in self.take_journals() {
            changes::move_end(self.facts.tx, &journal.row)?;
            changes::stop(self.facts.tx, journal.row.id, SET_APART, None)?;
        }
        Ok(())
    }

    fn reissue(&mut self, change: &ChangeRow) -> Result<(), AppendError> {
        let tx = self.facts.tx;
        let old = changes::document_by_id(tx, change.document)?;
        let name = DocumentName::parse(&old.name).ok_or_else(|| changes::damaged(&old.name))?;
        if name.is_file() {
            // what was refused of the files was written again before all else; the rest goes out as it is
            return Ok(());
        }
        let entry = Entry::from_bytes(&change.bytes).ok_or_else(|| changes::damaged(&old.name))?;
        changes::dequeue(tx, change.id)?;
        if facts::own_place(tx, entry.id)?.is_some_and(|place| place != (change.document, change.seq)) {
            // written again before: its later place goes out in its turn
            return Ok(());
        }
        let own = if name.is_ratings() { Own::Ratings } else { Own::Facts };
        self.append_entry(own, &entry, None)
    }

    /// A file's values are bound to the file alone: those of this device's refused changes are put again as they are, by
    /// the new incarnation's actor, over what their writer had seen and no more: what was written beside them stays a
    /// contradiction. What builds on a refused change goes with it, so that nothing builds on one that nobody will ever
    /// have; other devices' changes among them are pulled again where head office has them.
    fn rewrite_files(&mut self, refused: &BTreeSet<i64>) -> Result<(), StoreError> {
        let tx = self.facts.tx;
        let documents: BTreeSet<i64> =
            refused.iter().map(|id| changes::document_of(tx, *id)).collect::<Result<_, _>>()?;
        for document in documents {
            let file = changes::file_of(tx, document)?;
            let rows = people::file_changes(tx, document)?;
            let roots = rows.iter().filter(|row| refused.contains(&row.id)).map(|row| ChangeHash(row.hash));
            let out = history_of(&rows, file)?.descendants(&roots.collect());
            let mut own = Vec::new();
            for change in rows.into_iter().filter(|row| out.contains(&ChangeHash(row.hash))) {
                changes::remove_change(tx, change.id)?;
                match change.writer.device == *self.identity.device.as_bytes() {
                    true => own.push(change),
                    false => forget_cursors(tx)?,
                }
            }
            self.facts.forget_file(file);
            self.rewrite_file(document, &own)?;
        }
        Ok(())
    }

    /// Puts the values of these changes again, in their order.
    pub(super) fn rewrite_file(&mut self, document: i64, own: &[FileChangeRow]) -> Result<(), StoreError> {
        let tx = self.facts.tx;
        let file = changes::file_of(tx, document)?;
        let mut again: BTreeMap<ChangeHash, ChangeHash> = BTreeMap::new();
        let mut last = None;
        for change in own {
            let old =
                FileEntry::from_bytes(&change.bytes).ok_or_else(|| changes::damaged(&format!("f/{file}")))?;
            // whoever writes under one actor has seen all that this actor wrote
            let seen = old.deps.iter().map(|dep| again.get(dep).unwrap_or(dep)).copied();
            let seen: Vec<ChangeHash> = seen.chain(last).collect();
            let history = history_of(&people::file_changes(tx, document)?, file)?;
            let sealed = old.sealed.again((actor_in(&change.writer, file), old.seq));
            let hash = self.with_files(|files, _| {
                let entry = history.change_on(&seen, files.actor_in(file), old.time_seconds, sealed);
                files.keep(file, document, &history, entry)
            })?;
            again.insert(ChangeHash(change.hash), hash);
            last = Some(hash);
        }
        Ok(())
    }
}
