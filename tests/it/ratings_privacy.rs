//! Nothing in a rating's change, in the order of its journal or in head office's rows leads to a visit (P-11).

use std::collections::{BTreeMap, BTreeSet};

use automerge::{Automerge, ReadDoc as _, ScalarValue};
use jiff::ToSpan as _;
use rusqlite::Connection;
use shared::doc::{Entry, Scalar, append};
use shared::domain::{FactId, Rating, Record, RecordLine, Score};
use shared::replica::{ExchangeError, KioskError, RecordOutcome};
use shared::sync::{PushRequest, body_digest, from_cbor, unpack};
use tests::branch::Branch;
use tests::forger::{Forger, fact, rating_fields};
use tests::office::HeadOffice;
use tests::seed::seeds;

use crate::society::Society;

const FIELDS: [&str; 10] = [
    "kind",
    "branch",
    "at",
    "service",
    "department",
    "channel",
    "provider",
    "score",
    "provider_score",
    "reasons",
];

/// Everything in a ratings journal that says more than a rating may.
fn leaks(journal: &Automerge) -> Vec<String> {
    let mut leaks = Vec::new();
    for change in journal.get_changes(&[]) {
        if change.timestamp() != 0 || change.message().is_some() {
            leaks.push(format!("change {} tells when it was made", change.seq()));
        }
    }
    for key in journal.keys(automerge::ROOT) {
        let (_, rating) = journal.get(automerge::ROOT, &key).unwrap().unwrap();
        for field in journal.keys(&rating) {
            let (value, _) = journal.get(&rating, &field).unwrap().unwrap();
            let value = value.into_scalar().unwrap();
            let is_fine = match (field.as_str(), &value) {
                ("sealed", ScalarValue::Bytes(_)) => true,
                ("at", ScalarValue::Str(at)) => at.get(13..19) == Some(":00:00"),
                ("sealed" | "at", _) => false,
                (name, ScalarValue::Str(_)) => FIELDS.contains(&name),
                _ => false,
            };
            if !is_fine {
                leaks.push(format!("{field} of {key}"));
            }
        }
    }
    leaks
}

fn ratings_journals(device: &Branch) -> Vec<Automerge> {
    let mut journals = Vec::new();
    device
        .kiosk
        .export_documents::<KioskError>(|name, saved| {
            if name.is_ratings() {
                journals.push(Automerge::load(saved).unwrap());
            }
            Ok(())
        })
        .unwrap();
    journals
}

/// Visits and ratings as a desk has them, one after the other; returns the ratings' ids in that order.
fn a_morning(society: &mut Society, device: &mut Branch) -> Vec<String> {
    let mut order = Vec::new();
    for _ in 0..6 {
        let stated = device.clock.stated();
        let (visit, rating) = (society.register.visit(&stated), society.register.rating(&stated));
        order.push(rating["id"].as_str().unwrap().to_owned());
        device.record(&[visit]);
        device.record(&[rating]);
        device.clock.advance(4.minutes());
    }
    order
}

fn journal_order(device: &Branch) -> Vec<String> {
    let ids = |journal: &Automerge| -> Vec<String> {
        let changes = journal.get_changes(&[]);
        changes
            .iter()
            .flat_map(|change| change.decode().operations)
            .filter(|op| op.obj == automerge::legacy::ObjectId::Root)
            .filter_map(|op| match op.key {
                automerge::legacy::Key::Map(key) => Some(key.to_string()),
                automerge::legacy::Key::Seq(_) => None,
            })
            .collect()
    };
    ratings_journals(device).iter().flat_map(ids).collect()
}

fn row_order(office: &HeadOffice) -> Vec<String> {
    let ids = office.rows().all::<FactId>("SELECT fact FROM rating ORDER BY id", &[]);
    ids.into_iter().map(|id| id.to_string()).collect()
}

