//! Who signs in: a name each.

mod data;
mod ui;

pub use data::SignInData;
pub use ui::sign_in_ui;
