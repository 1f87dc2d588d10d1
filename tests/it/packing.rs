//! What the other side acknowledged is kept packed, many entries a row, and is everything that it was.

use rusqlite::Connection;
use tests::office::copy_of;

use crate::society::Society;

/// Rows of journals in a database: packed ones, and those of one entry that could be packed.
fn rows(database: &std::path::Path) -> (u64, u64) {
    let database = Connection::open(database).unwrap();
    let count = |sql: &str| database.query_row(sql, [], |row| row.get(0)).unwrap();
    let loose = "SELECT count(*) FROM change JOIN document ON document.id = change.document
                 WHERE document.device IS NOT NULL AND NOT packed
                       AND change.id NOT IN (SELECT change FROM outbox) AND seq <= acked_seq / 64 * 64";
    (count("SELECT count(*) FROM change WHERE packed"), count(loose))
}

fn at_the_kiosk(society: &Society) -> (u64, u64) {
    rows(&society.branches[0].dir().join("kiosk.db"))
}

fn at_head_office(society: &Society) -> u64 {
    rows(&society.office.dir().join("office.db")).0
}

/// A branch that recorded much, some of it at once and some by and by.
fn busy(seed: u64) -> Society {
    let mut society = Society::new(seed);
    society.record(0, 150);
    society.settle();
    for _ in 0..12 {
        society.record(0, 9);
        society.settle();
    }
    society
}

#[test]
fn what_was_received_is_packed_on_both_sides_and_read_as_before() {
    let mut society = busy(1);
    let (packed, loose) = at_the_kiosk(&society);
    assert!(packed >= 2 && loose == 0, "{packed} rows packed, {loose} left");
    assert!(at_head_office(&society) >= packed, "also what came by and by");
    society.assert_converged();
    let mut automerge = 0;
    let kiosk = &society.branches[0].kiosk;
    kiosk
        .export_documents(|_, _| {
            automerge += 1;
            Ok::<_, shared::replica::KioskError>(())
        })
        .unwrap();
    assert!(automerge > 0);
    society.office.assert_whole();
    society.office.replica.rebuild().unwrap();
    society.branches[0].reopen();
    society.record(0, 70);
    society.settle();
    society.assert_converged();
}

#[test]
fn what_waits_has_a_row_of_its_own() {
    let mut society = busy(2);
    let before = at_the_kiosk(&society).0;
    society.record(0, 150);
    assert_eq!(at_the_kiosk(&society).0, before);
}

#[test]
fn what_a_restored_head_office_lost_is_unpacked_and_goes_out_again() {
    let mut society = Society::new(3);
    let mut backups = vec![society.office.backup()];
    for count in [40, 130, 9, 90] {
        society.record(0, count);
        society.settle();
        backups.push(society.office.backup());
    }
    for backup in backups.iter().rev() {
        society.office.restore(copy_of(backup.path()));
        society.record(0, 2);
        society.settle();
        society.settle();
        society.assert_converged();
        let (packed, loose) = at_the_kiosk(&society);
        assert!(packed >= 2 && loose == 0, "{packed} rows packed again, {loose} left");
    }
}

#[test]
fn a_flipped_byte_in_a_packed_row_is_found_and_named() {
    let society = busy(4);
    let database = Connection::open(society.office.dir().join("office.db")).unwrap();
    let find = "SELECT id, bytes FROM change WHERE packed ORDER BY id DESC LIMIT 1";
    let (id, whole): (i64, Vec<u8>) =
        database.query_row(find, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    for at in [0, 4, whole.len() / 2, whole.len() - 1] {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        database
            .execute("UPDATE change SET bytes = ?2 WHERE id = ?1", rusqlite::params![id, damaged])
            .unwrap();
        let report = society.office.replica.verify();
        let faults = report.as_ref().map(|report| report.faults.clone()).unwrap_or_default();
        let is_named = faults.len() == 1 && faults[0].starts_with("j/");
        assert!(is_named, "byte {at} of {}: {report:?}", whole.len());
    }
}