/// Where the first recorded rating came to stand, over several mornings: one and the same place tells the order.
fn tells_order(mornings: &[(Vec<String>, Vec<String>)]) -> bool {
    let place = |(recorded, found): &(Vec<String>, Vec<String>)| {
        assert_eq!(recorded.len(), found.len());
        found.iter().position(|id| *id == recorded[0]).unwrap()
    };
    mornings.iter().map(place).collect::<BTreeSet<_>>().len() < 3
}

#[test]
fn neither_a_change_nor_an_order_nor_a_row_leads_from_a_rating_to_a_visit() {
    let (mut in_journals, mut in_rows) = (Vec::new(), Vec::new());
    for seed in 1..=8 {
        let mut society = Society::new(seed);
        let mut device = society.branches.remove(0);
        let recorded = a_morning(&mut society, &mut device);
        device.clock.advance(1.day());
        society.network.sync(&mut device, &mut society.office).unwrap();
        for journal in ratings_journals(&device) {
            assert_eq!(leaks(&journal), Vec::<String>::new());
        }
        in_journals.push((recorded.clone(), journal_order(&device)));
        in_rows.push((recorded, row_order(&society.office)));
    }
    assert!(!tells_order(&in_journals), "the journal keeps the order of recording");
    assert!(!tells_order(&in_rows), "head office's rows keep the order of recording");
}

#[test]
fn a_journal_that_kept_the_order_would_be_noticed() {
    let morning: Vec<String> = (0..6).map(|n| n.to_string()).collect();
    assert!(tells_order(&vec![(morning.clone(), morning); 8]));
}

#[test]
fn a_rating_that_told_more_would_be_noticed() {
    let mut office = HeadOffice::new(1);
    let forger = Forger::enrolled(&mut office, "riyadh", 1);
    let journal_with = |time: i64, field: &str, value: Scalar| {
        let mut fields = rating_fields("riyadh");
        fields.insert(field, value);
        let entry = Entry { time_seconds: time, ..fact(1, fields) };
        let written = append(&forger.tip(&forger.ratings), &entry);
        let mut journal = Automerge::new();
        journal.apply_changes([automerge::Change::try_from(&written.bytes[..]).unwrap()]).unwrap();
        leaks(&journal)
    };
    let text = |value: &str| Scalar::Text(value.to_owned());
    assert_eq!(journal_with(0, "provider", text("staff-03")), Vec::<String>::new());
    assert_eq!(journal_with(5, "provider", text("staff-03")).len(), 1);
    assert_eq!(journal_with(0, "visit", text("0197a1b2-0000-7000-8000-000000000001")).len(), 1);
    assert_eq!(journal_with(0, "by", text("staff-03")).len(), 1);
    assert_eq!(journal_with(0, "wall", Scalar::Int(1)).len(), 1);
    assert_eq!(journal_with(0, "at", text("2026-05-12T08:53:00+03:00")).len(), 1);
    assert_eq!(journal_with(0, "comment", text("in clear")).len(), 1);
    assert_eq!(journal_with(0, "sealed", text("in clear")).len(), 1);
}

#[test]
fn head_offices_rating_rows_have_no_place_for_a_time_of_receipt_or_a_person() {
    let office = HeadOffice::new(2);
    let columns = office.rows().columns_of("rating");
    let known = [&FIELDS[..], &["id", "fact", "document", "seq", "local_date"]].concat();
    let unknown: Vec<&String> = columns.iter().filter(|c| !known.contains(&c.as_str())).collect();
    assert!(unknown.is_empty(), "{unknown:?} may lead somewhere");
}

