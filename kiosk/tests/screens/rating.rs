//! A visitor rates a service, from the welcome to the thanks.

use kiosk::gallery::sample_visit;
use kiosk::link::{Command, Event, NotSaved, Save};
use shared::domain::{Rating, Score};
use shared::locale::Language;

use crate::harness::Kiosk;

/// Walks to the question on the service.
fn at_score(language: Language) -> Kiosk {
    let mut kiosk = Kiosk::enrolled(language);
    kiosk.touch_key("welcome-rate");
    kiosk.touch(match language {
        Language::Arabic => "طلب دعم",
        Language::English => "Request for support",
    });
    assert!(kiosk.says(&kiosk.tr("rating-right")), "the promise comes before the question");
    kiosk.touch_key("rating-begin");
    kiosk
}

fn saved_rating(kiosk: &mut Kiosk) -> Rating {
    let commands = kiosk.commands();
    let [Command::Save(Save::Rating(rating))] = commands.as_slice() else {
        panic!("not one rating: {commands:?}")
    };
    (**rating).clone()
}

#[test]
fn a_rating_walked_by_touch_carries_meanings_and_its_hour_alone() {
    for language in Language::ALL {
        let mut kiosk = at_score(language);
        kiosk.touch_key("scale-service-very-bad");
        kiosk.touch_key("scale-provider-excellent");
        assert!(kiosk.says(&kiosk.tr("reasons-title-low")));
        kiosk.touch(match language {
            Language::Arabic => "وقت الانتظار",
            Language::English => "Waiting time",
        });
        kiosk.touch_key("common-next");
        let letters = match language {
            Language::Arabic => ["ش", "ك", "ر", "ا"],
            Language::English => ["g", "o", "o", "d"],
        };
        letters.iter().for_each(|letter| kiosk.touch(letter));
        kiosk.type_text("!");
        kiosk.touch_key("rating-send");
        let rating = saved_rating(&mut kiosk);
        assert_eq!((rating.score, rating.provider_score), (Score::VeryBad, Some(Score::Excellent)));
        assert_eq!(rating.at.as_str(), "2026-11-22T10:00:00+03:00");
        assert_eq!(rating.id.0.get_version_num(), 4, "the id tells no time");
        assert_eq!(rating.reasons.iter().map(|code| code.as_str()).collect::<Vec<_>>(), ["waiting_time"]);
        assert_eq!(rating.comment.unwrap().as_str(), format!("{}!", letters.concat()));
        kiosk.tell(Event::Saved { id: sample_visit().id, receipt: None });
        assert!(!kiosk.says(&kiosk.tr("thanks-title")), "that was an earlier visitor's");
        kiosk.tell(Event::Saved { id: rating.id, receipt: None });
        assert!(kiosk.says(&kiosk.tr("thanks-title")));
        kiosk.touch_key("common-finish");
        assert!(kiosk.says(&kiosk.tr("welcome-title")));
    }
}

#[test]
fn nobody_served_leaves_the_provider_without_a_score() {
    let mut kiosk = at_score(Language::Arabic);
    kiosk.touch_key("scale-service-good");
    kiosk.touch_key("rating-provider-none");
    kiosk.touch_key("common-skip-step");
    kiosk.touch_key("rating-send");
    let rating = saved_rating(&mut kiosk);
    assert_eq!((rating.score, rating.provider_score, rating.comment), (Score::Good, None, None));
}

#[test]
fn a_comment_stays_when_the_rating_could_not_be_saved() {
    let mut kiosk = at_score(Language::English);
    kiosk.touch_key("scale-service-good");
    kiosk.touch_key("common-skip-step");
    kiosk.touch_key("common-skip-step");
    kiosk.type_text("Thank you");
    kiosk.touch_key("rating-send");
    kiosk.tell(Event::NotSaved(NotSaved::Failed));
    assert!(kiosk.says("Thank you"));
    kiosk.commands();
    kiosk.touch_key("error-try-again");
    assert_eq!(saved_rating(&mut kiosk).comment.unwrap().as_str(), "Thank you");
}

#[test]
fn rating_can_be_declined() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    kiosk.touch_key("welcome-rate");
    kiosk.touch("طلب دعم");
    kiosk.touch_key("rating-decline");
    assert!(kiosk.says(&kiosk.tr("welcome-title")));
    assert!(kiosk.commands().is_empty());
}
