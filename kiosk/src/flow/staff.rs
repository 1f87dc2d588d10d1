//! Staff mode: which page is open and what the worker last said about it. Every page but the first lies behind the PIN.

use std::time::Duration;

use shared::domain::{Code, DeviceMode, DraftId, FactId, Visit, WaitingEnd, WaitingNumber};

use super::{
    Ask, DigitKey, DraftContent, DraftEntry, FieldAction, FieldState, FormAction, FormFault, FormField,
    GuideAction, GuideFlow, GuidePage, Here, PeopleAction, PeopleFlow, PeopleNotice, PinPad, PlanAction,
    PlannedFlow, RepresentativesAction, RepresentativesFlow, RepresentativesStep, RequestAction, RequestFlow,
    Saving, Scan, SettingsAction, SettingsFlow, SettingsOutcome, StaffVisitForm, Who,
};
use crate::guide::Reader;
use crate::link::{
    Call, Command, DeviceStatus, Event, NotSaved, OwnReceipt, PlannedRow, Save, Setting, SyncState,
    TodayVisit, Waiting,
};

/// What staff mode asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaffAction {
    /// A key of the PIN pad.
    Key(DigitKey),
    /// The PIN is typed.
    SubmitPin,
    /// Opens the current day's visits.
    ShowToday,
    /// Opens an empty form.
    Register,
    /// Opens the form for another person that was offered.
    RegisterAnother,
    /// Opens a visit to be corrected.
    Correct(FactId),
    /// Opens the device's status.
    ShowDevice,
    /// Exchanges with head office now.
    SyncNow,
    /// Opens the six tools.
    ShowTools,
}

/// A request of the page of those who wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitingAction {
    /// Opens it.
    Show,
    /// Calls somebody, or calls them again, and stays.
    Call(Call),
    /// Calls somebody and signs out: the number stands on the welcome.
    CallAndLeave(Call),
    /// Ends somebody's waiting.
    End(FactId, WaitingEnd),
    /// Ends somebody's waiting and opens their visit, to be completed.
    Serve(FactId, WaitingNumber),
}

/// Which page of staff mode is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum StaffPage {
    /// The PIN.
    #[default]
    Pin,
    /// The current day's visits.
    Today,
    /// A visit registered or corrected by hand.
    Form(Box<StaffVisitForm>),
    /// The device's status.
    Device,
    /// The device's settings.
    Settings(Box<SettingsFlow>),
    /// Field mode's home: today's work at one look (P-7).
    Field,
    /// Forms that were begun and not saved.
    Drafts,
    /// Who waits to be served.
    Waiting,
    /// Who signs in on this device with a PIN of their own.
    Representatives(Box<RepresentativesFlow>),
    /// Finding people, and one of them.
    People(Box<PeopleFlow>),
    /// A visit that is to be made.
    Planned(Box<PlannedFlow>),
    /// A person's support request.
    Request(Box<RequestFlow>),
    /// The six tools (P-30).
    Tools(Box<GuideFlow>),
}

/// A good outcome to be told once, above the current day's visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffNotice {
    /// A visit was registered.
    Registered,
    /// A correction was registered.
    Corrected,
    /// A planned visit was dropped.
    PlanDropped,
}

/// What is shown once the worker has opened it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Opening {
    /// Nothing.
    #[default]
    Nothing,
    /// A visit, to be corrected.
    Visit(FactId),
    /// The visit of somebody who was called by this number, to be completed.
    Served(FactId, WaitingNumber),
    /// A draft, once the visit that it corrects is there.
    Draft(FactId, Box<DraftEntry>),
    /// The form of a visit that is to be made, once the person is there.
    Planned(Box<PlannedRow>),
}

