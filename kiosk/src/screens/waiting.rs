//! Who waits, since when, and the buttons that call them.

use egui::{Ui, vec2};
use jiff::Timestamp;
use shared::domain::{FactId, UnixMillis, WaitingEnd};
use shared::locale::dates;

use super::button_rows::{RowButton, button_rows};
use super::fault::not_saved_words;
use super::layout::in_rect;
use super::tabs::{Tab, TabsData, tabs_ui};
use super::view::View;
use crate::action::{Action, WaitingAction};
use crate::flow::StaffFlow;
use crate::link::Waiting;
use crate::text::Direction;
use crate::theme::{Look, TextKind};
use crate::widgets::{ButtonKind, Picture, card, notice, picture, row_start_to_end, scroll};

/// Somebody who waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingRowData {
    /// Their visit.
    pub visit: FactId,
    /// Their number.
    pub number: String,
    /// Since when they wait, and how long that is.
    pub since: String,
    /// What they ask for, and in what capacity.
    pub about: String,
    /// That a woman was asked for to serve.
    pub woman: Option<String>,
    /// When they were last called.
    pub called: Option<String>,
    /// Call, or call again.
    pub call: String,
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
    /// Who waits, in the order of coming.
    pub rows: Vec<WaitingRowData>,
    /// "Served".
    pub served: String,
    /// "Did not come".
    pub did_not_come: String,
}

impl WaitingData {
    /// Reads the words and the queue.
    pub fn new(view: &View<'_>, flow: &StaffFlow) -> Self {
        let queue = flow.waiting().unwrap_or_default();
        let is_empty = flow.waiting().is_some_and(<[Waiting]>::is_empty);
        Self {
            tabs: TabsData::new(view, Tab::Waiting),
            hint: if is_empty { view.tr("waiting-empty") } else { view.tr("waiting-hint") },
            fault: flow.waiting_fault().map(|why| not_saved_words(view, why)),
            rows: queue.iter().map(|one| row(view, one)).collect(),
            served: view.tr("waiting-served"),
            did_not_come: view.tr("waiting-did-not-come"),
        }
    }
}

fn row(view: &View<'_>, one: &Waiting) -> WaitingRowData {
    let minutes = (view.now.timestamp().as_millisecond() - one.since.0).max(0) / 60_000;
    let call = if one.called.is_some() { view.tr("waiting-call-again") } else { view.tr("waiting-call") };
    WaitingRowData {
        visit: one.visit,
        number: one.number.to_string(),
        since: view.format(
            "waiting-since",
            &[
                ("time", time(view, one.since).into()),
                ("n", u64::try_from(minutes).unwrap_or_default().into()),
            ],
        ),
        about: format!("{} · {}", view.party(&one.party), view.services(&one.services)),
        woman: one.asks_for_woman.then(|| view.tr("waiting-woman")),
        called: one.called.map(|at| view.format("waiting-called", &[("time", time(view, at).into())])),
        call,
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
    look.label(ui, TextKind::Body, &data.hint);
    if data.rows.is_empty() {
        return tab;
    }
    let asked = scroll(ui, look, "waiting", |ui| {
        let mut asked = None;
        for row in &data.rows {
            let shown = ui.push_id(row.visit, |ui| card(ui, look, |ui| row_ui(ui, look, data, row)));
            asked = shown.inner.or(asked);
            ui.add_space(look.sizes.gap / 2.0);
        }
        asked
    });
    tab.or(asked.map(Action::Waiting))
}

fn row_ui(ui: &mut Ui, look: &Look, data: &WaitingData, row: &WaitingRowData) -> Option<WaitingAction> {
    let number = look.style(TextKind::Display).direction(Direction::Ltr);
    let side = look.text.galley(ui.ctx(), &number, None, &row.number).size();
    let gap = look.sizes.gap;
    let width = ui.available_width() - side.x - gap * 2.0;
    let height = lines_height(ui, look, row, width).max(side.y);
    row_start_to_end(ui, look.direction, height, |ui| {
        look.text.label(ui, &number, None, &row.number);
        ui.add_space(gap);
        let (space, _) = ui.allocate_exact_size(vec2(width, height), egui::Sense::hover());
        in_rect(ui, look, "lines", space, |ui| lines(ui, look, row));
    });
    ui.add_space(gap / 2.0);
    let call = if row.called.is_some() { ButtonKind::Secondary } else { ButtonKind::Primary };
    let calls = [RowButton::new(call, &row.call).about(&row.number)];
    let quiet = |words| RowButton::new(ButtonKind::Quiet, words).about(&row.number);
    let ends = [quiet(&data.served), quiet(&data.did_not_come)];
    let actions = [
        WaitingAction::Call(row.visit),
        WaitingAction::End(row.visit, WaitingEnd::Served),
        WaitingAction::End(row.visit, WaitingEnd::DidNotCome),
    ];
    button_rows(ui, look, &calls, &ends).and_then(|index| actions.get(index).copied())
}

/// The lines beside a number, each with its kind.
fn lines_of(row: &WaitingRowData) -> impl Iterator<Item = (TextKind, &String)> {
    let more = row.woman.iter().map(|words| (TextKind::Strong, words));
    let called = row.called.iter().map(|words| (TextKind::Small, words));
    [(TextKind::Body, &row.about), (TextKind::Small, &row.since)].into_iter().chain(called).chain(more)
}

fn lines_height(ui: &Ui, look: &Look, row: &WaitingRowData, width: f32) -> f32 {
    let height = |(kind, words): (TextKind, &String)| {
        let room = if kind == TextKind::Strong { width - look.sizes.touch } else { width };
        look.text.galley(ui.ctx(), &look.style(kind), Some(room), words).size().y
    };
    lines_of(row).map(height).sum()
}

fn lines(ui: &mut Ui, look: &Look, row: &WaitingRowData) {
    ui.spacing_mut().item_spacing.y = 0.0;
    for (kind, words) in lines_of(row) {
        if kind != TextKind::Strong {
            look.label(ui, kind, words);
            continue;
        }
        let room = ui.available_width() - look.sizes.touch;
        let height = look.text.galley(ui.ctx(), &look.style(kind), Some(room), words).size().y;
        row_start_to_end(ui, look.direction, height, |ui| {
            let side = look.style(kind).line_height;
            let (place, _) = ui.allocate_exact_size(vec2(side, side), egui::Sense::hover());
            picture(ui.painter(), place, Picture::Woman, look.palette.primary);
            look.text.label(ui, &look.style(kind), Some(room), words);
        });
    }
}
