//! What the visitor takes along.

mod data;
mod page;
mod ui;

pub use data::ReceiptData;
pub use page::receipt_page;
pub use ui::receipt_ui;
