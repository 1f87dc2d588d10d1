//! Who the device is, and which head office it belongs to. It is kept twice, each time locked with the device's write key: whoever
//! can write to the database and has not the secret file sends the device nowhere, and has it wrap nothing for anybody else. Where one
//! of the two does not open, the other counts, and it is told.

use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};

use super::KioskError;
use super::set_aside::DAMAGED;
use crate::doc::Dice;
use crate::domain::{BranchId, DeviceId, DeviceMode, Incarnation, UnixMillis};
use crate::replica::secrets::Secrets;
use crate::store::people::Writer;
use crate::store::set_aside::{self, NewSetAside};
use crate::store::{Damage, StoreError, Tx, Way, meta};
use crate::sync::{Certificate, from_cbor, to_cbor};

/// The settings that hold it.
const KEPT: [&str; 2] = ["identity", "identity_again"];

/// The device's id once more, in clear: copies of the database are named by it.
const DEVICE: &str = "device";

/// Who the device is, as enrolment gave it.
#[derive(Clone)]
pub(crate) struct Identity {
    pub device: DeviceId,
    pub branch: BranchId,
    pub mode: DeviceMode,
    pub server: String,
    pub tls_pin: Option<[u8; 16]>,
    pub token: String,
    pub server_signing: [u8; 32],
    /// Head office's key that this device seals to.
    pub server_sealing: [u8; 32],
    /// The public half of what reads here; `None` at a device that opens nothing.
    pub reader: Option<[u8; 32]>,
    /// The certificate of the enrolment, as head office signed it; empty where it is lost with everything else.
    pub certificate: Vec<u8>,
    /// The ids that the device had before, as the certificate has them.
    pub formers: Vec<DeviceId>,
}

/// An identity as it is locked.
#[derive(Encode, Decode)]
#[cbor(map)]
struct Kept {
    #[n(0)]
    device: ByteArray<16>,
    #[n(1)]
    branch: String,
    #[n(2)]
    mode: String,
    #[n(3)]
    server: String,
    #[n(4)]
    tls_pin: Option<ByteArray<16>>,
    #[n(5)]
    token: String,
    #[n(6)]
    server_signing: ByteArray<32>,
    #[n(7)]
    server_sealing: ByteArray<32>,
    #[n(8)]
    reader: Option<ByteArray<32>>,
    #[n(9)]
    certificate: ByteVec,
}

impl Identity {
    /// The device as a writer of beneficiary files.
    pub fn writer(&self, incarnation: Incarnation, secrets: &Secrets) -> Writer {
        let (device, branch) = (*self.device.as_bytes(), self.branch.as_str().to_owned());
        Writer { device, incarnation: incarnation.0, signing_key: secrets.signing_public(), branch }
    }

    /// Returns the device's id, and those that it had before.
    pub fn ids(&self) -> Vec<DeviceId> {
        std::iter::once(&self.device).chain(&self.formers).copied().collect()
    }

    /// Tells whether a device is this one, now or before it was enrolled anew.
    pub fn is_self(&self, device: &[u8; 16]) -> bool {
        self.ids().iter().any(|own| own.as_bytes() == device)
    }

    /// Returns what the certificate says, if it is head office's word on this device.
    pub fn certified(&self, secrets: &Secrets) -> Option<Certificate> {
        let certificate = Certificate::read(&self.certificate, &self.server_signing)?;
        (*certificate.signing_key == secrets.signing_public()).then_some(certificate)
    }

    /// Reads the identity; `None` where nobody enrolled the device.
    pub fn load(tx: &Tx<'_>, secrets: &Secrets) -> Result<Option<Self>, KioskError> {
        let mut is_there = false;
        for name in KEPT {
            let Some(locked) = meta::get(tx, name)? else { continue };
            is_there = true;
            if let Some(kept) = opened(secrets, &locked) {
                return kept.into_identity(secrets).map(Some);
            }
        }
        match is_there {
            false => Ok(None),
            true if secrets.are_foreign(tx)? => Err(KioskError::ForeignSecret),
            true => Err(damaged().into()),
        }
    }

