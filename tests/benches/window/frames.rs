//! CPU time of single frames: of every screen, and of the heaviest one when nothing changed and when everything did.

use std::time::Duration;

use egui::{Context, RawInput, Rect, pos2, vec2};
use kiosk::action::Action;
use kiosk::config::{AppearanceSettings, TextSetting};
use kiosk::gallery::{Panel, SCENES, Scene, Stage};
use kiosk::text::{Fonts, Text};
use shared::locale::Language;

use crate::begin::SCREEN;
use crate::clock::thread_cpu;

/// The screen of a usual kiosk, at one pixel a point.
pub const USUAL: Panel = Panel { name: "24", size: SCREEN, inches: 24.0 };

/// The largest: a wall's screen stood upright.
pub const UPRIGHT_4K: Panel = Panel { name: "43-4k-upright", size: vec2(2160.0, 3840.0), inches: 43.0 };

/// Frames of each screen while the heaviest one is looked for.
const TRIED: usize = 40;
/// Frames of a case in which nothing changes.
const STILL: usize = 2_000;
/// Frames of a case in which everything changes.
const CHANGED: usize = 300;
/// Frames between two changes: the text layer has then dropped what is shown no more.
const BETWEEN: usize = 4;

/// CPU times of a case's frames, shortest first.
pub struct Case {
    pub name: String,
    times: Vec<Duration>,
    /// Texts that a frame laid out.
    pub layouts: u64,
}

/// A screen in one of the ways in which it can be shown.
#[derive(Clone, Copy)]
pub struct Shown {
    pub scene: Scene,
    pub language: Language,
    pub text: TextSetting,
    pub panel: Panel,
}

impl Case {
    /// Takes in the times of a case's frames.
    pub fn new(name: &str, mut times: Vec<Duration>, layouts: u64) -> Self {
        times.sort();
        Self { name: name.to_owned(), times, layouts }
    }

    /// The time that so many of a thousand frames stayed within, in milliseconds.
    pub fn within(&self, thousandths: usize) -> f64 {
        let at = (self.times.len() * thousandths / 1_000).min(self.times.len() - 1);
        self.times[at].as_secs_f64() * 1_000.0
    }
}

impl Shown {
    /// A stage on which it stands, settled.
    pub fn stage(self) -> Stage {
        let (language, text) = (self.language, self.text);
        let appearance = AppearanceSettings { language, text, ..AppearanceSettings::default() };
        let mut stage = Stage::with_config(self.panel.config(appearance), self.panel.size);
        self.scene.play(&mut stage);
        stage
    }

    /// Its name in a table.
    pub fn name(self) -> String {
        let text = if self.text == TextSetting::Large { ", large text" } else { "" };
        format!("{} on {} ({}{text})", self.scene.name(), self.panel.name, self.language.code())
    }
}

/// Stage time at which frames begin: after everything that a scene played.
pub const BEGIN_SECONDS: f64 = 20.0;

/// A frame's time: sixty a second.
fn seconds(frame: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "some thousands of frames are exact")]
    let frame = frame as f64;
    BEGIN_SECONDS + frame / 60.0
}

/// Returns the CPU time that something takes.
pub fn timed<T>(act: impl FnOnce() -> T) -> (Duration, T) {
    let before = thread_cpu();
    let done = act();
    (thread_cpu() - before, done)
}

/// A frame without anything, of a context of its own: the floor.
pub fn empty() -> Case {
    let ctx = Context::default();
    let frame = |number: usize| {
        let screen_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), USUAL.size));
        let input = RawInput { screen_rect, time: Some(seconds(number)), ..RawInput::default() };
        let mut output = ctx.run_ui(input, |_| {});
        output.textures_delta.clear();
        ctx.tessellate(output.shapes, output.pixels_per_point);
    };
    (0..10).for_each(frame);
    Case::new("an empty frame of egui (the floor)", (10..STILL).map(|n| timed(|| frame(n)).0).collect(), 0)
}

/// Every screen on a panel in both languages and both text sizes, by the middle time of its still frames, heaviest first.
pub fn all_screens(panel: Panel) -> Vec<(Shown, Case)> {
    let mut found = Vec::new();
    for scene in SCENES {
        for language in [Language::Arabic, Language::English] {
            for text in [TextSetting::Normal, TextSetting::Large] {
                let shown = Shown { scene: *scene, language, text, panel };
                found.push((shown, still_frames(shown, TRIED)));
            }
        }
    }
    found.sort_by(|a, b| b.1.within(500).total_cmp(&a.1.within(500)));
    found
}

/// Frames of a screen on which nothing happens.
pub fn still(shown: Shown) -> Case {
    still_frames(shown, STILL)
}

fn still_frames(shown: Shown, count: usize) -> Case {
    let mut stage = shown.stage();
    let text = Text::install(stage.context(), &Fonts::plex());
    for number in 0..BETWEEN {
        stage.frame(seconds(number), Vec::new());
    }
    let before = text.layouts_made();
    let frames = BETWEEN..BETWEEN + count;
    let times = frames.map(|number| timed(|| stage.frame(seconds(number), Vec::new())).0);
    let times: Vec<Duration> = times.collect();
    let name = format!("{}, nothing changed", shown.name());
    Case::new(&name, times, (text.layouts_made() - before) / count as u64)
}

/// Frames of a screen after its language changed: each word is another one and stands on the other side.
pub fn changed(shown: Shown) -> Case {
    let mut stage = shown.stage();
    let text = Text::install(stage.context(), &Fonts::plex());
    let (mut times, mut layouts) = (Vec::new(), 0);
    let other = if shown.language == Language::Arabic { Language::English } else { Language::Arabic };
    for change in 0..CHANGED {
        let language = if change % 2 == 0 { other } else { shown.language };
        let number = change * (BETWEEN + 1);
        stage.ask(Action::ChooseLanguage(language));
        let before = text.layouts_made();
        times.push(timed(|| stage.frame(seconds(number), Vec::new())).0);
        layouts += text.layouts_made() - before;
        for still in 1..=BETWEEN {
            stage.frame(seconds(number + still), Vec::new());
        }
    }
    Case::new(&format!("{}, every word changed", shown.name()), times, layouts / CHANGED as u64)
}
