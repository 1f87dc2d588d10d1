//! What a device carries for others: pushes that their writers signed and could not send themselves. Each is taken in as a push of
//! its writer's, within its writer's budgets; the carrier is told what became of it and is shown nothing else.

use std::collections::BTreeSet;

use minicbor::bytes::ByteVec;

use super::intake::{By, Loaded, PushedKeys, unwrapped};
use super::push::{CHANGES_MAX as PUSH_CHANGES_MAX, Received, Signed, is_of_one_sort};
use super::{ExchangeError, Office};
use crate::domain::{DeviceId, Incarnation};
use crate::replica::Act;
use crate::store::Tx;
use crate::store::office::{device as enrolled, is_number_taken};
use crate::sync::{PROTOCOL, PushRequest, Sealed, Standing, body_digest, from_cbor, leaves_of};

/// Most that a push carries for others: at 8 records each, 512 records.
pub(super) const CARRIED_MAX: usize = 64;

/// Most changes of one that is carried. A kiosk puts up to 8 in.
const CHANGES_MAX: usize = 64;

/// Most keys of one: two a change.
const KEYS_MAX: usize = 2 * CHANGES_MAX;

/// Most sessions of one: 4,096 agreements in all that a push carries, some 0.2 s.
const SESSIONS_MAX: usize = 64;

/// What is carried, read and opened for this server.
pub(super) struct Carried {
    device: DeviceId,
    signing_key: [u8; 32],
    pub(super) request: PushRequest,
    signed: Signed,
    keys: PushedKeys,
}

impl Office {
    /// Reads what a push carries, each alone: a device of ours signed it, as its certificate has it. A device that this server lost
    /// the row of is known again. An error in the list is why that one is refused. As many are read as have the changes of one push:
    /// what is not answered is sent again.
    pub(super) fn read_carried(
        &self,
        act: &mut Act,
        carried: &[ByteVec],
    ) -> Result<Vec<Result<Carried, &'static str>>, ExchangeError> {
        let (mut read, mut changes) = (Vec::with_capacity(carried.len()), 0);
        for bytes in carried {
            if changes > PUSH_CHANGES_MAX {
                break;
            }
            read.push(match self.read_sealed(act, bytes) {
                Ok(carried) => {
                    changes += changes_in(&carried.request);
                    Ok(carried)
                }
                Err(ExchangeError::Store(e)) => return Err(e.into()),
                Err(ExchangeError::Office(e)) => return Err(e.into()),
                Err(refused) => Err(refused.code()),
            });
        }
        Ok(read)
    }

    fn read_sealed(&self, act: &mut Act, bytes: &[u8]) -> Result<Carried, ExchangeError> {
        let sealed: Sealed = from_cbor(bytes).ok_or(ExchangeError::Malformed)?;
        let certificate = sealed.certificate(&self.secrets.signing_public());
        let certificate = certificate.map_err(|_| ExchangeError::UnknownDevice)?;
        let request = sealed.push()?;
        if request.protocol != PROTOCOL {
            return Err(ExchangeError::Version { known: PROTOCOL });
        }
        if !is_small(&request) {
            return Err(ExchangeError::TooMany);
        }
        if !is_of_one_sort(&request) {
            return Err(ExchangeError::Malformed);
        }
        if !sealed.is_signed_by(&certificate.signing_key, &request) {
            return Err(ExchangeError::Signature);
        }
        let device = DeviceId::from_slice(certificate.device.as_slice());
        let device = device.ok_or(ExchangeError::UnknownDevice)?;
        if self.db.read(|tx| enrolled(tx, device))?.is_none() {
            self.know_again(act, &certificate)?;
        }
        let keys = unwrapped(self, &request);
        let signed = Signed {
            body: body_digest(&sealed.body),
            leaves: leaves_of(&request),
            signature: *sealed.signature,
        };
        Ok(Carried { device, signing_key: *certificate.signing_key, request, signed, keys })
    }

    /// Takes in what is carried; returns why it was refused, or nothing at all where the push has had as many files read as one may:
    /// it comes first in another one. What it says of a life of this server counts for nothing.
    pub(super) fn take_carried(
        &self,
        act: &mut Act,
        tx: &Tx<'_>,
        epoch: Incarnation,
        carried: Carried,
        loaded: &mut Loaded,
    ) -> Result<Option<Option<String>>, ExchangeError> {
        let Carried { device, signing_key, request, signed, keys } = carried;
        let refused = |why: ExchangeError| Ok(Some(Some(why.code().to_owned())));
        let Some(device) = enrolled(tx, device)? else { return refused(ExchangeError::UnknownDevice) };
        if device.revoked.is_some() {
            return refused(ExchangeError::RevokedDevice);
        }
        // it was enrolled again since, under another key
        if device.signing_key != signing_key {
            return refused(ExchangeError::Signature);
        }
        // one push, made to have the number of another, keeps no other from being received
        if is_number_taken(tx, device.device, &signed.body)? {
            return refused(ExchangeError::Malformed);
        }
        let before = *loaded;
        let received = self.receive(act, tx, &device, &request, epoch, keys, &signed, By::Carrier, loaded)?;
        let Received { documents, files, .. } = received;
        if files.iter().any(|state| state.standing == Standing::Later) {
            // no push has more read for it than this one
            return if before == Loaded::NOTHING { refused(ExchangeError::TooMany) } else { Ok(None) };
        }
        let documents = documents.into_iter().map(|state| (state.standing, state.reason));
        let files = files.into_iter().map(|state| (state.standing, state.reason));
        let refused = documents.chain(files).find(|(standing, _)| *standing != Standing::Received);
        Ok(Some(refused.map(|(_, reason)| reason.unwrap_or_default())))
    }
}

fn changes_in(request: &PushRequest) -> usize {
    request.journals.iter().map(|batch| batch.entries.len()).sum::<usize>() + request.files.len()
}

/// Tells whether a push carries no more than one that another device is to carry, names each journal once, and carries nothing
/// itself.
fn is_small(request: &PushRequest) -> bool {
    let names: BTreeSet<&str> = request.journals.iter().map(|batch| batch.document.as_str()).collect();
    changes_in(request) <= CHANGES_MAX
        && request.journals.iter().all(|batch| !batch.entries.is_empty())
        && names.len() == request.journals.len()
        && request.keys.len() <= KEYS_MAX
        && request.sessions.len() <= SESSIONS_MAX
        && request.carried.is_empty()
        && request.looked_for.is_empty()
}
