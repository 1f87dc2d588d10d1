//! A beneficiary file: many writers, one sealed value a field, concurrent values kept. A writer replaces exactly what it
//! saw, so that an entry says no more than what it builds on and what it puts.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Actor, ChangeHash, FileChange, FilePut, OperationId};
use super::file_entry::{DEPS_MAX, FileEntry};
use super::sealing::SealedValue;

/// Most changes of one file: a person corrected every week for ten years.
pub const FILE_CHANGES_MAX: usize = 500;

/// A value that no later change has replaced.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VisibleValue {
    /// The field.
    pub field: String,
    /// The operation that put it.
    pub operation: OperationId,
    /// The value.
    pub value: SealedValue,
    /// The change that put it.
    pub change: ChangeHash,
    /// When its writer put it, by the writer's clock, in whole seconds since 1970.
    pub time_seconds: i64,
}

/// Why an entry was refused; the history is unchanged then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileRefusal {
    /// Another writer than the one who brings it.
    #[error("actor")]
    Actor,
    /// The number does not follow, or the file is full.
    #[error("sequence")]
    Sequence,
    /// It builds on what is unknown here, on two changes of which one builds on the other, or not on its writer's last.
    #[error("chain")]
    Chain,
    /// A value is no sealed one, or there is none.
    #[error("shape")]
    Shape,
}

/// Values by field; several of one field are concurrent, in the order of their operations.
type Visible = BTreeMap<String, Vec<VisibleValue>>;

/// All changes of a file, as far as merging and reading need them.
#[derive(Clone, Debug, Default)]
pub struct FileHistory {
    changes: BTreeMap<ChangeHash, FileChange>,
    /// What no other change builds on.
    heads: BTreeSet<ChangeHash>,
    /// What nothing has replaced.
    visible: Visible,
}

