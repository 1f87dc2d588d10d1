//! Alterations of messages that were read: of any part, to what belongs to somebody else, to numbers at their edges.

use minicbor::bytes::{ByteArray, ByteVec};
use rand::RngExt as _;
use rand::seq::{IndexedMutRandom as _, IndexedRandom as _};
use shared::doc::{ChangeHash, Dice, Entry, FileEntry, random};
use shared::sync::{
    Acknowledged, ChangeWriter, GivenBack, JournalBatch, KeyRow, PullReply, PulledChange, PushRequest,
    PushedFileChange,
};

use super::file::tamper;
use super::mutate::{Raw, any_number, any_text, scramble};

/// What is somebody else's.
#[derive(Default)]
pub struct World {
    /// Names of documents.
    pub documents: Vec<String>,
    /// Ids of facts, files and devices.
    pub ids: Vec<[u8; 16]>,
    /// Whose keys there are.
    pub owners: Vec<Vec<u8>>,
}

impl World {
    fn document(&self, dice: &mut Dice) -> String {
        if dice.random_range(0..4) == 0 { any_text(dice) } else { one_of(dice, &self.documents) }
    }

    fn id(&self, dice: &mut Dice) -> [u8; 16] {
        if dice.random() { random(dice) } else { one_of(dice, &self.ids) }
    }
}

fn one_of<T: Clone + Default>(dice: &mut Dice, these: &[T]) -> T {
    these.choose(dice).cloned().unwrap_or_default()
}

/// Alters one thing of a push.
pub fn push(dice: &mut Dice, world: &World, push: &mut PushRequest) {
    match dice.random_range(0..10) {
        0 | 1 => head(dice, world, push),
        2..=4 => match push.journals.choose_mut(dice) {
            Some(batch) if dice.random_range(0..5) > 0 => journal(dice, world, batch),
            _ => list(dice, &mut push.journals),
        },
        5..=7 => match push.files.choose_mut(dice) {
            Some(change) if dice.random_range(0..5) > 0 => file(dice, world, change),
            _ => list(dice, &mut push.files),
        },
        _ => keys(dice, world, &mut push.sessions, &mut push.keys),
    }
}

fn head(dice: &mut Dice, world: &World, push: &mut PushRequest) {
    match dice.random_range(0..10) {
        0 => push.protocol = any_number(dice) as u32,
        1 => push.epoch = ByteArray::from(random(dice)),
        2..=4 => push.waiting = any_number(dice),
        5 => push.wall_millis = any_number(dice).cast_signed(),
        6 => push.program = any_text(dice),
        _ => match push.acknowledged.choose_mut(dice) {
            Some(end) => acknowledged(dice, world, end),
            None => list(dice, &mut push.acknowledged),
        },
    }
}

fn acknowledged(dice: &mut Dice, world: &World, end: &mut Acknowledged) {
    match dice.random_range(0..4) {
        0 => end.document = world.document(dice),
        1 => end.seq = any_number(dice),
        2 => end.hash = ByteArray::from(random(dice)),
        _ => end.receipt = ByteArray::from(random(dice)),
    }
}

fn journal(dice: &mut Dice, world: &World, batch: &mut JournalBatch) {
    match dice.random_range(0..10) {
        0 => batch.document = world.document(dice),
        1 => batch.first_seq = any_number(dice),
        2 => batch.first_seq = dice.random_range(0..6),
        3 => batch.head_hash = ByteArray::from(random(dice)),
        4 => list(dice, &mut batch.entries),
        _ => {
            if let Some(bytes) = batch.entries.choose_mut(dice) {
                entry(dice, world, bytes);
            }
        }
    }
}

/// Alters an entry of a journal, in bytes.
fn entry(dice: &mut Dice, world: &World, bytes: &mut ByteVec) {
    match (dice.random_range(0..4), Raw::read(bytes), Entry::from_bytes(bytes)) {
        (0, ..) => scramble(dice, bytes),
        (1, _, Some(mut entry)) => {
            entry.id = shared::domain::FactId::from_slice(&world.id(dice)).expect("an id has 16 bytes");
            *bytes = ByteVec::from(entry.to_bytes().unwrap_or_default());
        }
        (_, Some(mut raw), _) => {
            raw.tamper(dice);
            *bytes = ByteVec::from(raw.write());
        }
        _ => {}
    }
}

