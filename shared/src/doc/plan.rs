//! Planned visits as fields of facts: one that is to be made, one that was dropped, one that was carried out.

use jiff::civil;

use super::fields::{Reader, Writer};
use super::{Fields, Meaning, Sealed};
use crate::domain::{BranchId, Code, FactId, FileId, Recorded};

/// The kind of a planned visit.
pub const PLANNED: &str = "planned_visit";

/// The kind of a fact that drops one.
pub const PLAN_DROPPED: &str = "planned_visit_dropped";

/// The kind of head office's fact that a visit carried one out: what other devices of the branch learn it by.
pub const PLAN_DONE: &str = "planned_visit_done";

/// A planned visit as it stands in a journal: what is sealed is still sealed.
#[derive(Clone, PartialEq, Debug)]
pub struct PlanFact {
    /// The branch that is to make it.
    pub branch: BranchId,
    /// The day.
    pub date: civil::Date,
    /// Who is to make it.
    pub representative: Option<Code>,
    /// The person's file.
    pub file: Option<FileId>,
    /// What was told of the person, sealed.
    pub given: Option<Sealed>,
    /// Why, sealed.
    pub reason: Option<Sealed>,
    /// Where, sealed.
    pub place: Option<Sealed>,
    /// When it was written down; absent in a plan of head office's own.
    pub wall_millis: i64,
}

/// How a planned visit ended.
#[derive(Clone, PartialEq, Debug)]
pub struct PlanEndFact {
    /// The branch whose plan it is.
    pub branch: BranchId,
    /// The plan.
    pub plan: FactId,
    /// The visit that carried it out; `None` where it was dropped.
    pub visit: Option<FactId>,
    /// The person's file: its key seals the reason.
    pub file: Option<FileId>,
    /// Why it was dropped, sealed.
    pub reason: Option<Sealed>,
}

/// Makes the fields of a planned visit.
pub fn plan_fields(fact: PlanFact, recorded: Option<Recorded>) -> Fields {
    let PlanFact { branch, date, representative, file, given, reason, place, wall_millis } = fact;
    let mut out = Writer::default();
    out.text("kind", PLANNED);
    out.text("branch", branch.as_str());
    out.text("date", date.to_string());
    out.maybe_text("representative", representative.as_ref().map(Code::as_str));
    out.maybe_text("file", file.map(|file| file.to_string()));
    out.sealed("given", given);
    out.sealed("reason", reason);
    out.sealed("place", place);
    out.int("wall", wall_millis);
    stamp(&mut out, recorded);
    out.0
}

/// Makes the fields of an end.
pub fn plan_end_fields(fact: PlanEndFact, recorded: Option<Recorded>) -> Fields {
    let PlanEndFact { branch, plan, visit, file, reason } = fact;
    let mut out = Writer::default();
    out.text("kind", if visit.is_some() { PLAN_DONE } else { PLAN_DROPPED });
    out.text("branch", branch.as_str());
    out.text("plan", plan.to_string());
    out.maybe_text("visit", visit.map(|visit| visit.to_string()));
    out.maybe_text("file", file.map(|file| file.to_string()));
    out.sealed("reason", reason);
    if let Some(recorded) = recorded {
        out.int("wall", recorded.wall.0);
    }
    stamp(&mut out, recorded);
    out.0
}

fn stamp(out: &mut Writer, recorded: Option<Recorded>) {
    if let Some(recorded) = recorded {
        out.int("mono", recorded.monotonic_millis);
        out.text("boot", recorded.boot.as_hyphenated().to_string());
    }
}

/// Reads a planned visit; fields that this version doesn't know are left in the document.
///
/// # Errors
/// [`Meaning`] with the first field at fault.
pub fn read_plan(fields: &Fields) -> Result<PlanFact, Meaning> {
    let read = Reader(fields);
    Ok(PlanFact {
        branch: branch_of(&read)?,
        date: read.required("date")?.parse().map_err(|_: jiff::Error| Meaning::Invalid("date"))?,
        representative: read.code("representative")?,
        file: read.file("file")?,
        given: read.sealed("given")?,
        reason: read.sealed("reason")?,
        place: read.sealed("place")?,
        wall_millis: read.int("wall")?.ok_or(Meaning::Missing("wall"))?,
    })
}

/// Reads an end; `carried_out` tells which kind of fact it is.
///
/// # Errors
/// [`Meaning`] with the first field at fault.
pub fn read_plan_end(fields: &Fields, carried_out: bool) -> Result<PlanEndFact, Meaning> {
    let read = Reader(fields);
    let visit = read.fact("visit")?;
    if visit.is_some() != carried_out {
        return Err(if carried_out { Meaning::Missing("visit") } else { Meaning::Invalid("visit") });
    }
    Ok(PlanEndFact {
        branch: branch_of(&read)?,
        plan: read.fact("plan")?.ok_or(Meaning::Missing("plan"))?,
        visit,
        file: read.file("file")?,
        reason: read.sealed("reason")?,
    })
}

fn branch_of(read: &Reader<'_>) -> Result<BranchId, Meaning> {
    BranchId::parse(read.required("branch")?).map_err(|_| Meaning::Invalid("branch"))
}
