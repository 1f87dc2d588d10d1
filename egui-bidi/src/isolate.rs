//! Directional isolates around inserted pieces of text. Changes no stored text: only what is about to be shown.

/// Wraps a piece that always reads left to right (an identifier, phone, code, date, time) in U+2066 … U+2069.
///
/// Without it every conforming engine, browsers too, shows `2024-118` in an Arabic line as `118-2024`.
pub fn isolate_ltr(piece: &str) -> String {
    format!("\u{2066}{piece}\u{2069}")
}

/// Wraps a piece whose direction is its own affair (a name, a comment) in U+2068 … U+2069.
pub fn isolate(piece: &str) -> String {
    format!("\u{2068}{piece}\u{2069}")
}
