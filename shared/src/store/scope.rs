//! What kiosks pull: changes in the server's commit order, by scope, under a rolling checksum; and what the server
//! notes of a device at each exchange.

use super::{Row, StoreError, Tx, values};
use crate::domain::{DeviceId, FactId, FileId, UnixMillis};

/// What the name of the scope of a branch's people begins with.
pub(crate) const PEOPLE: &str = "people/";

/// What the name of the scope of a branch's records for whoever follows a request up begins with.
pub(crate) const FOLLOW: &str = "follow/";

/// The bits of a row of `file_branch` that are the scope's.
const SCOPE_BITS: u32 = 20;

/// The bits of a row of `scope_log` that are the place in the log.
const POSITION_BITS: u32 = 40;

/// How often the checksum is kept: with each, a row would take twice the room. The others are worked out from the hashes of
/// 31 changes at most.
const CHECKSUM_EVERY: u64 = 32;

/// Returns the name of the scope of a branch's people.
pub fn people_of(branch: &str) -> String {
    format!("{PEOPLE}{branch}")
}

/// Returns the name of the scope of a branch's records for whoever follows a request up.
pub fn follow_of(branch: &str) -> String {
    format!("{FOLLOW}{branch}")
}

/// The end of a scope's log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScopeEnd {
    /// The scope's row.
    pub id: i64,
    /// Entries so far.
    pub position: u64,
    /// The rolling checksum after the last one.
    pub checksum: [u8; 32],
    /// The latest moment that a file of the branch was noted as served at, in milliseconds since 1970.
    pub served: i64,
}

/// A change to be added to a scope's log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScopeRow {
    /// The scope's row.
    pub scope: i64,
    /// Its place in the log, from 1.
    pub position: u64,
    /// The change's row.
    pub change: i64,
    /// It stood in the log before.
    pub again: bool,
    /// The rolling checksum after it.
    pub checksum: [u8; 32],
}

/// How a branch holds a beneficiary file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Holding {
    /// When somebody of the branch last had to do with its person, or for when a visit is planned, in milliseconds since 1970.
    pub served: i64,
    /// The place in the branch's log from which the file is told whole.
    pub told: u64,
}

/// What of a log is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// The position after which it begins.
    pub after: u64,
    /// The last position that is looked at.
    pub until: u64,
    /// Of beneficiary files, those that were served at this moment or later, in milliseconds since 1970.
    pub since: i64,
    /// The row of a writer whose changes are returned whatever they are of.
    pub own: Option<i64>,
}

/// A change in a scope's log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScopeEntry {
    /// Its place in the log, from 1.
    pub position: u64,
    /// The document's row.
    pub document: i64,
    /// Its name.
    pub name: String,
    /// The row of who wrote it, where it is a beneficiary file's; else 0.
    pub writer: i64,
    /// Its number within its writer.
    pub seq: u64,
    /// The change's hash.
    pub hash: [u8; 32],
    /// The change.
    pub bytes: Vec<u8>,
    /// It is of a file that the device is to hold, and told from here on; else it is the device's own.
    pub is_held: bool,
    /// It stood in the log before.
    pub again: bool,
}

/// Returns the end of a scope's log; `None` while it is empty.
pub fn end(tx: &Tx<'_>, scope: &str) -> Result<Option<ScopeEnd>, StoreError> {
    tx.one("SELECT id, position, checksum, served FROM scope WHERE name = ?1", values![scope], |row| {
        let (position, checksum) = (row.get("position")?, row.get("checksum")?);
        Ok(ScopeEnd { id: row.get("id")?, position, checksum, served: row.get("served")? })
    })
}

/// Begins a scope's log with its first checksum.
pub fn begin(tx: &Tx<'_>, scope: &str, checksum: &[u8; 32]) -> Result<ScopeEnd, StoreError> {
    let sql = "INSERT INTO scope (name, position, checksum) VALUES (?1, 0, ?2)";
    let id = tx.insert_new(sql, values![scope, checksum])?;
    Ok(ScopeEnd { id, position: 0, checksum: *checksum, served: 0 })
}

/// Returns the last place of a scope's log up to a position whose checksum is kept, and that; `None` for the empty log's.
pub fn checksum_kept(tx: &Tx<'_>, scope: i64, position: u64) -> Result<(u64, Option<[u8; 32]>), StoreError> {
    let place = position / CHECKSUM_EVERY * CHECKSUM_EVERY;
    let sql = "SELECT checksum FROM scope_log WHERE id = ?1";
    Ok((place, tx.one(sql, values![row_of(scope, place)], |row| row.get("checksum"))?))
}