/// What head office's tables say of when a push that brought ratings was received.
fn times_of_receipt(office: &HeadOffice) -> Vec<String> {
    let rows = office.rows();
    let mut times = Vec::new();
    // beside what else a push with ratings is kept: visits and changes of files tell when they were written
    let kinds: BTreeMap<i64, String> = rows.all("SELECT id, kind FROM document", &[]).into_iter().collect();
    for leaves in rows.all::<Vec<u8>>("SELECT leaves FROM push", &[]) {
        // 32 bytes of a leaf, the row of its document, the last change that it names
        let document = |leaf: &[u8]| i64::from_le_bytes(*leaf[32..].first_chunk().unwrap());
        let kinds: BTreeSet<&String> =
            leaves.chunks(48).filter_map(|leaf| kinds.get(&document(leaf))).collect();
        if kinds.len() > 1 && kinds.iter().any(|kind| *kind == "r") {
            times.push(format!("beside {kinds:?}"));
        }
    }
    for table in ["push", "rating", "rating_reason"] {
        let names = rows.columns_of(table).into_iter();
        let tells =
            |name: &String| ["millis", "time", "received", "day"].iter().any(|word| name.contains(word));
        times.extend(names.filter(tells).map(|name| format!("{table}.{name}")));
    }
    times
}

/// The bodies of the pushes that head office keeps, in the order of their rows.
fn pushes_kept(office: &HeadOffice) -> Vec<Vec<u8>> {
    office.rows().all("SELECT body FROM push ORDER BY id", &[])
}

#[test]
fn no_evidence_tells_when_a_rating_was_received() {
    for seed in 1..=3 {
        let mut society = Society::new(seed);
        let mut device = society.branches.remove(0);
        for _ in 0..4 {
            a_morning(&mut society, &mut device);
            device.clock.advance(1.hours());
            society.network.sync(&mut device, &mut society.office).unwrap();
        }
        assert!(society.office.export().values().any(|record| record["type"] == "rating"));
        assert_eq!(times_of_receipt(&society.office), Vec::<String>::new());
        let kept = pushes_kept(&society.office);
        let sent = society.network.pushes.iter().map(|body| body_digest(body).to_vec());
        let sent: Vec<Vec<u8>> = sent.filter(|body| kept.contains(body)).collect();
        assert!(sent.len() >= 6 && sent.len() == kept.len(), "{} of {}", kept.len(), sent.len());
        assert_ne!(sent, kept, "the rows keep the order in which pushes came");
        society.office.assert_whole();
    }
}

/// The rows of head office's changes that are entries of ratings and lie among the others.
fn rows_in_order(office: &HeadOffice) -> u64 {
    let sql = "SELECT count(*) FROM change JOIN document ON document.id = change.document
               WHERE document.kind = 'r' AND change.id > 0";
    office.rows().one(sql, &[])
}

#[test]
fn no_row_of_a_rating_lies_among_what_came_before_and_after_it() {
    let mut society = Society::new(7);
    let mut device = society.branches.remove(0);
    for _ in 0..4 {
        a_morning(&mut society, &mut device);
        device.clock.advance(1.hours());
        society.network.sync(&mut device, &mut society.office).unwrap();
    }
    let ratings = society.office.export().values().filter(|record| record["type"] == "rating").count();
    assert!(ratings > 0 && rows_in_order(&society.office) == 0);
    society.office.assert_whole();
    // the planted fault: one row where it came
    let plant =
        "UPDATE change SET id = (SELECT max(id) + 1 FROM change) WHERE id = (SELECT min(id) FROM change)";
    assert_eq!(society.office.rows().run(plant, &[]), 1);
    assert_eq!(rows_in_order(&society.office), 1);
}

#[test]
fn evidence_that_told_when_would_be_noticed() {
    let office = HeadOffice::new(3);
    office.rows().run("ALTER TABLE push ADD COLUMN received_millis INTEGER", &[]);
    assert_eq!(times_of_receipt(&office), ["push.received_millis"]);
}

