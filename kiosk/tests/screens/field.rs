//! Field mode: several representatives on one machine, each with a PIN and drafts of their own.

use kiosk::flow::FormDraft;
use kiosk::gallery::{
    sample_drafts, sample_field_setting, sample_pass_code, sample_person, sample_planned, sample_receipt,
    sample_setting, sample_visit,
};
use kiosk::link::{Command, Event, NotSaved, PinOutcome, Save, Setting};
use shared::domain::{Channel, Code, DeviceMode, Direction};
use shared::locale::Language;

use crate::harness::Kiosk;

const SARA: &str = "سارة العتيبي";

fn type_pin(kiosk: &mut Kiosk, pin: &str) {
    pin.chars().for_each(|digit| kiosk.touch(&digit.to_string()));
    kiosk.touch_key("common-confirm");
}

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

/// Sara is signed in on a device that she shares with Khalid.
fn sara_signed_in() -> Kiosk {
    let mut kiosk = Kiosk::with_setting(Language::Arabic, sample_field_setting());
    kiosk.touch(SARA);
    type_pin(&mut kiosk, "1357");
    kiosk.tell(Event::PinChecked(PinOutcome::Right));
    kiosk
}

fn kept_forms(kiosk: &mut Kiosk) -> Vec<(Option<Code>, FormDraft)> {
    let kept = kiosk.commands().into_iter().filter_map(|command| match command {
        Command::KeepDraft { owner, content, .. } => Some((owner, FormDraft::read(&content).unwrap())),
        _ => None,
    });
    kept.collect()
}

#[test]
fn a_representative_chooses_their_name_and_their_own_pin_is_checked() {
    let mut kiosk = Kiosk::with_setting(Language::Arabic, sample_field_setting());
    assert!(kiosk.says("خالد الحربي") && kiosk.says(&kiosk.tr("sign-in-staff")));
    kiosk.touch(SARA);
    type_pin(&mut kiosk, "1357");
    let commands = kiosk.commands();
    let [Command::CheckPin { whose: Some(whose), pin }] = commands.as_slice() else { panic!("{commands:?}") };
    assert_eq!((whose.as_str(), pin.as_str()), ("staff-01", "1357"));
    kiosk.tell(Event::PinChecked(PinOutcome::Wait { seconds: 30 }));
    kiosk.touch_key("common-back");
    kiosk.touch(&kiosk.tr("sign-in-staff"));
    type_pin(&mut kiosk, "2468");
    assert!(
        matches!(kiosk.commands().as_slice(), [Command::CheckPin { whose: None, pin }] if **pin == "2468")
    );
}

#[test]
fn the_right_pin_of_one_representative_signs_no_other_in() {
    let mut kiosk = Kiosk::with_setting(Language::Arabic, sample_field_setting());
    kiosk.touch(SARA);
    type_pin(&mut kiosk, "1357");
    kiosk.touch_key("common-back");
    kiosk.touch("خالد الحربي");
    type_pin(&mut kiosk, "0000");
    kiosk.tell(Event::PinChecked(PinOutcome::Right));
    assert!(!kiosk.says(&kiosk.tr("staff-register")), "the answer is to Sara's PIN, asked before");
    kiosk.tell(Event::PinChecked(PinOutcome::Wrong));
    assert!(kiosk.says(&kiosk.tr("pin-wrong")));
    kiosk.touch_key("common-back");
    kiosk.touch(SARA);
    kiosk.tell(Event::PinChecked(PinOutcome::Right));
    assert!(!kiosk.says(&kiosk.tr("staff-register")), "nothing was asked");
    type_pin(&mut kiosk, "1357");
    kiosk.tell(Event::PinChecked(PinOutcome::Right));
    assert!(kiosk.says(&kiosk.tr("staff-register")));
}

#[test]
fn the_home_page_of_a_device_in_the_field_asks_for_the_drafts_of_whoever_signed_in() {
    let mut kiosk = sara_signed_in();
    let commands = kiosk.commands();
    let asked = commands.iter().find_map(|command| match command {
        Command::LoadDrafts { reader } => Some(reader.clone()),
        _ => None,
    });
    assert_eq!(asked, Some(Some(code("staff-01"))));
    kiosk.tell(Event::Drafts(sample_drafts()));
    assert!(kiosk.says(&kiosk.words().format("field-drafts-count", &[("n", 4.into())])));
    kiosk.touch_key("staff-sign-out");
    assert!(kiosk.says(&kiosk.tr("sign-in-title")));
    kiosk.tell(Event::Drafts(sample_drafts()));
    kiosk.touch("خالد الحربي");
    type_pin(&mut kiosk, "2468");
    kiosk.tell(Event::PinChecked(PinOutcome::Right));
    assert!(!kiosk.says(&kiosk.words().format("field-drafts-count", &[("n", 4.into())])), "hers are gone");
}

