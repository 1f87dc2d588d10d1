//! Thanks for a rating or a suggestion, which is saved.

use egui::{Sense, Ui, vec2};

use super::layout::is_upright;
use super::page::{Foot, page};
use super::spoken::buttons;
use super::view::View;
use crate::action::Action;
use crate::speech::Script;
use crate::theme::{Look, TextKind};
use crate::widgets::{Face, paint_face};

/// The words of the thanks.
#[derive(Clone, Debug, PartialEq)]
pub struct ThanksData {
    /// Thanks.
    pub title: String,
    /// What becomes of what was said.
    pub body: String,
    /// Farewell.
    pub farewell: String,
    /// When the screen closes by itself.
    pub closes: Option<String>,
    /// The way out.
    pub foot: Foot,
}

impl ThanksData {
    /// Reads the words; `body` is the key of what becomes of what was said.
    pub fn new(view: &View<'_>, body: &str) -> Self {
        Self {
            title: view.tr("thanks-title"),
            body: view.tr(body),
            farewell: view.tr("thanks-farewell"),
            closes: view.closes_in.map(|seconds| view.format("page-closes", &[("n", seconds.into())])),
            foot: Foot::new().next(view.tr("common-finish"), Action::Finish),
        }
    }

    /// Returns what it says to a person who would rather hear it.
    pub fn script(&self, view: &View<'_>) -> Script {
        let script = Script::new().say(&self.title).say(&self.body).say(&self.farewell);
        buttons(view, script, self.foot.words())
    }
}

/// Adds the thanks.
pub fn thanks_ui(ui: &mut Ui, look: &Look, data: &ThanksData) -> Option<Action> {
    page(ui, look, &data.foot, |ui| {
        let radius = look.sizes.button;
        if !is_upright(ui) {
            ui.add_space((ui.available_height() * 0.14).round());
        }
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), radius * 2.0), Sense::hover());
        paint_face(ui.painter(), look, Face::Good, rect.center(), radius);
        ui.add_space(look.sizes.section);
        look.label_centered(ui, TextKind::Display, &data.title);
        look.label_centered(ui, TextKind::Heading, &data.body);
        look.label_centered(ui, TextKind::Body, &data.farewell);
        if let Some(words) = &data.closes {
            look.label_centered(ui, TextKind::Small, words);
        }
        None
    })
}
