//! What goes out: a push of the oldest waiting changes with the keys that open them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

use minicbor::bytes::{ByteArray, ByteVec};
use rand::RngExt as _;

use super::{Kiosk, KioskError};
use crate::doc::{Dice, DocumentName, KeyOwner};
use crate::domain::KeyId;
use crate::hex::to_hex;
use crate::replica::keyring::Wrapping;
use crate::replica::{Act, Reading};
use crate::store::changes::{self, ChangeRow, DocumentRow};
use crate::store::keys::{self, UnsentKey, Wrap};
use crate::store::people::{self, Writer};
use crate::store::{Damage, StoreError, Tx, meta};
use crate::sync::{
    Acknowledged, GivenBack, JournalBatch, KeyRow, LogEnd, PROTOCOL, PushRequest, PushedFileChange,
    body_digest, leaves_of, pack_tight, push_statement, sign, to_cbor,
};

/// Most changes of one push: at 400 bytes each, 400 KB before compression.
const PUSH_CHANGES_MAX: u64 = 1_000;

/// Most bytes of changes in one push before compression. Sealed bytes don't compress: with keys this stays below the 1 MiB
/// of a compressed push.
const PUSH_CHANGE_BYTES_MAX: usize = 700 * 1024;

/// Most acknowledged documents that a push names besides its own, newest first: two and a half years of two journals a
/// month. By them a server that was restored from a backup notices what it has lost.
const ACKNOWLEDGED_MAX: u64 = 64;

/// Keys in a push at which no further document is begun: head office takes 1,008, and two of a file.
const KEYS_MAX: usize = 900;

/// Sessions that a push names, as many as head office takes. What would need another one waits for the next push.
const SESSIONS_MAX: usize = 256;

/// A push as it goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Push {
    /// The body.
    pub body: Vec<u8>,
    /// The device's signature over it, in hexadecimal.
    pub signature: String,
    /// The file changes in it by row and hash, in its order: another program may put another one into the row.
    pub(super) files: Vec<(i64, [u8; 32])>,
    /// The server's incarnation as the device knew it.
    pub(super) epoch: [u8; 16],
    /// The keys in it, each with its row, in its order.
    pub(super) keys: Vec<(i64, KeyId)>,
    /// How far the device had the log of its branch's people.
    pub(super) people: Option<LogEnd>,
}

impl Kiosk {
    /// Makes the next push out of what waits; there is always one, so that the server sees the device even where
    /// nothing waits.
    ///
    /// # Errors
    /// [`KioskError`].
    pub fn next_push(&self, act: &mut Act, program: &str) -> Result<Push, KioskError> {
        let wrapping = self.wrapping()?;
        // ratings go by themselves: what goes with them would tell when they left. Either may go first, so that neither waits
        // for ever behind what is refused of the other
        let ratings_first: bool = act.dice.random();
        let (request, files, keys) = self.db.read::<_, KioskError>(|tx| {
            let (mut ratings, mut taken) = (ratings_first, Vec::new());
            for sort in [ratings_first, !ratings_first] {
                if taken.is_empty() {
                    (ratings, taken) = (sort, take(changes::waiting_of(tx, sort, PUSH_CHANGES_MAX)?));
                }
            }
            let others = if ratings { 0 } else { taken.len() as u64 };
            let left = changes::count_waiting_beside_ratings(tx)?.saturating_sub(others);
            let mut request = empty_push(tx, &act.now, program, left)?;
            let (files, keys, sessions, writers) = (Vec::new(), Vec::new(), Vec::new(), BTreeMap::new());
            let dice = &mut act.dice;
            let mut packing = Packing { kiosk: self, wrapping, dice, tx, files, keys, sessions, writers };
            packing.add_own_keys(&mut request)?;
            let mut by_document: BTreeMap<i64, Vec<ChangeRow>> = BTreeMap::new();
            for change in taken {
                by_document.entry(change.document).or_default().push(change);
            }
            for (document, rows) in by_document {
                let document = changes::document_by_id(tx, document)?;
                if request.keys.len() >= KEYS_MAX || !packing.add_document(&document, rows, &mut request)? {
                    // the rest goes out with the next push
                    break;
                }
            }
            request.sessions = packing.sessions.iter().map(|sender| ByteArray::from(*sender)).collect();
            let (files, keys) = (packing.files, packing.keys);
            if !files.is_empty() && self.looks_people_up()? {
                request.people = self.log_of_people(tx)?;
            }
            Ok((request, files, keys))
        })?;
        let body = pack_tight(&to_cbor(&request));
        let statement = push_statement(&body_digest(&body), &leaves_of(&request));
        let signature = to_hex(&sign(self.secrets.signing(), &statement));
        Ok(Push { body, signature, files, epoch: *request.epoch, keys, people: request.people })
    }
}

