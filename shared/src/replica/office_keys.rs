//! Head office's sealing keys and its own secrets, wrapped for its recovery key, as it signed them: given with the answer to an
//! enrolment and to a push, kept by every device for a server that lost them. A device seals to the last key of the list that it
//! holds, so that no sealing key is ever in use whose wrapped secret lies with head office alone.
//!
//! ```text
//! list   = signature (64), by head office over "sila/1 office keys\0" ‖ map ‖ map, CBOR with numbered fields
//! a wrap = sealed bytes (see `doc::wrapping`) for the recovery key
//!   label  = "sila/1 read key\0" ‖ public half, or "sila/1 identity\0" ‖ head office's signing key
//! id     = the first 8 bytes of SHA-256("sila/1 key id\0" ‖ public half)
//! ```
//!
//! Frozen with version 1 (2026-11).

use std::collections::BTreeSet;

use ed25519_dalek::SigningKey;
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::doc::{Dice, OpenError, open_bytes, seal_bytes};
use crate::hex::to_hex;
use crate::sync::{RecoveryCode, from_cbor, office_keys_statement, sign, to_cbor, verify};

/// Most sealing keys that head office ever has: one a year for a lifetime, at 160 bytes each.
pub const OFFICE_KEYS_MAX: usize = 64;

/// Largest list that is read, in bytes.
const LIST_BYTES_MAX: usize = 32 * 1024;

/// What a key is named by: the beginning of the hash of its public half.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct OfficeKeyId([u8; 8]);

impl OfficeKeyId {
    /// Returns the id of a key.
    pub fn of(public: &[u8; 32]) -> Self {
        let hash = Sha256::new_with_prefix(b"sila/1 key id\0").chain_update(public).finalize();
        Self(*hash.first_chunk().expect("a SHA-256 has more bytes"))
    }
}

impl std::fmt::Display for OfficeKeyId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&to_hex(&self.0))
    }
}

/// Head office's keys.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct OfficeKeys {
    /// The public half of the recovery key.
    #[n(0)]
    pub recovery: ByteArray<32>,
    /// Since when it is the recovery key, milliseconds since 1970.
    #[n(1)]
    pub recovery_since: i64,
    /// Head office's identity and what it keeps its tables with, as in `secret.key`, wrapped for the recovery key.
    #[n(2)]
    pub identity: ByteVec,
    /// The sealing keys, oldest first: the last one is in use.
    #[n(3)]
    pub keys: Vec<OfficeKey>,
}

/// A sealing key of head office's.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct OfficeKey {
    /// Its public half.
    #[n(0)]
    pub public: ByteArray<32>,
    /// Since when it is in use, milliseconds since 1970.
    #[n(1)]
    pub since: i64,
    /// For which recovery key its secret is wrapped: the public half.
    #[n(2)]
    pub recovery: ByteArray<32>,
    /// The secret, wrapped.
    #[n(3)]
    pub wrapped: ByteVec,
}

impl OfficeKey {
    /// Wraps a secret for a recovery key.
    pub fn wrap(
        dice: &mut Dice,
        public: [u8; 32],
        secret: &[u8; 32],
        since: i64,
        recovery: [u8; 32],
    ) -> Self {
        let wrapped = seal_bytes(dice, &recovery, &read_label(&public), secret);
        Self { public: public.into(), since, recovery: recovery.into(), wrapped: wrapped.into() }
    }

    /// Returns its id.
    pub fn id(&self) -> OfficeKeyId {
        OfficeKeyId::of(&self.public)
    }

    /// Opens the secret.
    ///
    /// # Errors
    /// [`OpenError`] where it is wrapped for another recovery key.
    pub fn open(&self, code: &RecoveryCode) -> Result<Zeroizing<[u8; 32]>, OpenError> {
        let secret = Zeroizing::new(open_bytes(&code.secret(), &read_label(&self.public), &self.wrapped)?);
        secret.as_slice().try_into().map(Zeroizing::new).map_err(|_| OpenError)
    }
}

impl OfficeKeys {
    /// Wraps what is in `secret.key` for a recovery key.
    pub fn wrap_identity(
        dice: &mut Dice,
        signing: &[u8; 32],
        identity: &[u8],
        recovery: &[u8; 32],
    ) -> ByteVec {
        seal_bytes(dice, recovery, &identity_label(signing), identity).into()
    }

    /// Opens what is in `secret.key`.
    ///
    /// # Errors
    /// [`OpenError`] where it is wrapped for another recovery key, or another head office's.
    pub fn open_identity(
        &self,
        code: &RecoveryCode,
        signing: &[u8; 32],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        open_bytes(&code.secret(), &identity_label(signing), &self.identity).map(Zeroizing::new)
    }

    /// Returns the public half of the key that is in use.
    pub fn in_use(&self) -> Option<[u8; 32]> {
        self.keys.last().map(|key| *key.public)
    }

    /// Tells whether a key is in the list.
    pub fn has(&self, public: &[u8; 32]) -> bool {
        self.keys.iter().any(|key| *key.public == *public)
    }

    /// Tells whether this list holds whatever another one does.
    pub fn holds_all_of(&self, other: &Self) -> bool {
        other.recovery_since <= self.recovery_since && other.keys.iter().all(|key| self.has(&key.public))
    }

    /// Adds what another list of the same head office holds and this one lacks. The newer recovery key holds.
    pub fn take_in(&mut self, other: Self) {
        let Self { recovery, recovery_since, identity, keys } = other;
        if recovery_since > self.recovery_since {
            (self.recovery, self.recovery_since, self.identity) = (recovery, recovery_since, identity);
        }
        for key in keys {
            match self.keys.iter_mut().find(|known| known.public == key.public) {
                None => self.keys.push(key),
                Some(known) => {
                    let since = known.since.min(key.since);
                    if known.recovery != self.recovery && key.recovery == self.recovery {
                        *known = key;
                    }
                    known.since = since;
                }
            }
        }
        self.keys.sort_by_key(|key| (key.since, key.public));
    }

    /// Signs the list.
    pub fn signed(&self, key: &SigningKey) -> Vec<u8> {
        let map = to_cbor(self);
        [sign(key, &office_keys_statement(&map)).as_slice(), &map].concat()
    }

    /// Reads a list that a head office signed; `None` for anything else.
    pub fn parse(list: &[u8], signing: &[u8; 32]) -> Option<Self> {
        let (signature, map) = list.split_first_chunk::<64>().filter(|_| list.len() <= LIST_BYTES_MAX)?;
        let keys: Self =
            from_cbor(map).filter(|_| verify(signing, &office_keys_statement(map), signature))?;
        let ids: BTreeSet<_> = keys.keys.iter().map(|key| *key.public).collect();
        (!ids.is_empty() && ids.len() == keys.keys.len() && ids.len() <= OFFICE_KEYS_MAX).then_some(keys)
    }
}

fn read_label(public: &[u8; 32]) -> Vec<u8> {
    [b"sila/1 read key\0".as_slice(), public].concat()
}

fn identity_label(signing: &[u8; 32]) -> Vec<u8> {
    [b"sila/1 identity\0".as_slice(), signing].concat()
}
