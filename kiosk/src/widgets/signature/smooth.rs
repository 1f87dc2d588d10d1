//! From the places that a finger touched to a smooth line through them.

use egui::{Pos2, Shape, Stroke, epaint::CircleShape};

/// Longest straight piece of a smooth line, in points: shorter than an eye tells from a curve.
pub(super) const PIECE_POINTS: f32 = 2.0;

/// Returns a line that begins at the first place and ends at the last, bends through the middles between neighbours, and
/// has no piece longer than [`PIECE_POINTS`].
pub(super) fn smooth(places: &[Pos2]) -> Vec<Pos2> {
    let [first, .., last] = places else { return places.to_vec() };
    let mut line = vec![*first];
    let mut from = *first;
    for pair in places.windows(2).skip(1) {
        let to = pair[0] + (pair[1] - pair[0]) / 2.0;
        bend(&mut line, from, pair[0], to);
        from = to;
    }
    bend(&mut line, from, from + (*last - from) / 2.0, *last);
    line
}

/// Adds a quadratic curve from `from`, which is there already, to `to`.
fn bend(line: &mut Vec<Pos2>, from: Pos2, control: Pos2, to: Pos2) {
    // a quadratic curve is nowhere faster than twice the longer side of its control lines
    let reach = 2.0 * from.distance(control).max(control.distance(to));
    let pieces = (reach / PIECE_POINTS).ceil().clamp(1.0, 4_096.0) as u16;
    for piece in 1..=pieces {
        let t = f32::from(piece) / f32::from(pieces);
        let (a, b) = (from + (control - from) * t, control + (to - control) * t);
        line.push(a + (b - a) * t);
    }
}

/// The shapes of one stroke with round ends; a dot for a single touch.
pub(super) fn ink(places: &[Pos2], stroke: Stroke) -> Vec<Shape> {
    let line = smooth(places);
    let ends = line.first().into_iter().chain(line.last());
    let dots = ends.map(|end| CircleShape::filled(*end, stroke.width / 2.0, stroke.color).into());
    let mut shapes: Vec<Shape> = dots.collect();
    if line.len() > 1 {
        shapes.push(Shape::line(line, stroke));
    }
    shapes
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::*;

    /// Twelve touches on a circle of 100 points, as a quick finger leaves them.
    fn quick_circle() -> Vec<Pos2> {
        let place = |step: u8| {
            let (sin, cos) = (f32::from(step) / 12.0 * std::f32::consts::TAU).sin_cos();
            pos2(200.0 + 100.0 * cos, 200.0 + 100.0 * sin)
        };
        (0..12).map(place).collect()
    }

    #[test]
    fn no_piece_of_a_line_is_longer_than_two_points() {
        let far = vec![pos2(0.0, 0.0), pos2(900.0, 10.0), pos2(0.0, 20.0), pos2(0.0, 20.0)];
        for places in [quick_circle(), far] {
            let line = smooth(&places);
            let longest = line.windows(2).map(|pair| pair[0].distance(pair[1])).fold(0.0, f32::max);
            assert!(longest <= PIECE_POINTS + 0.01, "{longest}");
        }
    }

    #[test]
    fn a_quick_circle_has_no_corners() {
        let line = smooth(&quick_circle());
        for three in line.windows(3) {
            let turn = (three[1] - three[0]).normalized().dot((three[2] - three[1]).normalized());
            assert!(turn.clamp(-1.0, 1.0).acos().to_degrees() < 5.0, "{three:?}");
        }
    }

    #[test]
    fn a_line_begins_and_ends_where_the_finger_did() {
        let places = quick_circle();
        let line = smooth(&places);
        assert_eq!((line.first(), line.last()), (places.first(), places.last()));
        assert_eq!(smooth(&places[..1]), places[..1]);
    }
}
