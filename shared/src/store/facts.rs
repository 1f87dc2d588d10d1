//! The read rows of facts: one a fact, and what questions need of some kinds beside it. Rebuilt from entries at any time;
//! nothing that is sealed stands here.

use std::ops::RangeInclusive;

use jiff::civil;
use uuid::Uuid;

use super::codes::Codes;
use super::{Damage, PAGE_ROWS, Row, StoreError, Tx, Value, values};
use crate::domain::{
    DeviceId, FactId, FileId, FilePair, InvalidMoment, LIST_ITEMS_MAX, Moment, UnixMillis, Visit,
};

/// Where an entry stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The document's row.
    pub document: i64,
    /// The document's name.
    pub name: String,
    /// Its number there.
    pub seq: u64,
}

/// A fact's row: what it is, and where its entry stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FactRow {
    /// Row id: the order of arrival.
    pub id: i64,
    /// The fact.
    pub fact: FactId,
    /// Its kind's code.
    pub kind: String,
    /// Where its entry stands.
    pub place: Place,
    /// How far the other side acknowledged the document.
    pub acked_seq: u64,
    /// The branch that it was recorded for.
    pub branch: Option<String>,
    /// The person's file.
    pub file: Option<FileId>,
}

/// What a fact's row is made of.
#[derive(Clone, Debug)]
pub struct NewFact<'a> {
    /// The fact.
    pub fact: FactId,
    /// Its kind's code.
    pub kind: &'a str,
    /// The row of the document that it stands in.
    pub document: i64,
    /// Its number there.
    pub seq: u64,
    /// The branch that it was recorded for.
    pub branch: Option<&'a str>,
    /// The row of the document that is the person's file.
    pub file: Option<i64>,
    /// What it is about: a plan, or another file.
    pub subject: Option<Uuid>,
    /// When it happened, where its kind says so.
    pub at: Option<&'a Moment>,
    /// When it was written down.
    pub wall: Option<UnixMillis>,
    /// The visit that it is.
    pub visit: Option<&'a Visit>,
    /// It was looked up, and no fact has its id.
    pub is_free: bool,
}

const FACT: &str =
    "SELECT fact.id, fact.fact, (SELECT code FROM code WHERE id = fact.kind) AS kind, fact.document, document.name,
    fact.seq, document.acked_seq, (SELECT code FROM code WHERE id = fact.branch) AS branch,
    (SELECT person.file FROM document AS person WHERE person.id = fact.file) AS file
    FROM fact JOIN document ON document.id = fact.document";

/// Of the kind whose code is the first value.
const OF_KIND: &str = "fact.kind = (SELECT id FROM code WHERE code = ?1)";

/// Of either kind whose codes are the first two values.
const OF_KINDS: &str = "fact.kind IN (SELECT id FROM code WHERE code IN (?1, ?2))";

/// Reads the columns `document`, `name` and `seq`.
pub(super) fn place(row: &Row<'_>) -> Result<Place, StoreError> {
    Ok(Place { document: row.get("document")?, name: row.get("name")?, seq: row.get("seq")? })
}

/// Reads the columns `at_seconds`, `offset_minutes` and `at`: when a visit began, as it was stated.
pub(super) fn moment(row: &Row<'_>) -> Result<Moment, StoreError> {
    let (seconds, offset_minutes) = (row.get("at_seconds")?, row.get("offset_minutes")?);
    match row.get("at")? {
        Some(stated) => Ok(stated),
        None => Moment::from_seconds(seconds, offset_minutes)
            .map_err(|InvalidMoment| Damage::Column("at_seconds".to_owned()).into()),
    }
}

fn fact_row(row: &Row<'_>) -> Result<FactRow, StoreError> {
    Ok(FactRow {
        id: row.get("id")?,
        fact: row.get("fact")?,
        kind: row.get("kind")?,
        place: place(row)?,
        acked_seq: row.get("acked_seq")?,
        branch: row.get("branch")?,
        file: row.get("file")?,
    })
}

