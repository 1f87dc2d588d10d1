//! A person's page: each value with who wrote it where and when, and the visits.

use egui::Ui;
use jiff::Timestamp;
use shared::domain::{BranchId, CatalogKind, FactId, ProfileField, StatedDate};
use shared::locale::{dates, isolate, ltr};

use crate::action::{Action, PeopleAction, PlanAction, RequestAction};
use crate::flow::{PeopleFlow, PeopleNotice, ValueFault, is_date, typed_of};
use crate::link::{FieldValue, FieldValues, PersonView, PersonVisit, PlannedRow, ValueWriter, Written};
use crate::screens::fault::not_saved_words;
use crate::screens::lists::table_rows;
use crate::screens::page::{Foot, page};
use crate::screens::planned::{planned_day, representative_words};
use crate::screens::request::request_row;
use crate::screens::stated_date;
use crate::screens::view::View;
use crate::theme::{Look, TextKind};
use crate::widgets::{
    ButtonKind, StatusKind, TouchButton, announce, card, column_start, name_with_object, notice,
    row_start_to_end, status,
};

/// One of a field's current values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueData {
    /// The value in words.
    pub text: String,
    /// Who wrote it where and when, and where it is on its way to head office.
    pub state: (StatusKind, String),
    /// Choosing it here settles the difference.
    pub settles: bool,
}

/// A field of the profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldRow {
    /// The field.
    pub field: ProfileField,
    /// What it is called.
    pub name: String,
    /// Its values; none where nothing was given.
    pub values: Vec<ValueData>,
    /// That it was not given.
    pub nothing: Option<String>,
    /// That the values contradict each other.
    pub differs: Option<String>,
    /// The button beside each of several values.
    pub settle: String,
    /// The button that corrects it: give, correct, or another value than those.
    pub edit: String,
}

/// The words of a person's page.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonData {
    /// The person's name.
    pub title: String,
    /// That several branches made a file of the same person.
    pub files: Option<String>,
    /// A good outcome.
    pub notice: Option<String>,
    /// What went wrong.
    pub fault: Option<String>,
    /// The fields.
    pub fields: Vec<FieldRow>,
    /// The title of the visits that are to be made.
    pub planned_title: String,
    /// The visits that are to be made, the oldest first.
    pub planned: Vec<(FactId, [String; 3])>,
    /// The title of the support requests.
    pub requests_title: String,
    /// The support requests, the latest first.
    pub requests: Vec<(FactId, [String; 3])>,
    /// The visits' title, or that there is none.
    pub visits_title: String,
    /// The visits, newest first.
    pub visits: Vec<(FactId, [String; 4])>,
    /// Back, registering a visit with this person, planning one.
    pub foot: Foot,
}

impl PersonData {
    /// Reads the words and the person.
    pub fn new(view: &View<'_>, person: &PersonView, flow: &PeopleFlow) -> Self {
        let files = person.files.len();
        // what a person has to settle comes first
        let differing = person.differing();
        let others = person.fields.iter().filter(|values| !values.differs());
        Self {
            title: person_name(view, person),
            files: (files > 1).then(|| view.format("people-files", &[("n", files.into())])),
            notice: flow.notice().map(|notice| match notice {
                PeopleNotice::Corrected => view.tr("people-corrected"),
                PeopleNotice::Planned => view.tr("plan-saved"),
                PeopleNotice::PlanDropped => view.tr("plan-dropped"),
            }),
            fault: flow.fault().map(|fault| fault_words(view, fault)),
            fields: differing.chain(others).map(|values| field_row(view, values)).collect(),
            planned_title: view.tr("people-planned"),
            planned: flow.planned().iter().map(|row| planned_row(view, row)).collect(),
            requests_title: view.tr("people-requests"),
            requests: flow
                .requests()
                .iter()
                .map(|known| (known.request.id, request_row(view, known)))
                .collect(),
            visits_title: if person.visits.is_empty() {
                view.tr("people-no-visits")
            } else {
                view.tr("people-visits")
            },
            visits: person.visits.iter().map(|visit| visit_row(view, visit)).collect(),
            foot: foot(view, flow),
        }
    }
}

fn foot(view: &View<'_>, flow: &PeopleFlow) -> Foot {
    let foot = view
        .foot(Action::People(PeopleAction::Back))
        .next(view.tr("people-register"), Action::People(PeopleAction::Register))
        .end(ButtonKind::Secondary, view.tr("plan-title"), Action::Plan(PlanAction::Begin));
    // a request is recorded under a name of one's own
    if flow.may_ask() {
        return foot.end(ButtonKind::Secondary, view.tr("request-ask"), Action::Request(RequestAction::Ask));
    }
    foot
}

