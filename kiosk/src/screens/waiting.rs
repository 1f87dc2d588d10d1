//! Who waits, a line each, and above them the one button that matters: the next.

use egui::{Rect, Sense, Ui, pos2, vec2};
use jiff::Timestamp;
use shared::domain::{UnixMillis, WaitingEnd};
use shared::locale::{dates, ltr};

use super::button_rows::{RowButton, button_rows, button_rows_width};
use super::fault::not_saved_words;
use super::layout::in_rect;
use super::number::ends_in;
use super::tabs::{Tab, TabsData, tabs_ui};
use super::view::View;
use crate::action::{Action, PeopleAction, WaitingAction};
use crate::flow::StaffFlow;
use crate::link::{Call, Waiting};
use crate::text::{Direction, TextStyle};
use crate::theme::{Look, TextKind};
use crate::widgets::{ButtonKind, Picture, TouchButton, notice, picture, scroll};

/// A button of a row and what it asks for.
type RowAction = (ButtonKind, String, Action);

/// Somebody who waits.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitingRowData {
    /// Their number.
    pub number: String,
    /// Since when they wait, and how long that is; once they were called, when that was.
    pub since: String,
    /// What they ask for, and in what capacity.
    pub about: String,
    /// That a woman was asked for to serve.
    pub woman: Option<String>,
    /// The end of the number that they gave; leads to their file where that is known.
    pub digits: Option<String>,
    /// They were called, and have not been served yet.
    pub is_called: bool,
    /// What can be done.
    pub actions: Vec<RowAction>,
}

/// Who is called next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextData {
    /// "Call 305 and go back".
    pub and_back: String,
    /// "Call next": staff stay.
    pub stay: String,
}

/// The words of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitingData {
    /// The tabs.
    pub tabs: TabsData,
    /// What calling does, or that nobody waits.
    pub hint: String,
    /// Why the last call or end was not saved.
    pub fault: Option<String>,
    /// Who is called next; `None` where everybody was called.
    pub next: Option<NextData>,
    /// Who waits, in the order of coming.
    pub rows: Vec<WaitingRowData>,
}

impl WaitingData {
    /// Reads the words and the queue.
    pub fn new(view: &View<'_>, flow: &StaffFlow) -> Self {
        let queue = flow.waiting().unwrap_or_default();
        let is_empty = flow.waiting().is_some_and(<[Waiting]>::is_empty);
        let next = queue.iter().find(|one| one.called.is_none());
        Self {
            tabs: TabsData::new(view, Tab::Waiting),
            hint: if is_empty { view.tr("waiting-empty") } else { view.tr("waiting-hint") },
            fault: flow.waiting_fault().map(|why| not_saved_words(view, why)),
            next: next.map(|one| NextData {
                and_back: view.format(
                    "waiting-call-and-back-number",
                    &[("number", ltr(&one.number.to_string()).into())],
                ),
                stay: view.tr("waiting-call-next"),
            }),
            rows: queue.iter().map(|one| row(view, one)).collect(),
        }
    }
}

fn row(view: &View<'_>, one: &Waiting) -> WaitingRowData {
    let minutes = (view.now.timestamp().as_millisecond() - one.since.0).max(0) / 60_000;
    let since = match one.called {
        Some(at) => view.format("waiting-called", &[("time", time(view, at).into())]),
        None => view.format(
            "waiting-since",
            &[("time", time(view, one.since).into()), ("n", (minutes as u64).into())],
        ),
    };
    let visit = one.visit;
    let call = if one.called.is_some() { view.tr("waiting-call-again") } else { view.tr("waiting-call") };
    // what is sealed opens nowhere while reading is locked: the visit can't be completed then
    let (serve, serves) = match view.is_locked() {
        true => (view.tr("waiting-served"), WaitingAction::End(visit, WaitingEnd::Served)),
        false => (view.tr("waiting-serve"), WaitingAction::Serve(visit, one.number)),
    };
    let came = if one.called.is_some() { ButtonKind::Primary } else { ButtonKind::Quiet };
    let open =
        |file| (ButtonKind::Quiet, view.tr("waiting-open-file"), Action::People(PeopleAction::Open(file)));
    let file = one.file.map(open);
    let did_not_come = WaitingAction::End(visit, WaitingEnd::DidNotCome);
    let rest = [
        (came, serve, Action::Waiting(serves)),
        (ButtonKind::Secondary, call, Action::Waiting(WaitingAction::Call(Call::Visitor(visit)))),
        (ButtonKind::Quiet, view.tr("waiting-did-not-come"), Action::Waiting(did_not_come)),
    ];
    WaitingRowData {
        number: one.number.to_string(),
        since,
        about: format!("{} · {}", view.services(&one.services), view.party(&one.party)),
        woman: one.asks_for_woman.then(|| view.tr("waiting-woman")),
        digits: one.last_digits.as_ref().map(|digits| ends_in(digits)),
        is_called: one.called.is_some(),
        actions: file.into_iter().chain(rest).collect(),
    }
}

