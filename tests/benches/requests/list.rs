//! Head office's work list over 50,000 requests: what the page `/requests` asks the store, page by page and state by state, counting and
//! opening 50 requests. The floor reads the ids of 50 facts by their rows. `SILA_BENCH_REQUESTS` says how many requests instead.

use std::time::Instant;

use anyhow::ensure;
use serde_json::{Value, json};
use shared::domain::Role;
use shared::domain::request::{State, StepKind};
use shared::replica::{Act, RecordOutcome};
use tests::branch::{Branch, parse};
use tests::casework::{id, person, request, step, usual_fields};
use tests::network::Network;
use tests::office::HeadOffice;

use crate::figures::{Times, head, row};

const REQUESTS: u32 = 50_000;

/// Requests that are taken before they are sent.
const BATCH: u32 = 500;

/// Rows of a page, as head office's pages have them.
const ROWS: u32 = 50;

const TURNS: usize = 40;

/// Ids of one request.
const APART: u32 = 20;

/// Measures on each engine that is here, and prints each table once it is full.
pub fn print() -> anyhow::Result<()> {
    let requests = std::env::var("SILA_BENCH_REQUESTS").ok().map_or(Ok(REQUESTS), |n| n.parse())?;
    println!("{}", on(HeadOffice::in_a_file(1), requests, "SQLite")?);
    let shared = HeadOffice::new(1);
    if shared.replica.db().is_shared() {
        println!("{}", on(shared, requests, "PostgreSQL")?);
    } else {
        println!("PostgreSQL: not run, SILA_TEST_POSTGRES names no server for tests.");
    }
    Ok(())
}

fn on(mut office: HeadOffice, requests: u32, engine: &str) -> anyhow::Result<String> {
    let begun = Instant::now();
    fill(&mut office, requests)?;
    let filled = begun.elapsed();
    let counts = office.replica.count_requests(None)?;
    ensure!(counts.values().sum::<u64>() == u64::from(requests), "{counts:?}");
    let facts: u64 = office.rows().one("SELECT count(*) AS n FROM fact", &[]);
    let mut text = head(&format!("{engine}, {requests} requests, {facts} facts"));
    let rows = office.rows();
    let floor =
        Times::of(TURNS, || rows.all::<Vec<u8>>("SELECT fact FROM fact ORDER BY id LIMIT 50", &[]).len());
    text += &row("50 ids (the floor)", &floor, None);
    let counted = Times::of(TURNS, || office.replica.count_requests(None));
    text += &row("counting by state", &counted, Some(&floor));
    let open: u64 = counts.iter().filter(|(state, _)| state.is_open()).map(|(_, n)| n).sum();
    let mut all = Vec::new();
    let states = counts.iter().map(|(state, n)| (Some(*state), *n));
    for (state, n) in std::iter::once((None, open)).chain(states) {
        let name = state.map_or("open", State::code);
        let last = n.saturating_sub(1) / u64::from(ROWS) * u64::from(ROWS);
        for (page, skip) in [("first", 0), ("last", last)] {
            let times = Times::of(TURNS, || {
                let counts = office.replica.count_requests(None);
                (counts, office.replica.list_requests(state, skip, ROWS))
            });
            text += &row(&format!("{name}, {n} requests, the {page} page"), &times, Some(&floor));
            all.push(times);
        }
    }
    text += &row("any of them", &Times::join(all), Some(&floor));
    Ok(format!("{text}\nFilled in {:.0} s.\n\n", filled.as_secs_f64()))
}

/// Has a branch take requests, which stand wherever they have come to: some were only asked, most are with the committee or further.
fn fill(office: &mut HeadOffice, requests: u32) -> anyhow::Result<()> {
    let mut desk = Branch::enrolled("riyadh", office, 1);
    let mut network = Network::default();
    desk.take_pass(office, &mut network, "sara", &Role::Relations);
    desk.take_pass(office, &mut network, "salma", &Role::SocialResearch);
    for first in (0..requests).step_by(usize::try_from(BATCH)?) {
        let batch = first..requests.min(first + BATCH);
        let mut lines: Vec<Value> = Vec::new();
        let mut studied: Vec<Value> = Vec::new();
        let mut decided: Vec<Value> = Vec::new();
        for n in batch {
            let of = n * APART;
            lines.push(asked(n, of));
            let so_far: &[StepKind] = match n % 10 {
                0 => &[],
                1 => &[StepKind::Received, StepKind::Matched],
                2 => &[StepKind::Received, StepKind::Matched, StepKind::Attested],
                3 => &[StepKind::Received, StepKind::Withdrawn],
                _ => &[StepKind::Received, StepKind::Matched, StepKind::Attested, StepKind::Submitted],
            };
            lines.extend(so_far.iter().zip(of + 1..).map(|(kind, at)| usual(at, of, *kind)));
            if n % 10 > 6 {
                studied.push(usual(of + 6, of, StepKind::Studied));
            }
            if n % 10 > 7 {
                decided.push(usual(of + 7, of, StepKind::Decided));
            }
        }
        record(&mut desk, "sara", &lines)?;
        record(&mut desk, "salma", &studied)?;
        let carried = network.sync(&mut desk, office);
        ensure!(carried.is_ok(), "{carried:?}");
        network.pushes.clear();
        for (at, member) in [(7, "omar"), (8, "huda")] {
            let steps = decided.iter().map(|line| {
                let mut line = line.clone();
                let own = line["id"].as_str().unwrap_or_default().to_owned();
                let n: u32 = own[own.len() - 8..].parse().unwrap_or_default();
                line["id"] = json!(id(n + at - 7).to_string());
                line
            });
            let mut act = Act { by: Some(person(member)), ..office.act() };
            let steps: Vec<_> = steps
                .filter_map(|line| match parse(&line) {
                    shared::domain::Record::Step(step) => Some(*step),
                    _ => None,
                })
                .collect();
            all_saved(&office.replica.record_steps(&mut act, &Role::Committee, &steps)?)?;
        }
    }
    Ok(())
}

/// The request of a family of its own, each on another day.
pub fn asked(n: u32, of: u32) -> Value {
    let person =
        json!({"name": format!("نورة بنت عبد الله {n}"), "mobile": format!("05{:08}", 10_000_000 + n)});
    request(of, &person)
}

/// A step as it usually is; what the applicant is told differs from request to request.
pub fn usual(n: u32, of: u32, kind: StepKind) -> Value {
    let mut fields = usual_fields(kind);
    if kind == StepKind::Submitted {
        let day = jiff::civil::date(2026, 5, 26)
            .saturating_add(jiff::Span::new().days(i64::from(of / APART % 120)));
        fields["told_date"] = json!(day.to_string());
    }
    step(n, of, kind.code(), &fields)
}

/// Records lines in somebody's name, in one transaction.
pub fn record(device: &mut Branch, name: &str, lines: &[Value]) -> anyhow::Result<()> {
    let records: Vec<_> = lines.iter().map(parse).collect();
    let mut act = Act { by: Some(person(name)), ..device.act() };
    all_saved(&device.kiosk.record(&mut act, &records)?)
}

fn all_saved(outcomes: &[RecordOutcome]) -> anyhow::Result<()> {
    let other = outcomes.iter().find(|outcome| !matches!(outcome, RecordOutcome::Saved(_)));
    ensure!(other.is_none(), "{other:?}");
    Ok(())
}
