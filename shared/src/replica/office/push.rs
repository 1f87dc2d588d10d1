//! Taking in a push: who sends it, whether this server has lost anything, then document by document through admission
//! into one transaction.

use std::collections::BTreeSet;

use minicbor::bytes::{ByteArray, ByteVec};

use super::budget::{Budgets, Day};
use super::carried::{CARRIED_MAX, Carried};
use super::enrol::hash_of;
use super::intake::{By, Coming, Intake, Loaded, PushedKeys, unwrapped};
use super::keys::list_for;
use super::people::held_since;
use super::{ExchangeError, Office};
use crate::doc::{DocumentName, KeyOwner};
use crate::domain::{DeviceId, FactId, FileId, Incarnation, KeyId, UnixMillis};
use crate::hex::from_hex;
use crate::replica::Act;
use crate::replica::facts::Facts;
use crate::replica::journals;
use crate::replica::kiosk::shut_out::known_by;
use crate::replica::log::{end_after, start_of};
use crate::replica::looked_for::LOOKED_FOR_MAX;
use crate::store::changes::DocumentRow;
use crate::store::no_order::{self, RatingsPush};
use crate::store::office::{
    DeviceRow, NewPush, add_push, device as enrolled, device_with_token, end_opening, is_noted, note_arrival,
    number_of,
};
use crate::store::scope::people_of;
use crate::store::scope::{self, Told};
use crate::store::{StoreError, Turn, Tx, changes, held};
use crate::sync::evidence::root;
use crate::sync::{
    ChangeWriter, DocumentState, FileState, Held, JournalBatch, LogEnd, PROTOCOL, PushReply, PushRequest,
    ReadingGrant, Standing, body_digest, from_cbor, leaves_of, pack, push_statement, to_cbor, unpack, verify,
    written_statement,
};

/// Most changes of one push. A kiosk sends up to 1,000.
pub(super) const CHANGES_MAX: usize = 1_000;

/// Most keys of one push: one a change at most, and one a journal.
const KEYS_MAX: usize = CHANGES_MAX + 8;

/// Most sessions that a push's keys are wrapped under: one a process start since the last exchange, and one a key of
/// ratings.
const SESSIONS_MAX: usize = 256;

/// Most acknowledgements that a push names, as many as a kiosk does.
const ACKNOWLEDGED_MAX: usize = 64;

/// Most waiting records that a device is believed to have: it may say any number.
const COUNTED_MAX: u64 = u32::MAX as u64;

/// An answer to a push, with what it took to find it.
#[derive(Debug)]
pub struct PushAnswer {
    /// The answer.
    pub bytes: Vec<u8>,
    /// What was read of files that were there before.
    pub loaded: Loaded,
}

/// What a device signed of its push.
pub(super) struct Signed {
    pub body: [u8; 32],
    pub leaves: Vec<[u8; 32]>,
    pub signature: [u8; 64],
}

/// What became of what a device signed.
pub(super) struct Received {
    pub documents: Vec<DocumentState>,
    pub files: Vec<FileState>,
    kept_keys: BTreeSet<[u8; 16]>,
    /// The hashes of the file changes that were received, in the push's order.
    hashes: Vec<[u8; 32]>,
}

/// Finds the device that a token belongs to.
pub(super) fn device_with(tx: &Tx<'_>, token: &str) -> Result<DeviceRow, ExchangeError> {
    let device = device_with_token(tx, &hash_of(token))?.ok_or(ExchangeError::UnknownDevice)?;
    match device.revoked {
        Some(_) => Err(ExchangeError::RevokedDevice),
        None => Ok(device),
    }
}

impl Office {
    /// Takes in a push; everything that the reply acknowledges is durable, with its keys.
    ///
    /// # Errors
    /// [`ExchangeError`] where the push as a whole is refused.
    pub fn push(
        &self,
        act: &mut Act,
        token: &str,
        signature: &str,
        body: &[u8],
    ) -> Result<PushAnswer, ExchangeError> {
        let mut loaded = Loaded::NOTHING;
        let bytes = self.push_counting(act, token, signature, body, &mut loaded)?;
        Ok(PushAnswer { bytes, loaded })
    }