/// Writes a fact's row; returns its id, and `None` where the fact stands here already. One that the same device wrote again
/// moves to its new place; another's copy of it changes nothing.
pub fn put(tx: &Tx<'_>, codes: &Codes, new: &NewFact<'_>) -> Result<Option<i64>, StoreError> {
    let NewFact { fact, kind, document, seq, branch, file, subject, at, wall, visit, is_free } = new;
    let kind = codes.number(tx, kind)?;
    let branch = branch.map(|branch| codes.number(tx, branch)).transpose()?;
    let mut row = values![
        *fact,
        kind,
        *document,
        *seq,
        branch,
        *file,
        subject.map(FactId),
        at.map(Moment::whole_seconds),
        wall.map(UnixMillis::whole_seconds)
    ]
    .to_vec();
    row.extend(match visit {
        Some(visit) => said_of(tx, codes, visit)?,
        None => [const { Value::Null }; 10],
    });
    let sql = "INSERT INTO fact (fact, kind, document, seq, branch, file, subject, at_seconds, wall_seconds,
            offset_minutes, at, party, channel, direction, received_by, origin, late, supersedes,
            ticket_seconds)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)";
    let added = match is_free {
        true => Some(tx.insert_new(sql, row)?),
        false => tx.insert(&format!("{sql} ON CONFLICT (fact, kind) DO NOTHING"), row)?,
    };
    match (added, visit) {
        (Some(id), Some(visit)) => put_services(tx, codes, id, visit)?,
        (Some(_), None) => {}
        (None, _) => drop(tx.run(
            "UPDATE fact SET document = ?3, seq = ?4 WHERE fact = ?1 AND kind = ?2
                AND (SELECT device FROM document WHERE id = ?3)
                    IS NOT DISTINCT FROM (SELECT device FROM document WHERE id = fact.document)",
            values![*fact, kind, *document, *seq],
        )?),
    }
    Ok(added)
}

/// Returns what a visit's row says of it, from `offset_minutes` on.
fn said_of<'v>(tx: &Tx<'_>, codes: &Codes, visit: &'v Visit) -> Result<[Value<'v>; 10], StoreError> {
    let number = |code: &str| codes.number(tx, code);
    let offset_minutes = visit.at.offset_minutes();
    let is_plain = Moment::from_seconds(visit.at.whole_seconds(), offset_minutes).as_ref() == Ok(&visit.at);
    Ok(values![
        offset_minutes,
        (!is_plain).then_some(&visit.at),
        number(visit.party.code())?,
        number(visit.channel.code())?,
        number(visit.direction.code())?,
        visit.received_by.as_ref().map(|code| number(code.as_str())).transpose()?,
        number(visit.origin.code())?,
        visit.late,
        visit.supersedes,
        visit.ticket_at.as_ref().map(Moment::whole_seconds)
    ])
}

fn put_services(tx: &Tx<'_>, codes: &Codes, id: i64, visit: &Visit) -> Result<(), StoreError> {
    let services = visit.services.iter().map(|service| codes.number(tx, service.as_str()));
    let services = services.collect::<Result<Vec<_>, _>>()?;
    tx.put_all(
        "INSERT INTO visit_service (id, service) VALUES (?1, ?2)",
        service_rows(id).zip(services).map(|(row, service)| values![row, service]),
    )
}

/// Returns the codes of a visit's services, in the order given; `id` is the row of the visit.
pub fn services_of(tx: &Tx<'_>, id: i64) -> Result<Vec<String>, StoreError> {
    tx.all(
        "SELECT code.code AS service FROM visit_service JOIN code ON code.id = visit_service.service
         WHERE visit_service.id >= ?1 * 32 AND visit_service.id < ?1 * 32 + 32 ORDER BY visit_service.id",
        values![id],
        |row| row.get("service"),
    )
}

/// Returns the rows of a visit's services, in their order. Statements that name them say 32, too.
pub(super) fn service_rows(visit: i64) -> RangeInclusive<i64> {
    const { assert!(LIST_ITEMS_MAX <= 32, "each service of a visit has its row") };
    visit * 32..=visit * 32 + 31
}

