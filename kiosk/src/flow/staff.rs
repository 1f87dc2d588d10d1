//! Staff mode: which page is open and what the worker last said about it. Every page but the first lies behind the PIN.

use shared::domain::{FactId, Visit};

use super::{PinPad, StaffVisitForm};
use crate::worker::event::{DeviceStatus, TodayVisit};

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
}

/// A good outcome to be told once, above the current day's visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffNotice {
    /// A visit was registered.
    Registered,
    /// A correction was registered.
    Corrected,
}

/// Staff mode as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StaffFlow {
    page: StaffPage,
    /// The PIN being typed.
    pub pin: PinPad,
    today: Option<Vec<TodayVisit>>,
    status: Option<Box<DeviceStatus>>,
    opening: Option<FactId>,
    notice: Option<StaffNotice>,
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
            StaffPage::Pin | StaffPage::Today | StaffPage::Device => None,
        }
    }

    /// Opens the current day's visits.
    pub fn show_today(&mut self) {
        self.page = StaffPage::Today;
        self.opening = None;
        self.notice = None;
    }

    /// Opens the device's status.
    pub fn show_device(&mut self) {
        self.page = StaffPage::Device;
        self.opening = None;
    }

    /// Opens a form.
    pub fn show_form(&mut self, form: StaffVisitForm) {
        self.page = StaffPage::Form(Box::new(form));
        self.opening = None;
        self.notice = None;
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

    /// Takes in that the form's visit is durable; true where that was the open form's.
    pub fn saved(&mut self, visit: FactId) -> bool {
        let Some(form) = self.form_mut() else { return false };
        if form.saving() != Some(visit) {
            return false;
        }
        let notice = if form.corrects().is_some() { StaffNotice::Corrected } else { StaffNotice::Registered };
        self.show_today();
        self.notice = Some(notice);
        true
    }
}