    /// Takes in a push as [`Office::push`] does, and returns the answer; counts what was read of files also where it is refused.
    ///
    /// # Errors
    /// As for [`Office::push`].
    pub fn push_counting(
        &self,
        act: &mut Act,
        token: &str,
        signature: &str,
        body: &[u8],
        loaded: &mut Loaded,
    ) -> Result<Vec<u8>, ExchangeError> {
        let device = self.db.read(|tx| device_with(tx, token))?;
        let signature = from_hex(signature).and_then(|bytes| <[u8; 64]>::try_from(bytes).ok());
        let signature = signature.ok_or(ExchangeError::Signature)?;
        let request: PushRequest = from_cbor(&unpack(body)?).ok_or(ExchangeError::Malformed)?;
        if request.protocol != PROTOCOL {
            return Err(ExchangeError::Version { known: PROTOCOL });
        }
        if !is_of_our_size(&request) {
            return Err(ExchangeError::TooMany);
        }
        if !is_of_one_sort(&request) {
            return Err(ExchangeError::Malformed);
        }
        let signed = Signed { body: body_digest(body), leaves: leaves_of(&request), signature };
        if !verify(&device.signing_key, &push_statement(&signed.body, &signed.leaves), &signature) {
            return Err(ExchangeError::Signature);
        }
        if let Some(list) = &request.shut_out {
            self.take_shut_out(list)?;
        }
        if let Some(list) = &request.office_keys.list {
            self.take_office_keys(list)?;
        }
        self.notice_another_life(act)?;
        let looked = |tx: &Tx<'_>| Ok((self.has_lost_something(tx, &request)?, Self::epoch(tx)?));
        let (ended, mut epoch) = self.db.read::<_, StoreError>(looked)?;
        if let Some(ended) = ended {
            self.begin_epoch_after(act, ended)?;
            epoch = self.db.read(Self::epoch)?;
        }
        self.note_hour(act, &request)?;
        let reply = if request.epoch.as_slice() == epoch.0 {
            let keys = unwrapped(self, &request);
            let carried = self.read_carried(act, &request.carried)?;
            let has_ratings = brings_ratings(&request)
                || carried.iter().flatten().any(|carried| brings_ratings(&carried.request));
            let reply = self.take_in(act, &device, &request, epoch, (keys, carried), &signed, loaded)?;
            if has_ratings {
                // what came is saved whatever becomes of this, and the next push of ratings does it again
                self.db.forget_order().unwrap_or_default();
            }
            reply
        } else {
            let now = act.now.unix_millis();
            self.db.read(|tx| self.tell_what_is_here(tx, now, device.device, &request, epoch))?
        };
        Ok(pack(&to_cbor(&reply)))
    }

    /// Notes up to which change head office was at the beginning of an hour: alone, so that none is on its way to being written that
    /// is numbered before it.
    fn note_hour(&self, act: &Act, request: &PushRequest) -> Result<(), StoreError> {
        let now = act.now.unix_millis();
        if (request.files.is_empty() && request.carried.is_empty()) || self.db.read(|tx| is_noted(tx, now))? {
            return Ok(());
        }
        self.db.write(|tx| note_arrival(tx, now))
    }

    /// Returns which device a token belongs to, if it may exchange, and what any device may do in a day: what is asked before anything of a
    /// request is read.
    ///
    /// # Errors
    /// [`ExchangeError`] for an unknown or revoked device.
    pub fn admit(&self, token: &str) -> Result<(DeviceId, Budgets), ExchangeError> {
        self.db.read(|tx| Ok((device_with(tx, token)?.device, Budgets::read(tx)?)))
    }

    /// Returns the epoch where the device holds receipts of it for changes that this server knows nothing of: it was
    /// restored from a backup. Nobody but this server can make a receipt, so no device can claim a loss.
    fn has_lost_something(
        &self,
        tx: &Tx<'_>,
        request: &PushRequest,
    ) -> Result<Option<Incarnation>, StoreError> {
        let epoch = Self::epoch(tx)?;
        if request.epoch.as_slice() != epoch.0 {
            return Ok(None);
        }
        for acknowledged in &request.acknowledged {
            let receipt = self.receipt(epoch, &acknowledged.document, acknowledged.seq, &acknowledged.hash);
            if receipt != *acknowledged.receipt {
                continue;
            }
            let here = match changes::document(tx, &acknowledged.document)? {
                Some(row) => journals::hash_at(tx, &row, acknowledged.seq)?,
                None => None,
            };
            // another hash: after the restoration a copy of the device came first
            if here != Some(*acknowledged.hash) {
                return Ok(Some(epoch));
            }
        }
        Ok(None)
    }

