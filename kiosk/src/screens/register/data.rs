//! What staff mode's form shows: its sections, the open one's parts, and what has to be mended.

use shared::domain::Doubt;
use shared::locale::{dates, ltr};

use super::choices::{ContactData, ServicesData};
use super::words::WordsData;
use crate::action::{Action, FormAction};
use crate::flow::{FormFault, FormField, FormSection, StaffVisitForm};
use crate::screens::fault::not_saved_words;
use crate::screens::view::{Choice, View};
use shared::domain::TEXT_CHARS_MAX;

/// The parts of the open section.
#[derive(Clone, Debug, PartialEq)]
pub enum SectionData {
    /// Channel, direction, party.
    Contact(ContactData),
    /// Services, department, who received.
    Services(ServicesData),
    /// Texts with the keyboard beneath, and the choices and sentences beside them.
    Words(Box<WordsData>),
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
            FormSection::Words => SectionData::Words(Box::new(words(view, form))),
            FormSection::Time => SectionData::Words(Box::new(time(view, form))),
        };
        let corrects = form.corrects().is_some();
        Self {
            explain: corrects.then(|| view.tr("correct-explain")),
            sections: FormSection::ALL.map(|section| section_choice(view, form, section)).into(),
            section,
            fault: form.fault().map(|fault| fault_words(view, fault)),
            cancel: view.tr("common-cancel"),
            save: if corrects { view.tr("correct-save") } else { view.tr("register-save") },
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
        FormSection::Words => view.tr("register-section-words"),
        FormSection::Time => view.tr("register-section-time"),
    };
    Choice { value: section, name, about: None, chosen: form.section == section }
}

fn fault_words(view: &View<'_>, fault: FormFault) -> String {
    match fault {
        FormFault::NoService => view.tr("register-needs-service"),
        FormFault::WrongTime => view.tr("register-wrong-date"),
        FormFault::FutureTime => view.tr("register-future-date"),
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
        chosen: form.for_other,
    };
    let fields = [FormField::Name, FormField::NationalId, FormField::Mobile];
    WordsData {
        warnings: warnings.collect(),
        group: Some(super::words::GroupData::new(view, form)),
        toggle: Some(for_other),
        ..WordsData::new(view, form, &fields)
    }
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
    let now = (view.tr("register-at-now"), Action::Form(FormAction::SetNow));
    WordsData { notes, button: Some(now), ..WordsData::new(view, form, &[FormField::Date, FormField::Time]) }
}
