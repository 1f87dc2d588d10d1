//! What tests ask of a server beside their own database.

use sha2::{Digest as _, Sha256};

use super::connection::{Connections, Held};
use super::{Fault, Part, tables, wait};
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

    /// Runs a statement on a server, outside of any transaction.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn run_on(address: &Address, sql: &str) -> Result<(), StoreError> {
        let held = Self::asker_on(address)?.held;
        wait(held.batch_execute(sql)).map_err(|e| Fault::of(e).into_store(address))
    }

    /// Runs a statement that fails while others are connected, until they are not.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn run_until_free(address: &Address, sql: &str) -> Result<(), StoreError> {
        let mut tried = Self::run_on(address, sql);
        for _ in 0..100 {
            if tried.is_ok() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
            tried = Self::run_on(address, sql);
        }
        tried
    }

    /// Runs statements on a server while no other program does the same; each returns the first column of its rows.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn run_alone_on(
        address: &Address,
        work: impl FnOnce(&dyn Fn(&str) -> Result<Vec<String>, StoreError>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let asker = Self::asker_on(address)?;
        let ask =
            |sql: &str| Ok(asker.ask(sql)?.into_iter().filter_map(|row| row.into_iter().next()).collect());
        ask(&format!("SELECT pg_advisory_lock({PREPARING})"))?;
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
