//! A replica's own secrets.
//!
//! There are three. With *identity* a replica signs and proves who it is. With *write* it keeps what waits here for its
//! journal; what seals records needs no secret at all, but the public halves of those who may read. With *read* it opens
//! what is sealed. `secret.key`, beside the database and readable by its owner alone, holds the first two. The third lies in
//! clear at head office alone, in `read.key`; a device holds it in memory while somebody who may read opened it, and until
//! then reading is locked: all that records, exchanges and receives goes on. The public half of the third is a setting of the
//! database.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use aes_gcm_siv::aead::{Aead as _, Payload};
use aes_gcm_siv::{Aes256GcmSiv, KeyInit as _, Nonce};
use ed25519_dalek::SigningKey;
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::{Zeroize as _, Zeroizing};

use crate::doc::{Dice, OpenError, Receiving, SealingKey, Wrapped, open_bytes, random, seal_bytes};
use crate::domain::{DeviceId, KeyId};
use crate::hex::{from_hex, to_hex};
use crate::out_file::{OutFault, remove_part, write_whole};
use crate::store::index::Digest;
use crate::store::keys::{KeyRecord, KeySecret, Wrap};
use crate::store::{Part, StoreError, Tx, meta};

/// Why the secrets could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// The file is not there although the database is.
    #[error(
        "{path} is missing: put it back from the backup of the data directory; without it nothing sealed can be opened"
    )]
    Missing {
        /// The file.
        path: String,
    },
    /// The file holds something else.
    #[error("{path} is damaged: put it back from the backup of the data directory")]
    Damaged {
        /// The file.
        path: String,
    },
    /// It can't be read or written.
    #[error("cannot {operation} {path}: {source}")]
    File {
        /// What was tried.
        operation: &'static str,
        /// On what.
        path: String,
        /// Why not.
        source: std::io::Error,
    },
    /// It can't be written.
    #[error(transparent)]
    Out(#[from] OutFault),
    /// Nothing can be written beside the database.
    #[error(
        "nothing can be written in {dir}: its disk can only be read, as one that fails is; everything saved before is safe: export the records (export), then change the disk"
    )]
    ReadOnly {
        /// The data directory.
        dir: String,
    },
}

/// The secrets of a device or of the server; what reads may be locked.
pub(crate) struct Secrets {
    signing: SigningKey,
    table: Aes256GcmSiv,
    receipts: Hmac<Sha256>,
    shares: Hmac<Sha256>,
    read_public: Option<[u8; 32]>,
    reader: Option<Reader>,
}

/// What opens what is sealed.
struct Reader {
    secret: [u8; 32],
    keys: Aes256GcmSiv,
    index: Hmac<Sha256>,
    joined: Mutex<BTreeMap<[u8; 32], Receiving>>,
}

const IDENTITY_AND_WRITE: &str = "secret.key";
const READ: &str = "read.key";
const NONCE_BYTES: usize = 12;

/// Under which name a database says whose secrets belong to it.
const BELONGS_TO: &str = "signing_public";

/// Most sessions that are kept joined, at 8 KiB at most: 8 MiB. One is agreed on for 256 keys, so these are those of a
/// branch's 70,000 people three times over.
const JOINED_MAX: usize = 1_024;

impl Secrets {
    /// Reads identity and write, or makes them where the replica is new. Reading is locked.
    pub fn open(dir: &Path, is_new: bool, dice: &mut Dice) -> Result<Self, SecretsError> {
        match Self::read(dir) {
            Err(SecretsError::Missing { .. }) if is_new => {
                let secret = Zeroizing::new([random::<32>(dice), random(dice)].concat());
                write_private(&dir.join(IDENTITY_AND_WRITE), &to_hex(&secret))?;
                Self::read(dir)
            }
            read => read,
        }
    }

    /// Reads the secrets that are there. Reading is locked.
    pub fn read(dir: &Path) -> Result<Self, SecretsError> {
        let secret = read_digits(dir, IDENTITY_AND_WRITE)?
            .ok_or_else(|| SecretsError::Missing { path: shown(dir, IDENTITY_AND_WRITE) })?;
        Self::locked(&secret).ok_or_else(|| SecretsError::Damaged { path: shown(dir, IDENTITY_AND_WRITE) })
    }

