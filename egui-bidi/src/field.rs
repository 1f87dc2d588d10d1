//! An editable text field for Arabic and mixed text. Its words, sizes and colours come from the caller.

pub(crate) mod caret;
pub(crate) mod edit;
mod input;
mod paint;
mod undo;
mod words;

use egui::{CursorIcon, Event, EventFilter, Response, Sense, Ui, Vec2, WidgetInfo, vec2};

use self::edit::Editor;
use self::paint::Painted;
use crate::handle::Text;
use crate::style::TextStyle;

pub use self::edit::FIELD_LIMIT_CHARS;
pub use self::paint::FieldLook;
pub use self::undo::UNDO_LIMIT_STEPS;

/// A text field that wraps. It has no Enter: a line break becomes a space.
///
/// Typing reaches the field that is *active*, also when the window has no keyboard focus and while an on-screen
/// keyboard is pressed; where several fields are shown, the caller deactivates the others.
pub struct TextField {
    text: Text,
    editor: Editor,
    active: bool,
    width_px: Option<f32>,
    scroll_y: f32,
    painted: Option<Painted>,
}

impl TextField {
    /// Makes an empty field with the limit of [`FIELD_LIMIT_CHARS`].
    pub fn new(text: &Text, style: &TextStyle) -> Self {
        Self::with_limit(text, style, FIELD_LIMIT_CHARS)
    }

    /// Makes an empty field that takes at most `limit_chars` characters.
    pub fn with_limit(text: &Text, style: &TextStyle, limit_chars: usize) -> Self {
        Self {
            text: text.clone(),
            editor: Editor::new(&text.engine(), style, limit_chars),
            active: false,
            width_px: None,
            scroll_y: 0.0,
            painted: None,
        }
    }

    /// Returns the text as typed, without what an input method is still composing.
    pub fn text(&self) -> String {
        self.editor.text()
    }

    /// Tells whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.editor.plain.raw_text().is_empty()
    }

    /// Inserts at the caret or in place of the selection, as an on-screen keyboard does.
    pub fn insert(&mut self, piece: &str) {
        self.editor.insert(&mut self.text.engine(), piece);
    }

    /// Deletes the selection, or one character before the caret.
    pub fn backspace(&mut self) {
        self.editor.backspace(&mut self.text.engine());
    }

    /// Takes the last step back: an edit, or the letters of a word that were typed in a row.
    pub fn undo(&mut self) {
        self.editor.undo(&mut self.text.engine());
    }

    /// Does again what was taken back last.
    pub fn redo(&mut self) {
        self.editor.redo(&mut self.text.engine());
    }

    /// Drops the text, the selection, every undo step and the picture of the text.
    pub fn wipe(&mut self) {
        self.editor.wipe();
        self.width_px = None;
        self.scroll_y = 0.0;
        self.painted = None;
    }

    /// Tells whether typing goes here.
    pub fn is_active(&self) -> bool {
        self.active
    }

    /// Lets typing go here, or not.
    pub fn set_active(&mut self, active: bool) {
        self.active = active;
    }

    /// Tells whether lines stand above and below the one that the caret is in.
    pub fn lines_beyond_caret(&mut self) -> [bool; 2] {
        self.editor.lines_beyond_caret(&mut self.text.engine())
    }

    /// Shows the field. `name` is its accessible name, `hint` is shown while it is empty.
    ///
    /// The response is `changed()` where a key or paste of this pass changed the text.
    pub fn ui(&mut self, ui: &mut Ui, look: &FieldLook, name: &str, hint: &str, size: Vec2) -> Response {
        let (rect, mut response) = ui.allocate_exact_size(size, Sense::click_and_drag());
        let inner = rect.shrink2(look.padding);
        self.fit(ui, look, inner.width());
        let origin = inner.min - vec2(0.0, self.scroll_y);
        if response.is_pointer_button_down_on() || response.clicked() {
            response.request_focus();
        }
        self.active |= response.has_focus();
        input::pointer(&mut self.editor, &mut self.text.engine(), &response, origin);
        if self.take_events(ui, &response) {
            response.mark_changed();
        }
        self.editor.refresh(&mut self.text.engine());
        self.scroll_to_caret(inner.height(), ui.ctx().pixels_per_point());
        let value = self.editor.text();
        response.widget_info(|| WidgetInfo {
            label: Some(name.to_owned()),
            ..WidgetInfo::text_edit(ui.is_enabled(), &value, &value, hint)
        });
        if ui.is_rect_visible(rect) {
            self.paint(ui, look, rect, inner, hint);
        }
        response.on_hover_cursor(CursorIcon::Text)
    }

    /// Takes over style, scale and width where they changed: each marks the layout dirty.
    fn fit(&mut self, ui: &Ui, look: &FieldLook, width: f32) {
        let scale = ui.ctx().pixels_per_point();
        self.editor.restyle(&look.style);
        if self.width_px != Some(width * scale) || self.editor.plain.get_scale() != scale {
            self.width_px = Some(width * scale);
            self.editor.plain.set_scale(scale);
            self.editor.plain.set_width(Some(width * scale));
        }
    }

    fn take_events(&mut self, ui: &Ui, response: &Response) -> bool {
        let focused = ui.memory(|memory| memory.focused());
        if focused.is_some_and(|id| id != response.id) || (focused.is_none() && !self.active) {
            return false;
        }
        let filter =
            EventFilter { horizontal_arrows: true, vertical_arrows: true, tab: false, escape: false };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let events: Vec<Event> = ui.input(|input| input.filtered_events(&filter));
        input::events(&mut self.editor, &mut self.text.engine(), ui.ctx(), &events)
    }

    fn scroll_to_caret(&mut self, height: f32, pixels_per_point: f32) {
        let Some(caret) = self.editor.shown_caret(&mut self.text.engine()) else { return };
        let lines = self.editor.lines_height();
        let (top, bottom) = (caret.min.y / pixels_per_point, caret.max.y / pixels_per_point);
        if bottom - self.scroll_y > height {
            self.scroll_y = bottom - height;
        }
        // a field that has grown since shows its first line again
        let furthest = (lines / pixels_per_point - height).max(0.0);
        self.scroll_y = self.scroll_y.min(top).min(furthest).max(0.0);
    }
}
