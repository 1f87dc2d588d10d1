//! The person of a visit or of a visit to be made.

use super::fields::{OrAbsent, OrNull, object};
use crate::domain::Person;

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