    /// Reads the secrets of a replica that always reads, or makes them where it is new.
    pub fn open_whole(dir: &Path, is_new: bool, dice: &mut Dice) -> Result<Self, SecretsError> {
        if is_new && read_digits(dir, READ)?.is_none() {
            // the other file tells that the replica has its secrets: it comes last
            write_private(&dir.join(READ), &to_hex(&random::<32>(dice)))?;
        }
        Self::open(dir, is_new, dice)?.whole(dir)
    }

    /// Opens reading with the file that holds what reads.
    pub fn whole(mut self, dir: &Path) -> Result<Self, SecretsError> {
        let read = read_digits(dir, READ)?.ok_or_else(|| SecretsError::Missing { path: shown(dir, READ) })?;
        let reader = <[u8; 32]>::try_from(read.as_slice()).ok().and_then(Reader::new);
        let reader = reader.ok_or_else(|| SecretsError::Damaged { path: shown(dir, READ) })?;
        self.take_reader(reader);
        Ok(self)
    }

    /// Tells that the secret that reads is another replica's than this one, whose public half is known.
    pub fn foreign_reader(dir: &Path) -> SecretsError {
        SecretsError::Damaged { path: shown(dir, READ) }
    }

    fn locked(secret: &[u8]) -> Option<Self> {
        let (signing, write) = secret.split_first_chunk::<32>()?;
        let write: &[u8; 32] = write.try_into().ok()?;
        let derived = Hkdf::<Sha256>::new(None, write);
        let (mut table, mut receipts, mut shares) =
            (Zeroizing::new([0; 32]), Zeroizing::new([0; 32]), Zeroizing::new([0; 32]));
        derived.expand(b"sila/1 table", &mut *table).ok()?;
        derived.expand(b"sila/1 receipts", &mut *receipts).ok()?;
        derived.expand(b"sila/1 shares", &mut *shares).ok()?;
        Some(Self {
            signing: SigningKey::from_bytes(signing),
            table: Aes256GcmSiv::new(&(*table).into()),
            receipts: Hmac::new_from_slice(&*receipts).ok()?,
            shares: Hmac::new_from_slice(&*shares).ok()?,
            read_public: None,
            reader: None,
        })
    }

    /// Notes who reads here, where that is known and reading is locked.
    pub fn know_reader(&mut self, read_public: Option<[u8; 32]>) {
        self.read_public = read_public;
    }

    /// Makes the secret with which a device is to read, in memory alone. Reading is open then.
    pub fn make_reader(&mut self, dice: &mut Dice) {
        let reader = Reader::new(random(dice)).expect("lengths that HKDF-SHA-256 and HMAC take");
        self.take_reader(reader);
    }

    /// Opens reading; false where that is not what reads here, as far as that is known.
    pub fn open_reading(&mut self, secret: [u8; 32]) -> bool {
        let Some(reader) = Reader::new(secret) else { return false };
        let is_ours = self.read_public.is_none_or(|public| public == public_half(&reader.secret));
        if is_ours {
            self.take_reader(reader);
        }
        is_ours
    }

    fn take_reader(&mut self, reader: Reader) {
        self.read_public = Some(public_half(&reader.secret));
        self.reader = Some(reader);
    }

    /// Locks reading: what opens what is sealed is overwritten in memory.
    pub fn lock_reading(&mut self) {
        self.reader = None;
    }

    /// Returns the secret that reads, to be wrapped; `None` while reading is locked.
    pub fn read_secret(&self) -> Option<&[u8; 32]> {
        self.reader.as_ref().map(|reader| &reader.secret)
    }

    /// Returns head office's share of what opens a device's reading: the same for a device until it is shut out or let in
    /// again, which begins another generation; also after a restore.
    pub fn share_of(&self, device: DeviceId, generation: i64) -> [u8; 32] {
        let shares = self.shares.clone().chain_update(device.as_bytes());
        shares.chain_update(generation.to_be_bytes()).finalize().into_bytes().into()
    }

    /// Tells whether nothing that is sealed can be opened.
    pub fn is_locked(&self) -> bool {
        self.reader.is_none()
    }

