//! The sealing keys of a replica within one transaction: each owner's are read and unlocked once.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::secrets::Secrets;
use crate::doc::{Dice, KeyOwner, KeyRef, SealingKey, Session};
use crate::store::{StoreError, Tx, keys};

/// The keys that a transaction has looked at.
pub(crate) struct Keyring<'a> {
    tx: &'a Tx<'a>,
    secrets: &'a Secrets,
    known: RefCell<BTreeMap<KeyOwner, Rc<[SealingKey]>>>,
}

impl<'a> Keyring<'a> {
    pub fn new(tx: &'a Tx<'a>, secrets: &'a Secrets) -> Self {
        Self { tx, secrets, known: RefCell::default() }
    }

    /// Returns an owner's keys, oldest first. One that does not unlock (another replica's secret file) stays out.
    pub fn of(&self, owner: &KeyOwner) -> Result<Rc<[SealingKey]>, StoreError> {
        if let Some(known) = self.known.borrow().get(owner) {
            return Ok(Rc::clone(known));
        }
        let records = keys::of_owner(self.tx, &owner.to_string())?;
        let unlocked: Rc<[SealingKey]> =
            records.iter().filter_map(|record| self.secrets.unlock_key(record).ok()).collect();
        self.known.borrow_mut().insert(owner.clone(), Rc::clone(&unlocked));
        Ok(unlocked)
    }

    /// Returns an owner's keys that a sealed value may mean.
    pub fn named(&self, owner: &KeyOwner, key: KeyRef) -> Result<Vec<SealingKey>, StoreError> {
        Ok(self.of(owner)?.iter().filter(|known| known.key_ref() == key).cloned().collect())
    }

    /// Returns the key that seals what is written for an owner now: the newest.
    pub fn current(&self, owner: &KeyOwner) -> Result<Option<SealingKey>, StoreError> {
        Ok(self.of(owner)?.last().cloned())
    }

    /// Makes a key for an owner and keeps it, wrapped for head office where that is not this replica itself.
    pub fn make(
        &self,
        dice: &mut Dice,
        owner: &KeyOwner,
        session: Option<&Session>,
    ) -> Result<SealingKey, StoreError> {
        let key = SealingKey::generate(dice);
        let (name, locked) = (owner.to_string(), self.secrets.lock_key(&key));
        match session {
            Some(session) => {
                let wrapped = session.wrap(&key, &name).0;
                keys::add_wrapped(self.tx, &name, key.id, &locked, &session.sender, &wrapped)?;
            }
            None => keys::add(self.tx, &name, key.id, &locked, true)?,
        }
        self.forget(owner);
        Ok(key)
    }

    /// Keeps a key that came from the other side.
    pub fn keep(&self, owner: &KeyOwner, key: &SealingKey) -> Result<(), StoreError> {
        keys::add(self.tx, &owner.to_string(), key.id, &self.secrets.lock_key(key), true)?;
        self.forget(owner);
        Ok(())
    }

    /// Looks an owner's keys up again: they were changed, or what changed them was taken back.
    pub fn forget(&self, owner: &KeyOwner) {
        self.known.borrow_mut().remove(owner);
    }

    /// Looks all keys up again.
    pub fn forget_all(&self) {
        self.known.borrow_mut().clear();
    }
}