#[test]
fn a_form_is_kept_seconds_after_a_change_for_the_one_who_fills_it_in() {
    let mut kiosk = sara_signed_in();
    kiosk.touch_key("staff-register");
    kiosk.open_section("register-section-person");
    kiosk.type_text("نورة");
    assert_eq!(kept_forms(&mut kiosk), []);
    kiosk.wait_until(4.0);
    let kept = kept_forms(&mut kiosk);
    let [(owner, form)] = kept.as_slice() else { panic!("kept {} times", kept.len()) };
    assert_eq!((owner.as_ref(), form.text(kiosk::flow::FormField::Name)), (Some(&code("staff-01")), "نورة"));
    kiosk.wait_until(9.0);
    assert_eq!(kept_forms(&mut kiosk), [], "nothing changed since");
    kiosk.type_text(" العلي");
    kiosk.wait_until(300.0);
    let kept = kept_forms(&mut kiosk);
    assert_eq!(kept.len(), 1, "the idle guard's wipe loses nothing");
    assert!(!kiosk.says("نورة"));
}

#[test]
fn a_draft_is_opened_filled_in_and_dropped_with_the_visit_that_it_becomes() {
    let mut kiosk = sara_signed_in();
    kiosk.touch_key_beginning("drafts-title");
    kiosk.tell(Event::Drafts(sample_drafts()));
    let row = kiosk.spoken().into_iter().find(|spoken| spoken.contains("محمد بن عبد الله")).unwrap();
    kiosk.touch(&row);
    kiosk.commands();
    kiosk.touch_key("register-save");
    let commands = kiosk.commands();
    let [Command::Save(Save::Visit { visit, draft: Some(draft), by, .. })] = commands.as_slice() else {
        panic!("{commands:?}")
    };
    assert_eq!((*draft, by.as_ref()), (sample_drafts()[0].id, Some(&code("staff-01"))));
    kiosk.tell(Event::visit_saved(sample_receipt(visit.id)));
    assert!(kiosk.says(&kiosk.tr("register-saved")));
    assert!(kiosk.says(&kiosk.tr("field-registered-today")));
}

#[test]
fn a_draft_of_a_correction_waits_for_the_visit_that_it_corrects() {
    let mut kiosk = sara_signed_in();
    kiosk.touch_key_beginning("drafts-title");
    kiosk.tell(Event::Drafts(sample_drafts()));
    let mark = kiosk.tr("today-is-correction");
    let row = kiosk.spoken().into_iter().find(|spoken| spoken.contains(&mark)).unwrap();
    kiosk.commands();
    kiosk.touch(&row);
    assert!(matches!(kiosk.commands().as_slice(), [Command::OpenVisit(id)] if *id == sample_visit().id));
    kiosk.tell(Event::VisitOpened(Some(Box::new(sample_visit()))));
    assert!(kiosk.says(&kiosk.tr("correct-explain")));
}

#[test]
fn a_form_left_as_a_draft_is_kept_and_a_deleted_draft_is_asked_about_first() {
    let mut kiosk = sara_signed_in();
    kiosk.touch_key("staff-register");
    kiosk.touch_key("channel-letter");
    kiosk.touch_key("common-cancel");
    kiosk.touch_key("register-keep");
    assert_eq!(kept_forms(&mut kiosk).len(), 1);
    kiosk.touch_key_beginning("drafts-title");
    kiosk.tell(Event::Drafts(sample_drafts()[..1].to_vec()));
    kiosk.touch_key("drafts-delete");
    assert!(kiosk.commands().iter().all(|command| !matches!(command, Command::DropDraft { .. })));
    kiosk.touch_key("drafts-delete-confirm");
    assert!(matches!(kiosk.commands().as_slice(), [Command::DropDraft { .. }]));
}

