//! Carrying out the window's commands on the replica.

use std::sync::Arc;

use shared::domain::{FollowCode, SignedReceipt, reference_of};
use shared::replica::{KioskError, TodayRow};
use tracing::{error, warn};

use super::trial::TRIAL_PIN;
use super::{Worker, note_unread};
use crate::enrol::{self, EnrolError};
use crate::link::{Command, DeviceStatus, EnrolFailure, Event, RecordState, Setting, TodayVisit, ToldHere};

impl Worker {
    pub(super) async fn carry_out(&mut self, command: Command) {
        match command {
            Command::Enrol { server, code } => self.enrol(&server, &code).await,
            Command::KeepSetup(step) => self.keep_setup(step),
            Command::SetPin(pin) => self.set_pin(&pin),
            Command::BeginTrial => self.begin_trial(),
            Command::EndTrial => self.end_trial(),
            Command::Save(save) => self.save(save),
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
            Command::CheckPin { whose, pin } => self.check_pin(whose.as_ref(), &pin),
            Command::Print(page) => self.print(*page),
            Command::SaveConfig(config) => self.save_config(config),
            Command::SetRepresentative { code, pin, pass } => {
                self.set_representative(&code, &pin, pass.as_deref().map(String::as_str));
            }
            Command::RemoveRepresentative(code) => self.remove_representative(&code),
            Command::KeepDraft { id, owner, content } => self.keep_draft(id, owner.as_ref(), &content),
            Command::LoadDrafts { reader } => self.load_drafts(reader.as_ref()),
            Command::DropDraft { id, reader } => self.drop_draft(id, reader.as_ref()),
            Command::LoadPlanned => self.load_planned(),
            Command::Search(query) => self.search(query),
            Command::OpenPerson(file) => self.open_person(file),
            Command::LoadRequests { files, reader } => self.load_requests(files, reader.as_ref()),
            Command::Correct { file, seen, value } => self.correct(file, &seen, &value),
            Command::StaffLeft => self.staff_left(),
            Command::LoadQueue => self.load_queue(),
            Command::LoadQueueState => self.load_queue_state(),
            Command::Call(call) => self.call(call),
            Command::EndWaiting(visit, end) => self.end_waiting(visit, end),
            Command::LookAtReceipt(receipt) => self.look_at_receipt(&receipt),
            Command::FollowUp(code) => self.follow_up(&code),
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

    fn look_at_receipt(&self, receipt: &SignedReceipt) {
        let visit = self.kiosk.own_receipt(receipt).unwrap_or_else(|e| {
            error!(error = %e, "a receipt could not be looked up");
            None
        });
        self.tell(Event::ReceiptShown { reference: receipt.record.reference(), visit: visit.map(Box::new) });
    }

    fn follow_up(&self, code: &FollowCode) {
        let told = self.kiosk.follow_up(&(self.clock)(), code);
        match told.and_then(|told| Ok(ToldHere { told, as_of: self.kiosk.follow_ups_as_of()? })) {
            Ok(told) => self.tell(Event::FollowUpTold(Box::new(told))),
            Err(e) => error!(error = %e, "where a request is could not be looked up"),
        }
    }

    fn load_today(&mut self) {
        match self.kiosk.today(&(self.clock)()) {
            Ok(rows) => self.tell(Event::Today(rows.into_iter().map(today_visit).collect())),
            Err(e) => note_unread(&e, "the day's visits"),
        }
        match self.kiosk.to_contact(&(self.clock)()) {
            Ok(rows) => self.tell(Event::ToContact(rows.into_iter().map(today_visit).collect())),
            Err(e) => note_unread(&e, "the people to be contacted"),
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
            set_aside: counts.set_aside,
            last_exchange: counts.last_exchange.and_then(|at| jiff::Timestamp::from_millisecond(at.0).ok()),
            server: self.kiosk.server()?.0.to_owned(),
            device: self.kiosk.device()?,
            branch: self.kiosk.branch()?.to_string(),
            people_wait: counts.people_wait,
        })
    }

    pub(super) fn tell_ready(&self) {
        let setting = || -> Result<Setting, KioskError> {
            Ok(Setting {
                representatives: self.kiosk.representatives()?,
                trial_pin: self.trial.as_ref().map(|_| TRIAL_PIN),
                locked: self.kiosk.locked((self.clock)().unix_millis())?,
                ..Setting::of(&self.kiosk)?
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
    let TodayRow { visit, received, held, corrected, file } = row;
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
        file,
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
        EnrolError::Pin | EnrolError::PinTriedFirst | EnrolError::Kiosk(_) => EnrolFailure::Failed,
        EnrolError::Exchange(fault) => match fault {
            crate::exchange::Fault::Unreachable => EnrolFailure::NoNetwork,
            crate::exchange::Fault::OtherServer => EnrolFailure::OtherServer,
            crate::exchange::Fault::Refused { code, .. } => match code.as_str() {
                "unknown_code" => EnrolFailure::WrongCode,
                "used_code" => EnrolFailure::UsedCode,
                "expired_code" => EnrolFailure::ExpiredCode,
                _ => EnrolFailure::Failed,
            },
            crate::exchange::Fault::Line | crate::exchange::Fault::NotOurs => EnrolFailure::NoNetwork,
            crate::exchange::Fault::Busy { .. } | crate::exchange::Fault::TooLarge => EnrolFailure::Failed,
        },
    }
}