/// Staff mode as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StaffFlow {
    page: StaffPage,
    /// The PIN being typed.
    pub pin: PinPad,
    /// Who it is, and their drafts.
    pub field: FieldState,
    today: Option<Vec<TodayVisit>>,
    to_contact: Vec<TodayVisit>,
    status: Option<Box<DeviceStatus>>,
    opening: Opening,
    notice: Option<StaffNotice>,
    /// The form for another person that is offered beside the notice.
    next_form: Option<Box<StaffVisitForm>>,
    not_kept: Option<NotSaved>,
    waiting: Option<Vec<Waiting>>,
    waiting_fault: Option<NotSaved>,
    /// Staff sign out once a call is durable.
    leaves: bool,
}

/// What the pages show.
impl StaffFlow {
    /// Opens staff mode: the names to choose from, or the PIN where there is nothing to choose.
    pub fn new(setting: Option<&Setting>) -> Self {
        let mut flow = Self::default();
        if setting.is_none_or(|setting| setting.signing_in().is_empty()) {
            flow.field.choose(Some(Who::Staff));
        }
        flow
    }

    /// Returns which page is shown.
    pub fn page(&self) -> &StaffPage {
        &self.page
    }

    /// Tells whether the PIN was right.
    pub fn is_signed_in(&self) -> bool {
        self.page != StaffPage::Pin
    }

    /// Returns the current day's visits, newest first; `None` until the worker answered.
    pub fn today(&self) -> Option<&[TodayVisit]> {
        self.today.as_deref()
    }

    /// Returns the visits of closed days whose visitors are to be contacted, the oldest first.
    pub fn to_contact(&self) -> &[TodayVisit] {
        &self.to_contact
    }

    /// Returns the device's status; `None` until the worker answered.
    pub fn status(&self) -> Option<&DeviceStatus> {
        self.status.as_deref()
    }

    /// Returns the outcome to be told.
    pub fn notice(&self) -> Option<StaffNotice> {
        self.notice
    }

    /// Tells whether a form for another person is offered.
    pub fn offers_another(&self) -> bool {
        self.next_form.is_some()
    }

    /// Returns why a PIN that was chosen on the device's page was not kept.
    pub fn not_kept(&self) -> Option<NotSaved> {
        self.not_kept
    }

    /// Returns who waits, in the order of coming; `None` until the worker answered.
    pub fn waiting(&self) -> Option<&[Waiting]> {
        self.waiting.as_deref()
    }

    /// Returns why the last call or end was not saved.
    pub fn waiting_fault(&self) -> Option<NotSaved> {
        self.waiting_fault
    }
}

/// Signing in: all that can be asked for without the PIN.
impl StaffFlow {
    /// Takes in who signs in, or that nobody does.
    pub fn sign_in_as(&mut self, who: Option<Who>) {
        if !self.is_signed_in() {
            self.pin = PinPad::default();
            self.field.choose(who);
        }
    }

    /// Takes a key of the PIN pad.
    pub fn key(&mut self, key: &DigitKey, here: &Here<'_>) {
        self.pin.key(key, here.since_start);
    }

    /// Has the PIN checked.
    pub fn submit_pin(&mut self, here: &mut Here<'_>) {
        if let Some(pin) = self.pin.submit(here.since_start) {
            here.ask(Command::CheckPin { whose: self.reader(), pin });
        }
    }

    /// The representative who is signed in; `None` for the branch's staff.
    fn reader(&self) -> Option<Code> {
        self.field.representative().cloned()
    }
}

/// What pages ask for. Nothing of it is done for anybody who is not signed in: the route sees to that.
impl StaffFlow {
    /// Does what a tab or a list asks for.
    pub fn act(&mut self, action: StaffAction, here: &mut Here<'_>) {
        match action {
            StaffAction::Key(_) | StaffAction::SubmitPin => {}
            StaffAction::ShowToday => self.show_today(here),
            StaffAction::Register => self.open_form(StaffVisitForm::new(here.now), here),
            StaffAction::RegisterAnother => {
                if let Some(form) = self.next_form.take() {
                    self.open_form(*form, here);
                }
            }
            StaffAction::Correct(visit) => self.open_visit(visit, Opening::Visit(visit), here),
            StaffAction::ShowDevice => self.show_device(here),
            StaffAction::SyncNow => here.ask(Command::SyncNow),
            StaffAction::ShowTools => {
                self.show(StaffPage::Tools(Box::new(GuideFlow::opened_at(GuidePage::Tools))), here);
            }
        }
    }

