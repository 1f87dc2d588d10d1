//! Head office's own keys from its side: made at set-up, replaced, wrapped for the recovery key, and what devices sealed for one
//! whose secret is lost here.
//!
//! Which secrets there are is what `read.key` says, and the database is brought up to it when it is opened: a kill between the two
//! leaves nothing sealed for a key that is not in the file.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::bytes::ByteVec;
use sha2::{Digest as _, Sha256};

use super::certificate::owner_of;
use super::intake::{Stands, keep_key};
use super::people::{Logs, Touched};
use super::{Office, OfficeError, READ_PUBLIC};
use crate::doc::{KeyOwner, Wrapped, random};
use crate::domain::{DeviceId, UnixMillis};
use crate::replica::Act;
use crate::replica::facts::Facts;
use crate::replica::keyring::taken_over;
use crate::replica::kiosk::shut_out::known_by;
use crate::replica::office_keys::{OFFICE_KEYS_MAX, OfficeKey, OfficeKeyId, OfficeKeys};
use crate::replica::secrets::{Secrets, SecretsError, Serving, identity_and_write, public_half};
use crate::store::office::{self, DeviceRow};
use crate::store::{Damage, StoreError, Tx, meta, scope};
use crate::sync::{KeysHeld, RecoveryCode};

/// The setting that holds the signed list.
const LIST: &str = "office_keys";

/// The setting that says with which secrets the keys that wait were tried.
const TRIED: &str = "unopened_tried";

/// How many keys that wait are looked at together.
const TOGETHER: u64 = 500;

/// How a sealing key of head office's stands here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SealingKeyState {
    /// Devices seal to it.
    InUse,
    /// It opens what was sealed for it.
    Older,
    /// Its secret is lost here: what was sealed for it waits.
    Lost,
}

/// Head office's keys as they stand here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfficeKeysState {
    /// The recovery key, and since when it is.
    pub recovery: (OfficeKeyId, UnixMillis),
    /// The sealing keys, oldest first, with since when each is in use.
    pub keys: Vec<(OfficeKeyId, UnixMillis, SealingKeyState)>,
    /// The devices that sealed for a key whose secret is lost here, with how many of their keys wait for it.
    pub waiting: BTreeMap<DeviceId, u64>,
}

/// Reads the signed list; `None` where it is not there.
pub(super) fn list_in(tx: &Tx<'_>) -> Result<Option<Vec<u8>>, StoreError> {
    meta::get(tx, LIST)
}

/// Returns the list where a device holds another one.
pub(super) fn list_for(tx: &Tx<'_>, held: &KeysHeld) -> Result<Option<ByteVec>, StoreError> {
    let is_news = |list: &Vec<u8>| held.known.map(|known| *known) != Some(known_by(list));
    Ok(list_in(tx)?.filter(is_news).map(ByteVec::from))
}

