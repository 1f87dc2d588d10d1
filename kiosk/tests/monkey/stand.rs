//! The stand that the monkey stands before: an app of its own, a clipboard, a clock, and what was noticed.

use egui::accesskit::{Node, NodeId, TreeUpdate};
use egui::{
    Context, Event, FullOutput, OutputCommand, Pos2, RawInput, Rect, Vec2, ViewportEvent, ViewportId, vec2,
};
use jiff::civil::date;
use kiosk::app::{AppSettings, KioskApp, Planted};
use kiosk::config::Config;
use kiosk::gallery::sample_setting;
use kiosk::link::{Event as Told, link};
use kiosk::route::{Route, Trouble};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::worker::Worker;

/// What the monkey must not find.
#[derive(Debug)]
#[expect(dead_code, reason = "what is in a fault is read by whoever mends it")]
pub enum Fault {
    /// A part of the program failed.
    Failed { event: u32, route: String },
    /// Staff's screens were reached without the PIN.
    CameIn { event: u32, route: String },
    /// Something entered is left after a reset.
    Left { event: u32, what: String, wher: &'static str, shown: String },
    /// The window could be closed.
    Closed { event: u32 },
}

/// What is before the monkey.
pub struct Stand {
    pub rng: StdRng,
    pub worker: Worker,
    pub events: u32,
    pub resets: u32,
    pub signed_in: u32,
    config: Config,
    ctx: Context,
    app: KioskApp,
    planted: Planted,
    pub time: f64,
    pub size: Vec2,
    pub clipboard: String,
    pub output: Option<FullOutput>,
    /// What is done next, whatever chance says.
    pub next: std::collections::VecDeque<Vec<Event>>,
    screens: std::collections::BTreeSet<String>,
    was_in: bool,
}

impl Stand {
    pub fn new(seed: u64, config: Config) -> Self {
        let (ctx, app, worker) = begin(&config);
        Self {
            rng: StdRng::seed_from_u64(seed),
            worker,
            events: 0,
            resets: 0,
            signed_in: 0,
            config,
            ctx,
            app,
            planted: Planted::default(),
            time: 0.0,
            size: vec2(1280.0, 800.0),
            clipboard: String::new(),
            output: None,
            next: std::collections::VecDeque::new(),
            screens: std::collections::BTreeSet::default(),
            was_in: false,
        }
    }

    pub fn plant(&mut self, planted: Planted) {
        self.planted = planted;
        self.app.plant(planted);
    }

    /// Does one thing, and looks at what came of it.
    pub fn step(&mut self) -> Result<(), Fault> {
        let mut worker = std::mem::take(&mut self.worker);
        worker.act(&mut self.rng);
        self.worker = worker;
        if self.rng.random_range(0..80) == 0 {
            return self.walk_away();
        }
        let events = crate::hands::do_something(self);
        self.events += u32::try_from(events.len().max(1)).unwrap();
        self.time += self.rng.random_range(0.02..0.6);
        self.pass(events, Vec::new())?;
        if self.rng.random_range(0..400) == 0 {
            self.close_the_window()?;
        }
        Ok(())
    }

