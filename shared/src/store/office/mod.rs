//! What only head office keeps: its users and their sessions, branches, devices, enrolment codes, and the questions
//! that its pages ask of the read tables.
//!
//! Rows in, rows out. It refuses to hold words, passwords in clear, or any decision on who may do what.

mod branch;
mod device;
mod enrolment;
mod ratings;
mod receipts;
mod session;
mod user;
mod visits;

pub use branch::BranchRow;
pub use device::{DeviceRow, HeldRecords, NewDevice};
pub use enrolment::{EnrolmentCodeRow, NewEnrolmentCode};
pub use ratings::{RatingCount, RatingDimension};
pub use receipts::ReceivedRecord;
pub use session::SessionRow;
pub use user::UserRow;
pub use visits::{ListedVisit, VisitFilter};
