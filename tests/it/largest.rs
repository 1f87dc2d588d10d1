//! The largest lawful message of every kind but pulls, which `limits` has: whoever it is for takes it, and what it may weigh is stated.

use rand::RngExt as _;
use serde_json::{Value, json};
use shared::doc::{Dice, Entry, Fields, FileHistory, KeyOwner, SEALED_BYTES_MAX, Scalar, SealingKey, random};
use shared::domain::{FactId, FileId, TEXT_CHARS_MAX};
use shared::replica::{ExchangeError, PushAnswer};
use shared::sync::{
    Acknowledged, EnvelopeError, INFLATED_BYTES_MAX, PUSH_BYTES_MAX, PushReply, PushRequest, Standing,
    from_cbor, pack, to_cbor, unpack, unpack_answer,
};
use tests::branch::Branch;
use tests::forger::{Forger, rating_fields, visit_fields};
use tests::network::Network;
use tests::office::HeadOffice;
use tests::seed::dice;

/// Most changes, keys, sessions and acknowledgements that a push may bring.
const CHANGES: usize = 1_000;
const KEYS: usize = 1_008;
const SESSIONS: usize = 256;
const ACKNOWLEDGED: usize = 64;

/// Most that an answer to a push weighs once it is inflated, beside the list of who was shut out, which no kiosk brings back beyond
/// 160 KiB: a thousand journals and a thousand held records of 170 bytes each. A device takes 16 MiB.
const REPLY_BYTES: usize = 352 * 1024;

/// What fills an entry so that nothing compresses it: sealed, and 2 KiB below what a sealed map may have.
fn noise(dice: &mut Dice) -> Scalar {
    let bytes = (0..SEALED_BYTES_MAX - 2_048).map(|_| dice.random()).collect();
    Scalar::Bytes(bytes)
}

fn entry(dice: &mut Dice, fields: Fields) -> Entry {
    Entry { id: FactId::from_random(random(dice)), time_seconds: 1_778_000_000, fields }
}

/// An entry of a kind with all that one may hold.
fn full(forger: &mut Forger, kind: &str, mut fields: Fields, key: &SealingKey) -> Entry {
    let mut entry = entry(&mut forger.dice, Fields::none());
    let mut sealed = Fields::none();
    sealed.insert("unknown", noise(&mut forger.dice));
    let sealed = key.seal_fact(kind, entry.id, &sealed).unwrap();
    fields.insert("sealed", Scalar::Bytes(sealed.into_bytes()));
    if kind == "rating" {
        entry.time_seconds = 0;
    }
    Entry { fields, ..entry }
}

fn suggestion_fields() -> Fields {
    let mut fields = Fields::none();
    for (name, value) in [
        ("kind", "suggestion"),
        ("branch", "riyadh"),
        ("at", "2026-05-12T08:30:00+03:00"),
        ("channel", "interview"),
    ] {
        fields.insert(name, Scalar::Text(value.to_owned()));
    }
    for (name, value) in
        visit_fields("riyadh").iter().filter(|(name, _)| ["wall", "mono", "boot"].contains(name))
    {
        fields.insert(name, value.clone());
    }
    fields
}

/// A push of journals with one entry each, and with whatever a push may carry besides; none of its keys is of anything here.
fn fullest(forger: &mut Forger, first_part: u16) -> PushRequest {
    let mut push = forger.empty_push();
    for part in (first_part..).take(CHANGES) {
        let (document, entry) =
            (forger.journal_part(part), entry(&mut forger.dice, visit_fields("elsewhere")));
        push.journals.push(forger.batch(&document, &forger.tip(&document), &[entry]));
    }
    let keys: Vec<(KeyOwner, SealingKey)> = (0..KEYS)
        .map(|_| {
            (
                KeyOwner::File(FileId::from_random(random(&mut forger.dice))),
                SealingKey::generate(&mut forger.dice),
            )
        })
        .collect();
    let named: Vec<_> = keys.iter().map(|(owner, key)| (owner.clone(), key)).collect();
    forger.add_keys(&mut push, &named);
    while push.sessions.len() < SESSIONS {
        push.sessions.push(random::<32>(&mut forger.dice).into());
    }
    let nothing_known = |document: &String| Acknowledged {
        document: document.clone(),
        seq: 1,
        hash: [0; 32].into(),
        receipt: [0; 16].into(),
    };
    push.acknowledged =
        push.journals.iter().take(ACKNOWLEDGED).map(|batch| nothing_known(&batch.document)).collect();
    push
}