/// Writes when the visitor of a visit was given a number, into a row that was made before there was a place for it.
pub fn put_ticket(tx: &Tx<'_>, id: i64, ticket_seconds: i64) -> Result<(), StoreError> {
    tx.put("UPDATE fact SET ticket_seconds = ?2 WHERE id = ?1", values![id, ticket_seconds])
}

/// Returns the facts of a kind that are about something, in the order of what happened.
pub fn about(tx: &Tx<'_>, kind: &str, subject: FactId) -> Result<Vec<FactRow>, StoreError> {
    tx.all(&about_sql(), values![kind, subject], fact_row)
}

fn about_sql() -> String {
    // the plus keeps SQLite from going through all facts of the kind
    format!("{FACT} WHERE +{OF_KIND} AND fact.subject = ?2 ORDER BY fact.at_seconds, fact.id")
}

/// Writes what questions need of a planned visit.
pub fn put_plan(tx: &Tx<'_>, id: i64, date: civil::Date) -> Result<(), StoreError> {
    tx.put("INSERT INTO plan (id, date) VALUES (?1, ?2)", values![id, date])
}

/// Finds a fact of a kind.
pub fn find(tx: &Tx<'_>, fact: FactId, kind: &str) -> Result<Option<FactRow>, StoreError> {
    tx.one(&format!("{FACT} WHERE {OF_KIND} AND fact.fact = ?2"), values![kind, fact], fact_row)
}

/// Returns those of these ids under which something stands: with read rows, or held for review.
pub fn taken(tx: &Tx<'_>, ids: impl IntoIterator<Item = FactId>) -> Result<Vec<FactId>, StoreError> {
    let sql = "SELECT fact FROM fact WHERE fact IN (?) UNION ALL SELECT fact FROM rating WHERE fact IN (?)
               UNION ALL SELECT fact FROM held WHERE fact IN (?)";
    tx.all_in(sql, ids, |row| row.get("fact"))
}

/// Returns the rows of an id, whatever their kinds.
pub fn of_id(tx: &Tx<'_>, fact: FactId) -> Result<Vec<FactRow>, StoreError> {
    tx.all(&format!("{FACT} WHERE fact.fact = ?1 ORDER BY fact.id"), values![fact], fact_row)
}

/// Calls `each` for every fact of a kind, in the order of arrival.
pub fn each<E: From<StoreError>>(
    tx: &Tx<'_>,
    kind: &str,
    mut each: impl FnMut(FactRow) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!("{FACT} WHERE {OF_KIND} AND fact.id > ?2 ORDER BY fact.id LIMIT ?3");
    let mut after = 0;
    loop {
        let page = tx.all(&sql, values![kind, after, PAGE_ROWS], fact_row)?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.id;
        page.into_iter().try_for_each(&mut each)?;
    }
}

/// Returns a page of a kind, what happened last first, after skipping some.
pub fn newest(tx: &Tx<'_>, kind: &str, skip: u64, at_most: u32) -> Result<Vec<FactRow>, StoreError> {
    let sql =
        format!("{FACT} WHERE {OF_KIND} ORDER BY fact.at_seconds DESC, fact.id DESC LIMIT ?2 OFFSET ?3");
    tx.all(&sql, values![kind, at_most, skip.min(i64::MAX.cast_unsigned())], fact_row)
}

/// Counts the facts of a kind.
pub fn count(tx: &Tx<'_>, kind: &str) -> Result<u64, StoreError> {
    tx.only(&format!("SELECT count(*) AS n FROM fact WHERE {OF_KIND}"), values![kind], |row| row.get("n"))
}

/// Returns the facts of a kind that were written down between two seconds of the writer's own clock, newest first.
pub fn written_between(
    tx: &Tx<'_>,
    kind: &str,
    from_seconds: i64,
    until_seconds: i64,
) -> Result<Vec<FactRow>, StoreError> {
    let sql = format!(
        "{FACT} WHERE {OF_KIND} AND fact.wall_seconds >= ?2 AND fact.wall_seconds < ?3 ORDER BY fact.id DESC"
    );
    tx.all(&sql, values![kind, from_seconds, until_seconds], fact_row)
}

