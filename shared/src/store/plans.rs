//! The read rows of planned visits and of how they ended: rebuilt from changes at any time, personal values sealed.

use jiff::civil;

use super::{Row, StoreError, Tx, Value, values};
use crate::domain::{Code, FactId, FileId};

/// A planned visit's read row.
#[derive(Clone, PartialEq, Debug)]
pub struct PlanRow {
    /// The plan.
    pub fact: FactId,
    /// The name of the document it stands in.
    pub document: String,
    /// Its number there.
    pub seq: u64,
    /// The branch that is to make it.
    pub branch: String,
    /// The day.
    pub date: civil::Date,
    /// Who is to make it.
    pub representative: Option<Code>,
    /// The person's file.
    pub file: Option<FileId>,
    /// What was told of the person, sealed.
    pub given: Option<Vec<u8>>,
    /// Why, sealed.
    pub reason: Option<Vec<u8>>,
    /// Where, sealed.
    pub place: Option<Vec<u8>>,
    /// When it was written down, by the writer's clock, milliseconds.
    pub wall_millis: i64,
}

/// How a planned visit ended.
#[derive(Clone, PartialEq, Debug)]
pub struct PlanEndRow {
    /// The fact that ended it: the visit itself, or one that drops it.
    pub fact: FactId,
    /// The plan.
    pub plan: FactId,
    /// The visit that carried it out.
    pub visit: Option<FactId>,
    /// Why it was dropped, sealed.
    pub reason: Option<Vec<u8>>,
}

const COLUMNS: &str = "planned_visit.fact, document.name, planned_visit.seq, planned_visit.branch, planned_visit.date, \
    planned_visit.representative, planned_visit.file, planned_visit.given, planned_visit.reason, planned_visit.place, \
    planned_visit.wall_millis";

/// Writes a plan's row. One that stands there already moves to its new place where the same device wrote it again;
/// head office's copy of it changes nothing.
pub fn put(tx: &Tx<'_>, document: i64, row: &PlanRow) -> Result<(), StoreError> {
    let PlanRow {
        fact,
        document: _,
        seq,
        branch,
        date,
        representative,
        file,
        given,
        reason,
        place,
        wall_millis,
    } = row;
    tx.run(
        "INSERT INTO planned_visit (fact, document, seq, branch, date, representative, file, given, reason, place,
            wall_millis)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT (fact) DO UPDATE SET document = excluded.document, seq = excluded.seq,
            given = excluded.given, reason = excluded.reason, place = excluded.place
         WHERE (SELECT device FROM document WHERE id = excluded.document)
            = (SELECT device FROM document WHERE id = planned_visit.document)",
        values![
            *fact,
            document,
            *seq,
            branch,
            *date,
            representative.as_ref(),
            *file,
            given.as_deref(),
            reason.as_deref(),
            place.as_deref(),
            *wall_millis,
        ],
    )?;
    Ok(())
}

/// Writes an end's row; moves as a plan's does.
pub fn put_end(tx: &Tx<'_>, document: i64, seq: u64, row: &PlanEndRow) -> Result<(), StoreError> {
    let PlanEndRow { fact, plan, visit, reason } = row;
    tx.run(
        "INSERT INTO planned_visit_end (fact, document, seq, plan, visit, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (fact) DO UPDATE SET document = excluded.document, seq = excluded.seq,
            reason = excluded.reason
         WHERE (SELECT device FROM document WHERE id = excluded.document)
            = (SELECT device FROM document WHERE id = planned_visit_end.document)",
        values![*fact, document, seq, *plan, *visit, reason.as_deref()],
    )?;
    Ok(())
}

/// Finds a plan.
pub fn find(tx: &Tx<'_>, plan: FactId) -> Result<Option<PlanRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM planned_visit JOIN document ON document.id = planned_visit.document WHERE fact = ?1"
    );
    tx.one(&sql, values![plan], read)
}

/// Returns a plan's end, the first that was taken in; `None` while it is open.
pub fn end_of(tx: &Tx<'_>, plan: FactId) -> Result<Option<PlanEndRow>, StoreError> {
    let sql = "SELECT fact, plan, visit, reason FROM planned_visit_end WHERE plan = ?1 ORDER BY id LIMIT 1";
    tx.one(sql, values![plan], read_end)
}

