//! A visit registered or corrected by hand.

mod sign;
mod words;

use egui::{Ui, vec2};
use shared::domain::{CatalogKind, Channel, Code, Direction, Doubt, Party, Place, TEXT_CHARS_MAX};
use shared::locale::{dates, ltr};

use super::button_rows::{RowButton, button_rows};
use super::fault::not_saved_words;
use super::inputs::Inputs;
use super::layout::{body_and_foot, foot_button, foot_end, foot_row};
use super::stated_date;
use super::tiles::compact_tiles;
use super::view::{Choice, View};
use crate::action::{Action, FieldAction, FormAction};
use crate::flow::{FormFault, FormField, FormSection, StaffVisitForm};
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::{Primary, Quiet, Secondary};
use crate::widgets::{
    ChoiceTile, StatusKind, TileKind, TouchButton, announce, answers, dialog, notice, scroll, status,
};
use sign::{SignData, lost_words, sign_ui};
use words::{WordsData, words_ui};

pub use words::group_choices;

/// A short national address: building, street, district and region in eight signs.
const ADDRESS_EXAMPLE: &str = "RRRD2929";

/// The parts of the open section.
#[derive(Clone, Debug, PartialEq)]
pub enum SectionData {
    /// Channel, direction, party.
    Contact(ContactData),
    /// Services, department, who received.
    Services(ServicesData),
    /// What it led to.
    Outcome(OutcomeData),
    /// Texts with the keyboard beneath, and the choices and sentences beside them.
    Words(Box<WordsData>),
    /// The pad to sign on.
    Sign(Box<SignData>),
}

/// The words of the form.
#[derive(Clone, Debug, PartialEq)]
pub struct RegisterData {
    /// That the original stays; for a correction.
    pub explain: Option<String>,
    /// The sections, of which one is open.
    pub sections: Vec<Choice<FormSection>>,
    /// The open one.
    pub section: SectionData,
    /// What has to be mended, or why nothing was saved.
    pub fault: Option<String>,
    /// Leaves without saving.
    pub cancel: String,
    /// Saves.
    pub save: String,
    /// Saves and opens a form for the next person; not for a correction.
    pub save_and_next: Option<String>,
    /// That the one before was registered.
    pub follows: Option<String>,
    /// That what was signed is gone since something was changed; the pad's own section says it beside the pad.
    pub lost_signature: Option<String>,
    /// Whether it can be pressed.
    pub can_save: bool,
    /// The question before leaving: title, body, stay, keep, leave.
    pub leaving: Option<[String; 5]>,
}

impl RegisterData {
    /// Reads the words and what was entered.
    pub fn new(view: &View<'_>, form: &StaffVisitForm) -> Self {
        let section = match form.section {
            FormSection::Contact => SectionData::Contact(ContactData::new(view, form)),
            FormSection::Services => SectionData::Services(ServicesData::new(view, form)),
            FormSection::Person => SectionData::Words(Box::new(person(view, form))),
            FormSection::Papers => SectionData::Words(Box::new(papers(view, form))),
            FormSection::Visit => SectionData::Words(Box::new(visit(view, form))),
            FormSection::Outcome => SectionData::Outcome(OutcomeData::new(view, form)),
            FormSection::Words => SectionData::Words(Box::new(words(view, form))),
            FormSection::Time => SectionData::Words(Box::new(time(view, form))),
            FormSection::Signature => SectionData::Sign(Box::new(SignData::new(view, form))),
        };
        let corrects = form.corrects().is_some();
        Self {
            explain: corrects.then(|| view.tr("correct-explain")),
            sections: FormSection::ALL.map(|section| section_choice(view, form, section)).into(),
            section,
            fault: form.fault().map(|fault| fault_words(view, fault)),
            cancel: view.tr("common-cancel"),
            save: if corrects { view.tr("correct-save") } else { view.tr("register-save") },
            save_and_next: (!corrects).then(|| view.tr("register-save-next")),
            follows: form.follows.then(|| view.tr("register-follows")),
            lost_signature: lost_words(view, form).filter(|_| form.section != FormSection::Signature),
            can_save: form.saving().is_none(),
            leaving: form.leaving.then(|| {
                [
                    view.tr("register-discard-title"),
                    view.tr("register-discard-body"),
                    view.tr("register-stay"),
                    view.tr("register-keep"),
                    view.tr("register-discard"),
                ]
            }),
        }
    }
}

