//! A push, document by document, through admission: keys, changes of beneficiary files, journals.

use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, BTreeSet};

use super::Office;
use super::budget::{Day, HEAD_OFFICE};
use super::people::{Logs, Touched, held_since, is_on_device};
use super::plans::news_of;
use crate::doc::{
    ChangeHash, DocumentName, Entry, FileEntry, FileHistory, KeyOwner, KeyRef, Meaning, PART_CHANGES_MAX,
    Refusal, STEPS_MAX, SealedFact, SealingKey, Wrapped, actor_of, file_in,
};
use crate::domain::{Fact, FactId, FileId, Incarnation, KeyId, UnixMillis};
use crate::replica::Act;
use crate::replica::facts::{Arrived, Facts};
use crate::replica::journals::{add_document, advance, hash_at, tip_of};
use crate::replica::keyring::taken_over;
use crate::replica::looked_for::open_number;
use crate::replica::people::{HISTORIES_BYTES_MAX, history_of};
use crate::store::changes::{self, DocumentRow, NewEntry, RowOrder};
use crate::store::keys::Wrap;
use crate::store::matching::{self, Waits};
use crate::store::office::{
    DeviceRow, NewLeaf, UnopenedKey, add_file_bytes, any_unopened, any_withheld, forget_unopened_of,
    is_withheld, keep_unopened, unopened_of, withheld_of, withhold,
};
use crate::store::{StoreError, Value, facts, held, people};
use crate::sync::{
    ChangeWriter, DocumentState, FileState, GivenBack, JournalBatch, LookedFor, PushRequest,
    PushedFileChange, Standing, WITHHELD,
};

/// Most keys of a beneficiary file. One of ours has one; all of them go with every change that its branch pulls.
const KEYS_OF_FILE_MAX: u64 = 2;

/// Most keys that a device has for its records of nobody, and as many for its ratings. One that is locked makes one with each record;
/// at 100 a day that is 13 years' worth. They take 65 MB.
pub(super) const KEYS_OF_DEVICE_MAX: u64 = 500_000;

/// Most keys of a device that wait for a secret of head office's that is lost: of a branch's 70,000 people, and 30,000 of its own, in
/// 20 MB. What is beyond stays on the device and comes again.
const UNOPENED_OF_DEVICE_MAX: u64 = 100_000;

/// Most keys of an owner that are named alike in a sealed value, by the first 4 bytes of their ids: all of them are opened
/// and tried. Ids are random; more than two are a device's that chose them.
const KEYS_ALIKE_MAX: usize = 8;

/// Most that one device may write of beneficiary files in all, in bytes that they cost here: all devices of its branch pull
/// and search it. A branch of 70,000 people whose one device made all their files and corrected each five times is at
/// 0.6 GiB.
const FILE_BYTES_OF_DEVICE_MAX: u64 = 2 * 1024 * 1024 * 1024;

/// What a file costs besides its changes: its rows, its key, its places in logs and indexes, and in the memory of each
/// device of its branch.
const FILE_COSTS: u64 = 4 * 1024;

/// What a change costs besides its bytes.
const CHANGE_COSTS: u64 = 512;

/// What was read of files that were there before, to judge changes of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Loaded {
    /// Changes.
    pub changes: u64,
    /// What they take in memory, in bytes.
    pub bytes: u64,
}

impl Loaded {
    /// Nothing yet.
    pub const NOTHING: Self = Self { changes: 0, bytes: 0 };

    /// After how much one push gets no further file read: 40 full files, or 5,000 of four changes, five times as many as a push
    /// has. Each change is hashed again, some 5 µs: 0.1 s in which nobody else writes.
    pub const OF_A_PUSH: Self = Self { changes: 20_000, bytes: 16 * 1024 * 1024 };

    fn of(history: &FileHistory) -> Self {
        Self { changes: history.len() as u64, bytes: history.weight() as u64 }
    }

    fn add(&mut self, more: Self) {
        self.changes += more.changes;
        self.bytes += more.bytes;
    }

    /// Tells whether it is as much as may be read. The first file is always read: whatever a push brings, some of it is taken.
    fn is_all(&self, most: &Self) -> bool {
        *self != Self::NOTHING && (self.changes >= most.changes || self.bytes >= most.bytes)
    }
}

/// The file that a change is of.
fn file_of(change: &PushedFileChange) -> FileId {
    FileId(uuid::Uuid::from_bytes(*change.file))
}