    /// Does what the form asks for.
    pub fn act_on_form(&mut self, action: FormAction, here: &mut Here<'_>) {
        let reader = self.reader();
        if let StaffPage::Form(form) = &mut self.page {
            form.act(action, reader.as_ref(), here);
        }
    }

    /// Does what field mode asks for.
    pub fn act_in_field(&mut self, action: FieldAction, here: &mut Here<'_>) {
        let reader = self.reader();
        match action {
            FieldAction::SignInAs(_) => {}
            FieldAction::ShowHome => self.show_field_home(here),
            FieldAction::ShowDrafts => {
                self.field.ask_to_drop(None);
                self.show(StaffPage::Drafts, here);
                here.ask(Command::LoadDrafts { reader });
            }
            FieldAction::OpenDraft(id) => self.open_draft(id, here),
            FieldAction::AskToDrop(id) => self.field.ask_to_drop(id),
            FieldAction::DropDraft(id) => {
                self.field.ask_to_drop(None);
                here.ask(Command::DropDraft { id, reader });
            }
            FieldAction::KeepForm => {
                if let StaffPage::Form(form) = &mut self.page {
                    // also a form of which nothing was changed yet: whoever asks for it to be kept finds it again
                    form.change(here.since_start);
                    form.keep(reader.as_ref(), here);
                }
                self.show_home(here);
            }
            FieldAction::DiscardForm => {
                let StaffPage::Form(form) = &self.page else { return };
                if let Some(id) = form.draft {
                    here.ask(Command::DropDraft { id, reader });
                }
                self.show_home(here);
            }
        }
    }

    /// Does what finding people and a person's page ask for.
    pub fn act_on_people(&mut self, action: PeopleAction, here: &mut Here<'_>) {
        match (action, &mut self.page) {
            (PeopleAction::Show, _) => {
                self.show(StaffPage::People(Box::default()), here);
                // the index is made while the first letters are typed
                here.ask(Command::Search(String::new().into()));
            }
            (PeopleAction::Open(file), StaffPage::Today | StaffPage::Waiting) => {
                self.show(StaffPage::People(Box::default()), here);
                self.act_on_people(PeopleAction::Open(file), here);
            }
            (PeopleAction::Register, StaffPage::People(people)) => {
                let Some(person) = people.person() else { return };
                let form = StaffVisitForm::with_person(person, here.now);
                self.open_form(form, here);
            }
            (PeopleAction::RegisterNew, StaffPage::People(people)) => {
                let form = StaffVisitForm::with_number(people.query(), here.now);
                self.open_form(form, here);
            }
            (PeopleAction::Correct(visit), StaffPage::People(_)) => {
                self.open_visit(visit, Opening::Visit(visit), here);
            }
            (action, StaffPage::People(people)) => {
                if !people.act(action, here) {
                    self.show_home(here);
                }
            }
            (_, _) => {}
        }
    }

