//! Editing without a window: a parley editor with a length limit and undo. Knows no pointer, key or colour.

use parley::editing::{PlainEditor, PlainEditorDriver};
use parley::style::FontFamily;

use super::engine::{Engine, properties};
use super::style::TextStyle;

/// Longest text of a field, in characters; the same limit as a text of a record.
pub const FIELD_LIMIT_CHARS: usize = 4_000;

/// Edits that can be taken back: 64 × 4,000 characters × at most 4 bytes = 1 MiB a field at worst.
pub const UNDO_LIMIT_STEPS: usize = 64;

/// The text, caret and undo steps of a field.
pub(super) struct Editor {
    pub(super) plain: PlainEditor<()>,
    families: FontFamily<'static>,
    style: TextStyle,
    limit_chars: usize,
    undo: Vec<Snapshot>,
}

struct Snapshot {
    text: String,
    caret: usize,
}

impl Editor {
    pub(super) fn new(engine: &Engine, style: &TextStyle, limit_chars: usize) -> Self {
        let families = engine.families.clone();
        Self { plain: plain_editor(style, &families), families, style: *style, limit_chars, undo: Vec::new() }
    }

    /// The text without what an input method is still composing.
    pub(super) fn text(&self) -> String {
        self.plain.text().to_string()
    }

    /// Takes over another style; the text stays.
    pub(super) fn restyle(&mut self, style: &TextStyle) {
        if self.style == *style {
            return;
        }
        self.style = *style;
        self.plain.set_base_direction(style.direction.base());
        self.plain.set_alignment(style.align.parley());
        for property in properties(style, &self.families) {
            self.plain.edit_styles().insert(property);
        }
    }

    /// Drops text, caret, selection and every undo step.
    pub(super) fn wipe(&mut self) {
        self.plain = plain_editor(&self.style, &self.families);
        self.undo = Vec::new();
    }

    pub(super) fn drive<R>(
        &mut self,
        engine: &mut Engine,
        act: impl FnOnce(&mut PlainEditorDriver<'_, ()>) -> R,
    ) -> R {
        let mut driver = self.plain.driver(&mut engine.fonts, &mut engine.layouts);
        driver.refresh_layout();
        act(&mut driver)
    }

    /// Brings the layout up to date.
    pub(super) fn refresh(&mut self, engine: &mut Engine) {
        self.plain.refresh_layout(&mut engine.fonts, &mut engine.layouts);
    }

    /// Inserts at the caret or in place of the selection, as far as the limit allows. Line breaks become
    /// spaces (a field wraps, it has no lines of its own) and other control characters are left out.
    pub(super) fn insert(&mut self, engine: &mut Engine, piece: &str) -> bool {
        let selected = self.plain.selected_text().map_or(0, |text| text.chars().count());
        let kept = self.plain.raw_text().chars().count() - selected;
        let piece: String = piece
            .chars()
            .map(|c| if matches!(c, '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}') { ' ' } else { c })
            .filter(|c| !c.is_control())
            .take(self.limit_chars.saturating_sub(kept))
            .collect();
        if piece.is_empty() {
            return false;
        }
        self.edit(engine, |driver| driver.insert_or_replace_selection(&piece))
    }

    /// Deletes the selection, or the last character of the cluster before the caret.
    pub(super) fn backspace(&mut self, engine: &mut Engine) -> bool {
        self.edit(engine, |driver| driver.backdelete())
    }

    /// Runs an edit and keeps what was there before; tells whether the text changed.
    pub(super) fn edit(
        &mut self,
        engine: &mut Engine,
        act: impl FnOnce(&mut PlainEditorDriver<'_, ()>),
    ) -> bool {
        let before = Snapshot {
            text: self.plain.raw_text().to_owned(),
            caret: self.plain.raw_selection().focus().index(),
        };
        self.drive(engine, act);
        if self.plain.raw_text() == before.text {
            return false;
        }
        if self.undo.len() == UNDO_LIMIT_STEPS {
            self.undo.remove(0);
        }
        self.undo.push(before);
        true
    }

    /// Takes the last edit back.
    pub(super) fn undo(&mut self, engine: &mut Engine) -> bool {
        let Some(Snapshot { text, caret }) = self.undo.pop() else { return false };
        self.plain.set_text(&text);
        self.drive(engine, |driver| driver.move_to_byte(caret));
        true
    }

    /// Moves the caret by one cluster in reading order.
    ///
    /// parley 0.12 sticks at the left edge of a wrapped right-to-left line and jumps a line at the right edge,
    /// so in right-to-left fields arrows move logically.
    pub(super) fn step(&mut self, engine: &mut Engine, forward: bool, extend: bool) {
        self.drive(engine, |driver| {
            let selection = *driver.editor.raw_selection();
            if !extend && !selection.is_collapsed() {
                let range = selection.text_range();
                driver.move_to_byte(if forward { range.end } else { range.start });
                return;
            }
            let Some(layout) = driver.editor.try_layout() else { return };
            let [before, after] =
                selection.focus().logical_clusters(layout).map(|cluster| cluster.map(|c| c.text_range()));
            let target = if forward { after.map(|range| range.end) } else { before.map(|range| range.start) };
            match target {
                Some(byte) if extend => driver.extend_selection_to_byte(byte),
                Some(byte) => driver.move_to_byte(byte),
                None => {}
            }
        });
    }
}

fn plain_editor(style: &TextStyle, families: &FontFamily<'static>) -> PlainEditor<()> {
    let mut plain = PlainEditor::new(style.size);
    plain.set_base_direction(style.direction.base());
    plain.set_alignment(style.align.parley());
    for property in properties(style, families) {
        plain.edit_styles().insert(property);
    }
    plain
}