/// The keys of a push, by owner.
#[derive(Default)]
pub(super) struct PushedKeys {
    /// Opened for this server.
    opened: BTreeMap<KeyOwner, Vec<SealingKey>>,
    /// Those that do not open with any secret that is here.
    closed: BTreeMap<KeyOwner, Vec<(KeyId, Wrap)>>,
}

/// Unwraps the keys of a push. One agreement a session and sealing key, however many keys: done before the transaction begins.
pub(super) fn unwrapped(office: &Office, push: &PushRequest) -> PushedKeys {
    let join = |sender: &minicbor::bytes::ByteArray<32>| office.secrets.join(**sender);
    let mut sessions: Vec<_> = push.sessions.iter().map(join).collect();
    let mut keys = PushedKeys::default();
    for row in &push.keys {
        let at = usize::try_from(row.session).ok().filter(|at| *at < sessions.len());
        let (Some(at), Some(owner)) = (at, KeyOwner::from_bytes(&row.owner)) else { continue };
        let (id, Ok(secret)) = (KeyId(uuid::Uuid::from_bytes(*row.key)), row.wrapped.as_slice().try_into())
        else {
            continue;
        };
        let wrapped = Wrapped(secret);
        match sessions[at].unwrap(row.step, &wrapped, id, &row.owner) {
            Some(key) => keys.opened.entry(owner).or_default().push(key),
            None if row.step < STEPS_MAX => {
                let wrap = Wrap { sender: *push.sessions[at], step: row.step, secret: secret.to_vec() };
                keys.closed.entry(owner).or_default().push((id, wrap));
            }
            None => {}
        }
    }
    keys
}

/// Who brings what a device signed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum By {
    /// The device.
    Itself,
    /// Another device. Whatever it leaves out or brings in another order, the writer's journals stop for nothing.
    Carrier,
}

/// How a push comes.
pub(super) struct Coming<'a> {
    /// Its leaves.
    pub leaves: &'a [[u8; 32]],
    /// The day of the device that signed it.
    pub day: Day,
    /// When.
    pub now: UnixMillis,
    /// Who brings it.
    pub by: By,
    /// What was read of files before it, for the same request: what is read for it is added, whatever becomes of it.
    pub loaded: &'a mut Loaded,
}

/// How a key stands in the table once it was looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    /// It was there.
    Before,
    /// It is there now.
    New,
    /// It is not there: another secret is under its id, or the owner has as many as it may.
    Not,
}

/// Keeps a key of an owner, as far as that may have one more.
pub(super) fn keep_key(facts: &Facts<'_>, owner: &KeyOwner, key: &SealingKey) -> Result<Stands, StoreError> {
    let here = facts.keys.named(owner, key.key_ref())?;
    if let Some(known) = here.iter().find(|known| known.id == key.id) {
        return Ok(if *known == *key { Stands::Before } else { Stands::Not });
    }
    let most = if matches!(owner, KeyOwner::File(_)) { KEYS_OF_FILE_MAX } else { KEYS_OF_DEVICE_MAX };
    if facts.keys.count_of(owner)? >= most || here.len() >= KEYS_ALIKE_MAX {
        return Ok(Stands::Not);
    }
    facts.keys.keep(owner, key)?;
    Ok(Stands::New)
}

/// What became of a change of a beneficiary file.
enum FileOutcome {
    /// It stands here, now or since before.
    Kept {
        /// The file's row.
        document: i64,
        /// The change's row.
        change: i64,
        /// Its hash.
        hash: [u8; 32],
        /// No log tells of it yet.
        withheld: bool,
    },
    /// It was not looked at: enough was read for one push.
    Later,
    /// How it stands, and why.
    Refused(Standing, String),
}

/// A beneficiary file that a push brings changes of.
struct PushedFile {
    history: FileHistory,
    /// The device's branch holds it, or the device has shown that it holds its key.
    is_open: bool,
}

