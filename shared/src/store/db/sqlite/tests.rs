//! Making and opening a database: what is damaged, of another format, or was cut off half-way.

use super::*;
use crate::store::Db;

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
    set_format(dir.path(), FORMAT - 1);
    let before = std::fs::read(dir.path().join("kiosk.db")).unwrap();
    let old = Db::open(dir.path(), Part::Kiosk).err().unwrap();
    assert!(matches!(old, StoreError::OldFormat { found: 4, needed: FORMAT }), "{old}");
    assert_eq!(std::fs::read(dir.path().join("kiosk.db")).unwrap(), before);
}

#[test]
fn a_database_whose_making_was_cut_off_has_no_tables_and_is_made_when_it_is_opened() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("kiosk.db");
    make_private_file(&path).unwrap();
    let cut_off = ["CREATE TABLE half (id INTEGER PRIMARY KEY); CREATE TABLE cut_o"];
    let sqlite = Sqlite::connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    assert!(sqlite.make_tables(&[REPLICA, cut_off[0]]).is_err());
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