fn section_choice(view: &View<'_>, form: &StaffVisitForm, section: FormSection) -> Choice<FormSection> {
    let name = match section {
        FormSection::Contact => view.tr("register-section-contact"),
        FormSection::Services => view.tr("register-services"),
        FormSection::Person => view.tr("register-section-person"),
        FormSection::Papers => view.tr("register-section-papers"),
        FormSection::Words => view.tr("register-section-words"),
        FormSection::Visit => view.tr("register-section-visit"),
        FormSection::Outcome => view.tr("register-section-outcome"),
        FormSection::Time => view.tr("register-section-time"),
        FormSection::Signature => view.tr("register-section-signature"),
    };
    Choice { value: section, name, about: None, picture: None, chosen: form.section == section }
}

fn fault_words(view: &View<'_>, fault: FormFault) -> String {
    match fault {
        FormFault::NoService => view.tr("register-needs-service"),
        FormFault::WrongTime => view.tr("register-wrong-date"),
        FormFault::FutureTime => view.tr("register-future-date"),
        FormFault::EndBeforeStart => view.tr("register-end-before-start"),
        FormFault::WrongDate(fault) => stated_date::fault_words(view, fault),
        FormFault::TooLong => view.format("register-too-long", &[("max", TEXT_CHARS_MAX.into())]),
        FormFault::NotSaved(fault) => not_saved_words(view, fault),
    }
}

fn person(view: &View<'_>, form: &StaffVisitForm) -> WordsData {
    let doubts = form.doubts();
    let warnings = doubts.iter().map(|doubt| match doubt {
        Doubt::NationalId => view.tr("register-doubtful-national-id"),
        Doubt::Mobile => view.tr("register-doubtful-mobile"),
    });
    let for_other = Choice {
        value: FormAction::ToggleForOther,
        name: view.tr("summary-for-other"),
        about: None,
        picture: None,
        chosen: form.for_other,
    };
    let mut fields = vec![FormField::Name, FormField::NationalId, FormField::Mobile];
    if form.for_other {
        fields.extend([FormField::Capacity, FormField::Proof]);
    }
    WordsData {
        warnings: warnings.collect(),
        group: Some(words::GroupData::new(view, form)),
        toggle: Some(for_other),
        ..WordsData::new(view, form, &fields)
    }
}

/// The dates are told in both calendars as they are typed, or what is wrong with them.
fn papers(view: &View<'_>, form: &StaffVisitForm) -> WordsData {
    let (mut notes, mut warnings) = (vec![view.tr("date-hint")], Vec::new());
    for field in [FormField::Birth, FormField::IdExpiry] {
        let Some(read) = form.papers_date(field) else { continue };
        let name = words::name_of(view, field);
        let told = |words: String| format!("{name}: {words}");
        match stated_date::echo(view, read) {
            Ok(words) => notes.push(told(words)),
            Err(words) => warnings.push(told(words)),
        }
    }
    let fields = [FormField::Birth, FormField::IdExpiry, FormField::Address];
    WordsData { notes, warnings, ..WordsData::new(view, form, &fields) }
}

fn visit(view: &View<'_>, form: &StaffVisitForm) -> WordsData {
    let place = match form.place() {
        Some(Place::Coordinates(point)) => {
            view.format("register-place-point", &[("point", ltr(&point.to_string()).into())])
        }
        Some(Place::NationalAddress(_)) | None => {
            view.format("register-place-hint", &[("example", ltr(ADDRESS_EXAMPLE).into())])
        }
    };
    WordsData { notes: vec![place], ..WordsData::new(view, form, &[FormField::Place, FormField::Report]) }
}

