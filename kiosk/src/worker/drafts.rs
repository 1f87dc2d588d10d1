//! Field mode's part of the worker: representatives, their PINs, their drafts (P-7).

use shared::domain::{CatalogKind, Code, DraftId};
use shared::replica::{Draft, KioskError, NewDraft, NewPin, PinBefore, PinCost, PinOutcome, Whose};
use shared::sync::EnrolmentCode;
use tracing::error;

use super::Worker;
use super::saving::not_saved;
use crate::link::{Event, Hidden, KeptDraft, VISIT_DRAFT};

impl Worker {
    /// Checks the device's own PIN, or a representative's.
    pub(super) fn check_pin(&mut self, whose: Option<&Code>, pin: &str) {
        let answer = self.pin_answer();
        let works = whose.map_or(Ok(true), |code| self.still_works_here(code));
        let whose = whose.map_or(Whose::Device, Whose::Representative);
        let checked =
            works.and_then(|works| if works { self.open_with(whose, pin) } else { Ok(PinOutcome::Wrong) });
        answer.give(checked);
    }

    /// Whoever has left the association, as the catalog says, signs in no more.
    fn still_works_here(&self, code: &Code) -> Result<bool, KioskError> {
        let catalog = self.kiosk.catalog()?;
        Ok(catalog.find(&CatalogKind::Staff, code.as_str()).is_none_or(|entry| entry.active))
    }

    /// Sets a representative's PIN: with the code of a pass, or in place of the one with which they are signed in.
    pub(super) fn set_representative(&mut self, code: &Code, pin: &str, pass: Option<&str>) {
        let now = (self.clock)().unix_millis();
        let pin = NewPin::new(&mut self.dice, pin, PinCost::STAFF);
        let kept = match pass.map(EnrolmentCode::parse) {
            None => self.kiosk.set_pin(Whose::Representative(code), pin, PinBefore::Own),
            Some(Ok(pass)) => self.kiosk.set_pin_with_pass(now, code, &pass, pin),
            Some(Err(_)) => Err(KioskError::NoPass),
        };
        self.representatives_changed(kept);
    }

    pub(super) fn remove_representative(&mut self, code: &Code) {
        let kept = self.kiosk.remove_pin(Whose::Representative(code));
        self.representatives_changed(kept);
    }

    fn representatives_changed(&self, kept: Result<(), KioskError>) {
        match kept {
            Ok(()) => self.tell_ready(),
            Err(e) => self.not_kept(&e, "the representatives stay as they were"),
        }
    }

    pub(super) fn keep_draft(&mut self, id: DraftId, owner: Option<&Code>, content: &[u8]) {
        let draft = NewDraft { id, owner, kind: VISIT_DRAFT, content };
        let mut act = self.act();
        if let Err(e) = self.kiosk.keep_draft(&mut act, &draft) {
            self.not_kept(&e, "a draft was not kept");
        }
    }

    fn not_kept(&self, e: &KioskError, what: &'static str) {
        error!(error = %e, "{what}");
        self.tell(Event::NotKept(not_saved(e)));
    }

    pub(super) fn load_drafts(&self, reader: Option<&Code>) {
        match self.kiosk.drafts(reader) {
            Ok(drafts) => {
                let kept = |draft: Draft| KeptDraft {
                    id: draft.id,
                    updated: draft.updated,
                    // what is no visit is a newer program's
                    content: draft
                        .content
                        .map(|content| Hidden(if draft.kind == VISIT_DRAFT { content } else { Vec::new() })),
                };
                self.tell(Event::Drafts(drafts.into_iter().map(kept).collect()));
            }
            Err(e) => error!(error = %e, "the drafts could not be read"),
        }
    }

    pub(super) fn drop_draft(&mut self, id: DraftId, reader: Option<&Code>) {
        if let Err(e) = self.kiosk.drop_draft(id, reader) {
            error!(error = %e, "a draft could not be deleted");
        }
        self.load_drafts(reader);
    }
}

#[cfg(test)]
mod tests;
