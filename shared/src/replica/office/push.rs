//! Taking in a push: who sends it, whether this server has lost anything, then document by document through admission
//! into one transaction.

use std::collections::BTreeSet;

use minicbor::bytes::ByteArray;

use super::enrol::hash_of;
use super::intake::Intake;
use super::{ExchangeError, Office};
use crate::doc::Dice;
use crate::domain::{Incarnation, UnixMillis};
use crate::hex::from_hex;
use crate::store::changes::{self, DocumentRow};
use crate::store::office::{self, DeviceRow};
use crate::store::scope::{self, Told};
use crate::store::{StoreError, Tx};
use crate::sync::{
    DocumentState, FileState, Held, PROTOCOL, PushReply, PushRequest, Standing, from_cbor, pack,
    push_statement, to_cbor, unpack, verify,
};

/// Most changes of one push. A kiosk sends up to 1,000.
const CHANGES_MAX: usize = 1_000;

/// Most keys of one push: one a change at most.
const KEYS_MAX: usize = CHANGES_MAX;

/// Most index rows of one push: two a file.
const INDEX_ROWS_MAX: usize = 2 * CHANGES_MAX;

/// Most acknowledgements that a push names. A kiosk names up to 64.
const ACKNOWLEDGED_MAX: usize = 256;

impl Office {
    /// Takes in a push; everything that the reply acknowledges is durable, with its keys.
    ///
    /// # Errors
    /// [`ExchangeError`] where the push as a whole is refused.
    pub fn push(
        &mut self,
        now: UnixMillis,
        dice: &mut Dice,
        token: &str,
        signature: &str,
        body: &[u8],
    ) -> Result<Vec<u8>, ExchangeError> {
        let device = self.device_with(token)?;
        let signature = from_hex(signature).and_then(|b| <[u8; 64]>::try_from(b).ok());
        if !signature.is_some_and(|s| verify(&device.signing_key, &push_statement(body), &s)) {
            return Err(ExchangeError::Signature);
        }
        let request: PushRequest = from_cbor(&unpack(body)?).ok_or(ExchangeError::Malformed)?;
        if request.protocol != PROTOCOL {
            return Err(ExchangeError::Version { known: PROTOCOL });
        }
        if !is_of_our_size(&request) {
            return Err(ExchangeError::TooMany);
        }
        if self.db.read(|tx| self.has_lost_something(tx, &request))? {
            self.begin_epoch_as_it_stands(now, dice)?;
        }
        let epoch = self.db.read(Self::epoch)?;
        let reply = if request.epoch.as_slice() == epoch.0 {
            self.take_in(now, dice, &device, &request, epoch)?
        } else {
            self.db.read(|tx| self.tell_what_is_here(tx, now, &request, epoch))?
        };
        Ok(pack(&to_cbor(&reply)))
    }

    /// Finds the device that a token belongs to.
    pub(super) fn device_with(&self, token: &str) -> Result<DeviceRow, ExchangeError> {
        let found = self.db.read(|tx| office::device_with_token(tx, &hash_of(token)))?;
        let device = found.ok_or(ExchangeError::UnknownDevice)?;
        match device.revoked {
            Some(_) => Err(ExchangeError::RevokedDevice),
            None => Ok(device),
        }
    }

