//! What was entered, before it is saved.

mod data;
mod ui;

pub use data::SummaryData;
pub use ui::summary_ui;
