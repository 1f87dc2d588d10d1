//! In what capacity the visitor comes.

mod data;
mod ui;

pub use data::PartyData;
pub use ui::party_ui;
