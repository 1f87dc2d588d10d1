//! What field mode asks of the worker thread.

use shared::domain::{Code, DraftId, FactId, FileId, PlannedVisit, Text, Visit};

/// A request about representatives and drafts. `reader` and `owner` name the representative who is signed in;
/// `None` stands for the branch's staff.
#[derive(Clone)]
pub enum FieldCommand {
    /// Checks a representative's PIN; answered by `Event::PinChecked`.
    CheckPin {
        /// Whose PIN it is.
        code: Code,
        /// The PIN as typed.
        pin: String,
    },
    /// Adds a representative, or gives one another PIN; answered by `Event::Ready` or `FieldEvent::NotKept`.
    SetRepresentative {
        /// Who.
        code: Code,
        /// The PIN, 4 to 8 digits.
        pin: String,
    },
    /// Removes a representative, whose drafts are left to the staff; answered like the above.
    RemoveRepresentative(Code),
    /// Keeps a form that is no record yet; answered by `FieldEvent::NotKept` where it could not be kept.
    KeepDraft {
        /// Its id.
        id: DraftId,
        /// Who alone may open it.
        owner: Option<Code>,
        /// The form, as `FormDraft` writes it.
        content: Vec<u8>,
    },
    /// Asks for the drafts that somebody may open; answered by `FieldEvent::Drafts`.
    LoadDrafts {
        /// Who asks.
        reader: Option<Code>,
    },
    /// Deletes a draft; answered by `FieldEvent::Drafts`.
    DropDraft {
        /// Which one.
        id: DraftId,
        /// Who asks.
        reader: Option<Code>,
    },
    /// Asks for the visits to be made today and those overdue; answered by `FieldEvent::Planned`.
    LoadPlanned,
    /// Writes down a visit that is to be made to a person; answered by `FieldEvent::PlanSaved` and the person anew.
    PlanVisit {
        /// The visit to be made.
        plan: Box<PlannedVisit>,
        /// The person's file.
        file: FileId,
    },
    /// Drops a visit that was to be made; answered by `FieldEvent::PlanDropped`.
    DropPlanned {
        /// The id of the dropping itself.
        id: FactId,
        /// The plan.
        plan: FactId,
        /// Why.
        reason: Text,
    },
    /// Saves a visit of a person whose file is known; answered as `Command::SaveVisit`.
    SaveVisitOf {
        /// The visit.
        visit: Box<Visit>,
        /// The person's file.
        file: FileId,
    },
    /// Saves the visit that a draft became and drops the draft with it; answered as `Command::SaveVisit`.
    SaveVisitOfDraft {
        /// The visit.
        visit: Box<Visit>,
        /// The person's file, where it is known.
        file: Option<FileId>,
        /// The draft.
        draft: DraftId,
        /// Who saves it.
        reader: Option<Code>,
    },
}

impl std::fmt::Debug for FieldCommand {
    /// Shows no PIN and nothing that was entered: debug output ends up in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::CheckPin { .. } => "CheckPin",
            Self::SetRepresentative { .. } => "SetRepresentative",
            Self::RemoveRepresentative(_) => "RemoveRepresentative",
            Self::KeepDraft { .. } => "KeepDraft",
            Self::LoadDrafts { .. } => "LoadDrafts",
            Self::DropDraft { .. } => "DropDraft",
            Self::LoadPlanned => "LoadPlanned",
            Self::PlanVisit { .. } => "PlanVisit",
            Self::DropPlanned { .. } => "DropPlanned",
            Self::SaveVisitOf { .. } => "SaveVisitOf",
            Self::SaveVisitOfDraft { .. } => "SaveVisitOfDraft",
        })
    }
}
