//! Pictures of the kiosk's screens, painted without a window or a display, from made-up data: for a demo on a machine
//! without a display, and for the README. Nothing here is real, and nothing is saved.

mod attract;
mod desk;
mod exit;
mod field;
mod follow;
mod guide;
mod guide_scenes;
mod measured;
mod panels;
mod people;
mod requests;
mod sample;
mod scenes;
mod setup;
mod suggestion;
mod visits;
mod waiting;

use std::path::{Path, PathBuf};

use egui::{Context, FullOutput, Vec2, vec2};
use shared::locale::Language;

use crate::action::Action;
use crate::app::{AppSettings, KioskApp};
use crate::config::{AppearanceSettings, Config, ContrastSetting, TextSetting, ThemeSetting};
use crate::link::{Command, Event, WindowLink, link};
use crate::paint::{OffscreenPainter, PaintError, write_png};
use crate::speech::{SpeakerLink, SpeechCommand, SpeechEvent, SpeechLink, speech_link};
use crate::theme::Appearance;

pub use attract::AttractScene;
pub use desk::DeskScene;
pub use exit::ExitScene;
pub use field::{FieldScene, sample_drafts, sample_field_setting, sample_pass_code, sample_signature};
pub use follow::{FollowScene, sample_follow_setting, sample_follow_up, sample_told};
pub use guide::sample_guide;
pub use guide_scenes::GuideScene;
pub use measured::Frame;
pub use panels::{PANELS, Panel};
pub use people::{PeopleScene, sample_hits, sample_person, sample_planned};
pub use requests::{RequestScene, sample_requests};
pub use sample::{
    sample_catalog, sample_receipt, sample_setting, sample_shown_receipt, sample_status, sample_to_contact,
    sample_today, sample_visit,
};
pub use scenes::{SCENES, Scene};
pub use setup::SetupScene;
pub use visits::VisitScene;
pub use waiting::{WaitingScene, sample_board, sample_queue};

/// Size in points that pictures are painted at by default: what a small kiosk screen has.
pub const PICTURE_SIZE: Vec2 = vec2(1280.0, 800.0);

/// Passes before a picture is taken: one that lays out, one that settles, the one that is painted.
const PASSES: usize = 3;

/// The app on a stage of its own: no window, no worker, a clock that stands still.
pub struct Stage {
    ctx: Context,
    painter: OffscreenPainter,
    app: KioskApp,
    worker: WindowLink,
    voice: Option<SpeakerLink>,
    size: Vec2,
}

impl Stage {
    /// Sets the stage: `size` is in points.
    pub fn new(language: Language, size: Vec2) -> Self {
        Self::with_settings(AppearanceSettings { language, ..AppearanceSettings::default() }, size)
    }

    /// Sets the stage in another look.
    pub fn with_appearance(language: Language, size: Vec2, appearance: Appearance) -> Self {
        let mut settings = AppearanceSettings { language, ..AppearanceSettings::default() };
        settings.set_look(&appearance);
        let mut stage = Self::with_settings(settings, size);
        stage.app.set_brand(appearance.brand);
        stage
    }

    /// Sets the stage for visitors who find the kiosk in another appearance.
    pub fn with_settings(appearance: AppearanceSettings, size: Vec2) -> Self {
        Self::with_config(Config { appearance, ..Config::default() }, size)
    }

    /// Sets the stage for a kiosk with these settings.
    pub fn with_config(config: Config, size: Vec2) -> Self {
        let ctx = Context::default();
        let (window, worker) = link();
        let settings = AppSettings { config, seed: [0; 32], clock: Box::new(sample::sample_now) };
        let app = KioskApp::new(&ctx, window, settings);
        Self { ctx, painter: OffscreenPainter::new(), app, worker, voice: None, size }
    }

    /// Gives the app a voice.
    #[must_use]
    pub fn with_voice(mut self, voice: SpeechLink) -> Self {
        self.app = self.app.with_voice(Some(voice));
        self
    }

