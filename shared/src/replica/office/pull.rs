//! Answering pulls: what comes after a device's cursor, with the keys wrapped for that device. Reads alone.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::bytes::{ByteArray, ByteVec};

use super::people::scopes_of;
use super::{ExchangeError, Office};
use crate::doc::{Dice, DocumentName, KeyOwner, Sending, WrappedKey};
use crate::replica::facts::Facts;
use crate::replica::log::{CATALOG, checksum_at, rolled_over, start_of};
use crate::store::office::DeviceRow;
use crate::store::scope::ScopeEntry;
use crate::store::{StoreError, people, scope};
use crate::sync::http::PullQuery;
use crate::sync::{ChangeWriter, KeyRow, PullReply, PulledChange, answer_statement, pack, sign, to_cbor};

/// Most changes of one answer: at 400 bytes each, 200 KB before compression.
const PULL_CHANGES_MAX: u64 = 500;

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
    /// than the server's begins the scope again.
    ///
    /// # Errors
    /// [`ExchangeError`] for an unknown or revoked device, or an unknown scope.
    pub fn pull(&self, dice: &mut Dice, token: &str, query: &PullQuery) -> Result<PullAnswer, ExchangeError> {
        let device = self.device_with(token)?;
        let reply = self.db.read(|tx| self.reply_to(&Facts::new(tx, &self.secrets), dice, &device, query))?;
        let (entries, keys) = (reply.changes.len() as u64, reply.keys.len() as u64);
        let body = pack(&to_cbor(&reply));
        let signature = sign(self.secrets.signing(), &answer_statement(&body));
        Ok(PullAnswer { bytes: [signature.as_slice(), &body].concat(), entries, keys })
    }

    fn reply_to(
        &self,
        facts: &Facts<'_>,
        dice: &mut Dice,
        device: &DeviceRow,
        query: &PullQuery,
    ) -> Result<PullReply, ExchangeError> {
        let (tx, scopes) = (facts.tx, scopes_of(device));
        let epoch = Self::epoch(tx)?;
        let PullQuery { scope: name, position, checksum, incarnation, most, without } = query;
        if name != CATALOG && !scopes.contains(name) {
            // another branch's people, or a device that looks nobody up
            return Err(ExchangeError::Malformed);
        }
        let log = scope::end(tx, name)?;
        let here = match &log {
            Some(end) if *position > 0 => checksum_at(tx, (name, end), epoch, *position)?,
            Some(_) | None => None,
        };
        let agrees = here.is_some() && here == *checksum;
        let from = if agrees { *position } else { 0 };
        let most =
            if *without { 1 } else { most.map_or(PULL_CHANGES_MAX, |most| most.clamp(1, PULL_CHANGES_MAX)) };
        let entries = match &log {
            Some(end) => scope::after(tx, end.id, from, most, PULL_BYTES_MAX)?,
            None => Vec::new(),
        };
        let end = log.map_or(0, |end| end.position);
        let mut writers = Writers::of(device, incarnation.filter(|_| agrees));
        let (mut owners, mut changes, mut weight) = (BTreeSet::new(), Vec::new(), 0);
        let (mut position, mut hashes) = (from, Vec::new());
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
            position = at;
            hashes.push(hash);
            changes.push(pulled);
        }
        let known = here.filter(|_| agrees).unwrap_or_else(|| start_of(name, epoch));
        let checksum = rolled_over(known, hashes.iter());
        let (sessions, keys) = wrapped(facts, dice, device, owners)?;
        Ok(PullReply {
            epoch: ByteArray::from(epoch.0),
            reset: !agrees,
            changes,
            writers: writers.named,
            sessions,
            keys,
            position,
            checksum: ByteArray::from(checksum),
            more: position < end,
            scopes: (name == CATALOG && !scopes.is_empty()).then_some(scopes),
            end,
        })
    }

    /// Makes a change ready to be pulled, and says whose keys open it. One of a beneficiary file goes out with who wrote it,
    /// and with the server's receipt for that; of the device's own it says who and the number alone.
    fn pulled(
        &self,
        facts: &Facts<'_>,
        writers: &mut Writers,
        entry: ScopeEntry,
    ) -> Result<(PulledChange, Option<KeyOwner>), StoreError> {
        let ScopeEntry { document: row, name: document, writer, seq, hash, bytes, .. } = entry;
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
        if writers.is_own(at) {
            let (bytes, own) = (ByteVec::from(Vec::new()), Some(seq));
            return Ok((PulledChange { document, bytes, writer, receipt: None, hash: None, own }, None));
        }
        facts.rows.note(file, row);
        let receipt = Some(ByteArray::from(self.written_receipt(file, &hash, &writers.named[at])));
        let owner = Some(KeyOwner::File(file));
        Ok((PulledChange { document, bytes, writer, receipt, hash: None, own: None }, owner))
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