    /// Does what planning a visit, and a visit to be made, ask for.
    pub fn act_on_plan(&mut self, action: PlanAction, here: &mut Here<'_>) {
        let me = self.reader();
        match (action, &mut self.page) {
            (PlanAction::Open(plan), _) => self.open_plan(plan, here),
            (PlanAction::Begin, StaffPage::People(people)) => {
                people.begin_plan(me);
                here.ask(Ask::ClearFields);
            }
            (PlanAction::Save, StaffPage::People(people)) => people.save_plan(me, here),
            (action, StaffPage::People(people)) => {
                if let Some(planning) = people.planning_mut() {
                    planning.act(action);
                }
            }
            (PlanAction::CarryOut, StaffPage::Planned(planned)) => {
                let row = planned.row().clone();
                self.carry_out(row, here);
            }
            (PlanAction::AskWhy, StaffPage::Planned(planned)) => {
                planned.ask_why();
                here.ask(Ask::ClearFields);
            }
            (PlanAction::WriteWhy(text), StaffPage::Planned(planned)) => planned.write_reason(text),
            (PlanAction::Drop, StaffPage::Planned(planned)) => {
                let (id, plan) = (here.timed_id(), planned.row().plan.id);
                if let Some(reason) = planned.submit(id) {
                    here.ask(Command::Save(Save::PlanDropped { id, plan, reason, by: me }));
                }
            }
            (PlanAction::Back, StaffPage::Planned(planned)) => {
                here.ask(Ask::ClearFields);
                if !planned.back() && !self.leave_planned(None, here) {
                    self.show_home(here);
                }
            }
            (_, _) => {}
        }
    }

    /// Does what a support request asks for.
    pub fn act_on_request(&mut self, action: RequestAction, here: &mut Here<'_>) {
        let me = self.reader();
        match (action, &mut self.page) {
            (RequestAction::Ask, StaffPage::People(people)) if people.may_ask() => {
                let flow = RequestFlow::asking(std::mem::take(people));
                self.show(StaffPage::Request(Box::new(flow)), here);
            }
            (RequestAction::Open(id), StaffPage::People(people)) if people.has_request(id) => {
                let flow = RequestFlow::opened(std::mem::take(people), id);
                self.show(StaffPage::Request(Box::new(flow)), here);
            }
            (action, StaffPage::Request(flow)) => {
                if !flow.act(action, me.as_ref(), here) {
                    let people = std::mem::take(flow.person_mut());
                    self.show(StaffPage::People(people), here);
                }
            }
            (_, _) => {}
        }
    }

    /// Does what the page of those who wait asks for.
    pub fn act_on_queue(&mut self, action: WaitingAction, here: &mut Here<'_>) {
        match action {
            WaitingAction::Show => {
                self.waiting_fault = None;
                self.show(StaffPage::Waiting, here);
                here.ask(Command::LoadQueue);
            }
            WaitingAction::Call(call) => here.ask(Command::Call(call)),
            WaitingAction::CallAndLeave(call) => {
                self.leaves = true;
                here.ask(Command::Call(call));
            }
            WaitingAction::End(visit, end) => here.ask(Command::EndWaiting(visit, end)),
            WaitingAction::Serve(visit, number) => {
                here.ask(Command::EndWaiting(visit, WaitingEnd::Served));
                self.open_visit(visit, Opening::Served(visit, number), here);
            }
        }
    }

    /// Does what the page of the representatives asks for: only whoever knows the device's PIN may say who else comes in.
    pub fn act_on_representatives(&mut self, action: RepresentativesAction, here: &mut Here<'_>) {
        if let Some(me) = self.reader() {
            return self.set_own_pin(&me, action, here);
        }
        if action == RepresentativesAction::Show {
            return self.show(StaffPage::Representatives(Box::default()), here);
        }
        if let StaffPage::Representatives(page) = &mut self.page {
            page.act(action, here);
        }
    }

    /// Lets a representative who is signed in choose another PIN: their drafts stay theirs.
    fn set_own_pin(&mut self, me: &Code, action: RepresentativesAction, here: &mut Here<'_>) {
        match (action, &mut self.page) {
            (RepresentativesAction::ChoosePin(code), _) if code == *me => {
                self.show(
                    StaffPage::Representatives(Box::new(RepresentativesFlow::choosing_own(code))),
                    here,
                );
            }
            (
                action @ (RepresentativesAction::Key(_) | RepresentativesAction::SubmitPin),
                StaffPage::Representatives(page),
            ) => {
                page.act(action, here);
                if *page.step() == RepresentativesStep::List {
                    self.show_device(here);
                }
            }
            (RepresentativesAction::Show, StaffPage::Representatives(_)) => self.show_device(here),
            (_, _) => {}
        }
    }

