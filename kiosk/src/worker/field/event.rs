//! What the worker thread tells field mode.

use shared::domain::{DraftId, FactId, FileId, UnixMillis};

use shared::replica::PlannedRow;

use crate::worker::event::NotSaved;

/// Something that happened to representatives and drafts.
#[derive(Clone, Debug)]
pub enum FieldEvent {
    /// The drafts that whoever asked may open, newest first.
    Drafts(Vec<KeptDraft>),
    /// The visits to be made today and those overdue, the oldest first.
    Planned(Vec<PlannedRow>),
    /// The visits to be made to a person, of any day.
    PlannedFor {
        /// The person's files.
        files: Vec<FileId>,
        /// The visits, the oldest first.
        rows: Vec<PlannedRow>,
    },
    /// What became of a plan that was to be saved.
    PlanSaved(Result<(), NotSaved>),
    /// What became of a plan that was to be dropped.
    PlanDropped {
        /// The plan.
        plan: FactId,
        /// Whether that is durable.
        outcome: Result<(), NotSaved>,
    },
    /// A draft or a representative's PIN could not be kept.
    NotKept(NotSaved),
}

/// A draft as it was kept.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptDraft {
    /// Its id.
    pub id: DraftId,
    /// When it was last kept.
    pub updated: UnixMillis,
    /// What stands in it; `None` where it can't be opened.
    pub content: Option<Vec<u8>>,
}

impl std::fmt::Debug for KeptDraft {
    /// Shows nothing that was entered: debug output ends up in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeptDraft").field("id", &self.id).finish_non_exhaustive()
    }
}
