//! Staff who sign in to head office's pages. Holds password hashes only; hashing and judging are the caller's.

use crate::domain::{Role, UnixMillis};
use crate::store::{Row, StoreError, Tx, values};

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
    /// When the user was shut out; `None` while they may sign in.
    pub disabled: Option<UnixMillis>,
    /// Grows with each change of the account: sessions and known browsers of an earlier one have ended.
    pub generation: u64,
}

const COLUMNS: &str = "id, name, role, password_hash, disabled_millis, generation";

/// Adds a user; returns its number, and `None` where the name is taken.
pub(crate) fn add_user(
    tx: &Tx<'_>,
    name: &str,
    role: &Role,
    password_hash: &str,
) -> Result<Option<i64>, StoreError> {
    let sql =
        "INSERT INTO account (name, role, password_hash) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO NOTHING";
    tx.insert(sql, values![name, role, password_hash])
}

/// Finds a user by sign-in name.
pub(crate) fn user_named(tx: &Tx<'_>, name: &str) -> Result<Option<UserRow>, StoreError> {
    tx.one(&format!("SELECT {COLUMNS} FROM account WHERE name = ?1"), values![name], read_user)
}

/// Finds a user by number.
pub(crate) fn user(tx: &Tx<'_>, id: i64) -> Result<Option<UserRow>, StoreError> {
    tx.one(&format!("SELECT {COLUMNS} FROM account WHERE id = ?1"), values![id], read_user)
}

/// Lists the users by name.
pub(crate) fn users(tx: &Tx<'_>) -> Result<Vec<UserRow>, StoreError> {
    tx.all(&format!("SELECT {COLUMNS} FROM account ORDER BY name"), values![], read_user)
}

/// Keeps what was changed of a user; sessions and known browsers end with it.
pub(crate) fn change_user(tx: &Tx<'_>, user: &UserRow) -> Result<(), StoreError> {
    let UserRow { id, name: _, role, password_hash, disabled, generation: _ } = user;
    let sql =
        "UPDATE account SET role = ?2, password_hash = ?3, disabled_millis = ?4, generation = generation + 1
               WHERE id = ?1";
    tx.put(sql, values![*id, role, password_hash, *disabled])
}

fn read_user(row: &Row<'_>) -> Result<UserRow, StoreError> {
    Ok(UserRow {
        id: row.get("id")?,
        name: row.get("name")?,
        role: row.get("role")?,
        password_hash: row.get("password_hash")?,
        disabled: row.get("disabled_millis")?,
        generation: row.get("generation")?,
    })
}
