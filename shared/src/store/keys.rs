//! Sealing keys. No secret in these rows is in clear: at head office it is locked with the replica's own key, at a device it
//! is wrapped for its reader, whoever made it. An owner is a number, and its keys stand in rows that begin with it.

use std::collections::{BTreeMap, BTreeSet};

use super::outbox::{checksum_of, is_whole, mended};
use super::{Row, StoreError, Tx, Value, values};
use crate::domain::KeyId;

/// A wrapped secret, with the session and the step of it in which it was wrapped.
#[derive(Clone, PartialEq, Eq)]
pub struct Wrap {
    /// The sender's public half of the session.
    pub sender: [u8; 32],
    /// The step.
    pub step: u32,
    /// The wrapped secret.
    pub secret: Vec<u8>,
}

/// How a key's secret is kept.
#[derive(Clone, PartialEq, Eq)]
pub enum KeySecret {
    /// Locked with the replica's own key.
    Locked(Vec<u8>),
    /// Wrapped in a session for the replica's reader.
    Wrapped(Wrap),
}

/// A key's row.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyRecord {
    /// The key's id.
    pub key: KeyId,
    /// The secret.
    pub secret: KeySecret,
}

impl KeyRecord {
    /// Tells whether the row only keeps the place of a key that is lost here and goes to head office as it was wrapped for it.
    pub fn is_lost(&self) -> bool {
        matches!(&self.secret, KeySecret::Locked(secret) if secret.is_empty())
    }
}

/// A key that head office has not got.
#[derive(Clone, PartialEq, Eq)]
pub struct UnsentKey {
    /// Its row.
    pub id: i64,
    /// The key.
    pub record: KeyRecord,
    /// The key wrapped for head office when it was made; `None` where head office had it and lost it.
    pub for_office: Option<Wrap>,
}

/// A key as a device keeps it.
pub struct NewKey<'a> {
    /// Whose values it seals.
    pub owner: i64,
    /// The key.
    pub key: KeyId,
    /// The row of the session in which it was wrapped for the device's reader.
    pub session: i64,
    /// The step of that session.
    pub step: u32,
    /// The wrapped secret.
    pub secret: &'a [u8],
    /// The key wrapped for head office; `None` where it came from there.
    pub for_office: Option<Wrap>,
}

/// Returns the number of an owner that is no beneficiary file (that one's is its document's row); `None` where it has none.
pub fn number_of(tx: &Tx<'_>, owner: &[u8]) -> Result<Option<i64>, StoreError> {
    let number = |row: &Row<'_>| Ok(-row.get::<i64>("id")?);
    tx.one("SELECT id FROM key_owner WHERE owner = ?1", values![owner], number)
}

/// Returns the number of an owner that is no beneficiary file, giving it one where it has none.
pub fn number_for(tx: &Tx<'_>, owner: &[u8]) -> Result<i64, StoreError> {
    match number_of(tx, owner)? {
        Some(known) => Ok(known),
        None => Ok(-tx.insert_new("INSERT INTO key_owner (owner) VALUES (?1)", values![owner])?),
    }
}

/// Returns the owners that are no beneficiary files, with their numbers.
pub fn owners(tx: &Tx<'_>) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
    let owner = |row: &Row<'_>| Ok((-row.get::<i64>("id")?, row.get("owner")?));
    tx.all("SELECT id, owner FROM key_owner ORDER BY id", values![], owner)
}

/// What a key's row says, with the session that it was wrapped in.
const RECORD: &str = "sealing_key.key, sealing_key.secret, sealing_key.step, key_session.sender";
const FROM: &str = "FROM sealing_key LEFT JOIN key_session ON key_session.id = sealing_key.session";

fn key_record(row: &Row<'_>) -> Result<KeyRecord, StoreError> {
    let secret = row.get("secret")?;
    let secret = match row.get("sender")? {
        Some(sender) => KeySecret::Wrapped(Wrap { sender, step: row.get("step")?, secret }),
        None => KeySecret::Locked(secret),
    };
    Ok(KeyRecord { key: row.get("key")?, secret })
}

