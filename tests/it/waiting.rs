//! Waiting at a branch: who registered is called by number, in the order of coming; the queue stays on its device, and the times
//! reach head office.

use jiff::ToSpan as _;
use serde_json::json;
use shared::doc::{FactKind, without_kind};
use shared::domain::{
    DeviceDigit, FactId, Origin, Record, RecordLine, Visit, WaitingEnd, WaitingNumber, read_catalog_line,
};
use shared::replica::{Call, RecordOutcome, Ticket};
use tests::branch::Branch;
use tests::model::assert_same;
use tests::network::Network;
use tests::office::HeadOffice;

fn visit(n: u32, asks_for_woman: bool) -> Visit {
    let line = json!({"type": "visit", "id": format!("0197a1b2-0000-7000-8000-{n:012}"),
        "at": "2026-05-12T08:30:00+03:00", "party": "beneficiary", "channel": "interview",
        "services": ["support"], "asks_for_woman": asks_for_woman});
    let Record::Visit(visit) = RecordLine::parse(line.to_string().as_bytes()).unwrap().record else {
        panic!("a visit")
    };
    *visit
}

fn number(count: u32) -> WaitingNumber {
    WaitingNumber::new(DeviceDigit::FIRST, count)
}

fn ticket(branch: &mut Branch, n: u32, digit: DeviceDigit) -> Ticket {
    let mut act = branch.act();
    let (outcome, ticket) =
        branch.kiosk.record_waiting(&mut act, visit(n, n.is_multiple_of(2)), digit).unwrap();
    assert!(matches!(outcome, RecordOutcome::Saved(_) | RecordOutcome::Repeated(_)));
    ticket.unwrap()
}

fn call(branch: &mut Branch, call: Call) -> Option<WaitingNumber> {
    let mut act = branch.act();
    branch.kiosk.call_waiting(&mut act, call).unwrap()
}

fn end(branch: &mut Branch, visit: FactId, end: WaitingEnd) -> bool {
    let mut act = branch.act();
    branch.kiosk.end_waiting(&mut act, visit, end).unwrap()
}

fn register(branch: &mut Branch, n: u32) -> (FactId, WaitingNumber) {
    (visit(n, false).id, ticket(branch, n, DeviceDigit::FIRST).number)
}

fn shown(branch: &Branch) -> Vec<String> {
    let queue = branch.kiosk.waiting(&branch.clock.reading()).unwrap();
    queue.into_iter().map(|one| one.number.to_string()).collect()
}

#[test]
fn who_waits_keeps_their_number_when_the_device_gets_another_digit_and_is_enrolled_anew() {
    let mut office = HeadOffice::new(2);
    let mut branch = Branch::enrolled("riyadh", &mut office, 2);
    let (id, number) = register(&mut branch, 1);
    let code = office.code("riyadh", branch.kiosk.mode().unwrap());
    branch.enrol_again(&mut office, &code).unwrap();
    let third = DeviceDigit::new(3).unwrap();
    assert_eq!(ticket(&mut branch, 2, third).number.to_string(), "302");
    assert_eq!(shown(&branch), ["101", "302"]);
    assert_eq!(call(&mut branch, Call::Visitor(id)), Some(number));
    assert_eq!(ticket(&mut branch, 1, third).number, number, "the ticket that is in their hand");
}

#[test]
fn whoever_gets_a_number_is_told_how_many_wait_before_them_and_were_not_called_yet() {
    let mut office = HeadOffice::new(2);
    let mut branch = Branch::enrolled("riyadh", &mut office, 2);
    let before =
        |branch: &mut Branch, n| ticket(branch, n, DeviceDigit::FIRST).before.expect("it is counted");
    assert_eq!((before(&mut branch, 1), before(&mut branch, 2), before(&mut branch, 3)), (0, 1, 2));
    assert_eq!(call(&mut branch, Call::Next), Some(number(1)));
    assert_eq!(before(&mut branch, 4), 2, "whoever is called waits before nobody");
    assert!(end(&mut branch, visit(2, false).id, WaitingEnd::DidNotCome));
    assert_eq!(before(&mut branch, 5), 2);
    assert_eq!(before(&mut branch, 3), 0, "a repetition is told how it stands now");
}

