//! A visitor rates a service, from the welcome to the thanks.

use kiosk::app::Planted;
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
    assert!(kiosk.says(&kiosk.tr("rating-right")), "the promise comes with the question");
    kiosk
}

/// What was asked to be saved since the last look: the last state of the one rating, and whether it is whole.
fn saved_rating(kiosk: &mut Kiosk) -> (Rating, bool) {
    let commands = kiosk.commands();
    let saved = |command: &Command| match command {
        Command::Save(Save::RatingSoFar(rating)) => ((**rating).clone(), false),
        Command::Save(Save::Rating(rating)) => ((**rating).clone(), true),
        other => panic!("no rating: {other:?}"),
    };
    let saved: Vec<_> = commands.iter().map(saved).collect();
    let (last, is_whole) = saved.last().expect("a rating is saved").clone();
    assert!(saved.iter().all(|(rating, _)| rating.id == last.id), "it is one rating: {saved:?}");
    (last, is_whole)
}

/// Has the worker answer so many savings of a rating.
fn answer(kiosk: &mut Kiosk, rating: &Rating, times: usize) {
    for _ in 0..times {
        kiosk.tell(Event::Saved { id: rating.id, receipt: None });
    }
}

#[test]
fn a_rating_is_saved_with_the_third_touch() {
    let mut kiosk = at_score(Language::Arabic);
    assert!(kiosk.commands().is_empty());
    kiosk.touch_key("scale-service-good");
    let (rating, _) = saved_rating(&mut kiosk);
    assert_eq!((rating.score.clone(), rating.provider_score.clone()), (Score::Good, None));
    assert!(!kiosk.says(&kiosk.tr("held-rated")), "nothing is said to be saved before it is");
    answer(&mut kiosk, &rating, 1);
    assert!(kiosk.says(&kiosk.tr("held-rated")));
}

#[test]
fn both_questions_stand_on_one_screen_and_are_kept_apart() {
    let mut kiosk = at_score(Language::Arabic);
    assert!(!kiosk.says(&kiosk.tr("rating-provider-question")));
    kiosk.touch_key("scale-service-very-bad");
    let answered =
        kiosk.words().format("face-service", &[("score", kiosk.tr("scale-service-very-bad").into())]);
    assert!(kiosk.says(&kiosk.tr("rating-provider-question")) && kiosk.says(&answered));
    assert!(!kiosk.says(&kiosk.tr("rating-service-question")), "it is folded to its answer");
    kiosk.touch(&format!("{}: {answered}", kiosk.tr("common-edit")));
    kiosk.touch_key("scale-service-bad");
    kiosk.touch_key("scale-provider-excellent");
    let (rating, _) = saved_rating(&mut kiosk);
    assert_eq!((rating.score, rating.provider_score), (Score::Bad, Some(Score::Excellent)));
}

#[test]
fn two_taps_on_a_face_answer_one_question() {
    for seconds in [0.12, 0.29, 0.31, 0.6] {
        let mut kiosk = at_score(Language::Arabic);
        kiosk.touch_twice(&kiosk.tr("scale-service-good"), seconds);
        let (rating, _) = saved_rating(&mut kiosk);
        assert_eq!((rating.score, rating.provider_score), (Score::Good, None), "{seconds}");
        assert!(kiosk.says(&kiosk.tr("rating-provider-question")), "{seconds}");
    }
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
        kiosk.touch_key("rating-add-comment");
        let letters = match language {
            Language::Arabic => ["ش", "ك", "ر", "ا"],
            Language::English => ["g", "o", "o", "d"],
        };
        letters.iter().for_each(|letter| kiosk.touch(letter));
        kiosk.type_text("!");
        kiosk.touch_key("rating-send");
        let (rating, is_whole) = saved_rating(&mut kiosk);
        assert!(is_whole);
        assert_eq!((&rating.score, &rating.provider_score), (&Score::VeryBad, &Some(Score::Excellent)));
        assert_eq!(rating.at.as_str(), "2026-11-22T10:00:00+03:00");
        assert_eq!(rating.id.0.get_version_num(), 4, "the id tells no time");
        assert_eq!(rating.reasons.iter().map(|code| code.as_str()).collect::<Vec<_>>(), ["waiting_time"]);
        assert_eq!(rating.comment.as_ref().unwrap().as_str(), format!("{}!", letters.concat()));
        kiosk.tell(Event::Saved { id: sample_visit().id, receipt: None });
        assert!(!kiosk.says(&kiosk.tr("thanks-title")), "that was an earlier visitor's");
        answer(&mut kiosk, &rating, 4);
        assert!(kiosk.says(&kiosk.tr("thanks-title")));
        kiosk.touch_key("common-finish");
        assert!(kiosk.says(&kiosk.tr("welcome-title")));
        assert!(kiosk.commands().is_empty(), "nothing is saved twice");
    }
}

