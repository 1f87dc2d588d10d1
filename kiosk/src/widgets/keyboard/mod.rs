//! On-screen keyboards: Arabic (101), Latin, digits. Rows run left to right in every language, as on a real keyboard.
//!
//! A key that is held for half a second shows what is behind it: hamza forms, letters of neighbouring languages,
//! accents, digits of other kinds. Nobody has to know that: whatever Arabic and English need has a key of its own.

mod hold;
mod layout;
mod pad;
mod popup;
mod switches;
#[cfg(test)]
mod tests;

use egui::{Rect, Ui, vec2};

use self::hold::{Asked, Hold};
use self::popup::{Choice, Outcome, Popup};
use super::keys::{KeyKind, key, key_area};
use crate::theme::Look;

/// Which letters are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyboardLayout {
    /// Arabic letters.
    Arabic,
    /// Latin letters.
    Latin,
    /// Digits and signs.
    Digits,
    /// The ten digits alone, as on a number pad, and what parts times and begins a country's code.
    Number,
    /// The ten digits alone, and what parts a date.
    Date,
}

impl KeyboardLayout {
    /// Tells whether it is a pad of digits, from which nothing else is reached.
    fn is_pad(self) -> bool {
        matches!(self, Self::Number | Self::Date)
    }
}

/// What was pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// Insert this.
    Text(String),
    /// Insert this in place of what the keyboard typed last, which was so many characters long: a held key types what
    /// it shows, and what is chosen from behind it takes its place.
    Replace {
        /// Characters before the caret that go.
        chars: usize,
        /// What comes.
        text: String,
    },
    /// Delete what is before the caret.
    Backspace,
}

/// What stands on a key that types no letter, and what it is called.
#[derive(Clone, Copy, Debug)]
pub struct KeyWords<'a> {
    /// What stands on it.
    pub shown: &'a str,
    /// What assistive technology calls it.
    pub name: &'a str,
}

/// The words on the keys that type no letter.
#[derive(Clone, Copy, Debug)]
pub struct KeyboardWords<'a> {
    /// Space bar.
    pub space: &'a str,
    /// Backspace.
    pub backspace: &'a str,
    /// Switch to Arabic letters.
    pub arabic: KeyWords<'a>,
    /// Switch to Latin letters.
    pub latin: KeyWords<'a>,
    /// Switch to digits and signs.
    pub digits: KeyWords<'a>,
    /// Capital letters.
    pub shift: &'a str,
    /// Vowel marks.
    pub marks: &'a str,
    /// Each mark: fatha, fathatan, damma, dammatan, kasra, kasratan, sukun, shadda, dagger alef.
    pub mark_names: [&'a str; 9],
}

/// An on-screen keyboard: which layout it shows, whether the next letter is a capital, which key is held.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyboard {
    layout: KeyboardLayout,
    marks: bool,
    shift: bool,
    hold: Hold,
    popup: Option<Popup>,
}

impl Keyboard {
    /// Makes a keyboard that starts with `layout`.
    pub fn new(layout: KeyboardLayout) -> Self {
        Self { layout, marks: true, shift: false, hold: Hold::default(), popup: None }
    }

    /// Leaves out the key of vowel marks, which visitors write without: the others become larger.
    #[must_use]
    pub fn without_marks(self) -> Self {
        Self { marks: false, ..self }
    }

    /// Returns the layout being shown.
    pub fn layout(&self) -> KeyboardLayout {
        self.layout
    }

    /// Height in points that [`Self::show`] takes. What is behind a held key covers what stands above.
    pub fn height(look: &Look) -> f32 {
        4.0 * look.sizes.touch + 3.0 * Self::gap(look)
    }

    /// Tells whether every letter's key is a touch target wide where there are `width` points. Where it is not, the
    /// keyboard still stands within them: its keys are as narrow as they must be, and as high as ever.
    pub fn is_roomy(look: &Look, width: f32) -> bool {
        let gap = Self::gap(look);
        let most = [KeyboardLayout::Arabic, KeyboardLayout::Latin, KeyboardLayout::Digits]
            .into_iter()
            .flat_map(|layout| layout::rows(layout).iter().take(3).map(Vec::len))
            .fold(1, usize::max) as f32;
        (width - gap * (most - 1.0)) / most >= look.sizes.touch
    }

