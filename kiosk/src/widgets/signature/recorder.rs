//! What a finger writes, as it comes in: places on the pad in hundredths of a millimetre, with times. Paints nothing.

use shared::domain::{
    SIGNATURE_MILLIS_MAX, SIGNATURE_POINTS_MAX, SIGNATURE_STROKES_MAX, Signature, SignaturePoint,
};

/// Places nearer than this to the one before are left out: 0.4 mm.
const APART: u16 = 40;

/// Strokes as they are written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Recorder {
    strokes: Vec<Vec<SignaturePoint>>,
    began_seconds: Option<f64>,
    writing: bool,
}

impl Recorder {
    pub(super) fn is_empty(&self) -> bool {
        self.strokes.is_empty()
    }

    /// Tells whether no more fits.
    pub(super) fn is_full(&self) -> bool {
        let points: usize = self.strokes.iter().map(Vec::len).sum();
        points >= SIGNATURE_POINTS_MAX || (!self.writing && self.strokes.len() >= SIGNATURE_STROKES_MAX)
    }

    pub(super) fn is_writing(&self) -> bool {
        self.writing
    }

    pub(super) fn strokes(&self) -> &[Vec<SignaturePoint>] {
        &self.strokes
    }

    /// The finger came down, or came back onto the pad.
    pub(super) fn begin(&mut self, place: (u16, u16), seconds: f64) {
        if !self.is_full() {
            self.writing = true;
            let point = self.point(place, seconds);
            self.strokes.push(vec![point]);
        }
    }

    /// The finger moved.
    pub(super) fn go_on(&mut self, place: (u16, u16), seconds: f64) {
        if !self.writing || self.is_full() {
            return;
        }
        let point = self.point(place, seconds);
        if let Some(stroke) = self.strokes.last_mut()
            && stroke.last().is_none_or(|last| is_apart(*last, point))
        {
            stroke.push(point);
        }
    }

    /// The finger was lifted, or left the pad.
    pub(super) fn end(&mut self) {
        self.writing = false;
    }

    fn point(&mut self, (x, y): (u16, u16), seconds: f64) -> SignaturePoint {
        let began = *self.began_seconds.get_or_insert(seconds);
        let millis = ((seconds - began) * 1_000.0).clamp(0.0, f64::from(SIGNATURE_MILLIS_MAX)) as u32;
        let last_millis = self.strokes.iter().flatten().last().map_or(0, |last| last.at_millis);
        SignaturePoint { x, y, at_millis: millis.max(last_millis) }
    }

    /// What was written on a pad of this size; `None` while nothing is.
    pub(super) fn signature(&self, (width, height): (u16, u16)) -> Option<Signature> {
        Signature::new(width, height, self.strokes.clone()).ok()
    }
}

fn is_apart(a: SignaturePoint, b: SignaturePoint) -> bool {
    let (x, y) = (i64::from(a.x.abs_diff(b.x)), i64::from(a.y.abs_diff(b.y)));
    x * x + y * y >= i64::from(APART) * i64::from(APART)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_that_lie_together_are_kept_once() {
        let mut recorder = Recorder::default();
        recorder.begin((100, 100), 5.0);
        for step in 1..=40_u16 {
            recorder.go_on((100 + step, 100), 5.0 + f64::from(step) / 100.0);
        }
        let [stroke] = recorder.strokes() else { panic!("one stroke") };
        assert_eq!(stroke.iter().map(|point| point.x).collect::<Vec<_>>(), [100, 140]);
        assert_eq!(stroke[1].at_millis, 400);
    }

    #[test]
    fn what_is_beyond_the_limits_is_not_taken_and_the_rest_is_a_signature() {
        let mut recorder = Recorder::default();
        for stroke in 0..SIGNATURE_STROKES_MAX as u16 + 5 {
            recorder.begin((stroke, 0), f64::from(stroke));
            recorder.end();
        }
        assert!(recorder.is_full());
        assert_eq!(recorder.signature((1_000, 1_000)).unwrap().strokes().len(), SIGNATURE_STROKES_MAX);

        let mut recorder = Recorder::default();
        recorder.begin((0, 0), 0.0);
        for step in 0..10_000_u32 {
            recorder.go_on((if step % 2 == 0 { 900 } else { 0 }, 0), f64::from(step));
        }
        let signature = recorder.signature((1_000, 1_000)).unwrap();
        assert_eq!(signature.strokes()[0].len(), SIGNATURE_POINTS_MAX);
    }

    #[test]
    fn a_clock_that_steps_back_gives_no_time_before_the_last() {
        let mut recorder = Recorder::default();
        recorder.begin((0, 0), 10.0);
        recorder.go_on((500, 0), 11.0);
        recorder.go_on((900, 0), 3.0);
        assert_eq!(recorder.signature((1_000, 1_000)).unwrap().strokes()[0][2].at_millis, 1_000);
    }
}
