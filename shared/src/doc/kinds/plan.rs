//! Planned visits: one that is to be made, one that was dropped, one that was carried out.

use super::super::Meaning;
use super::super::pen::{In, Out};
use super::{person, place};
use crate::domain::{FactId, PlanDone, PlanDropped, Planned, PlannedVisit};

pub(super) fn write_planned(planned: &Planned, out: &mut Out) {
    let Planned { visit: PlannedVisit { id: _, date, representative, reason, place }, given } = planned;
    out.text("date", date.to_string());
    out.code("representative", representative.as_ref());
    if let Some(person) = given {
        out.code("group", person.group.as_ref());
        person::write(person, out);
    }
    out.seal("reason", reason.as_ref());
    place::write(place.as_ref(), out);
}

pub(super) fn read_planned(id: FactId, input: &In<'_>) -> Result<Planned, Meaning> {
    let date = input.day("date")?.ok_or(Meaning::Missing("date"))?;
    let given = crate::domain::Person { group: input.code("group")?, ..person::read(input)? };
    let visit = PlannedVisit {
        id,
        date,
        representative: input.code("representative")?,
        reason: input.opened("reason")?,
        place: place::read(input)?,
    };
    Ok(Planned { visit, given: (!given.is_empty()).then_some(given) })
}

pub(super) fn write_dropped(dropped: &PlanDropped, out: &mut Out) {
    let PlanDropped { plan, reason } = dropped;
    out.id("plan", Some(plan.as_bytes()));
    out.seal("reason", reason.as_ref());
}

pub(super) fn read_dropped(input: &In<'_>) -> Result<PlanDropped, Meaning> {
    if input.id("visit")?.is_some() {
        return Err(Meaning::Invalid("visit"));
    }
    Ok(PlanDropped { plan: plan_in(input)?, reason: input.opened("reason")? })
}

pub(super) fn write_done(done: PlanDone, out: &mut Out) {
    out.id("plan", Some(done.plan.as_bytes()));
    out.id("visit", Some(done.visit.as_bytes()));
}

pub(super) fn read_done(input: &In<'_>) -> Result<PlanDone, Meaning> {
    let visit = input.fact("visit")?.ok_or(Meaning::Missing("visit"))?;
    Ok(PlanDone { plan: plan_in(input)?, visit })
}

fn plan_in(input: &In<'_>) -> Result<FactId, Meaning> {
    input.fact("plan")?.ok_or(Meaning::Missing("plan"))
}
