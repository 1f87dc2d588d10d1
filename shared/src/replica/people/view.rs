//! One person: each field of the profile with all its current values, who wrote each and when, and their visits.

use std::collections::BTreeSet;

use super::opened::Putters;
use super::{OpenedFile, OpenedValue, Said, open_file};
use crate::doc::{FactKind, may_replace};
use crate::domain::{Body, BranchId, Code, DeviceId, FileId, ProfileField, Text, UnixMillis, Visit};
use crate::replica::facts::Facts;
use crate::replica::files::{TWINS_MAX, sure_ids};
use crate::store::people::{FileChangeRow, Writer};
use crate::store::{StoreError, facts, index};

/// Most visits that a person's page shows, newest first: one a week for two years.
const VISITS_SHOWN_MAX: u64 = 100;

/// A person: one file, or several that are one person's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonView {
    /// The files, the one asked for first.
    pub files: Vec<FileId>,
    /// Every field that has a value, and every one that could have one, in the order of [`ProfileField::ALL`].
    pub fields: Vec<FieldValues>,
    /// The visits that this device knows of, newest first, at most 100.
    pub visits: Vec<PersonVisit>,
}

/// A field and all its current values. More than one is a contradiction: a person settles it, no program does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldValues {
    /// The field.
    pub field: ProfileField,
    /// The current values, each text once, and each group once however it is spelled; none where nothing was ever given.
    pub values: Vec<FieldValue>,
    /// The branch whose file holds one of several values that this device's branch can't replace: it or head office settles them.
    pub settled_by: Option<BranchId>,
    /// What was looked at: a correction names it, so that it replaces this and nothing else.
    pub seen: Seen,
}

/// A current value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldValue {
    /// The value; an empty one was taken away by whoever wrote it.
    pub text: Text,
    /// No other value is left once this device's branch writes it.
    pub settles: bool,
    /// Who wrote it where; more than one where several wrote the same.
    pub written: Vec<Written>,
}

/// Where a value comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// The file that holds it.
    pub file: FileId,
    /// When it was written, by the writer's clock, to the second.
    pub at: UnixMillis,
    /// Who wrote it.
    pub by: ValueWriter,
    /// Head office has it.
    pub received: bool,
}

/// Who wrote a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ValueWriter {
    /// This device.
    ThisDevice,
    /// Another device; its branch, where the server told it.
    Device {
        /// The device.
        device: DeviceId,
        /// The branch that it serves.
        branch: Option<BranchId>,
    },
    /// Head office.
    HeadOffice,
}

/// Who looks.
pub(crate) struct Viewer<'a> {
    /// The device; `None` at head office.
    pub device: Option<DeviceId>,
    /// The branch that it serves; empty at head office.
    pub branch: &'a str,
}

/// The values of a field as they were looked at, file by file. Opaque.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    pub(crate) field: ProfileField,
    pub(crate) files: Vec<(FileId, Putters)>,
}

/// A visit of the person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonVisit {
    /// The visit, opened.
    pub visit: Visit,
    /// The branch that recorded it.
    pub branch: String,
    /// Head office acknowledged it.
    pub received: bool,
}

impl Seen {
    /// Returns what is seen of a field of nobody's: for made-up people. Nothing can be corrected with it.
    pub fn nothing(field: ProfileField) -> Self {
        Self { field, files: Vec::new() }
    }
}

impl PersonView {
    /// Returns a field's values.
    pub fn field(&self, field: ProfileField) -> Option<&FieldValues> {
        self.fields.iter().find(|values| values.field == field)
    }

    /// Returns the value of a field where there is exactly one.
    pub fn single(&self, field: ProfileField) -> Option<&Text> {
        self.field(field).and_then(FieldValues::single)
    }

    /// Returns the fields that a person is to settle.
    pub fn differing(&self) -> impl Iterator<Item = &FieldValues> {
        self.fields.iter().filter(|values| values.differs())
    }
}

impl FieldValues {
    /// Tells whether the values contradict each other.
    pub fn differs(&self) -> bool {
        self.values.len() > 1
    }

    /// Returns the value where there is exactly one.
    pub fn single(&self) -> Option<&Text> {
        match self.values.as_slice() {
            [value] => Some(&value.text),
            [] | [_, _, ..] => None,
        }
    }
}

/// Reads a person out of the store, with the other files of the same national id as far as nobody parted them, and those
/// that somebody joined; `None` where the file is unknown.
pub(crate) fn view_of(
    replica: &Facts<'_>,
    me: &Viewer<'_>,
    file: FileId,
) -> Result<Option<PersonView>, StoreError> {
    let files = files_of_person(replica, file)?;
    if files.is_empty() {
        return Ok(None);
    }
    let fields = ProfileField::ALL.into_iter().map(|field| values_of(&files, field, me)).collect();
    let mut shown = Vec::new();
    for opened in &files {
        for row in facts::of_file(replica.tx, FactKind::Visit.code(), opened.file, VISITS_SHOWN_MAX)? {
            let Body::Visit(visit) = replica.fact_of(&row)?.body else { continue };
            let branch = row.branch.unwrap_or_default();
            shown.push(PersonVisit { visit: *visit, branch, received: row.place.seq <= row.acked_seq });
        }
    }
    shown.sort_by_key(|shown| std::cmp::Reverse(shown.visit.at.unix_millis()));
    shown.truncate(usize::try_from(VISITS_SHOWN_MAX).unwrap_or(usize::MAX));
    Ok(Some(PersonView { files: files.iter().map(|opened| opened.file).collect(), fields, visits: shown }))
}

