//! Moving the caret and the selection of a field. Changes no text.

use std::sync::Arc;

use egui::{Pos2, Rect};
use parley::editing::{Cursor, PlainEditorDriver, Selection};
use parley::layout::Affinity;

use super::edit::Editor;
use super::words::{next_stop, previous_stop, word_at};
use crate::engine::Engine;
use crate::letters::Letters;

/// How far an arrow key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// One letter with its marks.
    Letter,
    /// To where a word begins.
    Word,
}

/// An end that Home and End go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edge {
    LineStart,
    LineEnd,
    TextStart,
    TextEnd,
}

impl Editor {
    /// Moves the caret by one letter, or to where the next or previous word begins, in the order of reading.
    ///
    /// So it is in every field, whatever letters stand in it: the arrow that points to where reading goes leads
    /// forward. parley's own steps follow the picture instead; its 0.12 sticks at the left edge of a wrapped
    /// right-to-left line and jumps a line at the right edge.
    pub(crate) fn step(&mut self, engine: &mut Engine, by: Step, forward: bool, extend: bool) {
        self.drive(engine, |driver| {
            let selection = *driver.editor.raw_selection();
            if !extend && !selection.is_collapsed() && by == Step::Letter {
                let range = selection.text_range();
                driver.move_to_byte(if forward { range.end } else { range.start });
                return;
            }
            let caret = selection.focus().index();
            let target = match by {
                Step::Word => Some(stop(driver, caret, forward)),
                Step::Letter => driver.editor.try_layout().and_then(|layout| {
                    let [before, after] = selection.focus().logical_clusters(layout);
                    if forward {
                        after.map(|c| c.text_range().end)
                    } else {
                        before.map(|c| c.text_range().start)
                    }
                }),
            };
            match target {
                Some(byte) if extend => driver.extend_selection_to_byte(byte),
                Some(byte) => driver.move_to_byte(byte),
                None => {}
            }
        });
    }

    /// Moves the caret to the line above or below, as near as can be to where it began; from the first line to the
    /// text's start, from the last to its end.
    pub(crate) fn step_line(&mut self, engine: &mut Engine, down: bool, extend: bool) {
        let letters = self.letters(engine);
        let Some((line, caret)) = letters.caret(self.focus()) else { return };
        let x = self.goal_x.unwrap_or(caret.min.x);
        let target = if down { Some(line + 1) } else { line.checked_sub(1) };
        match target.and_then(|line| letters.at_in_line(line, x)) {
            Some((byte, affinity, _)) => {
                self.put(engine, byte, affinity, extend);
                self.goal_x = Some(x);
            }
            None => self.go_to_edge(engine, if down { Edge::TextEnd } else { Edge::TextStart }, extend),
        }
    }

    /// Moves the caret to an end of its line or of the text.
    pub(crate) fn go_to_edge(&mut self, engine: &mut Engine, edge: Edge, extend: bool) {
        let letters = self.letters(engine);
        let line = letters.caret(self.focus()).and_then(|(line, _)| letters.line_bytes(line)).unwrap_or(0..0);
        let end = self.plain.raw_text().len();
        let (byte, affinity) = match edge {
            Edge::LineStart => (line.start, Affinity::Downstream),
            Edge::LineEnd => (line.end, Affinity::Upstream),
            Edge::TextStart => (0, Affinity::Downstream),
            Edge::TextEnd => (end, Affinity::Upstream),
        };
        self.put(engine, byte, affinity, extend);
    }

    /// Puts the caret where a finger came down, or draws the selection up to there. `point` is in pixels.
    pub(crate) fn touch(&mut self, engine: &mut Engine, point: Pos2, extend: bool) {
        if let Some((byte, affinity, _)) = self.letters(engine).at(point) {
            self.put(engine, byte, affinity, extend);
        }
    }

    /// Selects the word under a point.
    pub(crate) fn touch_word(&mut self, engine: &mut Engine, point: Pos2) {
        let Some((_, _, letter)) = self.letters(engine).at(point) else { return };
        self.drive(engine, |driver| {
            let text = driver.editor.raw_text().to_owned();
            let word = word_at(driver.layout(), &text, letter);
            driver.select_byte_range(word.start, word.end);
        });
    }

    /// The caret's rectangle in pixels, without width.
    pub(crate) fn shown_caret(&mut self, engine: &mut Engine) -> Option<Rect> {
        let letters = self.letters(engine);
        letters.caret(self.focus()).map(|(_, caret)| caret)
    }

    /// Tells whether lines stand above and below the caret's.
    pub(crate) fn lines_beyond_caret(&mut self, engine: &mut Engine) -> [bool; 2] {
        let letters = self.letters(engine);
        let Some((line, _)) = letters.caret(self.focus()) else { return [false; 2] };
        [line > 0, letters.line_bytes(line + 1).is_some()]
    }

    /// The rectangles behind the selected letters, in pixels.
    pub(crate) fn shown_selection(&mut self, engine: &mut Engine) -> Vec<Rect> {
        let range = self.plain.raw_selection().text_range();
        if range.is_empty() { Vec::new() } else { self.letters(engine).selected(&range) }
    }

    /// Where the letters stand now; worked out anew only after a change.
    fn letters(&mut self, engine: &mut Engine) -> Arc<Letters> {
        self.refresh(engine);
        let generation = self.plain.generation();
        if let Some((of, letters)) = &self.letters
            && *of == generation
        {
            return Arc::clone(letters);
        }
        let layout = self.plain.try_layout();
        let letters = layout.map(|layout| Letters::of(layout, self.plain.raw_text(), self.style.align));
        let letters = Arc::new(letters.unwrap_or_default());
        self.letters = Some((generation, Arc::clone(&letters)));
        letters
    }

    fn focus(&self) -> Cursor {
        self.plain.raw_selection().focus()
    }

    fn put(&mut self, engine: &mut Engine, byte: usize, affinity: Affinity, extend: bool) {
        self.drive(engine, |driver| {
            let focus = Cursor::from_byte_index(driver.layout(), byte, affinity);
            let anchor = if extend { driver.editor.raw_selection().anchor() } else { focus };
            driver.set_selection(Selection::new(anchor, focus));
        });
    }
}

/// The stop after or before the caret.
pub(crate) fn stop(driver: &mut PlainEditorDriver<'_, ()>, caret: usize, forward: bool) -> usize {
    let text = driver.editor.raw_text().to_owned();
    let layout = driver.layout();
    if forward { next_stop(layout, &text, caret) } else { previous_stop(layout, &text, caret) }
}
