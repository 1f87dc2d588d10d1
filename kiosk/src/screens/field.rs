//! Field mode's home: today's work at one look.

use egui::{Ui, vec2};
use shared::domain::{FactId, Place, Text};
use shared::locale::{dates, isolate, ltr};

use super::layout::tile_columns;
use super::tabs::{Tab, TabsData, tabs_ui};
use super::today::{SHARES, TodayRow, row as today_row};
use super::view::{Choice, View};
use crate::action::{Action, FieldAction, PeopleAction, PlanAction, StaffAction};
use crate::flow::{StaffFlow, StaffNotice};
use crate::link::PlannedRow;
use crate::theme::{Look, TextKind};
use crate::widgets::{Column, StatusKind, TouchButton, announce, card, grid, scroll, status, table_row};

/// The words of the home page.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldData {
    /// The tabs.
    pub tabs: TabsData,
    /// A good outcome, told once.
    pub notice: Option<String>,
    /// Where this device's records are, and how old the last exchange is; empty until the status is loaded.
    pub records: Vec<(String, String)>,
    /// What can be done.
    pub ways: Vec<Choice<Action>>,
    /// Whom to visit: the title, or that there is nobody.
    pub planned_title: String,
    /// The visits to be made, the oldest first.
    pub planned: Vec<(FactId, [String; 4])>,
    /// The list of today's visits: its title, and what pressing a row does or that there is none.
    pub today: (String, String),
    /// The visits, newest first.
    pub rows: Vec<TodayRow>,
}

impl FieldData {
    /// Reads the words, the status and the visits.
    pub fn new(view: &View<'_>, flow: &StaffFlow) -> Self {
        let visits = flow.today();
        let hint = if visits.is_some_and(<[_]>::is_empty) {
            view.tr("today-empty")
        } else {
            view.tr("correct-choose")
        };
        Self {
            tabs: TabsData::new(view, Tab::Field),
            notice: flow.notice().map(|notice| match notice {
                StaffNotice::Registered => view.tr("register-saved"),
                StaffNotice::Corrected => view.tr("correct-saved"),
                StaffNotice::PlanDropped => view.tr("plan-dropped"),
            }),
            records: records(view, flow),
            ways: ways(view, flow),
            planned_title: if flow.field.planned().is_empty() {
                view.tr("field-planned-none")
            } else {
                view.tr("field-planned")
            },
            planned: flow.field.planned().iter().map(|row| planned_row(view, row)).collect(),
            today: (view.tr("field-registered-today"), hint),
            rows: visits.unwrap_or_default().iter().map(|visit| today_row(view, visit)).collect(),
        }
    }
}

/// When, who and how to reach them, where, why.
fn planned_row(view: &View<'_>, row: &PlannedRow) -> (FactId, [String; 4]) {
    let text = |text: &Option<Text>| text.as_ref().map(|text| isolate(text.as_str())).unwrap_or_default();
    let day = dates::short(row.plan.date);
    let when = if row.overdue { format!("{day}\n{}", view.tr("field-overdue")) } else { day };
    let name = row.name.as_ref().map_or_else(|| view.tr("people-no-name"), |name| isolate(name.as_str()));
    let mobile = row.mobile.as_ref().map(|mobile| ltr(mobile.as_str()));
    let who = [Some(name), mobile].into_iter().flatten().collect::<Vec<_>>().join("\n");
    let place = match &row.plan.place {
        Some(Place::NationalAddress(address)) => isolate(address.as_str()),
        Some(Place::Coordinates(point)) => ltr(&point.to_string()),
        None => text(&row.address),
    };
    (row.plan.id, [when, who, place, text(&row.plan.reason)])
}

fn records(view: &View<'_>, flow: &StaffFlow) -> Vec<(String, String)> {
    let Some(status) = flow.status() else { return Vec::new() };
    let count = |n: u64| view.format("count-records", &[("n", n.into())]);
    let last = match status.last_exchange {
        Some(then) => dates::age(view.words, then, view.now.timestamp()),
        None => view.tr("sync-never"),
    };
    vec![
        (view.tr("field-saved"), count(status.saved)),
        (view.tr("field-received"), count(status.received)),
        (view.tr("field-waiting"), count(status.waiting)),
        (view.tr("device-last-exchange"), last),
    ]
}

