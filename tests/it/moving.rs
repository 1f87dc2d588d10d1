//! Head office is moved from files to a PostgreSQL database and back: it is the same office, wherever the move was cut off.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::Value;
use shared::domain::{PlanLine, Role, UnixMillis};
use shared::replica::{Act, Home, MoveError, Moved, Office, OfficeError, move_office, use_again};
use shared::store::door::EventKind;
use shared::store::{Address, Db, StoreError};
use tempfile::TempDir;
use tests::forger::{Forger, fact, visit_fields};
use tests::office::HeadOffice;
use tests::seed::dice;

use crate::restored_server::epoch_of;
use crate::society::Society;

/// Three branches whose head office has something in most of its tables.
fn busy(seed: u64) -> Society {
    let mut society = Society::new(seed);
    for at in 0..3 {
        society.record(at, 60);
    }
    society.settle();
    let office = &mut society.office;
    office.replica.add_user("noura", &Role::Administrator, "hash").unwrap();
    let line = r#"{"id":"00000000-0000-4000-8000-000100000001","branch":"riyadh","date":"2026-05-20",
        "beneficiary":{"name":"سارة","national_id":"1000000008","mobile":"0556880045"},"reason":"متابعة"}"#;
    let mut act = office.act();
    office.replica.plan_visits(&mut act, &[PlanLine::parse(line.as_bytes()).unwrap()]).unwrap();
    office.replica.new_recovery_key(&mut act).unwrap();
    let forger = Forger::enrolled(office, "riyadh", seed);
    let held = forger.push_journal(office, &forger.journal, &[fact(1, visit_fields("jeddah"))]).unwrap();
    assert_eq!(held.held.len(), 1);
    let door = office.replica.door().unwrap();
    door.note(UnixMillis(1_780_000_000_000), EventKind::SignedIn, Some(1), Some("10.0.0.1")).unwrap();
    society
}

/// Closes head office, and returns where it was.
fn closed(office: HeadOffice) -> TempDir {
    let (dir, replica, _) = office.into_parts();
    drop(replica);
    dir
}

/// Makes an empty database where there is a server for tests.
fn database(name: &str) -> Option<Address> {
    let server: Address = std::env::var("SILA_TEST_POSTGRES").ok()?.parse().unwrap();
    // named as those that are removed after an hour
    let minutes = jiff::Timestamp::now().as_second() / 60;
    let name = format!("sila_test_{minutes}_move_{name}_{}", std::process::id());
    Db::run_on(&server, &format!("CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")).unwrap();
    Some(server.of_database(&name))
}

fn moved(from: &Home, to: &Home) -> Moved {
    move_office(from, to, &mut |_| {}).unwrap()
}

fn at(dir: &TempDir) -> Home {
    Home::from(dir.path())
}

/// Returns every row of a directory's databases but what says where the office is, in an order that its place does not change.
fn rows_in(dir: &Path) -> Vec<String> {
    let mut rows = Vec::new();
    for file in ["office.db", "door.db"] {
        let database = Connection::open(dir.join(file)).unwrap();
        let mut tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
        let names = tables.query_map([], |row| row.get::<_, String>(0)).unwrap();
        for table in names.map(Result::unwrap) {
            let mut all = database.prepare(&format!("SELECT * FROM {table}")).unwrap();
            let width = all.column_count();
            let mut found = all.query([]).unwrap();
            while let Some(row) = found.next().unwrap() {
                let cells: Vec<Value> = (0..width).map(|at| row.get(at).unwrap()).collect();
                rows.push(format!("{table} {cells:?}"));
            }
        }
    }
    rows.retain(|row| !row.contains("\"moved_to\"") && !row.starts_with("lease "));
    rows.sort();
    rows
}