/// A time of today as the clock on the wall shows it.
fn time(view: &View<'_>, at: UnixMillis) -> String {
    let zone = view.now.time_zone().clone();
    Timestamp::from_millisecond(at.0)
        .map_or_else(|_| String::new(), |at| dates::time(at.to_zoned(zone).time()))
}

/// Adds the page.
pub fn waiting_ui(ui: &mut Ui, look: &Look, data: &WaitingData) -> Option<Action> {
    let tab = tabs_ui(ui, look, &data.tabs);
    if let Some(fault) = &data.fault {
        notice(ui, look, fault);
    }
    let next = match &data.next {
        Some(next) => next_ui(ui, look, next),
        None => {
            look.label(ui, TextKind::Body, &data.hint);
            None
        }
    };
    if data.rows.is_empty() {
        return tab;
    }
    let asked = scroll(ui, look, "waiting", |ui| {
        ui.spacing_mut().item_spacing.y = (look.sizes.gap * 0.4).round();
        let columns = Columns::of(ui, look, &data.rows);
        let mut asked = None;
        for row in &data.rows {
            let shown = ui.push_id(&row.number, |ui| row_ui(ui, look, &columns, row));
            asked = shown.inner.or(asked);
        }
        asked
    });
    tab.or(next.map(Action::Waiting)).or(asked)
}

/// The next: the large button signs out with the call, so that the visitors' screen shows the number at once.
fn next_ui(ui: &mut Ui, look: &Look, data: &NextData) -> Option<WaitingAction> {
    let gap = look.sizes.gap;
    let (width, height) = (ui.available_width(), look.sizes.button * 1.15);
    let stay = TouchButton::secondary(&data.stay).height(height);
    let stay_width = stay.size(ui.ctx(), look).x.min(width / 2.0).ceil();
    let back = TouchButton::primary(&data.and_back).width(width - stay_width - gap).height(height);
    let back = back.text(TextKind::Title);
    let stay = stay.width(stay_width);
    let height = back.size(ui.ctx(), look).y.max(stay.size(ui.ctx(), look).y);
    let (space, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let (large, small) = split(look, space, width - stay_width - gap, gap);
    let back = in_rect(ui, look, "back", large, |ui| back.height(height).show(ui, look)).clicked();
    let stays = in_rect(ui, look, "stay", small, |ui| stay.height(height).show(ui, look)).clicked();
    let back = back.then_some(WaitingAction::CallAndLeave(Call::Next));
    back.or(stays.then_some(WaitingAction::Call(Call::Next)))
}

/// How wide the parts of all rows are, so that they stand beneath each other.
struct Columns {
    number: f32,
    since: f32,
    digits: f32,
    /// The buttons, where they stand on the same line as the words.
    beside: Option<f32>,
    /// What they ask for stands on a line of its own.
    is_narrow: bool,
}

impl Columns {
    fn of(ui: &Ui, look: &Look, rows: &[WaitingRowData]) -> Self {
        let gap = look.sizes.gap;
        let width_of =
            |style: &TextStyle, words: &str| look.text.galley(ui.ctx(), style, None, words).size().x;
        let widest =
            |width: &dyn Fn(&WaitingRowData) -> f32| rows.iter().map(width).fold(0.0, f32::max).ceil();
        let small = look.style(TextKind::Small);
        let number = widest(&|row| width_of(&number_style(look), &row.number));
        let since = widest(&|row| width_of(&small, &row.since));
        let digits =
            widest(&|row| row.digits.as_ref().map_or(0.0, |words| width_of(&digits_style(look), words)));
        let buttons = widest(&|row| button_rows_width(ui, look, &row_buttons(row)));
        let words = number + since + digits + 6.0 * gap;
        let about = look.sizes.touch * 4.0;
        let left = ui.available_width() - words;
        let beside = (left - buttons >= about).then_some(buttons);
        Self { number, since, digits, beside, is_narrow: left < about }
    }
}

fn number_style(look: &Look) -> TextStyle {
    look.style(TextKind::Title).direction(Direction::Ltr)
}

fn digits_style(look: &Look) -> TextStyle {
    look.style(TextKind::Small).color(look.palette.ink)
}

fn row_buttons(row: &WaitingRowData) -> Vec<RowButton<'_>> {
    row.actions.iter().map(|(kind, words, _)| RowButton::new(*kind, words).about(&row.number)).collect()
}

