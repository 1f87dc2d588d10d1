//! First start: language, the server's address and the enrolment code, screen, printer. The staff PIN is asked for on the
//! screen that asks for it elsewhere too.

mod data;
mod setup_data;
mod setup_ui;
mod ui;

pub use data::FirstStartData;
pub use setup_data::SetupData;
pub use setup_ui::setup_ui;
pub use ui::first_start_ui;
