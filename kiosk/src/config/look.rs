//! From the settings' words to the window's look, and back.

use egui::Vec2;

use super::sections::{AppearanceSettings, ContrastSetting, ScreenSettings, TextSetting, ThemeSetting};
use crate::theme::{Appearance, Contrast, Hands, Scheme, Screen, TextSize};

impl ScreenSettings {
    /// Returns the screen that a window of `points` fills.
    pub fn of(&self, points: Vec2, hands: Hands) -> Screen {
        let reach = f32::from(u16::try_from(self.reach.get()).unwrap_or_default());
        let lower_edge_millimetres = (reach > 0.0).then_some(reach * 10.0);
        Screen { points, diagonal_inches: self.diagonal_inches.get(), lower_edge_millimetres, hands }
    }
}

impl AppearanceSettings {
    /// Returns the look that the settings ask for, in our own colours.
    pub fn look(&self) -> Appearance {
        Appearance {
            scheme: match self.theme {
                ThemeSetting::Light => Scheme::Light,
                ThemeSetting::Dark => Scheme::Dark,
            },
            contrast: match self.contrast {
                ContrastSetting::Normal => Contrast::Normal,
                ContrastSetting::High => Contrast::High,
            },
            text: match self.text {
                TextSetting::Normal => TextSize::Normal,
                TextSetting::Large => TextSize::Large,
            },
            brand: None,
        }
    }

    /// Sets what the settings say of a look; colours of an association come from its catalog and are left out.
    pub fn set_look(&mut self, appearance: &Appearance) {
        self.theme = match appearance.scheme {
            Scheme::Light => ThemeSetting::Light,
            Scheme::Dark => ThemeSetting::Dark,
        };
        self.contrast = match appearance.contrast {
            Contrast::Normal => ContrastSetting::Normal,
            Contrast::High => ContrastSetting::High,
        };
        self.text = match appearance.text {
            TextSize::Normal => TextSetting::Normal,
            TextSize::Large => TextSetting::Large,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_that_is_set_is_the_look_that_is_read() {
        for scheme in Appearance::all_palettes(None) {
            for text in [TextSize::Normal, TextSize::Large] {
                let wanted = Appearance { text, ..scheme };
                let mut settings = AppearanceSettings::default();
                settings.set_look(&wanted);
                assert_eq!(settings.look(), wanted);
            }
        }
    }
}
