//! Whatever the network does, head office ends up with every record once, field by field as it was recorded.

use jiff::ToSpan as _;
use serde_json::Value;
use shared::domain::CatalogKind;
use tests::branch::PROGRAM;
use tests::model::assert_same;
use tests::seed::seeds;

use crate::society::Society;

#[test]
fn whatever_the_network_does_head_office_has_every_record_once_as_it_was_recorded() {
    for seed in seeds(6) {
        let mut society = Society::new(seed);
        for _ in 0..60 {
            society.something_happens();
        }
        society.settle();
        society.assert_converged();
    }
}

#[test]
fn the_order_in_which_branches_come_makes_no_difference() {
    let mut exports = Vec::new();
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let mut society = Society::new(11);
        for at in 0..3 {
            society.record(at, 8);
        }
        for at in order {
            society.branches[at].clock.advance(2.days());
            society.network.sync(&mut society.branches[at], &mut society.office).unwrap();
        }
        society.assert_converged();
        exports.push(society.office.export());
    }
    assert_eq!(exports[0], exports[1]);
    assert_eq!(exports[0], exports[2]);
}

#[test]
fn a_model_that_misses_one_letter_is_told_apart() {
    let mut society = Society::new(3);
    society.record(0, 6);
    society.settle();
    let mut wrong = society.model.clone();
    let record = wrong.records.values_mut().next().unwrap();
    record["channel"] = Value::from("letter ");
    let found = society.office.export();
    assert!(std::panic::catch_unwind(|| assert_same(&found, &wrong.records)).is_err());
}

#[test]
fn a_rating_waits_until_its_day_is_over_and_then_reaches_head_office_once() {
    let mut society = Society::new(4);
    let (branch, line) = (&mut society.branches[0], society.register.rating("2026-05-12T08:10:00+03:00"));
    branch.record(std::slice::from_ref(&line));
    society.network.sync(branch, &mut society.office).unwrap();
    assert!(society.office.export().is_empty());
    let counts = branch.kiosk.counts().unwrap();
    assert_eq!((counts.saved, counts.received, counts.waiting, counts.waiting_hour), (1, 0, 0, 1));
    branch.clock.advance(1.day());
    society.network.sync(branch, &mut society.office).unwrap();
    society.network.sync(branch, &mut society.office).unwrap();
    society.model.recorded("riyadh", &line);
    society.settle();
    society.assert_converged();
}

#[test]
fn a_kiosk_that_thinks_it_is_1970_still_syncs() {
    let mut society = Society::new(5);
    society.branches[0].clock.set("1970-01-01T00:05:00+03:00[Asia/Riyadh]");
    society.record(0, 10);
    society.settle();
    society.assert_converged();
}

#[test]
fn an_answer_that_comes_after_a_newer_one_changes_nothing() {
    let mut society = Society::new(8);
    let mut answers = Vec::new();
    let mut device = society.branches.remove(0);
    for _ in 0..2 {
        let line = society.register.visit(&device.clock.stated());
        device.record(std::slice::from_ref(&line));
        society.model.recorded("riyadh", &line);
        let mut act = device.act();
        let push = device.kiosk.next_push(&mut act, PROGRAM).unwrap();
        let (mut act, token) = (society.office.act(), device.kiosk.token().unwrap().to_owned());
        let office = &society.office.replica;
        answers.push((office.push(&mut act, &token, &push.signature, &push.body).unwrap(), push));
    }
    for (answer, push) in answers.iter().rev() {
        let mut act = device.act();
        device.kiosk.take_push_reply(&mut act, push, &answer.bytes).unwrap();
    }
    assert_eq!(device.kiosk.counts().unwrap().waiting, 0);
    assert_eq!(society.network.sync(&mut device, &mut society.office).unwrap(), 1, "no new epoch began");
    assert_same(&society.office.export(), &society.model.records);
}

#[test]
fn more_visits_than_one_part_holds_go_on_in_the_next_part_and_all_arrive() {
    let mut society = Society::new(6);
    let stated = society.branches[1].clock.stated();
    let mut lines: Vec<Value> = (0..2_005).map(|_| society.register.visit(&stated)).collect();
    for line in &mut lines[40..] {
        // the register's few people can't have come that often
        line["beneficiary"] = Value::Null;
    }
    for lines in lines.chunks(500) {
        society.branches[1].record(lines);
    }
    for line in &lines {
        society.model.recorded("jeddah", line);
    }
    let pushes = society.network.sync(&mut society.branches[1], &mut society.office).unwrap();
    assert!(pushes > 1, "one push does not carry 2,005 visits");
    society.settle();
    society.assert_converged();
}

#[test]
fn what_head_office_publishes_reaches_every_kiosk_and_a_later_publication_stands() {
    let mut society = Society::new(7);
    society.settle();
    let mut act = society.office.act();
    let mut entry =
        society.office.replica.catalog().unwrap().find(&CatalogKind::Service, "support").unwrap().clone();
    for name in ["دعم", "الدعم"] {
        entry.name_ar = shared::domain::Text::new(name).unwrap();
        society.office.replica.publish(&mut act, &[entry.clone()]).unwrap();
    }
    society.settle();
    society.assert_converged();
    let shown = society.branches[2].kiosk.catalog().unwrap();
    assert_eq!(shown.find(&CatalogKind::Service, "support").unwrap().name_ar.as_str(), "الدعم");
}
