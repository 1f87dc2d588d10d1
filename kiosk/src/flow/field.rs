//! Who works in staff mode, and the drafts that they may open (P-7).

use shared::domain::{Code, DraftId, FactId, UnixMillis};

use super::FormDraft;
use crate::link::{KeptDraft, PlannedRow};

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

/// What field mode asks for: who signs in, the home page, drafts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldAction {
    /// Chooses who signs in, or goes back to choosing.
    SignInAs(Option<Who>),
    /// Opens the home page of field mode.
    ShowHome,
    /// Opens the drafts.
    ShowDrafts,
    /// Opens a draft.
    OpenDraft(DraftId),
    /// Asks whether a draft is to be deleted, or asks no more.
    AskToDrop(Option<DraftId>),
    /// Deletes a draft.
    DropDraft(DraftId),
    /// Leaves the form and keeps it as a draft.
    KeepForm,
    /// Leaves the form and drops what was entered.
    DiscardForm,
}

/// What stands in a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftContent {
    /// A form.
    Form(Box<FormDraft>),
    /// What a newer program wrote.
    Newer,
    /// Nothing opens it any more: wrong PINs destroyed what did.
    Closed,
}

/// A draft that whoever is signed in may open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftEntry {
    /// Its id.
    pub id: DraftId,
    /// When it was last kept.
    pub updated: UnixMillis,
    /// What stands in it.
    pub content: DraftContent,
}

impl From<KeptDraft> for DraftEntry {
    fn from(kept: KeptDraft) -> Self {
        let content = match kept.content.map(|content| FormDraft::read(&content)) {
            Some(Some(form)) => DraftContent::Form(Box::new(form)),
            Some(None) => DraftContent::Newer,
            None => DraftContent::Closed,
        };
        Self { id: kept.id, updated: kept.updated, content }
    }
}

/// What staff mode knows beside its pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldState {
    who: Option<Who>,
    drafts: Option<Vec<DraftEntry>>,
    dropping: Option<DraftId>,
    planned: Vec<PlannedRow>,
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
        *self = Self { who, ..Self::default() };
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

    /// Returns the drafts, newest first; `None` until the worker answered.
    pub fn drafts(&self) -> Option<&[DraftEntry]> {
        self.drafts.as_deref()
    }

    /// Takes in the drafts.
    pub fn loaded_drafts(&mut self, drafts: Vec<KeptDraft>) {
        if self.dropping.is_some_and(|id| drafts.iter().all(|draft| draft.id != id)) {
            self.dropping = None;
        }
        self.drafts = Some(drafts.into_iter().map(DraftEntry::from).collect());
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
}