/// Returns the hashes of the changes of a scope's log after a position, up to another.
pub fn hashes_between(tx: &Tx<'_>, scope: i64, after: u64, until: u64) -> Result<Vec<[u8; 32]>, StoreError> {
    let sql = "SELECT change.hash FROM scope_log JOIN change ON change.id = scope_log.change
               WHERE scope_log.id > ?1 AND scope_log.id <= ?2 ORDER BY scope_log.id";
    tx.all(sql, values![row_of(scope, after), row_of(scope, until)], |row| row.get("hash"))
}

pub(super) fn row_of(scope: i64, position: u64) -> i64 {
    scope << POSITION_BITS | position.cast_signed()
}

/// Returns the place in its scope that a row says.
pub(super) fn place_in(row: i64) -> u64 {
    (row & ((1_i64 << POSITION_BITS) - 1)).cast_unsigned()
}

/// Adds changes to scopes' logs, and notes where these end now.
pub fn add<'e>(
    tx: &Tx<'_>,
    rows: &[ScopeRow],
    ends: impl Iterator<Item = &'e ScopeEnd>,
) -> Result<(), StoreError> {
    tx.put_all(
        "INSERT INTO scope_log (id, change, again, checksum) VALUES (?1, ?2, ?3, ?4)",
        rows.iter().map(|row| {
            let checksum = Some(&row.checksum).filter(|_| row.position.is_multiple_of(CHECKSUM_EVERY));
            values![row_of(row.scope, row.position), row.change, row.again, checksum]
        }),
    )?;
    tx.put_all(
        "UPDATE scope SET position = ?2, checksum = ?3, served = ?4 WHERE id = ?1",
        ends.map(|end| values![end.id, end.position, &end.checksum, end.served]),
    )
}

/// Returns what is wanted of a log, oldest first: as many entries as `limit` and `bytes` allow, one at least, and whether that is
/// all. Their sizes are looked at first, so that no more is read than is returned.
pub fn entries(
    tx: &Tx<'_>,
    scope: i64,
    wanted: &Wanted,
    limit: u64,
    bytes: usize,
) -> Result<(Vec<ScopeEntry>, bool), StoreError> {
    let Wanted { after, until, since, own } = *wanted;
    let place = (1_i64 << POSITION_BITS) - 1;
    let is_held = format!(
        "(file_branch.id IS NULL OR (file_branch.served >= ?4 AND (scope_log.id & {place}) >= file_branch.told))"
    );
    let from = format!(
        "FROM scope_log JOIN change ON change.id = scope_log.change
            LEFT JOIN file_branch ON file_branch.id = (change.document << {SCOPE_BITS} | ?3)
         WHERE scope_log.id > ?1 AND scope_log.id <= ?2 AND ({is_held} OR change.writer = ?5)"
    );
    let first = row_of(scope, after);
    let sizes = tx.all(
        &format!(
            "SELECT scope_log.id, octet_length(change.bytes) AS size, {is_held} AS is_held {from} ORDER BY scope_log.id LIMIT ?6"
        ),
        values![first, row_of(scope, until), scope, since, own, limit],
        |row| {
            // of what it wrote and is not to hold, a device is told the hash
            let size = if row.get("is_held")? { row.get("size")? } else { 0 };
            Ok((row.get::<i64>("id")?, size))
        },
    )?;
    let mut left = bytes as u64;
    let fits = |(_, size): &&(i64, u64)| {
        let fits = *size <= left;
        left = left.saturating_sub(*size);
        fits
    };
    let last = sizes.iter().take_while(fits).last().or_else(|| sizes.first());
    let Some((last, _)) = last else { return Ok((Vec::new(), true)) };
    let is_all = (sizes.len() as u64) < limit && sizes.last().is_some_and(|(id, _)| id == last);
    let sql = format!(
        "SELECT scope_log.id, scope_log.again, change.document, document.name, document.file, change.writer, change.seq,
            change.hash, change.bytes, {is_held} AS is_held
         {} ORDER BY scope_log.id",
        from.replace(" WHERE ", " JOIN document ON document.id = change.document WHERE ")
    );
    let entries = tx.all(&sql, values![first, *last, scope, since, own], |row| {
        Ok(ScopeEntry {
            position: (row.get::<i64>("id")? & place).cast_unsigned(),
            document: row.get("document")?,
            name: super::changes::name_in(row)?,
            writer: row.get("writer")?,
            seq: row.get("seq")?,
            hash: row.get("hash")?,
            bytes: row.get("bytes")?,
            is_held: row.get("is_held")?,
            again: row.get("again")?,
        })
    })?;
    Ok((entries, is_all))
}

/// A change that stood in a log: row and hash, and whether it had stood there before; of a beneficiary file with its document.
pub struct Stood {
    /// The change's row.
    pub change: i64,
    /// Its hash.
    pub hash: [u8; 32],
    /// It was told again.
    pub again: bool,
    /// The document, where it is a file's.
    pub file: Option<i64>,
}

