//! Saving records: what the replica is asked, what the window is told, the receipt of what is durable.

use std::time::Duration;

use shared::domain::{Origin, PlannedFor, Record, Serving, Visit, reference_of, serving};
use shared::replica::{Act, KioskError, PLAN_FILE, RecordOutcome, SEEN, Ticket};
use shared::store::StoreError;
use tracing::error;

use super::Worker;
use crate::link::{Event, NotSaved, Receipt, Save};

/// How soon after a record is saved the next exchange begins: the hand-over at the counter is over by then.
const AFTER_SAVING: Duration = Duration::from_secs(2);

/// What the replica said of a record, and the number that calls a visitor.
type Recorded = (Option<RecordOutcome>, Option<Ticket>);

impl Worker {
    pub(super) fn save(&mut self, save: Save) {
        self.move_due_ratings();
        let mut act = Act { by: save.by().cloned(), ..self.act() };
        let event = match self.record(&mut act, &save) {
            Ok((Some(RecordOutcome::Saved(_) | RecordOutcome::Repeated(_)), number)) => {
                Event::Saved { id: save.id(), receipt: self.hand_over(&save, number) }
            }
            Ok((Some(RecordOutcome::Refused { field: PLAN_FILE | SEEN, .. }), _)) => {
                Event::NotSaved(NotSaved::ChangedMeanwhile)
            }
            Ok((Some(RecordOutcome::Refused { field, reason }), _)) => {
                error!(field, reason, "a record was refused");
                Event::NotSaved(NotSaved::Failed)
            }
            Ok((None, _)) => Event::NotSaved(NotSaved::Failed),
            Err(e) => {
                error!(error = %e, "a record was not saved");
                Event::NotSaved(not_saved(&e))
            }
        };
        self.tell(event);
        if let Save::Plan { file, .. } = save {
            self.open_person(file);
        }
    }

    fn record(&mut self, act: &mut Act, save: &Save) -> Result<Recorded, KioskError> {
        let waits = matches!(save, Save::Visit { visit, .. } if self.waits(visit));
        let queue = &self.config.queue;
        let kiosk = &mut self.kiosk;
        let outcome = match save {
            Save::Visit { visit, .. } if waits => {
                let (outcome, ticket) = kiosk.record_waiting(act, (**visit).clone(), queue.digit())?;
                let told = |ticket: Ticket| match queue.knows_all() {
                    true => ticket,
                    false => Ticket { before: None, ..ticket },
                };
                return Ok((Some(outcome), ticket.map(told)));
            }
            Save::Visit { visit, file, draft: Some(draft), .. } => {
                let record = Record::Visit(visit.clone());
                kiosk.record_draft(act, &record, *file, *draft)?
            }
            Save::Visit { visit, file: Some(file), draft: None, .. } => {
                kiosk.record_visit_of(act, *file, visit)?
            }
            Save::Plan { plan, file, .. } => kiosk.plan_visit(act, plan, &PlannedFor::File(*file))?,
            Save::PlanDropped { id, plan, reason, .. } => {
                kiosk.drop_planned(act, *id, *plan, Some(reason))?
            }
            Save::Request { request, file, .. } => kiosk.record_request_of(act, *file, request)?,
            Save::Step { step, .. } => kiosk.record_step_seen(act, step)?,
            Save::Visit { visit, file: None, draft: None, .. } => {
                return Ok((kiosk.record(act, &[Record::Visit(visit.clone())])?.pop(), None));
            }
            Save::RatingSoFar(rating) => kiosk.record_rating_so_far(act, rating)?,
            Save::Rating(rating) => kiosk.record_rating(act, rating)?,
            Save::Suggestion(suggestion) => {
                let record = Record::Suggestion(suggestion.clone());
                return Ok((kiosk.record(act, &[record])?.pop(), None));
            }
        };
        Ok((Some(outcome), None))
    }

    /// Has what is durable leave soon, and makes a visitor's receipt.
    fn hand_over(&mut self, save: &Save, ticket: Option<Ticket>) -> Option<Box<Receipt>> {
        match save {
            Save::Visit { visit, .. } => {
                self.exchange_soon();
                Some(Box::new(self.receipt(visit, ticket)))
            }
            Save::Suggestion(_)
            | Save::Plan { .. }
            | Save::PlanDropped { .. }
            | Save::Request { .. }
            | Save::Step { .. } => {
                self.exchange_soon();
                None
            }
            // when a rating leaves is no matter of when it was made
            Save::RatingSoFar(_) | Save::Rating(_) => None,
        }
    }

    /// Makes the receipt of a record that is durable. A device that can't sign gives the bare reference all the same.
    fn receipt(&self, visit: &Visit, ticket: Option<Ticket>) -> Receipt {
        let (id, at) = (visit.id, visit.at.clone());
        let reference = reference_of(id);
        let payload = match self.kiosk.receipt(id, at.local().date()) {
            Ok(signed) => signed.to_text(),
            Err(e) => {
                error!(error = %e, "a receipt was not signed");
                reference.clone()
            }
        };
        Receipt { visit: id, reference, payload, at, services: visit.services.clone(), ticket }
    }

    /// Exchanges once the hand-over at the counter is over.
    pub(super) fn exchange_soon(&mut self) {
        self.exchanging.wait_for(AFTER_SAVING);
    }

    /// Tells whether a visitor waits to be served: they registered themselves, where members of staff call them and serve on
    /// that day still.
    fn waits(&self, visit: &Visit) -> bool {
        let gives = self.kiosk.mode().is_ok_and(|mode| self.config.queue.gives(mode));
        let registered = visit.origin == Origin::SelfService && visit.supersedes.is_none();
        gives && registered && !self.is_over_for_the_day(visit)
    }

    fn is_over_for_the_day(&self, visit: &Visit) -> bool {
        let (Ok(catalog), Ok(branch)) = (self.kiosk.catalog(), self.kiosk.branch()) else { return false };
        let hours = catalog.hours_of(branch.as_str());
        hours.is_some_and(|hours| matches!(serving(visit.at.local(), hours), Serving::AnotherDay(_)))
    }
}

/// What a person is told of a failure; the log has the details.
pub(super) fn not_saved(error: &KioskError) -> NotSaved {
    match error {
        KioskError::Store(StoreError::Full) => NotSaved::DiskFull,
        KioskError::Store(StoreError::Overtaken) => NotSaved::Overtaken,
        KioskError::DraftsClosed => NotSaved::DraftsClosed,
        KioskError::NoPass | KioskError::PassEnded | KioskError::PassTooOld => NotSaved::NoPass,
        _ => NotSaved::Failed,
    }
}
