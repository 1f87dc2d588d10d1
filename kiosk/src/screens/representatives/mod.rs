//! Who signs in on this device with a PIN of their own: added, given another PIN, removed.

mod data;
mod ui;

pub use ui::representatives_ui;
