//! The words, numbers and dates that people read, in Arabic and English, and the folding of what they type.
//!
//! Holds the message bundles and their functions; every word itself stands in the `.ftl` files beside the
//! crates' sources. It refuses to hold the wording of a screen, and it never asks for the time or the time zone.

#[cfg(any(test, feature = "checks"))]
pub mod checks;
pub mod dates;
mod direction;
mod fold;
mod language;
mod messages;
mod numbers;
mod signs;
mod typed_date;
mod umm_al_qura;

pub use direction::{isolate, ltr, unbroken, without_marks};
pub use fluent_bundle::FluentValue as Value;
pub use fold::{fold_digits, fold_search, name_words, without_article};
pub use language::Language;
pub use messages::{Messages, MessagesError, SIMPLE, key, shared_sources};
#[cfg(any(test, feature = "checks"))]
pub use signs::dressing;
pub use signs::{digit_of, fold_number, fold_signs, is_hyphen, is_space, is_unseen};
pub use typed_date::{Calendar, TypedDate, TypedDateFault};