/// The bits of a row's id that count an owner's keys.
const COUNT_BITS: u32 = 32;

/// The first and the last row that an owner's keys may have.
fn rows_of(owner: i64) -> [Value<'static>; 2] {
    let first = owner << COUNT_BITS;
    values![first, first | i64::from(u32::MAX)]
}

/// The row of an owner's next key.
const NEXT: &str = "(SELECT COALESCE(max(id) + 1, ?1) FROM sealing_key WHERE id BETWEEN ?1 AND ?2)";

/// Keeps a key that is locked with the replica's own key, and was not there.
pub fn add_locked(tx: &Tx<'_>, owner: i64, key: KeyId, secret: &[u8]) -> Result<(), StoreError> {
    let [first, last] = rows_of(owner);
    let sql = format!("INSERT INTO sealing_key (id, key, secret) VALUES ({NEXT}, ?3, ?4)");
    tx.put(&sql, [first, last, key.into(), secret.into()])
}

/// Returns how many keys an owner has: as many as there are places up to its newest one, which tells it however many there are.
pub fn count_of(tx: &Tx<'_>, owner: i64) -> Result<u64, StoreError> {
    let sql = "SELECT COALESCE(max(id) - ?1 + 1, 0) AS n FROM sealing_key WHERE id BETWEEN ?1 AND ?2";
    tx.only(sql, rows_of(owner), |row| row.get("n"))
}

/// Gives an owner another's keys that are locked with the replica's own key, and that it has not got: the oldest, up to so many in
/// all.
pub fn copy_locked(tx: &Tx<'_>, from: i64, to: i64, most: u64) -> Result<(), StoreError> {
    let [first, last] = rows_of(to);
    let ([from_first, from_last], room) = (rows_of(from), most.saturating_sub(count_of(tx, to)?));
    let sql = format!(
        "INSERT INTO sealing_key (id, key, secret)
         SELECT {NEXT} - 1 + row_number() OVER (ORDER BY id), key, secret FROM sealing_key
         WHERE id BETWEEN ?3 AND ?4 AND session IS NULL
             AND key NOT IN (SELECT key FROM sealing_key WHERE id BETWEEN ?1 AND ?2)
         ORDER BY id LIMIT ?5"
    );
    tx.put(&sql, [first, last, from_first, from_last, room.into()])
}

/// Keeps a key of a device that was not there.
pub fn add(tx: &Tx<'_>, new: &NewKey<'_>) -> Result<(), StoreError> {
    let NewKey { owner, key, session, step, secret, for_office } = new;
    let [first, last] = rows_of(*owner);
    let sql =
        format!("INSERT INTO sealing_key (id, key, secret, session, step) VALUES ({NEXT}, ?3, ?4, ?5, ?6)");
    let values = [first, last, (*key).into(), (*secret).into(), (*session).into(), (*step).into()];
    let id = tx.insert_new(&sql, values)?;
    let Some(Wrap { sender, step, secret }) = for_office else { return Ok(()) };
    let sql =
        "INSERT INTO unsent_key (id, key, sender, step, secret, checksum) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let checksum = checksum_of(&bytes_of(sender, *step, secret));
    tx.put(sql, values![id, *key, sender, *step, secret, checksum])
}

/// Keeps only the place of a key, so that what was wrapped for head office goes there.
pub fn lose(tx: &Tx<'_>, id: i64) -> Result<(), StoreError> {
    tx.put(
        "UPDATE sealing_key SET secret = ?2, session = NULL, step = NULL WHERE id = ?1",
        values![id, &[0_u8; 0]],
    )
}

/// Keeps the place of a key whose row is lost, so that what was wrapped for head office goes there; it opens nothing here.
pub fn add_lost(tx: &Tx<'_>, id: i64, key: KeyId) -> Result<bool, StoreError> {
    let sql = "INSERT INTO sealing_key (id, key, secret) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO NOTHING";
    Ok(tx.run(sql, values![id, key, &[0_u8; 0]])? == 1)
}

