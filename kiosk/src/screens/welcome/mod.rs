//! The welcome: two ways in, the staff's door.

mod data;
mod ui;

pub use data::WelcomeData;
pub use ui::welcome_ui;
