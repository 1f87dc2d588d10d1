//! A number that is typed on a pad: whose it is and where a reply is wanted are asked on instances of [`NumberScreen`].

use egui::{Ui, vec2};

use super::choice::Choice;
use super::layout::{is_upright, push_down, title, two_parts};
use super::page::{Foot, page};
use super::spoken::{buttons, choices};
use super::tiles::{compact_tiles, tile_of};
use super::view::View;
use crate::action::{Action, DigitKey, SuggestionAction, VisitAction};
use crate::flow::NumberKind;
use crate::speech::Script;
use crate::theme::{Look, TextKind};
use crate::widgets::{DigitDisplay, PadKey, TileKind, notice, number_pad};

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
    /// What looks wrong; it is kept all the same.
    pub warning: Option<String>,
    /// What the delete key is called.
    pub delete: String,
}

impl NumberData {
    /// Reads the words of a number of a kind.
    pub fn new(view: &View<'_>, (pad, kind): (Pad, NumberKind), digits: &str, warns: bool) -> Self {
        let (name, hint) = match kind {
            NumberKind::NationalId => (view.tr("who-national-id"), view.tr("who-national-id-hint")),
            NumberKind::Mobile => (view.tr("who-mobile"), view.tr("who-mobile-hint")),
        };
        Self {
            pad,
            name,
            hint,
            digits: digits.to_owned(),
            warning: warns.then(|| view.tr("who-warn")),
            delete: view.tr("common-delete-digit"),
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
    /// The number.
    pub number: NumberData,
    /// The ways back and on, with and without a number.
    pub foot: Foot,
}

impl NumberScreen {
    /// Returns what it says; never the number.
    pub fn script(&self, view: &View<'_>) -> Script {
        let script = choices(view, Script::new().say(&self.title).say(&self.body), &self.kinds);
        let script = choices(view, script, &self.more).say(&view.tr("speech-number-pad"));
        let script = script.say(&self.number.hint).say_if(self.number.warning.as_ref());
        buttons(view, script, self.foot.words())
    }
}

/// Adds the question at the start side, the number and its pad at the end side.
pub fn number_ui(ui: &mut Ui, look: &Look, data: &NumberScreen) -> Option<Action> {
    let share = if data.kinds.is_empty() { 0.5 } else { 0.58 };
    page(ui, look, &data.foot, |ui| {
        let is_upright = is_upright(ui);
        let question = |ui: &mut Ui| question(ui, look, data, if is_upright { &[] } else { &data.kinds });
        let number =
            |ui: &mut Ui| number_entry(ui, look, &data.number, if is_upright { &data.kinds } else { &[] });
        two_parts(ui, look, share, question, number)
    })
}

fn question(ui: &mut Ui, look: &Look, data: &NumberScreen, kinds: &[Choice<Action>]) -> Option<Action> {
    title(ui, look, &data.title, None);
    look.label_colored(ui, TextKind::Body, look.palette.ink_soft, &data.body);
    if data.more.is_empty() {
        return None;
    }
    let width = ui.available_width();
    // what a choice means is told once it is made
    let shown = |choice: &Choice<Action>| {
        let about = choice.about.clone().filter(|_| choice.chosen);
        Choice { about, ..choice.clone() }
    };
    let more: Vec<_> = data.more.iter().map(shown).collect();
    let tile = look.sizes.touch * 1.1;
    let height = |choice: &Choice<Action>| {
        tile_of(TileKind::Multi, choice).least_height(ui.ctx(), look, width).max(tile)
    };
    let heights: Vec<f32> = more.iter().map(height).collect();
    let gaps = look.sizes.gap * (3.0 + more.len() as f32);
    push_down(ui, look.sizes.touch * kinds.len() as f32 + heights.iter().sum::<f32>() + gaps);
    let mut pressed = compact_tiles(ui, look, TileKind::Single, 1, kinds);
    ui.add_space(look.sizes.gap);
    for (choice, height) in more.iter().zip(heights) {
        if tile_of(TileKind::Multi, choice).show(ui, look, vec2(width, height)).clicked() {
            pressed = Some(choice.value.clone());
        }
    }
    pressed
}

/// Adds a number's name, its digits, its kinds side by side where they stand here, a warning where there is one, and the pad
/// beneath, at the bottom of the space.
fn number_entry(ui: &mut Ui, look: &Look, data: &NumberData, kinds: &[Choice<Action>]) -> Option<Action> {
    let NumberData { pad, name, hint, digits, warning, delete } = data;
    let width = ui.available_width();
    let warning_height = warning.as_ref().map_or(0.0, |words| {
        let style = look.style(TextKind::Body);
        let room = width - look.sizes.gap * 2.5;
        look.text.galley(ui.ctx(), &style, Some(room), words).size().y + look.sizes.gap * 2.5
    });
    let name_height = look.style(TextKind::Strong).line_height;
    push_down(ui, name_height + look.sizes.button + pad_height(look) + warning_height + look.sizes.gap * 2.0);
    look.label(ui, TextKind::Strong, name);
    DigitDisplay::new(name, digits, hint).show(ui, look, width);
    if let Some(warning) = warning {
        notice(ui, look, warning);
    }
    let kind = compact_tiles(ui, look, TileKind::Single, kinds.len(), kinds);
    kind.or(digit_keys(ui, look, width, delete).map(|key| pad.typed(key)))
}

/// Returns the height of a number pad.
pub fn pad_height(look: &Look) -> f32 {
    let key = look.sizes.touch.max(look.sizes.button * 0.95);
    key * 4.0 + look.sizes.gap * 0.75 * 3.0
}

/// Adds a number pad that also takes a physical keyboard's digits.
pub fn digit_keys(ui: &mut Ui, look: &Look, width: f32, delete: &str) -> Option<DigitKey> {
    let pressed = number_pad(ui, look, width, delete).map(|key| match key {
        PadKey::Digit(digit) => DigitKey::Digits(digit.to_string()),
        PadKey::Delete => DigitKey::Delete,
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
                    digits.extend(shared::locale::fold_digits(text).chars().filter(char::is_ascii_digit));
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