impl FileHistory {
    /// Reads the history out of kept entries, each after those that it builds on; `None` where the store is damaged.
    pub fn from_entries<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Option<Self> {
        let mut history = Self::default();
        for bytes in entries {
            let entry = FileEntry::from_bytes(bytes)?;
            let actor = entry.actor;
            history.admit(&entry, actor).ok()?;
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
    pub fn last_seq_of(&self, actor: Actor) -> u64 {
        self.changes.values().filter(|c| c.actor == actor).map(|c| c.seq).max().unwrap_or(0)
    }

    /// Returns the changes that no other one builds on, in order.
    pub fn heads(&self) -> impl Iterator<Item = ChangeHash> {
        self.heads.iter().copied()
    }

    /// Returns the values that nothing has replaced, by field; several of one field are concurrent.
    pub fn visible(&self) -> impl Iterator<Item = &VisibleValue> {
        self.visible.values().flatten()
    }

    /// Returns the raw automerge changes, for an export, in no order.
    pub fn raw_changes(&self) -> impl Iterator<Item = Vec<u8>> {
        self.changes.values().map(|change| change.encode().0)
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

    /// Makes an entry that puts values over all that is visible now. It is not admitted yet.
    ///
    /// # Panics
    /// For no value at all.
    pub fn write(
        &self,
        actor: Actor,
        time_seconds: i64,
        values: impl IntoIterator<Item = (&'static str, SealedValue)>,
    ) -> FileEntry {
        FileEntry::new((actor, self.last_seq_of(actor) + 1), time_seconds, self.heads().collect(), values)
    }

    /// Makes an entry that puts values over what is visible to somebody who knows these changes and what they build on;
    /// changes that are unknown here count for nothing. What was written beside them stays beside the new values.
    ///
    /// # Panics
    /// For no value at all.
    pub fn write_on(
        &self,
        known: &[ChangeHash],
        actor: Actor,
        time_seconds: i64,
        values: impl IntoIterator<Item = (&'static str, SealedValue)>,
    ) -> FileEntry {
        FileEntry::new((actor, self.last_seq_of(actor) + 1), time_seconds, self.ends_of(known), values)
    }

    /// Admits an entry that its writer brings, and returns the change's hash.
    ///
    /// The writer's own chain must be whole and everything it builds on known. What it replaces and how its operations
    /// count follow from that.
    ///
    /// # Errors
    /// [`FileRefusal`] with the first rule that the entry breaks; the history is unchanged then.
    pub fn admit(&mut self, entry: &FileEntry, writer: Actor) -> Result<ChangeHash, FileRefusal> {
        if entry.actor != writer {
            return Err(FileRefusal::Actor);
        }
        if self.len() >= FILE_CHANGES_MAX || entry.seq != self.last_seq_of(writer) + 1 {
            return Err(FileRefusal::Sequence);
        }
        let builds_on_all = entry.deps().iter().eq(&self.heads);
        let seen = if builds_on_all { None } else { Some(self.seen_by(entry)?) };
        let visible = seen.as_ref().unwrap_or(&self.visible);
        let change = self.change_of(entry, visible);
        let (_, hash) = change.encode();
        let values: Option<Vec<SealedValue>> =
            change.puts.iter().map(|put| SealedValue::parse(&put.value)).collect();
        let values = values.filter(|values| !values.is_empty()).ok_or(FileRefusal::Shape)?;
        self.add(hash, change, values);
        Ok(hash)
    }

    /// What was visible to the writer of an entry that does not build on all heads.
    fn seen_by(&self, entry: &FileEntry) -> Result<Visible, FileRefusal> {
        let deps = entry.deps();
        if deps.len() > DEPS_MAX || !deps.iter().all(|dep| self.contains(dep)) {
            return Err(FileRefusal::Chain);
        }
        let closure = self.closure(deps);
        let below: BTreeSet<&ChangeHash> =
            closure.iter().filter_map(|hash| self.changes.get(hash)).flat_map(|c| &c.deps).collect();
        let deps_are_ends = deps.iter().all(|dep| !below.contains(dep));
        let own_are_seen =
            self.changes.iter().all(|(hash, c)| c.actor != entry.actor || closure.contains(hash));
        if !deps_are_ends || !own_are_seen {
            return Err(FileRefusal::Chain);
        }
        Ok(self.visible_in(&closure))
    }

    fn change_of(&self, entry: &FileEntry, visible: &Visible) -> FileChange {
        let below = entry.deps().iter().filter_map(|dep| self.changes.get(dep));
        let put = |(field, value): (&str, &[u8])| FilePut {
            field: field.to_owned(),
            value: value.to_vec(),
            replaced: visible.get(field).into_iter().flatten().map(|v| v.operation).collect(),
        };
        FileChange {
            actor: entry.actor,
            seq: entry.seq,
            deps: entry.deps().iter().copied().collect(),
            start_op: below.map(FileChange::max_op).max().unwrap_or(0) + 1,
            time_seconds: entry.time_seconds,
            puts: entry.values().map(put).collect(),
        }
    }

    fn add(&mut self, hash: ChangeHash, change: FileChange, values: Vec<SealedValue>) {
        for ((counter, put), value) in (change.start_op..).zip(&change.puts).zip(values) {
            let shown = self.visible.entry(put.field.clone()).or_default();
            shown.retain(|seen| !put.replaced.contains(&seen.operation));
            shown.push(VisibleValue {
                field: put.field.clone(),
                operation: OperationId { counter, actor: change.actor },
                value,
                change: hash,
                time_seconds: change.time_seconds,
            });
            shown.sort_unstable_by_key(|seen| seen.operation);
        }
        self.heads.retain(|head| !change.deps.contains(head));
        self.heads.insert(hash);
        self.changes.insert(hash, change);
    }

    /// The changes among these, as far as they are known here, that none of the others builds on; in order.
    fn ends_of(&self, known: &[ChangeHash]) -> Vec<ChangeHash> {
        let mut ends: BTreeSet<ChangeHash> =
            known.iter().filter(|hash| self.contains(hash)).copied().collect();
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

    fn visible_in(&self, closure: &BTreeSet<ChangeHash>) -> Visible {
        let mut part = Self::default();
        let mut changes: Vec<(&ChangeHash, &FileChange)> =
            closure.iter().filter_map(|hash| Some((hash, self.changes.get(hash)?))).collect();
        // a change counts on from those below it, so that it comes after them
        changes.sort_unstable_by_key(|(hash, change)| (change.start_op, **hash));
        for (hash, change) in changes {
            let values = change.puts.iter().filter_map(|put| SealedValue::parse(&put.value)).collect();
            part.add(*hash, change.clone(), values);
        }
        part.visible
    }
}

#[cfg(test)]
mod tests {
    use automerge::{Automerge, Change, ROOT, ReadDoc as _};
    use rand::{RngExt as _, SeedableRng as _};

    use super::*;
    use crate::doc::sealing::SealingKey;
    use crate::doc::{Dice, random};
    use crate::domain::{FileId, KeyId};

    const FIELDS: [&str; 3] = ["mobile", "name", "national_id"];

    fn actor(n: u8) -> Actor {
        Actor([n; 16])
    }

    fn sealed(text: &[u8]) -> SealedValue {
        let key = SealingKey::from_parts(KeyId::from_random([1; 16]), [2; 32]);
        key.seal_value(FileId::from_random([3; 16]), "name", (actor(9), 9), text).unwrap()
    }

    fn shown(history: &FileHistory, field: &str) -> Vec<SealedValue> {
        history.visible().filter(|v| v.field == field).map(|v| v.value.clone()).collect()
    }

    #[test]
    fn two_branches_that_correct_one_name_leave_both_values_in_view() {
        let mut office = FileHistory::default();
        let first = office.write(actor(1), 0, [("name", sealed(b"1"))]);
        office.admit(&first, actor(1)).unwrap();
        let (mut a, b) = (office.clone(), office.clone());
        let from_a = a.write(actor(1), 0, [("name", sealed(b"2"))]);
        let from_b = b.write(actor(2), 0, [("name", sealed(b"3")), ("mobile", sealed(b"4"))]);
        office.admit(&from_b, actor(2)).unwrap();
        office.admit(&from_a, actor(1)).unwrap();
        assert_eq!(shown(&office, "name").len(), 2);
        a.admit(&from_a, actor(1)).unwrap();
        a.admit(&from_b, actor(2)).unwrap();
        assert!(a.visible().eq(office.visible()));
        let settled = office.write(actor(2), 0, [("name", sealed(b"5"))]);
        office.admit(&settled, actor(2)).unwrap();
        assert_eq!(shown(&office, "name"), [sealed(b"5")]);
        assert_eq!(shown(&office, "mobile"), [sealed(b"4")]);
    }

    #[test]
    fn an_entry_that_breaks_a_rule_is_refused_and_changes_nothing() {
        let mut office = FileHistory::default();
        let first = office.write(actor(1), 0, [("name", sealed(b"1"))]);
        let blind = office.write(actor(2), 0, [("name", sealed(b"2"))]);
        let base = office.admit(&first, actor(1)).unwrap();
        let next = office.write(actor(1), 0, [("name", sealed(b"3"))]);
        let of = |writer: (Actor, u64), deps: &[ChangeHash]| {
            FileEntry::new(writer, 0, deps.to_vec(), [("name", sealed(b"4"))])
        };
        let head = office.clone().admit(&next, actor(1)).unwrap();
        let mut refused = |entry: &FileEntry, writer| office.admit(entry, writer).unwrap_err();
        assert_eq!(refused(&next, actor(2)), FileRefusal::Actor);
        assert_eq!(refused(&first, actor(1)), FileRefusal::Sequence);
        assert_eq!(refused(&of((actor(1), 3), &[base]), actor(1)), FileRefusal::Sequence);
        assert_eq!(refused(&of((actor(1), 2), &[]), actor(1)), FileRefusal::Chain, "forgets its own change");
        assert_eq!(refused(&of((actor(2), 1), &[head]), actor(2)), FileRefusal::Chain, "unknown");
        assert_eq!(office.len(), 1);
        office.admit(&next, actor(1)).unwrap();
        let both = office.admit(&of((actor(2), 1), &[base, head]), actor(2));
        assert_eq!(both, Err(FileRefusal::Chain), "one builds on the other");
        assert!(office.admit(&blind, actor(2)).is_ok(), "a concurrent first value");
        assert_eq!(shown(&office, "name").len(), 2);
    }

    #[test]
    fn a_file_never_grows_beyond_its_limit() {
        let mut file = FileHistory::default();
        for n in 0..FILE_CHANGES_MAX {
            let entry = file.write(actor(1), n as i64, [("name", sealed(b"1"))]);
            file.admit(&entry, actor(1)).unwrap();
        }
        let one_more = file.write(actor(1), 0, [("name", sealed(b"1"))]);
        assert_eq!(file.admit(&one_more, actor(1)), Err(FileRefusal::Sequence));
    }

    /// Every replica writes, now and then receives what the others wrote, and in the end shows what automerge shows.
    #[test]
    fn replicas_that_write_apart_show_what_automerge_shows_of_the_same_changes() {
        for seed in 0..60 {
            let mut dice = Dice::seed_from_u64(seed);
            let mut replicas = vec![FileHistory::default(); 3];
            let mut entries: Vec<FileEntry> = Vec::new();
            for _ in 0..24 {
                let me = dice.random_range(0..3);
                if dice.random_range(0..3) == 0 {
                    receive(&mut replicas[me], &entries);
                } else {
                    let values = FIELDS.iter().filter(|_| dice.random()).map(|f| (*f, sealed(&[1])));
                    let mut values: Vec<(&'static str, SealedValue)> = values.collect();
                    values.push(("group", sealed(&random::<2>(&mut dice))));
                    let writer = actor(1 + me as u8);
                    let entry = replicas[me].write(writer, 0, values);
                    replicas[me].admit(&entry, writer).unwrap();
                    entries.push(entry);
                }
            }
            replicas.iter_mut().for_each(|replica| receive(replica, &entries));
            let (one, others) = replicas.split_first().unwrap();
            assert!(others.iter().all(|other| other.visible().eq(one.visible())), "seed {seed}");
            let kept: Vec<Vec<u8>> = entries.iter().map(|entry| entry.to_bytes().unwrap()).collect();
            let read = FileHistory::from_entries(kept.iter().map(Vec::as_slice)).unwrap();
            assert!(read.visible().eq(one.visible()) && read.heads().eq(one.heads()), "seed {seed}");
            as_automerge_shows_it(one);
        }
    }

    /// Takes in what can be: an entry whose writer was ahead comes in the next round.
    fn receive(replica: &mut FileHistory, entries: &[FileEntry]) {
        for entry in entries {
            let is_next = entry.seq == replica.last_seq_of(entry.actor) + 1;
            if is_next && entry.deps().iter().all(|dep| replica.contains(dep)) {
                replica.admit(entry, entry.actor).unwrap();
            }
        }
    }

    fn as_automerge_shows_it(history: &FileHistory) {
        let mut document = Automerge::new();
        let changes: Vec<Change> =
            history.raw_changes().map(|bytes| Change::try_from(&bytes[..]).unwrap()).collect();
        document.apply_changes(changes).unwrap();
        let heads: Vec<ChangeHash> = document.get_heads().iter().map(|hash| ChangeHash(hash.0)).collect();
        assert!(history.heads().eq(heads));
        for field in FIELDS.into_iter().chain(["group"]) {
            let theirs = document.get_all(ROOT, field).unwrap().into_iter();
            let mut theirs: Vec<Vec<u8>> = theirs.map(|(v, _)| v.into_bytes().unwrap()).collect();
            let mut ours: Vec<Vec<u8>> =
                shown(history, field).into_iter().map(SealedValue::into_bytes).collect();
            theirs.sort();
            ours.sort();
            assert_eq!(ours, theirs, "{field}");
        }
    }
}
