//! Staff mode: which page is open and what the worker last said about it. Every page but the first lies behind the PIN.

use crate::link::{DeviceStatus, NotSaved, TodayVisit, Waiting};
use shared::domain::{FactId, Visit};

use super::{
    FieldState, GuideFlow, GuidePage, PeopleFlow, PeopleNotice, PinPad, PlannedFlow, RepresentativesFlow,
    SettingsFlow, StaffVisitForm,
};

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

/// Staff mode as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StaffFlow {
    page: StaffPage,
    /// The PIN being typed.
    pub pin: PinPad,
    /// Who it is, and their drafts.
    pub field: FieldState,
    today: Option<Vec<TodayVisit>>,
    status: Option<Box<DeviceStatus>>,
    opening: Option<FactId>,
    notice: Option<StaffNotice>,
    waiting: Option<Vec<Waiting>>,
    waiting_fault: Option<NotSaved>,
}

impl StaffFlow {
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

    /// Returns the device's status; `None` until the worker answered.
    pub fn status(&self) -> Option<&DeviceStatus> {
        self.status.as_deref()
    }

    /// Returns the outcome to be told.
    pub fn notice(&self) -> Option<StaffNotice> {
        self.notice
    }

    /// Returns the open form.
    pub fn form_mut(&mut self) -> Option<&mut StaffVisitForm> {
        match &mut self.page {
            StaffPage::Form(form) => Some(form),
            StaffPage::Pin
            | StaffPage::Today
            | StaffPage::Device
            | StaffPage::Settings(_)
            | StaffPage::Field
            | StaffPage::Drafts
            | StaffPage::Waiting
            | StaffPage::Representatives(_)
            | StaffPage::People(_)
            | StaffPage::Planned(_)
            | StaffPage::Tools(_) => None,
        }
    }

    /// Returns the guide that is open at the tools.
    pub fn tools_mut(&mut self) -> Option<&mut GuideFlow> {
        if let StaffPage::Tools(flow) = &mut self.page { Some(flow) } else { None }
    }

    /// Opens the six tools.
    pub fn show_tools(&mut self) {
        self.show(StaffPage::Tools(Box::new(GuideFlow::opened_at(GuidePage::Tools))));
    }

    /// Notes in the open form who received the person: the representative who is signed in.
    pub fn sign_form(&mut self) {
        let signed_in = self.field.representative().cloned();
        if let Some(form) = self.form_mut() {
            form.received_by = signed_in;
        }
    }

    /// Opens field mode's home.
    pub fn show_field(&mut self) {
        self.show(StaffPage::Field);
    }

    /// Opens the drafts.
    pub fn show_drafts(&mut self) {
        self.field.ask_to_drop(None);
        self.show(StaffPage::Drafts);
    }

    /// Opens the page of the representatives.
    pub fn show_representatives(&mut self) {
        self.show(StaffPage::Representatives(Box::default()));
    }

    /// Opens the search for people.
    pub fn show_people(&mut self) {
        self.field.looked_up = true;
        self.show(StaffPage::People(Box::default()));
    }

    /// Returns the open search, or the person that was found.
    pub fn people_mut(&mut self) -> Option<&mut PeopleFlow> {
        if let StaffPage::People(flow) = &mut self.page { Some(flow) } else { None }
    }

    /// Opens a visit that is to be made, from the list or from the person's page; one that is in neither stays closed.
    pub fn show_planned(&mut self, plan: FactId) {
        let of_person = self
            .people_mut()
            .and_then(|people| people.planned().iter().find(|row| row.plan.id == plan).cloned());
        match of_person {
            Some(row) => {
                if let StaffPage::People(people) = std::mem::take(&mut self.page) {
                    self.show(StaffPage::Planned(Box::new(PlannedFlow::new(row, Some(people)))));
                }
            }
            None => {
                if let Some(row) = self.field.find_planned(plan).cloned() {
                    self.show(StaffPage::Planned(Box::new(PlannedFlow::new(row, None))));
                }
            }
        }
    }

    /// Returns the visit to be made that is open.
    pub fn planned_mut(&mut self) -> Option<&mut PlannedFlow> {
        if let StaffPage::Planned(flow) = &mut self.page { Some(flow) } else { None }
    }

