//! The current day's visits, each with its place on the way to head office.

use egui::{Rect, Ui, UiBuilder, pos2, vec2};
use shared::doc::Meaning;
use shared::domain::{FactId, FileId};
use shared::locale::{dates, isolate, key, unbroken};

use super::button_rows::{RowButton, button_rows, button_rows_width};
use super::lists::{columns, table_rows};
use super::number::ends_in;
use super::tabs::{OutcomeData, Tab, TabsData, outcome_ui, tabs_ui};
use super::view::View;
use crate::action::{Action, PeopleAction, StaffAction};
use crate::flow::StaffFlow;
use crate::link::{RecordState, TodayVisit};
use crate::theme::{Look, TextKind};
use crate::widgets::{ButtonKind, scroll, table_header, table_row};

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
    /// The visits, newest first, each with the person's file; `None` until they are loaded.
    pub rows: Option<Vec<(TodayRow, Option<FileId>)>>,
    /// On the button that opens a file.
    pub open_file: String,
    /// Who is to be contacted; `None` where nobody is.
    pub to_contact: Option<ToContactData>,
}

/// The words of the list of those who are to be contacted.
#[derive(Clone, Debug, PartialEq)]
pub struct ToContactData {
    /// What it is.
    pub title: String,
    /// What takes somebody off it.
    pub hint: String,
    /// The visits, the oldest first, each by the person's file.
    pub rows: Vec<(FileId, [String; 5])>,
}

impl TodayData {
    /// Reads the words and the visits.
    pub fn new(view: &View<'_>, flow: &StaffFlow) -> Self {
        let row = |visit: &TodayVisit| (today_row(view, visit), visit.file);
        let rows = flow.today().map(|visits| visits.iter().map(row).collect::<Vec<_>>());
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
            open_file: view.tr("waiting-open-file"),
            to_contact: to_contact(view, flow),
        }
    }
}

/// Those who registered on a closed day and were promised that somebody gets in touch.
fn to_contact(view: &View<'_>, flow: &StaffFlow) -> Option<ToContactData> {
    let row = |visit: &TodayVisit| Some((visit.file?, today_row(view, visit).1));
    let rows: Vec<_> = flow.to_contact().iter().filter_map(row).collect();
    let (title, hint) = (view.tr("today-contact"), view.tr("today-contact-hint"));
    (!rows.is_empty()).then_some(ToContactData { title, hint, rows })
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

/// A name where staff wrote one, and of a number its end: it tells who it is without asking again (P-5), and others may look
/// at this screen.
fn person(view: &View<'_>, visit: &TodayVisit) -> String {
    let Some(person) = &visit.person else { return view.tr("today-no-number") };
    let name = person.name.as_ref().map(|name| isolate(name.as_str()));
    let known: Vec<String> =
        name.into_iter().chain(person.last_digits().map(|last| ends_in(&last))).collect();
    match known.is_empty() {
        false => known.join("\n"),
        true if person.has_personal_values() => view.tr("today-known-person"),
        true => view.tr("today-no-number"),
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
pub const TODAY_SHARES: [f32; 5] = [1.5, 1.7, 1.6, 2.3, 1.9];

/// Adds the list.
pub fn today_ui(ui: &mut Ui, look: &Look, data: &TodayData) -> Option<Action> {
    let tab = tabs_ui(ui, look, &data.tabs);
    let another = data.outcome.as_ref().and_then(|outcome| outcome_ui(ui, look, outcome));
    let tab = tab.or(another);
    let rows = data.rows.as_deref().unwrap_or_default();
    if rows.is_empty() && data.to_contact.is_none() {
        look.label(ui, TextKind::Body, &data.hint);
        return tab;
    }
    let chosen = scroll(ui, look, "visits", |ui| {
        let person = data.to_contact.as_ref().and_then(|ToContactData { title, hint, rows }| {
            look.label(ui, TextKind::Heading, title);
            look.label(ui, TextKind::Body, hint);
            table_rows(ui, look, &TODAY_SHARES, rows)
        });
        let asked = person.map(|file| Action::People(PeopleAction::Open(file)));
        look.label(ui, TextKind::Body, &data.hint);
        if rows.is_empty() {
            return asked;
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let open = RowButton::new(ButtonKind::Quiet, &data.open_file);
        let beside = match rows.iter().any(|(_, file)| file.is_some()) {
            true => button_rows_width(ui, look, &[open]) + look.sizes.gap,
            false => 0.0,
        };
        beside_ui(ui, look, beside, |ui| table_header(ui, look, &columns(&TODAY_SHARES, &data.headings)));
        rows.iter().fold(asked, |asked, row| asked.or(row_ui(ui, look, (beside, open), row)))
    });
    tab.or(chosen)
}

/// A visit that can be corrected, and beside it the way to the person's file.
fn row_ui(
    ui: &mut Ui,
    look: &Look,
    (beside, open): (f32, RowButton<'_>),
    ((visit, cells), file): &(TodayRow, Option<FileId>),
) -> Option<Action> {
    ui.push_id(visit, |ui| {
        let space = ui.available_rect_before_wrap();
        let row = beside_ui(ui, look, beside, |ui| table_row(ui, look, &columns(&TODAY_SHARES, cells)));
        let corrects = row.clicked().then_some(Action::Staff(StaffAction::Correct(*visit)));
        let Some(file) = *file else { return corrects };
        let size = vec2(beside - look.sizes.gap, look.sizes.touch);
        let left = if look.direction.is_rtl() { space.left() } else { space.right() - size.x };
        let place = Rect::from_min_size(pos2(left, row.rect.center().y - size.y / 2.0), size);
        let mut place = ui.new_child(UiBuilder::new().id_salt("file").max_rect(place));
        let opens = button_rows(&mut place, look, &[open.about(&cells[0])], &[]).is_some();
        corrects.or(opens.then_some(Action::People(PeopleAction::Open(file))))
    })
    .inner
}

/// Adds a row that leaves room at the end side.
fn beside_ui<R>(ui: &mut Ui, look: &Look, room: f32, row: impl FnOnce(&mut Ui) -> R) -> R {
    let mut space = ui.available_rect_before_wrap();
    if look.direction.is_rtl() {
        space.min.x += room;
    } else {
        space.max.x -= room;
    }
    let mut place = ui.new_child(UiBuilder::new().id_salt("row").max_rect(space));
    let added = row(&mut place);
    ui.advance_cursor_after_rect(place.min_rect());
    added
}
