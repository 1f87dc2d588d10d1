//! Why, in one's own words; may be passed over.

mod data;
mod ui;

pub use data::CommentData;
pub use ui::comment_ui;
