//! What goes out: a push of the oldest waiting changes with the keys that open them, no larger than the line takes.

use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, BTreeSet};

use minicbor::bytes::{ByteArray, ByteVec};
use rand::RngExt as _;

use super::carried;
use super::reply::REISSUES;
use super::set_aside::{KEY, is_sendable, trusting};
use super::share::opening_taken;
use super::shut_out;
use super::{Kiosk, KioskError, office_keys};
use crate::doc::{Dice, DocumentName, Entry, KeyOwner, KeyRef, file_in, sealed_in};
use crate::domain::{DeviceId, FactId, KeyId, UnixMillis};
use crate::hex::to_hex;
use crate::replica::keyring::{Wrapping, row_of};
use crate::replica::{Act, Reading};
use crate::store::changes::{self, ChangeRow, DocumentRow, whole};
use crate::store::keys::{self, KeySecret, UnsentKey, Wrap};
use crate::store::outbox::{self, WaitingRow};
use crate::store::people::{self, Writer};
use crate::store::set_aside::{self, NewSetAside};
use crate::store::{self, StoreError, Tx, Way, facts, looked_for, meta};
use crate::sync::{
    Acknowledged, GivenBack, JournalBatch, KeyRow, LogEnd, LookedFor, PROTOCOL, PushRequest,
    PushedFileChange, body_digest, leaves_of, pack_tight, push_statement, sign, to_cbor,
};

/// How many changes a push carries at most, since the line took no more.
const MOST: &str = "push_most";

/// A push of one change that is no larger is tried again as it is: no other one would be much smaller.
const LARGE_BYTES: usize = 4 * 1024;

/// Why a journal takes nothing more whose next entry the line does not take.
const LINE: &str = "line";

/// The document whose next change the line did not take on its own: it goes last.
const LAST: &str = "push_last";

/// Most changes of one push: at 400 bytes each, 400 KB before compression.
const PUSH_CHANGES_MAX: u64 = 1_000;

/// Most bytes of changes in one push before compression. Sealed bytes don't compress: with keys this stays below the 1 MiB
/// of a compressed push.
const PUSH_CHANGE_BYTES_MAX: usize = 700 * 1024;

/// Most acknowledged documents that a push names besides its own, newest first: two and a half years of two journals a
/// month. By them a server that was restored from a backup notices what it has lost.
const ACKNOWLEDGED_MAX: u64 = 64;

/// The same of a push that the line cut down, for each change that it may carry: 16 of them weigh 2 KB.
const ACKNOWLEDGED_MIN: u64 = 4;

/// Keys in a push at which no further document is begun: head office takes 1,008, and two of a file.
const KEYS_MAX: usize = 900;

/// Sessions that a push names, as many as head office takes. What would need another one waits for the next push.
const SESSIONS_MAX: usize = 256;

/// A push as it goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Push {
    /// The body.
    pub body: Vec<u8>,
    /// The device's signature over it, in hexadecimal.
    pub signature: String,
    /// The file changes in it by row and hash, in its order: another program may put another one into the row.
    pub(super) files: Vec<(i64, [u8; 32])>,
    /// The server's incarnation as the device knew it.
    pub(super) epoch: [u8; 16],
    /// The keys in it, each with its row, in its order.
    pub(super) keys: Vec<(i64, KeyId)>,
    /// How many changes it was to carry at most.
    pub(super) most: u64,
    /// The rows of the changes in it.
    pub(super) changes: Vec<i64>,
    /// How far the device had the log of its branch's people.
    pub(super) people: Option<LogEnd>,
    /// Under which ids it asks for people who are not here.
    pub(super) looked_for: Vec<FactId>,
    /// The rows of what it carries for others, in its order.
    pub(super) carried: Vec<i64>,
}

