//! Planned visits for all devices of a branch: facts of one device are copied into head office's journal
//! `h/<epoch>/<branch>/…` under the same ids, sealed for their new place and signed, and pulled with the branch's people.

use super::people::{people_scope, start_of_people};
use super::publish::log;
use super::{Office, OfficeError};
use crate::doc::{
    Dice, DocumentName, Entry, Fields, Month, PLAN_DROPPED, PLANNED, PlanEndFact, Scalar, Sealed,
    plan_end_fields,
};
use crate::domain::{BranchId, FactId, FileId, Moment, UnixMillis};
use crate::replica::apply::{Arrived, apply, key_of};
use crate::replica::journals::{self, AppendError, OpenJournal};
use crate::store::{Damage, Tx, plans};
use crate::sync::{file_change_statement, sign};

/// A fact about a planned visit that a device's push brought, and the journal it stands in.
pub(super) type PlanNews = (DocumentName, Entry);

/// Tells whether the branch's other devices are to learn of a fact: a plan, one dropped, or a visit that carries one out.
pub(super) fn concerns_a_plan(entry: &Entry) -> bool {
    let is_kind = |known: &str| entry.fields.get("kind") == Some(&Scalar::Text(known.to_owned()));
    is_kind(PLANNED) || is_kind(PLAN_DROPPED) || (is_kind("visit") && entry.fields.contains_key("planned"))
}

impl Office {
    /// Copies facts about planned visits for the other devices of their branch. One that was copied before is left.
    pub(super) fn copy_plans(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        now: UnixMillis,
        branch: &str,
        news: &[PlanNews],
    ) -> Result<(), OfficeError> {
        let Ok(branch) = BranchId::parse(branch) else { return Ok(()) };
        for (from, entry) in news {
            if !plans::note_copy(tx, entry.id)? {
                continue;
            }
            let mut journal = self.plan_journal(tx, dice, now, &branch)?;
            let copy = match done_of(&branch, entry) {
                Some(fields) => Entry { id: entry.id, fields },
                None => self.resealed(tx, dice, from, &journal, entry)?,
            };
            self.append_plan(tx, now, &branch, &mut journal, &copy)?;
        }
        Ok(())
    }

    /// Opens the part of the branch's journal that the next fact belongs in.
    pub(super) fn plan_journal(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        now: UnixMillis,
        branch: &BranchId,
    ) -> Result<OpenJournal, OfficeError> {
        let epoch = Self::epoch(tx)?;
        let stamp = jiff::Timestamp::from_millisecond(now.0).unwrap_or_default();
        let month = Month::of(&Moment::from_zoned(&stamp.to_zoned(jiff::tz::TimeZone::UTC)));
        let name_of = |month| DocumentName::HeadOffice { epoch, scope: branch.to_string(), month };
        journals::current(tx, &self.secrets, dice, epoch, month, name_of).map_err(append_error)
    }

    /// Appends a fact to the branch's journal and to the log that its devices pull.
    pub(super) fn append_plan(
        &self,
        tx: &Tx<'_>,
        now: UnixMillis,
        branch: &BranchId,
        journal: &mut OpenJournal,
        entry: &Entry,
    ) -> Result<(), OfficeError> {
        let mut hash = [0; 32];
        let name = journal.name.to_string();
        let (change, seq) = journals::append(tx, journal, now.0.div_euclid(1_000), entry, |h| {
            hash = h.0;
            Some(sign(self.secrets.signing(), &file_change_statement(&name, &h.0)))
        })
        .map_err(|error| match error {
            AppendError::TooLarge(_) => {
                OfficeError::Plan { id: entry.id, reason: "is too long: shorten its texts" }
            }
            error @ (AppendError::Store(_) | AppendError::Key) => append_error(error),
        })?;
        let arrived = Arrived {
            document: &journal.name,
            document_row: journal.row.id,
            seq,
            entry,
            branch: None,
            keys_must_be_here: true,
        };
        apply(tx, &self.secrets, &arrived)?;
        Ok(log(tx, &people_scope(branch.as_str()), &start_of_people(branch.as_str()), change, &hash)?)
    }

    /// Seals a device's fact for its new place: with the person's key where it has one, else with the journal's own.
    fn resealed(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        from: &DocumentName,
        to: &OpenJournal,
        entry: &Entry,
    ) -> Result<Entry, OfficeError> {
        let place = entry.id.to_string();
        let file = match entry.fields.get("file") {
            Some(Scalar::Text(file)) => FileId::parse(file),
            Some(_) | None => None,
        };
        let mut fields = Fields::new();
        for (field, value) in &entry.fields {
            let value = match value {
                Scalar::Bytes(bytes) => {
                    let open = || {
                        let sealed = Sealed::parse(bytes)?;
                        let key = key_of(tx, &self.secrets, from, file, &sealed)?;
                        let opened = key.open(from, &place, field, &sealed).ok()?;
                        Some((key, opened))
                    };
                    // what does not open any more is an erased person's
                    let Some((key, opened)) = open() else { continue };
                    let key = if file.is_some() { &key } else { &to.key };
                    Scalar::Bytes(key.seal(dice, &to.name, &place, field, &opened).into_bytes())
                }
                Scalar::Text(_) | Scalar::Int(_) | Scalar::Bool(_) => value.clone(),
            };
            fields.insert(field.clone(), value);
        }
        Ok(Entry { id: entry.id, fields })
    }
}

/// The fields that say that a visit carried a plan out; `None` for any other fact.
fn done_of(branch: &BranchId, entry: &Entry) -> Option<Fields> {
    let Some(Scalar::Text(plan)) = entry.fields.get("planned") else { return None };
    let (plan, visit) = (FactId::parse(plan)?, Some(entry.id));
    let fact = PlanEndFact { branch: branch.clone(), plan, visit, file: None, reason: None };
    Some(plan_end_fields(fact, None))
}

pub(super) fn append_error(error: AppendError) -> OfficeError {
    match error {
        AppendError::Store(e) => OfficeError::Store(e),
        AppendError::Key => OfficeError::ForeignSecret,
        // what was taken in from a device fits again; only damage can make it larger
        AppendError::TooLarge(e) => OfficeError::Store(Damage::Row(format!("a fact ({e})")).into()),
    }
}
