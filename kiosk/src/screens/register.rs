//! A visit registered or corrected by hand.

mod choices;
mod sign;
mod words;

use egui::{Ui, vec2};
use shared::domain::{
    Code, Doubt, Moment, Place, PointDoubt, TEXT_CHARS_MAX, Text, Unlikely, point_doubt, time_doubt,
};
use shared::locale::{dates, ltr};

use super::button_rows::tab_row;
use super::choice::{Choice, Group};
use super::fault::not_saved_words;
use super::inputs::Inputs;
use super::page::{Foot, still_page};
use super::question::{Question, question_ui};
use super::stated_date;
use super::tiles::tile_of;
use super::view::View;
use crate::action::{Action, FieldAction, FormAction};
use crate::flow::{FormFault, FormField, FormPart, FormSection, StaffVisitForm};
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::{Primary, Secondary};
use crate::widgets::{Picture, StatusKind, TileKind, announce, notice, status};
use choices::{ChoicesData, choices_ui};
use sign::{SignData, lost_words, sign_ui};
use words::{WordsData, words_ui};

pub use choices::group_choices;

/// A short national address: building, street, district and region in eight signs.
const ADDRESS_EXAMPLE: &str = "RRRD2929";

/// The parts of the open section.
#[derive(Clone, Debug, PartialEq)]
pub enum SectionData {
    /// Choices.
    Choices(ChoicesData),
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
    /// Whose planned visit it is.
    pub planned: Option<String>,
    /// The parts, of which one is open; those in which something is filled in have a tick.
    pub parts: Vec<Choice<FormSection>>,
    /// The open one.
    pub section: SectionData,
    /// What has to be mended, or why nothing was saved.
    pub fault: Option<String>,
    /// That the one before was registered.
    pub follows: Option<String>,
    /// That what was signed is gone since something was changed; the pad's own section says it beside the pad.
    pub lost_signature: Option<String>,
    /// The ways out, back, on, and saving.
    pub foot: Foot,
    /// The question before leaving.
    pub leaving: Option<Question>,
}

impl RegisterData {
    /// Reads the words and what was entered.
    pub fn new(view: &View<'_>, form: &StaffVisitForm) -> Self {
        let section = match form.section {
            FormSection::Contact => SectionData::Choices(ChoicesData::contact(view, form)),
            FormSection::Services => SectionData::Choices(ChoicesData::services(view, form)),
            FormSection::Person => SectionData::Words(Box::new(person(view, form))),
            FormSection::Papers => SectionData::Words(Box::new(papers(view, form))),
            FormSection::Visit => SectionData::Words(Box::new(visit(view, form))),
            FormSection::Outcome => SectionData::Choices(ChoicesData::outcome(view, form)),
            FormSection::Words => {
                SectionData::Words(Box::new(WordsData::new(view, form, form.section.fields())))
            }
            FormSection::Time => SectionData::Words(Box::new(time(view, form))),
            FormSection::Signature => SectionData::Sign(Box::new(SignData::new(view, form))),
        };
        Self {
            explain: match form.serves() {
                Some(_) => None,
                None => form.corrects().map(|_| view.tr("correct-explain")),
            },
            planned: form.planned.map(|_| planned_words(view, form)),
            parts: FormPart::ALL.map(|part| part_choice(view, form, part)).into(),
            section,
            fault: form.fault().map(|fault| fault_words(view, fault)),
            follows: form.follows.then(|| view.tr("register-follows")),
            lost_signature: lost_words(view, form).filter(|_| form.section != FormSection::Signature),
            foot: foot(view, form),
            leaving: form.leaving.then(|| leaving(view)),
        }
    }
}

/// The way on is the one that stands out, until the last section: the form is walked through without saving twice.
fn foot(view: &View<'_>, form: &StaffVisitForm) -> Foot {
    let is_open = form.saving().is_none();
    let corrects = form.corrects().is_some() && form.serves().is_none();
    let save = if corrects { view.tr("correct-save") } else { view.tr("register-save") };
    let open = |section| Action::Form(FormAction::Open(section));
    let cancel = Action::Form(FormAction::AskToLeave);
    let mut foot = Foot::new().back(view.tr("common-cancel"), cancel).enabled(is_open);
    if let Some(before) = form.section.before() {
        foot = foot.start(Secondary, view.tr("register-before"), open(before)).enabled(is_open);
    }
    let saving = Action::Form(FormAction::Save);
    match form.section.after() {
        None => foot.end(Primary, save, saving).enabled(is_open),
        Some(next) => {
            let name = [("section", section_name(view, next).into())];
            let foot = foot.end(Primary, view.format("register-next", &name), open(next)).enabled(is_open);
            foot.end(Secondary, save, saving).enabled(is_open)
        }
    }
}

/// Whose planned visit is being carried out.
fn planned_words(view: &View<'_>, form: &StaffVisitForm) -> String {
    let name = Text::new(form.text(FormField::Name)).ok();
    let id = form.text(FormField::NationalId);
    let id = if id.is_empty() { String::new() } else { format!(" · {}", ltr(id)) };
    view.format("register-planned", &[("person", format!("{}{id}", view.person(name.as_ref())).into())])
}

fn leaving(view: &View<'_>) -> Question {
    Question {
        id: "leave",
        title: view.tr("register-discard-title"),
        body: view.tr("register-discard-body"),
        answers: vec![
            (view.tr("register-stay"), Action::Form(FormAction::Stay)),
            (view.tr("register-keep"), Action::Field(FieldAction::KeepForm)),
            (view.tr("register-discard"), Action::Field(FieldAction::DiscardForm)),
        ],
    }
}

