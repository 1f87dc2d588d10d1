//! Beneficiary files as a replica writes them: finding a person's file by a number, making one, filling in what it lacks.
//!
//! A value that a file already has is never replaced here: what was given at a visit stays with the visit, and a
//! difference is for a person to settle.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::rc::Rc;

use super::facts::Facts;
use super::journals::AppendError;
use super::keyring::Wrapping;
use super::people::{OpenedFile, Said, actor_in};
use crate::doc::{
    Actor, ChangeHash, ChangePlace, Dice, FILE_CHANGE_BYTES_MAX, Fields, FileEntry, FileHistory, KeyOwner,
    Scalar, SealedValues, SealingKey, random,
};
use crate::domain::{
    FileId, Person, ProfileField, StatedDate, SureId, Text, index_form_of_mobile, index_form_of_national_id,
    national_id_doubt,
};
use crate::store::changes::whole;
use crate::store::index::{self, Digest};
use crate::store::people::Writer;
use crate::store::{StoreError, changes, outbox, people};

/// Changes for which a file must have room that this device writes to: its own, and what other devices write meanwhile.
const CHANGES_LEFT_MIN: usize = 100;

/// Bytes for which it must have room: the longest change, and as much again of other devices.
const BYTES_LEFT_MIN: usize = 2 * FILE_CHANGE_BYTES_MAX;

/// Most files behind one number that are looked at, oldest first: more than branches ever make of one person. A mobile that
/// more people give says nothing of who calls.
pub(crate) const TWINS_MAX: usize = 32;

/// Most files behind a doubtful id that are looked at: one that more have is a word such as «none», and tells nobody apart.
const DOUBTFUL_MAX: usize = 8;

/// Tells whether this device still writes to a file.
pub(crate) fn takes_more(history: &FileHistory) -> bool {
    history.has_room_for(CHANGES_LEFT_MIN, BYTES_LEFT_MIN)
}

/// Who writes a file, and with what.
pub(crate) struct FileWriter<'a> {
    pub facts: &'a Facts<'a>,
    pub writer: Writer,
    /// A self-service kiosk looks nobody up.
    pub looks_people_up: bool,
    pub time_seconds: i64,
    /// Wraps the keys that a device makes, whose changes then wait for head office; `None` at head office itself.
    pub wrapping: Option<&'a Wrapping>,
}

