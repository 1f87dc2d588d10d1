//! Support requests as they stand, for lists: a read table, made again from the facts. Only head office keeps it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::codes::Codes;
use super::{StoreError, Tx, values};
use crate::domain::FactId;
use crate::domain::request::State;

/// Notes how a request stands. Nothing is noted of one whose own fact is not here.
pub fn put(
    tx: &Tx<'_>,
    codes: &Codes,
    request: FactId,
    kind: &str,
    state: State,
    due: Option<Date>,
) -> Result<(), StoreError> {
    let state = codes.number(tx, state.code())?;
    tx.put(
        "INSERT INTO request (id, state, due)
         SELECT id, ?3, ?4 FROM fact WHERE fact = ?1 AND kind = (SELECT id FROM code WHERE code = ?2)
         ON CONFLICT (id) DO UPDATE SET state = excluded.state, due = excluded.due",
        values![request, kind, state, due],
    )
}

/// Counts requests by state, or those alone that were due before a day; states that none is in are left out.
pub fn count(tx: &Tx<'_>, due_before: Option<Date>) -> Result<BTreeMap<State, u64>, StoreError> {
    let sql = "SELECT code.code AS state, count(*) AS n FROM request JOIN code ON code.id = request.state
               WHERE request.due < ?1 OR ?1 IS NULL GROUP BY code.code ORDER BY code.code";
    let rows =
        tx.all(sql, values![due_before], |row| Ok((row.get::<String>("state")?, row.get::<u64>("n")?)))?;
    Ok(rows.into_iter().filter_map(|(state, n)| Some((State::from_code(&state)?, n))).collect())
}

/// Lists requests that are in one of these states, those due first at the front and those without a date behind them, after skipping
/// some.
pub fn list(
    tx: &Tx<'_>,
    states: impl IntoIterator<Item = State>,
    skip: u64,
    at_most: u32,
) -> Result<Vec<FactId>, StoreError> {
    let states: Vec<String> = states.into_iter().map(|state| format!("'{}'", state.code())).collect();
    let sql = format!(
        "SELECT fact.fact FROM
            (SELECT id, due FROM request WHERE state IN (SELECT id FROM code WHERE code IN ({}))
             ORDER BY due IS NULL, due, id LIMIT ?1 OFFSET ?2) AS page
         JOIN fact ON fact.id = page.id ORDER BY page.due IS NULL, page.due, page.id",
        states.join(", ")
    );
    tx.all(&sql, values![at_most, skip.min(i64::MAX.cast_unsigned())], |row| row.get("fact"))
}

/// Returns every row as a text: two sets of rows are the same where these are.
pub fn canonical(tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT fact.fact, code.code AS state, request.due FROM request
               JOIN fact ON fact.id = request.id JOIN code ON code.id = request.state";
    tx.all(sql, values![], |row| {
        let due: Option<Date> = row.get("due")?;
        Ok(format!("request {} {} {due:?}", row.get::<FactId>("fact")?, row.get::<String>("state")?))
    })
}
