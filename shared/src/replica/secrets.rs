//! A replica's own secrets.
//!
//! There are three. With *identity* a replica signs and proves who it is. With *write* it keeps what waits here for its
//! journal; what seals records needs no secret at all, but the public halves of those who may read. With *read* it opens
//! what is sealed. `secret.key`, beside the database and readable by its owner alone, holds the first two. The third lies in
//! clear at head office alone, in `read.key`, a line for each that it ever had, the newest first; a device holds it in memory while somebody who may read opened it, and until
//! then reading is locked: all that records, exchanges and receives goes on. The public half of the third is a setting of the
//! database.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
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

use super::office_keys::OfficeKeyId;
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
    /// A secret of head office's is not there although its database is.
    #[error(
        "{path} is missing: put it back from where it is kept, or make it again with the recovery code on paper (sync-server keys recover)"
    )]
    OfficeMissing {
        /// The file.
        path: String,
    },
    /// Head office's keys can't be replaced while its server runs.
    #[error("a server is at work in {dir}: stop it first, then start it again")]
    Served {
        /// The data directory.
        dir: String,
    },
    /// Head office's file lacks a secret that its database was sealed for.
    #[error(
        "{path} lacks the sealing key {key}: put the newest file back, or make it again with the recovery code on paper (sync-server keys recover)"
    )]
    Lacks {
        /// The file.
        path: String,
        /// The key's id.
        key: OfficeKeyId,
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
    drafter: Option<Drafter>,
    /// What read at head office before: it opens what was sealed for it.
    older: Vec<Reader>,
}

/// What opens the drafts of the one who is signed in with a PIN of their own.
struct Drafter {
    code: String,
    secret: Zeroizing<[u8; 32]>,
}

/// What opens what is sealed.
struct Reader {
    secret: [u8; 32],
    keys: Aes256GcmSiv,
    index: Hmac<Sha256>,
    joined: Mutex<BTreeMap<[u8; 32], Receiving>>,
}

pub(crate) const IDENTITY_AND_WRITE: &str = "secret.key";
pub(crate) const READ: &str = "read.key";
pub(crate) const SERVING: &str = "serving";

/// Where the secrets of an enrolment anew lie until it is durable.
const BESIDE: &str = "secret.key.again";

const NONCE_BYTES: usize = 12;

/// Under which name a database says whose secrets belong to it.
pub(crate) const BELONGS_TO: &str = "signing_public";

/// Most sessions that are kept joined, at 8 KiB at most: 8 MiB. One is agreed on for 256 keys, so these are those of a
/// branch's 70,000 people three times over.
const JOINED_MAX: usize = 1_024;