/// One push being taken in.
pub(super) struct Intake<'a> {
    pub facts: Facts<'a>,
    office: &'a Office,
    device: &'a DeviceRow,
    now: UnixMillis,
    /// Since when people must have been served for the device to hold them, in milliseconds since 1970, once its files are looked up.
    held_since: i64,
    epoch: Incarnation,
    keys: PushedKeys,
    kept_keys: BTreeSet<[u8; 16]>,
    /// The hashes of the file changes that were received, in the push's order.
    received: Vec<[u8; 32]>,
    files: BTreeMap<FileId, PushedFile>,
    /// What the histories of these weighed when they were read.
    files_weigh: usize,
    loaded: &'a mut Loaded,
    file_bytes: u64,
    day: Day,
    /// Changes of some file are withheld: what builds on one is withheld too.
    some_are_withheld: bool,
    /// Keys wait for a secret of head office's that is lost.
    some_are_unopened: bool,
    /// How many more of the device's keys may wait for one; `None` until that is asked.
    unopened_room: Option<u64>,
    leaves: Vec<NewLeaf>,
    touched: Touched,
    by: By,
}

/// An entry that passed admission, and its change's hash.
struct Admitted<'a> {
    entry: Entry,
    bytes: &'a [u8],
    hash: [u8; 32],
}

/// How a journal's batch was not taken in.
enum Unfit {
    /// The device was cloned.
    Forked,
    /// The journal stops: why, and the entry that was refused.
    Stopped(String, Option<u64>),
    /// The store failed.
    Store(StoreError),
}

impl From<StoreError> for Unfit {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl<'a> Intake<'a> {
    pub fn new(
        office: &'a Office,
        facts: Facts<'a>,
        device: &'a DeviceRow,
        epoch: Incarnation,
        keys: PushedKeys,
        coming: Coming<'a>,
    ) -> Result<Self, StoreError> {
        let Coming { leaves, day, now, by, loaded } = coming;
        let leaf = |leaf: &[u8; 32]| NewLeaf { document: None, last: 0, leaf: *leaf };
        let (some_are_withheld, some_are_unopened) = (any_withheld(facts.tx)?, any_unopened(facts.tx)?);
        Ok(Self {
            facts,
            office,
            device,
            now,
            held_since: i64::MAX,
            epoch,
            keys,
            kept_keys: BTreeSet::new(),
            received: Vec::new(),
            files: BTreeMap::new(),
            files_weigh: 0,
            loaded,
            file_bytes: device.file_bytes,
            day,
            some_are_withheld,
            some_are_unopened,
            unopened_room: None,
            leaves: leaves.iter().map(leaf).collect(),
            touched: Touched::default(),
            by,
        })
    }

    /// Returns the keys of this push that stand in the table now.
    pub fn kept_keys(&self) -> &BTreeSet<[u8; 16]> {
        &self.kept_keys
    }

    /// Returns the hashes of the file changes that were received, in the push's order.
    pub fn received(&self) -> &[[u8; 32]] {
        &self.received
    }

    /// Returns where each leaf of the push stands now, in the push's order.
    pub fn leaves(&self) -> &[NewLeaf] {
        &self.leaves
    }

    /// Looks up which of a push's files are here.
    pub fn look_up_files(&mut self, changes: &[PushedFileChange]) -> Result<(), StoreError> {
        if !changes.is_empty() {
            // other branches may write to the same files
            let files: BTreeSet<FileId> = changes.iter().map(file_of).collect();
            self.facts.tx.hold("document", "file", files.into_iter().map(Value::from))?;
            self.held_since = held_since(self.facts.tx, self.device, self.now)?;
        }
        self.facts.rows.look_ahead(changes.iter().map(file_of))
    }

    /// Keeps the device's own keys, so that nothing is acknowledged without what opens it.
    pub fn own_keys(&mut self) -> Result<(), StoreError> {
        let device = self.device.device;
        for former in &self.device.formers {
            // wrapped under an id that the device had before, of what it writes again without opening it
            for (from, to) in taken_over(*former, device) {
                let keys = self.keys.opened.remove(&from).unwrap_or_default();
                self.keys.opened.entry(to).or_default().extend(keys);
                // those that do not open here stay bound to the id that they were wrapped under
                self.keep_keys(&from)?;
            }
        }
        for owner in [KeyOwner::Device(device), KeyOwner::Ratings(device)] {
            self.keep_keys(&owner)?;
        }
        Ok(())
    }

