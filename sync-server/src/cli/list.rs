//! A file of lines that count together: all of them are read before anything is done, or the first fault is named.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use shared::domain::{FileFault, LineFault, Lines};

use super::Failure;

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
    /// Reads a file, or standard input for `-`.
    pub(super) fn read(&self, file: &Path) -> Result<Vec<T>, Failure> {
        if file.as_os_str() == "-" {
            return self.lines(std::io::stdin().lock());
        }
        let missing = |fault| Failure::new(format!("reading {}: {fault}; name a file", file.display()));
        self.lines(BufReader::new(File::open(file).map_err(missing)?))
    }

    fn lines(&self, input: impl BufRead) -> Result<Vec<T>, Failure> {
        Lines::new(input, self.bytes_max).parse_all(LINES_MAX, self.parse).map_err(|fault| match fault {
            FileFault::Io(fault) => fault.into(),
            wrong @ FileFault::Line { .. } => {
                Failure::new(format!("{wrong}; {}: repair the line and import again", self.undone))
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_line_is_named_and_nothing_is_read() {
        let list = List { bytes_max: 8, parse: |line| Ok(line.len()), undone: "nothing was planned" };
        assert_eq!(list.lines("\u{FEFF}ab\r\n\nc".as_bytes()).unwrap(), [2, 1]);
        let fault = list.lines("ab\n123456789\n".as_bytes()).unwrap_err().line();
        assert_eq!(
            fault,
            "line 2: line: is longer than 8 bytes; nothing was planned: repair the line and import again"
        );
    }
}
