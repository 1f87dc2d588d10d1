//! Rows read straight out of a database's pages, without what leads to them: a damaged cell costs its row, a damaged page its
//! rows, and a damaged page above others nothing.
//!
//! The forms are SQLite's own, documented at <https://www.sqlite.org/fileformat2.html>.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::image::{Image, PAGE_BYTES, word};
use crate::store::Value;

/// The first byte of a page of a table's rows, of an index's entries, and of pages above such.
const TABLE_LEAF: u8 = 13;
const TABLE_INNER: u8 = 5;
const INDEX_LEAF: u8 = 10;
const INDEX_INNER: u8 = 2;

/// Most bytes of a row in its own page: of a table, and of an index.
const LOCAL_MAX: [usize; 2] = [PAGE_BYTES - 35, (PAGE_BYTES - 12) * 64 / 255 - 23];

/// Fewest bytes of a longer row in its own page.
const LOCAL_MIN: usize = (PAGE_BYTES - 12) * 32 / 255 - 23;

/// Most bytes of a row: far more than any that this program writes.
const ROW_BYTES_MAX: usize = 4 * 1024 * 1024;

/// A row as it was found: its number in the table, and its values in the order of the columns.
#[derive(Clone, PartialEq)]
pub(crate) struct PageRow {
    pub id: i64,
    pub values: Vec<Value<'static>>,
}

/// The rows of a page, all of one table.
pub(crate) struct Leaf {
    pub rows: Vec<PageRow>,
    /// Cells that hold no row.
    pub damaged: usize,
}

impl Image {
    /// Returns the rows of every page that holds some, whatever leads to it; and how many pages hold nothing that can be read.
    pub fn leaves(&self) -> (Vec<Leaf>, usize) {
        let (mut leaves, mut unreadable) = (Vec::new(), 0);
        // the first page tells of the tables
        let pages = self.bytes.chunks_exact(PAGE_BYTES).skip(1);
        for page in pages.chain(self.beside.iter().map(Vec::as_slice)) {
            let leaf = self.leaf(page);
            match page[0] {
                TABLE_LEAF => {
                    unreadable += usize::from(leaf.rows.is_empty() && leaf.damaged > 0);
                    leaves.push(leaf);
                }
                // pages above others, indexes, what is too long for a page, where pages belong, what is free
                0..=5 | INDEX_LEAF if leaf.rows.is_empty() || leaf.damaged > 0 => {}
                _ if leaf.rows.len() > leaf.damaged => leaves.push(leaf),
                _ => unreadable += 1,
            }
        }
        (leaves, unreadable)
    }

    fn leaf(&self, page: &[u8]) -> Leaf {
        let (mut rows, mut damaged) = (Vec::new(), BTreeSet::new());
        for at in cells(page, 0, 8) {
            match self.table_row(page, at) {
                Some(row) => rows.push(row),
                None => drop(damaged.insert(at)),
            }
        }
        Leaf { rows, damaged: damaged.len() }
    }

    fn table_row(&self, page: &[u8], at: usize) -> Option<PageRow> {
        let mut cell = page.get(at..).filter(|_| at > 0)?;
        let bytes = usize::try_from(varint(&mut cell)?).ok()?;
        let id = varint(&mut cell)?;
        Some(PageRow { id, values: values(&self.payload(cell, bytes, LOCAL_MAX[0])?)? })
    }

    /// Returns the entries of an index, each without the number of its row, and that; as far as pages lead there.
    pub fn index(&self, name: &str) -> Vec<(Vec<Value<'static>>, i64)> {
        let (mut found, mut left, mut seen) = (Vec::new(), Vec::from_iter(self.root(name)), BTreeSet::new());
        while let Some(number) = left.pop() {
            // damaged pages may lead in a circle
            let Some(page) = self.page(number).filter(|_| seen.insert(number)) else { continue };
            let is_inner = page[0] == INDEX_INNER;
            if !is_inner && page[0] != INDEX_LEAF {
                continue;
            }
            for at in cells(page, 0, if is_inner { 12 } else { 8 }) {
                let Some(mut cell) = page.get(at..) else { continue };
                if is_inner {
                    left.push(word(cell, 0) as usize);
                    cell = cell.get(4..).unwrap_or_default();
                }
                let entry = varint(&mut cell).and_then(|bytes| {
                    let bytes = usize::try_from(bytes).ok()?;
                    values(&self.payload(cell, bytes, LOCAL_MAX[1])?)
                });
                let Some(mut entry) = entry else { continue };
                if let Some(Value::Int(row)) = entry.pop() {
                    found.push((entry, row));
                }
            }
            if is_inner {
                left.push(word(page, 8) as usize);
            }
        }
        found
    }

