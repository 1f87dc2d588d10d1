//! The floor: the same lines kept in SQLite as they are and posted as plain NDJSON by the same HTTP client to a server that
//! inserts them, in transactions as durable as ours, and answers their ids. It opens, seals, signs and checks nothing: no
//! program that keeps what branches send can do with less.

use std::path::Path;
use std::sync::{Arc, Mutex};

use anyhow::{Context as _, ensure};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path as Part, State};
use axum::http::StatusCode;
use axum::routing::post;
use axum_extra::extract::Query;
use kiosk::exchange::{Address, Exchange, HttpRequest, connector};
use rusqlite::{Connection, params};
use serde::Deserialize;
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::child::Child;
use crate::phases::{Place, Side};

/// Lines of a request, and rows of a transaction that they become.
const BATCH_LINES: usize = 500;

/// Largest body: 500 lines of 8 KiB.
const BODY_BYTES_MAX: usize = 4 * 1_024 * 1_024;

type Database = Arc<Mutex<Connection>>;

/// A line with its id, as both ends keep it.
pub struct Line {
    id: Uuid,
    text: String,
}

/// A branch's device.
pub struct Plain {
    database: Connection,
    branch: u32,
    address: Address,
    runtime: Runtime,
    /// The last line that the server is known to have. It need not outlive the process: what is sent twice is kept once.
    last: Uuid,
}

impl Side for Plain {
    type Record = Line;

    fn found(office: &str, _branches: u32, _database: Option<&str>) -> anyhow::Result<()> {
        open(Path::new(office)).map(drop)
    }

    fn serve(office: &str) -> anyhow::Result<Child> {
        Child::start(&["floor", office])
    }

    fn join(Place { address, branch, dir, .. }: &Place<'_>) -> anyhow::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let address = Address::parse(address)?;
        Ok(Self { database: open(dir)?, branch: *branch, address, runtime, last: Uuid::nil() })
    }

    fn read(line: &str) -> anyhow::Result<Line> {
        Line::of(line).context("a line without an id")
    }

    fn record(&mut self, lines: &[Line]) -> anyhow::Result<()> {
        Ok(insert(&mut self.database, self.branch, lines)?)
    }

    fn exchange(&mut self) -> anyhow::Result<()> {
        let client = Exchange::new(connector(&self.address, None)?, self.address.clone());
        let send = |path, body| client.send(HttpRequest { path, headers: Vec::new(), body });
        loop {
            let lines = lines_after(&self.database, self.branch, self.last)?;
            let Some(Line { id, .. }) = lines.last() else { break };
            let answer = send(format!("/{}", self.branch), Some(joined(&lines).into_bytes()));
            let ids = String::from_utf8(self.runtime.block_on(answer)?)?;
            ensure!(ids.lines().count() == lines.len(), "a line was not acknowledged");
            self.last = *id;
        }
        loop {
            let answer = send(format!("/{}?after={}", self.branch, self.last), None);
            let text = String::from_utf8(self.runtime.block_on(answer)?)?;
            let lines = text.lines().filter_map(Line::of).collect::<Vec<_>>();
            self.record(&lines)?;
            self.last = lines.last().map_or(self.last, |line| line.id);
            if lines.len() < BATCH_LINES {
                return Ok(());
            }
        }
    }

    fn sign_in(_office: &Path) -> anyhow::Result<Option<String>> {
        Ok(None)
    }
}

impl Line {
    /// Finds the id without reading the line.
    fn of(text: &str) -> Option<Self> {
        let id = text.split_once(r#""id":""#)?.1.get(..36)?;
        Some(Self { id: Uuid::try_parse(id).ok()?, text: text.to_owned() })
    }
}

fn joined(lines: &[Line]) -> String {
    lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
}

fn open(dir: &Path) -> anyhow::Result<Connection> {
    std::fs::create_dir_all(dir)?;
    let database = Connection::open(dir.join("floor.db"))?;
    database.pragma_update(None, "journal_mode", "WAL")?;
    database.pragma_update(None, "synchronous", "FULL")?;
    database.execute_batch(
        "CREATE TABLE IF NOT EXISTS line (branch INTEGER, id BLOB, text TEXT NOT NULL, UNIQUE (branch, id))",
    )?;
    Ok(database)
}

fn insert(database: &mut Connection, branch: u32, lines: &[Line]) -> rusqlite::Result<()> {
    let transaction = database.transaction()?;
    {
        let sql = "INSERT INTO line (branch, id, text) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        let mut statement = transaction.prepare_cached(sql)?;
        for line in lines {
            statement.execute(params![branch, line.id.as_bytes(), line.text])?;
        }
    }
    transaction.commit()
}

fn lines_after(database: &Connection, branch: u32, last: Uuid) -> rusqlite::Result<Vec<Line>> {
    let sql = "SELECT id, text FROM line WHERE branch = ?1 AND id > ?2 ORDER BY id LIMIT ?3";
    let mut statement = database.prepare_cached(sql)?;
    let rows = statement.query_map(params![branch, last.as_bytes(), BATCH_LINES], |row| {
        Ok(Line { id: Uuid::from_bytes(row.get(0)?), text: row.get(1)? })
    })?;
    rows.collect()
}

/// Serves the one address of each branch until the process ends; the child side.
pub fn serve(dir: &Path, listen: &str) -> anyhow::Result<()> {
    let database: Database = Arc::new(Mutex::new(open(dir)?));
    let app = Router::new().route("/{branch}", post(take).get(give));
    let app = app.layer(DefaultBodyLimit::max(BODY_BYTES_MAX)).with_state(database);
    Runtime::new()?.block_on(async {
        let listener = tokio::net::TcpListener::bind(listen).await?;
        Ok(axum::serve(listener, app).await?)
    })
}

async fn take(
    State(database): State<Database>,
    Part(branch): Part<u32>,
    body: String,
) -> Result<String, StatusCode> {
    blocking(database, move |database| {
        let lines = body.lines().filter_map(Line::of).collect::<Vec<_>>();
        insert(database, branch, &lines)?;
        Ok(lines.iter().map(|line| format!("{}\n", line.id)).collect())
    })
    .await
}

#[derive(Deserialize)]
struct After {
    after: Uuid,
}

async fn give(
    State(database): State<Database>,
    Part(branch): Part<u32>,
    Query(After { after }): Query<After>,
) -> Result<String, StatusCode> {
    blocking(database, move |database| Ok(joined(&lines_after(database, branch, after)?))).await
}

async fn blocking(
    database: Database,
    work: impl FnOnce(&mut Connection) -> rusqlite::Result<String> + Send + 'static,
) -> Result<String, StatusCode> {
    let answer = tokio::task::spawn_blocking(move || work(&mut *database.lock().ok()?).ok()).await;
    answer.ok().flatten().ok_or(StatusCode::INTERNAL_SERVER_ERROR)
}
