//! Looking through everything that is kept at head office, and rebuilding what is derived from it.

use super::people::Touched;
use super::plans::news_of;
use super::{Office, OfficeError};
use crate::doc::{DocumentName, Entry, Meaning};
use crate::domain::Fact;
use crate::replica::Act;
use crate::replica::facts::Facts;
use crate::replica::verify::{Rebuild, VerifyReport};
use crate::store::office::{DeviceRow, PushEvidence, device, pushes_after};
use crate::store::{Part, StoreError, Tx, held};
use crate::sync::evidence::root;
use crate::sync::{push_statement, verify};

/// How many pushes' evidence is looked at together.
const PUSHES_TOGETHER: u64 = 500;

impl Office {
    /// Looks through every page, every chain, every hash and every signature, and compares the read tables with what the
    /// changes give. Changes nothing, and nobody waits for it.
    ///
    /// # Errors
    /// [`OfficeError::Store`] where the database can't be read at all.
    pub fn verify(&self) -> Result<VerifyReport, OfficeError> {
        let mut report = VerifyReport::of_pages(&self.db, Part::Office)?;
        // one point in time: a server that runs meanwhile goes on writing
        self.db.read(|tx| match report.look_at_documents(tx)? {
            true => report.note(evidence_faults(tx)),
            false => Ok(()),
        })?;
        report.compare_read_tables(&self.db, |tx, rebuild| self.rebuild_rows(tx, rebuild))?;
        Ok(report)
    }

    /// Rebuilds the read tables from the changes; keys, users and devices are spared. Records that were
    /// held for a meaning which this version knows are released.
    ///
    /// # Errors
    /// [`OfficeError::Store`]; the tables are as before then.
    pub fn rebuild(&self) -> Result<(), OfficeError> {
        Ok(self.db.write(|tx| self.rebuild_rows(tx, &Rebuild::begin(tx)?))?)
    }

    fn rebuild_rows(&self, tx: &Tx<'_>, rebuild: &Rebuild) -> Result<(), StoreError> {
        let replica = Facts::new(tx, &self.secrets);
        let epoch = Self::epoch(tx)?;
        let counts =
            |name: &DocumentName| !matches!(name, DocumentName::Catalog { epoch: of } if *of != epoch);
        rebuild.fill(&replica, counts, |name| branch_of(tx, name))?;
        replica.each_request(|opened| replica.note_case(&opened))?;
        replica.rebuild_index()
    }

    /// Looks again at what an earlier version of this program could not read, where this one knows more kinds of fact, and
    /// has the branches concerned learn of it.
    pub(super) fn release_unknown(&self, tx: &Tx<'_>, act: &mut Act) -> Result<(), OfficeError> {
        let replica = Facts::new(tx, &self.secrets);
        let released = replica.release_unknown(|name| branch_of(tx, name))?;
        self.tell_released(&replica, act, released)
    }

    /// Looks again at what is held for want of a key, and has the branches concerned learn of it.
    pub(super) fn release_without_key(&self, replica: &Facts<'_>, act: &mut Act) -> Result<(), OfficeError> {
        let rows = held::all_for(replica.tx, &Meaning::SealedWithoutKey.to_string())?;
        let released = replica.release(rows, |name| branch_of(replica.tx, name))?;
        self.tell_released(replica, act, released)
    }

    pub(super) fn tell_released(
        &self,
        replica: &Facts<'_>,
        act: &mut Act,
        released: Vec<(DocumentName, Entry, Fact)>,
    ) -> Result<(), OfficeError> {
        for (name, entry, fact) in released {
            let device = name.device().map(|id| device(replica.tx, id)).transpose()?.flatten();
            if let Some(DeviceRow { branch, id, .. }) = device {
                let mut touched = Touched::default();
                touched.fact(&entry, &fact);
                news_of(&name, &entry, &fact).into_iter().for_each(|news| touched.news(news));
                self.share(replica, act, (&branch, id), None, &touched)?;
            }
        }
        Ok(())
    }
}

/// Returns the branch that a journal's facts must name.
fn branch_of(tx: &Tx<'_>, name: &DocumentName) -> Result<Option<String>, StoreError> {
    match name.device() {
        Some(id) => Ok(device(tx, id)?.map(|device| device.branch)),
        None => Ok(None),
    }
}

/// Returns the pushes whose signature or leaves don't fit.
fn evidence_faults(tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
    let (mut faults, mut after) = (Vec::new(), i64::MIN);
    loop {
        let pushes = pushes_after(tx, after, PUSHES_TOGETHER)?;
        let Some((last, _)) = pushes.last() else { return Ok(faults) };
        after = *last;
        for (id, push) in &pushes {
            let PushEvidence { device: writer, body, root: signed, signature, leaves } = push;
            let key = device(tx, *writer)?.map(|device| device.signing_key);
            let holds = root(leaves) == *signed
                && key.is_some_and(|key| verify(&key, &push_statement(body, leaves), signature));
            faults.extend((!holds).then(|| format!("the evidence of push {id}")));
        }
    }
}