    /// Does what the settings ask for: only whoever knows the device's PIN may change the device.
    pub fn act_on_settings(&mut self, action: SettingsAction, here: &mut Here<'_>) {
        if self.reader().is_some() {
            return;
        }
        match (action, &mut self.page) {
            (SettingsAction::Show, _) => {
                let settings = SettingsFlow::new(here.config.clone());
                self.show(StaffPage::Settings(Box::new(settings)), here);
            }
            (SettingsAction::Back, StaffPage::Settings(_)) => self.show_device(here),
            (action, StaffPage::Settings(settings)) => settings.act(action, here),
            (_, _) => {}
        }
    }

    /// Takes what a scanner or a card reader read: into the form that is open, else the person or the visit is looked up.
    pub fn scanned(&mut self, scan: Scan, here: &mut Here<'_>) {
        match (scan, &mut self.page) {
            (Scan::NationalId(id), StaffPage::Form(_)) => {
                self.act_on_form(FormAction::Write(FormField::NationalId, id), here);
            }
            (Scan::Mobile(mobile), StaffPage::Form(_)) => {
                self.act_on_form(FormAction::Write(FormField::Mobile, mobile), here);
            }
            // what is being entered is not left for a receipt
            (Scan::Receipt(_), StaffPage::Form(_)) | (Scan::FollowUp(_) | Scan::Other, _) => {}
            (
                _,
                StaffPage::Pin
                | StaffPage::Settings(_)
                | StaffPage::Representatives(_)
                | StaffPage::Planned(_)
                | StaffPage::Request(_),
            ) => {}
            (Scan::Receipt(receipt), _) => here.ask(Command::LookAtReceipt(receipt)),
            (Scan::NationalId(number) | Scan::Mobile(number), page) => {
                if matches!(page, StaffPage::People(people) if people.is_busy()) {
                    return;
                }
                self.look_up(number, here);
            }
        }
    }

    /// Opens the search with what is looked for.
    fn look_up(&mut self, query: String, here: &mut Here<'_>) {
        self.show(StaffPage::People(Box::default()), here);
        self.act_on_people(PeopleAction::Write(query), here);
    }

    /// Opens the person of a receipt's visit, or the visit of nobody known; one that is not here is looked up by its reference.
    fn receipt_shown(&mut self, reference: String, visit: Option<Box<OwnReceipt>>, here: &mut Here<'_>) {
        if matches!(&self.page, StaffPage::Form(_)) {
            return;
        }
        match visit.map(|visit| *visit) {
            Some(OwnReceipt { file: Some(file), .. }) => {
                self.look_up(reference, here);
                self.act_on_people(PeopleAction::Open(file), here);
            }
            Some(OwnReceipt { visit, file: None, .. }) => {
                self.open_visit(visit, Opening::Visit(visit), here);
            }
            None => self.look_up(reference, here),
        }
    }

    /// Does what the six tools ask for.
    pub fn act_on_tools(&mut self, action: GuideAction, here: &mut Here<'_>) {
        if let StaffPage::Tools(tools) = &mut self.page
            && !tools.act(action, Reader::Staff, here)
        {
            self.show_today(here);
        }
    }
}

/// From page to page.
impl StaffFlow {
    fn show(&mut self, page: StaffPage, here: &mut Here<'_>) {
        (self.page, self.opening, self.notice, self.not_kept) = (page, Opening::Nothing, None, None);
        self.next_form = None;
        here.ask(Ask::ClearFields);
    }