impl Secrets {
    /// Reads identity and write, or makes them where the replica is new. Reading is locked.
    pub fn open(dir: &Path, is_new: bool, dice: &mut Dice) -> Result<Self, SecretsError> {
        match Self::read(dir) {
            Err(SecretsError::Missing { .. }) if is_new => {
                let secret = Zeroizing::new([random::<32>(dice), random(dice)].concat());
                write_identity_and_write(dir, &secret)?;
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

    /// Returns new secrets of a replica that is enrolled anew. They lie beside the others, and are the same until they take their
    /// place. Reading is locked.
    pub fn made_beside(dir: &Path, dice: &mut Dice) -> Result<Self, SecretsError> {
        if Self::beside(dir)?.is_none() {
            let secret = Zeroizing::new([random::<32>(dice), random(dice)].concat());
            write_private(&dir.join(BESIDE), &to_hex(&secret))?;
        }
        Self::beside(dir)?.ok_or_else(|| SecretsError::Damaged { path: shown(dir, BESIDE) })
    }

    /// Reads the secrets that lie beside the others; `None` where there are none.
    pub fn beside(dir: &Path) -> Result<Option<Self>, SecretsError> {
        Ok(read_digits(dir, BESIDE)?.and_then(|secret| Self::locked(&secret)))
    }

    /// Puts the secrets that lie beside the others in their place. Those before are kept under the name of their signing key:
    /// copies of the database that were made until then belong to them.
    pub fn take_over(dir: &Path) -> Result<(), SecretsError> {
        if let Some(before) = identity_and_write(dir)?
            && let Some(public) = signing_public_of(&before)
        {
            write_private(&dir.join(former_file(&public)), &Zeroizing::new(to_hex(&before)))?;
        }
        let fault = |source| SecretsError::File {
            operation: "replace",
            path: shown(dir, IDENTITY_AND_WRITE),
            source,
        };
        // under either name they are found when the replica is opened
        std::fs::rename(dir.join(BESIDE), dir.join(IDENTITY_AND_WRITE)).map_err(fault)
    }

    /// Reads the secrets of a replica that always reads, or makes them where it is new.
    pub fn open_whole(dir: &Path, is_new: bool, dice: &mut Dice) -> Result<Self, SecretsError> {
        if is_new && read_secrets(dir)?.is_empty() {
            // the other file tells that the replica has its secrets: it comes last
            write_read_secrets(dir, &[Zeroizing::new(random::<32>(dice))])?;
        }
        Self::open(dir, is_new, dice).map_err(of_office)?.whole(dir)
    }

    /// Reads the secrets of a replica that always reads.
    pub fn read_whole(dir: &Path) -> Result<Self, SecretsError> {
        Self::read(dir).map_err(of_office)?.whole(dir)
    }

    /// Opens reading with the file that holds what reads.
    fn whole(mut self, dir: &Path) -> Result<Self, SecretsError> {
        let read = read_secrets(dir)?;
        let readers: Option<Vec<Reader>> = read.iter().map(|secret| Reader::new(**secret)).collect();
        let readers = readers.ok_or_else(|| SecretsError::Damaged { path: shown(dir, READ) })?;
        // the newest last: each takes the place of the one before it
        readers.into_iter().rev().for_each(|reader| self.read_with(reader));
        if self.is_locked() {
            return Err(SecretsError::OfficeMissing { path: shown(dir, READ) });
        }
        Ok(self)
    }

    /// Has another secret read from now on; the one before still opens what was sealed for it.
    fn read_with(&mut self, reader: Reader) {
        self.older.extend(self.reader.take());
        self.take_reader(reader);
    }

    /// Makes another secret that reads at head office, durably in its file before anything is sealed for it.
    pub fn rotate(&mut self, dir: &Path, dice: &mut Dice) -> Result<(), SecretsError> {
        let secret = Zeroizing::new(random::<32>(dice));
        let reader = Reader::new(*secret).expect("lengths that HKDF-SHA-256 and HMAC take");
        let all: Vec<_> = std::iter::once(secret).chain(read_secrets(dir)?).collect();
        write_read_secrets(dir, &all)?;
        self.read_with(reader);
        Ok(())
    }

    /// All that reads at head office.
    fn readers(&self) -> impl Iterator<Item = &Reader> {
        self.reader.iter().chain(self.older.iter().rev())
    }

    /// Returns the secrets that read at head office with their public halves, the newest first.
    pub fn read_secrets(&self) -> impl Iterator<Item = ([u8; 32], &[u8; 32])> {
        self.readers().map(|reader| (public_half(&reader.secret), &reader.secret))
    }

    /// Tells that head office's identity is not there.
    pub fn identity_missing(dir: &Path) -> SecretsError {
        SecretsError::OfficeMissing { path: shown(dir, IDENTITY_AND_WRITE) }
    }

    /// Tells that a sealing key is missing from head office's file.
    pub fn lacks(dir: &Path, key: OfficeKeyId) -> SecretsError {
        SecretsError::Lacks { path: shown(dir, READ), key }
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
            drafter: None,
            older: Vec::new(),
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
        (self.reader, self.drafter) = (None, None);
    }

    /// Opens somebody's drafts, and nobody else's.
    pub fn open_drafts(&mut self, code: &str, secret: &[u8; 32]) {
        self.drafter = Some(Drafter { code: code.to_owned(), secret: Zeroizing::new(*secret) });
    }

    /// Closes the drafts that are open.
    pub fn close_drafts(&mut self) {
        self.drafter = None;
    }

    /// Returns what opens somebody's drafts, while they are open.
    pub fn draft_secret(&self, code: &str) -> Option<&[u8; 32]> {
        self.drafter.as_ref().filter(|drafter| drafter.code == code).map(|drafter| &*drafter.secret)
    }

    /// Opens bytes that were sealed for somebody's draft key.
    pub fn unseal_draft(&self, code: &str, label: &[u8], sealed: &[u8]) -> Result<Vec<u8>, OpenError> {
        open_bytes(self.draft_secret(code).ok_or(OpenError)?, label, sealed)
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

    /// Returns a session in which keys were wrapped for this replica, whichever of its secrets they were wrapped for.
    pub fn join(&self, sender: [u8; 32]) -> Joined<'_> {
        Joined { secrets: self, sender, agreed: Vec::new() }
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
        match &record.secret {
            KeySecret::Locked(locked) => {
                let nonce = key_nonce(record.key);
                let open = |reader: &Reader| {
                    reader.keys.decrypt(&nonce, Payload { msg: locked, aad: KEY_LABEL }).ok()
                };
                let secret = self.readers().find_map(open).ok_or(OpenError)?;
                Ok(SealingKey::from_parts(record.key, secret.try_into().map_err(|_| OpenError)?))
            }
            KeySecret::Wrapped(wrap) => {
                self.reader.as_ref().ok_or(OpenError)?.unwrap(wrap, record.key, owner)
            }
        }
    }
}

/// A session in which keys were wrapped for a replica. With an older secret it is agreed on only where a newer one did not open.
pub(crate) struct Joined<'a> {
    secrets: &'a Secrets,
    sender: [u8; 32],
    /// With each secret so far, the newest first; `None` for a sender that agrees with everybody.
    agreed: Vec<Option<Receiving>>,
}

impl Joined<'_> {
    /// Unwraps a key; `None` where no secret that is here opens it.
    pub fn unwrap(&mut self, step: u32, wrapped: &Wrapped, key: KeyId, owner: &[u8]) -> Option<SealingKey> {
        for (at, reader) in self.secrets.readers().enumerate() {
            if self.agreed.len() == at {
                self.agreed.push(Receiving::join(&reader.secret, self.sender).ok());
            }
            let session = self.agreed[at].as_mut();
            if let Some(opened) = session.and_then(|session| session.unwrap(step, wrapped, key, owner).ok()) {
                return Some(opened);
            }
        }
        None
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

/// Says of a missing file of head office's how it is made again.
fn of_office(error: SecretsError) -> SecretsError {
    match error {
        SecretsError::Missing { path } => SecretsError::OfficeMissing { path },
        other => other,
    }
}

/// Says that a server is at work in a directory, or that none is: head office's keys are replaced while none is. Dropping it lets
/// go.
pub struct Serving {
    _lock: File,
}

impl Serving {
    /// Says that a server is at work; several may be.
    pub(crate) fn begin(dir: &Path) -> Result<Self, SecretsError> {
        let lock = serving(dir)?;
        lock.try_lock_shared().map_err(|e| not_alone(dir, e))?;
        Ok(Self { _lock: lock })
    }

    /// Says that none is, and keeps one from beginning.
    pub(crate) fn begin_alone(dir: &Path) -> Result<Self, SecretsError> {
        let lock = serving(dir)?;
        lock.try_lock().map_err(|e| not_alone(dir, e))?;
        Ok(Self { _lock: lock })
    }
}

fn not_alone(dir: &Path, error: TryLockError) -> SecretsError {
    match error {
        TryLockError::WouldBlock => SecretsError::Served { dir: dir.display().to_string() },
        TryLockError::Error(source) => {
            SecretsError::File { operation: "lock", path: shown(dir, SERVING), source }
        }
    }
}

fn serving(dir: &Path) -> Result<File, SecretsError> {
    let fault = |source| SecretsError::File { operation: "make", path: shown(dir, SERVING), source };
    File::options().create(true).truncate(false).write(true).open(dir.join(SERVING)).map_err(fault)
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

/// Copies the secrets of a device into another directory, from whichever file they lie in.
pub(crate) fn copy_secrets(from: &Path, to: &Path, secrets: &Secrets) -> Result<(), SecretsError> {
    for file in [IDENTITY_AND_WRITE, BESIDE] {
        let found = read_digits(from, file)?;
        let is_it = |found: &Zeroizing<Vec<u8>>| signing_public_of(found) == Some(secrets.signing_public());
        if let Some(found) = found.filter(is_it) {
            return write_identity_and_write(to, &found);
        }
    }
    Ok(())
}

/// The file of the secrets that a device had before it was enrolled anew.
pub(crate) fn former_file(signing_public: &[u8; 32]) -> String {
    format!("{IDENTITY_AND_WRITE}.{}", to_hex(&signing_public[..4]))
}

/// Reads identity and write as they lie in their file; `None` where it is not there.
pub(crate) fn identity_and_write(dir: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, SecretsError> {
    read_digits(dir, IDENTITY_AND_WRITE)
}

/// Writes the file of identity and write.
pub(crate) fn write_identity_and_write(dir: &Path, secret: &[u8]) -> Result<(), SecretsError> {
    Ok(write_private(&dir.join(IDENTITY_AND_WRITE), &Zeroizing::new(to_hex(secret)))?)
}

/// Keeps a file beside as `….replaced` that is about to be written anew.
pub(crate) fn put_aside(dir: &Path, file: &str) -> Result<(), SecretsError> {
    let fault = |source| SecretsError::File { operation: "move", path: shown(dir, file), source };
    std::fs::rename(dir.join(file), dir.join(format!("{file}.replaced"))).map_err(fault)
}

/// Returns the public half of the identity that a secret holds; `None` for what is none.
pub(crate) fn signing_public_of(secret: &[u8]) -> Option<[u8; 32]> {
    Secrets::locked(secret).map(|secrets| secrets.signing_public())
}

/// Reads the secrets that read at head office, the newest first; none where the file is not there.
pub(crate) fn read_secrets(dir: &Path) -> Result<Vec<Zeroizing<[u8; 32]>>, SecretsError> {
    let damaged = || SecretsError::Damaged { path: shown(dir, READ) };
    let secret = |line: &str| {
        let bytes = from_hex(line.trim_end()).map(Zeroizing::new).ok_or_else(damaged)?;
        bytes.as_slice().try_into().map(Zeroizing::new).map_err(|_| damaged())
    };
    match read_text(dir, READ)? {
        Some(text) if text.trim().is_empty() => Err(damaged()),
        Some(text) => text.lines().map(secret).collect(),
        None => Ok(Vec::new()),
    }
}

/// Writes the file of the secrets that read at head office, the newest first.
pub(crate) fn write_read_secrets(dir: &Path, secrets: &[Zeroizing<[u8; 32]>]) -> Result<(), SecretsError> {
    let mut text = Zeroizing::new(String::with_capacity(secrets.len() * 65));
    for secret in secrets {
        text.push_str(&Zeroizing::new(to_hex(&**secret)));
        text.push('\n');
    }
    Ok(write_private(&dir.join(READ), &text)?)
}

const KEY_LABEL: &[u8] = b"sila/1 key of the table";

fn key_nonce(key: KeyId) -> Nonce {
    let first: [u8; NONCE_BYTES] = *key.as_bytes().first_chunk().expect("an id has 16 bytes");
    Nonce::from(first)
}

pub(crate) fn public_half(secret: &[u8; 32]) -> [u8; 32] {
    *PublicKey::from(&StaticSecret::from(*secret)).as_bytes()
}

fn shown(dir: &Path, file: &str) -> String {
    dir.join(file).display().to_string()
}

/// Reads a file of hexadecimal digits; `None` where there is none.
fn read_digits(dir: &Path, file: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretsError> {
    let Some(text) = read_text(dir, file)? else { return Ok(None) };
    let bytes = from_hex(text.trim_end()).map(Zeroizing::new);
    bytes.map(Some).ok_or_else(|| SecretsError::Damaged { path: shown(dir, file) })
}

fn read_text(dir: &Path, file: &str) -> Result<Option<Zeroizing<String>>, SecretsError> {
    match std::fs::read_to_string(dir.join(file)) {
        Ok(text) => Ok(Some(Zeroizing::new(text))),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(SecretsError::File { operation: "read", path: shown(dir, file), source }),
    }
}

/// Writes a small file that only its owner may read, whole or not at all.
pub(crate) fn write_private(path: &Path, text: &str) -> Result<(), OutFault> {
    remove_part(path)?;
    write_whole(path, text.as_bytes())
}
