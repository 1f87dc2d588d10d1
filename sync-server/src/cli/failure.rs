//! What a command says when it did not do its work: one line, with the next step, without personal data.

use std::error::Error;
use std::fmt;

use shared::io_words::in_words;

/// Why a command failed.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// Makes a failure of a line that says what happened and what to do next.
    pub fn new(line: impl Into<String>) -> Self {
        Self(line.into())
    }

    /// Returns the failure as one line, whatever was put into it.
    pub fn line(&self) -> String {
        self.0.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line())
    }
}

impl<E: Error + 'static> From<E> for Failure {
    /// Takes an error's own words; the errors of this program name the next step themselves, and the system's get one.
    fn from(fault: E) -> Self {
        Self(in_words(&fault))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_one_line() {
        assert_eq!(Failure::new("no\nsuch\r\n\tfile").line(), "no such file");
    }
}
