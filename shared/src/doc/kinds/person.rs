//! What was given of a person at one contact: sealed, but for the group, which its kind writes in clear.

use super::super::Meaning;
use super::super::pen::{In, Out};
use crate::domain::Person;

pub(super) fn write(person: &Person, out: &mut Out) {
    let Person { national_id, name, mobile, birth, id_expiry, address, group: _ } = person;
    out.seal("national_id", national_id.as_ref());
    out.seal("name", name.as_ref());
    out.seal("mobile", mobile.as_ref());
    out.seal("birth", birth.as_ref());
    out.seal("id_expiry", id_expiry.as_ref());
    out.seal("address", address.as_ref());
}

/// Reads a person without a group.
pub(super) fn read(input: &In<'_>) -> Result<Person, Meaning> {
    Ok(Person {
        national_id: input.opened("national_id")?,
        name: input.opened("name")?,
        mobile: input.opened("mobile")?,
        birth: input.opened_date("birth")?,
        id_expiry: input.opened_date("id_expiry")?,
        address: input.opened("address")?,
        group: None,
    })
}