impl Office {
    /// Returns how head office's keys stand here; `None` where the list of them is damaged.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn office_keys(&self) -> Result<Option<OfficeKeysState>, StoreError> {
        let held = self.secrets_held();
        self.db.read(|tx| {
            let Some(list) = self.key_list(tx)? else { return Ok(None) };
            let in_use = list.in_use();
            let state = |public: &[u8; 32]| match (held.contains(public), in_use == Some(*public)) {
                (false, _) => SealingKeyState::Lost,
                (true, true) => SealingKeyState::InUse,
                (true, false) => SealingKeyState::Older,
            };
            let keys = list.keys.iter().map(|key| (key.id(), UnixMillis(key.since), state(&key.public)));
            let recovery = (OfficeKeyId::of(&list.recovery), UnixMillis(list.recovery_since));
            Ok(Some(OfficeKeysState { recovery, keys: keys.collect(), waiting: office::unopened(tx)? }))
        })
    }

    /// Returns the recovery code of a replica that was just made: it is nowhere else, and is asked for once.
    pub fn take_recovery_code(&self) -> Option<RecoveryCode> {
        self.recovery_code().take()
    }

    /// Makes another recovery key, for which everything that head office holds is wrapped from now on; devices hold that from
    /// their next exchange on. The code before it opens only what was written before.
    ///
    /// # Errors
    /// [`OfficeError`] where nothing changed.
    pub fn new_recovery_key(&self, act: &mut Act) -> Result<RecoveryCode, OfficeError> {
        self.db.write(|tx| self.make_recovery_key(tx, act))
    }

    pub(super) fn make_recovery_key(&self, tx: &Tx<'_>, act: &mut Act) -> Result<RecoveryCode, OfficeError> {
        let code = RecoveryCode::new(random(&mut act.dice));
        let recovery = public_half(&code.secret());
        let before = self.key_list(tx)?;
        let since = before.as_ref().map_or(i64::MIN, |list| list.recovery_since.saturating_add(1));
        let identity =
            identity_and_write(self.dir())?.ok_or_else(|| Secrets::identity_missing(self.dir()))?;
        let signing = self.secrets.signing_public();
        let mut list = OfficeKeys {
            recovery: recovery.into(),
            recovery_since: act.now.unix_millis().0.max(since),
            identity: OfficeKeys::wrap_identity(&mut act.dice, &signing, &identity, &recovery),
            keys: before.map(|list| list.keys).unwrap_or_default(),
        };
        self.wrap_held(act, &mut list)?;
        self.keep_key_list(tx, &list)?;
        Ok(code)
    }

    /// Tells whether a recovery code opens all that is wrapped for the recovery key, head office's identity among it.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn opens_with(&self, code: &RecoveryCode) -> Result<bool, StoreError> {
        let (list, signing) = (self.db.read(|tx| self.key_list(tx))?, self.secrets.signing_public());
        Ok(list.is_some_and(|list| {
            list.open_identity(code, &signing).is_ok() && list.keys.iter().all(|key| key.open(code).is_ok())
        }))
    }

    /// Replaces the sealing key: devices seal to another one from their next exchange on, and the one before still opens what
    /// was sealed for it. Durable in `read.key` before anybody hears of it.
    ///
    /// # Errors
    /// [`OfficeError`] where nothing changed, or the file alone: the next opening goes on then. [`SecretsError::Served`] while a
    /// server runs.
    pub fn rotate_key(&mut self, act: &mut Act) -> Result<OfficeKeyId, OfficeError> {
        let _alone = Serving::begin_alone(self.dir())?;
        let list = self.db.read(|tx| self.key_list(tx))?;
        let list = list.ok_or_else(|| StoreError::from(Damage::Setting("head office's keys")))?;
        if list.keys.len() >= OFFICE_KEYS_MAX {
            return Err(OfficeError::TooManyKeys);
        }
        self.secrets.rotate(self.home.dir(), &mut act.dice)?;
        self.take_up_keys(act)?;
        Ok(OfficeKeyId::of(&self.secrets.read_public().unwrap_or_default()))
    }

    /// Refuses a file that lacks a secret for which this database was sealed.
    pub(super) fn refuse_lacking_keys(&self) -> Result<(), OfficeError> {
        let (read_public, list) =
            self.db.read::<_, StoreError>(|tx| Ok((read_public(tx)?, self.key_list(tx)?)))?;
        let Some(in_use) = read_public else { return Ok(()) };
        let sealed_for: Vec<[u8; 32]> = match &list {
            Some(list) => {
                let keys = list.keys.iter().map(|key| *key.public);
                // those behind it came from a device: nothing is sealed for them here
                let behind = keys.clone().position(|key| key == in_use).map_or(0, |at| at + 1);
                keys.take(behind).collect()
            }
            None => vec![in_use],
        };
        let held = self.secrets_held();
        match sealed_for.iter().rev().find(|key| !held.contains(*key)) {
            Some(lost) => Err(Secrets::lacks(self.dir(), OfficeKeyId::of(lost)).into()),
            None => Ok(()),
        }
    }

    /// Brings the database up to what `read.key` holds: wraps and publishes what is new, and opens what waited for it.
    pub(super) fn take_up_keys(&self, act: &mut Act) -> Result<(), OfficeError> {
        self.db.write(|tx| {
            if let Some(mut list) = self.key_list(tx)? {
                let before = list.clone();
                self.wrap_held(act, &mut list)?;
                if list != before {
                    self.keep_key_list(tx, &list)?;
                }
            }
            let in_use = self.secrets.read_public().unwrap_or_default();
            if read_public(tx)? != Some(in_use) {
                // whoever gets hold of the key before, and a copy of the database, tries out no number with it
                Facts::new(tx, &self.secrets).rebuild_index()?;
                meta::set(tx, READ_PUBLIC, in_use)?;
            }
            // a key that comes later is tried with the same when it comes
            let held: Vec<u8> = self.secrets_held().into_iter().flatten().collect();
            let held = Sha256::digest(held);
            if meta::get(tx, TRIED)?.as_deref() != Some(held.as_slice()) {
                self.open_kept_keys(tx, act)?;
                meta::set(tx, TRIED, held)?;
            }
            if self.lacks_a_key(tx)? == Some(false) {
                // what is left was wrapped for nobody
                office::forget_all_unopened(tx)?;
            }
            Ok(())
        })
    }

    /// Wraps what is held for a list's recovery key, as far as it is not.
    fn wrap_held(&self, act: &mut Act, list: &mut OfficeKeys) -> Result<(), OfficeError> {
        let mut held: Vec<([u8; 32], &[u8; 32])> = self.secrets.read_secrets().collect();
        held.reverse();
        for (public, secret) in held {
            let (last, now) = (list.keys.last().map_or(i64::MIN, |key| key.since), act.now.unix_millis().0);
            let wrap = |act: &mut Act, since: i64| {
                OfficeKey::wrap(&mut act.dice, public, secret, since, *list.recovery)
            };
            match list.keys.iter().position(|key| *key.public == public) {
                None if list.keys.len() >= OFFICE_KEYS_MAX => return Err(OfficeError::TooManyKeys),
                None => {
                    let key = wrap(act, now.max(last.saturating_add(1)));
                    list.keys.push(key);
                }
                Some(at) if list.keys[at].recovery != list.recovery => {
                    list.keys[at] = wrap(act, list.keys[at].since);
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// Takes in the list that a device brought back; one that this server did not sign changes nothing.
    pub(super) fn take_office_keys(&self, list: &[u8]) -> Result<(), OfficeError> {
        let Some(brought) = OfficeKeys::parse(list, &self.secrets.signing_public()) else { return Ok(()) };
        self.db.write(|tx| {
            let Some(mut list) = self.key_list(tx)? else { return Ok(self.keep_key_list(tx, &brought)?) };
            if list.holds_all_of(&brought) {
                return Ok(());
            }
            list.take_in(brought);
            match list.keys.len() {
                0..=OFFICE_KEYS_MAX => Ok(self.keep_key_list(tx, &list)?),
                _ => Ok(()),
            }
        })
    }

    /// Tells whether a sealing key is known whose secret is lost here; `None` where the list of them is damaged.
    pub(super) fn lacks_a_key(&self, tx: &Tx<'_>) -> Result<Option<bool>, StoreError> {
        let held = self.secrets_held();
        Ok(self.key_list(tx)?.map(|list| list.keys.iter().any(|key| !held.contains(&*key.public))))
    }

    fn secrets_held(&self) -> BTreeSet<[u8; 32]> {
        self.secrets.read_secrets().map(|(public, _)| public).collect()
    }

    fn key_list(&self, tx: &Tx<'_>) -> Result<Option<OfficeKeys>, StoreError> {
        Ok(list_in(tx)?.and_then(|list| OfficeKeys::parse(&list, &self.secrets.signing_public())))
    }

    fn keep_key_list(&self, tx: &Tx<'_>, list: &OfficeKeys) -> Result<(), StoreError> {
        meta::set(tx, LIST, list.signed(self.secrets.signing()))
    }

    /// Opens the keys that waited for a secret which is here again, and takes in what was held for want of them.
    fn open_kept_keys(&self, tx: &Tx<'_>, act: &mut Act) -> Result<(), OfficeError> {
        let mut rows = office::unopened_after(tx, None, TOGETHER)?;
        if rows.is_empty() {
            return Ok(());
        }
        let facts = Facts::new(tx, &self.secrets);
        let devices: BTreeMap<i64, DeviceRow> =
            office::devices(tx)?.into_iter().map(|device| (device.id, device)).collect();
        let (mut any, mut opened) = (false, BTreeMap::<i64, BTreeSet<i64>>::new());
        while let Some(last) = rows.last().map(|(id, _)| *id) {
            for (id, row) in rows {
                let (Some(owner), Ok(wrapped)) =
                    (KeyOwner::from_bytes(&row.owner), row.wrap.secret.as_slice().try_into().map(Wrapped))
                else {
                    continue;
                };
                let mut session = self.secrets.join(row.wrap.sender);
                let Some(key) = session.unwrap(row.wrap.step, &wrapped, row.key, &row.owner) else {
                    continue;
                };
                office::forget_unopened(tx, id)?;
                any = true;
                let owner = match devices.get(&row.device) {
                    Some(device) => owner_of(device, owner),
                    None => owner,
                };
                let KeyOwner::File(file) = owner else {
                    keep_key(&facts, &owner, &key)?;
                    // what stands under an id that the device had before it wrote again under its own
                    let device = devices.get(&row.device);
                    let formers = device.into_iter().flat_map(|device| {
                        device.formers.iter().flat_map(|former| taken_over(*former, device.device))
                    });
                    for (_, to) in formers.filter(|(from, _)| *from == owner) {
                        keep_key(&facts, &to, &key)?;
                    }
                    continue;
                };
                let (Some(device), Some(document)) = (devices.get(&row.device), facts.rows.find(file)?)
                else {
                    continue;
                };
                if scope::holding(tx, &device.branch, document)?.is_some()
                    && keep_key(&facts, &owner, &key)? == Stands::New
                {
                    facts.index_file(document, file)?;
                    opened.entry(row.device).or_default().insert(document);
                }
            }
            rows = office::unopened_after(tx, Some(last), TOGETHER)?;
        }
        if any {
            self.tell_keys(&facts, &opened.values().flatten().copied().collect())?;
            for (device, documents) in opened {
                let mut touched = Touched::default();
                documents.into_iter().for_each(|document| touched.compare(document, None, None));
                if let Some(DeviceRow { branch, id, .. }) = devices.get(&device) {
                    self.share(&facts, act, (branch, *id), None, &touched)?;
                }
            }
            self.release_without_key(&facts, act)?;
        }
        Ok(())
    }

    /// Tells of files again whose keys are here now: a device that pulled them without one gets it with them.
    fn tell_keys(&self, facts: &Facts<'_>, documents: &BTreeSet<i64>) -> Result<(), OfficeError> {
        let logs = Logs::new(facts.tx, Self::epoch(facts.tx)?);
        documents.iter().try_for_each(|document| logs.tell_again(*document))?;
        logs.finish().map(drop)?;
        Ok(())
    }

    /// Says that a server is at work in this directory, until what is returned is dropped.
    ///
    /// # Errors
    /// [`SecretsError`] while head office's keys are being replaced.
    pub fn serving(&self) -> Result<Serving, SecretsError> {
        Serving::begin(self.dir())
    }
}

/// Returns the public half of what reads here.
fn read_public(tx: &Tx<'_>) -> Result<Option<[u8; 32]>, StoreError> {
    Ok(meta::get(tx, READ_PUBLIC)?.and_then(|public| public.try_into().ok()))
}
