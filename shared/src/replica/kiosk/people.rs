//! People at a device: finding them, one person's values, correcting a value and settling a contradiction.

use super::record::Recorder;
use super::{Kiosk, KioskError};
use crate::domain::{Code, DeviceMode, FileId, ProfileField, StatedDate, Text};
use crate::replica::Act;
use crate::replica::facts::Facts;
use crate::replica::files::takes_more;
use crate::replica::journals::AppendError;
use crate::replica::people::{OpenedFile, People, PersonView, Seen, open_file, view_of};

/// What became of a correction. `Saved` is durable when it is returned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Correction {
    /// The value stands, in the place of everything that was seen.
    Saved,
    /// Nothing was written: the values are others than those that were seen. Look again.
    ChangedMeanwhile,
    /// Nothing was written: this is no value of that field.
    NotAValue,
    /// Nothing was written: the file has been changed too often (400 changes, or 120 KiB) and takes no more here.
    Full,
}

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
        let device = self.device()?;
        self.db.read(|tx| Ok(view_of(&Facts::new(tx, &self.secrets), Some(device), file)?))
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

    /// Tells whether this device may look people up: a self-service kiosk never does.
    pub(super) fn looks_people_up(&self) -> Result<bool, KioskError> {
        Ok(self.identity()?.mode != DeviceMode::SelfService)
    }
}

impl Recorder<'_> {
    fn correct(&mut self, seen: &Seen, value: &Text) -> Result<Correction, AppendError> {
        let mut files = Vec::new();
        for (file, putters) in &seen.files {
            match open_file(&self.facts, *file)? {
                Some(opened) if opened.putters(seen.field) == *putters => files.push(opened),
                Some(_) | None => return Ok(Correction::ChangedMeanwhile),
            }
        }
        if files.is_empty() {
            return Ok(Correction::ChangedMeanwhile);
        }
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

/// The files whose field does not hold exactly this value: those that say something, or the first where none does.
///
/// The national id joins files into one person. Another one than any that stands may tell that they are several people:
/// it goes into the first file alone, the one that was looked for, so that an id typed into the wrong file can be taken
/// back without replacing the other person's.
fn to_write<'a>(files: &'a [OpenedFile], field: ProfileField, value: &Text) -> Vec<&'a OpenedFile> {
    let is_known = || files.iter().any(|opened| opened.of(field).any(|known| known.text == *value));
    if field == ProfileField::NationalId && !is_known() {
        return files.iter().take(1).collect();
    }
    let says = |opened: &OpenedFile| !opened.putters(field).is_empty();
    let stands = |opened: &OpenedFile| {
        let is_it = opened.of(field).map(|known| known.text == *value).collect::<Vec<_>>() == [true];
        is_it && opened.putters(field).len() == 1
    };
    match files.iter().any(says) {
        true => files.iter().filter(|opened| says(opened) && !stands(opened)).collect(),
        false => files.iter().take(1).collect(),
    }
}

fn is_value_of(field: ProfileField, value: &Text) -> bool {
    match field {
        ProfileField::Group => value.as_str().is_empty() || Code::new(value.as_str()).is_ok(),
        ProfileField::Birth | ProfileField::IdExpiry => {
            value.as_str().is_empty() || StatedDate::parse(value.as_str()).is_ok()
        }
        ProfileField::NationalId | ProfileField::Name | ProfileField::Mobile | ProfileField::Address => true,
    }
}
