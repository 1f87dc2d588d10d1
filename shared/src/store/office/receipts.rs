//! Records as a receipt's reader asks for them: whether one arrived, and which have a reference number. Nothing of a person.

use std::collections::BTreeSet;

use crate::domain::{DeviceId, FactId, Moment, RecordDigest};
use crate::store::{StoreError, Tx, facts, values};

/// How many ids are looked through at a time: 80 KB of them.
const IDS_AT_ONCE: u64 = 5_000;

/// A record that arrived here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedRecord {
    /// Its id.
    pub fact: FactId,
    /// The device that wrote it.
    pub device: Option<DeviceId>,
    /// The branch that it was recorded for; `None` while it is held for review.
    pub branch: Option<String>,
    /// When the visit began, as it was stated; `None` while it is held for review.
    pub at: Option<Moment>,
    /// A later record corrects it.
    pub corrected: bool,
}

/// A record that is held because its id stands for another one's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InTheWay {
    /// The document of the other record.
    pub document: i64,
    /// Its number there.
    pub seq: u64,
    /// Its row.
    pub row: i64,
}

/// Returns the visit of another device that stands under an id for which a device has a record that is held; `None` where there are
/// not both.
pub(crate) fn in_the_way(
    tx: &Tx<'_>,
    fact: FactId,
    device: DeviceId,
) -> Result<Option<InTheWay>, StoreError> {
    let sql = "SELECT fact.id, fact.document, fact.seq FROM fact JOIN document ON document.id = fact.document
               WHERE fact.fact = ?1 AND fact.kind = (SELECT id FROM code WHERE code = 'visit') AND document.device <> ?2
                  AND EXISTS (SELECT 1 FROM held JOIN document AS own ON own.id = held.document
                              WHERE held.fact = ?1 AND own.device = ?2)";
    tx.one(sql, values![fact, device], |row| {
        Ok(InTheWay { document: row.get("document")?, seq: row.get("seq")?, row: row.get("id")? })
    })
}

/// Returns a record that arrived; `None` where it did not.
pub(crate) fn received_record(tx: &Tx<'_>, fact: FactId) -> Result<Option<ReceivedRecord>, StoreError> {
    let visit = tx.one(
        "SELECT document.device, (SELECT code FROM code WHERE id = fact.branch) AS branch,
                fact.at_seconds, fact.offset_minutes, fact.at,
                EXISTS (SELECT 1 FROM fact AS later WHERE later.supersedes = fact.fact) AS corrected
         FROM fact JOIN document ON document.id = fact.document
         WHERE fact.kind = (SELECT id FROM code WHERE code = 'visit') AND fact.fact = ?1",
        values![fact],
        |row| {
            Ok(ReceivedRecord {
                fact,
                device: row.get("device")?,
                branch: row.get("branch")?,
                at: Some(facts::moment(row)?),
                corrected: row.get("corrected")?,
            })
        },
    )?;
    if visit.is_some() {
        return Ok(visit);
    }
    let sql = "SELECT document.device FROM held JOIN document ON document.id = held.document
               WHERE held.fact = ?1";
    tx.one(sql, values![fact], |row| {
        let device = row.get("device")?;
        Ok(ReceivedRecord { fact, device, branch: None, at: None, corrected: false })
    })
}

/// Returns the records that a receipt or its reference number names, mostly one or none, by id. Looks through all ids: a million
/// take some 0.3 s, and nothing has to be kept for it.
pub(crate) fn records_named(
    tx: &Tx<'_>,
    is_named: impl Fn(&RecordDigest) -> bool,
) -> Result<Vec<ReceivedRecord>, StoreError> {
    let mut facts = BTreeSet::new();
    for sql in [
        "SELECT DISTINCT fact FROM fact WHERE fact > ?1 ORDER BY fact LIMIT ?2",
        "SELECT DISTINCT fact FROM held WHERE fact > ?1 ORDER BY fact LIMIT ?2",
    ] {
        let mut last: Vec<u8> = Vec::new();
        loop {
            let page: Vec<FactId> = tx.all(sql, values![&last, IDS_AT_ONCE], |row| row.get("fact"))?;
            let Some(end) = page.last() else { break };
            last = end.as_bytes().to_vec();
            facts.extend(page.into_iter().filter(|fact| is_named(&RecordDigest::of(*fact))));
        }
    }
    let records = facts.into_iter().map(|fact| received_record(tx, fact)).collect::<Result<Vec<_>, _>>()?;
    Ok(records.into_iter().flatten().collect())
}