fn words(view: &View<'_>, form: &StaffVisitForm) -> WordsData {
    WordsData::new(view, form, &[FormField::Purpose, FormField::Answers, FormField::Note])
}

fn time(view: &View<'_>, form: &StaffVisitForm) -> WordsData {
    let mut notes = vec![view.tr("register-late-hint")];
    if let Some(at) = form.stated_time() {
        let values =
            [("date", dates::both(view.words, at.date()).into()), ("time", dates::time(at.time()).into())];
        notes.push(view.format("date-time", &values));
    }
    if form.is_late(view.now) {
        notes.push(view.tr("register-late"));
    }
    if let Some(original) = form.corrects() {
        let when = dates::date_time(view.words, original.at.timestamp(), view.now.time_zone());
        notes.push(view.format("correct-at", &[("when", ltr(&when).into())]));
    }
    let fields = [FormField::Date, FormField::Time, FormField::EndTime];
    let now = (view.tr("register-at-now"), Action::Form(FormAction::SetNow));
    WordsData { notes, button: Some(now), ..WordsData::new(view, form, &fields) }
}

/// Adds the form.
pub fn register_ui(ui: &mut Ui, look: &Look, data: &RegisterData, inputs: &mut Inputs) -> Option<Action> {
    let body = |ui: &mut Ui| {
        heading(ui, look, data);
        let opened = sections(ui, look, data);
        if let Some(fault) = &data.fault {
            notice(ui, look, fault);
        }
        let entered = match &data.section {
            SectionData::Contact(data) => contact_ui(ui, look, data),
            SectionData::Services(data) => services_ui(ui, look, data),
            SectionData::Outcome(data) => outcome_ui(ui, look, data),
            SectionData::Words(data) => words_ui(ui, look, data, inputs),
            SectionData::Sign(data) => sign_ui(ui, look, data, inputs),
        };
        opened.or(entered)
    };
    let foot = |ui: &mut Ui| {
        let cancel = |ui: &mut Ui| {
            foot_button(ui, look, Secondary, &data.cancel, data.can_save)
                .then_some(Action::Form(FormAction::AskToLeave))
        };
        let save = |ui: &mut Ui| {
            let next = data.save_and_next.as_deref().map(|words| (Secondary, words, FormAction::SaveAndNext));
            let ways = next.into_iter().chain([(Primary, data.save.as_str(), FormAction::Save)]);
            let (buttons, actions): (Vec<_>, Vec<_>) =
                ways.map(|(kind, words, action)| ((kind, words), action)).unzip();
            let pressed = foot_end(ui, look, &buttons, data.can_save);
            pressed.and_then(|index| actions.into_iter().nth(index)).map(Action::Form)
        };
        foot_row(ui, look, cancel, save)
    };
    let (first, second) = body_and_foot(ui, look, body, foot);
    let left = data.leaving.as_ref().and_then(|words| leave_ui(ui, look, words));
    left.or(first).or(second)
}

fn heading(ui: &mut Ui, look: &Look, data: &RegisterData) {
    if let Some(explain) = &data.explain {
        look.label(ui, TextKind::Small, explain);
    }
    if let Some(words) = &data.follows {
        announce(&status(ui, look, StatusKind::Good, words));
    }
    if let Some(words) = &data.lost_signature {
        status(ui, look, StatusKind::Problem, words);
    }
}

fn sections(ui: &mut Ui, look: &Look, data: &RegisterData) -> Option<Action> {
    let buttons: Vec<RowButton<'_>> = data
        .sections
        .iter()
        .map(|section| RowButton::new(if section.chosen { Primary } else { Quiet }, &section.name))
        .collect();
    let opened = button_rows(ui, look, &buttons, &[]).and_then(|index| data.sections.get(index));
    opened.map(|section| Action::Form(FormAction::Open(section.value)))
}

/// Channel, direction, party: a name and choices each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactData {
    channel: (String, Vec<Choice<Channel>>),
    direction: (String, Vec<Choice<Direction>>),
    party: (String, Vec<Choice<Party>>),
}

