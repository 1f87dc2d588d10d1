//! The staff's PIN, to come in or to be set.

mod data;
mod ui;

pub use data::PinData;
pub use ui::pin_ui;
