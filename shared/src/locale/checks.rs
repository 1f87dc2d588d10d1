//! What the crates' tests hold their message files and their sources to. Serves tests only: no screen calls it.
//!
//! [`file_faults`] compares the two languages' files; [`unknown_keys`] scans sources and templates for keys that no
//! file defines.

mod keys;
mod pairs;

pub use keys::{keys_in, unknown_keys};
pub use pairs::file_faults;
