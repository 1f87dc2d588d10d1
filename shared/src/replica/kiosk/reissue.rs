//! A new incarnation after a fork or a structural refusal: facts that nobody acknowledged are written again, under the
//! same ids, into new journals; file values that were refused are written again by a new actor.

use std::collections::{BTreeMap, BTreeSet};

use super::pulled::forget_cursors;
use super::record::{Own, Recorder};
use super::{Kiosk, KioskError};
use crate::doc::{
    Admitted, ChangeHash, Dice, DocumentName, Entry, Fields, Scalar, Sealed, SealingKey, decode_entry,
};
use crate::domain::{FactId, FileId, Incarnation};
use crate::replica::apply::key_of;
use crate::replica::files::history_of;
use crate::replica::journals::{AppendError, OpenJournal};
use crate::replica::{Reading, incarnation};
use crate::store::changes::{self, ChangeRow, DocumentRow};
use crate::store::people::{self, FileChangeRow};
use crate::store::{Damage, StoreError, Tx, plans, ratings, suggestions, visits};

/// Why a journal of an earlier incarnation takes nothing more.
const NEW_INCARNATION: &str = "new incarnation";

/// Why a journal takes nothing more of which the server holds other changes.
pub(super) const FORKED: &str = "forked";

impl Kiosk {
    /// Begins a new incarnation and writes again what waits, in its order. Nothing that was saved is lost: the old
    /// journals stay, and each fact keeps its id.
    pub(super) fn begin_incarnation(
        &mut self,
        reading: &Reading,
        dice: &mut Dice,
        refused_in_files: &BTreeSet<i64>,
    ) -> Result<(), KioskError> {
        let identity = self.identity()?.clone();
        let recorder = Recorder { identity: &identity, secrets: &self.secrets, reading };
        let begun = self.db.write::<_, KioskError>(|tx| {
            let begun = incarnation::begin(tx, dice)?;
            let mut waiting = changes::waiting(tx, u64::from(u32::MAX))?;
            let refused = refused(tx)?;
            // what was refused for its structure goes last, so that it holds up nothing if it is refused again
            waiting.sort_by_key(|change| (refused.contains(&(change.document, change.seq)), change.id));
            for row in changes::documents(tx)? {
                let is_own_journal =
                    DocumentName::parse(&row.name).is_some_and(|name| name.is_journal_of(identity.device));
                if is_own_journal {
                    changes::stop(tx, row.id, NEW_INCARNATION)?;
                }
            }
            recorder.rewrite_files(tx, begun, refused_in_files)?;
            for change in &waiting {
                recorder.reissue(tx, dice, begun, change)?;
            }
            Ok(begun)
        })?;
        Ok(incarnation::write_beside(&self.dir, begun)?)
    }
}

/// The places at which the server stopped taking a journal in: document and number.
fn refused(tx: &Tx<'_>) -> Result<BTreeSet<(i64, u64)>, StoreError> {
    let stopped =
        |row: &DocumentRow| row.stopped.as_deref().is_some_and(|why| why != NEW_INCARNATION && why != FORKED);
    let rows = changes::documents(tx)?;
    Ok(rows.into_iter().filter(stopped).map(|row| (row.id, row.acked_seq + 1)).collect())
}

/// Tells whether a fact's read row points to this place.
fn stands_at(tx: &Tx<'_>, id: FactId, document: &str, seq: u64) -> Result<bool, StoreError> {
    let mut place = visits::find(tx, id)?.map(|visit| (visit.document, visit.seq));
    if place.is_none() {
        place = ratings::find(tx, id)?.map(|rating| (rating.document, rating.seq));
    }
    if place.is_none() {
        place = suggestions::find(tx, id)?.map(|suggestion| (suggestion.document, suggestion.seq));
    }
    if place.is_none() {
        place = plans::own_place(tx, id)?;
    }
    Ok(place.is_none_or(|(name, number)| name == document && number == seq))
}

