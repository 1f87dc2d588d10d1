//! One fact as it travels and as it is kept: an id, a time, and named scalars in order. Knows no kind of fact.
//!
//! The form in bytes is version 1, frozen (2026-11); the test `the_form_of_version_1_is_frozen` holds it:
//!
//! ```text
//! entry  = id (16) ‖ time in seconds (signed LEB128, at most 2^40 either way) ‖ fields
//! fields = count (unsigned LEB128, at most 64) ‖ field, ascending by name
//! field  = length of the name (1 byte, 1 to 40) ‖ name (a-z 0-9 _) ‖ tag (1 byte) ‖ value
//! value  = 0 text, 4 bytes: length (unsigned LEB128) ‖ bytes;  1 whole number: signed LEB128;  2 no, 3 yes: nothing
//! ```
//!
//! A fact has one form alone: [`Entry::from_bytes`] refuses every other one, so that a receiver which knows neither kind
//! nor field makes the very change that the writer made ([`super::change`]).

use super::Scalar;
use super::leb::{Input, put_prefixed, put_signed, put_unsigned};
use crate::domain::FactId;

/// Most fields of a fact: a visit has some 25.
pub const FIELDS_MAX: usize = 64;

/// Longest name of a field, in bytes.
pub const FIELD_NAME_BYTES_MAX: usize = 40;

/// Largest entry in bytes: the longest record line (64 KiB), and 4 KiB for names, numbers and what sealing adds.
pub const ENTRY_BYTES_MAX: usize = 68 * 1024;

/// Furthest that a time lies from 1970, in seconds either way: 34,000 years. Automerge keeps the difference of one time to the
/// next in 64 bits, and panics where it does not fit.
const TIME_SECONDS_MAX: u64 = 1 << 40;

/// The least that a field takes: a name of one letter and a yes or no.
const FIELD_BYTES_MIN: usize = 3;

/// Named scalars, each name once, ascending by name.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Fields(Vec<(String, Scalar)>);

/// One fact as a journal holds it.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    /// The fact's id.
    pub id: FactId,
    /// The commit time in seconds since 1970, 0 where it must tell nothing.
    pub time_seconds: i64,
    /// Its fields.
    pub fields: Fields,
}

/// A fact beyond [`FIELDS_MAX`] or [`ENTRY_BYTES_MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is larger than {ENTRY_BYTES_MAX} bytes, or has more than {FIELDS_MAX} fields")]
pub struct EntryTooLarge;

impl Fields {
    /// Returns no fields.
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// Makes room for this many fields.
    pub fn with_capacity(count: usize) -> Self {
        Self(Vec::with_capacity(count))
    }

    /// Puts a field and returns what stood under its name.
    ///
    /// # Panics
    /// For a name other than 1 to 40 of `a-z 0-9 _`: names are this program's own words.
    pub fn insert(&mut self, name: &str, value: Scalar) -> Option<Scalar> {
        assert!(is_field_name(name), "{name:?} names no field");
        match self.place_of(name) {
            Ok(at) => Some(std::mem::replace(&mut self.0[at].1, value)),
            Err(at) => {
                self.0.insert(at, (name.to_owned(), value));
                None
            }
        }
    }

    /// Returns a field's value.
    pub fn get(&self, name: &str) -> Option<&Scalar> {
        self.place_of(name).ok().map(|at| &self.0[at].1)
    }

