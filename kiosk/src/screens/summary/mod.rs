//! What was entered, before it is saved.

mod data;
mod ui;

pub use data::{SummaryData, SummaryRow};
pub use ui::{answers, summary_ui};
