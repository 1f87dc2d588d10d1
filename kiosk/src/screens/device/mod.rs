//! The device's status.

mod data;
mod ui;

pub use data::DeviceData;
pub use ui::device_ui;
