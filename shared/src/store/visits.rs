//! The read rows of visits: rebuilt from changes at any time, personal values sealed.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::StoreError;
use crate::domain::{
    Channel, Code, Direction, FactId, FileId, Moment, Origin, Party, Person, UnixMillis, Visit,
};

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

const COLUMNS: &str = "visit.id, visit.fact, document.name, visit.seq, visit.branch, visit.at, visit.ended_at, \
    visit.party, visit.channel, visit.direction, visit.department, visit.received_by, visit.file, \
    visit.person_group, visit.given, visit.purpose, visit.answers, visit.note, visit.late, visit.for_other, \
    visit.supersedes, visit.origin, visit.wall_millis, visit.acting, visit.asks_for_woman, visit.place, \
    visit.report, visit.led_to, visit.planned, visit.signature";

/// Writes a visit's rows. A visit that stands there already moves to its new place where the
/// same device wrote it again; another device's copy of it changes nothing.
pub fn put(connection: &Connection, document: i64, row: &VisitRow) -> Result<(), StoreError> {
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
    let id: Option<i64> = connection
        .prepare_cached(
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
                IS (SELECT device FROM document WHERE id = visit.document)
             RETURNING id",
        )?
        .query_row(
            params![
                visit.id.as_bytes(),
                document,
                seq,
                branch,
                visit.at.as_str(),
                visit.at.unix_millis().0,
                visit.at.local().date().to_string(),
                visit.ended_at.as_ref().map(Moment::as_str),
                visit.party.code(),
                visit.channel.code(),
                visit.direction.code(),
                visit.department.as_ref().map(Code::as_str),
                visit.received_by.as_ref().map(Code::as_str),
                file.map(|f| f.as_bytes().to_vec()),
                visit.beneficiary.as_ref().and_then(|p| p.group.as_ref()).map(Code::as_str),
                given,
                purpose,
                answers,
                note,
                visit.late,
                visit.for_other,
                visit.supersedes.map(|s| s.as_bytes().to_vec()),
                visit.origin.code(),
                wall.0,
                acting,
                visit.asks_for_woman,
                place,
                report,
                lines(&visit.led_to),
                visit.planned.map(|p| p.as_bytes().to_vec()),
                signature,
            ],
            |row| row.get(0),
        )
        .optional()?;
    let Some(id) = id else { return Ok(()) };
    let mut service = connection.prepare_cached(
        "INSERT OR IGNORE INTO visit_service (visit, position, service) VALUES (?1, ?2, ?3)",
    )?;
    for (position, code) in visit.services.iter().enumerate() {
        service.execute(params![id, position, code.as_str()])?;
    }
    Ok(())
}

/// Finds a visit.
pub fn find(connection: &Connection, fact: FactId) -> Result<Option<VisitRow>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM visit JOIN document ON document.id = visit.document WHERE fact = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row([fact.as_bytes()], |row| read(connection, row)).optional()?)
}

/// Returns the visits that the device wrote in a span of its own clock, newest first.
pub fn written_between(
    connection: &Connection,
    from: UnixMillis,
    until: UnixMillis,
) -> Result<Vec<VisitRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM visit JOIN document ON document.id = visit.document
         WHERE wall_millis >= ?1 AND wall_millis < ?2 ORDER BY visit.id DESC"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![from.0, until.0], |row| read(connection, row))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns the visits of a person's file, newest first, up to `limit`.
pub fn of_file(connection: &Connection, file: FileId, limit: u64) -> Result<Vec<VisitRow>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM visit JOIN document ON document.id = visit.document
         WHERE file = ?1 ORDER BY visit.at_millis DESC, visit.id DESC LIMIT ?2"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![file.as_bytes(), limit], |row| read(connection, row))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Calls `each` for every visit, in the order of arrival.
pub fn each<E: From<StoreError>>(
    connection: &Connection,
    mut each: impl FnMut(VisitRow) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!(
        "SELECT {COLUMNS} FROM visit JOIN document ON document.id = visit.document ORDER BY visit.id"
    );
    let mut statement = connection.prepare(&sql).map_err(StoreError::from)?;
    let mut rows = statement.query([]).map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        each(read(connection, row).map_err(StoreError::from)?)?;
    }
    Ok(())
}

