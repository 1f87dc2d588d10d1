//! What commands print. `println!` and `eprintln!` panic where the reader has gone, as in `kiosk record … | head -1`;
//! nothing here does, and no other file of the command line prints lines.

use std::fmt::Display;
use std::io::Write as _;

use anyhow::Context as _;

/// Prints a line to standard output.
///
/// # Errors
/// Nobody reads it any more: the command stops.
pub(super) fn print(line: impl Display) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).context("print to standard output")
}

/// Tells a line on standard error. Where nobody reads it, the line is lost and nothing else: the command's work counts
/// more than what is said of it.
pub(super) fn tell(line: impl Display) {
    writeln!(std::io::stderr().lock(), "{line}").unwrap_or_default();
}
