//! The one reader of files of lines: records, catalog entries, visits to be made. Opens no file; the bytes come in.

use std::io::{self, BufRead, ErrorKind};

use super::{LineFault, too_long};
use crate::locale::{is_space, is_unseen};

/// U+FEFF in UTF-8: Notepad and Excel put one in front of what they save.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A line of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineRead {
    /// Its number, from 1.
    pub number: u64,
    /// Its bytes without the line end, empty where it is blank; or why it can't be read.
    pub text: Result<Vec<u8>, LineFault>,
}

/// Reads lines that end with LF or CR LF. A byte-order mark before a line is skipped (files that were put together have several), a line beyond the limit is skipped
/// to its newline without being kept, and a file in UTF-16, or one that holds no text, ends with the first line that shows it and says
/// so.
pub struct Lines<R> {
    input: R,
    bytes_max: usize,
    limit_of: Option<fn(&[u8]) -> usize>,
    is_begun: bool,
    number: u64,
    bytes: u64,
    is_over: bool,
}

/// Why a file whose lines count together was refused.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// It can't be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A line is at fault.
    #[error("line {number}: {fault}")]
    Line {
        /// Its number, from 1.
        number: u64,
        /// What is wrong with it.
        fault: LineFault,
    },
}

impl<R: BufRead> Lines<R> {
    /// Begins to read lines of at most `bytes_max` bytes, the line end not counted.
    pub fn new(input: R, bytes_max: usize) -> Self {
        Self { input, bytes_max, limit_of: None, is_begun: false, number: 0, bytes: 0, is_over: false }
    }

    /// Begins to read lines of several kinds: `limit_of` tells the limit of a line's kind by how it begins.
    pub fn of_kinds(input: R, bytes_max: usize, limit_of: fn(&[u8]) -> usize) -> Self {
        Self { limit_of: Some(limit_of), ..Self::new(input, bytes_max) }
    }

    /// Returns where the bytes come from.
    pub fn input(&self) -> &R {
        &self.input
    }

    /// Returns how many bytes were read, line ends and all.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Reads all lines with their numbers, at most `lines_max` that are not blank.
    ///
    /// # Errors
    /// [`FileFault`] for the first line at fault; nothing of the file is returned then.
    pub fn parse_all<T>(
        self,
        lines_max: usize,
        parse: impl Fn(&[u8]) -> Result<T, LineFault>,
    ) -> Result<Vec<(u64, T)>, FileFault> {
        let mut all = Vec::new();
        for read in self {
            let LineRead { number, text } = read?;
            let wrong = |fault| FileFault::Line { number, fault };
            let text = text.map_err(wrong)?;
            if text.is_empty() {
                continue;
            }
            if all.len() == lines_max {
                let reason = format!("is one more than the {lines_max} of an import");
                return Err(wrong(LineFault::of_line(reason)));
            }
            all.push((number, parse(&text).map_err(wrong)?));
        }
        Ok(all)
    }

    fn read(&mut self) -> io::Result<Option<LineRead>> {
        let Some((mut line, mut length)) = self.read_bytes()? else { return Ok(None) };
        self.number += 1;
        let number = self.number;
        if number == 1 && is_utf_16(&line) {
            self.is_over = true;
            let fault = LineFault::of_line("is UTF-16: save the file as UTF-8 and try again");
            return Ok(Some(LineRead { number, text: Err(fault) }));
        }
        if line.len() == length && line.last() == Some(&b'\r') {
            line.pop();
            length -= 1;
        }
        if line.starts_with(BYTE_ORDER_MARK) {
            line.drain(..BYTE_ORDER_MARK.len());
            length -= BYTE_ORDER_MARK.len();
        }
        self.is_begun |= line.trim_ascii_start().first() == Some(&b'{');
        if !self.is_begun && is_no_text(&line) {
            self.is_over = true;
            return Ok(Some(LineRead { number, text: Err(LineFault::of_line(NO_TEXT)) }));
        }
        let limit = self.limit_of.map_or(self.bytes_max, |limit_of| limit_of(&line));
        if length > limit {
            return Ok(Some(LineRead { number, text: Err(too_long(limit)) }));
        }
        if shows_nothing(&line) {
            line.clear();
        }
        Ok(Some(LineRead { number, text: Ok(line) }))
    }

