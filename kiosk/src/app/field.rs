//! What the app does in field mode: who signs in, drafts, representatives (P-7).

use std::time::Duration;

use egui::Context;
use rand::Rng;
use shared::domain::{DeviceMode, DraftId};

use super::KioskApp;
use crate::action::{DigitKey, FieldAction, FormAction, RepresentativesAction};
use crate::flow::{
    DraftEntry, FormDraft, FormFault, RepresentativesFlow, StaffFlow, StaffNotice, StaffPage, StaffVisitForm,
    Who,
};
use crate::link::{Command, Event, KeptDraft, PlannedRow};
use crate::route::Route;

/// How long after a change a form is kept: soon enough that a power cut costs a few words.
const KEEP_AFTER: Duration = Duration::from_secs(3);

impl KioskApp {
    /// Opens staff mode's first page: the names to choose from, or the PIN where there is nothing to choose.
    pub(super) fn open_staff(&mut self) {
        let mut flow = StaffFlow::default();
        if self.setting.as_ref().is_none_or(|setting| setting.signing_in().is_empty()) {
            flow.field.choose(Some(Who::Staff));
        }
        self.route = Route::Staff(Box::new(flow));
    }

    pub(super) fn apply_field(&mut self, action: FieldAction) {
        let Route::Staff(flow) = &mut self.route else { return };
        if let FieldAction::SignInAs(who) = action {
            if !flow.is_signed_in() {
                flow.pin = crate::flow::PinPad::default();
                flow.field.choose(who);
            }
            return;
        }
        if !flow.is_signed_in() {
            return;
        }
        let reader = flow.field.representative().cloned();
        match action {
            FieldAction::SignInAs(_) => {}
            FieldAction::ShowHome => self.show_field_home(),
            FieldAction::ShowDrafts => {
                flow.show_drafts();
                self.send(Command::LoadDrafts { reader });
            }
            FieldAction::OpenDraft(id) => self.open_draft(id),
            FieldAction::AskToDrop(id) => flow.field.ask_to_drop(id),
            FieldAction::DropDraft(id) => {
                flow.field.ask_to_drop(None);
                self.send(Command::DropDraft { id, reader });
            }
            FieldAction::KeepForm => {
                // also a form of which nothing was changed yet: whoever asks for it to be kept finds it again
                self.form_changed.get_or_insert(self.since_start);
                self.keep_form();
                self.inputs.wipe();
                self.show_staff_home();
            }
            FieldAction::DiscardForm => self.discard_form(),
        }
    }

    pub(super) fn apply_representatives(&mut self, action: RepresentativesAction) {
        let Route::Staff(flow) = &mut self.route else { return };
        // only whoever knows the device's PIN may say who else comes in
        if !flow.is_signed_in() || flow.field.representative().is_some() {
            return;
        }
        if let RepresentativesAction::Show = action {
            flow.show_representatives();
            return;
        }
        let Some(page) = flow.representatives_mut() else { return };
        match action {
            RepresentativesAction::Show => {}
            RepresentativesAction::ChoosePin(code) => page.choose_pin(code),
            RepresentativesAction::Key(key) => pin_key(page, &key),
            RepresentativesAction::SubmitPin => {
                if let Some((code, pin)) = page.submit_pin() {
                    self.send(Command::SetRepresentative { code, pin: pin.into() });
                }
            }
            RepresentativesAction::AskToRemove(code) => page.ask_to_remove(code),
            RepresentativesAction::Remove(code) => {
                page.show_list();
                self.send(Command::RemoveRepresentative(code));
            }
        }
    }

    pub(super) fn take_field(&mut self, event: Event) {
        let Route::Staff(flow) = &mut self.route else { return };
        if !flow.is_signed_in() {
            return;
        }
        match event {
            Event::Drafts(drafts) => {
                flow.field.loaded_drafts(drafts.into_iter().map(draft_entry).collect());
            }
            Event::Planned(planned) => flow.field.loaded_planned(planned),
            Event::PlannedFor { files, rows } => {
                if let Some(people) = flow.people_mut() {
                    people.loaded_planned(&files, rows);
                }
            }
            Event::NotKept(why) => {
                if let Some(form) = flow.form_mut() {
                    form.tell(FormFault::NotSaved(why));
                }
            }
            _ => {}
        }
    }

    /// Returns the page that staff mode opens with: field mode's own on a representative's device.
    pub(super) fn show_staff_home(&mut self) {
        let is_field = self.setting.as_ref().is_some_and(|setting| setting.mode == DeviceMode::Field);
        let Route::Staff(flow) = &mut self.route else { return };
        if is_field || flow.field.representative().is_some() {
            self.show_field_home();
        } else {
            flow.show_today();
            self.send(Command::LoadToday);
        }
    }

    /// Goes on after the open form's visit was saved: to the next person's form, or home.
    pub(super) fn after_saving(&mut self, notice: StaffNotice) {
        self.form_changed = None;
        self.inputs.wipe();
        let now = self.now.clone();
        let Route::Staff(flow) = &mut self.route else { return };
        match flow.form_mut().filter(|form| form.then_next).map(|form| form.next(&now)) {
            Some(next) => flow.show_form(next),
            None => {
                self.show_staff_home();
                self.notify_staff(notice);
            }
        }
    }

    pub(super) fn notify_staff(&mut self, notice: StaffNotice) {
        if let Route::Staff(flow) = &mut self.route {
            flow.notify(notice);
        }
    }

