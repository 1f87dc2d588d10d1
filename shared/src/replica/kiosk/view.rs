//! What people see of a device's replica: counts, the day's visits, the catalog, copies for other programs.

use jiff::ToSpan as _;

use super::ratings::open_pending;
use super::{Kiosk, KioskError};
use crate::doc::{DocumentName, Entry, FactKind, Tip, append, materialise};
use crate::domain::{
    Body, Catalog, FactId, FileId, Line, LineKind, Origin, Serving, UnixMillis, Visit, serving,
};
use crate::replica::Reading;
use crate::replica::default_catalog;
use crate::replica::facts::Facts;
use crate::replica::journals::{replay, tip_of};
use crate::replica::lines::line_of_request;
use crate::replica::people::history_of;
use crate::store::changes::DocumentRow;
use crate::store::{StoreError, Tx, changes, facts, held, meta, pending, people, set_aside};

/// Records as people count them: a call of somebody who waits is written down beside their visit, and is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceCounts {
    /// Visits, ratings and suggestions saved on this device.
    pub saved: u64,
    /// Of those, acknowledged by head office.
    pub received: u64,
    /// Of those, due and not acknowledged.
    pub waiting: u64,
    /// Ratings that wait for their hour.
    pub waiting_hour: u64,
    /// Held for review: the reasons' codes.
    pub quarantined: Vec<String>,
    /// Set aside and not looked at by anybody: the reasons' codes.
    pub set_aside: Vec<String>,
    /// The last successful exchange.
    pub last_exchange: Option<UnixMillis>,
    /// Head office hands out nobody until somebody there confirms this device.
    pub people_wait: bool,
}

/// Days for which somebody who registered on a closed day stands among those to be contacted: two months, by which head office has
/// long had the visit, and the longest for which anybody still waits for a first answer.
const PROMISE_DAYS: i64 = 60;

/// Most visits that are looked at for that: a branch whose staff never registered a contact had a hundred people on closed days.
const PROMISES_MAX: u64 = 100;

/// One of the day's visits, opened.
#[derive(Clone, Debug, PartialEq)]
pub struct TodayRow {
    /// The visit.
    pub visit: Visit,
    /// Head office acknowledged it.
    pub received: bool,
    /// Why it is held for review.
    pub held: Option<String>,
    /// A correction of it exists.
    pub corrected: bool,
    /// The person's file.
    pub file: Option<FileId>,
}

/// Counts the records that wait for head office, and those in this device's journals.
pub(super) fn records(tx: &Tx<'_>) -> Result<(u64, u64), StoreError> {
    changes::count_records(tx, FactKind::Called.code())
}

