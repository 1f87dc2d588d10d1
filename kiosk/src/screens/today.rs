//! The current day's visits, each with its place on the way to head office.

use egui::Ui;
use shared::doc::Meaning;
use shared::domain::FactId;
use shared::locale::{dates, key, unbroken};

use super::lists::{columns, table_rows};
use super::tabs::{OutcomeData, Tab, TabsData, outcome_ui, tabs_ui};
use super::view::View;
use crate::action::{Action, StaffAction};
use crate::flow::StaffFlow;
use crate::link::{RecordState, TodayVisit};
use crate::theme::{Look, TextKind};
use crate::widgets::{scroll, table_header};

/// A visit, and its cells in the order of the headings.
pub type TodayRow = (FactId, [String; 5]);

/// The words of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct TodayData {
    /// The tabs.
    pub tabs: TabsData,
    /// A good outcome, told once.
    pub outcome: Option<OutcomeData>,
    /// What pressing a row does, or that there is none; empty where none can be opened.
    pub hint: String,
    /// The headings.
    pub headings: [String; 5],
    /// The visits, newest first; `None` until they are loaded.
    pub rows: Option<Vec<TodayRow>>,
}

impl TodayData {
    /// Reads the words and the visits.
    pub fn new(view: &View<'_>, flow: &StaffFlow) -> Self {
        let rows =
            flow.today().map(|visits| visits.iter().map(|visit| today_row(view, visit)).collect::<Vec<_>>());
        let is_empty = rows.as_ref().is_some_and(Vec::is_empty);
        Self {
            tabs: TabsData::new(view, Tab::Today),
            outcome: OutcomeData::new(view, flow),
            hint: match view.is_locked() {
                true => String::new(),
                false if is_empty => view.tr("today-empty"),
                false => view.tr("correct-choose"),
            },
            headings: [
                view.tr("today-time"),
                view.tr("today-person"),
                view.tr("today-channel"),
                view.tr("today-services"),
                view.tr("today-state"),
            ],
            rows,
        }
    }
}

/// Reads a visit into its row.
pub fn today_row(view: &View<'_>, visit: &TodayVisit) -> TodayRow {
    let (at, stated) = dates::of_stated(view.words, visit.at.timestamp(), visit.at.offset());
    let time = if at.date() == view.now.date() {
        dates::time(at.time())
    } else {
        format!("{} {}", dates::short(at.date()), dates::time(at.time()))
    };
    let cells = [
        [Some(time), Some(unbroken(&visit.reference)), stated]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("\n"),
        format!("{}\n{}", view.party(&visit.party), person(view, visit)),
        view.words.word("channel", visit.channel.code()),
        view.services(&visit.services),
        states(view, visit),
    ];
    (visit.id, cells)
}

/// A name where staff wrote one; of a number only that there is one: others may look at this screen.
fn person(view: &View<'_>, visit: &TodayVisit) -> String {
    let Some(person) = &visit.person else { return view.tr("today-no-number") };
    match &person.name {
        Some(name) => shared::locale::isolate(name.as_str()),
        None if person.has_personal_values() => view.tr("today-known-person"),
        None => view.tr("today-no-number"),
    }
}

fn states(view: &View<'_>, visit: &TodayVisit) -> String {
    let mut lines = vec![match &visit.state {
        RecordState::SavedHere => view.tr("state-saved-here"),
        RecordState::Received => view.tr("state-received"),
        RecordState::Held(reason) => {
            format!("{}: {}", view.tr("state-held"), view.words.word("held-reason", Meaning::code_of(reason)))
        }
    }];
    let marks = [
        (visit.late, key("today-late")),
        (visit.corrected, key("today-corrected")),
        (visit.corrects, key("today-is-correction")),
    ];
    lines.extend(marks.iter().filter(|(is_so, _)| *is_so).map(|(_, key)| view.tr(key)));
    lines.join("\n")
}

/// Shares of the row's width, in the order of the headings.
pub const TODAY_SHARES: [f32; 5] = [1.2, 1.7, 1.6, 2.5, 2.0];

/// Adds the list.
pub fn today_ui(ui: &mut Ui, look: &Look, data: &TodayData) -> Option<Action> {
    let tab = tabs_ui(ui, look, &data.tabs);
    let another = data.outcome.as_ref().and_then(|outcome| outcome_ui(ui, look, outcome));
    let tab = tab.or(another);
    if !data.hint.is_empty() {
        look.label(ui, TextKind::Body, &data.hint);
    }
    let rows = data.rows.as_deref().unwrap_or_default();
    if rows.is_empty() {
        return tab;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let chosen = scroll(ui, look, "visits", |ui| {
        table_header(ui, look, &columns(&TODAY_SHARES, &data.headings));
        table_rows(ui, look, &TODAY_SHARES, rows)
    });
    tab.or(chosen.map(|visit| Action::Staff(StaffAction::Correct(visit))))
}
