//! What a visit's line says of a person. The values live sealed; only the group stands in a fact in clear.

use serde::Serialize;

use super::{Code, Text};

/// What was given of a person at one contact. Any of it may be missing.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Person {
    /// National id or iqama number (رقم الهوية أو الإقامة), as it was given.
    pub national_id: Option<Text>,
    /// Full name.
    pub name: Option<Text>,
    /// Mobile number, as it was given.
    pub mobile: Option<Text>,
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
        self.national_id.is_some() || self.name.is_some() || self.mobile.is_some()
    }
}
