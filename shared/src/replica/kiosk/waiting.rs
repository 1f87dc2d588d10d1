//! Who waits where this device stands. The queue is this device's own affair: what leaves of it is the number and when it was given,
//! with the visit, and when the visitor was first called, as a fact of its own.

use super::{Kiosk, KioskError};
use crate::doc::FactKind;
use crate::domain::{
    Body, Code, DeviceDigit, FactId, FileId, Moment, Party, Person, Record, UnixMillis, Visit, WaitingEnd,
    WaitingNumber,
};
use crate::replica::facts::Facts;
use crate::replica::{Act, Reading, RecordOutcome};
use crate::store::{StoreError, waiting};

/// How long a number is kept after its day, so that a clock set wrong for an hour loses nobody: a week, at some 100 bytes
/// a visitor.
const KEPT_MILLIS: i64 = 7 * 24 * 60 * 60 * 1_000;

/// What a visitor is given who waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// The number that calls them.
    pub number: WaitingNumber,
    /// How many wait before them and were not called yet; `None` where this device does not know everybody who waits.
    pub before: Option<u32>,
}

/// How the queue stands, with nothing in it of anybody who waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueState {
    /// The number that is called next; `None` where everybody was called.
    pub next: Option<WaitingNumber>,
    /// How many wait and were not called yet.
    pub waiting: u32,
}

/// Who is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// The first who was not called yet.
    Next,
    /// Whoever registered this visit, once more where they were called before.
    Visitor(FactId),
}

/// Somebody who waits to be served (P-7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The visit that they registered.
    pub visit: FactId,
    /// The number that calls them.
    pub number: WaitingNumber,
    /// Since when they wait.
    pub since: UnixMillis,
    /// When they were last called; `None` before.
    pub called: Option<UnixMillis>,
    /// How often they were called.
    pub calls: u32,
    /// In what capacity they come.
    pub party: Party,
    /// What they ask for.
    pub services: Vec<Code>,
    /// A woman was asked for to serve.
    pub asks_for_woman: bool,
    /// The last digits of the id or mobile number that they gave; `None` where they gave none, or reading is locked.
    pub last_digits: Option<String>,
    /// Their file, where it is known whose it is.
    pub file: Option<FileId>,
}

impl Kiosk {
    /// Records a visit whose visitor waits, and gives them the next number of the day: one transaction, durable when it
    /// returns. The number begins with `digit`, is the one given before where the visit is a repetition, and `None` where it was
    /// refused.
    ///
    /// # Errors
    /// [`KioskError`] where nothing was saved.
    pub fn record_waiting(
        &mut self,
        act: &mut Act,
        mut visit: Visit,
        digit: DeviceDigit,
    ) -> Result<(RecordOutcome, Option<Ticket>), KioskError> {
        let id = visit.id;
        self.recording(act, |recorder| {
            let tx = recorder.facts.tx;
            let now = recorder.act.now.unix_millis();
            waiting::forget_before(tx, now.0 - KEPT_MILLIS)?;
            let day = day(&recorder.act.now);
            let number = waiting::add(tx, id.as_bytes(), &day, digit, now.0)?;
            // a repetition says what was said before
            let given = UnixMillis(waiting::registered(tx, id.as_bytes())?).whole_seconds();
            visit.ticket_at = Moment::from_seconds(given, visit.at.offset_minutes()).ok();
            visit.ticket = Some(number);
            let outcome = recorder.record_of(&Record::Visit(Box::new(visit)), None)?;
            if matches!(outcome, RecordOutcome::Refused { .. }) {
                waiting::take_back(tx, id.as_bytes())?;
                return Ok((outcome, None));
            }
            let before = Some(waiting::before(tx, &day, Some(id.as_bytes()))?);
            Ok((outcome, Some(Ticket { number, before })))
        })
    }

    /// Returns who waits today, in the order of their numbers.
    ///
    /// # Errors
    /// [`KioskError::Store`], or [`KioskError::NotEnrolled`].
    pub fn waiting(&self, reading: &Reading) -> Result<Vec<Waiting>, KioskError> {
        self.identity()?;
        self.db.read(|tx| {
            let replica = Facts::new(tx, &self.secrets);
            let mut queue = Vec::new();
            for row in waiting::of_day(tx, &day(reading))? {
                let Some(id) = FactId::from_slice(&row.visit) else { continue };
                let Some((found, fact)) = replica.find(id, FactKind::Visit)? else { continue };
                let Body::Visit(visit) = fact.body else { continue };
                queue.push(Waiting {
                    visit: id,
                    number: row.number,
                    since: UnixMillis(row.registered),
                    called: row.called.map(UnixMillis),
                    calls: row.calls,
                    party: visit.party,
                    services: visit.services,
                    asks_for_woman: visit.asks_for_woman,
                    last_digits: visit.beneficiary.as_ref().and_then(Person::last_digits),
                    file: found.file,
                });
            }
            Ok(queue)
        })
    }

    /// Returns how the queue stands today. Nothing is opened for it.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn queue_state(&self, reading: &Reading) -> Result<QueueState, KioskError> {
        let day = day(reading);
        Ok(self.db.read::<_, StoreError>(|tx| {
            let next = waiting::next(tx, &day)?.map(|(_, number)| number);
            Ok(QueueState { next, waiting: waiting::before(tx, &day, None)? })
        })?)
    }

    /// Returns which numbers were called last today, the latest first, and how many calls there were, each again counted. Nothing is
    /// opened for it.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn last_called(
        &self,
        reading: &Reading,
        at_most: u32,
    ) -> Result<(Vec<WaitingNumber>, u64), KioskError> {
        let day = day(reading);
        Ok(self.db.read::<_, StoreError>(|tx| {
            Ok((waiting::last_called(tx, &day, at_most)?, waiting::calls_of(tx, &day)?))
        })?)
    }

    /// Notes that somebody who waits is called; `None` where nobody waits any more who is meant. Nothing is opened for it.
    ///
    /// # Errors
    /// [`KioskError`] where nothing was saved.
    pub fn call_waiting(&mut self, act: &mut Act, call: Call) -> Result<Option<WaitingNumber>, KioskError> {
        self.recording(act, |recorder| {
            let tx = recorder.facts.tx;
            let visit = match call {
                Call::Next => {
                    let next = waiting::next(tx, &day(&recorder.act.now))?;
                    next.and_then(|(visit, _)| FactId::from_slice(&visit))
                }
                Call::Visitor(visit) => Some(visit),
            };
            let Some(visit) = visit else { return Ok(None) };
            let now = recorder.act.now.unix_millis().0;
            let Some((number, calls)) = waiting::call(tx, visit.as_bytes(), now)? else { return Ok(None) };
            if calls == 1 {
                recorder.called(visit, &recorder.act.now.moment())?;
            }
            Ok(Some(number))
        })
    }

    /// Notes how somebody's waiting ended; false where nobody of this visit waits any more. Whoever is served without a call waited
    /// until now.
    ///
    /// # Errors
    /// [`KioskError`] where nothing was saved.
    pub fn end_waiting(&mut self, act: &mut Act, visit: FactId, end: WaitingEnd) -> Result<bool, KioskError> {
        self.recording(act, |recorder| {
            let tx = recorder.facts.tx;
            let was_called = waiting::was_called(tx, visit.as_bytes())?;
            let ended = waiting::end(tx, visit.as_bytes(), end.code())?;
            if ended && end == WaitingEnd::Served && !was_called {
                recorder.called(visit, &recorder.act.now.moment())?;
            }
            Ok(ended)
        })
    }
}

fn day(reading: &Reading) -> String {
    reading.wall.date().to_string()
}
