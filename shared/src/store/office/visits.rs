//! The list of visits as head office's page asks for it: filtered, newest first, a page at a time.
//!
//! Reads only what is stored in clear: no name, number or free text of a person leaves through here.

use jiff::civil;

use crate::domain::{Channel, Direction, FactId, Moment, Origin, Party};
use crate::store::{Row, StoreError, Tx, Value, facts, values};

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// Which visits are asked for. An empty filter asks for all.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct VisitFilter {
    /// Only visits recorded for this branch.
    pub branch: Option<String>,
    /// Only visits through this channel.
    pub channel: Option<String>,
    /// Only visits that asked for this service.
    pub service: Option<String>,
    /// Only visits on this date or later, in Riyadh.
    pub from: Option<civil::Date>,
    /// Only visits on this date or earlier, in Riyadh.
    pub to: Option<civil::Date>,
}

/// A visit as the list shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListedVisit {
    /// The visit's id.
    pub fact: FactId,
    /// The branch it was recorded for.
    pub branch: String,
    /// When it began, as it was stated.
    pub at: Moment,
    /// The kind of party.
    pub party: Party,
    /// The channel.
    pub channel: Channel,
    /// Who began it.
    pub direction: Direction,
    /// What was asked for, in the order given.
    pub services: Vec<String>,
    /// Who received the visitor.
    pub received_by: Option<String>,
    /// Entered after the day it happened on.
    pub late: bool,
    /// Corrects an earlier visit.
    pub corrects: bool,
    /// A later visit corrects it.
    pub corrected: bool,
    /// Where it was entered.
    pub origin: Origin,
}

/// Counts the visits that a filter asks for.
pub(crate) fn count_visits(tx: &Tx<'_>, filter: &VisitFilter) -> Result<u64, StoreError> {
    let (condition, values) = condition(filter);
    tx.only(&format!("SELECT COUNT(*) AS n FROM fact WHERE {condition}"), values, |row| row.get("n"))
}

/// Lists visits that a filter asks for, newest first, after skipping some.
pub(crate) fn list_visits(
    tx: &Tx<'_>,
    filter: &VisitFilter,
    skip: u64,
    at_most: u32,
) -> Result<Vec<ListedVisit>, StoreError> {
    let (condition, mut values) = condition(filter);
    values.push(at_most.into());
    values.push(i64::try_from(skip).unwrap_or(i64::MAX).into());
    let (limit, offset) = (values.len() - 1, values.len());
    let sql = format!(
        "SELECT fact.id, fact.fact, (SELECT code FROM code WHERE id = fact.branch) AS branch, fact.at_seconds,
                fact.offset_minutes, fact.at, (SELECT code FROM code WHERE id = fact.party) AS party,
                (SELECT code FROM code WHERE id = fact.channel) AS channel,
                (SELECT code FROM code WHERE id = fact.direction) AS direction,
                (SELECT code FROM code WHERE id = fact.received_by) AS received_by, fact.late,
                fact.supersedes IS NOT NULL AS corrects,
                EXISTS (SELECT 1 FROM fact AS later WHERE later.supersedes = fact.fact) AS corrected,
                (SELECT code FROM code WHERE id = fact.origin) AS origin
         FROM fact WHERE fact.id IN (SELECT fact.id FROM fact WHERE {condition}
            ORDER BY fact.at_seconds DESC, fact.id DESC LIMIT ?{limit} OFFSET ?{offset})
         ORDER BY fact.at_seconds DESC, fact.id DESC"
    );
    let rows = tx.all(&sql, values, read_visit)?;
    let with_services = |(id, visit): (i64, ListedVisit)| {
        let sql = "SELECT code.code AS service FROM visit_service AS s JOIN code ON code.id = s.service
                   WHERE s.id BETWEEN ?1 AND ?2 ORDER BY s.id";
        let (first, last) = facts::service_rows(id).into_inner();
        Ok(ListedVisit { services: tx.all(sql, values![first, last], |row| row.get("service"))?, ..visit })
    };
    rows.into_iter().map(with_services).collect()
}

/// Most services that are listed: those of the largest catalog, and some that it does not know. A device may name any.
const SERVICES_NAMED_MAX: u64 = 1_000;

/// Lists services that visits or ratings name, whether the catalog knows them or not; up to 1,000.
pub(crate) fn services_named(tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT code AS service FROM code WHERE id IN (SELECT service FROM visit_service)
               UNION SELECT service FROM rating ORDER BY 1 LIMIT ?1";
    tx.all(sql, values![SERVICES_NAMED_MAX], |row| row.get("service"))
}

/// Writes a filter as SQL with its values in the order of their numbers.
fn condition(filter: &VisitFilter) -> (String, Vec<Value<'_>>) {
    let VisitFilter { branch, channel, service, from, to } = filter;
    let parts = [
        ("fact.branch = (SELECT id FROM code WHERE code = ", branch.as_ref().map(Value::from), ")"),
        ("fact.channel = (SELECT id FROM code WHERE code = ", channel.as_ref().map(Value::from), ")"),
        (
            "EXISTS (SELECT 1 FROM visit_service AS s WHERE s.id BETWEEN fact.id * 32 AND fact.id * 32 + 31
                AND s.service = (SELECT id FROM code WHERE code = ",
            service.as_ref().map(Value::from),
            "))",
        ),
        ("fact.at_seconds >= ", from.map(|date| midnight(date).into()), ""),
        ("fact.at_seconds < ", to.map(|date| (midnight(date) + DAY_SECONDS).into()), ""),
    ];
    let mut sql = "fact.kind = (SELECT id FROM code WHERE code = 'visit')".to_owned();
    let mut values = Vec::new();
    for (before, value, after) in parts {
        if let Some(value) = value {
            values.push(value);
            sql.push_str(&format!(" AND {before}?{}{after}", values.len()));
        }
    }
    (sql, values)
}

/// Seconds by which Riyadh is ahead of UTC, all year since 1947.
const RIYADH_SECONDS: i64 = 3 * 60 * 60;

/// Returns when a date begins in Riyadh, in seconds from 1970.
fn midnight(date: civil::Date) -> i64 {
    date.duration_since(civil::date(1970, 1, 1)).as_secs() - RIYADH_SECONDS
}

fn read_visit(row: &Row<'_>) -> Result<(i64, ListedVisit), StoreError> {
    let id = row.get("id")?;
    let visit = ListedVisit {
        fact: row.get("fact")?,
        branch: row.get("branch")?,
        at: facts::moment(row)?,
        party: row.get("party")?,
        channel: row.get("channel")?,
        direction: row.get("direction")?,
        services: Vec::new(),
        received_by: row.get("received_by")?,
        late: row.get("late")?,
        corrects: row.get("corrects")?,
        corrected: row.get("corrected")?,
        origin: row.get("origin")?,
    };
    Ok((id, visit))
}
