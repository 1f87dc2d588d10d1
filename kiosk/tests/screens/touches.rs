//! How many touches a job takes, counted from the first on the welcome.

use kiosk::gallery::{sample_receipt, sample_setting};
use kiosk::link::{Command, Event, Receipt, Save, Setting};
use shared::domain::{DeviceMode, FactId, read_catalog_line};
use shared::locale::{Language, without_marks};

use crate::harness::Kiosk;

/// Touches parts by the keys of their words, and counts them.
fn touch(kiosk: &mut Kiosk, keys: &[&str]) -> usize {
    keys.iter().for_each(|key| kiosk.touch_key(key));
    keys.len()
}

fn saved(kiosk: &mut Kiosk) -> FactId {
    let save = kiosk.commands().into_iter().find_map(|command| match command {
        Command::Save(save) => Some(save.id()),
        _ => None,
    });
    save.expect("something is saved")
}

#[test]
fn a_receipt_without_a_number_takes_four_touches() {
    for language in Language::ALL {
        let mut kiosk = Kiosk::enrolled(language);
        let touches = touch(&mut kiosk, &["welcome-new-visit", "need-other", "who-skip", "summary-confirm"]);
        let id = saved(&mut kiosk);
        kiosk.tell(Event::visit_saved(sample_receipt(id)));
        assert!(kiosk.says(&kiosk.tr("summary-saved")));
        assert_eq!(touches, 4);
    }
}

#[test]
fn how_data_are_used_is_said_before_anything_of_a_person_is_asked_for() {
    for language in Language::ALL {
        let mut kiosk = Kiosk::enrolled(language);
        touch(&mut kiosk, &["welcome-new-visit", "need-other"]);
        assert!(kiosk.says(&kiosk.tr("who-privacy")), "it stands above the number");
        touch(&mut kiosk, &["notice-title"]);
        for said in ["notice-kept", "notice-why", "notice-who", "notice-sealed", "notice-optional"] {
            assert!(kiosk.says(&kiosk.tr(said)), "{said}");
        }
        touch(&mut kiosk, &["notice-continue", "who-skip"]);
        assert!(kiosk.says(&kiosk.tr("summary-title")));
    }
}

#[test]
fn a_rating_takes_three_touches() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    let touches = touch(&mut kiosk, &["welcome-rate", "need-other", "scale-service-good"]);
    let Some(Command::Save(Save::RatingSoFar(_))) = kiosk.commands().pop() else { panic!("it is not saved") };
    assert_eq!(touches, 3);
}

/// Stands before a device of a branch with these hours, at 10:30 on a Sunday.
fn with_hours(hours: &str) -> Kiosk {
    let mut setting = sample_setting();
    let line = format!(r#"{{"kind":"hours","code":"riyadh","name_ar":"أ","name_en":"A",{hours}}}"#);
    setting.catalog.publish(read_catalog_line(line.as_bytes()).expect("a line of hours"));
    Kiosk::with_setting(Language::Arabic, setting)
}

/// Registers a visit, and is given its receipt; `waiting` is the number that it would have while the branch is open.
fn register(kiosk: &mut Kiosk, waiting: bool) {
    touch(kiosk, &["welcome-new-visit", "need-other", "who-skip", "summary-confirm"]);
    let id = saved(kiosk);
    let receipt = sample_receipt(id);
    let ticket = receipt.ticket.filter(|_| waiting);
    kiosk.tell(Event::visit_saved(Receipt { ticket, ..receipt }));
}

/// Tells whether a part is read out with this text, whatever marks hold its numbers apart.
fn says(kiosk: &Kiosk, text: &str) -> bool {
    kiosk.spoken().iter().any(|spoken| without_marks(spoken).contains(&without_marks(text)))
}

#[test]
fn a_receipt_promises_a_seat_and_a_call_only_while_the_branch_is_open() {
    let promises = ["receipt-number-next", "summary-be-seated"];
    let promised = |kiosk: &Kiosk| promises.iter().any(|key| kiosk.says(&kiosk.tr(key)));
    let mut open = with_hours(r#""hours":["sunday-thursday 08:00-14:00"]"#);
    register(&mut open, true);
    assert!(promised(&open));
    let later = [
        (r#""hours":["sunday-thursday 12:00-14:00"]"#, "12:00"),
        (r#""hours":["sunday-thursday 08:00-14:00"],"pauses":["10:15-10:45"]"#, "10:45"),
    ];
    for (hours, time) in later {
        let mut kiosk = with_hours(hours);
        touch(&mut kiosk, &["welcome-new-visit"]);
        let until = kiosk.words().format("closed-register-until", &[("time", time.into())]);
        assert!(says(&kiosk, &until), "it is said before the first step: {:?}", kiosk.spoken());
        touch(&mut kiosk, &["leave-cancel"]);
        register(&mut kiosk, true);
        assert!(!promised(&kiosk), "{hours}");
        let kept = kiosk.words().format("receipt-later-number", &[("time", time.into())]);
        assert!(says(&kiosk, &kept), "{hours} {:?}", kiosk.spoken());
    }
    for hours in [
        r#""hours":["sunday-thursday 08:00-09:00"]"#,
        r#""hours":["sunday-thursday 08:00-14:00"],"closed":["2026-11-22"]"#,
    ] {
        let mut kiosk = with_hours(hours);
        register(&mut kiosk, false);
        assert!(!promised(&kiosk) && !kiosk.says(&kiosk.tr("receipt-number")), "{hours}");
        assert!(kiosk.says(&kiosk.tr("receipt-contact")), "{hours}");
    }
}

#[test]
fn a_complaint_at_a_kiosk_that_stands_alone_is_written_and_asks_for_a_number_with_its_reason() {
    for language in Language::ALL {
        let setting = Setting { mode: DeviceMode::SelfService, ..sample_setting() };
        let mut kiosk = Kiosk::with_setting(language, setting);
        touch(&mut kiosk, &["welcome-new-visit", "need-other"]);
        assert!(kiosk.says(&kiosk.tr("words-title")));
        kiosk.touch_key("words-skip");
        assert!(kiosk.says(&kiosk.tr("who-needed")) && !kiosk.says(&kiosk.tr("who-skip")));
        kiosk.touch_key("common-back");
        kiosk.type_text("late");
        touch(&mut kiosk, &["common-next", "who-skip", "summary-confirm"]);
        let command = kiosk.commands().pop();
        let Some(Command::Save(Save::Visit { visit, .. })) = command else { panic!("{command:?}") };
        assert_eq!(visit.purpose.unwrap().as_str(), "late");
    }
}

#[test]
fn a_screen_on_which_nothing_was_entered_goes_home_without_a_question() {
    for way in ["welcome-new-visit", "welcome-guide", "welcome-rate", "welcome-suggest"] {
        let mut kiosk = Kiosk::enrolled(Language::Arabic);
        kiosk.touch_key(way);
        kiosk.wait_until(59.0);
        assert!(!kiosk.says(&kiosk.tr("welcome-title")), "{way}");
        kiosk.wait_until(60.5);
        assert!(kiosk.says(&kiosk.tr("welcome-title")) && !kiosk.says(&kiosk.tr("idle-title")), "{way}");
    }
}

#[test]
fn a_receipt_is_not_said_to_be_wiped() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    register(&mut kiosk, true);
    kiosk.wait_until(65.0);
    assert!(kiosk.says(&kiosk.tr("held-registered")) && !kiosk.says(&kiosk.tr("idle-finish")));
}
