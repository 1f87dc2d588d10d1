//! What does not fit on a device is found and named, and nothing that fits is.

use rusqlite::Connection;
use tests::branch::Branch;

use crate::society::Society;

/// A device that sent something, and on which more waits.
fn busy(seed: u64) -> (Society, Branch) {
    let mut society = Society::new(seed);
    society.record(0, 150);
    society.settle();
    society.record(0, 20);
    let device = society.branches.remove(0);
    (society, device)
}

fn on(device: &Branch, sql: &str) {
    let database = Connection::open(device.dir().join("kiosk.db")).unwrap();
    database.pragma_update(None, "foreign_keys", "OFF").unwrap();
    assert!(database.execute(sql, []).unwrap() > 0, "the fault is planted");
}

fn faults(device: &Branch) -> Vec<String> {
    let report = device.kiosk.verify().unwrap();
    let tables = (report.read_tables_agree == Some(false)).then(|| "read tables".to_owned());
    report.faults.into_iter().chain(tables).collect()
}

const OWN: &str = "document IN (SELECT id FROM document WHERE kind = 'j')";

#[test]
fn each_damage_on_a_device_is_named() {
    let waits = "id = (SELECT max(change) FROM outbox)";
    let flipped = "CAST(substr(bytes, 1, 39) || x'ff' || substr(bytes, 41) AS BLOB)";
    for (sql, named) in [
        (format!("UPDATE change SET bytes = {flipped} WHERE {OWN} AND {waits}"), "j/"),
        (format!("UPDATE change SET bytes = {flipped} WHERE {OWN} AND packed"), "j/"),
        (format!("UPDATE change SET hash = zeroblob(32) WHERE {OWN} AND {waits}"), "j/"),
        (format!("DELETE FROM change WHERE id = (SELECT id FROM change WHERE {OWN} ORDER BY id DESC LIMIT 1 OFFSET 3)"), "j/"),
        ("DELETE FROM outbox WHERE change = (SELECT max(change) FROM outbox)".to_owned(), "does not wait"),
        ("INSERT INTO outbox (change) VALUES (999999)".to_owned(), "change 999999 waits and is not there"),
        ("UPDATE sealing_key SET secret = zeroblob(48) WHERE id = (SELECT max(id) FROM sealing_key)".to_owned(), "key "),
        ("DELETE FROM sealing_key WHERE id = (SELECT max(id) FROM sealing_key)".to_owned(), "the key of record"),
        ("UPDATE pending_rating SET content = zeroblob(90) WHERE id = (SELECT min(id) FROM pending_rating)".to_owned(), "a rating that waits"),
        ("INSERT INTO draft VALUES (zeroblob(16), NULL, 'visit', 1, FALSE, zeroblob(99))".to_owned(), "a draft"),
        ("UPDATE fact SET at_seconds = 1 WHERE id = (SELECT max(id) FROM fact WHERE at_seconds > 1)".to_owned(), "read tables"),
        ("UPDATE meta SET value = zeroblob(90) WHERE name = 'identity_again'".to_owned(), "the identity of the device"),
        ("DELETE FROM blind_index WHERE id = (SELECT max(id) FROM blind_index)".to_owned(), "read tables"),
    ] {
        let (_society, device) = busy(7);
        assert_eq!(faults(&device), Vec::<String>::new());
        on(&device, &sql);
        let found = faults(&device);
        assert!(found.iter().any(|fault| fault.contains(named)), "{sql}: {found:?}");
    }
}

#[test]
fn a_flipped_byte_in_what_says_how_tables_are_made_is_named_and_told_as_damage() {
    for (name, text, flipped) in
        [("set_aside", "millis", "mhllis"), ("draft_owner", "draft_owner", "draft_ownes")]
    {
        let (_society, mut device) = busy(9);
        let database = Connection::open(device.dir().join("kiosk.db")).unwrap();
        database.pragma_update(None, "writable_schema", "ON").unwrap();
        let sql = "UPDATE sqlite_schema SET sql = replace(sql, ?2, ?3), name = replace(name, ?2, ?3) WHERE name = ?1";
        assert_eq!(database.execute(sql, [name, text, flipped]).unwrap(), 1, "the fault is planted");
        drop(database);
        device.start();
        let named = format!("the database's tables: {name}");
        assert!(faults(&device).contains(&named), "{named}");
        if name == "set_aside" {
            let told = device.kiosk.set_aside().unwrap_err().to_string();
            assert!(told.contains("is damaged") && told.contains("kiosk rescue"), "{told}");
        }
    }
}

#[test]
fn a_device_whose_reading_is_locked_is_looked_through_as_far_as_that_goes() {
    let (_society, mut device) = busy(8);
    device.start();
    let report = device.kiosk.verify().unwrap();
    assert_eq!((report.faults, report.read_tables_agree), (Vec::new(), None));
    on(&device, "UPDATE change SET hash = zeroblob(32) WHERE id = (SELECT max(change) FROM outbox)");
    assert_eq!(faults(&device).len(), 1);
}
