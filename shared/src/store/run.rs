//! Many entries of a journal in one row: what the other side acknowledged is kept compressed, as the names and most values
//! of entries are the same from one to the next.
//!
//! ```text
//! run = length of what follows when it is inflated (4) ‖ zstd frame of (length (4) ‖ entry) × n        low bytes first
//! ```

use std::cell::RefCell;

use zstd::bulk::{Compressor, Decompressor};

/// How many entries a run holds: numbers 1 to 64 of a journal, 65 to 128, and so on. With more, little room would be saved.
pub const RUN: u64 = 64;

/// Most bytes of the entries of a run: whoever wants one of them inflates them all. Those of longer ones stay apart; what makes
/// an entry long is sealed, and gets no smaller.
const RUN_BYTES_MAX: usize = 128 * 1024;

/// Higher levels save two bytes in a hundred and take several times as long.
const LEVEL: i32 = 3;

thread_local! {
    // made once: making one takes longer than a run. `None` where the machine has no memory for it.
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> = RefCell::new(Compressor::new(LEVEL).ok());
    static DECOMPRESSOR: RefCell<Option<Decompressor<'static>>> = RefCell::new(Decompressor::new().ok());
}

/// Returns the number of the last entry of the run that an entry belongs to.
pub fn end_of_run(seq: u64) -> u64 {
    seq.div_ceil(RUN) * RUN
}

/// Packs entries, in their order; `None` where they stay apart, being too long or for want of memory.
pub fn pack<B: AsRef<[u8]>>(entries: &[B]) -> Option<Vec<u8>> {
    if entries.iter().map(|entry| entry.as_ref().len()).sum::<usize>() > RUN_BYTES_MAX {
        return None;
    }
    let mut plain = Vec::new();
    for entry in entries {
        plain.extend_from_slice(&length(entry.as_ref())?);
        plain.extend_from_slice(entry.as_ref());
    }
    let frame = COMPRESSOR.with_borrow_mut(|compressor| compressor.as_mut()?.compress(&plain).ok())?;
    Some([&length(&plain)?[..], &frame].concat())
}

/// Returns the entries of a run; `None` for anything else.
pub fn unpack(run: &[u8]) -> Option<Vec<Vec<u8>>> {
    let (inflated, frame) = run.split_first_chunk()?;
    let inflated = usize::try_from(u32::from_le_bytes(*inflated)).ok()?;
    if inflated > RUN_BYTES_MAX + RUN as usize * size_of::<u32>() {
        return None;
    }
    let decompress =
        |inflater: &mut Option<Decompressor<'_>>| inflater.as_mut()?.decompress(frame, inflated).ok();
    let plain = DECOMPRESSOR.with_borrow_mut(decompress).filter(|plain| plain.len() == inflated)?;
    let (mut rest, mut entries) = (plain.as_slice(), Vec::new());
    while let Some((length, after)) = rest.split_first_chunk() {
        let (entry, after) = after.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
        entries.push(entry.to_vec());
        rest = after;
    }
    rest.is_empty().then_some(entries)
}

fn length(bytes: &[u8]) -> Option<[u8; 4]> {
    Some(u32::try_from(bytes.len()).ok()?.to_le_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_back_in_their_order_and_nothing_else_is_a_run() {
        let entries: Vec<Vec<u8>> = (0..RUN as usize).map(|n| vec![b'a'; n * 7 % 40]).collect();
        let run = pack(&entries).unwrap();
        assert_eq!(unpack(&run), Some(entries));
        assert_eq!(unpack(&pack::<&[u8]>(&[]).unwrap()), Some(Vec::new()));
        for cut in 0..run.len() {
            assert_eq!(unpack(&run[..cut]), None, "cut after {cut} bytes");
        }
        let more = [&u32::MAX.to_le_bytes()[..], &run[4..]].concat();
        assert!(unpack(&run[1..]).is_none() && unpack(&more).is_none());
    }

    #[test]
    fn a_run_is_no_longer_than_is_read_at_once() {
        let longest = vec![vec![b'a'; RUN_BYTES_MAX / RUN as usize]; RUN as usize];
        let run = pack(&longest).unwrap();
        assert_eq!(unpack(&run).as_ref(), Some(&longest));
        assert_eq!(pack(&[longest.as_slice(), &[b"a".to_vec()]].concat()), None);
    }

    #[test]
    fn a_run_ends_where_its_number_is_a_multiple() {
        assert_eq!([1, 63, 64, 65, 128, 129].map(end_of_run), [64, 64, 64, 128, 128, 192]);
    }
}