    /// Says how a journal stands, with a receipt for what this server holds of it.
    pub(super) fn state_of(
        &self,
        epoch: Incarnation,
        name: &str,
        row: Option<&DocumentRow>,
        standing: Standing,
        reason: Option<String>,
        refused: Option<u64>,
    ) -> DocumentState {
        let seq = row.map_or(0, |row| row.last_seq);
        let hash = row.and_then(|row| row.last_hash);
        let receipt = hash.map(|hash| ByteArray::from(self.receipt(epoch, name, seq, &hash)));
        let (document, hash) = (name.to_owned(), hash.map(ByteArray::from));
        DocumentState { document, seq, hash, standing, reason, receipt, refused }
    }

    fn receipt(&self, epoch: Incarnation, document: &str, seq: u64, hash: &[u8; 32]) -> [u8; 16] {
        let mut statement = format!("sila/1 receipt\0{epoch}\0{document}\0{seq}\0").into_bytes();
        statement.extend_from_slice(hash);
        self.secrets.receipt(&statement)
    }

    /// Makes the receipt by which this server believes that a change of a beneficiary file was here.
    pub(super) fn written_receipt(&self, file: FileId, hash: &[u8; 32], writer: &ChangeWriter) -> [u8; 16] {
        self.secrets.receipt(&written_statement(file.as_bytes(), hash, writer))
    }

