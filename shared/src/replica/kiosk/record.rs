//! Recording: one durable transaction holds the change, its key, its read rows and its place in the outbox.

use super::{Identity, Kiosk, KioskError, seconds};
use crate::doc::{Dice, DocumentName, Entry, Month, SealingKey, suggestion_fields, visit_fields};
use crate::domain::{FactId, FileId, Incarnation, Rating, Record, Suggestion, Visit};
use crate::replica::apply::{Arrived, RecordKind, apply, is_other_kind, open_row, open_suggestion_row};
use crate::replica::files::FileWriter;
use crate::replica::journals::{self, AppendError, OpenJournal};
use crate::replica::secrets::Secrets;
use crate::replica::{ApplyError, Reading};
use crate::store::{Damage, Tx, changes, plans, ratings, suggestions, visits};

/// What became of one record. `Saved` and `Repeated` are durable when they are returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordOutcome {
    /// Saved now.
    Saved(FactId),
    /// The same record was saved before; it is one record.
    Repeated(FactId),
    /// Not saved: the field at fault and the reason.
    Refused {
        /// The field.
        field: &'static str,
        /// The reason.
        reason: String,
    },
}

impl Kiosk {
    /// Records visits, ratings and suggestions in one transaction: all of them are durable when it returns.
    ///
    /// # Errors
    /// [`KioskError`] where nothing of it was saved, such as for a full disk.
    pub fn record(
        &mut self,
        reading: &Reading,
        dice: &mut Dice,
        records: &[Record],
    ) -> Result<Vec<RecordOutcome>, KioskError> {
        let identity = self.identity()?.clone();
        let writer = self.recorder(&identity, reading);
        self.db.write(|tx| records.iter().map(|record| writer.record(tx, dice, record)).collect())
    }

    /// Records a visit of a person whose file is known: it belongs to that file, whatever of their numbers was given with
    /// it; the file takes what it lacks. Where an id was given that is another person's, the id decides. Durable when it
    /// returns.
    ///
    /// # Errors
    /// [`KioskError`] where nothing was saved.
    pub fn record_visit_of(
        &mut self,
        reading: &Reading,
        dice: &mut Dice,
        file: FileId,
        visit: &Visit,
    ) -> Result<RecordOutcome, KioskError> {
        let identity = self.identity()?.clone();
        let writer = self.recorder(&identity, reading);
        let record = Record::Visit(Box::new(visit.clone()));
        self.db.write(|tx| writer.record_of(tx, dice, &record, Some(file)))
    }

    pub(super) fn recorder<'a>(&'a self, identity: &'a Identity, reading: &'a Reading) -> Recorder<'a> {
        Recorder { identity, secrets: &self.secrets, reading }
    }
}

/// Which of the device's own journals.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Own {
    /// Visits and suggestions.
    Facts,
    /// Ratings.
    Ratings,
}

/// What recording needs to know.
pub(super) struct Recorder<'a> {
    pub identity: &'a Identity,
    pub secrets: &'a Secrets,
    pub reading: &'a Reading,
}