impl Kiosk {
    /// Makes the next push out of what waits; there is always one, so that the server sees the device even where
    /// nothing waits. What is damaged of it is set aside.
    ///
    /// # Errors
    /// [`KioskError`].
    pub fn next_push(&mut self, act: &mut Act, program: &str) -> Result<Push, KioskError> {
        self.send_missing_keys(act)?;
        match self.packed(act, program) {
            Ok(push) => Ok(push),
            Err(KioskError::Store(StoreError::Damaged { .. })) if !trusting() => {
                self.set_aside_damaged(act)?;
                self.packed(act, program)
            }
            Err(e) => Err(e),
        }
    }

    fn packed(&self, act: &mut Act, program: &str) -> Result<Push, KioskError> {
        let wrapping = self.wrapping()?;
        // ratings go by themselves: what goes with them would tell when they left. Either may go first, so that neither waits
        // for ever behind what is refused of the other
        let ratings_first: bool = act.dice.random();
        let others_first: bool = act.dice.random();
        let now = act.now.unix_millis();
        let (request, packed, carried) = self.db.read::<_, KioskError>(|tx| {
            if outbox::lacks_some(tx)? && !trusting() {
                return Err(changes::damaged("the outbox").into());
            }
            let (most, last) = (push_most(tx)?, meta::get_number(tx, LAST)?.unwrap_or(0));
            let (mut ratings, mut taken) = (ratings_first, Vec::new());
            for sort in [ratings_first, !ratings_first] {
                if taken.first().is_none_or(|first: &WaitingRow| first.goes_last) {
                    let others = take(outbox::waiting_of(tx, sort, most, last)?);
                    if taken.is_empty() || others.first().is_some_and(|first| !first.goes_last) {
                        (ratings, taken) = (sort, others);
                    }
                }
            }
            if taken.is_empty() && outbox::count(tx)? > 0 && !trusting() {
                return Err(changes::damaged("the outbox").into());
            }
            // what is this device's own goes first, unless it did not get through: then either may
            let is_stuck = taken.first().is_some_and(|first| first.goes_last)
                || meta::get_number(tx, REISSUES)?.is_some_and(|vain| vain > 0);
            let mut carried = Vec::new();
            if taken.is_empty() || (is_stuck && others_first) {
                carried = carried::next(tx, most)?;
            }
            if !carried.is_empty() {
                taken.clear();
            }
            let others = if ratings { 0 } else { taken.len() as u64 };
            let left = outbox::count_beside_ratings(tx)?.saturating_sub(others);
            let mut request = empty_push(tx, &act.now, program, left, most)?;
            if self.looks_people_up()? {
                let asked =
                    looked_for::all(tx)?.into_iter().take(usize::try_from(most).unwrap_or(usize::MAX));
                request.looked_for = asked.map(named_number).collect();
            }
            let dice = &mut act.dice;
            let mut packing = Packing::new(self, wrapping, dice, tx, most)?;
            packing.add_own_keys(&mut request)?;
            let mut by_document: BTreeMap<i64, Vec<WaitingRow>> = BTreeMap::new();
            for row in taken {
                by_document.entry(row.change.document).or_default().push(row);
            }
            for (document, rows) in by_document {
                let document = changes::document_by_id(tx, document)?;
                if request.keys.len() >= KEYS_MAX || !packing.add_document(&document, rows, &mut request)? {
                    // the rest goes out with the next push
                    break;
                }
            }
            request.sessions = packing.sessions.iter().map(|sender| ByteArray::from(*sender)).collect();
            let packed = packing.packed;
            if !packed.files.is_empty() && self.looks_people_up()? {
                request.people = self.log_of_people(tx)?;
            }
            let (rows, bytes) =
                carried.into_iter().map(|row| (row.id, ByteVec::from(row.bytes))).unzip::<_, _, Vec<_>, _>();
            request.carried = bytes;
            Ok((request, packed, rows))
        })?;
        let Packed { files, keys, unfit_keys, most, changes } = packed;
        if !unfit_keys.is_empty() {
            self.db.write::<_, StoreError>(|tx| give_keys_up(tx, now, &unfit_keys))?;
        }
        let body = pack_tight(&to_cbor(&request));
        let statement = push_statement(&body_digest(&body), &leaves_of(&request));
        let signature = to_hex(&sign(self.secrets.signing(), &statement));
        let (epoch, people) = (*request.epoch, request.people);
        let looked_for =
            request.looked_for.iter().map(|asked| FactId(uuid::Uuid::from_bytes(*asked.id))).collect();
        Ok(Push { body, signature, files, epoch, keys, most, changes, people, looked_for, carried })
    }
}