/// Opens a file with the others of the same person: those of the same national id as far as nobody parted them, and those that somebody
/// joined. The file itself is the first; none where it is unknown.
pub(crate) fn files_of_person(replica: &Facts<'_>, file: FileId) -> Result<Vec<OpenedFile>, StoreError> {
    let Some(first) = open_file(replica, file)? else { return Ok(Vec::new()) };
    let mut files = vec![first];
    let said = replica.said_of(file)?;
    let together = said.iter().filter(|(_, said)| **said == Said::Together).map(|(file, _)| *file);
    let mut beside = twins_of(replica, &files[0])?;
    beside.extend(together);
    for twin in beside {
        // the index also has the ids that a file no longer holds
        let holds_one = |twin: &OpenedFile| !sure_ids(twin).is_disjoint(&sure_ids(&files[0]));
        let is_one = |twin: &OpenedFile| match said.get(&twin.file) {
            Some(Said::Together) => true,
            Some(Said::Apart) => false,
            None => holds_one(twin),
        };
        files.extend(open_file(replica, twin)?.filter(is_one));
    }
    Ok(files)
}

/// Returns the other files with a national id of this one, where it looks like an id.
fn twins_of(replica: &Facts<'_>, opened: &OpenedFile) -> Result<BTreeSet<FileId>, StoreError> {
    let mut twins = BTreeSet::new();
    for id in sure_ids(opened) {
        let Some(digest) = replica.digest_of(ProfileField::NationalId, id.as_str()) else { continue };
        twins.extend(index::files_of(replica.tx, &digest, TWINS_MAX)?.into_iter().map(|(_, file)| file));
    }
    twins.remove(&opened.file);
    Ok(twins)
}

fn values_of(files: &[OpenedFile], field: ProfileField, me: &Viewer<'_>) -> FieldValues {
    let mut values: Vec<FieldValue> = Vec::new();
    // what this branch writes stands beside these
    let mut not_ours: Vec<(&Text, &str)> = Vec::new();
    for opened in files {
        for value in opened.of(field) {
            let written_by = opened.change_of(value).map_or("", |change| change.writer.branch.as_str());
            if !may_replace(me.branch, written_by, &opened.home) {
                not_ours.push((&value.text, &opened.home));
            }
            let written = written(opened, value, me.device);
            match values.iter_mut().find(|known| is_same(field, &known.text, &value.text)) {
                Some(known) => {
                    known.written.push(written);
                    if is_in_its_form(field, &value.text) {
                        known.text = value.text.clone();
                    }
                }
                None => {
                    let text = value.text.clone();
                    values.push(FieldValue { text, settles: true, written: vec![written] });
                }
            }
        }
    }
    for value in &mut values {
        value.settles = not_ours.iter().all(|(text, _)| is_same(field, text, &value.text));
    }
    let home = not_ours.first().filter(|_| values.len() > 1);
    let settled_by = home.and_then(|(_, home)| BranchId::parse(home).ok());
    let seen = files.iter().map(|opened| (opened.file, opened.putters(field))).collect();
    FieldValues { field, values, settled_by, seen: Seen { field, files: seen } }
}

/// Tells whether two values say the same: a group's code in whatever spelling it was written.
fn is_same(field: ProfileField, one: &Text, other: &Text) -> bool {
    one == other
        || (field == ProfileField::Group && listed(one).is_some_and(|one| Some(one) == listed(other)))
}

/// Tells whether a group's code is written as the catalog writes it: what is shown of several spellings.
fn is_in_its_form(field: ProfileField, text: &Text) -> bool {
    field == ProfileField::Group && listed(text).is_some_and(|code| code.as_str() == text.as_str())
}

fn listed(group: &Text) -> Option<Code> {
    Code::new(group.as_str()).ok().map(|code| code.listed())
}

fn written(opened: &OpenedFile, value: &OpenedValue, me: Option<DeviceId>) -> Written {
    let change = opened.change_of(value);
    let by = match change {
        Some(FileChangeRow { writer: Writer { device, branch, .. }, .. }) if *device != [0; 16] => {
            match DeviceId(uuid::Uuid::from_bytes(*device)) {
                device if Some(device) == me => ValueWriter::ThisDevice,
                device => ValueWriter::Device { device, branch: BranchId::parse(branch).ok() },
            }
        }
        Some(_) | None => ValueWriter::HeadOffice,
    };
    let received = change.is_some_and(|change| !change.waits);
    Written { file: opened.file, at: value.at, by, received }
}
