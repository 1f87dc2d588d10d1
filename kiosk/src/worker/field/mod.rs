//! Field mode's part of the worker: representatives, their PINs, their drafts (P-7).

mod command;
mod event;
mod plans;

use shared::domain::{CatalogKind, Code, DraftId, FileId, Record, Visit};
use shared::replica::{Draft, KioskError, NewDraft};
use shared::store::StoreError;
use tracing::error;

use super::Worker;
use super::event::{Event, NotSaved, PinOutcome};
use crate::flow::VISIT_DRAFT;
use crate::pin;

pub use command::FieldCommand;
pub use event::{FieldEvent, KeptDraft};
pub use shared::replica::PlannedRow;

impl Worker {
    pub(super) fn carry_out_field(&mut self, command: FieldCommand) {
        match command {
            FieldCommand::CheckPin { code, pin } => self.check_representative(&code, &pin),
            FieldCommand::SetRepresentative { code, pin } => {
                let kept = pin::set_representative(&mut self.kiosk, &mut self.dice, &code, &pin);
                self.representatives_changed(kept);
            }
            FieldCommand::RemoveRepresentative(code) => {
                let kept = self.kiosk.remove_representative(&code);
                self.representatives_changed(kept);
            }
            FieldCommand::KeepDraft { id, owner, content } => self.keep_draft(id, owner.as_ref(), &content),
            FieldCommand::LoadDrafts { reader } => self.load_drafts(reader.as_ref()),
            FieldCommand::DropDraft { id, reader } => {
                if let Err(e) = self.kiosk.drop_draft(id, reader.as_ref()) {
                    error!(error = %e, "a draft could not be deleted");
                }
                self.load_drafts(reader.as_ref());
            }
            FieldCommand::LoadPlanned => self.load_planned(),
            FieldCommand::PlanVisit { plan, file } => self.plan_visit(&plan, file),
            FieldCommand::DropPlanned { id, plan, reason } => self.drop_planned(id, plan, &reason),
            FieldCommand::SaveVisitOf { visit, file } => self.save_visit_of(visit, file),
            FieldCommand::SaveVisitOfDraft { visit, file, draft, reader } => {
                self.save_visit_of_draft(visit, file, draft, reader.as_ref());
            }
        }
    }

    fn check_representative(&mut self, code: &Code, pin: &str) {
        let answer = self.pin_answer();
        let now = (self.clock)().unix_millis();
        let checked = self.still_works_here(code).and_then(|works| {
            let whose = pin::Whose::Representative(code);
            if works { pin::check(&mut self.kiosk, now, whose, pin) } else { Ok(PinOutcome::Wrong) }
        });
        answer.give(checked);
    }

    /// Whoever has left the association, as the catalog says, signs in no more.
    fn still_works_here(&self, code: &Code) -> Result<bool, KioskError> {
        let catalog = self.kiosk.catalog()?;
        Ok(catalog.find(&CatalogKind::Staff, code.as_str()).is_none_or(|entry| entry.active))
    }

    fn representatives_changed(&self, kept: Result<(), KioskError>) {
        match kept {
            Ok(()) => self.tell_ready(),
            Err(e) => self.not_kept(&e, "the representatives stay as they were"),
        }
    }

    fn keep_draft(&mut self, id: DraftId, owner: Option<&Code>, content: &[u8]) {
        let draft = NewDraft { id, owner, kind: VISIT_DRAFT, content };
        if let Err(e) = self.kiosk.keep_draft(&(self.clock)(), &mut self.dice, &draft) {
            self.not_kept(&e, "a draft was not kept");
        }
    }

    fn not_kept(&self, e: &KioskError, what: &'static str) {
        error!(error = %e, "{what}");
        self.tell(Event::Field(FieldEvent::NotKept(not_saved(e))));
    }

    fn load_drafts(&self, reader: Option<&Code>) {
        match self.kiosk.drafts(reader) {
            Ok(drafts) => {
                let kept = |draft: Draft| KeptDraft {
                    id: draft.id,
                    updated: draft.updated,
                    content: draft.content.filter(|_| draft.kind == VISIT_DRAFT),
                };
                self.tell(Event::Field(FieldEvent::Drafts(drafts.into_iter().map(kept).collect())));
            }
            Err(e) => error!(error = %e, "the drafts could not be read"),
        }
    }

    fn save_visit_of(&mut self, visit: Box<Visit>, file: FileId) {
        let reading = (self.clock)();
        self.move_due_ratings();
        let outcome = self.kiosk.record_visit_of(&reading, &mut self.dice, file, &visit);
        self.tell_saved(outcome.map(Some), Record::Visit(visit));
    }

    fn save_visit_of_draft(
        &mut self,
        visit: Box<Visit>,
        file: Option<FileId>,
        draft: DraftId,
        reader: Option<&Code>,
    ) {
        let (reading, record) = ((self.clock)(), Record::Visit(visit));
        self.move_due_ratings();
        let outcome = self.kiosk.record_draft(&reading, &mut self.dice, &record, file, draft, reader);
        self.tell_saved(outcome.map(Some), record);
    }
}

/// What a person is told of a failure; the log has the details.
pub(super) fn not_saved(error: &KioskError) -> NotSaved {
    let full = matches!(error, KioskError::Store(StoreError::Full));
    if full { NotSaved::DiskFull } else { NotSaved::Failed }
}

#[cfg(test)]
mod tests;
