//! A file of lines that count together: all of them are read before anything is done, or the first fault is named.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use shared::domain::{FileFault, LineFault, Lines};
use shared::io_words::io_words;

use super::Failure;
use super::say::tell;

/// Most lines of one import: a day's visits of the largest association, and its whole catalog, many times over.
const LINES_MAX: usize = 10_000;

/// How a list is read.
pub(super) struct List<T> {
    /// Longest line.
    pub bytes_max: usize,
    /// Reads a line.
    pub parse: fn(&[u8]) -> Result<T, LineFault>,
    /// What a wrong line means: `nothing was published`.
    pub undone: &'static str,
}

impl<T> List<T> {
    /// Reads a file, or standard input for `-`: each line with its number.
    pub(super) fn read(&self, file: &Path) -> Result<Vec<(u64, T)>, Failure> {
        if file.as_os_str() == "-" {
            return self.lines(std::io::stdin().lock());
        }
        let missing = |fault| Failure::new(format!("reading {}: {}", file.display(), io_words(&fault)));
        self.lines(BufReader::new(File::open(file).map_err(missing)?))
    }

    fn lines(&self, input: impl BufRead) -> Result<Vec<(u64, T)>, Failure> {
        let lines =
            Lines::new(input, self.bytes_max).parse_all(LINES_MAX, self.parse).map_err(
                |fault| match fault {
                    FileFault::Io(fault) => {
                        Failure::new(format!("reading the lines: {}; {}", io_words(&fault), self.undone))
                    }
                    wrong @ FileFault::Line { .. } => {
                        Failure::new(format!("{wrong}; {}: repair the line and import again", self.undone))
                    }
                },
            )?;
        if lines.is_empty() {
            tell(format_args!("warning: the file has no lines; {}", self.undone));
        }
        Ok(lines)
    }

    /// Refuses a file of which a line is wrong, though each can be read.
    pub(super) fn refuse(&self, number: u64, fault: LineFault) -> Failure {
        let wrong = FileFault::Line { number, fault };
        Failure::new(format!("{wrong}; {}: repair the file and import again", self.undone))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_line_is_named_and_nothing_is_read() {
        let list = List { bytes_max: 8, parse: |line| Ok(line.len()), undone: "nothing was planned" };
        assert_eq!(list.lines("\u{FEFF}ab\r\n\nc".as_bytes()).unwrap(), [(1, 2), (3, 1)]);
        let fault = list.lines("ab\n123456789\n".as_bytes()).unwrap_err().line();
        assert_eq!(
            fault,
            "line 2: line: is longer than 8 bytes; nothing was planned: repair the line and import again"
        );
    }
}
