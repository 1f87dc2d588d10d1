//! A beneficiary file with its visible values opened.

use std::collections::{BTreeMap, BTreeSet};

use crate::doc::{Actor, ChangeHash, ChangePlace, DocumentName, FileHistory, VisibleValue, actor_of};
use crate::domain::{FileId, Incarnation, ProfileField, Text, UnixMillis};
use crate::replica::facts::Facts;
use crate::store::people::{FileChangeRow, Writer, file_changes};
use crate::store::{StoreError, changes};

/// A file, its history and what of it opens.
pub(crate) struct OpenedFile {
    pub file: FileId,
    pub document: i64,
    /// The branch whose file it is; empty for head office's.
    pub home: String,
    pub history: FileHistory,
    /// The values that nobody who may and had seen them has replaced, as far as they open: of a field in the order of their operations.
    pub values: Vec<OpenedValue>,
    changes: BTreeMap<[u8; 32], FileChangeRow>,
}

/// A visible value, opened.
pub(crate) struct OpenedValue {
    pub field: ProfileField,
    pub text: Text,
    pub change: ChangeHash,
    pub at: UnixMillis,
}

/// The changes whose values are visible in a field: what a writer replaces.
pub(crate) type Putters = Vec<ChangeHash>;

impl From<VisibleValue> for OpenedValue {
    fn from(value: VisibleValue) -> Self {
        let VisibleValue { field, text, change, time_seconds } = value;
        Self { field, text, change, at: UnixMillis(time_seconds.saturating_mul(1_000)) }
    }
}

impl OpenedFile {
    /// Returns the change that put a value, with its writer.
    pub fn change_of(&self, value: &OpenedValue) -> Option<&FileChangeRow> {
        self.changes.get(&value.change.0)
    }

    /// Returns the values of a field.
    pub fn of(&self, field: ProfileField) -> impl Iterator<Item = &OpenedValue> {
        self.values.iter().filter(move |value| value.field == field)
    }

    /// Returns the changes whose values are visible in a field.
    pub fn putters(&self, field: ProfileField) -> Putters {
        self.of(field).map(|value| value.change).collect()
    }
}

/// Opens a file; `None` where nothing of it is here, though a fact or a key may name it. What the file's keys do not open (they are
/// gone: an erased person) stays out.
pub(crate) fn open_file(facts: &Facts<'_>, file: FileId) -> Result<Option<OpenedFile>, StoreError> {
    let Some(document) = facts.rows.find(file)? else { return Ok(None) };
    let rows = file_changes(facts.tx, document)?;
    if rows.is_empty() {
        return Ok(None);
    }
    let history = history_of(&rows, file)?;
    let writers: BTreeMap<Actor, &str> =
        rows.iter().map(|row| (actor_in(&row.writer, file), row.writer.branch.as_str())).collect();
    let branch_of = |actor: &Actor| writers.get(actor).copied().unwrap_or_default();
    let home = history.first_actor().map(|first| branch_of(&first).to_owned()).unwrap_or_default();
    let rejected = facts.rejected_of(file)?;
    let rejected: BTreeSet<ChangePlace> =
        rejected.into_iter().filter_map(|hash| history.place_of(&ChangeHash(hash))).collect();
    let visible = history.visible(branch_of, |change, sealed| match rejected.contains(&change) {
        true => Ok(None),
        false => facts.open_values(file, change, sealed),
    })?;
    let values = visible.into_iter().map(OpenedValue::from).collect();
    let changes = rows.into_iter().map(|row| (row.hash, row)).collect();
    Ok(Some(OpenedFile { file, document, home, history, values, changes }))
}

/// Most that the histories of files weigh which a push or an answer to a pull has read: beyond that they are read again.
pub(crate) const HISTORIES_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Reads the history of a file out of its changes.
pub(crate) fn history_of(rows: &[FileChangeRow], file: FileId) -> Result<FileHistory, StoreError> {
    let changes = rows.iter().map(|row| (row.bytes.as_slice(), actor_in(&row.writer, file)));
    FileHistory::from_changes(changes).ok_or_else(|| changes::damaged(&format!("f/{file}")))
}

/// Returns the actor under which a writer writes a file.
pub(crate) fn actor_in(writer: &Writer, file: FileId) -> Actor {
    actor_of(&writer.signing_key, Incarnation(writer.incarnation), &DocumentName::File(file))
}
