//! A beneficiary file: many writers, one sealed value a field, concurrent values kept.
//!
//! Format frozen with version 1 (2026-11): at the root one scalar a field, each a sealed value. A writer replaces
//! exactly what it saw. Fixture: `tests/fixtures/v1`.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU64;

use automerge::legacy::{Key, ObjectId, Op, OpId, OpType};
use automerge::{ActorId, Change, ChangeHash, ExpandedChange, ScalarValue};

use super::admission::{parse_foreign, shape_of};
use super::journal::map_key;
use super::{Admitted, Refusal, Sealed, Unverified};

/// The values that a file holds (profile). Group is a free code; it is sealed here all the same. The last three came
/// with version 2: a head office of version 1 refuses a change that puts them, so it is brought up to date first.
pub const FILE_FIELDS: [&str; 7] =
    ["national_id", "name", "mobile", "group", "birth", "id_expiry", "address"];

/// Most changes of one file: a person corrected every week for ten years. Admission looks through all of them.
pub const FILE_CHANGES_MAX: usize = 500;

/// A value that no later change has replaced.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VisibleValue {
    /// The field.
    pub field: String,
    /// The operation's counter.
    pub counter: u64,
    /// The operation's writer.
    pub actor: ActorId,
    /// The value.
    pub value: Sealed,
    /// The change that put it.
    pub change: ChangeHash,
    /// When its writer put it, by the writer's clock, in whole seconds since 1970.
    pub time_seconds: i64,
}

/// A change of a file just written.
#[derive(Clone, Debug)]
pub struct FileWrite {
    /// The change; it is admissible to the history it was made from.
    pub admitted: Admitted,
}

/// A value put: field, value, the operations it replaced.
type Put = (String, Sealed, BTreeSet<(u64, ActorId)>);

/// What one change did.
#[derive(Clone, Debug)]
struct Puts {
    deps: Vec<ChangeHash>,
    actor: ActorId,
    time_seconds: i64,
    seq: u64,
    start_op: u64,
    max_op: u64,
    puts: Vec<Put>,
}

/// All changes of a file, as far as admission and reading need them.
#[derive(Clone, Debug, Default)]
pub struct FileHistory {
    changes: BTreeMap<ChangeHash, Puts>,
}

