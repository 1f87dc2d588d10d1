//! What PostgreSQL says when something goes wrong, told apart by what a person can do about it.

use std::error::Error as _;

use thiserror::Error;

use super::Address;
use crate::store::{Damage, ServerFault, StoreError};

/// An error of the driver's, without the values that the server may quote in it.
#[derive(Debug, Error)]
#[error("PostgreSQL says: {message} ({code})")]
pub(super) struct Fault {
    code: String,
    message: String,
}

/// The code of what never reached the server, or whose answer never came.
const NO_CONNECTION: &str = "08000";

impl Fault {
    pub fn of(error: tokio_postgres::Error) -> Self {
        match error.as_db_error() {
            Some(said) => Self { code: said.code().code().to_owned(), message: said.message().to_owned() },
            None => {
                let mut message = error.to_string();
                if let Some(why) = error.source() {
                    message = format!("{message}: {why}");
                }
                let code = if error.is_closed() || is_of_the_network(&error) { NO_CONNECTION } else { "" };
                Self { code: code.to_owned(), message }
            }
        }
    }

    /// Says that no connection was to be had.
    pub fn unreachable(message: impl Into<String>) -> Self {
        Self { code: NO_CONNECTION.to_owned(), message: message.into() }
    }

    /// Tells whether another transaction was in the way, and nothing else: it was before this one, held what this one waited for,
    /// or put a row where this one saw none.
    pub fn has_lost(&self) -> bool {
        matches!(self.code.as_str(), "40001" | "40P01" | "23505")
    }

    /// Tells whether the connection has ended, or is about to: the server went away, was stopped, or ended it.
    pub fn ends_connection(&self) -> bool {
        // 25P03: nothing was heard of its transaction for too long; 55000: the database takes no connections for now
        self.code.starts_with("08")
            || self.code.starts_with("57P")
            || matches!(self.code.as_str(), "25P03" | "55000")
    }

    /// Tells whether a transaction that may only read was to write, or a server that only reads.
    pub fn is_write_refused(&self) -> bool {
        self.code == "25006"
    }

    /// Tells whether a server refused to begin what a standby can't do.
    pub fn is_of_standby(&self) -> bool {
        self.code == "0A000"
    }

    /// Says what it means of the store.
    pub fn into_store(self, address: &Address) -> StoreError {
        let server = |fault| StoreError::Server { server: address.to_string(), fault };
        match self.code.as_str() {
            "53100" => StoreError::Full,
            "53300" => server(ServerFault::NoConnection),
            "40001" | "40P01" | "55P03" => StoreError::Busy,
            _ if self.is_write_refused() => server(ServerFault::Standby),
            "28000" | "28P01" => server(ServerFault::Denied(self.message)),
            "3D000" => server(ServerFault::NoDatabase),
            _ if self.ends_connection() => server(ServerFault::Unreachable(self.message)),
            // every statement is written for the tables of this format: these are not as they were made
            "XX001" | "XX002" | "42P01" | "42703" => Damage::Database(format!("{address} ({self})")).into(),
            _ => StoreError::Refused(Box::new(self)),
        }
    }
}

fn is_of_the_network(error: &tokio_postgres::Error) -> bool {
    let mut source = error.source();
    while let Some(error) = source {
        if error.is::<std::io::Error>() {
            return true;
        }
        source = error.source();
    }
    false
}
