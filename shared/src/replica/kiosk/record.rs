//! Recording: one durable transaction holds the entry, its key, its read rows and its place in the outbox.

use super::{Identity, Kiosk, KioskError};
use crate::doc::{
    Dice, DocumentName, Entry, EntryTooLarge, FactKind, KeyOwner, Month, SealingKey, clear_fact, random,
    seal_fact, surely_fits,
};
use crate::domain::{
    Body, Called, DeviceMode, Fact, FactId, FileId, Incarnation, Moment, Rating, Record, Suggestion, Visit,
};
use crate::replica::Act;
use crate::replica::facts::{Arrived, Facts, Under};
use crate::replica::files::FileWriter;
use crate::replica::journals::{self, AppendError, OpenJournal};
use crate::replica::keyring::Wrapping;
use crate::store::{StoreError, changes, facts, outbox};

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
    /// Records visits, ratings, suggestions, requests and their steps in one transaction: all of them are durable when it returns.
    /// Of a request somebody records under their own name, by the pass that they have for this device, or the applicant alone.
    ///
    /// # Errors
    /// [`KioskError`] where nothing of it was saved, such as for a full disk.
    pub fn record(&mut self, act: &mut Act, records: &[Record]) -> Result<Vec<RecordOutcome>, KioskError> {
        self.recording(act, |recorder| {
            recorder.facts.look_ahead(records.iter().map(Record::id))?;
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
        self.must_read()?;
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
        let wrapping = self.wrapping()?;
        self.db.write(|tx| {
            let facts = Facts::new(tx, &self.secrets);
            self.keep_up(&facts)?;
            let incarnation = Self::incarnation(tx)?;
            let mut recorder = Recorder::new(facts, identity, wrapping, act, incarnation);
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
    pub wrapping: &'a Wrapping,
    pub act: &'a mut Act,
    pub incarnation: Incarnation,
    journals: [Option<OpenJournal>; 2],
    /// The key of the ratings that this transaction moves, where reading is locked.
    ratings_key: Option<SealingKey>,
    /// How much was set aside that could not be written again.
    pub n_set_aside: u64,
}

impl<'a> Recorder<'a> {
    pub fn new(
        facts: Facts<'a>,
        identity: &'a Identity,
        wrapping: &'a Wrapping,
        act: &'a mut Act,
        incarnation: Incarnation,
    ) -> Self {
        let journals = [None, None];
        Self { facts, identity, wrapping, act, incarnation, journals, ratings_key: None, n_set_aside: 0 }
    }
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
            Record::Request(request) => self.request(request, of),
            Record::Step(step) => self.request_step(step),
            Record::Session(_) => {
                let reason = "is recorded at head office: sync-server record".to_owned();
                Ok(RecordOutcome::Refused { field: "type", reason })
            }
        }
    }

    fn visit(&mut self, visit: &Visit, of: Option<FileId>) -> Result<RecordOutcome, KioskError> {
        let body = Body::Visit(Box::new(visit.clone()));
        let outcome = match self.known(visit.id, &body)? {
            Some(outcome) => outcome,
            None => {
                self.save(visit.id, surely_fits(&body), |recorder| recorder.append_visit(visit, body, of))?
            }
        };
        // a line says it of a visit, which is recorded before it is known
        let is_kept = !matches!(outcome, RecordOutcome::Refused { .. });
        if let Some(at) = visit.called_at.as_ref().filter(|_| is_kept && visit.supersedes.is_none()) {
            self.called(visit.id, at)?;
        }
        Ok(outcome)
    }

    /// Notes that the visitor of a visit was called for the first time; a later call changes nothing.
    pub(super) fn called(&mut self, visit: FactId, at: &Moment) -> Result<(), AppendError> {
        if facts::is_subject_of(self.facts.tx, FactKind::Called.code(), visit)? {
            return Ok(());
        }
        let millis = u64::try_from(self.act.now.unix_millis().0).unwrap_or_default();
        let id = FactId::from_time(millis, random(&mut self.act.dice));
        let fact = self.fact(id, None, Body::Called(Called { visit, at: at.clone() }));
        self.append_entry(Own::Facts, &clear_fact(&fact, self.act.now.seconds()), &fact)
    }

    fn suggestion(&mut self, suggestion: &Suggestion) -> Result<RecordOutcome, KioskError> {
        let body = Body::Suggestion(Box::new(suggestion.clone()));
        match self.known(suggestion.id, &body)? {
            Some(outcome) => Ok(outcome),
            None => self.save(suggestion.id, surely_fits(&body), |recorder| {
                let key = recorder.own_key(Own::Facts)?;
                recorder.append(suggestion.id, None, body, &key)
            }),
        }
    }

    fn rating(&mut self, rating: &Rating) -> Result<RecordOutcome, KioskError> {
        let id = rating.id;
        let stored = Rating { at: rating.at.cut_to_hour(), ..rating.clone() };
        if let Some(outcome) = self.known(id, &Body::Rating(Box::new(stored.clone())))? {
            return Ok(outcome);
        }
        self.keep_pending(&stored)?;
        Ok(RecordOutcome::Saved(id))
    }

    /// Looks for what stands under an id already; `None` where nothing does. While reading is locked, what is sealed of it
    /// contradicts nothing.
    pub(super) fn known(&self, id: FactId, body: &Body) -> Result<Option<RecordOutcome>, KioskError> {
        let is_same = match self.facts.under(id, FactKind::of(body))? {
            Under::AnotherKind => false,
            Under::Same(place) => self.facts.says(&place, &self.fact(id, None, body.clone()))?,
            Under::Nothing => match self.pending_rating(id)? {
                Some(rating) => *body == Body::Rating(Box::new(rating)),
                None => return Ok(None),
            },
        };
        Ok(Some(if is_same { RecordOutcome::Repeated(id) } else { id_taken() }))
    }

    /// Looks for what stands of a plan under an id already, and whether it is the same.
    pub(super) fn known_as(
        &self,
        id: FactId,
        kind: FactKind,
        is_same: impl FnOnce(&Body) -> bool,
    ) -> Result<Option<RecordOutcome>, KioskError> {
        let is_same = match self.facts.under(id, kind)? {
            Under::AnotherKind => false,
            Under::Same(place) => is_same(&self.facts.fact_at(kind, &place)?.body),
            Under::Nothing if self.pending_rating(id)?.is_some() => false,
            Under::Nothing => return Ok(None),
        };
        Ok(Some(if is_same { RecordOutcome::Repeated(id) } else { id_taken() }))
    }

    /// Appends a visit to the journal: file and key first, so that nothing stands without what opens it.
    fn append_visit(&mut self, visit: &Visit, body: Body, of: Option<FileId>) -> Result<(), AppendError> {
        let person = visit.beneficiary.as_ref().filter(|p| p.has_personal_values());
        let of = match of {
            Some(file) => Some(file),
            None => self.file_meant(visit)?,
        };
        let (file, key) = match (person, of) {
            (None, None) => (None, self.own_key(Own::Facts)?),
            (None, Some(file)) => match self.with_files(|files, _| files.key_of(file))? {
                Some(key) => (Some(file), key),
                None => (None, self.own_key(Own::Facts)?),
            },
            (Some(person), None) => named(self.with_files(|files, dice| files.file_for(dice, person))?),
            (Some(person), Some(file)) => {
                named(self.with_files(|files, dice| files.file_known_for(dice, person, file))?)
            }
        };
        self.append(visit.id, file, body, &key)
    }

    /// Returns the file of the person whom a visit means without a number: of the plan that it carries out, or of the
    /// visit that it corrects in other things than the person. While reading is locked nobody's key can be had.
    fn file_meant(&self, visit: &Visit) -> Result<Option<FileId>, StoreError> {
        if self.facts.secrets.is_locked() {
            return Ok(None);
        }
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
    /// journal; while reading is locked with each fact, and once for the ratings that move together, so that whoever takes
    /// over the process opens nothing that it wrote before. One of the ratings is wrapped on its own, so that nothing joins
    /// it to another.
    pub(super) fn own_key(&mut self, own: Own) -> Result<SealingKey, AppendError> {
        let device = self.identity.device;
        let owner = match own {
            Own::Facts => KeyOwner::Device(device),
            Own::Ratings => KeyOwner::Ratings(device),
        };
        let mut journal = self.take_journal(own)?;
        let is_new = std::mem::take(&mut journal.is_new);
        self.journals[own as usize] = Some(journal);
        if let Some(key) = self.facts.keys.current(&owner)?.filter(|_| !is_new) {
            return Ok(key);
        }
        let dice = &mut self.act.dice;
        match own {
            Own::Facts => Ok(self.facts.keys.make(dice, &owner, self.wrapping)?),
            Own::Ratings => {
                if let Some(key) = &self.ratings_key {
                    return Ok(key.clone());
                }
                let secrets = self.facts.secrets;
                let alone = Wrapping::new(self.identity.server_sealing, secrets.read_public());
                let key = self.facts.keys.make(dice, &owner, &alone)?;
                self.ratings_key = Some(key.clone()).filter(|_| secrets.is_locked());
                Ok(key)
            }
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
        let time = if own == Own::Ratings { 0 } else { self.act.now.seconds() };
        let fact = self.fact(id, file, body);
        let entry = seal_fact(&fact, time, key)?;
        self.append_entry(own, &entry, &fact)
    }

    fn fact(&self, id: FactId, file: Option<FileId>, body: Body) -> Fact {
        let is_rating = matches!(body, Body::Rating(_));
        let by = self.act.by.clone().filter(|_| !is_rating);
        let recorded = (!is_rating).then(|| self.act.now.recorded());
        Fact { id, branch: Some(self.identity.branch.clone()), by, recorded, file, body }
    }

    /// Appends the entry of a fact of which was checked that its id is free to one of the device's own journals: change, place in the
    /// outbox, read rows.
    fn append_entry(&mut self, own: Own, entry: &Entry, fact: &Fact) -> Result<(), AppendError> {
        self.append_with(own, entry, |facts, arrived| facts.put(arrived, fact))
    }

    /// Appends an entry again. What was held when it was written first is held again; of what had read rows before, whether or not
    /// its key is here still, they move to the new place.
    pub(super) fn append_again(
        &mut self,
        own: Own,
        entry: &Entry,
        had_rows: bool,
    ) -> Result<(), AppendError> {
        self.append_with(own, entry, |facts, arrived| {
            facts.take_in_or_hold(&Arrived { keys_must_be_here: !had_rows, ..*arrived }).map(drop)
        })
    }

    fn append_with(
        &mut self,
        own: Own,
        entry: &Entry,
        read: impl FnOnce(&Facts<'_>, &Arrived<'_>) -> Result<(), StoreError>,
    ) -> Result<(), AppendError> {
        let mut journal = self.take_journal(own)?;
        let (change, _, bytes) = journals::append_entry(self.facts.tx, &mut journal.row, entry)?;
        outbox::enqueue(self.facts.tx, change, &bytes)?;
        let arrived = Arrived {
            document: &journal.name,
            document_row: journal.row.id,
            seq: journal.row.last_seq,
            entry,
            branch: None,
            keys_must_be_here: true,
        };
        read(&self.facts, &arrived)?;
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
            writer: self.identity.writer(self.incarnation, self.facts.secrets),
            looks_people_up: self.identity.mode != DeviceMode::SelfService,
            time_seconds: self.act.now.seconds(),
            wrapping: Some(self.wrapping),
        };
        work(&files, &mut self.act.dice)
    }

    /// Runs one record's work. One that surely fits is refused by nothing but the store, and that takes all of them back: a
    /// savepoint, for which each page that is written to is copied, would take a third of the time.
    fn save(
        &mut self,
        id: FactId,
        surely_fits: bool,
        work: impl FnOnce(&mut Self) -> Result<(), AppendError>,
    ) -> Result<RecordOutcome, KioskError> {
        match surely_fits {
            true => Ok(work(self).map(|()| RecordOutcome::Saved(id))?),
            false => self.attempt(id, work),
        }
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
    RecordOutcome::Refused { field: "id", reason: "belongs to another record already".to_owned() }
}