/// Returns how many changes the next push carries at most.
fn push_most(tx: &Tx<'_>) -> Result<u64, StoreError> {
    let known = meta::get_number(tx, MOST)?.and_then(|most| u64::try_from(most).ok());
    Ok(known.map_or(PUSH_CHANGES_MAX, |most| most.clamp(1, PUSH_CHANGES_MAX)))
}

/// Sets aside keys that can't be wrapped for head office: they don't open here.
fn give_keys_up(tx: &Tx<'_>, at: UnixMillis, unfit: &[UnfitKey]) -> Result<(), StoreError> {
    for UnfitKey { id, owner, secret } in unfit {
        let (document, bytes) = (owner.as_str(), secret.as_slice());
        let new = NewSetAside { way: Way::Out, document, seq: 0, fact: None, reason: KEY, at, bytes };
        // head office may ask for it again
        if !set_aside::is_there(tx, &new)? {
            set_aside::add(tx, &new)?;
        }
        keys::give_up(tx, *id)?;
    }
    Ok(())
}

impl Kiosk {
    /// Notes that a push did not get through, for its size or for the line: the next one carries half as much, and a large change
    /// that does not get through alone waits behind all others. Returns whether the next push is smaller, or another one.
    ///
    /// # Errors
    /// [`KioskError`].
    pub fn push_failed(&mut self, act: &mut Act, sent: &Push) -> Result<bool, KioskError> {
        let pieces = pieces_of(sent);
        if pieces > 1 {
            let half = (pieces / 2).min(sent.most / 2).max(1).to_string();
            self.db.write::<_, StoreError>(|tx| meta::set(tx, MOST, half))?;
            return Ok(true);
        }
        if let [carried] = sent.carried[..] {
            // the next session begins with another device's
            self.db.write::<_, StoreError>(|tx| store::carried::note_failed(tx, carried))?;
        }
        let ([change], true) = (&sent.changes[..], sent.body.len() > LARGE_BYTES) else { return Ok(false) };
        let chained = self.db.write::<_, StoreError>(|tx| {
            let row = outbox::change(tx, *change)?;
            let is_last =
                |row: &ChangeRow| Ok::<_, StoreError>(meta::get_number(tx, LAST)? == Some(row.document));
            let Some(row) = row.filter(|_| outbox::count(tx).is_ok_and(|count| count > 1)) else {
                return Ok(None);
            };
            if is_last(&row)? {
                return Ok(None);
            }
            let document = changes::document_by_id(tx, row.document)?;
            let is_file = DocumentName::parse(&document.name).is_some_and(|name| name.is_file());
            if is_file || !outbox::has_others_of(tx, row.document, row.id)? {
                meta::set(tx, LAST, row.document.to_string())?;
                return Ok(Some(None));
            }
            changes::stop(tx, row.document, LINE, Some(row.seq))?;
            Ok(Some(Entry::from_bytes(&row.bytes).map(|entry| entry.id)))
        })?;
        let Some(fact) = chained else { return Ok(false) };
        if let Some(fact) = fact {
            // what is chained to it is written again before it
            self.begin_incarnation(act, &BTreeSet::new())?;
            self.db.write::<_, StoreError>(|tx| match facts::own_place(tx, fact)? {
                Some((document, _)) => meta::set(tx, LAST, document.to_string()),
                None => Ok(()),
            })?;
        }
        Ok(true)
    }
}

/// How many pieces of a kind a push carries, of the kind of which it carries most.
fn pieces_of(push: &Push) -> u64 {
    push.changes.len().max(push.keys.len()).max(push.carried.len()) as u64
}

