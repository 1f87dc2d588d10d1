//! The board: the numbers called last, read from chairs across the room; the newest first, the largest and on a ground of its own.

use egui::{CornerRadius, Rect, Sense, Ui, pos2, vec2};
use shared::locale::{dates, isolate};

use super::frame::blank_frame;
use super::layout::in_rect;
use super::logo::LogoPicture;
use super::view::View;
use crate::link::{BoardCall, BoardState, CALLS_SHOWN};
use crate::text::{Direction, TextStyle};
use crate::theme::{Look, TextKind};
use crate::widgets::{announce, row_end_to_start, row_start_to_end};

/// A number and the desk to which it was called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardCallData {
    /// The number, bare.
    pub number: String,
    /// The desk; `None` where the branch has one alone.
    pub desk: Option<String>,
}

/// The words of the board.
#[derive(Clone, Debug, PartialEq)]
pub struct BoardData {
    /// The association's logo.
    pub logo: Option<LogoPicture>,
    /// The association's name.
    pub association: String,
    /// The branch's name.
    pub branch: Option<String>,
    /// The time, as the clock on the wall shows it.
    pub time: String,
    /// The date in both calendars, and whether the branch is open.
    pub foot: String,
    /// What stands above the newest number.
    pub title: String,
    /// The newest number.
    pub newest: Option<BoardCallData>,
    /// What stands above those before it.
    pub earlier_title: String,
    /// Those before it, the latest first.
    pub earlier: Vec<BoardCallData>,
    /// What is said in place of numbers.
    pub instead: Option<String>,
}

impl BoardData {
    /// Reads the words and the calls.
    pub fn new(view: &View<'_>, board: &BoardState) -> Self {
        let of = |call: &BoardCall| BoardCallData {
            number: call.number.to_string(),
            desk: (!call.desk.is_empty()).then(|| isolate(&call.desk)),
        };
        let mut calls = board.calls.iter().map(of);
        let newest = calls.next();
        let instead = match (board.is_running, &newest) {
            (false, _) => Some(view.tr("board-no-kiosk")),
            (true, None) => Some(view.tr("board-nobody-called")),
            (true, Some(_)) => None,
        };
        let date = dates::both(view.words, view.now.date());
        let opening = view.opening().map(|opening| opening.words);
        let foot: Vec<String> = std::iter::once(date).chain(opening).collect();
        Self {
            logo: view.logo,
            association: view.association(),
            branch: view.branch(),
            time: dates::time(view.now.time()),
            foot: foot.join(" · "),
            title: view.tr("waiting-now"),
            newest: newest.filter(|_| board.is_running),
            earlier_title: view.tr("board-earlier"),
            earlier: if board.is_running { calls.collect() } else { Vec::new() },
            instead,
        }
    }
}

/// Adds the board. Nothing on it can be touched.
pub fn board_ui(ui: &mut Ui, look: &Look, data: &BoardData) {
    blank_frame(ui, look, |ui| {
        header(ui, look, data);
        ui.add_space(look.sizes.gap);
        let space = ui.available_rect_before_wrap();
        let below = look.style(TextKind::Body);
        let lines = look.text.galley(ui.ctx(), &below, Some(space.width()), &data.foot).size().y;
        let foot = lines + look.sizes.gap;
        let (body, below) = space.split_top_bottom_at_y((space.bottom() - foot).max(space.top()));
        in_rect(ui, look, "calls", body, |ui| match (&data.instead, &data.newest) {
            (None, Some(newest)) => calls(ui, look, data, newest),
            (instead, _) => said_instead(ui, look, instead.as_deref().unwrap_or_default()),
        });
        in_rect(ui, look, "foot", below, |ui| {
            ui.add_space(look.sizes.gap);
            look.label(ui, TextKind::Body, &data.foot);
        });
    });
}

fn header(ui: &mut Ui, look: &Look, data: &BoardData) {
    let height = look.sizes.button;
    row_start_to_end(ui, look.direction, height, |ui| {
        if let Some(logo) = &data.logo {
            logo.show(ui, look, height);
        }
        names(ui, look, data);
        let rest = ui.available_height();
        row_end_to_start(ui, look.direction, rest, |ui| {
            let time = look.style(TextKind::Title).direction(Direction::Ltr);
            look.text.label(ui, &time, None, &data.time);
        });
    });
}

/// The association and the branch, as far as both have room beside the time; they are written smaller before one is left out.
fn names(ui: &mut Ui, look: &Look, data: &BoardData) {
    let width_of = |style: &TextStyle, words: &str| look.text.galley(ui.ctx(), style, None, words).size().x;
    let gap = ui.spacing().item_spacing.x;
    let time = width_of(&look.style(TextKind::Title), &data.time);
    let room = ui.available_width() - time - 3.0 * gap;
    let branch = data.branch.as_deref().unwrap_or_default();
    let kinds = [TextKind::Heading, TextKind::Strong, TextKind::Small];
    let styles = kinds.map(|kind| look.style(kind));
    let both =
        |style: &&TextStyle| width_of(style, &data.association) + gap + width_of(style, branch) <= room;
    let one = |style: &&TextStyle| width_of(style, &data.association) <= room;
    let fits_both = styles.iter().find(both);
    if let Some(style) = fits_both.or(styles.iter().find(one)) {
        look.text.label(ui, style, None, &data.association);
    }
    if let (Some(style), Some(branch)) = (fits_both, &data.branch) {
        look.text.label(ui, &style.color(look.palette.ink_soft), None, branch);
    }
}

