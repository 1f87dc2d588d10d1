//! Enrolment from the device's side: its keys are made here and never leave. What head office signs of it is kept, and shown
//! where head office does not know the device any more.

use minicbor::bytes::{ByteArray, ByteVec};

use super::pin::{NewPin, Opens, Whose};
use super::share::{self, ShareKept};
use super::{Identity, Kiosk, KioskError, office_keys};
use crate::doc::Dice;
use crate::domain::{BranchId, DeviceId, DeviceMode};
use crate::replica::Act;
use crate::replica::secrets::Secrets;
use crate::store::{Tx, meta};
use crate::sync::{
    EnrolReply, EnrolRequest, EnrolmentCode, PROTOCOL, enrol_statement, from_cbor, sign, to_cbor,
};

/// An enrolment under way: what to send, and what to keep until the answer comes.
pub struct Enrolment {
    /// The body to post to `/v1/enrol`.
    pub body: Vec<u8>,
    server: String,
    tls_pin: Option<[u8; 16]>,
}

impl Kiosk {
    /// Begins an enrolment with a code: what is to read on this device is made, and lies in memory alone until a PIN wraps it.
    ///
    /// # Errors
    /// [`KioskError::AlreadyEnrolled`] for a device that has its identity.
    pub fn begin_enrolment(
        &mut self,
        dice: &mut Dice,
        server: &str,
        code: &EnrolmentCode,
        program: &str,
    ) -> Result<Enrolment, KioskError> {
        if let Some(identity) = &self.identity {
            return Err(KioskError::AlreadyEnrolled { branch: identity.branch.to_string() });
        }
        self.secrets.make_reader(dice);
        let request = request_of(&self.secrets, &code.secret, program);
        Ok(Enrolment {
            body: signed(request, &self.secrets),
            server: server.to_owned(),
            tls_pin: code.tls_pin,
        })
    }

    /// Takes the server's answer: from here on the device has its identity, durably, and the PIN that opens its reading where
    /// one is given. Without one, what reads is in memory alone until a PIN is set.
    ///
    /// # Errors
    /// [`KioskError::BadReply`] where the answer can't be used.
    pub fn finish_enrolment(
        &mut self,
        act: &mut Act,
        enrolment: Enrolment,
        reply: &[u8],
        pin: Option<NewPin>,
    ) -> Result<(), KioskError> {
        let reply: EnrolReply = from_cbor(reply).ok_or(KioskError::BadReply("enrolment"))?;
        let mode = DeviceMode::from_code(&reply.mode);
        if mode == DeviceMode::SelfService {
            self.secrets.lock_reading();
            self.secrets.know_reader(None);
        }
        let kept = self.share_kept.unwrap_or(ShareKept::of(&mode));
        let secrets = &self.secrets;
        self.db.write::<_, KioskError>(|tx| {
            let Enrolment { server, tls_pin, .. } = &enrolment;
            keep_identity(tx, secrets, act, kept, (server, *tls_pin), &reply)?;
            let read = secrets.read_secret();
            let opens = read.map(|read| Opens { share: &reply.reading.share, read, drafts: None });
            Ok(pin.map_or(Ok(()), |pin| pin.keep(tx, Whose::Device, opens))?)
        })?;
        let identity = self.db.read(|tx| Identity::load(tx, &self.secrets))?;
        self.take_identity(identity);
        self.take_share(&mut act.dice, &reply.reading)
    }

    /// Makes the body to post to `/v1/enrol` where head office does not know this device: the certificate of its enrolment, with a
    /// proof that its signing key is here. `None` where no certificate is kept.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn certificate_shown(&self, program: &str) -> Result<Option<Vec<u8>>, KioskError> {
        let identity = self.identity()?;
        if identity.certified(&self.secrets).is_none() {
            return Ok(None);
        }
        let certificate = Some(ByteVec::from(identity.certificate.clone()));
        let read_key = ByteArray::from([0; 32]);
        let request = EnrolRequest { read_key, certificate, ..request_of(&self.secrets, "", program) };
        Ok(Some(signed(request, &self.secrets)))
    }
}

impl Kiosk {
    /// Goes on with head office at another address, durably. `answer` is what a pull brought from there: it shows that head office is
    /// the same.
    ///
    /// # Errors
    /// [`KioskError::BadReply`] where another server signed the answer; nothing changed then.
    pub fn move_to(&mut self, dice: &mut Dice, server: &str, answer: &[u8]) -> Result<(), KioskError> {
        self.signed_reply(answer)?.ok_or(KioskError::BadReply("pull reply"))?;
        let to_there = |identity: &mut Identity| identity.server = server.to_owned();
        let moved = self.db.write(|tx| Identity::change(tx, &self.secrets, dice, to_there))?;
        self.take_identity(Some(moved));
        Ok(())
    }
}

/// Keeps what an enrolment's answer says of the device and of head office.
pub(super) fn keep_identity(
    tx: &Tx<'_>,
    secrets: &Secrets,
    act: &mut Act,
    kept: ShareKept,
    (server, tls_pin): (&str, Option<[u8; 16]>),
    reply: &EnrolReply,
) -> Result<(), KioskError> {
    let branch = BranchId::parse(&reply.branch).map_err(|_| KioskError::BadReply("branch"))?;
    let device = DeviceId::from_slice(reply.device.as_slice()).ok_or(KioskError::BadReply("device"))?;
    let seals_to = office_keys::begin(tx, &reply.signing_key, &reply.office_keys)?;
    let identity = Identity {
        device,
        branch,
        mode: DeviceMode::from_code(&reply.mode),
        server: server.to_owned(),
        tls_pin,
        token: reply.token.clone(),
        server_signing: *reply.signing_key,
        server_sealing: seals_to.ok_or(KioskError::BadReply("keys"))?,
        reader: secrets.read_public(),
        certificate: reply.certificate.to_vec(),
        formers: Vec::new(),
    };
    if identity.certified(secrets).is_none() {
        return Err(KioskError::BadReply("certificate"));
    }
    identity.keep(tx, secrets, &mut act.dice)?;
    meta::set(tx, "epoch", reply.epoch.as_slice())?;
    Ok(share::note(tx, secrets, act, kept, &reply.reading)?)
}

/// Makes a request for enrolment, not signed yet.
pub(super) fn request_of(secrets: &Secrets, secret: &str, program: &str) -> EnrolRequest {
    EnrolRequest {
        protocol: PROTOCOL,
        secret: secret.to_owned(),
        signing_key: ByteArray::from(secrets.signing_public()),
        sealing_key: ByteArray::from(secrets.read_public().unwrap_or_default()),
        program: program.to_owned(),
        read_key: ByteArray::from(secrets.read_secret().copied().unwrap_or_default()),
        signature: ByteArray::from([0; 64]),
        certificate: None,
        former: None,
    }
}

/// Signs a request with the device's key and writes it.
pub(super) fn signed(request: EnrolRequest, secrets: &Secrets) -> Vec<u8> {
    let signature = sign(secrets.signing(), &enrol_statement(&request));
    to_cbor(&EnrolRequest { signature: ByteArray::from(signature), ..request })
}