fn field_row(view: &View<'_>, values: &FieldValues) -> FieldRow {
    let edit = match values.values.len() {
        0 => view.tr("people-give"),
        1 => view.tr("people-correct"),
        _ => view.tr("people-other-value"),
    };
    FieldRow {
        field: values.field,
        name: field_name(view, values.field),
        values: values.values.iter().map(|value| value_data(view, values.field, value)).collect(),
        nothing: values.values.is_empty().then(|| view.tr("people-not-given")),
        differs: values.differs().then(|| match &values.settled_by {
            None => view.tr("people-differs-hint"),
            Some(branch) => {
                let branch = branch_name(view, branch);
                view.format("people-differs-elsewhere", &[("branch", branch.into())])
            }
        }),
        settle: view.tr("people-settle"),
        edit,
    }
}

/// Returns a person's name; of several, of which none is settled, the first.
pub fn person_name(view: &View<'_>, person: &PersonView) -> String {
    let names = person.field(ProfileField::Name).map_or(&[][..], |names| &names.values);
    view.person(names.first().map(|name| &name.text))
}

/// Returns what a field of the profile is called.
pub fn field_name(view: &View<'_>, field: ProfileField) -> String {
    view.words.word("profile", field.code())
}

fn value_data(view: &View<'_>, field: ProfileField, value: &FieldValue) -> ValueData {
    let received = !value.written.is_empty() && value.written.iter().all(|written| written.received);
    let kind = if received { StatusKind::Good } else { StatusKind::Waiting };
    let written = value.written.iter().map(|written| written_words(view, written));
    let words: Vec<String> = written.chain([view.record_state(received)]).collect();
    let text = value_words(view, field, value.text.as_str());
    ValueData { text, state: (kind, words.join(" · ")), settles: value.settles }
}

/// Returns a value as people read it: dates in both calendars, groups by name, numbers left to right.
pub fn value_words(view: &View<'_>, field: ProfileField, text: &str) -> String {
    if text.is_empty() {
        return view.tr("people-taken-away");
    }
    if is_date(field) {
        let Ok(date) = StatedDate::parse(text) else { return ltr(text) };
        return match typed_of(&date) {
            Some(typed) => typed.in_both_calendars(view.words),
            None => ltr(&date.day_first()),
        };
    }
    match field {
        ProfileField::Group => view.listed(&CatalogKind::Group, text),
        ProfileField::NationalId | ProfileField::Mobile => ltr(text),
        _ => isolate(text),
    }
}

fn branch_name(view: &View<'_>, branch: &BranchId) -> String {
    let name = view.entry_name(&CatalogKind::Branch, branch.as_str());
    isolate(&name.unwrap_or_else(|| branch.to_string()))
}

fn written_words(view: &View<'_>, written: &Written) -> String {
    let at = Timestamp::from_millisecond(written.at.0).unwrap_or_default();
    let when = dates::date_time(view.words, at, view.now.time_zone());
    let by = match &written.by {
        ValueWriter::ThisDevice => view.tr("people-by-this-device"),
        ValueWriter::Device { branch: Some(branch), .. } => branch_name(view, branch),
        ValueWriter::Device { branch: None, .. } => view.tr("people-by-other-device"),
        ValueWriter::HeadOffice => view.tr("people-by-head-office"),
    };
    view.format("people-written", &[("who", by.into()), ("when", when.into())])
}

/// When, who is to make it, why.
fn planned_row(view: &View<'_>, row: &PlannedRow) -> (FactId, [String; 3]) {
    let reason = row.plan.reason.as_ref().map(|text| isolate(text.as_str())).unwrap_or_default();
    (
        row.plan.id,
        [planned_day(view, row), representative_words(view, row.plan.representative.as_ref()), reason],
    )
}

fn visit_row(view: &View<'_>, row: &PersonVisit) -> (FactId, [String; 4]) {
    let when = view.when(&row.visit.at, "\n");
    let channel = view.words.word("channel", row.visit.channel.code());
    (row.visit.id, [when, channel, view.services(&row.visit.services), view.record_state(row.received)])
}

/// Returns what is wrong with a value, and the next step.
pub fn fault_words(view: &View<'_>, fault: ValueFault) -> String {
    match fault {
        ValueFault::Date(fault) => stated_date::fault_words(view, fault),
        ValueFault::ChangedMeanwhile => view.tr("people-changed-meanwhile"),
        ValueFault::Full => view.tr("people-file-full"),
        ValueFault::NotSaved(why) => not_saved_words(view, why),
    }
}

