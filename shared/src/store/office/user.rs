//! Staff who sign in to head office's pages. Holds password hashes only; hashing and judging are the caller's.

use rusqlite::{OptionalExtension, Row, params};

use crate::domain::{Role, UnixMillis};
use crate::store::{Store, StoreError};

/// A user as stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UserRow {
    /// The row's number, which sessions name.
    pub id: i64,
    /// The sign-in name.
    pub name: String,
    /// What the user may do.
    pub role: Role,
    /// The password's hash, a PHC string.
    pub password_hash: String,
    /// True once the user may no longer sign in.
    pub disabled: bool,
    /// Attempts since the last right password.
    pub attempts: u32,
    /// No attempt counts before this time.
    pub wait_until: UnixMillis,
}

impl Store {
    /// Adds a user; returns false where the name is taken.
    ///
    /// # Errors
    /// The database refuses the row.
    pub fn add_user(&self, name: &str, role: &Role, password_hash: &str) -> Result<bool, StoreError> {
        let sql =
            "INSERT INTO user (name, role, password_hash) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO NOTHING";
        Ok(self.connection().execute(sql, params![name, role.code(), password_hash])? == 1)
    }

    /// Finds a user by sign-in name.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn user_named(&self, name: &str) -> Result<Option<UserRow>, StoreError> {
        let sql =
            "SELECT id, name, role, password_hash, disabled_millis IS NOT NULL, wrong, wait_until_millis
                   FROM user WHERE name = ?1";
        Ok(self.connection().query_row(sql, [name], read_user).optional()?)
    }

    /// Counts an attempt to sign in before its password is judged, so that attempts made at once all count.
    ///
    /// # Errors
    /// The database refuses the row.
    pub fn count_attempt(&self, user: i64, attempts: u32, wait_until: UnixMillis) -> Result<(), StoreError> {
        let sql = "UPDATE user SET wrong = ?2, wait_until_millis = ?3 WHERE id = ?1";
        self.connection().execute(sql, params![user, attempts, wait_until.0])?;
        Ok(())
    }

    /// Forgets the attempts after a right password.
    ///
    /// # Errors
    /// The database refuses the row.
    pub fn forget_attempts(&self, user: i64) -> Result<(), StoreError> {
        self.count_attempt(user, 0, UnixMillis(0))
    }
}

fn read_user(row: &Row<'_>) -> rusqlite::Result<UserRow> {
    Ok(UserRow {
        id: row.get(0)?,
        name: row.get(1)?,
        role: Role::from_code(&row.get::<_, String>(2)?),
        password_hash: row.get(3)?,
        disabled: row.get(4)?,
        attempts: row.get(5)?,
        wait_until: UnixMillis(row.get(6)?),
    })
}
