//! The read tables can be made again from the changes, and whatever does not fit is found.

use tests::model::assert_same;
use tests::seed::seeds;

use crate::society::Society;

fn busy(seed: u64) -> Society {
    let mut society = Society::new(seed);
    for at in 0..3 {
        society.record(at, 10);
    }
    society.settle();
    society
}

fn at_head_office(society: &Society, sql: &str) {
    assert!(society.office.rows().run(sql, &[]) > 0, "the fault is planted");
}

/// Flips a byte in the last change of a kind of document.
fn flip_a_byte(society: &Society, documents: &str) {
    let rows = society.office.rows();
    let sql = "SELECT change.id, change.bytes FROM change JOIN document ON document.id = change.document
               WHERE document.kind = ?1 ORDER BY change.id DESC LIMIT 1";
    let (id, mut bytes): (i64, Vec<u8>) = rows.one(sql, &[documents.into()]);
    bytes[40] ^= 1;
    rows.run("UPDATE change SET bytes = ?2 WHERE id = ?1", &[id.into(), bytes.into()]);
}

#[test]
fn rebuilt_read_tables_equal_the_kept_ones() {
    for seed in seeds(2) {
        let mut society = busy(seed);
        society.office.assert_whole();
        society.office.replica.rebuild().unwrap();
        society.assert_converged();
        society.record(0, 3);
        society.settle();
        society.assert_converged();
    }
}

#[test]
fn a_read_row_that_somebody_changed_is_found_and_a_rebuild_puts_it_right() {
    for sql in [
        "UPDATE fact SET party = channel WHERE id = (SELECT min(id) FROM fact WHERE party IS NOT NULL)",
        "DELETE FROM rating WHERE id = (SELECT min(id) FROM rating WHERE id NOT IN (SELECT rating FROM rating_reason))",
        "UPDATE fact SET at_seconds = 1 WHERE id = (SELECT min(id) FROM fact WHERE kind = (SELECT id FROM code WHERE code = 'suggestion'))",
        "UPDATE fact SET seq = seq + 1 WHERE id = (SELECT max(id) FROM fact WHERE kind = (SELECT id FROM code WHERE code = 'visit'))",
        "DELETE FROM visit_service WHERE id = (SELECT max(id) FROM visit_service)",
        "UPDATE fact SET offset_minutes = 0 WHERE id = (SELECT max(id) FROM fact WHERE offset_minutes = 180)",
        "UPDATE code SET code = 'neither' WHERE code = 'visit'",
        "DELETE FROM code WHERE code IN ('suggestion', 'beneficiary')",
        "DELETE FROM fact WHERE id = (SELECT max(id) FROM fact WHERE kind = (SELECT id FROM code WHERE code = 'catalog_entry'))",
    ] {
        let society = busy(41);
        at_head_office(&society, sql);
        let report = society.office.replica.verify().unwrap();
        assert_eq!(report.read_tables_agree, Some(false), "{sql}");
        assert_eq!(report.faults, Vec::<String>::new());
        society.office.replica.rebuild().unwrap();
        society.office.assert_whole();
        assert_same(&society.office.export(), &society.model.records);
    }
}

#[test]
fn a_flipped_byte_in_a_stored_change_is_found_and_named() {
    let society = busy(42);
    flip_a_byte(&society, "j");
    let report = society.office.replica.verify().unwrap();
    assert_eq!(report.faults.len(), 1, "{report:?}");
    assert!(report.faults[0].starts_with("j/"), "{report:?}");
}

#[test]
fn a_flipped_byte_in_a_beneficiary_file_is_found() {
    let society = busy(43);
    flip_a_byte(&society, "f");
    let report = society.office.replica.verify().unwrap();
    assert!(report.faults.iter().any(|fault| fault.starts_with("f/")), "{report:?}");
}

#[test]
fn a_change_that_is_gone_from_the_middle_of_a_journal_is_found() {
    let society = busy(44);
    let gone = "DELETE FROM change WHERE id = (SELECT min(change.id) FROM change
                JOIN document ON document.id = change.document WHERE document.name LIKE 'j/%')";
    assert_eq!(society.office.rows().run(gone, &[]), 1);
    let report = society.office.replica.verify().unwrap();
    assert_eq!(report.faults.len(), 1, "{report:?}");
}