    /// Reads to the newline and returns the line's beginning and its whole length. What is within the limit is whole, with
    /// its byte-order mark and CR.
    fn read_bytes(&mut self) -> io::Result<Option<(Vec<u8>, usize)>> {
        let kept_max = self.bytes_max + BYTE_ORDER_MARK.len() + 1;
        let (mut line, mut length) = (Vec::new(), 0);
        loop {
            let buffered = match self.input.fill_buf() {
                Err(fault) if fault.kind() == ErrorKind::Interrupted => continue,
                buffered => buffered?,
            };
            if buffered.is_empty() {
                return Ok((length > 0).then_some((line, length)));
            }
            let newline = buffered.iter().position(|byte| *byte == b'\n');
            let part = newline.unwrap_or(buffered.len());
            line.extend_from_slice(&buffered[..part.min(kept_max - line.len())]);
            length += part;
            let used = part + usize::from(newline.is_some());
            self.bytes += used as u64;
            self.input.consume(used);
            if newline.is_some() {
                return Ok(Some((line, length)));
            }
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<LineRead>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over { None } else { self.read().transpose() }
    }
}

/// Tells whether a line is blank to whoever reads it. Control characters are not: where they stand, something was lost.
fn shows_nothing(line: &[u8]) -> bool {
    let is_nothing = |c: char| c.is_ascii_whitespace() || (!c.is_control() && (is_space(c) || is_unseen(c)));
    line.first() != Some(&b'{') && std::str::from_utf8(line).is_ok_and(|text| text.chars().all(is_nothing))
}

/// Tells whether a file begins as UTF-16 does: with its mark, or with a character below U+0100, such as a brace.
fn is_utf_16(line: &[u8]) -> bool {
    match line {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => true,
        [first, second, ..] => (*first == 0) != (*second == 0),
        [] | [_] => false,
    }
}

/// What is said of a file in which no line is one.
const NO_TEXT: &str =
    "is no text, and neither is the rest of the file: give a text file in UTF-8 with one JSON object a line";

/// Tells whether a line is none of a text file: a picture's, an archive's, a table's of another program. One of control characters
/// alone is a hole that a power cut left.
fn is_no_text(line: &[u8]) -> bool {
    let cut = line.len().saturating_sub(3);
    let is_broken = std::str::from_utf8(line).is_err_and(|fault| fault.valid_up_to() < cut);
    let is_control = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    is_broken || (line.iter().any(is_control) && !line.iter().all(u8::is_ascii_control))
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    const MAX: usize = 64;

    /// Reads through a buffer that is smaller than a line.
    fn read(bytes: &[u8]) -> Vec<LineRead> {
        let lines = Lines::new(BufReader::with_capacity(5, bytes), MAX);
        lines.collect::<io::Result<_>>().unwrap()
    }

    /// The lines' lengths; `None` for one that can't be read.
    fn lengths(text: &str) -> Vec<Option<usize>> {
        read(text.as_bytes()).into_iter().map(|line| line.text.ok().map(|text| text.len())).collect()
    }

    #[test]
    fn a_line_beyond_the_limit_is_skipped_to_its_newline_and_the_next_is_read() {
        let long = "x".repeat(MAX + 1);
        let fits = "y".repeat(MAX);
        assert_eq!(
            lengths(&format!("a\n{long}\nbc\n{fits}\r\nlast")),
            [Some(1), None, Some(2), Some(MAX), Some(4)]
        );
        assert_eq!(lengths(&long.repeat(3)), [None]);
        assert_eq!(lengths(&format!("{long}\r\nb")), [None, Some(1)]);
        assert_eq!(lengths(&format!("\u{FEFF}{fits}\r\n\u{FEFF}{fits}")), [Some(MAX), Some(MAX)]);
        assert_eq!(lengths(&format!("\u{FEFF}{fits}y\n")), [None]);
        let fault = read(long.as_bytes()).remove(0).text.unwrap_err();
        assert_eq!(fault.to_string(), "line: is longer than 64 bytes");
    }

    #[test]
    fn blank_lines_count_and_are_empty() {
        assert_eq!(lengths(""), []);
        assert_eq!(
            lengths("\u{A0}\n\u{200F}\n\u{2003}\t\n\0\0\n\u{1A}"),
            [Some(0), Some(0), Some(0), Some(2), Some(1)]
        );
        assert_eq!(lengths("\n \t\r\n\r\na"), [Some(0), Some(0), Some(0), Some(1)]);
        assert_eq!(read(b"\n\na").last().unwrap().number, 3);
    }

    #[test]
    fn a_byte_order_mark_counts_for_nothing_before_a_line() {
        assert_eq!(lengths("\u{FEFF}{}"), [Some(2)]);
        assert_eq!(lengths("\u{FEFF}"), [Some(0)]);
        assert_eq!(lengths("{}\n\u{FEFF}{}\r\n\u{FEFF}\n"), [Some(2), Some(2), Some(0)], "two files in one");
        assert_eq!(lengths("{\u{FEFF}}"), [Some(5)]);
    }

    #[test]
    fn a_file_in_utf_16_is_refused_once_and_says_how_to_save_it() {
        let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        let long = format!("\u{FEFF}{}", "ش".repeat(MAX));
        for bytes in [
            little("\u{FEFF}{\"a\":1}\r\n{\"a\":2}\r\n"),
            big("\u{FEFF}{}\n{}"),
            little("{}\n{}"),
            big("{}"),
            little("\u{FEFF}"),
            little(&long),
        ] {
            let read = read(&bytes);
            assert_eq!(read.len(), 1);
            let fault = read[0].text.as_ref().unwrap_err().to_string();
            assert_eq!(fault, "line: is UTF-16: save the file as UTF-8 and try again");
        }
    }

    #[test]
    fn a_file_that_holds_no_text_is_refused_once() {
        for bytes in [
            &b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\n{}\n"[..],
            b"PK\x03\x04\x14\0\x06\n\n\n{}",
            b"%PDF-1.7\n%\xE2\xE3\xCF\xD3 of it\n1 0 obj\n",
            b"SQLite format 3\0\x10\0\x01\n\n",
            b"\xC7\xE1\xC7\xD3\xE3;\xC7\xE1\xE5\xE6\xED\xC9\n1;2\n",
        ] {
            let read = read(bytes);
            let faults = read.iter().filter_map(|line| line.text.as_ref().err());
            assert_eq!(faults.map(ToString::to_string).collect::<Vec<_>>(), [format!("line: {NO_TEXT}")]);
            assert!(read.last().unwrap().text.is_err() && read.len() <= 2);
        }
        // a hole, a table, and what was damaged behind a line that is one
        let none = b"\0\0\0\nid;at\n{}\n\xC7\xE1\xC7\xD3\xE3\xC7\n{\x01}\n";
        assert!(read(none).iter().all(|line| line.text.is_ok()));
        // a letter that is cut by the limit
        let cut = format!("{}\n{{}}", "ش".repeat(MAX));
        assert_eq!(lengths(&cut), [None, Some(2)]);
    }

    #[test]
    fn a_line_beyond_the_limit_of_its_kind_is_told_that_limit() {
        let limit_of = |line: &[u8]| if line.starts_with(b"{\"a") { MAX } else { MAX / 2 };
        let told = |beginning: &str, length: usize| {
            let line = format!("{beginning}{}", "x".repeat(length - beginning.len()));
            let mut lines = Lines::of_kinds(line.as_bytes(), MAX, limit_of);
            lines.next().unwrap().unwrap().text.map(|text| text.len()).map_err(|fault| fault.reason)
        };
        assert_eq!(told("{\"a", MAX), Ok(MAX));
        assert_eq!(told("{\"a", MAX + 1), Err("is longer than 64 bytes".to_owned()));
        assert_eq!(told("{\"b", MAX / 2), Ok(MAX / 2));
        for length in [MAX / 2 + 1, MAX, 10 * MAX] {
            assert_eq!(told("{\"b", length), Err("is longer than 32 bytes".to_owned()));
        }
    }

    #[test]
    fn how_far_a_file_was_read_is_known_in_bytes() {
        let text = "\u{FEFF}a\r\n\n".repeat(3);
        let mut lines = Lines::new(text.as_bytes(), MAX);
        while lines.next().is_some() {}
        assert_eq!(lines.bytes(), text.len() as u64);
    }

    #[test]
    fn a_file_of_which_a_line_is_wrong_is_none_and_the_line_is_named() {
        let parse = |line: &[u8]| match line {
            b"x" => Err(LineFault::new("at", "is missing")),
            line => Ok(line.len()),
        };
        let all =
            |text: &str| Lines::new(text.as_bytes(), MAX).parse_all(3, parse).map_err(|e| e.to_string());
        assert_eq!(all("a\n\n  bb\r\n"), Ok(vec![(1, 1), (3, 4)]));
        assert_eq!(all("a\n\nx\na"), Err("line 3: at: is missing".to_owned()));
        assert_eq!(all("a\na\na\n\n"), Ok(vec![(1, 1), (2, 1), (3, 1)]));
        let fault = "line 5: line: is one more than the 3 of an import";
        assert_eq!(all("a\na\na\n\na"), Err(fault.to_owned()));
        let long = "x".repeat(MAX + 1);
        assert_eq!(all(&format!("a\n{long}")), Err("line 2: line: is longer than 64 bytes".to_owned()));
    }
}