/// Shares of a visit's width: when, channel, services, state.
const SHARES: [f32; 4] = [1.5, 1.5, 2.5, 1.5];

/// Shares of a request's width: when, what for, how it stands.
const REQUEST_SHARES: [f32; 3] = [1.5, 2.5, 3.0];

/// Shares of a planned visit's width: when, who makes it, why.
const PLANNED_SHARES: [f32; 3] = [1.5, 2.0, 3.5];

/// Adds a person's page.
pub fn person_ui(ui: &mut Ui, look: &Look, data: &PersonData) -> Option<Action> {
    page(ui, look, &data.foot, |ui| {
        look.label(ui, TextKind::Title, &data.title);
        if let Some(words) = &data.files {
            look.label(ui, TextKind::Small, words);
        }
        if let Some(words) = &data.notice {
            announce(&status(ui, look, StatusKind::Good, words));
        }
        if let Some(words) = &data.fault {
            notice(ui, look, words);
        }
        let planned = planned_ui(ui, look, data).or(requests_ui(ui, look, data));
        let mut action = None;
        for row in &data.fields {
            ui.push_id(row.field, |ui| {
                action = card(ui, look, |ui| field_ui(ui, look, row)).or(action.take());
            });
        }
        look.label(ui, TextKind::Heading, &data.visits_title);
        let visit = table_rows(ui, look, &SHARES, &data.visits).map(PeopleAction::Correct);
        planned.or(action.or(visit).map(Action::People))
    })
}

fn planned_ui(ui: &mut Ui, look: &Look, data: &PersonData) -> Option<Action> {
    if data.planned.is_empty() {
        return None;
    }
    look.label(ui, TextKind::Heading, &data.planned_title);
    table_rows(ui, look, &PLANNED_SHARES, &data.planned).map(|plan| Action::Plan(PlanAction::Open(plan)))
}

fn requests_ui(ui: &mut Ui, look: &Look, data: &PersonData) -> Option<Action> {
    if data.requests.is_empty() {
        return None;
    }
    look.label(ui, TextKind::Heading, &data.requests_title);
    let opened = table_rows(ui, look, &REQUEST_SHARES, &data.requests);
    opened.map(|request| Action::Request(RequestAction::Open(request)))
}

fn field_ui(ui: &mut Ui, look: &Look, row: &FieldRow) -> Option<PeopleAction> {
    ui.spacing_mut().item_spacing.y = look.sizes.gap / 2.0;
    let edit = beside_button(ui, look, &row.edit, &row.name, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        look.label(ui, TextKind::Small, &row.name);
        if let Some(words) = &row.nothing {
            look.label_colored(ui, TextKind::Body, look.palette.ink_soft, words);
        }
        if let [value] = row.values.as_slice() {
            value_ui(ui, look, value);
        }
        if let Some(words) = &row.differs {
            look.label_colored(ui, TextKind::Body, look.palette.warning, words);
        }
    });
    let mut action = edit.then_some(PeopleAction::Edit(row.field));
    if row.differs.is_some() {
        for (index, value) in row.values.iter().enumerate() {
            ui.push_id(index, |ui| {
                let about = format!("{} · {}", row.name, value.text);
                if !value.settles {
                    return value_ui(ui, look, value);
                }
                if beside_button(ui, look, &row.settle, &about, |ui| value_ui(ui, look, value)) {
                    action = Some(PeopleAction::Settle(row.field, index));
                }
            });
        }
    }
    action
}

fn value_ui(ui: &mut Ui, look: &Look, value: &ValueData) {
    ui.spacing_mut().item_spacing.y = 0.0;
    look.label(ui, TextKind::Strong, &value.text);
    status(ui, look, value.state.0, &value.state.1);
}

/// Lays out words beside a button at the end side, which is read out with what it is about; true where it was pressed.
fn beside_button(ui: &mut Ui, look: &Look, words: &str, about: &str, add: impl FnOnce(&mut Ui)) -> bool {
    let style = look.style(TextKind::Strong);
    let width = look.text.galley(ui.ctx(), &style, None, words).size().x.ceil() + look.sizes.gap * 3.0 + 2.0;
    let width = width.max(look.sizes.touch);
    row_start_to_end(ui, look.direction, look.sizes.touch, |ui| {
        ui.scope(|ui| {
            let room = ui.available_width() - width - look.sizes.gap * 2.0;
            ui.set_max_width(room);
            ui.set_min_width(room);
            column_start(ui, look.direction, add);
        });
        TouchButton::quiet(words)
            .width(width)
            .height(look.sizes.touch)
            .text(TextKind::Strong)
            .show(ui, look)
            .accessible_name(name_with_object(words, about))
            .clicked()
    })
}
