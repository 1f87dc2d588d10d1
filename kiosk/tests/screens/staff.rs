//! Staff mode: the PIN, registering by hand, entering late, correcting.

use kiosk::gallery::{sample_receipt, sample_status, sample_to_contact, sample_today, sample_visit};
use kiosk::link::{Command, Event, PinOutcome, Pulled, Save, SyncState};
use shared::domain::{Channel, Origin, Visit};
use shared::locale::Language;

use crate::harness::Kiosk;

fn type_pin(kiosk: &mut Kiosk, pin: &str) {
    pin.chars().for_each(|digit| kiosk.touch(&digit.to_string()));
    kiosk.touch_key("common-confirm");
}

fn signed_in() -> Kiosk {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    kiosk.touch_key("staff-sign-in");
    type_pin(&mut kiosk, "2468");
    kiosk.tell(Event::PinChecked(PinOutcome::Right));
    kiosk.tell(Event::Today(sample_today()));
    kiosk.commands();
    kiosk
}

fn saved_visit(kiosk: &mut Kiosk) -> Visit {
    let mut commands = kiosk.commands();
    commands.retain(|command| !matches!(command, Command::KeepDraft { .. }));
    let [Command::Save(Save::Visit { visit, .. })] = commands.as_slice() else {
        panic!("not one visit: {commands:?}")
    };
    (**visit).clone()
}

#[test]
fn a_wrong_pin_opens_nothing_and_too_many_have_to_wait() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    kiosk.touch_key("staff-sign-in");
    type_pin(&mut kiosk, "1111");
    assert!(
        matches!(kiosk.commands().as_slice(), [Command::CheckPin { whose: None, pin }] if **pin == "1111")
    );
    kiosk.tell(Event::PinChecked(PinOutcome::Wrong));
    assert!(kiosk.says(&kiosk.tr("pin-wrong")));
    type_pin(&mut kiosk, "1111");
    assert_eq!(kiosk.commands().len(), 1);
    kiosk.tell(Event::PinChecked(PinOutcome::Wait { seconds: 30 }));
    assert!(kiosk.says(&kiosk.words().format("pin-wait-seconds", &[("n", 30.into())])));
    kiosk.touch("1");
    assert!(kiosk.says(&kiosk.words().format("pin-entered", &[("n", 0.into())])));
    kiosk.wait_until(31.0);
    type_pin(&mut kiosk, "2468");
    kiosk.tell(Event::PinChecked(PinOutcome::Right));
    assert!(matches!(kiosk.commands().as_slice(), [Command::CheckPin { .. }, Command::LoadToday]));
}

#[test]
fn a_pin_is_never_read_out() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    kiosk.touch_key("staff-sign-in");
    kiosk.type_text("9753");
    assert!(!kiosk.says("9753"));
    assert!(kiosk.says("••••"));
}

#[test]
fn a_contact_of_an_earlier_day_is_registered_late_with_a_physical_keyboard() {
    let mut kiosk = signed_in();
    kiosk.touch_key("staff-register");
    kiosk.touch_key("channel-letter");
    kiosk.open_section("register-services");
    kiosk.touch("استفسار");
    kiosk.open_section("register-section-person");
    kiosk.type_text("نورة");
    kiosk.touch("الأرامل");
    kiosk.open_section("register-section-time");
    for _ in 0.."22/11/2026".len() {
        kiosk.touch_key("keyboard-delete");
    }
    kiosk.type_text("20/11/2026");
    assert!(kiosk.says(&kiosk.tr("register-late")));
    kiosk.touch_key("register-save");
    let visit = saved_visit(&mut kiosk);
    assert_eq!((&visit.channel, &visit.origin, visit.late), (&Channel::Letter, &Origin::Staff, true));
    assert_eq!(visit.at.as_str(), "2026-11-20T10:30:00+03:00");
    let person = visit.beneficiary.unwrap();
    assert_eq!((person.name.unwrap().as_str(), person.group.unwrap().as_str()), ("نورة", "widows"));
    kiosk.tell(Event::visit_saved(sample_receipt(visit.id)));
    assert!(kiosk.says(&kiosk.tr("register-saved")));
    assert!(matches!(kiosk.commands().as_slice(), [Command::LoadToday]));
}

#[test]
fn a_mistaken_visit_is_corrected_by_one_that_supersedes_it() {
    let mut kiosk = signed_in();
    let original = sample_visit();
    let row = kiosk.spoken().into_iter().find(|spoken| spoken.contains("M9XAB")).unwrap();
    kiosk.touch(&row);
    assert!(matches!(kiosk.commands().as_slice(), [Command::OpenVisit(id)] if *id == original.id));
    kiosk.tell(Event::VisitOpened(Some(Box::new(original.clone()))));
    kiosk.touch_key("channel-phone-call");
    kiosk.touch_key("correct-save");
    let visit = saved_visit(&mut kiosk);
    assert_eq!(visit.supersedes, Some(original.id));
    assert_ne!(visit.id, original.id);
    assert_eq!(
        (visit.channel, visit.at, visit.beneficiary),
        (Channel::PhoneCall, original.at, original.beneficiary)
    );
}

