//! The read rows of ratings: no person, no visit, no receipt time.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::StoreError;
use super::visits::{code, fact, moment};
use crate::domain::{Channel, Code, FactId, Rating, Score};

/// A rating's read row.
#[derive(Clone, PartialEq, Debug)]
pub struct RatingRow {
    /// The rating without its comment.
    pub rating: Rating,
    /// The name of the document it stands in.
    pub document: String,
    /// Its number there.
    pub seq: u64,
    /// The branch it was given at.
    pub branch: String,
    /// The comment, sealed.
    pub comment: Option<Vec<u8>>,
}

impl RatingRow {
    /// Returns everything that the row says, in one text: two rows are the same where these are.
    pub(crate) fn canonical(&self) -> String {
        let Self { rating, document, seq, branch, comment } = self;
        format!("{rating:?} {document} {seq} {branch} {comment:?}")
    }
}

const COLUMNS: &str = "rating.id, rating.fact, document.name, rating.seq, rating.branch, rating.at, rating.service, \
    rating.department, rating.channel, rating.provider, rating.score, rating.provider_score, rating.comment";

/// Writes a rating's rows. A rating that stands there already moves to its new place where the
/// same device wrote it again; another device's copy of it changes nothing.
pub fn put(connection: &Connection, document: i64, row: &RatingRow) -> Result<(), StoreError> {
    let RatingRow { rating, document: _, seq, branch, comment } = row;
    let id: Option<i64> = connection
        .prepare_cached(
            "INSERT INTO rating (fact, document, seq, branch, at, local_date, service, department, channel, provider,
                score, provider_score, comment)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
             ON CONFLICT (fact) DO UPDATE SET document = excluded.document, seq = excluded.seq,
                comment = excluded.comment
             WHERE (SELECT device FROM document WHERE id = excluded.document)
                IS (SELECT device FROM document WHERE id = rating.document)
             RETURNING id",
        )?
        .query_row(
            params![
                rating.id.as_bytes(),
                document,
                seq,
                branch,
                rating.at.as_str(),
                rating.at.local().date().to_string(),
                rating.service.as_str(),
                rating.department.as_ref().map(Code::as_str),
                rating.channel.code(),
                rating.provider.as_ref().map(Code::as_str),
                rating.score.code(),
                rating.provider_score.as_ref().map(Score::code),
                comment,
            ],
            |row| row.get(0),
        )
        .optional()?;
    let Some(id) = id else { return Ok(()) };
    let mut reason = connection.prepare_cached(
        "INSERT OR IGNORE INTO rating_reason (rating, position, reason) VALUES (?1, ?2, ?3)",
    )?;
    for (position, code) in rating.reasons.iter().enumerate() {
        reason.execute(params![id, position, code.as_str()])?;
    }
    Ok(())
}

/// Finds a rating.
pub fn find(connection: &Connection, id: FactId) -> Result<Option<RatingRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM rating JOIN document ON document.id = rating.document WHERE fact = ?1"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row([id.as_bytes()], |row| read(connection, row)).optional()?)
}

/// Calls `each` for every rating, in the order of their random ids, which tells nothing.
pub fn each<E: From<StoreError>>(
    connection: &Connection,
    mut each: impl FnMut(RatingRow) -> Result<(), E>,
) -> Result<(), E> {
    let sql =
        format!("SELECT {COLUMNS} FROM rating JOIN document ON document.id = rating.document ORDER BY fact");
    let mut statement = connection.prepare(&sql).map_err(StoreError::from)?;
    let mut rows = statement.query([]).map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        each(read(connection, row).map_err(StoreError::from)?)?;
    }
    Ok(())
}

/// Empties the rows, before they are rebuilt.
pub fn clear(connection: &Connection) -> Result<(), StoreError> {
    Ok(connection.execute_batch("DELETE FROM rating_reason; DELETE FROM rating;")?)
}

fn read(connection: &Connection, row: &Row<'_>) -> rusqlite::Result<RatingRow> {
    let id: i64 = row.get(0)?;
    let optional_code = |at: usize| -> rusqlite::Result<Option<Code>> {
        row.get::<_, Option<String>>(at)?.map(|c| code(at, c)).transpose()
    };
    let rating = Rating {
        id: fact(1, row.get(1)?)?,
        at: moment(5, &row.get::<_, String>(5)?)?,
        service: code(6, row.get(6)?)?,
        department: optional_code(7)?,
        channel: Channel::from_code(&row.get::<_, String>(8)?),
        provider: optional_code(9)?,
        score: Score::from_code(&row.get::<_, String>(10)?),
        provider_score: row.get::<_, Option<String>>(11)?.map(|c| Score::from_code(&c)),
        reasons: reasons_of(connection, id)?,
        comment: None,
    };
    Ok(RatingRow {
        rating,
        document: row.get(2)?,
        seq: row.get(3)?,
        branch: row.get(4)?,
        comment: row.get(12)?,
    })
}

fn reasons_of(connection: &Connection, rating: i64) -> rusqlite::Result<Vec<Code>> {
    let mut statement =
        connection.prepare_cached("SELECT reason FROM rating_reason WHERE rating = ?1 ORDER BY position")?;
    let rows = statement.query_map([rating], |row| code(0, row.get(0)?))?;
    rows.collect()
}
