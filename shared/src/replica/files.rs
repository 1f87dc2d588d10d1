//! Beneficiary files at a device: finding a person's file by a number, making one, filling in what it lacks.
//!
//! A value that a file already has is never replaced here: what was given at a visit stays with the visit, and a
//! difference is for a person to settle.

use std::borrow::Cow;
use std::collections::BTreeSet;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::journals::{AppendError, add_document};
use super::secrets::Secrets;
use crate::doc::{ActorId, Dice, DocumentName, FileHistory, FileWrite, Sealed, SealingKey, actor_of, random};
use crate::domain::{
    DeviceId, FileId, Incarnation, Person, ProfileField, StatedDate, Text, index_form_of_mobile,
    index_form_of_national_id, national_id_doubt,
};
use crate::store::keys::{self, IndexKind};
use crate::store::{Damage, StoreError, Tx, changes};

/// Most changes of a file at which this device still writes to it: what other devices write meanwhile still fits.
pub(crate) const FILE_CHANGES_WRITTEN_MAX: usize = crate::doc::FILE_CHANGES_MAX - 100;

/// Who writes a file, and with what.
pub(crate) struct FileWriter<'a> {
    pub secrets: &'a Secrets,
    pub device: DeviceId,
    pub incarnation: Incarnation,
    /// The association's blind-index key; a self-service kiosk has none and looks nobody up.
    pub index_key: Option<&'a [u8; 32]>,
    pub time_seconds: i64,
    /// What is written waits for the other side; head office's own goes out by its log.
    pub queues: bool,
}

