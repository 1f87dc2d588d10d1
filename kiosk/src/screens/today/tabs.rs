//! The tabs of staff mode: where to go, and the exchange with head office.

use egui::Ui;

use crate::action::{Action, FieldAction, StaffAction};
use crate::screens::button_rows::{RowButton, button_rows};
use crate::screens::view::View;
use crate::theme::Look;
use crate::widgets::{ButtonKind, StatusKind, status};
use crate::worker::event::{SyncFailure, SyncState};

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
    let pages = [
        page(&data.field, Tab::Field),
        page(&data.today, Tab::Today),
        page(&data.device, Tab::Device),
        page(&data.tools, Tab::Tools),
    ];
    let sync = RowButton { enabled: data.can_sync, ..RowButton::new(ButtonKind::Quiet, &data.sync_now) };
    let tasks = [sync, RowButton::new(ButtonKind::Secondary, &data.register)];
    let actions = [
        Action::Field(FieldAction::ShowHome),
        Action::Staff(StaffAction::ShowToday),
        Action::Staff(StaffAction::ShowDevice),
        Action::Staff(StaffAction::ShowTools),
        Action::Staff(StaffAction::SyncNow),
        Action::Staff(StaffAction::Register),
    ];
    let action = button_rows(ui, look, &pages, &tasks).and_then(|index| actions.into_iter().nth(index));
    if let Some((kind, words)) = &data.sync {
        status(ui, look, *kind, words);
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