    /// Notes in a new database whose secrets belong to it.
    pub fn note(&self, tx: &Tx<'_>) -> Result<(), StoreError> {
        meta::set(tx, BELONGS_TO, self.signing_public())
    }

    /// Tells whether a database names other secrets than these. A damaged note does, too: something else must bear it out.
    pub fn are_foreign(&self, tx: &Tx<'_>) -> Result<bool, StoreError> {
        Ok(meta::get(tx, BELONGS_TO)?.is_some_and(|noted| noted != self.signing_public()))
    }

    pub fn signing(&self) -> &SigningKey {
        &self.signing
    }

    pub fn signing_public(&self) -> [u8; 32] {
        self.signing.verifying_key().to_bytes()
    }

    /// Makes a receipt: what only this replica can make again.
    pub fn receipt(&self, statement: &[u8]) -> [u8; 16] {
        let mac = self.receipts.clone().chain_update(statement).finalize().into_bytes();
        *mac.first_chunk().expect("HMAC-SHA-256 gives 32 bytes")
    }

    /// Returns the keyed hash under which this replica looks a number up; `None` while reading is locked: with the key
    /// every number could be tried. It is this replica's own and leaves it never.
    pub fn index_digest(&self, kind: &str, form: &str) -> Option<Digest> {
        let mac = self.reader.as_ref()?.index.clone();
        let mac = mac.chain_update(kind).chain_update(b"\0").chain_update(form);
        let bytes = mac.finalize().into_bytes();
        Some(Digest::of(*bytes.first_chunk().expect("HMAC-SHA-256 gives 32 bytes")))
    }

    /// Returns what keys are wrapped to that this replica is to read; `None` where nobody ever reads here.
    pub fn read_public(&self) -> Option<[u8; 32]> {
        self.read_public
    }

    /// Agrees on a session in which keys were wrapped for this replica.
    pub fn join(&self, sender: [u8; 32]) -> Result<Receiving, OpenError> {
        Receiving::join(&self.reader.as_ref().ok_or(OpenError)?.secret, sender)
    }

    /// Locks bytes for a table of this replica, so that it can unlock them without reading.
    pub fn lock(&self, dice: &mut Dice, label: &[u8], bytes: &[u8]) -> Vec<u8> {
        let nonce: [u8; NONCE_BYTES] = random(dice);
        let ciphertext = self
            .table
            .encrypt(&Nonce::from(nonce), Payload { msg: bytes, aad: label })
            .expect("a row is within the cipher's limits");
        [nonce.as_slice(), &ciphertext].concat()
    }

    /// Unlocks bytes of a table of this replica.
    pub fn unlock(&self, label: &[u8], locked: &[u8]) -> Result<Vec<u8>, OpenError> {
        let (nonce, ciphertext) = locked.split_first_chunk::<NONCE_BYTES>().ok_or(OpenError)?;
        let payload = Payload { msg: ciphertext, aad: label };
        self.table.decrypt(&Nonce::from(*nonce), payload).map_err(|_| OpenError)
    }

    /// Seals bytes so that this replica opens them when reading is open, and never before.
    pub fn seal(&self, dice: &mut Dice, label: &[u8], bytes: &[u8]) -> Result<Vec<u8>, OpenError> {
        Ok(seal_bytes(dice, &self.read_public.ok_or(OpenError)?, label, bytes))
    }

    /// Opens bytes that were sealed here.
    pub fn unseal(&self, label: &[u8], sealed: &[u8]) -> Result<Vec<u8>, OpenError> {
        open_bytes(&self.reader.as_ref().ok_or(OpenError)?.secret, label, sealed)
    }

    /// Locks a key for the key table of a replica that always reads. Its own random id is the nonce: one key is locked once,
    /// and the same again.
    pub fn lock_key(&self, key: &SealingKey) -> Result<Vec<u8>, OpenError> {
        let payload = Payload { msg: key.secret(), aad: KEY_LABEL };
        let reader = self.reader.as_ref().ok_or(OpenError)?;
        reader.keys.encrypt(&key_nonce(key.id), payload).map_err(|_| OpenError)
    }

