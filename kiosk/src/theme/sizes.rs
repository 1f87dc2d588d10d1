//! Sizes in points, derived from the screen in front of the person: as designed where that fits, smaller where it would not.

use super::appearance::{Appearance, Contrast};
use super::screen::{DEFAULT_DIAGONAL_INCHES, Screen};

/// Smallest side of anything that is touched, where the screen has room for it: an unsteady or broad finger hits it.
const TOUCH_MILLIMETRES: f32 = 20.0;

/// Points in a millimetre on a 24-inch screen of 1920 × 1080 points: √(1920² + 1080²) / 24 / 25.4.
const DESIGN_POINTS_PER_MILLIMETRE: f32 = 3.614;

/// Points that a screen needs to hold every screen as designed: width and height, lying and upright.
const LYING_POINTS: [f32; 2] = [1180.0, 900.0];
const UPRIGHT_POINTS: [f32; 2] = [960.0, 1400.0];

/// Least share of the screen's short side that sentences are high, so that they are read on a wall.
const BODY_SHARE: f32 = 0.013;

const BODY_POINTS: f32 = 27.0;

/// Lengths in points. On usual screens they keep their size in millimetres; a small screen has all of them smaller, a
/// large one, which is read from further away, all of them larger.
#[derive(Clone, Debug, PartialEq)]
pub struct Sizes {
    /// Points in a millimetre.
    pub millimetre: f32,
    /// Points at the top and at the bottom of the screen that are out of reach.
    pub out_of_reach: [f32; 2],
    /// Side of the smallest touch target.
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
    /// Derives sizes for a screen.
    ///
    /// Large text changes text alone: what is touched grows with the words that stand on it. High contrast changes
    /// borders alone.
    pub fn new(screen: &Screen, appearance: &Appearance) -> Self {
        let (scale, millimetre) = (scale_of(screen), screen.points_per_millimetre());
        let points = |design: f32| (design * scale).round().max(1.0);
        let text = |design: f32| (design * scale * appearance.text.factor()).round().max(1.0);
        let thickness = match appearance.contrast {
            Contrast::Normal => 1.0,
            Contrast::High => 2.0,
        };
        let designed = TOUCH_MILLIMETRES * DESIGN_POINTS_PER_MILLIMETRE * scale;
        let touch = designed.max(screen.hands.floor_millimetres() * millimetre).ceil();
        Self {
            millimetre,
            out_of_reach: screen.out_of_reach(),
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
            text_body: text(BODY_POINTS),
            text_button: text(30.0),
            text_small: text(25.0),
        }
    }
}

/// How much larger or smaller than designed everything is.
fn scale_of(screen: &Screen) -> f32 {
    let physical = screen.points_per_millimetre() / DESIGN_POINTS_PER_MILLIMETRE;
    let wanted = physical * (screen.diagonal_inches / DEFAULT_DIAGONAL_INCHES).max(1.0).sqrt();
    let [above, below] = screen.out_of_reach();
    let (width, height) = (screen.points.x, screen.points.y - above - below);
    let [needed_width, needed_height] = if height > width { UPRIGHT_POINTS } else { LYING_POINTS };
    let read = BODY_SHARE * screen.points.min_elem() / BODY_POINTS;
    wanted.max(read).min(width / needed_width).min(height / needed_height)
}

#[cfg(test)]
mod tests {
    use egui::vec2;

    use super::super::screen::Hands;
    use super::*;

    fn sizes(width: f32, height: f32, inches: f32) -> Sizes {
        Sizes::new(&Screen::new(vec2(width, height), inches), &Appearance::default())
    }

    #[test]
    fn a_touch_target_on_the_usual_screen_is_20_millimetres() {
        assert_eq!(sizes(1920.0, 1080.0, 24.0).touch, 73.0);
        assert_eq!(sizes(1920.0, 1080.0, 21.5).touch, 81.0);
    }

    #[test]
    fn on_a_small_screen_everything_fits_and_a_finger_still_does() {
        for (width, height, inches) in [(1280.0, 800.0, 10.1), (1024.0, 600.0, 10.1), (1920.0, 1080.0, 13.3)]
        {
            let screen = Screen::new(vec2(width, height), inches);
            let sizes = Sizes::new(&screen, &Appearance::default());
            assert!(sizes.margin / 48.0 * 900.0 <= height * 1.02, "{screen:?}: {sizes:?}");
            assert!(sizes.touch >= 12.0 * screen.points_per_millimetre(), "{screen:?}: {sizes:?}");
            let staff = Sizes::new(&Screen { hands: Hands::Staff, ..screen }, &Appearance::default());
            assert!(staff.touch >= 11.0 * screen.points_per_millimetre(), "{screen:?}: {staff:?}");
            assert!(staff.touch <= sizes.touch, "{screen:?}: {staff:?}");
        }
    }

    #[test]
    fn a_large_screen_is_read_from_further_away() {
        for inches in [27.0, 32.0, 43.0, 65.0, 110.0] {
            let (large, usual) = (sizes(1080.0, 1920.0, inches), sizes(1080.0, 1920.0, 24.0));
            let millimetres = |sizes: &Sizes| sizes.text_body / sizes.millimetre;
            assert!(millimetres(&large) > millimetres(&usual), "{inches}: {large:?}");
            assert!(large.text_body >= 14.0, "{inches}: {large:?}");
        }
    }
}