#[test]
fn a_push_that_brings_ratings_beside_anything_else_is_refused() {
    let mut office = HeadOffice::new(4);
    let forger = Forger::enrolled(&mut office, "riyadh", 1);
    let batch = |document, entry| forger.batch(document, &forger.tip(document), &[entry]);
    let ratings = batch(&forger.ratings, tests::forger::rating(1, rating_fields("riyadh")));
    let visits = batch(&forger.journal, fact(2, tests::forger::visit_fields("riyadh")));
    let mixed = PushRequest { journals: vec![visits, ratings.clone()], ..forger.empty_push() };
    assert!(matches!(forger.push(&mut office, &mixed), Err(ExchangeError::Malformed)));
    let alone = PushRequest { journals: vec![ratings], ..forger.empty_push() };
    assert!(forger.push(&mut office, &alone).is_ok());
}

#[test]
fn what_a_push_tells_of_its_device_is_the_same_whether_a_rating_waits_or_not() {
    let told = |rated: bool| {
        let mut society = Society::new(5);
        let mut device = society.branches.remove(0);
        let stated = device.clock.stated();
        if rated {
            let rating = society.register.rating(&stated);
            device.record(&[rating]);
        }
        let mut act = device.act();
        let push = device.kiosk.next_push(&mut act, "sila").unwrap();
        let request: PushRequest = from_cbor(&unpack(&push.body).unwrap()).unwrap();
        assert!(request.journals.is_empty());
        PushRequest { acknowledged: Vec::new(), ..request }
    };
    assert_eq!(told(false), told(true));
}

#[test]
fn a_rating_waits_on_the_device_by_its_hour_alone() {
    let mut society = Society::new(seeds(1)[0]);
    let mut device = society.branches.remove(0);
    a_morning(&mut society, &mut device);
    let database = Connection::open(device.dir().join("kiosk.db")).unwrap();
    let mut hours = database.prepare("SELECT DISTINCT at FROM pending_rating").unwrap();
    let hours: Vec<String> = hours.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(hours, ["2026-05-12T08:00:00+03:00"]);
    society.network.sync(&mut device, &mut society.office).unwrap();
    let exported = society.office.export();
    assert!(exported.values().all(|record| record["type"] == "visit"), "none left before its time");
}

/// What ratings wait on a device, and how many went into its journal.
fn given(device: &Branch) -> (u64, usize) {
    (device.kiosk.counts().unwrap().waiting_hour, ratings_journals(device).len())
}

#[test]
fn a_rating_that_is_still_being_given_is_one_is_amended_in_its_place_and_is_due_only_when_it_is_whole() {
    let mut society = Society::new(seeds(1)[0]);
    let mut device = society.branches.remove(0);
    let line = society.register.rating(&device.clock.stated()).to_string();
    let Record::Rating(first) = RecordLine::parse(line.as_bytes()).unwrap().record else { panic!("{line}") };
    let save = |device: &mut Branch, rating: &Rating, is_whole: bool| {
        let mut act = device.act();
        let outcome = match is_whole {
            true => device.kiosk.record_rating(&mut act, rating),
            false => device.kiosk.record_rating_so_far(&mut act, rating),
        };
        assert_eq!(outcome.unwrap(), RecordOutcome::Saved(rating.id));
    };
    save(&mut device, &first, false);
    let amended = Rating { provider_score: Some(Score::VeryBad), comment: None, ..(*first).clone() };
    save(&mut device, &amended, false);
    assert_eq!(given(&device), (1, 0), "it is durable, and one");
    device.clock.advance(1.day());
    society.network.sync(&mut device, &mut society.office).unwrap();
    assert_eq!(given(&device), (1, 0), "somebody still gives it");
    save(&mut device, &amended, true);
    society.network.sync(&mut device, &mut society.office).unwrap();
    let exported = society.office.export();
    let [rating] = exported.values().collect::<Vec<_>>()[..] else { panic!("{exported:?}") };
    assert_eq!(rating["provider_score"], "very_bad", "what came last is the rating");
    let mut act = device.act();
    let late = device.kiosk.record_rating(&mut act, &first).unwrap();
    assert!(matches!(late, RecordOutcome::Refused { .. }), "what has gone is not written over: {late:?}");
}
