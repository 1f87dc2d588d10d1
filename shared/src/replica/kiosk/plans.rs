//! Planned visits at a device: writing one down, dropping one, and whom to visit today (P-3, P-7).

use jiff::civil;

use super::record::{Own, Recorder, id_taken, outcome_of};
use super::{Kiosk, KioskError, RecordOutcome};
use crate::doc::{
    Dice, DocumentName, Entry, PlanEndFact, PlanFact, SealingKey, given_to_bytes, place_from_bytes,
    place_to_bytes, plan_end_fields, plan_fields,
};
use crate::domain::{FactId, FileId, PlannedFor, PlannedVisit, ProfileField, Text};
use crate::replica::Reading;
use crate::replica::apply::{RecordKind, is_other_kind, open_sealed};
use crate::replica::journals::AppendError;
use crate::replica::people::{OpenedFile, open_file};
use crate::replica::secrets::Secrets;
use crate::store::plans::{self, PlanRow};
use crate::store::{StoreError, Tx, changes};

/// Most planned visits that are listed at once: ten days of the busiest representative.
const PLANNED_SHOWN_MAX: u64 = 500;

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
        reading: &Reading,
        dice: &mut Dice,
        plan: &PlannedVisit,
        who: &PlannedFor,
    ) -> Result<RecordOutcome, KioskError> {
        let identity = self.identity()?.clone();
        let recorder = Recorder { identity: &identity, secrets: &self.secrets, reading };
        self.db.write(|tx| {
            if let Some(row) = plans::find(tx, plan.id)? {
                let is_same = opened_plan(tx, &self.secrets, &row) == *plan;
                return Ok(if is_same { RecordOutcome::Repeated(plan.id) } else { id_taken() });
            }
            if is_other_kind(tx, plan.id, RecordKind::Plan)? {
                return Ok(id_taken());
            }
            outcome_of(plan.id, tx.attempt(|tx| recorder.append_plan(tx, dice, plan, who))?)
        })
    }

    /// Drops a planned visit under an id of its own, with a reason. Durable when it returns; one that ended before
    /// stays as it ended.
    ///
    /// # Errors
    /// [`KioskError`] where nothing was saved.
    pub fn drop_planned(
        &mut self,
        reading: &Reading,
        dice: &mut Dice,
        id: FactId,
        plan: FactId,
        reason: Option<&Text>,
    ) -> Result<RecordOutcome, KioskError> {
        let identity = self.identity()?.clone();
        let recorder = Recorder { identity: &identity, secrets: &self.secrets, reading };
        self.db.write(|tx| {
            if let Some(end) = plans::find_end(tx, id)? {
                let is_same = end.plan == plan && end.visit.is_none();
                return Ok(if is_same { RecordOutcome::Repeated(id) } else { id_taken() });
            }
            if is_other_kind(tx, id, RecordKind::PlanEnd)? {
                return Ok(id_taken());
            }
            let Some(row) = plans::find(tx, plan)? else {
                let reason = "stands for no planned visit".to_owned();
                return Ok(RecordOutcome::Refused { field: "plan", reason });
            };
            if let Some(end) = plans::end_of(tx, plan)? {
                return Ok(RecordOutcome::Repeated(end.fact));
            }
            outcome_of(id, tx.attempt(|tx| recorder.append_drop(tx, dice, id, &row, reason))?)
        })
    }

    /// Returns the visits to be made on a day and those overdue since before, the oldest first, the 500 newest of them; none on a
    /// self-service kiosk.
    ///
    /// # Errors
    /// [`KioskError`].
    pub fn planned(&self, today: civil::Date) -> Result<Vec<PlannedRow>, KioskError> {
        self.planned_rows(today, |tx| plans::open_until(tx, today, PLANNED_SHOWN_MAX))
    }

    /// Returns the open planned visits for a person's file, of any day.
    ///
    /// # Errors
    /// [`KioskError`].
    pub fn planned_for(&self, file: FileId, today: civil::Date) -> Result<Vec<PlannedRow>, KioskError> {
        self.planned_rows(today, |tx| plans::open_for(tx, file, PLANNED_SHOWN_MAX))
    }

    fn planned_rows(
        &self,
        today: civil::Date,
        rows: impl FnOnce(&Tx<'_>) -> Result<Vec<PlanRow>, StoreError>,
    ) -> Result<Vec<PlannedRow>, KioskError> {
        if !self.looks_people_up()? {
            return Ok(Vec::new());
        }
        self.db.read(|tx| rows(tx)?.into_iter().map(|row| self.planned_row(tx, &row, today)).collect())
    }

    fn planned_row(&self, tx: &Tx<'_>, row: &PlanRow, today: civil::Date) -> Result<PlannedRow, KioskError> {
        let person = match row.file {
            Some(file) => open_file(tx, &self.secrets, file)?,
            None => None,
        };
        let first =
            |field| person.as_ref().and_then(|file: &OpenedFile| Some(file.of(field).next()?.text.clone()));
        let device = self.device()?;
        let acked = changes::document(tx, &row.document)?.map_or(0, |document| document.acked_seq);
        // what stands in head office's own journal came from there
        let is_own = DocumentName::parse(&row.document).is_some_and(|name| name.is_journal_of(device));
        Ok(PlannedRow {
            plan: opened_plan(tx, &self.secrets, row),
            file: row.file,
            name: first(ProfileField::Name),
            mobile: first(ProfileField::Mobile),
            address: first(ProfileField::Address),
            branch: row.branch.clone(),
            overdue: row.date < today,
            received: !is_own || row.seq <= acked,
        })
    }
}