    fn show_field_home(&mut self) {
        let Route::Staff(flow) = &mut self.route else { return };
        let reader = flow.field.representative().cloned();
        flow.show_field();
        self.send(Command::LoadToday);
        self.send(Command::LoadStatus);
        self.send(Command::LoadDrafts { reader });
        self.send(Command::LoadPlanned);
    }

    pub(super) fn show_planned_form(&mut self, mut form: StaffVisitForm, row: &PlannedRow) {
        let Route::Staff(flow) = &mut self.route else { return };
        form.carry_out(row);
        flow.show_form(form);
        flow.sign_form();
        self.inputs.wipe();
    }

    fn open_draft(&mut self, id: DraftId) {
        let now = self.now.clone();
        let Route::Staff(flow) = &mut self.route else { return };
        let Some(entry) = flow.field.draft(id).cloned() else { return };
        let Some(draft) = &entry.form else { return };
        match draft.corrects() {
            None => {
                flow.show_form(draft.open(id, None, &now));
                self.inputs.wipe();
            }
            Some(original) => {
                flow.wait_for(original);
                flow.field.wait_for_original(entry);
                self.send(Command::OpenVisit(original));
            }
        }
    }

    /// Notes that something was entered, which has to be kept soon.
    pub(super) fn note_form_change(&mut self, action: &FormAction) {
        match action {
            FormAction::Open(_)
            | FormAction::AskToLeave
            | FormAction::Stay
            | FormAction::Save
            | FormAction::SaveAndNext => {}
            FormAction::Sign(_) => {
                self.form_changed.get_or_insert(self.since_start);
            }
            FormAction::Channel(_)
            | FormAction::Direction(_)
            | FormAction::Party(_)
            | FormAction::ToggleService(_)
            | FormAction::Department(_)
            | FormAction::ReceivedBy(_)
            | FormAction::Group(_)
            | FormAction::ToggleForOther
            | FormAction::ToggleAsksForWoman
            | FormAction::ToggleLedTo(_)
            | FormAction::Write(..)
            | FormAction::SetNow => {
                self.form_changed.get_or_insert(self.since_start);
                if let Some(form) = self.form() {
                    form.unsign();
                }
            }
        }
    }

    /// Keeps the open form once it was left alone for long enough after a change; asks to be woken for it.
    pub(super) fn keep_form_when_due(&mut self, ctx: &Context) {
        let Some(changed) = self.form_changed else { return };
        let age = self.since_start.saturating_sub(changed);
        match KEEP_AFTER.checked_sub(age).filter(|left| !left.is_zero()) {
            Some(left) => ctx.request_repaint_after(left),
            None => self.keep_form(),
        }
    }

    /// Keeps the open form as a draft, where something was entered since it was last kept.
    pub(super) fn keep_form(&mut self) {
        if self.form_changed.take().is_none() {
            return;
        }
        let mut random = [0; 16];
        self.rng.fill_bytes(&mut random);
        let Route::Staff(flow) = &mut self.route else { return };
        let owner = flow.field.representative().cloned();
        let Some(form) = flow.form_mut().filter(|form| form.saving().is_none()) else { return };
        let id = *form.draft.get_or_insert(DraftId::from_random(random));
        let content = FormDraft::of(form).to_bytes();
        self.send(Command::KeepDraft { id, owner, content: content.into() });
    }

    fn discard_form(&mut self) {
        self.form_changed = None;
        let Route::Staff(flow) = &mut self.route else { return };
        let reader = flow.field.representative().cloned();
        let kept = flow.form_mut().and_then(|form| form.draft);
        self.inputs.wipe();
        if let Some(id) = kept {
            self.send(Command::DropDraft { id, reader });
        }
        self.show_staff_home();
    }
}

/// Asks for a PIN to be checked, of whom it belongs to.
pub(super) fn check_pin(who: Option<&Who>, pin: String) -> Command {
    Command::CheckPin { whose: who.and_then(Who::code).cloned(), pin: pin.into() }
}

fn pin_key(page: &mut RepresentativesFlow, key: &DigitKey) {
    match key {
        DigitKey::Digits(digits) => digits.chars().for_each(|digit| page.press(digit)),
        DigitKey::Delete => page.delete(),
    }
}

fn draft_entry(draft: KeptDraft) -> DraftEntry {
    let form = draft.content.and_then(|content| FormDraft::read(&content)).map(Box::new);
    DraftEntry { id: draft.id, updated: draft.updated, form }
}

/// Tells whether a page of staff mode shows the device's status.
pub(super) fn shows_status(page: &StaffPage) -> bool {
    match page {
        StaffPage::Device | StaffPage::Field => true,
        StaffPage::Pin
        | StaffPage::Form(_)
        | StaffPage::Today
        | StaffPage::Drafts
        | StaffPage::Waiting
        | StaffPage::Settings(_)
        | StaffPage::Representatives(_)
        | StaffPage::People(_)
        | StaffPage::Planned(_)
        | StaffPage::Tools(_) => false,
    }
}

/// Tells whether a page of staff mode shows the current day's visits.
pub(super) fn shows_today(page: &StaffPage) -> bool {
    match page {
        StaffPage::Today | StaffPage::Field => true,
        StaffPage::Pin
        | StaffPage::Form(_)
        | StaffPage::Device
        | StaffPage::Drafts
        | StaffPage::Waiting
        | StaffPage::Settings(_)
        | StaffPage::Representatives(_)
        | StaffPage::People(_)
        | StaffPage::Planned(_)
        | StaffPage::Tools(_) => false,
    }
}
