//! What the other side acknowledged is kept packed, many entries a row, and is everything that it was.

use shared::replica::Rows;
use shared::store::Part;
use tests::office::copy_of;

use crate::society::Society;

/// Rows of journals in a database: packed ones, and those of one entry that could be packed.
fn counts(rows: &Rows) -> (u64, u64) {
    let count = |sql: &str| rows.one(sql, &[]);
    let loose = "SELECT count(*) FROM change JOIN document ON document.id = change.document
                 WHERE document.device IS NOT NULL AND NOT packed
                       AND change.id NOT IN (SELECT change FROM outbox) AND seq <= acked_seq / 64 * 64";
    (count("SELECT count(*) FROM change WHERE packed"), count(loose))
}

fn at_the_kiosk(society: &Society) -> (u64, u64) {
    counts(&Rows::of(society.branches[0].dir(), Part::Kiosk))
}

fn at_head_office(society: &Society) -> u64 {
    counts(&society.office.rows()).0
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
    let rows = society.office.rows();
    let find = "SELECT id, bytes FROM change WHERE packed ORDER BY id DESC LIMIT 1";
    let (id, whole): (i64, Vec<u8>) = rows.one(find, &[]);
    for at in [0, 4, whole.len() / 2, whole.len() - 1] {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        rows.run("UPDATE change SET bytes = ?2 WHERE id = ?1", &[id.into(), damaged.into()]);
        let report = society.office.replica.verify();
        let faults = report.as_ref().map(|report| report.faults.clone()).unwrap_or_default();
        let is_named = faults.len() == 1 && faults[0].starts_with("j/");
        assert!(is_named, "byte {at} of {}: {report:?}", whole.len());
    }
}
