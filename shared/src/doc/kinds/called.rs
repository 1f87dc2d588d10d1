//! A visitor was called: the visit that they registered, and when. Nothing of it is of a person, so nothing is sealed.

use super::super::Meaning;
use super::super::pen::{In, Out};
use crate::domain::Called;

pub(super) fn write(called: &Called, out: &mut Out) {
    let Called { visit, at } = called;
    out.id("visit", Some(visit.as_bytes()));
    out.text("at", at.as_str());
}

pub(super) fn read(input: &In<'_>) -> Result<Called, Meaning> {
    Ok(Called {
        visit: input.fact("visit")?.ok_or(Meaning::Missing("visit"))?,
        at: input.moment("at")?.ok_or(Meaning::Missing("at"))?,
    })
}
