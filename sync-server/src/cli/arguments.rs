//! What arguments say: numbers, codes, names, days and moments, in whatever digits and marks they were typed or pasted.

use std::fmt::Display;
use std::net::SocketAddr;
use std::ops::RangeInclusive;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use shared::domain::{Code, Moment, Text, written_day, written_moment};
use shared::locale::{fold_number, fold_signs, has_letter, is_blank, is_unseen, turns_text};

/// Reads a whole number within a range.
pub(super) fn number<T>(range: RangeInclusive<T>) -> impl Fn(&str) -> Result<T, String> + Clone
where
    T: Copy + Display + PartialOrd + std::str::FromStr,
{
    move |text| {
        let number = fold_signs(text).trim().parse().ok().filter(|number| range.contains(number));
        let (least, most) = (range.start(), range.end());
        number.ok_or_else(|| format!("is not a whole number from {least} to {most}"))
    }
}

/// Reads the code of a member of staff.
pub(super) fn code(text: &str) -> Result<Code, String> {
    if is_blank(text) {
        return Err("is blank: give the code of a member of staff".to_owned());
    }
    let seen: String = text.chars().filter(|c| !is_unseen(*c)).collect();
    Code::new(seen.trim()).map_err(|fault| fault.to_string())
}

/// Reads a name that pages and kiosks show.
pub(super) fn name(text: &str) -> Result<Text, String> {
    if is_blank(text) {
        return Err("is blank: a name has to be seen".to_owned());
    }
    if text.contains(|c: char| c.is_control() || turns_text(c)) {
        return Err(
            "holds a line break, or a character that turns the direction of what follows: type it anew"
                .to_owned(),
        );
    }
    if !has_letter(text) {
        return Err("holds neither a letter nor a digit: a name has to be read aloud".to_owned());
    }
    Text::new(text).map_err(|fault| fault.to_string())
}

/// Reads the name that somebody signs in with: they type what they see, so nothing stands in it that nobody sees.
pub(super) fn account_name(text: &str) -> Result<Code, String> {
    if text.trim() != text {
        return Err("begins or ends with a space".to_owned());
    }
    if text.chars().any(is_unseen) {
        return Err("holds marks that nobody sees: type it anew".to_owned());
    }
    Code::new(text).map_err(|fault| fault.to_string())
}

/// Reads an address of this machine with a port.
pub(super) fn listening(text: &str) -> Result<SocketAddr, String> {
    let address = fold_signs(text).trim().parse();
    address.map_err(|_| "is not an address of numbers with a port: write 127.0.0.1:8443, or 0.0.0.0:8443 for every network".to_owned())
}

/// Reads a day that has a beginning.
pub(super) fn day(text: &str) -> Result<Date, String> {
    let day = written_day(text).map_err(|fault| fault.to_string())?;
    match day.to_zoned(TimeZone::UTC) {
        Ok(_) => Ok(day),
        Err(_) => Err("lies beyond the calendar: give an earlier day".to_owned()),
    }
}

/// Reads a moment.
pub(super) fn moment(text: &str) -> Result<Moment, String> {
    written_moment(fold_signs(text).trim()).map_err(|fault| fault.to_string())
}

/// The beginning of an id, at least [`Self::CHARS_MIN`] characters of it.
pub(super) struct IdStart(String);

impl IdStart {
    const CHARS_MIN: usize = 8;

    /// Reads the beginning of an id; `None` for one that is too short to name anything.
    pub(super) fn read(text: &str) -> Option<Self> {
        let folded = fold_number(text).to_lowercase();
        (folded.chars().count() >= Self::CHARS_MIN).then_some(Self(folded))
    }

    /// Tells whether an id begins like this.
    pub(super) fn names(&self, id: &impl Display) -> bool {
        fold_number(&id.to_string()).starts_with(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_in_any_digits_and_anything_else_says_what_would_be_one() {
        let days = number(1..=366_u32);
        for text in ["45", "٤٥", "۴۵", "４５", "\u{200F}45 ", "045"] {
            assert_eq!(days(text), Ok(45), "{text}");
        }
        for text in ["", "0", "367", "-45", "4.5", "1e2", "x", "٤٥٠", "99999999999999999999"] {
            assert_eq!(days(text), Err("is not a whole number from 1 to 366".to_owned()), "{text}");
        }
    }

    #[test]
    fn an_address_is_read_in_any_digits_and_a_name_of_a_machine_is_none() {
        for text in ["127.0.0.1:8443", "١٢٧.٠.٠.١:٨٤٤٣", "\u{200F}127.0.0.1:8443 "] {
            assert_eq!(listening(text), Ok(SocketAddr::from(([127, 0, 0, 1], 8443))), "{text}");
        }
        for text in ["", "127.0.0.1", "localhost:8443", "127.0.0.1:99999", "[::1"] {
            assert!(listening(text).unwrap_err().contains("write 127.0.0.1:8443"), "{text}");
        }
    }

    #[test]
    fn a_code_and_a_name_are_seen() {
        for text in ["staff-1", " staff-1\u{200F}", "staff\u{200B}-1"] {
            assert_eq!(code(text).unwrap().as_str(), "staff-1");
        }
        for text in ["", " ", "\u{200F}", "\u{A0}\u{FEFF}", "a\nb"] {
            assert!(code(text).is_err(), "{text:?}");
        }
        for text in ["", " ", "\u{200F}", "...", "\u{1F600}", "\u{640}", "a\nb", "a\u{202E}b", "a\u{2066}b"] {
            assert!(name(text).is_err(), "{text:?}");
        }
        assert_eq!(name("فرع جدة").unwrap().as_str(), "فرع جدة");
        for text in ["admin ", "\u{200F}admin", "ad\u{200B}min", "a\u{202E}b", "a\tb", ""] {
            assert!(account_name(text).is_err(), "{text:?}");
        }
        assert!(account_name("أحمد").is_ok());
    }

    #[test]
    fn a_day_and_a_moment_are_read_and_one_of_the_hijra_is_named() {
        assert_eq!(day(" ٢٠٢٦\u{2011}٠٥-١٢"), day("2026-05-12"));
        assert_eq!(moment("٢٠٢٦-٠٥-١٢T٠٨:٠٠:٠٠+٠٣:٠٠ "), moment("2026-05-12T08:00:00+03:00"));
        for text in ["1447-11-25", "h1447-11-25", "25/11/1447", "١٤٤٧"] {
            assert!(day(text).unwrap_err().contains("one of the Hijra"), "{text}");
            assert!(moment(text).unwrap_err().contains("one of the Hijra"), "{text}");
        }
        assert!(day("9999-12-31").is_err());
        for text in ["", "2026-02-29", "20260512", "2026-05-12T00:00", "12/05/2026"] {
            assert!(day(text).is_err(), "{text}");
        }
    }
}
