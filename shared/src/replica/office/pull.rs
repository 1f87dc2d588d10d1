//! Answering pulls: what comes after a device's cursor, with the keys wrapped for that device. Reads alone.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::bytes::{ByteArray, ByteVec};

use super::people::scopes_of;
use super::push::device_with;
use super::working_set::{SLACK_MILLIS, WorkingSet};
use super::{ExchangeError, Office};
use crate::doc::{Dice, DocumentName, KeyOwner, Sending, WrappedKey};
use crate::domain::UnixMillis;
use crate::replica::Act;
use crate::replica::facts::Facts;
use crate::replica::log::{CATALOG, checksum_at, rolled, start_of};
use crate::store::office::DeviceRow;
use crate::store::people::Writer;
use crate::store::scope::{FOLLOW, ScopeEnd, ScopeEntry, Wanted};
use crate::store::{StoreError, Tx, people, scope};
use crate::sync::http::PullQuery;
use crate::sync::{
    ChangeWriter, KeyRow, PassedOver, PullReply, PulledChange, answer_statement, left_name, pack, sign,
    to_cbor,
};

/// Most changes of one answer: at 400 bytes each, 200 KB before compression.
const PULL_CHANGES_MAX: u64 = 500;

/// Most entries of a log that one answer goes through: of those that it passes over, the hashes are read alone.
const LOOKED_AT_MAX: u64 = 20_000;

/// Most files that one answer names as those that a device is to hold no longer: 36 KB.
const LEFT_MAX: u64 = 2_000;

/// Most bytes of one answer before compression, with the keys, writers and receipts that go with its changes; one change goes
/// out whatever its size. A device takes sixteen times as much.
const PULL_BYTES_MAX: usize = 512 * 1024;

/// What a change weighs besides its bytes: its document's name, numbers, and a receipt or a hash.
const CHANGE_WEIGHS: usize = 160;

/// What a key weighs: ids, owner, the wrapped secret, its step, and its part of a session.
const KEY_WEIGHS: usize = 160;

/// What a writer weighs besides its branch's name.
const WRITER_WEIGHS: usize = 100;

/// An answer to a pull, with what it hands out.
pub struct PullAnswer {
    /// The server's signature (64 bytes), then the answer.
    pub bytes: Vec<u8>,
    /// Entries and changes in it.
    pub entries: u64,
    /// Keys in it, wrapped for the device.
    pub keys: u64,
}

impl Office {
    /// Answers a pull. A checksum at the query's position that is another
    /// than the server's begins the scope again, and so does a moment since which the device holds people that is later than it has
    /// to be.
    ///
    /// # Errors
    /// [`ExchangeError`] for an unknown or revoked device, or an unknown scope.
    pub fn pull(&self, act: &mut Act, token: &str, query: &PullQuery) -> Result<PullAnswer, ExchangeError> {
        let reply = self.db.read(|tx| {
            let device = device_with(tx, token)?;
            self.reply_to(&Facts::new(tx, &self.secrets), act, &device, query)
        })?;
        let (entries, keys) = (reply.changes.len() as u64, reply.keys.len() as u64);
        let body = pack(&to_cbor(&reply));
        let signature = sign(self.secrets.signing(), &answer_statement(&body));
        Ok(PullAnswer { bytes: [signature.as_slice(), &body].concat(), entries, keys })
    }

