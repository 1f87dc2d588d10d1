//! A beneficiary file: many writers, what a change puts sealed as one, concurrent values kept.
//!
//! A change travels and is kept as what its writer said: number, time, what it builds on, and the values put, sealed. Its
//! operation's number and its hash follow from the history. A value is replaced by whoever puts its field having seen it and
//! may replace it: head office, the branch whose file it is (its first writer's), and the branch that wrote the value. What
//! another branch puts stands beside it until one of these settles it. Only whoever opens the changes knows, and what does not
//! open replaces nothing.
//!
//! The form in bytes is version 1, frozen (2026-11):
//!
//! ```text
//! change = number of the writer's (unsigned LEB128) ‖ time in seconds (as in an entry)
//!          ‖ count (unsigned LEB128) ‖ hash (32) of what it builds on, ascending ‖ sealed values
//! ```
//!
//! In automerge's document of a file each change is one value at the root, under `<actor>/<number>` in hexadecimal and decimal
//! digits.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Actor, ChangeHash, ChangeHead, put_new};
use super::entry::{Fields, take_time};
use super::leb::{Input, put_signed, put_unsigned};
use super::{ChangePlace, Refusal, Scalar, SealedValues};
use crate::domain::{ProfileField, Text};
use crate::hex::to_hex;

/// Most changes of one file: a person corrected every week for ten years. Admission looks through all of them.
pub const FILE_CHANGES_MAX: usize = 500;

/// Most bytes of one file, all its changes together: 500 corrections of 300 bytes take 150 KB; so much opens in
/// milliseconds, and two of them fit into one answer to a pull.
pub const FILE_BYTES_MAX: usize = 256 * 1024;

/// Most changes that one change builds on: more branches than ever write to one file between two exchanges.
pub const DEPS_MAX: usize = 64;

/// Largest change of a file in bytes: the longest sealed values (64 KiB), and 4 KiB for what it builds on and numbers.
pub const FILE_CHANGE_BYTES_MAX: usize = 68 * 1024;

/// What one change of a file says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileEntry {
    /// Its number within its writer, from 1.
    pub seq: u64,
    /// When its writer put it, by the writer's clock, in whole seconds since 1970.
    pub time_seconds: i64,
    /// The changes that it builds on, ascending.
    pub deps: Vec<ChangeHash>,
    /// The values put, by field.
    pub sealed: SealedValues,
}

impl FileEntry {
    /// Returns the change as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(32 * self.deps.len() + self.sealed.as_bytes().len() + 20);
        put_unsigned(&mut out, self.seq);
        put_signed(&mut out, self.time_seconds);
        put_unsigned(&mut out, self.deps.len() as u64);
        for dep in &self.deps {
            out.extend_from_slice(&dep.0);
        }
        out.extend_from_slice(self.sealed.as_bytes());
        out
    }

    /// Reads what [`Self::to_bytes`] wrote; `None` for anything else.
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
        let sealed = SealedValues::parse(input.0)?;
        (seq > 0).then_some(Self { seq, time_seconds, deps, sealed })
    }
}

/// A change and what follows from its place in the history.
#[derive(Clone, PartialEq, Eq, Debug)]
struct FileChange {
    actor: Actor,
    /// The counter of its one operation: beyond those of all that it builds on.
    op: u64,
    entry: FileEntry,
}

impl FileChange {
    fn encode(&self) -> (Vec<u8>, ChangeHash) {
        let FileEntry { seq, time_seconds, deps, sealed } = &self.entry;
        let (seq, time_seconds) = (*seq, *time_seconds);
        let head = ChangeHead { deps, actor: &self.actor, seq, start_op: self.op, time_seconds };
        put_new(&head, &format!("{}/{seq}", to_hex(&self.actor.0)), sealed.as_bytes())
    }
}

/// Tells whether what a branch puts replaces what another put before it, in a file of a home branch: the empty one is head
/// office, whose files and words are everybody's to correct.
pub fn may_replace(by: &str, written_by: &str, home: &str) -> bool {
    by.is_empty() || home.is_empty() || by == home || by == written_by
}

