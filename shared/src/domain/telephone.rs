//! A number that the association is called at, published in its catalog. Numbers of people are none of these: they are kept as they
//! were given.

use std::fmt;

use super::number::{Dialled, E164_DIGITS, HERE, dialled};

/// A number as it is dialled in Saudi Arabia: digits alone, or behind a plus those of another country.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Telephone(String);

/// A text that is not a telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a telephone number such as 920000000, 0112345678 or +97142345678")]
pub struct InvalidTelephone;

impl Telephone {
    /// Reads a number in whatever digits, with whatever stands between them; a plus at the end is one that text from right to left
    /// shows there.
    ///
    /// # Errors
    /// [`InvalidTelephone`] for what cannot be dialled.
    pub fn parse(text: &str) -> Result<Self, InvalidTelephone> {
        let Dialled { digits, is_whole } = dialled(text).ok_or(InvalidTelephone)?;
        let here = |number: &str| dialled_here(number).map(Self).ok_or(InvalidTelephone);
        match digits.strip_prefix(HERE) {
            // 966112345678: a number of this country is never that long without its code
            Some(number) if !is_whole => here(&digits).or_else(|_| here(number)),
            Some(number) => here(number),
            None if !is_whole => here(&digits),
            None if E164_DIGITS.contains(&digits.len()) && !digits.starts_with('0') => {
                Ok(Self(format!("+{digits}")))
            }
            None => Err(InvalidTelephone),
        }
    }

    /// Returns it as it is dialled.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns it in the groups in which it is read out: 9200 00000, 011 234 5678, +971 423 456 78. No line ends between them.
    pub fn grouped(&self) -> String {
        let sizes: &[usize] = match self.0.as_str() {
            abroad if abroad.starts_with('+') => &[4, 3, 3, 3, 3],
            unified if unified.len() == 9 => &[4, 5],
            short if short.len() <= SHORT_DIGITS_MAX => &[SHORT_DIGITS_MAX],
            _ => &[3, 3, 4],
        };
        let mut rest = self.0.as_str();
        let mut groups = Vec::new();
        for size in sizes {
            let (group, after) = rest.split_at((*size).min(rest.len()));
            groups.push(group);
            rest = after;
        }
        groups.retain(|group| !group.is_empty());
        groups.join("\u{a0}")
    }
}

/// Most digits of a short number, such as 19991.
const SHORT_DIGITS_MAX: usize = 6;

/// Returns how a number of this country is dialled, with or without the zero in front of it.
fn dialled_here(number: &str) -> Option<String> {
    let national = number.strip_prefix('0').unwrap_or(number);
    match (national.len(), national.as_bytes().first()?) {
        // a line of a house, a mobile
        (9, b'1' | b'5') => Some(format!("0{national}")),
        // unified numbers (9200), calls that cost nothing (800)
        (9, b'9') if national.starts_with("92") => Some(national.to_owned()),
        (10, b'8') if national.starts_with("800") => Some(national.to_owned()),
        (3..=SHORT_DIGITS_MAX, _) if number == national => Some(national.to_owned()),
        _ => None,
    }
}

impl fmt::Display for Telephone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::dressing::dressed;

    #[test]
    fn one_number_is_read_however_it_is_written_and_shown_in_groups() {
        for (forms, dialled, shown) in [
            (
                &["920000000", "9200 00000", "+966 920000000", "٩٢٠٠٠٠٠٠٠", "00966-9200-00000"][..],
                "920000000",
                "9200 00000",
            ),
            (
                &[
                    "011 234 5678",
                    "112345678",
                    "(011) 234-5678",
                    "+966 (0)11 234 5678",
                    "966112345678",
                    "۰۱۱۲۳۴۵۶۷۸",
                ],
                "0112345678",
                "011 234 5678",
            ),
            (&["0556880045", "556880045", "966556880045+"], "0556880045", "055 688 0045"),
            (&["800 000 0000", "+9668000000000"], "8000000000", "800 000 0000"),
            (&["19991", "١٩٩٩١"], "19991", "19991"),
            (&["+971 4 234 5678", "0097142345678"], "+97142345678", "+971 423 456 78"),
        ] {
            for form in forms {
                let read = Telephone::parse(form).unwrap();
                assert_eq!(read.as_str(), dialled, "{form}");
                assert_eq!(read.grouped().replace('\u{a0}', " "), shown, "{form}");
                assert_eq!(Telephone::parse(&read.to_string()), Ok(read.clone()));
                assert_eq!(Telephone::parse(&read.grouped()), Ok(read));
            }
        }
        for dice in 0..200 {
            let read = Telephone::parse(&dressed("920000000", dice)).map(|read| read.0);
            assert_eq!(read.as_deref(), Ok("920000000"), "{dice}");
        }
    }

    #[test]
    fn what_cannot_be_dialled_is_no_number() {
        for bad in [
            "",
            "+",
            "12",
            "call us",
            "9200 0000",
            "01123456789",
            "+966 12",
            "0112345678 ext 4",
            "+0112345678",
            "99999999999",
        ] {
            assert_eq!(Telephone::parse(bad), Err(InvalidTelephone), "{bad}");
        }
    }
}
