//! Where the parts of every screen stand: title on top, what is touched in the lower part, ways forward and back at
//! the bottom. Brings no words.

use egui::{Rect, Ui, UiBuilder, pos2, vec2};

use crate::action::DigitKey;
use crate::text::{Direction, TextStyle, Weight};
use crate::theme::{Look, TextKind};
use crate::widgets::{
    ButtonKind, DigitDisplay, PadKey, TouchButton, column_start, notice, number_pad, row_at_end,
    row_end_to_start, row_start_to_end,
};

/// Adds a body, and a foot of one row of buttons at the bottom of the space. The body comes first in reading order.
pub fn body_and_foot<R>(
    ui: &mut Ui,
    look: &Look,
    body: impl FnOnce(&mut Ui) -> R,
    foot: impl FnOnce(&mut Ui) -> R,
) -> (R, R) {
    let space = ui.available_rect_before_wrap();
    let foot_top = space.bottom() - look.sizes.button;
    let body_rect = Rect::from_min_max(space.min, pos2(space.right(), foot_top - look.sizes.gap * 1.5));
    let foot_rect = Rect::from_min_max(pos2(space.left(), foot_top), space.max);
    let first = in_rect(ui, look, "body", body_rect, body);
    let second = in_rect(ui, look, "foot", foot_rect, foot);
    (first, second)
}

/// Adds parts in `rect`, from the top, at the start side.
pub fn in_rect<R>(ui: &mut Ui, look: &Look, salt: &str, rect: Rect, add: impl FnOnce(&mut Ui) -> R) -> R {
    let align = if look.direction.is_rtl() { egui::Align::Max } else { egui::Align::Min };
    let layout = egui::Layout::top_down(align);
    ui.scope_builder(UiBuilder::new().id_salt(salt).max_rect(rect).layout(layout), |ui| {
        // a window may be too small for what stands around a screen
        ui.set_min_size(rect.size().max(egui::Vec2::ZERO));
        add(ui)
    })
    .inner
}

/// Splits the space into a start part of `share` and an end part.
pub fn start_and_end(ui: &Ui, look: &Look, share: f32) -> (Rect, Rect) {
    let space = ui.available_rect_before_wrap();
    let gap = look.sizes.section * 1.5;
    let start_width = ((space.width() - gap) * share).round();
    let (left_width, rtl) = match look.direction {
        Direction::Ltr => (start_width, false),
        Direction::Rtl => (space.width() - gap - start_width, true),
    };
    let left = Rect::from_min_size(space.min, vec2(left_width, space.height()));
    let right = Rect::from_min_max(pos2(left.right() + gap, space.top()), space.max);
    if rtl { (right, left) } else { (left, right) }
}

/// Adds two parts side by side, the first at the start side with its `share` of the width; on an upright screen, the
/// second beneath the first.
pub fn two_parts<R>(
    ui: &mut Ui,
    look: &Look,
    share: f32,
    first: impl FnOnce(&mut Ui) -> Option<R>,
    second: impl FnOnce(&mut Ui) -> Option<R>,
) -> Option<R> {
    if !is_upright(ui) {
        let (start, end) = start_and_end(ui, look, share);
        let first = in_rect(ui, look, "first", start, first);
        return first.or(in_rect(ui, look, "second", end, second));
    }
    let first = ui.scope(|ui| column_start(ui, look.direction, first)).inner;
    ui.add_space(look.sizes.section);
    let rest = ui.available_rect_before_wrap();
    first.or(in_rect(ui, look, "second", rest, second))
}

fn is_upright(ui: &Ui) -> bool {
    let screen = ui.ctx().content_rect();
    screen.height() > screen.width()
}

/// Adds a row of buttons: `start` at the start side, `end` from the end side on.
pub fn foot_row<R>(
    ui: &mut Ui,
    look: &Look,
    start: impl FnOnce(&mut Ui) -> Option<R>,
    end: impl FnOnce(&mut Ui) -> Option<R>,
) -> Option<R> {
    let height = look.sizes.button;
    row_start_to_end(ui, look.direction, height, |ui| {
        let first = start(ui);
        let second = row_end_to_start(ui, look.direction, height, end);
        first.or(second)
    })
}

/// Adds a button of the foot; true when it was pressed.
pub fn foot_button(ui: &mut Ui, look: &Look, kind: ButtonKind, words: &str, enabled: bool) -> bool {
    foot_button_of(ui, look, kind, words, enabled).show(ui, look).clicked()
}