    fn reply_to(
        &self,
        facts: &Facts<'_>,
        act: &mut Act,
        device: &DeviceRow,
        query: &PullQuery,
    ) -> Result<PullReply, ExchangeError> {
        let (tx, scopes) = (facts.tx, scopes_of(facts.tx, device)?);
        let epoch = Self::epoch(tx)?;
        let PullQuery { scope: name, position, checksum, incarnation, most, without, since: _ } = query;
        if name != CATALOG && !scopes.contains(name) {
            // another branch's people, or a device that looks nobody up
            return Err(ExchangeError::Malformed);
        }
        if name.starts_with(FOLLOW) {
            let most = most.map_or(PULL_CHANGES_MAX, |most| most.clamp(1, PULL_CHANGES_MAX));
            return Ok(Self::follow_reply(tx, query, most)?);
        }
        let log = scope::end(tx, name)?;
        let set =
            HeldSet::of(tx, log.as_ref().filter(|_| name != CATALOG), device, query, act.now.unix_millis())?;
        let here = match &log {
            Some(end) if *position > 0 => checksum_at(tx, (name, end), epoch, *position)?,
            Some(_) | None => None,
        };
        let agrees = here.is_some() && here == *checksum && !set.begins_again;
        let from = if agrees { *position } else { 0 };
        let most =
            if *without { 1 } else { most.map_or(PULL_CHANGES_MAX, |most| most.clamp(1, PULL_CHANGES_MAX)) };
        let end = log.as_ref().map_or(0, |end| end.position);
        let until = end.min(from.saturating_add(LOOKED_AT_MAX));
        let own = incarnation.map(|incarnation| Writer {
            device: *device.device.as_bytes(),
            incarnation,
            signing_key: device.signing_key,
            branch: device.branch.clone(),
        });
        let own = own.map(|own| people::find_writer(tx, &own)).transpose()?.flatten();
        let wanted = Wanted { after: from, until, since: set.since, own };
        let (entries, is_all) = match &log {
            Some(end) => scope::entries(tx, end.id, &wanted, most, PULL_BYTES_MAX)?,
            None => (Vec::new(), true),
        };
        let held = |entry: &ScopeEntry| (entry.is_held && entry.writer > 0).then_some(entry.document);
        facts.keys.look_ahead(&entries.iter().filter_map(held).collect())?;
        let mut writers = Writers::of(device, incarnation.filter(|_| agrees));
        let (mut owners, mut changes, mut weight) = (BTreeSet::new(), Vec::new(), 0);
        let (mut places, mut position) = (Vec::new(), until);
        let n_entries = entries.len();
        for entry in entries {
            let (at, hash) = (entry.position, entry.hash);
            let named = writers.weight();
            let (mut pulled, owner) = self.pulled(facts, &mut writers, entry)?;
            if *without {
                (pulled.bytes, pulled.hash) = (ByteVec::from(Vec::new()), Some(ByteArray::from(hash)));
            }
            weight += pulled.bytes.len() + CHANGE_WEIGHS + writers.weight() - named;
            if let Some(owner) = owner.as_ref().filter(|owner| !owners.contains(*owner)) {
                let keys = usize::try_from(facts.keys.count_of(owner)?).unwrap_or(usize::MAX);
                weight += keys.saturating_mul(KEY_WEIGHS);
            }
            if !changes.is_empty() && weight > PULL_BYTES_MAX {
                break;
            }
            owners.extend(owner);
            places.push(at);
            changes.push(pulled);
        }
        if !is_all || changes.len() < n_entries {
            position = places.last().copied().unwrap_or(from);
        }
        let known = here.filter(|_| agrees).unwrap_or_else(|| start_of(name, epoch));
        let hashes = match &log {
            Some(end) => scope::hashes_between(tx, end.id, from, position)?,
            None => Vec::new(),
        };
        let (checksum, passed_over) = passed_over(known, from, &hashes, &places);
        let (sessions, keys) = wrapped(facts, &mut act.dice, device, owners)?;
        let Named { since, left, is_over } = match &log {
            Some(log) if name != CATALOG => set.named(tx, log.id, position == end)?,
            Some(_) | None => Named { is_over: true, ..Named::default() },
        };
        Ok(PullReply {
            epoch: ByteArray::from(epoch.0),
            reset: !agrees,
            changes,
            writers: writers.named,
            sessions,
            keys,
            position,
            checksum: ByteArray::from(checksum),
            more: position < end || !is_over,
            scopes: (name == CATALOG && !scopes.is_empty()).then_some(scopes),
            end,
            passed_over,
            since,
            left,
            follow_ups: None,
        })
    }

