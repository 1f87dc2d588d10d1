//! What tests ask of a server beside their own database.

use std::sync::OnceLock;

use sha2::{Digest as _, Sha256};

use super::connection::{Connections, Held};
use super::{Part, tables};
use crate::store::db::schema::STEPS;
use crate::store::{Address, Db, StoreError};

/// What is held while the databases of tests are prepared: "Sila" and 2.
const PREPARING: i64 = 0x5369_6C61_0000_0002;

/// A connection over which a server is asked.
pub struct Asker {
    held: Held,
    connections: Connections,
}

impl Asker {
    /// Asks, and returns the rows as texts.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn ask(&self, sql: &str) -> Result<Vec<Vec<String>>, StoreError> {
        tables::ask(&self.held, &self.connections, sql)
    }
}

impl Db {
    /// Connects to a server.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn asker_on(address: &Address) -> Result<Asker, StoreError> {
        let connections = Connections::new(address, Part::Door, false)?;
        Ok(Asker { held: connections.take()?, connections })
    }

    /// Runs a statement on the server, outside of any transaction; returns the first column of its rows.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn run_on(server: &Address, sql: &str) -> Result<Vec<String>, StoreError> {
        let connections = kept(server)?;
        first_column(&connections.take()?, connections, sql)
    }

    /// Runs statements on the server while no other program does the same; each returns the first column of its rows.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn run_alone_on(
        server: &Address,
        work: impl FnOnce(&dyn Fn(&str) -> Result<Vec<String>, StoreError>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let connections = Connections::new(server, Part::Door, false)?;
        let held = connections.take()?;
        let ask = |sql: &str| first_column(&held, &connections, sql);
        ask(&format!("SET lock_timeout = 0; SELECT pg_advisory_lock({PREPARING})"))?;
        work(&ask)
    }

    /// Asks a server, and returns the rows as texts.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn ask_on(address: &Address, sql: &str) -> Result<Vec<Vec<String>>, StoreError> {
        Self::asker_on(address)?.ask(sql)
    }

    /// Returns what tells tables of one text from those of another.
    pub fn tables_digest() -> [u8; 32] {
        let mut digest = Sha256::new();
        for part in [Part::Office, Part::Door] {
            part.tables().iter().for_each(|sql| digest.update(tables::translated(sql)));
        }
        digest.update(tables::OWN);
        digest.update([u8::try_from(STEPS.len()).unwrap_or(u8::MAX)]);
        digest.finalize().into()
    }
}

/// Returns the connections to the one server that a program's tests use.
fn kept(server: &Address) -> Result<&'static Connections, StoreError> {
    static KEPT: OnceLock<Connections> = OnceLock::new();
    if let Some(kept) = KEPT.get() {
        return Ok(kept);
    }
    let made = Connections::new(server, Part::Office, false)?;
    Ok(KEPT.get_or_init(|| made))
}

fn first_column(held: &Held, connections: &Connections, sql: &str) -> Result<Vec<String>, StoreError> {
    let rows = tables::ask(held, connections, sql)?;
    Ok(rows.into_iter().filter_map(|row| row.into_iter().next()).collect())
}
