//! Answering pulls: what comes after a device's cursor, with the keys wrapped for that device.

use std::collections::BTreeSet;

use minicbor::bytes::{ByteArray, ByteVec};

use super::people::{scopes_of, start_of_people};
use super::publish::{CATALOG_SCOPE, start_of};
use super::{ExchangeError, Office};
use crate::doc::{Dice, DocumentName, wrap_key};
use crate::domain::{DeviceId, UnixMillis};
use crate::hex::from_hex;
use crate::store::office::{self, DeviceRow};
use crate::store::people::WriterRow;
use crate::store::scope::ScopeEntry;
use crate::store::{Damage, StoreError, Tx, keys, people, scope};
use crate::sync::{ChangeWriter, KeyRow, PullReply, PulledChange, pack, sign, to_cbor, written_statement};

/// Most changes of one answer: at 400 bytes each, 200 KB before compression.
const PULL_CHANGES_MAX: u64 = 500;

/// Most bytes of changes in one answer before compression; one change goes out whatever its size.
const PULL_BYTES_MAX: usize = 700 * 1024;

impl Office {
    /// Answers a pull. `checksum` is what the device holds at `position`, in hexadecimal; another one than the
    /// server's begins the scope anew.
    ///
    /// # Errors
    /// [`ExchangeError`] for an unknown or revoked device, or an unknown scope.
    pub fn pull(
        &mut self,
        _now: UnixMillis,
        dice: &mut Dice,
        token: &str,
        scope_name: &str,
        position: u64,
        checksum: &str,
    ) -> Result<Vec<u8>, ExchangeError> {
        let device = self.device_with(token)?;
        let reply = self.db.read(|tx| self.answer(tx, dice, &device, scope_name, position, checksum))?;
        Ok(pack(&to_cbor(&reply)))
    }

    fn answer(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        device: &DeviceRow,
        scope_name: &str,
        position: u64,
        checksum: &str,
    ) -> Result<PullReply, ExchangeError> {
        let scopes = scopes_of(device);
        let epoch = Self::epoch(tx)?;
        let start = match scope_name {
            CATALOG_SCOPE => start_of(scope_name, epoch),
            other if scopes.iter().any(|scope| scope == other) => start_of_people(&device.branch),
            // another branch's people, or a device that looks nobody up
            _ => return Err(ExchangeError::Malformed),
        };
        let start = start.to_vec();
        let here = if position == 0 { None } else { scope::checksum_at(tx, scope_name, position)? };
        let agrees = here.is_some() && here == from_hex(checksum);
        let from = if agrees { position } else { 0 };
        let entries = take(scope::after(tx, scope_name, from, PULL_CHANGES_MAX)?);
        let end = scope::end(tx, scope_name)?.map_or(0, |end| end.position);
        let (position, checksum) = match entries.last() {
            Some(last) => (last.position, last.checksum.clone()),
            None => (from, here.unwrap_or(start)),
        };
        let documents: BTreeSet<(i64, String)> =
            entries.iter().map(|e| (e.document, e.name.clone())).collect();
        let mut rows = Vec::new();
        for (document, name) in documents {
            for record in keys::keys_of(tx, document)? {
                let key = self.secrets.unlock_key(&record).map_err(|_| damaged(&name))?;
                rows.push(KeyRow {
                    key: ByteArray::from(*key.id.as_bytes()),
                    document: name.clone(),
                    wrapped: ByteVec::from(wrap_key(dice, &key, &name, &device.sealing_key).0),
                });
            }
        }
        let changes =
            entries.into_iter().map(|e| self.pulled(tx, e)).collect::<Result<Vec<_>, StoreError>>()?;
        Ok(PullReply {
            epoch: ByteArray::from(epoch.0),
            reset: !agrees,
            changes,
            keys: rows,
            position,
            checksum: ByteArray::from(
                <[u8; 32]>::try_from(checksum)
                    .map_err(|_| StoreError::from(Damage::Setting("the log of a scope")))?,
            ),
            more: position < end,
            scopes: (scope_name == CATALOG_SCOPE && !scopes.is_empty()).then_some(scopes),
        })
    }

    /// Makes an entry ready to be pulled. A change of a beneficiary file goes out with who wrote it, and with the
    /// server's word for that.
    fn pulled(&self, tx: &Tx<'_>, entry: ScopeEntry) -> Result<PulledChange, StoreError> {
        let ScopeEntry { document, name, writer, hash, bytes, signature, .. } = entry;
        let (signature, writer) = match DocumentName::parse(&name) {
            Some(DocumentName::File(_)) => {
                let writer = change_writer(tx, people::writer(tx, document, writer)?)?;
                let hash = <[u8; 32]>::try_from(hash).map_err(|_| damaged(&name))?;
                let statement = written_statement(&name, &hash, &writer);
                (sign(self.secrets.signing(), &statement), Some(writer))
            }
            Some(_) | None => {
                let signature = signature.and_then(|s| <[u8; 64]>::try_from(s).ok());
                (signature.ok_or_else(|| damaged(&name))?, None)
            }
        };
        let (bytes, signature) = (ByteVec::from(bytes), ByteArray::from(signature));
        Ok(PulledChange { document: name, bytes, signature, writer })
    }
}

fn change_writer(tx: &Tx<'_>, row: WriterRow) -> Result<ChangeWriter, StoreError> {
    let WriterRow { device, incarnation, signing_key, branch } = row;
    let unknown = || StoreError::from(Damage::Row("the writer of a beneficiary file".to_owned()));
    let enrolled = match DeviceId::from_slice(&device) {
        Some(device) => office::device(tx, device)?,
        None => None,
    };
    let key = match signing_key {
        Some(key) => <[u8; 32]>::try_from(key).ok(),
        None => enrolled.as_ref().map(|device| device.signing_key),
    };
    let branch = branch.or_else(|| enrolled.map(|device| device.branch)).unwrap_or_default();
    let sixteen = |bytes: Vec<u8>| <[u8; 16]>::try_from(bytes).map(ByteArray::from).map_err(|_| unknown());
    Ok(ChangeWriter {
        device: sixteen(device)?,
        signing_key: ByteArray::from(key.ok_or_else(unknown)?),
        incarnation: sixteen(incarnation)?,
        branch,
    })
}

/// Takes as many entries, oldest first, as one answer carries.
fn take(entries: Vec<ScopeEntry>) -> Vec<ScopeEntry> {
    let mut bytes = 0;
    let fits = |entry: &ScopeEntry| {
        let is_first = bytes == 0;
        bytes += entry.bytes.len();
        is_first || bytes <= PULL_BYTES_MAX
    };
    entries.into_iter().take_while(fits).collect()
}

fn damaged(document: &str) -> StoreError {
    Damage::Document(document.to_owned()).into()
}
