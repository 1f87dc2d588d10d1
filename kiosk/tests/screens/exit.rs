//! A kiosk at the way out: one touch is a rating, and the next person finds the faces.

use kiosk::config::{Bounded, Config, RatingSettings};
use kiosk::gallery::sample_setting;
use kiosk::link::{Command, Event, NotSaved, PinOutcome, Save};
use shared::domain::{Rating, Score};
use shared::locale::Language;

use crate::harness::Kiosk;

fn at_exit(language: Language, a_minute: u32) -> Kiosk {
    let mut kiosk = Kiosk::with_setting(language, sample_setting());
    let rating =
        RatingSettings { exit: true, plays_a_minute: Bounded::nearest(a_minute), ..Default::default() };
    let appearance = kiosk.app().config().appearance.clone();
    kiosk.tell(Event::ConfigSaved(Box::new(Config { appearance, rating, ..Config::default() })));
    kiosk
}

/// What was asked to be saved since the last look, and whether it is whole; the worker answers all of it.
fn saved(kiosk: &mut Kiosk) -> Vec<(Rating, bool)> {
    let commands = kiosk.commands();
    let rating_of = |command: &Command| match command {
        Command::Save(Save::RatingSoFar(rating)) => ((**rating).clone(), false),
        Command::Save(Save::Rating(rating)) => ((**rating).clone(), true),
        other => panic!("no rating: {other:?}"),
    };
    let saved: Vec<_> = commands.iter().map(rating_of).collect();
    saved.iter().for_each(|(rating, _)| kiosk.tell(Event::Saved { id: rating.id, receipt: None }));
    saved
}

fn asks(kiosk: &Kiosk) -> bool {
    kiosk.says(&kiosk.tr("exit-question"))
}

#[test]
fn one_touch_saves_a_score_that_is_whole_once_the_faces_are_back() {
    for language in Language::ALL {
        let mut kiosk = at_exit(language, 12);
        assert!(asks(&kiosk) && kiosk.says(&kiosk.tr("rating-right")), "the promise comes with the question");
        assert!(!kiosk.says(&kiosk.tr("welcome-new-visit")), "there is nothing else");
        kiosk.touch_key("scale-service-bad");
        assert!(!kiosk.says(&kiosk.tr("exit-thanks")), "nothing is said to be saved before it is");
        let first = saved(&mut kiosk);
        let [(rating, false)] = first.as_slice() else { panic!("{first:?}") };
        assert_eq!((rating.service.as_str(), &rating.score), ("overall", &Score::Bad));
        assert_eq!((&rating.provider_score, rating.reasons.len()), (&None, 0));
        assert!(kiosk.says(&kiosk.tr("exit-thanks")) && kiosk.says(&kiosk.tr("reasons-title-low")));
        kiosk.wait_until(4.0);
        assert!(!asks(&kiosk) && saved(&mut kiosk).is_empty());
        kiosk.wait_until(5.5);
        let whole = saved(&mut kiosk);
        let [(same, true)] = whole.as_slice() else { panic!("{whole:?}") };
        assert!(asks(&kiosk) && same == rating);
    }
}

#[test]
fn reasons_and_the_second_question_amend_that_one_rating_and_each_touch_gives_five_seconds_anew() {
    let mut kiosk = at_exit(Language::English, 12);
    kiosk.touch_key("scale-service-good");
    let first = saved(&mut kiosk).pop().unwrap().0;
    kiosk.wait_until(4.0);
    kiosk.touch("Waiting time");
    kiosk.wait_until(8.0);
    assert!(!asks(&kiosk), "the touch gave five seconds anew");
    kiosk.touch_nth_key("scale-provider-excellent", 0);
    let amended = saved(&mut kiosk);
    assert!(amended.iter().all(|(rating, is_whole)| rating.id == first.id && !is_whole), "{amended:?}");
    assert_eq!(amended.last().unwrap().0.provider_score, Some(Score::Excellent));
    kiosk.touch_key("rating-provider-none");
    kiosk.wait_until(14.0);
    let whole = saved(&mut kiosk);
    let (last, is_whole) = whole.last().unwrap();
    assert!(asks(&kiosk) && *is_whole && last.id == first.id);
    assert_eq!((&last.score, &last.provider_score), (&Score::Good, &None), "nobody served");
    assert_eq!(last.reasons.iter().map(|code| code.as_str()).collect::<Vec<_>>(), ["waiting_time"]);
    assert_eq!(last.comment, None);
}