fn ways(view: &View<'_>, flow: &StaffFlow) -> Vec<Choice<Action>> {
    let way = |name: String, about: Option<String>, value: Action| Choice {
        value,
        name,
        about,
        picture: None,
        chosen: false,
    };
    let drafts =
        flow.field.drafts().map(|drafts| view.format("field-drafts-count", &[("n", drafts.len().into())]));
    vec![
        way(
            view.tr("staff-register"),
            Some(view.tr("field-register-about")),
            Action::Staff(StaffAction::Register),
        ),
        way(view.tr("people-title"), Some(view.tr("people-about")), Action::People(PeopleAction::Show)),
        way(view.tr("drafts-title"), drafts, Action::Field(FieldAction::ShowDrafts)),
    ]
}

/// Shares of a planned visit's width: when, who, where, why.
const PLANNED_SHARES: [f32; 4] = [1.2, 2.0, 2.2, 2.6];

/// Adds field mode's home.
pub fn field_ui(ui: &mut Ui, look: &Look, data: &FieldData) -> Option<Action> {
    let tab = tabs_ui(ui, look, &data.tabs);
    if let Some(words) = &data.notice {
        announce(&status(ui, look, StatusKind::Good, words));
    }
    let chosen = scroll(ui, look, "field", |ui| {
        let way = ways_ui(ui, look, &data.ways);
        if !data.records.is_empty() {
            card(ui, look, |ui| records_ui(ui, look, &data.records));
        }
        look.label(ui, TextKind::Heading, &data.planned_title);
        let planned = planned_ui(ui, look, data);
        let (title, hint) = &data.today;
        look.label(ui, TextKind::Heading, title);
        look.label(ui, TextKind::Body, hint);
        way.or(planned).or(rows_ui(ui, look, data))
    });
    tab.or(chosen)
}

fn ways_ui(ui: &mut Ui, look: &Look, ways: &[Choice<Action>]) -> Option<Action> {
    let words: Vec<String> = ways.iter().map(words_of).collect();
    let columns = tile_columns(ui, 4);
    let cell = (ui.available_width() - (columns - 1) as f32 * look.sizes.gap) / columns as f32;
    let style = look.style(TextKind::Strong);
    let style = style.line_height((style.size * 1.4).round());
    let height_of = |words: &String| {
        look.text.galley(ui.ctx(), &style, Some(cell - look.sizes.gap * 3.0), words).size().y + look.sizes.gap
    };
    let height = words.iter().map(height_of).fold(look.sizes.touch, f32::max);
    let mut pressed = None;
    grid(ui, look, columns, height, ways.len(), |ui, index| {
        let words = &words[index];
        let button = if index == 0 { TouchButton::primary(words) } else { TouchButton::secondary(words) };
        let size = vec2(ui.available_width(), height);
        if button.width(size.x).height(size.y).text(TextKind::Strong).show(ui, look).clicked() {
            pressed = Some(ways[index].value.clone());
        }
    });
    pressed
}

fn words_of(way: &Choice<Action>) -> String {
    match &way.about {
        Some(about) => format!("{}\n{about}", way.name),
        None => way.name.clone(),
    }
}

fn records_ui(ui: &mut Ui, look: &Look, records: &[(String, String)]) {
    let line = |kind| look.style(kind).line_height;
    let height = line(TextKind::Small) + line(TextKind::Strong);
    grid(ui, look, tile_columns(ui, 4), height, records.len(), |ui, index| {
        let (name, value) = &records[index];
        ui.spacing_mut().item_spacing.y = 0.0;
        look.label(ui, TextKind::Small, name);
        look.label(ui, TextKind::Strong, value);
    });
}

fn planned_ui(ui: &mut Ui, look: &Look, data: &FieldData) -> Option<Action> {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut chosen = None;
        for (plan, cells) in &data.planned {
            let cells: [Column<'_>; 4] =
                std::array::from_fn(|index| Column::new(&cells[index], PLANNED_SHARES[index]));
            if ui.push_id(plan, |ui| table_row(ui, look, &cells)).inner.clicked() {
                chosen = Some(Action::Plan(PlanAction::Open(*plan)));
            }
        }
        chosen
    })
    .inner
}

fn rows_ui(ui: &mut Ui, look: &Look, data: &FieldData) -> Option<Action> {
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut chosen = None;
    for row in &data.rows {
        let cells: Vec<Column<'_>> =
            row.cells.iter().zip(SHARES).map(|(words, share)| Column::new(words, share)).collect();
        if ui.push_id(row.id, |ui| table_row(ui, look, &cells)).inner.clicked() {
            chosen = Some(Action::Staff(StaffAction::Correct(row.id)));
        }
    }
    chosen
}
