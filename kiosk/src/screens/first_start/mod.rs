//! First start: the server's address and the enrolment code.

mod data;
mod ui;

pub use data::FirstStartData;
pub use ui::first_start_ui;