fn empty_push(
    tx: &Tx<'_>,
    reading: &Reading,
    program: &str,
    waiting: u64,
) -> Result<PushRequest, StoreError> {
    let epoch = meta::get(tx, "epoch")?.and_then(|b| <[u8; 16]>::try_from(b).ok()).unwrap_or_default();
    let acknowledged = changes::acknowledged(tx, ACKNOWLEDGED_MAX)?.into_iter().filter_map(named).collect();
    Ok(PushRequest {
        protocol: PROTOCOL,
        epoch: ByteArray::from(epoch),
        acknowledged,
        journals: Vec::new(),
        files: Vec::new(),
        sessions: Vec::new(),
        keys: Vec::new(),
        waiting,
        wall_millis: reading.unix_millis().0,
        program: program.to_owned(),
        people: None,
    })
}

/// A push being packed.
struct Packing<'a> {
    kiosk: &'a Kiosk,
    wrapping: &'a Wrapping,
    dice: &'a mut Dice,
    tx: &'a Tx<'a>,
    files: Vec<(i64, [u8; 32])>,
    keys: Vec<(i64, KeyId)>,
    sessions: Vec<[u8; 32]>,
    /// Who wrote the changes of files so far, by row: mostly this device alone.
    writers: BTreeMap<i64, Writer>,
}

