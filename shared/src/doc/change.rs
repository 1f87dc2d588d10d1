//! The encoder of automerge changes: the only place where one is made. Bytes in, bytes out; no automerge.
//!
//! A change of a journal is a function of the chain's end and the entry ([`append`]), a change of a beneficiary file one
//! of what its writer saw and sealed ([`put_new`]): a replica that receives these makes the change itself and
//! compares its hash with the signed one, so that no foreign change is ever parsed.
//!
//! The bytes are those that automerge 0.12 writes for the same operations: a chunk of type 1 of
//! <https://automerge.org/automerge-binary-format-spec/>, columns with runs as long as they get. Frozen with version 1
//! (2026-11): `golden_changes_are_frozen` holds the bytes, `automerge_writes_the_same_*` the meaning.

use sha2::{Digest as _, Sha256};

use super::Scalar;
use super::entry::Entry;
use super::leb::{put_prefixed, put_signed, put_unsigned, signed_bytes, unsigned_bytes};

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const CHANGE_CHUNK: u8 = 1;

/// Magic (4), checksum (4), type (1): the hash is taken from the type on.
const TYPE_AT: usize = 8;

/// The actor of every operation that the change's own writer made.
const AUTHOR: u64 = 0;

const MAKE_MAP: u64 = 0;
const PUT: u64 = 1;

// Columns: four bits of what, then what form the numbers have.
const OBJECT_ACTOR: u8 = 0x01;
const OBJECT_COUNTER: u8 = 0x02;
const KEY: u8 = 0x15;
const INSERT: u8 = 0x34;
const ACTION: u8 = 0x42;
const VALUE_KIND: u8 = 0x56;
const VALUE: u8 = 0x57;
const REPLACED_COUNT: u8 = 0x70;

/// The writer of changes: 16 bytes (see `actor_of`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Actor(pub [u8; 16]);

/// The hash that names a change: SHA-256 over its chunk from the type on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ChangeHash(pub [u8; 32]);

/// The end of a journal's chain: what the next change must continue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tip {
    /// The one writer.
    pub actor: Actor,
    /// Changes so far.
    pub seq: u64,
    /// The last operation's counter.
    pub max_op: u64,
    /// The last change; `None` before the first.
    pub hash: Option<ChangeHash>,
}

impl Tip {
    /// Returns the tip of an empty journal.
    pub fn empty(actor: Actor) -> Self {
        Self { actor, seq: 0, max_op: 0, hash: None }
    }
}

/// A change of a journal, just made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// The raw change.
    pub bytes: Vec<u8>,
    /// The journal's end after it.
    pub tip: Tip,
}

/// Makes the change that continues a journal with an entry: one map under the entry's id, in it its fields.
pub fn append(tip: &Tip, entry: &Entry) -> Written {
    let fields = entry.fields.len();
    let start_op = tip.max_op + 1;
    let mut columns = Columns::with_capacity(64 + fields * 24);
    // the first operation makes the map at the root, all others put into it
    columns.add(OBJECT_ACTOR, |out| put_after_none(out, AUTHOR, fields));
    columns.add(OBJECT_COUNTER, |out| put_after_none(out, start_op, fields));
    columns.add(KEY, |out| {
        // names ascend and a hyphen is in none: no key equals the next one
        put_signed(out, -(1 + fields as i64));
        let mut hyphenated = [0; 36];
        put_prefixed(out, entry.id.0.as_hyphenated().encode_lower(&mut hyphenated).as_bytes());
        for (name, _) in entry.fields.iter() {
            put_prefixed(out, name.as_bytes());
        }
    });
    columns.add(INSERT, |out| put_unsigned(out, 1 + fields as u64));
    columns.add(ACTION, |out| put_actions(out, fields));
    let kinds: Vec<u64> =
        std::iter::once(NOTHING).chain(entry.fields.iter().map(|(_, v)| kind_of(v))).collect();
    columns.add(VALUE_KIND, |out| put_runs(out, &kinds, |out, kind| put_unsigned(out, *kind)));
    columns.add(VALUE, |out| entry.fields.iter().for_each(|(_, value)| put_value(out, value)));
    columns.add(REPLACED_COUNT, |out| put_run(out, 0, 1 + fields));
    let head = ChangeHead {
        deps: tip.hash.as_slice(),
        actor: &tip.actor,
        seq: tip.seq + 1,
        start_op,
        time_seconds: entry.time_seconds,
    };
    let (bytes, hash) = chunk(&head, &columns);
    let tip =
        Tip { actor: tip.actor, seq: tip.seq + 1, max_op: tip.max_op + 1 + fields as u64, hash: Some(hash) };
    Written { bytes, tip }
}

