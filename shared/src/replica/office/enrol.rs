//! Enrolment from head office's side: one-time codes of ten minutes, single use, kept as hashes.

use minicbor::bytes::{ByteArray, ByteVec};
use sha2::{Digest as _, Sha256};

use super::certificate::{stands, take_keys_over};
use super::keys::list_in;
use super::{ExchangeError, Office, OfficeError};
use crate::doc::random;
use crate::domain::{BranchId, DeviceId, DeviceMode, UnixMillis};
use crate::hex::to_hex;
use crate::replica::Act;
use crate::store::office::{self, EnrolmentCodeRow, NewDevice, NewEnrolmentCode};
use crate::store::{Damage, StoreError, Tx, meta};
use crate::sync::{
    EnrolReply, EnrolRequest, EnrolmentCode, PROTOCOL, enrol_statement, from_cbor, to_cbor, verify,
};

/// How long a code can be used: long enough to walk to the device, too short to lie about.
pub(crate) const CODE_MILLIS: i64 = 10 * 60 * 1_000;

/// A code as it is handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCode {
    /// The code's text.
    pub text: String,
    /// Until when it can be used.
    pub expires: UnixMillis,
}

/// A device that was just enrolled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolled {
    /// The device's id.
    pub device: DeviceId,
    /// The answer's body; empty where the device showed its certificate.
    pub reply: Vec<u8>,
}

/// What a request to enrol shows that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// A code.
    Code,
    /// The certificate of an enrolment.
    Certificate {
        /// Whose it is.
        device: DeviceId,
        /// The device is here as it says: nothing is to be done for it.
        is_here: bool,
    },
}

impl Office {
    /// Makes a one-time code for a device of a branch. Unused codes that ended more than a day ago are forgotten.
    ///
    /// # Errors
    /// [`OfficeError::UnknownBranch`], or the store's.
    pub fn new_enrolment_code(
        &self,
        act: &mut Act,
        branch: &BranchId,
        mode: &DeviceMode,
    ) -> Result<NewCode, OfficeError> {
        self.db.write(|tx| {
            if office::branch(tx, branch.as_str())?.is_none() {
                return Err(OfficeError::UnknownBranch { branch: branch.to_string() });
            }
            let tls_pin = meta::get(tx, "tls_pin")?.and_then(|b| b.try_into().ok());
            let code = EnrolmentCode::new(random(&mut act.dice), tls_pin);
            let now = act.now.unix_millis();
            let expires = UnixMillis(now.0 + CODE_MILLIS);
            let hash = hash_of(&code.secret);
            office::forget_ended_codes(tx, now)?;
            office::add_enrolment_code(tx, &NewEnrolmentCode { hash: &hash, branch, mode, expires })?;
            Ok(NewCode { text: code.to_text(), expires })
        })
    }

    /// Says of a request to enrol what it shows, where that can be used: one look at one row, before anything is written for it.
    ///
    /// # Errors
    /// As for [`Office::enrol`].
    pub fn judge_enrolment(&self, now: UnixMillis, body: &[u8]) -> Result<Judged, ExchangeError> {
        let request = request_in(body)?;
        let Some(certificate) = &request.certificate else {
            self.db.read(|tx| usable_code(tx, &hash_of(&request.secret), now))?;
            return Ok(Judged::Code);
        };
        let certificate = self.certificate_of(&request, certificate)?;
        let (device, is_here) = self.db.read(|tx| stands(tx, &certificate))?;
        Ok(Judged::Certificate { device, is_here })
    }

    /// Enrols a device: uses up the code and adds the device in one transaction. One that was enrolled before and never heard
    /// of since, because its enrolment was cut off, is the same device again. One that shows the certificate of its enrolment in
    /// place of a code is known again, and waits for somebody to confirm it before it is handed people.
    ///
    /// # Errors
    /// [`ExchangeError`] for a code that is unknown, used or ended, a certificate of no use here, or a signing key that is not the
    /// device's.
    pub fn enrol(&self, act: &mut Act, body: &[u8]) -> Result<Enrolled, ExchangeError> {
        let request = request_in(body)?;
        match &request.certificate {
            Some(certificate) => self.enrol_by_certificate(act, &request, certificate),
            None => self.enrol_by_code(act, &request),
        }
    }

    fn enrol_by_code(&self, act: &mut Act, request: &EnrolRequest) -> Result<Enrolled, ExchangeError> {
        let (now, hash) = (act.now.unix_millis(), hash_of(&request.secret));
        let new_id = DeviceId::from_random(random(&mut act.dice));
        let token = format!("sila_{}", to_hex(&random::<32>(&mut act.dice)));
        let (code, device, epoch, reading, certificate, office_keys) = self.db.write(|tx| {
            let code = usable_code(tx, &hash, now)?;
            let branch = BranchId::parse(&code.branch).map_err(|_| ExchangeError::UnknownCode)?;
            if !office::use_enrolment_code(tx, &hash, now)? {
                return Err(ExchangeError::UsedCode);
            }
            let formers = self.formers_of(request);
            let known = office::device_never_heard_of(tx, &request.signing_key)?;
            let device = known.unwrap_or(new_id);
            let reading = self.locked_reading(act, device, &code.mode, &request.read_key);
            let new = NewDevice {
                device,
                branch: &branch,
                mode: &code.mode,
                signing_key: &request.signing_key,
                sealing_key: &request.sealing_key,
                token_hash: &hash_of(&token),
                enrolled: now,
                reading: reading.as_deref(),
                unconfirmed: None,
                formers: &formers,
            };
            match known {
                Some(_) => office::enrol_again(tx, &new)?,
                None => office::add_device(tx, &new)?,
            }
            take_keys_over(tx, &new)?;
            let grant = self.reading_grant(tx, device)?;
            let certificate = self.certify(&new);
            let damaged = || StoreError::from(Damage::Setting("head office's keys"));
            let office_keys = list_in(tx)?.ok_or_else(damaged)?;
            Ok((code, device, Self::epoch(tx)?, grant, certificate, office_keys))
        })?;
        let reply = EnrolReply {
            device: ByteArray::from(*device.as_bytes()),
            branch: code.branch,
            mode: code.mode.code().to_owned(),
            token,
            epoch: ByteArray::from(epoch.0),
            signing_key: ByteArray::from(self.secrets.signing_public()),
            reading,
            certificate: ByteVec::from(certificate),
            office_keys: office_keys.into(),
        };
        Ok(Enrolled { device, reply: to_cbor(&reply) })
    }
}

/// Reads a request that the key in it signed.
fn request_in(body: &[u8]) -> Result<EnrolRequest, ExchangeError> {
    let request: EnrolRequest = from_cbor(body).ok_or(ExchangeError::Malformed)?;
    if request.protocol != PROTOCOL {
        return Err(ExchangeError::Version { known: PROTOCOL });
    }
    match verify(&request.signing_key, &enrol_statement(&request), &request.signature) {
        true => Ok(request),
        false => Err(ExchangeError::Signature),
    }
}

fn usable_code(tx: &Tx<'_>, hash: &[u8; 32], now: UnixMillis) -> Result<EnrolmentCodeRow, ExchangeError> {
    let code = office::enrolment_code(tx, hash)?.ok_or(ExchangeError::UnknownCode)?;
    match code.used {
        Some(_) => Err(ExchangeError::UsedCode),
        None if code.expires < now => Err(ExchangeError::ExpiredCode),
        None => Ok(code),
    }
}

/// Codes and tokens are random: a plain hash is enough to keep them.
pub(super) fn hash_of(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}
