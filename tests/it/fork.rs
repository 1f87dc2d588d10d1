//! Copied disks, restored devices, refused journals: facts keep their ids and arrive once.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use minicbor::bytes::ByteVec;
use serde_json::{Value, json};
use shared::domain::{FactId, ProfileField};
use shared::replica::{KioskError, NewIncarnation};
use shared::sync::PushRequest;
use tests::branch::{Branch, copy_of_closed};
use tests::model::assert_same;
use tests::network::Fate;
use tests::seed::seeds;

use crate::people::{correct, opened, values};
use crate::society::Society;

fn record(society: &mut Society, device: &mut Branch, n_lines: usize) {
    let stated = device.clock.stated();
    let lines: Vec<Value> = (0..n_lines).map(|_| society.register.line(&stated)).collect();
    device.record(&lines);
    lines.iter().for_each(|line| society.model.recorded(&device.name, line));
}

fn sync(society: &mut Society, device: &mut Branch) {
    society.network.sync(device, &mut society.office).unwrap();
}

fn sync_later(society: &mut Society, devices: &mut [&mut Branch]) {
    for device in devices {
        device.clock.advance(2.days());
        sync(society, device);
        device.assert_whole();
    }
}

#[test]
fn a_copied_disk_and_its_original_both_go_on_and_nothing_is_lost_or_doubled() {
    for seed in seeds(5) {
        let mut society = Society::new(seed);
        let mut original = society.branches.remove(0);
        record(&mut society, &mut original, 6);
        sync(&mut society, &mut original);
        record(&mut society, &mut original, 6);
        let mut copy = original.clone_disk(seed);
        record(&mut society, &mut original, 5);
        record(&mut society, &mut copy, 7);
        sync(&mut society, &mut original);
        sync(&mut society, &mut copy);
        record(&mut society, &mut original, 3);
        record(&mut society, &mut copy, 3);
        sync_later(&mut society, &mut [&mut copy, &mut original]);
        assert_same(&society.office.export(), &society.model.records);
        society.office.assert_whole();
        let device = society.office.replica.device(copy.kiosk.device().unwrap()).unwrap().unwrap();
        assert!(device.forked.is_some(), "head office sees that the device was copied");
        assert_eq!(copy.kiosk.counts().unwrap().waiting, 0);
    }
}

#[test]
fn a_copy_whose_last_answer_was_lost_sends_again_without_doubling() {
    for seed in seeds(3) {
        let mut society = Society::new(seed);
        let mut original = society.branches.remove(0);
        record(&mut society, &mut original, 6);
        society.network.push(&mut original, &mut society.office, Fate::ReplyLost).unwrap_err();
        let mut copy = original.clone_disk(seed);
        record(&mut society, &mut copy, 4);
        record(&mut society, &mut original, 2);
        sync_later(&mut society, &mut [&mut copy, &mut original]);
        assert_same(&society.office.export(), &society.model.records);
        society.office.assert_whole();
    }
}

#[test]
fn a_copy_without_its_incarnation_file_begins_a_new_incarnation_when_it_is_opened() {
    let mut society = Society::new(21);
    let mut original = society.branches.remove(0);
    record(&mut society, &mut original, 5);
    sync(&mut society, &mut original);
    record(&mut society, &mut original, 5);
    let partial = copy_of_closed(&original);
    std::fs::remove_file(partial.path().join("incarnation")).unwrap();
    assert_eq!(original.restore(partial), Some(NewIncarnation));
    assert_eq!(original.reopen(), None);
    record(&mut society, &mut original, 5);
    sync_later(&mut society, &mut [&mut original]);
    assert_same(&society.office.export(), &society.model.records);
    assert_same(&original.export(), &society.model.of("riyadh"));
}

#[test]
fn a_device_put_back_from_a_backup_goes_on_and_loses_nothing_that_head_office_has() {
    let mut society = Society::new(22);
    let mut device = society.branches.remove(0);
    record(&mut society, &mut device, 5);
    sync(&mut society, &mut device);
    let backup = copy_of_closed(&device);
    record(&mut society, &mut device, 5);
    sync_later(&mut society, &mut [&mut device]);
    device.restore(backup);
    record(&mut society, &mut device, 5);
    sync_later(&mut society, &mut [&mut device]);
    assert_same(&society.office.export(), &society.model.records);
    society.office.assert_whole();
}

