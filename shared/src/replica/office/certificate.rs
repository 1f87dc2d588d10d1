//! A device that head office has no row of, because it was put back from a backup made before the enrolment: it shows the
//! certificate of its enrolment, is received at once, and is handed nobody until somebody confirms it.

use minicbor::bytes::{ByteArray, ByteVec};

use super::enrol::Enrolled;
use super::{ExchangeError, Office};
use crate::domain::{BranchId, DeviceId, DeviceMode, UnixMillis};
use crate::replica::Act;
use crate::store::StoreError;
use crate::store::office::{self, NewDevice};
use crate::sync::{Certificate, EnrolRequest};

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
        };
        certificate.signed(self.secrets.signing())
    }

    /// Makes the row of a device again that shows its certificate and proved that it holds the signing key. A branch that was lost
    /// with the row comes back under its id as name. The device is unconfirmed from now on.
    pub(super) fn enrol_by_certificate(
        &self,
        act: &mut Act,
        request: &EnrolRequest,
        shown: &[u8],
    ) -> Result<Enrolled, ExchangeError> {
        let certificate = Certificate::read(shown, &self.secrets.signing_public())
            .filter(|certificate| certificate.signing_key == request.signing_key)
            .ok_or(ExchangeError::UnknownDevice)?;
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
        };
        let is_out = self.db.write::<_, ExchangeError>(|tx| {
            match office::device(tx, device)? {
                // it was enrolled once more since
                Some(row) if row.enrolled > new.enrolled => return Err(ExchangeError::UnknownDevice),
                // the answer to it was lost
                Some(row) if row.enrolled == new.enrolled => {}
                Some(_) => office::enrol_again(tx, &new)?,
                None => office::add_device(tx, &new)?,
            }
            // the row is kept, so that somebody can let it in again
            self.stand_as_listed(tx, device)?;
            Ok(office::device(tx, device)?.is_none_or(|row| row.revoked.is_some()))
        })?;
        match is_out {
            true => Err(ExchangeError::RevokedDevice),
            // it has all that an enrolment answers
            false => Ok(Enrolled { device, reply: Vec::new() }),
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
