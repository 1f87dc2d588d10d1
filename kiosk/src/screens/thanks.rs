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
        let closes = data.closes.as_deref();
        let lines = [
            (TextKind::Display, Some(data.title.as_str())),
            (TextKind::Heading, Some(&data.body)),
            (TextKind::Body, Some(&data.farewell)),
            (TextKind::Small, closes),
        ];
        let (width, gap) = (ui.available_width(), ui.spacing().item_spacing.y);
        let height = |(kind, words): &(TextKind, Option<&str>)| {
            let style = look.style(*kind);
            words.map_or(0.0, |words| look.text.galley(ui.ctx(), &style, Some(width), words).size().y + gap)
        };
        let free = ui.available_height() - lines.iter().map(height).sum::<f32>() - gap;
        // the words come first: on a small screen the face is a small one
        let most = if is_upright(ui) { 1.0 } else { free / 2.0 / look.sizes.button };
        let radius = (look.sizes.button * most.clamp(0.4, 1.0)).floor();
        if !is_upright(ui) {
            ui.add_space(((free - 2.0 * radius) * 0.4).max(0.0).round());
        }
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), radius * 2.0), Sense::hover());
        paint_face(ui.painter(), look, Face::Good, rect.center(), radius);
        for (kind, words) in lines {
            if let Some(words) = words {
                look.label_centered(ui, kind, words);
            }
        }
        None
    })
}
