//! The rating is saved.

mod data;
mod ui;

pub use data::ThanksData;
pub use ui::thanks_ui;
