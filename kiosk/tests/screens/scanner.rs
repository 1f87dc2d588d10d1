//! A scanner or card reader that types: a card is read whole, a receipt is known again, and nothing else does anything.

use kiosk::gallery::{SCENES, sample_receipt, sample_shown_receipt};
use kiosk::link::{Command, Event, OwnReceipt, PinOutcome, Save};
use kiosk::route::Route;
use shared::domain::{FactId, FileId};
use shared::locale::Language;

use crate::harness::Kiosk;

/// Walks to the question for a number.
fn at_the_number(language: Language) -> Kiosk {
    let mut kiosk = Kiosk::enrolled(language);
    kiosk.touch_key("welcome-new-visit");
    kiosk.touch(if language == Language::Arabic { "طلب دعم" } else { "Request for support" });
    kiosk
}

fn visitors_number(kiosk: &mut Kiosk) -> Option<String> {
    kiosk.touch_key("summary-confirm");
    let commands = kiosk.commands();
    let [Command::Save(Save::Visit { visit, .. })] = commands.as_slice() else { panic!("{commands:?}") };
    visit.beneficiary.clone()?.national_id.map(|number| number.as_str().to_owned())
}

fn receipt_text() -> String {
    sample_receipt(FactId::from_random([9; 16])).payload
}

#[test]
fn a_card_is_read_whole_in_place_of_what_was_typed_and_the_next_step_comes() {
    for (language, card) in [(Language::Arabic, "1000000008"), (Language::English, "ID=1000000008;X")] {
        let mut kiosk = at_the_number(language);
        kiosk.type_text("55");
        kiosk.scan(card);
        assert!(kiosk.says(&kiosk.tr("summary-title")), "{card}");
        assert!(kiosk.says("0008") && !kiosk.says("1000000008"));
        assert_eq!(visitors_number(&mut kiosk).as_deref(), Some("1000000008"));
    }
}

#[test]
fn a_card_at_the_welcome_begins_a_visit_in_which_its_number_stands() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    kiosk.scan("1000000008");
    assert!(kiosk.says(&kiosk.tr("need-title")));
    kiosk.touch("طلب دعم");
    kiosk.touch_key("common-next");
    assert_eq!(visitors_number(&mut kiosk).as_deref(), Some("1000000008"));
}

#[test]
fn a_code_that_holds_no_number_is_told_and_changes_nothing() {
    let mut kiosk = at_the_number(Language::Arabic);
    kiosk.type_text("1000");
    kiosk.scan("6281007034241");
    assert!(kiosk.says(&kiosk.tr("who-card-unread")));
    assert!(kiosk.says("1\u{a0}000"));
    kiosk.type_text("0");
    assert!(!kiosk.says(&kiosk.tr("who-card-unread")));
}

#[test]
fn no_burst_presses_what_has_the_focus_or_writes_into_a_field() {
    for burst in ["6281007034241", "    ", "HELLO WORLD", "1234"] {
        let mut kiosk = Kiosk::enrolled(Language::Arabic);
        kiosk.press(egui::Key::Tab);
        let before = kiosk.spoken();
        kiosk.scan(burst);
        assert_eq!(kiosk.spoken(), before, "{burst:?} pressed something");
        // the control: a hand's Enter does press it
        kiosk.press(egui::Key::Enter);
        assert_ne!(kiosk.spoken(), before);
    }
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    kiosk.touch_key("welcome-suggest");
    kiosk.touch_key("suggestion-general");
    for burst in ["1000000008", "6281007034241"] {
        kiosk.scan(burst);
        assert!(!kiosk.says(burst), "{burst} was written into the suggestion");
    }
    kiosk.type_text("1000000008");
    assert!(kiosk.says("1000000008"), "what a hand types is written");
}