#[test]
fn a_draft_that_could_not_be_kept_is_told_in_the_form() {
    let mut kiosk = sara_signed_in();
    kiosk.touch_key("staff-register");
    kiosk.touch_key("channel-letter");
    kiosk.wait_until(4.0);
    kiosk.tell(Event::NotKept(NotSaved::DiskFull));
    assert!(kiosk.says(&kiosk.tr("error-disk-full")));
}

#[test]
fn whoever_knows_the_devices_pin_adds_a_representative_who_types_their_pin_twice() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    kiosk.touch_key("staff-sign-in");
    type_pin(&mut kiosk, "2468");
    kiosk.tell(Event::PinChecked(PinOutcome::Right));
    kiosk.touch_key("staff-device");
    kiosk.touch_key("representatives-title");
    kiosk.touch(SARA);
    kiosk.type_text("K7QF2");
    kiosk.touch_key("common-next");
    assert!(kiosk.says(&kiosk.tr("representatives-code-wrong")), "it is no whole code");
    "K7QF2".chars().for_each(|_| kiosk.press(egui::Key::Backspace));
    kiosk.type_text(&sample_pass_code());
    kiosk.touch_key("common-next");
    type_pin(&mut kiosk, "2479");
    kiosk.commands();
    type_pin(&mut kiosk, "2479");
    let commands = kiosk.commands();
    let [Command::SetRepresentative { code: who, pin, pass: Some(pass) }] = commands.as_slice() else {
        panic!("{commands:?}")
    };
    assert_eq!((who.as_str(), pin.as_str()), ("staff-01", "2479"));
    assert_eq!(pass.as_str(), sample_pass_code());
    kiosk.tell(Event::NotKept(NotSaved::NoPass));
    assert!(kiosk.says(&kiosk.tr("representatives-no-pass")));
    let representatives = vec![code("staff-01")];
    kiosk.tell(Event::Ready(Some(std::sync::Arc::new(Setting { representatives, ..sample_setting() }))));
    kiosk.touch_key("representatives-remove");
    assert!(kiosk.commands().is_empty(), "it is asked first");
}

#[test]
fn before_somebody_is_given_another_pin_it_is_said_what_becomes_of_their_drafts() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    let representatives = vec![code("staff-01")];
    kiosk.tell(Event::Ready(Some(std::sync::Arc::new(Setting { representatives, ..sample_setting() }))));
    kiosk.touch_key("staff-sign-in");
    kiosk.touch(&kiosk.tr("sign-in-staff"));
    type_pin(&mut kiosk, "2468");
    kiosk.tell(Event::PinChecked(PinOutcome::Right));
    kiosk.touch_key("staff-device");
    kiosk.touch_key("representatives-title");
    kiosk.touch_key("representatives-new-pin");
    assert!(kiosk.says(&kiosk.tr("representatives-reset-body")));
    kiosk.touch_key("common-cancel");
    assert!(!kiosk.says(&kiosk.tr("representatives-reset-body")));
    kiosk.touch_key("representatives-new-pin");
    kiosk.touch_key("representatives-reset");
    kiosk.type_text(&sample_pass_code());
    kiosk.touch_key("common-next");
    type_pin(&mut kiosk, "2479");
    kiosk.commands();
    type_pin(&mut kiosk, "2479");
    let commands = kiosk.commands();
    assert!(
        matches!(commands.as_slice(), [Command::SetRepresentative { pass: Some(_), .. }]),
        "{commands:?}"
    );
    kiosk.tell(Event::NotKept(NotSaved::DiskFull));
    assert!(kiosk.says(&kiosk.tr("error-disk-full")), "nothing was kept, and why is said");
    kiosk.touch_key("representatives-new-pin");
    assert!(!kiosk.says(&kiosk.tr("error-disk-full")));
}

#[test]
fn a_representative_changes_their_own_pin_and_comes_back_to_the_device() {
    let mut kiosk = sara_signed_in();
    kiosk.touch_key("staff-device");
    kiosk.touch_key("representatives-own-pin");
    type_pin(&mut kiosk, "2479");
    kiosk.commands();
    type_pin(&mut kiosk, "2479");
    let commands = kiosk.commands();
    let set = commands.iter().find_map(|command| match command {
        Command::SetRepresentative { code, pin, pass: None } => Some((code.as_str(), pin.as_str())),
        _ => None,
    });
    assert_eq!(set, Some(("staff-01", "2479")));
    assert!(kiosk.says(&kiosk.tr("representatives-own-pin")));
    kiosk.tell(Event::NotKept(NotSaved::DraftsClosed));
    assert!(kiosk.says(&kiosk.tr("representatives-pin-stays")), "it was not kept, and why is said");
    assert!(!kiosk.says(&kiosk.tr("representatives-title")));
}

