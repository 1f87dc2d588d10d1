//! The person of a visit or of a visit to be made.

use super::fields::{OrAbsent, OrNull, object};
use crate::domain::{Doubt, Person, mobile_doubt, national_id_doubt};

object! {
    Person {
        national_id: OrNull,
        name: OrNull,
        mobile: OrNull,
        birth: OrAbsent,
        id_expiry: OrAbsent,
        address: OrAbsent,
        group: OrNull,
    }
}

/// Returns what looks doubtful in a visit's person: the field and the doubt.
pub(super) fn doubts(person: &Person) -> impl Iterator<Item = (&'static str, Doubt)> {
    let national_id = person.national_id.as_ref().and_then(|id| national_id_doubt(id.as_str()));
    let mobile = person.mobile.as_ref().and_then(|mobile| mobile_doubt(mobile.as_str()));
    [("beneficiary.national_id", national_id), ("beneficiary.mobile", mobile)]
        .into_iter()
        .filter_map(|(field, doubt)| Some((field, doubt?)))
}
