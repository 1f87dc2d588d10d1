//! The read rows of suggestions: words and number sealed, no person, no rating.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::StoreError;
use super::visits::{code, fact, moment};
use crate::domain::{Channel, Code, FactId, Moment};

/// A suggestion's read row.
#[derive(Clone, PartialEq, Debug)]
pub struct SuggestionRow {
    /// Its id.
    pub fact: FactId,
    /// When it was made.
    pub at: Moment,
    /// The channel.
    pub channel: Channel,
    /// The service it is about.
    pub service: Option<Code>,
    /// The name of the document it stands in.
    pub document: String,
    /// Its number there.
    pub seq: u64,
    /// The branch it was recorded at.
    pub branch: String,
    /// Its words, sealed.
    pub text: Vec<u8>,
    /// Where the person wants the reply, sealed.
    pub mobile: Option<Vec<u8>>,
}

impl SuggestionRow {
    /// Returns everything that the row says, in one text: two rows are the same where these are.
    pub(crate) fn canonical(&self) -> String {
        let Self { fact, at, channel, service, document, seq, branch, text, mobile } = self;
        format!("{fact} {at:?} {channel} {service:?} {document} {seq} {branch} {text:?} {mobile:?}")
    }
}

const COLUMNS: &str = "suggestion.fact, suggestion.at, suggestion.channel, suggestion.service, document.name, \
    suggestion.seq, suggestion.branch, suggestion.words, suggestion.mobile";

/// Writes a suggestion's row. One that stands there already moves to its new place where the same device wrote it
/// again; another device's copy of it changes nothing.
pub fn put(connection: &Connection, document: i64, row: &SuggestionRow) -> Result<(), StoreError> {
    let SuggestionRow { fact, at, channel, service, document: _, seq, branch, text, mobile } = row;
    connection
        .prepare_cached(
            "INSERT INTO suggestion (fact, document, seq, branch, at, at_millis, local_date, channel, service, words,
                mobile)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
             ON CONFLICT (fact) DO UPDATE SET document = excluded.document, seq = excluded.seq,
                words = excluded.words, mobile = excluded.mobile
             WHERE (SELECT device FROM document WHERE id = excluded.document)
                IS (SELECT device FROM document WHERE id = suggestion.document)",
        )?
        .execute(params![
            fact.as_bytes(),
            document,
            seq,
            branch,
            at.as_str(),
            at.unix_millis().0,
            at.local().date().to_string(),
            channel.code(),
            service.as_ref().map(Code::as_str),
            text,
            mobile,
        ])?;
    Ok(())
}

/// Finds a suggestion.
pub fn find(connection: &Connection, id: FactId) -> Result<Option<SuggestionRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM suggestion JOIN document ON document.id = suggestion.document WHERE fact = ?1"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row([id.as_bytes()], read).optional()?)
}

/// Calls `each` for every suggestion, in the order of arrival.
pub fn each<E: From<StoreError>>(
    connection: &Connection,
    mut each: impl FnMut(SuggestionRow) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!(
        "SELECT {COLUMNS} FROM suggestion JOIN document ON document.id = suggestion.document ORDER BY suggestion.id"
    );
    let mut statement = connection.prepare(&sql).map_err(StoreError::from)?;
    let mut rows = statement.query([]).map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        each(read(row).map_err(StoreError::from)?)?;
    }
    Ok(())
}

/// Returns a page of suggestions, newest first, after skipping some.
pub fn page(connection: &Connection, skip: u64, at_most: u32) -> Result<Vec<SuggestionRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM suggestion JOIN document ON document.id = suggestion.document
         ORDER BY suggestion.at_millis DESC, suggestion.id DESC LIMIT ?1 OFFSET ?2"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![at_most, i64::try_from(skip).unwrap_or(i64::MAX)], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Counts them.
pub fn count(connection: &Connection) -> Result<u64, StoreError> {
    Ok(connection.prepare_cached("SELECT count(*) FROM suggestion")?.query_row([], |row| row.get(0))?)
}

/// Empties the rows, before they are rebuilt.
pub fn clear(connection: &Connection) -> Result<(), StoreError> {
    Ok(connection.execute_batch("DELETE FROM suggestion;")?)
}

/// Reads a row selected by [`COLUMNS`].
fn read(row: &Row<'_>) -> rusqlite::Result<SuggestionRow> {
    Ok(SuggestionRow {
        fact: fact(0, row.get(0)?)?,
        at: moment(1, &row.get::<_, String>(1)?)?,
        channel: Channel::from_code(&row.get::<_, String>(2)?),
        service: row.get::<_, Option<String>>(3)?.map(|c| code(3, c)).transpose()?,
        document: row.get(4)?,
        seq: row.get(5)?,
        branch: row.get(6)?,
        text: row.get(7)?,
        mobile: row.get(8)?,
    })
}
