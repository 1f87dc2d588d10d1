//! Nobody stands before the screen any more: the question, and what is left after it.

use egui::vec2;
use kiosk::gallery::{Stage, visitor_scenes};
use shared::locale::Language;

use crate::harness::Kiosk;

/// Walks to the comment of a rating and writes one, all at second 0.
fn with_comment(language: Language) -> Kiosk {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    if language == Language::English {
        kiosk.touch("English");
    }
    let words = kiosk::words::messages(language);
    let keys = ["welcome-rate", "need-other", "scale-service-good", "common-skip-step", "rating-add-comment"];
    keys.iter().for_each(|key| kiosk.touch(&words.text(key)));
    kiosk.type_text("سرّي 0556880045");
    assert!(kiosk.says("0556880045"));
    kiosk
}

#[test]
fn nothing_entered_is_left_80_seconds_after_the_last_touch() {
    let mut kiosk = with_comment(Language::English);
    kiosk.wait_until(59.0);
    assert!(!kiosk.says("Do you need more time?"));
    kiosk.wait_until(60.0);
    assert!(kiosk.says("Do you need more time?"));
    kiosk.wait_until(79.5);
    assert!(kiosk.says("0556880045"), "nothing is wiped before the time is over");
    kiosk.wait_until(80.0);
    assert!(
        kiosk.says(&kiosk.tr("welcome-title")),
        "the next visitor finds the welcome in the first language"
    );
    for trace in ["0556880045", "سرّي"] {
        assert!(!kiosk.says(trace), "{:?}", kiosk.spoken());
    }
    let said = format!("{:?}", kiosk.commands());
    assert!(
        said.contains("Rating") && !said.contains("0556880045"),
        "words that nobody sent are not kept: {said}"
    );
}

#[test]
fn whoever_needs_more_time_gets_all_of_it_again_and_loses_nothing() {
    let mut kiosk = with_comment(Language::Arabic);
    kiosk.wait_until(75.0);
    kiosk.touch_key("idle-more-time");
    assert!(!kiosk.says(&kiosk.tr("idle-title")));
    kiosk.wait_until(134.0);
    assert!(!kiosk.says(&kiosk.tr("idle-title")));
    assert!(kiosk.says("0556880045"));
    kiosk.wait_until(136.0);
    kiosk.touch_nth_key("common-finish", 1);
    assert!(kiosk.says(&kiosk.tr("welcome-title")));
}

#[test]
fn what_was_typed_is_gone_from_the_comment_of_the_next_visitor() {
    let mut kiosk = with_comment(Language::Arabic);
    kiosk.wait_until(60.0);
    kiosk.wait_until(81.0);
    let keys = ["welcome-rate", "need-other", "scale-service-good", "common-skip-step", "rating-add-comment"];
    keys.iter().for_each(|key| kiosk.touch_key(key));
    assert!(kiosk.says(&kiosk.tr("comment-title")));
    assert!(!kiosk.says("0556880045"));
}

#[test]
fn a_welcome_left_in_english_turns_arabic_again() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    kiosk.touch("English");
    assert!(kiosk.says("Welcome"));
    kiosk.wait_until(81.0);
    assert!(kiosk.says(&kiosk.tr("welcome-title")));
}

#[test]
fn a_question_that_counts_down_is_painted_once_a_second() {
    for scene in visitor_scenes() {
        let mut stage = Stage::new(Language::Arabic, vec2(1280.0, 800.0));
        scene.play(&mut stage);
        let mut now = 20.0;
        for _ in 0..30 {
            stage.frame(now, Vec::new());
            now += 1.0 / 30.0;
        }
        let (mut counted, mut causes) = (0, Vec::new());
        while counted < 100 && now < 75.0 {
            now += stage.frame(now, Vec::new()).repaint_after.as_secs_f64().max(1.0 / 60.0);
            if now > 65.0 {
                counted += 1;
                causes.extend(stage.context().repaint_causes());
            }
        }
        assert!(counted <= 12, "{}: {counted} {causes:?}", scene.name());
    }
}
