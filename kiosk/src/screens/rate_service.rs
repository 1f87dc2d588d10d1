//! Which service is rated.

use egui::Ui;
use shared::domain::Code;

use super::layout::title;
use super::page::{Foot, page};
use super::tiles::choice_tiles;
use super::view::{Choice, View};
use crate::action::{Action, RatingAction};
use crate::flow::RatingFlow;
use crate::theme::Look;
use crate::widgets::TileKind;

/// The words of the choice of the rated service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateServiceData {
    /// The question.
    pub title: String,
    /// That one is chosen.
    pub hint: String,
    /// The services.
    pub services: Vec<Choice<Code>>,
    /// The way back.
    pub back: String,
}

impl RateServiceData {
    /// Reads the words and what is chosen.
    pub fn new(view: &View<'_>, flow: &RatingFlow) -> Self {
        let chosen: Vec<Code> = flow.service().into_iter().cloned().collect();
        Self {
            title: view.tr("rating-choose-service"),
            hint: view.tr("rating-choose-service-hint"),
            services: view.service_choices(&chosen),
            back: view.tr("common-back"),
        }
    }
}

/// Adds the choice of the rated service.
pub fn rate_service_ui(ui: &mut Ui, look: &Look, data: &RateServiceData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, Some(&data.hint));
        let chosen = choice_tiles(ui, look, TileKind::Single, &data.services);
        chosen.map(|code| Action::Rating(RatingAction::ChooseService(code)))
    };
    let foot = Foot::new().back(&data.back, Action::Rating(RatingAction::Back));
    page(ui, look, foot, body)
}