impl FileHistory {
    /// Reads the history out of stored changes; `None` where the store is damaged.
    pub fn from_changes<'a>(changes: impl IntoIterator<Item = &'a [u8]>) -> Option<Self> {
        let mut history = Self::default();
        for bytes in changes {
            let admitted = Admitted::from_store(bytes)?;
            let puts = shape_of(&admitted.change, puts_of).ok()?;
            history.changes.insert(admitted.change.hash(), puts);
        }
        Some(history)
    }

    /// Returns the number of changes.
    pub fn len(&self) -> usize {
        self.changes.len()
    }

    /// Tells whether nothing was ever written.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Tells whether a change is in it.
    pub fn contains(&self, hash: &ChangeHash) -> bool {
        self.changes.contains_key(hash)
    }

    /// Returns how many changes an actor has made.
    pub fn last_seq_of(&self, actor: &ActorId) -> u64 {
        self.changes.values().filter(|c| &c.actor == actor).map(|c| c.seq).max().unwrap_or(0)
    }

    /// Returns these changes and everything that builds on them.
    pub fn descendants(&self, of: &BTreeSet<ChangeHash>) -> BTreeSet<ChangeHash> {
        let mut found: BTreeSet<ChangeHash> =
            self.changes.keys().filter(|hash| of.contains(hash)).copied().collect();
        loop {
            let builds_on_found = |change: &Puts| change.deps.iter().any(|dep| found.contains(dep));
            let next: Vec<ChangeHash> = self
                .changes
                .iter()
                .filter(|(hash, change)| !found.contains(hash) && builds_on_found(change))
                .map(|(hash, _)| *hash)
                .collect();
            if next.is_empty() {
                return found;
            }
            found.extend(next);
        }
    }

    /// Returns the changes that no other one builds on, in order.
    pub fn heads(&self) -> Vec<ChangeHash> {
        let built_on: BTreeSet<&ChangeHash> = self.changes.values().flat_map(|c| &c.deps).collect();
        self.changes.keys().filter(|hash| !built_on.contains(hash)).copied().collect()
    }

    /// Returns the values that nothing has replaced, by field; several of one field are concurrent.
    pub fn visible(&self) -> Vec<VisibleValue> {
        self.visible_at(&self.heads()).into_values().flatten().collect()
    }

    /// Writes values over all that is visible now.
    ///
    /// # Panics
    /// Never for sealed values of [`FILE_FIELDS`]: `actor` and `values` come from this program.
    pub fn write(&self, actor: &ActorId, time_seconds: i64, values: &[(&str, Sealed)]) -> FileWrite {
        self.write_on(&self.heads(), actor, time_seconds, values)
    }

    /// Writes values over what is visible to somebody who knows these changes and what they build on; changes that are
    /// unknown here count for nothing. What was written beside them stays beside the new values.
    ///
    /// # Panics
    /// Never for sealed values of [`FILE_FIELDS`]: `actor` and `values` come from this program.
    pub fn write_on(
        &self,
        known: &[ChangeHash],
        actor: &ActorId,
        time_seconds: i64,
        values: &[(&str, Sealed)],
    ) -> FileWrite {
        let heads = self.ends_of(known);
        let visible = self.visible_at(&heads);
        let max_op = heads.iter().filter_map(|h| self.changes.get(h)).map(|c| c.max_op).max().unwrap_or(0);
        let put = |(field, value): &(&str, Sealed)| Op {
            action: OpType::Put(ScalarValue::Bytes(value.as_bytes().to_vec())),
            obj: ObjectId::Root,
            key: Key::Map((*field).into()),
            pred: visible
                .get(*field)
                .into_iter()
                .flatten()
                .map(|v| OpId::new(v.counter, &v.actor))
                .collect::<Vec<_>>()
                .into(),
            insert: false,
        };
        let change = Change::from(ExpandedChange {
            operations: values.iter().map(put).collect(),
            actor_id: actor.clone(),
            hash: None,
            seq: self.last_seq_of(actor) + 1,
            start_op: NonZeroU64::MIN.saturating_add(max_op),
            time: time_seconds,
            message: None,
            deps: heads,
            extra_bytes: Vec::new(),
            author: None,
        });
        FileWrite { admitted: Admitted { change } }
    }

    /// Admits a foreign change and takes it in.
    ///
    /// The writer's own chain must be whole, everything it builds on known, its counters as a careful writer's, and
    /// it may replace exactly what was visible to it.
    ///
    /// # Errors
    /// [`Refusal`] with the first rule that the change breaks; the history is unchanged then.
    pub fn admit(&mut self, bytes: Unverified<&[u8]>, actor: &ActorId) -> Result<Admitted, Refusal> {
        let change = parse_foreign(bytes)?;
        if change.actor_id() != actor {
            return Err(Refusal::Actor);
        }
        if self.len() >= FILE_CHANGES_MAX || change.seq() != self.last_seq_of(actor) + 1 {
            return Err(Refusal::Sequence);
        }
        let deps = change.deps();
        let ascending = deps.windows(2).all(|pair| pair[0] < pair[1]);
        if !ascending || !deps.iter().all(|dep| self.changes.contains_key(dep)) {
            return Err(Refusal::Chain);
        }
        let closure = self.closure(deps);
        if !self.deps_are_heads(deps, &closure) || !self.own_changes_are_in(actor, &closure) {
            return Err(Refusal::Chain);
        }
        let max_op = deps.iter().filter_map(|dep| self.changes.get(dep)).map(|c| c.max_op).max().unwrap_or(0);
        if change.start_op().get() != max_op + 1 || change.is_empty() {
            return Err(Refusal::Operations);
        }
        let puts = shape_of(&change, puts_of)?;
        let visible = self.visible_in(&closure);
        let replaces_what_it_saw = puts.puts.iter().all(|(field, _, replaced)| {
            let seen = visible.get(field).into_iter().flatten();
            *replaced == seen.map(|v| (v.counter, v.actor.clone())).collect::<BTreeSet<_>>()
        });
        if !replaces_what_it_saw {
            return Err(Refusal::Shape);
        }
        self.changes.insert(change.hash(), puts);
        Ok(Admitted { change })
    }

    /// The changes among these, as far as they are known here, that none of the others builds on; in order.
    fn ends_of(&self, known: &[ChangeHash]) -> Vec<ChangeHash> {
        let mut ends: BTreeSet<ChangeHash> =
            known.iter().filter(|hash| self.changes.contains_key(hash)).copied().collect();
        for hash in ends.clone() {
            let mut below = self.closure(&[hash]);
            below.remove(&hash);
            ends.retain(|end| !below.contains(end));
        }
        ends.into_iter().collect()
    }

    /// Everything that the given changes build on, themselves included.
    fn closure(&self, from: &[ChangeHash]) -> BTreeSet<ChangeHash> {
        let mut closure = BTreeSet::new();
        let mut left = from.to_vec();
        while let Some(hash) = left.pop() {
            if closure.insert(hash) {
                left.extend(self.changes.get(&hash).into_iter().flat_map(|c| &c.deps));
            }
        }
        closure
    }

    fn deps_are_heads(&self, deps: &[ChangeHash], closure: &BTreeSet<ChangeHash>) -> bool {
        let built_on: BTreeSet<&ChangeHash> =
            closure.iter().filter_map(|h| self.changes.get(h)).flat_map(|c| &c.deps).collect();
        deps.iter().all(|dep| !built_on.contains(dep))
    }

    fn own_changes_are_in(&self, actor: &ActorId, closure: &BTreeSet<ChangeHash>) -> bool {
        self.changes.iter().all(|(hash, change)| &change.actor != actor || closure.contains(hash))
    }

    fn visible_at(&self, heads: &[ChangeHash]) -> BTreeMap<String, Vec<VisibleValue>> {
        self.visible_in(&self.closure(heads))
    }

    fn visible_in(&self, closure: &BTreeSet<ChangeHash>) -> BTreeMap<String, Vec<VisibleValue>> {
        let changes: Vec<(&ChangeHash, &Puts)> =
            closure.iter().filter_map(|hash| Some((hash, self.changes.get(hash)?))).collect();
        let puts = changes.iter().flat_map(|(_, change)| &change.puts);
        let replaced: BTreeSet<&(u64, ActorId)> = puts.flat_map(|(_, _, replaced)| replaced).collect();
        let mut visible: BTreeMap<String, Vec<VisibleValue>> = BTreeMap::new();
        for (hash, change) in changes {
            for (counter, (field, value, _)) in (change.start_op..).zip(&change.puts) {
                if !replaced.contains(&(counter, change.actor.clone())) {
                    let value = VisibleValue {
                        field: field.clone(),
                        counter,
                        actor: change.actor.clone(),
                        value: value.clone(),
                        change: *hash,
                        time_seconds: change.time_seconds,
                    };
                    visible.entry(field.clone()).or_default().push(value);
                }
            }
        }
        for values in visible.values_mut() {
            values.sort_by(|a, b| (a.counter, &a.actor).cmp(&(b.counter, &b.actor)));
        }
        visible
    }
}

