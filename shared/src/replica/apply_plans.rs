//! From the facts about planned visits to their read rows.

use super::apply::{ApplyError, Arrived, RecordKind, check_branch, check_keys, is_other_kind, open_sealed};
use super::secrets::Secrets;
use crate::doc::{Meaning, PlanFact, Sealed, read_plan, read_plan_end};
use crate::domain::{FactId, Visit};
use crate::store::Tx;
use crate::store::plans::{self, PlanEndRow, PlanRow};

/// Writes the row of a planned visit.
pub(super) fn apply_plan(tx: &Tx<'_>, secrets: &Secrets, arrived: &Arrived<'_>) -> Result<(), ApplyError> {
    let id = arrived.entry.id;
    let fact = read_plan(&arrived.entry.fields)?;
    check_branch(arrived, fact.branch.as_str())?;
    check_keys(tx, arrived, fact.file, [&fact.given, &fact.reason, &fact.place])?;
    if is_other_kind(tx, id, RecordKind::Plan)? {
        return Err(Meaning::IdTaken.into());
    }
    if let Some(known) = plans::find(tx, id)?
        && !is_same_plan(tx, secrets, &known, arrived, &fact)
    {
        return Err(Meaning::IdTaken.into());
    }
    let bytes = |sealed: Option<Sealed>| sealed.map(Sealed::into_bytes);
    let row = PlanRow {
        fact: id,
        document: arrived.document.to_string(),
        seq: arrived.seq,
        branch: fact.branch.as_str().to_owned(),
        date: fact.date,
        representative: fact.representative,
        file: fact.file,
        given: bytes(fact.given),
        reason: bytes(fact.reason),
        place: bytes(fact.place),
        wall_millis: fact.wall_millis,
    };
    Ok(plans::put(tx, arrived.document_row, &row)?)
}

/// Tells whether a plan that stands under an id says what another fact of that id says. What opens on one side alone
/// contradicts nothing: an erased person's values open nowhere.
fn is_same_plan(
    tx: &Tx<'_>,
    secrets: &Secrets,
    known: &PlanRow,
    arrived: &Arrived<'_>,
    fact: &PlanFact,
) -> bool {
    let document = arrived.document.to_string();
    let is_same = |field: &str, ours: &Option<Vec<u8>>, theirs: &Option<Sealed>| {
        let (id, theirs) = (arrived.entry.id, theirs.as_ref().map(Sealed::as_bytes));
        let ours_opened = open_sealed(tx, secrets, &known.document, known.file, id, field, ours.as_deref());
        let theirs_opened = open_sealed(tx, secrets, &document, fact.file, id, field, theirs);
        match (ours_opened, theirs_opened) {
            (Some(ours), Some(theirs)) => ours == theirs,
            (Some(_), None) | (None, Some(_)) | (None, None) => true,
        }
    };
    known.branch == fact.branch.as_str()
        && (known.date, &known.representative, known.file) == (fact.date, &fact.representative, fact.file)
        && is_same("given", &known.given, &fact.given)
        && is_same("reason", &known.reason, &fact.reason)
        && is_same("place", &known.place, &fact.place)
}

/// Writes the row of an end that is a fact of its own: dropped, or head office's word that a visit carried it out.
pub(super) fn apply_plan_end(
    tx: &Tx<'_>,
    arrived: &Arrived<'_>,
    carried_out: bool,
) -> Result<(), ApplyError> {
    let id = arrived.entry.id;
    let fact = read_plan_end(&arrived.entry.fields, carried_out)?;
    check_branch(arrived, fact.branch.as_str())?;
    check_keys(tx, arrived, fact.file, [&fact.reason])?;
    // head office's word that a visit carried a plan out bears the visit's id
    if !carried_out && is_other_kind(tx, id, RecordKind::PlanEnd)? {
        return Err(Meaning::IdTaken.into());
    }
    if plans::find_end(tx, id)?.is_some_and(|known| known.plan != fact.plan) {
        return Err(Meaning::IdTaken.into());
    }
    let reason = fact.reason.map(Sealed::into_bytes);
    let row = PlanEndRow { fact: id, plan: fact.plan, visit: fact.visit, reason };
    Ok(plans::put_end(tx, arrived.document_row, arrived.seq, &row)?)
}

/// Writes the row of an end that a visit is by itself.
pub(super) fn apply_carried_out(
    tx: &Tx<'_>,
    arrived: &Arrived<'_>,
    visit: &Visit,
    plan: FactId,
) -> Result<(), ApplyError> {
    let row = PlanEndRow { fact: visit.id, plan, visit: Some(visit.id), reason: None };
    Ok(plans::put_end(tx, arrived.document_row, arrived.seq, &row)?)
}