    /// Goes back to the person's page from which a visit to be made was opened, and tells a good outcome there; false
    /// where it was none.
    pub fn leave_planned(&mut self, notice: Option<PeopleNotice>) -> bool {
        let Some(mut people) = self.planned_mut().and_then(PlannedFlow::take_person) else { return false };
        if let Some(notice) = notice {
            people.notify(notice);
        }
        self.show(StaffPage::People(people));
        true
    }

    /// Returns the open page of the representatives.
    pub fn representatives_mut(&mut self) -> Option<&mut RepresentativesFlow> {
        if let StaffPage::Representatives(flow) = &mut self.page { Some(flow) } else { None }
    }

    /// Tells a good outcome on the page that is open.
    pub fn notify(&mut self, notice: StaffNotice) {
        self.notice = Some(notice);
    }

    fn show(&mut self, page: StaffPage) {
        self.page = page;
        self.opening = None;
        self.notice = None;
    }

    /// Opens the current day's visits.
    pub fn show_today(&mut self) {
        self.show(StaffPage::Today);
    }

    /// Opens the page of those who wait.
    pub fn show_waiting(&mut self) {
        self.show(StaffPage::Waiting);
        self.waiting_fault = None;
    }

    /// Returns who waits, in the order of coming; `None` until the worker answered.
    pub fn waiting(&self) -> Option<&[Waiting]> {
        self.waiting.as_deref()
    }

    /// Returns why the last call or end was not saved.
    pub fn waiting_fault(&self) -> Option<NotSaved> {
        self.waiting_fault
    }

    /// Takes in who waits.
    pub fn loaded_waiting(&mut self, queue: Vec<Waiting>) {
        self.waiting = Some(queue);
    }

    /// Takes in that a call or an end was not saved.
    pub fn waiting_not_saved(&mut self, why: NotSaved) {
        self.waiting_fault = Some(why);
    }

    /// Opens the device's status.
    pub fn show_device(&mut self) {
        self.page = StaffPage::Device;
        self.opening = None;
    }

    /// Opens the device's settings.
    pub fn show_settings(&mut self, settings: SettingsFlow) {
        self.page = StaffPage::Settings(Box::new(settings));
        self.opening = None;
    }

    /// Returns the open settings.
    pub fn settings_mut(&mut self) -> Option<&mut SettingsFlow> {
        if let StaffPage::Settings(settings) = &mut self.page { Some(settings) } else { None }
    }

    /// Opens a form.
    pub fn show_form(&mut self, form: StaffVisitForm) {
        self.show(StaffPage::Form(Box::new(form)));
    }

    /// Notes which visit was asked for, to be corrected.
    pub fn wait_for(&mut self, visit: FactId) {
        self.opening = Some(visit);
    }

    /// Tells whether a visit that the worker opened is the one asked for, and asks for none any more.
    pub fn takes(&mut self, visit: &Visit) -> bool {
        let wanted = self.opening == Some(visit.id);
        if wanted {
            self.opening = None;
        }
        wanted
    }

    /// Takes in the current day's visits.
    pub fn loaded_today(&mut self, visits: Vec<TodayVisit>) {
        self.today = Some(visits);
    }

    /// Takes in the device's status.
    pub fn loaded_status(&mut self, status: Box<DeviceStatus>) {
        self.status = Some(status);
    }

    /// Takes in that nothing was saved, where that was a plan or the dropping of one.
    pub fn plan_not_saved(&mut self, why: NotSaved) {
        if let Some(planning) = self.people_mut().and_then(PeopleFlow::planning_mut) {
            planning.not_saved(why);
        }
        if let Some(planned) = self.planned_mut() {
            planned.not_saved(why);
        }
    }

    /// Takes in that a visit is durable; returns what to tell where it was the open form's.
    pub fn saved(&mut self, visit: FactId) -> Option<StaffNotice> {
        let form = self.form_mut().filter(|form| form.saving() == Some(visit))?;
        Some(if form.corrects().is_some() { StaffNotice::Corrected } else { StaffNotice::Registered })
    }
}
