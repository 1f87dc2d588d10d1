//! All that only PostgreSQL knows: how it is reached, what it must be set to, how statements and values are written for it, its
//! errors. What differs in the tables stands in [`tables`].
//!
//! # Durability
//! A connection is used only where `synchronous_commit` is `on` or `remote_apply`: when a write returns, its transaction
//! survives a power cut, and, with a synchronous standby, the loss of the primary. A commit that stopped waiting for the
//! standby ends its connection, and counts as not made. What the server notes at its door alone waits for nothing.
//!
//! # Order
//! Several programs write at once. A transaction waits for its [`Turn`]: all of the office, or a branch. Each statement then
//! sees what was committed before it.

mod address;
mod connection;
mod fault;
#[cfg(feature = "checks")]
mod for_tests;
mod order;
mod statement;
mod tables;

use std::cell::Cell;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

pub use address::Address;
use connection::{Connections, Held};
use fault::Fault;
use statement::{bound, in_dollars, whole_rows};
use tokio::runtime::Runtime;
use tokio_postgres::types::Type;
use tokio_postgres::{Row as PgRow, Statement};

use super::{Part, Shape, Turn, Value};
use crate::store::{Damage, StoreError};

/// How often work is tried that met another transaction's and lost.
const TRIES_MAX: u32 = 8;

/// An open PostgreSQL database.
pub(super) struct Postgres {
    connections: Connections,
    part: Part,
    /// Since when each commit is under way.
    commits: Mutex<Vec<Instant>>,
}

/// Returns the threads on which connections are served: one of them, for all databases of this program.
fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        let built = builder.worker_threads(1).thread_name("postgres").enable_all().build();
        built.expect("a program that can start a thread has started this one")
    })
}

/// Waits for something of a connection's, on whatever thread. On one of a task's it would otherwise give way to tasks that it keeps
/// from running.
fn wait<F: Future>(future: F) -> F::Output {
    let _here = runtime().enter();
    pollster::block_on(tokio::task::unconstrained(future))
}

impl Postgres {
    /// Opens a database whose tables are there; those of an earlier format are brought up to date.
    pub fn open(address: &Address, part: Part) -> Result<Self, StoreError> {
        let opened = Self::reach(address, part, false)?;
        match tables::prepare(&opened.connections, false)? {
            true => Ok(opened),
            false => Err(StoreError::absent(&address.to_string(), part)),
        }
    }

    /// Opens a database, making its tables where there are none.
    pub fn open_or_create(address: &Address, part: Part) -> Result<Self, StoreError> {
        let opened = Self::reach(address, part, false)?;
        tables::prepare(&opened.connections, true)?;
        Ok(opened)
    }

    /// Opens a database to read alone, also of a standby.
    pub fn look(address: &Address, part: Part) -> Result<Self, StoreError> {
        let opened = Self::reach(address, part, true)?;
        match tables::format_of(&opened.connections)? {
            None => Err(StoreError::absent(&address.to_string(), part)),
            Some(format) => tables::known(format).map(|()| opened),
        }
    }

    fn reach(address: &Address, part: Part, looks: bool) -> Result<Self, StoreError> {
        Ok(Self { connections: Connections::new(address, part, looks)?, part, commits: Mutex::default() })
    }

    /// Tells whether nothing is written.
    pub fn looks(&self) -> bool {
        self.connections.looks()
    }

