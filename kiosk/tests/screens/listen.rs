//! Listening: what is said, when it stops, and what is never said. The voice's end is the test's.

use egui::vec2;
use kiosk::access::AccessAction;
use kiosk::action::Action;
use kiosk::gallery::{
    Scene, Stage, VisitScene, sample_queue, sample_receipt, sample_setting, visitor_scenes,
};
use kiosk::link::{Command, Event, Setting};
use kiosk::speech::{Say, SpeakerLink, SpeechCommand, SpeechEvent, Utterance, speech_link};
use kiosk::widgets::numbered_choices;
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
fn listening_goes_on_from_screen_to_screen_until_it_is_switched_off() {
    let (mut kiosk, voice) = with_voice(Language::Arabic);
    let listen = kiosk.tr("common-listen");
    kiosk.touch(&listen);
    let first = spoken(&voice);
    voice.events.send(SpeechEvent::Over(first.number)).unwrap();
    kiosk.pass();
    assert!(kiosk.is_switched_on(&listen) && voice.commands.try_recv().is_err(), "a screen is read once");
    kiosk.touch_key("welcome-new-visit");
    assert_eq!(spoken(&voice).script.says()[0], Say::Words(kiosk.tr("need-title")));
    kiosk.touch_key("need-several");
    spoken(&voice);
    kiosk.touch("طلب دعم");
    let chosen = ["طلب دعم".to_owned(), kiosk.tr("speech-chosen")];
    assert_eq!(spoken(&voice).script.says(), chosen.map(Say::Words), "what changed alone is said");
    kiosk.touch(&listen);
    kiosk.touch_key("common-next");
    assert!(is_silenced(&voice) && voice.commands.try_recv().is_err());
}

#[test]
fn where_no_staff_are_the_number_to_call_is_said_digit_by_digit() {
    for language in Language::ALL {
        let (mut kiosk, voice) = with_voice(language);
        let mode = shared::domain::DeviceMode::SelfService;
        kiosk.tell(Event::Ready(Some(std::sync::Arc::new(Setting { mode, ..sample_setting() }))));
        kiosk.touch_key("common-listen");
        spoken(&voice);
        kiosk.touch_key("call-staff-away");
        let heard = spoken(&voice).script.text(kiosk::words::messages(language));
        assert!(heard.contains("9 2 0 0 0 0 0 0 0"), "{heard}");
    }
}

#[test]
fn whoever_is_called_is_announced_by_a_chime_also_where_no_voice_speaks_the_language() {
    for languages in [vec![Language::Arabic], vec![]] {
        let (window, voice) = speech_link(languages.clone());
        let mut kiosk = Kiosk::with_voice(Language::Arabic, window);
        assert_eq!(kiosk.says(&kiosk.tr("common-listen")), !languages.is_empty());
        let number = sample_queue()[0].number;
        kiosk.tell(Event::Called(number));
        let script = spoken(&voice).script;
        assert!(script.is_chimed() && script.says().contains(&Say::Spelled(number.to_string())));
        assert!(kiosk.says(&number.to_string()));
    }
}

#[test]
fn listening_ends_with_the_visitor() {
    let (mut kiosk, voice) = with_voice(Language::Arabic);
    kiosk.touch_key("common-listen");
    kiosk.touch_key("welcome-new-visit");
    kiosk.touch_key("leave-cancel");
    assert!(is_silenced(&voice) && !kiosk.is_switched_on(&kiosk.tr("common-listen")));
    kiosk.touch_key("welcome-new-visit");
    assert!(voice.commands.try_recv().is_err());
}

#[test]
fn what_the_keys_come_to_is_said_and_nothing_where_nobody_listens() {
    let (mut kiosk, voice) = with_voice(Language::Arabic);
    kiosk.press(egui::Key::ArrowDown);
    assert!(voice.commands.try_recv().is_err());
    kiosk.touch_key("common-listen");
    spoken(&voice);
    for key in [egui::Key::ArrowDown, egui::Key::ArrowLeft, egui::Key::Tab] {
        kiosk.press(key);
        let name = kiosk.focused_name().unwrap();
        assert_eq!(spoken(&voice).script.says()[0], Say::Words(name), "{key:?}");
    }
}

#[test]
fn a_digit_chooses_what_bears_its_number_while_a_visitor_listens_and_only_there() {
    for (listens, digit) in [(true, "2"), (true, "٢"), (false, "2")] {
        let (mut kiosk, voice) = with_voice(Language::Arabic);
        if listens {
            kiosk.touch_key("common-listen");
            spoken(&voice);
        }
        kiosk.type_text(digit);
        let rates = kiosk.says(&kiosk.tr("rating-choose-service"));
        assert_eq!(rates, listens, "the second way in of the welcome is to rate");
    }
    // where a number is typed, digits are typed
    let (mut kiosk, _voice) = with_voice(Language::Arabic);
    kiosk.touch_key("common-listen");
    kiosk.touch_key("welcome-new-visit");
    kiosk.type_text("1");
    kiosk.type_text("2");
    assert!(kiosk.says_words("2") && kiosk.says(&kiosk.tr("who-title")));
}

