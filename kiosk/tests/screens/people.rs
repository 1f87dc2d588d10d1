//! Finding a person, settling what contradicts, correcting a value: by clicks.

use kiosk::gallery::{sample_field_setting, sample_hits, sample_person, sample_planned};
use kiosk::link::{Command, Correction, Event, Hidden, Locked, NotSaved, PinOutcome, Save, Setting};
use shared::domain::{ProfileField, Text};
use shared::locale::Language;

use crate::harness::Kiosk;

fn signed_in() -> Kiosk {
    signed_in_with(sample_field_setting())
}

fn signed_in_with(setting: Setting) -> Kiosk {
    let mut kiosk = Kiosk::with_setting(Language::Arabic, setting);
    kiosk.touch("سارة العتيبي");
    "1357".chars().for_each(|digit| kiosk.touch(&digit.to_string()));
    kiosk.touch_key("common-confirm");
    kiosk.tell(Event::PinChecked(PinOutcome::Right));
    kiosk.commands();
    kiosk
}

/// The page of the sample's person is open.
fn person_open() -> Kiosk {
    let mut kiosk = signed_in();
    kiosk.touch_key_beginning("people-title");
    kiosk.type_text("محمد");
    let commands = kiosk.commands();
    assert!(matches!(commands.last(), Some(Command::Search(query)) if **query == "محمد"));
    kiosk.tell(Event::Found { query: Hidden("محمد".to_owned()), hits: sample_hits(), asked: false });
    let hit = kiosk.spoken().into_iter().find(|spoken| spoken.contains("0556880045")).unwrap();
    kiosk.touch(&hit);
    assert!(matches!(kiosk.commands().as_slice(), [Command::OpenPerson(_)]));
    kiosk.tell(Event::PersonOpened(Box::new(sample_person())));
    assert!(matches!(kiosk.commands().as_slice(), [Command::LoadRequests { .. }]));
    kiosk
}

#[test]
fn an_answer_to_what_was_typed_before_is_passed_over() {
    let mut kiosk = signed_in();
    kiosk.touch_key_beginning("people-title");
    kiosk.type_text("نورة");
    kiosk.tell(Event::Found { query: Hidden("ن".to_owned()), hits: sample_hits(), asked: false });
    assert!(!kiosk.says("0556880045"));
    kiosk.tell(Event::Found { query: Hidden("نورة".to_owned()), hits: Vec::new(), asked: false });
    assert!(kiosk.says(&kiosk.tr("people-nobody")));
}

#[test]
fn whoever_is_not_on_this_device_is_asked_for_and_begins_a_new_file_with_the_number_that_was_typed() {
    for (number, is_id) in [("1000000024", true), ("0556880099", false)] {
        let mut kiosk = signed_in();
        kiosk.touch_key_beginning("people-title");
        kiosk.type_text(number);
        kiosk.tell(Event::Found { query: Hidden(number.to_owned()), hits: Vec::new(), asked: false });
        assert!(kiosk.says(&kiosk.tr("people-nobody")) && !kiosk.says(&kiosk.tr("people-register-new")));
        kiosk.tell(Event::Found { query: Hidden(number.to_owned()), hits: Vec::new(), asked: true });
        assert!(kiosk.says(&kiosk.tr("people-not-here")) && !kiosk.says(&kiosk.tr("people-nobody")));
        kiosk.touch_key("people-register-new");
        kiosk.open_section("register-section-person");
        assert!(kiosk.says(number), "{is_id}");
    }
    // one letter more, and nothing is said of it before the answer
    let mut kiosk = signed_in();
    kiosk.touch_key_beginning("people-title");
    kiosk.type_text("1000000024");
    kiosk.tell(Event::Found { query: Hidden("1000000024".to_owned()), hits: Vec::new(), asked: true });
    kiosk.type_text("5");
    assert!(!kiosk.says(&kiosk.tr("people-register-new")));
}

