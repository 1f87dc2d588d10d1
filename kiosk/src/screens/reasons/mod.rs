//! Why, in ready words; may be passed over.

mod data;
mod ui;

pub use data::ReasonsData;
pub use ui::reasons_ui;
