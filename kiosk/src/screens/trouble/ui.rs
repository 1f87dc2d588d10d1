//! Paints an error screen.

use egui::Ui;

use super::data::TroubleData;
use crate::action::Action;
use crate::screens::layout::{body_and_foot, foot_button, foot_row, sink};
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::{Primary, Quiet};
use crate::widgets::card;

/// Adds an error screen.
pub fn trouble_ui(ui: &mut Ui, look: &Look, data: &TroubleData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        sink(ui, look.sizes.button * 4.0);
        card(ui, look, |ui| {
            look.label(ui, TextKind::Title, &data.title);
            look.label(ui, TextKind::Heading, &data.body);
        });
        None
    };
    let foot = |ui: &mut Ui| {
        let staff = |ui: &mut Ui| {
            let words = data.staff.as_ref()?;
            foot_button(ui, look, Quiet, words, true).then_some(Action::OpenStaff)
        };
        let finish = |ui: &mut Ui| {
            let words = data.finish.as_ref()?;
            foot_button(ui, look, Primary, words, true).then_some(Action::Finish)
        };
        foot_row(ui, look, staff, finish)
    };
    let (first, second) = body_and_foot(ui, look, body, foot);
    first.or(second)
}
