//! Visits to be made that head office itself writes down, for any branch.

use super::people::{Touched, join};
use super::{Office, OfficeError};
use crate::doc::{
    Dice, DocumentName, Entry, PlanFact, SealingKey, given_to_bytes, place_to_bytes, plan_fields,
};
use crate::domain::{DeviceId, FileId, Incarnation, Person, PlanLine, UnixMillis};
use crate::replica::apply::{RecordKind, is_other_kind};
use crate::replica::files::FileWriter;
use crate::store::{Damage, StoreError, Tx, changes, office, people, plans};

/// What head office's own changes of a file name as their device.
const NO_DEVICE: DeviceId = DeviceId(uuid::Uuid::nil());

impl Office {
    /// Writes down visits to be made, all of them or none; the branches' devices pull them with their people. A person
    /// whom no branch knows gets a file. A line whose id was taken in before changes nothing. Returns how many are new.
    ///
    /// # Errors
    /// [`OfficeError::UnknownBranch`], [`OfficeError::Plan`] for an id that stands for another record or for a visit on
    /// another day, or the store's.
    pub fn plan_visits(
        &mut self,
        now: UnixMillis,
        dice: &mut Dice,
        lines: &[PlanLine],
    ) -> Result<usize, OfficeError> {
        self.db.write::<_, OfficeError>(|tx| {
            let mut n_new = 0;
            for line in lines {
                n_new += usize::from(self.plan_visit(tx, dice, now, line)?);
            }
            Ok(n_new)
        })
    }

    fn plan_visit(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        now: UnixMillis,
        line: &PlanLine,
    ) -> Result<bool, OfficeError> {
        let PlanLine { branch, plan, person } = line;
        if office::branch(tx, branch.as_str())?.is_none() {
            return Err(OfficeError::UnknownBranch { branch: branch.to_string() });
        }
        if let Some(known) = plans::find(tx, plan.id)? {
            let is_same = (known.branch.as_str(), known.date, &known.representative)
                == (branch.as_str(), plan.date, &plan.representative);
            let reason =
                "was planned before for another branch, day or representative: give the line a new id";
            return if is_same { Ok(false) } else { Err(OfficeError::Plan { id: plan.id, reason }) };
        }
        if is_other_kind(tx, plan.id, RecordKind::Plan)? {
            return Err(OfficeError::Plan {
                id: plan.id,
                reason: "has the id of another record: give the line a new id",
            });
        }
        let epoch = Self::epoch(tx)?;
        let (file, key) = self.file_for(tx, dice, now, epoch, person)?;
        let name = DocumentName::File(file).to_string();
        let document = changes::document(tx, &name)?.ok_or(StoreError::from(Damage::Document(name)))?.id;
        join(tx, branch.as_str(), document)?;
        let mut touched = Touched::default();
        touched.named(file);
        self.share(tx, dice, now, branch.as_str(), &touched)?;

        let mut journal = self.plan_journal(tx, dice, now, branch)?;
        let place = plan.id.to_string();
        let mut seal = |field: &str, value: Option<&[u8]>| {
            value.map(|value| key.seal(dice, &journal.name, &place, field, value))
        };
        let fact = PlanFact {
            branch: branch.clone(),
            date: plan.date,
            representative: plan.representative.clone(),
            file: Some(file),
            given: seal("given", Some(&given_to_bytes(person))),
            reason: seal("reason", plan.reason.as_ref().map(|text| text.as_str().as_bytes())),
            place: seal("place", plan.place.as_ref().map(place_to_bytes).as_deref()),
            wall_millis: now.0,
        };
        let entry = Entry { id: plan.id, fields: plan_fields(fact, None) };
        self.append_plan(tx, now, branch, &mut journal, &entry)?;
        Ok(true)
    }

    /// Finds the person's file by their numbers, or makes one in head office's name. A file that is there is left as it
    /// is: what was told stands in the plan.
    fn file_for(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        now: UnixMillis,
        epoch: Incarnation,
        person: &Person,
    ) -> Result<(FileId, SealingKey), OfficeError> {
        let writer = FileWriter {
            secrets: &self.secrets,
            device: NO_DEVICE,
            incarnation: epoch,
            index_key: Some(self.index_key.secret()),
            time_seconds: now.0.div_euclid(1_000),
            queues: false,
        };
        let fault = super::plans::append_error;
        if let Some(file) = writer.find(tx, person)? {
            return Ok((file, writer.key_of(tx, file).map_err(fault)?));
        }
        let (file, key) = writer.make(tx, dice, person).map_err(fault)?;
        let name = DocumentName::File(file).to_string();
        let row = changes::document(tx, &name)?.ok_or(StoreError::from(Damage::Document(name)))?;
        // nobody enrolled writes under this key: devices are told it with each change
        people::note_writer(tx, row.id, 0, &self.secrets.signing_public(), "")?;
        Ok((file, key))
    }
}
