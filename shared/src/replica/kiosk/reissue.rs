//! A new incarnation after a fork, a structural refusal or damage: entries that nobody acknowledged are appended again as they
//! are, under the same ids, to new journals; file values that were refused are put again by a new actor.

use std::collections::{BTreeMap, BTreeSet};

use super::pulled::forget_cursors;
use super::record::{Own, Recorder};
use super::set_aside::{WaitingEntry, builds_on_lost};
use super::{Kiosk, KioskError};
use crate::doc::{ChangeHash, FactKind, FileEntry, Scalar};
use crate::replica::journals::AppendError;
use crate::replica::people::{actor_in, history_of};
use crate::replica::{Act, incarnation};
use crate::store::changes::{self, DocumentRow, whole};
use crate::store::people::{self, FileChangeRow};
use crate::store::{StoreError, facts, outbox};

/// Why a journal of an earlier incarnation takes nothing more.
pub(super) const NEW_INCARNATION: &str = "new incarnation";

/// Why a part takes nothing more that holds what was refused alone, or what went before that.
const SET_APART: &str = "set apart";

/// Why a journal takes nothing more of which the server holds other changes.
pub(super) const FORKED: &str = "forked";

impl Kiosk {
    /// Begins a new incarnation and writes again what waits, in its order. Nothing that was saved is lost: the old
    /// journals stay, and each fact keeps its id and what is sealed of it. What is damaged is set aside.
    pub(super) fn begin_incarnation(
        &self,
        act: &mut Act,
        refused_in_files: &BTreeSet<i64>,
    ) -> Result<(), KioskError> {
        let begun = self.recording(act, |recorder| {
            let tx = recorder.facts.tx;
            let begun = incarnation::begin(tx, &mut recorder.act.dice)?;
            recorder.go_on_as(begun)?;
            recorder.write_waiting_again(refused_in_files)?;
            Ok(begun)
        })?;
        Ok(incarnation::write_beside(&self.dir, begun)?)
    }
}

/// The places of entries that the server refused for their structure: document and number.
pub(super) fn refused(rows: &[DocumentRow]) -> BTreeSet<(i64, u64)> {
    rows.iter().filter_map(|row| Some((row.id, row.refused_seq?))).collect()
}

impl Recorder<'_> {
    /// Writes again what waits, in its order, and ends the journals before. `refused_in_files` are the rows of file changes that are
    /// written again too.
    pub(super) fn write_waiting_again(&mut self, refused_in_files: &BTreeSet<i64>) -> Result<(), KioskError> {
        let tx = self.facts.tx;
        outbox::complete(tx)?;
        let waiting = self.whole_waiting()?;
        let documents = changes::own_journals(tx)?;
        let refused = refused(&documents);
        let was_refused = |change: &WaitingEntry| change.place.is_some_and(|place| refused.contains(&place));
        let (apart, entries): (Vec<_>, Vec<_>) = waiting.entries.into_iter().partition(was_refused);
        changes::stop_own(tx, NEW_INCARNATION)?;
        self.rewrite_files(waiting.files, refused_in_files)?;
        for change in &entries {
            self.reissue(change)?;
        }
        // what was refused for its structure has a part of the journal to itself: refused again, it holds up nothing
        for change in &apart {
            self.end_parts()?;
            self.reissue(change)?;
            self.end_parts()?;
        }
        Ok(())
    }

    /// Ends the open parts of the device's journals: what is recorded next goes into new ones.
    fn end_parts(&mut self) -> Result<(), StoreError> {
        for journal in self.take_journals() {
            changes::move_end(self.facts.tx, &journal.row)?;
            changes::stop(self.facts.tx, journal.row.id, SET_APART, None)?;
        }
        Ok(())
    }

    fn reissue(&mut self, change: &WaitingEntry) -> Result<(), AppendError> {
        let (tx, entry) = (self.facts.tx, &change.entry);
        outbox::dequeue(tx, change.id)?;
        let mut was_read = false;
        if let Some((document, seq)) = whole(facts::own_place(tx, entry.id))?.flatten() {
            match whole(changes::entries_at(tx, document, seq))?.flatten() {
                // written again before: its later place goes out in its turn
                Some(row) if row.id != change.id => return Ok(()),
                Some(_) => was_read = true,
                // what its read rows name can't be read there
                None => facts::remove_at(tx, document, seq)?,
            }
        }
        let rating = FactKind::Rating.code();
        let is_rating = matches!(entry.fields.get("kind"), Some(Scalar::Text(kind)) if kind == rating);
        self.append_again(if is_rating { Own::Ratings } else { Own::Facts }, entry, was_read)
    }

    /// A file's values are bound to the file alone: those of this device's refused changes are put again as they are, by
    /// the new incarnation's actor, over what their writer had seen and no more: what was written beside them stays a
    /// contradiction. What builds on a change that was refused or lost goes with it, so that nothing builds on one that nobody
    /// will ever have; other devices' changes among them are pulled again where head office has them.
    fn rewrite_files(&mut self, lost: BTreeSet<i64>, refused: &BTreeSet<i64>) -> Result<(), StoreError> {
        let tx = self.facts.tx;
        let mut documents = lost;
        for change in refused {
            // lost just now it is not there any more
            documents.extend(outbox::change(tx, *change)?.map(|row| row.document));
        }
        for document in documents {
            let file = changes::file_of(tx, document)?;
            let (_, out) = builds_on_lost(people::file_changes(tx, document)?, refused);
            let mut own = Vec::new();
            for change in out {
                changes::remove_change(tx, change.id)?;
                match self.identity.is_self(&change.writer.device) {
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
            let (_, hash) = self.with_files(|files, _| {
                let entry = history.change_on(&seen, files.actor_in(file), old.time_seconds, sealed);
                files.keep(file, document, &history, entry)
            })?;
            again.insert(ChangeHash(change.hash), hash);
            last = Some(hash);
        }
        Ok(())
    }
}