/// Takes everything out of a scope's log, which then ends where it began, with this checksum. Returns what stood in it, but for
/// changes that are withheld and for what is passed over by everybody, in its order.
pub fn empty(tx: &Tx<'_>, scope: &str, start: &[u8; 32]) -> Result<Vec<Stood>, StoreError> {
    let Some(ScopeEnd { id, .. }) = end(tx, scope)? else { return Ok(Vec::new()) };
    let span = values![row_of(id, 0), row_of(id + 1, 0)];
    let sql = format!(
        "SELECT change.id, change.hash, scope_log.again,
            CASE WHEN file_branch.id IS NULL THEN NULL ELSE change.document END AS file
         FROM scope_log JOIN change ON change.id = scope_log.change
            LEFT JOIN file_branch ON file_branch.id = (change.document << {SCOPE_BITS} | ?3)
         WHERE scope_log.id >= ?1 AND scope_log.id < ?2
            AND (file_branch.id IS NULL OR (scope_log.id & {}) >= file_branch.told)
            AND NOT EXISTS (SELECT 1 FROM withheld WHERE withheld.change = change.id) ORDER BY scope_log.id",
        (1_i64 << POSITION_BITS) - 1
    );
    let stood = tx.all(&sql, values![row_of(id, 0), row_of(id + 1, 0), id], |row| {
        let (change, hash) = (row.get("id")?, row.get("hash")?);
        Ok(Stood { change, hash, again: row.get("again")?, file: row.get("file")? })
    })?;
    tx.put("DELETE FROM scope_log WHERE id >= ?1 AND id < ?2", &span)?;
    tx.put(&format!("UPDATE file_branch SET told = 0 WHERE {OF_SCOPE}"), values![id])?;
    tx.put("UPDATE scope SET position = 0, checksum = ?2 WHERE id = ?1", values![id, start])?;
    Ok(stood)
}

/// Empties a scope's log: it begins again.
pub fn clear(tx: &Tx<'_>, scope: &str) -> Result<(), StoreError> {
    let Some(ScopeEnd { id, .. }) = end(tx, scope)? else { return Ok(()) };
    let span = values![row_of(id, 0), row_of(id + 1, 0)];
    tx.put("DELETE FROM scope_log WHERE id >= ?1 AND id < ?2", span)?;
    tx.put("DELETE FROM scope WHERE id = ?1", values![id])
}

/// Notes that a fact was copied for the branch's devices; returns false where it was before.
pub fn note_copy(tx: &Tx<'_>, fact: FactId) -> Result<bool, StoreError> {
    let sql = "INSERT INTO plan_copy (fact) VALUES (?1) ON CONFLICT (fact) DO NOTHING";
    Ok(tx.run(sql, values![fact])? == 1)
}

/// Notes that a fact about a request was copied for a branch's devices; returns false where it was before.
pub fn note_request_copy(tx: &Tx<'_>, fact: FactId, branch: &str) -> Result<bool, StoreError> {
    let sql = "INSERT INTO request_copy (fact, branch) VALUES (?1, ?2) ON CONFLICT (fact, branch) DO NOTHING";
    Ok(tx.run(sql, values![fact, branch])? == 1)
}

/// Notes how a branch, by its scope's row, holds a beneficiary file.
pub fn hold(tx: &Tx<'_>, scope: i64, document: i64, holding: &Holding) -> Result<(), StoreError> {
    let sql = "INSERT INTO file_branch (id, served, told) VALUES (?1, ?2, ?3)
               ON CONFLICT (id) DO UPDATE SET served = excluded.served, told = excluded.told";
    tx.put(sql, values![holding_row(scope, document), holding.served, holding.told])
}

fn holding_row(scope: i64, document: i64) -> i64 {
    document << SCOPE_BITS | scope
}

/// The branches that hold files, by their scopes.
fn held() -> String {
    let scopes = (1_i64 << SCOPE_BITS) - 1;
    format!(
        "document JOIN file_branch
            ON file_branch.id BETWEEN (document.id << {SCOPE_BITS}) AND (document.id << {SCOPE_BITS} | {scopes})
         JOIN scope ON scope.id = (file_branch.id & {scopes})"
    )
}

fn branch_in(row: &Row<'_>) -> Result<String, StoreError> {
    let scope: String = row.get("scope")?;
    Ok(scope.strip_prefix(PEOPLE).unwrap_or_default().to_owned())
}

fn holding_in(row: &Row<'_>) -> Result<Holding, StoreError> {
    Ok(Holding { served: row.get("served")?, told: row.get("told")? })
}

