//! What head office's pages and commands ask for by name: people who sign in, branches, devices, and
//! the lists that are shown. Each is one transaction; whether a password is right and who may see what is theirs to say.

use std::collections::BTreeMap;

use super::{Office, OfficeError};
use crate::domain::{DeviceId, Role};
use crate::store::StoreError;
use crate::store::office::{
    self, BranchRow, DeviceRow, HeldRecords, ListedVisit, RatingCount, RatingDimension, UserRow, VisitFilter,
};

impl Office {
    /// Adds a user; returns its number, and `None` where the name is taken.
    ///
    /// # Errors
    /// The database refuses the row.
    pub fn add_user(&self, name: &str, role: &Role, password_hash: &str) -> Result<Option<i64>, StoreError> {
        self.db.write(|tx| office::add_user(tx, name, role, password_hash))
    }

    /// Finds a user by sign-in name.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn user_named(&self, name: &str) -> Result<Option<UserRow>, StoreError> {
        self.db.read(|tx| office::user_named(tx, name))
    }

    /// Finds a user by number.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn user(&self, id: i64) -> Result<Option<UserRow>, StoreError> {
        self.db.read(|tx| office::user(tx, id))
    }

    /// Lists the users by name.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn users(&self) -> Result<Vec<UserRow>, StoreError> {
        self.db.read(office::users)
    }

    /// Changes a user as `change` says: every session and known browser of theirs ends with it. Returns the user as it is then.
    ///
    /// # Errors
    /// [`OfficeError::UnknownUser`]; [`OfficeError::LastAdministrator`] where nobody who may sign in would be one any more.
    pub fn change_user(&self, name: &str, change: impl FnOnce(&mut UserRow)) -> Result<UserRow, OfficeError> {
        self.db.write::<_, OfficeError>(|tx| {
            let unknown = || OfficeError::UnknownUser { name: name.to_owned() };
            let mut user = office::user_named(tx, name)?.ok_or_else(unknown)?;
            let is_admin = |user: &UserRow| user.role == Role::Administrator && user.disabled.is_none();
            let (was_admin, was_disabled) = (is_admin(&user), user.disabled.is_some());
            change(&mut user);
            office::change_user(tx, &user)?;
            if was_admin && !office::users(tx)?.iter().any(is_admin) {
                return Err(OfficeError::LastAdministrator { name: name.to_owned() });
            }
            // last: what is noted beside the database is not taken back with the transaction
            if user.disabled.is_some() != was_disabled {
                self.note_account(tx, name, user.disabled)?;
            }
            user.generation += 1;
            Ok(user)
        })
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