fn part_choice(view: &View<'_>, form: &StaffVisitForm, part: FormPart) -> Choice<FormSection> {
    let name = match part {
        FormPart::What => view.tr("register-part-what"),
        FormPart::Who => view.tr("register-part-who"),
        FormPart::Words => view.tr("register-part-words"),
        FormPart::Outcome => view.tr("register-part-outcome"),
        FormPart::Time => view.tr("register-part-time"),
    };
    let picture = form.has(part).then_some(Picture::Check);
    Choice { picture, ..Choice::new(part.first(), name, form.section.part() == part) }
}

fn section_name(view: &View<'_>, section: FormSection) -> String {
    match section {
        FormSection::Contact => view.tr("register-section-contact"),
        FormSection::Services => view.tr("register-services"),
        FormSection::Person => view.tr("register-section-person"),
        FormSection::Papers => view.tr("register-section-papers"),
        FormSection::Words => view.tr("register-section-words"),
        FormSection::Visit => view.tr("register-section-visit"),
        FormSection::Outcome => view.tr("register-section-outcome"),
        FormSection::Time => view.tr("register-section-time"),
        FormSection::Signature => view.tr("register-section-signature"),
    }
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
    let for_other = Choice::new(FormAction::ToggleForOther, view.tr("summary-for-other"), form.for_other);
    let groups = group_choices(view, form.group.as_ref().map_or("", Code::as_str)).into_iter();
    let group = Group {
        name: view.tr("register-group"),
        kind: TileKind::Single,
        columns: 4,
        choices: groups.map(|choice| choice.map(|code| FormAction::Group(Code::new(code).ok()))).collect(),
    };
    let of_acting = |field: &FormField| matches!(field, FormField::Capacity | FormField::Proof);
    let fields = FormSection::Person.fields().filter(|field| form.for_other || !of_acting(field));
    WordsData {
        warnings: warnings.collect(),
        group: Some(group),
        toggle: Some(for_other),
        ..WordsData::new(view, form, fields)
    }
}

/// The dates are told in both calendars as they are typed, or what is wrong with them.
fn papers(view: &View<'_>, form: &StaffVisitForm) -> WordsData {
    let (mut notes, mut warnings) = (vec![view.tr("date-hint")], Vec::new());
    for field in [FormField::Birth, FormField::IdExpiry] {
        let Some(read) = form.papers_date(field) else { continue };
        let name = words::name_of(view.words, field);
        let told = |words: String| format!("{name}: {words}");
        match stated_date::echo(view, read) {
            Ok(words) => notes.push(told(words)),
            Err(words) => warnings.push(told(words)),
        }
    }
    WordsData { notes, warnings, ..WordsData::new(view, form, FormSection::Papers.fields()) }
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
    let doubt = match form.place() {
        Some(Place::Coordinates(point)) => point_doubt(point),
        Some(Place::NationalAddress(_)) | None => None,
    };
    let warning = doubt.map(|doubt| match doubt {
        PointDoubt::Zero => view.tr("register-point-zero"),
        PointDoubt::Exchanged => view.tr("register-point-exchanged"),
        PointDoubt::Abroad => view.tr("register-point-abroad"),
    });
    WordsData {
        notes: vec![place],
        warnings: warning.into_iter().collect(),
        ..WordsData::new(view, form, FormSection::Visit.fields())
    }
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
    let at = form.stated_time().and_then(|at| at.to_zoned(view.now.time_zone().clone()).ok());
    // what has not come yet is refused when it is saved
    let is_long_ago = at.is_some_and(|at| {
        time_doubt(&Moment::from_zoned(&at), view.now.timestamp()) == Some(Unlikely::LongAgo)
    });
    let warnings = is_long_ago.then(|| view.tr("register-long-ago")).into_iter().collect();
    let now = (view.tr("register-at-now"), FormAction::SetNow);
    WordsData { notes, warnings, button: Some(now), ..WordsData::new(view, form, FormSection::Time.fields()) }
}

/// Adds the form.
pub fn register_ui(ui: &mut Ui, look: &Look, data: &RegisterData, inputs: &mut Inputs) -> Option<Action> {
    let shown = still_page(ui, look, &data.foot, |ui| {
        heading(ui, look, data);
        let opened = tab_row(ui, look, &data.parts);
        if let Some(fault) = &data.fault {
            notice(ui, look, fault);
        }
        let entered = match &data.section {
            SectionData::Choices(data) => choices_ui(ui, look, data),
            SectionData::Words(data) => words_ui(ui, look, data, inputs),
            SectionData::Sign(data) => sign_ui(ui, look, data, inputs),
        };
        opened.map(|section| Action::Form(FormAction::Open(*section))).or(entered)
    });
    let answer = data.leaving.as_ref().and_then(|question| question_ui(ui, look, question));
    answer.or(shown)
}

fn heading(ui: &mut Ui, look: &Look, data: &RegisterData) {
    if let Some(words) = &data.planned {
        look.label(ui, TextKind::Strong, words);
    }
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

/// Adds a choice of yes or no, as wide as the space.
fn toggle_ui(ui: &mut Ui, look: &Look, toggle: &Choice<FormAction>) -> Option<FormAction> {
    let width = ui.available_width();
    let tile = tile_of(TileKind::Multi, toggle);
    let size = vec2(width, tile.least_height(ui.ctx(), look, width));
    tile.show(ui, look, size).clicked().then(|| toggle.value.clone())
}
