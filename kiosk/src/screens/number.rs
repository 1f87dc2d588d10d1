//! A number that is typed on a pad: whose it is and where a reply is wanted are asked on instances of [`NumberScreen`].

use egui::{Sense, Ui, vec2};
use shared::locale::ltr;

use super::choice::Choice;
use super::layout::{is_upright, push_down, title, two_parts};
use super::page::{Foot, page};
use super::spoken::{buttons, unnumbered};
use super::tiles::{compact_height, compact_tiles};
use super::view::View;
use crate::action::{Action, DigitKey, SuggestionAction, VisitAction};
use crate::flow::NumberKind;
use crate::speech::Script;
use crate::theme::{Look, TextKind};
use crate::widgets::{
    DigitDisplay, PadKey, Picture, TileKind, notice, notice_height, number_pad, picture, row_start_to_end,
};

/// Digits of the numbers that nearly everybody has.
const NUMBER_DIGITS_USUAL: usize = 10;

/// Digits of a number that go on being shown.
const SHOWN_DIGITS: usize = 4;

/// Whose number a pad types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pad {
    /// The visitor's.
    Visit,
    /// The one to which a suggestion is replied.
    Reply,
}

impl Pad {
    fn typed(self, key: DigitKey) -> Action {
        match self {
            Self::Visit => Action::Visit(VisitAction::Key(key)),
            Self::Reply => Action::Suggestion(SuggestionAction::Key(key)),
        }
    }
}

/// A number: what it is called, how far it has come, what is doubtful about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberData {
    /// Whose it is.
    pub pad: Pad,
    /// What it is called.
    pub name: String,
    /// Its form; shown while there are no digits.
    pub hint: String,
    /// The digits so far.
    pub digits: String,
    /// The digits as they are shown, in groups.
    pub shown: String,
    /// How many of how many there are.
    pub count: String,
    /// What looks wrong; it is kept all the same.
    pub warning: Option<String>,
    /// What the keys that delete are called: the last digit, all of them.
    pub delete: [String; 2],
}

impl NumberData {
    /// Reads the words of a number of a kind.
    pub fn new(view: &View<'_>, (pad, kind): (Pad, NumberKind), digits: &str, warning: Option<&str>) -> Self {
        let (name, hint) = match kind {
            NumberKind::NationalId => (view.tr("who-national-id"), view.tr("who-national-id-hint")),
            NumberKind::Mobile => (view.tr("who-mobile"), view.tr("who-mobile-hint")),
        };
        Self {
            pad,
            name,
            hint,
            digits: digits.to_owned(),
            shown: grouped(kind, digits),
            count: view
                .format("number-count", &[("n", digits.len().into()), ("total", NUMBER_DIGITS_USUAL.into())]),
            warning: warning.map(|key| view.tr(key)),
            delete: delete_words(view),
        }
    }
}

/// A question for a number.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberScreen {
    /// The question.
    pub title: String,
    /// What the number is for, and that it may be passed over.
    pub body: String,
    /// The numbers to choose from, where there are several.
    pub kinds: Vec<Choice<Action>>,
    /// What else is told here, each on a tile of its own: for someone else, to be served by a woman.
    pub more: Vec<Choice<Action>>,
    /// That a card may be laid on the reader, where there is one.
    pub reader: Option<String>,
    /// The number.
    pub number: NumberData,
    /// The ways back and on, with and without a number.
    pub foot: Foot,
}

impl NumberScreen {
    /// Returns what it says; never the number.
    pub fn script(&self, view: &View<'_>) -> Script {
        let script = Script::new().say(&self.title).say(&self.body).say_if(self.reader.as_ref());
        let script = unnumbered(view, script, self.kinds.iter().chain(&self.more));
        let script = script.say(&view.tr("speech-number-pad"));
        let script = script.say(&self.number.hint).say_if(self.number.warning.as_ref());
        buttons(view, script, self.foot.words())
    }
}

/// Adds the question at the start side, the number and its pad at the end side.
pub fn number_ui(ui: &mut Ui, look: &Look, data: &NumberScreen) -> Option<Action> {
    let share = if data.kinds.is_empty() { 0.5 } else { 0.62 };
    page(ui, look, &data.foot, |ui| {
        let is_upright = is_upright(ui);
        let question = |ui: &mut Ui| question(ui, look, data, if is_upright { &[] } else { &data.kinds });
        let number = |ui: &mut Ui| number_entry(ui, look, data, if is_upright { &data.kinds } else { &[] });
        two_parts(ui, look, share, question, number)
    })
}