    /// Opens the page that staff mode begins with: field mode's own on a representative's device.
    fn show_home(&mut self, here: &mut Here<'_>) {
        let is_field = here.setting.is_some_and(|setting| setting.mode == DeviceMode::Field);
        if is_field || self.reader().is_some() {
            self.show_field_home(here);
        } else {
            self.show_today(here);
        }
    }

    fn show_field_home(&mut self, here: &mut Here<'_>) {
        self.show(StaffPage::Field, here);
        here.ask(Command::LoadToday);
        here.ask(Command::LoadStatus);
        here.ask(Command::LoadDrafts { reader: self.reader() });
        here.ask(Command::LoadPlanned);
    }

    fn show_today(&mut self, here: &mut Here<'_>) {
        self.show(StaffPage::Today, here);
        here.ask(Command::LoadToday);
    }

    fn show_device(&mut self, here: &mut Here<'_>) {
        self.show(StaffPage::Device, here);
        here.ask(Command::LoadStatus);
    }

    fn show_form(&mut self, form: StaffVisitForm, here: &mut Here<'_>) {
        self.show(StaffPage::Form(Box::new(form)), here);
    }

    /// Opens a form of a new visit, which whoever is signed in receives.
    fn open_form(&mut self, mut form: StaffVisitForm, here: &mut Here<'_>) {
        form.received_by = self.reader();
        self.show_form(form, here);
    }

    fn open_visit(&mut self, visit: FactId, opening: Opening, here: &mut Here<'_>) {
        self.opening = opening;
        here.ask(Command::OpenVisit(visit));
    }

    fn open_draft(&mut self, id: DraftId, here: &mut Here<'_>) {
        let Some(entry) = self.field.draft(id) else { return };
        let DraftContent::Form(draft) = &entry.content else { return };
        match draft.corrects() {
            None => {
                let form = draft.open(id, None, here.now);
                self.show_form(form, here);
            }
            Some(original) => {
                let opening = Opening::Draft(original, Box::new(entry.clone()));
                self.open_visit(original, opening, here);
            }
        }
    }

    /// Opens a visit that is to be made, from the list or from the person's page; one that is in neither stays closed.
    fn open_plan(&mut self, plan: FactId, here: &mut Here<'_>) {
        let of = |rows: &[PlannedRow]| rows.iter().find(|row| row.plan.id == plan).cloned();
        let (row, person) = match &mut self.page {
            StaffPage::People(people) => match of(people.planned()) {
                Some(row) => (Some(row), Some(std::mem::take(people))),
                None => (of(self.field.planned()), None),
            },
            _ => (of(self.field.planned()), None),
        };
        if let Some(row) = row {
            self.show(StaffPage::Planned(Box::new(PlannedFlow::new(row, person))), here);
        }
    }

    /// Goes back to the person's page from which a visit to be made was opened; false where it was none.
    fn leave_planned(&mut self, notice: Option<PeopleNotice>, here: &mut Here<'_>) -> bool {
        let StaffPage::Planned(planned) = &mut self.page else { return false };
        let Some(mut people) = planned.take_person() else { return false };
        if let Some(notice) = notice {
            people.notify(notice);
        }
        self.show(StaffPage::People(people), here);
        true
    }

    /// Opens the form of a visit that is to be made: at once, or when the person's file is open.
    fn carry_out(&mut self, row: PlannedRow, here: &mut Here<'_>) {
        match row.file {
            Some(file) => {
                self.opening = Opening::Planned(Box::new(row));
                here.ask(Command::OpenPerson(file));
            }
            None => self.open_planned_form(StaffVisitForm::new(here.now), &row, here),
        }
    }

    fn open_planned_form(&mut self, mut form: StaffVisitForm, row: &PlannedRow, here: &mut Here<'_>) {
        form.carry_out(row);
        self.open_form(form, here);
    }
}

