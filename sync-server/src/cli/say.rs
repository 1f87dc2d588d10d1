//! What commands say beside their output. `eprintln!` panics where the reader has gone; this does not.

use std::fmt::Display;
use std::io::Write as _;

/// Tells a line on standard error. Where nobody reads it, the line is lost and nothing else.
pub(super) fn tell(line: impl Display) {
    writeln!(std::io::stderr().lock(), "{line}").unwrap_or_default();
}
