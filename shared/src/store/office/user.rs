//! Staff who sign in to head office's pages. Holds password hashes only; hashing and judging are the caller's.

use crate::domain::{Role, UnixMillis};
use crate::store::{StoreError, Tx, values};

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

/// Adds a user; returns false where the name is taken.
pub(crate) fn add_user(
    tx: &Tx<'_>,
    name: &str,
    role: &Role,
    password_hash: &str,
) -> Result<bool, StoreError> {
    let sql =
        "INSERT INTO account (name, role, password_hash) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO NOTHING";
    Ok(tx.run(sql, values![name, role, password_hash])? == 1)
}

/// Finds a user by sign-in name.
pub(crate) fn user_named(tx: &Tx<'_>, name: &str) -> Result<Option<UserRow>, StoreError> {
    tx.one(
        "SELECT id, name, role, password_hash, disabled_millis IS NOT NULL AS disabled, wrong, wait_until_millis
         FROM account WHERE name = ?1",
        values![name],
        |row| {
            Ok(UserRow {
                id: row.get("id")?,
                name: row.get("name")?,
                role: row.get("role")?,
                password_hash: row.get("password_hash")?,
                disabled: row.get("disabled")?,
                attempts: row.get("wrong")?,
                wait_until: row.get("wait_until_millis")?,
            })
        },
    )
}

/// Counts an attempt to sign in before its password is judged, so that attempts made at once all count.
pub(crate) fn count_attempt(
    tx: &Tx<'_>,
    user: i64,
    attempts: u32,
    wait_until: UnixMillis,
) -> Result<(), StoreError> {
    let sql = "UPDATE account SET wrong = ?2, wait_until_millis = ?3 WHERE id = ?1";
    tx.run(sql, values![user, attempts, wait_until]).map(drop)
}
