//! The last row: which letters are shown, marks or capitals, the space bar, signs, and backspace.

use egui::{Rect, Ui};

use super::super::keys::shift_key;
use super::hold::Asked;
use super::layout::{MARKS, mark_shown};
use super::popup::Choice;
use super::{Key, KeyKind, Keyboard, KeyboardLayout, KeyboardWords, key, spread};
use crate::theme::Look;

/// Widths of the last row's keys, relative to each other. Twelve shares in all with three switches and three signs, so that
/// none is narrower than a letter's.
const SWITCH_SHARE: f32 = 1.3;
const SPACE_SHARE: f32 = 3.6;
const SIGN_SHARE: f32 = 1.0;
const BACKSPACE_SHARE: f32 = 1.5;

impl Keyboard {
    /// Adds the last row of `area`.
    pub(super) fn last_row(
        &mut self,
        ui: &mut Ui,
        look: &Look,
        words: &KeyboardWords<'_>,
        area: Rect,
        signs: &[&str],
    ) -> Option<Key> {
        let mut places = self.last_places(look, area, signs.len()).into_iter();
        let mut next = || places.next().unwrap_or(Rect::NOTHING);
        self.layout_keys(ui, look, words, [next(), next()]);
        match self.layout {
            KeyboardLayout::Arabic if self.marks => self.marks_key(ui, look, words, area, next()),
            KeyboardLayout::Latin => self.shift_key(ui, look, words, next()),
            KeyboardLayout::Arabic | KeyboardLayout::Digits => {}
            KeyboardLayout::Number | KeyboardLayout::Date => {}
        }
        let space = key(ui, look, next(), KeyKind::Types, "space", words.space, words.space);
        let mut pressed = match self.hold.watch(ui, &space, false) {
            Asked::Tapped | Asked::Held => Some(Key::Text(" ".to_owned())),
            Asked::Nothing => None,
        };
        for sign in signs {
            pressed = self.typing_key(ui, look, area, next(), sign).or(pressed.take());
        }
        let backspace = key(ui, look, next(), KeyKind::Does, "backspace", words.backspace, words.backspace);
        match self.hold.watch(ui, &backspace, true) {
            Asked::Tapped | Asked::Held => Some(Key::Backspace),
            Asked::Nothing => pressed,
        }
    }

    fn last_places(&self, look: &Look, area: Rect, signs: usize) -> Vec<Rect> {
        let gap = Self::gap(look);
        let switches = match self.layout {
            KeyboardLayout::Arabic if !self.marks => 2,
            KeyboardLayout::Arabic | KeyboardLayout::Latin => 3,
            KeyboardLayout::Digits | KeyboardLayout::Number | KeyboardLayout::Date => 2,
        };
        let mut shares = vec![SWITCH_SHARE; switches];
        shares.push(SPACE_SHARE);
        shares.extend(std::iter::repeat_n(SIGN_SHARE, signs));
        shares.push(BACKSPACE_SHARE);
        spread(area, area.top() + 3.0 * (look.sizes.touch + gap), look.sizes.touch, gap, &shares)
    }

    fn layout_keys(&mut self, ui: &mut Ui, look: &Look, words: &KeyboardWords<'_>, places: [Rect; 2]) {
        use KeyboardLayout::{Arabic, Date, Digits, Latin, Number};
        let (arabic, latin, digits) = ((Arabic, words.arabic), (Latin, words.latin), (Digits, words.digits));
        let others = match self.layout {
            Arabic => [digits, latin],
            Latin => [digits, arabic],
            Digits | Number | Date => [arabic, latin],
        };
        for ((layout, words), place) in others.into_iter().zip(places) {
            if key(ui, look, place, KeyKind::Does, words.name, words.shown, words.name).clicked() {
                *self = Self { marks: self.marks, ..Self::new(layout) };
            }
        }
    }

    fn marks_key(&mut self, ui: &mut Ui, look: &Look, words: &KeyboardWords<'_>, area: Rect, place: Rect) {
        if key(ui, look, place, KeyKind::Does, "marks", words.marks, words.marks).clicked() {
            let choice = |(mark, name): (&str, &str)| Choice {
                text: mark.to_owned(),
                shown: mark_shown(mark),
                name: name.to_owned(),
            };
            let choices = MARKS.into_iter().zip(words.mark_names).map(choice).collect();
            self.open(ui, area, place, choices, 0);
        }
    }

    fn shift_key(&mut self, ui: &mut Ui, look: &Look, words: &KeyboardWords<'_>, place: Rect) {
        if shift_key(ui, look, place, self.shift, words.shift).clicked() {
            self.shift = !self.shift;
        }
    }
}