fn file(dice: &mut Dice, world: &World, change: &mut PushedFileChange) {
    match dice.random_range(0..8) {
        0 => change.file = ByteArray::from(world.id(dice)),
        1 => change.incarnation = ByteArray::from(random(dice)),
        2 => {
            let (receipt, writer) = (ByteArray::from(random(dice)), any_writer(dice, world));
            change.given_back = Some(GivenBack { writer, receipt });
        }
        3 => scramble(dice, &mut change.bytes),
        _ => file_entry(dice, &mut change.bytes),
    }
}

fn file_entry(dice: &mut Dice, bytes: &mut ByteVec) {
    if let Some(mut entry) = FileEntry::from_bytes(bytes) {
        let deps: Vec<ChangeHash> = entry.deps.clone();
        tamper(dice, &deps, &mut entry);
        *bytes = ByteVec::from(entry.to_bytes());
    }
}

fn any_writer(dice: &mut Dice, world: &World) -> ChangeWriter {
    ChangeWriter {
        device: ByteArray::from(world.id(dice)),
        signing_key: ByteArray::from(random(dice)),
        incarnation: ByteArray::from(random(dice)),
        branch: any_text(dice),
    }
}

fn keys(dice: &mut Dice, world: &World, sessions: &mut Vec<ByteArray<32>>, keys: &mut Vec<KeyRow>) {
    match (dice.random_range(0..9), keys.choose_mut(dice)) {
        (0, _) => list(dice, sessions),
        (1, _) => sessions.iter_mut().for_each(|session| *session = ByteArray::from(random(dice))),
        // a point of low order, with which everybody agrees
        (2, _) => sessions.iter_mut().for_each(|session| *session = ByteArray::from([0; 32])),
        (3, Some(row)) => row.key = ByteArray::from(world.id(dice)),
        (4 | 5, Some(row)) => row.owner = ByteVec::from(one_of(dice, &world.owners)),
        (6, Some(row)) => scramble(dice, &mut row.owner),
        (7, Some(row)) => row.session = any_number(dice) as u32,
        (8, Some(row)) => scramble(dice, &mut row.wrapped),
        _ => list(dice, keys),
    }
}

/// Takes out, repeats or swaps something of a list; seldom repeats it beyond every limit.
fn list<T: Clone>(dice: &mut Dice, list: &mut Vec<T>) {
    let Some(last) = list.len().checked_sub(1) else { return };
    let (at, other) = (dice.random_range(0..=last), dice.random_range(0..=last));
    match dice.random_range(0..20) {
        0 => (0..1_200).for_each(|_| list.push(list[at].clone())),
        1..=7 => drop(list.remove(at)),
        8..=13 => list.insert(other, list[at].clone()),
        14 => list.clear(),
        _ => list.swap(at, other),
    }
}

/// Alters one thing of an answer to a pull.
pub fn reply(dice: &mut Dice, world: &World, reply: &mut PullReply) {
    match dice.random_range(0..15) {
        0 => reply.epoch = ByteArray::from(random(dice)),
        1 => reply.reset = !reply.reset,
        2 => reply.position = any_number(dice),
        3 => reply.checksum = ByteArray::from(random(dice)),
        4 => reply.more = !reply.more,
        5 => reply.scopes = Some((0..dice.random_range(0..20)).map(|_| any_text(dice)).collect()),
        6 => list(dice, &mut reply.changes),
        7 => list(dice, &mut reply.writers),
        8 => {
            if let Some(writer) = reply.writers.choose_mut(dice) {
                *writer = any_writer(dice, world);
            }
        }
        9 | 10 => keys(dice, world, &mut reply.sessions, &mut reply.keys),
        11 => reply.end = any_number(dice),
        _ => {
            if let Some(change) = reply.changes.choose_mut(dice) {
                pulled(dice, world, change);
            }
        }
    }
}

fn pulled(dice: &mut Dice, world: &World, change: &mut PulledChange) {
    match dice.random_range(0..9) {
        0 => change.document = world.document(dice),
        1 => change.writer = dice.random::<bool>().then(|| any_number(dice) as u32),
        2 => change.receipt = dice.random::<bool>().then(|| ByteArray::from(random(dice))),
        3 => change.hash = dice.random::<bool>().then(|| ByteArray::from(random(dice))),
        4 => scramble(dice, &mut change.bytes),
        _ if change.document.starts_with("f/") => file_entry(dice, &mut change.bytes),
        _ => entry(dice, world, &mut change.bytes),
    }
}