    /// Opens a key of an owner's in the key table.
    pub fn open_key(&self, owner: &[u8], record: &KeyRecord) -> Result<SealingKey, OpenError> {
        let reader = self.reader.as_ref().ok_or(OpenError)?;
        match &record.secret {
            KeySecret::Locked(locked) => {
                let payload = Payload { msg: locked, aad: KEY_LABEL };
                let secret = reader.keys.decrypt(&key_nonce(record.key), payload).map_err(|_| OpenError)?;
                Ok(SealingKey::from_parts(record.key, secret.try_into().map_err(|_| OpenError)?))
            }
            KeySecret::Wrapped(wrap) => reader.unwrap(wrap, record.key, owner),
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

impl Reader {
    fn new(secret: [u8; 32]) -> Option<Self> {
        let (mut keys, mut index) = (Zeroizing::new([0; 32]), Zeroizing::new([0; 32]));
        let derived = Hkdf::<Sha256>::new(None, &secret);
        derived.expand(b"sila/1 key table", &mut *keys).ok()?;
        derived.expand(b"sila/1 index", &mut *index).ok()?;
        let (keys, index) = (Aes256GcmSiv::new(&(*keys).into()), Hmac::new_from_slice(&*index).ok()?);
        Some(Self { secret, keys, index, joined: Mutex::default() })
    }

    /// Unwraps a key. A session is joined once, however many keys were wrapped in it.
    fn unwrap(&self, wrap: &Wrap, key: KeyId, owner: &[u8]) -> Result<SealingKey, OpenError> {
        let Wrap { sender, step, secret } = wrap;
        let wrapped = Wrapped(secret.as_slice().try_into().map_err(|_| OpenError)?);
        let mut joined = self.joined.lock().unwrap_or_else(PoisonError::into_inner);
        if !joined.contains_key(sender) {
            if joined.len() == JOINED_MAX {
                joined.clear();
            }
            joined.insert(*sender, Receiving::join(&self.secret, *sender)?);
        }
        joined.get_mut(sender).ok_or(OpenError)?.unwrap(*step, &wrapped, key, owner)
    }
}

/// Refuses a directory whose database is gone: what belongs to it is there, and a new one would be another replica's.
pub(crate) fn is_not_lost(dir: &Path, part: Part) -> Result<(), StoreError> {
    let path = dir.join(part.file_name());
    if !path.exists() && dir.join(IDENTITY_AND_WRITE).exists() {
        let path = path.display().to_string();
        return Err(StoreError::Lost { path, beside: IDENTITY_AND_WRITE, part });
    }
    Ok(())
}

/// Copies the secrets of a replica into another directory.
pub(crate) fn copy_secrets(from: &Path, to: &Path) -> Result<(), SecretsError> {
    // as when they are made, the one that tells that they are there comes last
    for file in [READ, IDENTITY_AND_WRITE] {
        if let Some(digits) = read_digits(from, file)? {
            write_private(&to.join(file), &to_hex(&digits))?;
        }
    }
    Ok(())
}

const KEY_LABEL: &[u8] = b"sila/1 key of the table";

fn key_nonce(key: KeyId) -> Nonce {
    let first: [u8; NONCE_BYTES] = *key.as_bytes().first_chunk().expect("an id has 16 bytes");
    Nonce::from(first)
}

fn public_half(secret: &[u8; 32]) -> [u8; 32] {
    *PublicKey::from(&StaticSecret::from(*secret)).as_bytes()
}

fn shown(dir: &Path, file: &str) -> String {
    dir.join(file).display().to_string()
}

/// Reads a file of hexadecimal digits; `None` where there is none.
fn read_digits(dir: &Path, file: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretsError> {
    match std::fs::read_to_string(dir.join(file)).map(Zeroizing::new) {
        Ok(text) => {
            let bytes = from_hex(text.trim_end()).map(Zeroizing::new);
            bytes.map(Some).ok_or_else(|| SecretsError::Damaged { path: shown(dir, file) })
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(SecretsError::File { operation: "read", path: shown(dir, file), source }),
    }
}

/// Writes a small file that only its owner may read, whole or not at all.
pub(crate) fn write_private(path: &Path, text: &str) -> Result<(), OutFault> {
    remove_part(path)?;
    write_whole(path, text.as_bytes())
}
