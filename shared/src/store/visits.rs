//! The read rows of visits: rebuilt from changes at any time, personal values sealed.

use super::{Damage, PAGE_ROWS, Row, StoreError, Tx, values};
use crate::domain::{Code, FactId, FileId, Person, UnixMillis, Visit};

/// A visit's read row.
#[derive(Clone, PartialEq, Debug)]
pub struct VisitRow {
    /// Row id: the order of arrival.
    pub id: i64,
    /// The visit without its sealed parts; `beneficiary` holds the group alone.
    pub visit: Visit,
    /// The name of the document it stands in.
    pub document: String,
    /// Its number there.
    pub seq: u64,
    /// The branch it was recorded at.
    pub branch: String,
    /// The person's file.
    pub file: Option<FileId>,
    /// What was given of the person, sealed.
    pub given: Option<Vec<u8>>,
    /// What they came for, sealed.
    pub purpose: Option<Vec<u8>>,
    /// What they were told, sealed.
    pub answers: Option<Vec<u8>>,
    /// A note of staff, sealed.
    pub note: Option<Vec<u8>>,
    /// In what capacity the visitor acts for someone else, sealed.
    pub acting: Option<Vec<u8>>,
    /// Where it took place, sealed.
    pub place: Option<Vec<u8>>,
    /// The report of a home visit, sealed.
    pub report: Option<Vec<u8>>,
    /// What was signed for it, sealed.
    pub signature: Option<Vec<u8>>,
    /// When the device wrote it, by its clock.
    pub wall: UnixMillis,
}

impl VisitRow {
    /// Returns everything that the row says, in one text: two rows are the same where these are.
    pub(crate) fn canonical(&self) -> String {
        let Self {
            id: _,
            visit,
            document,
            seq,
            branch,
            file,
            given,
            purpose,
            answers,
            note,
            acting,
            place,
            report,
            signature,
            wall,
        } = self;
        let sealed = [given, purpose, answers, note, acting, place, report, signature];
        format!("{visit:?} {document} {seq} {branch} {file:?} {sealed:?} {wall:?}")
    }
}

const COLUMNS: &str = "visit.id, visit.fact, visit.at, visit.ended_at, visit.party, visit.channel, visit.direction, \
    visit.department, visit.received_by, visit.person_group, visit.late, visit.for_other, visit.asks_for_woman, \
    visit.led_to, visit.planned, visit.supersedes, visit.origin, document.name, visit.seq, visit.branch, visit.file, \
    visit.given, visit.purpose, visit.answers, visit.note, visit.acting, visit.place, visit.report, visit.signature, \
    visit.wall_millis";

/// Writes a visit's rows. A visit that stands there already moves to its new place where the
/// same device wrote it again; another device's copy of it changes nothing.
pub fn put(tx: &Tx<'_>, document: i64, row: &VisitRow) -> Result<(), StoreError> {
    let VisitRow {
        id: _,
        visit,
        document: _,
        seq,
        branch,
        file,
        given,
        purpose,
        answers,
        note,
        acting,
        place,
        report,
        signature,
        wall,
    } = row;
    let id: Option<i64> = tx.one(
        "INSERT INTO visit (fact, document, seq, branch, at, at_millis, local_date, ended_at, party, channel,
            direction, department, received_by, file, person_group, given, purpose, answers, note, late,
            for_other, supersedes, origin, wall_millis, acting, asks_for_woman, place, report, led_to, planned,
            signature)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21,
            ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31)
         ON CONFLICT (fact) DO UPDATE SET document = excluded.document, seq = excluded.seq,
            given = excluded.given, purpose = excluded.purpose, answers = excluded.answers, note = excluded.note,
            acting = excluded.acting, place = excluded.place, report = excluded.report,
            signature = excluded.signature
         WHERE (SELECT device FROM document WHERE id = excluded.document)
            IS NOT DISTINCT FROM (SELECT device FROM document WHERE id = visit.document)
         RETURNING id",
        values![
            visit.id,
            document,
            *seq,
            branch,
            &visit.at,
            visit.at.unix_millis(),
            visit.at.local().date(),
            visit.ended_at.as_ref(),
            &visit.party,
            &visit.channel,
            &visit.direction,
            visit.department.as_ref(),
            visit.received_by.as_ref(),
            *file,
            visit.beneficiary.as_ref().and_then(|p| p.group.as_ref()),
            given.as_deref(),
            purpose.as_deref(),
            answers.as_deref(),
            note.as_deref(),
            visit.late,
            visit.for_other,
            visit.supersedes,
            &visit.origin,
            *wall,
            acting.as_deref(),
            visit.asks_for_woman,
            place.as_deref(),
            report.as_deref(),
            lines(&visit.led_to),
            visit.planned,
            signature.as_deref(),
        ],
        |row| row.get("id"),
    )?;
    let Some(id) = id else { return Ok(()) };
    tx.batch(
        "INSERT INTO visit_service (visit, position, service) VALUES (?1, ?2, ?3)
         ON CONFLICT (visit, position) DO NOTHING",
        visit.services.iter().enumerate().map(|(position, code)| values![id, position, code]),
    )?;
    Ok(())
}