impl FileWriter<'_> {
    /// Finds the person's file or makes one, and fills in what it lacks. Returns the file and its key.
    pub fn file_for(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        person: &Person,
    ) -> Result<(FileId, SealingKey), AppendError> {
        match self.find(tx, person)? {
            Some(file) => self.fill_in(tx, dice, file, person),
            None => self.make(tx, dice, person),
        }
    }

    /// Takes the file that a person is known to have, and fills in what it lacks. A national id that is another person's,
    /// or that leads to another file, decides against it.
    pub fn file_known_for(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        person: &Person,
        known: FileId,
    ) -> Result<(FileId, SealingKey), AppendError> {
        let sure =
            |id: &str| national_id_doubt(id).is_none().then(|| index_form_of_national_id(id)).flatten();
        let given = person.national_id.as_ref().and_then(|id| sure(id.as_str()));
        let values = self.values(tx, known)?;
        let ids: BTreeSet<String> = values
            .iter()
            .filter(|(field, _)| field == "national_id")
            .filter_map(|(_, value)| sure(std::str::from_utf8(value).ok()?))
            .collect();
        match given {
            Some(given) if !ids.is_empty() && !ids.contains(&given) => self.file_for(tx, dice, person),
            Some(_) if ids.is_empty() && self.find(tx, person)?.is_some() => self.file_for(tx, dice, person),
            Some(_) | None => self.fill_in(tx, dice, known, person),
        }
    }

    /// Returns the key that seals what is written of a file's person.
    pub fn key_of(&self, tx: &Tx<'_>, file: FileId) -> Result<SealingKey, AppendError> {
        let row = changes::document(tx, &DocumentName::File(file).to_string())?;
        let record = keys::keys_of(tx, row.ok_or(AppendError::Key)?.id)?.into_iter().next();
        self.secrets.unlock_key(&record.ok_or(AppendError::Key)?).map_err(|_| AppendError::Key)
    }

    /// A national id decides where it looks like one. Anything weaker (a doubtful id, such as the «none» of a paper
    /// register, or a mobile, which families share) is enough only where one single file has it and, where a name is
    /// given, that file has the same name; a doubtful id without a name is never enough.
    pub fn find(&self, tx: &Tx<'_>, person: &Person) -> Result<Option<FileId>, StoreError> {
        let Some(index_key) = self.index_key else { return Ok(None) };
        if let Some((kind, digest)) = national_id_digest(index_key, person) {
            let files = files_behind(tx, kind, &digest)?;
            let is_doubtful =
                person.national_id.as_ref().is_some_and(|t| national_id_doubt(t.as_str()).is_some());
            return match is_doubtful {
                false => Ok(self.holding(tx, files, kind, &digest)?.first().copied()),
                true if person.name.is_none() => Ok(None),
                true => self.only_one_of_that_name(tx, &files, person),
            };
        }
        let Some((kind, digest)) = mobile_digest(index_key, person) else { return Ok(None) };
        let files = files_behind(tx, kind, &digest)?;
        match self.holding(tx, files, kind, &digest)?[..] {
            [] => Ok(None),
            [file] => self.only_one_of_that_name(tx, &[file], person),
            [first, ref others @ ..] => {
                let named = self.only_one_of_that_name(tx, &[first], person)?;
                Ok(if self.are_one_person(tx, first, others)? { named } else { None })
            }
        }
    }

    /// Those of these files that hold the number behind a digest today: the index leads to what was corrected since, too.
    fn holding(
        &self,
        tx: &Tx<'_>,
        files: Vec<FileId>,
        kind: IndexKind,
        digest: &[u8; 32],
    ) -> Result<Vec<FileId>, StoreError> {
        let Some(index_key) = self.index_key else { return Ok(Vec::new()) };
        let (field, form_of): (ProfileField, NumberForm) = match kind {
            IndexKind::NationalId => (ProfileField::NationalId, national_id_form),
            IndexKind::Mobile => (ProfileField::Mobile, mobile_form),
        };
        let is_it = |(known, value): &(String, Vec<u8>)| {
            let form = std::str::from_utf8(value).ok().and_then(|number| form_of(index_key, number));
            known == field.code() && form.as_ref() == Some(digest)
        };
        let mut holders = Vec::new();
        for file in files {
            holders.extend(self.values(tx, file)?.iter().any(is_it).then_some(file));
        }
        Ok(holders)
    }

    /// Tells whether files that branches made on their own are one person's: all have one national id.
    fn are_one_person(&self, tx: &Tx<'_>, first: FileId, others: &[FileId]) -> Result<bool, StoreError> {
        let ids = |file: FileId| -> Result<BTreeSet<Vec<u8>>, StoreError> {
            let values = self.values(tx, file)?.into_iter();
            let sure =
                |value: &[u8]| std::str::from_utf8(value).is_ok_and(|id| national_id_doubt(id).is_none());
            Ok(values.filter(|(f, value)| f == "national_id" && sure(value)).map(|(_, v)| v).collect())
        };
        let mut shared = ids(first)?;
        for other in others {
            let others = ids(*other)?;
            shared.retain(|id| others.contains(id));
        }
        Ok(!shared.is_empty())
    }

    /// Returns the one file among these whose name is the person's; any single one where no name was given.
    fn only_one_of_that_name(
        &self,
        tx: &Tx<'_>,
        files: &[FileId],
        person: &Person,
    ) -> Result<Option<FileId>, StoreError> {
        let mut same = Vec::new();
        for file in files {
            let values = self.values(tx, *file)?;
            let fits = person.name.as_ref().is_none_or(|name| {
                values.iter().any(|(field, value)| field == "name" && value == name.as_str().as_bytes())
            });
            same.extend(fits.then_some(*file));
        }
        Ok(match same[..] {
            [file] => Some(file),
            _ => None,
        })
    }

    /// Returns the visible values of a file, opened.
    fn values(&self, tx: &Tx<'_>, file: FileId) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let document = DocumentName::File(file);
        let Some(row) = changes::document(tx, &document.to_string())? else { return Ok(Vec::new()) };
        let history = history_of(tx, row.id)?;
        let open = |value: crate::doc::VisibleValue| {
            let key = super::apply::key_of(tx, self.secrets, &document, None, &value.value)?;
            let opened = key.open(&document, &file.to_string(), &value.field, &value.value).ok()?;
            Some((value.field, opened))
        };
        Ok(history.visible().into_iter().filter_map(open).collect())
    }

    fn fill_in(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        file: FileId,
        person: &Person,
    ) -> Result<(FileId, SealingKey), AppendError> {
        let document = DocumentName::File(file);
        let Some(row) = changes::document(tx, &document.to_string())? else {
            return self.make(tx, dice, person);
        };
        let record = keys::keys_of(tx, row.id)?.into_iter().next().ok_or(AppendError::Key)?;
        let key = self.secrets.unlock_key(&record).map_err(|_| AppendError::Key)?;
        let history = history_of(tx, row.id)?;
        let has = |field: &str| history.visible().iter().any(|v| v.field == field);
        let missing: Vec<(&str, Cow<'_, str>)> =
            fields_of(person).into_iter().filter(|(field, _)| !has(field)).collect();
        if !missing.is_empty() && history.len() < FILE_CHANGES_WRITTEN_MAX {
            self.write(tx, dice, row.id, &document, &history, &key, &missing)?;
            self.index(tx, file, person)?;
        }
        Ok((file, key))
    }

    /// Makes a file for a person whom nobody knows.
    pub fn make(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        person: &Person,
    ) -> Result<(FileId, SealingKey), AppendError> {
        let file = FileId::from_random(random(dice));
        let document = DocumentName::File(file);
        let row = add_document(tx, &document, &[])?;
        let key = SealingKey::generate(dice);
        keys::add_key(tx, key.id.as_bytes(), row.id, &self.secrets.lock_key(dice, &key))?;
        self.write(tx, dice, row.id, &document, &FileHistory::default(), &key, &fields_of(person))?;
        self.index(tx, file, person)?;
        Ok((file, key))
    }

    /// Seals values and writes them over all that is visible.
    #[expect(clippy::too_many_arguments, reason = "each is a separate part of the one write")]
    pub fn write(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        row: i64,
        document: &DocumentName,
        history: &FileHistory,
        key: &SealingKey,
        values: &[(&str, impl AsRef<str>)],
    ) -> Result<(), StoreError> {
        let DocumentName::File(file) = document else { return Ok(()) };
        let place = file.to_string();
        let sealed: Vec<(&str, Sealed)> = values
            .iter()
            .map(|(field, value)| {
                (*field, key.seal(dice, document, &place, field, value.as_ref().as_bytes()))
            })
            .collect();
        self.append(tx, row, document, history, &sealed)
    }

    fn append(
        &self,
        tx: &Tx<'_>,
        row: i64,
        document: &DocumentName,
        history: &FileHistory,
        values: &[(&str, Sealed)],
    ) -> Result<(), StoreError> {
        let write = history.write(&self.actor_in(document), self.time_seconds, values);
        self.keep(tx, row, document, &write)
    }

    /// Returns the actor under which this device writes a file now.
    pub fn actor_in(&self, document: &DocumentName) -> ActorId {
        actor_of(&self.secrets.signing_public(), self.incarnation, document)
    }

    /// Keeps a change of this device's own and queues it.
    pub fn keep(
        &self,
        tx: &Tx<'_>,
        row: i64,
        document: &DocumentName,
        write: &FileWrite,
    ) -> Result<(), StoreError> {
        let (actor, admitted) = (self.actor_in(document), &write.admitted);
        let writer =
            changes::writer_number(tx, row, actor.to_bytes(), self.device.as_bytes(), &self.incarnation.0)?;
        let id =
            changes::add_change(tx, row, writer, admitted.seq(), &admitted.hash().0, admitted.bytes(), None)?;
        match self.queues {
            true => changes::enqueue(tx, id),
            false => Ok(()),
        }
    }

    /// Adds the index rows of a person's numbers.
    pub fn index(&self, tx: &Tx<'_>, file: FileId, person: &Person) -> Result<(), StoreError> {
        let Some(index_key) = self.index_key else { return Ok(()) };
        for (kind, digest) in
            [national_id_digest(index_key, person), mobile_digest(index_key, person)].into_iter().flatten()
        {
            keys::add_index(tx, kind.code(), &digest, file.as_bytes())?;
        }
        Ok(())
    }
}

