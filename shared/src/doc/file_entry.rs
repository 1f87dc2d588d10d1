//! One change of a beneficiary file as it travels and as it is kept: who made it, what it builds on, what it puts.
//!
//! What it replaces and how its operations are counted is not in it: both follow from what it builds on
//! ([`super::file_history`]). The form in bytes is version 1, frozen (2026-11); the test `the_form_of_version_1_is_frozen`
//! holds it:
//!
//! ```text
//! file entry = actor (16) ‖ seq (unsigned LEB128) ‖ time in seconds (signed LEB128)
//!              ‖ number of dependencies (unsigned LEB128) ‖ hashes (32 each), ascending ‖ fields, as in an entry
//! ```

use super::Scalar;
use super::change::{Actor, ChangeHash};
use super::entry::{ENTRY_BYTES_MAX, EntryTooLarge, FIELDS_MAX, Fields};
use super::leb::{Input, put_signed, put_unsigned};
use super::sealing::SealedValue;

/// Most changes that one change builds on: as many branches would have written to one person at the same time.
pub const DEPS_MAX: usize = 64;

/// One change of a beneficiary file.
#[derive(Clone, PartialEq, Debug)]
pub struct FileEntry {
    /// The writer.
    pub actor: Actor,
    /// The writer's number for it, from 1.
    pub seq: u64,
    /// When its writer made it, by the writer's clock, in whole seconds since 1970.
    pub time_seconds: i64,
    /// What it builds on, ascending, each once.
    deps: Vec<ChangeHash>,
    /// The values that it puts: sealed ones alone, at least one.
    values: Fields,
}

impl FileEntry {
    /// Makes an entry that puts sealed values.
    ///
    /// # Panics
    /// For no value at all.
    pub fn new(
        (actor, seq): (Actor, u64),
        time_seconds: i64,
        mut deps: Vec<ChangeHash>,
        values: impl IntoIterator<Item = (&'static str, SealedValue)>,
    ) -> Self {
        deps.sort_unstable();
        deps.dedup();
        let mut fields = Fields::default();
        for (name, value) in values {
            fields.insert(name, Scalar::Bytes(value.into_bytes()));
        }
        assert!(!fields.is_empty(), "a change puts at least one value");
        Self { actor, seq, time_seconds, deps, values: fields }
    }

    /// Returns what it builds on, ascending.
    pub fn deps(&self) -> &[ChangeHash] {
        &self.deps
    }

    /// Returns the values that it puts, ascending by field.
    pub fn values(&self) -> impl ExactSizeIterator<Item = (&str, &[u8])> + Clone {
        self.values.iter().map(|(name, value)| match value {
            Scalar::Bytes(bytes) => (name, bytes.as_slice()),
            Scalar::Text(_) | Scalar::Int(_) | Scalar::Bool(_) => (name, [].as_slice()),
        })
    }

    /// Returns the entry as bytes.
    ///
    /// # Errors
    /// [`EntryTooLarge`] beyond the limits.
    pub fn to_bytes(&self) -> Result<Vec<u8>, EntryTooLarge> {
        let values = self.values.to_bytes();
        let mut out = Vec::with_capacity(16 + 30 + 32 * self.deps.len() + values.len());
        out.extend_from_slice(&self.actor.0);
        put_unsigned(&mut out, self.seq);
        put_signed(&mut out, self.time_seconds);
        put_unsigned(&mut out, self.deps.len() as u64);
        self.deps.iter().for_each(|dep| out.extend_from_slice(&dep.0));
        out.extend_from_slice(&values);
        let is_within =
            self.deps.len() <= DEPS_MAX && self.values.len() <= FIELDS_MAX && out.len() <= ENTRY_BYTES_MAX;
        is_within.then_some(out).ok_or(EntryTooLarge)
    }

    /// Reads what [`Self::to_bytes`] wrote; `None` for anything else. Never panics, and reserves no more than the bytes
    /// are long.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > ENTRY_BYTES_MAX {
            return None;
        }
        let mut input = Input(bytes);
        let actor = Actor(input.array()?);
        let (seq, time_seconds) = (input.unsigned()?, input.signed()?);
        let count = input.length().filter(|count| *count <= DEPS_MAX)?;
        let deps = input.take(count * 32)?.chunks_exact(32);
        let deps: Vec<ChangeHash> = deps.filter_map(|hash| hash.try_into().ok().map(ChangeHash)).collect();
        let ascending = deps.windows(2).all(|pair| pair[0] < pair[1]);
        let values = Fields::from_bytes(input.0)?;
        let sealed = |value: &Scalar| matches!(value, Scalar::Bytes(b) if SealedValue::parse(b).is_some());
        let all_sealed = !values.is_empty() && values.iter().all(|(_, value)| sealed(value));
        (ascending && all_sealed).then_some(Self { actor, seq, time_seconds, deps, values })
    }
}