    /// Gives the app a voice that nobody hears.
    pub(super) fn give_voice(&mut self) {
        let (window, speaker) = speech_link(Language::ALL.to_vec());
        self.app.set_voice(Some(window));
        self.voice = Some(speaker);
    }

    /// Lets the voice fail at what it is to say.
    pub(super) fn lose_voice(&mut self) {
        let Some(voice) = &self.voice else { return };
        for command in voice.commands.try_iter() {
            if let SpeechCommand::Speak(utterance) = command {
                let failed = SpeechEvent::Failed(utterance.number);
                voice.events.send(failed).expect("the app, which this stage owns, holds the other end");
            }
        }
        self.pass(1);
    }

    /// Returns the settings in force.
    pub fn config(&self) -> &Config {
        self.app.config()
    }

    /// Has egui make the tree for assistive technology from the next pass on.
    pub fn enable_accesskit(&self) {
        self.ctx.enable_accesskit();
    }

    /// Tells whether a visitor stands before what is shown.
    pub fn is_for_visitors(&self) -> bool {
        self.app.route().is_for_visitors()
    }

    /// Returns the language being shown.
    pub fn language(&self) -> Language {
        self.app.language()
    }

    /// Lets the worker tell something.
    pub fn tell(&mut self, event: Event) {
        self.worker.events.send(event).expect("the app, which this stage owns, holds the other end");
        self.pass(1);
    }

    /// Does what a screen would ask for.
    pub fn act(&mut self, action: Action) {
        self.app.apply(action, &self.ctx);
        self.pass(1);
    }

    /// Returns the sizes that the last pass was painted with.
    pub fn sizes(&self) -> &crate::theme::Sizes {
        self.app.sizes()
    }

    /// Runs passes, a second each, without painting them.
    pub fn pass(&mut self, count: usize) {
        let app = &mut self.app;
        for _ in 0..count {
            self.painter.run(&self.ctx, self.size, 1.0, Vec::new(), |ui| {
                app.logic(ui.ctx());
                app.ui(ui);
            });
        }
    }

    /// Lets so many seconds go by, and runs a pass.
    pub fn wait(&mut self, seconds: u32) {
        self.painter.wait(seconds);
        self.pass(1);
    }

    /// Moves the keyboard's focus on, as Tab does; the next pass shows where to.
    pub fn focus_next(&self) {
        self.ctx.memory_mut(|memory| memory.move_focus(egui::FocusDirection::Next));
    }

    /// Moves the keyboard's focus to a part; the next pass shows it.
    pub fn focus(&self, part: egui::Id) {
        self.ctx.memory_mut(|memory| memory.request_focus(part));
    }

    /// Presses keys of a physical keyboard, a pass each.
    pub fn press(&mut self, keys: &[egui::Key]) {
        for key in keys {
            for pressed in [true, false] {
                let modifiers = egui::Modifiers::NONE;
                let event =
                    egui::Event::Key { key: *key, physical_key: None, pressed, repeat: false, modifiers };
                let app = &mut self.app;
                self.painter.run(&self.ctx, self.size, 1.0, vec![event], |ui| {
                    app.logic(ui.ctx());
                    app.ui(ui);
                });
            }
            self.pass(2);
        }
    }

    /// Returns where keys can go on the screen.
    pub fn stops(&self) -> Vec<crate::widgets::Stop> {
        crate::widgets::stops(&self.ctx)
    }

    /// Returns the part that has the keyboard's focus.
    pub fn focused(&self) -> Option<egui::Id> {
        self.ctx.memory(|memory| memory.focused())
    }

    /// Returns what is shown, with all that was entered on the way there.
    pub fn route(&self) -> &crate::route::Route {
        self.app.route()
    }

    /// Returns what the visitor switched on.
    pub fn access(&self) -> crate::access::Access {
        self.app.access()
    }

