//! The journals that a replica writes itself: the current part of a month, and appending to it.

use crate::doc::{
    Actor, ChangeHash, DocumentName, Entry, EntryTooLarge, Month, PART_CHANGES_MAX, SealedTooLarge, Tip,
    actor_of, append,
};
use crate::domain::Incarnation;
use crate::replica::secrets::Secrets;
use crate::store::changes::{self, DocumentRow, EntryRow, NewDocument, whole};
use crate::store::{StoreError, Tx, outbox};

/// A journal that is open for writing.
#[derive(Clone)]
pub(crate) struct OpenJournal {
    pub name: DocumentName,
    pub row: DocumentRow,
    /// It was made just now.
    pub is_new: bool,
}

/// Why a fact could not be appended.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AppendError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    TooLarge(#[from] EntryTooLarge),
    #[error(transparent)]
    SealedTooLarge(#[from] SealedTooLarge),
    #[error("a key of the key table does not open: the secret file belongs to another replica")]
    Key,
}

/// Most parts that a damaged one is looked for behind: two million records of a month.
const PARTS_MAX: u32 = 1_000;

/// Finds or makes the part of a monthly journal that the next change belongs in. `name_of` gives the journal's name for
/// a month and part; it must differ from part to part. A part whose row is damaged is left behind.
pub(crate) fn current(
    tx: &Tx<'_>,
    secrets: &Secrets,
    incarnation: Incarnation,
    month: Month,
    name_of: impl Fn(Month) -> DocumentName,
) -> Result<OpenJournal, StoreError> {
    let mut month = month;
    loop {
        let name = name_of(month);
        match changes::document(tx, &name.to_string()) {
            Ok(None) => return make(tx, secrets, incarnation, name),
            Ok(Some(row)) if is_open(&row) => return Ok(OpenJournal { name, row, is_new: false }),
            Err(StoreError::Damaged { .. }) if month.part < PARTS_MAX => month.part += 1,
            Ok(Some(_)) => month.part += 1,
            Err(e) => return Err(e),
        }
    }
}

/// Tells whether a journal's part takes more.
pub(crate) fn is_open(row: &DocumentRow) -> bool {
    row.last_seq < PART_CHANGES_MAX && row.stopped.is_none()
}

/// Opens a journal that has no parts, making it where there is none.
pub(crate) fn open(
    tx: &Tx<'_>,
    secrets: &Secrets,
    incarnation: Incarnation,
    name: DocumentName,
) -> Result<OpenJournal, StoreError> {
    match changes::document(tx, &name.to_string())? {
        None => make(tx, secrets, incarnation, name),
        Some(row) => Ok(OpenJournal { name, row, is_new: false }),
    }
}

fn make(
    tx: &Tx<'_>,
    secrets: &Secrets,
    incarnation: Incarnation,
    name: DocumentName,
) -> Result<OpenJournal, StoreError> {
    let row = add_document(tx, &name, Some(actor_of(&secrets.signing_public(), incarnation, &name)))?;
    Ok(OpenJournal { name, row, is_new: true })
}

/// Makes a document's row. `actor` is its single writer's; a beneficiary file has none.
pub(crate) fn add_document(
    tx: &Tx<'_>,
    name: &DocumentName,
    actor: Option<Actor>,
) -> Result<DocumentRow, StoreError> {
    let new = NewDocument {
        name: &name.to_string(),
        kind: name.letter(),
        file: name.file(),
        device: name.device(),
        actor: actor.as_ref().map_or(&[], |actor| &actor.0),
    };
    changes::add_document(tx, &new)
}

/// Appends an entry: the change's row, and the journal's end in `journal` alone; [`changes::move_end`] keeps it.
/// Returns the change's row id, its hash and the entry's bytes.
pub(crate) fn append_entry(
    tx: &Tx<'_>,
    journal: &mut DocumentRow,
    entry: &Entry,
) -> Result<(i64, [u8; 32], Vec<u8>), AppendError> {
    let bytes = entry.to_bytes()?;
    let tip = tip_of(journal).ok_or_else(|| changes::damaged(&journal.name))?;
    let hash = advance(journal, &tip, entry);
    let change = changes::add_change(tx, journal.id, 0, journal.last_seq, &hash, &bytes, None)?;
    Ok((change, hash, bytes))
}

