//! The window's state: which route is shown, in which language, for whom. It applies what screens ask for and takes in
//! what the worker tells. It opens no file, waits for nothing and asks no clock but the one it was given.

mod access;
mod actions;
mod attract;
mod branding;
mod events;
mod first_start;
mod keys;
mod leaving;
#[cfg(feature = "pictures")]
mod planted;
mod presses;
mod printing;
mod speech;
mod unattended;
mod waiting;
mod wedge;

use std::time::Duration;

use egui::{Context, Ui};
use jiff::Zoned;
use rand::SeedableRng;
use rand::rngs::StdRng;
use shared::domain::DeviceMode;
use shared::locale::Language;

use self::attract::{Attract, StaffCall};
use self::keys::Keys;
#[cfg(feature = "pictures")]
pub use self::planted::Planted;
use self::speech::Speaking;
use self::waiting::Called;
use self::wedge::Wedge;
use crate::access::Access;
use crate::action::Action;
use crate::config::Config;
use crate::flow::{Idle, Play};
use crate::link::{BoardState, Command, OutOfOrder, Setting, SetupStep, SyncState, WorkerLink};
use crate::printing::PrintState;
use crate::route::{Route, WhenLeft};
use crate::screens::{Inputs, View, curtain_ui, show};
use crate::text::Direction;
use crate::theme::{Appearance, Brand, Contrast, Hands, Look, Screen, TextSize};
use crate::widgets::ScrollPlace;
use crate::words;

/// Passes after a wipe in which the text layer drops what it still keeps of earlier screens.
const PASSES_AFTER_WIPE: u8 = 5;

/// How often staff's pages are painted again for the ages on them.
const AGES_REPAINT: Duration = Duration::from_secs(60);

/// What the app is given from outside.
pub struct AppSettings {
    /// The settings of this kiosk.
    pub config: Config,
    /// The seed of the random part of ids.
    pub seed: [u8; 32],
    /// The wall clock, in the time zone that people read.
    pub clock: Box<dyn Fn() -> Zoned>,
}

impl std::fmt::Debug for AppSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AppSettings").field("config", &self.config).finish_non_exhaustive()
    }
}

/// The kiosk's window.
pub struct KioskApp {
    link: WorkerLink,
    settings: AppSettings,
    rng: StdRng,
    look: Look,
    look_made_for: (Screen, Direction, Appearance),
    brand: Option<Brand>,
    face: branding::Face,
    route: Route,
    language: Language,
    access: Access,
    setting: Option<std::sync::Arc<Setting>>,
    sync: Option<SyncState>,
    inputs: Inputs,
    idle: Idle,
    asking: Option<u64>,
    /// Whether the person is being asked what leaving would lose.
    is_leaving_asked: bool,
    /// Seconds until what is done closes by itself.
    closes_in: Option<u64>,
    presses: presses::Presses,
    play: Play,
    disk_full: bool,
    now: Zoned,
    since_start: Duration,
    passes_after_wipe: u8,
    printing: PrintState,
    speaking: Speaking,
    wedge: Wedge,
    /// The screen is hidden: whoever listens needs no picture, and nobody beside them sees one.
    is_curtained: bool,
    keys: Keys,
    /// Somebody used the screen in this pass.
    is_used: bool,
    called: Option<Called>,
    /// What the board shows, where this is one.
    board: Option<Box<BoardState>>,
    /// Why the kiosk can't start, where it can't.
    out_of_order: Option<OutOfOrder>,
    attract: Option<Attract>,
    staff_call: Option<StaffCall>,
    /// Until when the next number may be called without the PIN, since the program started.
    calls_freely_until: Duration,
    /// At which step the first start goes on, where it is under way.
    setup: Option<SetupStep>,
    /// PINs that the worker was handed and has not answered yet.
    pins_asked: u32,
    config_fault: Option<usize>,
    is_attended: bool,
    is_leaving: bool,
    #[cfg(feature = "pictures")]
    planted: Planted,
}