impl Admitted {
    /// Returns what a change builds on.
    pub fn deps(&self) -> &[ChangeHash] {
        self.change.deps()
    }

    /// Returns when its writer made it, by the writer's clock, in whole seconds since 1970.
    pub fn time_seconds(&self) -> i64 {
        self.change.timestamp()
    }

    /// Returns the values that a file's change puts; `None` for a change of a journal.
    pub fn file_values(&self) -> Option<Vec<(String, Sealed)>> {
        let puts = shape_of(&self.change, puts_of).ok()?;
        Some(puts.puts.into_iter().map(|(field, value, _)| (field, value)).collect())
    }
}

/// Reads the puts out of a change; `None` for any other shape.
fn puts_of(change: &Change) -> Option<Puts> {
    let expanded = change.decode();
    let mut puts = Vec::with_capacity(expanded.operations.len());
    let mut fields = BTreeSet::new();
    for op in expanded.operations {
        let OpType::Put(ScalarValue::Bytes(bytes)) = &op.action else { return None };
        let field = map_key(&op.key).filter(|key| FILE_FIELDS.contains(key))?;
        let once = fields.insert(field.to_owned());
        if op.obj != ObjectId::Root || op.insert || !once {
            return None;
        }
        let replaced: BTreeSet<(u64, ActorId)> =
            op.pred.iter().map(|id| (id.counter(), id.actor().clone())).collect();
        if replaced.len() != op.pred.len() {
            return None;
        }
        puts.push((field.to_owned(), Sealed::parse(bytes)?, replaced));
    }
    Some(Puts {
        deps: change.deps().to_vec(),
        actor: change.actor_id().clone(),
        time_seconds: change.timestamp(),
        seq: change.seq(),
        start_op: change.start_op().get(),
        max_op: change.max_op(),
        puts,
    })
}

