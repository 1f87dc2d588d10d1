//! Touch parts: buttons, tiles, faces, keys, cards, dialogs. They know nothing of visits, and bring no words.
//!
//! Every part that can be pressed is at least a touch target high, can be reached with Tab, shows a focus ring,
//! and tells assistive technology its role and its name in logical order. Sides are start and end, never left
//! and right, but for what has one physical order in every language: digits and keyboards.

mod arrange;
mod button;
mod card;
mod code;
mod dialog;
mod digits;
mod face;
mod icon;
mod keyboard;
mod keys;
mod link;
mod number_pad;
mod numbers;
mod parts;
mod picture;
mod progress;
mod scroll;
mod signature;
mod status;
mod stops;
mod table;
#[cfg(test)]
mod tests;
mod tile;
mod toggle;
mod told;

pub use arrange::{
    cell_width, column_of_width, column_start, grid, row_at_end, row_end_to_start, row_start_to_end,
};
pub use button::{ButtonKind, TouchButton};
pub use card::{card, header_bar, notice, notice_height};
pub use code::{CodeTooLong, qr_code};
pub use dialog::dialog;
pub use digits::DigitDisplay;
pub use face::{Face, chosen_face, face_button, paint_face};
pub use icon::icon_button;
pub use keyboard::{Key, KeyWords, Keyboard, KeyboardLayout, KeyboardWords};
pub use link::LinkRow;
pub use number_pad::{PadKey, number_pad};
pub use numbers::{number_choices, numbered_choices};
pub use picture::{Picture, picture};
pub use progress::{share_progress, step_progress};
pub use scroll::{ScrollPlace, ScrollWords, scroll};
pub use signature::{SignaturePad, SignatureWords, kept_signature, paint_signature};
pub use status::{StatusKind, done_tick, status, status_width};
pub use stops::{Arrow, Stop, next_stop, stop, stop_that_keeps, stops, unreached};
pub use table::{Column, table, table_header, table_row};
pub use tile::{ChoiceTile, TileKind};
pub use toggle::{toggle, toggle_height, toggle_width};
pub use told::{announce, announce_at_once, answers, in_language, name_with_object};