/// Tells whether a correction of a visit is known.
pub fn is_superseded(connection: &Connection, fact: FactId) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM visit WHERE supersedes = ?1 LIMIT 1")?;
    Ok(statement.exists([fact.as_bytes()])?)
}

/// Empties the rows, before they are rebuilt.
pub fn clear(connection: &Connection) -> Result<(), StoreError> {
    Ok(connection.execute_batch("DELETE FROM visit_service; DELETE FROM visit;")?)
}

/// Reads a row selected by [`COLUMNS`].
fn read(connection: &Connection, row: &Row<'_>) -> rusqlite::Result<VisitRow> {
    let id: i64 = row.get(0)?;
    let text = |at: usize| -> rusqlite::Result<String> { row.get(at) };
    let group: Option<String> = row.get(13)?;
    let group = group.map(|g| code(13, g)).transpose()?;
    let visit = Visit {
        id: fact(1, row.get(1)?)?,
        at: moment(5, &text(5)?)?,
        ended_at: row.get::<_, Option<String>>(6)?.map(|t| moment(6, &t)).transpose()?,
        party: Party::from_code(&text(7)?),
        channel: Channel::from_code(&text(8)?),
        direction: Direction::from_code(&text(9)?),
        services: services_of(connection, id)?,
        department: row.get::<_, Option<String>>(10)?.map(|c| code(10, c)).transpose()?,
        received_by: row.get::<_, Option<String>>(11)?.map(|c| code(11, c)).transpose()?,
        beneficiary: group.map(|group| Person { group: Some(group), ..Person::default() }),
        purpose: None,
        answers: None,
        note: None,
        late: row.get(18)?,
        for_other: row.get(19)?,
        acting: None,
        asks_for_woman: row.get(24)?,
        place: None,
        report: None,
        signature: None,
        led_to: row.get::<_, Option<String>>(27)?.map_or(Ok(Vec::new()), |text| codes(27, &text))?,
        planned: row.get::<_, Option<Vec<u8>>>(28)?.map(|b| fact(28, b)).transpose()?,
        supersedes: row.get::<_, Option<Vec<u8>>>(20)?.map(|b| fact(20, b)).transpose()?,
        origin: Origin::from_code(&text(21)?),
    };
    let file = row.get::<_, Option<Vec<u8>>>(12)?;
    Ok(VisitRow {
        id,
        visit,
        document: row.get(2)?,
        seq: row.get(3)?,
        branch: row.get(4)?,
        file: file.map(|b| FileId::from_slice(&b).ok_or_else(|| unreadable(12))).transpose()?,
        given: row.get(14)?,
        purpose: row.get(15)?,
        answers: row.get(16)?,
        note: row.get(17)?,
        acting: row.get(23)?,
        place: row.get(25)?,
        report: row.get(26)?,
        signature: row.get(29)?,
        wall: UnixMillis(row.get(22)?),
    })
}

fn services_of(connection: &Connection, visit: i64) -> rusqlite::Result<Vec<Code>> {
    let mut statement =
        connection.prepare_cached("SELECT service FROM visit_service WHERE visit = ?1 ORDER BY position")?;
    let rows = statement.query_map([visit], |row| code(0, row.get(0)?))?;
    rows.collect()
}

/// Codes as one text, one a line; `None` where there are none.
fn lines(codes: &[Code]) -> Option<String> {
    (!codes.is_empty()).then(|| codes.iter().map(Code::as_str).collect::<Vec<_>>().join("\n"))
}

fn codes(column: usize, text: &str) -> rusqlite::Result<Vec<Code>> {
    text.split('\n').map(|line| code(column, line.to_owned())).collect()
}

pub(super) fn unreadable(column: usize) -> rusqlite::Error {
    rusqlite::Error::InvalidColumnType(column, "a stored value".to_owned(), rusqlite::types::Type::Null)
}

pub(super) fn fact(column: usize, bytes: Vec<u8>) -> rusqlite::Result<FactId> {
    FactId::from_slice(&bytes).ok_or_else(|| unreadable(column))
}

pub(super) fn code(column: usize, text: String) -> rusqlite::Result<Code> {
    Code::new(text).map_err(|_| unreadable(column))
}

pub(super) fn moment(column: usize, text: &str) -> rusqlite::Result<Moment> {
    Moment::parse(text).map_err(|_| unreadable(column))
}