/// Notes that a push got through: the next one carries half as much again, where this one carried what it might.
pub(super) fn note_got_through(tx: &Tx<'_>, sent: &Push) -> Result<(), StoreError> {
    let pieces = pieces_of(sent);
    if sent.most < PUSH_CHANGES_MAX && pieces >= sent.most {
        meta::set(tx, MOST, (sent.most + sent.most / 2 + 1).to_string())?;
    }
    match meta::get_number(tx, LAST)? {
        Some(last) if !outbox::has_others_of(tx, last, 0)? => meta::remove(tx, LAST),
        Some(_) | None => Ok(()),
    }
}

fn empty_push(
    tx: &Tx<'_>,
    reading: &Reading,
    program: &str,
    waiting: u64,
    most: u64,
) -> Result<PushRequest, StoreError> {
    let epoch = meta::get(tx, "epoch")?.and_then(|b| <[u8; 16]>::try_from(b).ok()).unwrap_or_default();
    // a line that takes few changes takes few of these
    let named_most = most.clamp(ACKNOWLEDGED_MIN, ACKNOWLEDGED_MAX);
    let acknowledged = changes::acknowledged(tx, named_most)?.into_iter().filter_map(named).collect();
    let (shut_out_known, shut_out) = shut_out::of_push(tx)?;
    Ok(PushRequest {
        protocol: PROTOCOL,
        epoch: ByteArray::from(epoch),
        acknowledged,
        journals: Vec::new(),
        files: Vec::new(),
        sessions: Vec::new(),
        keys: Vec::new(),
        waiting,
        wall_millis: reading.unix_millis().0,
        program: program.to_owned(),
        people: None,
        opening_taken: opening_taken(tx)?,
        set_aside: set_aside::count_unseen(tx)?,
        shut_out_known,
        shut_out,
        looked_for: Vec::new(),
        carried: Vec::new(),
        incarnation: ByteArray::from(Kiosk::incarnation(tx)?.0),
        office_keys: office_keys::of_push(tx)?,
    })
}

fn named_number((id, sealed): (FactId, Vec<u8>)) -> LookedFor {
    LookedFor { id: ByteArray::from(*id.as_bytes()), sealed: ByteVec::from(sealed) }
}

/// A key that waits and does not open here.
struct UnfitKey {
    id: i64,
    owner: String,
    secret: Vec<u8>,
}

/// What is noted of a push, to understand the answer.
#[derive(Default)]
struct Packed {
    files: Vec<(i64, [u8; 32])>,
    keys: Vec<(i64, KeyId)>,
    unfit_keys: Vec<UnfitKey>,
    most: u64,
    changes: Vec<i64>,
}

/// A push being packed.
pub(super) struct Packing<'a> {
    kiosk: &'a Kiosk,
    wrapping: &'a Wrapping,
    /// Head office's public key for sealing.
    office: [u8; 32],
    dice: &'a mut Dice,
    tx: &'a Tx<'a>,
    packed: Packed,
    pub sessions: Vec<[u8; 32]>,
    /// Who wrote the changes of files so far, by row: mostly this device alone.
    writers: BTreeMap<i64, Writer>,
}

impl<'a> Packing<'a> {
    pub fn new(
        kiosk: &'a Kiosk,
        wrapping: &'a Wrapping,
        dice: &'a mut Dice,
        tx: &'a Tx<'a>,
        most: u64,
    ) -> Result<Self, KioskError> {
        let office = kiosk.identity()?.server_sealing;
        let packed = Packed { most, ..Packed::default() };
        let (sessions, writers) = (Vec::new(), BTreeMap::new());
        Ok(Self { kiosk, wrapping, office, dice, tx, packed, sessions, writers })
    }

    /// Adds the device's own keys that head office has not got, whatever else waits, as many as changes: what it had and lost is
    /// wrapped for it again, once reading is open.
    fn add_own_keys(&mut self, request: &mut PushRequest) -> Result<(), KioskError> {
        let owners = |device: DeviceId| [KeyOwner::Ratings(device), KeyOwner::Device(device)];
        for owner in self.kiosk.identity()?.ids().into_iter().flat_map(owners) {
            if let Some(number) = keys::number_of(self.tx, &owner.to_bytes())? {
                let most = usize::try_from(self.packed.most).unwrap_or(KEYS_MAX).min(KEYS_MAX);
                self.add_keys(&owner, number, most.saturating_sub(request.keys.len()), request)?;
            }
        }
        Ok(())
    }

