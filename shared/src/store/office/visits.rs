//! The list of visits as head office's page asks for it: filtered, newest first, a page at a time.
//!
//! Reads only what is stored in clear: no name, number or free text of a person leaves through here.

use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use crate::domain::{Channel, Direction, FactId, Origin, Party};
use crate::store::{Store, StoreError};

/// Which visits are asked for. An empty filter asks for all.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct VisitFilter {
    /// Only visits recorded for this branch.
    pub branch: Option<String>,
    /// Only visits through this channel.
    pub channel: Option<String>,
    /// Only visits that asked for this service.
    pub service: Option<String>,
    /// Only visits on this local date (`YYYY-MM-DD`) or later.
    pub from: Option<String>,
    /// Only visits on this local date (`YYYY-MM-DD`) or earlier.
    pub to: Option<String>,
}

/// A visit as the list shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListedVisit {
    /// The visit's id.
    pub fact: FactId,
    /// The branch it was recorded for.
    pub branch: String,
    /// When it began, as it was stated.
    pub at: String,
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

impl Store {
    /// Counts the visits that a filter asks for.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn count_visits(&self, filter: &VisitFilter) -> Result<u64, StoreError> {
        let (condition, values) = condition(filter);
        let sql = format!("SELECT COUNT(*) FROM visit WHERE {condition}");
        let mut statement = self.connection().prepare_cached(&sql)?;
        let count: i64 = statement.query_row(params_from_iter(values), |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// Lists visits that a filter asks for, newest first, after skipping some.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn list_visits(
        &self,
        filter: &VisitFilter,
        skip: u64,
        at_most: u32,
    ) -> Result<Vec<ListedVisit>, StoreError> {
        let (condition, mut values) = condition(filter);
        let sql = format!(
            "SELECT id, fact, branch, at, party, channel, direction, received_by, late, supersedes IS NOT NULL,
                    EXISTS (SELECT 1 FROM visit AS later WHERE later.supersedes = visit.fact), origin
             FROM visit WHERE {condition} ORDER BY at_millis DESC, id DESC LIMIT ? OFFSET ?"
        );
        values.push(Value::Integer(i64::from(at_most)));
        values.push(Value::Integer(i64::try_from(skip).unwrap_or(i64::MAX)));
        let mut statement = self.connection().prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), read_visit)?;
        let mut visits = Vec::new();
        for row in rows {
            let (id, mut visit) = row?;
            visit.services = self.services_of(id)?;
            visits.push(visit);
        }
        Ok(visits)
    }

    fn services_of(&self, visit: i64) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT service FROM visit_service WHERE visit = ?1 ORDER BY position";
        let mut statement = self.connection().prepare_cached(sql)?;
        let rows = statement.query_map([visit], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Lists the services that visits or ratings name, whether the catalog knows them or not.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn services_named(&self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT service FROM visit_service UNION SELECT service FROM rating ORDER BY 1";
        let mut statement = self.connection().prepare_cached(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Writes a filter as SQL with its values in the order of the question marks.
fn condition(filter: &VisitFilter) -> (String, Vec<Value>) {
    let parts = [
        ("branch = ?", &filter.branch),
        ("channel = ?", &filter.channel),
        (
            "EXISTS (SELECT 1 FROM visit_service AS s WHERE s.visit = visit.id AND s.service = ?)",
            &filter.service,
        ),
        ("local_date >= ?", &filter.from),
        ("local_date <= ?", &filter.to),
    ];
    let given = parts.into_iter().filter_map(|(sql, value)| value.as_ref().map(|value| (sql, value)));
    let (conditions, values): (Vec<_>, Vec<_>) =
        given.map(|(sql, value)| (sql, Value::Text(value.clone()))).unzip();
    if conditions.is_empty() { ("1".to_owned(), values) } else { (conditions.join(" AND "), values) }
}

fn read_visit(row: &Row<'_>) -> rusqlite::Result<(i64, ListedVisit)> {
    let fact: [u8; 16] = row.get(1)?;
    let visit = ListedVisit {
        fact: FactId(uuid::Uuid::from_bytes(fact)),
        branch: row.get(2)?,
        at: row.get(3)?,
        party: Party::from_code(&row.get::<_, String>(4)?),
        channel: Channel::from_code(&row.get::<_, String>(5)?),
        direction: Direction::from_code(&row.get::<_, String>(6)?),
        services: Vec::new(),
        received_by: row.get(7)?,
        late: row.get(8)?,
        corrects: row.get(9)?,
        corrected: row.get(10)?,
        origin: Origin::from_code(&row.get::<_, String>(11)?),
    };
    Ok((row.get(0)?, visit))
}
