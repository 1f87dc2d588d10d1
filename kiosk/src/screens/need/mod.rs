//! What brings the visitor here.

mod data;
mod ui;

pub use data::NeedData;
pub use ui::need_ui;
