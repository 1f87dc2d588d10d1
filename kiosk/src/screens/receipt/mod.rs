//! What the visitor takes along.

mod data;
mod ui;

pub use data::ReceiptData;
pub use ui::receipt_ui;
