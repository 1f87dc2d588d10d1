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
mod queue;
mod statement;
mod tables;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

pub use address::Address;
use connection::{Connections, Held};
use fault::Fault;
#[cfg(feature = "checks")]
pub use for_tests::Asker;
use futures_util::FutureExt as _;
use futures_util::future::{MaybeDone, maybe_done};
use queue::{Queue, Writes};
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
    /// It tells `has_lost` where another transaction was in the way, and it has to be run again.
    pub fn begin<'t>(
        &'t self,
        turn: Turn<'_>,
        has_lost: Option<&'t Cell<bool>>,
    ) -> Result<PgTx<'t>, StoreError> {
        let lasting = match self.part {
            Part::Door => "; SET LOCAL synchronous_commit = off",
            Part::Kiosk | Part::Office => "",
        };
        let lock = match turn {
            Turn::Whole => format!("; SELECT pg_advisory_xact_lock({GATE})"),
            Turn::Branch(_) => format!("; SELECT pg_advisory_xact_lock_shared({GATE})"),
            Turn::Rows => String::new(),
        };
        let sql = format!("BEGIN ISOLATION LEVEL READ COMMITTED{lasting}{lock}");
        let mut tx = PgTx::new(self.take_and_say(&sql, has_lost)?, self, true);
        tx.has_lost = has_lost;
        if let Turn::Branch(branch) = turn {
            let sql = "SELECT id FROM branch WHERE id = ?1 FOR NO KEY UPDATE";
            tx.rows(sql, &[branch.into()], &mut |_| Ok(false))?;
        }
        Ok(tx)
    }

    /// Begins a transaction that reads the database as it is at one point in time.
    pub fn begin_reading(&self) -> Result<PgTx<'_>, StoreError> {
        let tx = PgTx::new(self.connections.take()?, self, false);
        tx.opening.set(true);
        Ok(tx)
    }

    /// Begins a transaction that waits for nobody and writes to tables of its own alone.
    pub fn begin_aside(&self) -> Result<PgTx<'_>, StoreError> {
        let sql = "BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE; SET LOCAL idle_in_transaction_session_timeout = 0";
        Ok(PgTx::new(self.take_and_say(sql, None)?, self, false))
    }

    /// Lends a connection on which something was said. Connections that ended while nobody used them are no reason to fail: the next may
    /// be another one of them.
    fn take_and_say(&self, sql: &str, has_lost: Option<&Cell<bool>>) -> Result<Held, StoreError> {
        loop {
            let client = self.connections.take()?;
            let Err(error) = wait(client.batch_execute(sql)) else { return Ok(client) };
            let (fault, is_new) = (Fault::of(error), client.is_new());
            // also where it waited for too long: what it had begun ends with it
            client.discard();
            if is_new || !fault.ends_connection() {
                note_lost(&fault, has_lost);
                return Err(if fault.is_of_standby() { self.connections.standby() } else { self.of(fault) });
            }
        }
    }

    /// Refuses connections that are made from here on where a setting is there, with what it means.
    pub fn refuse_where_set(&self, name: &'static str, refusal: fn(&str) -> StoreError) {
        self.connections.refuse_where_set(name, refusal);
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
    /// The connection that took the place of one which had ended before its first statement.
    another: OnceCell<Held>,
    store: &'t Postgres,
    /// Says that it can be committed.
    lasts: bool,
    may_write: Cell<bool>,
    /// Nothing was sent yet, so that the beginning goes with the first statement: of one that only reads.
    opening: Cell<bool>,
    /// Says that another transaction was in the way, and this one has to be run again.
    has_lost: Option<&'t Cell<bool>>,
    /// A statement failed, so that the server takes back all of it, though it says of the end that it was made.
    has_failed: Cell<bool>,
    queue: RefCell<Queue>,
    /// Numbers of new rows, by table.
    numbers: RefCell<BTreeMap<String, Numbers>>,
}

/// Numbers that a table's new rows are given.
#[derive(Default)]
struct Numbers {
    /// Those that were asked for and not given yet, the lowest last.
    left: Vec<i64>,
    /// How many rows this transaction added.
    given: usize,
}

/// What begins a transaction that reads. It keeps nobody from anything, and waits for whoever takes the rows.
const READING: &str =
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL idle_in_transaction_session_timeout = 0";