fn question(ui: &mut Ui, look: &Look, data: &NumberScreen, kinds: &[Choice<Action>]) -> Option<Action> {
    let controls = Controls::new(ui, look, kinds, &data.more);
    title(ui, look, &data.title, None);
    told(ui, look, data, ui.available_height() - controls.height);
    push_down(ui, controls.height);
    controls.show(ui, look)
}

/// Columns in which kinds of numbers stand, and what else is told: beside each other, so that the pad never has to be paged to.
const COLUMNS: usize = 2;

/// What is chosen beside a number, in the lower part.
struct Controls<'d> {
    kinds: &'d [Choice<Action>],
    more: &'d [Choice<Action>],
    between: f32,
    height: f32,
}

impl<'d> Controls<'d> {
    fn new(ui: &Ui, look: &Look, kinds: &'d [Choice<Action>], more: &'d [Choice<Action>]) -> Self {
        let [first, second] = [kinds, more].map(|choices| compact_height(ui, look, COLUMNS, choices));
        let between = if first > 0.0 && second > 0.0 { look.sizes.gap } else { 0.0 };
        Self { kinds, more, between, height: first + between + second }
    }

    fn show(self, ui: &mut Ui, look: &Look) -> Option<Action> {
        ui.spacing_mut().item_spacing.y = 0.0;
        let kind = compact_tiles(ui, look, TileKind::Single, COLUMNS, self.kinds);
        ui.add_space(self.between);
        kind.or(compact_tiles(ui, look, TileKind::Multi, COLUMNS, self.more))
    }
}

/// Adds what is said under the question. What is doubtful comes first: on a small screen it stands in the place of the rest,
/// so that neither the choices nor the pad move under a finger.
fn told(ui: &mut Ui, look: &Look, data: &NumberScreen, room: f32) {
    let width = ui.available_width();
    let body = look.text.galley(ui.ctx(), &look.style(TextKind::Body), Some(width), &data.body).size().y;
    if let Some(warning) = &data.number.warning {
        let room = room - notice_height(ui, look, warning) - 2.0 * ui.spacing().item_spacing.y;
        notice(ui, look, warning);
        if body > room {
            return;
        }
    }
    look.label_colored(ui, TextKind::Body, look.palette.ink_soft, &data.body);
    if let Some(words) = data.reader.as_ref().filter(|_| data.number.warning.is_none()) {
        reader_ui(ui, look, words);
    }
}

/// Adds that a card may be laid on the reader: as large as a way in, since it is the shortest one.
fn reader_ui(ui: &mut Ui, look: &Look, words: &str) {
    let side = (look.sizes.touch * 0.7).round();
    let style = look.style(TextKind::Strong).color(look.palette.primary);
    let room = (ui.available_width() - side - look.sizes.gap).max(1.0);
    let height = look.text.galley(ui.ctx(), &style, Some(room), words).size().y.max(side);
    row_start_to_end(ui, look.direction, height, |ui| {
        let (place, _) = ui.allocate_exact_size(vec2(side, height), Sense::hover());
        picture(ui.painter(), place, Picture::Identity, look.palette.primary);
        ui.add_space(look.sizes.gap - ui.spacing().item_spacing.x);
        look.text.label(ui, &style, Some(room), words);
    });
}

/// Digits in the groups in which people read them out: 1 000 000 008, 055 688 0045, 966 55 688 0045.
pub fn grouped(kind: NumberKind, digits: &str) -> String {
    let sizes: &[usize] = match kind {
        NumberKind::NationalId => &[1, 3, 3, 3],
        NumberKind::Mobile if digits.starts_with("00") => &[2, 3, 2, 3, 4],
        NumberKind::Mobile if digits.starts_with('9') => &[3, 2, 3, 4],
        NumberKind::Mobile if digits.starts_with('5') => &[2, 3, 4],
        NumberKind::Mobile => &[3, 3, 4],
    };
    let mut text = String::with_capacity(digits.len() + sizes.len());
    let mut ends = sizes.iter().scan(0, |end, size| {
        *end += size;
        Some(*end)
    });
    let mut end = ends.next();
    for (at, digit) in digits.chars().enumerate() {
        if end == Some(at) {
            text.push('\u{a0}');
            end = ends.next();
        }
        text.push(digit);
    }
    text
}

/// A number as it is shown once it was entered: whoever stands behind learns its last four digits at most.
pub fn masked(digits: &str) -> String {
    let hidden = digits.len().saturating_sub(SHOWN_DIGITS);
    if hidden < SHOWN_DIGITS {
        return ltr(&"•".repeat(digits.len()));
    }
    ends_in(&digits[hidden..])
}

