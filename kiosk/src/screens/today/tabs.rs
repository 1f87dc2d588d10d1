//! The tabs of staff mode: where to go, and the exchange with head office.

use egui::Ui;

use crate::action::{Action, FieldAction, StaffAction};
use crate::screens::view::View;
use crate::theme::{Look, TextKind};
use crate::widgets::{ButtonKind, StatusKind, TouchButton, row_end_to_start, row_start_to_end, status};
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
}

/// The words of the tabs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TabsData {
    current: Tab,
    today: String,
    register: String,
    device: String,
    field: String,
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
            sync_now: view.tr("sync-now"),
            can_sync: view.sync != Some(&SyncState::Running),
            sync: view.sync.map(|state| sync_words(view, state)),
        }
    }
}

/// Adds the tabs, and beneath them how the exchange with head office stands.
pub fn tabs_ui(ui: &mut Ui, look: &Look, data: &TabsData) -> Option<Action> {
    let height = look.sizes.touch;
    let action = row_start_to_end(ui, look.direction, height, |ui| {
        let mut pressed = None;
        for (words, current, action) in [
            (&data.field, data.current == Tab::Field, Action::Field(FieldAction::ShowHome)),
            (&data.today, data.current == Tab::Today, Action::Staff(StaffAction::ShowToday)),
            (&data.device, data.current == Tab::Device, Action::Staff(StaffAction::ShowDevice)),
        ] {
            let kind = if current { ButtonKind::Primary } else { ButtonKind::Quiet };
            if TouchButton::new(kind, words).height(height).text(TextKind::Strong).show(ui, look).clicked() {
                pressed = Some(action);
            }
        }
        let end = row_end_to_start(ui, look.direction, height, |ui| {
            let register = TouchButton::secondary(&data.register).height(height).text(TextKind::Strong);
            let register = register.show(ui, look).clicked().then_some(Action::Staff(StaffAction::Register));
            let sync = TouchButton::quiet(&data.sync_now).height(height).text(TextKind::Strong);
            let sync = sync.enabled(data.can_sync).show(ui, look).clicked();
            register.or(sync.then_some(Action::Staff(StaffAction::SyncNow)))
        });
        pressed.or(end)
    });
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
