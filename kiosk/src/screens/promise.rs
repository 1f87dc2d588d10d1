//! What a rating is for, before it is asked for (P-11).

use egui::Ui;

use super::layout::{lead, sink, title};
use super::page::{Foot, page};
use super::view::View;
use crate::action::{Action, RatingAction};
use crate::flow::RatingFlow;
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::Quiet;
use crate::widgets::card;

/// The promise's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromiseData {
    /// The title.
    pub title: String,
    /// The service being rated.
    pub service: String,
    /// The policy's sentence.
    pub right: String,
    /// That rating is optional, not linked to a name and without effect on a request.
    pub assurance: String,
    /// The way back.
    pub back: String,
    /// The way out.
    pub decline: String,
    /// The way on.
    pub begin: String,
}

impl PromiseData {
    /// Reads the words.
    pub fn new(view: &View<'_>, flow: &RatingFlow) -> Self {
        Self {
            title: view.tr("rating-title"),
            service: flow.service().map(|code| view.service(code)).unwrap_or_default(),
            right: view.tr("rating-right"),
            assurance: view.tr("rating-assurance"),
            back: view.tr("common-back"),
            decline: view.tr("rating-decline"),
            begin: view.tr("rating-begin"),
        }
    }
}

/// Adds the promise.
pub fn promise_ui(ui: &mut Ui, look: &Look, data: &PromiseData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, Some(&data.service));
        let lines = look.style(TextKind::Title).line_height * 2.0 + look.style(TextKind::Heading).line_height;
        sink(ui, lines + look.sizes.padding * 3.0);
        card(ui, look, |ui| {
            look.label(ui, TextKind::Title, &data.right);
            ui.add_space(look.sizes.gap);
            lead(ui, look, &data.assurance);
        });
        None
    };
    let foot = Foot::new()
        .back(&data.back, Action::Rating(RatingAction::Back))
        .next(&data.begin, Action::Rating(RatingAction::Accept))
        .end(Quiet, &data.decline, Action::Finish);
    page(ui, look, foot, body)
}
