//! From words that are read to words that are heard.

use shared::locale::{Messages, Value, fold_digits, without_marks};

/// Digits from which on a number is a code, read digit by digit.
const CODE_DIGITS: usize = 5;

/// Takes out what is seen and not heard: direction marks, isolates, the tatweel. Vowel marks stay: a voice needs them.
/// A number that begins with 0, or has five digits or more, also in groups, is read digit by digit; a time and the sign of an era in words.
pub(super) fn cleaned(words: &str, messages: &Messages) -> String {
    let words = without_marks(words).replace(" · ", ". ");
    let eras = messages.text("speech-eras");
    let mut heard = String::with_capacity(words.len());
    let mut after_digit = false;
    for word in words.split_inclusive(|c: char| c.is_whitespace() || c == '–') {
        let bare = word.trim_end();
        let end = bare.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '\u{640}').len();
        let (core, rest) = bare.split_at(end);
        let era =
            || eras.split('|').find_map(|pair| pair.trim().strip_prefix(core)?.trim().strip_prefix('='));
        match (time_in_words(core, messages), after_digit.then(era).flatten()) {
            (Some(time), _) => heard.push_str(&time),
            (None, Some(era)) => heard.push_str(era.trim()),
            (None, None) => heard.push_str(core),
        }
        heard.push_str(rest);
        heard.push_str(&word[bare.len()..]);
        after_digit =
            core.chars().next_back().is_some_and(|c| fold_digits(&c.to_string()).parse::<u8>().is_ok());
    }
    let words: String = heard.chars().filter(|c| *c != '\u{640}').collect();
    let mut text = String::with_capacity(words.len());
    let mut run = String::new();
    let is_digit = |c: char| fold_digits(&c.to_string()).chars().all(|folded| folded.is_ascii_digit());
    let mut rest = words.chars().peekable();
    while let Some(c) = rest.next() {
        // what parts the groups of one number
        let parts_groups =
            c == '\u{a0}' && !run.is_empty() && rest.peek().is_some_and(|next| is_digit(*next));
        if is_digit(c) {
            run.push(c);
        } else if !parts_groups {
            end_run(&mut text, &mut run);
            text.push(c);
        }
    }
    end_run(&mut text, &mut run);
    text
}

/// Returns a time such as `08:30` in words; `None` for anything else.
fn time_in_words(word: &str, messages: &Messages) -> Option<String> {
    let folded = fold_digits(word);
    let (hour, minute) = folded.split_once(':')?;
    let is_digits = |part: &str| part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(hour) || minute.len() != 2 || !is_digits(minute) {
        return None;
    }
    let (hour, minute): (u8, u8) = (hour.parse().ok()?, minute.parse().ok()?);
    if hour > 23 || minute > 59 {
        return None;
    }
    let named = |hour: u8| {
        let of_twelve = (hour + 11) % 12 + 1;
        messages.format("speech-hour", &[("hour", i64::from(of_twelve).into())])
    };
    let part = messages.format("speech-day-part", &[("hour", i64::from(hour).into())]);
    let minutes = messages.format("speech-minutes", &[("minute", i64::from(minute).into())]);
    let values: [(&str, Value<'_>); 5] = [
        ("minute", i64::from(minute).into()),
        ("minutes", minutes.into()),
        ("hour", named(hour).into()),
        ("next", named((hour + 1) % 24).into()),
        ("part", part.into()),
    ];
    Some(without_marks(&messages.format("speech-time", &values)))
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
