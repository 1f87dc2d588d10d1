//! Paints the thanks.

use egui::{Sense, Ui, vec2};

use super::data::ThanksData;
use crate::action::Action;
use crate::screens::page::{Foot, page};
use crate::theme::{Look, TextKind};
use crate::widgets::{Face, paint_face};

/// Adds the thanks.
pub fn thanks_ui(ui: &mut Ui, look: &Look, data: &ThanksData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        let radius = look.sizes.button;
        ui.add_space((ui.available_height() * 0.14).round());
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), radius * 2.0), Sense::hover());
        paint_face(ui.painter(), look, Face::Good, rect.center(), radius);
        ui.add_space(look.sizes.section);
        look.label_centered(ui, TextKind::Display, &data.title);
        look.label_centered(ui, TextKind::Heading, &data.body);
        look.label_centered(ui, TextKind::Body, &data.farewell);
        None
    };
    let foot = Foot::new().next(&data.finish, Action::Finish);
    page(ui, look, foot, body)
}
