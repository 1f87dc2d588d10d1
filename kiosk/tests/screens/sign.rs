//! The signature of a contact: written with a finger, cleared by one button, saved with the visit, gone with the form.

use kiosk::app::Planted;
use kiosk::flow::{FormDraft, FormField};
use kiosk::gallery::{sample_drafts, sample_field_setting, sample_signature, sample_today, sample_visit};
use kiosk::link::{Command, Event, NotSaved, PinOutcome, Save};
use shared::domain::{Signature, Visit};
use shared::locale::Language;

use crate::harness::Kiosk;

fn signed_in() -> Kiosk {
    let mut kiosk = Kiosk::with_setting(Language::Arabic, sample_field_setting());
    kiosk.touch("سارة العتيبي");
    "1357".chars().for_each(|digit| kiosk.touch(&digit.to_string()));
    kiosk.touch_key("common-confirm");
    kiosk.tell(Event::PinChecked(PinOutcome::Right));
    kiosk.tell(Event::Today(sample_today()));
    kiosk
}

/// The form with its pad open, and a service chosen.
fn before_the_pad() -> Kiosk {
    let mut kiosk = signed_in();
    kiosk.touch_key("staff-register");
    kiosk.open_section("register-services");
    kiosk.touch("استفسار");
    kiosk.open_section("register-section-signature");
    kiosk
}

fn empty(kiosk: &Kiosk) -> String {
    format!("{}. {}", kiosk.tr("register-section-signature"), kiosk.tr("attest-sign-here"))
}

fn signed(kiosk: &Kiosk) -> String {
    format!("{}. {}", kiosk.tr("register-section-signature"), kiosk.tr("register-signed"))
}

fn sign(kiosk: &mut Kiosk) {
    let pad = empty(kiosk);
    kiosk.draw_across(&pad);
}

/// What was saved, and what was kept as a draft, since the last call.
fn sent(kiosk: &mut Kiosk) -> (Vec<Visit>, Vec<Vec<u8>>) {
    let (mut visits, mut drafts) = (Vec::new(), Vec::new());
    for command in kiosk.commands() {
        match command {
            Command::Save(Save::Visit { visit, .. }) => visits.push(*visit),
            Command::KeepDraft { content, .. } => drafts.push(content.0),
            _ => {}
        }
    }
    (visits, drafts)
}

fn saved(kiosk: &mut Kiosk) -> Option<Signature> {
    kiosk.touch_key("register-save");
    let (visits, _) = sent(kiosk);
    let [visit] = visits.as_slice() else { panic!("saved {} times", visits.len()) };
    visit.signature.as_deref().cloned()
}

#[test]
fn what_a_finger_wrote_is_saved_with_the_visit() {
    let mut kiosk = before_the_pad();
    sign(&mut kiosk);
    assert!(kiosk.says(&signed(&kiosk)));
    let signature = saved(&mut kiosk).unwrap();
    assert_eq!(signature.strokes().iter().map(Vec::len).collect::<Vec<_>>(), [5]);
}

#[test]
fn a_contact_that_nobody_signed_is_saved_without_a_signature() {
    let mut kiosk = before_the_pad();
    assert_eq!(saved(&mut kiosk), None);
}

#[test]
fn one_button_clears_it_also_after_another_section_was_open() {
    let mut kiosk = before_the_pad();
    sign(&mut kiosk);
    kiosk.touch_key("attest-clear");
    assert!(kiosk.says(&empty(&kiosk)) && !kiosk.app().still_holds_strokes());
    sign(&mut kiosk);
    kiosk.open_section("register-section-time");
    kiosk.open_section("register-section-signature");
    assert!(kiosk.says(&signed(&kiosk)), "looking changes nothing");
    kiosk.touch_key("attest-clear");
    assert_eq!(saved(&mut kiosk), None);
}

