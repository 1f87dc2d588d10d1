//! Why, in ready words; may be passed over.

use egui::Ui;
use shared::domain::{CatalogKind, Code};
use shared::locale::key;

use super::layout::title;
use super::page::{Foot, page};
use super::tiles::choice_tiles;
use super::view::{Choice, View};
use crate::action::{Action, RatingAction};
use crate::flow::RatingFlow;
use crate::theme::Look;
use crate::widgets::TileKind;

/// The words of the choice of reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReasonsData {
    /// The question: what was liked, or what should improve.
    pub title: String,
    /// That it is optional.
    pub hint: String,
    /// The reasons.
    pub reasons: Vec<Choice<Code>>,
    /// The way back.
    pub back: String,
    /// The way on, with or without a reason.
    pub next: String,
}

impl ReasonsData {
    /// Reads the words and what is chosen.
    pub fn new(view: &View<'_>, flow: &RatingFlow) -> Self {
        let title = if flow.is_low() { view.tr("reasons-title-low") } else { view.tr("reasons-title-high") };
        let next = if flow.reasons().is_empty() { key("common-skip-step") } else { key("common-next") };
        Self {
            title,
            hint: view.tr("reasons-hint"),
            reasons: view.choices(&CatalogKind::Reason, flow.reasons()),
            back: view.tr("common-back"),
            next: view.tr(next),
        }
    }
}

/// Adds the choice of reasons.
pub fn reasons_ui(ui: &mut Ui, look: &Look, data: &ReasonsData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, Some(&data.hint));
        let chosen = choice_tiles(ui, look, TileKind::Multi, &data.reasons);
        chosen.map(|code| Action::Rating(RatingAction::ToggleReason(code)))
    };
    let foot = Foot::new()
        .back(&data.back, Action::Rating(RatingAction::Back))
        .next(&data.next, Action::Rating(RatingAction::FinishReasons));
    page(ui, look, foot, body)
}
