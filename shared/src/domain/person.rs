//! What a visit's line says of a person. The values live sealed; only the group stands in a fact in clear.

use super::{Code, StatedDate, Text};
use crate::locale::digit_of;

/// How many digits of a number tell staff whose it is, and tell nobody else the number.
const LAST_DIGITS: usize = 4;

/// What was given of a person at one contact. Any of it may be missing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Person {
    /// National id or iqama number (رقم الهوية أو الإقامة), as it was given.
    pub national_id: Option<Text>,
    /// Full name.
    pub name: Option<Text>,
    /// Mobile number, as it was given.
    pub mobile: Option<Text>,
    /// Date of birth, as it was stated.
    pub birth: Option<StatedDate>,
    /// Until when the id is valid, as it stands on it.
    pub id_expiry: Option<StatedDate>,
    /// Where they live: a national address or in words.
    pub address: Option<Text>,
    /// The group whose needs are counted (P-4), a free code; the one value that is not sealed.
    pub group: Option<Code>,
}

impl Person {
    /// Tells whether nothing at all was given.
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }

    /// Tells whether something was given that belongs in a beneficiary file.
    pub fn has_personal_values(&self) -> bool {
        let Self { national_id, name, mobile, birth, id_expiry, address, group: _ } = self;
        let texts = [national_id, name, mobile, address];
        texts.into_iter().any(Option::is_some) || birth.is_some() || id_expiry.is_some()
    }

    /// Returns the end of the number by which staff can tell who it is: of the id, or else of the mobile; `None` where no
    /// number was given, or so short a one that its end is half of it.
    pub fn last_digits(&self) -> Option<String> {
        let number = self.national_id.as_ref().or(self.mobile.as_ref())?.as_str();
        let digits: Vec<char> = number.chars().filter_map(digit_of).collect();
        let hidden = digits.len().checked_sub(LAST_DIGITS).filter(|hidden| *hidden >= LAST_DIGITS)?;
        Some(digits[hidden..].iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_number_its_last_digits_tell_who_it_is() {
        let person = |national_id: &str, mobile: &str| {
            let text = |value: &str| (!value.is_empty()).then(|| Text::new(value.to_owned()).unwrap());
            Person { national_id: text(national_id), mobile: text(mobile), ..Person::default() }
        };
        let last = |national_id, mobile| person(national_id, mobile).last_digits();
        assert_eq!(last("1000000008", "0556880045").as_deref(), Some("0008"));
        assert_eq!(last("", "٠٥٥ ٦٨٨-٠٠٤٥").as_deref(), Some("0045"));
        assert_eq!((last("1234567", ""), last("", "")), (None, None));
    }
}
