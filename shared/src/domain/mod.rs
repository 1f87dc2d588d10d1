//! The policy in types: visits, ratings, suggestions, people, the catalog. Pure: no clock, no files, no automerge, no SQL.
//!
//! Raw input becomes one of these types once, at the edge; inside, a value of these types cannot be wrong.

mod branding;
mod catalog;
mod catalog_file;
mod catalog_guide;
mod codes;
mod fact;
mod follow;
mod hours;
mod hours_text;
mod ids;
mod joined;
mod line;
mod moment;
mod number;
mod pass;
mod person;
mod pin;
mod place;
mod planned;
mod profile;
mod rating;
mod receipt;
mod reference;
pub mod request;
pub mod session;
mod signature;
mod stated_date;
mod suggestion;
mod sure_id;
mod telephone;
mod text;
mod unlikely;
mod visit;
mod waiting;
mod written_date;

pub use branding::{
    Branding, Colour, FOLLOW_DAYS, FOLLOW_DAYS_MAX, FollowAddress, InvalidColour, InvalidFollowAddress,
    InvalidLogo, LOGO_BYTES_MAX, LOGO_SIDE_MAX, Logo,
};
pub use catalog::{Catalog, CatalogEntry, CatalogKind, Described, EVERYWHERE, OTHER_SERVICE, PICTURES};
pub use catalog_file::{InFile, check_catalog_file};
pub use catalog_guide::{Article, Audience, Bilingual, BilingualList, GUIDE_LINES_MAX};
pub use codes::{Asked, Channel, DeviceMode, Direction, Origin, Party, Purpose, Role, Score};
pub use fact::{Body, Fact, HeldSettled, PlanDone, PlanDropped, Planned};
pub use follow::{FOLLOW_PATH, FollowCode, FollowUp, FollowWords, Followed, Stage};
pub use hours::{ClosedDays, DaySpan, Hours, OpenState, Serving, Week, open_state, serving};
pub use hours_text::InvalidHours;
pub use ids::{BranchId, DeviceId, DraftId, FactId, FileId, Incarnation, InvalidBranchId, KeyId};
pub use joined::FilePair;
#[cfg(test)]
pub(crate) use line::tests::dealt_visits;
pub use line::{
    CATALOG_LINE_BYTES_MAX, FileFault, LINE_BYTES_MAX, Line, LineFault, LineKind, LineRead, Lines, PlanLine,
    Record, RecordLine, Told, read_catalog_line, write_catalog_line,
};
pub use moment::{HIJRI_YEARS, InvalidMoment, Moment, UnixMillis};
pub use number::{Doubt, index_form_of_mobile, index_form_of_national_id, mobile_doubt, national_id_doubt};
pub use pass::{PASS_CODE_MILLIS, PASS_DAYS, PassEnded, PassIssued, pass_proof};
pub use person::Person;
pub use pin::{is_pin, is_tried_first};
pub use place::{Coordinates, InvalidPlace, Place};
pub use planned::{PlannedFor, PlannedVisit};
pub use profile::ProfileField;
pub use rating::Rating;
pub use receipt::{InvalidReceipt, RECEIPT_BODY_BYTES, RECEIPT_TEXT_CHARS_MAX, SignedReceipt};
pub(crate) use reference::{BASE32_ALPHABET, base32, normal_base32};
pub use reference::{RecordDigest, parse_reference, reference_number, reference_of};
pub use signature::{
    SIGNATURE_BYTES_MAX, SIGNATURE_MILLIS_MAX, SIGNATURE_POINTS_MAX, SIGNATURE_STROKES_MAX, Signature,
    SignatureError, SignaturePoint,
};
pub use stated_date::{InvalidStatedDate, StatedCalendar, StatedDate};
pub use suggestion::Suggestion;
pub use sure_id::SureId;
pub use telephone::{InvalidTelephone, Telephone};
pub use text::{CODE_CHARS_MAX, Code, InvalidText, TEXT_CHARS_MAX, Text};
pub(crate) use text::{each_once, listed_once};
pub use unlikely::{Against, PointDoubt, Unlikely, UnlikelyIn, point_doubt, time_doubt};
pub use visit::{Acting, Called, LED_TO_MAX, LIST_ITEMS_MAX, Recorded, VISIT_SIGNATURE_POINTS_MAX, Visit};
pub use waiting::{DeviceDigit, WaitingEnd, WaitingNumber};
pub use written_date::{WrittenDateFault, written_day, written_moment};