#[test]
fn the_next_is_called_without_anything_of_them_being_opened() {
    let mut office = HeadOffice::new(2);
    let mut branch = Branch::enrolled("riyadh", &mut office, 2);
    for n in 1..=2 {
        register(&mut branch, n);
    }
    branch.kiosk.lock_reading();
    let reading = branch.clock.reading();
    let state = |branch: &Branch| {
        let state = branch.kiosk.queue_state(&reading).unwrap();
        (state.next.map(|next| next.to_string()), state.waiting)
    };
    for (next, called) in [("101", number(1)), ("102", number(2))] {
        assert_eq!(state(&branch).0.as_deref(), Some(next));
        assert_eq!(call(&mut branch, Call::Next), Some(called));
    }
    assert_eq!(state(&branch), (None, 0));
    assert_eq!(call(&mut branch, Call::Next), None);
    assert_eq!(shown(&branch), ["101", "102"], "whoever was called stands in the list until they come");
}

#[test]
fn visitors_wait_in_the_order_of_coming_until_they_are_served_or_did_not_come() {
    let mut office = HeadOffice::new(1);
    let mut branch = Branch::enrolled("riyadh", &mut office, 1);
    let ids: Vec<FactId> = (1..=3).map(|n| register(&mut branch, n).0).collect();
    assert_eq!(shown(&branch), ["101", "102", "103"]);
    branch.clock.advance(20.minutes());
    let reading = branch.clock.reading();
    for calls in 1..=2 {
        let number = call(&mut branch, Call::Visitor(ids[1])).unwrap();
        let queue = branch.kiosk.waiting(&reading).unwrap();
        let called = &queue[1];
        assert_eq!(
            (called.number, called.calls, called.called),
            (number, calls, Some(reading.unix_millis()))
        );
        assert!(called.asks_for_woman && !queue[0].asks_for_woman);
        assert_eq!(reading.unix_millis().0 - called.since.0, 20 * 60 * 1_000);
    }
    assert!(end(&mut branch, ids[1], WaitingEnd::Served));
    assert!(end(&mut branch, ids[0], WaitingEnd::DidNotCome));
    assert_eq!(shown(&branch), ["103"]);
    assert!(!end(&mut branch, ids[0], WaitingEnd::Served), "they have left");
    assert_eq!(call(&mut branch, Call::Visitor(ids[0])), None);
    assert_eq!(register(&mut branch, 4).1, number(4), "a number is not given twice in a day");
}

#[test]
fn a_number_is_given_once_for_a_visit_and_numbers_begin_anew_each_day() {
    let mut office = HeadOffice::new(2);
    let mut branch = Branch::enrolled("riyadh", &mut office, 2);
    let first = register(&mut branch, 1);
    assert_eq!(register(&mut branch, 1), first, "a repetition gets the same number");
    register(&mut branch, 2);
    branch.clock.advance(1.day());
    assert_eq!(shown(&branch), Vec::<String>::new(), "yesterday's visitors have gone home");
    assert_eq!(register(&mut branch, 3).1, first.1);
    branch.clock.advance(-1.day());
    assert_eq!(shown(&branch), ["101", "102"], "a clock that was set wrong loses nobody");
}

#[test]
fn the_queue_survives_a_restart_and_an_exchange() {
    let mut office = HeadOffice::new(3);
    let mut branch = Branch::enrolled("riyadh", &mut office, 3);
    register(&mut branch, 1);
    assert_eq!(branch.reopen(), None);
    assert_eq!(shown(&branch), ["101"]);
    Network::default().sync(&mut branch, &mut office).unwrap();
    assert_eq!(branch.kiosk.counts().unwrap().received, 1);
    assert_eq!(shown(&branch), ["101"], "an exchange changes nothing about who waits");
}

/// A morning: 101 is called after ten minutes and again, 102 is served without a call after twenty, 103 goes home.
fn a_morning(branch: &mut Branch) -> Vec<FactId> {
    let ids: Vec<FactId> = (1..=3).map(|n| register(branch, n).0).collect();
    branch.clock.advance(10.minutes());
    assert_eq!(call(branch, Call::Next), Some(number(1)));
    branch.clock.advance(10.minutes());
    assert_eq!(call(branch, Call::Visitor(ids[0])), Some(number(1)));
    assert!(end(branch, ids[0], WaitingEnd::Served) && end(branch, ids[1], WaitingEnd::Served));
    assert!(end(branch, ids[2], WaitingEnd::DidNotCome));
    ids
}

