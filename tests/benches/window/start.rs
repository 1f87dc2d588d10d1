//! From the start of the program to its first frame that can be used: the replica opened, the worker's first answer
//! shown. Each start is a process of its own. The operating system's window is not part of it.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::ensure;
use egui::{Context, RawInput, Rect, pos2};
use kiosk::app::{AppSettings, KioskApp};
use kiosk::link::link;
use kiosk::route::Route;
use kiosk::worker::{self, WorkerSettings};
use kiosk::{clock as wall, config};
use serde_json::{Value, json};

use crate::child;
use crate::clock::{process_cpu, resident_mib};
use crate::frames::USUAL;

/// Starts of each kind; the middle one is shown.
const STARTS: usize = 9;

/// How long the worker may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

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
    paint(&Context::default(), |_| {});
    taken()
}

/// In a child: starts the worker over a data directory and paints until something can be touched.
pub fn start(dir: &Path) -> anyhow::Result<Value> {
    let settings = config::load(dir)?;
    let (to_worker, to_window) = link();
    let painter = std::thread::current();
    let worker = WorkerSettings {
        dir: dir.to_owned(),
        seed: [1; 32],
        clock: wall::reading,
        config: settings.clone(),
        wake: Arc::new(move || painter.unpark()),
    };
    worker::start(worker, to_window)?;
    let ctx = Context::default();
    let app = AppSettings { config: settings, seed: [2; 32], clock: Box::new(wall::now) };
    let mut app = KioskApp::new(&ctx, to_worker, app);
    let began = Instant::now();
    loop {
        paint(&ctx, |ui| {
            app.logic(ui.ctx());
            app.ui(ui);
        });
        if !matches!(app.route(), Route::Starting) {
            return Ok(taken());
        }
        ensure!(began.elapsed() < PATIENCE, "the worker never answered");
        std::thread::park_timeout(PATIENCE);
    }
}

fn paint(ctx: &Context, ui: impl FnMut(&mut egui::Ui)) {
    let screen_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), USUAL.size));
    let mut output = ctx.run_ui(RawInput { screen_rect, time: Some(0.0), ..RawInput::default() }, ui);
    output.textures_delta.clear();
    ctx.tessellate(output.shapes, output.pixels_per_point);
}

fn taken() -> Value {
    json!({ "cpu_seconds": process_cpu().as_secs_f64(), "resident_mib": resident_mib("self") })
}