/// Makes the change that puts one value under a new name at the root.
pub fn put_new(head: &ChangeHead<'_>, name: &str, value: &[u8]) -> (Vec<u8>, ChangeHash) {
    let mut columns = Columns::with_capacity(32 + name.len() + value.len());
    columns.add(KEY, |out| {
        put_signed(out, -1);
        put_prefixed(out, name.as_bytes());
    });
    columns.add(INSERT, |out| put_unsigned(out, 1));
    columns.add(ACTION, |out| put_run(out, PUT, 1));
    columns.add(VALUE_KIND, |out| put_run(out, bytes_kind(value.len()), 1));
    columns.add(VALUE, |out| out.extend_from_slice(value));
    columns.add(REPLACED_COUNT, |out| put_run(out, 0, 1));
    chunk(head, &columns)
}

/// What stands before a change's columns.
#[derive(Clone, Copy, Debug)]
pub struct ChangeHead<'a> {
    /// What the change builds on, ascending.
    pub deps: &'a [ChangeHash],
    /// Its writer.
    pub actor: &'a Actor,
    /// The writer's number for it, from 1.
    pub seq: u64,
    /// The counter of its first operation, from 1.
    pub start_op: u64,
    /// When its writer made it, in whole seconds since 1970.
    pub time_seconds: i64,
}

impl ChangeHead<'_> {
    fn put(&self, out: &mut Vec<u8>) {
        put_unsigned(out, self.deps.len() as u64);
        for dep in self.deps {
            out.extend_from_slice(&dep.0);
        }
        put_prefixed(out, &self.actor.0);
        put_unsigned(out, self.seq);
        put_unsigned(out, self.start_op);
        put_signed(out, self.time_seconds);
        // neither a message nor other actors
        out.extend_from_slice(&[0, 0]);
    }

    fn bytes(&self) -> usize {
        let deps = unsigned_bytes(self.deps.len() as u64) + 32 * self.deps.len();
        let actor = 1 + self.actor.0.len();
        let numbers =
            unsigned_bytes(self.seq) + unsigned_bytes(self.start_op) + signed_bytes(self.time_seconds);
        deps + actor + numbers + 2
    }
}

/// The columns of a change, one after another; an empty one is left out.
struct Columns {
    list: Vec<u8>,
    count: u64,
    data: Vec<u8>,
}

impl Columns {
    fn with_capacity(bytes: usize) -> Self {
        Self { list: Vec::with_capacity(32), count: 0, data: Vec::with_capacity(bytes) }
    }

    fn add(&mut self, column: u8, put: impl FnOnce(&mut Vec<u8>)) {
        let start = self.data.len();
        put(&mut self.data);
        let length = self.data.len() - start;
        if length > 0 {
            self.count += 1;
            self.list.push(column);
            put_unsigned(&mut self.list, length as u64);
        }
    }
}

fn chunk(head: &ChangeHead<'_>, columns: &Columns) -> (Vec<u8>, ChangeHash) {
    let length = head.bytes() + unsigned_bytes(columns.count) + columns.list.len() + columns.data.len();
    let mut bytes = Vec::with_capacity(TYPE_AT + 1 + unsigned_bytes(length as u64) + length);
    bytes.extend_from_slice(&MAGIC);
    bytes.extend_from_slice(&[0; 4]);
    bytes.push(CHANGE_CHUNK);
    put_unsigned(&mut bytes, length as u64);
    head.put(&mut bytes);
    put_unsigned(&mut bytes, columns.count);
    bytes.extend_from_slice(&columns.list);
    bytes.extend_from_slice(&columns.data);
    let hash: [u8; 32] = Sha256::digest(&bytes[TYPE_AT..]).into();
    bytes[4..TYPE_AT].copy_from_slice(&hash[..4]);
    (bytes, ChangeHash(hash))
}