    /// Makes a change ready to be pulled, and says whose keys open it. One of a beneficiary file goes out with who wrote it,
    /// and with the server's receipt for that; of the device's own it says who and the number alone, and of a file that the device need
    /// not hold any more, the hash.
    fn pulled(
        &self,
        facts: &Facts<'_>,
        writers: &mut Writers,
        entry: ScopeEntry,
    ) -> Result<(PulledChange, Option<KeyOwner>), StoreError> {
        let ScopeEntry { document: row, name: document, writer, seq, hash, bytes, is_held, again, .. } =
            entry;
        let name = DocumentName::parse(&document);
        let (file, bytes) = (name.as_ref().and_then(DocumentName::file), ByteVec::from(bytes));
        let Some(file) = file else {
            let (owner, hash) = (name.map(|name| KeyOwner::of(&name, None)), Some(ByteArray::from(hash)));
            return Ok((
                PulledChange { document, bytes, writer: None, receipt: None, hash, own: None },
                owner,
            ));
        };
        let at = writers.place_of(facts, writer)?;
        let writer = u32::try_from(at).ok();
        // a file that comes back to the device is told whole
        if !is_held || (writers.is_own(at) && !again) {
            let (bytes, own) = (ByteVec::from(Vec::new()), Some(seq));
            let hash = (!is_held).then(|| ByteArray::from(hash));
            return Ok((PulledChange { document, bytes, writer, receipt: None, hash, own }, None));
        }
        facts.rows.note(file, row);
        let receipt = Some(ByteArray::from(self.written_receipt(file, &hash, &writers.named[at])));
        let owner = Some(KeyOwner::File(file));
        Ok((PulledChange { document, bytes, writer, receipt, hash: None, own: None }, owner))
    }
}

/// Rolls a log's checksum on over hashes, from after a position on; returns it, and what lies between the places of an answer's changes.
fn passed_over(
    mut checksum: [u8; 32],
    from: u64,
    hashes: &[[u8; 32]],
    places: &[u64],
) -> ([u8; 32], Vec<PassedOver>) {
    let (mut passed, mut entries, mut at) = (Vec::new(), 0, 0_u32);
    let mut left = places.iter().peekable();
    for (place, hash) in (from + 1..).zip(hashes) {
        let is_told = left.next_if_eq(&&place).is_some();
        if is_told && entries > 0 {
            passed.push(PassedOver { at, entries, checksum: checksum.into() });
            entries = 0;
        }
        checksum = rolled(&checksum, hash);
        (at, entries) = if is_told { (at + 1, 0) } else { (at, entries + 1) };
    }
    if entries > 0 {
        passed.push(PassedOver { at, entries, checksum: checksum.into() });
    }
    (checksum, passed)
}

/// Which people a device holds, as it was told last and as it is to be.
struct HeldSet {
    /// Since when they must have been served now, in milliseconds since 1970.
    since: i64,
    /// The same as the device was told it last; `None` where it holds nobody.
    known: Option<i64>,
    /// It holds fewer than it may: it is told of all of them again.
    begins_again: bool,
}

/// What an answer names of people that a device is not to hold any more.
#[derive(Default)]
struct Named {
    since: Option<i64>,
    left: Vec<ByteArray<16>>,
    is_over: bool,
}

impl HeldSet {
    /// Finds which people a device holds; the catalog's readers hold all of it.
    fn of(
        tx: &Tx<'_>,
        log: Option<&ScopeEnd>,
        device: &DeviceRow,
        query: &PullQuery,
        now: UnixMillis,
    ) -> Result<Self, StoreError> {
        let Some(log) = log else { return Ok(Self { since: i64::MIN, known: None, begins_again: false }) };
        let since = WorkingSet::read(tx)?.since(tx, log.id, &device.mode, now)?;
        // the device's word makes it hold less, never more
        let begins_again = query.since.is_some_and(|known| known > since.saturating_add(SLACK_MILLIS));
        let known = query.since.filter(|_| !begins_again);
        Ok(Self { since: known.map_or(since, |known| known.max(since)), known, begins_again })
    }

