//! A journal: one writer, append-only, one change a fact. Written from the end of its chain alone.
//!
//! Format frozen with version 1 (2026-11): at the root one map a fact under its UUID; in it scalars only, the kind
//! under `kind`. Fixture: `tests/fixtures/v1`.

use std::num::NonZeroU64;

use automerge::legacy::{Key, ObjectId, Op, OpId, OpType, SortedVec};
use automerge::{ActorId, Change, ChangeHash, ExpandedChange, ObjType, ScalarValue};

use super::{CHANGE_BYTES_MAX, Fields, Scalar};
use crate::domain::FactId;

/// The end of a journal's chain: what the next change must continue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tip {
    /// The one writer's actor.
    pub actor: ActorId,
    /// Changes so far.
    pub seq: u64,
    /// The last operation's counter.
    pub max_op: u64,
    /// The last change's hash; `None` before the first change.
    pub hash: Option<ChangeHash>,
}

impl Tip {
    /// Returns the tip of an empty journal.
    pub fn empty(actor: ActorId) -> Self {
        Self { actor, seq: 0, max_op: 0, hash: None }
    }

    /// Returns the tip after a change that continues this one.
    pub(crate) fn after(&self, change: &Change) -> Self {
        Self {
            actor: self.actor.clone(),
            seq: change.seq(),
            max_op: change.max_op(),
            hash: Some(change.hash()),
        }
    }
}

/// A change just written.
#[derive(Clone, Debug)]
pub struct Written {
    /// The raw change.
    pub bytes: Vec<u8>,
    /// The journal's end after it.
    pub tip: Tip,
}

/// A fact whose change would be larger than [`CHANGE_BYTES_MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is larger than {CHANGE_BYTES_MAX} bytes when it is stored")]
pub struct TooLarge;

/// One fact as a journal holds it.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    /// The fact's id.
    pub id: FactId,
    /// Its fields.
    pub fields: Fields,
}

/// Appends a fact: makes the change that continues `tip`. `time_seconds` is the commit time, 0 where it must tell
/// nothing.
///
/// # Errors
/// [`TooLarge`] for a fact beyond the limit; nothing is written then.
pub fn append_entry(tip: &Tip, time_seconds: i64, entry: &Entry) -> Result<Written, TooLarge> {
    let start_op = NonZeroU64::MIN.saturating_add(tip.max_op);
    let map = OpId::new(start_op.get(), &tip.actor);
    let make = Op {
        action: OpType::Make(ObjType::Map),
        obj: ObjectId::Root,
        key: Key::Map(entry.id.to_string().into()),
        pred: SortedVec::new(),
        insert: false,
    };
    let put = |(name, value): (&String, &Scalar)| Op {
        action: OpType::Put(ScalarValue::from(value)),
        obj: ObjectId::Id(map.clone()),
        key: Key::Map(name.as_str().into()),
        pred: SortedVec::new(),
        insert: false,
    };
    let operations = std::iter::once(make).chain(entry.fields.iter().map(put)).collect();
    let change = Change::from(ExpandedChange {
        operations,
        actor_id: tip.actor.clone(),
        hash: None,
        seq: tip.seq + 1,
        start_op,
        time: time_seconds,
        message: None,
        deps: tip.hash.into_iter().collect(),
        extra_bytes: Vec::new(),
        author: None,
    });
    if change.raw_bytes().len() > CHANGE_BYTES_MAX {
        return Err(TooLarge);
    }
    Ok(Written { bytes: change.raw_bytes().to_vec(), tip: tip.after(&change) })
}

/// Reads the fact out of a change that this replica admitted or wrote before; `None` where the bytes are not such a
/// change (a damaged store).
pub fn decode_entry(bytes: &[u8]) -> Option<Entry> {
    let change = Change::try_from(bytes).ok()?;
    entry_of(&change)
}

/// Reads the fact out of a change's operations; `None` where they have another shape than [`append_entry`] writes.
pub(crate) fn entry_of(change: &Change) -> Option<Entry> {
    let expanded = change.decode();
    let map = OpId::new(change.start_op().get(), change.actor_id());
    let mut operations = expanded.operations.into_iter();
    let make = operations.next()?;
    let shape_is_make = matches!(make.action, OpType::Make(ObjType::Map)) && make.obj == ObjectId::Root;
    if !shape_is_make || make.insert || !make.pred.is_empty() {
        return None;
    }
    let id = map_key(&make.key).filter(|key| is_fact_key(key)).and_then(FactId::parse)?;
    let mut fields = Fields::new();
    for put in operations {
        let OpType::Put(value) = &put.action else { return None };
        let name = map_key(&put.key).filter(|name| is_field_name(name))?;
        let in_place = put.obj == ObjectId::Id(map.clone()) && !put.insert && put.pred.is_empty();
        let repeated = fields.insert(name.to_owned(), Scalar::from_automerge(value)?).is_some();
        if !in_place || repeated {
            return None;
        }
    }
    Some(Entry { id, fields })
}

pub(crate) fn map_key(key: &Key) -> Option<&str> {
    match key {
        Key::Map(name) => Some(name.as_str()),
        Key::Seq(_) => None,
    }
}

/// A fact's key is its UUID in lower-case hyphenated form.
fn is_fact_key(key: &str) -> bool {
    FactId::parse(key).is_some_and(|id| id.to_string() == key)
}

/// A field's name is 1 to 40 of `a-z 0-9 _`.
pub(crate) fn is_field_name(name: &str) -> bool {
    (1..=40).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

#[cfg(test)]
mod tests {
    use automerge::{Automerge, ROOT, ReadDoc as _};

    use super::*;

    fn entry(n: u8) -> Entry {
        let fields = Fields::from([
            ("kind".to_owned(), Scalar::Text("visit".to_owned())),
            ("late".to_owned(), Scalar::Bool(true)),
            ("note".to_owned(), Scalar::Bytes(vec![n; 50])),
            ("wall".to_owned(), Scalar::Int(-5)),
        ]);
        Entry { id: FactId::from_random([n; 16]), fields }
    }

    #[test]
    fn a_written_journal_loads_in_automerge_and_reads_back() {
        let mut tip = Tip::empty(ActorId::from(&[1_u8; 16][..]));
        let mut document = Automerge::new();
        for n in 0..5 {
            let written = append_entry(&tip, 7, &entry(n)).unwrap();
            assert_eq!(decode_entry(&written.bytes), Some(entry(n)));
            document.apply_changes([Change::try_from(&written.bytes[..]).unwrap()]).unwrap();
            tip = written.tip;
        }
        let loaded = Automerge::load(&document.save()).unwrap();
        assert_eq!(loaded.get_heads(), vec![tip.hash.unwrap()]);
        let (_, map) = loaded.get(ROOT, entry(3).id.to_string()).unwrap().unwrap();
        assert_eq!(loaded.get(map, "kind").unwrap().unwrap().0.into_string().unwrap(), "visit");
    }

    #[test]
    fn a_fact_beyond_the_limit_is_refused_before_it_is_written() {
        let mut large = entry(1);
        large.fields.insert("note".to_owned(), Scalar::Bytes(vec![0; CHANGE_BYTES_MAX]));
        assert_eq!(append_entry(&Tip::empty(ActorId::random()), 0, &large).map(|_| ()), Err(TooLarge));
    }
}