/// Most numbers of rows that are asked for at once: those that are not given are lost.
const NUMBERS_MAX: usize = 256;

impl<'t> PgTx<'t> {
    fn new(client: Held, store: &'t Postgres, lasts: bool) -> Self {
        Self {
            client: Some(client),
            another: OnceCell::new(),
            store,
            lasts,
            may_write: Cell::new(lasts),
            opening: Cell::new(false),
            has_lost: None,
            has_failed: Cell::new(false),
            queue: RefCell::default(),
            numbers: RefCell::default(),
        }
    }

    /// Tells whether a statement failed.
    pub fn has_failed(&self) -> bool {
        self.has_failed.get()
    }

    fn client(&self) -> &Held {
        let lent = self.another.get().or(self.client.as_ref());
        lent.expect("it is given back when the transaction ends")
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
        let was_opening = self.opening.get();
        let mut found = wait(self.query(&sql, &values)).map_err(Fault::of);
        if was_opening
            && let Err(fault) = &found
            && fault.ends_connection()
            && !self.client().is_new()
        {
            // it ended while nobody used it
            drop(self.another.set(self.store.take_and_say(READING, None)?));
            found = wait(self.query(&sql, &values)).map_err(Fault::of);
        }
        for row in found.map_err(|fault| self.of(fault))? {
            if !each(PgRowRead { row: &row, next: Cell::new(0) })? {
                break;
            }
        }
        Ok(())
    }

    async fn query(&self, sql: &str, values: &[Value<'_>]) -> Result<Vec<PgRow>, tokio_postgres::Error> {
        let query = async {
            let statement = self.prepare(sql, values).await?;
            let values: Vec<_> = values.iter().map(statement::as_parameter).collect();
            self.client().query(&statement, &values).await
        };
        if self.opening.take() {
            let (begun, found) =
                futures_util::future::join(self.client().batch_execute(READING), query).await;
            begun.and(found)
        } else if self.queue.borrow().is_seen_by(sql) {
            self.after_queued(query).await
        } else {
            query.await
        }
    }

    /// Runs a statement once for each set of values; returns how many rows it changed.
    pub fn run<'v, V: AsRef<[Value<'v>]>>(
        &self,
        sql: &str,
        rows: impl IntoIterator<Item = V>,
    ) -> Result<u64, StoreError> {
        self.refuse_reading()?;
        let sql = in_dollars(sql);
        let rows: Vec<Vec<Value<'_>>> =
            rows.into_iter().map(|row| bound(row.as_ref(), false)).collect::<Result<_, _>>()?;
        wait(self.after_queued(self.run_all(&sql, &rows))).map_err(|e| self.fault(e))
    }

