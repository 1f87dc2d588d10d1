//! Who the visitor is; may be passed over.

mod data;
mod ui;

pub use data::WhoData;
pub use ui::who_ui;
