//! Numbers of people whom staff look for and who are not on the device: what a push says of them, sealed with a key of the device's
//! own.

use crate::doc::{Fields, Scalar, SealedFact, SealedTooLarge, SealingKey};
use crate::domain::{FactId, ProfileField, SureId, index_form_of_mobile};
use crate::replica::facts::Facts;
use crate::store::index::Digest;

/// Most numbers of one push, and most that wait on a device: more than are looked for in a day.
pub(crate) const LOOKED_FOR_MAX: usize = 100;

/// What a number is sealed as, in the place of a kind of fact.
const SEALED_AS: &str = "looked_for";

/// The field that holds it.
const NUMBER: &str = "number";

/// What the form of a Saudi mobile begins with, and how long it is: other numbers are whole before their last digit is typed.
const MOBILE: (&str, usize) = ("+9665", 13);

/// Seals a number under an id of its own.
pub(crate) fn seal_number(key: &SealingKey, id: FactId, number: &str) -> Result<SealedFact, SealedTooLarge> {
    let mut values = Fields::default();
    values.insert(NUMBER, Scalar::Text(number.to_owned()));
    key.seal_fact(SEALED_AS, id, &values)
}

/// Opens a number; `None` where none of the keys does.
pub(crate) fn open_number(keys: &[SealingKey], id: FactId, sealed: &SealedFact) -> Option<String> {
    let opened = keys.iter().find_map(|key| key.open_fact(SEALED_AS, id, sealed).ok())?;
    if let Some(Scalar::Text(number)) = opened.get(NUMBER) { Some(number.clone()) } else { None }
}

impl Facts<'_> {
    /// Returns the digest of a number by which somebody can be looked for: a whole national id or iqama number, or a whole Saudi
    /// mobile; `None` for anything else, and while reading is locked.
    pub fn digest_of_number(&self, typed: &str) -> Option<Digest> {
        if let Some(id) = SureId::parse(typed) {
            return self.digest_of(ProfileField::NationalId, id.as_str());
        }
        let form = index_form_of_mobile(typed)?;
        let is_whole = form.starts_with(MOBILE.0) && form.len() == MOBILE.1;
        is_whole.then(|| self.digest_of(ProfileField::Mobile, &form)).flatten()
    }
}
