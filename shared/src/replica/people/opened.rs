//! A beneficiary file with its visible values opened.

use std::collections::BTreeMap;

use crate::doc::{Actor, ChangeHash, DocumentName, FileHistory, VisibleValue, actor_of};
use crate::domain::{FileId, Incarnation, ProfileField, Text, UnixMillis};
use crate::replica::facts::Facts;
use crate::store::people::{FileChangeRow, Writer, file_changes};
use crate::store::{StoreError, changes};

/// A file, its history and what of it opens.
pub(crate) struct OpenedFile {
    pub file: FileId,
    pub document: i64,
    pub history: FileHistory,
    /// The values that nothing has replaced and that open, in the order of their operations.
    pub values: Vec<OpenedValue>,
    visible: Vec<VisibleValue>,
    changes: BTreeMap<[u8; 32], FileChangeRow>,
}

/// A visible value, opened.
pub(crate) struct OpenedValue {
    pub field: ProfileField,
    pub text: Text,
    pub change: ChangeHash,
    pub at: UnixMillis,
}

/// The operations that are visible in a field: what a writer replaces.
pub(crate) type Operations = Vec<(u64, Actor)>;

impl OpenedFile {
    /// Returns the change that put a value, with its writer.
    pub fn change_of(&self, value: &OpenedValue) -> Option<&FileChangeRow> {
        self.changes.get(&value.change.0)
    }

    /// Returns the values of a field.
    pub fn of(&self, field: ProfileField) -> impl Iterator<Item = &OpenedValue> {
        self.values.iter().filter(move |value| value.field == field)
    }

    /// Tells whether a field has a value, one that does not open included.
    pub fn has(&self, field: &str) -> bool {
        self.visible.iter().any(|value| value.field == field)
    }

    /// Returns the operations that are visible in a field, those included whose value does not open.
    pub fn operations(&self, field: ProfileField) -> Operations {
        let visible = self.visible.iter().filter(|value| value.field == field.code());
        visible.map(|value| (value.counter, value.actor)).collect()
    }
}

/// Opens a file; `None` where nothing of it is here, though a fact or a key may name it. A value whose key is gone (an erased
/// person), or that its key does not open, stays out.
pub(crate) fn open_file(facts: &Facts<'_>, file: FileId) -> Result<Option<OpenedFile>, StoreError> {
    let Some(document) = facts.rows.find(file)? else { return Ok(None) };
    let rows = file_changes(facts.tx, document)?;
    if rows.is_empty() {
        return Ok(None);
    }
    let history = history_of(&rows, file)?;
    let visible = history.visible();
    let mut values = Vec::with_capacity(visible.len());
    for value in &visible {
        values.extend(open(facts, file, value)?);
    }
    let changes = rows.into_iter().map(|row| (row.hash, row)).collect();
    Ok(Some(OpenedFile { file, document, history, values, visible, changes }))
}

/// Most that the histories of files weigh which a push or an answer to a pull has read: beyond that they are read again.
pub(crate) const HISTORIES_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Reads the history of a file out of its changes.
pub(crate) fn history_of(rows: &[FileChangeRow], file: FileId) -> Result<FileHistory, StoreError> {
    let name = DocumentName::File(file);
    let actor = |writer: &Writer| actor_of(&writer.signing_key, Incarnation(writer.incarnation), &name);
    let changes = rows.iter().map(|row| (row.bytes.as_slice(), actor(&row.writer)));
    FileHistory::from_changes(changes).ok_or_else(|| changes::damaged(&format!("f/{file}")))
}

fn open(facts: &Facts<'_>, file: FileId, value: &VisibleValue) -> Result<Option<OpenedValue>, StoreError> {
    let Some(field) = ProfileField::from_code(&value.field) else { return Ok(None) };
    let opened = facts.open_value(file, &value.field, &value.value)?;
    let text = opened.and_then(|bytes| String::from_utf8(bytes).ok()).and_then(|text| Text::new(text).ok());
    let at = UnixMillis(value.time_seconds.saturating_mul(1_000));
    Ok(text.map(|text| OpenedValue { field, text, change: value.change, at }))
}
