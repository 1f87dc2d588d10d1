//! A beneficiary file: many writers, one sealed value a field, concurrent values kept.
//!
//! A change travels and is kept as what its writer said: number, time, what it builds on, and the values put. What it
//! replaces, its first operation's number and its hash follow from the history: a writer replaces exactly what it saw.
//!
//! The form in bytes is version 1, frozen (2026-11):
//!
//! ```text
//! change = number of the writer's (unsigned LEB128) ‖ time in seconds (as in an entry)
//!          ‖ count (unsigned LEB128) ‖ hash (32) of what it builds on, ascending ‖ fields (as in an entry; bytes alone)
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Actor, ChangeHash, FileChange, FilePut, OperationId};
use super::entry::{Fields, take_time};
use super::leb::{Input, put_signed, put_unsigned};
use super::{Refusal, Scalar, SealedValue};

/// Most changes of one file: a person corrected every week for ten years. Admission looks through all of them.
pub const FILE_CHANGES_MAX: usize = 500;

/// Most bytes of one file, all its changes together: 500 corrections of 300 bytes take 150 KB; so much opens in
/// milliseconds, and two of them fit into one answer to a pull.
pub const FILE_BYTES_MAX: usize = 256 * 1024;

/// Most changes that one change builds on: more branches than ever write to one file between two exchanges.
pub const DEPS_MAX: usize = 64;

/// Largest change of a file in bytes: a few sealed values of 4,000 characters each.
pub const FILE_CHANGE_BYTES_MAX: usize = 68 * 1024;

/// What one change of a file says.
#[derive(Clone, PartialEq, Debug)]
pub struct FileEntry {
    /// Its number within its writer, from 1.
    pub seq: u64,
    /// When its writer put it, by the writer's clock, in whole seconds since 1970.
    pub time_seconds: i64,
    /// The changes that it builds on, ascending.
    pub deps: Vec<ChangeHash>,
    /// Sealed values by field.
    pub values: Fields,
}

impl FileEntry {
    /// Returns the change as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(32 * self.deps.len() + 400);
        put_unsigned(&mut out, self.seq);
        put_signed(&mut out, self.time_seconds);
        put_unsigned(&mut out, self.deps.len() as u64);
        for dep in &self.deps {
            out.extend_from_slice(&dep.0);
        }
        out.extend_from_slice(&self.values.to_bytes());
        out
    }

    /// Reads what [`Self::to_bytes`] wrote; `None` for anything else, and for values that are not sealed ones.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > FILE_CHANGE_BYTES_MAX {
            return None;
        }
        let mut input = Input(bytes);
        let (seq, time_seconds) = (input.unsigned()?, take_time(&mut input)?);
        let count = input.length()?;
        if count > DEPS_MAX {
            return None;
        }
        let mut deps: Vec<ChangeHash> = Vec::with_capacity(count);
        for _ in 0..count {
            let dep = ChangeHash(input.array()?);
            if deps.last().is_some_and(|last| *last >= dep) {
                return None;
            }
            deps.push(dep);
        }
        let values = Fields::from_bytes(input.0)?;
        let is_sealed = |value: &Scalar| match value {
            Scalar::Bytes(bytes) => SealedValue::parse(bytes).is_some(),
            Scalar::Text(_) | Scalar::Int(_) | Scalar::Bool(_) => false,
        };
        let sound = seq > 0 && !values.is_empty() && values.iter().all(|(_, value)| is_sealed(value));
        sound.then_some(Self { seq, time_seconds, deps, values })
    }

    /// Returns the values put, by field.
    pub fn sealed(&self) -> impl Iterator<Item = (&str, SealedValue)> {
        self.values.iter().filter_map(|(field, value)| match value {
            Scalar::Bytes(bytes) => Some((field, SealedValue::parse(bytes)?)),
            Scalar::Text(_) | Scalar::Int(_) | Scalar::Bool(_) => None,
        })
    }
}

/// A value that no later change has replaced.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VisibleValue {
    /// The field.
    pub field: String,
    /// The operation's counter.
    pub counter: u64,
    /// The operation's writer.
    pub actor: Actor,
    /// The value.
    pub value: SealedValue,
    /// The change that put it.
    pub change: ChangeHash,
    /// When its writer put it, by the writer's clock, in whole seconds since 1970.
    pub time_seconds: i64,
}

/// A change that a history admitted and has not taken in.
#[derive(Clone, Debug)]
pub struct NextChange {
    /// Its hash.
    pub hash: ChangeHash,
    change: FileChange,
    bytes: usize,
}