/// A number of which its end alone is told.
pub fn ends_in(last: &str) -> String {
    ltr(&format!("••••\u{a0}{last}"))
}

/// Adds a number's name where nothing else says it and there is room, its digits, its kinds side by side where they stand here,
/// and the pad beneath, at the bottom of the space.
fn number_entry(ui: &mut Ui, look: &Look, data: &NumberScreen, kinds: &[Choice<Action>]) -> Option<Action> {
    let NumberData { pad, name, hint, digits: _, shown, count, warning: _, delete } = &data.number;
    let (width, space) = (ui.available_width(), ui.spacing().item_spacing.y);
    let below = look.sizes.button + space + compact_height(ui, look, kinds.len(), kinds) + pad_height(look);
    let below = if kinds.is_empty() { below } else { below + space };
    let name_height = look.style(TextKind::Strong).line_height + space;
    // a kind that is chosen says what the number is called
    let is_named = data.kinds.is_empty() && (is_upright(ui) || below + name_height <= ui.available_height());
    push_down(ui, if is_named { below + name_height } else { below });
    if is_named {
        look.label(ui, TextKind::Strong, name);
    }
    DigitDisplay::new(name, shown, hint).count(count).show(ui, look, width);
    let kind = compact_tiles(ui, look, TileKind::Single, kinds.len(), kinds);
    kind.or(digit_keys(ui, look, width, delete).map(|key| pad.typed(key)))
}

/// Returns what the keys of a pad that delete are called.
pub fn delete_words(view: &View<'_>) -> [String; 2] {
    [view.tr("common-delete-digit"), view.tr("common-clear-all")]
}

/// Returns the height of a number pad.
pub fn pad_height(look: &Look) -> f32 {
    let key = look.sizes.touch.max(look.sizes.button * 0.95);
    key * 4.0 + look.sizes.gap * 0.75 * 3.0
}

/// Adds a number pad that also takes a physical keyboard's digits.
pub fn digit_keys(ui: &mut Ui, look: &Look, width: f32, delete: &[String; 2]) -> Option<DigitKey> {
    let pressed = number_pad(ui, look, width, delete).map(|key| match key {
        PadKey::Digit(digit) => DigitKey::Digits(digit.to_string()),
        PadKey::Delete => DigitKey::Delete,
        PadKey::Clear => DigitKey::Clear,
    });
    pressed.or_else(|| typed_digits(ui))
}

/// The digits, of either kind, or the backspace that a physical keyboard or a scanner typed in this pass.
fn typed_digits(ui: &Ui) -> Option<DigitKey> {
    ui.input(|input| {
        let mut digits = String::new();
        for event in &input.events {
            match event {
                egui::Event::Text(text) | egui::Event::Paste(text) => {
                    digits.extend(shared::locale::fold_number(text).chars().filter(char::is_ascii_digit));
                }
                egui::Event::Key { key: egui::Key::Backspace, pressed: true, .. } if digits.is_empty() => {
                    return Some(DigitKey::Delete);
                }
                _ => {}
            }
        }
        (!digits.is_empty()).then_some(DigitKey::Digits(digits))
    })
}

#[cfg(test)]
mod tests {
    use shared::locale::without_marks;

    use super::*;

    #[test]
    fn digits_stand_in_the_groups_in_which_they_are_read_out_from_the_first_one_on() {
        use NumberKind::{Mobile, NationalId};
        for (kind, digits, shown) in [
            (NationalId, "1000000008", "1 000 000 008"),
            (NationalId, "100", "1 00"),
            (NationalId, "100000000812", "1 000 000 008 12"),
            (Mobile, "0556880045", "055 688 0045"),
            (Mobile, "556880045", "55 688 0045"),
            (Mobile, "966556880045", "966 55 688 0045"),
            (Mobile, "00966556880045", "00 966 55 688 0045"),
            (Mobile, "", ""),
        ] {
            assert_eq!(grouped(kind, digits).replace('\u{a0}', " "), shown);
        }
    }

    #[test]
    fn of_a_number_that_was_entered_four_digits_at_most_are_shown() {
        for (digits, shown) in [
            ("1000000008", "••••\u{a0}0008"),
            ("12345678", "••••\u{a0}5678"),
            ("1234567", "•••••••"),
            ("", ""),
        ] {
            assert_eq!(without_marks(&masked(digits)), shown);
        }
    }
}
