//! Where the parts of every screen stand: title on top, what is touched in the lower part, ways forward and back at
//! the bottom. Brings no words.

use egui::{Rect, Ui, UiBuilder, pos2, vec2};

use crate::text::{Direction, TextStyle, Weight};
use crate::theme::{Look, TextKind};
use crate::widgets::column_start;

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

/// Leaves space so that `height` points of choices stand in the lower part: at the bottom of an upright screen, a
/// little above it on a lying one, where everything is within reach.
pub fn sink(ui: &mut Ui, height: f32) {
    let free = (ui.available_height() - height).max(0.0);
    let share = if is_upright(ui) { 1.0 } else { 0.45 };
    ui.add_space((free * share).round());
}

/// Returns how many columns tiles or long texts stand in: fewer on an upright screen.
pub fn tile_columns(ui: &Ui, lying: usize) -> usize {
    if is_upright(ui) { lying.div_ceil(2) } else { lying }
}

/// Tells whether Enter was pressed on a physical keyboard while no part of the screen has the focus.
pub fn enter_pressed(ui: &Ui) -> bool {
    ui.memory(|memory| memory.focused().is_none()) && ui.input(|input| input.key_pressed(egui::Key::Enter))
}

/// Tells whether Escape, or a keyboard's key for the page before, was pressed while no question stands over the screen.
pub fn escape_pressed(ui: &Ui) -> bool {
    use egui::Key::{BrowserBack, Escape};
    ui.memory(|memory| memory.top_modal_layer().is_none())
        && ui.input(|input| input.key_pressed(Escape) || input.key_pressed(BrowserBack))
}
