//! On-screen keyboards: Arabic, Latin, digits. Rows run left to right in every language, as on a real keyboard.

use egui::{Rect, Ui, vec2};

use super::keys::{KeyKind, key, key_area};
use crate::theme::Look;

const ARABIC: &str = include_str!("../../assets/keyboards/arabic.txt");
const LATIN: &str = include_str!("../../assets/keyboards/latin.txt");
const DIGITS: &str = include_str!("../../assets/keyboards/digits.txt");

/// Which letters are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyboardLayout {
    /// Arabic letters.
    Arabic,
    /// Latin letters.
    Latin,
    /// Digits and signs.
    Digits,
}

/// What was pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// Insert this.
    Text(String),
    /// Delete what is before the caret.
    Backspace,
}

/// The words on the keys that type no letter.
#[derive(Clone, Copy, Debug)]
pub struct KeyboardWords<'a> {
    /// Space bar.
    pub space: &'a str,
    /// Backspace.
    pub backspace: &'a str,
    /// Switch to Arabic letters.
    pub arabic: &'a str,
    /// Switch to Latin letters.
    pub latin: &'a str,
    /// Switch to digits and signs.
    pub digits: &'a str,
    /// Capital letters.
    pub shift: &'a str,
}

/// An on-screen keyboard: which layout it shows, and whether the next letter is a capital.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keyboard {
    layout: KeyboardLayout,
    shift: bool,
}

impl Keyboard {
    /// Makes a keyboard that starts with `layout`.
    pub fn new(layout: KeyboardLayout) -> Self {
        Self { layout, shift: false }
    }

    /// Returns the layout being shown.
    pub fn layout(&self) -> KeyboardLayout {
        self.layout
    }

    /// Height in points that [`Self::show`] takes.
    pub fn height(look: &Look) -> f32 {
        4.0 * look.sizes.touch + 3.0 * Self::gap(look)
    }

    fn gap(look: &Look) -> f32 {
        (look.sizes.gap * 0.5).round()
    }

    /// Adds the keyboard, as wide as there is space.
    pub fn show(&mut self, ui: &mut Ui, look: &Look, words: &KeyboardWords<'_>) -> Option<Key> {
        let gap = Self::gap(look);
        let height = look.sizes.touch;
        let mut lines = self.source().lines();
        let mut pressed = None;
        key_area(ui, Self::height(look), |ui, area| {
            for row in 0..3_u8 {
                let keys: Vec<&str> = lines.next().unwrap_or_default().split(' ').collect();
                let top = area.top() + f32::from(row) * (height + gap);
                let rects = spread(area, top, height, gap, &vec![1.0; keys.len()]);
                for (shown, rect) in keys.into_iter().zip(rects) {
                    let letter = if self.shift { shown.to_uppercase() } else { shown.to_owned() };
                    if key(ui, look, rect, KeyKind::Types, &letter, &letter).clicked() {
                        pressed = Some(Key::Text(letter));
                    }
                }
            }
            let extra: Vec<&str> = lines.next().unwrap_or_default().split(' ').collect();
            let top = area.top() + 3.0 * (height + gap);
            if let Some(key) = self.last_row(ui, look, words, area, top, &extra) {
                pressed = Some(key);
            }
        });
        if pressed.is_some() {
            self.shift = false;
        }
        pressed
    }

    fn source(&self) -> &'static str {
        match self.layout {
            KeyboardLayout::Arabic => ARABIC,
            KeyboardLayout::Latin => LATIN,
            KeyboardLayout::Digits => DIGITS,
        }
    }

    /// The row with the switches, the space bar, two signs and backspace.
    fn last_row(
        &mut self,
        ui: &mut Ui,
        look: &Look,
        words: &KeyboardWords<'_>,
        area: Rect,
        top: f32,
        signs: &[&str],
    ) -> Option<Key> {
        use KeyboardLayout::{Arabic, Digits, Latin};
        let (first, second) = match self.layout {
            Arabic => ((Digits, words.digits), (Latin, words.latin)),
            Latin => ((Digits, words.digits), (Arabic, words.arabic)),
            Digits => ((Arabic, words.arabic), (Latin, words.latin)),
        };
        let mut shares = vec![1.4, 1.4];
        if self.layout == Latin {
            shares.push(1.4);
        }
        shares.push(4.6);
        shares.extend(signs.iter().map(|_| 0.9));
        shares.push(1.8);
        let gap = Self::gap(look);
        let mut rects = spread(area, top, look.sizes.touch, gap, &shares).into_iter();
        let mut press = |kind, shown: &str| {
            rects.next().is_some_and(|rect| key(ui, look, rect, kind, shown, shown).clicked())
        };
        let mut pressed = None;
        let mut next_layout = self.layout;
        for (layout, shown) in [first, second] {
            if press(KeyKind::Does, shown) {
                next_layout = layout;
            }
        }
        if self.layout == Latin {
            let kind = if self.shift { KeyKind::Held } else { KeyKind::Does };
            if press(kind, words.shift) {
                self.shift = !self.shift;
            }
        }
        if press(KeyKind::Types, words.space) {
            pressed = Some(Key::Text(" ".to_owned()));
        }
        for sign in signs {
            if press(KeyKind::Types, sign) {
                pressed = Some(Key::Text((*sign).to_owned()));
            }
        }
        if press(KeyKind::Does, words.backspace) {
            pressed = Some(Key::Backspace);
        }
        self.layout = next_layout;
        pressed
    }
}

/// Rects side by side over the width of `area`, each as wide as its share.
fn spread(area: Rect, top: f32, height: f32, gap: f32, shares: &[f32]) -> Vec<Rect> {
    let room = area.width() - gap * shares.len().saturating_sub(1) as f32;
    let unit = room / shares.iter().sum::<f32>();
    let mut left = area.left();
    shares
        .iter()
        .map(|share| {
            let rect = Rect::from_min_size(egui::pos2(left, top), vec2(share * unit, height));
            left += share * unit + gap;
            rect
        })
        .collect()
}
