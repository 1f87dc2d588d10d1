//! What a visit's line says of a person. The values live sealed; only the group stands in a fact in clear.

use super::{Code, StatedDate, Text};

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
}