/// What the worker tells.
impl StaffFlow {
    /// Takes in what the worker tells. What nobody waits for any more changes nothing.
    pub fn told(&mut self, event: Event, here: &mut Here<'_>) {
        match event {
            Event::PinChecked(outcome) => {
                if !self.is_signed_in() && self.pin.checked(outcome, here.since_start) {
                    self.show_home(here);
                }
            }
            _ if !self.is_signed_in() => {}
            Event::Saved { id, .. } => self.saved(id, here),
            Event::NotSaved(why) => self.not_saved(why, here),
            Event::Today(visits) => self.today = Some(visits),
            Event::ToContact(visits) => self.to_contact = visits,
            Event::Status(status) => self.status = Some(status),
            Event::VisitOpened(visit) => {
                if let Some(visit) = visit {
                    self.visit_opened(visit, here);
                }
            }
            Event::PersonOpened(person) => match &self.opening {
                Opening::Planned(row) if row.file.is_some_and(|file| person.files.contains(&file)) => {
                    let (form, row) = (StaffVisitForm::with_person(&person, here.now), row.clone());
                    self.open_planned_form(form, &row, here);
                }
                _ => {
                    let (files, reader) = (person.files.clone(), self.reader());
                    self.with_people(|people| people.opened(person));
                    here.ask(Command::LoadRequests { files, reader });
                }
            },
            Event::Found { query, hits, asked } => {
                self.with_people(|people| people.found(&query, hits, asked));
            }
            Event::Corrected(outcome) => self.with_people(|people| people.corrected(outcome)),
            Event::PlannedFor { files, rows } => {
                self.with_people(|people| people.loaded_planned(&files, rows));
            }
            Event::Requests { files, role, rows } => {
                self.with_people(|people| people.loaded_requests(&files, role, rows));
            }
            Event::Planned(planned) => self.field.loaded_planned(planned),
            Event::Drafts(drafts) => self.field.loaded_drafts(drafts),
            Event::NotKept(why) => match &mut self.page {
                StaffPage::Form(form) => form.tell(FormFault::NotSaved(why)),
                StaffPage::Device => self.not_kept = Some(why),
                StaffPage::Representatives(flow) => flow.tell(why),
                _ => {}
            },
            Event::ReceiptShown { reference, visit } => self.receipt_shown(reference, visit, here),
            Event::Called(_) => {
                if self.leaves {
                    here.ask(Ask::Leave);
                }
            }
            Event::Queue(queue) => (self.waiting, self.leaves) = (Some(queue), false),
            Event::QueueNotSaved(why) => (self.waiting_fault, self.leaves) = (Some(why), false),
            Event::QueueState(_) | Event::Board(_) | Event::FollowUpTold(_) => {}
            Event::ConfigSaved(_) => self.settings_told(SettingsOutcome::Saved),
            Event::ConfigNotSaved => self.settings_told(SettingsOutcome::NotSaved),
            Event::Sync(SyncState::Running(_)) => {}
            Event::Sync(SyncState::Done(_) | SyncState::Failed(_)) => self.look_again(here),
            // of no page of staff mode
            Event::Ready(_) | Event::SettingUp(_) | Event::Enrolled | Event::EnrolFailed(_) => {}
            Event::PinSet | Event::TrialNotBegun | Event::Printed(_) => {}
            Event::CannotStart(_) | Event::CanStart => {}
        }
    }

    fn with_people(&mut self, part: impl FnOnce(&mut PeopleFlow)) {
        match &mut self.page {
            StaffPage::People(people) => part(people),
            StaffPage::Request(flow) => part(flow.person_mut()),
            _ => {}
        }
    }

    fn settings_told(&mut self, outcome: SettingsOutcome) {
        if let StaffPage::Settings(settings) = &mut self.page {
            settings.outcome = Some(outcome);
        }
    }