#[test]
fn nobody_served_leaves_the_provider_without_a_score() {
    let mut kiosk = at_score(Language::Arabic);
    kiosk.touch_key("scale-service-good");
    kiosk.touch_key("rating-provider-none");
    kiosk.touch_key("rating-send");
    let (rating, _) = saved_rating(&mut kiosk);
    assert_eq!((rating.score, rating.provider_score, rating.comment), (Score::Good, None, None));
}

#[test]
fn a_comment_stays_when_the_rating_could_not_be_saved() {
    let mut kiosk = at_score(Language::English);
    kiosk.touch_key("scale-service-good");
    kiosk.touch_key("common-skip-step");
    kiosk.touch_key("rating-add-comment");
    kiosk.type_text("Thank you");
    kiosk.touch_key("rating-send");
    (0..3).for_each(|_| kiosk.tell(Event::NotSaved(NotSaved::Failed)));
    assert!(kiosk.says("Thank you"));
    kiosk.commands();
    kiosk.touch_key("error-try-again");
    assert_eq!(saved_rating(&mut kiosk).0.comment.unwrap().as_str(), "Thank you");
}

#[test]
fn rating_can_be_declined() {
    let mut kiosk = at_score(Language::Arabic);
    kiosk.touch_key("rating-decline");
    assert!(kiosk.says(&kiosk.tr("welcome-title")));
    assert!(kiosk.commands().is_empty());
}

/// A way in which a visitor leaves.
type Leave = fn(&mut Kiosk);

#[test]
fn a_score_is_never_lost_whichever_way_somebody_leaves() {
    let leave: [(&str, Leave); 4] = [
        ("finish", |kiosk| kiosk.touch_key("common-finish")),
        ("walking off", |kiosk| kiosk.wait_until(81.0)),
        ("the idle question", |kiosk| {
            kiosk.wait_until(61.0);
            assert!(kiosk.says(&kiosk.tr("held-rated")) && !kiosk.says(&kiosk.tr("idle-finish")));
            // the header's word for leaving is the same
            kiosk.touch_nth_key("common-finish", 1);
        }),
        ("a fault", |kiosk| {
            kiosk.app().plant(Planted { painting_fails: true, ..Planted::default() });
            kiosk.wait_until(1.0);
        }),
    ];
    for (how, leave) in leave {
        let mut kiosk = at_score(Language::Arabic);
        kiosk.touch_key("scale-service-bad");
        let (first, _) = saved_rating(&mut kiosk);
        answer(&mut kiosk, &first, 1);
        kiosk.touch_key("scale-provider-good");
        kiosk.touch("وقت الانتظار");
        leave(&mut kiosk);
        let commands = kiosk.commands();
        let whole: Vec<&Rating> = commands
            .iter()
            .filter_map(|command| match command {
                Command::Save(Save::Rating(rating)) => Some(&**rating),
                _ => None,
            })
            .collect();
        let [rating] = whole.as_slice() else { panic!("{how}: {commands:?}") };
        assert_eq!((rating.id, &rating.score), (first.id, &Score::Bad), "{how}");
        assert_eq!((&rating.provider_score, rating.reasons.len()), (&Some(Score::Good), 1), "{how}");
    }
}

#[test]
fn thanks_close_by_themselves() {
    let mut kiosk = at_score(Language::Arabic);
    kiosk.touch_key("scale-service-good");
    kiosk.touch_key("common-finish");
    let (rating, is_whole) = saved_rating(&mut kiosk);
    assert!(is_whole);
    answer(&mut kiosk, &rating, 2);
    assert!(kiosk.says(&kiosk.tr("thanks-title")));
    kiosk.wait_until(7.0);
    assert!(kiosk.says(&kiosk.tr("thanks-title")));
    kiosk.wait_until(8.5);
    assert!(kiosk.says(&kiosk.tr("welcome-title")));
    assert!(!kiosk.says(&kiosk.tr("idle-title")));
}
