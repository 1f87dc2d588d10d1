//! Publishing: appending to the catalog and to the log that kiosks pull, under a rolling checksum.

use sha2::{Digest as _, Sha256};

use super::{Office, OfficeError};
use crate::doc::{Dice, DocumentName, Entry, catalog_fields, random};
use crate::domain::{CatalogEntry, FactId, Incarnation, UnixMillis};
use crate::replica::apply::{Arrived, apply};
use crate::replica::incarnation;
use crate::replica::journals::{self, AppendError};
use crate::store::scope::{self, ScopeEnd};
use crate::store::{StoreError, Tx, catalog_rows};
use crate::sync::{file_change_statement, sign};

/// The scope of what every kiosk shows.
pub(crate) const CATALOG_SCOPE: &str = "catalog";

impl Office {
    /// Publishes entries: durable, and pulled by every kiosk from its next exchange on.
    ///
    /// # Errors
    /// [`OfficeError`] where nothing was published.
    pub fn publish(
        &mut self,
        now: UnixMillis,
        dice: &mut Dice,
        entries: &[CatalogEntry],
    ) -> Result<(), OfficeError> {
        self.publish_with(now, dice, entries, |_| Ok(()))
    }

    /// Publishes entries in one transaction with other rows.
    pub(super) fn publish_with(
        &mut self,
        now: UnixMillis,
        dice: &mut Dice,
        entries: &[CatalogEntry],
        rows: impl FnOnce(&Tx<'_>) -> Result<(), StoreError>,
    ) -> Result<(), OfficeError> {
        self.db.write::<_, OfficeError>(|tx| {
            rows(tx)?;
            let epoch = Self::epoch(tx)?;
            entries.iter().try_for_each(|entry| self.append_entry(tx, dice, now, epoch, entry))
        })
    }

    /// Begins a new epoch: a new catalog document holding `entries`, and a new log. Kiosks notice it at their next
    /// exchange and send again whatever this server lacks.
    pub(super) fn begin_epoch(
        &mut self,
        now: UnixMillis,
        dice: &mut Dice,
        entries: impl FnOnce(&Tx<'_>) -> Result<Vec<CatalogEntry>, StoreError>,
    ) -> Result<(), OfficeError> {
        let epoch = self.db.write::<_, OfficeError>(|tx| {
            let entries = entries(tx)?;
            let epoch = incarnation::begin(tx, dice)?;
            scope::clear(tx, CATALOG_SCOPE)?;
            catalog_rows::clear(tx)?;
            for entry in &entries {
                self.append_entry(tx, dice, now, epoch, entry)?;
            }
            Ok(epoch)
        })?;
        Ok(incarnation::write_beside(&self.dir, epoch)?)
    }

    /// Begins a new epoch with the catalog as it stands.
    pub(super) fn begin_epoch_as_it_stands(
        &mut self,
        now: UnixMillis,
        dice: &mut Dice,
    ) -> Result<(), OfficeError> {
        let secrets = self.secrets.clone();
        self.begin_epoch(now, dice, |tx| {
            let catalog = crate::replica::kiosk_catalog(tx, &secrets)?;
            Ok(catalog.entries().cloned().collect())
        })
    }

    fn append_entry(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        now: UnixMillis,
        epoch: Incarnation,
        entry: &CatalogEntry,
    ) -> Result<(), OfficeError> {
        let append_error = |e: AppendError| match e {
            AppendError::Store(e) => OfficeError::Store(e),
            AppendError::Key => OfficeError::ForeignSecret,
            AppendError::TooLarge(e) => {
                OfficeError::Entry { code: entry.code.to_string(), reason: e.to_string() }
            }
        };
        let name = DocumentName::Catalog { epoch };
        let mut journal =
            journals::open(tx, &self.secrets, dice, epoch, name.clone()).map_err(append_error)?;
        let id = FactId::from_random(random(dice));
        let published = Entry { id, fields: catalog_fields(dice, &name, id, entry, &journal.key) };
        let mut hash = [0; 32];
        let (change, seq) = journals::append(tx, &mut journal, now.0.div_euclid(1_000), &published, |h| {
            hash = h.0;
            Some(sign(self.secrets.signing(), &file_change_statement(&name.to_string(), &h.0)))
        })
        .map_err(append_error)?;
        let arrived = Arrived {
            document: &name,
            document_row: journal.row.id,
            seq,
            entry: &published,
            branch: None,
            keys_must_be_here: true,
        };
        apply(tx, &self.secrets, &arrived)?;
        Ok(log(tx, CATALOG_SCOPE, &start_of(CATALOG_SCOPE, epoch), change, &hash)?)
    }
}

/// Adds a change to a scope's log, which begins with the checksum `start`.
pub(super) fn log(
    tx: &Tx<'_>,
    scope_name: &str,
    start: &[u8; 32],
    change: i64,
    hash: &[u8],
) -> Result<(), StoreError> {
    let end = match scope::end(tx, scope_name)? {
        Some(end) => end,
        None => ScopeEnd { position: 0, checksum: start.to_vec() },
    };
    let mut rolled = Sha256::new();
    rolled.update(&end.checksum);
    rolled.update(hash);
    let next = ScopeEnd { position: end.position + 1, checksum: rolled.finalize().to_vec() };
    scope::add(tx, scope_name, &next, change)
}

/// The checksum of an empty log: of this scope in this epoch.
pub(super) fn start_of(scope_name: &str, epoch: Incarnation) -> [u8; 32] {
    Sha256::digest(format!("sila/1 scope\0{scope_name}\0{epoch}").as_bytes()).into()
}
