//! Carrying out the window's commands on the replica.

use std::sync::Arc;
use std::time::Duration;

use shared::domain::{FactId, Moment, Record, reference_of};
use shared::replica::{KioskError, RecordOutcome, TodayRow};
use tracing::{error, warn};

use super::Worker;
use super::command::Command;
use super::event::{DeviceStatus, EnrolFailure, Event, NotSaved, Receipt, RecordState, Setting, TodayVisit};
use super::field::not_saved;
use super::trial::TRIAL_PIN;
use crate::enrol::{self, EnrolError};
use crate::guide::GuideIndex;
use crate::pin;

/// How soon after a record is saved the next exchange begins: the hand-over at the counter is over by then.
pub(super) const AFTER_SAVING: Duration = Duration::from_secs(2);

impl Worker {
    pub(super) async fn carry_out(&mut self, command: Command) {
        match command {
            Command::SaveVisit(visit) if self.waits(&visit) => self.save_waiting(visit),
            Command::Enrol { server, code } => self.enrol(&server, &code).await,
            Command::KeepSetup(step) => self.keep_setup(step),
            Command::SetPin(pin) => self.set_pin(&pin),
            Command::BeginTrial => self.begin_trial(),
            Command::EndTrial => self.end_trial(),
            Command::SaveVisit(visit) => self.save(Record::Visit(visit)),
            Command::SaveRating(rating) => self.save(Record::Rating(rating)),
            Command::SaveSuggestion(suggestion) => self.save(Record::Suggestion(suggestion)),
            Command::LoadToday => self.load_today(),
            Command::OpenVisit(id) => {
                let visit = self.kiosk.visit(id).unwrap_or_else(|e| {
                    error!(error = %e, "a visit could not be opened");
                    None
                });
                self.tell(Event::VisitOpened(visit.map(Box::new)));
            }
            Command::LoadStatus => self.load_status(),
            Command::SyncNow => self.begin_session(),
            Command::CheckPin(pin) => self.check_pin(&pin),
            Command::Print(page) => self.print(*page),
            Command::SaveConfig(config) => self.save_config(config),
            Command::Field(command) => self.carry_out_field(command),
            Command::Waiting(command) => self.carry_out_waiting(command),
            Command::People(command) => self.carry_out_people(command),
            Command::Stop => {}
        }
    }

    async fn enrol(&mut self, server: &str, code: &str) {
        let outcome = enrol::enrol(&mut self.kiosk, &mut self.dice, server, code, None).await;
        match outcome {
            Ok(()) => {
                self.exchanging.forget_client();
                self.tell(Event::Enrolled);
                self.tell_ready();
                self.begin_session();
            }
            Err(e) => {
                warn!(error = %e, "enrolment failed");
                self.tell(Event::EnrolFailed(failure_of(&e)));
            }
        }
    }

    fn save(&mut self, record: Record) {
        let reading = (self.clock)();
        self.move_due_ratings();
        let outcome = self.kiosk.record(&reading, &mut self.dice, std::slice::from_ref(&record));
        self.tell_saved(outcome.map(|mut outcomes| outcomes.pop()), record);
    }

    pub(super) fn tell_saved(&mut self, outcome: Result<Option<RecordOutcome>, KioskError>, record: Record) {
        match (outcome, record) {
            (Ok(Some(RecordOutcome::Saved(id) | RecordOutcome::Repeated(id))), Record::Visit(visit)) => {
                self.exchanging.wait_for(AFTER_SAVING);
                let receipt = self.receipt(id, visit.at);
                self.tell(Event::VisitSaved(receipt));
            }
            (Ok(Some(RecordOutcome::Saved(id) | RecordOutcome::Repeated(id))), Record::Rating(_)) => {
                self.tell(Event::RatingSaved(id));
            }
            (Ok(Some(RecordOutcome::Saved(id) | RecordOutcome::Repeated(id))), Record::Suggestion(_)) => {
                self.exchanging.wait_for(AFTER_SAVING);
                self.tell(Event::SuggestionSaved(id));
            }
            (Ok(Some(RecordOutcome::Refused { field, reason })), _) => {
                error!(field, reason, "a record was refused");
                self.tell(Event::NotSaved(NotSaved::Failed));
            }
            (Ok(None), _) => self.tell(Event::NotSaved(NotSaved::Failed)),
            (Err(e), _) => {
                error!(error = %e, "a record was not saved");
                self.tell(Event::NotSaved(not_saved(&e)));
            }
        }
    }

