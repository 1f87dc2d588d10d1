//! Publishing: appending to the catalog and to the log that kiosks pull.

use std::sync::{MutexGuard, PoisonError};

use super::defaults::default_catalog;
use super::people::Logs;
use super::{Office, OfficeError};
use crate::doc::{DocumentName, KeyOwner, random, seal_fact};
use crate::domain::{Body, CatalogEntry, Fact, FactId, Incarnation};
use crate::replica::facts::{Arrived, Facts};
use crate::replica::incarnation;
use crate::replica::journals::{self, AppendError};
use crate::replica::log::CATALOG;
use crate::replica::{Act, Home};
use crate::store::{Damage, StoreError, Tx, changes, facts, scope};

impl Office {
    /// Publishes entries: durable, and pulled by every kiosk from its next exchange on.
    ///
    /// # Errors
    /// [`OfficeError`] where nothing was published.
    pub fn publish(&self, act: &mut Act, entries: &[CatalogEntry]) -> Result<(), OfficeError> {
        self.publish_with(act, entries, |_| Ok(()))
    }

    /// Publishes the default entries of the kinds that a catalog of an earlier version had not, where there is none.
    pub(super) fn publish_lacking(&self, act: &mut Act) -> Result<(), OfficeError> {
        let catalog = self.catalog()?;
        let lacking = catalog.lacking();
        if lacking.is_empty() {
            return Ok(());
        }
        let mut entries = default_catalog();
        entries.retain(|entry| lacking.contains(&entry.kind()));
        self.publish(act, &entries)
    }

    /// Publishes entries in one transaction with other rows.
    pub(super) fn publish_with(
        &self,
        act: &mut Act,
        entries: &[CatalogEntry],
        rows: impl FnOnce(&Tx<'_>) -> Result<(), StoreError>,
    ) -> Result<(), OfficeError> {
        self.db.write::<_, OfficeError>(|tx| {
            rows(tx)?;
            let epoch = Self::epoch(tx)?;
            self.append_publications(&Facts::new(tx, &self.secrets), act, epoch, entries)
        })
    }

    /// Begins a new epoch where one is due: a new catalog document holding `entries`, and a new log. Kiosks notice it at their
    /// next exchange and send again whatever this server lacks.
    pub(super) fn begin_epoch(
        &self,
        act: &mut Act,
        is_due: impl FnOnce(&Tx<'_>) -> Result<bool, StoreError>,
        entries: impl FnOnce(&Facts<'_>) -> Result<Vec<CatalogEntry>, StoreError>,
    ) -> Result<(), OfficeError> {
        let epoch = self.db.write::<_, OfficeError>(|tx| {
            // another server may have begun one while this one waited
            if !is_due(tx)? {
                return Ok(None);
            }
            let replica = Facts::new(tx, &self.secrets);
            let entries = entries(&replica)?;
            if incarnation::current(tx)?.is_some() {
                Self::note_epoch_began(tx, act.now.unix_millis())?;
            }
            let epoch = incarnation::begin(tx, &mut act.dice)?;
            Home::note_life(&self.db, tx)?;
            scope::clear(tx, CATALOG)?;
            facts::clear_kind(tx, crate::doc::FactKind::Published.code())?;
            self.append_publications(&replica, act, epoch, &entries)?;
            Ok(Some(epoch))
        })?;
        match epoch {
            Some(epoch) if !self.db.is_shared() => Ok(incarnation::write_beside(self.dir(), epoch)?),
            Some(_) | None => Ok(()),
        }
    }

    /// Begins a new epoch with the catalog as it stands, where the database is another than its epoch began in.
    pub(super) fn begin_epoch_unless_whole(&self, act: &mut Act) -> Result<(), OfficeError> {
        if self.db.read(|tx| self.home().is_whole(&self.db, tx))? {
            return Ok(());
        }
        self.begin_epoch(act, |tx| Ok(!self.home().is_whole(&self.db, tx)?), as_it_stands)
    }

    /// Notices a database whose server was restored or promoted since it was last looked at.
    pub(super) fn notice_another_life(&self, act: &mut Act) -> Result<(), OfficeError> {
        let life = self.db.life();
        if *self.life() != life {
            self.begin_epoch_unless_whole(act)?;
            *self.life() = life;
        }
        Ok(())
    }

    fn life(&self) -> MutexGuard<'_, Option<String>> {
        self.life.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a new epoch with the catalog as it stands, after one that has ended.
    pub(super) fn begin_epoch_after(&self, act: &mut Act, ended: Incarnation) -> Result<(), OfficeError> {
        self.begin_epoch(act, |tx| Ok(Self::epoch(tx)? == ended), as_it_stands)
    }

    fn append_publications(
        &self,
        replica: &Facts<'_>,
        act: &mut Act,
        epoch: Incarnation,
        entries: &[CatalogEntry],
    ) -> Result<(), OfficeError> {
        let (tx, name) = (replica.tx, DocumentName::Catalog { epoch });
        let mut journal = journals::open(tx, replica.secrets, epoch, name.clone())?;
        let key = self.office_key(replica, act, &KeyOwner::Catalog)?;
        let logs = Logs::new(tx, epoch);
        for entry in entries {
            let fault = |error: AppendError| match error {
                AppendError::Store(e) => OfficeError::Store(e),
                // foreign secrets are noticed when the replica is opened
                AppendError::Key => {
                    StoreError::from(Damage::Row("a key that does not open".to_owned())).into()
                }
                AppendError::TooLarge(_) | AppendError::SealedTooLarge(_) => {
                    OfficeError::Entry { code: entry.code.to_string(), reason: error.to_string() }
                }
            };
            let id = FactId::from_random(random(&mut act.dice));
            let body = Body::Published(Box::new(entry.clone()));
            let fact = Fact { id, branch: None, by: act.by.clone(), recorded: None, file: None, body };
            let sealed =
                seal_fact(&fact, act.now.seconds(), &key).map_err(AppendError::from).map_err(fault)?;
            let (change, hash, _) = journals::append_entry(tx, &mut journal.row, &sealed).map_err(fault)?;
            let arrived = Arrived {
                document: &name,
                document_row: journal.row.id,
                seq: journal.row.last_seq,
                entry: &sealed,
                branch: None,
                keys_must_be_here: true,
            };
            replica.put(&arrived, &fact)?;
            logs.add(CATALOG, change, &hash)?;
        }
        changes::move_end(tx, &journal.row)?;
        logs.finish()?;
        Ok(())
    }
}

fn as_it_stands(replica: &Facts<'_>) -> Result<Vec<CatalogEntry>, StoreError> {
    Ok(replica.catalog()?.entries().cloned().collect())
}
