//! The journals that a replica writes itself: the current part of a month, its key, and appending to it.

use super::secrets::Secrets;
use crate::doc::{
    ActorId, ChangeHash, Dice, DocumentName, Entry, Month, PART_CHANGES_MAX, SealingKey, Tip, TooLarge,
    actor_of, append_entry,
};
use crate::domain::Incarnation;
use crate::store::changes::{self, DocumentRow, NewDocument};
use crate::store::{StoreError, Tx, keys};

/// A journal that is open for writing, with the key that seals its free text.
pub(crate) struct OpenJournal {
    pub name: DocumentName,
    pub row: DocumentRow,
    pub key: SealingKey,
}

/// Why a fact could not be appended.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AppendError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    #[error("a key of the key table does not open: the secret file belongs to another replica")]
    Key,
}

/// Finds or makes the part of a monthly journal that the next change belongs in. `name_of` gives the journal's name for
/// a month and part; it must differ from part to part.
pub(crate) fn current(
    tx: &Tx<'_>,
    secrets: &Secrets,
    dice: &mut Dice,
    incarnation: Incarnation,
    month: Month,
    name_of: impl Fn(Month) -> DocumentName,
) -> Result<OpenJournal, AppendError> {
    let mut month = month;
    loop {
        let name = name_of(month);
        match changes::document(tx, &name.to_string())? {
            None => return make(tx, secrets, dice, incarnation, name),
            Some(row) if row.last_seq < PART_CHANGES_MAX && row.stopped.is_none() => {
                return reopen(tx, secrets, name, row);
            }
            Some(_) => month.part += 1,
        }
    }
}

/// Opens a journal that has no parts, making it where there is none.
pub(crate) fn open(
    tx: &Tx<'_>,
    secrets: &Secrets,
    dice: &mut Dice,
    incarnation: Incarnation,
    name: DocumentName,
) -> Result<OpenJournal, AppendError> {
    match changes::document(tx, &name.to_string())? {
        None => make(tx, secrets, dice, incarnation, name),
        Some(row) => reopen(tx, secrets, name, row),
    }
}

fn make(
    tx: &Tx<'_>,
    secrets: &Secrets,
    dice: &mut Dice,
    incarnation: Incarnation,
    name: DocumentName,
) -> Result<OpenJournal, AppendError> {
    let actor = actor_of(&secrets.signing_public(), incarnation, &name);
    let row = add_document(tx, &name, actor.to_bytes())?;
    let key = SealingKey::generate(dice);
    keys::add_key(tx, key.id.as_bytes(), row.id, &secrets.lock_key(dice, &key))?;
    Ok(OpenJournal { name, row, key })
}

fn reopen(
    tx: &Tx<'_>,
    secrets: &Secrets,
    name: DocumentName,
    row: DocumentRow,
) -> Result<OpenJournal, AppendError> {
    let record = keys::keys_of(tx, row.id)?.into_iter().next().ok_or(AppendError::Key)?;
    let key = secrets.unlock_key(&record).map_err(|_| AppendError::Key)?;
    Ok(OpenJournal { name, row, key })
}

/// Appends a fact: change row and place; returns the change's row id and number.
pub(crate) fn append(
    tx: &Tx<'_>,
    journal: &mut OpenJournal,
    time_seconds: i64,
    entry: &Entry,
    signature: impl FnOnce(&ChangeHash) -> Option<[u8; 64]>,
) -> Result<(i64, u64), AppendError> {
    let written = append_entry(&tip_of(&journal.row), time_seconds, entry)?;
    let hash = written.tip.hash.expect("a written change has a hash");
    let signature = signature(&hash);
    let id = changes::append(
        tx,
        &journal.row,
        written.tip.seq,
        &hash.0,
        written.tip.max_op,
        &written.bytes,
        signature.as_ref().map(<[u8; 64]>::as_slice),
    )?;
    journal.row.last_seq = written.tip.seq;
    journal.row.last_hash = Some(hash.0.to_vec());
    journal.row.last_max_op = written.tip.max_op;
    Ok((id, written.tip.seq))
}

/// Returns the end of a journal as its row has it.
pub(crate) fn tip_of(row: &DocumentRow) -> Tip {
    Tip {
        actor: ActorId::from(row.actor.as_slice()),
        seq: row.last_seq,
        max_op: row.last_max_op,
        hash: row.last_hash.as_deref().and_then(|h| h.try_into().ok()).map(ChangeHash),
    }
}

/// Makes the row of a document that is new here. `actor` is its single writer's; empty for a beneficiary file.
pub(crate) fn add_document(
    tx: &Tx<'_>,
    name: &DocumentName,
    actor: &[u8],
) -> Result<DocumentRow, StoreError> {
    let (file, device) = match name {
        DocumentName::Journal { device, .. } | DocumentName::Ratings { device, .. } => (None, Some(*device)),
        DocumentName::File(file) => (Some(*file), None),
        DocumentName::HeadOffice { .. } | DocumentName::Catalog { .. } => (None, None),
    };
    let text = name.to_string();
    changes::add_document(tx, &NewDocument { name: &text, kind: name.kind(), file, device, actor })
}