    /// Begins a transaction that writes, once it is its turn.
    pub fn begin(&self, turn: Turn<'_>) -> Result<PgTx<'_>, StoreError> {
        let lasting = match self.part {
            Part::Door => "; SET LOCAL synchronous_commit = off",
            Part::Kiosk | Part::Office => "",
        };
        let lock = match turn {
            Turn::Whole => format!("; SELECT pg_advisory_xact_lock({GATE})"),
            Turn::Branch(_) => format!("; SELECT pg_advisory_xact_lock_shared({GATE})"),
            Turn::Rows => String::new(),
        };
        let tx = self.begin_with(&format!("BEGIN ISOLATION LEVEL READ COMMITTED{lasting}{lock}"), true)?;
        if let Turn::Branch(branch) = turn {
            let sql = "SELECT id FROM branch WHERE id = ?1 FOR NO KEY UPDATE";
            tx.rows(sql, &[branch.into()], &mut |_| Ok(false))?;
        }
        Ok(tx)
    }

    /// Begins a transaction that reads the database as it is at one point in time.
    pub fn begin_reading(&self) -> Result<PgTx<'_>, StoreError> {
        self.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", false)
    }

    /// Begins a transaction that waits for nobody and writes to tables of its own alone.
    pub fn begin_aside(&self) -> Result<PgTx<'_>, StoreError> {
        self.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE", false)
    }

    fn begin_with(&self, sql: &str, lasts: bool) -> Result<PgTx<'_>, StoreError> {
        loop {
            let client = self.connections.take()?;
            let Err(error) = wait(client.batch_execute(sql)) else {
                let may_write = Cell::new(lasts);
                return Ok(PgTx { client: Some(client), store: self, lasts, may_write, has_lost: None });
            };
            let fault = Fault::of(error);
            // connections that ended while nobody used them are no reason to fail: the next may be another one of them
            if client.is_new() || !fault.ends_connection() {
                return Err(self.of(fault));
            }
            client.discard();
        }
    }

    /// Returns which of the tables are not as they are made, and which indexes can't be used.
    pub fn table_faults(&self) -> Result<Vec<String>, StoreError> {
        tables::faults(&self.connections)
    }

    /// Returns the tables with their columns.
    pub fn shapes(&self) -> Result<Vec<Shape>, StoreError> {
        tables::shapes(&self.connections)
    }

    /// Counts the connections of other programs of this kind to the database, and this one's beside the one that asks.
    pub fn others(&self) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'sila' AND pid <> pg_backend_pid()";
        let found = tables::ask(&self.connections.take()?, &self.connections, sql)?;
        Ok(found.first().and_then(|row| row.first()?.parse().ok()).unwrap_or(0))
    }

    /// Returns for how long the oldest commit has been under way: long where a standby is waited for.
    pub fn commit_waits(&self) -> Option<Duration> {
        self.commits().iter().min().map(Instant::elapsed)
    }

    fn commits(&self) -> MutexGuard<'_, Vec<Instant>> {
        self.commits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the cluster's name for itself, the database's number in it and the timeline: what was restored, copied or promoted
    /// has others.
    pub fn life(&self) -> Option<String> {
        self.connections.life()
    }

    /// Returns where the database is.
    pub fn place(&self) -> String {
        self.connections.address().to_string()
    }

    /// Tells what of the database's settings somebody who runs it should know.
    pub fn remarks(&self) -> Result<Vec<String>, StoreError> {
        self.connections.remarks()
    }

    fn of(&self, fault: Fault) -> StoreError {
        fault.into_store(self.connections.address())
    }
}

/// The gate that whoever writes goes through: together where each has a branch's turn, alone for the whole. "Sila" and 1.
const GATE: i64 = 0x5369_6C61_0000_0001;

/// Runs work until it met no other transaction's; it is lent what says whether it did.
pub(super) fn until_not_lost<T, E: From<StoreError>>(
    mut work: impl FnMut(&Cell<bool>) -> Result<T, E>,
) -> Result<T, E> {
    let has_lost = Cell::new(false);
    for tried in 1..=TRIES_MAX {
        has_lost.set(false);
        let outcome = work(&has_lost);
        if outcome.is_ok() || !has_lost.get() {
            return outcome;
        }
        // the one that won ends first; two that lost come back at different times
        let millis = u64::from(tried * tried) * 4 + u64::from(std::process::id() % 7);
        std::thread::sleep(Duration::from_millis(millis));
    }
    Err(StoreError::Busy.into())
}

