//! Where the parts of every screen stand: title on top, what is touched in the lower part, ways forward and back at
//! the bottom; on an upright screen title and choices stand together in the lower part, within reach. Brings no words.

use egui::{Rect, Response, Ui, UiBuilder, pos2, vec2};

use crate::text::{Direction, TextStyle, Weight};
use crate::theme::{Look, TextKind};
use crate::widgets::{column_start, row_start_to_end};

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
    let first = at_its_height(ui, look, "first", first);
    ui.add_space(look.sizes.gap);
    first.or(at_its_height(ui, look, "second", second))
}

/// Adds a part that finds no room left to push its lower half down.
fn at_its_height<R>(ui: &mut Ui, look: &Look, salt: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    let space = ui.available_rect_before_wrap();
    in_rect(ui, look, salt, space.with_max_y(space.top()), add)
}

/// Share of the free height that an upright screen leaves above what it shows: it stands at 55 to 85 % of the height.
const ABOVE_SHARE: f32 = 0.9;

/// Adds what a page shows: on an upright screen in the lower part, as far as its height, known from the pass before, leaves
/// room above it. Its height there must not follow from the room it has.
pub fn settled<R>(ui: &mut Ui, look: &Look, add: impl FnOnce(&mut Ui) -> R) -> R {
    if !is_upright(ui) {
        return add(ui);
    }
    // another width is another height: beside the buttons of what scrolls it is narrower
    let id = ui.make_persistent_id(("settled", ui.available_width().round() as i32));
    let known: Option<f32> = ui.data(|data| data.get_temp(id));
    let free = known.map_or(0.0, |known| (ui.available_height() - known).max(0.0));
    ui.add_space((free * ABOVE_SHARE).round());
    let shown = ui.scope(|ui| column_start(ui, look.direction, add));
    let height = shown.response.rect.height();
    if known.is_none_or(|known| (height - known).abs() > 1.0) {
        ui.data_mut(|data| data.insert_temp(id, height));
        ui.request_discard("what an upright page shows has another height");
    }
    shown.inner
}

/// Tells whether the screen is higher than wide.
pub fn is_upright(ui: &Ui) -> bool {
    let screen = ui.ctx().content_rect();
    screen.height() > screen.width()
}

/// Adds a screen's title and the line that explains it, beside the title where both fit in a line; returns the title's part.
pub fn title(ui: &mut Ui, look: &Look, title: &str, hint: Option<&str>) -> Response {
    let Some(hint) = hint else { return look.label(ui, TextKind::Title, title) };
    let (style, soft) = (look.style(TextKind::Title), look.palette.ink_soft);
    let gap = look.sizes.section;
    if !is_beside(ui, look, ui.available_width(), title, hint) {
        let titled = look.label(ui, TextKind::Title, title);
        look.label_colored(ui, TextKind::Body, soft, hint);
        return titled;
    }
    let title_width = look.text.galley(ui.ctx(), &style, None, title).size().x.ceil();
    row_start_to_end(ui, look.direction, style.line_height, |ui| {
        ui.spacing_mut().item_spacing.x = gap;
        let titled = ui.scope(|ui| {
            ui.set_width(title_width);
            look.label(ui, TextKind::Title, title)
        });
        look.label_colored(ui, TextKind::Body, soft, hint);
        titled.inner
    })
}

/// Returns the points that a title with its line takes.
pub fn title_height(ui: &Ui, look: &Look, title: &str, hint: Option<&str>) -> f32 {
    title_height_in(ui, look, ui.available_width(), title, hint)
}

/// Returns the points that a title with its line takes in a column of `width` points.
pub fn title_height_in(ui: &Ui, look: &Look, width: f32, title: &str, hint: Option<&str>) -> f32 {
    let height_of =
        |kind, words: &str| look.text.galley(ui.ctx(), &look.style(kind), Some(width), words).size().y;
    let line = |hint: &str| height_of(TextKind::Body, hint) + ui.spacing().item_spacing.y;
    let beneath = hint.filter(|hint| !is_beside(ui, look, width, title, hint));
    height_of(TextKind::Title, title) + beneath.map_or(0.0, line)
}

/// Tells whether a title and the line that explains it fit in a line.
fn is_beside(ui: &Ui, look: &Look, room: f32, title: &str, hint: &str) -> bool {
    let width_of = |kind, words: &str| look.text.galley(ui.ctx(), &look.style(kind), None, words).size().x;
    let width = width_of(TextKind::Title, title).ceil() + look.sizes.section + width_of(TextKind::Body, hint);
    width <= room
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

/// Leaves space so that `height` points of choices stand in the lower part of a lying screen; on an upright one they stay
/// with their title, and the page stands lower as a whole.
pub fn sink(ui: &mut Ui, height: f32) {
    let free = (ui.available_height() - height).max(0.0);
    let share = if is_upright(ui) { 0.0 } else { 0.45 };
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