/// Removes an owner's key.
pub fn remove(tx: &Tx<'_>, owner: i64, key: KeyId) -> Result<(), StoreError> {
    let Some(id) = find(tx, owner, key)? else { return Ok(()) };
    tx.put("DELETE FROM unsent_key WHERE id = ?1", values![id])?;
    tx.put("DELETE FROM sealing_key WHERE id = ?1", values![id])
}

/// Removes all keys of an owner.
pub fn remove_all(tx: &Tx<'_>, owner: i64) -> Result<(), StoreError> {
    tx.put("DELETE FROM unsent_key WHERE id BETWEEN ?1 AND ?2", rows_of(owner))?;
    tx.put("DELETE FROM sealing_key WHERE id BETWEEN ?1 AND ?2", rows_of(owner))
}

/// Returns the row of a session, adding it where it is not there.
pub fn session(tx: &Tx<'_>, sender: &[u8; 32]) -> Result<i64, StoreError> {
    let sql = "INSERT INTO key_session (sender) VALUES (?1)
               ON CONFLICT (sender) DO UPDATE SET sender = excluded.sender RETURNING id";
    tx.only(sql, values![sender], |row| row.get("id"))
}

/// Returns the rows of all sessions.
pub fn sessions(tx: &Tx<'_>) -> Result<BTreeSet<i64>, StoreError> {
    let rows = tx.all("SELECT id FROM key_session", values![], |row| row.get("id"))?;
    Ok(rows.into_iter().collect())
}

/// Returns the id of the key in a row as it was wrapped for head office, which has not got it; `None` where it has.
pub fn unsent_in(tx: &Tx<'_>, id: i64) -> Result<Option<KeyId>, StoreError> {
    tx.one("SELECT key FROM unsent_key WHERE id = ?1 AND secret IS NOT NULL", values![id], |row| {
        row.get("key")
    })
}

/// Puts right which key stands in a row.
pub fn set_key(tx: &Tx<'_>, id: i64, key: KeyId) -> Result<(), StoreError> {
    tx.put("UPDATE sealing_key SET key = ?2 WHERE id = ?1", values![id, key])
}

/// Returns an owner's keys, oldest first.
pub fn of_owner(tx: &Tx<'_>, owner: i64) -> Result<Vec<KeyRecord>, StoreError> {
    let sql =
        format!("SELECT {RECORD} {FROM} WHERE sealing_key.id BETWEEN ?1 AND ?2 ORDER BY sealing_key.id");
    tx.all(&sql, rows_of(owner), key_record)
}

/// Returns the keys of files by the rows of their documents, each one's oldest first.
pub fn of_files(
    tx: &Tx<'_>,
    documents: impl IntoIterator<Item = i64>,
) -> Result<BTreeMap<i64, Vec<KeyRecord>>, StoreError> {
    // sorted here: an engine that is asked for an order may look through all keys in it
    let sql = format!(
        "SELECT document.id AS document, sealing_key.id, {RECORD}
         FROM document JOIN sealing_key ON sealing_key.id BETWEEN (document.id << {COUNT_BITS})
            AND ((document.id << {COUNT_BITS}) | {count_max})
         LEFT JOIN key_session ON key_session.id = sealing_key.session
         WHERE document.id IN (?)",
        count_max = u32::MAX
    );
    let place = |row: &Row<'_>| Ok(((row.get("document")?, row.get("id")?), key_record(row)?));
    let by_place: BTreeMap<(i64, i64), KeyRecord> = tx.all_in(&sql, documents, place)?.into_iter().collect();
    let mut found: BTreeMap<i64, Vec<KeyRecord>> = BTreeMap::new();
    for ((document, _), key) in by_place {
        found.entry(document).or_default().push(key);
    }
    Ok(found)
}

/// An owner's keys whose id is in a span. A file's few are looked through, those of another owner have an index.
fn in_span(owner: i64) -> &'static str {
    match owner > 0 {
        true => "sealing_key.id BETWEEN ?1 AND ?2 AND sealing_key.key BETWEEN ?3 AND ?4",
        false => {
            "sealing_key.id < 0 AND sealing_key.key BETWEEN ?3 AND ?4 AND +sealing_key.id BETWEEN ?1 AND ?2"
        }
    }
}

