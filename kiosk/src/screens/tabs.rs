//! The tabs of staff mode: where to go, and the exchange with head office.

use egui::Ui;

use super::button_rows::{RowButton, button_rows};
use super::view::View;
use crate::action::{Action, FieldAction, StaffAction, WaitingAction};
use crate::link::{SyncFailure, SyncState};
use crate::theme::Look;
use crate::widgets::{ButtonKind, StatusKind, announce, status};

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TabsData {
    current: Tab,
    today: String,
    register: String,
    device: String,
    field: String,
    tools: String,
    /// Only where visitors wait.
    waiting: Option<String>,
    sync_now: String,
    can_sync: bool,
    sync: Option<(StatusKind, String)>,
}

impl TabsData {
    /// Reads the words and how the exchange stands.
    pub fn new(view: &View<'_>, current: Tab) -> Self {
        Self {
            current,
            today: view.tr("staff-today"),
            register: view.tr("staff-register"),
            device: view.tr("staff-device"),
            field: view.tr("field-title"),
            tools: view.tr("guide-tools"),
            waiting: view.has_queue().then(|| view.tr("staff-waiting")),
            sync_now: view.tr("sync-now"),
            can_sync: view.sync != Some(&SyncState::Running),
            sync: view.sync.map(|state| sync_words(view, state)),
        }
    }
}

/// Adds the tabs, and beneath them how the exchange with head office stands.
pub fn tabs_ui(ui: &mut Ui, look: &Look, data: &TabsData) -> Option<Action> {
    let page = |words, tab| {
        RowButton::new(if data.current == tab { ButtonKind::Primary } else { ButtonKind::Quiet }, words)
    };
    let mut pages = vec![
        (page(&data.field, Tab::Field), Action::Field(FieldAction::ShowHome)),
        (page(&data.today, Tab::Today), Action::Staff(StaffAction::ShowToday)),
    ];
    if let Some(words) = &data.waiting {
        pages.push((page(words, Tab::Waiting), Action::Waiting(WaitingAction::Show)));
    }
    pages.push((page(&data.device, Tab::Device), Action::Staff(StaffAction::ShowDevice)));
    pages.push((page(&data.tools, Tab::Tools), Action::Staff(StaffAction::ShowTools)));
    let (buttons, mut actions): (Vec<RowButton<'_>>, Vec<Action>) = pages.into_iter().unzip();
    actions.extend([Action::Staff(StaffAction::SyncNow), Action::Staff(StaffAction::Register)]);
    let sync = RowButton { enabled: data.can_sync, ..RowButton::new(ButtonKind::Quiet, &data.sync_now) };
    let tasks = [sync, RowButton::new(ButtonKind::Secondary, &data.register)];
    let action = button_rows(ui, look, &buttons, &tasks).and_then(|index| actions.into_iter().nth(index));
    if let Some((kind, words)) = &data.sync {
        announce(&status(ui, look, *kind, words));
    }
    action
}

fn sync_words(view: &View<'_>, state: &SyncState) -> (StatusKind, String) {
    match state {
        SyncState::Running => (StatusKind::Waiting, view.tr("sync-running")),
        SyncState::Done(_) => (StatusKind::Good, view.tr("sync-done")),
        SyncState::Failed(failure) => (StatusKind::Problem, failure_words(view, *failure)),
    }
}

fn failure_words(view: &View<'_>, failure: SyncFailure) -> String {
    match failure {
        SyncFailure::NoNetwork => view.tr("network-none"),
        SyncFailure::UnknownDevice => view.tr("sync-unknown-device"),
        SyncFailure::RevokedDevice => view.tr("sync-revoked"),
        SyncFailure::Version => view.tr("sync-version"),
        SyncFailure::Failed => view.tr("sync-failed"),
    }
}
