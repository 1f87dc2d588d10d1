//! Enrolment from the device's side: its keys are made here and never leave.

use minicbor::bytes::ByteArray;

use super::{Kiosk, KioskError, load_identity};
use crate::doc::Dice;
use crate::domain::{BranchId, DeviceId};
use crate::store::{StoreError, meta};
use crate::sync::{EnrolReply, EnrolRequest, EnrolmentCode, PROTOCOL, from_cbor, to_cbor};

/// An enrolment under way: what to send, and what to keep until the answer comes.
pub struct Enrolment {
    /// The body to post to `/v1/enrol`.
    pub body: Vec<u8>,
    server: String,
    tls_pin: Option<[u8; 16]>,
}

impl Kiosk {
    /// Begins an enrolment with a code.
    ///
    /// # Errors
    /// [`KioskError::AlreadyEnrolled`] for a device that has its identity.
    pub fn begin_enrolment(
        &self,
        server: &str,
        code: &EnrolmentCode,
        program: &str,
    ) -> Result<Enrolment, KioskError> {
        if let Some(identity) = &self.identity {
            return Err(KioskError::AlreadyEnrolled { branch: identity.branch.to_string() });
        }
        let request = EnrolRequest {
            protocol: PROTOCOL,
            secret: code.secret.clone(),
            signing_key: ByteArray::from(self.secrets.signing_public()),
            sealing_key: ByteArray::from(self.secrets.read_public()),
            program: program.to_owned(),
        };
        Ok(Enrolment { body: to_cbor(&request), server: server.to_owned(), tls_pin: code.tls_pin })
    }

    /// Takes the server's answer: from here on the device has its identity, durably.
    ///
    /// # Errors
    /// [`KioskError::BadReply`] where the answer can't be used.
    pub fn finish_enrolment(
        &mut self,
        dice: &mut Dice,
        enrolment: Enrolment,
        reply: &[u8],
    ) -> Result<(), KioskError> {
        let reply: EnrolReply = from_cbor(reply).ok_or(KioskError::BadReply("enrolment"))?;
        let branch = BranchId::parse(&reply.branch).map_err(|_| KioskError::BadReply("branch"))?;
        let device = DeviceId::from_slice(reply.device.as_slice()).ok_or(KioskError::BadReply("device"))?;
        let secrets = &self.secrets;
        self.db.write::<_, StoreError>(|tx| {
            meta::set(tx, "device", device.as_bytes())?;
            meta::set(tx, "branch", branch.as_str())?;
            meta::set(tx, "mode", &reply.mode)?;
            meta::set(tx, "server", &enrolment.server)?;
            match enrolment.tls_pin {
                Some(pin) => meta::set(tx, "tls_pin", pin)?,
                None => meta::remove(tx, "tls_pin")?,
            }
            meta::set(tx, "token", secrets.lock(dice, b"token", reply.token.as_bytes()))?;
            meta::set(tx, "server_signing", reply.signing_key.as_slice())?;
            meta::set(tx, "server_sealing", reply.sealing_key.as_slice())?;
            meta::set(tx, "epoch", reply.epoch.as_slice())
        })?;
        let identity = self.db.read(|tx| load_identity(tx, &self.secrets))?;
        self.take_identity(identity);
        Ok(())
    }
}