    /// Tells whether the device holds receipts of this epoch for changes that this server knows nothing of: it was
    /// restored from a backup. Nobody but this server can make a receipt, so no device can claim a loss.
    fn has_lost_something(&self, tx: &Tx<'_>, request: &PushRequest) -> Result<bool, StoreError> {
        let epoch = Self::epoch(tx)?;
        if request.epoch.as_slice() != epoch.0 {
            return Ok(false);
        }
        for acknowledged in &request.acknowledged {
            let receipt = self.receipt(epoch, &acknowledged.document, acknowledged.seq, &acknowledged.hash);
            if receipt != *acknowledged.receipt {
                continue;
            }
            let here = match changes::document(tx, &acknowledged.document)? {
                Some(row) => changes::hash_at(tx, row.id, acknowledged.seq)?,
                None => None,
            };
            // another hash: after the restoration a copy of the device came first
            if here.as_deref() != Some(acknowledged.hash.as_slice()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Says how a journal stands, with a receipt for what this server holds of it.
    pub(super) fn state_of(
        &self,
        tx: &Tx<'_>,
        name: &str,
        row: Option<&DocumentRow>,
        standing: Standing,
        reason: Option<String>,
    ) -> Result<DocumentState, StoreError> {
        let seq = row.map_or(0, |r| r.last_seq);
        let hash = row.and_then(|r| r.last_hash.as_deref()).and_then(|h| <[u8; 32]>::try_from(h).ok());
        let epoch = Self::epoch(tx)?;
        let receipt = hash.map(|hash| ByteArray::from(self.receipt(epoch, name, seq, &hash)));
        let document = name.to_owned();
        Ok(DocumentState { document, seq, hash: hash.map(ByteArray::from), standing, reason, receipt })
    }

    fn receipt(&self, epoch: Incarnation, document: &str, seq: u64, hash: &[u8; 32]) -> [u8; 16] {
        let mut statement = format!("sila/1 receipt\0{epoch}\0{document}\0{seq}\0").into_bytes();
        statement.extend_from_slice(hash);
        self.secrets.receipt(&statement)
    }

    fn tell_what_is_here(
        &self,
        tx: &Tx<'_>,
        now: UnixMillis,
        request: &PushRequest,
        epoch: Incarnation,
    ) -> Result<PushReply, StoreError> {
        let named = request.acknowledged.iter().map(|a| &a.document);
        let pushed = request.journals.iter().map(|j| &j.document);
        let names: BTreeSet<&String> = named.chain(pushed).collect();
        let documents = names
            .into_iter()
            .map(|name| {
                self.state_of(tx, name, changes::document(tx, name)?.as_ref(), Standing::Received, None)
            })
            .collect::<Result<_, StoreError>>()?;
        let (files, held, keys) = (Vec::new(), Vec::new(), Vec::new());
        Ok(PushReply { epoch: ByteArray::from(epoch.0), documents, files, held, server_millis: now.0, keys })
    }

    fn take_in(
        &self,
        now: UnixMillis,
        dice: &mut Dice,
        device: &DeviceRow,
        request: &PushRequest,
        epoch: Incarnation,
    ) -> Result<PushReply, ExchangeError> {
        self.db.write::<_, ExchangeError>(|tx| {
            let mut intake = Intake::new(self, tx, device, &request.keys);
            let files: Vec<FileState> =
                request.files.iter().map(|f| intake.file_change(dice, f)).collect::<Result<_, _>>()?;
            intake.index(&request.index, &files)?;
            let documents: Vec<DocumentState> =
                request.journals.iter().map(|j| intake.journal(dice, j)).collect::<Result<_, _>>()?;
            intake.release_held()?;
            intake.share_people(now, dice)?;
            let told = Told {
                now,
                clock_offset_millis: request.wall_millis.saturating_sub(now.0),
                waiting: request.waiting,
                waiting_hour: request.waiting_hour,
                version: request.program.chars().filter(|c| *c != '\0').take(40).collect(),
            };
            scope::note_exchange(tx, device.device, &told)?;
            if documents.iter().any(|d| d.standing == Standing::Forked) {
                scope::note_fork(tx, device.device, now)?;
            }
            let held = changes::held_of(tx, device.device)?
                .into_iter()
                .map(|h| Held { document: h.document, seq: h.seq, reason: h.reason })
                .collect();
            let keys = intake.kept_keys().iter().map(|key| ByteArray::from(*key.as_bytes())).collect();
            Ok(PushReply {
                epoch: ByteArray::from(epoch.0),
                documents,
                files,
                held,
                server_millis: now.0,
                keys,
            })
        })
    }
}

/// Tells whether a push carries no more than a kiosk of ours sends, and no batch without changes.
fn is_of_our_size(request: &PushRequest) -> bool {
    let in_journals: usize = request.journals.iter().map(|j| j.changes.len()).sum();
    in_journals + request.files.len() <= CHANGES_MAX
        && request.journals.iter().all(|j| !j.changes.is_empty())
        && request.keys.len() <= KEYS_MAX
        && request.index.len() <= INDEX_ROWS_MAX
        && request.acknowledged.len() <= ACKNOWLEDGED_MAX
}
