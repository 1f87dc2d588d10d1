//! What only head office keeps: its users and their sessions, branches, devices, enrolment codes, and the questions
//! that its pages ask of the read tables.
//!
//! Rows in, rows out. It refuses to hold words, passwords in clear, or any decision on who may do what.

mod branch;
mod device;
mod enrolment;
mod evidence;
mod ratings;
mod receipts;
mod session;
mod user;
mod visits;

pub(crate) use branch::{branch, branches, put_branch};
pub(crate) use device::{
    add_device, device, device_never_heard_of, device_with_token, devices, enrol_again, held_records,
    note_file_bytes, revoke_device,
};
pub(crate) use enrolment::{add_enrolment_code, enrolment_code, forget_ended_codes, use_enrolment_code};
pub(crate) use evidence::{NewLeaf, NewPush, PushEvidence, add_push, pushes_after};
pub(crate) use ratings::rating_counts;
pub(crate) use receipts::{received_record, records_with_reference};
pub(crate) use session::{begin_session, end_session, end_stale_sessions, session, touch_session};
pub(crate) use user::{add_user, count_attempt, user_named};
pub(crate) use visits::{count_visits, list_visits, services_named};

pub use branch::BranchRow;
pub use device::{DeviceRow, HeldRecords, NewDevice};
pub use enrolment::{EnrolmentCodeRow, NewEnrolmentCode};
pub use ratings::{RatingCount, RatingDimension};
pub use receipts::ReceivedRecord;
pub use session::SessionRow;
pub use user::UserRow;
pub use visits::{ListedVisit, VisitFilter};