/// Numbers given, those never called, median and ninetieth percentile in minutes.
fn reckoned(office: &HeadOffice) -> Vec<(u64, u64, Option<i64>, Option<i64>)> {
    let minutes = |seconds: Option<i64>| seconds.map(|seconds| seconds / 60);
    let days = office.replica.waits(0).unwrap();
    days.iter()
        .map(|of| (of.given, of.never_called, minutes(of.median_seconds), minutes(of.ninetieth_seconds)))
        .collect()
}

const MORNING: [(u64, u64, Option<i64>, Option<i64>); 1] = [(3, 1, Some(10), Some(20))];

#[test]
fn numbers_and_first_calls_reach_head_office_with_one_visit_each() {
    let mut office = HeadOffice::new(4);
    let mut branch = Branch::enrolled("riyadh", &mut office, 4);
    let ids = a_morning(&mut branch);
    let mut network = Network::default();
    network.sync(&mut branch, &mut office).unwrap();
    assert_eq!(reckoned(&office), MORNING);
    let exported = office.export();
    assert_eq!(exported.len(), 3);
    assert_same(&exported, &branch.export());
    let line = |id: FactId| exported[&id.to_string()].clone();
    let (called, gone) = (line(ids[0]), line(ids[2]));
    assert_eq!((&called["ticket"], &gone["ticket"]), (&json!("101"), &json!("103")));
    let at = |line: &serde_json::Value, field: &str| -> jiff::Timestamp {
        line[field].as_str().unwrap().parse().unwrap()
    };
    assert_eq!(at(&called, "called_at").as_second() - at(&called, "ticket_at").as_second(), 600);
    assert!(gone.get("called_at").is_none() && gone.get("ticket_at").is_some());
    // what was exported is what is known already, here and on another device
    let lines: Vec<serde_json::Value> = exported.values().cloned().map(without_branch).collect();
    let mut other = Branch::enrolled("abha", &mut office, 5);
    for device in [&mut branch, &mut other] {
        let outcomes = device.try_record(&lines).unwrap();
        assert!(
            !outcomes.iter().any(|outcome| matches!(outcome, RecordOutcome::Refused { .. })),
            "{outcomes:?}"
        );
        assert_eq!(device.export().len(), 3);
    }
    assert_eq!(other.export()[&ids[0].to_string()]["called_at"], called["called_at"]);
    // a correction is no second visitor
    let mut corrected = without_branch(called);
    corrected["id"] = json!("0197a1b2-0000-7000-8000-000000000099");
    corrected["supersedes"] = json!(ids[0].to_string());
    branch.record(&[corrected]);
    network.sync(&mut branch, &mut office).unwrap();
    assert_eq!(reckoned(&office), MORNING);
    office.replica.rebuild().unwrap();
    assert_eq!(reckoned(&office), MORNING);
    office.assert_whole();
    branch.assert_whole();
}

fn without_branch(mut line: serde_json::Value) -> serde_json::Value {
    line.as_object_mut().unwrap().remove("branch");
    line
}

#[test]
fn a_server_that_knows_no_calls_holds_them_and_reckons_with_them_after_its_update() {
    let mut office = HeadOffice::new(5);
    let mut branch = Branch::enrolled("riyadh", &mut office, 5);
    without_kind(FactKind::Called, || {
        office.reopen();
        a_morning(&mut branch);
        Network::default().sync(&mut branch, &mut office).unwrap();
        assert_eq!(reckoned(&office), [(3, 3, None, None)]);
        assert_eq!(office.export().len(), 3, "the visits are there meanwhile");
    });
    // it had no place for when a number was given
    let forgotten = "UPDATE fact SET ticket_seconds = NULL WHERE ticket_seconds IS NOT NULL";
    assert_eq!(office.rows().run(forgotten, &[]), 3);
    assert_eq!(reckoned(&office), []);
    office.reopen();
    assert_eq!(reckoned(&office), MORNING);
    office.assert_whole();
}

