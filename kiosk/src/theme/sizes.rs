//! Sizes in points, derived from how large a point is on the screen in front of the person.

use egui::Vec2;

use super::appearance::{Appearance, Contrast};

/// Smallest side of anything that is touched: 20 mm, so that an unsteady or broad finger hits it.
pub const TOUCH_MILLIMETRES: f32 = 20.0;

/// The screen that sizes are drawn for when nothing else is known.
pub const DEFAULT_DIAGONAL_INCHES: f32 = 24.0;

const MILLIMETRES_PER_INCH: f32 = 25.4;

/// Points in an inch on a 24-inch screen of 1920 × 1080 points: √(1920² + 1080²) / 24.
const DESIGN_POINTS_PER_INCH: f32 = 91.79;

/// Lengths in points. All grow with the screen's points per inch, so they keep their size in millimetres.
#[derive(Clone, Debug, PartialEq)]
pub struct Sizes {
    /// Side of the smallest touch target, 20 mm.
    pub touch: f32,
    /// Height of a main button.
    pub button: f32,
    /// Distance between two touch targets.
    pub gap: f32,
    /// Distance between parts of a screen.
    pub section: f32,
    /// Margin around a screen.
    pub margin: f32,
    /// Space between a card's edge and what it holds.
    pub padding: f32,
    /// Corner radius of cards.
    pub radius: f32,
    /// Corner radius of buttons, tiles and keys.
    pub radius_small: f32,
    /// Width of a border.
    pub border: f32,
    /// Width of the border of what is selected, and of the focus ring.
    pub border_strong: f32,
    /// Widest column of text or of a form.
    pub column: f32,
    /// Font size of a welcome.
    pub text_display: f32,
    /// Font size of a screen's title.
    pub text_title: f32,
    /// Font size of a part's heading.
    pub text_heading: f32,
    /// Font size of sentences.
    pub text_body: f32,
    /// Font size on buttons and keys.
    pub text_button: f32,
    /// Font size of what explains.
    pub text_small: f32,
}

impl Sizes {
    /// Derives sizes for a screen of `points` whose diagonal is `diagonal_inches`, words and borders as designed.
    pub fn for_screen(points: Vec2, diagonal_inches: f32) -> Self {
        Self::new(points, diagonal_inches, &Appearance::default())
    }

    /// Derives sizes for a screen of `points` whose diagonal is `diagonal_inches`.
    ///
    /// Large text changes text alone: what is touched grows with the words that stand on it. High contrast changes
    /// borders alone.
    pub fn new(points: Vec2, diagonal_inches: f32, appearance: &Appearance) -> Self {
        let points_per_inch = points.length() / diagonal_inches;
        let scale = points_per_inch / DESIGN_POINTS_PER_INCH;
        let points = |design: f32| (design * scale).round().max(1.0);
        let text = |design: f32| (design * scale * appearance.text.factor()).round().max(1.0);
        let thickness = match appearance.contrast {
            Contrast::Normal => 1.0,
            Contrast::High => 2.0,
        };
        let touch = (TOUCH_MILLIMETRES / MILLIMETRES_PER_INCH * points_per_inch).ceil();
        Self {
            touch,
            button: points(88.0).max(touch),
            gap: points(16.0),
            section: points(32.0),
            margin: points(48.0),
            padding: points(28.0),
            radius: points(20.0),
            radius_small: points(14.0),
            border: points(2.0) * thickness,
            border_strong: points(4.0) * thickness,
            column: points(1120.0),
            text_display: text(56.0),
            text_title: text(42.0),
            text_heading: text(32.0),
            text_body: text(27.0),
            text_button: text(30.0),
            text_small: text(23.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_touch_target_on_the_usual_screen_is_73_points() {
        assert_eq!(Sizes::for_screen(egui::vec2(1920.0, 1080.0), DEFAULT_DIAGONAL_INCHES).touch, 73.0);
    }

    #[test]
    fn a_denser_screen_gets_more_points_for_the_same_millimetres() {
        let dense = Sizes::for_screen(egui::vec2(1920.0, 1080.0), 15.6);
        assert_eq!(dense.touch, 112.0);
        assert!(dense.text_body > 40.0);
    }
}
