//! Planned visits at a device: writing one down, dropping one, and whom to visit today (P-3, P-7).

use jiff::civil;

use super::record::{Own, Recorder};
use super::{Kiosk, KioskError, RecordOutcome};
use crate::doc::{DocumentName, FactKind};
use crate::domain::{
    Body, FactId, FileId, PlanDropped, Planned, PlannedFor, PlannedVisit, ProfileField, Text,
};
use crate::replica::Act;
use crate::replica::facts::Facts;
use crate::replica::journals::AppendError;
use crate::store::facts::{self, FactRow};
use crate::store::{StoreError, Tx};

/// Most planned visits that are listed at once: ten days of the busiest representative.
const PLANNED_SHOWN_MAX: u64 = 500;

/// The field at fault of a visit that is planned for a file which the device let go of meanwhile.
pub const PLAN_FILE: &str = "file";

/// A planned visit that is still to be made, opened for staff.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlannedRow {
    /// The plan.
    pub plan: PlannedVisit,
    /// The person's file.
    pub file: Option<FileId>,
    /// The person's name, as their file has it; the first of several.
    pub name: Option<Text>,
    /// Their mobile, likewise.
    pub mobile: Option<Text>,
    /// Where they live, likewise.
    pub address: Option<Text>,
    /// The branch that is to make it.
    pub branch: String,
    /// Its day is over.
    pub overdue: bool,
    /// Head office has it.
    pub received: bool,
}

impl Kiosk {
    /// Writes down a visit that is to be made. Durable when it returns.
    ///
    /// # Errors
    /// [`KioskError`] where nothing was saved.
    pub fn plan_visit(
        &mut self,
        act: &mut Act,
        plan: &PlannedVisit,
        who: &PlannedFor,
    ) -> Result<RecordOutcome, KioskError> {
        self.must_read()?;
        self.recording(act, |recorder| {
            let is_same = |body: &Body| matches!(body, Body::Planned(known) if known.visit == *plan);
            match recorder.known_as(plan.id, FactKind::Planned, is_same)? {
                Some(outcome) => Ok(outcome),
                None if !recorder.holds(who)? => {
                    let reason =
                        "is of somebody whom this device holds no longer: look them up again".to_owned();
                    Ok(RecordOutcome::Refused { field: PLAN_FILE, reason })
                }
                None => recorder.attempt(plan.id, |recorder| recorder.append_plan(plan, who)),
            }
        })
    }

    /// Drops a planned visit under an id of its own, with a reason. Durable when it returns; one that ended before
    /// stays as it ended.
    ///
    /// # Errors
    /// [`KioskError`] where nothing was saved.
    pub fn drop_planned(
        &mut self,
        act: &mut Act,
        id: FactId,
        plan: FactId,
        reason: Option<&Text>,
    ) -> Result<RecordOutcome, KioskError> {
        self.must_read()?;
        self.recording(act, |recorder| {
            let is_same = |body: &Body| matches!(body, Body::PlanDropped(known) if known.plan == plan);
            if let Some(outcome) = recorder.known_as(id, FactKind::PlanDropped, is_same)? {
                return Ok(outcome);
            }
            let Some(row) = facts::find(recorder.facts.tx, plan, FactKind::Planned.code())? else {
                let reason = "stands for no planned visit".to_owned();
                return Ok(RecordOutcome::Refused { field: "plan", reason });
            };
            if let Some(end) = facts::end_of(recorder.facts.tx, plan)? {
                return Ok(RecordOutcome::Repeated(end.fact));
            }
            recorder.attempt(id, |recorder| recorder.append_drop(id, &row, reason))
        })
    }

    /// Returns the visits to be made on a day and those overdue since before, the oldest first, the 500 newest of them; none on a
    /// self-service kiosk.
    ///
    /// # Errors
    /// [`KioskError`].
    pub fn planned(&self, today: civil::Date) -> Result<Vec<PlannedRow>, KioskError> {
        self.planned_rows(today, |tx| facts::plans_until(tx, today, PLANNED_SHOWN_MAX))
    }