impl Recorder<'_> {
    fn reissue(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        incarnation: Incarnation,
        change: &ChangeRow,
    ) -> Result<(), AppendError> {
        let old = changes::document_by_id(tx, change.document)?;
        let damaged = || StoreError::from(Damage::Document(old.name.clone()));
        let name = DocumentName::parse(&old.name).ok_or_else(damaged)?;
        if name.is_file() {
            // what was refused of the files was written again before all else; the rest goes out as it is
            return Ok(());
        }
        let entry = decode_entry(&change.bytes).ok_or_else(damaged)?;
        if !stands_at(tx, entry.id, &old.name, change.seq)? {
            // written again before: its later place goes out in its turn
            return Ok(changes::dequeue(tx, change.id)?);
        }
        let own = if name.is_ratings() { Own::Ratings } else { Own::Facts };
        let mut journal = self.journal(tx, dice, incarnation, own)?;
        let entry = self.reseal(tx, dice, &name, &journal, entry)?;
        changes::dequeue(tx, change.id)?;
        self.append(tx, &mut journal, &entry)
    }

    /// Opens what the old journal sealed and seals it for its new place: with the same key where it is a file's, with
    /// the new journal's own otherwise.
    fn reseal(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        from: &DocumentName,
        to: &OpenJournal,
        entry: Entry,
    ) -> Result<Entry, AppendError> {
        let place = entry.id.to_string();
        let file = match entry.fields.get("file") {
            Some(Scalar::Text(file)) => FileId::parse(file),
            Some(_) | None => None,
        };
        let mut fields = Fields::new();
        for (field, value) in entry.fields {
            let value = match &value {
                Scalar::Bytes(bytes) => {
                    let sealed = Sealed::parse(bytes).ok_or(AppendError::Key)?;
                    let old_key = key_of(tx, self.secrets, from, file, &sealed).ok_or(AppendError::Key)?;
                    let opened = old_key.open(from, &place, &field, &sealed).map_err(|_| AppendError::Key)?;
                    let new_key: &SealingKey = if file.is_some() { &old_key } else { &to.key };
                    Scalar::Bytes(new_key.seal(dice, &to.name, &place, &field, &opened).into_bytes())
                }
                Scalar::Text(_) | Scalar::Int(_) | Scalar::Bool(_) => value,
            };
            fields.insert(field, value);
        }
        Ok(Entry { id: entry.id, fields })
    }

    /// A file's values are bound to the file alone: those of this device's refused changes are put again as they are, by
    /// the new incarnation's actor, over what their writer had seen and no more: what was written beside them stays a
    /// contradiction. What builds on a refused change goes with it, so that nothing builds on one that nobody will ever
    /// have; other devices' changes among them are pulled again where head office has them.
    fn rewrite_files(
        &self,
        tx: &Tx<'_>,
        incarnation: Incarnation,
        refused: &BTreeSet<i64>,
    ) -> Result<(), StoreError> {
        let documents: BTreeSet<i64> =
            refused.iter().map(|id| people::document_of(tx, *id)).collect::<Result<_, _>>()?;
        for document in documents {
            let mut own = Vec::new();
            for change in taken_out(tx, document, refused)? {
                changes::remove_change(tx, change.id)?;
                match change.device == self.identity.device.as_bytes() {
                    true => own.push(change),
                    false => forget_cursors(tx)?,
                }
            }
            self.rewrite_file(tx, incarnation, document, &own)?;
        }
        Ok(())
    }

    /// Puts the values of these changes again, in their order.
    fn rewrite_file(
        &self,
        tx: &Tx<'_>,
        incarnation: Incarnation,
        document: i64,
        own: &[FileChangeRow],
    ) -> Result<(), StoreError> {
        let row = changes::document_by_id(tx, document)?;
        let damaged = || StoreError::from(Damage::Document(row.name.clone()));
        let name = DocumentName::parse(&row.name).ok_or_else(damaged)?;
        let writer = self.file_writer(incarnation);
        let mut again: BTreeMap<ChangeHash, ChangeHash> = BTreeMap::new();
        let mut last = None;
        for change in own {
            let old = Admitted::from_store(&change.bytes).ok_or_else(damaged)?;
            let values = old.file_values().ok_or_else(damaged)?;
            let values: Vec<(&str, Sealed)> = values.iter().map(|(f, v)| (f.as_str(), v.clone())).collect();
            // whoever writes under one actor has seen all that this actor wrote
            let seen = old.deps().iter().map(|dep| again.get(dep).unwrap_or(dep)).copied();
            let seen: Vec<ChangeHash> = seen.chain(last).collect();
            let history = history_of(tx, document)?;
            let write = history.write_on(&seen, &writer.actor_in(&name), old.time_seconds(), &values);
            let hash = write.admitted.hash();
            writer.keep(tx, document, &name, &write)?;
            again.insert(old.hash(), hash);
            last = Some(hash);
        }
        Ok(())
    }
}

/// The changes of a file that were refused, and what builds on them, in the order they arrived.
fn taken_out(tx: &Tx<'_>, document: i64, refused: &BTreeSet<i64>) -> Result<Vec<FileChangeRow>, StoreError> {
    let mut rows = people::file_changes(tx, document)?;
    let hash = |row: &FileChangeRow| <[u8; 32]>::try_from(row.hash.as_slice()).ok().map(ChangeHash);
    let roots = rows.iter().filter(|row| refused.contains(&row.id)).filter_map(hash).collect();
    let out = history_of(tx, document)?.descendants(&roots);
    rows.retain(|row| hash(row).is_some_and(|hash| out.contains(&hash)));
    Ok(rows)
}
