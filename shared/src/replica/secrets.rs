//! A replica's own secrets, in a file beside the database and readable by its owner alone: a copy of the database
//! opens nothing.

use std::path::{Path, PathBuf};

use aes_gcm_siv::aead::{Aead as _, Payload};
use aes_gcm_siv::{Aes256GcmSiv, KeyInit as _, Nonce};
use ed25519_dalek::SigningKey;
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use x25519_dalek::{PublicKey, StaticSecret};

use crate::doc::{Dice, OpenError, SealingKey, random};
use crate::domain::KeyId;
use crate::hex::{from_hex, to_hex};
use crate::store::keys::KeyRecord;

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
}

/// The signing and sealing secrets of a device or of the server.
#[derive(Clone)]
pub(crate) struct Secrets {
    signing: SigningKey,
    sealing: [u8; 32],
    table: Aes256GcmSiv,
    receipts: Hmac<Sha256>,
    index: Hmac<Sha256>,
}

const FILE: &str = "secret.key";
const NONCE_BYTES: usize = 12;

impl Secrets {
    /// Reads the secrets, or makes them where the replica is new.
    pub fn open(dir: &Path, is_new: bool, dice: &mut Dice) -> Result<Self, SecretsError> {
        let path = dir.join(FILE);
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                Self::parse(&text).ok_or_else(|| SecretsError::Damaged { path: path.display().to_string() })
            }
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && is_new => {
                let seed = [random::<32>(dice), random::<32>(dice)].concat();
                write_private(&path, &to_hex(&seed))?;
                Ok(Self::parse(&to_hex(&seed))
                    .expect("64 bytes in hexadecimal are the form that parse reads"))
            }
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                Err(SecretsError::Missing { path: path.display().to_string() })
            }
            Err(source) => {
                Err(SecretsError::File { operation: "read", path: path.display().to_string(), source })
            }
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let bytes = from_hex(text.trim_end())?;
        let signing: [u8; 32] = bytes.get(..32)?.try_into().ok()?;
        let sealing: [u8; 32] = bytes.get(32..)?.try_into().ok()?;
        let (mut table, mut receipts, mut index) = ([0; 32], [0; 32], [0; 32]);
        let derived = Hkdf::<Sha256>::new(None, &bytes);
        derived.expand(b"sila/1 key table", &mut table).ok()?;
        derived.expand(b"sila/1 receipts", &mut receipts).ok()?;
        derived.expand(b"sila/1 index", &mut index).ok()?;
        let table = Aes256GcmSiv::new(&table.into());
        let receipts = Hmac::new_from_slice(&receipts).ok()?;
        let index = Hmac::new_from_slice(&index).ok()?;
        Some(Self { signing: SigningKey::from_bytes(&signing), sealing, table, receipts, index })
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

    /// Returns the keyed hash under which this replica looks a number up. The key is this replica's own and leaves it never.
    pub fn index_digest(&self, kind: &str, form: &str) -> [u8; 16] {
        let mac = self.index.clone().chain_update(kind).chain_update(b"\0").chain_update(form);
        *mac.finalize().into_bytes().first_chunk().expect("HMAC-SHA-256 gives 32 bytes")
    }

    pub fn sealing(&self) -> &[u8; 32] {
        &self.sealing
    }

    pub fn sealing_public(&self) -> [u8; 32] {
        *PublicKey::from(&StaticSecret::from(self.sealing)).as_bytes()
    }

    /// Locks bytes for a table of this replica.
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

    /// Locks a key for the key table. Its own random id is the nonce: one key is locked once, and the same again.
    pub fn lock_key(&self, key: &SealingKey) -> Vec<u8> {
        let payload = Payload { msg: key.secret(), aad: KEY_LABEL };
        self.table.encrypt(&key_nonce(key.id), payload).expect("a key is within the cipher's limits")
    }

    /// Unlocks a key of the key table.
    pub fn unlock_key(&self, record: &KeyRecord) -> Result<SealingKey, OpenError> {
        let payload = Payload { msg: &record.secret, aad: KEY_LABEL };
        let secret = self.table.decrypt(&key_nonce(record.key), payload).map_err(|_| OpenError)?;
        Ok(SealingKey::from_parts(record.key, secret.try_into().map_err(|_| OpenError)?))
    }
}

const KEY_LABEL: &[u8] = b"sila/1 key of the table";

fn key_nonce(key: KeyId) -> Nonce {
    let first: [u8; NONCE_BYTES] = *key.as_bytes().first_chunk().expect("an id has 16 bytes");
    Nonce::from(first)
}

/// Writes a small file that only its owner may read, whole or not at all.
pub(crate) fn write_private(path: &Path, text: &str) -> Result<(), SecretsError> {
    let fault =
        |operation, source| SecretsError::File { operation, path: path.display().to_string(), source };
    let part: PathBuf = path.with_extension("part");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(&part).map_err(|e| fault("make", e))?;
    std::io::Write::write_all(&mut file, text.as_bytes()).map_err(|e| fault("write", e))?;
    file.sync_all().map_err(|e| fault("write", e))?;
    std::fs::rename(&part, path).map_err(|e| fault("rename", e))?;
    if let Some(dir) = path.parent().and_then(|d| std::fs::File::open(d).ok()) {
        dir.sync_all().map_err(|e| fault("write the directory of", e))?;
    }
    Ok(())
}
