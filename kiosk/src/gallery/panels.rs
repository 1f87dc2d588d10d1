//! The screens that kiosks come with: every scene is walked, and can be painted, on each of them.

use egui::{Vec2, vec2};

use crate::config::{AppearanceSettings, Config, Inches, ScreenSettings};

/// A screen to paint for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Panel {
    /// What it is called in file names and on the command line.
    pub name: &'static str,
    /// Its size in points.
    pub size: Vec2,
    /// Its diagonal.
    pub inches: f32,
}

const fn panel(name: &'static str, width: f32, height: f32, inches: f32) -> Panel {
    Panel { name, size: vec2(width, height), inches }
}

/// The screens of tablets, counters, stands and walls, the smallest first.
pub const PANELS: [Panel; 13] = [
    panel("10.1", 1280.0, 800.0, 10.1),
    panel("10.1-upright", 800.0, 1280.0, 10.1),
    panel("10.1-low", 1024.0, 600.0, 10.1),
    panel("13.3", 1920.0, 1080.0, 13.3),
    panel("15.6", 1920.0, 1080.0, 15.6),
    panel("18.5", 1920.0, 1080.0, 18.5),
    panel("21.5", 1920.0, 1080.0, 21.5),
    panel("21.5-upright", 1080.0, 1920.0, 21.5),
    panel("24", 1920.0, 1080.0, 24.0),
    panel("27-4k", 3840.0, 2160.0, 27.0),
    panel("32-upright", 1080.0, 1920.0, 32.0),
    panel("43-upright", 1080.0, 1920.0, 43.0),
    panel("43-4k", 3840.0, 2160.0, 43.0),
];

impl Panel {
    /// Returns the panel of a name.
    pub fn named(name: &str) -> Option<Self> {
        PANELS.into_iter().find(|panel| panel.name == name)
    }

    /// Returns the settings of a kiosk with this screen, for visitors who find it in this appearance.
    pub fn config(&self, appearance: AppearanceSettings) -> Config {
        let diagonal_inches = Inches::nearest(f64::from(self.inches));
        Config {
            appearance,
            screen: ScreenSettings { diagonal_inches, ..ScreenSettings::default() },
            ..Config::default()
        }
    }
}