/// Returns which branches hold beneficiary files, and how: document, branch, holding.
pub fn holders(
    tx: &Tx<'_>,
    documents: impl IntoIterator<Item = i64>,
) -> Result<Vec<(i64, String, Holding)>, StoreError> {
    // each scope by its number: joined, all of them would be looked through
    let scopes = (1_i64 << SCOPE_BITS) - 1;
    let sql = format!(
        "SELECT document.id AS document,
            (SELECT scope.name FROM scope WHERE scope.id = (file_branch.id & {scopes})) AS scope,
            file_branch.served, file_branch.told
         FROM document JOIN file_branch
            ON file_branch.id BETWEEN (document.id << {SCOPE_BITS}) AND (document.id << {SCOPE_BITS} | {scopes})
         WHERE document.id IN (?)"
    );
    tx.all_in(&sql, documents, |row| Ok((row.get("document")?, branch_in(row)?, holding_in(row)?)))
}

/// Returns how a branch holds a beneficiary file; `None` where it does not.
pub fn holding(tx: &Tx<'_>, branch: &str, document: i64) -> Result<Option<Holding>, StoreError> {
    let sql = "SELECT served, told FROM file_branch WHERE id = (?2 | (SELECT id FROM scope WHERE name = ?1))";
    tx.one(sql, values![&people_of(branch), holding_row(0, document)], holding_in)
}

/// The files that a branch holds, by its scope's row, as their index has them.
const OF_SCOPE: &str = "(file_branch.id & 1048575) = ?1";

const _: () = assert!((1 << SCOPE_BITS) - 1 == 1_048_575, "the index names these bits");

/// Returns when the file was served that comes after so many others, the latest first, in milliseconds since 1970; `None` where
/// the branch holds no more than these.
pub fn served_after(tx: &Tx<'_>, scope: i64, others: u64) -> Result<Option<i64>, StoreError> {
    let sql =
        format!("SELECT served FROM file_branch WHERE {OF_SCOPE} ORDER BY served DESC LIMIT 1 OFFSET ?2");
    tx.one(&sql, values![scope, others], |row| row.get("served"))
}

/// Counts the files that were served after a moment, in milliseconds since 1970; so many at most.
pub fn count_after(tx: &Tx<'_>, scope: i64, moment: i64, at_most: u64) -> Result<u64, StoreError> {
    let sql = format!(
        "SELECT COUNT(*) AS n FROM (SELECT 1 FROM file_branch WHERE {OF_SCOPE} AND served > ?2 LIMIT ?3) AS counted"
    );
    tx.only(&sql, values![scope, moment, at_most], |row| row.get("n"))
}

/// Returns the files that were served from one moment on and before another, in milliseconds since 1970, the earliest first.
pub fn served_between(
    tx: &Tx<'_>,
    scope: i64,
    from: i64,
    before: i64,
    at_most: u64,
) -> Result<Vec<(i64, FileId)>, StoreError> {
    let sql = format!(
        "SELECT served, document.file FROM file_branch JOIN document ON document.id = (file_branch.id >> {SCOPE_BITS})
         WHERE {OF_SCOPE} AND served >= ?2 AND served < ?3 ORDER BY served LIMIT ?4"
    );
    tx.all(&sql, values![scope, from, before, at_most], |row| Ok((row.get("served")?, row.get("file")?)))
}

/// Returns the branches that hold a beneficiary file, in their order.
pub fn branches_of(tx: &Tx<'_>, document: i64) -> Result<Vec<String>, StoreError> {
    let sql =
        format!("SELECT scope.name AS scope FROM {} WHERE document.id = ?1 ORDER BY scope.name", held());
    tx.all(&sql, values![document], branch_in)
}

/// What a device told at an exchange.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// Server's wall clock.
    pub now: UnixMillis,
    /// The device's wall clock minus the server's, milliseconds.
    pub clock_offset_millis: i64,
    /// Changes still waiting there after this push, ratings left out.
    pub waiting: u64,
    /// What is set aside there and nobody has looked at.
    pub set_aside: u64,
    /// The program's version.
    pub version: String,
}

/// Notes an exchange with a device.
pub fn note_exchange(tx: &Tx<'_>, device: DeviceId, told: &Told) -> Result<(), StoreError> {
    let Told { now, clock_offset_millis, waiting, set_aside, version } = told;
    tx.put(
        "UPDATE device SET last_exchange_millis = ?2, clock_offset_millis = ?3, waiting = ?4, version = ?5,
            set_aside = ?6
            WHERE device = ?1",
        values![device, *now, *clock_offset_millis, *waiting, version, *set_aside],
    )?;
    Ok(())
}

/// Notes that a device was seen to be a copy.
pub fn note_fork(tx: &Tx<'_>, device: DeviceId, now: UnixMillis) -> Result<(), StoreError> {
    tx.put("UPDATE device SET forked_millis = ?2 WHERE device = ?1", values![device, now])
}
