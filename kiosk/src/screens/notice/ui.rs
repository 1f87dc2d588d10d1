//! Paints the notice.

use egui::{Sense, Ui, vec2};

use super::data::NoticeData;
use crate::action::{Action, VisitAction};
use crate::screens::layout::{body_and_foot, foot_button, foot_row, lead, title};
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::{Primary, Secondary};
use crate::widgets::{card, column_start, row_start_to_end};

/// Adds the notice.
pub fn notice_ui(ui: &mut Ui, look: &Look, data: &NoticeData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, None);
        ui.add_space(look.sizes.gap);
        card(ui, look, |ui| data.statements.iter().for_each(|words| statement(ui, look, words)));
        None
    };
    let foot = |ui: &mut Ui| {
        let back = |ui: &mut Ui| {
            foot_button(ui, look, Secondary, &data.back, true).then_some(Action::Visit(VisitAction::Back))
        };
        let next = |ui: &mut Ui| {
            foot_button(ui, look, Primary, &data.next, true).then_some(Action::Visit(VisitAction::Next))
        };
        foot_row(ui, look, back, next)
    };
    let (first, second) = body_and_foot(ui, look, body, foot);
    first.or(second)
}

fn statement(ui: &mut Ui, look: &Look, words: &str) {
    let mark = look.sizes.text_body * 0.25;
    let line = look.style(TextKind::Heading).line_height;
    row_start_to_end(ui, look.direction, line, |ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(mark * 2.0, line), Sense::hover());
        ui.painter().circle_filled(rect.center(), mark, look.palette.primary);
        column_start(ui, look.direction, |ui| lead(ui, look, words));
    });
}