/// A run of one number; a lone one is written as a list of one.
fn put_run(out: &mut Vec<u8>, number: u64, length: usize) {
    put_signed(out, if length == 1 { -1 } else { length as i64 });
    put_unsigned(out, number);
}

/// One row without a number, then a run of one number; nothing where no row has one.
fn put_after_none(out: &mut Vec<u8>, number: u64, length: usize) {
    if length > 0 {
        out.extend_from_slice(&[0, 1]);
        put_run(out, number, length);
    }
}

/// One map made, then puts.
fn put_actions(out: &mut Vec<u8>, puts: usize) {
    if puts == 1 {
        put_signed(out, -2);
        put_unsigned(out, MAKE_MAP);
        put_unsigned(out, PUT);
    } else {
        put_run(out, MAKE_MAP, 1);
        if puts > 0 {
            put_run(out, PUT, puts);
        }
    }
}

/// Run lengths: two or more equal values are a run, what lies between runs is a list.
fn put_runs<T: PartialEq>(out: &mut Vec<u8>, values: &[T], put: impl Fn(&mut Vec<u8>, &T)) {
    let mut rest = values;
    while let Some(first) = rest.first() {
        let equal = rest.iter().take_while(|value| *value == first).count();
        if equal > 1 {
            put_signed(out, equal as i64);
            put(out, first);
            rest = &rest[equal..];
        } else {
            let pairs = rest.windows(2);
            let length = pairs.take_while(|pair| pair[0] != pair[1]).count();
            // the last of all belongs to the list too, the first of a run does not
            let length = if length + 1 == rest.len() { rest.len() } else { length };
            put_signed(out, -(length as i64));
            rest[..length].iter().for_each(|value| put(out, value));
            rest = &rest[length..];
        }
    }
}

/// What a row without a value says of it.
const NOTHING: u64 = 0;

/// A value's length and kind as the column of kinds holds them.
fn kind_of(value: &Scalar) -> u64 {
    match value {
        Scalar::Bool(false) => 1,
        Scalar::Bool(true) => 2,
        Scalar::Int(number) => (signed_bytes(*number) as u64) << 4 | 4,
        Scalar::Text(text) => (text.len() as u64) << 4 | 6,
        Scalar::Bytes(bytes) => bytes_kind(bytes.len()),
    }
}

fn bytes_kind(length: usize) -> u64 {
    (length as u64) << 4 | 7
}

