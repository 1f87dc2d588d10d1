//! Finding a person, settling what contradicts, correcting a value: by clicks.

use kiosk::gallery::{sample_field_setting, sample_hits, sample_person};
use kiosk::worker::command::Command;
use kiosk::worker::event::{Event, PinOutcome};
use kiosk::worker::people::{Correction, PeopleCommand, PeopleEvent};
use shared::locale::Language;

use crate::harness::Kiosk;

fn signed_in() -> Kiosk {
    let mut kiosk = Kiosk::with_setting(Language::Arabic, sample_field_setting());
    kiosk.touch_key("staff-sign-in");
    kiosk.touch("سارة العتيبي");
    "1357".chars().for_each(|digit| kiosk.touch(&digit.to_string()));
    kiosk.touch_key("common-confirm");
    kiosk.tell(Event::PinChecked(PinOutcome::Right));
    kiosk.commands();
    kiosk
}

fn asked(kiosk: &mut Kiosk) -> Vec<PeopleCommand> {
    let commands = kiosk.commands().into_iter();
    commands
        .filter_map(|command| if let Command::People(command) = command { Some(command) } else { None })
        .collect()
}

/// The page of the sample's person is open.
fn person_open() -> Kiosk {
    let mut kiosk = signed_in();
    kiosk.touch_key_beginning("people-title");
    kiosk.type_text("محمد");
    let commands = asked(&mut kiosk);
    assert!(matches!(commands.last(), Some(PeopleCommand::Search(query)) if query == "محمد"));
    kiosk.tell(Event::People(PeopleEvent::Found { query: "محمد".to_owned(), hits: sample_hits() }));
    let hit = kiosk.spoken().into_iter().find(|spoken| spoken.contains("0556880045")).unwrap();
    kiosk.touch(&hit);
    assert!(matches!(asked(&mut kiosk).as_slice(), [PeopleCommand::Open(_)]));
    kiosk.tell(Event::People(PeopleEvent::Opened(Box::new(sample_person()))));
    kiosk
}

#[test]
fn an_answer_to_what_was_typed_before_is_passed_over() {
    let mut kiosk = signed_in();
    kiosk.touch_key_beginning("people-title");
    kiosk.type_text("نورة");
    kiosk.tell(Event::People(PeopleEvent::Found { query: "ن".to_owned(), hits: sample_hits() }));
    assert!(!kiosk.says("0556880045"));
    kiosk.tell(Event::People(PeopleEvent::Found { query: "نورة".to_owned(), hits: Vec::new() }));
    assert!(kiosk.says(&kiosk.tr("people-nobody")));
}

#[test]
fn values_that_contradict_each_other_are_both_shown_and_a_person_settles_them() {
    let mut kiosk = person_open();
    assert!(kiosk.says("0556880045") && kiosk.says("0500000011"));
    assert!(kiosk.says(&kiosk.tr("people-differs-hint")) && kiosk.says(&kiosk.tr("people-by-this-device")));
    kiosk.touch_nth_key("people-settle", 1);
    let commands = asked(&mut kiosk);
    let [PeopleCommand::Correct { value, .. }] = commands.as_slice() else { panic!("{commands:?}") };
    assert_eq!(value.as_str(), "0500000011");
    kiosk.tell(Event::People(PeopleEvent::Corrected(Ok(Correction::Saved))));
    assert!(kiosk.says(&kiosk.tr("people-corrected")));
}

#[test]
fn a_value_that_changed_meanwhile_is_not_written_over() {
    let mut kiosk = person_open();
    kiosk.touch_nth_key("people-correct", 0);
    kiosk.type_text(" العلي");
    kiosk.touch_key("common-save");
    let commands = asked(&mut kiosk);
    let [PeopleCommand::Correct { value, .. }] = commands.as_slice() else { panic!("{commands:?}") };
    assert_eq!(value.as_str(), "محمد بن عبد الله العلي");
    kiosk.tell(Event::People(PeopleEvent::Corrected(Ok(Correction::ChangedMeanwhile))));
    assert!(kiosk.says(&kiosk.tr("people-changed-meanwhile")));
    assert!(kiosk.says("محمد بن عبد الله العلي"), "what was typed stays");
}

#[test]
fn a_visit_is_registered_with_a_person_whose_doubtful_field_stays_empty() {
    let mut kiosk = person_open();
    kiosk.touch_key("people-register");
    kiosk.touch_key("register-section-person");
    assert!(kiosk.says("1000000008") && !kiosk.says("0556880045"), "which mobile is right is not guessed");
}

#[test]
fn the_index_of_people_is_dropped_when_whoever_looked_leaves() {
    let mut kiosk = person_open();
    kiosk.touch_key("staff-sign-out");
    assert!(matches!(asked(&mut kiosk).as_slice(), [PeopleCommand::Forget]));
    assert!(!kiosk.says("0556880045"));
}