impl KioskApp {
    /// Makes the app; it shows nothing before the worker's first event.
    pub fn new(ctx: &Context, link: WorkerLink, settings: AppSettings) -> Self {
        let language = settings.config.appearance.language;
        let access = Access::new(&settings.config.appearance);
        let direction = direction_of(language);
        let screen = settings.config.screen.of(ctx.content_rect().size(), Hands::default());
        let appearance = settings.config.appearance.look();
        let look = Look::new(ctx, &screen, direction, &appearance);
        look.apply(ctx);
        Self {
            link,
            rng: StdRng::from_seed(settings.seed),
            look,
            look_made_for: (screen, direction, appearance),
            brand: None,
            face: branding::Face::default(),
            route: Route::Starting,
            language,
            access,
            setting: None,
            sync: None,
            inputs: Inputs::default(),
            idle: Idle::default(),
            asking: None,
            is_leaving_asked: false,
            closes_in: None,
            presses: presses::Presses::default(),
            play: Play::default(),
            disk_full: false,
            now: (settings.clock)(),
            since_start: Duration::ZERO,
            passes_after_wipe: 0,
            printing: PrintState::Idle,
            speaking: Speaking::default(),
            wedge: Wedge::default(),
            is_curtained: false,
            keys: Keys::default(),
            is_used: false,
            called: None,
            board: None,
            out_of_order: None,
            attract: None,
            staff_call: None,
            calls_freely_until: Duration::ZERO,
            setup: None,
            pins_asked: 0,
            config_fault: None,
            is_attended: false,
            is_leaving: false,
            #[cfg(feature = "pictures")]
            planted: Planted::default(),
            settings,
        }
    }

    /// Returns what is shown.
    pub fn route(&self) -> &Route {
        &self.route
    }

    /// Returns the settings in force.
    pub fn config(&self) -> &Config {
        &self.settings.config
    }

    /// Returns the language being shown.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Returns the sizes of the last pass.
    pub fn sizes(&self) -> &crate::theme::Sizes {
        &self.look.sizes
    }

    /// Sets the colours where the catalog names none, from the next pass on; `None`: ours.
    pub fn set_brand(&mut self, brand: Option<Brand>) {
        self.brand = brand;
    }

    /// Before each pass: takes in events, watches the idle time, asks to be woken when that next matters.
    pub fn logic(&mut self, ctx: &Context) {
        self.now = (self.settings.clock)();
        self.since_start = ctx.input(|input| Duration::from_secs_f64(input.time.max(0.0)));
        self.fit_look(ctx);
        self.name_parts(ctx);
        self.guarded(ctx, |app| app.take_events(ctx));
        if let Some(left) = self.in_route(ctx, |route, here| route.do_what_is_due(here)) {
            ctx.request_repaint_after(left);
        }
        self.come_back(ctx);
        // what waits to be sorted was typed now
        self.is_used = is_used(ctx);
        self.is_curtained &= self.listening() == Some(true);
        self.guarded(ctx, |app| app.sort_typing(ctx));
        self.guarded(ctx, |app| app.steer(ctx));
        self.watch_idle(ctx);
        let told_for = self.play.told_for(self.since_start);
        let waits = [self.call_goes_in(), self.called_goes_in(), self.repaint_after(), told_for];
        for after in waits.into_iter().flatten() {
            ctx.request_repaint_after(after);
        }
        self.watch_attract(ctx);
        self.guarded(ctx, |app| app.watch_speech(ctx));
        self.guard_window(ctx);
        self.watch_presses(ctx);
        if self.passes_after_wipe > 0 {
            self.passes_after_wipe -= 1;
            ctx.request_repaint();
        }
    }

    /// Paints the route and applies what was asked for. A screen that fails is left; the program goes on.
    pub fn ui(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        let asked = self.guarded(&ctx, |app| app.paint(ui)).flatten();
        if let Some(action) = asked.filter(|action| self.counts(action, &ctx)) {
            self.guarded(&ctx, |app| app.apply(action, &ctx));
            ctx.request_repaint();
        }
        self.guarded(&ctx, |app| app.say_focus(&ctx));
        Self::open_nothing(&ctx);
    }

    fn paint(&mut self, ui: &mut Ui) -> Option<Action> {
        let mut inputs = std::mem::take(&mut self.inputs);
        self.tell_language(ui.ctx());
        #[cfg(feature = "pictures")]
        self.fail_where_planted();
        self.number_for_listeners(ui.ctx());
        let view = self.view();
        let asked = show(ui, &self.look, &view, &self.route, &mut inputs);
        let answer = self.over_ui(ui);
        self.inputs = inputs;
        if self.is_curtained {
            let words = self.view().tr("curtain-lift");
            self.is_curtained = !curtain_ui(ui.ctx(), &self.look, &words);
        }
        match answer {
            Some(answer) => answer,
            None => asked,
        }
    }

