//! What only head office keeps: its users, branches, devices, enrolment codes, and the questions
//! that its pages ask of the read tables.
//!
//! Rows in, rows out. It refuses to hold words, passwords in clear, or any decision on who may do what.

mod arrival;
pub mod audit;
mod branch;
mod crossing;
mod day;
mod device;
mod enrolment;
mod evidence;
mod ratings;
mod receipts;
pub mod series;
mod unopened;
mod user;
mod visits;
mod waits;
mod withheld;

pub(crate) use arrival::{arrived_since, is_noted, note_arrival};
pub(crate) use branch::{branch, branches, put_branch};
pub(crate) use crossing::{NewCrossing, add_crossing, crossings};
pub(crate) use day::{days_since, device_day, forget_days_before, give_days, last_day, put_day};
pub(crate) use device::{
    OpeningRow, add_device, add_file_bytes, allow_opening, begin_generation, bind_opening, confirm_device,
    device, device_in, device_never_heard_of, device_with_token, devices, end_opening, enrol_again,
    generation, held_records, last_seen, modes_of, opening, restore_device, revoke_device,
};
pub(crate) use enrolment::{add_enrolment_code, enrolment_code, forget_ended_codes, use_enrolment_code};
pub(crate) use evidence::{
    NewLeaf, NewPush, PushEvidence, add_push, is_number_taken, number_of, pushes_after,
};
pub(crate) use ratings::rating_counts;
pub(crate) use receipts::{InTheWay, in_the_way, received_record, records_named};
pub(crate) use unopened::{
    UnopenedKey, any_unopened, forget_all_unopened, forget_unopened, forget_unopened_of, keep_unopened,
    unopened, unopened_after, unopened_of,
};
pub(crate) use user::{add_user, change_user, user, user_named, users};
pub(crate) use visits::{count_visits, list_visits, services_named};
pub(crate) use waits::waits;
pub(crate) use withheld::{
    any_withheld, count_withheld, files_withheld, is_withheld, let_through, withheld_of, withhold,
};

pub use branch::BranchRow;
pub use crossing::{CrossedBy, CrossingRow};
pub use day::DeviceDay;
pub use device::{DeviceRow, HeldRecords, NewDevice};
pub use enrolment::{EnrolmentCodeRow, NewEnrolmentCode};
pub use ratings::{RatingCount, RatingDimension};
pub use receipts::ReceivedRecord;
pub use user::UserRow;
pub use visits::{ListedVisit, VisitFilter};
pub use waits::WaitRow;
