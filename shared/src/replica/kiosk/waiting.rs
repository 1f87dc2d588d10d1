//! Who waits where this device stands. The queue is this device's own affair: it is in no document and never leaves it.

use super::{Kiosk, KioskError};
use crate::doc::FactKind;
use crate::domain::{Body, Code, FactId, Party, Record, UnixMillis, Visit, WaitingEnd, WaitingNumber};
use crate::replica::facts::Facts;
use crate::replica::{Act, Reading, RecordOutcome};
use crate::store::{StoreError, waiting};

/// How long a number is kept after its day, so that a clock set wrong for an hour loses nobody: a week, at some 100 bytes
/// a visitor.
const KEPT_MILLIS: i64 = 7 * 24 * 60 * 60 * 1_000;

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
}

impl Kiosk {
    /// Records a visit whose visitor waits, and gives them the next number of the day: one transaction, durable when it
    /// returns. The number is the one given before where the visit is a repetition, and `None` where it was refused.
    ///
    /// # Errors
    /// [`KioskError`] where nothing was saved.
    pub fn record_waiting(
        &mut self,
        act: &mut Act,
        visit: Visit,
    ) -> Result<(RecordOutcome, Option<WaitingNumber>), KioskError> {
        let id = visit.id;
        let record = Record::Visit(Box::new(visit));
        self.recording(act, |recorder| {
            let outcome = recorder.record_of(&record, None)?;
            let tx = recorder.facts.tx;
            if matches!(outcome, RecordOutcome::Refused { .. }) {
                return Ok((outcome, None));
            }
            let now = recorder.act.now.unix_millis().0;
            waiting::forget_before(tx, now - KEPT_MILLIS)?;
            let device = recorder.identity.device;
            let number = waiting::add(tx, id.as_bytes(), &day(&recorder.act.now), device, now)?;
            Ok((outcome, Some(number)))
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
                let Some((_, fact)) = replica.find(id, FactKind::Visit)? else { continue };
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
                });
            }
            Ok(queue)
        })
    }

    /// Notes that somebody who waits is called; `None` where nobody of this visit waits any more.
    ///
    /// # Errors
    /// [`KioskError`] where nothing was saved.
    pub fn call_waiting(
        &mut self,
        reading: &Reading,
        visit: FactId,
    ) -> Result<Option<WaitingNumber>, KioskError> {
        let now = reading.unix_millis().0;
        Ok(self.db.write::<_, StoreError>(|tx| waiting::call(tx, visit.as_bytes(), now))?)
    }

    /// Notes how somebody's waiting ended; false where nobody of this visit waits any more.
    ///
    /// # Errors
    /// [`KioskError::Store`] where nothing was saved.
    pub fn end_waiting(&mut self, visit: FactId, end: WaitingEnd) -> Result<bool, KioskError> {
        Ok(self.db.write::<_, StoreError>(|tx| waiting::end(tx, visit.as_bytes(), end.code()))?)
    }
}

fn day(reading: &Reading) -> String {
    reading.wall.date().to_string()
}
