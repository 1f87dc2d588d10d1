//! The operating system's window around [`KioskApp`]: full screen without borders, or a plain window for a demo.
//! Keeps no state of its own.

use std::sync::Arc;

use egui::{Context, ViewportBuilder, WindowLevel};

use crate::app::{AppSettings, KioskApp};
use crate::link::{Waker, WorkerLink};
use crate::speech;
use crate::words::messages;

/// Size of the plain window in points: what a small kiosk screen has.
const WINDOW_SIZE: [f32; 2] = [1280.0, 800.0];

/// The display refused the window. [`crate::display::check`] says beforehand what can be said of why.
#[derive(Debug, thiserror::Error)]
#[error("open the window: the display refused it; check its graphics driver")]
pub struct WindowError(#[source] eframe::Error);

/// How the window is shown, beside what the settings say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shown {
    /// In a plain frame that closes by its own means, whatever the settings say.
    pub windowed: bool,
    /// The line of the settings file that could not be read.
    pub wrong_line: Option<usize>,
    /// It may be closed, and lets other windows before it: no visitor enters anything there.
    pub gives_way: bool,
}

/// Shows the kiosk until its window is closed: by staff, where it fills the screen. `connect` starts the worker, which
/// calls the waker after each event.
///
/// # Errors
/// [`WindowError`] where the display refuses the window.
pub fn run(
    settings: AppSettings,
    shown: Shown,
    connect: impl FnOnce(Waker) -> WorkerLink,
) -> Result<(), WindowError> {
    let title = messages(settings.config.appearance.language).text("app-name").into_owned();
    let viewport =
        ViewportBuilder::default().with_title(&title).with_app_id("sila").with_drag_and_drop(false);
    let is_kiosk = settings.config.screen.fullscreen && !shown.windowed;
    let viewport = if is_kiosk {
        let level = if shown.gives_way { WindowLevel::Normal } else { WindowLevel::AlwaysOnTop };
        viewport.with_fullscreen(true).with_decorations(false).with_window_level(level)
    } else {
        viewport.with_inner_size(WINDOW_SIZE)
    };
    let options = eframe::NativeOptions { viewport, ..Default::default() };
    let create = move |creation: &eframe::CreationContext<'_>| {
        let ctx = &creation.egui_ctx;
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        let link = connect(waker_of(ctx.clone()));
        let voice = speech::start(&settings.config.speech, waker_of(ctx.clone()));
        let mut app = KioskApp::new(ctx, link, settings).with_voice(voice);
        if !is_kiosk || shown.gives_way {
            app.let_close();
        }
        if let Some(line) = shown.wrong_line {
            app.settings_are_wrong(line);
        }
        Ok(Box::new(Window(app)) as Box<dyn eframe::App>)
    };
    eframe::run_native(&title, options, Box::new(create)).map_err(WindowError)
}

fn waker_of(ctx: Context) -> Waker {
    Arc::new(move || ctx.request_repaint())
}

struct Window(KioskApp);

impl eframe::App for Window {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.0.logic(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.0.ui(ui);
    }
}
