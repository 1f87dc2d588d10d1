//! Numbers as they are typed, digit by digit.

/// What a number pad, a keyboard or a scanner typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DigitKey {
    /// One digit or, from a scanner, several.
    Digits(String),
    /// Delete the last digit.
    Delete,
    /// Delete all of them.
    Clear,
}

impl DigitKey {
    /// Types into a number that takes at most so many digits.
    pub fn type_into(&self, number: &mut String, digits_max: usize) {
        match self {
            Self::Digits(digits) => {
                let left = digits_max.saturating_sub(number.len());
                number.extend(digits.chars().filter(char::is_ascii_digit).take(left));
            }
            Self::Delete => {
                number.pop();
            }
            Self::Clear => number.clear(),
        }
    }
}
