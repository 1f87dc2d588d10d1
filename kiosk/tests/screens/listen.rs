//! Listening: what is said, when it stops, and what is never said. The voice's end is the test's.

use kiosk::gallery::{Scene, sample_receipt, visitor_scenes};
use kiosk::link::{Command, Event};
use kiosk::speech::{Say, SpeakerLink, SpeechCommand, SpeechEvent, Utterance, speech_link};
use shared::locale::Language;

use crate::harness::Kiosk;

fn with_voice(language: Language) -> (Kiosk, SpeakerLink) {
    let (window, speaker) = speech_link(vec![language]);
    (Kiosk::with_voice(language, window), speaker)
}

fn spoken(voice: &SpeakerLink) -> Utterance {
    match voice.commands.try_recv() {
        Ok(SpeechCommand::Speak(utterance)) => *utterance,
        other => panic!("nothing was to be said: {other:?}"),
    }
}

fn is_silenced(voice: &SpeakerLink) -> bool {
    voice.commands.try_iter().any(|command| command == SpeechCommand::Silence)
}

#[test]
fn a_screen_is_read_in_its_order_and_silenced_by_the_same_button() {
    for language in Language::ALL {
        let (mut kiosk, voice) = with_voice(language);
        let listen = kiosk.tr("common-listen");
        kiosk.touch(&listen);
        assert!(kiosk.is_switched_on(&listen));
        let said = spoken(&voice);
        assert_eq!(said.language, language);
        let words = |key: &str| Say::Words(kiosk.tr(key));
        assert_eq!(said.script.says()[..2], [words("welcome-title"), words("welcome-subtitle")]);
        kiosk.touch(&listen);
        assert!(is_silenced(&voice) && !kiosk.is_switched_on(&listen));
    }
}

#[test]
fn a_voice_that_is_done_lets_go_of_the_button_and_an_older_one_does_not() {
    let (mut kiosk, voice) = with_voice(Language::Arabic);
    let listen = kiosk.tr("common-listen");
    kiosk.touch(&listen);
    let first = spoken(&voice);
    kiosk.touch(&listen);
    kiosk.touch(&listen);
    voice.events.send(SpeechEvent::Over(first.number)).unwrap();
    kiosk.pass();
    assert!(kiosk.is_switched_on(&listen));
    voice.events.send(SpeechEvent::Over(first.number + 1)).unwrap();
    kiosk.pass();
    assert!(!kiosk.is_switched_on(&listen));
}

#[test]
fn another_screen_silences_the_one_before() {
    let (mut kiosk, voice) = with_voice(Language::Arabic);
    kiosk.touch_key("common-listen");
    spoken(&voice);
    kiosk.touch_key("welcome-new-visit");
    assert!(is_silenced(&voice));
}

#[test]
fn without_a_voice_for_the_language_there_is_no_button() {
    let (mut kiosk, _voice) = with_voice(Language::Arabic);
    assert!(kiosk.says(&kiosk.tr("common-listen")));
    kiosk.touch("English");
    assert!(!kiosk.says("Listen"));
    assert!(!Kiosk::enrolled(Language::Arabic).says(&kiosk.tr("common-listen")));
}

#[test]
fn what_a_person_typed_is_never_said() {
    let (mut kiosk, voice) = with_voice(Language::Arabic);
    kiosk.touch_key("welcome-new-visit");
    kiosk.touch("طلب دعم");
    kiosk.touch_key("common-next");
    kiosk.type_text("1000000008");
    for next in ["common-next", "summary-confirm"] {
        kiosk.touch_key("common-listen");
        let said = format!("{:?}", spoken(&voice).script);
        assert!(!said.contains("1000000008"), "{said}");
        kiosk.touch_key(next);
        assert!(is_silenced(&voice));
    }
    let visit = kiosk.commands().into_iter().find_map(|command| match command {
        Command::Save(save) => Some(save.id()),
        _ => None,
    });
    kiosk.tell(Event::visit_saved(sample_receipt(visit.unwrap())));
    kiosk.touch_key("common-listen");
    assert!(spoken(&voice).script.says().contains(&Say::Spelled("K7QF2-M9XAB".to_owned())));
}

#[test]
fn whoever_listens_is_present_and_is_asked_aloud_before_anything_is_wiped() {
    let (mut kiosk, voice) = with_voice(Language::Arabic);
    kiosk.touch_key("welcome-new-visit");
    kiosk.touch_key("need-other");
    kiosk.touch_key("common-listen");
    let said = spoken(&voice);
    kiosk.wait_until(70.0);
    assert!(!kiosk.says(&kiosk.tr("idle-title")), "it was still being read out");
    voice.events.send(SpeechEvent::Over(said.number)).unwrap();
    kiosk.pass();
    kiosk.wait_until(135.0);
    let question = spoken(&voice);
    assert_eq!(question.script.says()[0], Say::Words(kiosk.tr("idle-title")));
    kiosk.wait_until(136.0);
    assert!(voice.commands.try_recv().is_err(), "it is asked once");
    kiosk.wait_until(160.0);
    assert!(is_silenced(&voice));
}

#[test]
fn every_visitors_screen_has_something_to_say_in_both_languages() {
    for scene in visitor_scenes() {
        for language in Language::ALL {
            let (window, voice) = speech_link(Language::ALL.to_vec());
            let mut stage =
                kiosk::gallery::Stage::new(language, kiosk::gallery::PICTURE_SIZE).with_voice(window);
            scene.play(&mut stage);
            if scene == Scene::Idle {
                continue; // the question stands over a screen; it has a test of its own
            }
            stage.act(kiosk::action::Action::Access(kiosk::access::AccessAction::ToggleListen));
            let said = spoken(&voice);
            assert!(said.script.says().len() > 2, "{scene:?} {language:?}: {said:?}");
        }
    }
}