    /// Writes what a statement changes, before anything that could see it. What is wrong with it is told then, or at the end.
    pub fn put<'v, V: AsRef<[Value<'v>]>>(
        &self,
        sql: &str,
        rows: impl IntoIterator<Item = V>,
    ) -> Result<(), StoreError> {
        self.refuse_reading()?;
        let own = |row: V| Ok(bound(row.as_ref(), false)?.into_iter().map(Value::into_owned).collect());
        let rows: Vec<Vec<_>> = rows.into_iter().map(own).collect::<Result<_, StoreError>>()?;
        let mut queue = self.queue.borrow_mut();
        queue.add(&in_dollars(sql), rows);
        let is_full = queue.is_full();
        drop(queue);
        if is_full { self.send_queued() } else { Ok(()) }
    }

    fn refuse_reading(&self) -> Result<(), StoreError> {
        match self.may_write.get() {
            true => Ok(()),
            false => Err(StoreError::Refused("what may only read was to write".into())),
        }
    }

    fn send_queued(&self) -> Result<(), StoreError> {
        wait(self.after_queued(async { Ok(()) })).map_err(|e| self.fault(e))
    }

    /// Does something after what waits to be written, without waiting for one before the other is sent.
    async fn after_queued<T>(
        &self,
        work: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, tokio_postgres::Error> {
        if self.opening.take() {
            self.client().batch_execute(READING).await?;
        }
        let queued = self.queue.borrow_mut().take();
        if queued.is_empty() {
            return work.await;
        }
        // a statement that is to be prepared first would be overtaken by the others
        for writes in &queued {
            self.prepare_all(writes).await?;
        }
        let sent = queued.iter().map(|writes| self.run_all(&writes.sql, &writes.rows));
        let mut sent: Vec<Pin<Box<MaybeDone<_>>>> = sent.map(|run| Box::pin(maybe_done(run))).collect();
        let mut work = Box::pin(maybe_done(work));
        // what is looked at first is sent first; what each gives is taken below
        std::future::poll_fn(|context| {
            let sent = sent.iter_mut().map(|run| run.as_mut().poll(context));
            let pending =
                sent.filter(Poll::is_pending).count() + usize::from(work.as_mut().poll(context).is_pending());
            Poll::Ready(pending)
        })
        .await;
        for mut run in sent {
            run.as_mut().await;
            run.as_mut().take_output().expect("it has ended")?;
        }
        work.as_mut().await;
        work.as_mut().take_output().expect("it has ended")
    }

    async fn prepare_all(&self, Writes { sql, rows }: &Writes) -> Result<(), tokio_postgres::Error> {
        match (rows.as_slice(), whole_rows(sql)) {
            ([_, _, ..], Some(pattern)) => drop(self.prepare_together(sql, pattern).await?),
            ([row, ..], _) => drop(self.prepare(sql, row).await?),
            ([], _) => {}
        }
        Ok(())
    }

    async fn run_all(&self, sql: &str, rows: &[Vec<Value<'_>>]) -> Result<u64, tokio_postgres::Error> {
        match rows {
            [] => Ok(0),
            [row] => self.run_one(sql, row).await,
            rows => match whole_rows(sql) {
                Some(pattern) => self.run_together(sql, pattern, rows).await,
                None => self.run_in_turn(sql, rows).await,
            },
        }
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
        let (many, width) = self.prepare_together(sql, (before, after)).await?;
        let columns: Vec<Vec<&Value<'_>>> =
            (0..width).map(|at| rows.iter().map(|row| &row[at]).collect()).collect();
        let values: Vec<_> = columns.iter().map(statement::as_parameter).collect();
        self.client().execute(&many, &values).await
    }

    /// Prepares the statement that inserts many rows; returns it with the number of their columns.
    async fn prepare_together(
        &self,
        sql: &str,
        (before, after): (&str, &str),
    ) -> Result<(Statement, usize), tokio_postgres::Error> {
        let one = self.client().prepare_cached(sql).await?;
        let places: Vec<String> = (1..)
            .zip(one.params())
            .map(|(place, kind)| format!("${place}::{}[]", statement::name_of(kind)))
            .collect();
        let many = format!("{before}SELECT * FROM unnest({}){after}", places.join(", "));
        Ok((self.client().prepare_cached(&many).await?, one.params().len()))
    }

    /// Sends a statement for each row without waiting for the answer to the one before.
    async fn run_in_turn(&self, sql: &str, rows: &[Vec<Value<'_>>]) -> Result<u64, tokio_postgres::Error> {
        let statement = self.prepare(sql, &rows[0]).await?;
        let parameters: Vec<Vec<_>> =
            rows.iter().map(|row| row.iter().map(statement::as_parameter).collect()).collect();
        let sent = parameters.iter().map(|values| self.client().execute(&statement, values));
        Ok(futures_util::future::try_join_all(sent).await?.into_iter().sum())
    }

    /// Inserts a row whatever there is; returns its id. Numbers of several rows are asked for at once, and the rows wait to be written.
    pub fn insert_new(&self, sql: &str, values: &[Value<'_>]) -> Result<Option<i64>, StoreError> {
        let in_dollars = in_dollars(sql);
        let pattern = whole_rows(&in_dollars).filter(|(_, after)| after.trim().is_empty());
        let Some((table, columns)) = pattern.and_then(|(before, _)| table_and_columns(before)) else {
            return self.insert(sql, values);
        };
        let Some(number) = self.next_number(table)? else { return self.insert(sql, values) };
        let places: Vec<String> = (1..=values.len() + 1).map(|place| format!("?{place}")).collect();
        let sql = format!("INSERT INTO {table} (id, {columns}) VALUES ({})", places.join(", "));
        let row: Vec<Value<'_>> = std::iter::once(Value::Int(number)).chain(values.iter().cloned()).collect();
        self.put(&sql, [row])?;
        Ok(Some(number))
    }

    /// Returns the number of a table's next row; `None` where it is the first of this transaction: most have no other.
    fn next_number(&self, table: &str) -> Result<Option<i64>, StoreError> {
        let mut all = self.numbers.borrow_mut();
        let numbers = all.entry(table.to_owned()).or_default();
        let given = numbers.given;
        numbers.given += 1;
        if given == 0 {
            return Ok(None);
        }
        if numbers.left.is_empty() {
            let sql = format!(
                "SELECT nextval(pg_get_serial_sequence('{table}', 'id')) AS id FROM generate_series(1, ?1)"
            );
            let more = given.saturating_mul(2).min(NUMBERS_MAX);
            self.rows(&sql, &[more.into()], &mut |row| match row.value("id")? {
                Value::Int(number) => {
                    numbers.left.push(number);
                    Ok(true)
                }
                _ => Err(Damage::Column("id".to_owned()).into()),
            })?;
            numbers.left.reverse();
        }
        Ok(numbers.left.pop())
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
        if values.is_empty() {
            // most pushes bring nothing that is to be held
            return Ok(());
        }
        let sql = format!(
            "SELECT 1 AS one FROM {table} WHERE {column} = ANY($1) ORDER BY {column} FOR NO KEY UPDATE"
        );
        let held = wait(self.after_queued(async {
            let statement = self.client().prepare_cached(&sql).await?;
            self.client().query(&statement, &[&values]).await
        }));
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
        self.send_queued()?;
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
        // what waits was to be taken back too
        drop(self.queue.borrow_mut().take());
        self.has_failed.set(false);
        self.say("ROLLBACK TO attempt; RELEASE attempt")
    }

    fn say(&self, sql: &str) -> Result<(), StoreError> {
        wait(self.after_queued(self.client().batch_execute(sql))).map_err(|e| self.fault(e))
    }

    /// Ends the transaction durably. Where the answer is lost, it may have been made all the same.
    pub fn commit(mut self) -> Result<(), StoreError> {
        if self.has_failed.get() {
            return Err(StoreError::Refused(
                "a transaction of which a statement failed was to be kept".into(),
            ));
        }
        let (store, since) = (self.store, Instant::now());
        store.commits().push(since);
        let ended = wait(self.after_queued(self.client().batch_execute("COMMIT")));
        store.commits().retain(|commit| *commit != since);
        let client = self.client.take();
        ended.map_err(|e| {
            if let Some(client) = client {
                client.discard();
            }
            self.fault(e)
        })
    }

    /// Ends the transaction and takes back what was written in it.
    pub fn roll_back(mut self) {
        self.leave();
    }

    /// Has the server take everything back, and does not wait for it: whatever the connection is used for next comes after.
    fn leave(&mut self) {
        let Some(client) = self.another.take().or_else(|| self.client.take()) else { return };
        if let Some(ended) = self.client.take() {
            ended.discard();
        }
        if self.opening.get() {
            return;
        }
        let said = client.batch_execute("ROLLBACK").now_or_never();
        // the server takes back what a connection that ends has begun
        if std::thread::panicking() || said.is_some_and(|said| said.is_err()) {
            client.discard();
        }
    }

    fn fault(&self, error: tokio_postgres::Error) -> StoreError {
        self.of(Fault::of(error))
    }

    fn of(&self, fault: Fault) -> StoreError {
        note_lost(&fault, self.has_lost);
        self.has_failed.set(true);
        if !self.lasts && fault.is_write_refused() {
            return StoreError::Refused(Box::new(fault));
        }
        self.store.of(fault)
    }
}

impl Drop for PgTx<'_> {
    fn drop(&mut self) {
        self.leave();
    }
}

/// Notes that another transaction was in the way.
fn note_lost(fault: &Fault, has_lost: Option<&Cell<bool>>) {
    if fault.has_lost()
        && let Some(has_lost) = has_lost
    {
        has_lost.set(true);
    }
}

/// Takes apart what a statement that inserts begins with; `None` where the rows bring their own numbers.
fn table_and_columns(before: &str) -> Option<(&str, &str)> {
    let (table, columns) = before.strip_prefix("INSERT INTO ")?.split_once(" (")?;
    let columns = columns.trim_end().strip_suffix(')')?;
    (!columns.split(',').any(|column| column.trim() == "id")).then_some((table, columns))
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