impl ContactData {
    /// Reads the words and what is chosen. A value of a newer program is shown as it is, and kept.
    pub fn new(view: &View<'_>, form: &StaffVisitForm) -> Self {
        Self {
            channel: (
                view.tr("channel-title"),
                known(Channel::KNOWN, &form.channel, |channel| view.words.word("channel", channel.code())),
            ),
            direction: (
                view.tr("direction-title"),
                known(Direction::KNOWN, &form.direction, |direction| {
                    view.words.word("direction", direction.code())
                }),
            ),
            party: (view.tr("register-party"), known(Party::KNOWN, &form.party, |party| view.party(party))),
        }
    }
}

fn known<T: Clone + PartialEq>(known: &[T], chosen: &T, name: impl Fn(&T) -> String) -> Vec<Choice<T>> {
    let unknown = (!known.contains(chosen)).then_some(chosen);
    let choice = |value: &T| Choice {
        value: value.clone(),
        name: name(value),
        about: None,
        picture: None,
        chosen: value == chosen,
    };
    known.iter().chain(unknown).map(choice).collect()
}

/// Services, department, who received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServicesData {
    services: (String, Vec<Choice<Code>>),
    department: (String, Vec<Choice<Option<Code>>>),
    received_by: (String, Vec<Choice<Option<Code>>>),
}

impl ServicesData {
    /// Reads the words and what is chosen.
    pub fn new(view: &View<'_>, form: &StaffVisitForm) -> Self {
        let optional = |kind: CatalogKind, chosen: &Option<Code>| {
            let chosen_list: Vec<Code> = chosen.iter().cloned().collect();
            with_none(view.choices(&kind, &chosen_list), view.tr("register-nobody"))
        };
        Self {
            services: (view.tr("register-services"), view.service_choices(&form.services)),
            department: (view.tr("register-department"), optional(CatalogKind::Department, &form.department)),
            received_by: (view.tr("register-received-by"), optional(CatalogKind::Staff, &form.received_by)),
        }
    }
}

/// Puts "not given" in front of choices of which none has to be made.
pub(super) fn with_none(choices: Vec<Choice<Code>>, none: String) -> Vec<Choice<Option<Code>>> {
    let nothing_chosen = choices.iter().all(|choice| !choice.chosen);
    let none = Choice { value: None, name: none, about: None, picture: None, chosen: nothing_chosen };
    let some = choices.into_iter().map(|choice| Choice {
        value: Some(choice.value),
        name: choice.name,
        about: None,
        picture: None,
        chosen: choice.chosen,
    });
    std::iter::once(none).chain(some).collect()
}

/// Adds channel, direction and party.
pub fn contact_ui(ui: &mut Ui, look: &Look, data: &ContactData) -> Option<Action> {
    let (channel_name, channels) = &data.channel;
    let (direction_name, directions) = &data.direction;
    let (party_name, parties) = &data.party;
    let action = scroll(ui, look, "contact", |ui| {
        look.label(ui, TextKind::Strong, channel_name);
        let channel = answers(ui, channel_name, |ui| compact_tiles(ui, look, TileKind::Single, 4, channels))
            .map(FormAction::Channel);
        look.label(ui, TextKind::Strong, direction_name);
        let direction =
            answers(ui, direction_name, |ui| compact_tiles(ui, look, TileKind::Single, 4, directions))
                .map(FormAction::Direction);
        look.label(ui, TextKind::Strong, party_name);
        let party = answers(ui, party_name, |ui| compact_tiles(ui, look, TileKind::Single, 4, parties))
            .map(FormAction::Party);
        channel.or(direction).or(party)
    });
    action.map(Action::Form)
}