fn files_behind(tx: &Tx<'_>, kind: IndexKind, digest: &[u8]) -> Result<Vec<FileId>, StoreError> {
    Ok(keys::files_of(tx, kind, digest)?.iter().filter_map(|f| FileId::from_slice(f)).collect())
}

/// Reads a file's history out of the store.
pub(crate) fn history_of(tx: &Tx<'_>, document: i64) -> Result<FileHistory, StoreError> {
    let rows = changes::changes_of(tx, document)?;
    FileHistory::from_changes(rows.iter().map(|row| row.bytes.as_slice()))
        .ok_or_else(|| Damage::Document("of a beneficiary file".to_owned()).into())
}

fn words(text: &Option<Text>) -> Option<Cow<'_, str>> {
    text.as_ref().map(|t| Cow::Borrowed(t.as_str()))
}

fn fields_of(person: &Person) -> Vec<(&'static str, Cow<'_, str>)> {
    let Person { national_id, name, mobile, birth, id_expiry, address, group } = person;
    let date = |date: &Option<StatedDate>| date.map(|d| Cow::Owned(d.to_string()));
    [
        ("national_id", words(national_id)),
        ("name", words(name)),
        ("mobile", words(mobile)),
        ("birth", date(birth)),
        ("id_expiry", date(id_expiry)),
        ("address", words(address)),
        ("group", group.as_ref().map(|g| Cow::Borrowed(g.as_str()))),
    ]
    .into_iter()
    .filter_map(|(field, value)| value.map(|v| (field, v)))
    .collect()
}

fn national_id_digest(key: &[u8; 32], person: &Person) -> Option<(IndexKind, [u8; 32])> {
    let digest = national_id_form(key, person.national_id.as_ref()?.as_str())?;
    Some((IndexKind::NationalId, digest))
}

fn mobile_digest(key: &[u8; 32], person: &Person) -> Option<(IndexKind, [u8; 32])> {
    Some((IndexKind::Mobile, mobile_form(key, person.mobile.as_ref()?.as_str())?))
}

/// Makes the digest under which a number is looked up; `None` where nothing of it can be compared.
type NumberForm = fn(&[u8; 32], &str) -> Option<[u8; 32]>;

/// Returns the digest under which a national id is looked up.
pub(crate) fn national_id_form(key: &[u8; 32], id: &str) -> Option<[u8; 32]> {
    Some(digest(key, IndexKind::NationalId, &index_form_of_national_id(id)?))
}

/// Returns the digest under which a mobile is looked up.
pub(crate) fn mobile_form(key: &[u8; 32], mobile: &str) -> Option<[u8; 32]> {
    Some(digest(key, IndexKind::Mobile, &index_form_of_mobile(mobile)?))
}

fn digest(key: &[u8; 32], kind: IndexKind, form: &str) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(b"sila/1 index\0");
    mac.update(kind.code().as_bytes());
    mac.update(b"\0");
    mac.update(form.as_bytes());
    mac.finalize().into_bytes().into()
}