    /// Goes on after a record is durable: back to where one came from, with the offer of a form for another person.
    fn saved(&mut self, id: FactId, here: &mut Here<'_>) {
        match &mut self.page {
            StaffPage::Form(form) if form.saving() == Some(id) => {
                let corrected = form.corrects().is_some() && form.serves().is_none();
                let next = form.corrects().is_none().then(|| Box::new(form.next(here.now)));
                self.show_home(here);
                self.next_form = next;
                self.notice = Some(if corrected { StaffNotice::Corrected } else { StaffNotice::Registered });
            }
            StaffPage::People(people) => people.saved(id, here),
            StaffPage::Request(flow) => {
                flow.saved(id, here);
                self.look_at_person_again(here);
            }
            StaffPage::Planned(planned) if planned.saving == Saving::Running(id) => {
                if self.leave_planned(Some(PeopleNotice::PlanDropped), here) {
                    self.look_at_person_again(here);
                } else {
                    self.show_home(here);
                    self.notice = Some(StaffNotice::PlanDropped);
                }
            }
            _ => {}
        }
    }

    fn not_saved(&mut self, why: NotSaved, here: &mut Here<'_>) {
        match &mut self.page {
            StaffPage::Form(form) => form.not_saved(why, here.since_start),
            StaffPage::Planned(planned) => planned.saving.not_saved(why),
            StaffPage::Request(flow) => {
                flow.not_saved(why);
                self.look_at_person_again(here);
            }
            StaffPage::People(people) => {
                if let Some(planning) = people.planning_mut() {
                    planning.saving.not_saved(why);
                }
            }
            _ => {}
        }
    }

    fn visit_opened(&mut self, visit: Box<Visit>, here: &mut Here<'_>) {
        let form = match &self.opening {
            Opening::Visit(wanted) if *wanted == visit.id => StaffVisitForm::correcting(visit),
            Opening::Served(wanted, number) if *wanted == visit.id => {
                StaffVisitForm::serving(visit, *number, self.reader())
            }
            Opening::Draft(wanted, entry) if *wanted == visit.id => match &entry.content {
                DraftContent::Form(draft) => draft.open(entry.id, Some(visit), here.now),
                DraftContent::Newer | DraftContent::Closed => return,
            },
            Opening::Nothing | Opening::Visit(_) | Opening::Served(..) => return,
            Opening::Draft(..) | Opening::Planned(_) => return,
        };
        self.show_form(form, here);
    }

    /// A finished exchange may have moved visits from one state to the other, and brought what another branch changed:
    /// what staff look at is loaded anew.
    fn look_again(&mut self, here: &mut Here<'_>) {
        self.look_at_person_again(here);
        if matches!(self.page, StaffPage::Today | StaffPage::Field) {
            here.ask(Command::LoadToday);
        }
        if matches!(self.page, StaffPage::Device | StaffPage::Field) {
            here.ask(Command::LoadStatus);
        }
    }

    fn look_at_person_again(&self, here: &mut Here<'_>) {
        let people = match &self.page {
            StaffPage::People(people) => Some(&**people),
            StaffPage::Request(flow) => Some(flow.people()),
            _ => None,
        };
        if let Some(file) = people.and_then(PeopleFlow::file) {
            here.ask(Command::OpenPerson(file));
        }
    }
}

/// Time goes by, and staff leave.
impl StaffFlow {
    /// Keeps the open form where that is due; returns when it is.
    pub fn keep_form_when_due(&mut self, here: &mut Here<'_>) -> Option<Duration> {
        let reader = self.reader();
        let StaffPage::Form(form) = &mut self.page else { return None };
        form.keep_when_due(reader.as_ref(), here)
    }

    /// Keeps what was entered, and lets the worker drop what it holds of people in memory.
    pub fn close(&mut self, here: &mut Here<'_>) {
        let reader = self.reader();
        if let StaffPage::Form(form) = &mut self.page {
            form.keep(reader.as_ref(), here);
        }
        if self.is_signed_in() {
            here.ask(Command::StaffLeft);
        }
    }
}
