//! Who waits, since when, and the buttons that call them.

mod data;
mod ui;

pub use data::WaitingData;
pub use ui::waiting_ui;
