//! The floor: the same lines posted as plain NDJSON and inserted into SQLite as they are. No program that keeps what
//! branches send durably can do with less.

use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Barrier, Mutex};
use std::time::Instant;

use anyhow::Context as _;
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::routing::post;
use kiosk::exchange::{Address, Exchange, Request, connector};
use rusqlite::Connection;
use serde_json::json;

use crate::child::{answer, wait_for};
use crate::{load, measure};

/// Lines of a request, and rows of a transaction.
const BATCH_LINES: usize = 500;

/// Largest body: 500 lines of 1 KiB are half a MiB.
const BODY_BYTES_MAX: usize = 8 * 1024 * 1024;

type Database = Arc<Mutex<Connection>>;

/// Serves the floor's one address; the child side of the case.
pub fn serve_all(dir: &Path) -> anyhow::Result<()> {
    let connection = Connection::open(dir.join("floor.db"))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch("CREATE TABLE line (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")?;
    let database: Database = Arc::new(Mutex::new(connection));
    let runtime = tokio::runtime::Runtime::new()?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let address = format!("http://{}", listener.local_addr()?);
    let app = Router::new().route("/", post(take_in)).layer(DefaultBodyLimit::max(BODY_BYTES_MAX));
    let app = app.with_state(database.clone());
    runtime.spawn(async move {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        axum::serve(listener, app).await
    });
    answer(&json!({ "address": address }))?;
    wait_for("begin")?;
    measure::reset_peak();
    let (cpu, rest) = (measure::process_cpu(), measure::bytes_below(dir));
    answer(&json!({}))?;
    wait_for("end")?;
    let (cpu, peak_kib) = (measure::process_cpu() - cpu, measure::peak_kib());
    let connection = database.lock().map_err(|_| anyhow::anyhow!("an insert failed"))?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    let rest = measure::bytes_below(dir) - rest;
    answer(&json!({ "cpu_seconds": cpu.as_secs_f64(), "peak_kib": peak_kib, "rest_bytes": rest }))
}

async fn take_in(State(database): State<Database>, body: String) -> StatusCode {
    let inserted = tokio::task::spawn_blocking(move || insert(&database, &body)).await;
    match inserted {
        Ok(Some(())) => StatusCode::OK,
        Ok(None) | Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn insert(database: &Database, body: &str) -> Option<()> {
    let mut connection = database.lock().ok()?;
    let transaction = connection.transaction().ok()?;
    {
        let mut statement = transaction.prepare_cached("INSERT INTO line (body) VALUES (?1)").ok()?;
        for line in body.lines() {
            statement.execute([line]).ok()?;
        }
    }
    transaction.commit().ok()
}

/// Posts every client's lines; the child side of the case.
pub fn send_all(address: &str, clients: usize, visits: usize) -> anyhow::Result<()> {
    let address = Address::parse(address)?;
    let bodies = (0..clients).map(|client| bodies_of(client, visits)).collect::<Result<Vec<_>, _>>()?;
    answer(&json!({}))?;
    wait_for("begin")?;
    measure::reset_peak();
    let (cpu, started) = (measure::process_cpu(), Instant::now());
    let (sent, leave) = (Barrier::new(clients + 1), Barrier::new(clients + 1));
    let bytes = std::thread::scope(|scope| {
        let (address, sent, leave) = (&address, &sent, &leave);
        let threads: Vec<_> = bodies
            .into_iter()
            .map(|bodies| {
                scope.spawn(move || {
                    let result = post_all(address, bodies);
                    sent.wait();
                    // a thread that has ended takes its CPU time with it
                    leave.wait();
                    result
                })
            })
            .collect();
        sent.wait();
        let (wall, cpu) = (started.elapsed(), measure::process_cpu() - cpu);
        leave.wait();
        let ended = threads.into_iter().map(|t| t.join().map_err(|_| anyhow::anyhow!("a client failed"))?);
        let up: usize = ended.collect::<anyhow::Result<Vec<usize>>>()?.into_iter().sum();
        anyhow::Ok((wall, cpu, up))
    });
    let (wall, cpu, up) = bytes?;
    answer(&json!({
        "wall_seconds": wall.as_secs_f64(), "cpu_seconds": cpu.as_secs_f64(),
        "peak_kib": measure::peak_kib(), "up_bytes": up, "down_bytes": 0, "rest_bytes": 0,
    }))
}

fn bodies_of(client: usize, visits: usize) -> anyhow::Result<Vec<Vec<u8>>> {
    let lines = load::lines(client, visits)?;
    Ok(lines.chunks(BATCH_LINES).map(|chunk| chunk.join("\n").into_bytes()).collect())
}

fn post_all(address: &Address, bodies: Vec<Vec<u8>>) -> anyhow::Result<usize> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let client = Exchange::new(connector(address, None)?, address.clone());
    let mut up = 0;
    for body in bodies {
        up += body.len();
        let request = Request { path: "/".to_owned(), headers: Vec::new(), body: Some(body) };
        runtime.block_on(client.send(request)).context("the floor takes a batch")?;
    }
    Ok(up)
}