    /// Returns the page at which an index begins.
    fn root(&self, name: &str) -> Option<usize> {
        let (mut left, mut seen) = (vec![(1, 100)], BTreeSet::new());
        while let Some((number, header)) = left.pop() {
            let Some(page) = self.page(number).filter(|_| seen.insert(number)) else { continue };
            let is_inner = page[header] == TABLE_INNER;
            for at in cells(page, header, if is_inner { 12 } else { 8 }) {
                if is_inner {
                    left.push((word(page, at) as usize, 0));
                } else if let Some(PageRow { values, .. }) = self.table_row(page, at)
                    && let [_, Value::Text(named), _, Value::Int(root), ..] = values.as_slice()
                    && named == name
                {
                    return usize::try_from(*root).ok();
                }
            }
            if is_inner {
                left.push((word(page, header + 8) as usize, 0));
            }
        }
        None
    }

    fn page(&self, number: usize) -> Option<&[u8]> {
        let start = number.checked_sub(1)?.checked_mul(PAGE_BYTES)?;
        self.bytes.get(start..start.checked_add(PAGE_BYTES)?)
    }

    /// Gathers the bytes of a row, those too long for its page from the pages that follow.
    fn payload(&self, cell: &[u8], bytes: usize, local_max: usize) -> Option<Vec<u8>> {
        if bytes > ROW_BYTES_MAX {
            return None;
        }
        if bytes <= local_max {
            return cell.get(..bytes).map(<[u8]>::to_vec);
        }
        let fits = LOCAL_MIN + (bytes - LOCAL_MIN) % (PAGE_BYTES - 4);
        let local = if fits <= local_max { fits } else { LOCAL_MIN };
        let mut gathered = cell.get(..local)?.to_vec();
        let mut next = word(cell.get(local..local + 4)?, 0) as usize;
        while gathered.len() < bytes {
            let page = self.page(next)?;
            let wanted = (bytes - gathered.len()).min(PAGE_BYTES - 4);
            gathered.extend_from_slice(&page[4..4 + wanted]);
            next = word(page, 0) as usize;
        }
        (next == 0).then_some(gathered)
    }
}

/// Returns where the cells of a page begin. A number of cells that can't be is cut to what can.
fn cells(page: &[u8], header: usize, header_bytes: usize) -> impl Iterator<Item = usize> {
    let short =
        |at: usize| page.get(at..at + 2).map_or(0, |two| usize::from(u16::from_be_bytes([two[0], two[1]])));
    let first = header + header_bytes;
    let places = (first..).step_by(2).take(short(header + 3).min((PAGE_BYTES - first) / 6));
    places.map(short)
}

/// Reads a number of 1 to 9 bytes, 7 bits of each, the high ones first.
fn varint(bytes: &mut &[u8]) -> Option<i64> {
    let mut number: u64 = 0;
    for at in 0..9 {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        if at == 8 {
            return Some((number << 8 | u64::from(*byte)).cast_signed());
        }
        number = number << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(number.cast_signed())
}

/// Reads the values of a row; `None` where they don't fill it exactly.
fn values(row: &[u8]) -> Option<Vec<Value<'static>>> {
    let mut rest = row;
    let header_bytes = usize::try_from(varint(&mut rest)?).ok()?;
    let mut kinds = row.get(row.len() - rest.len()..header_bytes)?;
    let (mut body, mut values) = (row.get(header_bytes..)?, Vec::new());
    while !kinds.is_empty() {
        let kind = varint(&mut kinds)?;
        let bytes = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 => 8,
            12.. => usize::try_from((kind - 12) / 2).ok()?,
            // no column of this program's holds a fraction
            _ => return None,
        };
        let (value, after) = body.split_at_checked(bytes)?;
        body = after;
        values.push(match kind {
            0 => Value::Null,
            8 | 9 => Value::Int(kind - 8),
            1..=6 => {
                let fill = if value[0] & 0x80 == 0 { 0 } else { 0xff };
                let mut eight = [fill; 8];
                eight[8 - bytes..].copy_from_slice(value);
                Value::Int(i64::from_be_bytes(eight))
            }
            _ if kind % 2 == 0 => Value::Bytes(Cow::Owned(value.to_vec())),
            _ => Value::Text(Cow::Owned(String::from_utf8(value.to_vec()).ok()?)),
        });
    }
    body.is_empty().then_some(values)
}
