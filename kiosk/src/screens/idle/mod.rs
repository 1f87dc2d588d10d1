//! The idle guard's question.

mod data;
mod ui;

pub use data::IdleData;
pub use ui::idle_ui;
