//! How far a long pull is: a new device's first one, or the first after weeks offline.

use egui::Ui;
use shared::locale::Value;

use super::view::View;
use crate::link::{Pulled, SyncState};
use crate::theme::Look;
use crate::widgets::share_progress;

/// How far it is, in numbers and words.
#[derive(Clone, Debug, PartialEq)]
pub struct PulledData {
    pulled: Pulled,
    words: String,
}

impl PulledData {
    /// Reads how far it is; `None` where no long pull is under way.
    pub fn new(view: &View<'_>) -> Option<Self> {
        let Some(SyncState::Running(Some(pulled))) = view.sync else { return None };
        let values: [(&str, Value<'_>); 2] = [("taken", pulled.taken.into()), ("all", pulled.all.into())];
        Some(Self { pulled: *pulled, words: view.format("sync-pulled", &values) })
    }
}

/// Adds the words above a bar.
pub fn pulled_ui(ui: &mut Ui, look: &Look, data: &PulledData) {
    share_progress(ui, look, data.pulled.taken, data.pulled.all, &data.words);
}
