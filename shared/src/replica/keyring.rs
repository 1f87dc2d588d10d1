//! The sealing keys of a replica within one transaction: each is looked up and opened once.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::file_rows::FileRows;
use super::secrets::Secrets;
use crate::doc::{Dice, KeyOwner, KeyRef, SealingKey, Sending, WrappedKey};
use crate::domain::{DeviceId, KeyId};
use crate::store::keys::{KeyRecord, KeySecret, NewKey, Wrap};
use crate::store::{StoreError, Tx, keys};

/// Wraps each key that a device makes: for head office, and for the device's own reader, where somebody ever reads there. It
/// opens none of them again.
pub(crate) struct Wrapping {
    office: RefCell<Sending>,
    reader: Option<RefCell<Sending>>,
}

impl Wrapping {
    pub fn new(office: [u8; 32], reader: Option<[u8; 32]>) -> Self {
        let sending = |to| RefCell::new(Sending::to(to));
        Self { office: sending(office), reader: reader.map(sending) }
    }

    /// Wraps a key for head office.
    pub fn for_office(&self, dice: &mut Dice, key: &SealingKey, owner: &[u8]) -> WrappedKey {
        self.office.borrow_mut().wrap(dice, key, owner)
    }
}

/// Whose keys a device takes over that had another id before, and under which owner it has them.
pub(crate) fn taken_over(former: DeviceId, device: DeviceId) -> [(KeyOwner, KeyOwner); 2] {
    [
        (KeyOwner::Device(former), KeyOwner::Device(device)),
        (KeyOwner::Ratings(former), KeyOwner::Ratings(device)),
    ]
}

pub(crate) fn row_of(wrapped: &WrappedKey) -> Wrap {
    Wrap { sender: wrapped.sender, step: wrapped.step, secret: wrapped.wrapped.0.to_vec() }
}

/// What became of a key that came from head office.
pub(crate) enum Kept {
    /// It was here before.
    Before,
    /// It is here now.
    New,
    /// Reading is open, and it does not open: it was not kept.
    Unfit,
}

/// An owner's keys that a reference in a sealed value may mean.
type Named = BTreeMap<(KeyOwner, KeyRef), Rc<[SealingKey]>>;

/// The keys that a transaction has looked at. While reading is locked it opens none, and remembers none that it makes.
pub(crate) struct Keyring<'a> {
    tx: &'a Tx<'a>,
    secrets: &'a Secrets,
    rows: Rc<FileRows<'a>>,
    named: RefCell<Named>,
    newest: RefCell<BTreeMap<KeyOwner, Option<SealingKey>>>,
    /// Owners that are new in this transaction, with how many keys they have.
    new: RefCell<BTreeMap<KeyOwner, u64>>,
    /// Keys of files that were read together, by the rows of their documents.
    ahead: RefCell<BTreeMap<i64, Vec<KeyRecord>>>,
    session: Cell<Option<([u8; 32], i64)>>,
}

impl<'a> Keyring<'a> {
    pub fn new(tx: &'a Tx<'a>, secrets: &'a Secrets, rows: Rc<FileRows<'a>>) -> Self {
        Self {
            tx,
            secrets,
            rows,
            named: RefCell::default(),
            newest: RefCell::default(),
            new: RefCell::default(),
            ahead: RefCell::default(),
            session: Cell::new(None),
        }
    }

    /// Reads the keys of files together, by the rows of their documents, before those of each are asked for; of a transaction that
    /// only reads.
    pub fn look_ahead(&self, documents: &BTreeSet<i64>) -> Result<(), StoreError> {
        let mut found = keys::of_files(self.tx, documents.iter().copied())?;
        let of_each =
            documents.iter().map(|document| (*document, found.remove(document).unwrap_or_default()));
        self.ahead.borrow_mut().extend(of_each);
        Ok(())
    }

    /// Returns the number under which an owner's keys stand; `None` where nothing of it is here.
    fn number_of(&self, owner: &KeyOwner) -> Result<Option<i64>, StoreError> {
        let KeyOwner::File(file) = owner else { return keys::number_of(self.tx, &owner.to_bytes()) };
        self.rows.find(*file)
    }

    /// Returns the number under which an owner's keys stand, giving it one where it has none.
    fn number_for(&self, owner: &KeyOwner) -> Result<i64, StoreError> {
        let KeyOwner::File(file) = owner else { return keys::number_for(self.tx, &owner.to_bytes()) };
        self.rows.of(*file)
    }

