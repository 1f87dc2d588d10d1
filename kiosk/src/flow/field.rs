//! Who works in staff mode, and the drafts that they may open (P-7).

use shared::domain::{Code, DraftId, FactId, FileId, UnixMillis};

use super::FormDraft;
use crate::link::PlannedRow;

/// Who signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A member of the branch's staff, with the device's PIN.
    Staff,
    /// A representative, with a PIN of their own.
    Representative(Code),
}

impl Who {
    /// Returns the representative's code; `None` for the branch's staff.
    pub fn code(&self) -> Option<&Code> {
        match self {
            Self::Staff => None,
            Self::Representative(code) => Some(code),
        }
    }
}

/// A draft that whoever is signed in may open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftEntry {
    /// Its id.
    pub id: DraftId,
    /// When it was last kept.
    pub updated: UnixMillis,
    /// What stands in it; `None` where this program can't read it.
    pub form: Option<Box<FormDraft>>,
}

/// What staff mode knows beside its pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldState {
    /// People were looked up: the worker holds an index of them.
    pub looked_up: bool,
    who: Option<Who>,
    drafts: Option<Vec<DraftEntry>>,
    dropping: Option<DraftId>,
    opening: Option<DraftEntry>,
    planned: Vec<PlannedRow>,
    carrying_out: Option<PlannedRow>,
}

impl FieldState {
    /// Returns who signs in or is signed in; `None` until they chose their name.
    pub fn who(&self) -> Option<&Who> {
        self.who.as_ref()
    }

    /// Returns the representative who is signed in; `None` for the branch's staff.
    pub fn representative(&self) -> Option<&Code> {
        self.who.as_ref().and_then(Who::code)
    }

    /// Takes in who signs in, or that nobody does.
    pub fn choose(&mut self, who: Option<Who>) {
        *self = Self { who, looked_up: self.looked_up, ..Self::default() };
    }

    /// Returns the visits that whoever is signed in is to make today, and those overdue; the oldest first.
    pub fn planned(&self) -> &[PlannedRow] {
        &self.planned
    }

    /// Takes in the visits to be made; a representative is shown their own and those that anybody may make.
    pub fn loaded_planned(&mut self, mut planned: Vec<PlannedRow>) {
        if let Some(me) = self.representative() {
            planned.retain(|row| row.plan.representative.as_ref().is_none_or(|code| code == me));
        }
        self.planned = planned;
    }

    /// Finds a visit to be made.
    pub fn find_planned(&self, plan: FactId) -> Option<&PlannedRow> {
        self.planned.iter().find(|row| row.plan.id == plan)
    }

    /// Notes that a visit is made once the person's file is open.
    pub fn wait_to_carry_out(&mut self, row: PlannedRow) {
        self.carrying_out = Some(row);
    }

    /// Returns the visit that waited for one of these files, and waits no more.
    pub fn take_carrying_out(&mut self, files: &[FileId]) -> Option<PlannedRow> {
        self.carrying_out.take_if(|row| row.file.is_some_and(|file| files.contains(&file)))
    }

    /// Returns the drafts, newest first; `None` until the worker answered.
    pub fn drafts(&self) -> Option<&[DraftEntry]> {
        self.drafts.as_deref()
    }

    /// Takes in the drafts.
    pub fn loaded_drafts(&mut self, drafts: Vec<DraftEntry>) {
        if self.dropping.is_some_and(|id| drafts.iter().all(|draft| draft.id != id)) {
            self.dropping = None;
        }
        self.drafts = Some(drafts);
    }

    /// Finds a draft.
    pub fn draft(&self, id: DraftId) -> Option<&DraftEntry> {
        self.drafts.as_ref()?.iter().find(|draft| draft.id == id)
    }

    /// Asks whether a draft is to be deleted, or asks no more.
    pub fn ask_to_drop(&mut self, draft: Option<DraftId>) {
        self.dropping = draft;
    }

    /// Returns the draft that may be deleted once that is confirmed.
    pub fn dropping(&self) -> Option<DraftId> {
        self.dropping
    }

    /// Notes that a draft waits for the visit that it corrects.
    pub fn wait_for_original(&mut self, draft: DraftEntry) {
        self.opening = Some(draft);
    }

    /// Returns the draft that waited for this visit, and waits no more.
    pub fn take_waiting(&mut self, visit: FactId) -> Option<DraftEntry> {
        let waits = |draft: &DraftEntry| draft.form.as_ref().and_then(|form| form.corrects()) == Some(visit);
        self.opening.take_if(|draft| waits(draft))
    }
}
