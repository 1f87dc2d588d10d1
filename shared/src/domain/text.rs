//! Bounded text: what people write, and the codes that lists use. Kept byte for byte, never trimmed or normalised.

use std::fmt;

use crate::locale::fold_signs;

/// Longest text that a person may enter, in characters (Unicode scalar values): about two printed pages.
pub const TEXT_CHARS_MAX: usize = 4_000;

/// Longest code of a service, department, member of staff, group or reason, in characters.
///
/// A visit with 32 services (32 × 120 × 4 bytes = 15 KiB) and three texts of 4,000 characters (48 KB at 4 bytes
/// each) stays below the 64 KiB of a change.
pub const CODE_CHARS_MAX: usize = 120;

/// Why a text was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidText {
    /// Nothing in it.
    #[error("is empty")]
    Empty,
    /// Longer than its limit.
    #[error("is longer than {max} characters")]
    TooLong {
        /// The limit, in characters.
        max: usize,
    },
    /// A code with a control character.
    #[error("holds a control character")]
    Control,
}

/// What a person wrote: 0 to 4,000 characters, byte for byte.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(String);

impl Text {
    /// Takes a text as it is.
    ///
    /// # Errors
    /// [`InvalidText::TooLong`] above [`TEXT_CHARS_MAX`] characters.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidText> {
        let text = text.into();
        // a text within the limit in bytes is within it in characters
        if text.len() > TEXT_CHARS_MAX && text.chars().count() > TEXT_CHARS_MAX {
            return Err(InvalidText::TooLong { max: TEXT_CHARS_MAX });
        }
        Ok(Self(text))
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Text {
    /// Shows the length alone: a text may name people, and debug output ends up in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes)", self.0.len())
    }
}

/// A free code (of a service, a department, a member of staff, a group, a reason): 1 to 120 characters without
/// control characters. The catalog may or may not know it; an unknown one is kept and shown as it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Code(String);

impl Code {
    /// Takes a code as it is.
    ///
    /// # Errors
    /// [`InvalidText`] for an empty or overlong code, or one with control characters.
    pub fn new(code: impl Into<String>) -> Result<Self, InvalidText> {
        let code = code.into();
        if code.is_empty() {
            return Err(InvalidText::Empty);
        }
        if code.chars().count() > CODE_CHARS_MAX {
            return Err(InvalidText::TooLong { max: CODE_CHARS_MAX });
        }
        if code.chars().any(char::is_control) {
            return Err(InvalidText::Control);
        }
        Ok(Self(code))
    }

    /// Returns the code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the one form of a code of a group or an outcome, which people wrote in many: folded, in lower case, with `_`
    /// for hyphens and spaces.
    #[must_use]
    pub fn listed(&self) -> Self {
        let folded = fold_signs(&self.0).to_lowercase().replace([' ', '-'], "_");
        let folded = folded.trim_matches('_');
        Self::new(folded).unwrap_or_else(|_| self.clone())
    }
}

/// Returns codes of groups or outcomes in their one form, each once.
pub(crate) fn listed_once(codes: &[Code]) -> Vec<Code> {
    each_once(codes.iter().map(Code::listed))
}

/// Returns codes in their order, each once.
pub(crate) fn each_once(codes: impl Iterator<Item = Code>) -> Vec<Code> {
    let mut once = Vec::new();
    for code in codes {
        if !once.contains(&code) {
            once.push(code);
        }
    }
    once
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_4000_arabic_letters_is_taken_and_one_more_is_not() {
        assert!(Text::new("ش".repeat(4_000)).is_ok());
        assert_eq!(Text::new("ش".repeat(4_001)), Err(InvalidText::TooLong { max: 4_000 }));
    }

    #[test]
    fn a_text_never_shows_in_debug_output() {
        assert!(!format!("{:?}", Text::new("secret").unwrap()).contains("secret"));
    }

    #[test]
    fn a_code_has_no_control_characters() {
        assert_eq!(Code::new("a\nb"), Err(InvalidText::Control));
        assert_eq!(Code::new(""), Err(InvalidText::Empty));
        assert!(Code::new("staff-03").is_ok());
    }

    #[test]
    fn a_listed_code_has_one_form() {
        let listed = |code: &str| Code::new(code).unwrap().listed().to_string();
        for written in [
            "low_income",
            "low-income",
            "Low Income",
            "LOW\u{2011}INCOME",
            " low\u{A0}income\u{200F}",
            "_low_income_",
        ] {
            assert_eq!(listed(written), "low_income", "{written:?}");
        }
        assert_eq!((listed("أيتام"), listed(" - ")), ("أيتام".to_owned(), " - ".to_owned()));
        let codes = ["referred", "Referred", "answered"].map(|code| Code::new(code).unwrap());
        assert_eq!(listed_once(&codes), [codes[0].clone(), codes[2].clone()]);
    }
}
