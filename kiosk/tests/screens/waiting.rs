//! Who waits: the number on the receipt, the queue in staff mode, the call on the welcome.

use kiosk::gallery::{sample_board, sample_queue, sample_visit};
use kiosk::link::{Call, Command, Event, NotSaved, PinOutcome, QueueState, Receipt, Save, Ticket};
use shared::domain::{FactId, WaitingEnd};
use shared::locale::{Language, ltr};

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
fn staff_see_who_waits_since_when_who_asks_for_a_woman_and_the_end_of_their_number() {
    let kiosk = at_the_queue();
    let numbers: Vec<String> = sample_queue().iter().map(|one| one.number.to_string()).collect();
    assert!(numbers.iter().all(|number| kiosk.says(number)));
    // who was called says when, who was not since when they wait
    for words in ["10:28", "10:19", "11", "••••\u{a0}0006"] {
        assert!(kiosk.says(words), "{words}");
    }
    let woman = kiosk.tr("waiting-woman");
    assert_eq!(kiosk.spoken().iter().filter(|spoken| **spoken == woman).count(), 2);
}

#[test]
fn staff_call_call_again_and_end_a_wait() {
    let mut kiosk = at_the_queue();
    kiosk.touch_key("waiting-call-again");
    assert!(matches!(kiosk.commands().as_slice(), [Command::Call(Call::Visitor(visit))] if *visit == id(5)));
    kiosk.touch_key("waiting-call-next");
    assert!(matches!(kiosk.commands().as_slice(), [Command::Call(Call::Next)]));
    let mut queue = sample_queue();
    queue.truncate(1);
    kiosk.tell(Event::Queue(queue));
    kiosk.touch_key("waiting-did-not-come");
    let commands = kiosk.commands();
    assert!(
        matches!(commands.as_slice(), [Command::EndWaiting(visit, WaitingEnd::DidNotCome)] if *visit == id(5)),
        "{commands:?}"
    );
    kiosk.tell(Event::QueueNotSaved(NotSaved::DiskFull));
    assert!(kiosk.says(&kiosk.tr("error-disk-full")));
    kiosk.tell(Event::Queue(Vec::new()));
    assert!(kiosk.says(&kiosk.tr("waiting-empty")));
}

#[test]
fn whoever_is_served_is_asked_for_nothing_that_they_gave() {
    let mut kiosk = at_the_queue();
    let mut visit = sample_visit();
    visit.id = id(6);
    visit.asks_for_woman = true;
    kiosk.touch_nth_key("waiting-serve", 1);
    let commands = kiosk.commands();
    assert!(
        matches!(commands.as_slice(), [Command::EndWaiting(ended, WaitingEnd::Served), Command::OpenVisit(opened)]
            if *ended == id(6) && *opened == id(6)),
        "{commands:?}"
    );
    kiosk.tell(Event::VisitOpened(Some(Box::new(visit.clone()))));
    assert!(kiosk.says("106"), "whose visit it is stands above the form");
    kiosk.touch_key("register-save");
    let saved = kiosk.commands().into_iter().find_map(|command| match command {
        Command::Save(Save::Visit { visit, .. }) => Some(visit),
        _ => None,
    });
    let saved = saved.expect("the visit is to be saved");
    assert_eq!(saved.supersedes, Some(visit.id), "one contact is one visit");
    assert_eq!((&saved.services, &saved.beneficiary), (&visit.services, &visit.beneficiary));
    assert!(saved.asks_for_woman);
}

/// Touches that it takes from the welcome to a called number and back.
fn calls_the_next(kiosk: &mut Kiosk) -> usize {
    let touches = ["staff-sign-in", "waiting-next-title"];
    kiosk.touch_key(touches[0]);
    kiosk.tell(Event::QueueState(QueueState { next: Some(sample_queue()[2].number), waiting: 6 }));
    assert!(kiosk.says(&kiosk.tr(touches[1])));
    let call = kiosk.words().format("waiting-call-and-back-number", &[("number", ltr("107").into())]);
    kiosk.touch(&call);
    kiosk.tell(Event::Called(sample_queue()[2].number));
    touches.len()
}