    /// Returns the open planned visits for a person's file, of any day.
    ///
    /// # Errors
    /// [`KioskError`].
    pub fn planned_for(&self, file: FileId, today: civil::Date) -> Result<Vec<PlannedRow>, KioskError> {
        self.planned_rows(today, |tx| facts::plans_for(tx, file, PLANNED_SHOWN_MAX))
    }

    fn planned_rows(
        &self,
        today: civil::Date,
        rows: impl FnOnce(&Tx<'_>) -> Result<Vec<FactRow>, StoreError>,
    ) -> Result<Vec<PlannedRow>, KioskError> {
        if !self.looks_people_up()? {
            return Ok(Vec::new());
        }
        self.must_read()?;
        self.db.read(|tx| {
            let facts = Facts::new(tx, &self.secrets);
            let rows = rows(tx)?.into_iter().map(|row| self.planned_row(&facts, row, today));
            rows.filter_map(Result::transpose).collect()
        })
    }

    fn planned_row(
        &self,
        facts: &Facts<'_>,
        row: FactRow,
        today: civil::Date,
    ) -> Result<Option<PlannedRow>, KioskError> {
        let Body::Planned(planned) = facts.fact_of(&row)?.body else { return Ok(None) };
        let person = match row.file {
            Some(file) => facts.file(file)?,
            None => None,
        };
        let first = |field| Some(person.as_ref()?.of(field).next()?.text.clone());
        // what stands in head office's own journal came from there
        let device = self.device()?;
        let is_own = DocumentName::parse(&row.place.name).is_some_and(|name| name.is_journal_of(device));
        Ok(Some(PlannedRow {
            overdue: planned.visit.date < today,
            plan: planned.visit,
            file: row.file,
            name: first(ProfileField::Name),
            mobile: first(ProfileField::Mobile),
            address: first(ProfileField::Address),
            branch: row.branch.unwrap_or_default(),
            received: !is_own || row.place.seq <= row.acked_seq,
        }))
    }
}

impl Recorder<'_> {
    /// Tells whether a visit can be planned for somebody: a file that was let go of meanwhile has no key.
    fn holds(&mut self, who: &PlannedFor) -> Result<bool, StoreError> {
        match who {
            PlannedFor::File(file) => Ok(self.with_files(|files, _| files.key_of(*file))?.is_some()),
            PlannedFor::Person(_) => Ok(true),
        }
    }

    fn append_plan(&mut self, plan: &PlannedVisit, who: &PlannedFor) -> Result<(), AppendError> {
        let (file, key, given) = match who {
            PlannedFor::File(file) => {
                (Some(*file), self.with_files(|files, _| files.must_key_of(*file))?, None)
            }
            PlannedFor::Person(person) if person.has_personal_values() => {
                let (file, key) = self.with_files(|files, dice| files.file_for(dice, person))?;
                (Some(file), key, Some(person.clone()))
            }
            PlannedFor::Person(_) => (None, self.own_key(Own::Facts)?, None),
        };
        let body = Body::Planned(Box::new(Planned { visit: plan.clone(), given }));
        self.append(plan.id, file, body, &key)
    }

    fn append_drop(&mut self, id: FactId, plan: &FactRow, reason: Option<&Text>) -> Result<(), AppendError> {
        // of somebody whom this device holds no longer it says nothing but the plan
        let key_of = |file| self.with_files(|files, _| files.key_of(file)).transpose().map(|key| (file, key));
        let (file, key) = match plan.file.and_then(key_of) {
            Some((file, key)) => (Some(file), key?),
            None => (None, self.own_key(Own::Facts)?),
        };
        let body = Body::PlanDropped(PlanDropped { plan: plan.fact, reason: reason.cloned() });
        self.append(id, file, body, &key)
    }
}