#[test]
fn whatever_is_changed_after_signing_clears_the_signature_and_says_so() {
    let mut kiosk = before_the_pad();
    sign(&mut kiosk);
    kiosk.open_section("register-section-words");
    kiosk.type_text("زيارة");
    assert!(kiosk.says(&kiosk.tr("register-sign-lost")));
    kiosk.open_section("register-section-signature");
    assert!(kiosk.says(&empty(&kiosk)));
    sign(&mut kiosk);
    assert!(!kiosk.says(&kiosk.tr("register-sign-lost")));
    assert!(saved(&mut kiosk).is_some());
}

#[test]
fn a_fault_told_above_the_pad_costs_no_signature() {
    let mut kiosk = before_the_pad();
    sign(&mut kiosk);
    let signature = saved(&mut kiosk).unwrap();
    kiosk.tell(Event::NotSaved(NotSaved::Failed));
    assert!(kiosk.says(&signed(&kiosk)));
    assert_eq!(saved(&mut kiosk), Some(signature));
}

#[test]
fn a_signature_is_kept_in_the_draft_and_shown_when_it_is_opened() {
    let mut kiosk = before_the_pad();
    sign(&mut kiosk);
    kiosk.wait_until(4.0);
    let (_, drafts) = sent(&mut kiosk);
    let kept = drafts.last().unwrap().clone();
    assert_eq!(FormDraft::read(&kept).unwrap().text(FormField::Name), "");

    let mut kiosk = signed_in();
    kiosk.touch_key_beginning("drafts-title");
    let mut drafts = sample_drafts();
    drafts.truncate(1);
    drafts[0].content = Some(kept.into());
    kiosk.tell(Event::Drafts(drafts));
    let service = kiosk.spoken().into_iter().find(|spoken| spoken.contains("استفسار")).unwrap();
    kiosk.touch(&service);
    kiosk.open_section("register-section-signature");
    assert!(kiosk.says(&signed(&kiosk)));
    assert!(saved(&mut kiosk).is_some());
}

#[test]
fn a_correction_begins_without_the_signature_of_the_original_and_says_so() {
    let mut kiosk = signed_in();
    let original = Visit { signature: Some(Box::new(sample_signature())), ..sample_visit() };
    open_for_correction(&mut kiosk, original);
    kiosk.open_section("register-section-signature");
    assert!(kiosk.says(&kiosk.tr("register-sign-again")) && kiosk.says(&empty(&kiosk)));
    kiosk.touch_key("correct-save");
    let (visits, _) = sent(&mut kiosk);
    assert_eq!(visits[0].signature, None);

    let mut kiosk = signed_in();
    open_for_correction(&mut kiosk, sample_visit());
    kiosk.open_section("register-section-signature");
    assert!(!kiosk.says(&kiosk.tr("register-sign-again")), "the original had none");
}

fn open_for_correction(kiosk: &mut Kiosk, visit: Visit) {
    kiosk.touch_key_beginning("drafts-title");
    kiosk.tell(Event::Drafts(sample_drafts()));
    let mark = kiosk.tr("today-is-correction");
    let row = kiosk.spoken().into_iter().find(|spoken| spoken.contains(&mark)).unwrap();
    kiosk.touch(&row);
    kiosk.tell(Event::VisitOpened(Some(Box::new(visit))));
}

#[test]
fn no_stroke_is_left_after_the_idle_guard_wiped_the_form() {
    let mut kiosk = before_the_pad();
    sign(&mut kiosk);
    assert!(kiosk.app().still_holds_strokes());
    kiosk.wait_until(300.0);
    assert!(kiosk.says(&kiosk.tr("sign-in-title")));
    assert!(!kiosk.app().still_holds_strokes());
}

#[test]
fn strokes_that_are_not_wiped_would_be_found() {
    let mut kiosk = before_the_pad();
    kiosk.app().plant(Planted { fields_stay: true, ..Planted::default() });
    sign(&mut kiosk);
    kiosk.wait_until(300.0);
    assert!(kiosk.app().still_holds_strokes());
}
