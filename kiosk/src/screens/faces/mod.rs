//! One question, four faces with words.

mod data;
mod ui;

pub use data::FacesData;
pub use ui::faces_ui;
