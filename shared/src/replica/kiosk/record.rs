//! Recording: one durable transaction holds the entry, its key, its read rows and its place in the outbox.

use super::{Identity, Kiosk, KioskError};
use crate::doc::{
    Dice, DocumentName, Entry, EntryTooLarge, FactKind, KeyOwner, Month, SealingKey, Session, seal_fact,
};
use crate::domain::{Body, DeviceMode, Fact, FactId, FileId, Incarnation, Rating, Record, Suggestion, Visit};
use crate::replica::Act;
use crate::replica::facts::{Arrived, Facts, Under};
use crate::replica::files::FileWriter;
use crate::replica::journals::{self, AppendError, OpenJournal};
use crate::store::{StoreError, changes, facts};

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
    pub fn record(&mut self, act: &mut Act, records: &[Record]) -> Result<Vec<RecordOutcome>, KioskError> {
        self.recording(act, |recorder| {
            records.iter().map(|record| recorder.record_of(record, None)).collect()
        })
    }

    /// Records a visit of a person whose file is known: it belongs to that file, whatever of their numbers was given with
    /// it; the file takes what it lacks. Where an id was given that is another person's, the id decides. Durable when it
    /// returns.
    ///
    /// # Errors
    /// [`KioskError`] where nothing was saved.
    pub fn record_visit_of(
        &mut self,
        act: &mut Act,
        file: FileId,
        visit: &Visit,
    ) -> Result<RecordOutcome, KioskError> {
        let record = Record::Visit(Box::new(visit.clone()));
        self.recording(act, |recorder| recorder.record_of(&record, Some(file)))
    }

    /// Runs work that records, in one durable transaction.
    pub(super) fn recording<T>(
        &self,
        act: &mut Act,
        work: impl FnOnce(&mut Recorder<'_>) -> Result<T, KioskError>,
    ) -> Result<T, KioskError> {
        let identity = self.identity()?;
        let session = self.session(&mut act.dice)?;
        self.db.write(|tx| {
            let facts = Facts::new(tx, &self.secrets);
            let incarnation = Self::incarnation(tx)?;
            let mut recorder =
                Recorder { facts, identity, session, act, incarnation, journals: [None, None] };
            let outcome = work(&mut recorder)?;
            recorder.finish()?;
            Ok(outcome)
        })
    }
}

/// Which of the device's own journals.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Own {
    /// Visits, suggestions and plans.
    Facts = 0,
    /// Ratings.
    Ratings = 1,
}

/// A transaction that records. The place in a journal is looked up once, and noted when all is recorded.
pub(super) struct Recorder<'a> {
    pub facts: Facts<'a>,
    pub identity: &'a Identity,
    pub session: &'a Session,
    pub act: &'a mut Act,
    pub incarnation: Incarnation,
    journals: [Option<OpenJournal>; 2],
}

