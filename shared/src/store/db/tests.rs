//! Transactions, and the values that go into rows and come out of them.

use tempfile::TempDir;

use super::*;
use crate::domain::FactId;
use crate::store::meta;

fn new() -> (TempDir, Db) {
    let dir = tempfile::tempdir().unwrap();
    let db = Db::open_or_create(dir.path(), Part::Office).unwrap();
    (dir, db)
}

fn names(tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
    tx.all("SELECT name FROM meta ORDER BY name", values![], |row| row.get("name"))
}

#[test]
fn a_read_goes_on_while_a_write_is_under_way_and_the_next_sees_it_once_it_is_committed() {
    let (_dir, db) = new();
    db.write(|tx| {
        meta::set(tx, "a", "1")?;
        assert_eq!(db.read(names)?, Vec::<String>::new());
        Ok::<_, StoreError>(())
    })
    .unwrap();
    assert_eq!(db.read(names).unwrap(), ["a"]);
}

#[test]
fn a_read_that_writes_is_refused() {
    let (_dir, db) = new();
    let refused = db.read(|tx| meta::set(tx, "a", "1"));
    assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
}

#[test]
fn what_fails_or_is_tried_out_leaves_nothing_behind() {
    let (_dir, db) = new();
    let failed = db.write(|tx| {
        meta::set(tx, "a", "1")?;
        Err::<(), _>(StoreError::Busy)
    });
    assert!(matches!(failed, Err(StoreError::Busy)));
    db.write(|tx| meta::set(tx, "a", "1")).unwrap();
    let seen = db.try_out(|tx| {
        tx.set_aside(&["meta"])?;
        meta::set(tx, "b", "1")?;
        // who writes meanwhile waits for nobody, and is not seen
        db.write(|tx| meta::set(tx, "c", "1"))?;
        names(tx)
    });
    assert_eq!(seen.unwrap(), ["b"]);
    assert_eq!(db.read(names).unwrap(), ["a", "c"]);
    let elsewhere = db.try_out(|tx| meta::set(tx, "b", "1"));
    assert!(elsewhere.is_err(), "what was not set aside is read alone");
}

#[test]
fn an_attempt_that_fails_takes_back_itself_alone() {
    let (_dir, db) = new();
    db.write(|tx| {
        meta::set(tx, "before", "1")?;
        let failed: Result<(), &str> = tx.attempt(|tx| {
            meta::set(tx, "within", "1").unwrap();
            let inner = tx.attempt(|tx| meta::set(tx, "deeper", "1")).unwrap();
            assert!(inner.is_ok());
            Err("refused")
        })?;
        assert_eq!(failed, Err("refused"));
        meta::set(tx, "after", "1")
    })
    .unwrap();
    assert_eq!(db.read(names).unwrap(), ["after", "before"]);
}

#[test]
fn every_kind_of_value_comes_back_as_it_went_in() {
    let (_dir, db) = new();
    let id = FactId::from_random([7; 16]);
    db.read(|tx| {
        let sql =
            "SELECT ?1 AS empty, ?2 AS yes, ?3 AS number, ?4 AS large, ?5 AS text, ?6 AS bytes, ?7 AS id";
        let given = values![None::<i64>, true, -5_i64, u64::MAX >> 1, "نص\0", &[0_u8, 255], id];
        tx.only(sql, given, |row| {
            assert_eq!(row.get::<FactId>("id")?, id);
            assert_eq!(row.get::<Option<String>>("empty")?, None);
            assert!(row.get::<bool>("yes")?);
            assert_eq!(row.get::<i64>("number")?, -5);
            assert_eq!(row.get::<u64>("large")?, u64::MAX >> 1);
            assert_eq!(row.get::<String>("text")?, "نص\0");
            assert_eq!(row.get::<Vec<u8>>("bytes")?, [0, 255]);
            Ok(())
        })
    })
    .unwrap();
}

#[test]
fn a_value_that_no_column_holds_is_refused_before_it_is_written() {
    let (_dir, db) = new();
    let sql = "INSERT INTO plan_copy (fact) VALUES (?1)";
    for value in [Value::from(u64::MAX), Value::from("a\0b")] {
        let refused = db.write(|tx| tx.run(sql, [value]));
        assert!(matches!(refused, Err(StoreError::Value(_))), "{refused:?}");
    }
}

#[test]
fn a_column_that_holds_something_else_is_named() {
    let (_dir, db) = new();
    let read = |sql: &str| db.read(|tx| tx.only(sql, values![], |row| row.get::<u32>("n")));
    for sql in
        ["SELECT -1 AS n", "SELECT 'x' AS n", "SELECT NULL AS n", "SELECT 1.5 AS n", "SELECT x'01' AS n"]
    {
        let error = read(sql).unwrap_err();
        assert!(matches!(&error, StoreError::Damaged { what: Damage::Column(n) } if n == "n"), "{error}");
    }
    assert_eq!(read("SELECT 1 AS other, 7 AS n").unwrap(), 7);
    assert!(matches!(read("SELECT 1 AS other"), Err(StoreError::Refused(_))));
}

#[test]
fn many_rows_go_in_by_one_statement() {
    let (_dir, db) = new();
    let rows = (0..1_200_u32).map(|n| values![format!("{n:04}"), &[1_u8]]);
    let sql = "INSERT INTO meta (name, value) VALUES (?1, ?2)";
    assert_eq!(db.write(|tx| tx.batch(sql, rows)).unwrap(), 1_200);
    assert_eq!(db.read(names).unwrap().len(), 1_200);
}