    fn tell_what_is_here(
        &self,
        tx: &Tx<'_>,
        now: UnixMillis,
        device: DeviceId,
        request: &PushRequest,
        epoch: Incarnation,
    ) -> Result<PushReply, StoreError> {
        let named = request.acknowledged.iter().map(|a| &a.document);
        let pushed = request.journals.iter().map(|j| &j.document);
        let is_its_own =
            |name: &&String| DocumentName::parse(name).is_some_and(|name| name.is_journal_of(device));
        let names: BTreeSet<&String> = named.chain(pushed).filter(is_its_own).collect();
        let mut documents = Vec::with_capacity(names.len());
        for name in names {
            let row = changes::document(tx, name)?;
            documents.push(self.state_of(epoch, name, row.as_ref(), Standing::Received, None, None));
        }
        Ok(PushReply {
            epoch: ByteArray::from(epoch.0),
            documents,
            files: Vec::new(),
            held: Vec::new(),
            server_millis: now.0,
            keys_left_out: (0..).zip(&request.keys).map(|(place, _)| place).collect(),
            people: None,
            reading: self.reading_grant(tx, device)?,
            shut_out: None,
            carried: Vec::new(),
            office_keys: None,
        })
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "what came, and what was made of it before the transaction"
    )]
    fn take_in(
        &self,
        act: &mut Act,
        device: &DeviceRow,
        request: &PushRequest,
        epoch: Incarnation,
        opened: (PushedKeys, Vec<Result<Carried, &'static str>>),
        signed: &Signed,
        loaded: &mut Loaded,
    ) -> Result<PushReply, ExchangeError> {
        let (mut opened, before) = (Some(opened), *loaded);
        self.db.write_in::<_, ExchangeError>(Turn::Branch(&device.branch), |tx| {
            // what a transaction had read that met another one is not the device's doing
            *loaded = before;
            // one that is run again opens it again
            let (keys, carried) = match opened.take() {
                Some(opened) => opened,
                None => (unwrapped(self, request), self.read_carried(act, &request.carried)?),
            };
            // another request may have been served since the device was looked up
            if enrolled(tx, device.device)?.is_none_or(|device| device.revoked.is_some()) {
                return Err(ExchangeError::RevokedDevice);
            }
            let now_epoch = Self::epoch(tx)?;
            if now_epoch != epoch {
                let now = act.now.unix_millis();
                return Ok(self.tell_what_is_here(tx, now, device.device, request, now_epoch)?);
            }
            let now = act.now.unix_millis();
            let people = people_of(&device.branch);
            let before = log_end(tx, &people, epoch)?;
            let received = self.receive(act, tx, device, request, epoch, keys, signed, By::Itself, loaded)?;
            let Received { documents, files, kept_keys, hashes } = received;
            let mut refused = Vec::with_capacity(carried.len());
            for carried in carried {
                match carried {
                    Ok(carried) => match self.take_carried(act, tx, epoch, carried, loaded)? {
                        Some(answer) => refused.push(answer),
                        // it is sent again, with those behind it
                        None => break,
                    },
                    Err(why) => refused.push(Some(why.to_owned())),
                }
            }
            note(tx, now, device, request)?;
            if let Some(taken) = request.opening_taken {
                end_opening(tx, device.device, taken)?;
            }
            let told = held::of_device(tx, device.device)?.into_iter();
            let held =
                told.map(|row| Held { document: row.place.name, seq: row.place.seq, reason: row.reason });
            let left_out = (0_u32..).zip(&request.keys).filter(|(_, row)| !kept_keys.contains(&*row.key));
            let mut went_on = request.people.filter(|known| *known == before);
            // where more are planned than the device may hold, the pull tells it of whom it is not to hold
            if went_on.is_some() && held_since(tx, device, now)? > now.0 {
                went_on = None;
            }
            let went_on = went_on.map(|before| end_after(before, &hashes));
            let now_at = log_end(tx, &people, epoch)?;
            let opening = self.opening_for(tx, now, device.device, request)?;
            let reading = ReadingGrant { opening, ..self.reading_grant(tx, device.device)? };
            Ok(PushReply {
                epoch: ByteArray::from(epoch.0),
                documents,
                files,
                held: held.collect(),
                server_millis: now.0,
                keys_left_out: left_out.map(|(place, _)| place).collect(),
                people: went_on.filter(|end| *end == now_at),
                reading,
                shut_out: shut_out_for(tx, request)?,
                carried: refused,
                office_keys: list_for(tx, &request.office_keys)?,
            })
        })
    }

    /// Takes in what a device signed, whoever brought it, and keeps the evidence.
    #[expect(
        clippy::too_many_arguments,
        reason = "what came, and what was made of it before the transaction"
    )]
    pub(super) fn receive(
        &self,
        act: &mut Act,
        tx: &Tx<'_>,
        device: &DeviceRow,
        request: &PushRequest,
        epoch: Incarnation,
        keys: PushedKeys,
        signed: &Signed,
        by: By,
        loaded: &mut Loaded,
    ) -> Result<Received, ExchangeError> {
        // what is carried is of another branch perhaps
        tx.hold("branch", "id", [(&device.branch).into()])?;
        tx.hold("device", "device", [device.device.into()])?;
        let facts = Facts::new(tx, &self.secrets);
        let now = act.now.unix_millis();
        let day = Day::of(tx, device.id, now)?;
        let coming = Coming { leaves: &signed.leaves, day, now, by, loaded };
        let mut intake = Intake::new(self, facts, device, epoch, keys, coming)?;
        intake.own_keys()?;
        // people first: what a journal says of them opens then
        intake.look_up_files(&request.files)?;
        let mut files: Vec<FileState> = Vec::with_capacity(request.files.len());
        for (leaf, change) in (request.journals.len()..).zip(&request.files) {
            files.push(intake.file_change(change, leaf)?);
        }
        let mut documents: Vec<DocumentState> = Vec::with_capacity(request.journals.len());
        for (leaf, batch) in request.journals.iter().enumerate() {
            documents.push(intake.journal(batch, leaf)?);
        }
        intake.release_held()?;
        if by == By::Itself {
            intake.look_for(&request.looked_for)?;
        }
        intake.share(act)?;
        intake.note_file_bytes()?;
        keep_evidence(tx, device, signed, &intake)?;
        if brings_ratings(request) {
            note_loose(tx, device, request, signed)?;
        }
        if documents.iter().any(|document| document.standing == Standing::Forked) {
            scope::note_fork(tx, device.device, now)?;
        }
        let (kept_keys, hashes) = (intake.kept_keys().clone(), intake.received().to_vec());
        Ok(Received { documents, files, kept_keys, hashes })
    }
}

/// Returns the list of who was shut out where a device does not hold it.
fn shut_out_for(tx: &Tx<'_>, request: &PushRequest) -> Result<Option<ByteVec>, StoreError> {
    let list = Office::shut_out_text(tx)?;
    let is_news = |list: &Vec<u8>| request.shut_out_known.map(|known| *known) != Some(known_by(list));
    Ok(list.filter(is_news).map(ByteVec::from))
}