fn put_value(out: &mut Vec<u8>, value: &Scalar) {
    match value {
        Scalar::Bool(_) => {}
        Scalar::Int(number) => put_signed(out, *number),
        Scalar::Text(text) => out.extend_from_slice(text.as_bytes()),
        Scalar::Bytes(bytes) => out.extend_from_slice(bytes),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::num::NonZeroU64;

    use automerge::legacy::{Key, ObjectId, Op, OpId, OpType, SortedVec};
    use automerge::{ActorId, Automerge, Change, ExpandedChange, ObjType, ROOT, ReadDoc as _, ScalarValue};
    use rand::{RngExt as _, SeedableRng as _};

    use super::*;
    use crate::doc::entry::Fields;
    use crate::doc::entry::tests::any_entry;
    use crate::doc::{Dice, random};
    use crate::domain::FactId;
    use crate::hex::to_hex;

    fn scalar(value: &Scalar) -> ScalarValue {
        match value {
            Scalar::Text(text) => text.as_str().into(),
            Scalar::Int(number) => (*number).into(),
            Scalar::Bool(flag) => (*flag).into(),
            Scalar::Bytes(bytes) => bytes.clone().into(),
        }
    }

    /// What automerge itself writes for an entry.
    fn by_automerge(tip: &Tip, entry: &Entry) -> Change {
        let actor = ActorId::from(&tip.actor.0[..]);
        let map = OpId::new(tip.max_op + 1, &actor);
        let op = |action, obj, key: &str| Op {
            action,
            obj,
            key: Key::Map(key.into()),
            pred: SortedVec::new(),
            insert: false,
        };
        let make = op(OpType::Make(ObjType::Map), ObjectId::Root, &entry.id.to_string());
        let puts = entry
            .fields
            .iter()
            .map(|(name, value)| op(OpType::Put(scalar(value)), ObjectId::Id(map.clone()), name));
        let operations: Vec<Op> = std::iter::once(make).chain(puts).collect();
        let deps = tip.hash.iter().map(|hash| automerge::ChangeHash(hash.0)).collect();
        expanded(operations, actor, (tip.seq + 1, tip.max_op + 1), entry.time_seconds, deps)
    }

    fn expanded(
        operations: Vec<Op>,
        actor_id: ActorId,
        (seq, start_op): (u64, u64),
        time: i64,
        deps: Vec<automerge::ChangeHash>,
    ) -> Change {
        Change::from(ExpandedChange {
            operations,
            actor_id,
            hash: None,
            seq,
            start_op: NonZeroU64::new(start_op).unwrap(),
            time,
            message: None,
            deps,
            extra_bytes: Vec::new(),
            author: None,
        })
    }

    fn put_by_automerge(head: &ChangeHead<'_>, name: &str, value: &[u8]) -> Change {
        let put = Op {
            action: OpType::Put(ScalarValue::Bytes(value.to_vec())),
            obj: ObjectId::Root,
            key: Key::Map(name.into()),
            pred: SortedVec::new(),
            insert: false,
        };
        let deps = head.deps.iter().map(|hash| automerge::ChangeHash(hash.0)).collect();
        let actor = ActorId::from(&head.actor.0[..]);
        expanded(vec![put], actor, (head.seq, head.start_op), head.time_seconds, deps)
    }

    fn any_tip(dice: &mut Dice) -> Tip {
        let bits = dice.random_range(0..32);
        let first = bits == 0;
        Tip {
            actor: Actor(random(dice)),
            seq: if first { 0 } else { dice.random_range(1..1 << bits) },
            max_op: if first { 0 } else { dice.random_range(1..1 << bits) },
            hash: (!first).then(|| ChangeHash(random(dice))),
        }
    }

    fn visit() -> Entry {
        let mut fields = Fields::default();
        fields.insert("kind", Scalar::Text("visit".to_owned()));
        fields.insert("late", Scalar::Bool(true));
        fields.insert("for_other", Scalar::Bool(false));
        fields.insert("mono", Scalar::Int(-65));
        fields.insert("note", Scalar::Text(String::new()));
        fields.insert("sealed", Scalar::Bytes(vec![1, 2, 3]));
        fields.insert("services", Scalar::Text("دعم".to_owned()));
        Entry { id: FactId::from_random([7; 16]), time_seconds: 1_779_000_000, fields }
    }

    #[test]
    fn golden_changes_are_frozen() {
        let first = append(&Tip::empty(Actor([1; 16])), &visit());
        assert_eq!(to_hex(&first.bytes), GOLDEN_FIRST);
        let second = append(&first.tip, &Entry { time_seconds: 0, fields: Fields::default(), ..visit() });
        assert_eq!(to_hex(&second.bytes), GOLDEN_SECOND);
        let deps = [ChangeHash([4; 32]), ChangeHash([5; 32])];
        let head = ChangeHead { deps: &deps, actor: &Actor([3; 16]), seq: 2, start_op: 5, time_seconds: -1 };
        assert_eq!(to_hex(&put_new(&head, "03/2", &[9; 3]).0), GOLDEN_PUT);
    }

    #[test]
    fn automerge_writes_the_same_bytes_and_hash_for_an_entry() {
        let mut dice = Dice::seed_from_u64(3);
        for _ in 0..2_000 {
            let (tip, entry) = (any_tip(&mut dice), any_entry(&mut dice));
            let (ours, theirs) = (append(&tip, &entry), by_automerge(&tip, &entry));
            assert_eq!(to_hex(&ours.bytes), to_hex(theirs.raw_bytes()), "{tip:?} {entry:?}");
            let end = Tip {
                actor: tip.actor,
                seq: theirs.seq(),
                max_op: theirs.max_op(),
                hash: Some(ChangeHash(theirs.hash().0)),
            };
            assert_eq!(ours.tip, end);
        }
    }

    #[test]
    fn automerge_writes_the_same_bytes_and_hash_for_a_put() {
        let mut dice = Dice::seed_from_u64(4);
        for _ in 0..2_000 {
            let deps: BTreeSet<ChangeHash> =
                (0..dice.random_range(0..4)).map(|_| ChangeHash(random(&mut dice))).collect();
            let deps: Vec<ChangeHash> = deps.into_iter().collect();
            let (seq, start_op) = (dice.random_range(1..300), dice.random_range(1..100_000));
            let time_seconds = [0, -1, 1_779_000_000, dice.random()][dice.random_range(0..4)];
            let head =
                ChangeHead { deps: &deps, actor: &Actor(random(&mut dice)), seq, start_op, time_seconds };
            let name = format!("{}/{seq}", to_hex(&head.actor.0));
            let value = vec![dice.random(); [0, 60, 61, 5_000][dice.random_range(0..4)]];
            let (bytes, hash) = put_new(&head, &name, &value);
            let theirs = put_by_automerge(&head, &name, &value);
            assert_eq!(
                to_hex(&bytes),
                to_hex(theirs.raw_bytes()),
                "{deps:?} {seq} {start_op} {time_seconds}"
            );
            assert_eq!((hash.0, start_op), (theirs.hash().0, theirs.max_op()));
        }
    }

    #[test]
    fn a_journal_of_such_changes_loads_in_automerge_and_reads_back() {
        let mut dice = Dice::seed_from_u64(5);
        let mut tip = Tip::empty(Actor([1; 16]));
        let mut document = Automerge::new();
        let entries: Vec<Entry> = (0..60).map(|_| any_entry(&mut dice)).collect();
        for entry in &entries {
            let written = append(&tip, entry);
            document.apply_changes([Change::try_from(&written.bytes[..]).unwrap()]).unwrap();
            tip = written.tip;
        }
        let loaded = Automerge::load(&document.save()).unwrap();
        assert_eq!(loaded.get_heads(), vec![automerge::ChangeHash(tip.hash.unwrap().0)]);
        for entry in &entries {
            let (_, map) = loaded.get(ROOT, entry.id.to_string()).unwrap().unwrap();
            assert_eq!(loaded.keys(&map).count(), entry.fields.len());
            for (name, value) in entry.fields.iter() {
                let (held, _) = loaded.get(&map, name).unwrap().unwrap();
                assert_eq!(held.into_scalar().unwrap(), scalar(value), "{name}");
            }
        }
    }

    const GOLDEN_FIRST: &str = "856f4a8399040eb201a8010010010101010101010101010101010101010101c0c5a5d006000008010402041554340142045609571070020001070000010701782430373037303730372d303730372d343730372d383730372d30373037303730373037303709666f725f6f74686572046b696e64046c617465046d6f6e6f046e6f7465067365616c6564087365727669636573087f0007017800015602240637667669736974bf7f010203d8afd8b9d9850800";
    const GOLDEN_SECOND: &str = "856f4a8307dbccff016f0199040eb2e3cc7dab2c65a881a108f6b7dd6b9f1db5167011002329921187151e1001010101010101010101010101010101020900000005152634014202560270027f2430373037303730372d303730372d343730372d383730372d303730373037303730373037017f007f007f00";
    const GOLDEN_PUT: &str = "856f4a833c32e0a201740204040404040404040404040404040404040404040404040404040404040404040505050505050505050505050505050505050505050505050505050505050505100303030303030303030303030303030302057f0000061506340142025602570370027f0430332f32017f017f370909097f00";
}
