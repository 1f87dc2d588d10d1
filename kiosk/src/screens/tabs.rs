//! The tabs of staff mode: where to go, and the exchange with head office.

use egui::Ui;

use super::button_rows::{RowButton, button_rows};
use super::choice::Choice;
use super::pulled::{PulledData, pulled_ui};
use super::view::View;
use crate::action::{Action, FieldAction, StaffAction, WaitingAction};
use crate::flow::{StaffFlow, StaffNotice};
use crate::link::{SyncFailure, SyncState};
use crate::theme::{Look, TextKind};
use crate::widgets::{ButtonKind, StatusKind, TouchButton, announce, status};

/// A page that has a tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// The current day's visits.
    Today,
    /// The device's status.
    Device,
    /// Field mode's home.
    Field,
    /// The six tools.
    Tools,
    /// Who waits.
    Waiting,
}

/// The words of the tabs.
#[derive(Clone, Debug, PartialEq)]
pub struct TabsData {
    pages: Vec<Choice<Action>>,
    sync_now: String,
    can_sync: bool,
    register: String,
    sync: Option<(StatusKind, String)>,
    pulled: Option<PulledData>,
}

impl TabsData {
    /// Reads the words and how the exchange stands. Who waits is a page only where visitors wait.
    pub fn new(view: &View<'_>, current: Tab) -> Self {
        let page = |tab, name: String, show: Action| Choice::new(show, name, tab == current);
        let mut pages = vec![
            page(Tab::Field, view.tr("field-title"), Action::Field(FieldAction::ShowHome)),
            page(Tab::Today, view.tr("staff-today"), Action::Staff(StaffAction::ShowToday)),
        ];
        if view.has_queue() {
            pages.push(page(Tab::Waiting, view.tr("staff-waiting"), Action::Waiting(WaitingAction::Show)));
        }
        pages.push(page(Tab::Device, view.tr("staff-device"), Action::Staff(StaffAction::ShowDevice)));
        pages.push(page(Tab::Tools, view.tr("guide-tools"), Action::Staff(StaffAction::ShowTools)));
        Self {
            pages,
            sync_now: view.tr("sync-now"),
            can_sync: !matches!(view.sync, Some(SyncState::Running(_))),
            register: view.tr("staff-register"),
            sync: view.sync.map(|state| sync_words(view, state)),
            pulled: PulledData::new(view),
        }
    }
}

/// Adds the tabs, and beneath them how the exchange with head office stands.
pub fn tabs_ui(ui: &mut Ui, look: &Look, data: &TabsData) -> Option<Action> {
    let pages: Vec<RowButton<'_>> = data.pages.iter().map(RowButton::tab).collect();
    let sync = RowButton { enabled: data.can_sync, ..RowButton::new(ButtonKind::Quiet, &data.sync_now) };
    let tasks = [sync, RowButton::new(ButtonKind::Secondary, &data.register)];
    let does = [Action::Staff(StaffAction::SyncNow), Action::Staff(StaffAction::Register)];
    let pressed = button_rows(ui, look, &pages, &tasks);
    let action = pressed.and_then(|index| data.pages.iter().map(|page| &page.value).chain(&does).nth(index));
    if let Some((kind, words)) = &data.sync {
        announce(&status(ui, look, *kind, words));
    }
    if let Some(pulled) = &data.pulled {
        pulled_ui(ui, look, pulled);
    }
    action.cloned()
}

/// A good outcome, told once, and what is offered with it.
#[derive(Clone, Debug, PartialEq)]
pub struct OutcomeData {
    words: String,
    another: Option<String>,
}

impl OutcomeData {
    /// Reads the outcome; `None` where nothing is to be told.
    pub fn new(view: &View<'_>, flow: &StaffFlow) -> Option<Self> {
        let words = notice_words(view, flow.notice()?);
        Some(Self { words, another: flow.offers_another().then(|| view.tr("register-another")) })
    }
}

/// Adds the outcome, and the offer to register another person with the same services.
pub fn outcome_ui(ui: &mut Ui, look: &Look, data: &OutcomeData) -> Option<Action> {
    announce(&status(ui, look, StatusKind::Good, &data.words));
    let another = TouchButton::secondary(data.another.as_ref()?).text(TextKind::Strong);
    another.show(ui, look).clicked().then_some(Action::Staff(StaffAction::RegisterAnother))
}

fn notice_words(view: &View<'_>, notice: StaffNotice) -> String {
    match notice {
        StaffNotice::Registered => view.tr("register-saved"),
        StaffNotice::Corrected => view.tr("correct-saved"),
        StaffNotice::PlanDropped => view.tr("plan-dropped"),
    }
}

fn sync_words(view: &View<'_>, state: &SyncState) -> (StatusKind, String) {
    match state {
        SyncState::Running(_) => (StatusKind::Waiting, view.tr("sync-running")),
        SyncState::Done(_) => (StatusKind::Good, view.tr("sync-done")),
        SyncState::Failed(SyncFailure::Busy) => (StatusKind::Waiting, view.tr("sync-busy")),
        SyncState::Failed(failure) => (StatusKind::Problem, failure_words(view, *failure)),
    }
}

fn failure_words(view: &View<'_>, failure: SyncFailure) -> String {
    match failure {
        SyncFailure::NoNetwork => view.tr("network-none"),
        SyncFailure::Line => view.tr("sync-line"),
        SyncFailure::UnknownDevice => view.tr("sync-unknown-device"),
        SyncFailure::RevokedDevice => view.tr("sync-revoked"),
        SyncFailure::Version => view.tr("sync-version"),
        SyncFailure::Busy => view.tr("sync-busy"),
        SyncFailure::Failed => view.tr("sync-failed"),
    }
}