impl Recorder<'_> {
    /// Records one record. `of` is the file of the person whom a visit is known to be about.
    pub(super) fn record_of(
        &mut self,
        record: &Record,
        of: Option<FileId>,
    ) -> Result<RecordOutcome, KioskError> {
        match record {
            Record::Visit(visit) => self.visit(visit, of),
            Record::Rating(rating) => self.rating(rating),
            Record::Suggestion(suggestion) => self.suggestion(suggestion),
        }
    }

    fn visit(&mut self, visit: &Visit, of: Option<FileId>) -> Result<RecordOutcome, KioskError> {
        let is_same = |body: &Body| matches!(body, Body::Visit(known) if **known == *visit);
        match self.known(visit.id, FactKind::Visit, is_same)? {
            Some(outcome) => Ok(outcome),
            None => self.attempt(visit.id, |recorder| recorder.append_visit(visit, of)),
        }
    }

    fn suggestion(&mut self, suggestion: &Suggestion) -> Result<RecordOutcome, KioskError> {
        let is_same = |body: &Body| matches!(body, Body::Suggestion(known) if **known == *suggestion);
        match self.known(suggestion.id, FactKind::Suggestion, is_same)? {
            Some(outcome) => Ok(outcome),
            None => self.attempt(suggestion.id, |recorder| {
                let key = recorder.own_key(Own::Facts)?;
                recorder.append(suggestion.id, None, Body::Suggestion(Box::new(suggestion.clone())), &key)
            }),
        }
    }

    fn rating(&mut self, rating: &Rating) -> Result<RecordOutcome, KioskError> {
        let id = rating.id;
        let stored = Rating { at: rating.at.cut_to_hour(), ..rating.clone() };
        let is_same = |body: &Body| matches!(body, Body::Rating(known) if **known == stored);
        if let Some(outcome) = self.known(id, FactKind::Rating, is_same)? {
            return Ok(outcome);
        }
        self.keep_pending(&stored)?;
        Ok(RecordOutcome::Saved(id))
    }

    /// Looks for what stands under an id already; `None` where nothing does.
    pub(super) fn known(
        &self,
        id: FactId,
        kind: FactKind,
        is_same: impl FnOnce(&Body) -> bool,
    ) -> Result<Option<RecordOutcome>, KioskError> {
        let body = match self.facts.under(id, kind)? {
            Under::AnotherKind => return Ok(Some(id_taken())),
            Under::Same(place) => Some(self.facts.fact_at(kind, &place)?.body),
            Under::Nothing => self.pending_rating(id)?.map(|rating| Body::Rating(Box::new(rating))),
        };
        let outcome = |body| if is_same(&body) { RecordOutcome::Repeated(id) } else { id_taken() };
        Ok(body.map(outcome))
    }

    /// Appends a visit to the journal: file and key first, so that nothing stands without what opens it.
    fn append_visit(&mut self, visit: &Visit, of: Option<FileId>) -> Result<(), AppendError> {
        let person = visit.beneficiary.as_ref().filter(|p| p.has_personal_values());
        let of = match of {
            Some(file) => Some(file),
            None => self.file_meant(visit)?,
        };
        let (file, key) = match (person, of) {
            (None, None) => (None, self.own_key(Own::Facts)?),
            (None, Some(file)) => (Some(file), self.with_files(|files, _| files.key_of(file))?),
            (Some(person), None) => named(self.with_files(|files, dice| files.file_for(dice, person))?),
            (Some(person), Some(file)) => {
                named(self.with_files(|files, dice| files.file_known_for(dice, person, file))?)
            }
        };
        self.append(visit.id, file, Body::Visit(Box::new(visit.clone())), &key)
    }

    /// Returns the file of the person whom a visit means without a number: of the plan that it carries out, or of the
    /// visit that it corrects in other things than the person.
    fn file_meant(&self, visit: &Visit) -> Result<Option<FileId>, StoreError> {
        if let Some(plan) = visit.planned {
            let row = facts::find(self.facts.tx, plan, FactKind::Planned.code())?;
            return Ok(row.and_then(|row| row.file));
        }
        let Some(corrected) = visit.supersedes else { return Ok(None) };
        let Some((row, fact)) = self.facts.find(corrected, FactKind::Visit)? else { return Ok(None) };
        let is_same = matches!(&fact.body, Body::Visit(known) if known.beneficiary == visit.beneficiary);
        Ok(row.file.filter(|_| is_same))
    }

    /// Returns the key that seals what this device records of nobody in particular. A new one is made with each part of a
    /// journal; one of the ratings is wrapped on its own, so that nothing joins it to another.
    pub(super) fn own_key(&mut self, own: Own) -> Result<SealingKey, AppendError> {
        let device = self.identity.device;
        let owner = match own {
            Own::Facts => KeyOwner::Device(device),
            Own::Ratings => KeyOwner::Ratings(device),
        };
        let mut journal = self.take_journal(own)?;
        let is_new = std::mem::take(&mut journal.is_new);
        self.journals[own as usize] = Some(journal);
        match self.facts.keys.current(&owner)? {
            Some(key) if !is_new => Ok(key),
            Some(_) | None => Ok(match own {
                Own::Facts => self.facts.keys.make(&mut self.act.dice, &owner, Some(self.session))?,
                Own::Ratings => {
                    let alone = Session::start(&mut self.act.dice, &self.identity.server_sealing);
                    self.facts.keys.make(&mut self.act.dice, &owner, Some(&alone))?
                }
            }),
        }
    }

    /// Appends a fact to the device's own journals, sealed with a key.
    pub(super) fn append(
        &mut self,
        id: FactId,
        file: Option<FileId>,
        body: Body,
        key: &SealingKey,
    ) -> Result<(), AppendError> {
        let own = if matches!(body, Body::Rating(_)) { Own::Ratings } else { Own::Facts };
        // a ratings journal tells of no time and of nobody (P-11)
        let (by, recorded, time) = match own {
            Own::Facts => (self.act.by.clone(), Some(self.act.now.recorded()), self.act.now.seconds()),
            Own::Ratings => (None, None, 0),
        };
        let branch = Some(self.identity.branch.clone());
        let fact = Fact { id, branch, by, recorded, file, body };
        let entry = seal_fact(&fact, time, key)?;
        self.append_entry(own, &entry, Some(&fact))
    }

    /// Appends an entry to one of the device's own journals: change, place in the outbox, read rows. `fact` is what it
    /// says, where it was checked before that its id is free.
    pub(super) fn append_entry(
        &mut self,
        own: Own,
        entry: &Entry,
        fact: Option<&Fact>,
    ) -> Result<(), AppendError> {
        let mut journal = self.take_journal(own)?;
        let (change, _) = journals::append_entry(self.facts.tx, &mut journal.row, entry)?;
        changes::enqueue(self.facts.tx, change)?;
        let arrived = Arrived {
            document: &journal.name,
            document_row: journal.row.id,
            seq: journal.row.last_seq,
            entry,
            branch: None,
            keys_must_be_here: true,
        };
        match fact {
            Some(fact) => self.facts.put(&arrived, fact)?,
            // what was held when it was written first is held again
            None => drop(self.facts.take_in_or_hold(&arrived)?),
        }
        self.journals[own as usize] = Some(journal);
        Ok(())
    }

    /// Opens the part of one of the device's own journals that the next change belongs in.
    fn take_journal(&mut self, own: Own) -> Result<OpenJournal, StoreError> {
        if let Some(journal) = self.journals[own as usize].take() {
            if journals::is_open(&journal.row) {
                return Ok(journal);
            }
            changes::move_end(self.facts.tx, &journal.row)?;
        }
        let (device, incarnation) = (self.identity.device, self.incarnation);
        let month = Month::of(&self.act.now.moment());
        journals::current(self.facts.tx, self.facts.secrets, incarnation, month, |month| match own {
            Own::Facts => DocumentName::Journal { device, incarnation, month },
            Own::Ratings => DocumentName::Ratings { device, incarnation, month },
        })
    }

    /// Begins to write as a new incarnation.
    pub(super) fn go_on_as(&mut self, incarnation: Incarnation) -> Result<(), StoreError> {
        self.finish()?;
        self.journals = [None, None];
        self.incarnation = incarnation;
        Ok(())
    }

    /// Lets go of the journals that were written to.
    pub(super) fn take_journals(&mut self) -> Vec<OpenJournal> {
        std::mem::take(&mut self.journals).into_iter().flatten().collect()
    }

    /// Notes where the journals end.
    pub(super) fn finish(&self) -> Result<(), StoreError> {
        self.journals.iter().flatten().try_for_each(|journal| changes::move_end(self.facts.tx, &journal.row))
    }

    pub(super) fn with_files<T>(&mut self, work: impl FnOnce(&FileWriter<'_>, &mut Dice) -> T) -> T {
        let files = FileWriter {
            facts: &self.facts,
            device: self.identity.device,
            incarnation: self.incarnation,
            looks_people_up: self.identity.mode != DeviceMode::SelfService,
            time_seconds: self.act.now.seconds(),
            session: Some(self.session),
        };
        work(&files, &mut self.act.dice)
    }

    /// Runs one record's work so that nothing of it is kept where it fails, while the records around it are.
    pub(super) fn attempt(
        &mut self,
        id: FactId,
        work: impl FnOnce(&mut Self) -> Result<(), AppendError>,
    ) -> Result<RecordOutcome, KioskError> {
        let (before, tx) = (self.journals.clone(), self.facts.tx);
        let outcome = tx.attempt(|_| work(self))?;
        if outcome.is_err() {
            self.journals = before;
            self.facts.forget_all();
        }
        match outcome {
            Ok(()) => Ok(RecordOutcome::Saved(id)),
            Err(AppendError::TooLarge(_) | AppendError::SealedTooLarge(_)) => {
                Ok(RecordOutcome::Refused { field: "line", reason: EntryTooLarge.to_string() })
            }
            Err(e @ (AppendError::Store(_) | AppendError::Key)) => Err(e.into()),
        }
    }
}

fn named((file, key): (FileId, SealingKey)) -> (Option<FileId>, SealingKey) {
    (Some(file), key)
}

pub(super) fn id_taken() -> RecordOutcome {
    RecordOutcome::Refused { field: "id", reason: "stands for another record already".to_owned() }
}