#[test]
fn a_journal_refused_for_its_structure_goes_on_in_a_new_one_under_the_same_ids() {
    let mut society = Society::new(23);
    let mut device = society.branches.remove(0);
    record(&mut society, &mut device, 12);
    let damage = |request: &mut PushRequest| {
        let entries = &mut request.journals[0].entries;
        entries[2] = ByteVec::from(vec![7; 90]);
    };
    society.network.push_tampered(&mut device, &mut society.office, damage).unwrap();
    assert_eq!(device.reopen(), None);
    record(&mut society, &mut device, 3);
    sync_later(&mut society, &mut [&mut device]);
    assert_same(&society.office.export(), &society.model.records);
    assert_same(&device.export(), &society.model.of("riyadh"));
    society.office.assert_whole();
}

fn visit_of(id: u8, person: Value) -> Value {
    json!({
        "type": "visit", "id": format!("00000000-0000-4000-8000-0000000000{id:02}"), "at": "2026-05-12T08:10:00+03:00",
        "party": "beneficiary", "channel": "interview", "services": ["support"], "beneficiary": person,
    })
}

#[test]
fn a_file_that_was_filled_in_twice_beside_its_original_arrives_with_all_of_it() {
    let mut society = Society::new(24);
    let mut original = society.branches.remove(0);
    let person = |name: Option<&str>, mobile: Option<&str>, group: Option<&str>| json!({"national_id": "1000000008", "name": name, "mobile": mobile, "group": group});
    let lines = [
        visit_of(1, person(None, None, None)),
        visit_of(2, person(None, None, Some("elderly"))),
        visit_of(3, person(Some("فاطمة"), None, None)),
        visit_of(4, person(Some("فاطمة"), Some("0556880045"), None)),
        visit_of(5, person(Some("فاطمة"), Some("0556880045"), Some("elderly"))),
    ];
    lines.iter().for_each(|line| society.model.recorded("riyadh", line));
    original.record(&lines[..1]);
    sync(&mut society, &mut original);
    let mut copy = original.clone_disk(24);
    original.record(&lines[1..2]);
    lines[2..].iter().for_each(|line| copy.record(std::slice::from_ref(line)));
    sync_later(&mut society, &mut [&mut original, &mut copy]);
    assert_same(&society.office.export(), &society.model.records);
    society.office.assert_whole();
    let mut documents = 0;
    copy.kiosk
        .export_documents::<KioskError>(|_, _| {
            documents += 1;
            Ok(())
        })
        .expect("every document of the copy still makes an automerge document");
    assert!(documents > 2);
}

/// A device is copied, both go on, and head office is put back to before all of it; then one of them comes first.
fn forked_and_restored(seed: u64, copy_comes_first: bool) {
    let mut society = Society::new(seed);
    let backup = society.office.backup();
    let mut original = society.branches.remove(0);
    record(&mut society, &mut original, 6);
    sync(&mut society, &mut original);
    let mut copy = original.clone_disk(seed);
    record(&mut society, &mut original, 9);
    record(&mut society, &mut copy, 5);
    sync_later(&mut society, &mut [&mut original, &mut copy]);
    record(&mut society, &mut copy, 2);
    society.office.restore(backup);
    let (first, second) =
        if copy_comes_first { (&mut copy, &mut original) } else { (&mut original, &mut copy) };
    sync_later(&mut society, &mut [first, second]);
    sync_later(&mut society, &mut [&mut original, &mut copy]);
    assert_same(&society.office.export(), &society.model.records);
    society.office.assert_whole();
}

#[test]
fn a_copy_that_comes_first_to_a_restored_head_office_costs_its_original_nothing() {
    seeds(4).into_iter().for_each(|seed| forked_and_restored(seed, true));
}

#[test]
fn a_copy_that_comes_second_to_a_restored_head_office_still_drains() {
    seeds(4).into_iter().for_each(|seed| forked_and_restored(seed, false));
}

#[test]
fn a_file_that_builds_on_what_head_office_lost_unnoticed_still_arrives() {
    let mut society = Society::new(26);
    let mut original = society.branches.remove(0);
    record(&mut society, &mut original, 2);
    sync(&mut society, &mut original);
    let mut copy = original.clone_disk(26);
    let backup = {
        record(&mut society, &mut original, 2);
        sync(&mut society, &mut original);
        society.office.backup()
    };
    // the file arrives, its visit's journal is refused: nothing tells afterwards that the file was ever there
    let lines = [
        visit_of(1, json!({"national_id": "1000000008"})),
        visit_of(2, json!({"national_id": "1000000008", "name": "فاطمة"})),
    ];
    lines.iter().for_each(|line| society.model.recorded("riyadh", line));
    copy.record(&lines[..1]);
    society.network.push(&mut copy, &mut society.office, Fate::Arrives).unwrap();
    society.office.restore(backup);
    copy.record(&lines[1..]);
    sync_later(&mut society, &mut [&mut copy, &mut original]);
    assert_same(&society.office.export(), &society.model.records);
    society.office.assert_whole();
}

