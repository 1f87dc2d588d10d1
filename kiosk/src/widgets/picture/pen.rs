//! A pen on a field of 24 by 24 units: round ends, one width, one tint. Knows no picture.

use egui::epaint::{CircleShape, PathShape};
use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, pos2};

/// Units across a picture.
const FIELD: f32 = 24.0;

/// Width of a line in units.
const LINE: f32 = 1.5;

/// Share of the ink in a tint.
const TINT: f32 = 0.22;

/// Degrees between two points of an arc.
const STEP_DEGREES: f32 = 7.5;

/// A place on the field, in units from its top left corner.
pub(super) type At = (f32, f32);

/// A pen for one picture.
pub(super) struct Pen<'a> {
    painter: &'a Painter,
    origin: Pos2,
    unit: f32,
    ink: Color32,
}

impl<'a> Pen<'a> {
    /// A pen on the largest square in the middle of `rect`.
    pub(super) fn new(painter: &'a Painter, rect: Rect, ink: Color32) -> Self {
        let side = rect.size().min_elem();
        let origin = pos2(rect.center().x - side / 2.0, rect.center().y - side / 2.0);
        Self { painter, origin, unit: side / FIELD, ink }
    }

    fn at(&self, (x, y): At) -> Pos2 {
        self.origin + egui::vec2(x, y) * self.unit
    }

    fn stroke(&self) -> Stroke {
        Stroke::new(LINE * self.unit, self.ink)
    }

    /// A line through some places.
    pub(super) fn line(&self, places: &[At]) {
        let points: Vec<Pos2> = places.iter().map(|place| self.at(*place)).collect();
        if let [first, .., last] = points.as_slice() {
            for end in [*first, *last] {
                self.painter.add(CircleShape::filled(end, LINE * self.unit / 2.0, self.ink));
            }
        }
        self.painter.add(Shape::line(points, self.stroke()));
    }

    /// A closed line.
    pub(super) fn outline(&self, places: &[At]) {
        self.painter.add(Shape::closed_line(self.corners(places), self.stroke()));
    }

    /// A tint without a line; its corners all bend the same way.
    pub(super) fn tint(&self, places: &[At]) {
        self.fill(places, self.ink.gamma_multiply(TINT));
    }

    /// A filled part without a line; its corners all bend the same way.
    pub(super) fn solid(&self, places: &[At]) {
        self.fill(places, self.ink);
    }

    fn fill(&self, places: &[At], color: Color32) {
        self.painter.add(PathShape::convex_polygon(self.corners(places), color, Stroke::NONE));
    }

    /// The corners of a closed line. No two lie on each other: such a pair has no direction to join lines by.
    fn corners(&self, places: &[At]) -> Vec<Pos2> {
        let apart = |a: Pos2, b: Pos2| a.distance(b) > self.unit * 0.05;
        let mut corners: Vec<Pos2> = Vec::with_capacity(places.len());
        for corner in places.iter().map(|place| self.at(*place)) {
            if corners.last().is_none_or(|last| apart(*last, corner)) {
                corners.push(corner);
            }
        }
        while corners.len() > 1 && !apart(corners[0], corners[corners.len() - 1]) {
            corners.pop();
        }
        corners
    }

    /// A tinted part within a closed line; its corners all bend the same way.
    pub(super) fn shape(&self, places: &[At]) {
        self.tint(places);
        self.outline(places);
    }

    /// A tinted box within a line, its corners rounded by `round` units.
    pub(super) fn block(&self, from: At, to: At, round: f32) {
        let corners = [((to.0, from.1), 270.0), (to, 0.0), ((from.0, to.1), 90.0), (from, 180.0)];
        let center = |(x, y): At| {
            let inside = |at: f32, low: f32, high: f32| at.clamp(low + round, high - round);
            (inside(x, from.0, to.0), inside(y, from.1, to.1))
        };
        let points: Vec<At> = corners
            .into_iter()
            .flat_map(|(corner, start)| arc_points(center(corner), round, start, start + 90.0))
            .collect();
        self.shape(&points);
    }

    /// A tinted circle within a line.
    pub(super) fn circle(&self, center: At, radius: f32) {
        let (center, radius) = (self.at(center), radius * self.unit);
        self.painter.add(CircleShape::filled(center, radius, self.ink.gamma_multiply(TINT)));
        self.painter.add(CircleShape::stroke(center, radius, self.stroke()));
    }

    /// A filled circle.
    pub(super) fn dot(&self, center: At, radius: f32) {
        self.painter.add(CircleShape::filled(self.at(center), radius * self.unit, self.ink));
    }

    /// A part of a circle's line; degrees run clockwise from the right.
    pub(super) fn arc(&self, center: At, radius: f32, from_degrees: f32, to_degrees: f32) {
        self.line(&arc_points(center, radius, from_degrees, to_degrees));
    }

    /// A bent line from the first to the last place, drawn towards the two between.
    pub(super) fn curve(&self, places: [At; 4]) {
        self.line(&curve_points(places));
    }

    /// A tinted body with a round top, as shoulders and domes have.
    pub(super) fn dome(&self, center_x: f32, top: f32, half_width: f32, bottom: f32) {
        self.shape(&dome_points(center_x, top, half_width, bottom));
    }
}

/// Places along a part of a circle.
pub(super) fn arc_points(center: At, radius: f32, from_degrees: f32, to_degrees: f32) -> Vec<At> {
    let steps = ((to_degrees - from_degrees).abs() / STEP_DEGREES).ceil().max(1.0) as u16;
    let place = |step: u16| {
        let share = f32::from(step) / f32::from(steps);
        let (sin, cos) = (from_degrees + (to_degrees - from_degrees) * share).to_radians().sin_cos();
        (center.0 + cos * radius, center.1 + sin * radius)
    };
    (0..=steps).map(place).collect()
}

/// Places along a cubic Bézier curve.
pub(super) fn curve_points([a, b, c, d]: [At; 4]) -> Vec<At> {
    const STEPS: u8 = 16;
    let place = |step: u8| {
        let t = f32::from(step) / f32::from(STEPS);
        let weights = [(1.0 - t).powi(3), 3.0 * t * (1.0 - t).powi(2), 3.0 * t * t * (1.0 - t), t.powi(3)];
        let along = |pick: fn(At) -> f32| {
            weights.iter().zip([a, b, c, d]).map(|(weight, at)| weight * pick(at)).sum()
        };
        (along(|at| at.0), along(|at| at.1))
    };
    (0..=STEPS).map(place).collect()
}

fn dome_points(center_x: f32, top: f32, half_width: f32, bottom: f32) -> Vec<At> {
    let height = half_width.min(bottom - top);
    let round = arc_points((0.0, 0.0), 1.0, 180.0, 360.0)
        .into_iter()
        .map(|(x, y)| (center_x + x * half_width, top + height + y * height));
    let sides = [(center_x + half_width, bottom), (center_x - half_width, bottom)];
    round.chain(sides).collect()
}