#[test]
fn rapid_presses_of_one_person_are_one_rating() {
    for seconds in [0.1, 0.4, 0.8] {
        let mut kiosk = at_exit(Language::Arabic, 12);
        kiosk.touch_twice(&kiosk.tr("scale-service-good"), seconds);
        let saved = saved(&mut kiosk);
        assert!(
            matches!(saved.as_slice(), [(rating, false)] if rating.provider_score.is_none()),
            "{saved:?}"
        );
    }
    let mut kiosk = at_exit(Language::Arabic, 12);
    kiosk.touch_key("scale-service-good");
    saved(&mut kiosk);
    kiosk.touch_key("common-finish");
    assert!(matches!(saved(&mut kiosk).as_slice(), [(_, true)]));
    kiosk.touch_key("scale-service-very-bad");
    assert!(asks(&kiosk) && saved(&mut kiosk).is_empty(), "that was the same person");
    kiosk.wait_until(3.0);
    kiosk.touch_key("scale-service-very-bad");
    assert_eq!(saved(&mut kiosk).len(), 1);
}

#[test]
fn one_press_too_many_in_a_minute_is_no_rating_and_says_so_to_whoever_pressed_and_to_staff() {
    let mut kiosk = at_exit(Language::Arabic, 1);
    kiosk.touch_key("scale-service-good");
    saved(&mut kiosk);
    kiosk.wait_until(6.0);
    saved(&mut kiosk);
    kiosk.wait_until(9.0);
    kiosk.touch_key("scale-service-very-bad");
    assert!(asks(&kiosk) && saved(&mut kiosk).is_empty());
    assert!(kiosk.says(&kiosk.tr("exit-not-counted")));
    kiosk.wait_until(15.0);
    assert!(!kiosk.says(&kiosk.tr("exit-not-counted")));
    kiosk.touch_key("staff-sign-in");
    ["1", "3", "5", "7"].into_iter().for_each(|digit| kiosk.touch(digit));
    kiosk.touch_key("common-confirm");
    kiosk.tell(Event::PinChecked(PinOutcome::Right));
    kiosk.tell(Event::Today(kiosk::gallery::sample_today()));
    kiosk.touch_key("staff-device");
    kiosk.tell(Event::Status(Box::new(kiosk::gallery::sample_status())));
    assert!(kiosk.says(&kiosk.words().format("device-plays-today", &[("n", 1_u64.into())])));
}

#[test]
fn a_score_that_was_not_saved_is_said_not_to_be() {
    let mut kiosk = at_exit(Language::Arabic, 12);
    kiosk.touch_key("scale-service-good");
    kiosk.commands();
    kiosk.tell(Event::NotSaved(NotSaved::Failed));
    assert!(!kiosk.says(&kiosk.tr("exit-thanks")) && kiosk.says(&kiosk.tr("error-not-saved")));
}

#[test]
fn nothing_stands_before_the_faces_however_long_nobody_comes_and_no_card_opens_anything() {
    let mut kiosk = at_exit(Language::Arabic, 12);
    kiosk.wait_until(1_000.0);
    assert!(asks(&kiosk), "{:?}", kiosk.spoken());
    kiosk.scan("1000000008");
    assert!(asks(&kiosk), "{:?}", kiosk.spoken());
    assert!(kiosk.commands().is_empty());
}
