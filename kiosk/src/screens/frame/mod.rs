//! What stands around every screen: whose kiosk this is, the way out, the language switch, the progress.

mod access;
mod data;
mod trial;
mod ui;

pub use data::FrameData;
pub use ui::{blank_frame, frame_ui};
