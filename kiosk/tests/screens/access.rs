//! Larger text, high contrast, simpler words: switched by touch, gone with the visitor.

use kiosk::access::Access;
use shared::locale::Language;

use crate::harness::Kiosk;

const SWITCHES: [&str; 3] = ["common-larger-text", "common-high-contrast", "common-simple-words"];

#[test]
fn what_a_visitor_switches_on_is_told_and_gone_with_the_visitor() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    kiosk.touch_key("welcome-new-visit");
    for key in SWITCHES {
        let words = kiosk.tr(key);
        assert!(!kiosk.is_switched_on(&words), "{key}");
        kiosk.touch(&words);
        assert!(kiosk.is_switched_on(&words), "{key}");
    }
    let all = Access { larger_text: true, high_contrast: true, simple_words: true };
    assert_eq!(kiosk.access(), all);
    kiosk.wait_until(61.0);
    assert_eq!(kiosk.access(), Access::default());
}

#[test]
fn a_switch_takes_back_what_it_did() {
    let mut kiosk = Kiosk::enrolled(Language::English);
    for _ in 0..2 {
        SWITCHES.iter().for_each(|key| kiosk.touch_key(key));
    }
    assert_eq!(kiosk.access(), Access::default());
}

#[test]
fn a_welcome_left_in_large_text_has_the_usual_text_for_the_next_visitor() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    kiosk.touch_key("common-larger-text");
    assert!(kiosk.access().larger_text);
    kiosk.wait_until(81.0);
    assert_eq!(kiosk.access(), Access::default());
}

#[test]
fn staff_have_no_bar() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    kiosk.touch_key("staff-sign-in");
    assert!(!kiosk.says(&kiosk.tr("common-larger-text")));
}