#[test]
fn while_reading_is_locked_nothing_is_said_of_whom_this_device_holds() {
    let reasons = [
        (Locked::Pin, "staff-locked-pin"),
        (Locked::Share, "staff-locked-share"),
        (Locked::Clock, "staff-locked-clock"),
        (Locked::Revoked, "staff-locked-revoked"),
    ];
    for locked in std::iter::once(None).chain(reasons.map(Some)) {
        let (is_locked, why) = (locked.is_some(), locked.map(|(_, key)| key));
        let setting = Setting { locked: locked.map(|(why, _)| why), ..sample_field_setting() };
        let mut kiosk = signed_in_with(setting);
        let says_only =
            |kiosk: &Kiosk| reasons.iter().all(|(_, key)| kiosk.says(&kiosk.tr(key)) == (why == Some(*key)));
        assert!(says_only(&kiosk), "{why:?}");
        for key in ["field-planned-none", "field-registered-today", "correct-choose"] {
            assert_eq!(kiosk.says(&kiosk.tr(key)), !is_locked, "{key}");
        }
        kiosk.touch_key_beginning("people-title");
        kiosk.type_text("نورة");
        kiosk.tell(Event::Found { query: Hidden("نورة".to_owned()), hits: Vec::new(), asked: false });
        assert!(says_only(&kiosk), "{why:?}");
        assert_eq!(kiosk.says(&kiosk.tr("people-nobody")), !is_locked);
    }
}

#[test]
fn a_person_whom_branches_named_differently_has_a_name() {
    let mut kiosk = person_open();
    let mut person = sample_person();
    let names = person.fields.iter_mut().find(|values| values.field == ProfileField::Name).unwrap();
    let mut other = names.values[0].clone();
    other.text = Text::new("محمد عبدالله").unwrap();
    names.values.push(other);
    kiosk.tell(Event::PersonOpened(Box::new(person)));
    assert!(kiosk.says("محمد عبدالله") && !kiosk.says(&kiosk.tr("people-no-name")));
    kiosk.touch_key("plan-title");
    assert!(kiosk.says("محمد بن عبد الله") && !kiosk.says(&kiosk.tr("people-no-name")));
}

#[test]
fn values_that_contradict_each_other_are_both_shown_and_a_person_settles_them() {
    let mut kiosk = person_open();
    assert!(kiosk.says("0556880045") && kiosk.says("0500000011"));
    assert!(kiosk.says(&kiosk.tr("people-differs-hint")) && kiosk.says(&kiosk.tr("people-by-this-device")));
    kiosk.touch_nth_key("people-settle", 1);
    let commands = kiosk.commands();
    let [Command::Correct { value, .. }] = commands.as_slice() else { panic!("{commands:?}") };
    assert_eq!(value.as_str(), "0500000011");
    kiosk.tell(Event::Corrected(Ok(Correction::Saved)));
    assert!(kiosk.says(&kiosk.tr("people-corrected")));
}

#[test]
fn a_value_that_changed_meanwhile_is_not_written_over() {
    let mut kiosk = person_open();
    kiosk.touch_nth_key("people-correct", 0);
    kiosk.type_text(" العلي");
    kiosk.touch_key("common-save");
    let commands = kiosk.commands();
    let [Command::Correct { value, .. }] = commands.as_slice() else { panic!("{commands:?}") };
    assert_eq!(value.as_str(), "محمد بن عبد الله العلي");
    kiosk.tell(Event::Corrected(Ok(Correction::ChangedMeanwhile)));
    assert!(kiosk.says(&kiosk.tr("people-changed-meanwhile")));
    assert!(kiosk.says("محمد بن عبد الله العلي"), "what was typed stays");
}

#[test]
fn a_visit_is_registered_with_a_person_whose_doubtful_field_stays_empty() {
    let mut kiosk = person_open();
    kiosk.touch_key("people-register");
    kiosk.open_section("register-section-person");
    assert!(kiosk.says("1000000008") && !kiosk.says("0556880045"), "which mobile is right is not guessed");
}

#[test]
fn the_index_of_people_is_dropped_when_whoever_looked_leaves() {
    let mut kiosk = person_open();
    kiosk.touch_key("staff-sign-out");
    assert!(matches!(kiosk.commands().as_slice(), [Command::StaffLeft]));
    assert!(!kiosk.says("0556880045"));
}

