//! The operating system's window around [`KioskApp`]: full screen without borders, or a plain window for a demo.
//! Keeps no state of its own.

mod libraries;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use egui::{Context, ViewportBuilder};

use crate::app::{AppSettings, KioskApp};
use crate::words::messages;
use crate::worker::link::WorkerLink;

/// Size of the plain window in points: what a small kiosk screen has.
const WINDOW_SIZE: [f32; 2] = [1280.0, 800.0];

/// Has the window look for events; callable from any thread.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    /// Nothing to show a window on.
    #[error(
        "open the window: there is no display; set DISPLAY or WAYLAND_DISPLAY, or use the kiosk's commands"
    )]
    NoDisplay,
    /// Libraries that only a window needs are not installed.
    #[error("open the window: system libraries are missing; on Debian or Ubuntu run: apt install {packages}")]
    Libraries {
        /// The packages that bring them, separated by spaces.
        packages: String,
    },
    /// The display refused the window.
    #[error("open the window: the display refused it; check its graphics driver")]
    Refused(#[source] eframe::Error),
}

/// Tells whether there is a display to show a window on.
pub fn has_display() -> bool {
    !cfg!(target_os = "linux") || is_wayland() || is_set("DISPLAY")
}

/// Shows the kiosk until its window is closed. `connect` starts the worker, which calls the waker after each event.
///
/// # Errors
/// [`WindowError`] where there is no display, or its libraries are missing.
///
/// # Panics
/// Where the window's own code does, with every library in place.
pub fn run(
    settings: AppSettings,
    windowed: bool,
    connect: impl FnOnce(Waker) -> WorkerLink,
) -> Result<(), WindowError> {
    if !has_display() {
        return Err(WindowError::NoDisplay);
    }
    let title = messages(settings.language).text("app-name").into_owned();
    let viewport =
        ViewportBuilder::default().with_title(&title).with_app_id("sila").with_drag_and_drop(false);
    let viewport = if windowed {
        viewport.with_inner_size(WINDOW_SIZE)
    } else {
        viewport.with_fullscreen(true).with_decorations(false)
    };
    let options = eframe::NativeOptions { viewport, ..Default::default() };
    let create = move |creation: &eframe::CreationContext<'_>| {
        let ctx = &creation.egui_ctx;
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        let link = connect(waker_of(ctx.clone()));
        Ok(Box::new(Window(KioskApp::new(ctx, link, settings))) as Box<dyn eframe::App>)
    };
    // a library that is loaded late panics where it is missing, instead of returning an error
    let shown = catch_unwind(AssertUnwindSafe(|| eframe::run_native(&title, options, Box::new(create))));
    match shown {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(missing_libraries().unwrap_or(WindowError::Refused(error))),
        Err(panic) => match missing_libraries() {
            Some(error) => Err(error),
            None => resume_unwind(panic),
        },
    }
}

fn missing_libraries() -> Option<WindowError> {
    let packages = libraries::missing_packages(is_wayland())?;
    Some(WindowError::Libraries { packages: packages.join(" ") })
}

fn is_wayland() -> bool {
    is_set("WAYLAND_DISPLAY") || is_set("WAYLAND_SOCKET")
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
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
