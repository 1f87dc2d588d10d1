//! The screen in front of a person: how large it is, how high it stands, who touches it.

use egui::Vec2;

/// The screen that sizes are drawn for when nothing else is known.
pub const DEFAULT_DIAGONAL_INCHES: f32 = 24.0;

const MILLIMETRES_PER_INCH: f32 = 25.4;

/// Lowest and highest place above the floor where something is touched, in millimetres: the tiles, which stand in the
/// lower half of what lies between, come to 90 to 120 cm (ADA 308 and EN 301 549 allow 38 to 122 cm).
const TOUCHED_MILLIMETRES: [f32; 2] = [750.0, 1350.0];

/// Least height of what is shown, in millimetres, however high or low the screen stands.
const LEAST_HEIGHT_MILLIMETRES: f32 = 450.0;

/// Whose fingers touch the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hands {
    /// Anybody's, unsteady ones too.
    #[default]
    Visitors,
    /// Those of staff, who do so every day, and of whoever holds the device in the hand.
    Staff,
}

impl Hands {
    /// Returns the least side of what is touched, in millimetres.
    pub const fn floor_millimetres(self) -> f32 {
        match self {
            Self::Visitors => 12.0,
            Self::Staff => 11.0,
        }
    }
}

/// A screen, as far as sizes depend on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Screen {
    /// Width and height in points.
    pub points: Vec2,
    /// The diagonal.
    pub diagonal_inches: f32,
    /// Height of its lower edge above the floor; `None` where that is not known.
    pub lower_edge_millimetres: Option<f32>,
    /// Who touches it.
    pub hands: Hands,
}

impl Screen {
    /// Makes a screen for visitors that stands at a height nobody has measured.
    pub fn new(points: Vec2, diagonal_inches: f32) -> Self {
        Self { points, diagonal_inches, lower_edge_millimetres: None, hands: Hands::Visitors }
    }

    /// Returns the points in a millimetre.
    pub fn points_per_millimetre(&self) -> f32 {
        self.points.length() / self.diagonal_inches / MILLIMETRES_PER_INCH
    }

    /// Returns the points at the top and at the bottom that stay empty, so that all that is touched is within reach.
    pub fn out_of_reach(&self) -> [f32; 2] {
        let Some(edge) = self.lower_edge_millimetres else { return [0.0; 2] };
        let millimetre = self.points_per_millimetre();
        let height = self.points.y / millimetre;
        let [lowest, highest] = TOUCHED_MILLIMETRES;
        let (below, above) = ((lowest - edge).max(0.0), (edge + height - highest).max(0.0));
        let spare = (height - LEAST_HEIGHT_MILLIMETRES).max(0.0);
        let kept = if below + above > spare { spare / (below + above) } else { 1.0 };
        [above, below].map(|millimetres| (millimetres * kept * millimetre).floor())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Heights above the floor, in centimetres, between which a screen of 43 inches, upright, is used.
    fn used(edge_centimetres: f32) -> [f32; 2] {
        let lower_edge_millimetres = Some(edge_centimetres * 10.0);
        let screen = Screen { lower_edge_millimetres, ..Screen::new(egui::vec2(1080.0, 1920.0), 43.0) };
        let [above, below] =
            screen.out_of_reach().map(|points| points / screen.points_per_millimetre() / 10.0);
        let height = screen.points.y / screen.points_per_millimetre() / 10.0;
        [edge_centimetres + below, edge_centimetres + height - above].map(f32::round)
    }

    #[test]
    fn a_tall_screen_is_used_where_people_reach() {
        assert_eq!(used(40.0), [75.0, 135.0]);
        assert_eq!(used(75.0), [75.0, 135.0]);
        // hung too high, it is used as low as it goes, with room enough for what is shown
        assert_eq!(used(110.0), [110.0, 155.0]);
    }

    #[test]
    fn a_screen_that_is_lower_than_a_mans_reach_is_used_whole() {
        let lower_edge_millimetres = Some(1100.0);
        let desk = Screen { lower_edge_millimetres, ..Screen::new(egui::vec2(1920.0, 1080.0), 24.0) };
        assert_eq!(desk.out_of_reach(), [0.0, 0.0]);
        assert_eq!(Screen::new(egui::vec2(1080.0, 1920.0), 43.0).out_of_reach(), [0.0, 0.0]);
    }
}
