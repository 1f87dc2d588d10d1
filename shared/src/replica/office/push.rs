//! Taking in a push: who sends it, whether this server has lost anything, then document by document through admission
//! into one transaction.

use std::collections::BTreeMap;

use minicbor::bytes::ByteArray;
use rusqlite::Connection;

use super::enrol::hash_of;
use super::{Office, OfficeError};
use crate::doc::{
    Dice, DocumentName, Meaning, Refusal, SealingKey, Unverified, Wrapped, actor_of, admit_entry,
    decode_entry, unwrap_key,
};
use crate::domain::{DeviceId, FileId, Incarnation, KeyId, UnixMillis};
use crate::replica::ApplyError;
use crate::replica::apply::{Arrived, apply};
use crate::replica::files::history_of;
use crate::replica::journals::tip_of;
use crate::replica::secrets::from_hex;
use crate::store::changes::{self, DocumentRow};
use crate::store::office::DeviceRow;
use crate::store::scope::{self, Told};
use crate::store::{StoreError, keys};
use crate::sync::{
    DocumentState, EnvelopeError, FileChange, FileState, Held, JournalBatch, KeyRow, PROTOCOL, PushReply,
    PushRequest, Standing, file_change_statement, from_cbor, journal_statement, pack, push_statement,
    to_cbor, unpack, verify,
};

/// Most held records that a reply names.
const HELD_MAX: usize = 1_000;