#[test]
fn a_call_is_no_record_of_those_that_people_count() {
    let mut office = HeadOffice::new(4);
    let mut branch = Branch::enrolled("riyadh", &mut office, 4);
    let counts = |branch: &Branch| {
        let counts = branch.kiosk.counts().unwrap();
        (counts.saved, counts.received, counts.waiting)
    };
    for n in 1..=2 {
        register(&mut branch, n);
        call(&mut branch, Call::Next).unwrap();
        assert!(end(&mut branch, visit(n, false).id, WaitingEnd::Served));
    }
    assert_eq!(counts(&branch), (2, 0, 2), "two people came, and were called");
    Network::default().sync(&mut branch, &mut office).unwrap();
    assert_eq!(counts(&branch), (2, 2, 0));
    register(&mut branch, 3);
    Network::default().sync(&mut branch, &mut office).unwrap();
    call(&mut branch, Call::Next).unwrap();
    assert_eq!(counts(&branch), (3, 3, 0), "a call that waits is no record that waits");
}

/// A visit at a time: of a visitor who registers by themselves, or of staff; of a person with an id where that is no 0.
fn visit_at(n: u32, at: &str, person: u32, origin: Origin) -> Visit {
    let mut line = json!({"type": "visit", "id": format!("0197a1b2-0000-7000-8000-{n:012}"), "at": at,
        "party": "beneficiary", "channel": "interview", "services": ["support"]});
    if person > 0 {
        line["beneficiary"] = json!({"national_id": format!("100000000{person}")});
    }
    let Record::Visit(visit) = RecordLine::parse(line.to_string().as_bytes()).unwrap().record else {
        panic!("a visit")
    };
    Visit { origin, ..*visit }
}

fn record(branch: &mut Branch, visits: Vec<Visit>) {
    let records: Vec<Record> = visits.into_iter().map(|visit| Record::Visit(Box::new(visit))).collect();
    let mut act = branch.act();
    for outcome in branch.kiosk.record(&mut act, &records).unwrap() {
        assert!(matches!(outcome, RecordOutcome::Saved(_)), "{outcome:?}");
    }
}

fn to_contact(branch: &Branch) -> Vec<FactId> {
    let reading = branch.clock.reading();
    branch.kiosk.to_contact(&reading).unwrap().into_iter().map(|row| row.visit.id).collect()
}

#[test]
fn who_left_a_number_on_a_closed_day_is_to_be_contacted_until_a_contact_is_recorded() {
    let mut office = HeadOffice::new(6);
    let mut branch = Branch::enrolled("riyadh", &mut office, 6);
    let hours = br#"{"kind":"hours","code":"riyadh","name_ar":"\u0623","name_en":"A","hours":["sunday-thursday 08:00-14:00"]}"#;
    let mut act = office.act();
    office.replica.publish(&mut act, &[read_catalog_line(hours).unwrap()]).unwrap();
    Network::default().sync(&mut branch, &mut office).unwrap();
    let [friday, evening, morning, open] = [
        "2026-05-08T09:00:00+03:00",
        "2026-05-11T18:00:00+03:00",
        "2026-05-12T07:00:00+03:00",
        "2026-05-12T08:30:00+03:00",
    ];
    let id = |n: u32| visit(n, false).id;
    let registered = |n, at, person| visit_at(n, at, person, Origin::SelfService);
    let all = vec![
        registered(1, friday, 8),
        registered(2, friday, 0),
        registered(3, open, 7),
        registered(4, morning, 6),
        registered(5, evening, 8),
        registered(6, evening, 5),
    ];
    record(&mut branch, all);
    let promised = [id(1), id(6)];
    assert_eq!(to_contact(&branch), promised, "nobody twice, nobody unknown, nobody who is served that day");
    Network::default().sync(&mut branch, &mut office).unwrap();
    assert_eq!(to_contact(&branch), promised, "head office has it, and still nobody called");
    record(&mut branch, vec![visit_at(7, "2026-05-12T09:10:00+03:00", 8, Origin::Staff)]);
    assert_eq!(to_contact(&branch), [id(6)]);
    let completed = Visit { supersedes: Some(id(6)), ..visit_at(8, evening, 5, Origin::Staff) };
    record(&mut branch, vec![completed]);
    assert!(to_contact(&branch).is_empty());
    record(&mut branch, vec![registered(9, evening, 4)]);
    assert_eq!(to_contact(&branch), [id(9)]);
    branch.clock.advance((61 * 24).hours());
    assert!(to_contact(&branch).is_empty(), "it does not stand there for ever");
}