impl Kiosk {
    /// Counts the records.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn counts(&self) -> Result<DeviceCounts, KioskError> {
        self.db.read(|tx| {
            let (waiting, in_journals) = records(tx)?;
            let waiting_hour = pending::count(tx)?;
            Ok(DeviceCounts {
                saved: in_journals + waiting_hour,
                received: in_journals.saturating_sub(waiting),
                waiting,
                waiting_hour,
                quarantined: held::all(tx)?.into_iter().map(|row| row.reason).collect(),
                set_aside: set_aside::unseen(tx)?.into_iter().map(|row| row.reason).collect(),
                last_exchange: meta::get_number(tx, "last_exchange")?.map(UnixMillis),
                people_wait: self.is_enrolled() && self.people_wait(tx)?,
            })
        })
    }

    /// Returns the visits written on the clock's current day, newest first, opened for staff.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn today(&self, reading: &Reading) -> Result<Vec<TodayRow>, KioskError> {
        self.must_read()?;
        let start = reading.wall.start_of_day().unwrap_or_else(|_| reading.wall.clone());
        let end = start.checked_add(1.day()).unwrap_or_else(|_| start.clone());
        let [from, until] = [start, end].map(|midnight| midnight.timestamp().as_second());
        self.db.read(|tx| {
            let replica = Facts::new(tx, &self.secrets);
            let held = held::all(tx)?;
            let mut today = Vec::new();
            for row in facts::written_between(tx, FactKind::Visit.code(), from, until)? {
                let Body::Visit(visit) = replica.fact_of(&row)?.body else { continue };
                let hold = held.iter().find(|held| held.place == row.place);
                today.push(TodayRow {
                    received: row.place.seq <= row.acked_seq,
                    held: hold.map(|held| held.reason.clone()),
                    corrected: facts::is_superseded(tx, visit.id)?,
                    visit: *visit,
                    file: row.file,
                });
            }
            Ok(today)
        })
    }

    /// Returns the visits of people who registered themselves on this device on a day on which the branch served nobody any more,
    /// and left a number, the oldest first: their receipt says that somebody gets in touch. One ends once a later contact with the
    /// person is recorded here, or the visit is completed; and after 60 days.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn to_contact(&self, reading: &Reading) -> Result<Vec<TodayRow>, KioskError> {
        self.must_read()?;
        let (catalog, branch) = (self.catalog()?, self.branch()?);
        let Some(hours) = catalog.hours_of(branch.as_str()) else { return Ok(Vec::new()) };
        let from = reading.wall.timestamp().as_second() - PROMISE_DAYS * 24 * 60 * 60;
        self.db.read(|tx| {
            let replica = Facts::new(tx, &self.secrets);
            let (kind, origin) = (FactKind::Visit.code(), Origin::SelfService);
            let mut promised: Vec<TodayRow> = Vec::new();
            for row in facts::unanswered(tx, kind, origin.code(), from, PROMISES_MAX)? {
                let Body::Visit(visit) = replica.fact_of(&row)?.body else { continue };
                let is_closed = matches!(serving(visit.at.local(), hours), Serving::AnotherDay(_));
                if !is_closed || promised.iter().any(|other| other.file == row.file) {
                    continue;
                }
                promised.push(TodayRow {
                    received: row.place.seq <= row.acked_seq,
                    held: None,
                    corrected: false,
                    visit: *visit,
                    file: row.file,
                });
            }
            Ok(promised)
        })
    }

    /// Opens one visit; `None` where it is unknown here.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn visit(&self, id: FactId) -> Result<Option<Visit>, KioskError> {
        self.must_read()?;
        self.db.read(|tx| match Facts::new(tx, &self.secrets).find(id, FactKind::Visit)? {
            Some((_, fact)) => Ok(visit_in(fact.body)),
            None => Ok(None),
        })
    }

    /// Returns the catalog as last pulled. What a head office of version 1 has none of is the default's.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn catalog(&self) -> Result<Catalog, KioskError> {
        let mut catalog = self.db.read::<_, StoreError>(|tx| Facts::new(tx, &self.secrets).catalog())?;
        if !catalog.lacking().is_empty() {
            catalog.fill_in(default_catalog());
        }
        Ok(catalog)
    }

    /// Calls `each` for every record on this device, pending ratings included.
    ///
    /// # Errors
    /// [`KioskError::Store`], or what `each` returns.
    pub fn export<E: From<KioskError> + From<StoreError>>(
        &self,
        mut each: impl FnMut(Line) -> Result<(), E>,
    ) -> Result<(), E> {
        self.must_read()?;
        // one view of the whole replica: a rating that the window moves meanwhile stands in exactly one place
        self.db.read(|tx| {
            let replica = Facts::new(tx, &self.secrets);
            for kind in [LineKind::Visit, LineKind::Rating, LineKind::Suggestion] {
                replica.each_line(kind, &mut each)?;
            }
            for kind in [FactKind::Request, FactKind::Step] {
                facts::each(tx, kind.code(), |row| {
                    // what other devices and head office recorded is theirs to export
                    let is_own =
                        DocumentName::parse(&row.place.name).is_some_and(|name| name.device().is_some());
                    let line = is_own.then(|| replica.fact_of(&row)).transpose()?;
                    line.and_then(|fact| line_of_request(&fact, None)).map_or(Ok(()), &mut each)
                })?;
            }
            let branch = self.branch()?.as_str();
            for row in pending::all(tx)? {
                if let Ok(pending) = open_pending(&self.secrets, &row) {
                    each(pending.to_line(Some(branch)))?;
                }
            }
            Ok(())
        })
    }

    /// Makes every document of this device into an automerge document, each loaded back and compared.
    ///
    /// # Errors
    /// [`KioskError::Store`] for a document that can't be made, or what `each` returns.
    pub fn export_documents<E: From<KioskError> + From<StoreError>>(
        &self,
        mut each: impl FnMut(&DocumentName, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.db.read(|tx| {
            for row in changes::documents(tx)? {
                let damaged = || changes::damaged(&row.name);
                let name = DocumentName::parse(&row.name).ok_or_else(damaged)?;
                let made = automerge_changes(tx, &name, &row)?;
                if made.is_empty() {
                    continue;
                }
                let (saved, _) = materialise(&made).map_err(|_| damaged())?;
                each(&name, &saved)?;
            }
            Ok(())
        })
    }
}

/// Makes the automerge changes of a document.
fn automerge_changes(
    tx: &Tx<'_>,
    name: &DocumentName,
    row: &DocumentRow,
) -> Result<Vec<Vec<u8>>, StoreError> {
    if let Some(file) = name.file() {
        return Ok(history_of(&people::file_changes(tx, row.id)?, file)?.as_automerge());
    }
    let damaged = || changes::damaged(&row.name);
    let mut tip = Tip::empty(tip_of(row).ok_or_else(damaged)?.actor);
    let mut made = Vec::new();
    replay(tx, row, |_, bytes, _| {
        let written = append(&tip, &Entry::from_bytes(bytes).ok_or_else(damaged)?);
        tip = written.tip;
        made.push(written.bytes);
        Ok::<_, StoreError>(())
    })?;
    Ok(made)
}

fn visit_in(body: Body) -> Option<Visit> {
    let Body::Visit(visit) = body else { return None };
    Some(*visit)
}
