//! What this device carries to head office for others: sealed lines, which nobody opens here. They go out behind its own records,
//! and leave with head office's answer.

use sha2::{Digest as _, Sha256};

use super::{Kiosk, KioskError};
use crate::domain::{DeviceId, FactId, UnixMillis};
use crate::store::carried::{self, CarriedCount, CarriedRow};
use crate::store::set_aside::{self, NewSetAside};
use crate::store::{StoreError, Tx, Way};
use crate::sync::{Sealed, SealedFault, to_cbor};

/// Most that a device carries for others, in bytes: 20,000 lines of four visits each.
pub const CARRIED_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Most lines of one push, as many as head office takes.
const CARRIED_MAX: u64 = 64;

/// Most bytes of them: sealed bytes don't compress.
const CARRIED_PUSH_BYTES_MAX: usize = 700 * 1024;

/// What became of a sealed line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CarryOutcome {
    /// It is kept until head office answers.
    Taken {
        /// The ids of what is in it. Changes of people's files have none.
        ids: Vec<FactId>,
    },
    /// It was taken before.
    Repeated {
        /// As above.
        ids: Vec<FactId>,
    },
    /// It is not taken.
    Refused(SealedFault),
    /// This device carries [`CARRIED_BYTES_MAX`] already.
    Full,
}

impl Kiosk {
    /// Takes sealed lines of devices of the same head office, durably, in one transaction. Nothing of them is opened.
    ///
    /// # Errors
    /// [`KioskError::Store`]: none was taken then.
    pub fn carry(&mut self, lines: &[Sealed]) -> Result<Vec<CarryOutcome>, KioskError> {
        let head_office = self.identity()?.server_signing;
        let read: Vec<_> = lines.iter().map(|line| read(line, &head_office)).collect();
        Ok(self.db.write::<_, StoreError>(|tx| {
            let mut held = carried::count(tx)?.bytes;
            let mut outcomes = Vec::with_capacity(read.len());
            for read in read {
                let Line { device, bytes, ids } = match read {
                    Ok(line) => line,
                    Err(fault) => {
                        outcomes.push(CarryOutcome::Refused(fault));
                        continue;
                    }
                };
                let hash: [u8; 32] = Sha256::digest(&bytes).into();
                outcomes.push(if carried::is_known(tx, &hash)? {
                    CarryOutcome::Repeated { ids }
                } else if held + bytes.len() as u64 > CARRIED_BYTES_MAX {
                    CarryOutcome::Full
                } else {
                    carried::add(tx, &hash, device, &bytes)?;
                    held += bytes.len() as u64;
                    CarryOutcome::Taken { ids }
                });
            }
            Ok(outcomes)
        })?)
    }

    /// Counts the lines that wait here for head office.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn carried(&self) -> Result<CarriedCount, KioskError> {
        Ok(self.db.read(carried::count)?)
    }
}

struct Line {
    device: DeviceId,
    bytes: Vec<u8>,
    ids: Vec<FactId>,
}

fn read(line: &Sealed, head_office: &[u8; 32]) -> Result<Line, SealedFault> {
    let certificate = line.certificate(head_office)?;
    let push = line.push().map_err(|_| SealedFault::Damaged)?;
    if !line.is_signed_by(&certificate.signing_key, &push) {
        return Err(SealedFault::Signature);
    }
    let device = DeviceId::from_slice(certificate.device.as_slice()).ok_or(SealedFault::Damaged)?;
    let entries = push.journals.iter().flat_map(|batch| &batch.entries);
    let ids = entries.filter_map(|bytes| FactId::from_slice(bytes.get(..16)?)).collect();
    Ok(Line { device, bytes: to_cbor(line), ids })
}

/// Returns what the next push carries: of one device, in order, no more than the line takes.
pub(super) fn next(tx: &Tx<'_>, most: u64) -> Result<Vec<CarriedRow>, StoreError> {
    let mut bytes = 0;
    let mut taken = Vec::new();
    for row in carried::waiting(tx, most.min(CARRIED_MAX))? {
        bytes += row.bytes.len();
        if !taken.is_empty() && bytes > CARRIED_PUSH_BYTES_MAX {
            break;
        }
        taken.push(row);
    }
    Ok(taken)
}

/// Takes what head office says of what a push carried: what it received leaves, what it refused is set aside. Returns whether it
/// said anything.
pub(super) fn take_answer(
    tx: &Tx<'_>,
    at: UnixMillis,
    sent: &[i64],
    answer: &[Option<String>],
) -> Result<bool, StoreError> {
    let mut any = false;
    for (id, refused) in sent.iter().zip(answer) {
        // another program may have sent it meanwhile
        let Some(row) = carried::find(tx, *id)? else { continue };
        any = true;
        let Some(reason) = refused else {
            carried::received(tx, *id)?;
            continue;
        };
        let (document, bytes) = (row.device.to_string(), row.bytes);
        let new =
            NewSetAside { way: Way::Out, document: &document, seq: 0, fact: None, reason, at, bytes: &bytes };
        if !set_aside::is_there(tx, &new)? {
            set_aside::add(tx, &new)?;
        }
        // where what it builds on came meanwhile, it may be recorded again
        carried::remove(tx, *id)?;
    }
    Ok(any)
}
