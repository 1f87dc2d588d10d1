//! Transactions, and the values that go into rows and come out of them.

use tempfile::TempDir;

use super::*;
use crate::domain::FactId;
use crate::replica::Home;
use crate::store::meta;

fn new() -> (TempDir, Db) {
    let dir = tempfile::tempdir().unwrap();
    let db = Home::from(dir.path()).open_or_create(Part::Office).unwrap();
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
    db.write(|tx| {
        let sql = "INSERT INTO document (id, name, kind, actor, last_seq, acked_seq) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        tx.run(sql, values![1_i64, "نص", "", id, -5_i64, u64::MAX >> 1])?;
        let sql = "INSERT INTO change (document, seq, hash, packed, seen, bytes, receipt) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        tx.run(sql, values![1_i64, 7_u32, &[0_u8, 255], true, false, Vec::new(), None::<Vec<u8>>])
    })
    .unwrap();
    let sql =
        "SELECT * FROM document JOIN change ON change.document = document.id WHERE name = ?1 AND packed = ?2
               AND actor = ?3 AND last_seq < ?4";
    db.read(|tx| {
        tx.only(sql, values!["نص", true, id, u64::MAX >> 1], |row| {
            assert_eq!(row.get::<FactId>("actor")?, id);
            assert_eq!(
                (row.get::<String>("name")?, row.get::<String>("kind")?),
                ("نص".into(), String::new())
            );
            assert_eq!((row.get::<i64>("last_seq")?, row.get::<u64>("acked_seq")?), (-5, u64::MAX >> 1));
            assert_eq!((row.get::<bool>("packed")?, row.get::<bool>("seen")?), (true, false));
            assert_eq!((row.get::<Vec<u8>>("hash")?, row.get::<Vec<u8>>("bytes")?), (vec![0, 255], vec![]));
            assert_eq!((row.get::<u32>("seq")?, row.get::<Option<Vec<u8>>>("receipt")?), (7, None));
            Ok(())
        })?;
        let none =
            tx.one("SELECT id FROM document WHERE name = ?1", values!["نص\0"], |row| row.get::<i64>("id"))?;
        assert_eq!(none, None, "what no column holds is not found");
        Ok::<_, StoreError>(())
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