#[test]
fn a_draft_that_nothing_opens_any_more_says_so() {
    let mut kiosk = sara_signed_in();
    kiosk.touch_key_beginning("drafts-title");
    kiosk.tell(Event::Drafts(sample_drafts()));
    assert!(kiosk.says(&kiosk.tr("drafts-closed")));
}

#[test]
fn a_representative_is_not_offered_the_page_on_which_others_are_let_in() {
    let mut kiosk = sara_signed_in();
    kiosk.touch_key("staff-device");
    assert!(!kiosk.says(&kiosk.tr("representatives-title")));
    kiosk.touch_key("staff-register");
    kiosk.open_section("register-services");
    kiosk.touch("استفسار");
    kiosk.commands();
    kiosk.touch_key("register-save");
    let commands = kiosk.commands();
    let visit = commands.iter().find_map(|command| match command {
        Command::Save(Save::Visit { visit, .. }) => Some(visit.clone()),
        _ => None,
    });
    assert_eq!(visit.unwrap().received_by, Some(code("staff-01")), "who received is whoever is signed in");
    assert_eq!(sample_field_setting().mode, DeviceMode::Field);
}

#[test]
fn several_beneficiaries_are_registered_one_after_the_other() {
    let mut kiosk = sara_signed_in();
    kiosk.touch_key("staff-register");
    kiosk.touch_key("channel-branch-representative");
    kiosk.open_section("register-section-visit");
    kiosk.type_text("RRRD2929");
    kiosk.open_section("register-services");
    kiosk.touch("استفسار");
    kiosk.commands();
    kiosk.touch_key("register-save");
    let commands = kiosk.commands();
    let visit = commands.iter().find_map(|command| match command {
        Command::Save(save) => Some(save.id()),
        _ => None,
    });
    kiosk.tell(Event::visit_saved(sample_receipt(visit.unwrap())));
    assert!(!kiosk.says(&kiosk.tr("register-follows")), "another person is offered, not begun");
    kiosk.touch_key("register-another");
    assert!(kiosk.says(&kiosk.tr("register-follows")));
    kiosk.open_section("register-section-visit");
    assert!(kiosk.says("RRRD2929"));
}

#[test]
fn a_date_typed_in_one_calendar_is_told_in_both() {
    let mut kiosk = sara_signed_in();
    kiosk.touch_key("staff-register");
    kiosk.open_section("register-section-papers");
    kiosk.type_text("1/9/1446");
    assert!(kiosk.says("1 مارس 2025") && kiosk.says("1 رمضان 1446"));
    kiosk.touch_key("keyboard-delete");
    kiosk.type_text("6/30/8");
    assert!(kiosk.says(&kiosk.tr("date-fault-unreadable")));
}

#[test]
fn a_planned_visit_is_carried_out_with_the_person_filled_in() {
    let mut kiosk = sara_signed_in();
    kiosk.tell(Event::Planned(sample_planned()));
    assert!(kiosk.says(&kiosk.tr("field-overdue")));
    let row = kiosk.spoken().into_iter().find(|spoken| spoken.contains("نورة محمد السالم")).unwrap();
    kiosk.touch(&row);
    kiosk.touch_key("plan-carry-out");
    kiosk.tell(Event::PersonOpened(Box::new(sample_person())));
    kiosk.open_section("register-services");
    kiosk.touch("استفسار");
    kiosk.commands();
    kiosk.touch_key("register-save");
    let commands = kiosk.commands();
    let [Command::Save(Save::Visit { visit, file: Some(file), draft: None, .. })] = commands.as_slice()
    else {
        panic!("{commands:?}")
    };
    assert_eq!(*file, sample_person().files[0]);
    assert_eq!(visit.planned, Some(sample_planned()[1].plan.id));
    assert_eq!((&visit.channel, &visit.direction), (&Channel::BranchRepresentative, &Direction::Out));
    assert_eq!(visit.beneficiary.as_ref().unwrap().national_id.as_ref().unwrap().as_str(), "1000000008");
}

