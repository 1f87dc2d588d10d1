//! Support requests at a device: recording one and its steps, and reading them back.

use super::pin::role_in;
use super::record::{Own, Recorder};
use super::{Kiosk, KioskError, RecordOutcome};
use crate::doc::{FactKind, SealingKey};
use crate::domain::request::{Desk, Refusal, Request, RequestStep, Step, Why, may_ask};
use crate::domain::{Body, FactId, FileId, Moment, Record, Role};
use crate::replica::facts::{Facts, Under};
use crate::replica::journals::AppendError;
use crate::replica::{Act, OpenedRequest};
use crate::store::StoreError;

/// The field of a step that tells what was known of the request where it was entered.
pub const SEEN: &str = "seen";

impl Kiosk {
    /// Opens a support request with what follows from its steps, as far as they are known here; `None` where it is unknown.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn open_request(&self, request: FactId) -> Result<Option<OpenedRequest>, KioskError> {
        Ok(self.db.read(|tx| Facts::new(tx, &self.secrets).open_request(request))?)
    }

    /// Opens the requests of a person, who has these files, the latest first: at most 100 of each file. A self-service kiosk shows
    /// nobody's.
    ///
    /// # Errors
    /// [`KioskError::ReadLocked`], [`KioskError::Store`].
    pub fn requests_of(&self, files: &[FileId]) -> Result<Vec<OpenedRequest>, KioskError> {
        if !self.looks_people_up()? {
            return Ok(Vec::new());
        }
        self.must_read()?;
        Ok(self.db.read(|tx| Facts::new(tx, &self.secrets).requests_of(files))?)
    }

    /// Records that somebody whose file is known asks for support.
    ///
    /// # Errors
    /// [`KioskError`] where nothing was saved.
    pub fn record_request_of(
        &mut self,
        act: &mut Act,
        file: FileId,
        request: &Request,
    ) -> Result<RecordOutcome, KioskError> {
        self.must_read()?;
        let record = Record::Request(Box::new(request.clone()));
        self.recording(act, |recorder| recorder.record_of(&record, Some(file)))
    }

    /// Records a step that somebody entered who looked at the request as `step.seen` tells; refused in the field [`SEEN`] where something
    /// was done meanwhile, which they have not seen.
    ///
    /// # Errors
    /// [`KioskError`] where nothing was saved.
    pub fn record_step_seen(
        &mut self,
        act: &mut Act,
        step: &RequestStep,
    ) -> Result<RecordOutcome, KioskError> {
        let record = Record::Step(Box::new(RequestStep { seen: None, ..step.clone() }));
        self.recording(act, |recorder| {
            let opened = recorder.facts.open_request(step.request)?;
            let now = opened.map(|opened| opened.seen_by(&RequestStep { seen: None, ..step.clone() }).seen);
            if now.is_some_and(|now| now != step.seen) {
                return Ok(Refusal { field: SEEN, why: Why::Meanwhile }.into());
            }
            recorder.record_of(&record, None)
        })
    }

    /// Calls `each` for every request that is known here, in the order in which they came.
    ///
    /// # Errors
    /// [`KioskError::Store`], or what `each` returns.
    pub fn each_request<E: From<StoreError>>(
        &self,
        each: impl FnMut(OpenedRequest) -> Result<(), E>,
    ) -> Result<(), E> {
        self.db.read(|tx| Facts::new(tx, &self.secrets).each_request(each))
    }
}

impl From<Refusal> for RecordOutcome {
    fn from(Refusal { field, why }: Refusal) -> Self {
        Self::Refused { field, reason: why.to_string() }
    }
}

fn refused(field: &'static str, reason: &str) -> RecordOutcome {
    RecordOutcome::Refused { field, reason: reason.to_owned() }
}

