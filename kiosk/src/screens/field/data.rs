//! What field mode's home shows: where records are, what waits to be done, what was registered today.

use shared::domain::{FactId, Place, Text};
use shared::locale::{dates, isolate, ltr};

use crate::action::{Action, FieldAction, PeopleAction, StaffAction};
use crate::flow::{StaffFlow, StaffNotice};
use crate::link::PlannedRow;
use crate::screens::today::{Tab, TabsData, TodayRow, today_row};
use crate::screens::view::{Choice, View};

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