/// The largest lawful pushes, each of another kind.
fn largest_pushes(forger: &mut Forger) -> Vec<(&'static str, PushRequest)> {
    let key = SealingKey::generate(&mut forger.dice);
    let mut pushes = vec![("the most journals, keys, sessions and acknowledgements", fullest(forger, 1_000))];
    let device = forger.device;
    for (name, kind, fields, owner) in [
        ("the largest records", "visit", visit_fields("riyadh"), KeyOwner::Device(device)),
        ("the largest suggestions", "suggestion", suggestion_fields(), KeyOwner::Device(device)),
        ("the largest ratings", "rating", rating_fields("riyadh"), KeyOwner::Ratings(device)),
    ] {
        let document = match kind {
            "rating" => forger.ratings.clone(),
            _ => forger.journal_part(u16::try_from(pushes.len()).unwrap()),
        };
        let entries: Vec<Entry> = (0..15).map(|_| full(forger, kind, fields.clone(), &key)).collect();
        let batch = forger.batch(&document, &forger.tip(&document), &entries);
        let mut push = PushRequest { journals: vec![batch], ..forger.empty_push() };
        forger.add_key(&mut push, &owner, &key);
        pushes.push((name, push));
    }
    let document = forger.journal_part(100);
    let entries: Vec<Entry> = (0..120).map(|_| long(forger)).collect();
    let batch = forger.batch(&document, &forger.tip(&document), &entries);
    pushes.push(("what inflates most", PushRequest { journals: vec![batch], ..forger.empty_push() }));

    let mut push = forger.empty_push();
    let keys: Vec<(FileId, SealingKey)> = (0..CHANGES)
        .map(|_| (FileId::from_random(random(&mut forger.dice)), SealingKey::generate(&mut forger.dice)))
        .collect();
    push.files = keys.iter().map(|(file, key)| forger.first_change(*file, key, &[("name", b"n")])).collect();
    let named: Vec<_> = keys.iter().map(|(file, key)| (KeyOwner::File(*file), key)).collect();
    forger.add_keys(&mut push, &named);
    pushes.push(("the most files", push));

    let mut push = forger.empty_push();
    for _ in 0..15 {
        let file = FileId::from_random(random(&mut forger.dice));
        let Scalar::Bytes(value) = noise(&mut forger.dice) else { unreachable!("noise is bytes") };
        push.files.push(forger.first_change(file, &key, &[("address", &value)]));
        forger.add_key(&mut push, &KeyOwner::File(file), &key);
    }
    pushes.push(("the largest values", push));

    let mut push = forger.empty_push();
    let file = FileId::from_random(random(&mut forger.dice));
    let mut history = FileHistory::default();
    for _ in 0..500 {
        let change = forger.change_over(&history, file, &key, &[("name", b"n")]);
        history = forger.history_with(history, &change);
        push.files.push(change);
    }
    forger.add_key(&mut push, &KeyOwner::File(file), &key);
    pushes.push(("the longest file", push));
    pushes
}

fn reply_in(answer: &PushAnswer) -> (PushReply, usize) {
    let inflated = unpack_answer(&answer.bytes).expect("a device takes the answer");
    (from_cbor(&inflated).expect("an answer is a message"), inflated.len())
}

/// An entry as long as one may be, nearly all of it in clear and all alike.
fn long(forger: &mut Forger) -> Entry {
    let mut fields = visit_fields("riyadh");
    fields.insert("unknown", Scalar::Text("x".repeat(69_000)));
    entry(&mut forger.dice, fields)
}

