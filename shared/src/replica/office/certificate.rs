//! A device that head office has no row of, because it was put back from a backup made before the enrolment: it shows the
//! certificate of its enrolment, is received at once, and is handed nobody until somebody confirms it.

use minicbor::bytes::{ByteArray, ByteVec};

use super::enrol::Enrolled;
use super::intake::KEYS_OF_DEVICE_MAX;
use super::{ExchangeError, Office};
use crate::doc::KeyOwner;
use crate::domain::{BranchId, DeviceId, DeviceMode, UnixMillis};
use crate::replica::Act;
use crate::replica::keyring::taken_over;
use crate::store::office::{self, DeviceRow, NewDevice};
use crate::store::{StoreError, Tx, keys};
use crate::sync::{Certificate, EnrolRequest, Former, former_statement, verify};

/// Most former ids of a device that are known: enrolled anew each year for longer than a machine lasts.
const FORMERS_MAX: usize = 16;

fn ids(listed: &[ByteArray<16>]) -> Vec<DeviceId> {
    listed.iter().filter_map(|id| DeviceId::from_slice(id.as_slice())).collect()
}

/// Returns whose a key is that came from a device: what it wrapped under an id that it had before is its own.
pub(super) fn owner_of(device: &DeviceRow, named: KeyOwner) -> KeyOwner {
    let mut pairs = device.formers.iter().flat_map(|former| taken_over(*former, device.device));
    pairs.find(|(from, _)| *from == named).map_or(named, |(_, to)| to)
}

/// Returns whose a certificate is, and whether that device is here as it says: then nothing is to be done for it.
pub(super) fn stands(tx: &Tx<'_>, certificate: &Certificate) -> Result<(DeviceId, bool), ExchangeError> {
    let device = DeviceId::from_slice(certificate.device.as_slice()).ok_or(ExchangeError::UnknownDevice)?;
    match office::device(tx, device)? {
        // it was enrolled once more since
        Some(row) if row.enrolled.0 > certificate.enrolled_millis => Err(ExchangeError::UnknownDevice),
        Some(row) if row.revoked.is_some() => Err(ExchangeError::RevokedDevice),
        Some(row) => Ok((device, row.enrolled.0 == certificate.enrolled_millis)),
        None => Ok((device, false)),
    }
}

/// Gives a device the keys that came from it under the ids that it had before: it writes again what they seal.
pub(super) fn take_keys_over(tx: &Tx<'_>, new: &NewDevice<'_>) -> Result<(), StoreError> {
    for (from, to) in new.formers.iter().flat_map(|former| taken_over(*former, new.device)) {
        if let Some(from) = keys::number_of(tx, &from.to_bytes())? {
            keys::copy_locked(tx, from, keys::number_for(tx, &to.to_bytes())?, KEYS_OF_DEVICE_MAX)?;
        }
    }
    Ok(())
}

impl Office {
    /// Signs the certificate of an enrolment.
    pub(super) fn certify(&self, new: &NewDevice<'_>) -> Vec<u8> {
        let certificate = Certificate {
            device: ByteArray::from(*new.device.as_bytes()),
            branch: new.branch.to_string(),
            mode: new.mode.code().to_owned(),
            signing_key: ByteArray::from(*new.signing_key),
            sealing_key: ByteArray::from(*new.sealing_key),
            token_hash: ByteArray::from(*new.token_hash),
            enrolled_millis: new.enrolled.0,
            reading: new.reading.map(|locked| ByteVec::from(locked.to_vec())),
            formers: new.formers.iter().map(|former| ByteArray::from(*former.as_bytes())).collect(),
        };
        certificate.signed(self.secrets.signing())
    }

    /// Reads a certificate that this server signed for the key of whoever shows it.
    pub(super) fn certificate_of(
        &self,
        request: &EnrolRequest,
        shown: &[u8],
    ) -> Result<Certificate, ExchangeError> {
        Certificate::read(shown, &self.secrets.signing_public())
            .filter(|certificate| certificate.signing_key == request.signing_key)
            .ok_or(ExchangeError::UnknownDevice)
    }

    /// Returns the ids that a device had before which is enrolled anew: none where it does not prove that it was that device, or was
    /// enrolled by another head office.
    pub(super) fn formers_of(&self, request: &EnrolRequest) -> Vec<DeviceId> {
        let Some(Former { certificate, signature }) = &request.former else { return Vec::new() };
        let proved = Certificate::read(certificate, &self.secrets.signing_public())
            .filter(|former| verify(&former.signing_key, &former_statement(&request.signing_key), signature));
        let Some(former) = proved else { return Vec::new() };
        let mut formers = ids(&former.formers);
        formers.extend(DeviceId::from_slice(former.device.as_slice()));
        formers.split_off(formers.len().saturating_sub(FORMERS_MAX))
    }

    /// Makes the row of a device again that shows its certificate and proved that it holds the signing key. A branch that was lost
    /// with the row comes back under its id as name. The device is unconfirmed from now on.
    pub(super) fn enrol_by_certificate(
        &self,
        act: &mut Act,
        request: &EnrolRequest,
        shown: &[u8],
    ) -> Result<Enrolled, ExchangeError> {
        let certificate = self.certificate_of(request, shown)?;
        let (device, is_here) = self.db.read(|tx| stands(tx, &certificate))?;
        if !is_here {
            self.know_again(act, &certificate)?;
        }
        // it has all that an enrolment answers
        Ok(Enrolled { device, reply: Vec::new() })
    }

    /// Makes the row of a device again from a certificate that this head office signed.
    pub(super) fn know_again(&self, act: &mut Act, certificate: &Certificate) -> Result<(), ExchangeError> {
        let device =
            DeviceId::from_slice(certificate.device.as_slice()).ok_or(ExchangeError::UnknownDevice)?;
        let branch = BranchId::parse(&certificate.branch).map_err(|_| ExchangeError::UnknownDevice)?;
        if self.db.read(|tx| office::branch(tx, branch.as_str()))?.is_none() {
            self.add_branch(act, &branch, branch.as_str(), branch.as_str())?;
        }
        let now = act.now.unix_millis();
        let new = NewDevice {
            device,
            branch: &branch,
            mode: &DeviceMode::from_code(&certificate.mode),
            signing_key: &certificate.signing_key,
            sealing_key: &certificate.sealing_key,
            token_hash: &certificate.token_hash,
            enrolled: UnixMillis(certificate.enrolled_millis),
            reading: certificate.reading.as_ref().map(|locked| locked.as_slice()),
            unconfirmed: Some(now),
            formers: &ids(&certificate.formers),
        };
        let is_out = self.db.write::<_, ExchangeError>(|tx| {
            // another request may have shown it since
            if stands(tx, certificate)?.1 {
                return Ok(false);
            }
            match office::device(tx, device)? {
                Some(_) => office::enrol_again(tx, &new)?,
                None => office::add_device(tx, &new)?,
            }
            take_keys_over(tx, &new)?;
            // the row is kept, so that somebody can let it in again
            self.stand_as_listed(tx, device)?;
            Ok(office::device(tx, device)?.is_none_or(|row| row.revoked.is_some()))
        })?;
        match is_out {
            true => Err(ExchangeError::RevokedDevice),
            false => Ok(()),
        }
    }

    /// Confirms a device that came with its certificate: it may pull people again. Returns false where it needed nobody's word.
    ///
    /// # Errors
    /// The database refuses the row.
    pub fn confirm_device(&self, device: DeviceId) -> Result<bool, StoreError> {
        self.db.write(|tx| office::confirm_device(tx, device))
    }
}