    /// Keeps the keys that came for an owner. Only what stands here now is acknowledged: under a known id no other secret. Those
    /// that were wrapped for a sealing key whose secret is lost here are kept as they came. Returns whether one is new.
    fn keep_keys(&mut self, owner: &KeyOwner) -> Result<bool, StoreError> {
        let mut is_new = false;
        for key in self.keys.opened.remove(owner).unwrap_or_default() {
            let stands = keep_key(&self.facts, owner, &key)?;
            is_new |= stands == Stands::New;
            if stands != Stands::Not {
                self.kept_keys.insert(*key.id.as_bytes());
                if self.some_are_unopened {
                    forget_unopened_of(self.facts.tx, self.device.id, key.id)?;
                }
            }
        }
        let closed = self.keys.closed.remove(owner).unwrap_or_default();
        if closed.is_empty() || self.office.lacks_a_key(self.facts.tx)? != Some(true) {
            return Ok(is_new);
        }
        let mut room = match self.unopened_room {
            Some(room) => room,
            None => UNOPENED_OF_DEVICE_MAX.saturating_sub(unopened_of(self.facts.tx, self.device.id)?),
        };
        for (key, wrap) in closed {
            let here = self.facts.keys.named(owner, KeyRef::of(key))?;
            // one that is here came before, wrapped for another sealing key
            let is_kept = here.iter().any(|known| known.id == key) || {
                let (device, owner) = (self.device.id, owner.to_bytes());
                keep_unopened(self.facts.tx, &UnopenedKey { device, owner, key, wrap }, &mut room)?
            };
            if is_kept {
                self.kept_keys.insert(*key.as_bytes());
            }
        }
        self.unopened_room = Some(room);
        Ok(is_new)
    }

    /// Takes in a run of a journal, all of it or nothing: what is signed is its last hash, and the chain to it. `leaf` is the
    /// place of its leaf.
    pub fn journal(&mut self, batch: &JournalBatch, leaf: usize) -> Result<DocumentState, StoreError> {
        // of another's document nothing is said, and nothing done to it
        let row = match DocumentName::parse(&batch.document) {
            Some(name) if name.is_journal_of(self.device.device) => {
                changes::document(self.facts.tx, &batch.document)?
            }
            Some(_) | None => None,
        };
        let (row, standing, reason, refused) = match self.journal_entries(batch, row.as_ref()) {
            Ok(row) => (Some(row), Standing::Received, None, None),
            Err(Unfit::Store(e)) => return Err(e),
            // the original of a clone goes on in it
            Err(Unfit::Forked) => (row, Standing::Forked, Some("forked".to_owned()), None),
            Err(Unfit::Stopped(reason, refused)) => {
                if let (Some(row), By::Itself) = (&row, self.by) {
                    changes::stop(self.facts.tx, row.id, &reason, refused)?;
                }
                (row, Standing::Stopped, Some(reason), refused)
            }
        };
        let document = row.as_ref().map(|row| row.id).filter(|_| standing == Standing::Received);
        // the numbers of a run that was not taken in are anybody's
        let last = document.map_or(0, |_| batch.last_seq());
        self.leaves[leaf] = NewLeaf { document, last, ..self.leaves[leaf] };
        Ok(self.office.state_of(self.epoch, &batch.document, row.as_ref(), standing, reason, refused))
    }

    fn journal_entries(
        &mut self,
        batch: &JournalBatch,
        row: Option<&DocumentRow>,
    ) -> Result<DocumentRow, Unfit> {
        let stopped = |why: &str| Unfit::Stopped(why.to_owned(), None);
        let name = DocumentName::parse(&batch.document).ok_or_else(|| stopped("name"))?;
        let incarnation = name.incarnation().filter(|_| name.is_journal_of(self.device.device));
        let incarnation = incarnation.ok_or_else(|| stopped("owner"))?;
        let actor = actor_of(&self.device.signing_key, incarnation, &name);
        let before = match row {
            Some(row) => row.clone(),
            None => DocumentRow::empty(&batch.document, &actor.0),
        };
        if batch.first_seq == 0 || batch.first_seq > before.last_seq + 1 {
            return Err(stopped("gap"));
        }
        let ids = batch.entries.iter().filter_map(|bytes| FactId::from_slice(bytes.get(..16)?));
        self.facts.look_ahead(ids)?;
        let mut end = before.clone();
        let admitted = self.admit(&name, &mut end, batch)?;
        let ends_at = match admitted.last() {
            Some(last) => Some(last.hash),
            None => hash_at(self.facts.tx, &before, batch.last_seq())?,
        };
        // the signature covers the head alone: a chain that ends elsewhere was never signed
        if ends_at.as_ref() != Some(&*batch.head_hash) {
            return Err(Unfit::Stopped(Refusal::Chain.to_string(), None));
        }
        if row.is_none() {
            end.id = add_document(self.facts.tx, &name, Some(actor))?.id;
        }
        let files = admitted.iter().filter_map(|new| file_in(&new.entry.fields).ok().flatten());
        self.facts.rows.look_ahead(files)?;
        let first = before.last_seq + 1;
        let new: Vec<NewEntry<'_>> = admitted.iter().map(|new| (new.hash, new.bytes)).collect();
        let order = if name.is_ratings() { RowOrder::None } else { RowOrder::AsTheyCame };
        changes::add_acknowledged(self.facts.tx, end.id, first, &new, order)?;
        for (seq, Admitted { entry, bytes, .. }) in (first..).zip(&admitted) {
            self.take_in(&name, end.id, seq, (entry, bytes.len()))?;
        }
        changes::move_end(self.facts.tx, &end)?;
        Ok(end)
    }