#[test]
fn the_largest_push_of_every_kind_is_taken_whole_and_its_answer_is_small() {
    let mut office = HeadOffice::new(1);
    let mut forger = Forger::enrolled(&mut office, "riyadh", 9);
    for (name, push) in largest_pushes(&mut forger) {
        let message = to_cbor(&push);
        let wire = pack(&message).len();
        assert!(
            wire <= PUSH_BYTES_MAX && message.len() <= INFLATED_BYTES_MAX,
            "{name}: {wire}, {}",
            message.len()
        );
        let is_near = wire > PUSH_BYTES_MAX * 8 / 10
            || message.len() > INFLATED_BYTES_MAX * 8 / 10
            || push.journals.len() + push.files.len() == CHANGES
            || push.files.len() == 500;
        assert!(is_near, "{name} is no largest push: {wire}, {}", message.len());
        let answer = forger.push_weighed(&mut office, &push).unwrap_or_else(|e| panic!("{name}: {e}"));
        let (reply, inflated) = reply_in(&answer);
        let documents = reply.documents.iter().map(|state| state.standing);
        let mut standings = documents.chain(reply.files.iter().map(|state| state.standing));
        assert!(standings.all(|standing| standing == Standing::Received), "{name}");
        assert!(inflated <= REPLY_BYTES, "{name}: {inflated}");
        assert_eq!(answer.loaded.changes, 0, "{name} is read of nothing that was here");
        office.match_files();
    }
    office.assert_whole();
}

#[test]
fn a_push_that_is_larger_in_anything_is_refused_as_too_large_and_leaves_nothing() {
    let mut office = HeadOffice::new(1);
    let mut forger = Forger::enrolled(&mut office, "riyadh", 9);
    let push = fullest(&mut forger, 1);
    let mut one_more: Vec<PushRequest> = (0..4).map(|_| push.clone()).collect();
    let document = forger.journal_part(2_000);
    let another = entry(&mut forger.dice, visit_fields("riyadh"));
    one_more[0].journals.push(forger.batch(&document, &forger.tip(&document), &[another]));
    one_more[1].keys.push(push.keys[0].clone());
    one_more[2].sessions.push(random::<32>(&mut forger.dice).into());
    let known = Acknowledged { document: "x".to_owned(), ..push.acknowledged[0].clone() };
    one_more[3].acknowledged.push(known);
    for (at, push) in one_more.iter().enumerate() {
        let refused = forger.push_weighed(&mut office, push).map(|_| ());
        assert!(matches!(refused, Err(ExchangeError::TooMany)), "{at}: {refused:?}");
    }
    // one entry more than the wire takes, and one more than is inflated
    let key = SealingKey::generate(&mut forger.dice);
    let tip = forger.tip(&document);
    let many = |entry: &dyn Fn(&mut Forger) -> Entry, n: usize, forger: &mut Forger| {
        let entries: Vec<Entry> = (0..n).map(|_| entry(forger)).collect();
        PushRequest { journals: vec![forger.batch(&document, &tip, &entries)], ..forger.empty_push() }
    };
    let sealed = |forger: &mut Forger| full(forger, "visit", visit_fields("riyadh"), &key);
    let push = many(&sealed, 17, &mut forger);
    let refused = forger.push_weighed(&mut office, &push).map(drop);
    assert!(matches!(refused, Err(ExchangeError::Envelope(EnvelopeError::TooLarge))), "{refused:?}");
    let push = many(&long, 122, &mut forger);
    let refused = forger.push_weighed(&mut office, &push).map(drop);
    assert!(matches!(refused, Err(ExchangeError::Envelope(EnvelopeError::InflatesTooFar))), "{refused:?}");
    office.assert_whole();
}