/// Returns the facts of a kind and of an origin, written down since a second of the writer's own clock, that are about a person's
/// file and have no number by which somebody is called, and that nothing answers: no correction, and no later fact of the kind
/// about the same file from another origin. The oldest first, up to `limit`.
pub fn unanswered(
    tx: &Tx<'_>,
    kind: &str,
    origin: &str,
    from_seconds: i64,
    limit: u64,
) -> Result<Vec<FactRow>, StoreError> {
    let sql = format!(
        "{FACT} WHERE {OF_KIND} AND fact.wall_seconds >= ?3
         AND fact.origin = (SELECT id FROM code WHERE code = ?2)
         AND fact.file IS NOT NULL AND fact.ticket_seconds IS NULL AND fact.supersedes IS NULL
         AND NOT EXISTS (SELECT 1 FROM fact AS correction WHERE correction.supersedes = fact.fact)
         AND NOT EXISTS (SELECT 1 FROM fact AS later WHERE later.file = fact.file AND later.kind = fact.kind
                         AND later.at_seconds > fact.at_seconds
                         AND (later.origin IS NULL OR later.origin <> fact.origin))
         ORDER BY fact.at_seconds, fact.id LIMIT ?4"
    );
    tx.all(&sql, values![kind, origin, from_seconds, limit], fact_row)
}

/// Returns the facts of a kind that are about a person's file, what happened last first, up to `limit`.
pub fn of_file(tx: &Tx<'_>, kind: &str, file: FileId, limit: u64) -> Result<Vec<FactRow>, StoreError> {
    let sql = format!(
        "{FACT} WHERE {OF_KIND} AND fact.file = (SELECT id FROM document WHERE file = ?2)
         ORDER BY fact.at_seconds DESC, fact.id DESC LIMIT ?3"
    );
    tx.all(&sql, values![kind, file, limit], fact_row)
}

/// Returns the facts of a kind after a row id that are about a person's file: row id, fact, file.
pub fn about_files_after(
    tx: &Tx<'_>,
    kind: &str,
    after: i64,
) -> Result<Vec<(i64, FactId, FileId)>, StoreError> {
    let sql = format!(
        "SELECT fact.id, fact.fact, person.file FROM fact JOIN document AS person ON person.id = fact.file
         WHERE {OF_KIND} AND fact.id > ?2 ORDER BY fact.id"
    );
    tx.all(&sql, values![kind, after], |row| Ok((row.get("id")?, row.get("fact")?, row.get("file")?)))
}

/// Returns the facts of two kinds that are about two files, in the order of arrival.
pub fn of_pair(tx: &Tx<'_>, kinds: [&str; 2], files: FilePair) -> Result<Vec<FactRow>, StoreError> {
    let sql = format!(
        "{FACT} WHERE {OF_KINDS} AND fact.file = (SELECT id FROM document WHERE file = ?3) AND fact.subject = ?4
         ORDER BY fact.id"
    );
    let [first, second] = kinds;
    tx.all(&sql, values![first, second, files.first(), files.second()], fact_row)
}

/// Returns the facts of two kinds that are about a file and another one, in the order of arrival.
pub fn of_pairs_with(tx: &Tx<'_>, kinds: [&str; 2], file: FileId) -> Result<Vec<FactRow>, StoreError> {
    let sql = format!(
        "{FACT} WHERE {OF_KINDS}
            AND (fact.file = (SELECT id FROM document WHERE file = ?3) OR fact.subject = ?3) ORDER BY fact.id"
    );
    let [first, second] = kinds;
    tx.all(&sql, values![first, second, file], fact_row)
}

/// Returns the facts of two kinds after a row id, in the order of arrival.
pub fn of_kinds_after(tx: &Tx<'_>, kinds: [&str; 2], after: i64) -> Result<Vec<FactRow>, StoreError> {
    let sql = format!("{FACT} WHERE {OF_KINDS} AND fact.id > ?3 ORDER BY fact.id");
    let [first, second] = kinds;
    tx.all(&sql, values![first, second, after], fact_row)
}

