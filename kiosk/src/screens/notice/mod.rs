//! How the visitor's data are used.

mod data;
mod ui;

pub use data::NoticeData;
pub use ui::notice_ui;