    /// Returns all keys of an owner, oldest first. One that does not open (another replica's secrets) stays out.
    pub fn of(&self, owner: &KeyOwner) -> Result<Vec<SealingKey>, StoreError> {
        let Some(number) = self.number_of(owner)? else { return Ok(Vec::new()) };
        let (name, ahead) = (owner.to_bytes(), self.ahead.borrow_mut().remove(&number));
        let records = ahead.map_or_else(|| keys::of_owner(self.tx, number), Ok)?;
        Ok(records.iter().filter_map(|record| self.open(&name, record)).collect())
    }

    /// Returns an owner's keys that a sealed value may mean.
    pub fn named(&self, owner: &KeyOwner, key: KeyRef) -> Result<Rc<[SealingKey]>, StoreError> {
        if self.secrets.is_locked() {
            return Ok(Rc::from([]));
        }
        let place = (owner.clone(), key);
        if let Some(known) = self.named.borrow().get(&place) {
            return Ok(Rc::clone(known));
        }
        let has_none = self.new.borrow().get(owner) == Some(&0);
        let opened: Rc<[SealingKey]> = match self.number_of(owner)?.filter(|_| !has_none) {
            None => Rc::from([]),
            Some(number) => {
                let (name, records) = (owner.to_bytes(), keys::named(self.tx, number, key.0)?);
                records.iter().filter_map(|record| self.open(&name, record)).collect()
            }
        };
        self.named.borrow_mut().insert(place, Rc::clone(&opened));
        Ok(opened)
    }

    /// Returns the key that seals what is written for an owner now: the newest, or of a file one that is open already, as
    /// good as any other. `None` where there is none that opens.
    pub fn current(&self, owner: &KeyOwner) -> Result<Option<SealingKey>, StoreError> {
        if self.secrets.is_locked() {
            return Ok(None);
        }
        if let Some(known) = self.newest.borrow().get(owner) {
            return Ok(known.clone());
        }
        if let KeyOwner::File(_) = owner
            && let Some(open) = self.open_already(owner)
        {
            return Ok(Some(open));
        }
        let newest = match self.number_of(owner)? {
            Some(number) => keys::newest(self.tx, number)?,
            None => None,
        };
        let newest = newest.and_then(|record| self.open(&owner.to_bytes(), &record));
        self.newest.borrow_mut().insert(owner.clone(), newest.clone());
        Ok(newest)
    }

    fn open_already(&self, owner: &KeyOwner) -> Option<SealingKey> {
        let (named, first) = (self.named.borrow(), (owner.clone(), KeyRef([0; 4])));
        let mut keys = named.range(first..).take_while(|((known, _), _)| known == owner);
        keys.find_map(|(_, keys)| keys.last().cloned())
    }

    /// Notes that an owner is new, and has no keys.
    pub fn none_yet(&self, owner: KeyOwner) {
        self.new.borrow_mut().insert(owner, 0);
    }

    /// Counts the keys of an owner.
    pub fn count_of(&self, owner: &KeyOwner) -> Result<u64, StoreError> {
        if let Some(count) = self.new.borrow().get(owner) {
            return Ok(*count);
        }
        let Some(number) = self.number_of(owner)? else { return Ok(0) };
        match self.ahead.borrow().get(&number) {
            Some(ahead) => Ok(ahead.len() as u64),
            None => keys::count_of(self.tx, number),
        }
    }

    fn open(&self, owner: &[u8], record: &KeyRecord) -> Option<SealingKey> {
        self.secrets.open_key(owner, record).ok()
    }

    /// Makes a key of a device's for an owner and keeps it, wrapped.
    pub fn make(
        &self,
        dice: &mut Dice,
        owner: &KeyOwner,
        wrapping: &Wrapping,
    ) -> Result<SealingKey, StoreError> {
        let key = SealingKey::generate(dice);
        self.take_over(dice, owner, &key, wrapping, true)?;
        Ok(key)
    }

    /// Keeps a key for an owner of a device's, wrapped; `is_unsent` says that head office has not got it.
    pub fn take_over(
        &self,
        dice: &mut Dice,
        owner: &KeyOwner,
        key: &SealingKey,
        wrapping: &Wrapping,
        is_unsent: bool,
    ) -> Result<(), StoreError> {
        let name = owner.to_bytes();
        let for_office = wrapping.for_office(dice, key, &name);
        let kept = match &wrapping.reader {
            Some(reader) => reader.borrow_mut().wrap(dice, key, &name),
            // a device that opens nothing keeps what a restored head office would lack
            None => for_office,
        };
        let unsent = is_unsent.then(|| row_of(&for_office));
        self.add(self.number_for(owner)?, key.id, &kept, unsent)?;
        self.remember(owner, key);
        Ok(())
    }