/// Tells whether a correction of a visit is known.
pub fn is_superseded(tx: &Tx<'_>, visit: FactId) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM fact WHERE supersedes = ?1 LIMIT 1";
    Ok(tx.one(sql, values![visit], |row| row.get::<i64>("id"))?.is_some())
}

/// Tells whether a fact stands in a document: with read rows there, or held for review.
pub fn stands_in(tx: &Tx<'_>, fact: FactId, document: i64) -> Result<bool, StoreError> {
    let sql = "SELECT seq FROM fact WHERE fact = ?1 AND document = ?2
               UNION ALL SELECT seq FROM rating WHERE fact = ?1 AND document = ?2
               UNION ALL SELECT seq FROM held WHERE fact = ?1 AND document = ?2 LIMIT 1";
    Ok(tx.one(sql, values![fact, document], |row| row.get::<u64>("seq"))?.is_some())
}

/// Tells whether a fact of a kind is about something.
pub fn is_subject_of(tx: &Tx<'_>, kind: &str, subject: FactId) -> Result<bool, StoreError> {
    let sql = format!("SELECT fact.id FROM fact WHERE {OF_KIND} AND fact.subject = ?2 LIMIT 1");
    Ok(tx.one(&sql, values![kind, subject], |row| row.get::<i64>("id"))?.is_some())
}

/// Returns where a fact that a device wrote stands: document row and number.
pub fn own_place(tx: &Tx<'_>, fact: FactId) -> Result<Option<(i64, u64)>, StoreError> {
    let sql = "SELECT place.document, place.seq FROM
                  (SELECT document, seq FROM fact WHERE fact = ?1
                   UNION ALL SELECT document, seq FROM rating WHERE fact = ?1) AS place
               JOIN document ON document.id = place.document WHERE document.device IS NOT NULL LIMIT 1";
    tx.one(sql, values![fact], |row| Ok((row.get("document")?, row.get("seq")?)))
}

/// Returns the fact whose entry stands at a place.
pub fn at_place(tx: &Tx<'_>, document: i64, seq: u64) -> Result<Option<FactId>, StoreError> {
    let sql = "SELECT fact FROM fact WHERE document = ?1 AND seq = ?2
               UNION ALL SELECT fact FROM rating WHERE document = ?1 AND seq = ?2 LIMIT 1";
    tx.one(sql, values![document, seq], |row| row.get("fact"))
}

/// Returns the facts that this device wrote and nobody acknowledged, with where their entries stand.
pub fn waiting_places(tx: &Tx<'_>) -> Result<Vec<(FactId, Place)>, StoreError> {
    let sql = "SELECT place.fact, place.document, document.name, place.seq FROM
                  (SELECT fact, document, seq FROM fact UNION ALL SELECT fact, document, seq FROM rating) AS place
               JOIN document ON document.id = place.document
               WHERE document.device IS NOT NULL AND place.seq > document.acked_seq
               ORDER BY place.document, place.seq";
    tx.all(sql, values![], |row| Ok((row.get("fact")?, place(row)?)))
}

/// Removes the rows of the fact whose entry stands at a place: the entry is lost.
pub fn remove_at(tx: &Tx<'_>, document: i64, seq: u64) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM visit_service WHERE id / 32 IN (SELECT id FROM fact WHERE document = ?1 AND seq = ?2)",
        "DELETE FROM plan WHERE id IN (SELECT id FROM fact WHERE document = ?1 AND seq = ?2)",
        "DELETE FROM fact WHERE document = ?1 AND seq = ?2",
        "DELETE FROM rating_reason WHERE rating IN (SELECT id FROM rating WHERE document = ?1 AND seq = ?2)",
        "DELETE FROM rating WHERE document = ?1 AND seq = ?2",
    ] {
        tx.put(sql, values![document, seq])?;
    }
    Ok(())
}

/// Returns what ended a plan, the first of its own branch that was taken in; `None` while it is open.
pub fn end_of(tx: &Tx<'_>, plan: FactId) -> Result<Option<FactRow>, StoreError> {
    let sql = format!(
        "{FACT} WHERE fact.subject = ?1 AND fact.branch IS NOT DISTINCT FROM
            (SELECT planned.branch FROM fact AS planned JOIN plan ON plan.id = planned.id WHERE planned.fact = ?1)
         ORDER BY fact.id LIMIT 1"
    );
    tx.one(&sql, values![plan], fact_row)
}

