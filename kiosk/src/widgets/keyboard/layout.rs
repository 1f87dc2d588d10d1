//! Which keys stand where, and what is behind a key that is held. Read from `assets/keyboards`; paints nothing.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::KeyboardLayout;

/// Vowel and other marks, in the order of the keyboard's words: fatha, fathatan, damma, dammatan, kasra, kasratan,
/// sukun, shadda, dagger alef.
pub(super) const MARKS: [&str; 9] = [
    "\u{064E}", "\u{064B}", "\u{064F}", "\u{064C}", "\u{0650}", "\u{064D}", "\u{0652}", "\u{0651}",
    "\u{0670}",
];

/// A dotted circle: what a mark stands on, so that it is seen on its key.
const MARK_BASE: char = '\u{25CC}';

type Rows = Vec<Vec<&'static str>>;

static ARABIC: LazyLock<Rows> = LazyLock::new(|| parse(include_str!("../../../assets/keyboards/arabic.txt")));
static LATIN: LazyLock<Rows> = LazyLock::new(|| parse(include_str!("../../../assets/keyboards/latin.txt")));
static DIGITS: LazyLock<Rows> = LazyLock::new(|| parse(include_str!("../../../assets/keyboards/digits.txt")));

static NUMBER: LazyLock<Rows> = LazyLock::new(|| parse(include_str!("../../../assets/keyboards/number.txt")));
static DATE: LazyLock<Rows> = LazyLock::new(|| parse(include_str!("../../../assets/keyboards/date.txt")));

static ALTERNATIVES: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let lines = parse(include_str!("../../../assets/keyboards/alternatives.txt"));
    lines.into_iter().filter_map(|line| Some((*line.first()?, line[1..].to_vec()))).collect()
});

fn parse(source: &'static str) -> Rows {
    source.lines().map(|line| line.split(' ').collect()).collect()
}

/// Rows of keys: three of letters, then the signs of the last row.
pub(super) fn rows(layout: KeyboardLayout) -> &'static [Vec<&'static str>] {
    match layout {
        KeyboardLayout::Arabic => &ARABIC,
        KeyboardLayout::Latin => &LATIN,
        KeyboardLayout::Digits => &DIGITS,
        KeyboardLayout::Number => &NUMBER,
        KeyboardLayout::Date => &DATE,
    }
}

/// What a held key offers; empty for most keys.
pub(super) fn alternatives(key: &str) -> &'static [&'static str] {
    ALTERNATIVES.get(key).map_or(&[], Vec::as_slice)
}

/// A mark on its circle, as its key shows it.
pub(super) fn mark_shown(mark: &str) -> String {
    format!("{MARK_BASE}{mark}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_key() -> Vec<&'static str> {
        use KeyboardLayout::{Arabic, Date, Digits, Latin, Number};
        [Arabic, Latin, Digits, Number, Date]
            .into_iter()
            .flat_map(|layout| rows(layout).iter().flatten().copied())
            .collect()
    }

    #[test]
    fn every_layout_has_three_rows_of_keys_and_a_row_of_signs() {
        for layout in [KeyboardLayout::Arabic, KeyboardLayout::Latin, KeyboardLayout::Digits] {
            let rows = rows(layout);
            assert_eq!(rows.len(), 4, "{layout:?}");
            assert!(rows.iter().take(3).all(|row| (10..=12).contains(&row.len())), "{layout:?}");
        }
    }

    #[test]
    fn a_pad_has_every_digit_once_and_no_sign_of_the_other() {
        for (layout, signs) in [(KeyboardLayout::Number, "+:"), (KeyboardLayout::Date, "/-")] {
            let mut keys: Vec<char> = rows(layout).concat().concat().chars().collect();
            keys.retain(|key| !signs.contains(*key));
            keys.sort_unstable();
            assert_eq!(keys.iter().collect::<String>(), "0123456789", "{layout:?}");
        }
    }

    #[test]
    fn the_rows_of_arabic_letters_stand_as_on_a_101_keyboard() {
        let rows = rows(KeyboardLayout::Arabic);
        assert_eq!(rows[0].concat(), "ضصثقفغعهخحجد");
        assert!(rows[1].concat().starts_with("شسيبلاتنمكط"));
        assert!(rows[2].concat().starts_with("ئءؤرلاىةوزظ"));
    }

    #[test]
    fn only_keys_that_exist_have_something_behind_them_and_never_themselves() {
        let keys = every_key();
        for (key, others) in ALTERNATIVES.iter() {
            assert!(keys.contains(key), "{key}");
            assert!(!others.is_empty() && !others.contains(key), "{key}");
            let mut once = others.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), others.len(), "{key}");
        }
    }

    #[test]
    fn the_font_has_every_character_that_a_key_types() {
        let stage = egui::Context::default();
        crate::text::Text::install(&stage, &crate::text::Fonts::plex());
        let mut missing = Vec::new();
        stage.run_ui(egui::RawInput::default(), |_| ()).textures_delta.clear();
        stage
            .run_ui(egui::RawInput::default(), |ui| {
                let behind = ALTERNATIVES.values().flatten().copied();
                for key in every_key().into_iter().chain(behind).chain(MARKS).chain(["\u{25CC}"]) {
                    let font = egui::FontId::proportional(20.0);
                    if !ui.ctx().fonts_mut(|fonts| fonts.has_glyphs(&font, key)) {
                        missing.push(key);
                    }
                }
            })
            .textures_delta
            .clear();
        assert_eq!(missing, Vec::<&str>::new());
    }
}
