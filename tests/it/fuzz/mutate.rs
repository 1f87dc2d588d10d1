//! Mutations: of bytes, and of an entry's parts, which are read and written here without any rule of the form.

use rand::RngExt as _;
use rand::seq::IndexedRandom as _;
use shared::doc::{Dice, random};

/// Alters bytes once to four times.
pub fn scramble(dice: &mut Dice, bytes: &mut Vec<u8>) {
    for _ in 0..dice.random_range(1..=4) {
        if bytes.is_empty() {
            return;
        }
        let at = dice.random_range(0..bytes.len());
        match dice.random_range(0..9) {
            0 => bytes[at] ^= 1 << dice.random_range(0..8),
            1 => bytes[at] = dice.random(),
            2 => bytes[at] = [0, 0x7f, 0x80, 0xff, 1, 0x40][dice.random_range(0..6)],
            3 => drop(bytes.remove(at)),
            4 => bytes.insert(at, dice.random()),
            5 => {
                let run = bytes[at..bytes.len().min(at + 12)].to_vec();
                bytes.splice(at..at, run);
            }
            6 => {
                // the same number in a longer form
                bytes[at] |= 0x80;
                bytes.insert(at + 1, 0);
            }
            7 => bytes.truncate(at),
            _ => drop(bytes.splice(at..at, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f])),
        }
    }
}

/// Returns a number, more often than not one at an edge.
pub fn any_number(dice: &mut Dice) -> u64 {
    let edge = [0, 1, 2, 64, 127, 128, 1 << 31, 1 << 32, (1 << 63) - 1, 1 << 63, u64::MAX];
    if dice.random() { dice.random() } else { edge[dice.random_range(0..edge.len())] }
}

/// Returns a text, often one that is at home nowhere.
pub fn any_text(dice: &mut Dice) -> String {
    let words = ["", "a", "\0", "a\0b", "نص عربي", "👨‍👩‍👧", "visit", "people/riyadh", "../x", "'; --"];
    match dice.random_range(0..8) {
        0 => "x".repeat(dice.random_range(0..300)),
        _ => words.choose(dice).copied().unwrap_or_default().to_owned(),
    }
}

/// An entry's bytes in parts.
pub struct Raw {
    /// Id and time.
    head: Vec<u8>,
    /// How many fields it says it has, where that is another number.
    count: Option<u64>,
    fields: Vec<RawField>,
}

#[derive(Clone)]
struct RawField {
    name: Vec<u8>,
    tag: u8,
    /// What follows the tag.
    value: Vec<u8>,
}

impl Raw {
    /// Takes an entry apart, whatever its order and its names.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (_, time) = number(bytes.get(16..)?)?;
        let (head, rest) = bytes.split_at(16 + time);
        let (count, length) = number(rest)?;
        let (mut rest, mut fields) = (&rest[length..], Vec::new());
        while let Some((length, after)) = rest.split_first() {
            let (name, after) = after.split_at_checked(usize::from(*length))?;
            let (tag, after) = after.split_first()?;
            let length = match tag {
                0 | 4 => {
                    let (length, prefix) = number(after)?;
                    usize::try_from(length).ok()?.checked_add(prefix)?
                }
                1 => number(after)?.1,
                _ => 0,
            };
            let (value, after) = after.split_at_checked(length)?;
            fields.push(RawField { name: name.to_vec(), tag: *tag, value: value.to_vec() });
            rest = after;
        }
        Some(Self { head: head.to_vec(), count: (count != fields.len() as u64).then_some(count), fields })
    }

    /// Puts the parts together.
    pub fn write(&self) -> Vec<u8> {
        let mut out = self.head.clone();
        put_number(&mut out, self.count.unwrap_or(self.fields.len() as u64));
        for RawField { name, tag, value } in &self.fields {
            out.push(u8::try_from(name.len()).unwrap_or(u8::MAX));
            out.extend_from_slice(name);
            out.push(*tag);
            out.extend_from_slice(value);
        }
        out
    }

    /// Puts the fields in order.
    pub fn sort(&mut self) {
        self.fields.sort_by(|one, other| one.name.cmp(&other.name));
    }

    /// Tampers with the parts once to three times.
    pub fn tamper(&mut self, dice: &mut Dice) {
        for _ in 0..dice.random_range(1..=3) {
            self.tamper_once(dice);
        }
        if dice.random() {
            self.sort();
        }
    }

    fn tamper_once(&mut self, dice: &mut Dice) {
        let Some(last) = self.fields.len().checked_sub(1) else { return };
        let (at, other) = (dice.random_range(0..=last), dice.random_range(0..=last));
        match dice.random_range(0..12) {
            0 => self.fields.swap(at, other),
            1 => self.fields.insert(other, self.fields[at].clone()),
            2 => drop(self.fields.remove(at)),
            3 => {
                let copied = self.fields[at].clone();
                let copies = 0..dice.random_range(1..70);
                self.fields.extend(
                    copies.map(|n| RawField { name: format!("field_{n}").into_bytes(), ..copied.clone() }),
                );
            }
            4 => self.count = Some(any_number(dice)),
            5 => self.head[..16].copy_from_slice(&random::<16>(dice)),
            6 => {
                self.head.truncate(16);
                put_number(&mut self.head, any_number(dice));
            }
            7 | 8 => self.fields[at].name = any_name(dice),
            9 => self.fields[at].tag = dice.random_range(0..7),
            _ => {
                self.fields[at].tag = dice.random_range(0..5);
                self.fields[at].value = any_value(dice, self.fields[at].tag);
            }
        }
    }
}

fn any_name(dice: &mut Dice) -> Vec<u8> {
    let long = dice.random_range(0..60);
    let names = ["", "kind", "Kind", "a", "z_9", "a-b", "sealed", "file", "اسم", "\0"];
    match dice.random_range(0..4) {
        0 => vec![b'n'; long],
        1 => random::<2>(dice).to_vec(),
        _ => names.choose(dice).copied().unwrap_or_default().into(),
    }
}

fn any_value(dice: &mut Dice, tag: u8) -> Vec<u8> {
    let mut out = Vec::new();
    match tag {
        0 | 4 => {
            let bytes = match dice.random_range(0..4) {
                0 => random::<40>(dice).to_vec(),
                1 => vec![b'v'; dice.random_range(0..3_000)],
                _ => any_text(dice).into_bytes(),
            };
            put_number(&mut out, bytes.len() as u64 + u64::from(dice.random_range(0..20) == 0));
            out.extend(bytes);
        }
        1 => put_number(&mut out, any_number(dice)),
        _ => {}
    }
    out
}

/// Reads a number of seven bits a byte in any form: the number, and how many bytes it takes.
fn number(bytes: &[u8]) -> Option<(u64, usize)> {
    let length = 1 + bytes.iter().position(|byte| byte & 0x80 == 0)?;
    let low = bytes[..length.min(9)].iter().rev();
    Some((low.fold(0, |number, byte| number << 7 | u64::from(byte & 0x7f)), length))
}

fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