/// Returns the open plans of a day and before it, the oldest day first; where they are more than `limit`, the oldest are
/// left out, so that the day's own are always among them.
pub fn plans_until(tx: &Tx<'_>, until: civil::Date, limit: u64) -> Result<Vec<FactRow>, StoreError> {
    let sql = open_plans("plan.date <= ?1");
    reversed(tx.all(&sql, values![until, limit], fact_row)?)
}

/// Returns the open plans for a person's file, the oldest day first, likewise.
pub fn plans_for(tx: &Tx<'_>, file: FileId, limit: u64) -> Result<Vec<FactRow>, StoreError> {
    let sql = open_plans("fact.file = (SELECT id FROM document WHERE file = ?1)");
    reversed(tx.all(&sql, values![file, limit], fact_row)?)
}

/// Returns the latest day of a branch's open plans for a person's file, by its document's row, but for those of one device's journals.
pub fn planned_until(
    tx: &Tx<'_>,
    file: i64,
    branch: &str,
    but: Option<DeviceId>,
) -> Result<Option<civil::Date>, StoreError> {
    let sql = "SELECT max(plan.date) AS date FROM fact JOIN plan ON plan.id = fact.id
                  JOIN document ON document.id = fact.document
               WHERE fact.file = ?1 AND fact.branch = (SELECT id FROM code WHERE code = ?2)
                  AND (document.device IS DISTINCT FROM ?3 OR ?3 IS NULL) AND NOT EXISTS (SELECT 1 FROM fact AS ending
                     WHERE ending.subject = fact.fact AND ending.branch IS NOT DISTINCT FROM fact.branch)";
    tx.only(sql, values![file, branch, but], |row| row.get("date"))
}

/// Returns for whom a device planned visits of a day or later, as documents' rows, and for which branch.
pub fn planned_by(
    tx: &Tx<'_>,
    device: DeviceId,
    from: civil::Date,
) -> Result<Vec<(i64, String)>, StoreError> {
    let sql = "SELECT DISTINCT fact.file, (SELECT code FROM code WHERE id = fact.branch) AS branch
               FROM document JOIN fact ON fact.document = document.id JOIN plan ON plan.id = fact.id
               WHERE document.device = ?1 AND plan.date >= ?2 AND fact.file IS NOT NULL AND fact.branch IS NOT NULL
               ORDER BY fact.file";
    tx.all(sql, values![device, from], |row| Ok((row.get("file")?, row.get("branch")?)))
}

fn open_plans(condition: &str) -> String {
    format!(
        "{FACT} JOIN plan ON plan.id = fact.id
         WHERE {condition} AND NOT EXISTS (SELECT 1 FROM fact AS ending
            WHERE ending.subject = fact.fact AND ending.branch IS NOT DISTINCT FROM fact.branch)
         ORDER BY plan.date DESC, fact.id DESC LIMIT ?2"
    )
}

fn reversed(mut rows: Vec<FactRow>) -> Result<Vec<FactRow>, StoreError> {
    rows.reverse();
    Ok(rows)
}

/// Returns where entries with read rows stand: document row and number.
pub fn places(tx: &Tx<'_>) -> Result<Vec<(i64, u64)>, StoreError> {
    let sql = "SELECT document, seq FROM fact UNION ALL SELECT document, seq FROM rating";
    tx.all(sql, values![], |row| Ok((row.get("document")?, row.get("seq")?)))
}

/// Removes the rows of what stands in a document of head office's, which has no visits, before it is removed.
pub fn clear_of(tx: &Tx<'_>, document: i64) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM plan WHERE id IN (SELECT id FROM fact WHERE document = ?1)",
        "DELETE FROM fact WHERE document = ?1",
    ] {
        tx.put(sql, values![document])?;
    }
    Ok(())
}

