//! Making and opening a database: what is damaged, of another format, or was cut off half-way.

use super::*;
use crate::store::db::schema::{REPLICA, Step};
use crate::store::{Db, FORMAT};

fn set_format(dir: &Path, format: i64) {
    let connection = Connection::open(dir.join("kiosk.db")).unwrap();
    connection.pragma_update(None, "user_version", format).unwrap();
}

fn tables_in(path: &Path) -> i64 {
    let connection = Connection::open(path).unwrap();
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap()
}

#[test]
fn a_database_of_another_format_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    drop(Db::open_or_create(dir.path(), Part::Kiosk).unwrap());
    set_format(dir.path(), FORMAT + 1);
    let newer = Db::open(dir.path(), Part::Kiosk).err().unwrap();
    assert!(matches!(newer, StoreError::NewerFormat { found, known } if found == known + 1), "{newer}");
    let too_old = Tables::of(Part::Kiosk).first - 1;
    set_format(dir.path(), too_old);
    let before = std::fs::read(dir.path().join("kiosk.db")).unwrap();
    let old = Db::open(dir.path(), Part::Kiosk).err().unwrap();
    assert!(matches!(old, StoreError::OldFormat { found, needed: FORMAT } if found == too_old), "{old}");
    assert_eq!(std::fs::read(dir.path().join("kiosk.db")).unwrap(), before);
}

#[test]
fn a_database_whose_making_was_cut_off_has_no_tables_and_is_made_when_it_is_opened() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("kiosk.db");
    make_private_file(&path).unwrap();
    const CUT_OFF: [&str; 2] = [REPLICA, "CREATE TABLE half (id INTEGER PRIMARY KEY); CREATE TABLE cut_o"];
    let tables = Tables { make: &CUT_OFF, ..Tables::of(Part::Kiosk) };
    let sqlite = Sqlite::connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    assert!(tables.make(&sqlite.connection, &mut || {}).is_err());
    assert_eq!(tables_in(&path), 0);
    let db = Db::open_or_create(dir.path(), Part::Kiosk).unwrap();
    let half = db.read(|tx| tx.one("SELECT id FROM half", [], |_| Ok(())));
    assert!(half.is_err(), "nothing of what was cut off is left");
    drop(db);
    assert!(Db::open(dir.path(), Part::Kiosk).is_ok());
}

#[test]
fn tables_that_were_not_made_in_one_go_are_taken_for_no_database_of_ours() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("kiosk.db");
    Connection::open(&path).unwrap().execute_batch(REPLICA).unwrap();
    let error = Db::open(dir.path(), Part::Kiosk).err().unwrap();
    assert!(matches!(error, StoreError::OldFormat { found: 0, .. }), "{error}");
}

#[test]
fn a_file_that_is_no_database_is_told_as_damaged() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("kiosk.db"), vec![7; 8_192]).unwrap();
    let error = Db::open(dir.path(), Part::Kiosk).err().unwrap();
    let StoreError::Damaged { what: Damage::Database(path) } = &error else { panic!("{error}") };
    assert!(path.ends_with("kiosk.db"), "{error}");
}

