//! A beneficiary file with its visible values opened.

use std::collections::BTreeMap;

use crate::doc::{ActorId, ChangeHash, DocumentName, FileHistory, VisibleValue};
use crate::domain::{FileId, ProfileField, Text, UnixMillis};
use crate::replica::apply::key_of;
use crate::replica::secrets::Secrets;
use crate::store::people::{FileChangeRow, file_changes};
use crate::store::{Damage, StoreError, Tx, changes};

/// A file, its history and what of it opens.
pub(crate) struct OpenedFile {
    pub file: FileId,
    pub document: i64,
    pub history: FileHistory,
    /// The values that nothing has replaced and that open, in the order of their operations.
    pub values: Vec<OpenedValue>,
    changes: BTreeMap<Vec<u8>, FileChangeRow>,
}

/// A visible value, opened.
pub(crate) struct OpenedValue {
    pub field: ProfileField,
    pub text: Text,
    pub change: ChangeHash,
    pub at: UnixMillis,
}

/// The operations that are visible in a field: what a writer replaces.
pub(crate) type Operations = Vec<(u64, ActorId)>;

impl OpenedFile {
    /// Returns the change that put a value, with its writer.
    pub fn change_of(&self, value: &OpenedValue) -> Option<&FileChangeRow> {
        self.changes.get(value.change.0.as_slice())
    }

    /// Returns the values of a field.
    pub fn of(&self, field: ProfileField) -> impl Iterator<Item = &OpenedValue> {
        self.values.iter().filter(move |value| value.field == field)
    }

    /// Returns the operations that are visible in a field, those included whose value does not open.
    pub fn operations(&self, field: ProfileField) -> Operations {
        let visible = self.history.visible().into_iter().filter(|value| value.field == field.code());
        visible.map(|value| (value.counter, value.actor)).collect()
    }
}

/// Opens a file; `None` where there is no such document. A value whose key is gone (an erased person), or that its key
/// does not open, stays out.
pub(crate) fn open_file(
    tx: &Tx<'_>,
    secrets: &Secrets,
    file: FileId,
) -> Result<Option<OpenedFile>, StoreError> {
    let name = DocumentName::File(file);
    let Some(row) = changes::document(tx, &name.to_string())? else { return Ok(None) };
    let rows = file_changes(tx, row.id)?;
    let history = FileHistory::from_changes(rows.iter().map(|row| row.bytes.as_slice()))
        .ok_or_else(|| Damage::Document(name.to_string()))?;
    let values = history.visible().iter().filter_map(|value| open(tx, secrets, &name, file, value)).collect();
    let changes = rows.into_iter().map(|row| (row.hash.clone(), row)).collect();
    Ok(Some(OpenedFile { file, document: row.id, history, values, changes }))
}

fn open(
    tx: &Tx<'_>,
    secrets: &Secrets,
    name: &DocumentName,
    file: FileId,
    value: &VisibleValue,
) -> Option<OpenedValue> {
    let field = ProfileField::from_code(&value.field)?;
    let key = key_of(tx, secrets, name, None, &value.value)?;
    let opened = key.open(name, &file.to_string(), &value.field, &value.value).ok()?;
    let text = Text::new(String::from_utf8(opened).ok()?).ok()?;
    let at = UnixMillis(value.time_seconds.saturating_mul(1_000));
    Some(OpenedValue { field, text, change: value.change, at })
}