/// Finds a visit.
pub fn find(tx: &Tx<'_>, fact: FactId) -> Result<Option<VisitRow>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM visit JOIN document ON document.id = visit.document WHERE fact = ?1");
    tx.one(&sql, values![fact], read)?.map(|row| with_services(tx, row)).transpose()
}

/// Returns the visits that the device wrote in a span of its own clock, newest first.
pub fn written_between(
    tx: &Tx<'_>,
    from: UnixMillis,
    until: UnixMillis,
) -> Result<Vec<VisitRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM visit JOIN document ON document.id = visit.document
         WHERE wall_millis >= ?1 AND wall_millis < ?2 ORDER BY visit.id DESC"
    );
    let rows = tx.all(&sql, values![from, until], read)?;
    rows.into_iter().map(|row| with_services(tx, row)).collect()
}

/// Returns the visits of a person's file, newest first, up to `limit`.
pub fn of_file(tx: &Tx<'_>, file: FileId, limit: u64) -> Result<Vec<VisitRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM visit JOIN document ON document.id = visit.document
         WHERE visit.file = ?1 ORDER BY visit.at_millis DESC, visit.id DESC LIMIT ?2"
    );
    let rows = tx.all(&sql, values![file, limit], read)?;
    rows.into_iter().map(|row| with_services(tx, row)).collect()
}

/// Calls `each` for every visit, in the order of arrival.
pub fn each<E: From<StoreError>>(
    tx: &Tx<'_>,
    mut each: impl FnMut(VisitRow) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!(
        "SELECT {COLUMNS} FROM visit JOIN document ON document.id = visit.document
         WHERE visit.id > ?1 ORDER BY visit.id LIMIT ?2"
    );
    let mut last = 0;
    loop {
        let page = tx.all(&sql, values![last, PAGE_ROWS], read)?;
        let Some(end) = page.last() else { return Ok(()) };
        last = end.id;
        for row in page {
            each(with_services(tx, row)?)?;
        }
    }
}

/// Tells whether a correction of a visit is known.
pub fn is_superseded(tx: &Tx<'_>, fact: FactId) -> Result<bool, StoreError> {
    let found = tx.one("SELECT 1 FROM visit WHERE supersedes = ?1 LIMIT 1", values![fact], |_| Ok(()))?;
    Ok(found.is_some())
}

/// Empties the rows, before they are rebuilt.
pub fn clear(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.run("DELETE FROM visit_service", values![])?;
    tx.run("DELETE FROM visit", values![]).map(drop)
}

/// Reads a row selected by [`COLUMNS`], without its services.
fn read(row: &Row<'_>) -> Result<VisitRow, StoreError> {
    let group = |group: Option<Code>| group.map(|group| Person { group: Some(group), ..Person::default() });
    let visit_id = row.get("id")?;
    Ok(VisitRow {
        id: visit_id,
        visit: Visit {
            id: row.get("fact")?,
            at: row.get("at")?,
            ended_at: row.get("ended_at")?,
            party: row.get("party")?,
            channel: row.get("channel")?,
            direction: row.get("direction")?,
            services: Vec::new(),
            department: row.get("department")?,
            received_by: row.get("received_by")?,
            beneficiary: group(row.get("person_group")?),
            purpose: None,
            answers: None,
            note: None,
            late: row.get("late")?,
            for_other: row.get("for_other")?,
            acting: None,
            asks_for_woman: row.get("asks_for_woman")?,
            place: None,
            report: None,
            signature: None,
            led_to: codes("led_to", row.get("led_to")?)?,
            planned: row.get("planned")?,
            supersedes: row.get("supersedes")?,
            origin: row.get("origin")?,
        },
        document: row.get("name")?,
        seq: row.get("seq")?,
        branch: row.get("branch")?,
        file: row.get("file")?,
        given: row.get("given")?,
        purpose: row.get("purpose")?,
        answers: row.get("answers")?,
        note: row.get("note")?,
        acting: row.get("acting")?,
        place: row.get("place")?,
        report: row.get("report")?,
        signature: row.get("signature")?,
        wall: row.get("wall_millis")?,
    })
}

fn with_services(tx: &Tx<'_>, mut row: VisitRow) -> Result<VisitRow, StoreError> {
    row.visit.services = services_of(tx, row.id)?;
    Ok(row)
}

/// Returns what a visit's row asked for, in the order given.
fn services_of(tx: &Tx<'_>, visit: i64) -> Result<Vec<Code>, StoreError> {
    let sql = "SELECT service FROM visit_service WHERE visit = ?1 ORDER BY position";
    tx.all(sql, values![visit], |row| row.get("service"))
}

/// Codes as one text, one a line; `None` where there are none.
fn lines(codes: &[Code]) -> Option<String> {
    (!codes.is_empty()).then(|| codes.iter().map(Code::as_str).collect::<Vec<_>>().join("\n"))
}

fn codes(column: &str, text: Option<String>) -> Result<Vec<Code>, StoreError> {
    let Some(text) = text else { return Ok(Vec::new()) };
    let damaged = || Damage::Column(column.to_owned()).into();
    text.split('\n').map(|line| Code::new(line).map_err(|_| damaged())).collect()
}
