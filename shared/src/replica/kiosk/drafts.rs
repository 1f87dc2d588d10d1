//! Drafts: forms that were begun here and are no records yet. They never leave the device. Those of a representative are sealed for a
//! key of their own, which their PIN alone opens; those of nobody, and of a representative whose PIN opens nothing, for the device's
//! reader. What stands in them is the caller's affair.

use super::{Kiosk, KioskError};
use crate::doc::seal_bytes;
use crate::domain::{Code, DraftId, FileId, Record, UnixMillis};
use crate::replica::{Act, RecordOutcome};
use crate::store::{DraftRow, StoreError, drafts, pins};

/// Largest content of a draft: a form of 12 texts of 4,000 characters at 4 bytes each is 192 KiB.
pub const DRAFT_BYTES_MAX: usize = 256 * 1024;

/// Most drafts that are listed, the newest first: more than one person leaves unfinished in a month of field work.
pub const DRAFTS_LISTED_MAX: u32 = 200;

/// A form that was begun and is no record yet.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// The member of staff who alone may open it; `None` where any member of staff may.
    pub owner: Option<Code>,
    /// What it is a draft of, such as `visit`.
    pub kind: String,
    /// When it was last kept.
    pub updated: UnixMillis,
    /// What was entered, at most [`DRAFT_BYTES_MAX`]; `None` where it can't be opened, now or any more.
    pub content: Option<Vec<u8>>,
}

impl std::fmt::Debug for Draft {
    /// Shows nothing of the content: debug output ends up in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// A draft to be kept.
#[derive(Clone, Copy)]
pub struct NewDraft<'a> {
    /// Its id; the same one keeps a later state of the same draft.
    pub id: DraftId,
    /// The member of staff who alone may open it; `None` where any member of staff may.
    pub owner: Option<&'a Code>,
    /// What it is a draft of.
    pub kind: &'a str,
    /// What was entered.
    pub content: &'a [u8],
}

impl Kiosk {
    /// Keeps a draft in place of its earlier state; durable when it returns. A draft of nobody's becomes its new owner's,
    /// a draft of somebody else's stays as it is.
    ///
    /// # Errors
    /// [`KioskError::DraftTooLarge`], or [`KioskError::Store`] for a full disk: the earlier state is still there.
    pub fn keep_draft(&mut self, act: &mut Act, draft: &NewDraft<'_>) -> Result<(), KioskError> {
        if draft.content.len() > DRAFT_BYTES_MAX {
            return Err(KioskError::DraftTooLarge);
        }
        let (own, content) = self.sealed_draft(act, draft)?;
        let row = DraftRow {
            id: draft.id.as_bytes().to_vec(),
            owner: draft.owner.map(Code::to_string),
            kind: draft.kind.to_owned(),
            updated: act.now.unix_millis().0,
            own,
            content,
        };
        if !self.db.write::<_, StoreError>(|tx| drafts::keep(tx, &row))? {
            return Err(KioskError::ForeignDraft);
        }
        Ok(())
    }

    /// Seals a draft for its owner, where they have a draft key, otherwise for whoever reads here. Returns for whom.
    fn sealed_draft(&self, act: &mut Act, draft: &NewDraft<'_>) -> Result<(bool, Vec<u8>), KioskError> {
        let label = label(draft.id.as_bytes());
        if let Some(owner) = draft.owner
            && let Some(key) = self.db.read(|tx| pins::find(tx, owner.as_str()))?.and_then(|pin| pin.drafts)
        {
            return Ok((true, seal_bytes(&mut act.dice, &key, &label, draft.content)));
        }
        let sealed = self.secrets.seal(&mut act.dice, &label, draft.content);
        Ok((false, sealed.map_err(|_| KioskError::ReadLocked)?))
    }

    /// Returns the drafts that a member of staff may open: their own and those of nobody, newest first, at most
    /// [`DRAFTS_LISTED_MAX`].
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn drafts(&self, reader: Option<&Code>) -> Result<Vec<Draft>, KioskError> {
        self.must_read()?;
        let rows = self.db.read(|tx| drafts::of(tx, reader.map(Code::as_str), DRAFTS_LISTED_MAX))?;
        Ok(rows.into_iter().filter_map(|row| self.open_draft(row)).collect())
    }

    /// Opens one draft; `None` where there is none that this member of staff may open.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn draft(&self, id: DraftId, reader: Option<&Code>) -> Result<Option<Draft>, KioskError> {
        self.must_read()?;
        let row = self.db.read(|tx| drafts::find(tx, id.as_bytes(), reader.map(Code::as_str)))?;
        Ok(row.and_then(|row| self.open_draft(row)))
    }

    /// Drops a draft that this member of staff may open; its bytes are overwritten.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn drop_draft(&mut self, id: DraftId, reader: Option<&Code>) -> Result<(), KioskError> {
        let reader = reader.map(Code::as_str);
        Ok(self.db.write::<_, StoreError>(|tx| drafts::remove(tx, id.as_bytes(), reader))?)
    }

    /// Records what a draft became, and drops the draft in the same transaction: whatever happens, one of the two is
    /// there. A refused record leaves the draft. `of` is the file of the person whom a visit is known to be about, as in
    /// [`Kiosk::record_visit_of`].
    ///
    /// # Errors
    /// [`KioskError`] where nothing of it was saved.
    pub fn record_draft(
        &mut self,
        act: &mut Act,
        record: &Record,
        of: Option<FileId>,
        draft: DraftId,
    ) -> Result<RecordOutcome, KioskError> {
        if of.is_some() {
            self.must_read()?;
        }
        self.recording(act, |recorder| {
            let outcome = recorder.record_of(record, of)?;
            if !matches!(outcome, RecordOutcome::Refused { .. }) {
                let reader = recorder.act.by.as_ref().map(Code::as_str);
                drafts::remove(recorder.facts.tx, draft.as_bytes(), reader)?;
            }
            Ok(outcome)
        })
    }

    fn open_draft(&self, row: DraftRow) -> Option<Draft> {
        let label = label(&row.id);
        let content = match &row.owner {
            Some(owner) if row.own => self.secrets.unseal_draft(owner, &label, &row.content),
            Some(_) | None => self.secrets.unseal(&label, &row.content),
        };
        let content = content.ok();
        Some(Draft {
            id: DraftId::from_slice(&row.id)?,
            owner: row.owner.and_then(|code| Code::new(code).ok()),
            kind: row.kind,
            updated: UnixMillis(row.updated),
            content,
        })
    }
}

pub(super) fn label(id: &[u8]) -> Vec<u8> {
    [b"draft\0".as_slice(), id].concat()
}

#[cfg(test)]
mod tests;
