//! The kiosks' child: each kiosk on a thread of its own records its lines as `kiosk record` does, then exchanges as
//! `kiosk sync` does, until the server has acknowledged everything.

use std::path::Path;
use std::sync::Barrier;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use kiosk::clock;
use kiosk::exchange::{Address, Exchange, PROGRAM, Progress, Request, Session, connector};
use rand::SeedableRng as _;
use serde_json::json;
use shared::doc::Dice;
use shared::domain::{Record, RecordLine};
use shared::replica::{Kiosk, RecordOutcome};
use shared::sync::EnrolmentCode;
use tokio::runtime::Runtime;

use crate::child::{answer, wait_for};
use crate::{load, measure};

/// Records of one transaction, as `kiosk record` has them.
pub const BATCH_RECORDS: usize = 100;

/// A kiosk that is enrolled, and what it is going to record.
struct Ready {
    kiosk: Kiosk,
    dice: Dice,
    address: Address,
    runtime: Runtime,
    lines: Vec<String>,
}

/// What one kiosk took.
struct Taken {
    record: Duration,
    up_bytes: usize,
    down_bytes: usize,
}

/// Enrols, waits, then has all kiosks work at once.
pub fn run(dir: &Path, address: &str, codes: &[&str], visits: usize) -> anyhow::Result<()> {
    let enrolled = codes.iter().enumerate().map(|(n, code)| enrol(dir, address, code, n, visits));
    let ready = enrolled.collect::<anyhow::Result<Vec<Ready>>>()?;
    let rest = measure::bytes_below(dir);
    answer(&json!({}))?;
    wait_for("begin")?;
    measure::reset_peak();
    let (cpu, started) = (measure::process_cpu(), Instant::now());
    let (sent, leave) = (Barrier::new(codes.len() + 1), Barrier::new(codes.len() + 1));
    let (wall, cpu, ended) = std::thread::scope(|scope| {
        let (sent, leave) = (&sent, &leave);
        let work = |mut ready: Ready| {
            let taken = record_and_exchange(&mut ready);
            sent.wait();
            // a thread that has ended takes its CPU time with it
            leave.wait();
            taken.map(|taken| (taken, ready))
        };
        let threads: Vec<_> = ready.into_iter().map(|ready| scope.spawn(move || work(ready))).collect();
        sent.wait();
        let measured = (started.elapsed(), measure::process_cpu() - cpu);
        leave.wait();
        let ended = threads.into_iter().map(|t| t.join().map_err(|_| anyhow::anyhow!("a kiosk failed"))?);
        (measured.0, measured.1, ended.collect::<anyhow::Result<Vec<_>>>())
    });
    let (peak_kib, ended) = (measure::peak_kib(), ended?);
    for (_, ready) in &ended {
        ready.kiosk.db().checkpoint()?;
    }
    let record = ended.iter().map(|(taken, _)| taken.record).max().unwrap_or_default();
    answer(&json!({
        "wall_seconds": wall.as_secs_f64(), "record_seconds": record.as_secs_f64(),
        "cpu_seconds": cpu.as_secs_f64(), "peak_kib": peak_kib,
        "up_bytes": ended.iter().map(|(taken, _)| taken.up_bytes).sum::<usize>(),
        "down_bytes": ended.iter().map(|(taken, _)| taken.down_bytes).sum::<usize>(),
        "rest_bytes": measure::bytes_below(dir) - rest,
    }))
}

/// Makes a kiosk and enrols it, and exchanges once, so that the catalog is not counted.
fn enrol(dir: &Path, address: &str, code: &str, number: usize, visits: usize) -> anyhow::Result<Ready> {
    let mut dice = Dice::seed_from_u64(number as u64);
    let (mut kiosk, _) = Kiosk::open_or_create(&dir.join(number.to_string()), &mut dice)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let code = EnrolmentCode::parse(code)?;
    let address = Address::parse(address)?;
    let enrolment = kiosk.begin_enrolment(address.as_str(), &code, PROGRAM)?;
    let client = Exchange::new(connector(&address, None)?, address.clone());
    let body = Some(enrolment.body.clone());
    let request = Request { path: "/v1/enrol".to_owned(), headers: Vec::new(), body };
    let reply = runtime.block_on(client.send(request))?;
    kiosk.finish_enrolment(&mut dice, enrolment, &reply)?;
    let mut ready = Ready { kiosk, dice, address, runtime, lines: load::lines(number, visits)? };
    exchange(&mut ready)?;
    ready.kiosk.db().checkpoint()?;
    Ok(ready)
}

fn record_and_exchange(ready: &mut Ready) -> anyhow::Result<Taken> {
    let started = Instant::now();
    for chunk in std::mem::take(&mut ready.lines).chunks(BATCH_RECORDS) {
        let parsed = chunk.iter().map(|line| Ok(RecordLine::parse(line.as_bytes())?.record));
        let records = parsed.collect::<anyhow::Result<Vec<Record>>>()?;
        let outcomes = ready.kiosk.record(&clock::reading(), &mut ready.dice, &records)?;
        let saved = outcomes.iter().filter(|outcome| matches!(outcome, RecordOutcome::Saved(_))).count();
        ensure!(saved == chunk.len(), "a line was refused");
    }
    let record = started.elapsed();
    let (up_bytes, down_bytes) = exchange(ready)?;
    ensure!(ready.kiosk.counts()?.waiting == 0, "something was not acknowledged");
    Ok(Taken { record, up_bytes, down_bytes })
}

/// Exchanges to the end; returns the bytes of the bodies that went up and came down.
fn exchange(ready: &mut Ready) -> anyhow::Result<(usize, usize)> {
    let Ready { kiosk, dice, address, runtime, .. } = ready;
    // a client a session, as `kiosk sync` has it: the server ends connections that are silent for some seconds
    let client = Exchange::new(connector(address, None)?, address.clone());
    let (mut up, mut down) = (0, 0);
    let (mut session, mut request) = Session::begin(kiosk, &clock::reading(), dice)?;
    loop {
        up += request.body.as_ref().map_or(0, Vec::len);
        let answer = runtime.block_on(client.send(request)).context("the server answers")?;
        down += answer.len();
        match session.take(kiosk, &clock::reading(), dice, &answer)? {
            Progress::Next(next) => request = next,
            Progress::Done => return Ok((up, down)),
        }
    }
}
