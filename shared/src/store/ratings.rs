//! The read rows of ratings: no person, no visit, no receipt time.

use super::{PAGE_ROWS, Row, StoreError, Tx, values};
use crate::domain::{FactId, Rating};

/// A rating's read row.
#[derive(Clone, PartialEq, Debug)]
pub struct RatingRow {
    /// Row id.
    pub id: i64,
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
        let Self { id: _, rating, document, seq, branch, comment } = self;
        format!("{rating:?} {document} {seq} {branch} {comment:?}")
    }
}

const COLUMNS: &str = "rating.id, rating.fact, document.name, rating.seq, rating.branch, rating.at, rating.service, \
    rating.department, rating.channel, rating.provider, rating.score, rating.provider_score, rating.comment";

/// Writes a rating's rows. A rating that stands there already moves to its new place where the
/// same device wrote it again; another device's copy of it changes nothing.
pub fn put(tx: &Tx<'_>, document: i64, row: &RatingRow) -> Result<(), StoreError> {
    let RatingRow { id: _, rating, document: _, seq, branch, comment } = row;
    let id: Option<i64> = tx.one(
        "INSERT INTO rating (fact, document, seq, branch, at, local_date, service, department, channel, provider,
            score, provider_score, comment)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
         ON CONFLICT (fact) DO UPDATE SET document = excluded.document, seq = excluded.seq,
            comment = excluded.comment
         WHERE (SELECT device FROM document WHERE id = excluded.document)
            IS NOT DISTINCT FROM (SELECT device FROM document WHERE id = rating.document)
         RETURNING id",
        values![
            rating.id,
            document,
            *seq,
            branch,
            &rating.at,
            rating.at.local().date(),
            &rating.service,
            rating.department.as_ref(),
            &rating.channel,
            rating.provider.as_ref(),
            &rating.score,
            rating.provider_score.as_ref(),
            comment.as_deref(),
        ],
        |row| row.get("id"),
    )?;
    let Some(id) = id else { return Ok(()) };
    tx.batch(
        "INSERT INTO rating_reason (rating, position, reason) VALUES (?1, ?2, ?3)
         ON CONFLICT (rating, position) DO NOTHING",
        rating.reasons.iter().enumerate().map(|(position, code)| values![id, position, code]),
    )?;
    Ok(())
}

/// Finds a rating.
pub fn find(tx: &Tx<'_>, id: FactId) -> Result<Option<RatingRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM rating JOIN document ON document.id = rating.document WHERE fact = ?1"
    );
    tx.one(&sql, values![id], read)?.map(|row| with_reasons(tx, row)).transpose()
}

/// Calls `each` for every rating, in the order of their random ids, which tells nothing.
pub fn each<E: From<StoreError>>(
    tx: &Tx<'_>,
    mut each: impl FnMut(RatingRow) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!(
        "SELECT {COLUMNS} FROM rating JOIN document ON document.id = rating.document
         WHERE fact > ?1 ORDER BY fact LIMIT ?2"
    );
    let mut last: Vec<u8> = Vec::new();
    loop {
        let page = tx.all(&sql, values![&last, PAGE_ROWS], read)?;
        let Some(end) = page.last() else { return Ok(()) };
        last = end.rating.id.as_bytes().to_vec();
        for row in page {
            each(with_reasons(tx, row)?)?;
        }
    }
}

/// Empties the rows, before they are rebuilt.
pub fn clear(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.run("DELETE FROM rating_reason", values![])?;
    tx.run("DELETE FROM rating", values![]).map(drop)
}

/// Reads a row selected by [`COLUMNS`], without its reasons.
fn read(row: &Row<'_>) -> Result<RatingRow, StoreError> {
    Ok(RatingRow {
        id: row.get("id")?,
        rating: Rating {
            id: row.get("fact")?,
            at: row.get("at")?,
            service: row.get("service")?,
            department: row.get("department")?,
            channel: row.get("channel")?,
            provider: row.get("provider")?,
            score: row.get("score")?,
            provider_score: row.get("provider_score")?,
            reasons: Vec::new(),
            comment: None,
        },
        document: row.get("name")?,
        seq: row.get("seq")?,
        branch: row.get("branch")?,
        comment: row.get("comment")?,
    })
}

fn with_reasons(tx: &Tx<'_>, mut row: RatingRow) -> Result<RatingRow, StoreError> {
    let sql = "SELECT reason FROM rating_reason WHERE rating = ?1 ORDER BY position";
    row.rating.reasons = tx.all(sql, values![row.id], |row| row.get("reason"))?;
    Ok(row)
}