/// Returns where a scope's log ends.
fn log_end(tx: &Tx<'_>, scope: &str, epoch: Incarnation) -> Result<LogEnd, StoreError> {
    let end = scope::end(tx, scope)?.map(|end| (end.position, end.checksum));
    let (position, checksum) = end.unwrap_or_else(|| (0, start_of(scope, epoch)));
    Ok(LogEnd { position, checksum: checksum.into() })
}

/// Keeps the signature of a push that brought something, and where each of its leaves stands.
fn keep_evidence(
    tx: &Tx<'_>,
    device: &DeviceRow,
    signed: &Signed,
    intake: &Intake<'_>,
) -> Result<(), ExchangeError> {
    let push = NewPush {
        device: device.device,
        body: &signed.body,
        root: &root(&signed.leaves),
        leaves: intake.leaves(),
        signature: &signed.signature,
    };
    if signed.leaves.is_empty() || add_push(tx, &push)? { Ok(()) } else { Err(ExchangeError::Malformed) }
}

/// Notes which rows a push of ratings wrote.
fn note_loose(
    tx: &Tx<'_>,
    device: &DeviceRow,
    request: &PushRequest,
    signed: &Signed,
) -> Result<(), StoreError> {
    let entries = request.journals.iter().flat_map(|batch| &batch.entries);
    let push = RatingsPush {
        journals: request.journals.iter().map(|batch| (batch.document.as_str(), batch.first_seq)).collect(),
        facts: entries.filter_map(|entry| FactId::from_slice(entry.get(..16)?)).collect(),
        owner: &KeyOwner::Ratings(device.device).to_bytes(),
        keys: request.keys.iter().map(|key| KeyId(uuid::Uuid::from_bytes(*key.key))).collect(),
        push: number_of(&signed.body),
    };
    no_order::note(tx, &push)
}

/// Notes what the device says of itself.
fn note(tx: &Tx<'_>, now: UnixMillis, device: &DeviceRow, request: &PushRequest) -> Result<(), StoreError> {
    let told = Told {
        now,
        // the least number has no opposite that a page could show
        clock_offset_millis: request.wall_millis.saturating_sub(now.0).max(-i64::MAX),
        waiting: request.waiting.min(COUNTED_MAX),
        set_aside: request.set_aside.min(COUNTED_MAX),
        version: request.program.chars().filter(|c| *c != '\0').take(40).collect(),
    };
    scope::note_exchange(tx, device.device, &told)
}

/// Tells whether a push brings ratings alone or none: beside a visit or a change of a file, which tell when they were written,
/// its evidence would tell when they left (P-11).
pub(super) fn is_of_one_sort(request: &PushRequest) -> bool {
    let n_of_ratings = request.journals.iter().filter(|batch| is_of_ratings(batch)).count();
    n_of_ratings == 0 || (n_of_ratings == request.journals.len() && request.files.is_empty())
}

fn is_of_ratings(batch: &JournalBatch) -> bool {
    DocumentName::parse(&batch.document).is_some_and(|name| name.is_ratings())
}

fn brings_ratings(request: &PushRequest) -> bool {
    request.journals.iter().any(is_of_ratings)
}

/// Tells whether a push carries no more than a kiosk of ours sends, no batch without entries, and names each journal once:
/// each time that one is named, all of it may be gone through.
fn is_of_our_size(request: &PushRequest) -> bool {
    let in_journals: usize = request.journals.iter().map(|j| j.entries.len()).sum();
    let pushed: BTreeSet<&str> = request.journals.iter().map(|j| j.document.as_str()).collect();
    let acknowledged: BTreeSet<&str> = request.acknowledged.iter().map(|a| a.document.as_str()).collect();
    in_journals + request.files.len() <= CHANGES_MAX
        && request.journals.iter().all(|j| !j.entries.is_empty())
        && pushed.len() == request.journals.len()
        && acknowledged.len() == request.acknowledged.len()
        && request.keys.len() <= KEYS_MAX
        && request.sessions.len() <= SESSIONS_MAX
        && request.acknowledged.len() <= ACKNOWLEDGED_MAX
        && request.looked_for.len() <= LOOKED_FOR_MAX
        && request.carried.len() <= CARRIED_MAX
}