/// A transaction; dropping it takes everything back.
pub(super) struct PgTx<'t> {
    client: Option<Held>,
    store: &'t Postgres,
    /// Says that it can be committed.
    lasts: bool,
    may_write: Cell<bool>,
    /// Says that another transaction was in the way, and this one has to be run again.
    has_lost: Option<&'t Cell<bool>>,
}

impl<'t> PgTx<'t> {
    /// Has it told whether another transaction was in the way.
    pub fn telling(self, has_lost: &'t Cell<bool>) -> Self {
        let mut told = self;
        told.has_lost = Some(has_lost);
        told
    }

    fn client(&self) -> &Held {
        self.client.as_ref().expect("it is given back when the transaction ends")
    }

    /// Calls `each` for the rows of a statement, until no more are wanted.
    pub fn rows(
        &self,
        sql: &str,
        values: &[Value<'_>],
        each: &mut dyn FnMut(PgRowRead<'_>) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let sql = in_dollars(sql);
        let values = bound(values, !self.may_write.get())?;
        let rows = wait(async {
            let statement = self.prepare(&sql, &values).await?;
            let values: Vec<_> = values.iter().map(statement::as_parameter).collect();
            self.client().query(&statement, &values).await
        });
        for row in rows.map_err(|e| self.fault(e))? {
            if !each(PgRowRead { row: &row, next: Cell::new(0) })? {
                break;
            }
        }
        Ok(())
    }

    /// Runs a statement once for each set of values; returns how many rows it changed.
    pub fn run<'v, V: AsRef<[Value<'v>]>>(
        &self,
        sql: &str,
        rows: impl IntoIterator<Item = V>,
    ) -> Result<u64, StoreError> {
        if !self.may_write.get() {
            return Err(StoreError::Refused("what may only read was to write".into()));
        }
        let sql = in_dollars(sql);
        let rows: Vec<Vec<Value<'_>>> =
            rows.into_iter().map(|row| bound(row.as_ref(), false)).collect::<Result<_, _>>()?;
        let changed = wait(async {
            match rows.as_slice() {
                [] => Ok(0),
                [row] => self.run_one(&sql, row).await,
                rows => match whole_rows(&sql) {
                    Some(pattern) => self.run_together(&sql, pattern, rows).await,
                    None => self.run_in_turn(&sql, rows).await,
                },
            }
        });
        changed.map_err(|e| self.fault(e))
    }

    /// Prepares a statement, once a connection. A number in it is a large one, whatever it stands beside; what else a value is, the
    /// server sees from where it stands.
    async fn prepare(&self, sql: &str, values: &[Value<'_>]) -> Result<Statement, tokio_postgres::Error> {
        if whole_rows(sql).is_some() {
            return self.client().prepare_cached(sql).await;
        }
        let kind = |value: &Value<'_>| match value {
            Value::Int(_) | Value::Unsigned(_) => Type::INT8,
            Value::Null | Value::Bool(_) | Value::Text(_) | Value::Bytes(_) | Value::Id(_) => Type::UNKNOWN,
        };
        let kinds: Vec<Type> = values.iter().map(kind).collect();
        self.client().prepare_typed_cached(sql, &kinds).await
    }

    async fn run_one(&self, sql: &str, row: &[Value<'_>]) -> Result<u64, tokio_postgres::Error> {
        let statement = self.prepare(sql, row).await?;
        let values: Vec<_> = row.iter().map(statement::as_parameter).collect();
        self.client().execute(&statement, &values).await
    }

    /// Inserts many rows with one statement: a column of them is one array.
    async fn run_together(
        &self,
        sql: &str,
        (before, after): (&str, &str),
        rows: &[Vec<Value<'_>>],
    ) -> Result<u64, tokio_postgres::Error> {
        let one = self.client().prepare_cached(sql).await?;
        let places: Vec<String> = (1..)
            .zip(one.params())
            .map(|(place, kind)| format!("${place}::{}[]", statement::name_of(kind)))
            .collect();
        let many = format!("{before}SELECT * FROM unnest({}){after}", places.join(", "));
        let many = self.client().prepare_cached(&many).await?;
        let columns: Vec<Vec<&Value<'_>>> =
            (0..one.params().len()).map(|at| rows.iter().map(|row| &row[at]).collect()).collect();
        let values: Vec<_> = columns.iter().map(statement::as_parameter).collect();
        self.client().execute(&many, &values).await
    }

    /// Sends a statement for each row without waiting for the answer to the one before.
    async fn run_in_turn(&self, sql: &str, rows: &[Vec<Value<'_>>]) -> Result<u64, tokio_postgres::Error> {
        let statement = self.prepare(sql, &rows[0]).await?;
        let parameters: Vec<Vec<_>> =
            rows.iter().map(|row| row.iter().map(statement::as_parameter).collect()).collect();
        let sent = parameters.iter().map(|values| self.client().execute(&statement, values));
        Ok(futures_util::future::try_join_all(sent).await?.into_iter().sum())
    }

    /// Inserts a row; returns its id, and `None` where there was none to insert.
    pub fn insert(&self, sql: &str, values: &[Value<'_>]) -> Result<Option<i64>, StoreError> {
        let mut id = None;
        self.rows(&format!("{sql} RETURNING id"), values, &mut |row| {
            id = match row.value("id")? {
                Value::Int(id) => Some(id),
                _ => return Err(Damage::Column("id".to_owned()).into()),
            };
            Ok(false)
        })?;
        Ok(id)
    }

    /// Waits until no other transaction holds a row, and holds it until this one ends.
    pub fn hold(&self, table: &str, column: &str, values: Vec<Value<'_>>) -> Result<(), StoreError> {
        let sql = format!(
            "SELECT 1 AS one FROM {table} WHERE {column} = ANY($1) ORDER BY {column} FOR NO KEY UPDATE"
        );
        let held = wait(async {
            let statement = self.client().prepare_cached(&sql).await?;
            self.client().query(&statement, &[&values]).await
        });
        held.map(drop).map_err(|e| self.fault(e))
    }

    /// Waits until no other transaction holds a name, and holds it until this one ends.
    pub fn hold_name(&self, name: &[u8]) -> Result<(), StoreError> {
        let sql = "SELECT pg_advisory_xact_lock(hashtextextended(encode(?1, 'hex'), 0)) IS NULL AS held";
        self.rows(sql, &[name.into()], &mut |_| Ok(false))
    }

    /// Makes an empty table of the same columns that stands before another one, for this connection alone.
    pub fn set_aside(&self, tables: &[&str]) -> Result<(), StoreError> {
        let made: Vec<String> = tables
            .iter()
            .map(|table| {
                format!(
                    "CREATE TEMP TABLE {table} (LIKE {table} INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING INDEXES) ON COMMIT DROP"
                )
            })
            .collect();
        // what was prepared names the other tables; from here on these alone can be written
        self.client().forget_statements();
        let sql = format!("{}; SET TRANSACTION READ ONLY", made.join("; "));
        wait(self.client().batch_execute(&sql)).map_err(|e| self.fault(e))?;
        self.may_write.set(true);
        Ok(())
    }

    /// Has the numbers that a table gives its rows go on after the last one.
    pub fn number_on(&self, table: &str) -> Result<(), StoreError> {
        self.say(&format!(
            "SELECT setval(pg_get_serial_sequence('{table}', 'id'), GREATEST(max(id), 1), max(id) >= 1) FROM {table}"
        ))
    }

    /// Counts what stands in a table, so that statements find the best way to it.
    pub fn survey(&self, table: &str) -> Result<(), StoreError> {
        self.say(&format!("ANALYZE {table}"))
    }

    /// Begins a part of the transaction that can be taken back alone.
    pub fn set_savepoint(&self) -> Result<(), StoreError> {
        self.say("SAVEPOINT attempt")
    }

    pub fn keep_since_savepoint(&self) -> Result<(), StoreError> {
        self.say("RELEASE attempt")
    }

    pub fn undo_since_savepoint(&self) -> Result<(), StoreError> {
        self.say("ROLLBACK TO attempt; RELEASE attempt")
    }

    fn say(&self, sql: &str) -> Result<(), StoreError> {
        wait(self.client().batch_execute(sql)).map_err(|e| self.fault(e))
    }

    /// Ends the transaction durably. Where the answer is lost, it may have been made all the same.
    pub fn commit(mut self) -> Result<(), StoreError> {
        let (store, since) = (self.store, Instant::now());
        store.commits().push(since);
        let ended = self.end("COMMIT");
        store.commits().retain(|commit| *commit != since);
        ended
    }

    /// Ends the transaction and takes back what was written in it.
    pub fn roll_back(mut self) -> Result<(), StoreError> {
        self.end("ROLLBACK")
    }

    fn end(&mut self, sql: &str) -> Result<(), StoreError> {
        let Some(client) = self.client.take() else { return Ok(()) };
        match wait(client.batch_execute(sql)) {
            Ok(()) => Ok(()),
            Err(e) => {
                client.discard();
                Err(self.fault(e))
            }
        }
    }

    fn fault(&self, error: tokio_postgres::Error) -> StoreError {
        let fault = Fault::of(error);
        if fault.has_lost()
            && let Some(has_lost) = self.has_lost
        {
            has_lost.set(true);
        }
        if !self.lasts && fault.is_write_refused() {
            return StoreError::Refused(Box::new(fault));
        }
        self.store.of(fault)
    }
}

impl Drop for PgTx<'_> {
    fn drop(&mut self) {
        let Some(client) = self.client.take() else { return };
        // the server takes back what a connection that ends has begun
        if std::thread::panicking() || wait(client.batch_execute("ROLLBACK")).is_err() {
            client.discard();
        }
    }
}

/// A row, while it is read.
pub(super) struct PgRowRead<'r> {
    row: &'r PgRow,
    /// The column after the one read last: mostly the next to be asked for.
    next: Cell<usize>,
}

impl PgRowRead<'_> {
    /// Returns the value of a column.
    pub fn value(&self, column: &str) -> Result<Value<'_>, StoreError> {
        let damaged = || StoreError::from(Damage::Column(column.to_owned()));
        let missing = || StoreError::Refused(format!("a statement gives no column {column}").into());
        let columns = self.row.columns();
        let next = self.next.get();
        let at = match columns.get(next) {
            Some(expected) if expected.name() == column => next,
            _ => columns.iter().position(|known| known.name() == column).ok_or_else(missing)?,
        };
        self.next.set(at + 1);
        let kind = columns[at].type_();
        let value = match *kind {
            Type::INT8 => self.row.try_get::<_, Option<i64>>(at).map(|read| read.map(Value::Int)),
            Type::INT4 => {
                self.row.try_get::<_, Option<i32>>(at).map(|read| read.map(|n| Value::Int(n.into())))
            }
            Type::BOOL => self.row.try_get::<_, Option<bool>>(at).map(|read| read.map(Value::Bool)),
            Type::BYTEA => self.row.try_get::<_, Option<&[u8]>>(at).map(|read| read.map(Value::from)),
            _ => self.row.try_get::<_, Option<&str>>(at).map(|read| read.map(Value::from)),
        };
        Ok(value.map_err(|_| damaged())?.unwrap_or(Value::Null))
    }

    /// Returns the names of the columns.
    #[cfg(feature = "checks")]
    pub fn columns(&self) -> Vec<String> {
        self.row.columns().iter().map(|column| column.name().to_owned()).collect()
    }
}

#[cfg(feature = "checks")]
#[cfg(test)]
mod tests;
