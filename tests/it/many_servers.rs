//! Several servers over one PostgreSQL database: whatever they do at once, head office has each record once, counts every attempt,
//! serves a device once at a time, and ratings keep no order (P-11). Where the rows are in a file there is one server, and each story
//! says that it was not run.

use std::collections::BTreeSet;
use std::path::Path;
use std::thread;

use jiff::ToSpan as _;
use serde_json::json;
use shared::domain::{DeviceId, UnixMillis};
use shared::replica::test_database::ask;
use shared::replica::{Counted, Door, Rows};
use shared::store::Part;
use tests::branch::Branch;
use tests::builders::Register;
use tests::model::{Model, assert_same};
use tests::network::Network;
use tests::office::HeadOffice;
use tests::seed::dice;

/// Another server over the same database, with a directory of secrets of its own; `None` where the rows are in a file.
fn beside(office: &HeadOffice, seed: u64) -> Option<HeadOffice> {
    let other = ask(office.dir(), "SELECT 1").unwrap().map(|_| office.beside(seed));
    if other.is_none() {
        println!("not run: several servers need PostgreSQL (SILA_TEST_POSTGRES)");
    }
    other
}

#[test]
fn whatever_four_servers_take_in_at_once_head_office_has_every_record_once() {
    let mut office = HeadOffice::new(71);
    // two devices a branch, so that servers meet in its log
    let names = ["riyadh", "riyadh", "jeddah", "jeddah", "abha", "abha", "tabuk", "tabuk"];
    let branches: Vec<Branch> =
        (0..).zip(names).map(|(at, name)| Branch::enrolled(name, &mut office, 71 + at)).collect();
    let Some(servers) = (0..4).map(|at| beside(&office, at)).collect::<Option<Vec<_>>>() else { return };
    let mut register = Register::new(dice(71, "register"));
    let mut devices: Vec<(Branch, Vec<serde_json::Value>)> = Vec::new();
    let mut model = Model::default();
    for branch in branches {
        let stated = branch.clock.stated();
        let lines: Vec<_> = (0..36).map(|_| register.line(&stated)).collect();
        lines.iter().for_each(|line| model.recorded(&branch.name, line));
        devices.push((branch, lines));
    }
    // each server is sent a device of two branches, and each branch's two devices come to two servers
    thread::scope(|scope| {
        let mut servers: Vec<HeadOffice> = servers;
        let mut shares: Vec<Vec<(Branch, Vec<serde_json::Value>)>> = (0..4).map(|_| Vec::new()).collect();
        for (at, device) in devices.into_iter().enumerate() {
            shares[(at + at / 2) % 4].push(device);
        }
        for (mut server, mut share) in servers.drain(..).zip(shares) {
            scope.spawn(move || {
                let mut network = Network::default();
                for round in 0..6 {
                    for (device, lines) in &mut share {
                        device.record(&lines[round * 6..round * 6 + 6]);
                        network.sync(device, &mut server).unwrap();
                    }
                    server.match_files();
                }
                for (device, _) in &mut share {
                    device.clock.advance(1.day());
                    network.sync(device, &mut server).unwrap();
                    device.assert_whole();
                }
            });
        }
    });
    office.reopen();
    assert_same(&office.export(), &model.records);
    office.assert_whole();
}

#[test]
fn a_push_that_brings_a_visit_waits_for_whoever_writes_to_the_visitors_file() {
    let mut office = HeadOffice::new(75);
    let mut device = Branch::enrolled("riyadh", &mut office, 75);
    let Some(mut other) = beside(&office, 75) else { return };
    let mut visit = Register::new(dice(75, "register")).visit(&device.clock.stated());
    visit["beneficiary"] = json!({"name": "سارة", "national_id": "1000000008", "mobile": "0556880045"});
    device.record(std::slice::from_ref(&visit));
    let mut network = Network::default();
    network.sync(&mut device, &mut office).unwrap();
    let writer = Rows::of(office.dir(), Part::Office)
        .begin_beside_others("UPDATE document SET kind = kind WHERE file IS NOT NULL");
    visit["id"] = "00000000-0000-4000-8000-000000000075".into();
    device.record(std::slice::from_ref(&visit));
    let waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    thread::scope(|scope| {
        let pushing = scope.spawn(|| network.sync(&mut device, &mut other).unwrap());
        while ask(office.dir(), waits).unwrap().unwrap() == [["0"]] {
            assert!(
                !pushing.is_finished(),
                "what the writer adds to the file may be missing in the branch's log"
            );
        }
        writer.commit();
        pushing.join().unwrap();
    });
    device.assert_whole();
    assert_eq!(office.export().len(), 2);
}

