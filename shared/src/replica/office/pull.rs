//! Answering pulls: what comes after a device's cursor, with the keys wrapped for that device.

use std::collections::BTreeSet;

use minicbor::bytes::{ByteArray, ByteVec};

use super::publish::{CATALOG_SCOPE, start_of};
use super::{ExchangeError, Office};
use crate::doc::{Dice, wrap_key};
use crate::domain::UnixMillis;
use crate::hex::from_hex;
use crate::store::scope::ScopeEntry;
use crate::store::{StoreError, keys, scope};
use crate::sync::{KeyRow, PullReply, PulledChange, pack, to_cbor};

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
        if scope_name != CATALOG_SCOPE {
            return Err(ExchangeError::Malformed);
        }
        let c = self.store.connection();
        let epoch = Self::epoch(c)?;
        let start = start_of(scope_name, epoch).to_vec();
        let here = if position == 0 { None } else { scope::checksum_at(c, scope_name, position)? };
        let agrees = here.is_some() && here == from_hex(checksum);
        let from = if agrees { position } else { 0 };
        let entries = take(scope::after(c, scope_name, from, PULL_CHANGES_MAX)?);
        let end = scope::end(c, scope_name)?.map_or(0, |end| end.position);
        let (position, checksum) = match entries.last() {
            Some(last) => (last.position, last.checksum.clone()),
            None => (from, here.unwrap_or(start)),
        };
        let documents: BTreeSet<(i64, String)> =
            entries.iter().map(|e| (e.document, e.name.clone())).collect();
        let mut rows = Vec::new();
        for (document, name) in documents {
            for record in keys::keys_of(c, document)? {
                let key = self.secrets.unlock_key(&record).map_err(|_| damaged(&name))?;
                rows.push(KeyRow {
                    key: ByteArray::from(*key.id.as_bytes()),
                    document: name.clone(),
                    wrapped: ByteVec::from(wrap_key(dice, &key, &name, &device.sealing_key).0),
                });
            }
        }
        let changes = entries
            .into_iter()
            .map(|e| {
                let signature = <[u8; 64]>::try_from(e.signature).map_err(|_| damaged(&e.name))?;
                let (document, bytes) = (e.name, ByteVec::from(e.bytes));
                Ok(PulledChange { document, bytes, signature: ByteArray::from(signature) })
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        let reply = PullReply {
            epoch: ByteArray::from(epoch.0),
            reset: !agrees,
            changes,
            keys: rows,
            position,
            checksum: ByteArray::from(
                <[u8; 32]>::try_from(checksum).map_err(|_| damaged("the catalog's log"))?,
            ),
            more: position < end,
        };
        Ok(pack(&to_cbor(&reply)))
    }
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

fn damaged(what: &str) -> StoreError {
    StoreError::Damaged { file: what.to_owned() }
}
