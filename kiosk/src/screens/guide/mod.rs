//! The service guide, before visitors and in staff mode: everything of it comes from the catalog on this device.

mod data;
mod entry;
mod home;
mod improvements;
mod list;
mod notion;
mod paper;
mod search;
mod spoken;
mod text;
mod ui;

pub use data::GuideData;
pub use paper::entry_page;
pub use spoken::guide_script;
pub use ui::guide_ui;
