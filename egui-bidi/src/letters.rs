//! Where the letters of a text stand: for caret, selection and touch. Edits nothing, paints nothing.
//!
//! parley's editor answers the same questions; its 0.12 shows the caret on the line before where a full line of a
//! right-to-left paragraph ends in letters of the other direction, and knows nothing of white space that hangs.

use std::ops::Range;

use egui::{Pos2, Rect, pos2};
use parley::editing::Cursor;
use parley::layout::Affinity;
use parley::{Layout, Line};

use super::places::Stray;
use super::style::TextAlign;

/// The letters of a layout, line by line, in pixels.
#[derive(Default)]
pub(super) struct Letters {
    lines: Vec<LettersOfLine>,
}

struct LettersOfLine {
    top: f32,
    bottom: f32,
    /// Where the first letter would begin, for a line without letters.
    start_x: f32,
    /// From left to right.
    letters: Vec<Letter>,
}

#[derive(Clone)]
struct Letter {
    bytes: Range<usize>,
    left: f32,
    right: f32,
    rtl: bool,
}

impl Letters {
    pub(super) fn of(layout: &Layout<()>, text: &str, align: TextAlign) -> Self {
        let rtl = layout.is_rtl();
        Self { lines: layout.lines().map(|line| LettersOfLine::of(&line, rtl, text, align)).collect() }
    }

    /// The line of the caret and the caret itself: a rectangle without width. `None`: nothing was laid out.
    ///
    /// It stands where the letter after it begins or, if it came from the letter before (`Upstream`), where that ends.
    pub(super) fn caret(&self, cursor: Cursor) -> Option<(usize, Rect)> {
        let byte = cursor.index();
        let after = || self.find(|letter| letter.bytes.contains(&byte)).map(|(line, l)| (line, l.start()));
        let before = || self.find(|letter| letter.bytes.end == byte).map(|(line, l)| (line, l.end()));
        let place = match cursor.affinity() {
            Affinity::Downstream => after().or_else(before),
            Affinity::Upstream => before().or_else(after),
        };
        let (line, x) = place.or_else(|| Some((0, self.lines.first()?.start_x)))?;
        let LettersOfLine { top, bottom, .. } = *self.lines.get(line)?;
        Some((line, Rect::from_min_max(pos2(x, top), pos2(x, bottom))))
    }

    /// The rectangles behind the letters of `bytes`.
    pub(super) fn selected(&self, bytes: &Range<usize>) -> Vec<Rect> {
        let mut areas: Vec<Rect> = Vec::new();
        for line in &self.lines {
            let mut open = false;
            for letter in &line.letters {
                let selected = bytes.contains(&letter.bytes.start);
                match areas.last_mut() {
                    Some(area) if selected && open => area.max.x = letter.right,
                    Some(_) | None if selected => {
                        let min = pos2(letter.left, line.top);
                        areas.push(Rect::from_min_max(min, pos2(letter.right, line.bottom)));
                    }
                    Some(_) | None => {}
                }
                open = selected;
            }
        }
        areas
    }

    /// The place between two letters that is nearest to a point, and the letter under it: its first byte.
    pub(super) fn at(&self, point: Pos2) -> Option<(usize, Affinity, usize)> {
        let below = self.lines.iter().position(|line| point.y < line.bottom);
        self.at_in_line(below.unwrap_or(self.lines.len().saturating_sub(1)), point.x)
    }

    /// The same for a line by its number; `None` if there is no such line or nothing on it.
    pub(super) fn at_in_line(&self, line: usize, x: f32) -> Option<(usize, Affinity, usize)> {
        let letters = &self.lines.get(line)?.letters;
        let letter = letters.iter().find(|letter| x <= letter.right).or_else(|| letters.last())?;
        let at_left = x <= (letter.left + letter.right) / 2.0;
        let (byte, affinity) = if at_left == letter.rtl {
            (letter.bytes.end, Affinity::Upstream)
        } else {
            (letter.bytes.start, Affinity::Downstream)
        };
        Some((byte, affinity, letter.bytes.start))
    }

    /// The bytes of a line: where its first letter begins and its last one ends.
    pub(super) fn line_bytes(&self, line: usize) -> Option<Range<usize>> {
        let letters = &self.lines.get(line)?.letters;
        let start = letters.iter().map(|letter| letter.bytes.start).min()?;
        Some(start..letters.iter().map(|letter| letter.bytes.end).max()?)
    }

    fn find(&self, wanted: impl Fn(&Letter) -> bool) -> Option<(usize, &Letter)> {
        let lines = self.lines.iter().enumerate();
        lines
            .flat_map(|(number, line)| line.letters.iter().map(move |l| (number, l)))
            .find(|(_, l)| wanted(l))
    }
}

impl Letter {
    fn start(&self) -> f32 {
        if self.rtl { self.right } else { self.left }
    }

    fn end(&self) -> f32 {
        if self.rtl { self.left } else { self.right }
    }
}

impl LettersOfLine {
    fn of(line: &Line<'_, ()>, rtl: bool, text: &str, align: TextAlign) -> Self {
        let metrics = line.metrics();
        let stray = Stray::of(line, text);
        let mut x = metrics.offset + metrics.inline_min_coord;
        let start_x = if rtl { x + metrics.advance } else { x };
        x += stray.as_ref().map_or(0.0, |stray| stray.first_shift(rtl, align));
        let (mut letters, mut hanging) = (Vec::new(), Vec::new());
        for run in line.runs() {
            for cluster in run.visual_clusters() {
                let (bytes, advance) = (cluster.text_range(), cluster.advance());
                if stray.as_ref().is_some_and(|stray| bytes.start >= stray.start) {
                    hanging.push((bytes, advance));
                } else if bytes.end <= text.len() && !bytes.is_empty() {
                    letters.push(Letter { bytes, left: x, right: x + advance, rtl: run.is_rtl() });
                    x += advance;
                }
            }
        }
        hanging.sort_by_key(|(bytes, _)| bytes.start);
        for (bytes, advance) in hanging {
            hang(&mut letters, bytes, advance, rtl, start_x);
        }
        Self { top: metrics.block_min_coord, bottom: metrics.block_max_coord, start_x, letters }
    }
}

/// Puts white space past the end of a line's letters.
fn hang(letters: &mut Vec<Letter>, bytes: Range<usize>, advance: f32, rtl: bool, start_x: f32) {
    if rtl {
        let right = letters.first().map_or(start_x, |letter| letter.left);
        letters.insert(0, Letter { bytes, left: right - advance, right, rtl });
    } else {
        let left = letters.last().map_or(start_x, |letter| letter.right);
        letters.push(Letter { bytes, left, right: left + advance, rtl });
    }
}