    /// Adds what waits of a document; false where its keys have no room in this push.
    pub fn add_document(
        &mut self,
        document: &DocumentRow,
        rows: Vec<WaitingRow>,
        request: &mut PushRequest,
    ) -> Result<bool, KioskError> {
        let damaged = || KioskError::Store(changes::damaged(&document.name));
        let name = DocumentName::parse(&document.name).ok_or_else(damaged)?;
        if !trusting() && !rows.iter().all(|row| is_sendable(&name, row)) {
            return Err(damaged());
        }
        let rows: Vec<ChangeRow> = rows.into_iter().map(|row| row.change).collect();
        self.packed.changes.extend(rows.iter().map(|row| row.id));
        let Some(file) = name.file() else {
            request.journals.push(journal_batch(document, rows).ok_or_else(damaged)?);
            return Ok(true);
        };
        if !self.add_keys(&KeyOwner::File(file), document.id, KEYS_MAX, request)? {
            return Ok(false);
        }
        for row in rows {
            self.packed.files.push((row.id, row.hash));
            let writer = match self.writers.entry(row.writer) {
                Slot::Occupied(known) => known.into_mut(),
                Slot::Vacant(unknown) => unknown.insert(people::writer(self.tx, row.writer)?),
            };
            let by = match writer.signing_key == self.kiosk.secrets.signing_public() {
                true => By::Itself,
                false if self.kiosk.identity()?.is_self(&writer.device) => By::ItsFormer,
                false => By::Another,
            };
            request.files.push(file_change(*file.as_bytes(), row, writer, by).ok_or_else(damaged)?);
        }
        Ok(true)
    }

    /// Adds an owner's keys that head office has not got; while reading is locked, those that are wrapped for it. False where
    /// not all of them have room in this push.
    fn add_keys(
        &mut self,
        owner: &KeyOwner,
        number: i64,
        most: usize,
        request: &mut PushRequest,
    ) -> Result<bool, KioskError> {
        // without keys whose rows are damaged the rest goes out all the same
        let unsent = whole(keys::unsent_of(self.tx, number, self.kiosk.keys_wait_for_reader(), most as u64))?;
        for unsent in unsent.unwrap_or_default() {
            let key = (unsent.id, unsent.record.key);
            match self.key_row(owner, unsent) {
                Ok(Some(row)) => {
                    request.keys.push(row);
                    self.packed.keys.push(key);
                }
                Ok(None) => return Ok(false),
                Err(unfit) => self.packed.unfit_keys.push(unfit),
            }
        }
        Ok(true)
    }

    /// Adds those of the device's own keys which head office has not got and an entry names.
    pub fn add_keys_of(
        &mut self,
        document: &DocumentName,
        entry: &Entry,
        request: &mut PushRequest,
    ) -> Result<(), KioskError> {
        let file = file_in(&entry.fields).ok().flatten();
        let (Ok(Some(sealed)), None) = (sealed_in(&entry.fields), file) else { return Ok(()) };
        let KeyRef(begin) = sealed.key_ref();
        for own in self.kiosk.identity()?.ids() {
            let owner = if document.is_ratings() { KeyOwner::Ratings(own) } else { KeyOwner::Device(own) };
            let Some(number) = keys::number_of(self.tx, &owner.to_bytes())? else { continue };
            for unsent in keys::unsent_named(self.tx, number, begin, self.kiosk.keys_wait_for_reader())? {
                let is_there = request.keys.iter().any(|row| *row.key == *unsent.record.key.as_bytes());
                if !is_there && let Ok(Some(row)) = self.key_row(&owner, unsent) {
                    request.keys.push(row);
                }
            }
        }
        Ok(())
    }

