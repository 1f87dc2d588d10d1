//! Visits that are to be made: the lists, planning one, dropping one (P-3, P-7).

use shared::domain::{FactId, FileId, PlannedFor, PlannedVisit, Text};
use shared::replica::{KioskError, PersonView, RecordOutcome};
use tracing::error;

use super::{FieldEvent, not_saved};
use crate::worker::Worker;
use crate::worker::event::{Event, NotSaved};

impl Worker {
    pub(super) fn load_planned(&self) {
        match self.kiosk.planned((self.clock)().wall.date()) {
            Ok(planned) => self.tell(Event::Field(FieldEvent::Planned(planned))),
            Err(e) => error!(error = %e, "the planned visits could not be read"),
        }
    }

    /// Tells which visits to a person are to be made, of any day.
    pub(in crate::worker) fn tell_planned_for(&self, person: &PersonView) {
        let today = (self.clock)().wall.date();
        let rows = person.files.iter().map(|file| self.kiosk.planned_for(*file, today));
        match rows.collect::<Result<Vec<_>, KioskError>>() {
            Ok(rows) => {
                let files = person.files.clone();
                self.tell(Event::Field(FieldEvent::PlannedFor { files, rows: rows.concat() }));
            }
            Err(e) => error!(error = %e, "a person's planned visits could not be read"),
        }
    }

    pub(super) fn plan_visit(&mut self, plan: &PlannedVisit, file: FileId) {
        let reading = (self.clock)();
        let outcome = self.kiosk.plan_visit(&reading, &mut self.dice, plan, &PlannedFor::File(file));
        let outcome = kept(outcome);
        self.exchange_soon();
        self.tell(Event::Field(FieldEvent::PlanSaved(outcome)));
        self.open_person(file);
    }

    pub(super) fn drop_planned(&mut self, id: FactId, plan: FactId, reason: &Text) {
        let reading = (self.clock)();
        let outcome = self.kiosk.drop_planned(&reading, &mut self.dice, id, plan, Some(reason));
        let outcome = kept(outcome);
        self.exchange_soon();
        self.tell(Event::Field(FieldEvent::PlanDropped { plan, outcome }));
    }
}

fn kept(outcome: Result<RecordOutcome, KioskError>) -> Result<(), NotSaved> {
    match outcome {
        Ok(RecordOutcome::Saved(_) | RecordOutcome::Repeated(_)) => Ok(()),
        Ok(RecordOutcome::Refused { field, reason }) => {
            error!(field, reason, "a plan was refused");
            Err(NotSaved::Failed)
        }
        Err(e) => {
            error!(error = %e, "a plan was not saved");
            Err(not_saved(&e))
        }
    }
}
