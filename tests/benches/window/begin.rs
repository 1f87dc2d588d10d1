//! The program without its window: from its start until something can be touched.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::ensure;
use egui::{Context, RawInput, Rect, Vec2, pos2, vec2};
use kiosk::app::{AppSettings, KioskApp};
use kiosk::link::link;
use kiosk::route::Route;
use kiosk::worker::{self, WorkerSettings};
use kiosk::{clock, config};

/// The screen that is painted.
pub const SCREEN: Vec2 = vec2(1920.0, 1080.0);

/// How long the worker may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Starts the worker over a data directory and paints until something can be touched.
pub fn until_touchable(dir: &Path) -> anyhow::Result<()> {
    let settings = config::load(dir)?;
    let (to_worker, to_window) = link();
    let painter = std::thread::current();
    let worker = WorkerSettings {
        dir: dir.to_owned(),
        seed: [1; 32],
        clock: clock::reading,
        config: settings.clone(),
        wake: Arc::new(move || painter.unpark()),
    };
    worker::start(worker, to_window)?;
    let ctx = Context::default();
    let app = AppSettings { config: settings, seed: [2; 32], clock: Box::new(clock::now) };
    let mut app = KioskApp::new(&ctx, to_worker, app);
    let began = Instant::now();
    loop {
        paint(&ctx, |ui| {
            app.logic(ui.ctx());
            app.ui(ui);
        });
        if !matches!(app.route(), Route::Starting) {
            return Ok(());
        }
        ensure!(began.elapsed() < PATIENCE, "the worker never answered");
        std::thread::park_timeout(PATIENCE);
    }
}

/// Paints one frame.
pub fn paint(ctx: &Context, ui: impl FnMut(&mut egui::Ui)) {
    let screen_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), SCREEN));
    let mut output = ctx.run_ui(RawInput { screen_rect, time: Some(0.0), ..RawInput::default() }, ui);
    output.textures_delta.clear();
    ctx.tessellate(output.shapes, output.pixels_per_point);
}
