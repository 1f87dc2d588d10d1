//! Arabic and bidirectional text for egui: layout, labels, an editable field, and a guard for tests.
//!
//! egui 0.37 joins Arabic letters but orders no bidirectional text: a date inside an Arabic line comes out
//! reversed and a wrapped paragraph reads bottom line first. So everything a person reads is laid out here by
//! [`parley`] and handed to egui as an ordinary [`egui::Galley`].
//!
//! [`Text`] makes labels and galleys, [`TextField`] is edited; both look as a [`TextStyle`] says, in the [`Fonts`]
//! that the caller hands in. The crate knows no application: no screens, no words, no settings.
//!
//! Invariant: a galley made here carries no glyph list, only a mesh. That is how [`guard`] tells it from
//! text that egui laid out itself.

mod engine;
mod field;
mod fonts;
mod galley;
mod glyphs;
pub mod guard;
mod handle;
mod isolate;
mod letters;
#[cfg(feature = "paint")]
pub mod paint;
mod places;
mod style;
#[cfg(test)]
#[cfg(all(feature = "paint", feature = "plex"))]
mod tests;

pub use field::{FIELD_LIMIT_CHARS, FieldLook, TextField, UNDO_LIMIT_STEPS};
pub use fonts::{Family, FontError, Fonts};
pub use handle::Text;
pub use isolate::{isolate, isolate_ltr};
pub use style::{Direction, TextAlign, TextStyle, Weight};