#[cfg(test)]
mod tests {
    use automerge::legacy::SortedVec;
    use rand::SeedableRng as _;

    use super::*;
    use crate::doc::{Dice, DocumentName, SealingKey, materialise};
    use crate::domain::FileId;

    fn sealed(n: u8) -> Sealed {
        let mut dice = Dice::seed_from_u64(u64::from(n));
        let document = DocumentName::File(FileId::from_random([0; 16]));
        SealingKey::generate(&mut dice).seal(&mut dice, &document, "f", "name", &[n])
    }

    fn actor(n: u8) -> ActorId {
        ActorId::from(&[n; 16][..])
    }

    #[test]
    fn two_branches_that_correct_one_name_leave_both_values_in_view() {
        let mut office = FileHistory::default();
        let first = office.write(&actor(1), 0, &[("name", sealed(1))]).admitted;
        office.admit(Unverified(first.bytes()), &actor(1)).unwrap();
        let (mut a, b) = (office.clone(), office.clone());
        let from_a = a.write(&actor(1), 0, &[("name", sealed(2))]).admitted;
        let from_b = b.write(&actor(2), 0, &[("name", sealed(3)), ("mobile", sealed(4))]).admitted;
        office.admit(Unverified(from_b.bytes()), &actor(2)).unwrap();
        office.admit(Unverified(from_a.bytes()), &actor(1)).unwrap();
        assert_eq!(office.visible().iter().filter(|v| v.field == "name").count(), 2);
        a.admit(Unverified(from_a.bytes()), &actor(1)).unwrap();
        a.admit(Unverified(from_b.bytes()), &actor(2)).unwrap();
        assert_eq!(a.visible(), office.visible());
        let settled = office.write(&actor(2), 0, &[("name", sealed(5))]).admitted;
        office.admit(Unverified(settled.bytes()), &actor(2)).unwrap();
        assert_eq!(office.visible().iter().filter(|v| v.field == "name").count(), 1);
        materialise(vec![first, from_b, from_a, settled]).unwrap();
    }

    #[test]
    fn a_change_that_replaces_what_its_writer_did_not_see_is_refused() {
        let mut office = FileHistory::default();
        let first = office.write(&actor(1), 0, &[("name", sealed(1))]).admitted;
        let blind = office.write(&actor(2), 0, &[("name", sealed(2))]).admitted;
        office.admit(Unverified(first.bytes()), &actor(1)).unwrap();
        let seeing = office.write(&actor(2), 0, &[("name", sealed(2))]).admitted;
        let mut forged = seeing.change.decode();
        forged.operations[0].pred = SortedVec::new();
        let forged = Change::from(forged);
        assert_eq!(
            office.clone().admit(Unverified(forged.raw_bytes()), &actor(2)).map(|_| ()),
            Err(Refusal::Shape)
        );
        assert!(office.clone().admit(Unverified(seeing.bytes()), &actor(2)).is_ok());
        assert!(office.admit(Unverified(blind.bytes()), &actor(2)).is_ok(), "a concurrent first value");
        assert_eq!(office.admit(Unverified(blind.bytes()), &actor(2)).map(|_| ()), Err(Refusal::Sequence));
        assert_eq!(office.admit(Unverified(first.bytes()), &actor(3)).map(|_| ()), Err(Refusal::Actor));
    }
}
