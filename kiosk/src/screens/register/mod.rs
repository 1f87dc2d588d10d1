//! A visit registered or corrected by hand.

mod choices;
mod data;
mod leave;
mod outcome;
mod sign;
mod ui;
mod words;

pub use data::RegisterData;
pub use ui::register_ui;
pub use words::group_choices;