    /// Makes the receipt of a record that is durable. A device that can't sign gives the bare reference all the same.
    pub(super) fn receipt(&self, id: FactId, at: Moment) -> Receipt {
        let reference = reference_of(id);
        let payload = match self.kiosk.receipt(id, at.local().date()) {
            Ok(signed) => signed.to_text(),
            Err(e) => {
                error!(error = %e, "a receipt was not signed");
                reference.clone()
            }
        };
        Receipt { visit: id, reference, payload, at, waiting: None }
    }

    /// Exchanges once the hand-over at the counter is over.
    pub(super) fn exchange_soon(&mut self) {
        self.exchanging.wait_for(AFTER_SAVING);
    }

    fn load_today(&mut self) {
        match self.kiosk.today(&(self.clock)()) {
            Ok(rows) => self.tell(Event::Today(rows.into_iter().map(today_visit).collect())),
            Err(e) => error!(error = %e, "the day's visits could not be read"),
        }
    }

    fn load_status(&mut self) {
        match self.status() {
            Ok(status) => self.tell(Event::Status(Box::new(status))),
            Err(e) => error!(error = %e, "the device's status could not be read"),
        }
    }

    fn status(&self) -> Result<DeviceStatus, KioskError> {
        let counts = self.kiosk.counts()?;
        Ok(DeviceStatus {
            saved: counts.saved,
            received: counts.received,
            waiting: counts.waiting,
            waiting_hour: counts.waiting_hour,
            quarantined: counts.quarantined,
            last_exchange: counts.last_exchange.and_then(|at| jiff::Timestamp::from_millisecond(at.0).ok()),
            server: self.kiosk.server()?.0.to_owned(),
            device: self.kiosk.device()?,
            branch: self.kiosk.branch()?.to_string(),
        })
    }

    fn check_pin(&mut self, pin: &str) {
        let answer = self.pin_answer();
        let now = (self.clock)().unix_millis();
        answer.give(pin::check(&mut self.kiosk, now, pin::Whose::Device, pin));
    }

    pub(super) fn tell_ready(&self) {
        let setting = || -> Result<Setting, KioskError> {
            let catalog = self.kiosk.catalog()?;
            Ok(Setting {
                device: self.kiosk.device()?,
                mode: self.kiosk.mode()?.clone(),
                branch: self.kiosk.branch()?.to_string(),
                guide: GuideIndex::new(&catalog),
                catalog,
                representatives: self.kiosk.representatives()?,
                trial_pin: self.trial.as_ref().map(|_| TRIAL_PIN),
            })
        };
        match setting() {
            Ok(setting) => self.tell(Event::Ready(Some(Arc::new(setting)))),
            Err(KioskError::NotEnrolled) => self.tell(Event::Ready(None)),
            Err(e) => {
                error!(error = %e, "the catalog could not be read");
                self.tell(Event::Ready(None));
            }
        }
    }
}

fn today_visit(row: TodayRow) -> TodayVisit {
    let TodayRow { visit, received, held, corrected } = row;
    let state = match (held, received) {
        (Some(reason), _) => RecordState::Held(reason),
        (None, true) => RecordState::Received,
        (None, false) => RecordState::SavedHere,
    };
    TodayVisit {
        id: visit.id,
        reference: reference_of(visit.id),
        at: visit.at,
        party: visit.party,
        channel: visit.channel,
        services: visit.services,
        person: visit.beneficiary,
        state,
        late: visit.late,
        corrected,
        corrects: visit.supersedes.is_some(),
    }
}

fn failure_of(error: &EnrolError) -> EnrolFailure {
    match error {
        EnrolError::Address(_) => EnrolFailure::Address,
        EnrolError::Code(_) => EnrolFailure::WrongCode,
        EnrolError::Pin | EnrolError::Kiosk(_) => EnrolFailure::Failed,
        EnrolError::Exchange(fault) => match fault {
            crate::exchange::Fault::Unreachable => EnrolFailure::NoNetwork,
            crate::exchange::Fault::OtherServer => EnrolFailure::OtherServer,
            crate::exchange::Fault::Refused { code, .. } => match code.as_str() {
                "unknown_code" => EnrolFailure::WrongCode,
                "used_code" => EnrolFailure::UsedCode,
                "expired_code" => EnrolFailure::ExpiredCode,
                _ => EnrolFailure::Failed,
            },
            crate::exchange::Fault::BadAnswer => EnrolFailure::Failed,
        },
    }
}
