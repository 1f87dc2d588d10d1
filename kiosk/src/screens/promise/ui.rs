//! Paints the promise.

use egui::Ui;

use super::data::PromiseData;
use crate::action::{Action, RatingAction};
use crate::screens::layout::{lead, sink, title};
use crate::screens::page::{Foot, page};
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::Quiet;
use crate::widgets::card;

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