#[test]
fn a_page_overwritten_in_the_middle_is_found_when_the_database_is_opened() {
    let dir = tempfile::tempdir().unwrap();
    drop(Db::open_or_create(dir.path(), Part::Kiosk).unwrap());
    let path = dir.path().join("kiosk.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4_096].fill(0xA5);
    std::fs::write(&path, bytes).unwrap();
    assert!(matches!(Db::open(dir.path(), Part::Kiosk).err(), Some(StoreError::Damaged { .. })));
}

#[test]
fn nothing_there_names_the_command_that_makes_it() {
    let dir = tempfile::tempdir().unwrap();
    let error = Db::open(dir.path(), Part::Kiosk).err().unwrap().to_string();
    assert!(error.contains("kiosk enrol"), "{error}");
}

/// What a later version might do to the tables: a column more, a table made anew under its old name, an index.
const LATER: [Step; 2] = [
    Step {
        replica: "ALTER TABLE meta ADD COLUMN since INTEGER; CREATE INDEX meta_since ON meta (since) WHERE since IS NOT NULL;",
        kiosk: "ALTER TABLE draft RENAME COLUMN kind TO form;",
        office: "",
        door: "",
    },
    Step {
        replica: "CREATE TABLE document_new (id INTEGER PRIMARY KEY, name TEXT, kind TEXT NOT NULL, actor BLOB NOT NULL);
            INSERT INTO document_new SELECT id, name, kind, actor FROM document; -- all that it keeps
            DROP TABLE document;
            ALTER TABLE document_new RENAME TO document;
            CREATE UNIQUE INDEX document_name ON document (name) WHERE name IS NOT NULL;",
        kiosk: "CREATE TABLE later (id INTEGER PRIMARY KEY); INSERT INTO later (id) VALUES (7);",
        office: "",
        door: "",
    },
];

fn later() -> Tables {
    Tables { first: FORMAT, steps: &LATER, ..Tables::of(Part::Kiosk) }
}

const ROWS: u32 = 300;

/// A database of this version with rows in tables that name each other, some of them in the log alone.
fn of_this_version() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("kiosk.db");
    let made = Sqlite::create(&path, Part::Kiosk).unwrap();
    for n in 0..ROWS {
        let sql = format!(
            "INSERT INTO meta VALUES ('m{n}', x'01');
             INSERT INTO document (id, name, kind, actor) VALUES ({n} + 1, 'd{n}', 'j', zeroblob(16));
             INSERT INTO change (document, seq, hash, bytes) VALUES ({n} + 1, 1, zeroblob(32), randomblob(300));"
        );
        made.connection.execute_batch(&sql).unwrap();
    }
    dir
}

/// What a killed program leaves: what its files hold at that moment.
fn as_if_killed(dir: &Path) -> tempfile::TempDir {
    let left = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), left.path().join(entry.file_name())).unwrap();
    }
    left
}

fn counts_of(connection: &Connection) -> Vec<i64> {
    let count = |table: &str| {
        connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    };
    ["meta", "document", "change"].map(count).to_vec()
}

/// Tells what is wrong with a database that was left half-way; `None` where it goes on in one of the two formats with all rows.
fn fault_of(dir: &Path) -> Option<String> {
    let path = dir.join("kiosk.db");
    let found = Sqlite::connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|found| found.format());
    let format = match found {
        Ok(Some(format)) if [FORMAT, FORMAT + 2].contains(&format) => format,
        other => return Some(format!("format {other:?}")),
    };
    let opened = match Sqlite::open_with(&path, &later(), &mut || {}) {
        Ok(opened) => opened,
        Err(e) => return Some(format!("of format {format}: {e}")),
    };
    if opened.format().ok().flatten() != Some(FORMAT + 2) || opened.integrity_check().is_err() {
        return Some(format!("of format {format}: not brought up to date"));
    }
    let counts = counts_of(&opened.connection);
    let is_whole =
        counts == vec![i64::from(ROWS); 3] && opened.connection.prepare("SELECT form FROM draft").is_ok();
    (!is_whole).then(|| format!("of format {format}: {counts:?}"))
}

#[test]
fn tables_that_are_brought_up_to_date_survive_a_kill_at_every_statement() {
    let dir = of_this_version();
    let mut left = Vec::new();
    let path = dir.path().join("kiosk.db");
    drop(Sqlite::open_with(&path, &later(), &mut || left.push(as_if_killed(dir.path()))).unwrap());
    left.push(as_if_killed(dir.path()));
    let statements = 2 + 1 + 5 + 2;
    assert_eq!(
        left.len(),
        1 + 1 + statements + 1 + 1,
        "before and after the copy, each statement, the number, the end"
    );
    let formats = left.iter().map(|left| {
        let found = Connection::open(left.path().join("kiosk.db")).unwrap();
        format_of(&found).unwrap().unwrap()
    });
    let formats: Vec<i64> = formats.collect();
    assert!(formats.starts_with(&[FORMAT, FORMAT]) && formats.ends_with(&[FORMAT + 2]), "{formats:?}");
    let faults: Vec<String> = left.iter().filter_map(|left| fault_of(left.path())).collect();
    assert_eq!(faults, Vec::<String>::new());
    let copy = Connection::open(copy_of_format(&path, FORMAT)).unwrap();
    assert_eq!(format_of(&copy).unwrap(), Some(FORMAT));
    assert_eq!(counts_of(&copy), [i64::from(ROWS); 3], "the copy has what the database had");
}