/// What is heard as "choice 3" bears the 3 on the screen, and is what the digit chooses.
#[test]
fn every_choice_is_heard_by_the_number_that_it_bears() {
    let mut heard = 0;
    for scene in visitor_scenes() {
        let (window, speaker) = speech_link(vec![Language::Arabic]);
        let mut stage = Stage::new(Language::Arabic, vec2(1280.0, 800.0));
        scene.play(&mut stage);
        let mut stage = stage.with_voice(window);
        stage.act(Action::Access(AccessAction::ToggleListen));
        stage.pass(2);
        let tree = stage.show().platform_output.accesskit_update.expect("the tree is switched on");
        let painted = numbered_choices(stage.context());
        let name = |id: &egui::Id| {
            let node = tree.nodes.iter().find(|(node, _)| *node == id.accesskit_id());
            node.and_then(|(_, node)| node.label()).unwrap_or_default().to_owned()
        };
        let painted: Vec<String> = painted.iter().map(name).collect();
        let utterances = speaker.commands.try_iter().filter_map(|command| match command {
            SpeechCommand::Speak(utterance) => Some(utterance.script),
            _ => None,
        });
        let says: Vec<Say> = utterances.last().map(|script| script.says().to_vec()).unwrap_or_default();
        let mut named = Vec::new();
        for pair in says.windows(2) {
            if let [Say::Position(number), Say::Words(words)] = pair {
                named.push((*number, words.clone()));
            }
        }
        assert_eq!(named.len(), painted.len(), "{scene:?} {named:?} {painted:?}");
        for (index, ((number, words), painted)) in named.iter().zip(&painted).enumerate() {
            assert_eq!(*number, index + 1, "{scene:?}");
            assert!(painted.contains(words.as_str()), "{scene:?}: {words} is heard, {painted} is chosen");
        }
        heard += named.len();
    }
    assert!(heard > 60, "{heard} choices");
}

#[test]
fn a_voice_that_cannot_be_heard_is_told_on_the_screen_until_it_is_tried_again() {
    let (mut kiosk, voice) = with_voice(Language::Arabic);
    let listen = kiosk.tr("common-listen");
    kiosk.touch(&listen);
    let said = spoken(&voice);
    voice.events.send(SpeechEvent::Failed(said.number)).unwrap();
    kiosk.pass();
    assert!(kiosk.says(&kiosk.tr("speech-failed")) && !kiosk.is_switched_on(&listen));
    kiosk.touch(&listen);
    spoken(&voice);
    assert!(!kiosk.says(&kiosk.tr("speech-failed")));
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
    kiosk.type_text("1000000008");
    kiosk.touch_key("common-listen");
    kiosk.touch_key("common-next");
    kiosk.touch_key("summary-confirm");
    let said = format!("{:?}", voice.commands.try_iter().collect::<Vec<_>>());
    assert!(said.contains(&kiosk.tr("summary-title")) && !said.contains("1000000008"), "{said}");
    assert!(!said.contains("0008"), "not even its end: {said}");
    let visit = kiosk.commands().into_iter().find_map(|command| match command {
        Command::Save(save) => Some(save.id()),
        _ => None,
    });
    voice.commands.try_iter().for_each(drop);
    kiosk.tell(Event::visit_saved(sample_receipt(visit.unwrap())));
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
            let is_heard =
                matches!(scene, Scene::Listening | Scene::Unheard | Scene::Visit(VisitScene::Curtain));
            if is_heard || scene == Scene::Idle {
                continue; // a question stands over the screen, or it is listened to already: with tests of their own
            }
            if matches!(scene, Scene::Attract(_)) {
                // nobody stands there to switch it on; staff who are called were called aloud
                assert!(voice.commands.try_iter().count() <= 1);
                continue;
            }
            stage.act(kiosk::action::Action::Access(kiosk::access::AccessAction::ToggleListen));
            let said = spoken(&voice);
            assert!(said.script.says().len() > 2, "{scene:?} {language:?}: {said:?}");
        }
    }
}

#[test]
fn whoever_listens_may_hide_the_screen_and_a_touch_shows_it_and_presses_nothing() {
    let (mut kiosk, voice) = with_voice(Language::Arabic);
    assert!(!kiosk.says(&kiosk.tr("common-curtain")));
    kiosk.touch_key("common-listen");
    spoken(&voice);
    kiosk.touch_key("common-curtain");
    assert!(kiosk.paints_black(), "the screen is covered");
    // keys go on
    kiosk.type_text("2");
    assert!(kiosk.says(&kiosk.tr("rating-choose-service")) && kiosk.paints_black());
    kiosk.touch("طلب دعم");
    assert!(!kiosk.paints_black() && kiosk.says(&kiosk.tr("rating-choose-service")));
    kiosk.touch("طلب دعم");
    assert!(!kiosk.says(&kiosk.tr("rating-choose-service")));
}
