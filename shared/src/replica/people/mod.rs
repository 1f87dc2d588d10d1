//! People out of beneficiary files: an index in memory to find them, and one person's values with who wrote each.
//! Nothing of it is ever on disk in clear.

mod index;
mod matching;
mod opened;
mod view;
mod word;

pub use index::{HITS_MAX, People, PersonHit};
pub(crate) use opened::{HISTORIES_BYTES_MAX, OpenedFile, OpenedValue, history_of, open_file};
pub(crate) use view::view_of;
pub use view::{FieldValue, FieldValues, PersonView, PersonVisit, Seen, ValueWriter, Written};
pub(crate) use word::Said;