fn row_ui(ui: &mut Ui, look: &Look, columns: &Columns, row: &WaitingRowData) -> Option<Action> {
    let gap = look.sizes.gap;
    let width = ui.available_width();
    let inner = width - 2.0 * gap;
    let buttons_width = columns.beside.unwrap_or(0.0);
    let beside_width = inner - columns.number - columns.since - columns.digits - buttons_width - 4.0 * gap;
    let about_width = if columns.is_narrow { inner } else { beside_width.floor() };
    let small = look.style(TextKind::Small);
    let about = look.style(TextKind::Body);
    let words = &row.about;
    let room = about_width - if row.woman.is_some() { small.line_height + gap / 2.0 } else { 0.0 };
    let lines = look.text.galley(ui.ctx(), &about, Some(room), words).size().y;
    let first = number_style(look).line_height.max(look.sizes.touch);
    let about_under = if columns.is_narrow { lines } else { 0.0 };
    let line = if columns.is_narrow { first } else { lines.max(first) };
    let buttons_under = match columns.beside {
        Some(_) => 0.0,
        None => buttons_height(ui, look, row, inner) + gap / 2.0,
    };
    let height = line + about_under + buttons_under + gap * 0.5;
    let (space, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let fill = if row.is_called { look.palette.selected } else { look.palette.surface };
    ui.painter().rect_filled(space, look.sizes.radius_small, fill);
    let space = space.shrink2(vec2(gap, gap * 0.25));
    let (top, under) = space.split_top_bottom_at_y(space.top() + line);
    let mut along = 0.0;
    let mut next = |width: f32| {
        let left = if look.direction.is_rtl() { top.right() - along - width } else { top.left() + along };
        along += width + gap;
        Rect::from_min_size(pos2(left, top.top()), vec2(width, top.height()))
    };
    cell(ui, look, "number", next(columns.number), &number_style(look), &row.number);
    cell(ui, look, "since", next(columns.since), &small, &row.since);
    let (about_rect, under) = match columns.is_narrow {
        true => under.split_top_bottom_at_y(under.top() + about_under),
        false => (next(about_width), under),
    };
    match &row.woman {
        Some(name) => {
            let side = small.line_height;
            let (sign, rest) = split(look, about_rect, side, gap / 2.0);
            let sign = Rect::from_center_size(sign.center(), vec2(side, side));
            let shown = ui.interact(sign, ui.scope_id().with("woman"), Sense::hover());
            shown.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, name));
            picture(ui.painter(), sign, Picture::Woman, look.palette.primary);
            cell(ui, look, "about", rest, &about, words);
        }
        None => cell(ui, look, "about", about_rect, &about, words),
    }
    if let Some(digits) = &row.digits {
        cell(ui, look, "digits", next(columns.digits), &digits_style(look), digits);
    } else {
        next(columns.digits);
    }
    let place = match columns.beside {
        Some(width) => next(width),
        None => under.with_min_y(under.top() + gap / 2.0),
    };
    let buttons = row_buttons(row);
    let pressed = in_rect(ui, look, "buttons", place, |ui| match columns.beside {
        Some(_) => button_rows(ui, look, &[], &buttons),
        None => button_rows(ui, look, &buttons, &[]),
    });
    pressed.and_then(|index| row.actions.get(index)).map(|(.., action)| action.clone())
}

fn buttons_height(ui: &Ui, look: &Look, row: &WaitingRowData, width: f32) -> f32 {
    let fits = button_rows_width(ui, look, &row_buttons(row)) <= width;
    if fits { look.sizes.touch } else { look.sizes.touch * 2.0 + look.sizes.gap }
}

/// Adds words in the middle of a line's height.
fn cell(ui: &mut Ui, look: &Look, salt: &str, rect: Rect, style: &TextStyle, words: &str) {
    let height = look.text.galley(ui.ctx(), style, Some(rect.width().ceil()), words).size().y;
    let spare = ((rect.height() - height) / 2.0).max(0.0).floor();
    in_rect(ui, look, salt, rect.with_min_y(rect.top() + spare), |ui| {
        look.text.label(ui, style, Some(rect.width().ceil()), words);
    });
}

/// Splits a rectangle after `width` points from the start side on.
fn split(look: &Look, rect: Rect, width: f32, gap: f32) -> (Rect, Rect) {
    if look.direction.is_rtl() {
        let (rest, start) = rect.split_left_right_at_x(rect.right() - width);
        (start, rest.with_max_x(rest.right() - gap))
    } else {
        let (start, rest) = rect.split_left_right_at_x(rect.left() + width);
        (start, rest.with_min_x(rest.left() + gap))
    }
}
