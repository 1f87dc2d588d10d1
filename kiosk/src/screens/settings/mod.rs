//! The settings of the device, as staff change them. Two of its parts are pages of the first start as well.

mod data;
mod parts;
mod ui;

pub use data::{PrinterData, ScreenData, SettingsData};
pub use parts::{printer_part, screen_part};

pub use ui::settings_ui;
