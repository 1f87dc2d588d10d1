//! Work cannot go on without a member of staff.

mod data;
mod ui;

pub use data::TroubleData;
pub use ui::trouble_ui;
