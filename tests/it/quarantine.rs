//! A fault of meaning holds one record for review, tells both sides, and nothing behind it waits.

use minicbor::bytes::ByteVec;
use serde_json::{Value, json};
use shared::doc::{Entry, Fields, KeyOwner, Scalar, SealingKey, append};
use shared::sync::{PushReply, Standing};
use tests::forger::{Forger, fact, rating, rating_fields, visit_fields};
use tests::office::HeadOffice;

use crate::society::Society;

fn text(value: &str) -> Scalar {
    Scalar::Text(value.to_owned())
}

fn with(mut fields: Fields, name: &str, value: Scalar) -> Fields {
    fields.insert(name, value);
    fields
}

fn without(fields: &Fields, name: &str) -> Fields {
    fields
        .iter()
        .filter(|(known, _)| *known != name)
        .fold(Fields::none(), |fields, (name, value)| with(fields, name, value.clone()))
}

/// A visit's entry with a note, sealed with a key.
fn sealed_note(n: u8, note: &str, key: &SealingKey) -> Entry {
    let values = with(Fields::none(), "note", text(note));
    let entry = fact(n, visit_fields("riyadh"));
    let sealed = key.seal_fact("visit", entry.id, &values).unwrap().into_bytes();
    Entry { fields: with(entry.fields, "sealed", Scalar::Bytes(sealed)), ..entry }
}

fn reasons(reply: &PushReply) -> Vec<(u64, &str)> {
    reply.held.iter().map(|held| (held.seq, held.reason.as_str())).collect()
}

fn assert_held_in_view(office: &HeadOffice, forger: &Forger, count: u64) {
    let held = office.replica.held_records().unwrap();
    assert_eq!(held[&forger.device].values().sum::<u64>(), count);
}

#[test]
fn each_fault_of_meaning_is_held_with_its_reason_and_what_comes_after_it_arrives() {
    let mut office = HeadOffice::new(1);
    let mut forger = Forger::enrolled(&mut office, "riyadh", 1);
    let stranger = SealingKey::generate(&mut forger.dice);
    let good = visit_fields("riyadh");
    let entries = [
        fact(1, visit_fields("jeddah")),
        fact(2, without(&good, "party")),
        fact(3, with(good.clone(), "kind", text("hologram"))),
        fact(4, with(good.clone(), "at", text("yesterday"))),
        fact(5, with(good.clone(), "kind", text("rating"))),
        sealed_note(6, "note", &stranger),
        fact(7, with(good.clone(), "a_field_of_a_newer_program", Scalar::Int(1))),
        fact(8, good.clone()),
        fact(9, with(good, "party", text("a\0b"))),
    ];
    let reply = forger.push_journal(&mut office, &forger.journal, &entries).unwrap();
    assert_eq!((reply.documents[0].seq, reply.documents[0].standing), (9, Standing::Received));
    assert_eq!(
        reasons(&reply),
        [
            (1, "other_branch"),
            (2, "missing_field party"),
            (3, "unknown_kind"),
            (4, "invalid_field at"),
            (5, "not_allowed"),
            (6, "sealed_without_key"),
            (9, "invalid_field party"),
        ]
    );
    assert_held_in_view(&office, &forger, 7);
    let exported: Vec<String> = office.export().into_keys().collect();
    assert_eq!(exported, [entries[6].id.to_string(), entries[7].id.to_string()]);
    office.assert_whole();
    office.replica.rebuild().unwrap();
    assert_held_in_view(&office, &forger, 7);
    office.assert_whole();
}

#[test]
fn a_rating_that_tells_its_minute_is_held() {
    let mut office = HeadOffice::new(2);
    let forger = Forger::enrolled(&mut office, "riyadh", 2);
    let to_the_minute = with(rating_fields("riyadh"), "at", text("2026-05-12T08:53:00+03:00"));
    let entries = [rating(1, to_the_minute), rating(2, rating_fields("riyadh"))];
    let reply = forger.push_journal(&mut office, &forger.ratings, &entries).unwrap();
    assert_eq!(reasons(&reply), [(1, "invalid_field at")]);
    assert_eq!(office.export().len(), 1);
}