#[test]
fn after_a_call_the_next_is_called_in_two_touches_and_nothing_of_anybody_is_shown() {
    let mut kiosk = at_the_queue();
    let call = kiosk.words().format("waiting-call-and-back-number", &[("number", ltr("106").into())]);
    kiosk.touch(&call);
    assert!(matches!(kiosk.commands().as_slice(), [Command::Call(Call::Next)]));
    kiosk.tell(Event::Called(sample_queue()[1].number));
    assert!(matches!(kiosk.commands().as_slice(), [Command::StaffLeft]), "what staff read is closed");
    assert!(kiosk.says(&kiosk.tr("waiting-now")) && kiosk.says("106"));
    assert_eq!(calls_the_next(&mut kiosk), 2);
    let commands = kiosk.commands();
    assert!(
        matches!(commands.as_slice(), [Command::LoadQueueState, Command::Call(Call::Next)]),
        "no list is asked for: {commands:?}"
    );
    assert!(kiosk.says(&kiosk.tr("waiting-now")) && kiosk.says("107"));
    // a call without the PIN makes the time without it no longer
    kiosk.wait_until(55.0);
    kiosk.touch_key("staff-sign-in");
    assert!(kiosk.says(&kiosk.tr("waiting-next-title")) && !kiosk.says("••••"));
    kiosk.wait_until(61.0);
    assert!(!kiosk.says(&kiosk.tr("waiting-next-title")), "the page leaves by itself");
    kiosk.touch_key("staff-sign-in");
    assert!(kiosk.says(&kiosk.tr("pin-prompt")));
}

#[test]
fn a_call_that_was_not_saved_keeps_staff_at_the_queue_and_opens_nothing_later() {
    let mut kiosk = at_the_queue();
    let call = kiosk.words().format("waiting-call-and-back-number", &[("number", ltr("106").into())]);
    kiosk.touch(&call);
    kiosk.tell(Event::QueueNotSaved(NotSaved::DiskFull));
    assert!(kiosk.says(&kiosk.tr("error-disk-full")) && kiosk.says(&kiosk.tr("staff-waiting")));
    kiosk.touch_key("staff-sign-out");
    kiosk.touch_key("staff-sign-in");
    assert!(kiosk.says(&kiosk.tr("pin-prompt")));
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
        services: visit.services.clone(),
        ticket: Some(Ticket { number, before: Some(2) }),
    };
    kiosk.tell(Event::visit_saved(receipt));
    assert!(kiosk.says(&kiosk.tr("receipt-number")) && kiosk.says(&number.to_string()));
    assert!(kiosk.says(&kiosk.tr("receipt-number-next")));
    assert!(kiosk.says_words("أمامكم مراجعان"));
}

#[test]
fn nobody_calls_without_the_pin() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    kiosk.touch_key("staff-sign-in");
    kiosk.tell(Event::Queue(sample_queue()));
    assert!(!kiosk.says(&kiosk.tr("staff-waiting")));
    assert!(kiosk.commands().is_empty());
}

#[test]
fn the_board_shows_the_numbers_called_last_and_says_where_no_kiosk_runs() {
    for language in Language::ALL {
        let mut kiosk = Kiosk::enrolled(language);
        kiosk.tell(Event::Board(Box::default()));
        assert!(kiosk.says(&kiosk.tr("board-no-kiosk")) && !kiosk.says("107"));
        let board = sample_board();
        kiosk.tell(Event::Board(Box::new(board.clone())));
        assert!(board.calls.iter().all(|call| kiosk.says(&call.number.to_string())));
        assert!(kiosk.says("مكتب 2") && kiosk.says(&kiosk.tr("waiting-now")));
        // nobody touches it, and it stays what it is
        kiosk.wait_until(10_000.0);
        assert!(kiosk.says("107") && !kiosk.says(&kiosk.tr("welcome-title")));
        assert!(kiosk.commands().is_empty());
    }
}
