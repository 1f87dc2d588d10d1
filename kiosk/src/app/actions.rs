//! What the app does when a screen asks for it.

use egui::Context;
use rand::Rng;
use shared::domain::{Code, FactId, Moment};

use super::KioskApp;
use super::field::check_pin;
use crate::action::{Action, DigitKey, FormAction, RatingAction, StaffAction, VisitAction};
use crate::flow::{RatingFlow, StaffVisitForm};
use crate::link::{Command, Save};
use crate::route::{Route, Trouble};
use crate::screens::department_of;

impl KioskApp {
    /// Does what a screen asks for.
    pub fn apply(&mut self, action: Action, ctx: &Context) {
        match action {
            Action::ChooseLanguage(language) => self.language = language,
            Action::Access(action) => self.apply_access(action),
            Action::StartVisit => self.enter(Route::Visit(Box::default())),
            Action::StartRating => self.enter(Route::Rating(Box::default())),
            Action::OpenStaff => self.open_staff(),
            Action::StartSuggestion => self.enter(Route::Suggestion(Box::default())),
            Action::MoreTime => {
                self.idle.touch(self.since_start);
                self.asking = None;
            }
            Action::Finish => self.wipe(ctx),
            Action::PrintReceipt => self.print_receipt(),
            Action::Settings(action) => self.apply_settings(action, ctx),
            Action::FirstStart(action) => self.apply_first_start(action, ctx),
            Action::EndTrial => self.end_trial(ctx),
            Action::Visit(action) => self.apply_visit(action, ctx),
            Action::Rating(action) => self.apply_rating(action, ctx),
            Action::Suggestion(action) => self.apply_suggestion(action, ctx),
            Action::Staff(action) => self.apply_staff(action),
            Action::Form(action) => self.apply_form(action),
            Action::OpenGuide => self.route = Route::Guide(Box::default()),
            Action::Guide(action) => self.apply_guide(action, ctx),
            Action::Field(action) => self.apply_field(action),
            Action::Plan(action) => self.apply_plan(action),
            Action::People(action) => self.apply_people(action),
            Action::Representatives(action) => self.apply_representatives(action),
            Action::Waiting(action) => self.apply_waiting(action),
        }
    }

    /// Begins something that will have to be saved, unless the last record did not fit on the disk.
    pub(super) fn enter(&mut self, route: Route) {
        self.visitor_begins();
        self.route = if self.disk_full { Route::Trouble(Trouble::DiskFull) } else { route };
    }

    pub(super) fn send(&mut self, command: Command) {
        if self.link.commands.send(command).is_err() {
            tracing::error!("the thread that saves records is gone; start the kiosk again");
            self.route = Route::Trouble(Trouble::CallStaff);
        }
    }

    fn apply_visit(&mut self, action: VisitAction, ctx: &Context) {
        let Route::Visit(flow) = &mut self.route else { return };
        match action {
            VisitAction::ToggleService(code) => flow.toggle_service(code),
            VisitAction::ChooseNumberKind(kind) => flow.choose_number_kind(kind),
            VisitAction::Key(DigitKey::Digits(digits)) => digits.chars().for_each(|digit| flow.press(digit)),
            VisitAction::Key(DigitKey::Delete) => flow.delete(),
            VisitAction::ToggleForOther => flow.toggle_for_other(),
            VisitAction::ToggleAsksForWoman => flow.toggle_asks_for_woman(),
            VisitAction::SkipNumber => flow.skip_number(),
            VisitAction::ChooseParty(party) => flow.choose_party(party),
            VisitAction::Edit(step) => flow.edit(step),
            VisitAction::Next => flow.next(),
            VisitAction::Back => {
                if !flow.back() {
                    self.wipe(ctx);
                }
            }
            VisitAction::Save => self.save_visit(),
        }
    }

    fn save_visit(&mut self) {
        let id = self.timed_id();
        let at = Moment::from_zoned(&self.now);
        let Route::Visit(flow) = &mut self.route else { return };
        let catalog = self.setting.as_ref().map(|setting| &setting.catalog);
        let department = catalog.and_then(|catalog| department_of(catalog, flow.services()));
        if let Some(visit) = flow.submit(id, at, department) {
            self.send(Command::Save(Save::visit(visit)));
        }
    }

    fn apply_rating(&mut self, action: RatingAction, ctx: &Context) {
        let Route::Rating(flow) = &mut self.route else { return };
        match action {
            RatingAction::ChooseService(code) => flow.choose_service(code),
            RatingAction::Accept => flow.accept(),
            RatingAction::RateService(score) => flow.rate_service(score),
            RatingAction::RateProvider(answer) => flow.rate_provider(answer),
            RatingAction::ToggleReason(code) => flow.toggle_reason(code),
            RatingAction::FinishReasons => flow.finish_reasons(),
            RatingAction::WriteComment(text) => flow.write_comment(text),
            RatingAction::Back => {
                if !flow.back() {
                    self.wipe(ctx);
                }
            }
            RatingAction::Save => self.save_rating(),
        }
    }

