//! The row of keys above a key that is held. It stays when the finger is lifted, so that it can be used by tapping too,
//! and goes with a choice, with a touch beside it, or with Escape.

use egui::epaint::StrokeKind;
use egui::{Rect, Sense, Stroke, Ui, pos2, vec2};

use crate::theme::Look;
use crate::widgets::keys::{KeyKind, key};

/// One of the keys of a popup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// What it types.
    pub(super) text: String,
    /// What stands on it.
    pub(super) shown: String,
    /// What it is called.
    pub(super) name: String,
}

impl Choice {
    /// A key that shows and is called what it types.
    pub(super) fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), shown: text.to_owned(), name: text.to_owned() }
    }
}

/// What became of a popup in a pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It stays.
    Open,
    /// It goes, and types this.
    Chosen(String),
    /// It goes.
    Closed,
}

/// Keys above a key.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Popup {
    /// The key it belongs to.
    pub(super) key: Rect,
    /// The keyboard's place; where that changes, the popup goes.
    pub(super) area: Rect,
    /// What it offers, in reading order.
    pub(super) choices: Vec<Choice>,
    /// Whether the first choice stands at the right.
    pub(super) from_right: bool,
    /// Characters that the held key typed, and that a choice takes the place of.
    pub(super) replaces_chars: usize,
}

impl Popup {
    /// Adds the popup over everything that was added before it.
    pub(super) fn show(&self, ui: &mut Ui, look: &Look, area: Rect, gap: f32) -> Outcome {
        let screen = ui.ctx().content_rect();
        if area != self.area {
            return Outcome::Closed;
        }
        let (panel, places) = self.places(look, gap);
        let mut chosen = None;
        let mut over = ui.new_child(egui::UiBuilder::new().id_salt("popup").max_rect(panel));
        over.set_clip_rect(screen);
        over.interact(panel, over.scope_id().with("panel"), Sense::click());
        let stroke = Stroke::new(look.sizes.border_strong, look.palette.primary);
        over.painter().rect(panel, look.sizes.radius_small, look.palette.band, stroke, StrokeKind::Outside);
        let (lifted_at, pressed_at, escaped) = ui.input_mut(|input| {
            let at = input.pointer.interact_pos();
            let lifted = at.filter(|_| input.pointer.primary_released());
            let pressed = at.filter(|_| input.pointer.any_pressed());
            (lifted, pressed, input.consume_key(egui::Modifiers::NONE, egui::Key::Escape))
        });
        for (choice, place) in self.choices.iter().zip(places) {
            let Choice { text, shown, name } = choice;
            let kind = if shown == text { KeyKind::Types } else { KeyKind::TypesMark };
            let tapped = key(&mut over, look, place, kind, text, shown, name).clicked();
            // a finger that came from the key below without being lifted
            if tapped || lifted_at.is_some_and(|at| place.contains(at)) {
                chosen = Some(text.clone());
            }
        }
        let beside = pressed_at.is_some_and(|at| !panel.contains(at));
        match chosen {
            Some(text) => Outcome::Chosen(text),
            None if beside || escaped => Outcome::Closed,
            None => Outcome::Open,
        }
    }

    /// The ground, and a place for each choice: in one row above the key and as wide as it, or narrower, or in as many
    /// rows as a narrow keyboard needs.
    fn places(&self, look: &Look, gap: f32) -> (Rect, Vec<Rect>) {
        let (touch, count) = (look.sizes.touch, self.choices.len());
        let room = self.area.width() - gap;
        let fit = ((room / (touch + gap)).floor().max(1.0) as usize).min(count);
        let width = self.key.width().max(touch).min(room / fit as f32 - gap);
        let step = vec2(width + gap, touch + gap);
        let rows = count.div_ceil(fit);
        let size = vec2(fit as f32, rows as f32) * step + vec2(gap, gap);
        let left_most = (self.area.right() - size.x).max(self.area.left());
        let left = (self.key.center().x - size.x / 2.0).clamp(self.area.left(), left_most);
        let panel = Rect::from_min_size(pos2(left, self.key.top() - gap - size.y), size);
        let place = |index: usize| {
            let (row, column) = (index / fit, index % fit);
            let along = gap + column as f32 * step.x;
            let x = if self.from_right { panel.right() - along - width } else { panel.left() + along };
            Rect::from_min_size(pos2(x, panel.top() + gap + row as f32 * step.y), vec2(width, touch))
        };
        (panel, (0..count).map(place).collect())
    }
}
