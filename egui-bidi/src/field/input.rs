//! Keys and pointer of a text field, turned into edits. Paints nothing.

use egui::{Context, Event, ImeEvent, Key, Modifiers, Response};

use super::caret::{Edge, Step};
use super::edit::Editor;
use crate::engine::Engine;

/// Places caret and selection; `origin` is where the text starts on the screen.
pub(super) fn pointer(editor: &mut Editor, engine: &mut Engine, response: &Response, origin: egui::Pos2) {
    let Some(position) = response.interact_pointer_pos() else { return };
    let point = ((position - origin) * response.ctx.pixels_per_point()).to_pos2();
    let (shift, press) = response.ctx.input(|input| (input.modifiers.shift, input.pointer.any_pressed()));
    // the caret goes where the finger came down, so that a drag selects from there on
    let place = response.clicked() || (press && response.is_pointer_button_down_on());
    if response.triple_clicked() {
        editor.drive(engine, |driver| driver.select_all());
    } else if response.double_clicked() {
        editor.touch_word(engine, point);
    } else if place {
        editor.touch(engine, point, shift);
    } else if response.dragged() {
        editor.touch(engine, point, true);
    }
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
        Key::Backspace if command => editor.backspace_word(engine),
        Key::Backspace => editor.backspace(engine),
        Key::Delete if command => editor.delete_word(engine),
        Key::Delete => editor.edit(engine, |driver| driver.delete()),
        Key::Y if command => editor.redo(engine),
        Key::Z if command && modifiers.shift => editor.redo(engine),
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
    let by = if word { Step::Word } else { Step::Letter };
    match key {
        Key::ArrowLeft => editor.step(engine, by, rtl, extend),
        Key::ArrowRight => editor.step(engine, by, !rtl, extend),
        Key::ArrowUp => editor.step_line(engine, false, extend),
        Key::ArrowDown => editor.step_line(engine, true, extend),
        Key::Home => editor.go_to_edge(engine, if word { Edge::TextStart } else { Edge::LineStart }, extend),
        Key::End => editor.go_to_edge(engine, if word { Edge::TextEnd } else { Edge::LineEnd }, extend),
        _ => {}
    }
}