/// A value that nobody who may replace it and had seen it has replaced.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VisibleValue {
    /// The field.
    pub field: ProfileField,
    /// The value.
    pub text: Text,
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
    /// is damaged. They were admitted when they came: which rules they keep is not asked again.
    pub fn from_changes<'a>(changes: impl IntoIterator<Item = (&'a [u8], Actor)>) -> Option<Self> {
        let mut history = Self::default();
        for (bytes, actor) in changes {
            let entry = FileEntry::from_bytes(bytes)?;
            let change = FileChange { actor, op: history.op_after(&entry.deps)?, entry };
            let (_, hash) = change.encode();
            history.take(NextChange { hash, change, bytes: bytes.len() });
        }
        Some(history)
    }

    /// Returns a stored change that has this hash; `None` where it is damaged, or builds on what is not here.
    pub fn stored(&self, bytes: &[u8], actor: Actor, hash: ChangeHash) -> Option<NextChange> {
        let entry = FileEntry::from_bytes(bytes)?;
        let change = FileChange { actor, op: self.op_after(&entry.deps)?, entry };
        (change.encode().1 == hash).then_some(NextChange { hash, change, bytes: bytes.len() })
    }

    /// The counter of an operation that builds on these changes; `None` where one of them is unknown.
    fn op_after(&self, deps: &[ChangeHash]) -> Option<u64> {
        let ops = deps.iter().map(|dep| self.changes.get(dep).map(|change| change.op));
        Some(ops.collect::<Option<Vec<u64>>>()?.into_iter().max().unwrap_or(0) + 1)
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
    fn last_seq_of(&self, actor: Actor) -> u64 {
        self.changes.values().filter(|c| c.actor == actor).map(|c| c.entry.seq).max().unwrap_or(0)
    }

    /// Returns the hash of a writer's change that says exactly this; `None` where it has no such change.
    pub fn same_change(&self, entry: &FileEntry, actor: Actor) -> Option<ChangeHash> {
        let is_it = |change: &FileChange| change.actor == actor && change.entry == *entry;
        self.changes.iter().find(|(_, change)| is_it(change)).map(|(hash, _)| *hash)
    }

    /// Returns these changes and everything that builds on them.
    pub fn descendants(&self, of: &BTreeSet<ChangeHash>) -> BTreeSet<ChangeHash> {
        let mut found: BTreeSet<ChangeHash> =
            self.changes.keys().filter(|hash| of.contains(hash)).copied().collect();
        loop {
            let builds_on_found =
                |change: &FileChange| change.entry.deps.iter().any(|dep| found.contains(dep));
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

    /// Returns changes and everything that they build on.
    pub fn with_what_they_build_on(
        &self,
        changes: impl IntoIterator<Item = ChangeHash>,
    ) -> BTreeSet<ChangeHash> {
        self.closure(&changes.into_iter().collect::<Vec<_>>())
    }

    /// Returns where a change stands: its writer and its number.
    pub fn place_of(&self, hash: &ChangeHash) -> Option<ChangePlace> {
        self.changes.get(hash).map(|change| (change.actor, change.entry.seq))
    }

    /// Returns the changes that no other one builds on, in order.
    pub fn heads(&self) -> Vec<ChangeHash> {
        let built_on: BTreeSet<&ChangeHash> = self.changes.values().flat_map(|c| &c.entry.deps).collect();
        self.changes.keys().filter(|hash| !built_on.contains(hash)).copied().collect()
    }

    /// Returns the actor that wrote the first change: whose branch the file is of.
    pub fn first_actor(&self) -> Option<Actor> {
        self.changes.values().find(|change| change.entry.deps.is_empty()).map(|change| change.actor)
    }

    /// Opens each change and returns the values that nobody who had seen them and may do so has replaced: by field, and within
    /// one in the order of their operations. `branch_of` tells the branch of a writer, the empty one for head office. What does
    /// not open (`None`), is no text or stands in a field that this version does not know puts nothing and replaces nothing.
    ///
    /// # Errors
    /// Whatever `open` fails with.
    pub fn visible<'b, E>(
        &self,
        branch_of: impl Fn(&Actor) -> &'b str,
        mut open: impl FnMut(ChangePlace, &SealedValues) -> Result<Option<Fields>, E>,
    ) -> Result<Vec<VisibleValue>, E> {
        let mut in_order: Vec<(&ChangeHash, &FileChange)> = self.changes.iter().collect();
        in_order.sort_by_key(|(_, change)| (change.op, change.actor));
        let mut put: BTreeMap<ProfileField, Vec<VisibleValue>> = BTreeMap::new();
        for (hash, FileChange { entry, actor, .. }) in in_order {
            let Some(values) = open((*actor, entry.seq), &entry.sealed)? else { continue };
            for (field, value) in values.iter() {
                let (Some(field), Scalar::Text(text)) = (ProfileField::from_code(field), value) else {
                    continue;
                };
                let Ok(text) = Text::new(text) else { continue };
                let (change, time_seconds) = (*hash, entry.time_seconds);
                put.entry(field).or_default().push(VisibleValue { field, text, change, time_seconds });
            }
        }
        let home = self.first_actor().map_or("", |first| branch_of(&first));
        for values in put.values_mut().filter(|values| values.len() > 1) {
            let mut seen: BTreeMap<&str, Vec<ChangeHash>> = BTreeMap::new();
            let putter_of = |value: &VisibleValue| self.changes.get(&value.change);
            for change in values.iter().filter_map(putter_of) {
                seen.entry(branch_of(&change.actor)).or_default().extend(&change.entry.deps);
            }
            for (by, seen) in seen {
                let replaced = self.closure(&seen);
                values.retain(|value| {
                    let written_by = putter_of(value).map_or("", |change| branch_of(&change.actor));
                    !replaced.contains(&value.change) || !may_replace(by, written_by, home)
                });
            }
        }
        Ok(put.into_values().flatten().collect())
    }

    /// Returns the number that a writer's next change has.
    pub fn next_seq_of(&self, actor: Actor) -> u64 {
        self.last_seq_of(actor) + 1
    }

    /// Returns the change that puts values over what is visible to somebody who knows these changes and what they build
    /// on; changes that are unknown here count for nothing, and who knows none knows the file's beginning: it hides no value
    /// then. What was written beside them stays beside the new values.
    pub fn change_on(
        &self,
        known: &[ChangeHash],
        actor: Actor,
        time_seconds: i64,
        sealed: SealedValues,
    ) -> FileEntry {
        let mut deps = self.ends_of(known);
        if deps.is_empty() {
            deps.extend(
                self.changes.iter().find(|(_, change)| change.entry.deps.is_empty()).map(|(hash, _)| *hash),
            );
        }
        FileEntry { seq: self.next_seq_of(actor), time_seconds, deps, sealed }
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
                if !made.contains(hash) && change.entry.deps.iter().all(|dep| made.contains(dep)) {
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
        if entry.seq != self.next_seq_of(actor) {
            return Err(Refusal::Sequence);
        }
        // a file has one beginning: it says whose the file is
        if entry.deps.is_empty() && !self.is_empty() {
            return Err(Refusal::Begun);
        }
        let op = self.op_after(&entry.deps).ok_or(Refusal::Chain)?;
        let closure = self.closure(&entry.deps);
        if !self.deps_are_heads(&entry.deps, &closure) || !self.own_changes_are_in(actor, &closure) {
            return Err(Refusal::Chain);
        }
        Ok(FileChange { actor, op, entry })
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
                left.extend(self.changes.get(&hash).into_iter().flat_map(|c| &c.entry.deps));
            }
        }
        closure
    }

    fn deps_are_heads(&self, deps: &[ChangeHash], closure: &BTreeSet<ChangeHash>) -> bool {
        let built_on: BTreeSet<&ChangeHash> =
            closure.iter().filter_map(|h| self.changes.get(h)).flat_map(|c| &c.entry.deps).collect();
        deps.iter().all(|dep| !built_on.contains(dep))
    }

    fn own_changes_are_in(&self, actor: Actor, closure: &BTreeSet<ChangeHash>) -> bool {
        self.changes.iter().all(|(hash, change)| change.actor != actor || closure.contains(hash))
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;

    use super::*;
    use crate::doc::{Dice, OpenError, SealingKey, materialise};
    use crate::domain::FileId;

    fn key(n: u64) -> SealingKey {
        SealingKey::generate(&mut Dice::seed_from_u64(n))
    }

    /// Where all that is put here was put first.
    const PLACE: ChangePlace = (Actor([1; 16]), 1);

    fn file() -> FileId {
        FileId::from_random([0; 16])
    }

    fn actor(n: u8) -> Actor {
        Actor([n; 16])
    }

    fn sealed(by: &SealingKey, fields: &[(&str, &str)]) -> SealedValues {
        let mut values = Fields::default();
        for (field, text) in fields {
            values.insert(field, Scalar::Text((*text).to_owned()));
        }
        by.seal_values(file(), PLACE, &values).unwrap().again(PLACE)
    }

    fn write(history: &mut FileHistory, by: u8, sealed: SealedValues) -> FileEntry {
        let entry = history.change_on(&history.heads(), actor(by), 0, sealed);
        history.add(entry.clone(), actor(by)).unwrap();
        entry
    }

    fn visible(history: &FileHistory) -> Vec<(ProfileField, String)> {
        let open =
            |place, sealed: &SealedValues| Ok::<_, OpenError>(key(1).open_values(file(), place, sealed).ok());
        history
            .visible(|_| "", open)
            .unwrap()
            .into_iter()
            .map(|value| (value.field, value.text.as_str().to_owned()))
            .collect()
    }

    fn texts(fields: &[(&str, &str)]) -> Vec<(ProfileField, String)> {
        let known =
            |(field, text): &(&str, &str)| (ProfileField::from_code(field).unwrap(), (*text).to_owned());
        fields.iter().map(known).collect()
    }

    #[test]
    fn two_branches_that_correct_one_name_leave_both_values_in_view() {
        let key = key(1);
        let mut office = FileHistory::default();
        write(&mut office, 1, sealed(&key, &[("group", "g"), ("name", "first")]));
        let (mut a, mut b) = (office.clone(), office.clone());
        let from_a = write(&mut a, 1, sealed(&key, &[("name", "a"), ("of_a_newer_version", "x")]));
        let from_b = write(&mut b, 2, sealed(&key, &[("mobile", "05"), ("name", "b")]));
        office.add(from_b.clone(), actor(2)).unwrap();
        office.add(from_a, actor(1)).unwrap();
        let both = texts(&[("name", "a"), ("name", "b"), ("mobile", "05"), ("group", "g")]);
        assert_eq!(visible(&office), both);
        a.add(from_b, actor(2)).unwrap();
        assert_eq!(visible(&a), both);
        write(&mut office, 2, sealed(&key, &[("name", "both")]));
        assert_eq!(visible(&office), texts(&[("name", "both"), ("mobile", "05"), ("group", "g")]));
        let (_, heads) = materialise(&office.as_automerge()).unwrap();
        assert_eq!(heads, office.heads());
    }

    #[test]
    fn what_does_not_open_replaces_nothing() {
        let mut history = FileHistory::default();
        write(&mut history, 1, sealed(&key(1), &[("name", "first")]));
        write(&mut history, 2, sealed(&key(2), &[("name", "hidden")]));
        assert_eq!(visible(&history), texts(&[("name", "first")]));
        write(&mut history, 1, sealed(&key(1), &[("name", "second")]));
        assert_eq!(visible(&history), texts(&[("name", "second")]));
    }

    #[test]
    fn what_was_put_over_changes_that_are_lost_stands_beside_what_is_there() {
        let mut history = FileHistory::default();
        write(&mut history, 1, sealed(&key(1), &[("group", "g")]));
        write(&mut history, 1, sealed(&key(1), &[("name", "first")]));
        let lost = [ChangeHash([9; 32])];
        let again = history.change_on(&lost, actor(2), 0, sealed(&key(1), &[("name", "again")]));
        history.add(again, actor(2)).unwrap();
        assert_eq!(visible(&history), texts(&[("name", "first"), ("name", "again"), ("group", "g")]));
    }

    #[test]
    fn a_change_out_of_its_place_is_refused_with_the_rule_that_it_breaks() {
        let mut office = FileHistory::default();
        let first = write(&mut office, 1, sealed(&key(1), &[("name", "first")]));
        let blind = FileHistory::default().change_on(&[], actor(2), 0, sealed(&key(1), &[("name", "blind")]));
        assert_eq!(office.add(first.clone(), actor(1)), Err(Refusal::Sequence), "again");
        let unknown = FileEntry { deps: vec![ChangeHash([9; 32])], ..blind.clone() };
        assert_eq!(office.add(unknown, actor(2)), Err(Refusal::Chain), "builds on what nobody has");
        let first_hash = office.same_change(&first, actor(1)).unwrap();
        let second = write(&mut office, 1, sealed(&key(1), &[("name", "second")]));
        let forgets = FileEntry { seq: 3, deps: vec![first_hash], ..second };
        assert_eq!(office.add(forgets, actor(1)), Err(Refusal::Chain), "builds not on its own last change");
        assert_eq!(office.add(blind, actor(2)), Err(Refusal::Begun), "a second beginning");
    }

    #[test]
    fn a_file_takes_no_more_than_opens_quickly_however_few_its_changes_are() {
        let mut history = FileHistory::default();
        let mut long = vec![7; 60_000];
        long[0] = 1;
        let long = SealedValues::parse(&long).unwrap();
        let write = |history: &mut FileHistory| {
            let entry = history.change_on(&history.heads(), actor(1), 0, long.clone());
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
        write(&mut history, 1, sealed(&key(1), &[("name", "first")]));
        let entry = write(&mut history, 2, sealed(&key(1), &[("name", "second")]));
        let bytes = entry.to_bytes();
        assert_eq!(FileEntry::from_bytes(&bytes), Some(entry.clone()));
        let before_sealed = bytes.len() - entry.sealed.as_bytes().len();
        for length in 0..=before_sealed {
            assert_eq!(FileEntry::from_bytes(&bytes[..length]), None, "{length}");
        }
        let longer = FileEntry::from_bytes(&[bytes.clone(), vec![0]].concat()).unwrap();
        assert_eq!(key(1).open_values(file(), PLACE, &longer.sealed), Err(OpenError), "something behind it");
        let twice = FileEntry { deps: [entry.deps.clone(), entry.deps.clone()].concat(), ..entry.clone() };
        assert_eq!(FileEntry::from_bytes(&twice.to_bytes()), None, "what it builds on twice");
        let mut unsealed = bytes;
        unsealed[before_sealed] = 0;
        assert_eq!(FileEntry::from_bytes(&unsealed), None, "of no form that is known");
        assert_eq!(FileEntry::from_bytes(&FileEntry { seq: 0, ..entry }.to_bytes()), None);
    }
}