/// Adds several buttons at the foot's end side, which are read from the start side on; returns the place of the one
/// that was pressed.
pub fn foot_end(ui: &mut Ui, look: &Look, buttons: &[(ButtonKind, &str)], enabled: bool) -> Option<usize> {
    let buttons: Vec<_> =
        buttons.iter().map(|(kind, words)| foot_button_of(ui, look, *kind, words, enabled)).collect();
    let gaps = buttons.len().saturating_sub(1) as f32 * ui.spacing().item_spacing.x;
    let width = buttons.iter().map(|button| button.size(ui.ctx(), look).x).sum::<f32>() + gaps;
    row_at_end(ui, look.direction, look.sizes.button, width, |ui| {
        let pressed: Vec<bool> = buttons.into_iter().map(|button| button.show(ui, look).clicked()).collect();
        pressed.into_iter().position(|pressed| pressed)
    })
}

fn foot_button_of<'a>(
    ui: &Ui,
    look: &Look,
    kind: ButtonKind,
    words: &'a str,
    enabled: bool,
) -> TouchButton<'a> {
    let lowest = if kind == ButtonKind::Primary { look.sizes.button * 3.2 } else { look.sizes.button * 2.0 };
    let style = look.style(TextKind::Button);
    let words_width = look.text.galley(ui.ctx(), &style, None, words).size().x;
    let width = (words_width + look.sizes.gap * 4.0).max(lowest);
    TouchButton::new(kind, words).width(width).enabled(enabled)
}

/// Adds a screen's title and the line beneath it.
pub fn title(ui: &mut Ui, look: &Look, title: &str, hint: Option<&str>) {
    look.label(ui, TextKind::Title, title);
    if let Some(hint) = hint {
        look.label_colored(ui, TextKind::Body, look.palette.ink_soft, hint);
    }
}

/// Adds a sentence that has to be read at a distance: as large as a heading, but not bold.
pub fn lead(ui: &mut Ui, look: &Look, words: &str) {
    let heading = look.style(TextKind::Heading);
    let style = TextStyle { weight: Weight::Regular, ..heading };
    let width = ui.available_width();
    look.text.label(ui, &style, Some(width), words);
}

/// Returns the height of a text field of so many lines: a touch target, or what larger text needs.
pub fn field_height(look: &Look, lines: f32) -> f32 {
    let words = look.style(TextKind::Body).line_height * lines + look.sizes.gap * 1.5;
    (look.sizes.touch * lines).max(words.ceil())
}

/// Leaves space so that `height` points stand at the bottom of the space.
pub fn push_down(ui: &mut Ui, height: f32) {
    ui.add_space((ui.available_height() - height).max(0.0).floor());
}

/// Returns the height of a number pad.
pub fn pad_height(look: &Look) -> f32 {
    let key = look.sizes.touch.max(look.sizes.button * 0.95);
    key * 4.0 + look.sizes.gap * 0.75 * 3.0
}

/// Leaves space so that `height` points of choices stand in the lower part: at the bottom of an upright screen, a
/// little above it on a lying one, where everything is within reach.
pub fn sink(ui: &mut Ui, height: f32) {
    let free = (ui.available_height() - height).max(0.0);
    let share = if is_upright(ui) { 1.0 } else { 0.45 };
    ui.add_space((free * share).round());
}

/// Returns how many columns tiles stand in: fewer on an upright screen.
pub fn tile_columns(ui: &Ui, lying: usize) -> usize {
    if is_upright(ui) { lying.div_ceil(2) } else { lying }
}

/// A number that a visitor types: what it is called, how far it has come, what is doubtful about it.
pub struct NumberEntry<'a> {
    /// What it is called.
    pub name: &'a str,
    /// The digits so far.
    pub digits: &'a str,
    /// Shown while there are none.
    pub hint: &'a str,
    /// What looks wrong; it is kept all the same.
    pub warning: Option<&'a str>,
    /// What the delete key is called.
    pub delete: &'a str,
}

/// Adds a number's name, its digits, a warning where there is one, and the pad beneath, at the bottom of the space.
pub fn number_entry(ui: &mut Ui, look: &Look, entry: &NumberEntry<'_>) -> Option<DigitKey> {
    let NumberEntry { name, digits, hint, warning, delete } = *entry;
    let width = ui.available_width();
    let warning_height = warning.map_or(0.0, |words| {
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
    digit_keys(ui, look, width, delete)
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

/// Tells whether Enter was pressed on a physical keyboard while no part of the screen has the focus.
pub fn enter_pressed(ui: &Ui) -> bool {
    ui.memory(|memory| memory.focused().is_none()) && ui.input(|input| input.key_pressed(egui::Key::Enter))
}
