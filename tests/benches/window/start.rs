//! From the start of the program to its first frame that can be used: the replica opened, the worker's first answer
//! shown. Each start is a process of its own. The operating system's window is not part of it.

use std::path::Path;
use std::time::{Duration, Instant};

use egui::Context;
use serde_json::{Value, json};

use crate::clock::{process_cpu, resident_mib};
use crate::{begin, child};

/// Starts of each kind; the middle one is shown.
const STARTS: usize = 9;

/// What a start took: wall time from outside, CPU time and memory from inside.
pub struct Start {
    pub name: &'static str,
    pub wall: Duration,
    pub cpu_seconds: f64,
    pub resident_mib: f64,
}

/// Starts the program without anything, not enrolled, and enrolled with the branch's records.
pub fn all(enrolled: &Path) -> anyhow::Result<Vec<Start>> {
    let new = tempfile::tempdir()?;
    let text = |path: &Path| path.display().to_string();
    Ok(vec![
        middle("a program that paints an empty frame (the floor)", &["empty".to_owned()])?,
        middle("a device that is not enrolled: first start", &["start".to_owned(), text(new.path())])?,
        middle("an enrolled device: welcome", &["start".to_owned(), text(enrolled)])?,
    ])
}

fn middle(name: &'static str, words: &[String]) -> anyhow::Result<Start> {
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        let began = Instant::now();
        let told = child::run(words)?;
        let of = |field: &str| told[field].as_f64().unwrap_or(0.0);
        let (cpu_seconds, resident_mib) = (of("cpu_seconds"), of("resident_mib"));
        starts.push(Start { name, wall: began.elapsed(), cpu_seconds, resident_mib });
    }
    starts.sort_by_key(|start| start.wall);
    Ok(starts.swap_remove(STARTS / 2))
}

/// In a child: paints one empty frame.
pub fn paint_nothing() -> Value {
    begin::paint(&Context::default(), |_| {});
    taken()
}

/// In a child: starts the worker over a data directory and paints until something can be touched.
pub fn start(dir: &Path) -> anyhow::Result<Value> {
    begin::until_touchable(dir)?;
    Ok(taken())
}

fn taken() -> Value {
    json!({ "cpu_seconds": process_cpu().as_secs_f64(), "resident_mib": resident_mib("self") })
}