    /// Keeps a key that came to a device from head office, as it came; one that is here already stays as it is.
    pub fn keep_wrapped(
        &self,
        owner: &KeyOwner,
        key: KeyId,
        wrapped: &WrappedKey,
    ) -> Result<Kept, StoreError> {
        if self.secrets.read_public().is_none() {
            // nobody will ever open it here
            return Ok(Kept::Before);
        }
        let number = self.number_for(owner)?;
        if keys::find(self.tx, number, key)?.is_some() {
            let known = keys::of_owner(self.tx, number)?;
            if !known.iter().any(|record| record.key == key && record.is_lost()) {
                return Ok(Kept::Before);
            }
            keys::remove(self.tx, number, key)?;
        }
        let record = KeyRecord { key, secret: KeySecret::Wrapped(row_of(wrapped)) };
        if !self.secrets.is_locked() && self.open(&owner.to_bytes(), &record).is_none() {
            return Ok(Kept::Unfit);
        }
        self.add(number, key, wrapped, None)?;
        self.newest.borrow_mut().remove(owner);
        self.named.borrow_mut().remove(&(owner.clone(), KeyRef::of(key)));
        Ok(Kept::New)
    }

    fn add(
        &self,
        owner: i64,
        key: KeyId,
        wrapped: &WrappedKey,
        for_office: Option<Wrap>,
    ) -> Result<(), StoreError> {
        let WrappedKey { sender, step, wrapped } = wrapped;
        let session = match self.session.get() {
            Some((known, session)) if known == *sender => session,
            Some(_) | None => keys::session(self.tx, sender)?,
        };
        self.session.set(Some((*sender, session)));
        keys::add(self.tx, &NewKey { owner, key, session, step: *step, secret: &wrapped.0, for_office })
    }

    /// Removes the keys of an owner that came while reading was locked and do not open. Returns whether there were any.
    pub fn remove_unfit(&self, owner: &KeyOwner) -> Result<bool, StoreError> {
        let Some(number) = self.number_of(owner)? else { return Ok(false) };
        let (name, mut any) = (owner.to_bytes(), false);
        for record in keys::of_owner(self.tx, number)? {
            // of one that is lost here the place is kept, until head office has it as it was wrapped for it
            if !record.is_lost() && self.open(&name, &record).is_none() {
                keys::remove(self.tx, number, record.key)?;
                any = true;
            }
        }
        Ok(any)
    }

    /// Notes that head office has not got an owner's keys.
    pub fn mark_unsent(&self, owner: &KeyOwner) -> Result<(), StoreError> {
        self.number_of(owner)?.map_or(Ok(()), |number| keys::mark_unsent(self.tx, number))
    }

    /// Makes a key of head office's for an owner and keeps it.
    pub fn make_own(&self, dice: &mut Dice, owner: &KeyOwner) -> Result<SealingKey, StoreError> {
        let key = SealingKey::generate(dice);
        self.keep(owner, &key)?;
        Ok(key)
    }

    /// Keeps a key at head office that was not there.
    pub fn keep(&self, owner: &KeyOwner, key: &SealingKey) -> Result<(), StoreError> {
        let locked = self.secrets.lock_key(key).expect("head office opens with its read key");
        keys::add_locked(self.tx, self.number_for(owner)?, key.id, &locked)?;
        self.new.borrow_mut().entry(owner.clone()).and_modify(|count| *count += 1);
        self.remember(owner, key);
        Ok(())
    }

    /// A key is the newest of its owner now, and one of those that its reference names.
    fn remember(&self, owner: &KeyOwner, key: &SealingKey) {
        if self.secrets.is_locked() {
            return;
        }
        self.newest.borrow_mut().insert(owner.clone(), Some(key.clone()));
        if let Some(known) = self.named.borrow_mut().get_mut(&(owner.clone(), key.key_ref())) {
            *known = known.iter().chain([key]).cloned().collect();
        }
    }

    /// Looks all keys up again: what changed them was taken back.
    pub fn forget_all(&self) {
        self.named.borrow_mut().clear();
        self.newest.borrow_mut().clear();
        self.new.borrow_mut().clear();
        self.session.set(None);
    }
}
