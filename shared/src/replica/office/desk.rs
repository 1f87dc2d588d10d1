//! What head office's pages and commands ask for by name: people who sign in and their sessions, branches, devices, and
//! the lists that are shown. Each is one transaction; whether a password is right and who may see what is theirs to say.

use std::collections::BTreeMap;

use super::Office;
use crate::domain::{DeviceId, Role, UnixMillis};
use crate::store::StoreError;
use crate::store::office::{
    self, BranchRow, DeviceRow, HeldRecords, ListedVisit, RatingCount, RatingDimension, SessionRow, UserRow,
    VisitFilter,
};

impl Office {
    /// Adds a user; returns false where the name is taken.
    ///
    /// # Errors
    /// The database refuses the row.
    pub fn add_user(&self, name: &str, role: &Role, password_hash: &str) -> Result<bool, StoreError> {
        self.db.write(|tx| office::add_user(tx, name, role, password_hash))
    }

    /// Finds a user by sign-in name.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn user_named(&self, name: &str) -> Result<Option<UserRow>, StoreError> {
        self.db.read(|tx| office::user_named(tx, name))
    }

    /// Counts an attempt to sign in before its password is judged, so that attempts made at once all count. `wait` gives the
    /// milliseconds to wait after so many. Returns the user; `None` where there is none who may try now.
    ///
    /// # Errors
    /// The database refuses the row.
    pub fn count_attempt(
        &self,
        name: &str,
        now: UnixMillis,
        wait: impl FnOnce(u32) -> i64,
    ) -> Result<Option<UserRow>, StoreError> {
        self.db.write(|tx| {
            let user = office::user_named(tx, name)?;
            let Some(user) = user.filter(|user| !user.disabled && now >= user.wait_until) else {
                return Ok(None);
            };
            let attempts = user.attempts.saturating_add(1);
            office::count_attempt(tx, user.id, attempts, UnixMillis(now.0 + wait(attempts)))?;
            Ok(Some(user))
        })
    }

    /// Forgets the attempts after a right password.
    ///
    /// # Errors
    /// The database refuses the row.
    pub fn forget_attempts(&self, user: i64) -> Result<(), StoreError> {
        self.db.write(|tx| office::count_attempt(tx, user, 0, UnixMillis(0)))
    }

    /// Begins a session.
    ///
    /// # Errors
    /// The database refuses the row.
    pub fn begin_session(&self, token_hash: &[u8; 32], user: i64, now: UnixMillis) -> Result<(), StoreError> {
        self.db.write(|tx| office::begin_session(tx, token_hash, user, now))
    }

    /// Finds a session of a user who may still sign in.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn session(&self, token_hash: &[u8; 32]) -> Result<Option<SessionRow>, StoreError> {
        self.db.read(|tx| office::session(tx, token_hash))
    }

    /// Notes that a session was used.
    ///
    /// # Errors
    /// The database refuses the row.
    pub fn touch_session(&self, token_hash: &[u8; 32], now: UnixMillis) -> Result<(), StoreError> {
        self.db.write(|tx| office::touch_session(tx, token_hash, now))
    }

    /// Ends a session; one that is already gone is fine.
    ///
    /// # Errors
    /// The database refuses the change.
    pub fn end_session(&self, token_hash: &[u8; 32]) -> Result<(), StoreError> {
        self.db.write(|tx| office::end_session(tx, token_hash))
    }

    /// Ends every session begun before one time or unused since another.
    ///
    /// # Errors
    /// The database refuses the change.
    pub fn end_stale_sessions(&self, begun: UnixMillis, unused: UnixMillis) -> Result<(), StoreError> {
        self.db.write(|tx| office::end_stale_sessions(tx, begun, unused))
    }

    /// Finds a branch.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn branch(&self, id: &str) -> Result<Option<BranchRow>, StoreError> {
        self.db.read(|tx| office::branch(tx, id))
    }

    /// Lists the branches by id.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn branches(&self) -> Result<Vec<BranchRow>, StoreError> {
        self.db.read(office::branches)
    }

    /// Finds a device by its id.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn device(&self, device: DeviceId) -> Result<Option<DeviceRow>, StoreError> {
        self.db.read(|tx| office::device(tx, device))
    }

    /// Lists the devices by branch, the latest enrolled first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn devices(&self) -> Result<Vec<DeviceRow>, StoreError> {
        self.db.read(office::devices)
    }

    /// Shuts a device out from now on; returns false where it already was.
    ///
    /// # Errors
    /// The database refuses the change.
    pub fn revoke_device(&self, device: DeviceId, now: UnixMillis) -> Result<bool, StoreError> {
        self.db.write(|tx| office::revoke_device(tx, device, now))
    }

    /// Counts the records held for review, by device and reason.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn held_records(&self) -> Result<BTreeMap<DeviceId, HeldRecords>, StoreError> {
        self.db.read(office::held_records)
    }

    /// Counts the visits that a filter asks for.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn count_visits(&self, filter: &VisitFilter) -> Result<u64, StoreError> {
        self.db.read(|tx| office::count_visits(tx, filter))
    }

    /// Lists visits that a filter asks for, newest first, after skipping some.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn list_visits(
        &self,
        filter: &VisitFilter,
        skip: u64,
        at_most: u32,
    ) -> Result<Vec<ListedVisit>, StoreError> {
        self.db.read(|tx| office::list_visits(tx, filter, skip, at_most))
    }

    /// Lists the services that visits or ratings name, whether the catalog knows them or not.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn services_named(&self) -> Result<Vec<String>, StoreError> {
        self.db.read(office::services_named)
    }

    /// Counts ratings by a dimension and both scores, in the order of the groups' codes.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn rating_counts(&self, by: RatingDimension) -> Result<Vec<RatingCount>, StoreError> {
        self.db.read(|tx| office::rating_counts(tx, by))
    }
}