/// Fails where rows do not lie by their keys, which of ratings are hashes: another order would tell when they came (P-11). A small
/// row may lie in a gap that a larger one before it left: which one, follows from keys and sizes alone.
fn assert_rows_lie_by_their_keys(address: &Address) {
    for (table, key) in [
        ("rating", "id"),
        ("rating_reason", "rating"),
        ("push", "id"),
        ("change", "id"),
        ("document", "id"),
        ("key_owner", "id"),
        ("sealing_key", "id"),
    ] {
        let order = format!("SELECT {key} AS key, lag({key}) OVER (ORDER BY ctid) AS before FROM {table}");
        let counts = [
            format!(
                "SELECT count(*) * 20 < (SELECT count(*) FROM {table}) FROM ({order}) AS lying WHERE before > key"
            ),
            format!("SELECT count(*) > 1 FROM {table}"),
        ];
        let mut told = Vec::new();
        Db::run_alone_on(address, |ask| {
            for sql in &counts {
                told.extend(ask(sql)?);
            }
            Ok(())
        })
        .unwrap();
        assert_eq!(told, ["t", "t"], "{table}");
    }
}

fn refusal(outcome: Result<Office, OfficeError>) -> StoreError {
    match outcome.err() {
        Some(OfficeError::Store(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

fn open(home: &Home) -> Result<Office, OfficeError> {
    let mut dice = dice(9, "opening");
    Office::open(home.clone(), &mut Act::new(UnixMillis(1_780_000_000_000), &mut dice))
}

/// What `verify` says of a place, looked at as it is.
fn verified(home: &Home) -> (u64, u64) {
    let report = Office::look(home.clone()).unwrap().verify().unwrap();
    assert_eq!((report.faults, report.read_tables_agree), (Vec::new(), Some(true)));
    (report.documents, report.changes)
}

#[test]
fn head_office_is_moved_there_and_back_and_no_kiosk_notices() {
    let mut society = busy(400);
    let (clock, exported) = (society.office.clock.clone(), society.office.export());
    let epoch = epoch_of(&mut society.office, &society.branches[0]);
    let start = closed(society.office);
    let said = verified(&at(&start));
    let (there, back) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let first = moved(&at(&start), &at(&there));
    assert!(first.rows > 500 && first.tables > 30, "{first:?}");
    assert!(first.files.contains(&"read.key") && first.files.contains(&"secret.key"), "{first:?}");
    assert_eq!(verified(&at(&there)), said);
    assert_eq!(verified(&at(&start)), said, "the old one can be looked at");
    let refused = refusal(open(&at(&start)));
    assert!(matches!(&refused, StoreError::Moved { arrived: true, .. }), "{refused}");
    let rows = rows_in(there.path());
    let last = match database("there") {
        Some(address) => {
            let home = Home::on_server(there.path(), address.clone());
            let second = moved(&at(&there), &home);
            assert_eq!((second.rows, second.files), (first.rows, Vec::new()));
            assert_eq!(verified(&home), said);
            assert_rows_lie_by_their_keys(&address);
            moved(&home, &at(&back))
        }
        None => moved(&at(&there), &at(&back)),
    };
    assert_eq!(last.rows, first.rows);
    assert_eq!(rows_in(back.path()), rows, "there and back is the start");
    assert_eq!(verified(&at(&back)), said);

    society.office = HeadOffice::in_dir(back, 401);
    society.office.clock = clock;
    assert_eq!(society.office.export(), exported);
    assert_eq!(epoch_of(&mut society.office, &society.branches[0]), epoch, "no new epoch");
    let pushes = |rows: &[String]| rows.iter().filter(|row| row.starts_with("push ")).count();
    society.settle();
    assert_eq!(pushes(&rows_in(society.office.dir())), pushes(&rows), "nothing is sent twice");
    for at in 0..3 {
        society.record(at, 5);
    }
    society.settle();
    society.settle();
    society.branches.iter().for_each(tests::branch::Branch::assert_whole);
    society.office.assert_whole();
    assert_eq!(epoch_of(&mut society.office, &society.branches[0]), epoch);
}

#[test]
fn a_database_that_was_filled_numbers_its_rows_on() {
    let Some(address) = database("numbers") else { return };
    let mut society = busy(402);
    let clock = society.office.clock.clone();
    let start = closed(society.office);
    moved(&at(&start), &Home::on_server(start.path(), address));
    let home = TempDir::new().unwrap();
    // the directory of the secrets, with the address beside them
    for file in ["secret.key", "read.key", "shut_out"] {
        if start.path().join(file).exists() {
            std::fs::copy(start.path().join(file), home.path().join(file)).unwrap();
        }
    }
    let text = std::env::var("SILA_TEST_POSTGRES").unwrap();
    let name =
        format!("sila_test_{}_move_numbers_{}", jiff::Timestamp::now().as_second() / 60, std::process::id());
    let (server, _) = text.rsplit_once('/').unwrap();
    std::fs::write(home.path().join("database"), format!("{server}/{name}\n")).unwrap();
    society.office = HeadOffice::in_dir(home, 403);
    society.office.clock = clock;
    for at in 0..3 {
        society.record(at, 20);
    }
    society.settle();
    society.settle();
    society.office.assert_whole();
    society.branches.iter().for_each(tests::branch::Branch::assert_whole);
}

#[test]
fn a_move_that_is_cut_off_anywhere_goes_on_and_nobody_uses_a_part() {
    let society = busy(404);
    let start = closed(society.office);
    let (whole, there) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut places = vec![(at(&there), None)];
    places.extend(
        database("cut")
            .map(|address| (Home::on_server(start.path(), address), Some(TempDir::new().unwrap()))),
    );
    let last = places.len() - 1;
    let mut from = at(&start);
    let mut rows = Vec::new();
    for (n, (to, back)) in places.iter().enumerate() {
        let mut steps_max = 1;
        loop {
            let mut steps = 0;
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                move_office(&from, to, &mut |_| {
                    steps += 1;
                    assert!(steps <= steps_max, "the program is killed");
                })
            }));
            match outcome {
                Ok(whole) => {
                    assert!(whole.unwrap().rows > 500);
                    break;
                }
                Err(_) => {
                    let [looked, opened] = [Office::look(to.clone()), open(to)].map(refusal);
                    for refused in [looked, opened] {
                        assert!(matches!(&refused, StoreError::HalfMoved { .. }), "{refused}");
                    }
                    let refused = refusal(open(&from));
                    assert!(matches!(&refused, StoreError::Moved { arrived: false, .. }), "{refused}");
                }
            }
            steps_max += 11;
        }
        assert!(steps_max > 50, "it was cut off {steps_max}");
        if n == 0 {
            rows = rows_in(there.path());
        }
        if let Some(back) = back {
            moved(to, &at(back));
            assert_eq!(rows_in(back.path()), rows);
        }
        from = to.clone();
    }
    let refused = move_office(&places[last].0, &at(&whole), &mut |_| {});
    assert_eq!(refused.is_ok(), last == 0, "what was moved on is no source");
}

#[test]
fn a_row_that_is_not_the_same_on_both_sides_stops_the_move() {
    let society = busy(405);
    let start = closed(society.office);
    let from = TempDir::new().unwrap();
    moved(&at(&start), &at(&from));
    for sql in [
        "UPDATE change SET receipt = x'00' WHERE id = (SELECT max(id) FROM change)",
        "UPDATE rating SET score = 'bad', local_date = local_date || ' ' WHERE id = (SELECT min(id) FROM rating)",
        "DELETE FROM scope_log WHERE id = (SELECT min(id) FROM scope_log)",
        "UPDATE fact SET wall_seconds = coalesce(wall_seconds, 0) + 1 WHERE id = (SELECT max(id) FROM fact)",
    ] {
        let there = TempDir::new().unwrap();
        let cut = catch_unwind(AssertUnwindSafe(|| {
            move_office(&at(&from), &at(&there), &mut |step| {
                assert!(step.rows * 3 < step.of, "the program is killed when all is copied");
            })
        }));
        assert!(cut.is_err());
        let planted = Connection::open(there.path().join("office.db")).unwrap();
        assert_eq!(planted.execute(sql, []).unwrap(), 1, "{sql}");
        drop(planted);
        let differs = move_office(&at(&from), &at(&there), &mut |_| {}).unwrap_err();
        let table =
            sql.split(' ').find(|word| ["change", "rating", "scope_log", "fact"].contains(word)).unwrap();
        assert!(matches!(&differs, MoveError::Differs { table: of, .. } if of == table), "{differs}");
        assert!(refusal(Office::look(at(&there))).to_string().contains("sync-server move"), "{sql}");
        // the office stays where it is
        use_again(&at(&from)).unwrap();
        drop(open(&at(&from)).unwrap());
    }
}

#[test]
fn what_can_not_be_moved_is_told_with_the_next_step_and_nothing_changes() {
    let society = busy(406);
    let start = closed(society.office);
    let from = TempDir::new().unwrap();
    moved(&at(&start), &at(&from));
    let refused = |from: &TempDir, to: &TempDir| move_office(&at(from), &at(to), &mut |_| {}).unwrap_err();
    let empty = TempDir::new().unwrap();

    assert!(matches!(refused(&empty, &from), MoveError::NoOffice { .. }));
    assert!(matches!(refused(&from, &from), MoveError::SamePlace { .. }));
    assert!(matches!(refused(&start, &empty), MoveError::Store(StoreError::Moved { arrived: true, .. })));
    assert!(matches!(use_again(&at(&from)), Err(MoveError::NotMoved { .. })));

    // in use: by a command, and by a server
    let office = open(&at(&from)).unwrap();
    assert!(matches!(refused(&from, &empty), MoveError::InUse { .. }));
    let serving = office.serving().unwrap();
    assert!(refused(&from, &empty).to_string().contains("stop it first"));
    drop((office, serving));
    drop(open(&at(&from)).expect("it is as it was"));

    let other = TempDir::new().unwrap();
    std::fs::write(other.path().join("on-sqlite"), "").unwrap();
    let mut dice = dice(406, "another office");
    drop(
        Office::open_or_create(other.path(), &mut Act::new(UnixMillis(1_780_000_000_000), &mut dice))
            .unwrap(),
    );
    let to = TempDir::new().unwrap();
    assert!(matches!(refused(&from, &other), MoveError::ForeignSecrets { .. }));
    for file in ["secret.key", "read.key"] {
        std::fs::rename(other.path().join(file), to.path().join(file)).unwrap();
    }
    assert!(matches!(refused(&from, &other), MoveError::NotEmpty { .. }));
    assert!(matches!(refused(&from, &to), MoveError::ForeignSecrets { .. }), "foreign secrets");
    let read = std::fs::read(from.path().join("read.key")).unwrap();
    std::fs::remove_file(from.path().join("read.key")).unwrap();
    let to = TempDir::new().unwrap();
    assert!(matches!(refused(&from, &to), MoveError::NoSecrets { .. }));
    std::fs::write(from.path().join("read.key"), read).unwrap();
    moved(&at(&from), &at(&to));
}

#[test]
fn an_office_that_is_used_again_after_it_was_moved_away_begins_an_epoch() {
    let mut society = busy(407);
    let clock = society.office.clock.clone();
    let start = closed(society.office);
    let (from, there) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    moved(&at(&start), &at(&from));
    society.office = HeadOffice::in_dir(from, 408);
    society.office.clock = clock.clone();
    let epoch = epoch_of(&mut society.office, &society.branches[0]);
    let from = closed(society.office);
    moved(&at(&from), &at(&there));
    use_again(&at(&from)).unwrap();
    society.office = HeadOffice::in_dir(from, 409);
    society.office.clock = clock;
    assert_ne!(
        epoch_of(&mut society.office, &society.branches[0]),
        epoch,
        "kiosks may have sent more to the other one"
    );
    society.settle();
    society.office.assert_whole();
}

#[test]
fn a_server_that_had_lost_its_connections_when_a_move_began_finds_that_the_office_left() {
    let Some(address) = database("left") else { return };
    let start = closed(busy(407).office);
    let home = Home::on_server(start.path(), address.clone());
    moved(&at(&start), &home);
    let server = open(&home).unwrap();
    let name = address.to_string().rsplit('/').next().unwrap().to_owned();
    let end =
        format!("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'");
    Db::run_on(&address.of_database("postgres"), &end).unwrap();
    let back = TempDir::new().unwrap();
    moved(&home, &at(&back));
    let refused = server.add_user("late", &Role::Administrator, "hash").unwrap_err();
    assert!(matches!(&refused, StoreError::Moved { arrived: true, .. }), "{refused}");
    assert!(server.branch("riyadh").is_err(), "what it reads there is of yesterday");
}