#[test]
fn a_form_is_left_only_after_a_question_and_leaves_nothing_behind() {
    let mut kiosk = signed_in();
    kiosk.touch_key("staff-register");
    kiosk.open_section("register-section-words");
    kiosk.type_text("غرض سرّي");
    kiosk.touch_key("common-cancel");
    assert!(kiosk.says(&kiosk.tr("register-discard-title")));
    kiosk.touch_key("register-stay");
    assert!(kiosk.says("غرض سرّي"));
    kiosk.touch_key("common-cancel");
    kiosk.press_escape();
    assert!(kiosk.says("غرض سرّي") && !kiosk.says(&kiosk.tr("register-discard-title")));
    kiosk.touch_key("common-cancel");
    kiosk.touch_key("register-discard");
    assert!(!kiosk.says("غرض سرّي"));
    kiosk.touch_key("staff-register");
    kiosk.open_section("register-section-words");
    assert!(!kiosk.says("غرض سرّي"));
}

#[test]
fn staff_have_three_minutes_before_the_question() {
    let mut kiosk = signed_in();
    kiosk.touch_key("staff-device");
    kiosk.tell(Event::Status(Box::new(sample_status())));
    kiosk.wait_until(179.0);
    assert!(kiosk.says("1,238"));
    kiosk.wait_until(180.0);
    assert!(kiosk.says(&kiosk.tr("idle-title")));
    kiosk.wait_until(200.0);
    assert!(!kiosk.says("1,238"));
    assert!(kiosk.says(&kiosk.tr("welcome-title")));
}

#[test]
fn a_long_pull_is_shown_in_numbers_until_it_is_over() {
    for (language, half, whole) in [
        (Language::Arabic, "وصل 500 من أصل 1,203 تغييرات", "وصل 1,203 من أصل 1,203 تغييرات"),
        (Language::English, "Received 500 of 1,203 changes", "Received 1,203 of 1,203 changes"),
    ] {
        let mut kiosk = Kiosk::enrolled(language);
        kiosk.touch_key("staff-sign-in");
        type_pin(&mut kiosk, "2468");
        kiosk.tell(Event::PinChecked(PinOutcome::Right));
        kiosk.tell(Event::Sync(SyncState::Running(None)));
        let quiet = kiosk.spoken().len();
        for (taken, words) in [(500, half), (1_203, whole)] {
            kiosk.tell(Event::Sync(SyncState::Running(Some(Pulled { taken, all: 1_203 }))));
            assert!(kiosk.says_words(words) && kiosk.says(&kiosk.tr("sync-running")), "{:?}", kiosk.spoken());
        }
        kiosk.tell(Event::Sync(SyncState::Running(None)));
        assert_eq!(kiosk.spoken().len(), quiet);
    }
}

#[test]
fn who_came_today_is_told_by_the_end_of_their_number_and_their_file_is_a_touch_away() {
    for language in Language::ALL {
        let mut kiosk = Kiosk::enrolled(language);
        kiosk.touch_key("staff-sign-in");
        type_pin(&mut kiosk, "2468");
        kiosk.tell(Event::PinChecked(PinOutcome::Right));
        kiosk.tell(Event::Today(sample_today()));
        kiosk.commands();
        assert!(kiosk.says("0045") && kiosk.says("0008"), "{:?}", kiosk.spoken());
        assert!(!kiosk.says("0556880045") && !kiosk.says("1000000008"));
        let nobody = kiosk.spoken().into_iter().find(|row| row.contains("R9BZ4")).unwrap();
        assert!(nobody.contains(&kiosk.tr("today-no-number")));
        let way = kiosk.tr("waiting-open-file");
        let ways: Vec<String> =
            kiosk.spoken().into_iter().filter(|spoken| spoken.starts_with(&format!("{way}: "))).collect();
        assert_eq!(ways.len(), 3, "of nobody known there is no file: {ways:?}");
        kiosk.touch(&ways[0]);
        let file = sample_today()[0].file.unwrap();
        assert!(matches!(kiosk.commands().as_slice(), [Command::OpenPerson(opened)] if *opened == file));
    }
}

#[test]
fn who_was_promised_to_be_contacted_stands_above_todays_visits_and_leads_to_the_file() {
    for language in Language::ALL {
        let mut kiosk = Kiosk::enrolled(language);
        kiosk.touch_key("staff-sign-in");
        type_pin(&mut kiosk, "2468");
        kiosk.tell(Event::PinChecked(PinOutcome::Right));
        kiosk.tell(Event::Today(Vec::new()));
        assert!(!kiosk.says(&kiosk.tr("today-contact")));
        kiosk.tell(Event::ToContact(sample_to_contact()));
        kiosk.commands();
        assert!(kiosk.says(&kiosk.tr("today-contact")) && kiosk.says("0083"));
        let row = kiosk.spoken().into_iter().find(|spoken| spoken.contains("W4HS9")).unwrap();
        kiosk.touch(&row);
        let file = sample_to_contact()[0].file.unwrap();
        assert!(matches!(kiosk.commands().as_slice(), [Command::OpenPerson(opened)] if *opened == file));
    }
}