fn record_visits(society: &mut Society, device: &mut Branch, n_lines: usize) {
    let stated = device.clock.stated();
    let lines: Vec<Value> = (0..n_lines).map(|_| society.register.visit(&stated)).collect();
    device.record(&lines);
    lines.iter().for_each(|line| society.model.recorded(&device.name, line));
}

#[test]
fn a_record_that_is_refused_for_good_holds_up_nothing_before_or_after_it() {
    let mut society = Society::new(24);
    let mut device = society.branches.remove(0);
    record_visits(&mut society, &mut device, 12);
    let database = rusqlite::Connection::open(device.dir().join("kiosk.db")).unwrap();
    let bad: Vec<u8> =
        database.query_row("SELECT fact FROM fact WHERE seq = 5", [], |row| row.get(0)).unwrap();
    // whatever it is in, this record's bytes are none that head office takes
    let damage = |request: &mut PushRequest| {
        let all = request.journals.iter_mut().flat_map(|journal| &mut journal.entries);
        all.filter(|entry| entry.starts_with(&bad)).for_each(|entry| entry.push(0));
    };
    let mut was_refused = false;
    for round in 0..8 {
        if round == 4 {
            record_visits(&mut society, &mut device, 5);
        }
        let outcome = society.network.push_tampered(&mut device, &mut society.office, damage);
        was_refused |= outcome.is_err();
    }
    assert!(was_refused, "the device says at last that a record is refused");
    let bad = FactId::from_slice(&bad).unwrap().to_string();
    let mut expected = society.model.of("riyadh");
    assert!(expected.remove(&bad).is_some());
    assert_same(&society.office.export(), &expected);
    society.office.assert_whole();
}

#[test]
fn visits_that_are_refused_for_good_hold_back_no_rating() {
    let mut society = Society::new(25);
    let mut device = society.branches.remove(0);
    record_visits(&mut society, &mut device, 3);
    let stated = device.clock.stated();
    let ratings: Vec<Value> = (0..3).map(|_| society.register.rating(&stated)).collect();
    device.record(&ratings);
    device.clock.advance(1.day());
    let mut act = device.act();
    device.kiosk.move_due_ratings(&mut act).unwrap();
    let damage = |request: &mut PushRequest| {
        let visits = request.journals.iter_mut().filter(|journal| journal.document.starts_with("j/"));
        visits.flat_map(|journal| &mut journal.entries).for_each(|entry| entry.push(0));
    };
    for _ in 0..12 {
        drop(society.network.push_tampered(&mut device, &mut society.office, damage));
    }
    let exported = society.office.export();
    assert_eq!(exported.len(), 3, "all ratings, and no visit");
    assert!(exported.values().all(|record| record["type"] == "rating"));
}

#[test]
fn a_copy_that_holds_another_change_than_head_office_is_told_it_in_full() {
    let mut society = Society::new(27);
    let mut original = society.branches.remove(0);
    original.record(&[visit_of(1, json!({"national_id": "1000000008", "mobile": "0556880045"}))]);
    // the log is longer than one answer
    record_visits(&mut society, &mut original, 900);
    sync(&mut society, &mut original);
    let mut copy = original.clone_disk(27);
    let (backup, seen) = (society.office.backup(), opened(&copy, "1000000008"));
    correct(&mut copy, &seen, ProfileField::Mobile, "0556880046");
    sync(&mut society, &mut copy);
    society.office.restore(backup);
    correct(&mut original, &seen, ProfileField::Mobile, "0556880047");
    sync_later(&mut society, &mut [&mut original, &mut copy]);
    sync(&mut society, &mut original);
    for device in [&original, &copy] {
        let seen = opened(device, "1000000008");
        let mobiles = BTreeSet::from_iter(values(&seen, ProfileField::Mobile));
        assert_eq!(mobiles, BTreeSet::from(["0556880046", "0556880047"]), "both are there");
    }
    society.office.assert_whole();
}
