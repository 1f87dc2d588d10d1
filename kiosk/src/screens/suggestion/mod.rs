//! A suggestion: what it is about, its words, a number for a reply, a last look, thanks.

mod data;
mod spoken;
mod ui;

pub use data::SuggestionData;
pub use spoken::suggestion_script;
pub use ui::suggestion_ui;
