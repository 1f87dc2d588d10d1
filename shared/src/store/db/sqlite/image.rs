//! A database's file and the log beside it in memory: the pages as they stand when nothing on the disk may be written, which
//! SQLite itself would want to. Also where the log is damaged: then no page is lost that was whole.
//!
//! The forms are SQLite's own, documented at <https://www.sqlite.org/fileformat2.html>.

use std::io::ErrorKind;
use std::path::Path;

use crate::store::StoreError;

/// Bytes of a page: what every database of this program has.
pub(super) const PAGE_BYTES: usize = 4_096;

/// Bytes in front of the first frame of a log.
const LOG_HEADER_BYTES: usize = 32;

/// Bytes in front of the page of a frame.
const FRAME_HEADER_BYTES: usize = 24;

/// The beginning of a log whose checksums are of words with their high bytes first, or last.
const LOG_MAGIC: [u32; 2] = [0x377f_0683, 0x377f_0682];

/// How often the files are read anew where another program writes them meanwhile.
const READS_MAX: usize = 5;

/// What a damaged frame of a log does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum DamagedFrame {
    /// It ends the log, as it does for SQLite.
    Ends,
    /// It counts, and so does what is behind it: whoever wrote that was told that it was saved.
    Counts,
}

/// The database's pages with what was committed to its log.
pub(super) struct Image {
    /// Its pages.
    pub bytes: Vec<u8>,
    /// Whole pages that a damaged frame of the log took the place of, and damaged ones that are in no place.
    pub beside: Vec<Vec<u8>>,
}

impl Image {
    /// Reads a database and its log. Nothing is locked: where both changed while they were read, they are read again.
    pub fn read(path: &Path, damaged: DamagedFrame) -> Result<Self, StoreError> {
        let mut log_path = path.as_os_str().to_owned();
        log_path.push("-wal");
        let log_path = Path::new(&log_path);
        for _ in 0..READS_MAX {
            let before = [state_of(path)?, state_of(log_path)?];
            let (bytes, log) = (read(path)?.unwrap_or_default(), read(log_path)?.unwrap_or_default());
            if [state_of(path)?, state_of(log_path)?] == before {
                return Ok(Self::of(bytes, &log, damaged));
            }
        }
        Err(StoreError::Busy)
    }

    /// Lays the pages of a log over those of its database, as far as they were committed.
    fn of(bytes: Vec<u8>, log: &[u8], damaged: DamagedFrame) -> Self {
        let mut image = Self { bytes, beside: Vec::new() };
        let Some(mut log) = Log::begin(log, damaged) else { return image };
        let (mut pending, mut pages) = (Vec::new(), None);
        while let Some(frame) = log.next_frame() {
            let size = frame.pages_after;
            pending.push(frame);
            if size > 0 {
                pending.drain(..).for_each(|frame| image.lay(&frame));
                pages = Some(size);
            }
        }
        if let Some(pages) = pages.filter(|pages| *pages <= image.bytes.len() / PAGE_BYTES) {
            image.bytes.truncate(pages * PAGE_BYTES);
        }
        image
    }

    fn lay(&mut self, frame: &Frame<'_>) {
        let place = frame.page.checked_sub(1).map(|before| before * PAGE_BYTES);
        // a number that is damaged leads anywhere
        let Some(start) = place.filter(|start| frame.is_whole || *start < self.bytes.len()) else {
            self.beside.push(frame.bytes.to_vec());
            return;
        };
        let end = start + PAGE_BYTES;
        if self.bytes.len() < end {
            self.bytes.resize(end, 0);
        }
        if !frame.is_whole {
            self.beside.push(self.bytes[start..end].to_vec());
        }
        self.bytes[start..end].copy_from_slice(frame.bytes);
    }
}

/// A log that is read frame by frame.
struct Log<'a> {
    rest: &'a [u8],
    high_first: bool,
    salt: [u8; 8],
    checksum: (u32, u32),
    damaged: DamagedFrame,
}

struct Frame<'a> {
    page: usize,
    /// How many pages the database has after it; 0 where the transaction goes on.
    pages_after: usize,
    bytes: &'a [u8],
    is_whole: bool,
}

impl<'a> Log<'a> {
    fn begin(log: &'a [u8], damaged: DamagedFrame) -> Option<Self> {
        let (header, rest) = log.split_first_chunk::<LOG_HEADER_BYTES>()?;
        let high_first = word(header, 0) == LOG_MAGIC[0];
        let checksum = (word(header, 24), word(header, 28));
        let mut log = Self { rest, high_first, salt: *header[16..].first_chunk()?, checksum, damaged };
        let is_ours = LOG_MAGIC.contains(&word(header, 0)) && word(header, 8) as usize == PAGE_BYTES;
        if is_ours && log.summed((0, 0), &header[..24]) == checksum {
            return Some(log);
        }
        // each frame says again which log it is of
        log.salt = *rest.get(8..)?.first_chunk()?;
        (damaged == DamagedFrame::Counts).then_some(log)
    }

    /// Returns the next frame; `None` at the log's end. What lies behind it is of an earlier log.
    fn next_frame(&mut self) -> Option<Frame<'a>> {
        let (frame, rest) = self.rest.split_at_checked(FRAME_HEADER_BYTES + PAGE_BYTES)?;
        let (header, bytes) = frame.split_at(FRAME_HEADER_BYTES);
        let told = (word(header, 16), word(header, 20));
        let is_whole = header[8..16] == self.salt
            && self.summed(self.summed(self.checksum, &header[..8]), bytes) == told;
        let goes_on = || {
            let mut frames = self.rest.chunks_exact(FRAME_HEADER_BYTES + PAGE_BYTES);
            frames.any(|frame| frame[8..16] == self.salt)
        };
        if !is_whole && (self.damaged == DamagedFrame::Ends || !goes_on()) {
            return None;
        }
        (self.rest, self.checksum) = (rest, told);
        let (page, pages_after) = (word(header, 0) as usize, word(header, 4) as usize);
        Some(Frame { page, pages_after, bytes, is_whole })
    }

    fn summed(&self, (mut a, mut b): (u32, u32), bytes: &[u8]) -> (u32, u32) {
        for pair in bytes.chunks_exact(8) {
            let [first, second] = [0, 4].map(|at| {
                let word = word(pair, at);
                if self.high_first { word } else { word.swap_bytes() }
            });
            a = a.wrapping_add(first).wrapping_add(b);
            b = b.wrapping_add(second).wrapping_add(a);
        }
        (a, b)
    }
}

/// Reads four bytes, the high ones first.
pub(super) fn word(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |four| u32::from_be_bytes(*four))
}

/// Length and time of the last change; `None` where there is no file.
type State = Option<(u64, std::time::SystemTime)>;

fn state_of(path: &Path) -> Result<State, StoreError> {
    let fault = |source| StoreError::File { operation: "read", path: path.display().to_string(), source };
    match std::fs::metadata(path) {
        Ok(found) => Ok(Some((found.len(), found.modified().map_err(fault)?))),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(fault(e)),
    }
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(StoreError::File { operation: "read", path: path.display().to_string(), source }),
    }
}