    /// Runs a pass and looks at what came of it.
    pub fn pass(&mut self, events: Vec<Event>, window: Vec<ViewportEvent>) -> Result<(), Fault> {
        let mut input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, self.size)),
            time: Some(self.time),
            events,
            focused: true,
            ..RawInput::default()
        };
        input.viewports.entry(ViewportId::ROOT).or_default().events = window;
        let app = &mut self.app;
        let mut output = self.ctx.run_ui(input, |ui| {
            app.logic(ui.ctx());
            app.ui(ui);
        });
        for command in output.platform_output.commands.drain(..) {
            if let OutputCommand::CopyText(text) = command {
                self.clipboard = text;
            }
        }
        output.textures_delta.clear();
        self.output = Some(output);
        self.look()
    }

    fn look(&mut self) -> Result<(), Fault> {
        let event = self.events;
        let route = self.app.route();
        let shown = format!("{route:?}");
        self.screens.insert(shown.split(['(', ' ']).next().unwrap_or_default().to_owned());
        if matches!(route, Route::Trouble(Trouble::Crashed { .. })) {
            return Err(Fault::Failed { event, route: self.before() });
        }
        let is_in = matches!(route, Route::Staff(flow) if flow.is_signed_in());
        if is_in && !self.was_in {
            self.signed_in += 1;
            if !std::mem::take(&mut self.worker.granted) {
                return Err(Fault::CameIn { event, route: shown });
            }
        }
        self.was_in = is_in;
        if self.app.is_leaving() {
            // staff closed the program; the next morning it is started again
            let granted_any = self.worker.any_pin_is_right;
            (self.ctx, self.app, self.worker) = begin(&self.config);
            self.worker.any_pin_is_right = granted_any;
            self.app.plant(self.planted);
            self.output = None;
            self.was_in = false;
        }
        Ok(())
    }

    fn before(&self) -> String {
        self.screens.iter().cloned().collect::<Vec<_>>().join(" ")
    }

    fn close_the_window(&mut self) -> Result<(), Fault> {
        self.pass(Vec::new(), vec![ViewportEvent::Close])?;
        let Some(output) = &self.output else { return Ok(()) };
        let commands = &output.viewport_output[&ViewportId::ROOT].commands;
        if commands.contains(&egui::ViewportCommand::CancelClose) {
            Ok(())
        } else {
            Err(Fault::Closed { event: self.events })
        }
    }

    /// Nobody touches anything until the idle guard has wiped everything; then it is looked for.
    fn walk_away(&mut self) -> Result<(), Fault> {
        self.events += 1;
        self.pass(vec![Event::PointerGone], Vec::new())?;
        // the window paints again in a moment, as it asked to: what was typed last has come to the screen by then
        for seconds in [0.1, 181.0, 21.0, 1.0] {
            self.time += seconds;
            self.pass(Vec::new(), Vec::new())?;
        }
        self.resets += 1;
        for _ in 0..2 {
            self.time += 0.1;
            self.pass(Vec::new(), Vec::new())?;
        }
        crate::judge::nothing_is_left(self)
    }

    pub fn asks_for_pin(&self) -> bool {
        matches!(self.app.route(), Route::Staff(flow) if !flow.is_signed_in())
    }

    pub fn app(&self) -> &KioskApp {
        &self.app
    }

    pub fn ctx(&self) -> &Context {
        &self.ctx
    }

    pub fn tree(&self) -> Option<&TreeUpdate> {
        self.output.as_ref()?.platform_output.accesskit_update.as_ref()
    }

    /// The nodes of the last pass.
    pub fn nodes(&self) -> &[(NodeId, Node)] {
        self.tree().map(|tree| tree.nodes.as_slice()).unwrap_or_default()
    }

    /// What is shown, with all that it holds.
    pub fn shown(&self) -> String {
        format!("{:?}", self.app.route())
    }

    pub fn seen(&self) -> String {
        format!(
            "{} events, {} resets, staff came in {} times, screens: {}",
            self.events,
            self.resets,
            self.signed_in,
            self.before()
        )
    }
}

fn begin(config: &Config) -> (Context, KioskApp, Worker) {
    let ctx = Context::default();
    ctx.enable_accesskit();
    let (window, other) = link();
    let clock = || date(2026, 11, 22).at(10, 30, 20, 0).to_zoned(shared::locale::dates::riyadh()).unwrap();
    let settings = AppSettings { config: config.clone(), seed: [7; 32], clock: Box::new(clock) };
    let app = KioskApp::new(&ctx, window, settings);
    other.events.send(Told::Ready(Some(std::sync::Arc::new(sample_setting())))).unwrap();
    (ctx, app, Worker::new(other))
}
