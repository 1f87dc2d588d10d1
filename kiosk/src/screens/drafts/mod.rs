//! Forms that were begun and not saved.

mod data;
mod ui;

pub use data::DraftsData;
pub use ui::drafts_ui;