    /// Admits the entries that are new, and moves the journal's end over them.
    fn admit<'b>(
        &self,
        name: &DocumentName,
        end: &mut DocumentRow,
        batch: &'b JournalBatch,
    ) -> Result<Vec<Admitted<'b>>, Unfit> {
        let (known, id) = (end.last_seq, end.id);
        let mut ids = BTreeSet::new();
        let mut admitted = Vec::with_capacity(batch.entries.len());
        for (seq, bytes) in (batch.first_seq..).zip(&batch.entries) {
            let refused = |refusal: Refusal| Unfit::Stopped(refusal.to_string(), Some(seq));
            if seq <= known {
                if self.facts.read_entry(id, seq, |here| here == bytes.as_slice())? != Some(true) {
                    return Err(Unfit::Forked);
                }
                continue;
            }
            if seq > PART_CHANGES_MAX {
                return Err(refused(Refusal::Full));
            }
            let entry = Entry::from_bytes(bytes).ok_or_else(|| refused(Refusal::Form))?;
            if name.is_ratings() && entry.time_seconds != 0 {
                return Err(refused(Refusal::Time));
            }
            let may_stand_here = known > 0 && !self.facts.is_free(entry.id);
            let stands_here = may_stand_here && facts::stands_in(self.facts.tx, entry.id, id)?;
            if !ids.insert(entry.id) || stands_here {
                return Err(refused(Refusal::Repeated));
            }
            let tip = tip_of(end).ok_or_else(|| changes::damaged(&batch.document))?;
            let hash = advance(end, &tip, &entry);
            admitted.push(Admitted { entry, bytes, hash });
        }
        Ok(admitted)
    }

    fn take_in(
        &mut self,
        name: &DocumentName,
        row: i64,
        seq: u64,
        (entry, bytes): (&Entry, usize),
    ) -> Result<(), StoreError> {
        let arrived = Arrived {
            document: name,
            document_row: row,
            seq,
            entry,
            branch: Some(&self.device.branch),
            keys_must_be_here: true,
        };
        if let Some(fact) = self.facts.take_in_or_hold(&arrived)? {
            self.note_fact(name, (entry, bytes), &fact);
        }
        Ok(())
    }

    /// Notes a fact that was received. What is copied of it for the branch's other devices counts with what the device wrote of files;
    /// beyond that they are told nothing of it.
    fn note_fact(&mut self, name: &DocumentName, (entry, bytes): (&Entry, usize), fact: &Fact) {
        self.touched.fact(entry, fact);
        let costs = self.file_bytes.saturating_add(CHANGE_COSTS + bytes as u64);
        if let Some(news) = news_of(name, entry, fact).filter(|_| costs <= FILE_BYTES_OF_DEVICE_MAX) {
            self.file_bytes = costs;
            self.touched.news(news);
        }
    }

    /// Takes in a change of a beneficiary file; `leaf` as of a journal.
    pub fn file_change(&mut self, change: &PushedFileChange, leaf: usize) -> Result<FileState, StoreError> {
        Ok(match self.admit_file_change(file_of(change), change)? {
            FileOutcome::Kept { document, change, hash, withheld } => {
                self.received.push(hash);
                let (document, last) = (Some(document), change.cast_unsigned());
                self.leaves[leaf] = NewLeaf { document, last, ..self.leaves[leaf] };
                FileState { standing: Standing::Received, reason: withheld.then(|| WITHHELD.to_owned()) }
            }
            FileOutcome::Later => FileState { standing: Standing::Later, reason: None },
            FileOutcome::Refused(standing, why) => FileState { standing, reason: Some(why) },
        })
    }

    fn admit_file_change(
        &mut self,
        file: FileId,
        change: &PushedFileChange,
    ) -> Result<FileOutcome, StoreError> {
        let tx = self.facts.tx;
        let stopped = |why: &str| Ok(FileOutcome::Refused(Standing::Stopped, why.to_owned()));
        let Some(entry) = FileEntry::from_bytes(&change.bytes) else {
            return stopped(&Refusal::Form.to_string());
        };
        let name = DocumentName::File(file);
        let writer = self.writer_of(change);
        let actor = actor_of(&writer.signing_key, Incarnation(*writer.incarnation), &name);
        if self.files_weigh > HISTORIES_BYTES_MAX && !self.files.contains_key(&file) {
            self.files.clear();
            self.files_weigh = 0;
        }
        let document = self.facts.rows.find(file)?;
        let pushed = match self.files.entry(file) {
            Slot::Occupied(known) => known.into_mut(),
            Slot::Vacant(_) if document.is_some() && self.loaded.is_all(&self.office.loads_most) => {
                return Ok(FileOutcome::Later);
            }
            Slot::Vacant(unknown) => {
                let rows = document.map_or(Ok(Vec::new()), |row| people::file_changes(tx, row))?;
                let history = history_of(&rows, file)?;
                let is_open = match document {
                    Some(row) if !history.is_empty() => {
                        self.touched.is_changed(row) || is_on_device(tx, self.device, row, self.held_since)?
                    }
                    // new: whoever named it before has nothing of it
                    Some(_) | None => true,
                };
                let read = PushedFile { history, is_open };
                self.files_weigh += read.history.weight();
                self.loaded.add(Loaded::of(&read.history));
                unknown.insert(read)
            }
        };
        if let Some(ChangeHash(hash)) = pushed.history.same_change(&entry, actor)
            && let Some(row) = document
        {
            let known = people::change_with(tx, row, &hash)?;
            let known = known.ok_or_else(|| changes::damaged(&name.to_string()))?;
            let all_of_it = Loaded::of(&pushed.history);
            if self.keep_keys(&KeyOwner::File(file))? {
                self.loaded.add(all_of_it);
                self.facts.index_file(row, file)?;
                self.touched.compare(row, None, None);
            }
            let withheld = self.some_are_withheld && is_withheld(tx, known)?;
            return Ok(FileOutcome::Kept { document: row, change: known, hash, withheld });
        }
        // whoever does not hold a file is told nothing of it
        if change.given_back.is_none()
            && !pushed.is_open
            && self.facts.open_values(file, (actor, entry.seq), &entry.sealed)?.is_none()
        {
            return stopped(&Refusal::Foreign.to_string());
        }
        let is_new = pushed.history.is_empty();
        let next = match pushed.history.next(entry.clone(), actor) {
            Ok(next) => next,
            Err(refusal) => return Ok(FileOutcome::Refused(Standing::Forked, refusal.to_string())),
        };
        let ChangeHash(hash) = next.hash;
        match &change.given_back {
            // given back to a server that lost it: believed by the server's own word alone
            Some(GivenBack { receipt, .. })
                if self.office.written_receipt(file, &hash, &writer) != **receipt =>
            {
                return stopped("receipt");
            }
            Some(_) => {}
            None => {
                let new = if is_new { FILE_COSTS } else { 0 };
                let costs = new + CHANGE_COSTS + change.bytes.len() as u64;
                if self.file_bytes + costs > FILE_BYTES_OF_DEVICE_MAX {
                    return stopped(&Refusal::Full.to_string());
                }
                self.file_bytes += costs;
            }
        }
        let row = self.facts.rows.of(file)?;
        if is_new {
            self.facts.keys.none_yet(KeyOwner::File(file));
        }
        pushed.history.take(next);
        pushed.is_open = true;
        // after the change was looked at: a key of the device's own shows nothing
        self.keep_keys(&KeyOwner::File(file))?;
        let branch = writer.branch.clone();
        let number = self.facts.writer_id(&writer.into())?;
        let id = changes::add_change(tx, row, number, entry.seq, &hash, &change.bytes, None)?;
        let ids = self.facts.index_change(file, row, actor, &entry)?;
        let is_own = change.given_back.is_none();
        if is_new {
            let waits = (is_own && !self.day.file()).then_some(Waits::Files);
            ids.into_iter().for_each(|id| self.touched.compare(row, Some(id), waits));
        } else if self.may_not_be_told(row, &entry, is_own)? {
            withhold(tx, id, row, self.device.id)?;
            self.some_are_withheld = true;
            return Ok(FileOutcome::Kept { document: row, change: id, hash, withheld: true });
        } else {
            self.touched.compare(row, None, None);
        }
        self.touched.changed(row, (id, hash), &branch);
        Ok(FileOutcome::Kept { document: row, change: id, hash, withheld: false })
    }

    /// Tells whether a correction is beyond the device's budget, or builds on what no log tells of: nobody could take it in. What
    /// head office took out of the logs comes back where others build on it.
    fn may_not_be_told(&mut self, row: i64, entry: &FileEntry, is_own: bool) -> Result<bool, StoreError> {
        let is_beyond = is_own && !self.day.correction();
        if !self.some_are_withheld {
            return Ok(is_beyond);
        }
        let withheld = withheld_of(self.facts.tx, row)?.into_iter();
        let below: Vec<i64> = withheld
            .filter(|withheld| entry.deps.contains(&ChangeHash(withheld.hash)))
            .map(|withheld| withheld.device)
            .collect();
        if is_beyond || below.iter().any(|device| *device != HEAD_OFFICE) {
            return Ok(true);
        }
        if !below.is_empty() {
            self.touched.tell_again(row);
        }
        Ok(false)
    }

    /// Who wrote a change: whoever it names, or the device that pushes it.
    fn writer_of(&self, change: &PushedFileChange) -> ChangeWriter {
        let named = change.given_back.as_ref().map(|given| given.writer.clone());
        named.unwrap_or_else(|| ChangeWriter {
            device: (*self.device.device.as_bytes()).into(),
            signing_key: self.device.signing_key.into(),
            incarnation: change.incarnation,
            branch: self.device.branch.clone(),
        })
    }

    /// Notes what the device wrote of beneficiary files in all.
    pub fn note_file_bytes(&self) -> Result<(), StoreError> {
        if self.file_bytes == self.device.file_bytes {
            return Ok(());
        }
        add_file_bytes(self.facts.tx, self.device.device, self.file_bytes - self.device.file_bytes)
    }

    /// Puts what this push brought into the logs that branches pull, and with the first one of a day what waits of earlier
    /// ones, as far as the day's budget goes.
    pub fn share(&mut self, act: &mut Act) -> Result<(), super::OfficeError> {
        let DeviceRow { branch, id, .. } = self.device;
        self.office.share(&self.facts, act, (branch, *id), Some(&mut self.day), &self.touched)?;
        if self.day.is_new {
            let logs = Logs::new(self.facts.tx, self.epoch);
            self.day.let_through(self.facts.tx, &logs)?;
            logs.finish()?;
        }
        Ok(self.day.keep(self.facts.tx)?)
    }

    /// Takes in the numbers of people whom the device looks for: whoever of its branch has one is looked up once the push is answered.
    /// What does not open, or is no number, is left.
    pub fn look_for(&mut self, looked_for: &[LookedFor]) -> Result<(), StoreError> {
        if self.device.unconfirmed.is_some() {
            // nobody is handed to it
            return Ok(());
        }
        let owner = KeyOwner::Device(self.device.device);
        for LookedFor { id, sealed } in looked_for {
            let id = FactId(uuid::Uuid::from_bytes(**id));
            let Some(sealed) = SealedFact::parse(sealed) else { continue };
            let keys = self.facts.keys.named(&owner, sealed.key_ref())?;
            let number = open_number(&keys, id, &sealed);
            if let Some(digest) = number.and_then(|number| self.facts.digest_of_number(&number)) {
                let waits = (!self.day.look()).then_some(Waits::Looked);
                matching::look_for(self.facts.tx, self.device.id, digest, waits)?;
            }
        }
        Ok(())
    }

    /// Looks again at what is held of this device for want of a key, which may have come just now.
    pub fn release_held(&mut self) -> Result<(), StoreError> {
        let rows =
            held::of_device_for(self.facts.tx, self.device.device, &Meaning::SealedWithoutKey.to_string())?;
        for (name, entry, fact) in self.facts.release(rows, |_| Ok(Some(self.device.branch.clone())))? {
            let bytes = entry.to_bytes().map_or(0, |bytes| bytes.len());
            self.note_fact(&name, (&entry, bytes), &fact);
        }
        Ok(())
    }
}
