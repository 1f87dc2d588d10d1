//! A visit that is to be made: made now, or not to be made any more.

mod data;
mod ui;

pub use data::{PlannedData, fault_words, planned_day, representative_words};
pub use ui::{planned_ui, written_ui};
