//! What a rating is for, before it is asked for (P-11).

use egui::Ui;

use super::layout::{lead, sink, title};
use super::page::{Foot, page};
use super::spoken::buttons;
use super::view::View;
use crate::action::{Action, RatingAction};
use crate::flow::RatingFlow;
use crate::speech::Script;
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::Quiet;
use crate::widgets::card;

/// The promise's words.
#[derive(Clone, Debug, PartialEq)]
pub struct PromiseData {
    /// The title.
    pub title: String,
    /// The service being rated.
    pub service: String,
    /// The policy's sentence.
    pub right: String,
    /// That rating is optional, not linked to a name and without effect on a request.
    pub assurance: String,
    /// The ways back, on and out.
    pub foot: Foot,
}

impl PromiseData {
    /// Reads the words.
    pub fn new(view: &View<'_>, flow: &RatingFlow) -> Self {
        Self {
            title: view.tr("rating-title"),
            service: flow.service().map(|code| view.service(code)).unwrap_or_default(),
            right: view.tr("rating-right"),
            assurance: view.tr("rating-assurance"),
            foot: view
                .foot(Action::Rating(RatingAction::Back))
                .next(view.tr("rating-begin"), Action::Rating(RatingAction::Accept))
                .end(Quiet, view.tr("rating-decline"), Action::Finish),
        }
    }

    /// Returns what it says to a person who would rather hear it.
    pub fn script(&self, view: &View<'_>) -> Script {
        let script = Script::new().say(&self.title).say(&self.service);
        buttons(view, script.say(&self.right).say(&self.assurance), self.foot.words())
    }
}

/// Adds the promise.
pub fn promise_ui(ui: &mut Ui, look: &Look, data: &PromiseData) -> Option<Action> {
    page(ui, look, &data.foot, |ui| {
        title(ui, look, &data.title, Some(&data.service));
        let lines = look.style(TextKind::Title).line_height * 2.0 + look.style(TextKind::Heading).line_height;
        sink(ui, lines + look.sizes.padding * 3.0);
        card(ui, look, |ui| {
            look.label(ui, TextKind::Title, &data.right);
            ui.add_space(look.sizes.gap);
            lead(ui, look, &data.assurance);
        });
        None
    })
}
