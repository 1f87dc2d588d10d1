//! What a rating is for, before it is asked for (P-11).

mod data;
mod ui;

pub use data::PromiseData;
pub use ui::promise_ui;
