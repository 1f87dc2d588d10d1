//! The read rows of planned visits and of how they ended: rebuilt from changes at any time, personal values sealed.

use jiff::civil;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::StoreError;
use super::visits::{code, fact, unreadable};
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
pub fn put(connection: &Connection, document: i64, row: &PlanRow) -> Result<(), StoreError> {
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
    connection
        .prepare_cached(
            "INSERT INTO planned_visit (fact, document, seq, branch, date, representative, file, given, reason, place,
                wall_millis)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
             ON CONFLICT (fact) DO UPDATE SET document = excluded.document, seq = excluded.seq,
                given = excluded.given, reason = excluded.reason, place = excluded.place
             WHERE (SELECT device FROM document WHERE id = excluded.document)
                = (SELECT device FROM document WHERE id = planned_visit.document)",
        )?
        .execute(params![
            fact.as_bytes(),
            document,
            seq,
            branch,
            date.to_string(),
            representative.as_ref().map(Code::as_str),
            file.map(|f| f.as_bytes().to_vec()),
            given,
            reason,
            place,
            wall_millis,
        ])?;
    Ok(())
}

/// Writes an end's row; moves as a plan's does.
pub fn put_end(connection: &Connection, document: i64, seq: u64, row: &PlanEndRow) -> Result<(), StoreError> {
    let PlanEndRow { fact, plan, visit, reason } = row;
    connection
        .prepare_cached(
            "INSERT INTO planned_visit_end (fact, document, seq, plan, visit, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (fact) DO UPDATE SET document = excluded.document, seq = excluded.seq,
                reason = excluded.reason
             WHERE (SELECT device FROM document WHERE id = excluded.document)
                = (SELECT device FROM document WHERE id = planned_visit_end.document)",
        )?
        .execute(params![
            fact.as_bytes(),
            document,
            seq,
            plan.as_bytes(),
            visit.map(|v| v.as_bytes().to_vec()),
            reason
        ])?;
    Ok(())
}

/// Finds a plan.
pub fn find(connection: &Connection, plan: FactId) -> Result<Option<PlanRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM planned_visit JOIN document ON document.id = planned_visit.document WHERE fact = ?1"
    );
    Ok(connection.prepare_cached(&sql)?.query_row([plan.as_bytes()], read).optional()?)
}

/// Returns a plan's end, the first that was taken in; `None` while it is open.
pub fn end_of(connection: &Connection, plan: FactId) -> Result<Option<PlanEndRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT fact, plan, visit, reason FROM planned_visit_end WHERE plan = ?1 ORDER BY id LIMIT 1",
    )?;
    Ok(statement.query_row([plan.as_bytes()], read_end).optional()?)
}

/// Finds the end that a fact is.
pub fn find_end(connection: &Connection, id: FactId) -> Result<Option<PlanEndRow>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT fact, plan, visit, reason FROM planned_visit_end WHERE fact = ?1")?;
    Ok(statement.query_row([id.as_bytes()], read_end).optional()?)
}

/// Returns where a device's own plan, or its dropping of one, stands: document and number.
pub fn own_place(connection: &Connection, id: FactId) -> Result<Option<(String, u64)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT document.name, row.seq FROM
            (SELECT document, seq FROM planned_visit WHERE fact = ?1
             UNION ALL SELECT document, seq FROM planned_visit_end WHERE fact = ?1) AS row
         JOIN document ON document.id = row.document WHERE document.device IS NOT NULL LIMIT 1",
    )?;
    Ok(statement.query_row([id.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// Returns the open plans of a day and before it, the oldest day first; where they are more than `limit`, the oldest are
/// left out, so that the day's own are always among them.
pub fn open_until(
    connection: &Connection,
    until: civil::Date,
    limit: u64,
) -> Result<Vec<PlanRow>, StoreError> {
    open_where(connection, "date <= ?1", until.to_string().into(), limit)
}

/// Returns the open plans for a person's file, the oldest day first, likewise.
pub fn open_for(connection: &Connection, file: FileId, limit: u64) -> Result<Vec<PlanRow>, StoreError> {
    open_where(connection, "file = ?1", file.as_bytes().to_vec().into(), limit)
}

fn open_where(
    connection: &Connection,
    condition: &str,
    value: rusqlite::types::Value,
    limit: u64,
) -> Result<Vec<PlanRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM planned_visit JOIN document ON document.id = planned_visit.document
         WHERE {condition} AND NOT EXISTS
            (SELECT 1 FROM planned_visit_end WHERE planned_visit_end.plan = planned_visit.fact)
         ORDER BY date DESC, planned_visit.id DESC LIMIT ?2"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![value, limit], read)?;
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    rows.reverse();
    Ok(rows)
}

/// Returns every row as one text each, ends too: two sets of rows are the same where these are.
pub(crate) fn canonical(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM planned_visit JOIN document ON document.id = planned_visit.document");
    let mut statement = connection.prepare(&sql)?;
    let plans = statement.query_map([], read)?.map(|row| Ok(format!("{:?}", row?)));
    let mut all: Vec<String> = plans.collect::<Result<_, rusqlite::Error>>()?;
    let mut statement = connection.prepare("SELECT fact, plan, visit, reason FROM planned_visit_end")?;
    let ends = statement.query_map([], read_end)?.map(|row| Ok(format!("{:?}", row?)));
    all.extend(ends.collect::<Result<Vec<_>, rusqlite::Error>>()?);
    Ok(all)
}

/// Empties the rows, before they are rebuilt.
pub fn clear(connection: &Connection) -> Result<(), StoreError> {
    Ok(connection.execute_batch("DELETE FROM planned_visit; DELETE FROM planned_visit_end;")?)
}

/// Removes the rows that stand in a document, before it is removed.
pub fn clear_of(connection: &Connection, document: i64) -> Result<(), StoreError> {
    for sql in
        ["DELETE FROM planned_visit WHERE document = ?1", "DELETE FROM planned_visit_end WHERE document = ?1"]
    {
        connection.prepare_cached(sql)?.execute([document])?;
    }
    Ok(())
}

/// Notes that a fact was copied for the branch's devices; returns false where it was before.
pub fn note_copy(connection: &Connection, id: FactId) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached("INSERT OR IGNORE INTO plan_copy (fact) VALUES (?1)")?;
    Ok(statement.execute([id.as_bytes()])? == 1)
}

fn read(row: &Row<'_>) -> rusqlite::Result<PlanRow> {
    let date: String = row.get(4)?;
    let file = row.get::<_, Option<Vec<u8>>>(6)?;
    Ok(PlanRow {
        fact: fact(0, row.get(0)?)?,
        document: row.get(1)?,
        seq: row.get(2)?,
        branch: row.get(3)?,
        date: date.parse().map_err(|_: jiff::Error| unreadable(4))?,
        representative: row.get::<_, Option<String>>(5)?.map(|c| code(5, c)).transpose()?,
        file: file.map(|b| FileId::from_slice(&b).ok_or_else(|| unreadable(6))).transpose()?,
        given: row.get(7)?,
        reason: row.get(8)?,
        place: row.get(9)?,
        wall_millis: row.get(10)?,
    })
}

fn read_end(row: &Row<'_>) -> rusqlite::Result<PlanEndRow> {
    Ok(PlanEndRow {
        fact: fact(0, row.get(0)?)?,
        plan: fact(1, row.get(1)?)?,
        visit: row.get::<_, Option<Vec<u8>>>(2)?.map(|b| fact(2, b)).transpose()?,
        reason: row.get(3)?,
    })
}
