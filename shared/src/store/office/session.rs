//! Sessions of head office's pages. A session is found by the hash of its token; the token itself is never stored.

use rusqlite::{OptionalExtension, params};

use crate::domain::{Role, UnixMillis};
use crate::store::{Store, StoreError};

/// A session with the user it belongs to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SessionRow {
    /// The user's sign-in name.
    pub user: String,
    /// What the user may do now, not when the session began.
    pub role: Role,
    /// When the user signed in.
    pub created: UnixMillis,
    /// When the session was last used.
    pub seen: UnixMillis,
}

impl Store {
    /// Begins a session.
    ///
    /// # Errors
    /// The database refuses the row.
    pub fn begin_session(&self, token_hash: &[u8; 32], user: i64, now: UnixMillis) -> Result<(), StoreError> {
        let sql =
            "INSERT INTO session (token_hash, user, created_millis, seen_millis) VALUES (?1, ?2, ?3, ?3)";
        self.connection().execute(sql, params![token_hash, user, now.0])?;
        Ok(())
    }

    /// Finds a session of a user who may still sign in.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn session(&self, token_hash: &[u8; 32]) -> Result<Option<SessionRow>, StoreError> {
        let sql = "SELECT user.name, user.role, session.created_millis, session.seen_millis
                   FROM session JOIN user ON user.id = session.user
                   WHERE session.token_hash = ?1 AND user.disabled_millis IS NULL";
        let read = |row: &rusqlite::Row<'_>| {
            Ok(SessionRow {
                user: row.get(0)?,
                role: Role::from_code(&row.get::<_, String>(1)?),
                created: UnixMillis(row.get(2)?),
                seen: UnixMillis(row.get(3)?),
            })
        };
        Ok(self.connection().query_row(sql, params![token_hash], read).optional()?)
    }

    /// Notes that a session was used.
    ///
    /// # Errors
    /// The database refuses the row.
    pub fn touch_session(&self, token_hash: &[u8; 32], now: UnixMillis) -> Result<(), StoreError> {
        let sql = "UPDATE session SET seen_millis = ?2 WHERE token_hash = ?1";
        self.connection().execute(sql, params![token_hash, now.0])?;
        Ok(())
    }

    /// Ends a session; one that is already gone is fine.
    ///
    /// # Errors
    /// The database refuses the change.
    pub fn end_session(&self, token_hash: &[u8; 32]) -> Result<(), StoreError> {
        self.connection().execute("DELETE FROM session WHERE token_hash = ?1", params![token_hash])?;
        Ok(())
    }

    /// Ends every session begun before one time or unused since another.
    ///
    /// # Errors
    /// The database refuses the change.
    pub fn end_stale_sessions(&self, begun: UnixMillis, unused: UnixMillis) -> Result<(), StoreError> {
        let sql = "DELETE FROM session WHERE created_millis < ?1 OR seen_millis < ?2";
        self.connection().execute(sql, params![begun.0, unused.0])?;
        Ok(())
    }
}