#[test]
fn attempts_to_sign_in_are_counted_whichever_servers_they_come_to() {
    let office = HeadOffice::new(72);
    let Some(servers) = (0..3).map(|at| beside(&office, at)).collect::<Option<Vec<_>>>() else { return };
    let counted = Counted { key: [7; 32], name: Some([8; 32]), wait: |_| 0 };
    let doors: Vec<Door> = servers.iter().map(|server| server.replica.door().unwrap()).collect();
    thread::scope(|scope| {
        for door in &doors {
            for _ in 0..2 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        assert_eq!(door.count_attempt(&[counted], UnixMillis(1_000)).unwrap(), 0);
                    }
                });
            }
        }
    });
    let wrong = ask(office.dir(), "SELECT wrong FROM attempt").unwrap().unwrap();
    assert_eq!(wrong, [["120"]]);
    // however often somebody tries, nobody else's attempts are forgotten for it
    let other = Counted { key: [9; 32], ..counted };
    assert_eq!(doors[0].count_attempt(&[other], UnixMillis(1_000)).unwrap(), 0);
    let numbers = ask(office.dir(), "SELECT max(id) - min(id) FROM attempt").unwrap().unwrap();
    assert_eq!(numbers, [["1"]]);
}

#[test]
fn a_device_is_at_one_server_at_a_time() {
    let office = HeadOffice::new(73);
    let Some(servers) = (0..3).map(|at| beside(&office, at)).collect::<Option<Vec<_>>>() else { return };
    let device = DeviceId(uuid::Uuid::from_bytes([3; 16]));
    let doors: Vec<Door> = servers.iter().map(|server| server.replica.door().unwrap()).collect();
    for round in 0..20 {
        let (now, until) = (UnixMillis(round * 1_000), UnixMillis(round * 1_000 + 900));
        let taken: Vec<bool> = thread::scope(|scope| {
            let takers: Vec<_> = (1..)
                .zip(&doors)
                .map(|(n, door)| scope.spawn(move || door.take_lease(device, &[n; 16], now, until).unwrap()))
                .collect();
            takers.into_iter().map(|taker| taker.join().unwrap().is_none()).collect()
        });
        assert_eq!(taken.iter().filter(|taken| **taken).count(), 1, "round {round}: {taken:?}");
    }
}

/// Which transactions wrote the rows of a question.
fn written_by(dir: &Path, sql: &str) -> BTreeSet<String> {
    ask(dir, sql).unwrap().unwrap().into_iter().flatten().collect()
}

/// What of ratings' rows tells when they came: transactions that wrote some of them and not all, and those that wrote visits too.
fn told_by_transactions(dir: &Path) -> Vec<String> {
    let visits = written_by(dir, "SELECT DISTINCT xmin FROM fact");
    let of_ratings = [
        ("rating", "SELECT DISTINCT xmin FROM rating"),
        ("reason", "SELECT DISTINCT xmin FROM rating_reason"),
        (
            "change",
            "SELECT DISTINCT change.xmin FROM change JOIN document ON document.id = change.document WHERE kind = 'r'",
        ),
        ("document", "SELECT DISTINCT xmin FROM document WHERE kind = 'r' AND last_seq > 0"),
        ("loose", "SELECT DISTINCT xmin FROM loose"),
    ];
    let mut told = Vec::new();
    let mut all = BTreeSet::new();
    for (name, sql) in of_ratings {
        let wrote = written_by(dir, sql);
        if wrote.len() > 1 {
            told.push(format!("{name}: {} transactions", wrote.len()));
        }
        if !wrote.is_disjoint(&visits) {
            told.push(format!("{name}: with visits"));
        }
        all.extend(wrote);
    }
    if all.len() > 1 {
        told.push("several transactions".to_owned());
    }
    told
}

#[test]
fn the_rows_of_ratings_tell_neither_by_their_place_nor_by_their_transaction_when_they_came() {
    let mut office = HeadOffice::new(74);
    let mut device = Branch::enrolled("riyadh", &mut office, 74);
    if beside(&office, 74).is_none() {
        return;
    }
    let mut register = Register::new(dice(74, "register"));
    let mut network = Network::default();
    let mut came: Vec<String> = Vec::new();
    let sql = "SELECT fact FROM rating";
    let known = |dir: &Path| -> BTreeSet<String> { written_by(dir, sql) };
    for _ in 0..8 {
        for _ in 0..6 {
            let stated = device.clock.stated();
            device.record(&[register.visit(&stated)]);
            device.record(&[register.rating(&stated)]);
            device.clock.advance(4.minutes());
        }
        device.clock.advance(1.hours());
        let before = known(office.dir());
        network.sync(&mut device, &mut office).unwrap();
        came.extend(known(office.dir()).difference(&before).cloned());
    }
    assert!(came.len() >= 24, "{} ratings came", came.len());
    assert_eq!(told_by_transactions(office.dir()), Vec::<String>::new());
    let by_place: Vec<String> = ask(office.dir(), "SELECT fact FROM rating ORDER BY ctid")
        .unwrap()
        .unwrap()
        .into_iter()
        .flatten()
        .collect();
    let batch_of = |fact: &String| came.iter().position(|known| known == fact).unwrap() / 6;
    let falls = by_place.windows(2).filter(|pair| batch_of(&pair[0]) > batch_of(&pair[1])).count();
    assert!(falls >= 4, "rows lie as their batches came: {falls} of {}", by_place.len());
    office.assert_whole();
    // the planted fault: a row that was written again by itself
    ask(office.dir(), "UPDATE rating SET seq = seq WHERE id = (SELECT min(id) FROM rating)").unwrap();
    assert_eq!(told_by_transactions(office.dir()), ["rating: 2 transactions", "several transactions"]);
}