fn said_instead(ui: &mut Ui, look: &Look, words: &str) {
    ui.add_space(ui.available_height() * 0.3);
    announce(&look.label_centered(ui, TextKind::Title, words));
}

/// The newest beside those before it; above them on an upright screen.
fn calls(ui: &mut Ui, look: &Look, data: &BoardData, newest: &BoardCallData) {
    let space = ui.available_rect_before_wrap();
    if data.earlier.is_empty() {
        return newest_ui(ui, look, data, newest, space);
    }
    let gap = look.sizes.section;
    let (first, second) = if space.height() > space.width() {
        let (top, rest) = space.split_top_bottom_at_fraction(0.45);
        (top, rest.with_min_y(rest.top() + gap))
    } else if look.direction.is_rtl() {
        let (rest, start) = space.split_left_right_at_fraction(0.4);
        (start, rest.with_max_x(rest.right() - gap))
    } else {
        let (start, rest) = space.split_left_right_at_fraction(0.6);
        (start, rest.with_min_x(rest.left() + gap))
    };
    newest_ui(ui, look, data, newest, first);
    earlier_ui(ui, look, data, second);
}

fn newest_ui(ui: &mut Ui, look: &Look, data: &BoardData, call: &BoardCallData, rect: Rect) {
    let palette = &look.palette;
    ui.painter().rect_filled(rect, CornerRadius::same(look.sizes.radius as u8), palette.primary);
    let inner = rect.shrink(look.sizes.padding);
    let title = look.style(TextKind::Title).color(palette.on_primary).centered();
    let desk =
        call.desk.as_ref().map(|words| (title_of(look, 1.4).color(palette.on_primary).centered(), words));
    let desk_height = desk
        .as_ref()
        .map_or(0.0, |(style, words)| look.text.galley(ui.ctx(), style, Some(inner.width()), words).size().y);
    let left = inner.height() - title.line_height - desk_height - 2.0 * look.sizes.gap;
    let number =
        fitting(ui, look, &call.number, vec2(inner.width(), left)).color(palette.on_primary).centered();
    let used = title.line_height + number.line_height + desk_height + 2.0 * look.sizes.gap;
    let top = inner.top() + ((inner.height() - used) / 2.0).max(0.0);
    in_rect(ui, look, "newest", inner.with_min_y(top), |ui| {
        let width = Some(inner.width());
        look.text.label(ui, &title, width, &data.title);
        announce(&look.text.label(ui, &number, width, &call.number));
        if let Some((style, words)) = desk {
            look.text.label(ui, &style, width, words);
        }
    });
}

fn earlier_ui(ui: &mut Ui, look: &Look, data: &BoardData, rect: Rect) {
    in_rect(ui, look, "earlier title", rect, |ui| {
        look.label(ui, TextKind::Heading, &data.earlier_title);
    });
    let gap = look.sizes.gap;
    let top = rect.top() + look.style(TextKind::Heading).line_height + gap;
    // as high as if all that fit were there: a row does not grow because the day is young
    let rows = (CALLS_SHOWN - 1) as f32;
    let height = ((rect.bottom() - top - gap * (rows - 1.0)) / rows).max(0.0).floor();
    for (index, call) in data.earlier.iter().enumerate() {
        let at = pos2(rect.left(), top + index as f32 * (height + gap));
        let row = Rect::from_min_size(at, vec2(rect.width(), height));
        ui.painter().rect_filled(
            row,
            CornerRadius::same(look.sizes.radius_small as u8),
            look.palette.surface,
        );
        earlier_row(ui, look, call, row, index);
    }
}

fn earlier_row(ui: &mut Ui, look: &Look, call: &BoardCallData, row: Rect, index: usize) {
    let inner = row.shrink2(vec2(look.sizes.padding, 0.0));
    let share = if call.desk.is_some() { 0.45 } else { 1.0 };
    let number = fitting(ui, look, &call.number, vec2(inner.width() * share, inner.height()));
    in_rect(ui, look, &format!("earlier {index}"), inner, |ui| {
        row_start_to_end(ui, look.direction, inner.height(), |ui| {
            look.text.label(ui, &number, None, &call.number);
            let Some(desk) = &call.desk else { return };
            ui.add_space(look.sizes.gap);
            let style = look.style(TextKind::Heading);
            let width = ui.available_width();
            let lines = look.text.galley(ui.ctx(), &style, Some(width), desk).size();
            let (space, _) = ui.allocate_exact_size(vec2(width, inner.height()), Sense::hover());
            let middle = space.shrink2(vec2(0.0, ((space.height() - lines.y) / 2.0).max(0.0)));
            in_rect(ui, look, "desk", middle, |ui| look.text.label(ui, &style, Some(width), desk));
        });
    });
}

fn title_of(look: &Look, scale: f32) -> TextStyle {
    let title = look.style(TextKind::Title);
    let size = (title.size * scale).round();
    TextStyle { size, line_height: (size * 1.4).round(), ..title }
}

/// Returns the style in which a number fills its place.
fn fitting(ui: &Ui, look: &Look, number: &str, place: egui::Vec2) -> TextStyle {
    let display = look.style(TextKind::Display).direction(Direction::Ltr);
    let wide = look.text.galley(ui.ctx(), &display, None, number).size().x.max(1.0);
    let by_width = display.size * place.x * 0.96 / wide;
    let size = by_width.min(place.y / 1.2).max(1.0).floor();
    TextStyle { size, line_height: (size * 1.15).round(), ..display }
}