/// Why an exchange was refused as a whole. Nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// No code like this was handed out.
    #[error("this enrolment code is not known here: ask head office for a new one")]
    UnknownCode,
    /// The code was used.
    #[error("this enrolment code was used before: ask head office for a new one")]
    UsedCode,
    /// The code is older than ten minutes.
    #[error("this enrolment code has ended: ask head office for a new one, and use it within ten minutes")]
    ExpiredCode,
    /// No device has this token.
    #[error("this device is not known here: enrol it again in a new data directory, and keep this one")]
    UnknownDevice,
    /// Head office shut the device out.
    #[error("this device was revoked at head office: its records are safe on it; ask head office")]
    RevokedDevice,
    /// The signature over the push is not the device's.
    #[error("the signature is not this device's: update the program, or enrol the device again")]
    Signature,
    /// The body is beyond its limits.
    #[error("the push is {0}")]
    Envelope(#[from] EnvelopeError),
    /// The body is no such message.
    #[error("the message cannot be read: update the program")]
    Malformed,
    /// The other side speaks another version.
    #[error("this server speaks version {known} of the exchange: update the older of the two programs")]
    Version {
        /// The version spoken here.
        known: u32,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Head office's replica failed.
    #[error(transparent)]
    Office(#[from] OfficeError),
}

impl ExchangeError {
    /// Returns the HTTP status that says it.
    pub fn status(&self) -> u16 {
        match self {
            Self::UnknownCode | Self::UsedCode | Self::ExpiredCode => 403,
            Self::UnknownDevice | Self::Signature => 401,
            Self::RevokedDevice => 403,
            Self::Envelope(EnvelopeError::TooLarge | EnvelopeError::InflatesTooFar) => 413,
            Self::Envelope(EnvelopeError::Damaged) | Self::Malformed => 400,
            Self::Version { .. } => 426,
            Self::Store(StoreError::Full) | Self::Office(OfficeError::Store(StoreError::Full)) => 507,
            Self::Store(_) | Self::Office(_) => 500,
        }
    }

    /// Returns the code that kiosks tell people's messages by.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownCode => "unknown_code",
            Self::UsedCode => "used_code",
            Self::ExpiredCode => "expired_code",
            Self::UnknownDevice => "unknown_device",
            Self::RevokedDevice => "revoked_device",
            Self::Signature => "signature",
            Self::Envelope(EnvelopeError::TooLarge | EnvelopeError::InflatesTooFar) => "too_large",
            Self::Envelope(EnvelopeError::Damaged) | Self::Malformed => "malformed",
            Self::Version { .. } => "version",
            Self::Store(StoreError::Full) | Self::Office(OfficeError::Store(StoreError::Full)) => {
                "server_full"
            }
            Self::Store(_) | Self::Office(_) => "server",
        }
    }
}

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
        if self.has_lost_something(device.device, &request)? {
            self.begin_epoch_as_it_stands(now, dice)?;
        }
        let epoch = Self::epoch(self.store.connection())?;
        let reply = if request.epoch.as_slice() == epoch.0 {
            self.take_in(now, dice, &device, &request, epoch)?
        } else {
            self.tell_what_is_here(now, &request, epoch)?
        };
        Ok(pack(&to_cbor(&reply)))
    }

    /// Finds the device that a token belongs to.
    pub(super) fn device_with(&self, token: &str) -> Result<DeviceRow, ExchangeError> {
        let device = self.store.device_with_token(&hash_of(token))?.ok_or(ExchangeError::UnknownDevice)?;
        match device.revoked {
            Some(_) => Err(ExchangeError::RevokedDevice),
            None => Ok(device),
        }
    }

    /// Tells whether a device of this epoch holds acknowledgements, or a cursor, that this server knows nothing of: it
    /// was restored from a backup.
    fn has_lost_something(&self, device: DeviceId, request: &PushRequest) -> Result<bool, StoreError> {
        let c = self.store.connection();
        if request.epoch.as_slice() != Self::epoch(c)?.0 {
            return Ok(false);
        }
        let own = |name: &str| DocumentName::parse(name).is_some_and(|n| n.is_journal_of(device));
        for acknowledged in request.acknowledged.iter().filter(|a| own(&a.document)) {
            let here = match changes::document(c, &acknowledged.document)? {
                Some(row) => changes::hash_at(c, row.id, acknowledged.seq)?,
                None => None,
            };
            // another hash: after the restoration a copy of the device came first
            if here.as_deref() != Some(acknowledged.hash.as_slice()) {
                return Ok(true);
            }
        }
        Ok(scope::end(c, super::publish::CATALOG_SCOPE)?.map_or(0, |end| end.position) < request.position)
    }

    fn tell_what_is_here(
        &self,
        now: UnixMillis,
        request: &PushRequest,
        epoch: Incarnation,
    ) -> Result<PushReply, StoreError> {
        let c = self.store.connection();
        let named = request.acknowledged.iter().map(|a| &a.document);
        let pushed = request.journals.iter().map(|j| &j.document);
        let names: std::collections::BTreeSet<&String> = named.chain(pushed).collect();
        let documents = names
            .into_iter()
            .map(|name| Ok(state_of(name, changes::document(c, name)?.as_ref(), Standing::Received, None)))
            .collect::<Result<_, StoreError>>()?;
        let (files, held) = (Vec::new(), Vec::new());
        Ok(PushReply { epoch: ByteArray::from(epoch.0), documents, files, held, server_millis: now.0 })
    }

    fn take_in(
        &self,
        now: UnixMillis,
        dice: &mut Dice,
        device: &DeviceRow,
        request: &PushRequest,
        epoch: Incarnation,
    ) -> Result<PushReply, ExchangeError> {
        self.store.write::<_, ExchangeError>(|c| {
            let mut intake = Intake { office: self, c, device, keys: unwrapped(self, &request.keys) };
            let files: Vec<FileState> =
                request.files.iter().map(|f| intake.file_change(dice, f)).collect::<Result<_, _>>()?;
            for row in &request.index {
                if FileId::from_slice(row.file.as_slice()).is_some() && is_index_kind(&row.kind) {
                    keys::add_index(c, &row.kind, row.digest.as_slice(), row.file.as_slice())?;
                }
            }
            let documents: Vec<DocumentState> =
                request.journals.iter().map(|j| intake.journal(dice, j)).collect::<Result<_, _>>()?;
            intake.release_held()?;
            let told = Told {
                now,
                clock_offset_millis: request.wall_millis.saturating_sub(now.0),
                waiting: request.waiting,
                waiting_hour: request.waiting_hour,
                version: request.program.chars().take(40).collect(),
            };
            scope::note_exchange(c, device.device, &told)?;
            if documents.iter().any(|d| d.standing == Standing::Forked) {
                scope::note_fork(c, device.device, now)?;
            }
            let held = changes::held(c, Some(device.device.as_bytes()))?
                .into_iter()
                .take(HELD_MAX)
                .map(|h| Held { document: h.document, seq: h.seq, reason: h.reason })
                .collect();
            Ok(PushReply { epoch: ByteArray::from(epoch.0), documents, files, held, server_millis: now.0 })
        })
    }
}

/// The keys of a push, by document, opened for this server.
fn unwrapped(office: &Office, rows: &[KeyRow]) -> BTreeMap<String, Vec<SealingKey>> {
    let mut keys: BTreeMap<String, Vec<SealingKey>> = BTreeMap::new();
    for row in rows {
        let Some(id) = KeyId::from_slice(row.key.as_slice()) else { continue };
        let wrapped = Wrapped(row.wrapped.to_vec());
        if let Ok(key) = unwrap_key(&wrapped, id, &row.document, office.secrets.sealing()) {
            keys.entry(row.document.clone()).or_default().push(key);
        }
    }
    keys
}

