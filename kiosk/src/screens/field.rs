//! Field mode's home: today's work at one look.

use egui::{Ui, vec2};
use shared::domain::FactId;
use shared::locale::{dates, isolate, ltr};

use super::choice::Choice;
use super::layout::tile_columns;
use super::lists::{facts_grid, table_rows};
use super::planned::{planned_day, planned_place};
use super::tabs::{OutcomeData, Tab, TabsData, outcome_ui, tabs_ui};
use super::today::{TODAY_SHARES, TodayRow, today_row};
use super::view::View;
use crate::action::{Action, FieldAction, PeopleAction, PlanAction, StaffAction};
use crate::flow::StaffFlow;
use crate::link::PlannedRow;
use crate::theme::{Look, TextKind};
use crate::widgets::{TouchButton, card, cell_width, grid, scroll};

/// The words of the home page.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldData {
    /// The tabs.
    pub tabs: TabsData,
    /// A good outcome, told once.
    pub outcome: Option<OutcomeData>,
    /// Where this device's records are, and how old the last exchange is; empty until the status is loaded.
    pub records: Vec<(String, String)>,
    /// What can be done.
    pub ways: Vec<Choice<Action>>,
    /// Whom to visit: the title, or that there is nobody; `None` while that can't be read.
    pub planned_title: Option<String>,
    /// The visits to be made, the oldest first.
    pub planned: Vec<(FactId, [String; 4])>,
    /// The list of today's visits: its title, and what pressing a row does or that there is none; `None` while
    /// they can't be read.
    pub today: Option<(String, String)>,
    /// The visits, newest first.
    pub rows: Vec<TodayRow>,
}

impl FieldData {
    /// Reads the words, the status and the visits.
    pub fn new(view: &View<'_>, flow: &StaffFlow) -> Self {
        let visits = flow.today();
        let is_readable = !view.is_locked();
        let hint = if visits.is_some_and(<[_]>::is_empty) {
            view.tr("today-empty")
        } else {
            view.tr("correct-choose")
        };
        Self {
            tabs: TabsData::new(view, Tab::Field),
            outcome: OutcomeData::new(view, flow),
            records: records(view, flow),
            ways: ways(view, flow),
            planned_title: is_readable.then(|| match flow.field.planned() {
                [] => view.tr("field-planned-none"),
                _ => view.tr("field-planned"),
            }),
            planned: flow.field.planned().iter().map(|row| planned_row(view, row)).collect(),
            today: is_readable.then(|| (view.tr("field-registered-today"), hint)),
            rows: visits.unwrap_or_default().iter().map(|visit| today_row(view, visit)).collect(),
        }
    }
}

/// When, who and how to reach them, where, why.
fn planned_row(view: &View<'_>, row: &PlannedRow) -> (FactId, [String; 4]) {
    let mobile = row.mobile.as_ref().map(|mobile| ltr(mobile.as_str()));
    let who = std::iter::once(view.person(row.name.as_ref())).chain(mobile).collect::<Vec<_>>().join("\n");
    let reason = row.plan.reason.as_ref().map(|text| isolate(text.as_str())).unwrap_or_default();
    let place = planned_place(row).unwrap_or_default();
    (row.plan.id, [planned_day(view, row), who, place, reason])
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
    let drafts =
        flow.field.drafts().map(|drafts| view.format("field-drafts-count", &[("n", drafts.len().into())]));
    let way = |name: String, about: Option<String>, does: Action| Choice {
        about,
        ..Choice::new(does, name, false)
    };
    let register = Some(view.tr("field-register-about"));
    vec![
        way(view.tr("staff-register"), register, Action::Staff(StaffAction::Register)),
        way(view.tr("people-title"), Some(view.tr("people-about")), Action::People(PeopleAction::Show)),
        way(view.tr("drafts-title"), drafts, Action::Field(FieldAction::ShowDrafts)),
    ]
}

/// Shares of a planned visit's width: when, who, where, why.
const PLANNED_SHARES: [f32; 4] = [1.2, 2.0, 2.2, 2.6];

/// Adds field mode's home.
pub fn field_ui(ui: &mut Ui, look: &Look, data: &FieldData) -> Option<Action> {
    let tab = tabs_ui(ui, look, &data.tabs);
    let another = data.outcome.as_ref().and_then(|outcome| outcome_ui(ui, look, outcome));
    let tab = tab.or(another);
    let chosen = scroll(ui, look, "field", |ui| {
        let way = ways_ui(ui, look, &data.ways);
        if !data.records.is_empty() {
            card(ui, look, |ui| facts_grid(ui, look, 4, &data.records));
        }
        if let Some(title) = &data.planned_title {
            look.label(ui, TextKind::Heading, title);
        }
        let planned = table_rows(ui, look, &PLANNED_SHARES, &data.planned);
        let planned = planned.map(|plan| Action::Plan(PlanAction::Open(plan)));
        if let Some((title, hint)) = &data.today {
            look.label(ui, TextKind::Heading, title);
            look.label(ui, TextKind::Body, hint);
        }
        let visit = table_rows(ui, look, &TODAY_SHARES, &data.rows);
        way.or(planned).or(visit.map(|visit| Action::Staff(StaffAction::Correct(visit))))
    });
    tab.or(chosen)
}

fn ways_ui(ui: &mut Ui, look: &Look, ways: &[Choice<Action>]) -> Option<Action> {
    let words: Vec<String> = ways.iter().map(words_of).collect();
    let columns = tile_columns(ui, 4).min(ways.len());
    let cell = cell_width(ui, look, columns);
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
