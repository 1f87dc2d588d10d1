//! What is wrong with where words stand on a painted screen: cut off, out of their box, on top of each other. Reads
//! egui's shapes; nothing is painted.

use egui::epaint::ClippedShape;
use egui::{Color32, Rect, Shape, vec2};
use kiosk::text::guard::Ink;

/// Points that two inks may share, and that ink may stand out by: bitmaps have a soft edge of about a pixel.
const SLACK: f32 = 2.5;

/// Points by which egui lets a scroll area paint beyond its view.
const CLIP_SLACK: f32 = 6.0;

/// Points below which a box is a line or a caret, which may stand amid words.
const LINE: f32 = 8.0;

/// A box: all of it, and the part that was painted.
struct Ground {
    whole: Rect,
    painted: Rect,
    has_border: bool,
}

/// A text that is seen, so far.
struct Seen {
    text: String,
    lines: Vec<Rect>,
}

/// The screen as far as its shapes were read.
struct Reader<'a> {
    screen: Rect,
    scrolled: &'a [Rect],
    /// Least distance of words from a border at their side.
    margin: f32,
    boxes: Vec<Ground>,
    seen: Vec<Seen>,
    faults: Vec<String>,
}

/// Returns what is wrong on a screen; `scrolled` are the views that can be paged through, `margin` is the least distance of words
/// from the border at their side.
pub fn faults(shapes: &[ClippedShape], screen: Rect, scrolled: &[Rect], margin: f32) -> Vec<String> {
    let mut reader =
        Reader { screen, scrolled, margin, boxes: Vec::new(), seen: Vec::new(), faults: Vec::new() };
    for ClippedShape { clip_rect, shape, .. } in shapes {
        reader.shape(shape, *clip_rect);
    }
    reader.faults
}

impl Reader<'_> {
    fn shape(&mut self, shape: &Shape, clip: Rect) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| self.shape(shape, clip)),
            Shape::Rect(rect) if rect.fill != Color32::TRANSPARENT || !rect.stroke.is_empty() => {
                self.ground(rect.rect, rect.fill, !rect.stroke.is_empty(), clip);
            }
            Shape::Text(text) => self.text(&Ink::of(text), clip),
            _ => {}
        }
    }

    /// A box hides what is wholly behind it. A veil over the screen hides everything.
    fn ground(&mut self, rect: Rect, fill: Color32, has_border: bool, clip: Rect) {
        let painted = rect.intersect(clip);
        // what is paged through ends with its view
        let runs_off = rect.top() < self.screen.bottom()
            && rect.bottom() > self.screen.bottom() + SLACK
            && clip.bottom() >= self.screen.bottom() - 0.5
            && !self.is_paged(clip, rect);
        if runs_off && fill.is_opaque() {
            self.faults.push(format!("a box runs off the screen: {rect:?}"));
        }
        if painted.width() < LINE || painted.height() < LINE {
            return;
        }
        let is_veil = fill.a() > 0 && painted.contains_rect(self.screen.shrink(1.0));
        if is_veil {
            self.seen.clear();
            self.boxes.clear();
        }
        if fill.is_opaque() {
            let faults = &mut self.faults;
            self.seen.retain_mut(|seen| {
                seen.lines.retain(|line| {
                    let hidden = painted.expand(SLACK).contains_rect(*line);
                    if !hidden && share_ink(painted, *line) {
                        faults.push(format!("{:?} is partly behind a box", seen.text));
                    }
                    !hidden
                });
                !seen.lines.is_empty()
            });
        }
        self.boxes.push(Ground { whole: rect, painted, has_border });
    }

    fn text(&mut self, ink: &Ink, clip: Rect) {
        let text = &ink.text;
        let mut lines = Vec::new();
        for line in &ink.lines {
            let shown = line.intersect(clip);
            if !shown.is_positive() {
                continue;
            }
            let widened = clip.expand2(vec2(SLACK, SLACK));
            let cut_across = line.left() < widened.left() || line.right() > widened.right();
            let cut_along = line.top() < widened.top() || line.bottom() > widened.bottom();
            if cut_across || (cut_along && !self.is_paged(clip, *line)) {
                self.faults.push(format!("{text:?} is cut off: {line:?} in {clip:?}"));
            }
            if !self.screen.expand(0.5).contains_rect(shown) {
                self.faults.push(format!("{text:?} is off the screen: {line:?}"));
            }
            lines.push(shown);
        }
        if has_breakable_reference(text) {
            self.faults.push(format!("{text:?} holds a reference that may break at its hyphen"));
        }
        if ink.has_cut_word && !lines.is_empty() {
            self.faults.push(format!("{text:?} has a word cut in two"));
        }
        for line in &lines {
            let over = self.seen.iter().find(|seen| seen.lines.iter().any(|other| share_ink(*line, *other)));
            if let Some(over) = over {
                self.faults.push(format!("{text:?} lies on {:?} at {line:?}", over.text));
            }
        }
        self.check_box(ink, clip);
        self.seen.push(Seen { text: text.clone(), lines });
    }

    /// The smallest box behind the middle of the words holds all of them.
    fn check_box(&mut self, ink: &Ink, clip: Rect) {
        let whole = ink.bounds();
        let bounds = if self.is_paged(clip, whole) { whole.intersect(clip) } else { whole };
        let center = bounds.center();
        if !clip.contains(center) {
            return;
        }
        let behind = self.boxes.iter().filter(|ground| ground.painted.contains(center));
        let Some(ground) = behind.min_by(|a, b| a.whole.area().total_cmp(&b.whole.area())) else { return };
        if !ground.whole.expand(SLACK).contains_rect(bounds) {
            self.faults
                .push(format!("{:?} stands out of its box: {bounds:?} in {:?}", ink.text, ground.whole));
        } else if ground.has_border {
            let [before, after] =
                [bounds.left() - ground.whole.left(), ground.whole.right() - bounds.right()];
            if before.min(after) < self.margin {
                self.faults
                    .push(format!("{:?} touches its border: {bounds:?} in {:?}", ink.text, ground.whole));
            }
        }
    }

    /// Tells whether a line is cut where a view that can be paged through ends.
    fn is_paged(&self, clip: Rect, line: Rect) -> bool {
        self.scrolled.iter().any(|view| {
            let is_within = view.x_range().expand(CLIP_SLACK).contains(line.center().x);
            let above =
                line.top() >= clip.top() - SLACK || (view.top() - clip.top()).abs() < CLIP_SLACK + 1.0;
            let below = line.bottom() <= clip.bottom() + SLACK
                || (view.bottom() - clip.bottom()).abs() < CLIP_SLACK + 1.0;
            is_within && above && below
        })
    }
}

/// Tells whether a text holds a reference code, five letters and five, that nothing keeps on one line.
fn has_breakable_reference(text: &str) -> bool {
    let letters = |part: &str| {
        part.len() == 5 && part.bytes().all(|letter| letter.is_ascii_digit() || letter.is_ascii_uppercase())
    };
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    words.filter_map(|word| word.split_once('-')).any(|(first, last)| letters(first) && letters(last))
}

fn share_ink(a: Rect, b: Rect) -> bool {
    let shared = a.intersect(b);
    shared.width() > SLACK && shared.height() > SLACK
}
