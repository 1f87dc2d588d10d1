//! Editing without a window: a parley editor with a length limit and undo. Knows no pointer, key or colour.

use std::sync::Arc;

use parley::editing::{Generation, PlainEditor, PlainEditorDriver};
use parley::style::FontFamily;

use super::caret::stop;
use super::undo::{Edit, History, Snapshot};
use crate::engine::{Engine, properties};
use crate::letters::Letters;
use crate::style::TextStyle;

/// Longest text of a field, in characters; the same limit as a text of a record.
pub const FIELD_LIMIT_CHARS: usize = 4_000;

/// The text, caret and undo steps of a field.
pub(crate) struct Editor {
    pub(crate) plain: PlainEditor<()>,
    families: FontFamily<'static>,
    pub(crate) style: TextStyle,
    limit_chars: usize,
    history: History,
    /// The x in pixels that the caret keeps to while it goes from line to line.
    pub(crate) goal_x: Option<f32>,
    /// Where the letters stand, and since when.
    pub(crate) letters: Option<(Generation, Arc<Letters>)>,
}

impl Editor {
    pub(crate) fn new(engine: &Engine, style: &TextStyle, limit_chars: usize) -> Self {
        let families = engine.families.clone();
        Self {
            plain: plain_editor(style, &families),
            families,
            style: *style,
            limit_chars,
            history: History::default(),
            goal_x: None,
            letters: None,
        }
    }

    /// The text without what an input method is still composing.
    pub(crate) fn text(&self) -> String {
        self.plain.text().to_string()
    }

    /// Takes over another style; the text stays.
    pub(crate) fn restyle(&mut self, style: &TextStyle) {
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
    pub(crate) fn wipe(&mut self) {
        self.plain = plain_editor(&self.style, &self.families);
        self.history = History::default();
        self.letters = None;
    }

    pub(crate) fn drive<R>(
        &mut self,
        engine: &mut Engine,
        act: impl FnOnce(&mut PlainEditorDriver<'_, ()>) -> R,
    ) -> R {
        self.goal_x = None;
        let mut driver = self.plain.driver(&mut engine.fonts, &mut engine.layouts);
        driver.refresh_layout();
        act(&mut driver)
    }

    /// Brings the layout up to date.
    pub(crate) fn refresh(&mut self, engine: &mut Engine) {
        self.plain.refresh_layout(&mut engine.fonts, &mut engine.layouts);
    }

    /// Returns the height of all lines, as they were laid out last.
    pub(crate) fn lines_height(&self) -> f32 {
        self.plain.try_layout().map_or(0.0, |layout| layout.height())
    }

    /// Inserts at the caret or in place of the selection, as far as the limit allows. Line breaks become
    /// spaces (a field wraps, it has no lines of its own) and other control characters are left out.
    pub(crate) fn insert(&mut self, engine: &mut Engine, piece: &str) -> bool {
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
        let edit = self.kind_of(&piece);
        self.edit_as(engine, edit, |driver| driver.insert_or_replace_selection(&piece))
    }

    /// Deletes the selection, or the last character of the cluster before the caret.
    pub(crate) fn backspace(&mut self, engine: &mut Engine) -> bool {
        self.edit(engine, |driver| driver.backdelete())
    }

    /// Deletes the selection, or back to where a word begins.
    pub(crate) fn backspace_word(&mut self, engine: &mut Engine) -> bool {
        self.edit(engine, |driver| {
            if driver.editor.raw_selection().is_collapsed() {
                let caret = driver.editor.raw_selection().focus().index();
                let start = stop(driver, caret, false);
                driver.select_byte_range(start, caret);
            }
            driver.delete_selection();
        })
    }

    /// Deletes the selection, or as far as the next word.
    pub(crate) fn delete_word(&mut self, engine: &mut Engine) -> bool {
        self.edit(engine, |driver| {
            if driver.editor.raw_selection().is_collapsed() {
                let caret = driver.editor.raw_selection().focus().index();
                let end = stop(driver, caret, true);
                driver.select_byte_range(caret, end);
            }
            driver.delete_selection();
        })
    }

    /// Runs an edit and keeps what was there before; tells whether the text changed.
    pub(crate) fn edit(
        &mut self,
        engine: &mut Engine,
        act: impl FnOnce(&mut PlainEditorDriver<'_, ()>),
    ) -> bool {
        self.edit_as(engine, Edit::Other, act)
    }

    fn edit_as(
        &mut self,
        engine: &mut Engine,
        edit: Edit,
        act: impl FnOnce(&mut PlainEditorDriver<'_, ()>),
    ) -> bool {
        let before = self.snapshot();
        self.drive(engine, act);
        if self.plain.raw_text() == before.text {
            return false;
        }
        self.history.edited(before, edit, self.caret());
        true
    }

    /// An on-screen key gives a letter, or two that are one key; what is longer was pasted or scanned.
    fn kind_of(&self, piece: &str) -> Edit {
        if piece.chars().count() > 2 {
            return Edit::Other;
        }
        let before = self.plain.raw_text().get(..self.caret()).and_then(|text| text.chars().next_back());
        let after_space = before.is_none_or(char::is_whitespace);
        Edit::Letter { begins_word: after_space && !piece.starts_with(char::is_whitespace) }
    }

    fn caret(&self) -> usize {
        self.plain.raw_selection().focus().index()
    }

    fn snapshot(&self) -> Snapshot {
        let selection = self.plain.raw_selection();
        let text = self.plain.raw_text().to_owned();
        Snapshot { text, anchor: selection.anchor().index(), focus: selection.focus().index() }
    }

    /// Takes the last step back: an edit, or the letters of a word that were typed in a row.
    pub(crate) fn undo(&mut self, engine: &mut Engine) -> bool {
        let now = self.snapshot();
        let before = self.history.undo(now);
        self.restore(engine, before)
    }

    /// Does again what was taken back last.
    pub(crate) fn redo(&mut self, engine: &mut Engine) -> bool {
        let now = self.snapshot();
        let after = self.history.redo(now);
        self.restore(engine, after)
    }

    fn restore(&mut self, engine: &mut Engine, snapshot: Option<Snapshot>) -> bool {
        let Some(Snapshot { text, anchor, focus }) = snapshot else { return false };
        self.plain.set_text(&text);
        self.drive(engine, |driver| driver.select_byte_range(anchor, focus));
        true
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