    /// Returns the fields, ascending by name.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Scalar)> + Clone {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Returns the number of fields.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Tells whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the fields as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.bytes_at_most());
        self.put(&mut out);
        out
    }

    /// Reads what [`Self::to_bytes`] wrote; `None` for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut input = Input(bytes);
        let fields = Self::take(&mut input)?;
        input.0.is_empty().then_some(fields)
    }

    fn place_of(&self, name: &str) -> Result<usize, usize> {
        // most fields come in order
        match self.0.last() {
            None => Err(0),
            Some((last, _)) if last.as_str() < name => Err(self.0.len()),
            Some(_) => self.0.binary_search_by(|(known, _)| known.as_str().cmp(name)),
        }
    }

    pub(super) fn bytes_at_most(&self) -> usize {
        let values = self.0.iter().map(|(name, value)| name.len() + value_bytes_at_most(value) + 12);
        values.sum::<usize>() + 10
    }

    fn put(&self, out: &mut Vec<u8>) {
        put_unsigned(out, self.0.len() as u64);
        for (name, value) in &self.0 {
            out.push(name.len() as u8);
            out.extend_from_slice(name.as_bytes());
            match value {
                Scalar::Text(text) => {
                    out.push(0);
                    put_prefixed(out, text.as_bytes());
                }
                Scalar::Int(number) => {
                    out.push(1);
                    put_signed(out, *number);
                }
                Scalar::Bool(false) => out.push(2),
                Scalar::Bool(true) => out.push(3),
                Scalar::Bytes(bytes) => {
                    out.push(4);
                    put_prefixed(out, bytes);
                }
            }
        }
    }

    fn take(input: &mut Input<'_>) -> Option<Self> {
        let count = input.length()?;
        if count > FIELDS_MAX || count > input.0.len() / FIELD_BYTES_MIN {
            return None;
        }
        let mut fields: Vec<(String, Scalar)> = Vec::with_capacity(count);
        for _ in 0..count {
            let length = input.byte()?;
            let name = std::str::from_utf8(input.take(length.into())?).ok()?;
            let ascends = fields.last().is_none_or(|(last, _)| last.as_str() < name);
            if !ascends || !is_field_name(name) {
                return None;
            }
            let value = match input.byte()? {
                0 => Scalar::Text(std::str::from_utf8(input.prefixed()?).ok()?.to_owned()),
                1 => Scalar::Int(input.signed()?),
                2 => Scalar::Bool(false),
                3 => Scalar::Bool(true),
                4 => Scalar::Bytes(input.prefixed()?.to_vec()),
                _ => return None,
            };
            fields.push((name.to_owned(), value));
        }
        Some(Self(fields))
    }
}

impl Entry {
    /// Returns the entry as bytes.
    ///
    /// # Errors
    /// [`EntryTooLarge`] beyond the limits.
    pub fn to_bytes(&self) -> Result<Vec<u8>, EntryTooLarge> {
        let mut out = Vec::with_capacity(26 + self.fields.bytes_at_most());
        out.extend_from_slice(self.id.as_bytes());
        put_signed(&mut out, self.time_seconds);
        self.fields.put(&mut out);
        let is_within = out.len() <= ENTRY_BYTES_MAX && self.fields.len() <= FIELDS_MAX;
        is_within.then_some(out).ok_or(EntryTooLarge)
    }

    /// Reads what [`Self::to_bytes`] wrote; `None` for anything else. Never panics, and reserves no more than the bytes
    /// are long.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > ENTRY_BYTES_MAX {
            return None;
        }
        let mut input = Input(bytes);
        let id = FactId::from_slice(input.take(16)?)?;
        let time_seconds = take_time(&mut input)?;
        let fields = Fields::take(&mut input)?;
        input.0.is_empty().then_some(Self { id, time_seconds, fields })
    }
}

/// Reads a time in seconds, unless it lies beyond all that a clock shows.
pub(super) fn take_time(input: &mut Input<'_>) -> Option<i64> {
    input.signed().filter(|seconds| seconds.unsigned_abs() <= TIME_SECONDS_MAX)
}

fn value_bytes_at_most(value: &Scalar) -> usize {
    match value {
        Scalar::Text(text) => text.len(),
        Scalar::Bytes(bytes) => bytes.len(),
        Scalar::Int(_) => 10,
        Scalar::Bool(_) => 0,
    }
}

