//! The read rows of suggestions: words and number sealed, no person, no rating.

use super::{PAGE_ROWS, Row, StoreError, Tx, values};
use crate::domain::{Channel, Code, FactId, Moment};

/// A suggestion's read row.
#[derive(Clone, PartialEq, Debug)]
pub struct SuggestionRow {
    /// Row id: the order of arrival.
    pub id: i64,
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
        let Self { id: _, fact, at, channel, service, document, seq, branch, text, mobile } = self;
        format!("{fact} {at:?} {channel} {service:?} {document} {seq} {branch} {text:?} {mobile:?}")
    }
}

const COLUMNS: &str = "suggestion.id, suggestion.fact, suggestion.at, suggestion.channel, suggestion.service, \
    document.name, suggestion.seq, suggestion.branch, suggestion.words, suggestion.mobile";

/// Writes a suggestion's row. One that stands there already moves to its new place where the same device wrote it
/// again; another device's copy of it changes nothing.
pub fn put(tx: &Tx<'_>, document: i64, row: &SuggestionRow) -> Result<(), StoreError> {
    let SuggestionRow { id: _, fact, at, channel, service, document: _, seq, branch, text, mobile } = row;
    tx.run(
        "INSERT INTO suggestion (fact, document, seq, branch, at, at_millis, local_date, channel, service, words,
            mobile)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT (fact) DO UPDATE SET document = excluded.document, seq = excluded.seq,
            words = excluded.words, mobile = excluded.mobile
         WHERE (SELECT device FROM document WHERE id = excluded.document)
            IS NOT DISTINCT FROM (SELECT device FROM document WHERE id = suggestion.document)",
        values![
            *fact,
            document,
            *seq,
            branch,
            at,
            at.unix_millis(),
            at.local().date(),
            channel,
            service.as_ref(),
            text,
            mobile.as_deref(),
        ],
    )?;
    Ok(())
}

/// Finds a suggestion.
pub fn find(tx: &Tx<'_>, id: FactId) -> Result<Option<SuggestionRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM suggestion JOIN document ON document.id = suggestion.document WHERE fact = ?1"
    );
    tx.one(&sql, values![id], read)
}

/// Calls `each` for every suggestion, in the order of arrival.
pub fn each<E: From<StoreError>>(
    tx: &Tx<'_>,
    mut each: impl FnMut(SuggestionRow) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!(
        "SELECT {COLUMNS} FROM suggestion JOIN document ON document.id = suggestion.document
         WHERE suggestion.id > ?1 ORDER BY suggestion.id LIMIT ?2"
    );
    let mut last = 0;
    loop {
        let page = tx.all(&sql, values![last, PAGE_ROWS], read)?;
        let Some(end) = page.last() else { return Ok(()) };
        last = end.id;
        page.into_iter().try_for_each(&mut each)?;
    }
}

/// Returns a page of suggestions, newest first, after skipping some.
pub fn page(tx: &Tx<'_>, skip: u64, at_most: u32) -> Result<Vec<SuggestionRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM suggestion JOIN document ON document.id = suggestion.document
         ORDER BY suggestion.at_millis DESC, suggestion.id DESC LIMIT ?1 OFFSET ?2"
    );
    tx.all(&sql, values![at_most, i64::try_from(skip).unwrap_or(i64::MAX)], read)
}

/// Counts them.
pub fn count(tx: &Tx<'_>) -> Result<u64, StoreError> {
    tx.only("SELECT count(*) AS n FROM suggestion", values![], |row| row.get("n"))
}

/// Empties the rows, before they are rebuilt.
pub fn clear(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.run("DELETE FROM suggestion", values![]).map(drop)
}

/// Reads a row selected by [`COLUMNS`].
fn read(row: &Row<'_>) -> Result<SuggestionRow, StoreError> {
    Ok(SuggestionRow {
        id: row.get("id")?,
        fact: row.get("fact")?,
        at: row.get("at")?,
        channel: row.get("channel")?,
        service: row.get("service")?,
        document: row.get("name")?,
        seq: row.get("seq")?,
        branch: row.get("branch")?,
        text: row.get("words")?,
        mobile: row.get("mobile")?,
    })
}