    /// Names what the device is to hold no longer, once it is told of the rest.
    fn named(&self, tx: &Tx<'_>, scope: i64, is_last: bool) -> Result<Named, StoreError> {
        let over = Named { is_over: true, ..Named::default() };
        let Some(known) = self.known else { return Ok(Named { since: Some(self.since), ..over }) };
        if !is_last || known == self.since {
            return Ok(over);
        }
        let mut left = scope::served_between(tx, scope, known, self.since, LEFT_MAX + 1)?;
        let more = usize::try_from(LEFT_MAX).ok().and_then(|most| left.get(most)).map(|(served, _)| *served);
        left.truncate(usize::try_from(LEFT_MAX).unwrap_or(usize::MAX));
        Ok(Named {
            since: Some(more.unwrap_or(self.since)),
            left: left.into_iter().map(|(_, file)| left_name(file.as_bytes()).into()).collect(),
            is_over: more.is_none(),
        })
    }
}

/// Wraps the keys of what an answer brings, for the device that asks; with the sessions under which they are wrapped.
fn wrapped(
    facts: &Facts<'_>,
    dice: &mut Dice,
    device: &DeviceRow,
    owners: BTreeSet<KeyOwner>,
) -> Result<(Vec<ByteArray<32>>, Vec<KeyRow>), StoreError> {
    let mut sending = Sending::to(device.sealing_key);
    let (mut sessions, mut rows) = (Vec::<ByteArray<32>>::new(), Vec::with_capacity(owners.len()));
    for owner in owners {
        let label = owner.to_bytes();
        for key in facts.keys.of(&owner)? {
            let WrappedKey { sender, step, wrapped } = sending.wrap(dice, &key, &label);
            // a session that is over is never gone back to
            if sessions.last().is_none_or(|last| **last != sender) {
                sessions.push(ByteArray::from(sender));
            }
            rows.push(KeyRow {
                key: ByteArray::from(*key.id.as_bytes()),
                owner: ByteVec::from(label.clone()),
                session: u32::try_from(sessions.len() - 1).unwrap_or(u32::MAX),
                wrapped: ByteVec::from(wrapped.0.to_vec()),
                step,
            });
        }
    }
    Ok((sessions, rows))
}

/// Who wrote the changes of an answer, each named once.
struct Writers {
    named: Vec<ChangeWriter>,
    places: BTreeMap<i64, usize>,
    /// The device that asks, in the life of its database of which it holds everything.
    asking: Option<([u8; 16], [u8; 16])>,
}

impl Writers {
    fn of(asking: &DeviceRow, incarnation: Option<[u8; 16]>) -> Self {
        let asking = incarnation.map(|incarnation| (*asking.device.as_bytes(), incarnation));
        Self { named: Vec::new(), places: BTreeMap::new(), asking }
    }

    /// What those named so far weigh.
    fn weight(&self) -> usize {
        self.named.iter().map(|writer| WRITER_WEIGHS + writer.branch.len()).sum()
    }

    fn is_own(&self, place: usize) -> bool {
        let ChangeWriter { device, incarnation, .. } = &self.named[place];
        self.asking == Some((**device, **incarnation))
    }

    fn place_of(&mut self, facts: &Facts<'_>, writer: i64) -> Result<usize, StoreError> {
        if let Some(place) = self.places.get(&writer) {
            return Ok(*place);
        }
        self.named.push(people::writer(facts.tx, writer)?.into());
        self.places.insert(writer, self.named.len() - 1);
        Ok(self.named.len() - 1)
    }
}
