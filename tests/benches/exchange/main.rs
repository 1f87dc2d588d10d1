//! What it takes from `record` to the server's durable acknowledgement, beside a floor measured in the same run: the
//! same lines posted as plain NDJSON and inserted into SQLite. Run it with `cargo bench -p tests`.
//!
//! Each case runs in child processes of its own, kiosks apart from the server, so that CPU and peak memory are theirs
//! alone. Nothing here is asserted: the numbers are for people.

mod bytes;
mod child;
mod floor;
mod kiosks;
mod load;
mod measure;
mod phases;
mod report;
mod server;

use std::path::Path;

use anyhow::{Context as _, bail};
use serde_json::Value;

use child::Child;
use report::Case;

/// Visits that each kiosk records.
const VISITS: usize = 1_000;

/// Kiosks of the cases.
const KIOSKS: [usize; 2] = [1, 8];

/// How often a case is run; the run with the middle wall time is shown.
const RUNS: usize = 3;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let number = |word: &str| word.parse().context("a number");
    match words.as_slice() {
        ["--child", "server", dir, kiosks] => server::run(Path::new(dir), number(kiosks)?),
        ["--child", "kiosks", dir, address, codes @ ..] => {
            kiosks::run(Path::new(dir), address, codes, VISITS)
        }
        ["--child", "floor-server", dir] => floor::serve_all(Path::new(dir)),
        ["--child", "floor-clients", address, clients] => floor::send_all(address, number(clients)?, VISITS),
        ["--child", other, ..] => bail!("there is no child {other}"),
        // cargo itself passes --bench; names of benches mean nothing here, there is one
        _ => measure_all(),
    }
}

fn measure_all() -> anyhow::Result<()> {
    println!("{}", report::machine());
    let mut cases = Vec::new();
    for kiosks in KIOSKS {
        cases.push(middle(format!("floor, {kiosks} × {VISITS}"), kiosks, floor_case)?);
        cases.push(middle(format!("Sila, {kiosks} × {VISITS}"), kiosks, sila_case)?);
    }
    println!("{}", report::table(&cases));
    println!("{}", report::ratios(&cases));
    println!("{}", phases::tables(VISITS)?);
    Ok(())
}

/// Runs a case some times and keeps the run with the middle wall time.
fn middle(
    name: String,
    kiosks: usize,
    run: fn(&Path, usize) -> anyhow::Result<(Value, Value)>,
) -> anyhow::Result<Case> {
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        let dir = tempfile::tempdir()?;
        let (clients, server) = run(dir.path(), kiosks)?;
        runs.push(Case::new(&name, kiosks * VISITS, &clients, &server));
    }
    runs.sort_by(|a, b| a.wall_seconds.total_cmp(&b.wall_seconds));
    Ok(runs.swap_remove(RUNS / 2))
}

fn sila_case(dir: &Path, kiosks: usize) -> anyhow::Result<(Value, Value)> {
    let path = |name: &str| dir.join(name).display().to_string();
    let mut server = Child::start(&["server".to_owned(), path("server"), kiosks.to_string()])?;
    let started = server.hear()?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut words = vec!["kiosks".to_owned(), path("kiosks"), text(&started["address"])];
    words.extend(started["codes"].as_array().into_iter().flatten().map(text));
    between(server, &words)
}

fn floor_case(dir: &Path, clients: usize) -> anyhow::Result<(Value, Value)> {
    let mut server = Child::start(&["floor-server".to_owned(), dir.display().to_string()])?;
    let address = server.hear()?["address"].as_str().unwrap_or_default().to_owned();
    between(server, &["floor-clients".to_owned(), address, clients.to_string()])
}

/// Starts the clients, lets both sides measure from the same moment, and returns what each of them measured.
fn between(mut server: Child, clients: &[String]) -> anyhow::Result<(Value, Value)> {
    let mut clients = Child::start(clients)?;
    clients.hear().context("the clients make ready")?;
    server.ask("begin")?;
    let sent = clients.ask("begin")?;
    let taken = server.ask("end")?;
    clients.end()?;
    server.end()?;
    Ok((sent, taken))
}