/// Finds the row of an owner's key.
pub fn find(tx: &Tx<'_>, owner: i64, key: KeyId) -> Result<Option<i64>, StoreError> {
    let [first, last] = rows_of(owner);
    let sql = format!("SELECT id FROM sealing_key WHERE {}", in_span(owner));
    tx.one(&sql, [first, last, key.into(), key.into()], |row| row.get("id"))
}

/// Returns an owner's keys whose id begins with these bytes, oldest first.
pub fn named(tx: &Tx<'_>, owner: i64, begin: [u8; 4]) -> Result<Vec<KeyRecord>, StoreError> {
    let [first, last] = rows_of(owner);
    let [least, most] = begin_with(begin);
    let sql = format!("SELECT {RECORD} {FROM} WHERE {} ORDER BY sealing_key.id", in_span(owner));
    tx.all(&sql, [first, last, least, most], key_record)
}

/// The least and the largest id that begins with these bytes.
fn begin_with(begin: [u8; 4]) -> [Value<'static>; 2] {
    [0, 0xff].map(|fill| {
        let mut id = [fill; 16];
        id[..4].copy_from_slice(&begin);
        Value::Id(id)
    })
}

/// Returns an owner's newest key.
pub fn newest(tx: &Tx<'_>, owner: i64) -> Result<Option<KeyRecord>, StoreError> {
    let sql = format!(
        "SELECT {RECORD} {FROM} WHERE sealing_key.id BETWEEN ?1 AND ?2 ORDER BY sealing_key.id DESC LIMIT 1"
    );
    tx.one(&sql, rows_of(owner), key_record)
}

/// Returns an owner's keys that head office has not got, oldest first; `wrapped` leaves out those that would have to be
/// wrapped for it again.
pub fn unsent_of(tx: &Tx<'_>, owner: i64, wrapped: bool, limit: u64) -> Result<Vec<UnsentKey>, StoreError> {
    let [first, last] = rows_of(owner);
    let sql = format!(
        "SELECT {UNSENT} {FROM} JOIN unsent_key ON unsent_key.id = sealing_key.id
         WHERE unsent_key.id BETWEEN ?1 AND ?2 AND (unsent_key.secret IS NOT NULL OR NOT ?3)
         ORDER BY unsent_key.id LIMIT ?4"
    );
    tx.all(&sql, [first, last, wrapped.into(), limit.into()], unsent_key)
}

/// Returns those of an owner's keys that head office has not got and whose id begins with these bytes; `wrapped` as above.
pub fn unsent_named(
    tx: &Tx<'_>,
    owner: i64,
    begin: [u8; 4],
    wrapped: bool,
) -> Result<Vec<UnsentKey>, StoreError> {
    let [first, last] = rows_of(owner);
    let [least, most] = begin_with(begin);
    let sql = format!(
        "SELECT {UNSENT} {FROM} JOIN unsent_key ON unsent_key.id = sealing_key.id
         WHERE {} AND (unsent_key.secret IS NOT NULL OR NOT ?5) ORDER BY unsent_key.id",
        in_span(owner)
    );
    tx.all(&sql, [first, last, least, most, wrapped.into()], unsent_key)
}

const UNSENT: &str =
    "sealing_key.key, sealing_key.secret, sealing_key.step, key_session.sender, unsent_key.id,
    unsent_key.sender AS office_sender, unsent_key.step AS office_step, unsent_key.secret AS office_secret,
    unsent_key.checksum";

fn unsent_key(row: &Row<'_>) -> Result<UnsentKey, StoreError> {
    let for_office = match row.get("office_secret")? {
        Some(secret) => {
            let wrap = Wrap { sender: row.get("office_sender")?, step: row.get("office_step")?, secret };
            Some(mended_wrap(wrap, row.get("checksum")?))
        }
        None => None,
    };
    Ok(UnsentKey { id: row.get("id")?, record: key_record(row)?, for_office })
}

