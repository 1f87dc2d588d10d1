//! What is made up for when reading is opened: what was recorded and received while it was locked is indexed, and read as
//! if it had just come.

use super::pulled::forget_cursors;
use super::record::Recorder;
use super::{Kiosk, KioskError};
use crate::doc::{DocumentName, Entry, KeyOwner, Meaning, file_in};
use crate::replica::Act;
use crate::replica::facts::{Arrived, Facts};
use crate::store::changes::{DocumentRow, EntryRow};
use crate::store::facts::Place;
use crate::store::held::HeldRow;
use crate::store::{StoreError, Tx, changes, facts, held, keys, meta, people};

/// The row id of the newest change before those that nobody here could read.
const UNREAD_AFTER: &str = "unread_after";

/// Head office lacks keys of this device's records, and nobody here could wrap them for it again.
const KEYS_MISSING: &str = "keys_missing";

/// Notes that head office lacks keys, while reading is locked.
pub(super) fn note_keys_missing(tx: &Tx<'_>) -> Result<(), StoreError> {
    meta::set(tx, KEYS_MISSING, "1")
}

/// Notes that nobody here has read anything that there is.
pub(super) fn all_is_unread(tx: &Tx<'_>) -> Result<(), StoreError> {
    meta::set(tx, UNREAD_AFTER, "0")
}

impl Kiosk {
    /// Begins a transaction that writes. While reading is locked, it is noted that what follows can't be read yet; where it is
    /// open, what another process wrote while it was locked is made up for first.
    pub(super) fn keep_up(&self, facts: &Facts<'_>) -> Result<(), KioskError> {
        let tx = facts.tx;
        let unread = meta::get_number(tx, UNREAD_AFTER)?;
        if !self.is_locked() {
            return unread.map_or(Ok(()), |after| self.read_again(facts, after));
        }
        let newest = people::newest_change(tx)?;
        // where changes were removed meanwhile, their row ids are given again
        match unread {
            Some(known) if known <= newest => Ok(()),
            Some(_) | None => Ok(meta::set(tx, UNREAD_AFTER, newest.to_string())?),
        }
    }

    /// Makes up for what came while reading was locked, when the replica is opened; nothing is written where nothing came.
    pub(super) fn keep_up_at_once(&self) -> Result<(), KioskError> {
        if self.is_locked() || self.db.looks() || self.db.read(|tx| meta::get(tx, UNREAD_AFTER))?.is_none() {
            return Ok(());
        }
        self.db.write(|tx| self.keep_up(&Facts::new(tx, &self.secrets)))
    }

    /// Has the keys go out again, wrapped anew, that head office lacked while nobody here could open them: with their file, or where
    /// all of that is lost, with what was given of the person.
    pub(super) fn send_missing_keys(&self, act: &mut Act) -> Result<(), KioskError> {
        if self.is_locked() || self.db.read(|tx| meta::get(tx, KEYS_MISSING))?.is_none() {
            return Ok(());
        }
        self.recording(act, |recorder| {
            let tx = recorder.facts.tx;
            meta::remove(tx, KEYS_MISSING)?;
            for HeldRow { place, .. } in held::all_for(tx, &Meaning::SealedWithoutKey.to_string())? {
                recorder.send_key_of(&place)?;
            }
            Ok(())
        })
    }

    fn read_again(&self, facts: &Facts<'_>, after: i64) -> Result<(), KioskError> {
        let (tx, looks_people_up) = (facts.tx, self.looks_people_up()?);
        for row in changes::documents_changed_after(tx, after)? {
            let name = DocumentName::parse(&row.name).ok_or_else(|| changes::damaged(&row.name))?;
            if name.device().is_none() && facts.keys.remove_unfit(&KeyOwner::of(&name, None))? {
                // head office gives it again
                forget_cursors(tx)?;
            }
            match name {
                DocumentName::File(file) if looks_people_up => facts.index_file(row.id, file)?,
                name @ (DocumentName::Catalog { .. } | DocumentName::HeadOffice { .. }) => {
                    facts.take_in_again(&name, &row)?;
                }
                DocumentName::File(_) | DocumentName::Journal { .. } | DocumentName::Ratings { .. } => {}
            }
        }
        send_with_keys(tx)?;
        Ok(meta::remove(tx, UNREAD_AFTER)?)
    }
}

impl Recorder<'_> {
    fn send_key_of(&mut self, place: &Place) -> Result<(), KioskError> {
        let (tx, name) = (self.facts.tx, DocumentName::parse(&place.name));
        let (Some(name), Some(bytes)) = (name, changes::entry_at(tx, place.document, place.seq)?) else {
            return Ok(());
        };
        let Some(entry) = Entry::from_bytes(&bytes) else { return Ok(()) };
        let file = file_in(&entry.fields).ok().flatten();
        let (owner, number) = (
            KeyOwner::of(&name, file),
            match file {
                Some(file) => self.facts.rows.find(file)?,
                None => keys::number_of(tx, &KeyOwner::of(&name, None).to_bytes())?,
            },
        );
        let Some(number) = number else { return Ok(()) };
        if file.is_some() {
            keys::mark_unsent(tx, number)?;
        }
        for unsent in keys::unsent_of(tx, number, false, u64::from(u32::MAX))? {
            // one that is lost here goes out as it was wrapped
            if self.facts.secrets.open_key(&owner.to_bytes(), &unsent.record).is_ok() {
                keys::wrap_again(tx, unsent.id, unsent.record.key)?;
            }
        }
        let (Some(file), document) = (file, number) else { return Ok(()) };
        if changes::is_begun(tx, document)? {
            return Ok(changes::requeue_file(tx, document)?);
        }
        self.begin_file_again(file, &entry)
    }
}

/// Has the files go out again whose keys a restored head office lost, and which nobody could wrap for it.
fn send_with_keys(tx: &Tx<'_>) -> Result<(), StoreError> {
    keys::files_to_wrap_again(tx)?.into_iter().try_for_each(|document| changes::requeue_file(tx, document))
}

impl Facts<'_> {
    /// Makes the read rows of one of head office's journals again: what is held of it, too.
    fn take_in_again(&self, name: &DocumentName, row: &DocumentRow) -> Result<(), StoreError> {
        facts::clear_of(self.tx, row.id)?;
        held::clear_of(self.tx, row.id)?;
        let mut from = 1;
        loop {
            let rows = changes::entries_from(self.tx, row.id, from)?;
            let Some(last) = rows.last() else { return Ok(()) };
            from = last.last + 1;
            for (seq, bytes, _) in rows.into_iter().flat_map(EntryRow::numbered) {
                // one that can't be read holds up none behind it
                let Some(entry) = Entry::from_bytes(&bytes) else { continue };
                self.take_in_or_hold(&Arrived {
                    document: name,
                    document_row: row.id,
                    seq,
                    entry: &entry,
                    branch: None,
                    keys_must_be_here: false,
                })?;
            }
        }
    }
}