impl Recorder<'_> {
    /// Records that somebody asks for support; `of` is their file, where it is known.
    pub(super) fn request(
        &mut self,
        request: &Request,
        of: Option<FileId>,
    ) -> Result<RecordOutcome, KioskError> {
        let mut request = request.clone();
        let recorded = match self.recorded(request.id, FactKind::Request)? {
            Some(Body::Request(recorded)) => Some(recorded),
            _ => None,
        };
        self.facts.fill_in_terms(&mut request, recorded.as_deref())?;
        let body = Body::Request(Box::new(request.clone()));
        if let Some(outcome) = self.known(request.id, &body)? {
            return Ok(outcome);
        }
        let role = match self.role()? {
            Ok(role) => role,
            Err(refused) => return Ok(refused),
        };
        if let Some(Err(refusal)) = role.as_ref().map(may_ask) {
            return Ok(refusal.into());
        }
        let Some(person) = request.beneficiary.clone() else {
            return Ok(refused("beneficiary", "is missing"));
        };
        self.attempt(request.id, |recorder| {
            let (file, key) = recorder.with_files(|files, dice| match of {
                Some(known) => files.file_known_for(dice, &person, known),
                None => files.file_for(dice, &person),
            })?;
            recorder.append(request.id, Some(file), body, &key)?;
            let Some(opened) = recorder.facts.open_in_family(request.id)? else { return Ok(()) };
            recorder.carry(&opened, role.as_ref(), &request.at, None, (Some(file), &key)).map(drop)
        })
    }

    /// Records a step of a request, if it may follow as far as is known here.
    pub(super) fn request_step(&mut self, step: &RequestStep) -> Result<RecordOutcome, KioskError> {
        let mut step = step.clone();
        if let Some(Body::Step(known)) = self.recorded(step.id, FactKind::Step)? {
            step.seen = step.seen.or(known.seen);
        }
        let body = Body::Step(Box::new(step.clone()));
        if let Some(outcome) = self.known(step.id, &body)? {
            return Ok(outcome);
        }
        let Some(opened) = self.facts.open_in_family(step.request)? else {
            let reason = "is not known on this device: sync first (kiosk sync), or record the request before its steps";
            return Ok(refused("request", reason));
        };
        let role = match self.role()? {
            Ok(role) => role,
            Err(refused) => return Ok(refused),
        };
        let by = self.act.by.clone();
        if let Err(refusal) = opened.may(&step, by.as_ref().zip(role.as_ref()), Desk::Branch) {
            return Ok(refusal.into());
        }
        self.attempt(step.id, |recorder| {
            let (file, key) = match recorder.key_of(opened.fact.file)? {
                Some((file, key)) => (Some(file), key),
                None => (None, recorder.own_key(Own::Facts)?),
            };
            let carried = recorder.carry(&opened, role.as_ref(), &step.at, Some(&step.step), (file, &key))?;
            let now = if carried { recorder.facts.open_request(step.request)? } else { None };
            let step = now.as_ref().unwrap_or(&opened).seen_by(&step);
            recorder.append(step.id, file, Body::Step(Box::new(step)), &key)
        })
    }

    /// Lets papers that the family has on file count for a request, as whoever signed in; tells whether there were any.
    fn carry(
        &mut self,
        opened: &OpenedRequest,
        role: Option<&Role>,
        at: &Moment,
        next: Option<&Step>,
        (file, key): (Option<FileId>, &SealingKey),
    ) -> Result<bool, AppendError> {
        let by = self.act.by.clone();
        let by = by.as_ref().zip(role);
        let steps = opened.carried(by, Desk::Branch, at, next, || self.act.new_id());
        let are_any = !steps.is_empty();
        for step in steps {
            self.append(step.id, file, Body::Step(Box::new(step)), key)?;
        }
        Ok(are_any)
    }

    /// Returns what stands under an id of a kind.
    fn recorded(&self, id: FactId, kind: FactKind) -> Result<Option<Body>, StoreError> {
        match self.facts.under(id, kind)? {
            Under::Same(place) => Ok(Some(self.facts.fact_at(kind, &place)?.body)),
            Under::Nothing | Under::AnotherKind => Ok(None),
        }
    }

    /// Returns the role of whoever signed in; `None` for the applicant alone.
    fn role(&self) -> Result<Result<Option<Role>, RecordOutcome>, KioskError> {
        let Some(staff) = &self.act.by else { return Ok(Ok(None)) };
        match role_in(&self.facts, self.identity.device, self.act.now.unix_millis(), staff) {
            Ok(role) => Ok(Ok(Some(role))),
            Err(e @ (KioskError::NoPass | KioskError::PassEnded | KioskError::PassTooOld)) => {
                Ok(Err(refused("by", &e.to_string())))
            }
            Err(e) => Err(e),
        }
    }

    /// Returns the key of a person's file, where it can be had.
    fn key_of(&mut self, file: Option<FileId>) -> Result<Option<(FileId, SealingKey)>, StoreError> {
        let Some(file) = file.filter(|_| !self.facts.secrets.is_locked()) else { return Ok(None) };
        Ok(self.with_files(|files, _| files.key_of(file))?.map(|key| (file, key)))
    }
}