fn bytes_of(sender: &[u8; 32], step: u32, secret: &[u8]) -> Vec<u8> {
    [sender.as_slice(), &step.to_be_bytes(), secret].concat()
}

/// Returns a wrap as it was written where one byte of it flipped, otherwise as it stands: head office says what does not open.
fn mended_wrap(wrap: Wrap, checksum: Option<i64>) -> Wrap {
    let bytes = bytes_of(&wrap.sender, wrap.step, &wrap.secret);
    if is_whole(&bytes, checksum) {
        return wrap;
    }
    let read = |right: &[u8]| {
        let (sender, rest) = right.split_first_chunk()?;
        let (step, secret) = rest.split_first_chunk()?;
        Some(Wrap { sender: *sender, step: u32::from_be_bytes(*step), secret: secret.to_vec() })
    };
    mended(&bytes, checksum).and_then(|right| read(&right)).unwrap_or(wrap)
}

/// Returns the documents' rows of the files that have a key which head office has not got and which is not wrapped for it.
pub fn files_to_wrap_again(tx: &Tx<'_>) -> Result<Vec<i64>, StoreError> {
    let sql = format!(
        "SELECT DISTINCT id >> {COUNT_BITS} AS file FROM unsent_key WHERE secret IS NULL AND id > 0 ORDER BY 1"
    );
    tx.all(&sql, values![], |row| row.get("file"))
}

/// Notes that head office has the key of a row: what it needed of it is destroyed, so that an erased key is gone.
pub fn mark_sent(tx: &Tx<'_>, id: i64, key: KeyId) -> Result<(), StoreError> {
    let sql = "DELETE FROM unsent_key WHERE id = (SELECT id FROM sealing_key WHERE id = ?1 AND key = ?2)";
    tx.put(sql, values![id, key])
}

/// Destroys what the device's reader opens. Keys that wait for head office, wrapped for it, keep their places.
pub fn destroy_readable(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.put("DELETE FROM unsent_key WHERE secret IS NULL", values![])?;
    tx.put("DELETE FROM sealing_key WHERE id NOT IN (SELECT id FROM unsent_key)", values![])?;
    let sql = "UPDATE sealing_key SET secret = ?1, session = NULL, step = NULL";
    tx.put(sql, values![&[0_u8; 0]])
}

/// Has a key be wrapped for head office again: as it was wrapped it does not open there.
pub fn wrap_again(tx: &Tx<'_>, id: i64, key: KeyId) -> Result<(), StoreError> {
    let sql = "UPDATE unsent_key SET sender = NULL, step = NULL, secret = NULL
               WHERE id = (SELECT id FROM sealing_key WHERE id = ?1 AND key = ?2)";
    tx.put(sql, values![id, key])
}

/// Sends a key no more: it does not open here.
pub fn give_up(tx: &Tx<'_>, id: i64) -> Result<(), StoreError> {
    tx.put("DELETE FROM unsent_key WHERE id = ?1", values![id])
}

/// Sends none of an owner's keys any more.
pub fn give_up_all(tx: &Tx<'_>, owner: i64) -> Result<(), StoreError> {
    tx.put("DELETE FROM unsent_key WHERE id BETWEEN ?1 AND ?2", rows_of(owner))
}

/// Returns which of an owner's keys head office has not got.
pub fn unsent_among(tx: &Tx<'_>, owner: i64) -> Result<BTreeSet<KeyId>, StoreError> {
    let sql = "SELECT sealing_key.key FROM sealing_key JOIN unsent_key ON unsent_key.id = sealing_key.id
               WHERE sealing_key.id BETWEEN ?1 AND ?2";
    Ok(tx.all(sql, rows_of(owner), |row| row.get("key"))?.into_iter().collect())
}

/// Has every key be wrapped again, for another head office, which has none.
pub fn wrap_all_again(tx: &Tx<'_>) -> Result<(), StoreError> {
    mark_nothing_sent(tx)?;
    tx.put("UPDATE unsent_key SET sender = NULL, step = NULL, secret = NULL", values![])
}