impl FileWriter<'_> {
    /// Finds the person's file or makes one, and fills in what it lacks. Returns the file and its key.
    pub fn file_for(&self, dice: &mut Dice, person: &Person) -> Result<(FileId, SealingKey), AppendError> {
        match self.find(person)? {
            Some(file) => self.fill_in(dice, file, person),
            None => self.make(dice, person),
        }
    }

    /// Takes the file that a person is known to have, and fills in what it lacks. A national id that is another person's,
    /// or that leads to another file, decides against it.
    pub fn file_known_for(
        &self,
        dice: &mut Dice,
        person: &Person,
        known: FileId,
    ) -> Result<(FileId, SealingKey), AppendError> {
        let given = person.national_id.as_ref().and_then(|id| SureId::parse(id.as_str()));
        let ids = match self.opened(known)? {
            Some(opened) => sure_ids(&opened),
            None => BTreeSet::new(),
        };
        match given {
            Some(given) if !ids.is_empty() && !ids.contains(&given) => self.file_for(dice, person),
            Some(_) if ids.is_empty() && self.find(person)?.is_some() => self.file_for(dice, person),
            Some(_) | None => self.fill_in(dice, known, person),
        }
    }

    /// Returns the key that seals what is written of a file's person; `None` where it does not open any more.
    pub fn key_of(&self, file: FileId) -> Result<Option<SealingKey>, StoreError> {
        self.facts.keys.current(&KeyOwner::File(file))
    }

    /// Returns that key, without which nothing can be written of them.
    pub fn must_key_of(&self, file: FileId) -> Result<SealingKey, AppendError> {
        self.key_of(file)?.ok_or(AppendError::Key)
    }

    /// Opens a file; `None` where it is unknown here, or damaged: the person gets another one, and head office joins them.
    fn opened(&self, file: FileId) -> Result<Option<Rc<OpenedFile>>, StoreError> {
        Ok(whole(self.facts.file(file))?.flatten())
    }

    /// A national id decides where it looks like one. Anything weaker (a doubtful id, such as the «none» of a paper
    /// register, or a mobile, which families share) is enough only where one single file has it and, where a name is
    /// given, that file has the same name; a doubtful id without a name is never enough, nor what very many files have.
    pub fn find(&self, person: &Person) -> Result<Option<FileId>, StoreError> {
        if !self.looks_people_up {
            return Ok(None);
        }
        if let Some(id) = &person.national_id
            && let Some(digest) = self.facts.digest_of(ProfileField::NationalId, id.as_str())
        {
            return match national_id_doubt(id.as_str()) {
                None => {
                    let files = self.files_behind(&digest, TWINS_MAX)?;
                    Ok(self.holding(&files, ProfileField::NationalId, &digest)?.first().copied())
                }
                Some(_) if person.name.is_none() => Ok(None),
                Some(_) => match self.files_behind(&digest, DOUBTFUL_MAX + 1)? {
                    files if files.len() > DOUBTFUL_MAX => Ok(None),
                    files => self.only_one_of_that_name(&files, person),
                },
            };
        }
        let mobile = person.mobile.as_ref();
        let digest = mobile.and_then(|mobile| self.facts.digest_of(ProfileField::Mobile, mobile.as_str()));
        let Some(digest) = digest else { return Ok(None) };
        let files = self.files_behind(&digest, TWINS_MAX + 1)?;
        if files.len() > TWINS_MAX {
            return Ok(None);
        }
        match self.holding(&files, ProfileField::Mobile, &digest)?[..] {
            [] => Ok(None),
            [file] => self.only_one_of_that_name(&[file], person),
            [first, ref others @ ..] => {
                let named = self.only_one_of_that_name(&[first], person)?;
                Ok(if self.are_one_person(first, others)? { named } else { None })
            }
        }
    }

    fn files_behind(&self, digest: &Digest, at_most: usize) -> Result<Vec<FileId>, StoreError> {
        Ok(index::files_of(self.facts.tx, digest, at_most)?.into_iter().map(|(_, file)| file).collect())
    }

    /// Those of these files that hold the number behind a digest today: the index leads to what was corrected since, too.
    fn holding(
        &self,
        files: &[FileId],
        field: ProfileField,
        digest: &Digest,
    ) -> Result<Vec<FileId>, StoreError> {
        let mut holders = Vec::new();
        for file in files {
            let Some(opened) = self.opened(*file)? else { continue };
            let holds = opened
                .of(field)
                .any(|value| self.facts.digest_of(field, value.text.as_str()).as_ref() == Some(digest));
            holders.extend(holds.then_some(*file));
        }
        Ok(holders)
    }

    /// Tells whether files that branches made on their own are one person's: all have one national id, and nobody parted
    /// them.
    fn are_one_person(&self, first: FileId, others: &[FileId]) -> Result<bool, StoreError> {
        let said = self.facts.said_of(first)?;
        if others.iter().any(|other| said.get(other) == Some(&Said::Apart)) {
            return Ok(false);
        }
        let ids = |file: FileId| -> Result<BTreeSet<SureId>, StoreError> {
            Ok(self.opened(file)?.map(|opened| sure_ids(&opened)).unwrap_or_default())
        };
        let mut shared = ids(first)?;
        for other in others {
            let others = ids(*other)?;
            shared.retain(|id| others.contains(id));
        }
        Ok(!shared.is_empty())
    }

    /// Returns the one file among these whose name is the person's; any single one where no name was given.
    fn only_one_of_that_name(&self, files: &[FileId], person: &Person) -> Result<Option<FileId>, StoreError> {
        let mut same = Vec::new();
        for file in files {
            let Some(opened) = self.opened(*file)? else { continue };
            let mut names = opened.of(ProfileField::Name);
            let fits = person.name.as_ref().is_none_or(|name| names.any(|value| value.text == *name));
            same.extend(fits.then_some(*file));
        }
        Ok(match same[..] {
            [file] => Some(file),
            _ => None,
        })
    }

    fn fill_in(
        &self,
        dice: &mut Dice,
        file: FileId,
        person: &Person,
    ) -> Result<(FileId, SealingKey), AppendError> {
        let Some(opened) = self.opened(file)? else { return self.make(dice, person) };
        let Some(key) = self.key_of(file)? else { return self.make(dice, person) };
        let missing: Vec<(ProfileField, Cow<'_, str>)> =
            fields_of(person).into_iter().filter(|(field, _)| opened.of(*field).next().is_none()).collect();
        if !missing.is_empty() && takes_more(&opened.history) {
            self.write(file, opened.document, &opened.history, &key, &missing)?;
        }
        Ok((file, key))
    }

    /// Begins a file again of which every change is lost and a key is not.
    pub fn begin_again(&self, file: FileId, person: &Person) -> Result<(), AppendError> {
        let (key, document) = (self.must_key_of(file)?, self.facts.rows.of(file)?);
        self.write(file, document, &FileHistory::default(), &key, &fields_of(person)).map(drop)
    }

    /// Makes a file for a person whom nobody knows.
    pub fn make(&self, dice: &mut Dice, person: &Person) -> Result<(FileId, SealingKey), AppendError> {
        let file = FileId::from_random(random(dice));
        let document = self.facts.rows.add(file)?;
        let (keys, owner) = (&self.facts.keys, KeyOwner::File(file));
        let key = match self.wrapping {
            Some(wrapping) => keys.make(dice, &owner, wrapping)?,
            None => keys.make_own(dice, &owner)?,
        };
        self.write(file, document, &FileHistory::default(), &key, &fields_of(person))?;
        Ok((file, key))
    }

    /// Seals values and writes them over all that is visible.
    pub fn write(
        &self,
        file: FileId,
        document: i64,
        history: &FileHistory,
        key: &SealingKey,
        values: &[(ProfileField, impl AsRef<str>)],
    ) -> Result<(), AppendError> {
        self.write_over(&history.heads(), (file, document), history, key, values).map(drop)
    }

    /// Seals values and writes them over what is visible to somebody who knows these changes. Returns the change: row and hash.
    pub fn write_over(
        &self,
        known: &[ChangeHash],
        (file, document): (FileId, i64),
        history: &FileHistory,
        key: &SealingKey,
        values: &[(ProfileField, impl AsRef<str>)],
    ) -> Result<(i64, ChangeHash), AppendError> {
        let actor = self.actor_in(file);
        let seq = history.next_seq_of(actor);
        let mut fields = Fields::with_capacity(values.len());
        for (field, value) in values {
            fields.insert(field.code(), Scalar::Text(value.as_ref().to_owned()));
        }
        let sealed = key.seal_values(file, (actor, seq), &fields)?;
        let entry = history.change_on(known, actor, self.time_seconds, sealed);
        let change = self.keep(file, document, history, entry)?;
        if self.looks_people_up {
            for (field, value) in values {
                self.facts.index_value(document, field.code(), value.as_ref())?;
            }
        }
        Ok(change)
    }

    /// Returns the actor under which this replica writes a file now.
    pub fn actor_in(&self, file: FileId) -> Actor {
        actor_in(&self.writer, file)
    }

    /// Keeps a change of this replica's own, and has it wait for head office. Returns its row and hash.
    pub fn keep(
        &self,
        file: FileId,
        document: i64,
        history: &FileHistory,
        entry: FileEntry,
    ) -> Result<(i64, ChangeHash), StoreError> {
        let (tx, actor) = (self.facts.tx, self.actor_in(file));
        let (seq, bytes) = (entry.seq, entry.to_bytes());
        let hash = history.next(entry, actor).map_err(|_| changes::damaged(&format!("f/{file}")))?.hash;
        let writer = self.facts.writer_id(&self.writer)?;
        let id = changes::add_change(tx, document, writer, seq, &hash.0, &bytes, None)?;
        self.facts.forget_file(file);
        if self.wrapping.is_some() {
            outbox::enqueue(tx, id, &bytes)?;
        }
        Ok((id, hash))
    }
}

