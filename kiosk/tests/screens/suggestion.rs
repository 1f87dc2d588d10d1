//! A visitor makes a suggestion, from the welcome to the thanks.

use kiosk::gallery::sample_visit;
use kiosk::link::{Command, Event, NotSaved, Save};
use shared::domain::Suggestion;
use shared::locale::Language;

use crate::harness::Kiosk;

/// Walks to the words.
fn at_words(language: Language) -> Kiosk {
    let mut kiosk = Kiosk::enrolled(language);
    kiosk.touch_key("welcome-suggest");
    kiosk.touch(match language {
        Language::Arabic => "طلب دعم",
        Language::English => "Request for support",
    });
    kiosk
}

fn saved(kiosk: &mut Kiosk) -> Suggestion {
    let commands = kiosk.commands();
    let [Command::Save(Save::Suggestion(suggestion))] = commands.as_slice() else {
        panic!("not one suggestion: {commands:?}")
    };
    (**suggestion).clone()
}

#[test]
fn a_suggestion_walked_by_touch_carries_words_and_a_number_for_the_reply() {
    for language in Language::ALL {
        let mut kiosk = at_words(language);
        let letters = match language {
            Language::Arabic => ["م", "ا", "ء"],
            Language::English => ["w", "e", "t"],
        };
        letters.iter().for_each(|letter| kiosk.touch(letter));
        kiosk.touch_key("common-next");
        "0556880045".chars().for_each(|digit| kiosk.touch(&digit.to_string()));
        kiosk.touch_key("common-next");
        assert!(kiosk.says("0045") && !kiosk.says("0556880045") && kiosk.says(&letters.concat()));
        kiosk.touch_key("suggestion-save");
        let suggestion = saved(&mut kiosk);
        assert_eq!(suggestion.text.as_str(), letters.concat());
        assert_eq!(suggestion.mobile.unwrap().as_str(), "0556880045");
        assert_eq!(suggestion.service.unwrap().as_str(), "support");
        assert_eq!(suggestion.at.as_str(), "2026-11-22T10:30:20+03:00");
        kiosk.tell(Event::Saved { id: sample_visit().id, receipt: None });
        assert!(!kiosk.says(&kiosk.tr("suggestion-saved")), "that was an earlier visitor's");
        kiosk.tell(Event::Saved { id: suggestion.id, receipt: None });
        assert!(kiosk.says(&kiosk.tr("suggestion-saved")));
        assert!(!kiosk.says("0556880045"));
        kiosk.touch_key("common-finish");
        assert!(kiosk.says(&kiosk.tr("welcome-title")));
    }
}

#[test]
fn whoever_wants_no_reply_leaves_no_number_and_may_speak_of_no_service() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    kiosk.touch_key("welcome-suggest");
    kiosk.touch_key("suggestion-general");
    kiosk.touch_key("common-next");
    assert!(kiosk.says(&kiosk.tr("suggestion-title")), "without words there is no way on");
    kiosk.type_text("مظلّة عند الباب");
    kiosk.touch_key("common-next");
    kiosk.touch("5");
    kiosk.touch_key("suggestion-no-reply");
    kiosk.touch_key("suggestion-save");
    let suggestion = saved(&mut kiosk);
    assert_eq!((suggestion.service, suggestion.mobile), (None, None));
    assert_eq!(suggestion.text.as_str(), "مظلّة عند الباب");
}

#[test]
fn what_was_suggested_stays_when_it_could_not_be_saved() {
    let mut kiosk = at_words(Language::English);
    kiosk.type_text("More seats");
    kiosk.touch_key("common-next");
    kiosk.touch_key("suggestion-no-reply");
    kiosk.touch_key("suggestion-save");
    kiosk.tell(Event::NotSaved(NotSaved::Failed));
    assert!(kiosk.says("More seats"));
    kiosk.commands();
    kiosk.touch_key("error-try-again");
    assert_eq!(saved(&mut kiosk).text.as_str(), "More seats");
}

#[test]
fn nothing_of_a_suggestion_is_left_80_seconds_after_the_last_touch() {
    let mut kiosk = at_words(Language::English);
    kiosk.type_text("Ask Fahd");
    kiosk.touch_key("common-next");
    kiosk.type_text("0556880045");
    kiosk.touch_key("common-next");
    assert!(kiosk.says("Ask Fahd"));
    kiosk.wait_until(81.0);
    kiosk.wait_until(82.0);
    assert!(!kiosk.says("Fahd") && !kiosk.says("0556880045"));
    kiosk.touch_key("welcome-suggest");
    kiosk.touch_key("suggestion-general");
    assert!(!kiosk.says("Fahd"));
}
