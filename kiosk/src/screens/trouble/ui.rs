//! Paints an error screen.

use egui::Ui;

use super::data::TroubleData;
use crate::action::Action;
use crate::screens::layout::sink;
use crate::screens::page::{Foot, page};
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::Quiet;
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
    let mut foot = Foot::new();
    if let Some(words) = &data.staff {
        foot = foot.start(Quiet, words, Action::OpenStaff);
    }
    if let Some(words) = &data.finish {
        foot = foot.next(words, Action::Finish);
    }
    page(ui, look, foot, body)
}