/// Removes the rows of one visit.
pub fn remove_visit(tx: &Tx<'_>, id: i64) -> Result<(), StoreError> {
    tx.put("DELETE FROM visit_service WHERE id >= ?1 * 32 AND id < ?1 * 32 + 32", values![id])?;
    tx.put("DELETE FROM fact WHERE id = ?1", values![id])
}

/// Removes the rows of a kind that has none beside them.
pub fn clear_kind(tx: &Tx<'_>, kind: &str) -> Result<(), StoreError> {
    tx.put(&format!("DELETE FROM fact WHERE {OF_KIND}"), values![kind])
}

/// Empties the rows, before they are rebuilt.
pub fn clear(tx: &Tx<'_>) -> Result<(), StoreError> {
    for table in ["visit_service", "plan", "request", "fact", "rating_reason", "rating"] {
        tx.put(&format!("DELETE FROM {table}"), values![])?;
    }
    Ok(())
}

/// Returns every read row as one text each: two sets of rows are the same where these are.
pub fn canonical(tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
    let facts = "SELECT fact.fact, document.name, fact.seq, person.file, fact.subject, fact.supersedes, fact.at_seconds,
            fact.wall_seconds, fact.offset_minutes, fact.at, fact.late, fact.ticket_seconds,
            (SELECT code FROM code WHERE id = fact.kind) AS kind,
            (SELECT code FROM code WHERE id = fact.branch) AS branch,
            (SELECT code FROM code WHERE id = fact.party) AS party,
            (SELECT code FROM code WHERE id = fact.channel) AS channel,
            (SELECT code FROM code WHERE id = fact.direction) AS direction,
            (SELECT code FROM code WHERE id = fact.received_by) AS received_by,
            (SELECT code FROM code WHERE id = fact.origin) AS origin
         FROM fact JOIN document ON document.id = fact.document
         LEFT JOIN document AS person ON person.id = fact.file";
    let mut all = tx.all(facts, values![], |row| {
        let place = (row.get::<FactId>("fact")?, row.get::<String>("name")?, row.get::<u64>("seq")?);
        let file: Option<FileId> = row.get("file")?;
        let about = (row.get::<Option<FactId>>("subject")?, row.get::<Option<FactId>>("supersedes")?);
        let late: Option<bool> = row.get("late")?;
        let numbers = ["at_seconds", "wall_seconds", "offset_minutes", "ticket_seconds"];
        let numbers: Vec<Option<i64>> =
            numbers.iter().map(|column| row.get(column)).collect::<Result<_, _>>()?;
        let texts = ["at", "kind", "branch", "party", "channel", "direction", "received_by", "origin"];
        let texts: Vec<Option<String>> =
            texts.iter().map(|column| row.get(column)).collect::<Result<_, _>>()?;
        Ok(format!("fact {place:?} {file:?} {about:?} {late:?} {numbers:?} {texts:?}"))
    })?;
    let services = "SELECT fact.fact, visit_service.id % 32 AS place, code.code AS service
         FROM visit_service JOIN fact ON fact.id = visit_service.id / 32
         JOIN code ON code.id = visit_service.service";
    all.extend(tx.all(services, values![], |row| {
        let fact: FactId = row.get("fact")?;
        Ok(format!("service {fact} {} {}", row.get::<u64>("place")?, row.get::<String>("service")?))
    })?);
    let plans = "SELECT fact.fact, plan.date FROM plan JOIN fact ON fact.id = plan.id";
    all.extend(tx.all(plans, values![], |row| {
        Ok(format!("plan {} {}", row.get::<FactId>("fact")?, row.get::<civil::Date>("date")?))
    })?);
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Db, Part};

    #[test]
    fn what_is_about_something_is_found_by_that_however_many_facts_there_are_of_its_kind() {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::open_or_create(dir.path(), Part::Office).unwrap();
        let sql = format!("EXPLAIN QUERY PLAN {}", about_sql());
        let given = values!["request_step", FactId::from_random([1; 16])];
        let plan: Vec<String> = db.read(|tx| tx.all(&sql, given, |row| row.get("detail"))).unwrap();
        assert!(plan[0].contains("fact_subject"), "{plan:?}");
    }
}