/// Finds the end that a fact is.
pub fn find_end(tx: &Tx<'_>, id: FactId) -> Result<Option<PlanEndRow>, StoreError> {
    tx.one("SELECT fact, plan, visit, reason FROM planned_visit_end WHERE fact = ?1", values![id], read_end)
}

/// Returns where a device's own plan, or its dropping of one, stands: document and number.
pub fn own_place(tx: &Tx<'_>, id: FactId) -> Result<Option<(String, u64)>, StoreError> {
    tx.one(
        "SELECT document.name, place.seq FROM
            (SELECT document, seq FROM planned_visit WHERE fact = ?1
             UNION ALL SELECT document, seq FROM planned_visit_end WHERE fact = ?1) AS place
         JOIN document ON document.id = place.document WHERE document.device IS NOT NULL LIMIT 1",
        values![id],
        |row| Ok((row.get("name")?, row.get("seq")?)),
    )
}

/// Returns the open plans of a day and before it, the oldest day first; where they are more than `limit`, the oldest are
/// left out, so that the day's own are always among them.
pub fn open_until(tx: &Tx<'_>, until: civil::Date, limit: u64) -> Result<Vec<PlanRow>, StoreError> {
    open_where(tx, "date <= ?1", until.into(), limit)
}

/// Returns the open plans for a person's file, the oldest day first, likewise.
pub fn open_for(tx: &Tx<'_>, file: FileId, limit: u64) -> Result<Vec<PlanRow>, StoreError> {
    open_where(tx, "planned_visit.file = ?1", file.into(), limit)
}

fn open_where(
    tx: &Tx<'_>,
    condition: &str,
    value: Value<'_>,
    limit: u64,
) -> Result<Vec<PlanRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM planned_visit JOIN document ON document.id = planned_visit.document
         WHERE {condition} AND NOT EXISTS
            (SELECT 1 FROM planned_visit_end WHERE planned_visit_end.plan = planned_visit.fact)
         ORDER BY date DESC, planned_visit.id DESC LIMIT ?2"
    );
    let mut rows = tx.all(&sql, [value, limit.into()], read)?;
    rows.reverse();
    Ok(rows)
}

/// Returns every row as one text each, ends too: two sets of rows are the same where these are.
pub(crate) fn canonical(tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM planned_visit JOIN document ON document.id = planned_visit.document");
    let mut all = tx.all(&sql, values![], |row| Ok(format!("{:?}", read(row)?)))?;
    let sql = "SELECT fact, plan, visit, reason FROM planned_visit_end";
    all.extend(tx.all(sql, values![], |row| Ok(format!("{:?}", read_end(row)?)))?);
    Ok(all)
}

/// Empties the rows, before they are rebuilt.
pub fn clear(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.run("DELETE FROM planned_visit", values![])?;
    tx.run("DELETE FROM planned_visit_end", values![]).map(drop)
}

/// Removes the rows that stand in a document, before it is removed.
pub fn clear_of(tx: &Tx<'_>, document: i64) -> Result<(), StoreError> {
    tx.run("DELETE FROM planned_visit WHERE document = ?1", values![document])?;
    tx.run("DELETE FROM planned_visit_end WHERE document = ?1", values![document]).map(drop)
}

/// Notes that a fact was copied for the branch's devices; returns false where it was before.
pub fn note_copy(tx: &Tx<'_>, id: FactId) -> Result<bool, StoreError> {
    Ok(tx.run("INSERT INTO plan_copy (fact) VALUES (?1) ON CONFLICT (fact) DO NOTHING", values![id])? == 1)
}

/// Reads a row selected by [`COLUMNS`].
fn read(row: &Row<'_>) -> Result<PlanRow, StoreError> {
    Ok(PlanRow {
        fact: row.get("fact")?,
        document: row.get("name")?,
        seq: row.get("seq")?,
        branch: row.get("branch")?,
        date: row.get("date")?,
        representative: row.get("representative")?,
        file: row.get("file")?,
        given: row.get("given")?,
        reason: row.get("reason")?,
        place: row.get("place")?,
        wall_millis: row.get("wall_millis")?,
    })
}

fn read_end(row: &Row<'_>) -> Result<PlanEndRow, StoreError> {
    Ok(PlanEndRow {
        fact: row.get("fact")?,
        plan: row.get("plan")?,
        visit: row.get("visit")?,
        reason: row.get("reason")?,
    })
}