/// Adds services, department and who received; a part of which the catalog offers nothing is left out.
pub fn services_ui(ui: &mut Ui, look: &Look, data: &ServicesData) -> Option<Action> {
    let (services_name, services) = &data.services;
    let (department_name, departments) = &data.department;
    let (received_name, staff) = &data.received_by;
    let action = scroll(ui, look, "services", |ui| {
        look.label(ui, TextKind::Strong, services_name);
        let mut pressed =
            answers(ui, services_name, |ui| compact_tiles(ui, look, TileKind::Multi, 3, services))
                .map(|s| FormAction::ToggleService(s.clone()));
        if departments.len() > 1 {
            look.label(ui, TextKind::Strong, department_name);
            let chosen =
                answers(ui, department_name, |ui| compact_tiles(ui, look, TileKind::Single, 3, departments));
            pressed = pressed.or(chosen.map(FormAction::Department));
        }
        if staff.len() > 1 {
            look.label(ui, TextKind::Strong, received_name);
            let chosen = answers(ui, received_name, |ui| compact_tiles(ui, look, TileKind::Single, 3, staff));
            pressed = pressed.or(chosen.map(FormAction::ReceivedBy));
        }
        pressed
    });
    action.map(Action::Form)
}

/// The codes that are offered; a contact may lead to anything, so that a code of another program is kept and shown.
const OFFERED: [&str; 8] = [
    "answered",
    "referred",
    "support_request",
    "papers_asked",
    "service_given",
    "visit_to_plan",
    "nobody_home",
    "nothing_needed",
];

/// What it led to, and whether a woman was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomeData {
    led_to: (String, Vec<Choice<Code>>),
    asks_for_woman: (String, bool),
}

impl OutcomeData {
    /// Reads the words and what is chosen.
    pub fn new(view: &View<'_>, form: &StaffVisitForm) -> Self {
        let offered = OFFERED.iter().filter_map(|code| Code::new(*code).ok());
        let others = form.led_to.iter().filter(|code| !OFFERED.contains(&code.as_str())).cloned();
        let choice = |code: Code| Choice {
            name: view.words.word("led-to", code.as_str()),
            about: None,
            picture: None,
            chosen: form.led_to.contains(&code),
            value: code,
        };
        Self {
            led_to: (view.tr("register-led-to"), offered.chain(others).map(choice).collect()),
            asks_for_woman: (view.tr("register-asks-for-woman"), form.asks_for_woman),
        }
    }
}

/// Adds what it led to.
pub fn outcome_ui(ui: &mut Ui, look: &Look, data: &OutcomeData) -> Option<Action> {
    let (name, choices) = &data.led_to;
    let (woman, asked) = &data.asks_for_woman;
    let action = scroll(ui, look, "outcome", |ui| {
        look.label(ui, TextKind::Strong, name);
        let led_to = answers(ui, name, |ui| compact_tiles(ui, look, TileKind::Multi, 3, choices))
            .map(FormAction::ToggleLedTo);
        ui.add_space(look.sizes.gap);
        let size = vec2(ui.available_width(), look.sizes.touch);
        let toggled = ChoiceTile::multi(woman, *asked).show(ui, look, size).clicked();
        led_to.or(toggled.then_some(FormAction::ToggleAsksForWoman))
    });
    action.map(Action::Form)
}

/// Adds the question: title, body, stay, keep, leave.
pub fn leave_ui(ui: &Ui, look: &Look, [title, body, stay, keep, leave]: &[String; 5]) -> Option<Action> {
    let (action, escaped) = dialog(ui.ctx(), look, "leave", title, |ui| {
        look.label(ui, TextKind::Title, title);
        look.label(ui, TextKind::Body, body);
        ui.add_space(look.sizes.gap);
        let width = ui.available_width();
        let stay = TouchButton::primary(stay).width(width).show(ui, look).clicked();
        let keep = TouchButton::secondary(keep).width(width).show(ui, look).clicked();
        let leave = TouchButton::quiet(leave).width(width).show(ui, look).clicked();
        stay.then_some(Action::Form(FormAction::Stay))
            .or(keep.then_some(Action::Field(FieldAction::KeepForm)))
            .or(leave.then_some(Action::Field(FieldAction::DiscardForm)))
    });
    action.or(escaped.then_some(Action::Form(FormAction::Stay)))
}
