//! Looking through everything that a device keeps. Changes nothing.

use std::collections::BTreeMap;

use super::drafts::label;
use super::ratings::open_pending;
use super::{Kiosk, KioskError};
use crate::doc::{DocumentName, Entry, FactKind, KeyOwner, Opened, file_in};
use crate::replica::facts::{Facts, TakeError};
use crate::replica::verify::{Rebuild, VerifyReport};
use crate::store::changes::{self, DocumentRow};
use crate::store::{Part, StoreError, Tx, drafts, keys, outbox, pending, people};

impl Kiosk {
    /// Looks through every page, every chain and hash, every key, what waits and what was begun, and compares the read tables
    /// with what the changes give. Changes nothing. While reading is locked nothing that is sealed is looked at.
    ///
    /// # Errors
    /// [`KioskError::Store`] where the database can't be read at all.
    pub fn verify(&self) -> Result<VerifyReport, KioskError> {
        let mut report = VerifyReport::of_pages(&self.db, Part::Kiosk)?;
        self.db.read::<_, KioskError>(|tx| {
            report.look_at_documents(tx)?;
            report.note(self.identity_faults(tx))?;
            report.note(self.outbox_faults(tx))?;
            if !self.is_locked() {
                let facts = Facts::new(tx, &self.secrets);
                report.note(self.key_faults(tx))?;
                report.note(self.sealed_faults(&facts))?;
            }
            Ok(report.note(self.kept_faults(tx))?)
        })?;
        if !self.is_locked() {
            let looks_people_up = self.looks_people_up()?;
            report.compare_read_tables(&self.db, |tx, rebuild| {
                self.rebuild_rows(tx, rebuild, looks_people_up)
            })?;
        }
        Ok(report)
    }

    /// Fills the read tables again.
    pub(super) fn rebuild_rows(
        &self,
        tx: &Tx<'_>,
        rebuild: &Rebuild,
        looks_people_up: bool,
    ) -> Result<(), StoreError> {
        let facts = Facts::new(tx, &self.secrets);
        rebuild.fill(&facts, |_| true, |_| Ok(None))?;
        if looks_people_up { facts.rebuild_index() } else { Ok(()) }
    }

    /// Who the device is is kept twice, with head office's word on it.
    fn identity_faults(&self, tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
        let Some(identity) = &self.identity else { return Ok(Vec::new()) };
        let mut faults = Vec::new();
        if !identity.is_whole(tx, &self.secrets)? {
            faults.push("the identity of the device: one of the two that are kept is damaged".to_owned());
        }
        if identity.certified(&self.secrets).is_none() {
            faults.push("the certificate of the device: enrol it again (kiosk enrol --again)".to_owned());
        }
        Ok(faults)
    }

    /// What waits is this device's own, and all that head office has not acknowledged waits.
    fn outbox_faults(&self, tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
        let (waiting, of_nothing) = outbox::waiting_rows(tx)?;
        let of_nothing = of_nothing.into_iter();
        let mut faults: Vec<String> =
            of_nothing.map(|change| format!("the outbox: change {change} waits and is not there")).collect();
        // what a journal that takes nothing more was left with was written again into another one, in the same transaction
        for row in self.own_journals(tx)?.into_iter().filter(|row| row.stopped.is_none()) {
            let of_row = changes::rows_after(tx, row.id, row.acked_seq)?.into_iter();
            let left = of_row.filter(|(change, _)| !waiting.contains(change));
            let name = &row.name;
            faults.extend(left.map(|(_, seq)| {
                format!("the outbox: {name} change {seq} was never received and does not wait")
            }));
        }
        Ok(faults)
    }

    fn own_journals(&self, tx: &Tx<'_>) -> Result<Vec<DocumentRow>, StoreError> {
        let device = self.identity.as_ref().map(|identity| identity.device);
        let is_own = |row: &DocumentRow| {
            let name = DocumentName::parse(&row.name);
            device.is_some_and(|device| name.is_some_and(|name| name.is_journal_of(device)))
        };
        Ok(changes::documents(tx)?.into_iter().filter(is_own).collect())
    }