impl Recorder<'_> {
    /// Records one record within the caller's transaction.
    pub(super) fn record(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        record: &Record,
    ) -> Result<RecordOutcome, KioskError> {
        self.record_of(tx, dice, record, None)
    }

    /// Records one record within the caller's transaction. `of` is the file of the person whom a visit is known to be
    /// about.
    pub(super) fn record_of(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        record: &Record,
        of: Option<FileId>,
    ) -> Result<RecordOutcome, KioskError> {
        match record {
            Record::Visit(visit) => self.visit(tx, dice, visit, of),
            Record::Rating(rating) => self.rating(tx, dice, rating),
            Record::Suggestion(suggestion) => self.suggestion(tx, dice, suggestion),
        }
    }

    /// Records a visit. `of` is the file of the person whom it is known to be about.
    fn visit(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        visit: &Visit,
        of: Option<FileId>,
    ) -> Result<RecordOutcome, KioskError> {
        let id = visit.id;
        if let Some(row) = visits::find(tx, id)? {
            let same = open_row(tx, self.secrets, &row)? == *visit;
            return Ok(if same { RecordOutcome::Repeated(id) } else { id_taken() });
        }
        if is_other_kind(tx, id, RecordKind::Visit)? || self.pending_rating(tx, id)?.is_some() {
            return Ok(id_taken());
        }
        outcome_of(id, tx.attempt(|tx| self.append_visit(tx, dice, visit, of))?)
    }

    fn suggestion(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        suggestion: &Suggestion,
    ) -> Result<RecordOutcome, KioskError> {
        let id = suggestion.id;
        if let Some(row) = suggestions::find(tx, id)? {
            let same = open_suggestion_row(tx, self.secrets, &row)?.as_ref() == Some(suggestion);
            return Ok(if same { RecordOutcome::Repeated(id) } else { id_taken() });
        }
        if is_other_kind(tx, id, RecordKind::Suggestion)? || self.pending_rating(tx, id)?.is_some() {
            return Ok(id_taken());
        }
        outcome_of(id, tx.attempt(|tx| self.append_suggestion(tx, dice, suggestion))?)
    }

    fn rating(&self, tx: &Tx<'_>, dice: &mut Dice, rating: &Rating) -> Result<RecordOutcome, KioskError> {
        let id = rating.id;
        let stored = Rating { at: rating.at.cut_to_hour(), ..rating.clone() };
        let earlier = match ratings::find(tx, id)? {
            Some(row) => Some(crate::replica::apply::open_rating(tx, self.secrets, &row)?),
            None => self.pending_rating(tx, id)?,
        };
        if let Some(earlier) = earlier {
            return Ok(if earlier == stored { RecordOutcome::Repeated(id) } else { id_taken() });
        }
        if is_other_kind(tx, id, RecordKind::Rating)? {
            return Ok(id_taken());
        }
        self.keep_pending(tx, dice, &stored)?;
        Ok(RecordOutcome::Saved(id))
    }

    /// Appends a visit to the journal: file and key first, so that nothing stands without what opens it.
    fn append_visit(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        visit: &Visit,
        of: Option<FileId>,
    ) -> Result<(), AppendError> {
        let incarnation = Kiosk::incarnation(tx)?;
        let mut journal = self.journal(tx, dice, incarnation, Own::Facts)?;
        let person = visit.beneficiary.as_ref().filter(|p| p.has_personal_values());
        let of = match of {
            Some(file) => Some(file),
            None => self.file_meant(tx, visit)?,
        };
        let files = self.file_writer(incarnation);
        let (file, key) = match (person, of) {
            (None, None) => (None, journal.key.clone()),
            (None, Some(file)) => (Some(file), files.key_of(tx, file)?),
            (Some(person), None) => named(files.file_for(tx, dice, person)?),
            (Some(person), Some(file)) => named(files.file_known_for(tx, dice, person, file)?),
        };
        let recorded = self.reading.recorded();
        let branch = &self.identity.branch;
        let fields = visit_fields(dice, &journal.name, visit, branch, recorded, file, &key);
        let entry = Entry { id: visit.id, fields };
        self.append(tx, &mut journal, &entry)
    }

    /// Returns the file of the person whom a visit means without a number: of the plan that it carries out, or of the
    /// visit that it corrects in other things than the person.
    fn file_meant(&self, tx: &Tx<'_>, visit: &Visit) -> Result<Option<FileId>, AppendError> {
        if let Some(plan) = visit.planned {
            return Ok(plans::find(tx, plan)?.and_then(|row| row.file));
        }
        let Some(corrected) = visit.supersedes else { return Ok(None) };
        let Some(row) = visits::find(tx, corrected)? else { return Ok(None) };
        let same = open_row(tx, self.secrets, &row)?.beneficiary == visit.beneficiary;
        Ok(row.file.filter(|_| same))
    }

    /// Appends a suggestion to the journal, sealed with the journal's own key: no file is looked for.
    fn append_suggestion(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        suggestion: &Suggestion,
    ) -> Result<(), AppendError> {
        let mut journal = self.journal(tx, dice, Kiosk::incarnation(tx)?, Own::Facts)?;
        let (branch, recorded) = (&self.identity.branch, self.reading.recorded());
        let fields = suggestion_fields(dice, &journal.name, suggestion, branch, recorded, &journal.key);
        self.append(tx, &mut journal, &Entry { id: suggestion.id, fields })
    }

    /// Opens the part of one of the device's own journals that the next change belongs in.
    pub(super) fn journal(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        incarnation: Incarnation,
        own: Own,
    ) -> Result<OpenJournal, AppendError> {
        let device = self.identity.device;
        let month = Month::of(&self.reading.moment());
        journals::current(tx, self.secrets, dice, incarnation, month, |month| match own {
            Own::Facts => DocumentName::Journal { device, incarnation, month },
            Own::Ratings => DocumentName::Ratings { device, incarnation, month },
        })
    }

    /// Appends a fact to one of the device's own journals: change, place in the outbox, read rows. A change of a ratings
    /// journal tells no time.
    pub(super) fn append(
        &self,
        tx: &Tx<'_>,
        journal: &mut OpenJournal,
        entry: &Entry,
    ) -> Result<(), AppendError> {
        let time = if journal.name.is_ratings() { 0 } else { seconds(self.reading) };
        let (change, seq) = journals::append(tx, journal, time, entry, |_| None)?;
        changes::enqueue(tx, change)?;
        let arrived = Arrived {
            document: &journal.name,
            document_row: journal.row.id,
            seq,
            entry,
            branch: None,
            keys_must_be_here: true,
        };
        apply(tx, self.secrets, &arrived).map_err(store_error)
    }

    pub(super) fn file_writer(&self, incarnation: Incarnation) -> FileWriter<'_> {
        FileWriter {
            secrets: self.secrets,
            device: self.identity.device,
            incarnation,
            index_key: self.identity.index_key.as_ref().map(crate::doc::SealingKey::secret),
            time_seconds: seconds(self.reading),
            queues: true,
        }
    }
}

pub(super) fn outcome_of(id: FactId, appended: Result<(), AppendError>) -> Result<RecordOutcome, KioskError> {
    match appended {
        Ok(()) => Ok(RecordOutcome::Saved(id)),
        Err(AppendError::TooLarge(reason)) => {
            Ok(RecordOutcome::Refused { field: "line", reason: reason.to_string() })
        }
        Err(e @ (AppendError::Store(_) | AppendError::Key)) => Err(e.into()),
    }
}

fn named((file, key): (FileId, SealingKey)) -> (Option<FileId>, SealingKey) {
    (Some(file), key)
}

/// What this device wrote itself can be refused for its meaning only where the store is damaged.
fn store_error(error: ApplyError) -> AppendError {
    match error {
        ApplyError::Store(e) => AppendError::Store(e),
        ApplyError::Meaning(e) => AppendError::Store(Damage::Row(format!("a fact ({e})")).into()),
    }
}

pub(super) fn id_taken() -> RecordOutcome {
    RecordOutcome::Refused { field: "id", reason: "stands for another record already".to_owned() }
}