    /// Keeps the identity.
    pub fn keep(&self, tx: &Tx<'_>, secrets: &Secrets, dice: &mut Dice) -> Result<(), StoreError> {
        let bytes = to_cbor(&Kept {
            device: ByteArray::from(*self.device.as_bytes()),
            branch: self.branch.to_string(),
            mode: self.mode.code().to_owned(),
            server: self.server.clone(),
            tls_pin: self.tls_pin.map(ByteArray::from),
            token: self.token.clone(),
            server_signing: ByteArray::from(self.server_signing),
            server_sealing: ByteArray::from(self.server_sealing),
            reader: self.reader.map(ByteArray::from),
            certificate: ByteVec::from(self.certificate.clone()),
        });
        meta::set(tx, DEVICE, self.device.as_bytes())?;
        KEPT.into_iter()
            .try_for_each(|name| meta::set(tx, name, secrets.lock(dice, KEPT[0].as_bytes(), &bytes)))
    }

    /// Changes some of the identity that stands there now, whichever program kept it, and returns it.
    pub fn change(
        tx: &Tx<'_>,
        secrets: &Secrets,
        dice: &mut Dice,
        change: impl FnOnce(&mut Self),
    ) -> Result<Self, KioskError> {
        let mut identity = Self::load(tx, secrets)?.ok_or(KioskError::NotEnrolled)?;
        change(&mut identity);
        identity.keep(tx, secrets, dice)?;
        Ok(identity)
    }

    /// Tells whether both are there as this identity was kept.
    pub fn is_whole(&self, tx: &Tx<'_>, secrets: &Secrets) -> Result<bool, StoreError> {
        let [first, second] = KEPT.map(|name| meta::get(tx, name));
        let opened = |locked: Option<Vec<u8>>| opened(secrets, &locked?).map(|kept| to_cbor(&kept));
        let (first, second) = (opened(first?), opened(second?));
        let device = meta::get(tx, DEVICE)?;
        Ok(first.is_some() && first == second && device.as_deref() == Some(self.device.as_bytes().as_slice()))
    }

    /// Sets aside what somebody altered or damaged of what is kept, and keeps the identity again.
    pub fn mend(
        &self,
        tx: &Tx<'_>,
        secrets: &Secrets,
        at: UnixMillis,
        dice: &mut Dice,
    ) -> Result<(), StoreError> {
        for (seq, name) in (1..).zip([DEVICE, KEPT[0], KEPT[1]]) {
            let bytes = meta::get(tx, name)?.unwrap_or_default();
            let is_whole = match name {
                DEVICE => bytes == self.device.as_bytes(),
                _ => opened(secrets, &bytes).is_some(),
            };
            let new = NewSetAside {
                way: Way::In,
                document: KEPT[0],
                seq,
                fact: None,
                reason: DAMAGED,
                at,
                bytes: &bytes,
            };
            if !is_whole && !set_aside::is_there(tx, &new)? {
                set_aside::add(tx, &new)?;
            }
        }
        self.keep(tx, secrets, dice)
    }
}

impl Kept {
    fn into_identity(self, secrets: &Secrets) -> Result<Identity, KioskError> {
        let mut identity = Identity {
            device: DeviceId::from_slice(self.device.as_slice()).ok_or_else(damaged)?,
            branch: BranchId::parse(&self.branch).map_err(|_| damaged())?,
            mode: DeviceMode::from_code(&self.mode),
            server: self.server,
            tls_pin: self.tls_pin.map(|pin| *pin),
            token: self.token,
            server_signing: *self.server_signing,
            server_sealing: *self.server_sealing,
            reader: self.reader.map(|reader| *reader),
            certificate: self.certificate.into(),
            formers: Vec::new(),
        };
        let formers = identity.certified(secrets).map(|certificate| certificate.formers).unwrap_or_default();
        identity.formers = formers.iter().filter_map(|id| DeviceId::from_slice(id.as_slice())).collect();
        Ok(identity)
    }
}

fn opened(secrets: &Secrets, locked: &[u8]) -> Option<Kept> {
    secrets.unlock(KEPT[0].as_bytes(), locked).ok().and_then(|bytes| from_cbor(&bytes))
}

fn damaged() -> StoreError {
    Damage::Setting("the identity of the device").into()
}
