//! Head office's sealing keys on a device: it seals to the last one of the list that it holds, and keeps the list, with the
//! secrets wrapped in it, for a head office that lost them.

use minicbor::bytes::{ByteArray, ByteVec};

use super::shut_out::known_by;
use super::{Identity, Kiosk, KioskError};
use crate::doc::Dice;
use crate::replica::office_keys::OfficeKeys;
use crate::store::{StoreError, Tx, meta};
use crate::sync::KeysHeld;

/// The list as head office signed it.
const LIST: &str = "office_keys";

/// That head office may lack some of the list: it goes out with the next push.
const DUE: &str = "office_keys_due";

/// What a push says of the list.
pub(super) fn of_push(tx: &Tx<'_>) -> Result<KeysHeld, StoreError> {
    let Some(list) = meta::get(tx, LIST)? else { return Ok(KeysHeld::default()) };
    let due = meta::get(tx, DUE)?.is_some();
    let known = Some(ByteArray::from(known_by(&list)));
    Ok(KeysHeld { known, list: due.then(|| ByteVec::from(list)) })
}

/// Notes that head office began a new epoch, and may have lost some of the list.
pub(super) fn note_new_epoch(tx: &Tx<'_>) -> Result<(), StoreError> {
    meta::set(tx, DUE, "1")
}

/// Keeps the list of an enrolment's answer. Returns the public half of the key that this device seals to, the last one of the list;
/// `None` for a list that head office did not sign.
pub(super) fn begin(tx: &Tx<'_>, signing: &[u8; 32], list: &[u8]) -> Result<Option<[u8; 32]>, StoreError> {
    let seals_to = OfficeKeys::parse(list, signing).and_then(|list| list.in_use());
    if seals_to.is_some() {
        meta::set(tx, LIST, list)?;
        meta::remove(tx, DUE)?;
    }
    Ok(seals_to)
}

/// What an answer's list came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct TakenKeys {
    /// The device seals to this key from now on; `None` where it did before.
    pub seals_to: Option<[u8; 32]>,
    /// Head office lacks some of what is here: it goes out with the next push.
    pub is_due: bool,
}

impl Kiosk {
    /// Takes the list that an answer brought, if it holds all that the one here does; head office gets the one here otherwise,
    /// unless it just did.
    pub(super) fn take_office_keys(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        told: Option<&ByteVec>,
    ) -> Result<TakenKeys, KioskError> {
        let Identity { server_signing: signing, server_sealing, .. } = self.identity()?;
        let is_news = |public: &[u8; 32]| public != server_sealing;
        let was_due = meta::get(tx, DUE)?.is_some();
        meta::remove(tx, DUE)?;
        let here = meta::get(tx, LIST)?.and_then(|list| OfficeKeys::parse(&list, signing));
        let Some(told) = told else {
            // another program of this device's may have taken the list
            let seals_to = here.and_then(|here| here.in_use()).filter(is_news);
            return Ok(TakenKeys { seals_to, is_due: false });
        };
        let there = OfficeKeys::parse(told, signing);
        match (here, there) {
            (here, Some(there)) if here.as_ref().is_none_or(|here| there.holds_all_of(here)) => {
                let seals_to = there.in_use();
                if let Some(server_sealing) = seals_to {
                    meta::set(tx, LIST, told.as_slice())?;
                    Identity::change(tx, &self.secrets, dice, |kept| kept.server_sealing = server_sealing)?;
                }
                Ok(TakenKeys { seals_to: seals_to.filter(is_news), is_due: false })
            }
            (Some(_), _) if !was_due => {
                meta::set(tx, DUE, "1")?;
                Ok(TakenKeys { seals_to: None, is_due: true })
            }
            (Some(_) | None, _) => Ok(TakenKeys::default()),
        }
    }

    /// Seals to another key of head office's from now on, and goes by whatever else another program kept.
    pub(super) fn seal_to(&mut self, public: [u8; 32]) -> Result<(), KioskError> {
        let kept = self.db.read(|tx| Identity::load(tx, &self.secrets))?;
        self.take_identity(kept.map(|kept| Identity { server_sealing: public, ..kept }));
        Ok(())
    }
}