#[test]
fn statements_outside_of_one_transaction_would_be_found_at_a_kill() {
    let dir = of_this_version();
    let connection = Connection::open(dir.path().join("kiosk.db")).unwrap();
    connection.pragma_update(None, "foreign_keys", "OFF").unwrap();
    let mut faults = Vec::new();
    for Step { replica, kiosk, .. } in LATER {
        for statement in [replica, kiosk].iter().flat_map(|sql| sql.split_inclusive(';')) {
            connection.execute_batch(statement).unwrap();
            faults.extend(fault_of(as_if_killed(dir.path()).path()));
        }
    }
    assert!(!faults.is_empty());
}

#[test]
fn tables_that_are_made_survive_a_kill_at_every_statement() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("kiosk.db");
    make_private_file(&path).unwrap();
    let mut left = vec![as_if_killed(dir.path())];
    let tables = Tables::of(Part::Kiosk);
    drop(Sqlite::open_with(&path, &tables, &mut || left.push(as_if_killed(dir.path()))).unwrap());
    assert!(left.len() > 30, "each statement");
    for left in left {
        let db = Db::open_or_create(left.path(), Part::Kiosk).unwrap();
        db.write(|tx| crate::store::meta::set(tx, "a", "1")).unwrap();
        db.integrity_check().unwrap();
        let connection = Connection::open(left.path().join("kiosk.db")).unwrap();
        let vacuum: i64 = connection.query_row("PRAGMA auto_vacuum", [], |row| row.get(0)).unwrap();
        assert_eq!(vacuum, 2, "it gives back what it freed");
    }
}

#[test]
#[cfg(unix)]
fn a_database_on_a_disk_that_can_only_be_read_is_read_with_what_its_log_holds() {
    let dir = of_this_version();
    let open = Connection::open(dir.path().join("kiosk.db")).unwrap();
    open.execute_batch("PRAGMA wal_autocheckpoint = 0; INSERT INTO meta VALUES ('in the log', x'02');")
        .unwrap();
    let left = as_if_killed(dir.path());
    let (path, log) = (left.path().join("kiosk.db"), left.path().join("kiosk.db-wal"));
    assert!(std::fs::metadata(&log).unwrap().len() > 4_096);
    // whoever may not write there can't have the file by which SQLite reads a log: neither can anybody where a link stands
    let shared_memory = left.path().join("kiosk.db-shm");
    std::fs::remove_file(&shared_memory).unwrap();
    std::os::unix::fs::symlink("nowhere", &shared_memory).unwrap();
    let refused = Sqlite::aside(&path).and_then(|aside| aside.format());
    assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
    let before = [&path, &log].map(|path| std::fs::read(path).unwrap());
    let looks = Sqlite::look(&path, Part::Kiosk).unwrap();
    looks.integrity_check().unwrap();
    assert_eq!(counts_of(&looks.connection), [i64::from(ROWS) + 1, i64::from(ROWS), i64::from(ROWS)]);
    drop(looks);
    assert_eq!([&path, &log].map(|path| std::fs::read(path).unwrap()), before);
    let earlier = Sqlite::look_in_memory(&path, &later()).unwrap();
    assert_eq!(earlier.format().unwrap(), Some(FORMAT + 2), "brought up to date in memory alone");

    // a transaction that was not committed, and what lies behind a damaged frame, is no part of it
    let mut bytes = std::fs::read(&log).unwrap();
    let last_frame = bytes.len() - 4_096 - 24;
    bytes[last_frame + 4..last_frame + 8].fill(0);
    std::fs::write(&log, &bytes).unwrap();
    let looks = Sqlite::look(&path, Part::Kiosk).unwrap();
    assert_eq!(counts_of(&looks.connection)[0], i64::from(ROWS));
}
