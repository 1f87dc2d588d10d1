//! From words that are read to words that are heard.

use shared::locale::{fold_digits, without_marks};

/// Digits from which on a number is a code, read digit by digit.
const CODE_DIGITS: usize = 5;

/// Takes out what is seen and not heard: direction marks, isolates, the tatweel. Vowel marks stay: a voice needs them.
/// A number that begins with 0, or has five digits or more, is read digit by digit.
pub(super) fn cleaned(words: &str) -> String {
    let words: String = without_marks(words).chars().filter(|c| *c != '\u{640}').collect();
    let words = words.replace(" · ", ". ");
    let mut text = String::with_capacity(words.len());
    let mut run = String::new();
    for c in words.chars() {
        if fold_digits(&c.to_string()).chars().all(|folded| folded.is_ascii_digit()) {
            run.push(c);
        } else {
            end_run(&mut text, &mut run);
            text.push(c);
        }
    }
    end_run(&mut text, &mut run);
    text
}

fn end_run(text: &mut String, run: &mut String) {
    let digits = fold_digits(run);
    if digits.len() >= CODE_DIGITS || (digits.len() > 1 && digits.starts_with('0')) {
        text.push_str(&spelled(&digits));
    } else {
        text.push_str(run);
    }
    run.clear();
}

/// Parts the signs of a code; a hyphen becomes a pause.
pub(super) fn spelled(code: &str) -> String {
    let mut text = String::new();
    for sign in signs(code) {
        match sign {
            Sign::Pause => text.push(','),
            Sign::Letter(letter) => {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push(letter);
            }
        }
    }
    text
}

/// A sign of a code, to be heard on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// A letter or a digit.
    Letter(char),
    /// Where the code has a hyphen or a space.
    Pause,
}

/// Returns the signs of a code in order.
pub(super) fn signs(code: &str) -> Vec<Sign> {
    let code = fold_digits(&without_marks(code)).to_string();
    code.chars().map(|c| if c.is_alphanumeric() { Sign::Letter(c) } else { Sign::Pause }).collect()
}