    /// A key goes out as it was wrapped when it was made; what a restored server lost is wrapped again, a key of ratings alone,
    /// so that nothing joins it to another. `None` where the push names as many sessions as it may; an error is a key that does
    /// not open.
    fn key_row(&mut self, owner: &KeyOwner, unsent: UnsentKey) -> Result<Option<KeyRow>, UnfitKey> {
        let (UnsentKey { id, record, for_office }, name) = (unsent, owner.to_bytes());
        let Wrap { sender, step, secret } = match for_office {
            Some(as_made) => as_made,
            None => {
                let secrets = &self.kiosk.secrets;
                if self.kiosk.is_write_only()
                    && let KeySecret::Wrapped(for_office) = record.secret
                {
                    for_office
                } else {
                    let Ok(key) = secrets.open_key(&name, &record) else {
                        let owner = if let KeyOwner::File(file) = owner {
                            format!("f/{file}")
                        } else {
                            String::new()
                        };
                        let (KeySecret::Locked(secret) | KeySecret::Wrapped(Wrap { secret, .. })) =
                            record.secret;
                        return Err(UnfitKey { id, owner, secret });
                    };
                    row_of(&match owner {
                        KeyOwner::Ratings(_) => {
                            Wrapping::new(self.office, None).for_office(self.dice, &key, &name)
                        }
                        _ => self.wrapping.for_office(self.dice, &key, &name),
                    })
                }
            }
        };
        let session = match self.sessions.iter().position(|known| *known == sender) {
            Some(known) => known,
            None if self.sessions.len() == SESSIONS_MAX => return Ok(None),
            None => {
                self.sessions.push(sender);
                self.sessions.len() - 1
            }
        };
        Ok(Some(KeyRow {
            key: ByteArray::from(*record.key.as_bytes()),
            owner: ByteVec::from(name),
            session: u32::try_from(session).unwrap_or(u32::MAX),
            wrapped: ByteVec::from(secret),
            step,
        }))
    }
}

fn journal_batch(document: &DocumentRow, rows: Vec<ChangeRow>) -> Option<JournalBatch> {
    let (first_seq, head_hash) = (rows.first()?.seq, ByteArray::from(rows.last()?.hash));
    let entries = rows.into_iter().map(|row| ByteVec::from(row.bytes)).collect();
    Some(JournalBatch { document: document.name.clone(), first_seq, entries, head_hash })
}

/// Who wrote a change of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Itself,
    /// This device, before it was enrolled anew.
    ItsFormer,
    Another,
}

fn file_change(file: [u8; 16], row: ChangeRow, writer: &Writer, by: By) -> Option<PushedFileChange> {
    let incarnation = ByteArray::from(writer.incarnation);
    // another device's, given back to a server that lost it, with the server's own receipt for it
    let receipt = match by {
        By::Itself => None,
        // what it has it knows without one; what it refuses is written again under the present id
        By::ItsFormer => Some(row.receipt.unwrap_or_default()),
        By::Another => Some(row.receipt?),
    };
    let given_back =
        receipt.map(|receipt| GivenBack { writer: writer.clone().into(), receipt: ByteArray::from(receipt) });
    Some(PushedFileChange {
        file: ByteArray::from(file),
        incarnation,
        bytes: ByteVec::from(row.bytes),
        given_back,
    })
}

/// Names what the server acknowledged of a document, with its receipt.
fn named(row: DocumentRow) -> Option<Acknowledged> {
    let (hash, receipt) = (ByteArray::from(row.acked_hash?), ByteArray::from(row.acked_receipt?));
    Some(Acknowledged { document: row.name, seq: row.acked_seq, hash, receipt })
}

/// Takes as many changes, oldest first, as one push carries; always one.
/// What goes last goes alone.
fn take(waiting: Vec<WaitingRow>) -> Vec<WaitingRow> {
    let mut bytes = 0;
    let mut taken: Vec<WaitingRow> = Vec::new();
    for row in waiting {
        bytes += row.change.bytes.len();
        if !taken.is_empty() && (bytes > PUSH_CHANGE_BYTES_MAX || row.goes_last) {
            break;
        }
        taken.push(row);
    }
    taken
}
