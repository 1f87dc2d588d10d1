//! Searching the service guide (P-6): an index in memory, made once of a catalog, that finds entries by the beginnings
//! of their words, however these are spelt. Knows no screen, and asks nothing of a network.

mod index;
mod marks;
mod words;

pub use index::{GuideIndex, HITS_MAX, Hit, Reader};
pub use marks::{Marked, mark, mark_around};
