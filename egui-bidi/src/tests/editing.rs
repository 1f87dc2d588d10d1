//! Carets, steps, deletion and limits, without a window.

use egui::Context;

use super::lines;
use crate::field_edit::{Editor, FIELD_LIMIT_CHARS};
use crate::{Direction, Fonts, Text, TextStyle};

fn editor(text: &Text, words: &str, width: Option<f32>) -> Editor {
    let mut editor = Editor::new(&text.engine(), &TextStyle::new(24.0, Direction::Rtl), FIELD_LIMIT_CHARS);
    editor.plain.set_width(width);
    editor.insert(&mut text.engine(), words);
    editor
}

fn caret(editor: &Editor) -> usize {
    editor.plain.raw_selection().focus().index()
}

#[test]
fn logical_steps_visit_every_line_from_end_to_end_and_back() {
    let text = Text::install(&Context::default(), &Fonts::plex());
    for line in lines() {
        let mut editor = editor(&text, &line.t, Some(300.0));
        let engine = &mut text.engine();
        editor.drive(engine, |driver| driver.move_to_text_start());
        let mut forward = 0;
        loop {
            let before = caret(&editor);
            editor.step(engine, true, false);
            if caret(&editor) == before {
                break;
            }
            assert!(caret(&editor) > before, "{}: forward never goes back", line.id);
            forward += 1;
        }
        assert_eq!(caret(&editor), line.t.len(), "{}: forward reaches the end", line.id);
        for _ in 0..forward {
            editor.step(engine, false, false);
        }
        assert_eq!(caret(&editor), 0, "{}: as many steps lead back", line.id);
    }
}

#[test]
fn a_click_where_the_caret_stands_leaves_it_there() {
    let text = Text::install(&Context::default(), &Fonts::plex());
    for line in lines() {
        let mut editor = editor(&text, &line.t, Some(800.0));
        let engine = &mut text.engine();
        for (byte, _) in line.t.char_indices() {
            editor.drive(engine, |driver| driver.move_to_byte(byte));
            let shown = editor.plain.cursor_geometry(0.0).unwrap();
            let middle = ((shown.y0 + shown.y1) / 2.0) as f32;
            editor.drive(engine, |driver| driver.move_to_point(shown.x0 as f32, middle));
            let again = editor.plain.cursor_geometry(0.0).unwrap();
            assert!((shown.x0 - again.x0).abs() < 0.7, "{} at byte {byte}", line.id);
        }
    }
}

#[test]
fn backspace_takes_one_letter_of_a_ligature_and_empties_every_line() {
    let text = Text::install(&Context::default(), &Fonts::plex());
    let mut ligature = editor(&text, "لا", None);
    ligature.backspace(&mut text.engine());
    assert_eq!(ligature.text(), "ل");
    for line in lines() {
        let mut editor = editor(&text, &line.t, Some(800.0));
        for _ in 0..line.t.chars().count() {
            editor.backspace(&mut text.engine());
        }
        assert_eq!(editor.text(), "", "{}", line.id);
    }
}

#[test]
fn a_ligature_has_a_caret_between_its_letters() {
    let text = Text::install(&Context::default(), &Fonts::plex());
    let mut editor = editor(&text, "لا", None);
    let engine = &mut text.engine();
    editor.drive(engine, |driver| driver.move_to_text_start());
    let mut places = vec![editor.plain.cursor_geometry(0.0).unwrap().x0];
    for _ in 0..2 {
        editor.step(engine, true, false);
        places.push(editor.plain.cursor_geometry(0.0).unwrap().x0);
    }
    assert!(places[0] > places[1] && places[1] > places[2], "{places:?}");
}

#[test]
fn an_arrow_first_leaves_the_selection() {
    let text = Text::install(&Context::default(), &Fonts::plex());
    let mut editor = editor(&text, "سلام عليكم", None);
    let engine = &mut text.engine();
    editor.drive(engine, |driver| driver.select_byte_range(2, 6));
    editor.step(engine, true, false);
    assert_eq!(caret(&editor), 6);
    assert!(editor.plain.raw_selection().is_collapsed());
}

#[test]
fn a_text_over_the_limit_is_cut_and_never_replaces_what_is_there() {
    let text = Text::install(&Context::default(), &Fonts::plex());
    let mut editor = Editor::new(&text.engine(), &TextStyle::new(24.0, Direction::Rtl), 5);
    assert!(editor.insert(&mut text.engine(), "مرحبا بكم"));
    assert_eq!(editor.text(), "مرحبا");
    assert!(!editor.insert(&mut text.engine(), "!"));
    assert_eq!(editor.text(), "مرحبا");
}

#[test]
fn line_breaks_become_spaces_and_control_characters_vanish() {
    let text = Text::install(&Context::default(), &Fonts::plex());
    let editor = editor(&text, "سطر\nآخر\u{7}", None);
    assert_eq!(editor.text(), "سطر آخر");
}

#[test]
fn undo_gives_back_what_was_there_and_a_wipe_leaves_nothing_to_undo() {
    let text = Text::install(&Context::default(), &Fonts::plex());
    let mut editor = editor(&text, "أهلا", None);
    editor.insert(&mut text.engine(), " وسهلا");
    assert!(editor.undo(&mut text.engine()));
    assert_eq!(editor.text(), "أهلا");
    editor.wipe();
    assert_eq!(editor.text(), "");
    assert!(!editor.undo(&mut text.engine()));
    assert_eq!(editor.text(), "");
}