#[cfg(test)]
mod tests {
    use rand::{RngExt as _, SeedableRng as _};

    use super::*;
    use crate::doc::Dice;
    use crate::doc::sealing::SealingKey;
    use crate::domain::{FileId, KeyId};
    use crate::hex::to_hex;

    fn entry() -> FileEntry {
        let actor = Actor([1; 16]);
        let key = SealingKey::from_parts(KeyId::from_random([2; 16]), [3; 32]);
        let seal = |field: &'static str| {
            (field, key.seal_value(FileId::from_random([4; 16]), field, (actor, 3), b"x").unwrap())
        };
        let deps = vec![ChangeHash([6; 32]), ChangeHash([5; 32]), ChangeHash([6; 32])];
        FileEntry::new((actor, 3), -1, deps, [seal("name"), seal("mobile")])
    }

    #[test]
    fn the_form_of_version_1_is_frozen() {
        let bytes = entry().to_bytes().unwrap();
        let head = [
            "01".repeat(16),
            "037f02".to_owned(),
            "05".repeat(32),
            "06".repeat(32),
            "02066d6f62696c6504".to_owned(),
        ];
        assert!(to_hex(&bytes).starts_with(&head.concat()), "{}", to_hex(&bytes));
        assert_eq!(FileEntry::from_bytes(&bytes), Some(entry()));
    }

    #[test]
    fn whatever_bytes_are_read_are_written_back_as_they_were() {
        let mut dice = Dice::seed_from_u64(1);
        let whole = entry().to_bytes().unwrap();
        let mut read = 0;
        for _ in 0..5_000 {
            let mut bytes = whole.clone();
            for _ in 0..dice.random_range(1..4) {
                let at = dice.random_range(0..bytes.len());
                match dice.random_range(0..4) {
                    0 => bytes[at] ^= 1 << dice.random_range(0..8),
                    1 => bytes[at] = dice.random(),
                    2 => bytes.insert(at, dice.random()),
                    _ => drop(bytes.remove(at)),
                }
            }
            if let Some(entry) = FileEntry::from_bytes(&bytes) {
                read += 1;
                assert_eq!(entry.to_bytes().unwrap(), bytes);
            }
        }
        assert!(read > 100, "only {read} mutated entries were read: the test shows nothing");
        for length in 0..whole.len() {
            assert_eq!(FileEntry::from_bytes(&whole[..length]), None, "{length}");
        }
    }

    #[test]
    fn an_entry_that_puts_nothing_or_something_unsealed_is_refused() {
        let of = |values: &Fields| {
            FileEntry::from_bytes(&[&[1; 16][..], &[1, 0, 0], &values.to_bytes()].concat()).is_some()
        };
        let mut values = Fields::default();
        assert!(!of(&values));
        values.insert("name", Scalar::Bytes(entry().values().next().unwrap().1.to_vec()));
        assert!(of(&values));
        values.insert("mobile", Scalar::Text("0551234567".to_owned()));
        assert!(!of(&values));
        values.insert("mobile", Scalar::Bytes(vec![1; 10]));
        assert!(!of(&values));
    }
}
