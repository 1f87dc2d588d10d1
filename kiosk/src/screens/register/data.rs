//! What staff mode's form shows: its sections, the open one's parts, and what has to be mended.

use shared::domain::{Doubt, Place};
use shared::locale::{dates, ltr};

use super::choices::{ContactData, ServicesData};
use super::outcome::OutcomeData;
use super::sign::{SignData, lost_words};
use super::words::WordsData;
use crate::action::{Action, FormAction};
use crate::flow::{FormFault, FormField, FormSection, StaffVisitForm};
use crate::screens::fault::not_saved_words;
use crate::screens::stated_date;
use crate::screens::view::{Choice, View};
use shared::domain::TEXT_CHARS_MAX;

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
        group: Some(super::words::GroupData::new(view, form)),
        toggle: Some(for_other),
        ..WordsData::new(view, form, &fields)
    }
}

/// The dates are told in both calendars as they are typed, or what is wrong with them.
fn papers(view: &View<'_>, form: &StaffVisitForm) -> WordsData {
    let (mut notes, mut warnings) = (vec![view.tr("date-hint")], Vec::new());
    for field in [FormField::Birth, FormField::IdExpiry] {
        let Some(read) = form.papers_date(field) else { continue };
        let name = super::words::name_of(view, field);
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