    fn gap(look: &Look) -> f32 {
        (look.sizes.gap * 0.5).round()
    }

    /// Adds the keyboard, as wide as there is space.
    pub fn show(&mut self, ui: &mut Ui, look: &Look, words: &KeyboardWords<'_>) -> Option<Key> {
        let rows = layout::rows(self.layout);
        let open = self.popup.take();
        key_area(ui, Self::height(look), |ui, area| {
            if self.layout.is_pad() {
                return self.pad(ui, look, words, area, rows);
            }
            let letters = self.letters(ui, look, area, rows);
            let signs = rows.get(3).map(Vec::as_slice).unwrap_or_default();
            let typed = letters.or(self.last_row(ui, look, words, area, signs));
            if typed.is_some() {
                self.shift = false;
                return typed;
            }
            open.filter(|_| self.popup.is_none()).and_then(|popup| self.popped_up(ui, look, area, popup))
        })
    }

    fn letters(&mut self, ui: &mut Ui, look: &Look, area: Rect, rows: &[Vec<&str>]) -> Option<Key> {
        let (gap, height) = (Self::gap(look), look.sizes.touch);
        let mut pressed = None;
        for (row, keys) in rows.iter().take(3).enumerate() {
            let top = area.top() + row as f32 * (height + gap);
            let places = spread(area, top, height, gap, &vec![1.0; keys.len()]);
            for (shown, place) in keys.iter().zip(places) {
                pressed = self.typing_key(ui, look, area, place, shown).or(pressed.take());
            }
        }
        pressed
    }

    /// A key that types what it shows, and offers what is behind it where it is held (or pressed with a mouse's other
    /// button).
    fn typing_key(&mut self, ui: &mut Ui, look: &Look, area: Rect, place: Rect, shown: &str) -> Option<Key> {
        let shift = self.shift;
        let cased = |text: &str| if shift { text.to_uppercase() } else { text.to_owned() };
        let letter = cased(shown);
        let behind = || layout::alternatives(shown).iter().map(|text| Choice::plain(&cased(text))).collect();
        let response = key(ui, look, place, KeyKind::Types, shown, &letter, &letter);
        if !layout::alternatives(shown).is_empty() {
            corner(ui, look, place);
        }
        if response.secondary_clicked() {
            self.open(ui, area, place, behind(), 0);
            return None;
        }
        match self.hold.watch(ui, &response, false) {
            Asked::Nothing => None,
            Asked::Tapped => Some(Key::Text(letter)),
            // a slow finger types as a quick one does; what it may have meant takes the letter's place
            Asked::Held => {
                self.open(ui, area, place, behind(), letter.chars().count());
                Some(Key::Text(letter))
            }
        }
    }

    fn open(&mut self, ui: &Ui, area: Rect, key: Rect, choices: Vec<Choice>, replaces_chars: usize) {
        if !choices.is_empty() {
            let from_right = self.layout == KeyboardLayout::Arabic;
            self.popup = Some(Popup { key, area, choices, from_right, replaces_chars });
            ui.ctx().request_repaint();
        }
    }

    fn popped_up(&mut self, ui: &mut Ui, look: &Look, area: Rect, popup: Popup) -> Option<Key> {
        match popup.show(ui, look, area, Self::gap(look)) {
            Outcome::Open => {
                self.popup = Some(popup);
                None
            }
            Outcome::Closed => None,
            Outcome::Chosen(text) if popup.replaces_chars == 0 => Some(Key::Text(text)),
            Outcome::Chosen(text) => Some(Key::Replace { chars: popup.replaces_chars, text }),
        }
    }
}

/// A small corner on a key that has something behind it.
fn corner(ui: &Ui, look: &Look, place: Rect) {
    let size = look.sizes.gap * 0.4;
    let tip = place.right_top() + vec2(-size, size) * 1.2;
    let points = vec![tip, tip - vec2(size, 0.0), tip + vec2(0.0, size)];
    ui.painter().add(egui::Shape::convex_polygon(points, look.palette.border, egui::Stroke::NONE));
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