/// A field's name is 1 to 40 of `a-z 0-9 _`.
fn is_field_name(name: &str) -> bool {
    (1..=FIELD_NAME_BYTES_MAX).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

#[cfg(test)]
pub(crate) mod tests {
    use rand::{RngExt as _, SeedableRng as _};

    use super::*;
    use crate::doc::{Dice, random};

    /// Makes an entry of up to 64 fields of every kind, now and then at the edges of what a value may be.
    pub(crate) fn any_entry(dice: &mut Dice) -> Entry {
        let id = FactId::from_random(random(dice));
        let time_seconds = match dice.random_range(0..4) {
            0 => 0,
            1 => -i64::from(dice.random::<u32>()),
            2 => dice.random::<i64>() >> 24,
            _ => 1_779_000_000 + i64::from(dice.random::<u16>()),
        };
        let count = [0, 1, 2, 3, 20, 64][dice.random_range(0..6)];
        let mut fields = Fields::default();
        while fields.len() < count {
            fields.insert(&any_name(dice), any_value(dice));
        }
        Entry { id, time_seconds, fields }
    }

    fn any_name(dice: &mut Dice) -> String {
        const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789_";
        let length = dice.random_range(1..=FIELD_NAME_BYTES_MAX);
        (0..length).map(|_| char::from(LETTERS[dice.random_range(0..LETTERS.len())])).collect()
    }

    pub(crate) fn any_value(dice: &mut Dice) -> Scalar {
        const WORDS: [&str; 7] = ["", "a", "نص عربي", "سطر\nآخر", "👨‍👩‍👧", "visit", "\0"];
        match dice.random_range(0..9) {
            0 | 1 => Scalar::Text(WORDS[dice.random_range(0..WORDS.len())].to_owned()),
            2 => Scalar::Text("ش".repeat(dice.random_range(0..200))),
            3 => Scalar::Int(dice.random()),
            4 => Scalar::Int(i64::from(dice.random::<i8>())),
            5 => Scalar::Int([0, -1, i64::MIN, i64::MAX, 63, 64, -64, -65][dice.random_range(0..8)]),
            6 => Scalar::Bool(dice.random()),
            7 => Scalar::Bytes(vec![dice.random(); dice.random_range(0..20)]),
            _ => {
                let mut bytes = vec![0; dice.random_range(0..300)];
                dice.fill(&mut bytes[..]);
                Scalar::Bytes(bytes)
            }
        }
    }

    fn small() -> Entry {
        let mut fields = Fields::default();
        fields.insert("wall", Scalar::Int(-65));
        fields.insert("kind", Scalar::Text("زيارة".to_owned()));
        fields.insert("late", Scalar::Bool(true));
        fields.insert("in", Scalar::Bool(false));
        fields.insert("sealed", Scalar::Bytes(vec![1, 2, 3]));
        Entry { id: FactId::from_random([7; 16]), time_seconds: 1_779_000_000, fields }
    }

    #[test]
    fn the_form_of_version_1_is_frozen() {
        let form = "07070707070747078707070707070707c0c5a5d00605 02696e02 046b696e64000ad8b2d98ad8a7d8b1d8a9 \
                    046c61746503 067365616c65640403010203 0477616c6c01bf7f";
        assert_eq!(crate::hex::to_hex(&small().to_bytes().unwrap()), form.replace(' ', ""));
    }

    #[test]
    fn every_entry_survives_its_bytes() {
        let mut dice = Dice::seed_from_u64(1);
        for _ in 0..1_000 {
            let entry = any_entry(&mut dice);
            assert_eq!(Entry::from_bytes(&entry.to_bytes().unwrap()), Some(entry));
        }
    }

    #[test]
    fn whatever_bytes_are_read_are_written_back_as_they_were() {
        let mut dice = Dice::seed_from_u64(2);
        let (mut whole, mut read) = (Vec::new(), 0);
        for n in 0..6_000 {
            if n % 50 == 0 {
                whole = any_entry(&mut dice).to_bytes().unwrap();
            }
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
            if let Some(entry) = Entry::from_bytes(&bytes) {
                read += 1;
                assert_eq!(entry.to_bytes().unwrap(), bytes);
            }
        }
        assert!(read > 500, "only {read} mutated entries were read: the test shows nothing");
    }

    #[test]
    fn bytes_that_end_early_or_go_on_are_refused() {
        let bytes = small().to_bytes().unwrap();
        for length in 0..bytes.len() {
            assert_eq!(Entry::from_bytes(&bytes[..length]), None, "{length}");
        }
        assert_eq!(Entry::from_bytes(&[bytes, vec![0]].concat()), None);
    }

    #[test]
    fn each_rule_of_the_form_is_kept() {
        let of =
            |fields: &[u8]| Entry::from_bytes(&[&[7; 16][..], &[0], fields].concat()).map(|e| e.fields.len());
        assert_eq!(of(&[0]), Some(0));
        assert_eq!(of(&[2, 1, b'a', 2, 1, b'b', 3]), Some(2));
        assert_eq!(of(&[2, 1, b'b', 2, 1, b'a', 3]), None, "out of order");
        assert_eq!(of(&[2, 1, b'a', 2, 1, b'a', 2]), None, "a name twice");
        assert_eq!(of(&[1, 0, 2, 0]), None, "no name");
        assert_eq!(of(&[1, 1, b'A', 2]), None, "a name of other letters");
        assert_eq!(of(&[1, 1, b'a', 5]), None, "an unknown tag");
        assert_eq!(of(&[1, 1, b'a', 0, 1, 0xff]), None, "no UTF-8");
        assert_eq!(of(&[1, 1, b'a', 0, 0x81, 0, b'x']), None, "a length in a longer form");
        assert_eq!(of(&[1, 1, b'a', 1, 0x80, 0]), None, "a number in a longer form");
        assert_eq!(of(&[1, 1, b'a', 1, 0xff, 0x7f]), None, "a negative number in a longer form");
        let long = |length: u8| [&[1, length][..], &vec![b'a'; length.into()], &[2]].concat();
        assert_eq!((of(&long(40)), of(&long(41))), (Some(1), None), "a name of 41 bytes");
        let many = |count: u8| {
            let fields = (0..count).flat_map(|n| [2, b'a' + n / 26, b'a' + n % 26, 2]);
            [count].into_iter().chain(fields).collect::<Vec<u8>>()
        };
        assert_eq!((of(&many(64)), of(&many(65))), (Some(64), None), "65 fields");
        assert_eq!(of(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]), None, "an endless count");
    }

    #[test]
    fn an_entry_beyond_the_limits_is_neither_written_nor_read() {
        let of = |length: usize| {
            let mut fields = Fields::default();
            fields.insert("a", Scalar::Bytes(vec![0; length]));
            Entry { id: FactId::from_random([1; 16]), time_seconds: 0, fields }
        };
        let longest = ENTRY_BYTES_MAX - (16 + 1 + 1 + 2 + 1 + 3);
        assert_eq!(of(longest).to_bytes().unwrap().len(), ENTRY_BYTES_MAX);
        assert_eq!(of(longest + 1).to_bytes(), Err(EntryTooLarge));
        assert_eq!(Entry::from_bytes(&vec![0; ENTRY_BYTES_MAX + 1]), None);
        let mut many = Fields::default();
        for n in 0..=FIELDS_MAX {
            many.insert(&format!("f{n}"), Scalar::Bool(true));
        }
        assert_eq!(Entry { fields: many, ..of(0) }.to_bytes(), Err(EntryTooLarge));
    }

    #[test]
    fn a_time_beyond_all_clocks_is_refused() {
        let of = |time_seconds| Entry::from_bytes(&Entry { time_seconds, ..small() }.to_bytes().unwrap());
        for time in [TIME_SECONDS_MAX.cast_signed(), -TIME_SECONDS_MAX.cast_signed()] {
            assert!(of(time).is_some(), "{time}");
            assert_eq!(of(time + time.signum()), None, "{time} and one");
        }
        assert_eq!((of(i64::MAX), of(i64::MIN)), (None, None));
    }

    #[test]
    fn a_field_put_twice_holds_the_last_value() {
        let mut fields = small().fields;
        assert_eq!(fields.insert("wall", Scalar::Int(1)), Some(Scalar::Int(-65)));
        assert_eq!(fields.get("wall"), Some(&Scalar::Int(1)));
        assert_eq!(fields.get("wal"), None);
        let names: Vec<&str> = fields.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["in", "kind", "late", "sealed", "wall"]);
    }
}
