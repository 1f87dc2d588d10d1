//! What the app does when the worker tells it something. An answer to a question that nobody waits for any more,
//! because the idle guard wiped it, changes nothing.

use std::sync::mpsc::TryRecvError;

use egui::Context;
use shared::domain::FactId;

use super::KioskApp;
use super::field::{shows_status, shows_today};
use crate::flow::{DraftEntry, SettingsOutcome, StaffVisitForm};
use crate::link::{Command, Event, NotSaved, PinOutcome, Receipt, Setting, SyncState};
use crate::route::{Route, Trouble};

impl KioskApp {
    pub(super) fn take_events(&mut self, ctx: &Context) {
        loop {
            match self.link.events.try_recv() {
                Ok(event) => self.take_event(event, ctx),
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => {
                    if self.route != Route::Trouble(Trouble::CallStaff) {
                        tracing::error!("the thread that saves records is gone; start the kiosk again");
                        self.wipe(ctx);
                        self.route = Route::Trouble(Trouble::CallStaff);
                    }
                    return;
                }
            }
        }
    }

    fn take_event(&mut self, event: Event, ctx: &Context) {
        match event {
            Event::Ready(setting) => self.take_setting(setting, ctx),
            Event::SettingUp(step) => self.setup = Some(step),
            Event::Enrolled => self.take_enrolled(),
            Event::EnrolFailed(failure) => {
                if let Route::FirstStart(flow) = &mut self.route {
                    flow.failed(failure);
                }
            }
            Event::PinSet => self.take_pin_set(),
            Event::TrialNotBegun => self.take_trial_not_begun(),
            Event::Saved { id, receipt } => self.take_saved(id, receipt),
            Event::NotSaved(why) => self.take_not_saved(why),
            Event::Today(visits) => {
                if let Route::Staff(flow) = &mut self.route {
                    flow.loaded_today(visits);
                }
            }
            Event::VisitOpened(Some(visit)) => {
                if let Route::Staff(flow) = &mut self.route
                    && flow.takes(&visit)
                {
                    let form = match flow.field.take_waiting(visit.id) {
                        Some(DraftEntry { id, form: Some(draft), .. }) => {
                            draft.open(id, Some(visit), &self.now)
                        }
                        Some(_) | None => StaffVisitForm::correcting(visit),
                    };
                    flow.show_form(form);
                    self.inputs.wipe();
                }
            }
            Event::VisitOpened(None) => {}
            Event::Status(status) => {
                if let Route::Staff(flow) = &mut self.route {
                    flow.loaded_status(status);
                }
            }
            Event::Sync(state) => self.take_sync(state),
            Event::PinChecked(outcome) => self.take_pin(outcome),
            Event::Printed(outcome) => self.take_printed(outcome),
            Event::ConfigSaved(config) => self.take_config(*config),
            Event::ConfigNotSaved => self.tell_settings(SettingsOutcome::NotSaved),
            event @ (Event::Drafts(_) | Event::Planned(_) | Event::PlannedFor { .. } | Event::NotKept(_)) => {
                self.take_field(event);
            }
            event @ (Event::Queue(_) | Event::QueueNotSaved(_) | Event::Called(_)) => {
                self.take_waiting(event)
            }
            event @ (Event::Found { .. } | Event::PersonOpened(_) | Event::Corrected(_)) => {
                self.take_people(event);
            }
        }
    }

    fn take_setting(&mut self, setting: Option<std::sync::Arc<Setting>>, ctx: &Context) {
        let (enrolled, was_trial) = (setting.is_some(), self.is_trial());
        self.setting = setting;
        self.take_branding(ctx);
        self.follow_trial(was_trial, ctx);
        match (&self.route, enrolled) {
            (Route::Starting, _) => self.wipe(ctx),
            (Route::FirstStart(_) | Route::Welcome | Route::Visit(_), _)
            | (
                Route::Rating(_)
                | Route::Suggestion(_)
                | Route::Guide(_)
                | Route::Staff(_)
                | Route::Trouble(_),
                _,
            ) => {}
        }
    }

    fn take_saved(&mut self, id: FactId, receipt: Option<Box<Receipt>>) {
        self.disk_full = false;
        match &mut self.route {
            Route::Visit(flow) => {
                if let Some(receipt) = receipt {
                    flow.saved(*receipt);
                }
            }
            Route::Rating(flow) => {
                if flow.saved(id) {
                    self.inputs.wipe();
                }
            }
            Route::Suggestion(flow) => {
                if flow.saved(id) {
                    self.inputs.wipe();
                }
            }
            Route::Staff(flow) => match flow.saved(id) {
                Some(notice) => self.after_saving(notice),
                None => self.take_plan_saved(id),
            },
            Route::Starting | Route::FirstStart(_) | Route::Welcome | Route::Guide(_) | Route::Trouble(_) => {
            }
        }
    }

    fn take_not_saved(&mut self, why: NotSaved) {
        self.disk_full = why == NotSaved::DiskFull;
        match &mut self.route {
            Route::Visit(flow) => flow.not_saved(why),
            Route::Rating(flow) => flow.not_saved(why),
            Route::Suggestion(flow) => flow.not_saved(why),
            Route::Staff(flow) => {
                if let Some(form) = flow.form_mut() {
                    form.not_saved(why);
                    self.form_changed.get_or_insert(self.since_start);
                } else {
                    flow.plan_not_saved(why);
                }
            }
            Route::FirstStart(flow) => flow.not_saved(),
            Route::Starting | Route::Welcome | Route::Guide(_) | Route::Trouble(_) => {}
        }
    }

    /// A finished exchange may have moved visits from one state to the other: what staff look at is loaded anew.
    fn take_sync(&mut self, state: SyncState) {
        let finished = state != SyncState::Running;
        self.sync = Some(state);
        if finished {
            self.look_at_person_again();
        }
        let Route::Staff(flow) = &self.route else { return };
        let (today, status) = (shows_today(flow.page()), shows_status(flow.page()));
        if finished && today {
            self.send(Command::LoadToday);
        }
        if finished && status {
            self.send(Command::LoadStatus);
        }
    }

    /// Takes in what a PIN was found to be. The worker answers each once and in order, so that an answer is the open
    /// page's own only where none of an earlier page, perhaps of another person's PIN, is still to come.
    fn take_pin(&mut self, outcome: PinOutcome) {
        self.pins_asked = self.pins_asked.saturating_sub(1);
        if self.pins_asked > 0 {
            return;
        }
        let Route::Staff(flow) = &mut self.route else { return };
        if flow.is_signed_in() {
            return;
        }
        if flow.pin.checked(outcome, self.since_start) {
            // those whom the message asked for are here, and will see whether records can be saved again
            self.disk_full = false;
            self.show_staff_home();
        }
    }
}
