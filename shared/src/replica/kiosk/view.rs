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
use crate::store::{StoreError, catalog_rows, changes, meta, pending, ratings, visits};

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
        let c = self.store.connection();
        let (waiting, in_journals) = changes::count_records(c)?;
        let waiting_hour = pending::count(c)?;
        Ok(DeviceCounts {
            saved: in_journals + waiting_hour,
            received: in_journals.saturating_sub(waiting),
            waiting,
            waiting_hour,
            quarantined: changes::held(c)?.into_iter().map(|row| row.reason).collect(),
            last_exchange: meta::get_number(c, "last_exchange")?.map(UnixMillis),
        })
    }

    /// Returns the visits written on the clock's current day, newest first, opened for staff.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn today(&self, reading: &Reading) -> Result<Vec<TodayRow>, KioskError> {
        let c = self.store.connection();
        let start = reading.wall.start_of_day().unwrap_or_else(|_| reading.wall.clone());
        let end = start.checked_add(1.day()).unwrap_or_else(|_| start.clone());
        let millis = |z: &jiff::Zoned| UnixMillis(z.timestamp().as_millisecond());
        let held = changes::held(c)?;
        let rows = visits::written_between(c, millis(&start), millis(&end))?;
        rows.into_iter()
            .map(|row| {
                let acked = changes::document(c, &row.document)?.map_or(0, |d| d.acked_seq);
                let hold = held.iter().find(|h| h.document == row.document && h.seq == row.seq);
                Ok(TodayRow {
                    received: row.seq <= acked,
                    held: hold.map(|h| h.reason.clone()),
                    corrected: visits::is_superseded(c, row.visit.id)?,
                    visit: open_row(c, &self.secrets, &row)?,
                })
            })
            .collect()
    }

    /// Opens one visit; `None` where it is unknown here.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn visit(&self, id: FactId) -> Result<Option<Visit>, KioskError> {
        let c = self.store.connection();
        let row = visits::find(c, id)?;
        Ok(row.map(|row| open_row(c, &self.secrets, &row)).transpose()?)
    }

    /// Returns the catalog as last pulled.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn catalog(&self) -> Result<Catalog, KioskError> {
        Ok(read_catalog(self.store.connection(), &self.secrets)?)
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
        self.store.read(|c| {
            self.export_from(c, &mut visit, &mut rating)?;
            each_suggestion(c, &self.secrets, &mut suggestion)
        })
    }

    fn export_from<E: From<KioskError> + From<StoreError>>(
        &self,
        c: &rusqlite::Connection,
        visit: &mut impl FnMut(ExportedVisit) -> Result<(), E>,
        rating: &mut impl FnMut(ExportedRating) -> Result<(), E>,
    ) -> Result<(), E> {
        let branch = self.branch()?.as_str();
        visits::each(c, |row| visit(ExportedVisit::new(open_row(c, &self.secrets, &row)?, &row.branch)))?;
        ratings::each(c, |row| {
            rating(ExportedRating::new(open_rating(c, &self.secrets, &row)?, &row.branch))
        })?;
        for row in pending::all(c)? {
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
        let c = self.store.connection();
        for row in changes::documents(c).map_err(KioskError::from)? {
            let damaged = || KioskError::Store(StoreError::Damaged { file: row.name.clone() });
            let name = DocumentName::parse(&row.name).ok_or_else(damaged)?;
            let rows = changes::changes_of(c, row.id).map_err(KioskError::from)?;
            let admitted: Option<Vec<Admitted>> =
                rows.iter().map(|r| Admitted::from_store(&r.bytes)).collect();
            let (saved, _) = materialise(admitted.ok_or_else(damaged)?).map_err(|_| damaged())?;
            each(&name, &saved)?;
        }
        Ok(())
    }
}

/// Reads the catalog out of the publications, in their order.
pub(crate) fn read_catalog(c: &rusqlite::Connection, secrets: &Secrets) -> Result<Catalog, StoreError> {
    let mut catalog = Catalog::default();
    for (name, bytes) in catalog_rows::all(c)? {
        let damaged = || StoreError::Damaged { file: name.clone() };
        let document = DocumentName::parse(&name).ok_or_else(damaged)?;
        let entry = decode_entry(&bytes).ok_or_else(damaged)?;
        let key = |sealed: &_| key_of(c, secrets, &document, None, sealed);
        if let Ok(publication) = read_catalog_entry(entry.id, &entry.fields, &document, key) {
            catalog.publish(publication);
        }
    }
    Ok(catalog)
}