fn is_index_kind(kind: &str) -> bool {
    matches!(kind, "national_id" | "mobile")
}

/// One push being taken in.
struct Intake<'a> {
    office: &'a Office,
    c: &'a Connection,
    device: &'a DeviceRow,
    keys: BTreeMap<String, Vec<SealingKey>>,
}

impl Intake<'_> {
    fn journal(&mut self, dice: &mut Dice, batch: &JournalBatch) -> Result<DocumentState, ExchangeError> {
        let refused = |row: Option<&DocumentRow>, reason: &str| {
            Ok(state_of(&batch.document, row, Standing::Stopped, Some(reason.to_owned())))
        };
        let Some(name) = DocumentName::parse(&batch.document) else { return refused(None, "name") };
        let (true, Some(incarnation)) = (name.is_journal_of(self.device.device), name.incarnation()) else {
            return refused(None, "owner");
        };
        let last_seq = batch.first_seq.saturating_add(batch.changes.len() as u64).saturating_sub(1);
        let statement = journal_statement(&batch.document, batch.first_seq, last_seq, &batch.head_hash);
        let is_signed = verify(&self.device.signing_key, &statement, &batch.signature);
        let mut row = match changes::document(self.c, &batch.document)? {
            Some(row) => row,
            None if !is_signed => return refused(None, "signature"),
            None => {
                let actor = actor_of(&self.device.signing_key, incarnation, &name);
                let device = self.device.device.as_bytes().as_slice();
                changes::add_document(self.c, &batch.document, Some(device), actor.to_bytes())?
            }
        };
        if !is_signed {
            return refused(Some(&row), "signature");
        }
        self.keep_keys(dice, &batch.document, row.id)?;
        let (standing, reason) = self.journal_changes(&name, &mut row, batch)?;
        match standing {
            Standing::Received => {
                changes::keep_signature(
                    self.c,
                    row.id,
                    batch.first_seq,
                    last_seq,
                    batch.signature.as_slice(),
                )?;
            }
            // the original of a clone goes on in it
            Standing::Forked => {}
            Standing::Stopped => {
                changes::stop(self.c, row.id, reason.as_deref().unwrap_or("stopped"))?;
            }
        }
        Ok(state_of(&batch.document, Some(&row), standing, reason))
    }

    fn journal_changes(
        &self,
        name: &DocumentName,
        row: &mut DocumentRow,
        batch: &JournalBatch,
    ) -> Result<(Standing, Option<String>), ExchangeError> {
        if batch.first_seq == 0 || batch.first_seq > row.last_seq + 1 {
            return Ok((Standing::Stopped, Some("gap".to_owned())));
        }
        for (seq, bytes) in (batch.first_seq..).zip(&batch.changes) {
            if seq <= row.last_seq {
                let known = changes::change_at(self.c, row.id, seq)?;
                if known.is_none_or(|known| known.bytes != bytes.as_slice()) {
                    return Ok((Standing::Forked, Some("forked".to_owned())));
                }
                continue;
            }
            if let Err(refusal) = self.next_change(name, row, bytes)? {
                return Ok((Standing::Stopped, Some(refusal.to_string())));
            }
        }
        let ends_as_signed = match batch.changes.len() {
            0 => true,
            n => {
                let last = batch.first_seq + n as u64 - 1;
                changes::hash_at(self.c, row.id, last)?.as_deref() == Some(batch.head_hash.as_slice())
            }
        };
        // the signature covers the head alone: a chain that ends elsewhere was never signed
        if !ends_as_signed {
            return Err(ExchangeError::Signature);
        }
        Ok((Standing::Received, None))
    }

    fn next_change(
        &self,
        name: &DocumentName,
        row: &mut DocumentRow,
        bytes: &[u8],
    ) -> Result<Result<(), Refusal>, StoreError> {
        let mut failure = None;
        let admission = admit_entry(Unverified(bytes), &tip_of(row), name.is_ratings(), |entry| {
            changes::has_fact(self.c, row.id, entry.id.as_bytes()).unwrap_or_else(|e| {
                failure = Some(e);
                true
            })
        });
        // a failing database must not read as a fault of the device's
        if let Some(e) = failure {
            return Err(e);
        }
        let (admitted, entry, tip) = match admission {
            Ok(admission) => admission,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let hash = admitted.hash();
        changes::append(self.c, row, tip.seq, &hash.0, tip.max_op, admitted.bytes(), None)?;
        (row.last_seq, row.last_hash, row.last_max_op) = (tip.seq, Some(hash.0.to_vec()), tip.max_op);
        let arrived = Arrived {
            document: name,
            document_row: row.id,
            seq: tip.seq,
            entry: &entry,
            branch: Some(&self.device.branch),
            keys_must_be_here: true,
        };
        match apply(self.c, &self.office.secrets, &arrived) {
            Ok(()) => {}
            Err(ApplyError::Meaning(meaning)) => {
                changes::hold(self.c, row.id, 0, tip.seq, Some(entry.id.as_bytes()), &meaning.to_string())?;
            }
            Err(ApplyError::Store(e)) => return Err(e),
        }
        Ok(Ok(()))
    }

    fn file_change(&mut self, dice: &mut Dice, change: &FileChange) -> Result<FileState, ExchangeError> {
        let state = |hash: [u8; 32], standing| FileState {
            document: change.document.clone(),
            hash: ByteArray::from(hash),
            standing,
        };
        let hash = sha256_of_chunk(&change.bytes);
        let Some(name) = DocumentName::parse(&change.document).filter(DocumentName::is_file) else {
            return Ok(state(hash, Standing::Stopped));
        };
        let statement = file_change_statement(&change.document, &hash);
        if !verify(&self.device.signing_key, &statement, &change.signature) {
            return Ok(state(hash, Standing::Stopped));
        }
        let row = match changes::document(self.c, &change.document)? {
            Some(row) => row,
            None => changes::add_document(self.c, &change.document, None, &[])?,
        };
        self.keep_keys(dice, &change.document, row.id)?;
        let mut history = history_of(self.c, row.id)?;
        if history.contains(&crate::doc::ChangeHash(hash)) {
            return Ok(state(hash, Standing::Received));
        }
        let actor = actor_of(&self.device.signing_key, Incarnation(*change.incarnation), &name);
        let Ok(admitted) = history.admit(Unverified(&change.bytes), &actor) else {
            return Ok(state(hash, Standing::Forked));
        };
        let device = self.device.device.as_bytes();
        let writer =
            changes::writer_number(self.c, row.id, actor.to_bytes(), device, change.incarnation.as_slice())?;
        let signature = Some(change.signature.as_slice());
        changes::add_change(self.c, row.id, writer, admitted.seq(), &hash, admitted.bytes(), signature)?;
        Ok(state(hash, Standing::Received))
    }

    /// Looks again at what is held for want of a key: the key may have come just now.
    fn release_held(&self) -> Result<(), StoreError> {
        let reason = Meaning::SealedWithoutKey.to_string();
        for held in changes::held(self.c, Some(self.device.device.as_bytes()))? {
            let (Some(row), Some(name)) =
                (changes::document(self.c, &held.document)?, DocumentName::parse(&held.document))
            else {
                continue;
            };
            let change = changes::change_at(self.c, row.id, held.seq)?.filter(|_| held.reason == reason);
            let Some(entry) = change.and_then(|change| decode_entry(&change.bytes)) else { continue };
            let arrived = Arrived {
                document: &name,
                document_row: row.id,
                seq: held.seq,
                entry: &entry,
                branch: Some(&self.device.branch),
                keys_must_be_here: true,
            };
            match apply(self.c, &self.office.secrets, &arrived) {
                Ok(()) => changes::release(self.c, row.id, held.seq)?,
                Err(ApplyError::Meaning(_)) => {}
                Err(ApplyError::Store(e)) => return Err(e),
            }
        }
        Ok(())
    }

    /// Keeps the keys of a document that came along, so that nothing is acknowledged without what opens it.
    fn keep_keys(&mut self, dice: &mut Dice, document: &str, row: i64) -> Result<(), StoreError> {
        for key in self.keys.remove(document).unwrap_or_default() {
            keys::add_key(self.c, key.id.as_bytes(), row, &self.office.secrets.lock_key(dice, &key))?;
        }
        Ok(())
    }
}

/// The hash of a change: SHA-256 over its chunk from the type byte on. Admission compares it with automerge's own.
fn sha256_of_chunk(bytes: &[u8]) -> [u8; 32] {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes.get(8..).unwrap_or_default()).into()
}

fn state_of(
    name: &str,
    row: Option<&DocumentRow>,
    standing: Standing,
    reason: Option<String>,
) -> DocumentState {
    let hash = row.and_then(|r| r.last_hash.as_deref()).and_then(|h| <[u8; 32]>::try_from(h).ok());
    DocumentState {
        document: name.to_owned(),
        seq: row.map_or(0, |r| r.last_seq),
        hash: hash.map(ByteArray::from),
        standing,
        reason,
    }
}