impl Facts<'_> {
    /// Returns the digest under which a number of a file is looked up; `None` for a field that nobody is looked up by, for
    /// what can't be compared, and while reading is locked.
    pub fn digest_of(&self, field: ProfileField, value: &str) -> Option<Digest> {
        let form = match field {
            ProfileField::NationalId => index_form_of_national_id(value)?,
            ProfileField::Mobile => index_form_of_mobile(value)?,
            ProfileField::Name
            | ProfileField::Birth
            | ProfileField::IdExpiry
            | ProfileField::Address
            | ProfileField::Group => return None,
        };
        self.secrets.index_digest(field.code(), &form)
    }

    /// Puts a value of a file into the blind index, where it is a number. Returns the digest of a national id that looks
    /// like one.
    pub fn index_value(&self, document: i64, field: &str, value: &str) -> Result<Option<Digest>, StoreError> {
        let Some(field) = ProfileField::from_code(field) else { return Ok(None) };
        let Some(digest) = self.digest_of(field, value) else { return Ok(None) };
        index::add(self.tx, &digest, document)?;
        let is_sure = field == ProfileField::NationalId && national_id_doubt(value).is_none();
        Ok(is_sure.then_some(digest))
    }

    /// Puts the numbers that a change of a file put into the blind index, as far as they open. Returns the digests of
    /// national ids that look like one.
    pub fn index_change(
        &self,
        file: FileId,
        document: i64,
        actor: Actor,
        entry: &FileEntry,
    ) -> Result<Vec<Digest>, StoreError> {
        let mut sure = Vec::new();
        let Some(values) = self.open_values(file, (actor, entry.seq), &entry.sealed)? else {
            return Ok(sure);
        };
        for (field, value) in values.iter() {
            if let Scalar::Text(text) = value {
                sure.extend(self.index_value(document, field, text)?);
            }
        }
        Ok(sure)
    }

    /// Opens what a change of a file puts; `None` where none of the file's keys does.
    pub fn open_values(
        &self,
        file: FileId,
        change: ChangePlace,
        sealed: &SealedValues,
    ) -> Result<Option<Fields>, StoreError> {
        let keys = self.keys.named(&KeyOwner::File(file), sealed.key_ref())?;
        Ok(keys.iter().find_map(|key| key.open_values(file, change, sealed).ok()))
    }

    /// Puts the numbers of a file into the blind index, as far as they open.
    pub fn index_file(&self, document: i64, file: FileId) -> Result<(), StoreError> {
        for row in people::file_changes(self.tx, document)? {
            let entry =
                FileEntry::from_bytes(&row.bytes).ok_or_else(|| changes::damaged(&format!("f/{file}")))?;
            self.index_change(file, document, actor_in(&row.writer, file), &entry)?;
        }
        Ok(())
    }

    /// Makes the blind index again out of what opens of all files.
    pub fn rebuild_index(&self) -> Result<(), StoreError> {
        index::clear(self.tx)?;
        people::files(self.tx)?.into_iter().try_for_each(|(document, file)| self.index_file(document, file))
    }
}

/// Returns the national ids of a file that look like one.
pub(crate) fn sure_ids(opened: &OpenedFile) -> BTreeSet<SureId> {
    opened.of(ProfileField::NationalId).filter_map(|value| SureId::parse(value.text.as_str())).collect()
}

fn words(text: &Option<Text>) -> Option<Cow<'_, str>> {
    text.as_ref().map(|t| Cow::Borrowed(t.as_str()))
}

fn fields_of(person: &Person) -> Vec<(ProfileField, Cow<'_, str>)> {
    let Person { national_id, name, mobile, birth, id_expiry, address, group } = person;
    let date = |date: &Option<StatedDate>| date.map(|d| Cow::Owned(d.to_string()));
    [
        (ProfileField::NationalId, words(national_id)),
        (ProfileField::Name, words(name)),
        (ProfileField::Mobile, words(mobile)),
        (ProfileField::Birth, date(birth)),
        (ProfileField::IdExpiry, date(id_expiry)),
        (ProfileField::Address, words(address)),
        (ProfileField::Group, group.as_ref().map(|g| Cow::Borrowed(g.as_str()))),
    ]
    .into_iter()
    .filter_map(|(field, value)| value.map(|v| (field, v)))
    .collect()
}