    /// Returns the time of the next pass, in seconds since the start.
    pub fn seconds(&self) -> f64 {
        self.painter.seconds()
    }

    /// Runs one pass and returns what egui put out, with the tree for assistive technology.
    pub fn show(&mut self) -> FullOutput {
        self.ctx.enable_accesskit();
        let app = &mut self.app;
        self.painter.run(&self.ctx, self.size, 1.0, Vec::new(), |ui| {
            app.logic(ui.ctx());
            app.ui(ui);
        })
    }

    /// Returns the id of the record that is being saved.
    pub fn record_being_saved(&self) -> Option<shared::domain::FactId> {
        self.worker.commands.try_iter().find_map(|command| match command {
            Command::Save(save) => Some(save.id()),
            _ => None,
        })
    }

    /// Paints what is shown into a PNG file.
    ///
    /// # Errors
    /// [`PaintError::Write`] if the file cannot be written.
    pub fn picture(&mut self, path: &Path) -> Result<(), PaintError> {
        let app = &mut self.app;
        let image = self.painter.render_to_image(&self.ctx, self.size, 1.0, PASSES, |ui| {
            app.logic(ui.ctx());
            app.ui(ui);
        });
        write_png(&image, path)
    }
}

/// Paints every scene in each language and each appearance into `dir`; returns the files in the order of the scenes. A
/// file's name says what is shown: `need-ar.png`, `need-ar-large-dark.png`.
///
/// # Errors
/// [`PaintError::Write`] if a file cannot be written.
pub fn paint_all(
    dir: &Path,
    languages: &[Language],
    appearances: &[AppearanceSettings],
    scenes: &[Scene],
    panel: &Panel,
) -> Result<Vec<PathBuf>, PaintError> {
    let mut paths = Vec::new();
    for scene in scenes {
        for language in languages {
            for appearance in appearances {
                let appearance = AppearanceSettings { language: *language, ..appearance.clone() };
                let path = dir.join(format!("{}-{}.png", scene.name(), appearance_name(&appearance)));
                let mut stage = Stage::with_config(panel.config(appearance), panel.size);
                scene.play(&mut stage);
                stage.picture(&path)?;
                paths.push(path);
            }
        }
    }
    Ok(paths)
}

/// Returns the scenes at whose end a visitor stands before the screen.
pub fn visitor_scenes() -> Vec<Scene> {
    let is_for_visitors = |scene: &Scene| {
        let mut stage = Stage::new(Language::Arabic, PICTURE_SIZE);
        scene.play(&mut stage);
        stage.is_for_visitors()
    };
    SCENES.iter().copied().filter(is_for_visitors).collect()
}

/// Returns every appearance in which pictures are looked at: normal and large text in both themes, and each once more in
/// high contrast and in simple words.
pub fn appearances() -> Vec<AppearanceSettings> {
    let mut appearances = Vec::new();
    for text in [TextSetting::Normal, TextSetting::Large] {
        for theme in [ThemeSetting::Light, ThemeSetting::Dark] {
            let plain = AppearanceSettings { text, theme, ..AppearanceSettings::default() };
            let contrast = AppearanceSettings { contrast: ContrastSetting::High, ..plain.clone() };
            let simple = AppearanceSettings { simple_words: true, ..plain.clone() };
            appearances.extend([plain, contrast, simple]);
        }
    }
    appearances
}

/// Language and whatever differs from the usual, as part of a file's name.
fn appearance_name(appearance: &AppearanceSettings) -> String {
    let mut parts = vec![appearance.language.code()];
    match appearance.text {
        TextSetting::Normal => {}
        TextSetting::Large => parts.push("large"),
    }
    match appearance.theme {
        ThemeSetting::Light => {}
        ThemeSetting::Dark => parts.push("dark"),
    }
    match appearance.contrast {
        ContrastSetting::Normal => {}
        ContrastSetting::High => parts.push("contrast"),
    }
    if appearance.simple_words {
        parts.push("simple");
    }
    parts.join("-")
}
