//! The read rows of ratings: no person, no visit, no receipt time, no order of arrival.

use sha2::{Digest as _, Sha256};

use super::facts::{self, Place};
use super::{StoreError, Tx, values};
use crate::domain::{Code, FactId, Rating};

/// Returns the number of a rating's row: it follows from the id alone, so that the rows keep no order.
pub(super) fn row_of(id: &[u8]) -> i64 {
    let digest = Sha256::digest(id);
    digest.first_chunk().map_or(0, |first| i64::from_be_bytes(*first))
}

/// Writes a rating's rows. One that stands here already moves to its new place where the same device wrote it again;
/// another device's copy of it changes nothing.
pub fn put(
    tx: &Tx<'_>,
    document: i64,
    seq: u64,
    branch: Option<&str>,
    rating: &Rating,
) -> Result<(), StoreError> {
    let Rating {
        id,
        at,
        service,
        department,
        channel,
        provider: _,
        score,
        provider_score,
        reasons,
        comment: _,
    } = rating;
    let place = row_of(id.as_bytes());
    let added = tx.insert(
        "INSERT INTO rating (id, fact, document, seq, branch, local_date, service, department, channel, score,
            provider_score)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (fact) DO NOTHING",
        values![
            place,
            *id,
            document,
            seq,
            branch.unwrap_or_default(),
            at.local().date(),
            service,
            department.as_ref(),
            channel,
            score,
            provider_score.as_ref()
        ],
    )?;
    if added.is_none() {
        return tx.put(
            "UPDATE rating SET document = ?2, seq = ?3 WHERE fact = ?1
                    AND (SELECT device FROM document WHERE id = ?2)
                        IS NOT DISTINCT FROM (SELECT device FROM document WHERE id = rating.document)",
            values![*id, document, seq],
        );
    }
    tx.put_all(
        "INSERT INTO rating_reason (rating, position, reason) VALUES (?1, ?2, ?3)",
        reasons.iter().enumerate().map(|(position, reason)| values![place, position, reason]),
    )
}

const PLACE: &str = "SELECT rating.document, document.name, rating.seq
    FROM rating JOIN document ON document.id = rating.document";

/// Finds where a rating stands.
pub fn find(tx: &Tx<'_>, fact: FactId) -> Result<Option<Place>, StoreError> {
    tx.one(&format!("{PLACE} WHERE rating.fact = ?1"), values![fact], facts::place)
}

/// Returns where every rating stands, in the order of their random ids, which tells nothing.
pub fn all(tx: &Tx<'_>) -> Result<Vec<Place>, StoreError> {
    tx.all(&format!("{PLACE} ORDER BY rating.fact"), values![], facts::place)
}

/// Returns every read row as one text each.
pub fn canonical(tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
    let sql =
        "SELECT rating.fact, document.name, rating.seq, rating.branch, rating.local_date, rating.service,
            rating.department, rating.channel, rating.score, rating.provider_score
         FROM rating JOIN document ON document.id = rating.document";
    let mut all = tx.all(sql, values![], |row| {
        let words = ["name", "branch", "local_date", "service", "channel", "score"];
        let words: Vec<String> = words.iter().map(|column| row.get(column)).collect::<Result<_, _>>()?;
        let rest = (row.get::<Option<Code>>("department")?, row.get::<Option<String>>("provider_score")?);
        let (fact, seq): (FactId, u64) = (row.get("fact")?, row.get("seq")?);
        Ok(format!("rating {fact} {seq} {words:?} {rest:?}"))
    })?;
    let sql = "SELECT rating.fact, rating_reason.position, rating_reason.reason
         FROM rating_reason JOIN rating ON rating.id = rating_reason.rating";
    all.extend(tx.all(sql, values![], |row| {
        let fact: FactId = row.get("fact")?;
        Ok(format!("reason {fact} {} {}", row.get::<u64>("position")?, row.get::<String>("reason")?))
    })?);
    Ok(all)
}
