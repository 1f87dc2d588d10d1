//! An earlier request is followed up: typed or scanned, told without a name or a PIN, and forgotten.

use kiosk::gallery::{sample_follow_setting, sample_follow_up, sample_told};
use kiosk::link::Command;
use shared::domain::{FollowCode, Stage};
use shared::locale::Language;

use crate::harness::Kiosk;

const CODE: &str = "9D2V-QXZ7-0B5K-T3MC";

fn asked(kiosk: &mut Kiosk) -> Option<FollowCode> {
    kiosk.commands().into_iter().find_map(|command| match command {
        Command::FollowUp(code) => Some(code),
        _ => None,
    })
}

#[test]
fn a_code_that_was_typed_tells_where_the_request_is_and_how_old_that_is() {
    for (language, age) in [(Language::Arabic, "قبل 3 ساعات"), (Language::English, "3 hours ago")] {
        let mut kiosk = Kiosk::with_setting(language, sample_follow_setting());
        kiosk.touch_key("welcome-follow");
        kiosk.type_text(&CODE.to_lowercase());
        kiosk.touch_key("follow-look");
        assert_eq!(asked(&mut kiosk), FollowCode::parse(CODE));
        kiosk.tell(sample_told(Some(sample_follow_up(Stage::Studying))));
        assert!(kiosk.says(&kiosk.tr("follow-stage-studying")) && kiosk.says(age), "{:?}", kiosk.spoken());
        assert!(
            !kiosk.says(CODE) && !kiosk.says(&CODE.to_lowercase()),
            "whoever stands behind reads no code"
        );
        kiosk.touch_key("common-back");
        assert!(!kiosk.says(&CODE.to_lowercase()), "the field is empty again");
        kiosk.touch_key("common-finish");
        assert!(kiosk.says(&kiosk.tr("welcome-title")));
    }
}

#[test]
fn nothing_that_is_no_code_is_looked_up() {
    let mut kiosk = Kiosk::with_setting(Language::English, sample_follow_setting());
    kiosk.touch_key("welcome-follow");
    kiosk.type_text("9D2V-QXZ7");
    kiosk.touch_key("follow-look");
    assert_eq!(asked(&mut kiosk), None);
    kiosk.type_text("-0B5K-T3MC");
    kiosk.touch_key("follow-look");
    assert_eq!(asked(&mut kiosk), FollowCode::parse(CODE));
}

#[test]
fn a_receipt_of_a_request_is_read_at_the_welcome_and_at_the_field() {
    for text in [CODE.to_owned(), format!("https://requests.example.org/r/{CODE}")] {
        let mut kiosk = Kiosk::with_setting(Language::Arabic, sample_follow_setting());
        kiosk.scan(&text);
        assert_eq!(asked(&mut kiosk), FollowCode::parse(CODE), "{text}");
        kiosk.tell(sample_told(Some(sample_follow_up(Stage::AnswerReady))));
        assert!(kiosk.says(&kiosk.tr("follow-stage-answer-ready")));
        kiosk.touch_key("common-back");
        kiosk.scan(&text);
        assert_eq!(asked(&mut kiosk), FollowCode::parse(CODE), "{text}");
        assert!(!kiosk.says(CODE), "what is scanned is written nowhere");
    }
}

#[test]
fn what_is_missing_is_told_and_a_discreet_paper_is_not_named() {
    for (language, named, discreet) in [
        (Language::Arabic, "الهوية الوطنية أو الإقامة", "سجن"),
        (Language::English, "National ID or iqama", "Prison"),
    ] {
        let mut kiosk = Kiosk::with_setting(language, sample_follow_setting());
        kiosk.scan(CODE);
        kiosk.tell(sample_told(Some(sample_follow_up(Stage::Completing))));
        assert!(kiosk.says(named) && kiosk.says(&kiosk.tr("follow-paper")), "{:?}", kiosk.spoken());
        assert!(!kiosk.says(discreet));
    }
}

#[test]
fn a_code_that_is_not_known_here_is_said_to_be_so_and_a_late_answer_opens_nothing() {
    let mut kiosk = Kiosk::with_setting(Language::English, sample_follow_setting());
    kiosk.scan(CODE);
    kiosk.touch_key("welcome-suggest");
    kiosk.tell(sample_told(None));
    assert!(!kiosk.says(&kiosk.tr("follow-unknown-here")), "the visitor has gone on to something else");
    let mut kiosk = Kiosk::with_setting(Language::English, sample_follow_setting());
    kiosk.scan(CODE);
    kiosk.tell(sample_told(None));
    assert!(kiosk.says(&kiosk.tr("follow-unknown-here")));
}

#[test]
fn a_kiosk_that_was_told_of_no_request_does_not_offer_to_follow_one_up() {
    assert!(!Kiosk::enrolled(Language::Arabic).says("متابعة طلب سابق"));
    assert!(Kiosk::with_setting(Language::Arabic, sample_follow_setting()).says("متابعة طلب سابق"));
}

#[test]
fn nothing_is_left_of_a_request_for_the_next_visitor() {
    let mut kiosk = Kiosk::with_setting(Language::English, sample_follow_setting());
    kiosk.touch_key("welcome-follow");
    kiosk.type_text(CODE);
    kiosk.wait_until(200.0);
    kiosk.touch_key("welcome-follow");
    assert!(!kiosk.says(CODE));
}
