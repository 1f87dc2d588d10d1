//! Tampering: with the decoded operations of a change, and with its bytes under a corrected checksum.

use std::num::NonZeroU64;

use automerge::legacy::{ElementId, Key, ObjectId, Op, OpId, OpType};
use automerge::{ActorId, Change, ChangeHash, ExpandedChange, ObjType, ScalarValue};
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, RngExt as _};
use sha2::{Digest as _, Sha256};
use shared::doc::Dice;

use super::quietly;

/// What a tampered change may name.
pub struct World {
    /// Changes that exist.
    pub hashes: Vec<ChangeHash>,
    /// Writers that exist, and one that doesn't.
    pub actors: Vec<ActorId>,
    /// Keys that exist.
    pub keys: Vec<String>,
    /// Values that the schema takes.
    pub values: Vec<Vec<u8>>,
}

/// Returns an honest change tampered with one to three times, encoded.
pub fn tampered(dice: &mut Dice, world: &World, honest: &Change) -> Vec<u8> {
    loop {
        let mut change = honest.decode();
        for _ in 0..dice.random_range(1..=3) {
            tamper(dice, world, &mut change);
        }
        // some combinations can't be encoded at all
        if let Some(bytes) = quietly(|| Change::from(change).raw_bytes().to_vec()) {
            return bytes;
        }
    }
}

fn tamper(dice: &mut Dice, world: &World, change: &mut ExpandedChange) {
    match dice.random_range(0..8) {
        0 => change.seq = dice.random_range(0..40),
        1 => {
            let start_op = match dice.random_range(0..4) {
                0 => dice.random_range(1..400),
                1 => u64::from(u32::MAX) - dice.random_range(0..30),
                2 => change.start_op.get() + dice.random_range(0..3) - 1,
                _ => dice.next_u64() >> 20,
            };
            change.start_op = NonZeroU64::new(start_op).unwrap_or(NonZeroU64::MIN);
        }
        2 => {
            let n_deps = dice.random_range(0..4);
            change.deps = (0..n_deps).map(|_| hash(dice, world)).collect();
        }
        3 => change.actor_id = actor(dice, world),
        4 => change.time = i64::from_le_bytes(dice.next_u64().to_le_bytes()),
        5 => match dice.random_range(0..3) {
            0 => change.message = Some("x".repeat(dice.random_range(0..300))),
            1 => change.extra_bytes = vec![7; dice.random_range(1..50)],
            _ => change.operations.clear(),
        },
        _ => tamper_with_operations(dice, world, change),
    }
}

fn tamper_with_operations(dice: &mut Dice, world: &World, change: &mut ExpandedChange) {
    let Some(at) = change.operations.len().checked_sub(1).map(|last| dice.random_range(0..=last)) else {
        return;
    };
    match dice.random_range(0..11) {
        0 => {
            change.operations.remove(at);
        }
        1 => {
            let copy = change.operations[at].clone();
            change.operations.push(copy);
        }
        2 => {
            let to = dice.random_range(0..change.operations.len());
            change.operations.swap(at, to);
        }
        3 => {
            let copies = dice.random_range(1..80);
            let op = change.operations[at].clone();
            for n in 0..copies {
                change.operations.push(Op { key: Key::Map(format!("field_{n}").into()), ..op.clone() });
            }
        }
        _ => tamper_with_operation(dice, world, &mut change.operations[at]),
    }
}

