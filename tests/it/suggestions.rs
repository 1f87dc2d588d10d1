//! A suggestion is a record of its own: it reaches head office, leads to nobody, and is not lost on a server that does not
//! know it yet.

use serde_json::{Value, json};
use shared::doc::{FactKind, without_kind};
use shared::domain::Record;
use shared::replica::{RecordOutcome, Rows};
use shared::store::Part;
use tests::branch::{Branch, parse};
use tests::model::{Model, assert_same};
use tests::network::Network;
use tests::office::HeadOffice;

fn suggestion(n: u8, words: &str) -> Value {
    json!({
        "type": "suggestion", "id": format!("0197a1b2-0000-7000-8000-0000000000{n:02x}"),
        "at": "2026-05-12T08:10:00+03:00", "channel": "interview", "service": null, "text": words,
        "mobile": "0556880045",
    })
}

fn visit(n: u8) -> Value {
    json!({
        "type": "visit", "id": format!("0197a1b2-0000-7000-8000-0000000000{n:02x}"),
        "at": "2026-05-12T08:10:00+03:00", "party": "beneficiary", "channel": "interview", "services": ["support"],
        "beneficiary": {"mobile": "0556880045"},
    })
}

fn count(rows: &Rows, sql: &str) -> i64 {
    rows.one(sql, &[])
}

#[test]
fn a_suggestion_is_saved_counted_sent_and_repeated_as_one_record() {
    let mut office = HeadOffice::new(1);
    let mut device = Branch::enrolled("riyadh", &mut office, 1);
    let mut model = Model::default();
    let lines = [suggestion(1, "مقاعد أكثر"), suggestion(2, "لوحة عند المدخل")];
    lines.iter().for_each(|line| model.recorded("riyadh", line));
    device.record(&lines);
    device.record(&lines);
    let counts = device.kiosk.counts().unwrap();
    assert_eq!((counts.saved, counts.waiting, counts.received), (2, 2, 0));
    assert_same(&device.export(), &model.records);
    Network::default().sync(&mut device, &mut office).unwrap();
    let counts = device.kiosk.counts().unwrap();
    assert_eq!((counts.saved, counts.waiting, counts.received), (2, 0, 2));
    assert_same(&office.export(), &model.records);
    office.assert_whole();
}

#[test]
fn an_id_stands_for_one_record_whatever_its_kind() {
    let mut office = HeadOffice::new(2);
    let mut device = Branch::enrolled("riyadh", &mut office, 2);
    device.record(&[suggestion(1, "مقاعد"), visit(2)]);
    let rating = json!({
        "type": "rating", "id": "0197a1b2-0000-7000-8000-000000000003", "at": "2026-05-12T08:53:00+03:00",
        "service": "support", "channel": "interview", "score": "good",
    });
    device.record(std::slice::from_ref(&rating));
    let mut act = device.act();
    let rating_as = |n: u8| {
        let mut line = rating.clone();
        line["id"] = suggestion(n, "")["id"].clone();
        line
    };
    for line in
        [visit(1), suggestion(2, "مقاعد"), suggestion(3, "مقاعد"), rating_as(1), suggestion(1, "أخرى")]
    {
        let record: Record = parse(&line);
        let outcome = device.kiosk.record(&mut act, &[record]).unwrap().remove(0);
        assert!(matches!(outcome, RecordOutcome::Refused { field: "id", .. }), "{line}: {outcome:?}");
    }
}

#[test]
fn no_file_no_index_row_and_no_rating_comes_of_a_suggestion() {
    let mut office = HeadOffice::new(3);
    let mut device = Branch::enrolled("riyadh", &mut office, 3);
    device.record(&[suggestion(1, "مقاعد")]);
    let mut network = Network::default();
    network.sync(&mut device, &mut office).unwrap();
    let traces = ["SELECT count(*) FROM blind_index", "SELECT count(*) FROM document WHERE file IS NOT NULL"];
    for rows in [Rows::of(device.dir(), Part::Kiosk), office.rows()] {
        for sql in traces {
            assert_eq!(count(&rows, sql), 0, "{sql}");
        }
        let facts =
            "SELECT count(*) FROM fact JOIN code ON code.id = fact.kind WHERE code.code = 'suggestion'";
        assert_eq!(count(&rows, facts), 1);
    }
    device.record(&[visit(2)]);
    network.sync(&mut device, &mut office).unwrap();
    for sql in traces {
        assert!(
            count(&office.rows(), sql) > 0,
            "a visit with the same number leaves what a suggestion must not: {sql}"
        );
    }
}

#[test]
fn what_an_older_server_held_as_an_unknown_kind_is_released_when_it_is_brought_up_to_date() {
    let mut office = HeadOffice::new(4);
    let mut device = Branch::enrolled("riyadh", &mut office, 4);
    let (mut model, mut network) = (Model::default(), Network::default());
    model.recorded("riyadh", &suggestion(1, "مقاعد"));
    device.record(&[suggestion(1, "مقاعد")]);
    without_kind(FactKind::Suggestion, || {
        office.reopen();
        network.sync(&mut device, &mut office).unwrap();
    });
    assert!(office.export().is_empty());
    assert_eq!(device.kiosk.counts().unwrap().quarantined, ["unknown_kind"]);
    model.recorded("riyadh", &visit(2));
    device.record(&[visit(2)]);
    office.reopen();
    network.sync(&mut device, &mut office).unwrap();
    assert_same(&office.export(), &model.records);
    assert_eq!(device.kiosk.counts().unwrap().quarantined, Vec::<String>::new());
    office.assert_whole();
    without_kind(FactKind::Suggestion, || office.replica.rebuild().unwrap());
    assert_eq!(office.export().len(), 1, "the older program shows what it knows and keeps the rest");
    office.replica.rebuild().unwrap();
    assert_same(&office.export(), &model.records);
    office.assert_whole();
}

#[test]
fn a_kiosk_put_back_to_an_older_program_keeps_what_it_does_not_know_and_delivers_it() {
    let mut office = HeadOffice::new(5);
    let mut device = Branch::enrolled("riyadh", &mut office, 5);
    let mut model = Model::default();
    let lines = [suggestion(1, "مقاعد"), visit(2)];
    lines.iter().for_each(|line| model.recorded("riyadh", line));
    device.record(&lines);
    without_kind(FactKind::Suggestion, || {
        assert_eq!(device.reopen(), None);
        office.reopen();
        Network::default().sync(&mut device, &mut office).unwrap();
    });
    assert_eq!(device.reopen(), None);
    office.reopen();
    Network::default().sync(&mut device, &mut office).unwrap();
    device.record(&[visit(3)]);
    model.recorded("riyadh", &visit(3));
    Network::default().sync(&mut device, &mut office).unwrap();
    assert_same(&office.export(), &model.records);
    assert_same(&device.export(), &model.records);
    office.assert_whole();
}
