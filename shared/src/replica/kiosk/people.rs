//! People at a device: finding them, one person's values, correcting a value and settling a contradiction.

use super::record::Recorder;
use super::{Kiosk, KioskError};
use crate::doc::{KeyOwner, random};
use crate::domain::{DeviceMode, FactId, FileId, Text};
use crate::replica::Act;
use crate::replica::facts::Facts;
use crate::replica::files::takes_more;
use crate::replica::journals::AppendError;
use crate::replica::looked_for::{LOOKED_FOR_MAX, seal_number};
use crate::replica::people::{
    Correction, People, PersonView, Seen, Viewer, as_seen, is_value_of, to_write, view_of,
};
use crate::store::{StoreError, Tx, index, looked_for};

impl Kiosk {
    /// Makes the index by which people are found; empty on a self-service kiosk, which looks nobody up. It holds
    /// personal data: keep it in memory for as long as somebody is signed in.
    ///
    /// # Errors
    /// [`KioskError`].
    pub fn people(&self) -> Result<People, KioskError> {
        let mut people = People::default();
        self.refresh_people(&mut people)?;
        Ok(people)
    }

    /// Takes into the index what was recorded, corrected or pulled since.
    ///
    /// # Errors
    /// [`KioskError`].
    pub fn refresh_people(&self, people: &mut People) -> Result<(), KioskError> {
        if self.looks_people_up()? {
            self.must_read()?;
            self.db.read::<_, KioskError>(|tx| Ok(people.refresh(&Facts::new(tx, &self.secrets))?))?;
        }
        Ok(())
    }

    /// Opens a person's file, with the other files of the same national id; `None` where it is unknown here.
    ///
    /// # Errors
    /// [`KioskError`].
    pub fn person(&self, file: FileId) -> Result<Option<PersonView>, KioskError> {
        if !self.looks_people_up()? {
            return Ok(None);
        }
        self.must_read()?;
        let identity = self.identity()?;
        let me = Viewer { device: Some(identity.device), branch: identity.branch.as_str() };
        self.db.read(|tx| Ok(view_of(&Facts::new(tx, &self.secrets), &me, file)?))
    }

    /// Writes a value over exactly what was seen of a field: a correction, or the settlement of a contradiction. Where
    /// the person has several files, each that says something else takes it; a national id that stands in none of them goes
    /// into the file that was opened alone. Durable when it returns, and on its way to
    /// head office with the next exchange. An empty text takes the value away.
    ///
    /// # Errors
    /// [`KioskError`] where nothing was written.
    pub fn correct(&mut self, act: &mut Act, seen: &Seen, value: &Text) -> Result<Correction, KioskError> {
        if !is_value_of(seen.field, value) {
            return Ok(Correction::NotAValue);
        }
        self.must_read()?;
        self.recording(act, |recorder| Ok(recorder.correct(seen, value)?))
    }

    /// Notes that staff look for somebody who is not on this device, by a whole national id or mobile: head office is asked with the next
    /// exchange, and whoever of this branch has the number comes with its pull. Returns whether that waits; false for anything else
    /// that is typed, for a number that is known here, and beyond what a day may ask for. Durable when it returns.
    ///
    /// # Errors
    /// [`KioskError`].
    pub fn look_for(&mut self, act: &mut Act, typed: &str) -> Result<bool, KioskError> {
        if !self.looks_people_up()? {
            return Ok(false);
        }
        self.must_read()?;
        let is_number = |tx: &Tx<'_>| Ok(Facts::new(tx, &self.secrets).digest_of_number(typed));
        let Some(digest) = self.db.read::<_, StoreError>(is_number)? else { return Ok(false) };
        self.recording(act, |recorder| {
            let (tx, keys) = (recorder.facts.tx, &recorder.facts.keys);
            if looked_for::waits(tx, digest)? {
                return Ok(true);
            }
            let is_known = !index::files_of(tx, &digest, 1)?.is_empty();
            if is_known || looked_for::count(tx)? >= LOOKED_FOR_MAX as u64 {
                return Ok(false);
            }
            let (owner, dice) = (KeyOwner::Device(recorder.identity.device), &mut recorder.act.dice);
            let id = FactId::from_random(random(dice));
            let key = match keys.current(&owner)? {
                Some(key) => key,
                None => keys.make(dice, &owner, recorder.wrapping)?,
            };
            let sealed = seal_number(&key, id, typed).map_err(AppendError::from)?;
            Ok(looked_for::add(tx, id, digest, sealed.as_bytes())?)
        })
    }

    /// Tells whether this device may look people up: a self-service kiosk never does.
    pub(super) fn looks_people_up(&self) -> Result<bool, KioskError> {
        Ok(self.identity()?.mode != DeviceMode::SelfService)
    }
}

impl Recorder<'_> {
    fn correct(&mut self, seen: &Seen, value: &Text) -> Result<Correction, AppendError> {
        let Some(files) = as_seen(&self.facts, seen)? else { return Ok(Correction::ChangedMeanwhile) };
        let to_write = to_write(&files, seen.field, value);
        if !to_write.iter().all(|opened| takes_more(&opened.history)) {
            return Ok(Correction::Full);
        }
        let values = [(seen.field, value.as_str())];
        for opened in to_write {
            self.with_files(|files, _| {
                let key = files.must_key_of(opened.file)?;
                files.write(opened.file, opened.document, &opened.history, &key, &values)
            })?;
        }
        Ok(Correction::Saved)
    }
}
