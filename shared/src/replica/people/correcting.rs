//! Correcting a value, and settling values that contradict each other: which files take it, at a device and at head office.

use super::{OpenedFile, Seen, open_file};
use crate::domain::{Code, ProfileField, StatedDate, Text};
use crate::replica::facts::Facts;
use crate::store::StoreError;

/// What became of a correction. `Saved` is durable when it is returned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Correction {
    /// The value stands: in the place of everything that was seen and is this branch's to replace, beside the rest.
    Saved,
    /// Nothing was written: the values are others than those that were seen. Look again.
    ChangedMeanwhile,
    /// Nothing was written: this is no value of that field.
    NotAValue,
    /// Nothing was written: the file has been changed too often (400 changes, or 120 KiB) and takes no more here.
    Full,
}

/// Opens the files of a field as they were seen; `None` where something has come since.
pub(crate) fn as_seen(facts: &Facts<'_>, seen: &Seen) -> Result<Option<Vec<OpenedFile>>, StoreError> {
    let mut files = Vec::new();
    for (file, putters) in &seen.files {
        match open_file(facts, *file)? {
            Some(opened) if opened.putters(seen.field) == *putters => files.push(opened),
            Some(_) | None => return Ok(None),
        }
    }
    Ok(Some(files).filter(|files| !files.is_empty()))
}

/// The files whose field does not hold exactly this value: those that say something, or the first where none does.
///
/// The national id joins files into one person. Another one than any that stands may tell that they are several people:
/// it goes into the first file alone, the one that was looked for, so that an id typed into the wrong file can be taken
/// back without replacing the other person's.
pub(crate) fn to_write<'a>(
    files: &'a [OpenedFile],
    field: ProfileField,
    value: &Text,
) -> Vec<&'a OpenedFile> {
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

/// Tells whether a text is a value of a field.
pub(crate) fn is_value_of(field: ProfileField, value: &Text) -> bool {
    match field {
        ProfileField::Group => value.as_str().is_empty() || Code::new(value.as_str()).is_ok(),
        ProfileField::Birth | ProfileField::IdExpiry => {
            value.as_str().is_empty() || StatedDate::parse(value.as_str()).is_ok()
        }
        ProfileField::NationalId | ProfileField::Name | ProfileField::Mobile | ProfileField::Address => true,
    }
}