    fn view(&self) -> View<'_> {
        View {
            words: words::messages(self.language),
            access: self.access,
            listening: self.listening(),
            is_unheard: self.is_unheard(),
            logo: self.face.logo(),
            setting: self.setting.as_deref(),
            sync: self.sync.as_ref(),
            reader: self.settings.config.reader.kind,
            printer: self.printer_view(),
            called: self.called(),
            attract: self.attract_turn(),
            settings_fault: self.config_fault,
            staff_call: self.unanswered_call(),
            call_is_shown: self.call_is_shown(),
            closes_in: self.closes_in,
            queue: &self.settings.config.queue,
            rating: &self.settings.config.rating,
            is_play: self.play.told_for(self.since_start).is_some(),
            plays: self.play.not_counted(self.now.date()),
            now: &self.now,
            since_start: self.since_start,
        }
    }

    /// The look that the person in front of the screen sees.
    fn appearance(&self) -> Appearance {
        let Access { larger_text, high_contrast, simple_words: _ } = self.access;
        Appearance {
            scheme: self.settings.config.appearance.look().scheme,
            contrast: if high_contrast { Contrast::High } else { Contrast::Normal },
            text: if larger_text { TextSize::Large } else { TextSize::Normal },
            brand: self.face.brand.or(self.brand),
        }
    }

    fn fit_look(&mut self, ctx: &Context) {
        let screen = self.settings.config.screen.of(ctx.content_rect().size(), self.hands());
        let wanted = (screen, direction_of(self.language), self.appearance());
        if wanted != self.look_made_for {
            let (screen, direction, appearance) = &wanted;
            self.look = Look::new(ctx, screen, *direction, appearance);
            self.look.apply(ctx);
            self.look_made_for = wanted;
            self.take_branding(ctx);
        }
    }

    /// Tells whether this is a representative's own device.
    fn in_field(&self) -> bool {
        self.setting.as_ref().is_some_and(|setting| setting.mode == DeviceMode::Field)
    }

    /// Whose fingers touch the screen: a device of the field is held by one of staff whoever looks at it.
    fn hands(&self) -> Hands {
        if self.in_field() || self.route.is_for_staff() { Hands::Staff } else { Hands::Visitors }
    }

    /// How long the time on the welcome is right.
    fn to_next_minute(&self) -> Duration {
        let past = Duration::from_secs(u64::from(self.now.second().unsigned_abs()));
        Duration::from_secs(60).saturating_sub(past)
    }

    /// When the route changes by time alone: a date, an age, a wait.
    fn repaint_after(&self) -> Option<Duration> {
        match &self.route {
            Route::Welcome | Route::Board(_) => Some(self.to_next_minute()),
            Route::Staff(flow) if flow.pin.seconds_to_wait(self.since_start).is_some() => {
                Some(Duration::from_secs(1))
            }
            Route::Staff(_) => Some(AGES_REPAINT),
            Route::Starting
            | Route::FirstStart(_)
            | Route::Visit(_)
            | Route::Rating(_)
            | Route::Suggestion(_)
            | Route::Follow(_)
            | Route::Guide(_)
            | Route::Returned(_)
            | Route::Calling(_)
            | Route::Trouble(_)
            | Route::OutOfOrder(_) => None,
        }
    }

    /// Drops everything that was entered or opened, and what egui still keeps of it.
    fn wipe(&mut self, ctx: &Context) {
        self.in_route(ctx, |route, here| route.close(here));
        if self.route.when_left() == WhenLeft::ClosesSoon {
            self.play.rest(self.since_start);
        }
        self.route = self.first_route();
        self.look.text.forget();
        self.printing = PrintState::Idle;
        self.forget_visitor();
        (self.asking, self.is_leaving_asked) = (None, false);
        self.idle.touch(self.since_start);
        self.passes_after_wipe = PASSES_AFTER_WIPE;
        ScrollPlace::forget_all(ctx);
        // copied text would wait for the next person's paste
        ctx.copy_text(String::new());
        ctx.memory_mut(|memory| {
            if let Some(focused) = memory.focused() {
                memory.surrender_focus(focused);
            }
        });
        ctx.request_repaint();
        #[cfg(feature = "pictures")]
        if self.planted.fields_stay {
            return;
        }
        self.inputs.wipe();
    }
}

impl Drop for KioskApp {
    fn drop(&mut self) {
        // a worker that is gone already needs no telling
        self.link.commands.send(Command::Stop).ok();
    }
}

/// Tells whether somebody used the screen in this pass. A pointer that only moves is no use: a mouse may tremble.
fn is_used(ctx: &Context) -> bool {
    use egui::Event;
    ctx.input(|input| {
        input.events.iter().any(|event| {
            matches!(
                event,
                Event::PointerButton { .. }
                    | Event::Touch { .. }
                    | Event::Key { .. }
                    | Event::Text(_)
                    | Event::Paste(_)
                    | Event::MouseWheel { .. }
                    | Event::AccessKitActionRequest(_)
            )
        })
    })
}

fn direction_of(language: Language) -> Direction {
    if language.is_rtl() { Direction::Rtl } else { Direction::Ltr }
}
