//! A kiosk with 20,000 families, each with a request: from the start of the program to its first frame that can be used, and from the
//! sign-in to a person's requests. Each start is a process of its own; the operating system's window is not part of it.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use egui::Context;
use rand::SeedableRng as _;
use serde_json::{Value, json};
use shared::doc::Dice;
use shared::domain::request::StepKind;
use shared::domain::{DeviceMode, Role};
use shared::replica::{Kiosk, Whose};
use tests::branch::{Branch, PIN};
use tests::clock::TestClock;
use tests::network::Network;
use tests::office::HeadOffice;

use crate::list::{asked, record, usual};
use crate::{begin, child};

const FAMILIES: u32 = 20_000;
const BATCH: u32 = 500;

/// Ids of one request.
const APART: u32 = 20;

/// Starts of each kind; the middle one is shown.
const STARTS: usize = 9;

/// Measures, and writes the table.
pub fn table() -> anyhow::Result<String> {
    let device = device()?;
    let dir = device.dir().display().to_string();
    let mut text =
        format!("| {FAMILIES} families with requests | middle of {STARTS} | longest |\n|---|---|---|\n");
    for (name, words) in [
        ("a program that paints an empty frame (the floor)", vec!["empty".to_owned()]),
        ("from start to the welcome", vec!["start".to_owned(), dir.clone()]),
    ] {
        let mut walls = Vec::new();
        for _ in 0..STARTS {
            let begun = Instant::now();
            child::run(&words)?;
            walls.push(begun.elapsed());
        }
        text += &row(name, walls);
    }
    let mut told = Vec::new();
    for _ in 0..STARTS {
        told.push(child::run(&["requests".to_owned(), dir.clone()])?);
    }
    for (name, field) in [
        ("the database opened", "open"),
        ("the index of people made, once somebody signed in", "index"),
        ("a person found, and their requests opened", "requests"),
    ] {
        let of = |told: &Value| Duration::from_secs_f64(told[field].as_f64().unwrap_or(0.0));
        text += &row(name, told.iter().map(of).collect());
    }
    let bytes = std::fs::metadata(device.dir().join("kiosk.db"))?.len();
    Ok(format!("{text}| database | {} MiB | |\n", bytes >> 20))
}

fn row(name: &str, mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let [middle, longest] =
        [times[times.len() / 2], times[times.len() - 1]].map(|time| time.as_secs_f64() * 1e3);
    format!("| {name} | {middle:.1} ms | {longest:.1} ms |\n")
}

/// A branch's device at which each family asked for support and most were submitted.
fn device() -> anyhow::Result<Branch> {
    let mut office = HeadOffice::in_a_file(1);
    let mut device = Branch::enrolled_as("riyadh", &DeviceMode::Field, &mut office, 1);
    device.take_pass(&mut office, &mut Network::default(), "sara", &Role::Relations);
    for first in (0..FAMILIES).step_by(usize::try_from(BATCH)?) {
        let mut lines = Vec::new();
        for n in first..first + BATCH {
            let of = n * APART;
            lines.push(asked(n, of));
            let kinds = [StepKind::Received, StepKind::Matched, StepKind::Attested, StepKind::Submitted];
            lines.extend(kinds.iter().zip(of + 1..).map(|(kind, at)| usual(at, of, *kind)));
        }
        record(&mut device, "sara", &lines)?;
    }
    device.kiosk.db().checkpoint()?;
    Ok(device)
}

/// In a child: paints one empty frame.
pub fn nothing() -> anyhow::Result<Value> {
    begin::paint(&Context::default(), |_| {});
    Ok(json!({}))
}

/// In a child: starts the worker over a data directory and paints until something can be touched.
pub fn start(dir: &Path) -> anyhow::Result<Value> {
    begin::until_touchable(dir)?;
    Ok(json!({}))
}

/// In a child: opens the device, makes the index of people, finds one and opens their requests.
pub fn look(dir: &Path) -> anyhow::Result<Value> {
    let begun = Instant::now();
    let (mut kiosk, _) = Kiosk::open(dir, &mut Dice::from_seed([3; 32]))?;
    let open = begun.elapsed();
    kiosk.check_pin(TestClock::morning().reading().unix_millis(), Whose::Device, PIN)?;
    let begun = Instant::now();
    let people = kiosk.people()?;
    let index = begun.elapsed();
    let begun = Instant::now();
    let found = people.search("0510012345").into_iter().next().context("a person")?;
    let known = kiosk.requests_of(&[found.file])?;
    let requests = begun.elapsed();
    ensure!(known.len() == 1 && known[0].steps.len() == 4, "{} requests are known", known.len());
    let [open, index, requests] = [open, index, requests].map(|time| time.as_secs_f64());
    Ok(json!({ "open": open, "index": index, "requests": requests }))
}
