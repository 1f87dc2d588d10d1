//! A look at a foreign change before automerge's own parser sees it: chunk kind, checksum, size, and the number of
//! operations counted on the run lengths. A 113-byte change can claim three million operations; this refuses it
//! after reading 113 bytes.
//!
//! The layout is automerge's binary format, chunk type 1: <https://automerge.org/automerge-binary-format-spec/>.

use sha2::{Digest, Sha256};

/// Largest change in bytes: the longest record line (64 KiB), and 4 KiB for what sealing spends on keys, nonces and
/// tags (57 bytes a value) and what a journal spends on names and numbers.
pub const CHANGE_BYTES_MAX: usize = 68 * 1024;

/// Most operations of a change: a visit has some 25 fields.
pub const OPERATIONS_MAX: u64 = 64;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const CHANGE_CHUNK: u8 = 1;

/// Column specifications that a change may have: object (actor, counter), key (actor, counter, string), insert,
/// action, value (metadata, raw), predecessors (group, actor, counter), expand, mark name.
const KNOWN_COLUMNS: [u32; 13] =
    [0x01, 0x02, 0x11, 0x13, 0x15, 0x34, 0x42, 0x56, 0x57, 0x70, 0x71, 0x73, 0x94];

/// Checks the frame of a change and the number of rows in each of its columns.
///
/// Returns `None` for anything but one whole, uncompressed change chunk within the limits.
pub(crate) fn frame_is_sound(bytes: &[u8]) -> bool {
    bytes.len() <= CHANGE_BYTES_MAX && scan(bytes).is_some()
}

fn scan(bytes: &[u8]) -> Option<()> {
    let mut input = Input(bytes);
    if input.take(4)? != MAGIC {
        return None;
    }
    let checksum = input.take(4)?;
    let hashed = input.0;
    if input.byte()? != CHANGE_CHUNK {
        return None;
    }
    let length = input.length()?;
    if length != input.0.len() || Sha256::digest(hashed)[..4] != *checksum {
        return None;
    }
    skip_header(&mut input)?;
    let columns = input.columns()?;
    for (specification, length) in columns {
        let column = input.take(length)?;
        if !rows_are_few(specification, column) {
            return None;
        }
    }
    // whatever follows the columns would be bytes of an extension that we don't write
    input.0.is_empty().then_some(())
}

/// Dependencies, actor, sequence, first operation, time, message, other actors.
fn skip_header(input: &mut Input<'_>) -> Option<()> {
    let dependencies = input.length()?;
    input.take(dependencies.checked_mul(32)?)?;
    input.prefixed()?;
    input.unsigned()?;
    input.unsigned()?;
    input.signed()?;
    input.prefixed()?;
    let others = input.length()?;
    if others > usize::try_from(OPERATIONS_MAX).ok()? {
        return None;
    }
    for _ in 0..others {
        input.prefixed()?;
    }
    Some(())
}

fn rows_are_few(specification: u32, column: &[u8]) -> bool {
    let rows = match specification & 0b111 {
        // value bytes carry no rows of their own
        7 => Some(0),
        4 => boolean_rows(column),
        3 => run_length_rows(column, |input| input.signed().map(|_| ())),
        5 => run_length_rows(column, |input| input.prefixed().map(|_| ())),
        _ => run_length_rows(column, |input| input.unsigned().map(|_| ())),
    };
    rows.is_some_and(|rows| rows <= OPERATIONS_MAX)
}

fn boolean_rows(column: &[u8]) -> Option<u64> {
    let mut input = Input(column);
    let mut rows = 0_u64;
    while !input.0.is_empty() {
        rows = rows.checked_add(input.unsigned()?)?;
    }
    Some(rows)
}

fn run_length_rows(column: &[u8], skip: fn(&mut Input<'_>) -> Option<()>) -> Option<u64> {
    let mut input = Input(column);
    let mut rows = 0_u64;
    while !input.0.is_empty() {
        let header = input.signed()?;
        let run = if header == 0 { input.unsigned()? } else { header.unsigned_abs() };
        rows = rows.checked_add(run)?;
        if rows > OPERATIONS_MAX {
            return None;
        }
        let values = match header {
            0 => 0,
            1.. => 1,
            _ => run,
        };
        for _ in 0..values {
            skip(&mut input)?;
        }
    }
    Some(rows)
}

/// What is left to read.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|b| b[0])
    }

    fn unsigned(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                return None;
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        let mut value = 0_i64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= i64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let sign_extended = shift + 7 < 64 && byte & 0x40 != 0;
                return Some(if sign_extended { value | (-1_i64 << (shift + 7)) } else { value });
            }
        }
        None
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(self.unsigned()?).ok()
    }

    fn prefixed(&mut self) -> Option<&'a [u8]> {
        let length = self.length()?;
        self.take(length)
    }

    /// Reads the column list: known columns only, each once, in ascending order.
    fn columns(&mut self) -> Option<Vec<(u32, usize)>> {
        let count = self.length()?;
        if count > KNOWN_COLUMNS.len() {
            return None;
        }
        let mut columns: Vec<(u32, usize)> = Vec::with_capacity(count);
        for _ in 0..count {
            let specification = u32::try_from(self.unsigned()?).ok()?;
            let ascending = columns.last().is_none_or(|(last, _)| *last < specification);
            if !ascending || !KNOWN_COLUMNS.contains(&specification) {
                return None;
            }
            columns.push((specification, self.length()?));
        }
        Some(columns)
    }
}

#[cfg(test)]
mod tests {
    use automerge::transaction::Transactable as _;
    use automerge::{AutoCommit, ObjType, ROOT, ScalarValue};

    use super::*;

    fn change(edit: impl FnOnce(&mut AutoCommit)) -> automerge::Change {
        let mut document = AutoCommit::new();
        edit(&mut document);
        document.commit();
        document.get_last_local_change().expect("a change was made").clone()
    }

    #[test]
    fn an_ordinary_change_passes() {
        let ordinary = change(|d| {
            let map = d.put_object(ROOT, "x", ObjType::Map).unwrap();
            for i in 0..20_i64 {
                d.put(&map, format!("field {i}"), i).unwrap();
                d.put(&map, format!("text {i}"), "نص").unwrap();
            }
        });
        assert!(frame_is_sound(ordinary.raw_bytes()));
    }

    #[test]
    fn a_small_change_that_claims_many_operations_is_refused_before_it_is_parsed() {
        let bomb = change(|d| {
            let list = d.put_object(ROOT, "l", ObjType::List).unwrap();
            d.splice(&list, 0, 0, (0..100_000).map(|_| ScalarValue::Null)).unwrap();
        });
        assert!(bomb.raw_bytes().len() < 200);
        assert!(!frame_is_sound(bomb.raw_bytes()));
    }

    #[test]
    fn compressed_chunks_documents_and_damage_are_refused() {
        let mut large = change(|d| d.put(ROOT, "x", "a".repeat(4_000)).unwrap());
        let plain = large.raw_bytes().to_vec();
        assert!(frame_is_sound(&plain));
        assert!(!frame_is_sound(&large.bytes()), "a deflated change");
        assert!(!frame_is_sound(&AutoCommit::new().save()), "a document");
        assert!(!frame_is_sound(&[plain.as_slice(), &[0]].concat()), "bytes after the chunk");
        for at in 0..plain.len() {
            let mut damaged = plain.clone();
            damaged[at] ^= 1;
            assert!(!frame_is_sound(&damaged), "byte {at}");
        }
    }
}
