//! The policy in types: visits, ratings, people, the catalog. Pure: no clock, no files, no automerge, no SQL.
//!
//! Raw input becomes one of these types once, at the edge; inside, a value of these types cannot be wrong.

mod catalog;
mod codes;
mod ids;
mod line_fields;
mod line_object;
mod moment;
mod number;
mod person;
mod rating;
mod record_line;
mod reference;
mod text;
mod visit;

pub use catalog::{Catalog, CatalogEntry, CatalogKind};
pub use codes::{Channel, DeviceMode, Direction, Origin, Party, Role, Score};
pub use ids::{BranchId, DeviceId, DraftId, FactId, FileId, Incarnation, InvalidBranchId, KeyId};
pub use moment::{InvalidMoment, Moment, UnixMillis};
pub use number::{Doubt, index_form_of_mobile, index_form_of_national_id, mobile_doubt, national_id_doubt};
pub use person::Person;
pub use rating::Rating;
pub use record_line::{LINE_BYTES_MAX, LineFault, Record, RecordLine};
pub use reference::reference_of;
pub(crate) use reference::{BASE32_ALPHABET, base32};
pub use text::{CODE_CHARS_MAX, Code, InvalidText, TEXT_CHARS_MAX, Text};
pub use visit::{LIST_ITEMS_MAX, Recorded, Visit};