    /// Every key opens with this replica's secrets.
    fn key_faults(&self, tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
        let mut faults = Vec::new();
        let files = people::files(tx)?.into_iter().map(|(row, file)| (row, KeyOwner::File(file)));
        let others = keys::owners(tx)?
            .into_iter()
            .filter_map(|(number, owner)| Some((number, KeyOwner::from_bytes(&owner)?)));
        for (number, owner) in files.chain(others) {
            let name = owner.to_bytes();
            for record in keys::of_owner(tx, number)? {
                if !record.is_lost() && self.secrets.open_key(&name, &record).is_err() {
                    faults.push(format!("key {} of {}", record.key, shown(&owner)));
                }
            }
        }
        Ok(faults)
    }

    /// What waits for head office opens, as it must there.
    fn sealed_faults(&self, facts: &Facts<'_>) -> Result<Vec<String>, StoreError> {
        let mut faults = Vec::new();
        let names: BTreeMap<i64, DocumentName> = self
            .own_journals(facts.tx)?
            .into_iter()
            .filter_map(|row| Some((row.id, DocumentName::parse(&row.name)?)))
            .collect();
        for change in outbox::waiting(facts.tx)? {
            let Some(name) = names.get(&change.document) else { continue };
            // one that does not decode is named with its journal
            let Some(entry) = Entry::from_bytes(&change.bytes) else { continue };
            let opened = FactKind::in_document(&entry.fields, name)
                .map_err(TakeError::Meaning)
                .and_then(|kind| facts.opened(kind, name, &entry));
            match opened {
                Ok(Opened::Values(_) | Opened::Locked) => {}
                Ok(Opened::Erased) if is_wrapped(facts, name, &entry)? => {}
                Ok(Opened::Erased) => faults.push(format!("the key of record {}: it is not there", entry.id)),
                Err(TakeError::Meaning(_)) => faults.push(format!("what is sealed of record {}", entry.id)),
                Err(TakeError::Store(e)) => return Err(e),
            }
        }
        Ok(faults)
    }

    /// Ratings that wait, and drafts.
    fn kept_faults(&self, tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
        let ratings = pending::all(tx)?;
        let ratings = ratings.iter().filter(|row| open_pending(&self.secrets, row).is_err());
        let mut faults: Vec<String> =
            ratings.map(|_| "a rating that waits for its hour".to_owned()).collect();
        if !self.is_locked() {
            let drafts = drafts::all(tx)?;
            // what a representative's PIN alone opens is theirs to look at
            let is_closed = |row: &&crate::store::DraftRow| {
                !row.own && self.secrets.unseal(&label(&row.id), &row.content).is_err()
            };
            faults.extend(drafts.iter().filter(is_closed).map(|_| "a draft".to_owned()));
        }
        Ok(faults)
    }
}

/// Tells whether a key of an entry's owner is lost here alone: head office gets it as it was wrapped for it.
fn is_wrapped(facts: &Facts<'_>, name: &DocumentName, entry: &Entry) -> Result<bool, StoreError> {
    let owner = KeyOwner::of(name, file_in(&entry.fields).ok().flatten());
    let number = match &owner {
        KeyOwner::File(file) => facts.rows.find(*file)?,
        other => keys::number_of(facts.tx, &other.to_bytes())?,
    };
    let records = number.map(|number| keys::of_owner(facts.tx, number)).transpose()?;
    Ok(records.is_some_and(|records| records.iter().any(keys::KeyRecord::is_lost)))
}

fn shown(owner: &KeyOwner) -> String {
    match owner {
        KeyOwner::File(file) => format!("f/{file}"),
        KeyOwner::Device(_) => "this device's records".to_owned(),
        KeyOwner::Ratings(_) => "this device's ratings".to_owned(),
        KeyOwner::Office(_) | KeyOwner::Catalog => "what head office publishes".to_owned(),
    }
}