#[test]
fn a_visit_is_planned_from_the_persons_page_for_a_day_of_either_calendar() {
    let mut kiosk = person_open();
    kiosk.touch_key("plan-title");
    kiosk.touch_key("plan-save");
    assert!(kiosk.says(&kiosk.tr("plan-fault-day")));
    kiosk.type_text("20/6/1448");
    assert!(kiosk.says("30 نوفمبر 2026"));
    kiosk.focus(&kiosk.tr("plan-reason"));
    kiosk.type_text("متابعة");
    // whoever is signed in makes it, unless another is chosen
    kiosk.touch("سارة العتيبي");
    kiosk.touch("خالد الحربي");
    kiosk.touch_key("plan-save");
    let commands = kiosk.commands();
    let [Command::Save(save @ Save::Plan { plan, file, .. })] = commands.as_slice() else {
        panic!("{commands:?}")
    };
    assert_eq!(save.by().map(ToString::to_string).as_deref(), Some("staff-01"), "who is signed in saves it");
    assert_eq!((plan.date.to_string().as_str(), *file), ("2026-11-30", sample_person().files[0]));
    assert_eq!(plan.reason.as_ref().unwrap().as_str(), "متابعة");
    assert_eq!(plan.representative.as_ref().unwrap().as_str(), "staff-03");
    kiosk.tell(Event::NotSaved(NotSaved::DiskFull));
    assert!(kiosk.says(&kiosk.tr("error-disk-full")) && kiosk.says("متابعة"));
    kiosk.touch_key("plan-save");
    let commands = kiosk.commands();
    let [Command::Save(Save::Plan { plan, .. })] = commands.as_slice() else { panic!("{commands:?}") };
    kiosk.tell(Event::Saved { id: plan.id, receipt: None });
    assert!(kiosk.says(&kiosk.tr("plan-saved")) && !kiosk.says("متابعة"));
}

#[test]
fn a_planned_visit_on_the_persons_page_is_opened_and_left_for_the_same_page() {
    let mut kiosk = person_open();
    let rows = sample_planned();
    let files = sample_person().files;
    kiosk.tell(Event::PlannedFor { files, rows: rows.clone() });
    let late = kiosk.tr("field-overdue");
    let row = kiosk.spoken().into_iter().find(|spoken| spoken.contains(&late)).unwrap();
    kiosk.touch(&row);
    assert!(kiosk.says(&kiosk.tr("plan-whom")) && kiosk.says(&kiosk.tr("plan-anybody")));
    kiosk.touch_key("common-back");
    assert!(kiosk.says("0500000011"), "the person's page");
    kiosk.touch(&row);
    kiosk.touch_key("plan-drop");
    kiosk.type_text("عولج الأمر هاتفيًا");
    kiosk.touch_key("plan-drop-confirm");
    let commands = kiosk.commands();
    let [Command::Save(save @ Save::PlanDropped { .. })] = commands.as_slice() else {
        panic!("{commands:?}")
    };
    kiosk.tell(Event::Saved { id: save.id(), receipt: None });
    assert!(kiosk.says(&kiosk.tr("plan-dropped")) && kiosk.says("0500000011"));
    assert!(matches!(kiosk.commands().as_slice(), [Command::OpenPerson(_)]), "it is looked at anew");
}

#[test]
fn a_visit_begun_on_a_persons_page_and_its_draft_are_of_that_persons_file() {
    let mut kiosk = person_open();
    kiosk.touch_key("people-register");
    kiosk.open_section("register-services");
    kiosk.touch("استفسار");
    kiosk.wait_until(4.0);
    kiosk.commands();
    kiosk.touch_key("register-save");
    let commands = kiosk.commands();
    let [Command::Save(Save::Visit { file, draft: Some(_), .. })] = commands.as_slice() else {
        panic!("{commands:?}")
    };
    assert_eq!(*file, sample_person().files.first().copied());
}
