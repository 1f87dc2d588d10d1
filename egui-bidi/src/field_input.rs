//! Keys and pointer of a text field, turned into edits. Paints nothing.

use egui::{Context, Event, ImeEvent, Key, Modifiers, Response, Vec2};

use super::engine::Engine;
use super::field_edit::Editor;

/// Places caret and selection; `origin` is where the text starts on the screen.
pub(super) fn pointer(editor: &mut Editor, engine: &mut Engine, response: &Response, origin: egui::Pos2) {
    let Some(position) = response.interact_pointer_pos() else { return };
    let Vec2 { x, y } = (position - origin) * response.ctx.pixels_per_point();
    let (shift, press) = response.ctx.input(|input| (input.modifiers.shift, input.pointer.any_pressed()));
    // the caret goes where the finger came down, so that a drag selects from there on
    let place = response.clicked() || (press && response.is_pointer_button_down_on());
    editor.drive(engine, |driver| {
        if response.triple_clicked() {
            driver.select_all();
        } else if response.double_clicked() {
            driver.select_word_at_point(x, y);
        } else if place {
            if shift {
                driver.shift_click_extension(x, y);
            } else {
                driver.move_to_point(x, y);
            }
        } else if response.dragged() {
            driver.extend_selection_to_point(x, y);
        }
    });
}

/// Applies this pass's keyboard, clipboard and input-method events; tells whether the text changed.
pub(super) fn events(editor: &mut Editor, engine: &mut Engine, ctx: &Context, events: &[Event]) -> bool {
    let mut changed = false;
    for event in events {
        changed |= match event {
            Event::Text(text) | Event::Paste(text) => editor.insert(engine, text),
            Event::Copy => {
                copy(editor, ctx);
                false
            }
            Event::Cut => {
                copy(editor, ctx);
                editor.edit(engine, |driver| driver.delete_selection())
            }
            Event::Key { key, pressed: true, modifiers, .. } => key_press(editor, engine, *key, *modifiers),
            Event::Ime(event) => ime(editor, engine, event),
            _ => false,
        };
    }
    changed
}

fn copy(editor: &Editor, ctx: &Context) {
    if let Some(selected) = editor.plain.selected_text() {
        ctx.copy_text(selected.to_owned());
    }
}

fn ime(editor: &mut Editor, engine: &mut Engine, event: &ImeEvent) -> bool {
    match event {
        ImeEvent::Commit(text) => {
            editor.drive(engine, |driver| driver.clear_compose());
            editor.insert(engine, text)
        }
        ImeEvent::Preedit { text, .. } if text.is_empty() => {
            editor.drive(engine, |driver| driver.clear_compose());
            false
        }
        ImeEvent::Preedit { text, .. } => {
            editor.drive(engine, |driver| driver.set_compose(text, Some((text.len(), text.len()))));
            false
        }
        _ => false,
    }
}

fn key_press(editor: &mut Editor, engine: &mut Engine, key: Key, modifiers: Modifiers) -> bool {
    let command = modifiers.command || modifiers.ctrl;
    match key {
        Key::Backspace if command => editor.edit(engine, |driver| driver.backdelete_word()),
        Key::Backspace => editor.backspace(engine),
        Key::Delete if command => editor.edit(engine, |driver| driver.delete_word()),
        Key::Delete => editor.edit(engine, |driver| driver.delete()),
        Key::Z if command => editor.undo(engine),
        Key::A if command => {
            editor.drive(engine, |driver| driver.select_all());
            false
        }
        _ => {
            caret_key(editor, engine, key, modifiers.shift, command);
            false
        }
    }
}

fn caret_key(editor: &mut Editor, engine: &mut Engine, key: Key, extend: bool, word: bool) {
    let rtl = editor.plain.base_direction() == parley::BaseDirection::Rtl;
    match (key, word) {
        (Key::ArrowLeft, false) if rtl => return editor.step(engine, true, extend),
        (Key::ArrowRight, false) if rtl => return editor.step(engine, false, extend),
        _ => {}
    }
    editor.drive(engine, |driver| match (key, extend, word) {
        (Key::ArrowLeft, false, false) => driver.move_left(),
        (Key::ArrowLeft, true, false) => driver.select_left(),
        (Key::ArrowLeft, false, true) => driver.move_word_left(),
        (Key::ArrowLeft, true, true) => driver.select_word_left(),
        (Key::ArrowRight, false, false) => driver.move_right(),
        (Key::ArrowRight, true, false) => driver.select_right(),
        (Key::ArrowRight, false, true) => driver.move_word_right(),
        (Key::ArrowRight, true, true) => driver.select_word_right(),
        (Key::ArrowUp, false, _) => driver.move_up(),
        (Key::ArrowUp, true, _) => driver.select_up(),
        (Key::ArrowDown, false, _) => driver.move_down(),
        (Key::ArrowDown, true, _) => driver.select_down(),
        (Key::Home, false, false) => driver.move_to_line_start(),
        (Key::Home, true, false) => driver.select_to_line_start(),
        (Key::Home, false, true) => driver.move_to_text_start(),
        (Key::Home, true, true) => driver.select_to_text_start(),
        (Key::End, false, false) => driver.move_to_line_end(),
        (Key::End, true, false) => driver.select_to_line_end(),
        (Key::End, false, true) => driver.move_to_text_end(),
        (Key::End, true, true) => driver.select_to_text_end(),
        _ => {}
    });
}
