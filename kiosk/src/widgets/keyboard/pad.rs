//! A pad of digits in the keyboard's place: three columns as on a telephone, and a fourth for what else the field takes.

use egui::{Rect, Ui, pos2, vec2};

use super::hold::Asked;
use super::{Key, Keyboard, KeyboardWords};
use crate::theme::Look;
use crate::widgets::keys::{KeyKind, delete_key, key};

/// Most touch targets that a key is wide: a pad need not be as broad as a keyboard.
const WIDEST: f32 = 4.0;

impl Keyboard {
    /// Adds the pad in the middle of `area`: the rows of its layout, and backspace in the upper corner.
    pub(super) fn pad(
        &mut self,
        ui: &mut Ui,
        look: &Look,
        words: &KeyboardWords<'_>,
        area: Rect,
        rows: &[Vec<&str>],
    ) -> Option<Key> {
        let (gap, height) = (Self::gap(look), look.sizes.touch);
        let width = ((area.width() - 3.0 * gap) / 4.0).min(look.sizes.touch * WIDEST);
        let left = area.center().x - (width * 4.0 + gap * 3.0) / 2.0;
        let place = |row: usize, column: usize, columns: usize| {
            let corner = vec2(column as f32 * (width + gap), row as f32 * (height + gap));
            let size = vec2(width * columns as f32 + gap * (columns - 1) as f32, height);
            Rect::from_min_size(pos2(left, area.top()) + corner, size)
        };
        let mut pressed = None;
        for (row, keys) in rows.iter().enumerate() {
            for (column, shown) in keys.iter().enumerate() {
                // the last row begins with a broad 0
                let place = match (row, column) {
                    (3, 0) => place(3, 0, 3),
                    (3, column) => place(3, column + 2, 1),
                    // backspace stands in the first row's last place
                    (row, column) => place(row, column, 1),
                };
                let response = key(ui, look, place, KeyKind::Types, shown, shown, shown);
                if self.hold.watch(ui, &response, false) != Asked::Nothing {
                    pressed = Some(Key::Text((*shown).to_owned()));
                }
            }
        }
        let backspace = delete_key(ui, look, place(0, 3, 1), words.backspace);
        match self.hold.watch(ui, &backspace, true) {
            Asked::Tapped | Asked::Held => Some(Key::Backspace),
            Asked::Nothing => pressed,
        }
    }
}