#[test]
fn a_planned_visit_that_is_not_needed_any_more_is_dropped_with_a_reason() {
    let mut kiosk = sara_signed_in();
    kiosk.tell(Event::Planned(sample_planned()));
    let row = kiosk.spoken().into_iter().find(|spoken| spoken.contains("نورة محمد السالم")).unwrap();
    kiosk.touch(&row);
    kiosk.touch_key("plan-drop");
    kiosk.commands();
    kiosk.touch_key("plan-drop-confirm");
    assert!(kiosk.says(&kiosk.tr("plan-fault-reason")) && kiosk.commands().is_empty());
    kiosk.type_text("انتقلت إلى جدة");
    kiosk.touch_key("plan-drop-confirm");
    let commands = kiosk.commands();
    let [Command::Save(Save::PlanDropped { plan, reason, by, .. })] = commands.as_slice() else {
        panic!("{commands:?}")
    };
    assert_eq!((*plan, reason.as_str()), (sample_planned()[1].plan.id, "انتقلت إلى جدة"));
    assert_eq!(by.as_ref(), Some(&code("staff-01")));
    kiosk.tell(Event::NotSaved(NotSaved::DiskFull));
    assert!(kiosk.says(&kiosk.tr("error-disk-full")) && kiosk.says("انتقلت إلى جدة"));
    kiosk.touch_key("plan-drop-confirm");
    let commands = kiosk.commands();
    let [Command::Save(save)] = commands.as_slice() else { panic!("{commands:?}") };
    kiosk.tell(Event::Saved { id: sample_planned()[0].plan.id, receipt: None });
    assert!(kiosk.says("انتقلت إلى جدة"), "another record's outcome");
    kiosk.tell(Event::Saved { id: save.id(), receipt: None });
    assert!(kiosk.says(&kiosk.tr("plan-dropped")) && kiosk.says(&kiosk.tr("field-registered-today")));
    assert!(kiosk.commands().iter().any(|command| matches!(command, Command::LoadPlanned)));
}

#[test]
fn whoever_walks_on_with_the_button_that_stands_out_makes_one_record() {
    use kiosk::flow::FormSection;
    let mut kiosk = sara_signed_in();
    kiosk.touch_key("staff-register");
    kiosk.open_section("register-services");
    kiosk.touch("استفسار");
    kiosk.touch_key("register-part-what");
    kiosk.commands();
    for section in FormSection::ALL.into_iter().skip(1) {
        let key = match section {
            FormSection::Contact => "register-section-contact",
            FormSection::Services => "register-services",
            FormSection::Person => "register-section-person",
            FormSection::Papers => "register-section-papers",
            FormSection::Words => "register-section-words",
            FormSection::Visit => "register-section-visit",
            FormSection::Outcome => "register-section-outcome",
            FormSection::Time => "register-section-time",
            FormSection::Signature => "register-section-signature",
        };
        let section = kiosk.tr(key);
        let next = kiosk.words().format("register-next", &[("section", section.into())]);
        kiosk.touch_words(&next);
        let saves = kiosk.commands().iter().any(|command| matches!(command, Command::Save(_)));
        assert!(!saves, "nothing is saved on the way: {key}");
    }
    kiosk.touch_key("register-save");
    let commands = kiosk.commands();
    let saved: Vec<_> = commands
        .iter()
        .filter_map(|command| match command {
            Command::Save(save) => Some(save.id()),
            _ => None,
        })
        .collect();
    let [id] = saved[..] else { panic!("one record: {commands:?}") };
    kiosk.tell(Event::visit_saved(sample_receipt(id)));
    assert!(!kiosk.says(&kiosk.tr("register-save")), "the form is done");
}

#[test]
fn a_representatives_device_opens_at_who_works_and_comes_back_to_it() {
    let mut kiosk = Kiosk::with_setting(Language::Arabic, sample_field_setting());
    assert!(kiosk.says(&kiosk.tr("sign-in-title")) && !kiosk.says(&kiosk.tr("welcome-title")));
    kiosk.touch_key("field-show-visitors");
    assert!(kiosk.says(&kiosk.tr("welcome-title")));
    kiosk.wait_until(81.0);
    assert!(kiosk.says(&kiosk.tr("sign-in-title")), "the device comes back to whoever works");
    kiosk.touch_key("field-show-visitors");
    kiosk.touch_key("welcome-new-visit");
    kiosk.touch_key("leave-cancel");
    assert!(kiosk.says(&kiosk.tr("sign-in-title")));
}
