//! Nothing in a rating's change, in the order of its journal or in head office's rows leads to a visit (P-11).

use std::collections::BTreeSet;

use automerge::{Automerge, ReadDoc as _, ScalarValue};
use jiff::ToSpan as _;
use rusqlite::Connection;
use shared::doc::{Entry, Scalar, append};
use shared::replica::KioskError;
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
    let database = Connection::open(office.dir().join("office.db")).unwrap();
    let mut rows = database.prepare("SELECT lower(hex(fact)) FROM rating ORDER BY id").unwrap();
    let ids = rows.query_map([], |row| row.get::<_, String>(0)).unwrap();
    ids.map(|id| uuid::Uuid::parse_str(&id.unwrap()).unwrap().to_string()).collect()
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
    let database = Connection::open(office.dir().join("office.db")).unwrap();
    let mut columns = database.prepare("SELECT name FROM pragma_table_info('rating')").unwrap();
    let columns: Vec<String> = columns.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let known = [&FIELDS[..], &["id", "fact", "document", "seq", "local_date"]].concat();
    let unknown: Vec<&String> = columns.iter().filter(|c| !known.contains(&c.as_str())).collect();
    assert!(unknown.is_empty(), "{unknown:?} may lead somewhere");
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