fn tamper_with_operation(dice: &mut Dice, world: &World, op: &mut Op) {
    let id = OpId(dice.random_range(0..400), actor(dice, world));
    match dice.random_range(0..6) {
        0 => op.obj = if dice.random() { ObjectId::Root } else { ObjectId::Id(id) },
        1 => op.action = action(dice, world),
        2 => {
            let n_pred = dice.random_range(0..3);
            let mut pred: Vec<OpId> = op.pred.iter().cloned().collect();
            match n_pred {
                0 => pred.clear(),
                1 => pred.push(id),
                _ => pred = vec![id.clone(), OpId(id.0 + 1, actor(dice, world))],
            }
            op.pred = pred.into();
        }
        3 => op.insert = !op.insert,
        4 => {
            op.key = match dice.random_range(0..3) {
                0 => Key::head(),
                1 => Key::Seq(ElementId::Id(id)),
                _ => Key::Map(world.keys.choose(dice).map_or("", String::as_str).into()),
            }
        }
        _ => {
            op.action =
                OpType::Put(ScalarValue::Bytes(world.values.choose(dice).cloned().unwrap_or_default()))
        }
    }
}

fn action(dice: &mut Dice, world: &World) -> OpType {
    let number = i64::from_le_bytes(dice.next_u64().to_le_bytes());
    match dice.random_range(0..9) {
        0 => OpType::Delete,
        1 => OpType::Increment(number),
        2 => OpType::Make(ObjType::List),
        3 => OpType::Make(ObjType::Map),
        4 => OpType::Put(ScalarValue::Counter(number.into())),
        5 => OpType::Put(ScalarValue::Null),
        6 => OpType::Put(ScalarValue::Str(world.keys.choose(dice).map_or("", String::as_str).into())),
        7 => OpType::MarkEnd(dice.random()),
        _ => OpType::Put(ScalarValue::Bytes(vec![1; dice.random_range(0..80)])),
    }
}

fn hash(dice: &mut Dice, world: &World) -> ChangeHash {
    if dice.random_range(0..4) == 0 {
        ChangeHash([9; 32])
    } else {
        world.hashes[dice.random_range(0..world.hashes.len())]
    }
}

fn actor(dice: &mut Dice, world: &World) -> ActorId {
    world.actors[dice.random_range(0..world.actors.len())].clone()
}

/// Returns a change whose bytes were tampered with one to four times, its length and checksum corrected.
pub fn scrambled(dice: &mut Dice, honest: &[u8]) -> Vec<u8> {
    let (length_bytes, _) = leb128(&honest[9..]);
    let mut body = honest[9 + length_bytes..].to_vec();
    for _ in 0..dice.random_range(1..=4) {
        scramble(dice, &mut body);
    }
    let mut hashed = vec![honest[8]];
    let mut left = body.len();
    while left >= 0x80 {
        hashed.push(u8::try_from(left & 0x7f).unwrap() | 0x80);
        left >>= 7;
    }
    hashed.push(u8::try_from(left).unwrap());
    hashed.extend(body);
    let checksum = Sha256::digest(&hashed);
    [&honest[..4], &checksum[..4], &hashed].concat()
}

/// Returns a change in which single bytes were changed, its checksum corrected.
pub fn framed(honest: &[u8], change: impl FnOnce(&mut [u8])) -> Vec<u8> {
    let mut bytes = honest.to_vec();
    change(&mut bytes);
    let checksum = Sha256::digest(&bytes[8..]);
    bytes[4..8].copy_from_slice(&checksum[..4]);
    bytes
}

fn scramble(dice: &mut Dice, body: &mut Vec<u8>) {
    if body.is_empty() {
        return;
    }
    let at = dice.random_range(0..body.len());
    match dice.random_range(0..7) {
        0 => body[at] ^= 1 << dice.random_range(0..8),
        1 => body[at] = dice.random(),
        2 => body[at] = [0, 0x7f, 0x80, 0xff, 1, 0x40][dice.random_range(0..6)],
        3 => {
            body.remove(at);
        }
        4 => body.insert(at, dice.random()),
        5 => {
            let run = body[at..body.len().min(at + 12)].to_vec();
            body.splice(at..at, run);
        }
        _ => {
            body.splice(at..at, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]);
        }
    }
}

fn leb128(bytes: &[u8]) -> (usize, usize) {
    let mut value = 0;
    for (at, byte) in bytes.iter().enumerate() {
        value |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return (at + 1, value);
        }
    }
    (bytes.len(), value)
}
