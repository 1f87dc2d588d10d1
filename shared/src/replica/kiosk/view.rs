//! What people see of a device's replica: counts, the day's visits, the catalog, copies for other programs.

use jiff::ToSpan as _;

use super::ratings::open_pending;
use super::{Kiosk, KioskError};
use crate::doc::{Admitted, DocumentName, decode_entry, materialise, read_catalog_entry};
use crate::domain::{Catalog, FactId, UnixMillis, Visit};
use crate::replica::Reading;
use crate::replica::apply::{key_of, open_rating, open_row};
use crate::replica::export::{ExportedRating, ExportedSuggestion, ExportedVisit, each_suggestion};
use crate::replica::secrets::Secrets;
use crate::store::{Damage, StoreError, Tx, VisitRow, catalog_rows, changes, meta, pending, ratings, visits};

/// Records as people count them.
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
    /// The last successful exchange.
    pub last_exchange: Option<UnixMillis>,
}

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
}

impl Kiosk {
    /// Counts the records.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn counts(&self) -> Result<DeviceCounts, KioskError> {
        self.db.read(|tx| {
            let (waiting, in_journals) = changes::count_records(tx)?;
            let waiting_hour = pending::count(tx)?;
            Ok(DeviceCounts {
                saved: in_journals + waiting_hour,
                received: in_journals.saturating_sub(waiting),
                waiting,
                waiting_hour,
                quarantined: changes::held(tx)?.into_iter().map(|row| row.reason).collect(),
                last_exchange: meta::get_number(tx, "last_exchange")?.map(UnixMillis),
            })
        })
    }

    /// Returns the visits written on the clock's current day, newest first, opened for staff.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn today(&self, reading: &Reading) -> Result<Vec<TodayRow>, KioskError> {
        let start = reading.wall.start_of_day().unwrap_or_else(|_| reading.wall.clone());
        let end = start.checked_add(1.day()).unwrap_or_else(|_| start.clone());
        let millis = |z: &jiff::Zoned| UnixMillis(z.timestamp().as_millisecond());
        self.db.read(|tx| {
            let held = changes::held(tx)?;
            let today_row = |row: VisitRow| {
                let acked = changes::document(tx, &row.document)?.map_or(0, |d| d.acked_seq);
                let hold = held.iter().find(|h| h.document == row.document && h.seq == row.seq);
                Ok(TodayRow {
                    received: row.seq <= acked,
                    held: hold.map(|h| h.reason.clone()),
                    corrected: visits::is_superseded(tx, row.visit.id)?,
                    visit: open_row(tx, &self.secrets, &row)?,
                })
            };
            let rows = visits::written_between(tx, millis(&start), millis(&end))?;
            rows.into_iter().map(today_row).collect()
        })
    }

    /// Opens one visit; `None` where it is unknown here.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn visit(&self, id: FactId) -> Result<Option<Visit>, KioskError> {
        self.db.read(|tx| {
            let row = visits::find(tx, id)?;
            Ok(row.map(|row| open_row(tx, &self.secrets, &row)).transpose()?)
        })
    }

    /// Returns the catalog as last pulled.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn catalog(&self) -> Result<Catalog, KioskError> {
        Ok(self.db.read(|tx| read_catalog(tx, &self.secrets))?)
    }

    /// Calls `visit`, `rating` and `suggestion` for every record on this device, pending ratings included.
    ///
    /// # Errors
    /// [`KioskError::Store`], or what the callbacks return.
    pub fn export<E: From<KioskError> + From<StoreError>>(
        &self,
        mut visit: impl FnMut(ExportedVisit) -> Result<(), E>,
        mut rating: impl FnMut(ExportedRating) -> Result<(), E>,
        mut suggestion: impl FnMut(ExportedSuggestion) -> Result<(), E>,
    ) -> Result<(), E> {
        // one view of the whole replica: a rating that the window moves meanwhile stands in exactly one place
        self.db.read(|tx| {
            self.export_from(tx, &mut visit, &mut rating)?;
            each_suggestion(tx, &self.secrets, &mut suggestion)
        })
    }

    fn export_from<E: From<KioskError> + From<StoreError>>(
        &self,
        tx: &Tx<'_>,
        visit: &mut impl FnMut(ExportedVisit) -> Result<(), E>,
        rating: &mut impl FnMut(ExportedRating) -> Result<(), E>,
    ) -> Result<(), E> {
        let branch = self.branch()?.as_str();
        visits::each(tx, |row| visit(ExportedVisit::new(open_row(tx, &self.secrets, &row)?, &row.branch)))?;
        ratings::each(tx, |row| {
            rating(ExportedRating::new(open_rating(tx, &self.secrets, &row)?, &row.branch))
        })?;
        for row in pending::all(tx)? {
            if let Ok(pending) = open_pending(&self.secrets, &row) {
                rating(ExportedRating::new(pending, branch))?;
            }
        }
        Ok(())
    }

    /// Makes every document of this device into an automerge document, each loaded back and compared.
    ///
    /// # Errors
    /// [`KioskError::Store`] for a document that can't be made, or what `each` returns.
    pub fn export_documents<E: From<KioskError>>(
        &self,
        mut each: impl FnMut(&DocumentName, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        for row in self.db.read(changes::documents).map_err(KioskError::from)? {
            let damaged = || KioskError::Store(Damage::Document(row.name.clone()).into());
            let name = DocumentName::parse(&row.name).ok_or_else(damaged)?;
            let rows = self.db.read(|tx| changes::changes_of(tx, row.id)).map_err(KioskError::from)?;
            let admitted: Option<Vec<Admitted>> =
                rows.iter().map(|r| Admitted::from_store(&r.bytes)).collect();
            let (saved, _) = materialise(admitted.ok_or_else(damaged)?).map_err(|_| damaged())?;
            each(&name, &saved)?;
        }
        Ok(())
    }
}

/// Reads the catalog out of the publications, in their order.
pub(crate) fn read_catalog(tx: &Tx<'_>, secrets: &Secrets) -> Result<Catalog, StoreError> {
    let mut catalog = Catalog::default();
    for (name, bytes) in catalog_rows::all(tx)? {
        let damaged = || StoreError::from(Damage::Document(name.clone()));
        let document = DocumentName::parse(&name).ok_or_else(damaged)?;
        let entry = decode_entry(&bytes).ok_or_else(damaged)?;
        let key = |sealed: &_| key_of(tx, secrets, &document, None, sealed);
        if let Ok(publication) = read_catalog_entry(entry.id, &entry.fields, &document, key) {
            catalog.publish(publication);
        }
    }
    Ok(catalog)
}
