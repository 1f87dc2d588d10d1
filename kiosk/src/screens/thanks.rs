//! The rating is saved.

use egui::{Sense, Ui, vec2};

use super::page::{Foot, page};
use super::view::View;
use crate::action::Action;
use crate::theme::{Look, TextKind};
use crate::widgets::{Face, paint_face};

/// The words of the thanks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThanksData {
    /// Thanks.
    pub title: String,
    /// What the opinion does.
    pub body: String,
    /// Farewell.
    pub farewell: String,
    /// The way out.
    pub finish: String,
}

impl ThanksData {
    /// Reads the words.
    pub fn new(view: &View<'_>) -> Self {
        Self {
            title: view.tr("thanks-title"),
            body: view.tr("thanks-body"),
            farewell: view.tr("thanks-farewell"),
            finish: view.tr("common-finish"),
        }
    }
}

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
