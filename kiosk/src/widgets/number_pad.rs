//! The number pad. 1-2-3 stand left to right in every language, as on a telephone.

use egui::{Rect, Ui, pos2, vec2};

use super::keys::{KeyKind, delete_key, key, key_area};
use crate::theme::Look;

/// What was pressed on a number pad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PadKey {
    /// A digit, 0 … 9.
    Digit(u8),
    /// Delete the last digit.
    Delete,
    /// Delete all of them.
    Clear,
}

const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// Place of each digit: index = digit, value = (row, column).
const PLACES: [(u8, u8); 10] =
    [(3, 1), (0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)];

/// Adds a pad of 3 × 4 keys, `width` points wide (the space there is, if less). `delete` names the key that deletes the last digit, and the one that
/// deletes all.
pub fn number_pad(ui: &mut Ui, look: &Look, width: f32, [delete, clear]: &[String; 2]) -> Option<PadKey> {
    let gap = look.sizes.gap * 0.75;
    let key_height = look.sizes.touch.max(look.sizes.button * 0.95);
    let mut pressed = None;
    ui.scope(|ui| {
        ui.set_max_width(width.min(ui.available_width()));
        key_area(ui, 4.0 * key_height + 3.0 * gap, |ui, area| {
            let key_width = (area.width() - 2.0 * gap) / 3.0;
            let place = |(row, column): (u8, u8)| {
                let offset = vec2(f32::from(column) * (key_width + gap), f32::from(row) * (key_height + gap));
                Rect::from_min_size(pos2(area.left(), area.top()) + offset, vec2(key_width, key_height))
            };
            // keyboard focus follows the order in which keys are added: 1 … 9, 0
            for digit in [1, 2, 3, 4, 5, 6, 7, 8, 9, 0_u8] {
                let index = usize::from(digit);
                if key(
                    ui,
                    look,
                    place(PLACES[index]),
                    KeyKind::Types,
                    DIGITS[index],
                    DIGITS[index],
                    DIGITS[index],
                )
                .clicked()
                {
                    pressed = Some(PadKey::Digit(digit));
                }
            }
            if key(ui, look, place((3, 0)), KeyKind::Does, "clear", clear, clear).clicked() {
                pressed = Some(PadKey::Clear);
            }
            if delete_key(ui, look, place((3, 2)), delete).clicked() {
                pressed = Some(PadKey::Delete);
            }
        });
    });
    pressed
}