#[test]
fn the_fullest_answer_to_a_push_is_taken_by_a_device() {
    let mut office = HeadOffice::new(1);
    let mut forger = Forger::enrolled(&mut office, "riyadh", 9);
    // a thousand records of another branch: all of them are held, and named with each answer
    let push = fullest(&mut forger, 1);
    forger.push(&mut office, &push).unwrap();
    let mut act = office.act();
    office.replica.open_device(&mut act, forger.device).unwrap();
    let revoked = Forger::enrolled(&mut office, "riyadh", 10).device;
    let now = office.clock.unix_millis();
    assert!(office.replica.revoke_device(revoked, now).unwrap());
    let push = fullest(&mut forger, 1_001);
    let answer = forger.push_weighed(&mut office, &push).unwrap();
    let (mut reply, inflated) = reply_in(&answer);
    let named = (reply.documents.len(), reply.held.len(), reply.keys_left_out.len());
    assert_eq!(named, (CHANGES, 1_000, KEYS), "everything that an answer names is there as often as may be");
    assert!(reply.reading.opening.is_some() && reply.shut_out.is_some());
    let list = reply.shut_out.as_ref().map_or(0, |list| list.len());
    assert!(inflated - list <= REPLY_BYTES && inflated > REPLY_BYTES / 2, "{inflated}");

    let mut device = Branch::enrolled("riyadh", &mut office, 1);
    let mut act = device.act();
    let own = device.kiosk.next_push(&mut act, "tests/1").unwrap();
    let (mut at_office, token) = (office.act(), device.kiosk.token().unwrap().to_owned());
    let answer = office.replica.push(&mut at_office, &token, &own.signature, &own.body).unwrap();
    reply.reading = reply_in(&answer).0.reading;
    device.kiosk.take_push_reply(&mut act, &own, &pack(&to_cbor(&reply))).unwrap();
    device.assert_whole();
}

/// A text as long as one may be, in letters that take three bytes each and that nothing compresses much.
fn longest(dice: &mut Dice) -> String {
    (0..TEXT_CHARS_MAX).map(|_| dice.random_range('\u{4E00}'..'\u{9FFF}')).collect()
}

#[test]
fn the_largest_records_that_a_device_writes_go_out_in_pushes_that_head_office_takes() {
    let (mut office, mut network, mut dice) = (HeadOffice::new(1), Network::default(), dice(1, "largest"));
    let mut device = Branch::enrolled("riyadh", &mut office, 1);
    let at = "2026-05-12T08:10:00+03:00";
    let id = |kind: u32, n: u32| format!("00000000-0000-4000-8000-{kind:04}{n:08}");
    let mut lines: Vec<Value> = Vec::new();
    for n in 0..40 {
        let [purpose, answers, note, words] = [(); 4].map(|()| longest(&mut dice));
        lines.push(json!({
            "type": "visit", "id": id(1, n), "at": at, "party": "beneficiary", "channel": "interview",
            "services": vec!["s".repeat(120); 32], "beneficiary": {"name": format!("name {n}"), "address": longest(&mut dice)},
            "purpose": purpose, "answers": answers, "note": note,
        }));
        lines.push(
            json!({"type": "suggestion", "id": id(2, n), "at": at, "channel": "interview", "text": words}),
        );
        lines.push(json!({
            "type": "rating", "id": id(3, n), "at": at, "service": "s", "channel": "interview", "score": "good",
            "comment": longest(&mut dice),
        }));
    }
    device.record(&lines);
    // and more people than a push has keys for
    let people = |n: u32| {
        json!({
            "type": "visit", "id": id(4, n), "at": at, "party": "beneficiary", "channel": "interview", "services": ["s"],
            "beneficiary": {"name": format!("person {n}")},
        })
    };
    device.record(&(0..1_100).map(people).collect::<Vec<_>>());
    let two_hours = jiff::Span::new().hours(2);
    device.clock.advance(two_hours);
    let pushes = network.sync(&mut device, &mut office).unwrap();
    assert_eq!(device.kiosk.counts().unwrap().waiting, 0);
    assert!(device.kiosk.set_aside().unwrap().is_empty());
    assert!(office.replica.held_records().unwrap().is_empty());
    assert_eq!(office.export().len(), 40 * 3 + 1_100);
    let mut largest = 0;
    for body in &network.pushes {
        let inflated = unpack(body).expect("within what head office takes");
        let push: PushRequest = from_cbor(&inflated).unwrap();
        assert!(
            push.journals.iter().map(|journal| journal.entries.len()).sum::<usize>() + push.files.len()
                <= CHANGES
        );
        assert!(push.keys.len() <= KEYS && push.sessions.len() <= SESSIONS);
        assert!(push.acknowledged.len() <= ACKNOWLEDGED);
        largest = largest.max(body.len());
    }
    assert!((PUSH_BYTES_MAX / 2..PUSH_BYTES_MAX).contains(&largest), "{largest} in one of {pushes}");
}