/// Opens a plan; what an erased person's destroyed key sealed stays out.
fn opened_plan(tx: &Tx<'_>, secrets: &Secrets, row: &PlanRow) -> PlannedVisit {
    let open = |field: &str, sealed: &Option<Vec<u8>>| {
        open_sealed(tx, secrets, &row.document, row.file, row.fact, field, sealed.as_deref())
    };
    let reason = open("reason", &row.reason).and_then(|b| Text::new(String::from_utf8(b).ok()?).ok());
    let place = open("place", &row.place).and_then(|bytes| place_from_bytes(&bytes).ok());
    let representative = row.representative.clone();
    PlannedVisit { id: row.fact, date: row.date, representative, reason, place }
}

impl Recorder<'_> {
    fn append_plan(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        plan: &PlannedVisit,
        who: &PlannedFor,
    ) -> Result<(), AppendError> {
        let incarnation = Kiosk::incarnation(tx)?;
        let mut journal = self.journal(tx, dice, incarnation, Own::Facts)?;
        let (file, key, given) = match who {
            PlannedFor::File(file) => (Some(*file), self.key_of_file(tx, *file)?, None),
            PlannedFor::Person(person) if person.has_personal_values() => {
                let (file, key) = self.file_writer(incarnation).file_for(tx, dice, person)?;
                (Some(file), key, Some(given_to_bytes(person)))
            }
            PlannedFor::Person(_) => (None, journal.key.clone(), None),
        };
        let place = plan.id.to_string();
        let mut seal = |field: &str, value: Option<&[u8]>| {
            value.map(|value| key.seal(dice, &journal.name, &place, field, value))
        };
        let recorded = self.reading.recorded();
        let fact = PlanFact {
            branch: self.identity.branch.clone(),
            date: plan.date,
            representative: plan.representative.clone(),
            file,
            given: seal("given", given.as_deref()),
            reason: seal("reason", plan.reason.as_ref().map(|text| text.as_str().as_bytes())),
            place: seal("place", plan.place.as_ref().map(place_to_bytes).as_deref()),
            wall_millis: recorded.wall.0,
        };
        let entry = Entry { id: plan.id, fields: plan_fields(fact, Some(recorded)) };
        self.append(tx, &mut journal, &entry)
    }

    fn append_drop(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        id: FactId,
        plan: &PlanRow,
        reason: Option<&Text>,
    ) -> Result<(), AppendError> {
        let mut journal = self.journal(tx, dice, Kiosk::incarnation(tx)?, Own::Facts)?;
        let key = match plan.file {
            Some(file) => self.key_of_file(tx, file)?,
            None => journal.key.clone(),
        };
        let reason = reason
            .map(|text| key.seal(dice, &journal.name, &id.to_string(), "reason", text.as_str().as_bytes()));
        let branch = self.identity.branch.clone();
        let fact = PlanEndFact { branch, plan: plan.fact, visit: None, file: plan.file, reason };
        let fields = plan_end_fields(fact, Some(self.reading.recorded()));
        self.append(tx, &mut journal, &Entry { id, fields })
    }

    fn key_of_file(&self, tx: &Tx<'_>, file: FileId) -> Result<SealingKey, AppendError> {
        self.file_writer(Kiosk::incarnation(tx)?).key_of(tx, file)
    }
}