#[test]
fn a_record_held_for_want_of_a_key_is_released_when_the_key_comes() {
    let mut office = HeadOffice::new(3);
    let mut forger = Forger::enrolled(&mut office, "riyadh", 3);
    let key = SealingKey::generate(&mut forger.dice);
    let entries = [sealed_note(1, "سر", &key), fact(2, visit_fields("riyadh"))];
    let reply = forger.push_journal(&mut office, &forger.journal, &entries[..1]).unwrap();
    assert_eq!(reasons(&reply), [(1, "sealed_without_key")]);
    let journal = forger.journal.clone();
    let mut request = forger.empty_push();
    let end = append(&forger.tip(&journal), &entries[0]).tip;
    request.journals = vec![forger.batch(&journal, &end, &entries[1..])];
    let owner = KeyOwner::of(&journal, None);
    forger.add_key(&mut request, &owner, &key);
    let reply = forger.push(&mut office, &request).unwrap();
    assert_eq!(reasons(&reply), []);
    assert_eq!(office.export()[&entries[0].id.to_string()]["note"], Value::from("سر"));
    office.assert_whole();
}

#[test]
fn of_two_records_under_one_id_the_first_stands_and_the_second_is_held_in_view_of_its_device() {
    let mut society = Society::new(4);
    let line = |purpose: &str| {
        json!({
            "type": "visit", "id": "0197a1b2-0000-7000-8000-000000000001", "at": "2026-05-12T08:10:00+03:00",
            "party": "other", "channel": "letter", "services": ["support"], "purpose": purpose,
        })
    };
    society.branches[0].record(&[line("الأول")]);
    society.branches[1].record(&[line("الثاني")]);
    society.model.recorded("riyadh", &line("الأول"));
    society.record(1, 4);
    society.network.sync(&mut society.branches[0], &mut society.office).unwrap();
    society.settle();
    tests::model::assert_same(&society.office.export(), &society.model.records);
    let counts = society.branches[1].kiosk.counts().unwrap();
    assert_eq!(counts.quarantined, ["id_taken"]);
    assert_eq!(counts.waiting, 0, "nothing behind it waits");
    assert_eq!(society.branches[0].kiosk.counts().unwrap().quarantined, Vec::<String>::new());
    society.office.assert_whole();
}

#[test]
fn a_device_that_names_another_branch_than_its_own_is_told_so() {
    let mut society = Society::new(5);
    let mut device = society.branches.remove(0);
    let id = device.kiosk.device().unwrap();
    let sql = "UPDATE device SET branch = 'jeddah' WHERE device = ?1";
    assert_eq!(society.office.rows().run(sql, &[id.into()]), 1);
    let line = society.register.visit("2026-05-12T08:10:00+03:00");
    device.record(&[line]);
    society.network.sync(&mut device, &mut society.office).unwrap();
    assert_eq!(device.kiosk.counts().unwrap().quarantined, ["other_branch"]);
    assert!(society.office.export().is_empty());
}

#[test]
fn a_structural_fault_stops_its_journal_and_no_other() {
    let mut office = HeadOffice::new(6);
    let forger = Forger::enrolled(&mut office, "riyadh", 6);
    let visits: Vec<Entry> = (1..=4).map(|n| fact(n, visit_fields("riyadh"))).collect();
    let other = forger.journal_part(2);
    let mut request = forger.empty_push();
    request.journals = vec![
        forger.batch(&forger.journal, &forger.tip(&forger.journal), &visits),
        forger.batch(&other, &forger.tip(&other), &[fact(9, visit_fields("riyadh"))]),
    ];
    let mut broken = request.journals[0].entries[2].to_vec();
    broken.push(0);
    request.journals[0].entries[2] = ByteVec::from(broken);
    let reply = forger.push(&mut office, &request).unwrap();
    assert_eq!((reply.documents[0].seq, reply.documents[0].standing), (0, Standing::Stopped));
    assert_eq!(reply.documents[0].refused, Some(3), "the device is told which entry it was");
    assert_eq!((reply.documents[1].seq, reply.documents[1].standing), (1, Standing::Received));
    assert_eq!(office.export().len(), 1);
    office.assert_whole();
}
