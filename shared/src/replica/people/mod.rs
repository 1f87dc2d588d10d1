//! People out of beneficiary files: an index in memory to find them, and one person's values with who wrote each.
//! Nothing of it is ever on disk in clear.

mod correcting;
mod index;
mod matching;
mod opened;
mod view;
mod word;

use crate::store::people::Writer;
use crate::sync::ChangeWriter;

pub use correcting::Correction;
pub(crate) use correcting::{as_seen, is_value_of, to_write};
pub use index::{HITS_MAX, People, PersonHit};
pub(crate) use opened::{HISTORIES_BYTES_MAX, OpenedFile, OpenedValue, actor_in, history_of, open_file};
pub use view::{FieldValue, FieldValues, PersonView, PersonVisit, Seen, ValueWriter, Written};
pub(crate) use view::{Viewer, files_of_person, view_of};
pub(crate) use word::Said;

impl From<ChangeWriter> for Writer {
    fn from(told: ChangeWriter) -> Self {
        let ChangeWriter { device, signing_key, incarnation, branch } = told;
        Self { device: *device, incarnation: *incarnation, signing_key: *signing_key, branch }
    }
}

impl From<Writer> for ChangeWriter {
    fn from(known: Writer) -> Self {
        let Writer { device, incarnation, signing_key, branch } = known;
        let (device, incarnation) = (device.into(), incarnation.into());
        Self { device, signing_key: signing_key.into(), incarnation, branch }
    }
}
