//! Who waits: the number on the receipt, the queue in staff mode, the call on the welcome.

use kiosk::gallery::sample_queue;
use kiosk::link::{Command, Event, NotSaved, PinOutcome, Receipt, Save};
use shared::domain::{FactId, WaitingEnd};
use shared::locale::Language;

use crate::harness::Kiosk;

fn at_the_queue() -> Kiosk {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    kiosk.touch_key("staff-sign-in");
    "1357".chars().for_each(|digit| kiosk.touch(&digit.to_string()));
    kiosk.touch_key("common-confirm");
    kiosk.tell(Event::PinChecked(PinOutcome::Right));
    kiosk.touch_key("staff-waiting");
    kiosk.tell(Event::Queue(sample_queue()));
    kiosk.commands();
    kiosk
}

fn id(count: u8) -> FactId {
    FactId::from_random([count; 16])
}

#[test]
fn staff_see_who_waits_since_when_and_who_asks_for_a_woman() {
    let kiosk = at_the_queue();
    let numbers: Vec<String> = sample_queue().iter().map(|one| one.number.to_string()).collect();
    assert!(numbers.iter().all(|number| kiosk.says(number)));
    for words in ["10:06", "24", "10:29", "10:28"] {
        assert!(kiosk.says(words), "{words}");
    }
    let woman = kiosk.tr("waiting-woman");
    assert_eq!(kiosk.spoken().iter().filter(|spoken| **spoken == woman).count(), 1);
}

#[test]
fn staff_call_call_again_and_end_a_wait() {
    let mut kiosk = at_the_queue();
    kiosk.touch_key("waiting-call-again");
    assert!(matches!(kiosk.commands().as_slice(), [Command::Call(visit)] if *visit == id(5)));
    let mut queue = sample_queue();
    queue.truncate(1);
    kiosk.tell(Event::Queue(queue));
    kiosk.touch_key("waiting-served");
    kiosk.touch_key("waiting-did-not-come");
    let ends = kiosk.commands().into_iter().map(|command| match command {
        Command::EndWaiting(visit, end) => (visit, end),
        other => panic!("{other:?}"),
    });
    let expected = [(id(5), WaitingEnd::Served), (id(5), WaitingEnd::DidNotCome)];
    assert_eq!(ends.collect::<Vec<_>>(), expected);
    kiosk.tell(Event::QueueNotSaved(NotSaved::DiskFull));
    assert!(kiosk.says(&kiosk.tr("error-disk-full")));
    kiosk.tell(Event::Queue(Vec::new()));
    assert!(kiosk.says(&kiosk.tr("waiting-empty")));
}

#[test]
fn a_called_number_stands_on_the_welcome_until_two_minutes_after_the_next_visitor_begins() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    let number = sample_queue()[0].number;
    assert!(!kiosk.says(&kiosk.tr("waiting-now")));
    kiosk.tell(Event::Called(number));
    kiosk.wait_until(1_000.0);
    assert!(kiosk.says(&kiosk.tr("waiting-now")) && kiosk.says(&number.to_string()));
    kiosk.touch_key("welcome-new-visit");
    kiosk.touch_key("leave-cancel");
    assert!(kiosk.says(&number.to_string()), "the one who is called may not have read it yet");
    kiosk.wait_until(1_117.0);
    assert!(kiosk.says(&number.to_string()));
    kiosk.wait_until(1_122.0);
    assert!(!kiosk.says(&number.to_string()));
    let next = sample_queue()[1].number;
    kiosk.tell(Event::Called(next));
    assert!(kiosk.says(&next.to_string()));
}

#[test]
fn a_visitor_may_ask_for_a_woman_to_serve_and_takes_a_number_along() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    kiosk.touch_key("welcome-new-visit");
    kiosk.touch("طلب دعم");
    kiosk.touch_key("common-next");
    kiosk.touch_key("visit-asks-for-woman");
    kiosk.touch_key("who-skip");
    assert!(kiosk.says(&kiosk.tr("visit-asks-for-woman")), "it is among what is confirmed");
    kiosk.commands();
    kiosk.touch_key("summary-confirm");
    let saved = kiosk.commands().into_iter().find_map(|command| match command {
        Command::Save(Save::Visit { visit, .. }) => Some(visit),
        _ => None,
    });
    let visit = saved.expect("the visit is to be saved");
    assert!(visit.asks_for_woman);
    let number = sample_queue()[2].number;
    let receipt = Receipt {
        visit: visit.id,
        reference: "K7QF2-M9XAB".to_owned(),
        payload: "K7QF2-M9XAB".to_owned(),
        at: visit.at.clone(),
        waiting: Some(number),
    };
    kiosk.tell(Event::visit_saved(receipt));
    assert!(kiosk.says(&kiosk.tr("receipt-number")) && kiosk.says(&number.to_string()));
    assert!(kiosk.says(&kiosk.tr("receipt-number-next")));
}

#[test]
fn nobody_calls_without_the_pin() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    kiosk.touch_key("staff-sign-in");
    kiosk.tell(Event::Queue(sample_queue()));
    assert!(!kiosk.says(&kiosk.tr("staff-waiting")));
    assert!(kiosk.commands().is_empty());
}