impl Packing<'_> {
    /// Adds the device's own keys that head office has not got, whatever else waits: what it had and lost is wrapped for it
    /// again, once reading is open.
    fn add_own_keys(&mut self, request: &mut PushRequest) -> Result<(), KioskError> {
        let device = self.kiosk.device()?;
        for owner in [KeyOwner::Ratings(device), KeyOwner::Device(device)] {
            if let Some(number) = keys::number_of(self.tx, &owner.to_bytes())? {
                self.add_keys(&owner, number, KEYS_MAX - request.keys.len(), request)?;
            }
        }
        Ok(())
    }

    /// Adds what waits of a document; false where its keys have no room in this push.
    fn add_document(
        &mut self,
        document: &DocumentRow,
        rows: Vec<ChangeRow>,
        request: &mut PushRequest,
    ) -> Result<bool, KioskError> {
        let damaged = || KioskError::Store(changes::damaged(&document.name));
        let name = DocumentName::parse(&document.name).ok_or_else(damaged)?;
        let Some(file) = name.file() else {
            request.journals.push(journal_batch(document, rows).ok_or_else(damaged)?);
            return Ok(true);
        };
        if !self.add_keys(&KeyOwner::File(file), document.id, KEYS_MAX, request)? {
            return Ok(false);
        }
        for row in rows {
            self.files.push((row.id, row.hash));
            let writer = match self.writers.entry(row.writer) {
                Slot::Occupied(known) => known.into_mut(),
                Slot::Vacant(unknown) => unknown.insert(people::writer(self.tx, row.writer)?),
            };
            let is_own = writer.signing_key == self.kiosk.secrets.signing_public();
            request.files.push(file_change(*file.as_bytes(), row, writer, is_own).ok_or_else(damaged)?);
        }
        Ok(true)
    }

    /// Adds an owner's keys that head office has not got; while reading is locked, those that are wrapped for it. False where
    /// not all of them have room in this push.
    fn add_keys(
        &mut self,
        owner: &KeyOwner,
        number: i64,
        most: usize,
        request: &mut PushRequest,
    ) -> Result<bool, KioskError> {
        for unsent in keys::unsent_of(self.tx, number, self.kiosk.is_locked(), most as u64)? {
            let key = (unsent.id, unsent.record.key);
            if unsent.for_office.is_none()
                && self.kiosk.secrets.open_key(&owner.to_bytes(), &unsent.record).is_err()
            {
                // a damaged one keeps nothing else here; verify names it
                continue;
            }
            let Some(row) = self.key_row(owner, unsent)? else { return Ok(false) };
            request.keys.push(row);
            self.keys.push(key);
        }
        Ok(true)
    }

    /// A key goes out as it was wrapped when it was made; what a restored server lost is wrapped again, a key of ratings alone,
    /// so that nothing joins it to another. `None` where the push names as many sessions as it may.
    fn key_row(&mut self, owner: &KeyOwner, unsent: UnsentKey) -> Result<Option<KeyRow>, KioskError> {
        let (UnsentKey { record, for_office, .. }, name) = (unsent, owner.to_bytes());
        let Wrap { sender, step, secret } = match for_office {
            Some(as_made) => as_made,
            None => {
                let secrets = &self.kiosk.secrets;
                let damaged = |_| StoreError::from(Damage::Row(format!("key {}", record.key)));
                let key = secrets.open_key(&name, &record).map_err(damaged)?;
                if matches!(owner, KeyOwner::Ratings(_)) {
                    let office = self.kiosk.identity()?.server_sealing;
                    Wrapping::new(office, secrets.read_public()).for_office(self.dice, &key, &name)
                } else {
                    self.wrapping.for_office(self.dice, &key, &name)
                }
            }
        };
        let session = match self.sessions.iter().position(|known| *known == sender) {
            Some(known) => known,
            None if self.sessions.len() == SESSIONS_MAX => return Ok(None),
            None => {
                self.sessions.push(sender);
                self.sessions.len() - 1
            }
        };
        Ok(Some(KeyRow {
            key: ByteArray::from(*record.key.as_bytes()),
            owner: ByteVec::from(name),
            session: u32::try_from(session).unwrap_or(u32::MAX),
            wrapped: ByteVec::from(secret),
            step,
        }))
    }
}

fn journal_batch(document: &DocumentRow, rows: Vec<ChangeRow>) -> Option<JournalBatch> {
    let (first_seq, head_hash) = (rows.first()?.seq, ByteArray::from(rows.last()?.hash));
    let entries = rows.into_iter().map(|row| ByteVec::from(row.bytes)).collect();
    Some(JournalBatch { document: document.name.clone(), first_seq, entries, head_hash })
}

fn file_change(file: [u8; 16], row: ChangeRow, writer: &Writer, is_own: bool) -> Option<PushedFileChange> {
    let incarnation = ByteArray::from(writer.incarnation);
    // another device's, given back to a server that lost it, with the server's own receipt for it
    let given_back = match is_own {
        true => None,
        false => Some(GivenBack { writer: writer.clone().into(), receipt: ByteArray::from(row.receipt?) }),
    };
    Some(PushedFileChange {
        file: ByteArray::from(file),
        incarnation,
        bytes: ByteVec::from(row.bytes),
        given_back,
    })
}

/// Names what the server acknowledged of a document, with its receipt.
fn named(row: DocumentRow) -> Option<Acknowledged> {
    let (hash, receipt) = (ByteArray::from(row.acked_hash?), ByteArray::from(row.acked_receipt?));
    Some(Acknowledged { document: row.name, seq: row.acked_seq, hash, receipt })
}

/// Takes as many changes, oldest first, as one push carries; always one.
fn take(waiting: Vec<ChangeRow>) -> Vec<ChangeRow> {
    let mut bytes = 0;
    let mut taken = Vec::new();
    for change in waiting {
        bytes += change.bytes.len();
        if !taken.is_empty() && bytes > PUSH_CHANGE_BYTES_MAX {
            break;
        }
        taken.push(change);
    }
    taken
}