/// All changes of a file, as far as admission and reading need them.
#[derive(Clone, Debug, Default)]
pub struct FileHistory {
    changes: BTreeMap<ChangeHash, FileChange>,
    bytes: usize,
}

impl FileHistory {
    /// Builds the history of stored changes and their writers, each after those that it builds on; `None` where the store
    /// is damaged.
    pub fn from_changes<'a>(changes: impl IntoIterator<Item = (&'a [u8], Actor)>) -> Option<Self> {
        let mut history = Self::default();
        for (bytes, actor) in changes {
            history.add(FileEntry::from_bytes(bytes)?, actor).ok()?;
        }
        Some(history)
    }

    /// Returns the number of changes.
    pub fn len(&self) -> usize {
        self.changes.len()
    }

    /// Returns what it takes to hold and to read, in bytes, about.
    pub fn weight(&self) -> usize {
        self.bytes + 200 * self.len()
    }

    /// Tells whether it has room for so many more changes, of so many bytes together.
    pub fn has_room_for(&self, changes: usize, bytes: usize) -> bool {
        self.len() + changes <= FILE_CHANGES_MAX && self.bytes + bytes <= FILE_BYTES_MAX
    }

    /// Tells whether nothing was ever written.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Tells whether a change is in it.
    pub fn contains(&self, hash: &ChangeHash) -> bool {
        self.changes.contains_key(hash)
    }

    /// Returns how many changes a writer has made.
    pub fn last_seq_of(&self, actor: Actor) -> u64 {
        self.changes.values().filter(|c| c.actor == actor).map(|c| c.seq).max().unwrap_or(0)
    }

    /// Returns the hash of a writer's change that says exactly this; `None` where it has no such change.
    pub fn same_change(&self, entry: &FileEntry, actor: Actor) -> Option<ChangeHash> {
        let is_it = |change: &FileChange| {
            let values = change.puts.iter().map(|put| (put.field.as_str(), put.value.as_slice()));
            let theirs = entry.values.iter().map(|(field, value)| match value {
                Scalar::Bytes(bytes) => (field, bytes.as_slice()),
                Scalar::Text(_) | Scalar::Int(_) | Scalar::Bool(_) => (field, &[][..]),
            });
            change.actor == actor
                && (change.seq, change.time_seconds) == (entry.seq, entry.time_seconds)
                && change.deps.iter().eq(&entry.deps)
                && values.eq(theirs)
        };
        self.changes.iter().find(|(_, change)| is_it(change)).map(|(hash, _)| *hash)
    }

    /// Returns these changes and everything that builds on them.
    pub fn descendants(&self, of: &BTreeSet<ChangeHash>) -> BTreeSet<ChangeHash> {
        let mut found: BTreeSet<ChangeHash> =
            self.changes.keys().filter(|hash| of.contains(hash)).copied().collect();
        loop {
            let builds_on_found = |change: &FileChange| change.deps.iter().any(|dep| found.contains(dep));
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
        self.visible_in(&self.closure(&self.heads())).into_values().flatten().collect()
    }

    /// Returns the change that puts values over what is visible to somebody who knows these changes and what they build
    /// on; changes that are unknown here count for nothing. What was written beside them stays beside the new values.
    pub fn change_on(
        &self,
        known: &[ChangeHash],
        actor: Actor,
        time_seconds: i64,
        values: Fields,
    ) -> FileEntry {
        FileEntry { seq: self.last_seq_of(actor) + 1, time_seconds, deps: self.ends_of(known), values }
    }

    /// Admits a change and takes it in; returns its hash.
    ///
    /// The writer's own chain must be whole, everything it builds on known, and these the ends of what it builds on.
    ///
    /// # Errors
    /// [`Refusal`] with the first rule that the change breaks; the history is unchanged then.
    pub fn add(&mut self, entry: FileEntry, actor: Actor) -> Result<ChangeHash, Refusal> {
        let next = self.next(entry, actor)?;
        let hash = next.hash;
        self.take(next);
        Ok(hash)
    }

    /// Admits a change without taking it in.
    ///
    /// # Errors
    /// [`Refusal`] as for [`FileHistory::add`].
    pub fn next(&self, entry: FileEntry, actor: Actor) -> Result<NextChange, Refusal> {
        let bytes = entry.to_bytes().len();
        if !self.has_room_for(1, bytes) {
            return Err(Refusal::Full);
        }
        let change = self.made(entry, actor)?;
        let (_, hash) = change.encode();
        Ok(NextChange { hash, change, bytes })
    }

    /// Takes in a change that this history admitted as it stands.
    pub fn take(&mut self, next: NextChange) {
        self.bytes += next.bytes;
        self.changes.insert(next.hash, next.change);
    }

    /// Returns each change as automerge's own bytes, each after those that it builds on.
    pub fn as_automerge(&self) -> Vec<Vec<u8>> {
        let mut made: BTreeSet<ChangeHash> = BTreeSet::new();
        let mut bytes = Vec::with_capacity(self.len());
        while bytes.len() < self.len() {
            let before = bytes.len();
            for (hash, change) in &self.changes {
                if !made.contains(hash) && change.deps.is_subset(&made) {
                    bytes.push(change.encode().0);
                    made.insert(*hash);
                }
            }
            if bytes.len() == before {
                break;
            }
        }
        bytes
    }

    /// Returns the change that an entry is over what its writer saw.
    fn made(&self, entry: FileEntry, actor: Actor) -> Result<FileChange, Refusal> {
        let FileEntry { seq, time_seconds, deps, values } = entry;
        if seq != self.last_seq_of(actor) + 1 {
            return Err(Refusal::Sequence);
        }
        if !deps.iter().all(|dep| self.changes.contains_key(dep)) {
            return Err(Refusal::Chain);
        }
        let closure = self.closure(&deps);
        if !self.deps_are_heads(&deps, &closure) || !self.own_changes_are_in(actor, &closure) {
            return Err(Refusal::Chain);
        }
        let max_op = deps.iter().filter_map(|dep| self.changes.get(dep)).map(FileChange::max_op).max();
        let visible = self.visible_in(&closure);
        let put = |(field, value): (&str, &Scalar)| match value {
            Scalar::Bytes(value) => {
                let seen = visible.get(field).into_iter().flatten();
                let replaced = seen.map(|v| OperationId { counter: v.counter, actor: v.actor }).collect();
                Some(FilePut { field: field.to_owned(), value: value.clone(), replaced })
            }
            Scalar::Text(_) | Scalar::Int(_) | Scalar::Bool(_) => None,
        };
        Ok(FileChange {
            actor,
            seq,
            start_op: max_op.unwrap_or(0) + 1,
            time_seconds,
            puts: values.iter().filter_map(put).collect(),
            deps: deps.into_iter().collect(),
        })
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

    fn own_changes_are_in(&self, actor: Actor, closure: &BTreeSet<ChangeHash>) -> bool {
        self.changes.iter().all(|(hash, change)| change.actor != actor || closure.contains(hash))
    }

    fn visible_in(&self, closure: &BTreeSet<ChangeHash>) -> BTreeMap<String, Vec<VisibleValue>> {
        let changes: Vec<(&ChangeHash, &FileChange)> =
            closure.iter().filter_map(|hash| Some((hash, self.changes.get(hash)?))).collect();
        let puts = changes.iter().flat_map(|(_, change)| &change.puts);
        let replaced: BTreeSet<&OperationId> = puts.flat_map(|put| &put.replaced).collect();
        let mut visible: BTreeMap<String, Vec<VisibleValue>> = BTreeMap::new();
        for (hash, change) in changes {
            for (counter, put) in (change.start_op..).zip(&change.puts) {
                let is_replaced = replaced.contains(&OperationId { counter, actor: change.actor });
                let Some(value) = SealedValue::parse(&put.value).filter(|_| !is_replaced) else { continue };
                visible.entry(put.field.clone()).or_default().push(VisibleValue {
                    field: put.field.clone(),
                    counter,
                    actor: change.actor,
                    value,
                    change: *hash,
                    time_seconds: change.time_seconds,
                });
            }
        }
        for values in visible.values_mut() {
            values.sort_by_key(|value| (value.counter, value.actor));
        }
        visible
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;

    use super::*;
    use crate::doc::{Dice, SealingKey, materialise};
    use crate::domain::FileId;

    fn values(fields: &[(&str, u8)]) -> Fields {
        let mut values = Fields::default();
        for (field, n) in fields {
            let key = SealingKey::generate(&mut Dice::seed_from_u64(u64::from(*n)));
            let file = FileId::from_random([0; 16]);
            let sealed = key.seal_value(file, field, (actor(1), 1), &[*n]).unwrap();
            values.insert(field, Scalar::Bytes(sealed.into_bytes()));
        }
        values
    }

    fn actor(n: u8) -> Actor {
        Actor([n; 16])
    }

    fn write(history: &mut FileHistory, by: u8, fields: &[(&str, u8)]) -> FileEntry {
        let entry = history.change_on(&history.heads(), actor(by), 0, values(fields));
        history.add(entry.clone(), actor(by)).unwrap();
        entry
    }

    #[test]
    fn two_branches_that_correct_one_name_leave_both_values_in_view() {
        let mut office = FileHistory::default();
        write(&mut office, 1, &[("name", 1)]);
        let (mut a, mut b) = (office.clone(), office.clone());
        let from_a = write(&mut a, 1, &[("name", 2)]);
        let from_b = write(&mut b, 2, &[("name", 3), ("mobile", 4)]);
        office.add(from_b.clone(), actor(2)).unwrap();
        office.add(from_a, actor(1)).unwrap();
        assert_eq!(office.visible().iter().filter(|v| v.field == "name").count(), 2);
        a.add(from_b, actor(2)).unwrap();
        assert_eq!(a.visible(), office.visible());
        write(&mut office, 2, &[("name", 5)]);
        assert_eq!(office.visible().iter().filter(|v| v.field == "name").count(), 1);
        let (_, heads) = materialise(&office.as_automerge()).unwrap();
        assert_eq!(heads, office.heads());
    }

    #[test]
    fn a_change_out_of_its_place_is_refused_with_the_rule_that_it_breaks() {
        let mut office = FileHistory::default();
        let first = write(&mut office, 1, &[("name", 1)]);
        let blind = FileHistory::default().change_on(&[], actor(2), 0, values(&[("name", 2)]));
        assert_eq!(office.add(first.clone(), actor(1)), Err(Refusal::Sequence), "again");
        let unknown = FileEntry { deps: vec![ChangeHash([9; 32])], ..blind.clone() };
        assert_eq!(office.add(unknown, actor(2)), Err(Refusal::Chain), "builds on what nobody has");
        let forgets = FileEntry { seq: 2, ..first };
        assert_eq!(office.add(forgets, actor(1)), Err(Refusal::Chain), "builds not on its own last change");
        assert!(office.add(blind, actor(2)).is_ok(), "a concurrent first value");
    }

    #[test]
    fn a_file_takes_no_more_than_opens_quickly_however_few_its_changes_are() {
        let mut history = FileHistory::default();
        let mut values = Fields::default();
        let key = SealingKey::generate(&mut Dice::seed_from_u64(1));
        let file = FileId::from_random([0; 16]);
        let long: [u8; 60_000] = crate::doc::random(&mut Dice::seed_from_u64(2));
        let sealed = key.seal_value(file, "address", (actor(1), 1), &long).unwrap();
        values.insert("address", Scalar::Bytes(sealed.into_bytes()));
        let write = |history: &mut FileHistory| {
            let entry = history.change_on(&history.heads(), actor(1), 0, values.clone());
            history.add(entry, actor(1))
        };
        for _ in 0..4 {
            assert!(write(&mut history).is_ok());
        }
        assert_eq!(write(&mut history), Err(Refusal::Full));
        assert_eq!(history.len(), 4);
    }

    #[test]
    fn a_change_survives_its_bytes_and_every_other_form_is_refused() {
        let mut history = FileHistory::default();
        write(&mut history, 1, &[("name", 1)]);
        let entry = write(&mut history, 2, &[("mobile", 3), ("name", 2)]);
        let bytes = entry.to_bytes();
        assert_eq!(FileEntry::from_bytes(&bytes), Some(entry.clone()));
        for length in 0..bytes.len() {
            assert_eq!(FileEntry::from_bytes(&bytes[..length]), None, "{length}");
        }
        assert_eq!(FileEntry::from_bytes(&[bytes, vec![0]].concat()), None);
        let twice = FileEntry { deps: [entry.deps.clone(), entry.deps.clone()].concat(), ..entry.clone() };
        assert_eq!(FileEntry::from_bytes(&twice.to_bytes()), None, "what it builds on twice");
        let mut clear = entry.clone();
        clear.values.insert("note", Scalar::Text("x".to_owned()));
        assert_eq!(FileEntry::from_bytes(&clear.to_bytes()), None, "a value in clear");
        assert_eq!(FileEntry::from_bytes(&FileEntry { seq: 0, ..entry }.to_bytes()), None);
    }
}
