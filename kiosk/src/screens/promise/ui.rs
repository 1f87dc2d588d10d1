//! Paints the promise.

use egui::Ui;

use super::data::PromiseData;
use crate::action::{Action, RatingAction};
use crate::screens::layout::{body_and_foot, enter_pressed, foot_button, foot_row, lead, sink, title};
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::{Primary, Quiet, Secondary};
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
    let foot = |ui: &mut Ui| {
        let back = |ui: &mut Ui| {
            foot_button(ui, look, Secondary, &data.back, true).then_some(Action::Rating(RatingAction::Back))
        };
        let on = |ui: &mut Ui| {
            let begin = foot_button(ui, look, Primary, &data.begin, true) || enter_pressed(ui);
            let decline = foot_button(ui, look, Quiet, &data.decline, true);
            let begin = begin.then_some(Action::Rating(RatingAction::Accept));
            begin.or(decline.then_some(Action::Finish))
        };
        foot_row(ui, look, back, on)
    };
    let (first, second) = body_and_foot(ui, look, body, foot);
    first.or(second)
}