/// Notes that no key waits: whoever could open them has them.
pub fn mark_all_sent(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.put("DELETE FROM unsent_key", values![])
}

/// Tells whether a key of an owner waits that is no beneficiary file; `wrapped` leaves out those that would have to be wrapped
/// for head office again.
pub fn has_unsent_of_nobody(tx: &Tx<'_>, wrapped: bool) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM unsent_key WHERE id < 0 AND (secret IS NOT NULL OR NOT ?1) LIMIT 1";
    Ok(tx.one(sql, values![wrapped], |row| row.get::<i64>("id"))?.is_some())
}

/// Notes that head office has lost all keys.
pub fn mark_nothing_sent(tx: &Tx<'_>) -> Result<(), StoreError> {
    let sql = "INSERT INTO unsent_key (id) SELECT id FROM sealing_key WHERE TRUE ON CONFLICT (id) DO NOTHING";
    tx.put(sql, values![])
}

/// Notes that head office has not got an owner's keys.
pub fn mark_unsent(tx: &Tx<'_>, owner: i64) -> Result<(), StoreError> {
    let sql = "INSERT INTO unsent_key (id) SELECT id FROM sealing_key WHERE id BETWEEN ?1 AND ?2
               ON CONFLICT (id) DO NOTHING";
    tx.put(sql, rows_of(owner))
}

/// Notes that head office may not have the keys of any file of which something waits.
pub fn mark_waiting_unsent(tx: &Tx<'_>) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO unsent_key (id) SELECT id FROM sealing_key
         WHERE id >> {COUNT_BITS} IN (SELECT change.document FROM outbox JOIN change ON change.id = outbox.change)
         ON CONFLICT (id) DO NOTHING"
    );
    tx.put(&sql, values![])
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::store::{Db, Part};

    #[test]
    fn the_keys_of_each_owner_are_its_own_in_the_order_in_which_they_came() {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::open_or_create(dir.path(), Part::Kiosk).unwrap();
        let key = |begin: u8, n: u8| {
            let mut id = [n; 16];
            id[..4].copy_from_slice(&[begin; 4]);
            KeyId(Uuid::from_bytes(id))
        };
        // the last one came first by its id, and two are named alike
        let keys = [key(9, 1), key(7, 2), key(7, 1)];
        db.write::<_, StoreError>(|tx| {
            let mut owners: Vec<i64> = (1..=2).collect();
            owners.extend([number_for(tx, b"d1")?, number_for(tx, b"d2")?]);
            assert_eq!(number_of(tx, b"d2")?, owners.last().copied());
            for key in keys {
                owners.iter().try_for_each(|owner| add_locked(tx, *owner, key, &owner.to_be_bytes()))?;
            }
            let ids = |records: Vec<KeyRecord>, owner: i64| -> Vec<KeyId> {
                let secret = KeySecret::Locked(owner.to_be_bytes().to_vec());
                assert!(records.iter().all(|record| record.secret == secret), "another owner's");
                records.into_iter().map(|record| record.key).collect()
            };
            for owner in owners {
                assert_eq!(ids(of_owner(tx, owner)?, owner), keys);
                assert_eq!(ids(named(tx, owner, [7; 4])?, owner), keys[1..]);
                assert_eq!(ids(newest(tx, owner)?.into_iter().collect(), owner), keys[2..]);
                assert_eq!((count_of(tx, owner)?, find(tx, owner, key(9, 2))?), (3, None));
                remove(tx, owner, keys[2])?;
                assert_eq!(ids(of_owner(tx, owner)?, owner), keys[..2]);
            }
            let [from, to] = [number_of(tx, b"d1")?.unwrap(), number_for(tx, b"d3")?];
            add_locked(tx, to, keys[1], &from.to_be_bytes())?;
            copy_locked(tx, from, to, 1)?;
            assert_eq!(ids(of_owner(tx, to)?, from), [keys[1]], "it has as many as it may");
            copy_locked(tx, from, to, 9)?;
            assert_eq!(ids(of_owner(tx, to)?, from), [keys[1], keys[0]], "each once");
            Ok(())
        })
        .unwrap();
    }
}