    fn save_rating(&mut self) {
        let mut random = [0; 16];
        self.rng.fill_bytes(&mut random);
        let at = Moment::from_zoned(&self.now);
        let Route::Rating(flow) = &mut self.route else { return };
        let department = rated_department(flow, self.setting.as_deref());
        if let Some(rating) = flow.submit(FactId::from_random(random), &at, department) {
            self.send(Command::Save(Save::Rating(Box::new(rating))));
        }
    }

    fn apply_staff(&mut self, action: StaffAction) {
        let now = self.since_start;
        let Route::Staff(flow) = &mut self.route else { return };
        let command = match action {
            StaffAction::Key(DigitKey::Digits(digits)) => {
                digits.chars().for_each(|digit| flow.pin.press(digit, now));
                None
            }
            StaffAction::Key(DigitKey::Delete) => {
                flow.pin.delete();
                None
            }
            StaffAction::SubmitPin => {
                let command = flow.pin.submit(now).map(|pin| check_pin(flow.field.who(), pin));
                self.pins_asked += u32::from(command.is_some());
                command
            }
            StaffAction::ShowToday if flow.is_signed_in() => {
                flow.show_today();
                self.inputs.wipe();
                Some(Command::LoadToday)
            }
            StaffAction::Register if flow.is_signed_in() => {
                flow.show_form(StaffVisitForm::new(&self.now));
                flow.sign_form();
                self.inputs.wipe();
                None
            }
            StaffAction::Correct(id) if flow.is_signed_in() => {
                flow.wait_for(id);
                Some(Command::OpenVisit(id))
            }
            StaffAction::ShowDevice if flow.is_signed_in() => {
                flow.show_device();
                Some(Command::LoadStatus)
            }
            StaffAction::SyncNow if flow.is_signed_in() => Some(Command::SyncNow),
            StaffAction::ShowTools if flow.is_signed_in() => {
                flow.show_tools();
                self.inputs.wipe();
                None
            }
            StaffAction::ShowToday
            | StaffAction::Register
            | StaffAction::Correct(_)
            | StaffAction::ShowDevice
            | StaffAction::SyncNow
            | StaffAction::ShowTools => None,
        };
        if let Some(command) = command {
            self.send(command);
        }
    }

    fn apply_form(&mut self, action: FormAction) {
        let now = self.now.clone();
        self.note_form_change(&action);
        let Some(form) = self.form() else { return };
        match action {
            FormAction::Open(section) => form.section = section,
            FormAction::Channel(channel) => form.channel = channel,
            FormAction::Direction(direction) => form.direction = direction,
            FormAction::Party(party) => form.party = party,
            FormAction::ToggleService(code) => form.toggle_service(code),
            FormAction::Department(code) => form.department = code,
            FormAction::ReceivedBy(code) => form.received_by = code,
            FormAction::Group(code) => form.group = code,
            FormAction::ToggleForOther => form.for_other = !form.for_other,
            FormAction::ToggleAsksForWoman => form.asks_for_woman = !form.asks_for_woman,
            FormAction::ToggleLedTo(code) => form.toggle_led_to(code),
            FormAction::Write(field, text) => form.write(field, text),
            FormAction::Sign(signature) => form.sign(signature),
            FormAction::SetNow => form.set_now(&now),
            FormAction::AskToLeave => form.leaving = true,
            FormAction::Stay => form.leaving = false,
            FormAction::Save => self.save_form(false),
            FormAction::SaveAndNext => self.save_form(true),
        }
    }

    fn save_form(&mut self, then_next: bool) {
        let (id, now) = (self.timed_id(), self.now.clone());
        let Route::Staff(flow) = &mut self.route else { return };
        let reader = flow.field.representative().cloned();
        let Some(form) = flow.form_mut() else { return };
        form.then_next = then_next;
        let Some(visit) = form.submit(id, &now).map(Box::new) else { return };
        let (file, draft) = (form.file(), form.draft);
        self.send(Command::Save(Save::Visit { visit, file, draft, reader }));
    }

    pub(super) fn form(&mut self) -> Option<&mut StaffVisitForm> {
        match &mut self.route {
            Route::Staff(flow) => flow.form_mut(),
            Route::Starting
            | Route::FirstStart(_)
            | Route::Welcome
            | Route::Visit(_)
            | Route::Rating(_)
            | Route::Suggestion(_)
            | Route::Guide(_)
            | Route::Trouble(_) => None,
        }
    }

    /// Makes the id of a visit or a suggestion: its time is no secret.
    pub(super) fn timed_id(&mut self) -> FactId {
        let mut random = [0; 10];
        self.rng.fill_bytes(&mut random);
        let millis = u64::try_from(self.now.timestamp().as_millisecond()).unwrap_or_default();
        FactId::from_time(millis, random)
    }
}

fn rated_department(flow: &RatingFlow, setting: Option<&crate::link::Setting>) -> Option<Code> {
    let service = flow.service()?;
    department_of(&setting?.catalog, std::slice::from_ref(service))
}