/// Moves a journal's end over an entry; returns its change's hash.
pub(crate) fn advance(journal: &mut DocumentRow, tip: &Tip, entry: &Entry) -> [u8; 32] {
    let ChangeHash(hash) = take_end(journal, append(tip, entry).tip);
    hash
}

fn take_end(journal: &mut DocumentRow, tip: Tip) -> ChangeHash {
    let hash = tip.hash.expect("a written change has a hash");
    (journal.last_seq, journal.last_hash, journal.last_max_op) = (tip.seq, Some(hash.0), tip.max_op);
    hash
}

/// Calls `each` for the entries of a journal, in their order: number, bytes and hash of the change. The hash is worked out;
/// what stands in the rows is compared with it.
pub(crate) fn replay<E: From<StoreError>>(
    tx: &Tx<'_>,
    journal: &DocumentRow,
    mut each: impl FnMut(u64, &[u8], [u8; 32]) -> Result<(), E>,
) -> Result<(), E> {
    let damaged = || changes::damaged(&journal.name);
    let mut tip = Tip::empty(tip_of(journal).ok_or_else(damaged)?.actor);
    loop {
        let rows = changes::entries_from(tx, journal.id, tip.seq + 1)?;
        if rows.is_empty() {
            return Ok(());
        }
        for (seq, bytes, kept) in rows.into_iter().flat_map(EntryRow::numbered) {
            tip = append(&tip, &Entry::from_bytes(&bytes).ok_or_else(damaged)?).tip;
            let ChangeHash(hash) = tip.hash.ok_or_else(damaged)?;
            if tip.seq != seq || kept.is_some_and(|kept| kept != hash) {
                return Err(damaged().into());
            }
            each(seq, &bytes, hash)?;
        }
    }
}

/// Returns the hash of a journal's change; `None` where there is no such number.
pub(crate) fn hash_at(tx: &Tx<'_>, journal: &DocumentRow, seq: u64) -> Result<Option<[u8; 32]>, StoreError> {
    match changes::entries_at(tx, journal.id, seq)? {
        None => Ok(None),
        Some(row) if row.last == seq => Ok(Some(row.hash)),
        Some(_) => {
            let mut found = None;
            replay::<StoreError>(tx, journal, |at, _, hash| {
                found = found.or((at == seq).then_some(hash));
                Ok(())
            })?;
            Ok(found)
        }
    }
}

/// Puts back into the outbox what a restored server lacks of a journal, one entry a row, and lowers its acknowledgement. Returns false
/// where the journal is damaged, and nobody can tell what is lacking: all of it waits then, to be written again as far as it reads.
pub(crate) fn requeue_after(
    tx: &Tx<'_>,
    journal: &DocumentRow,
    seq: u64,
    hash: Option<&[u8; 32]>,
) -> Result<bool, StoreError> {
    let from = changes::start_of_row(seq + 1);
    let mut again = Vec::new();
    let replayed = replay::<StoreError>(tx, journal, |seq, bytes, hash| {
        again.extend((seq >= from).then(|| (seq, hash, bytes.to_vec())));
        Ok(())
    });
    if whole(replayed)?.is_none() {
        return changes::requeue_damaged(tx, journal.id).map(|()| false);
    }
    changes::remove_entries_from(tx, journal.id, from)?;
    for (at, hash, bytes) in again {
        let change = changes::add_change(tx, journal.id, 0, at, &hash, &bytes, None)?;
        if at > seq {
            outbox::enqueue(tx, change, &bytes)?;
        }
    }
    changes::lower_acknowledgement(tx, journal.id, seq, hash).map(|()| true)
}

/// Returns the end of a journal as its row has it; `None` where the row is damaged.
pub(crate) fn tip_of(row: &DocumentRow) -> Option<Tip> {
    let actor = Actor(row.actor.as_slice().try_into().ok()?);
    Some(Tip { actor, seq: row.last_seq, max_op: row.last_max_op, hash: row.last_hash.map(ChangeHash) })
}