#[test]
fn a_receipt_at_the_welcome_is_known_again_and_leads_on_without_telling_whose_it_is() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    kiosk.scan(&receipt_text());
    assert!(matches!(kiosk.commands().as_slice(), [Command::LookAtReceipt(_)]));
    kiosk.tell(sample_shown_receipt(true));
    assert!(kiosk.says(&kiosk.tr("returned-title")) && kiosk.says("K7QF2-M9XAB"));
    kiosk.touch_key("returned-again");
    kiosk.touch_key("who-skip");
    kiosk.touch_key("summary-confirm");
    let commands = kiosk.commands();
    let [Command::Save(Save::Visit { visit, .. })] = commands.as_slice() else { panic!("{commands:?}") };
    let services: Vec<&str> = visit.services.iter().map(|code| code.as_str()).collect();
    assert_eq!((services, visit.beneficiary.is_none()), (vec!["support", "training"], true));
}

#[test]
fn a_receipt_of_another_device_is_honestly_unknown() {
    let mut kiosk = Kiosk::enrolled(Language::English);
    kiosk.tell(sample_shown_receipt(false));
    assert!(!kiosk.says(&kiosk.tr("returned-again")) && kiosk.says("K7QF2-M9XAB"));
    kiosk.touch_key("returned-other");
    assert!(kiosk.says(&kiosk.tr("need-title")));
    // an answer that comes late opens nothing
    kiosk.tell(sample_shown_receipt(true));
    assert!(kiosk.says(&kiosk.tr("need-title")));
}

fn signed_in() -> Kiosk {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    kiosk.touch_key("staff-sign-in");
    "1357".chars().for_each(|digit| kiosk.touch(&digit.to_string()));
    kiosk.touch_key("common-confirm");
    kiosk.tell(Event::PinChecked(PinOutcome::Right));
    kiosk.commands();
    kiosk
}

#[test]
fn in_staff_mode_a_receipt_opens_its_person_or_its_record_and_a_card_looks_the_person_up() {
    let shown = |kiosk: &mut Kiosk, file| {
        kiosk.scan(&receipt_text());
        assert!(matches!(kiosk.commands().as_slice(), [Command::LookAtReceipt(_)]));
        let Event::ReceiptShown { reference, visit } = sample_shown_receipt(true) else { unreachable!() };
        let visit = visit.map(|visit| Box::new(OwnReceipt { file, ..*visit }));
        kiosk.tell(Event::ReceiptShown { reference, visit });
        kiosk.commands()
    };
    let file = FileId::from_random([5; 16]);
    let asked = shown(&mut signed_in(), Some(file));
    assert!(matches!(asked.last(), Some(Command::OpenPerson(opened)) if *opened == file), "{asked:?}");
    let asked = shown(&mut signed_in(), None);
    let visit = FactId::from_random([9; 16]);
    assert!(matches!(asked.as_slice(), [Command::OpenVisit(opened)] if *opened == visit), "{asked:?}");
    let mut kiosk = signed_in();
    kiosk.scan("1000000008");
    let asked = kiosk.commands();
    assert!(matches!(asked.last(), Some(Command::Search(query)) if **query == "1000000008"), "{asked:?}");
    // before the PIN nothing is looked up
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    kiosk.touch_key("staff-sign-in");
    kiosk.scan("1000000008");
    kiosk.scan(&receipt_text());
    assert!(kiosk.commands().is_empty() && matches!(kiosk.app().route(), Route::Staff(_)));
}

#[test]
fn the_screen_says_that_a_card_may_be_laid_down_only_where_the_settings_say_so() {
    let mut stage = kiosk::gallery::Stage::new(Language::Arabic, kiosk::gallery::PICTURE_SIZE);
    let scene = SCENES.iter().find(|scene| scene.name() == "who-reader").unwrap();
    scene.play(&mut stage);
    assert!(!at_the_number(Language::Arabic).says("القارئ"));
    let tree = format!("{:?}", stage.show().platform_output.accesskit_update);
    assert!(tree.contains("القارئ"));
}
