//! Field mode's home: today's work at one look.

mod data;
mod ui;

pub use data::FieldData;
pub use ui::field_ui;
