//! Bidirectional isolates around values that stand inside a sentence of another direction.
//!
//! Without them every conforming engine shows `2024-118` in Arabic text as `118-2024` (UAX #9, rules X5a–X6a).

const LEFT_TO_RIGHT_ISOLATE: char = '\u{2066}';
const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

/// No line ends here, and nobody sees it.
const WORD_JOINER: char = '\u{2060}';

/// Wraps an identifier, a phone number, a code, a time or an address so that it reads from left to right anywhere.
pub fn ltr(value: &str) -> String {
    format!("{LEFT_TO_RIGHT_ISOLATE}{value}{POP_ISOLATE}")
}

/// Wraps a code that is read out or typed off, such as a reference: it reads from left to right anywhere, and stands on one line.
pub fn unbroken(code: &str) -> String {
    ltr(&code.replace('-', &format!("-{WORD_JOINER}")))
}

/// Wraps a value whose own first strong letter decides its direction, such as a name.
///
/// Values put in a message are wrapped so by the message itself.
pub fn isolate(value: &str) -> String {
    format!("{FIRST_STRONG_ISOLATE}{value}{POP_ISOLATE}")
}

/// Removes isolates, direction marks and what keeps a code on one line, for a place that shows one value alone or cannot draw
/// them.
pub fn without_marks(text: &str) -> String {
    text.chars().filter(|&character| !is_direction_mark(character) && character != WORD_JOINER).collect()
}

/// Tells whether a character only steers direction (LRM, RLM, ALM, embeddings, overrides, isolates).
fn is_direction_mark(character: char) -> bool {
    matches!(character, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back_unchanged_once_its_marks_are_removed() {
        assert_eq!(ltr("2024-118"), "\u{2066}2024-118\u{2069}");
        assert_eq!(without_marks(&isolate(&ltr("+966 55 688 0045"))), "+966 55 688 0045");
        assert_eq!(without_marks(&unbroken("K7QF2-M9XAB")), "K7QF2-M9XAB");
    }
}
