//! What brings the visitor here.

use egui::Ui;
use shared::domain::Code;

use super::layout::title;
use super::page::{Foot, page};
use super::tiles::choice_tiles;
use super::view::{Choice, View};
use crate::action::{Action, VisitAction};
use crate::flow::VisitFlow;
use crate::theme::Look;
use crate::widgets::TileKind;

/// The words of the choice of services.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedData {
    /// The question.
    pub title: String,
    /// That more than one may be chosen.
    pub hint: String,
    /// The services.
    pub services: Vec<Choice<Code>>,
    /// The way back.
    pub back: String,
    /// The way on.
    pub next: String,
    /// Whether the way on is open.
    pub can_go_on: bool,
}

impl NeedData {
    /// Reads the words and what is chosen.
    pub fn new(view: &View<'_>, flow: &VisitFlow) -> Self {
        Self {
            title: view.tr("need-title"),
            hint: view.tr("need-more-than-one"),
            services: view.service_choices(flow.services()),
            back: view.tr("common-back"),
            next: view.tr("common-next"),
            can_go_on: flow.can_go_on(),
        }
    }
}

/// Adds the choice of services.
pub fn need_ui(ui: &mut Ui, look: &Look, data: &NeedData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, Some(&data.hint));
        let chosen = choice_tiles(ui, look, TileKind::Multi, &data.services);
        chosen.map(|code| Action::Visit(VisitAction::ToggleService(code)))
    };
    let foot = Foot::new()
        .back(&data.back, Action::Visit(VisitAction::Back))
        .next(&data.next, Action::Visit(VisitAction::Next))
        .enabled(data.can_go_on);
    page(ui, look, foot, body)
}
