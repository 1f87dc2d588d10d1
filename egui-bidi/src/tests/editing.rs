//! Carets, steps, deletion and limits, without a window.

use egui::Context;

use super::lines;
use crate::field::caret::Step;
use crate::field::edit::{Editor, FIELD_LIMIT_CHARS};
use crate::{Direction, Fonts, Text, TextStyle, UNDO_LIMIT_STEPS};

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
    let mut places = vec![editor.shown_caret(engine).unwrap().min.x];
    for _ in 0..2 {
        editor.step(engine, Step::Letter, true, false);
        places.push(editor.shown_caret(engine).unwrap().min.x);
    }
    assert!(places[0] > places[1] && places[1] > places[2], "{places:?}");
}

#[test]
fn an_arrow_first_leaves_the_selection() {
    let text = Text::install(&Context::default(), &Fonts::plex());
    let mut editor = editor(&text, "سلام عليكم", None);
    let engine = &mut text.engine();
    editor.drive(engine, |driver| driver.select_byte_range(2, 6));
    editor.step(engine, Step::Letter, true, false);
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

#[test]
fn letters_typed_in_a_row_are_taken_back_word_by_word_and_given_again() {
    let text = Text::install(&Context::default(), &Fonts::plex());
    let mut editor = editor(&text, "", None);
    let engine = &mut text.engine();
    for letter in "سلام عليكم".chars() {
        editor.insert(engine, &letter.to_string());
    }
    assert!(editor.undo(engine));
    assert_eq!(editor.text(), "سلام ");
    assert!(editor.undo(engine));
    assert_eq!(editor.text(), "");
    assert!(!editor.undo(engine));
    assert!(editor.redo(engine) && editor.redo(engine));
    assert_eq!(editor.text(), "سلام عليكم");
    assert!(!editor.redo(engine));
    editor.undo(engine);
    editor.insert(engine, "!");
    assert!(!editor.redo(engine), "an edit ends what could be given again");
    assert_eq!(editor.text(), "سلام !");
}

#[test]
fn undo_gives_the_selection_back() {
    let text = Text::install(&Context::default(), &Fonts::plex());
    let mut editor = editor(&text, "اسم قديم", None);
    let engine = &mut text.engine();
    editor.drive(engine, |driver| driver.select_byte_range(7, 15));
    editor.insert(engine, "جديد");
    assert_eq!(editor.text(), "اسم جديد");
    editor.undo(engine);
    assert_eq!(editor.plain.selected_text(), Some("قديم"));
}

#[test]
fn more_edits_than_are_kept_forget_the_oldest() {
    let text = Text::install(&Context::default(), &Fonts::plex());
    let mut editor = editor(&text, "", None);
    let engine = &mut text.engine();
    for _ in 0..UNDO_LIMIT_STEPS + 6 {
        editor.insert(engine, "جزء ");
    }
    let mut steps = 0;
    while editor.undo(engine) {
        steps += 1;
    }
    assert_eq!((steps, editor.text().chars().count()), (UNDO_LIMIT_STEPS, 6 * 4));
}

#[test]
fn an_empty_field_shows_its_caret_where_reading_begins() {
    let text = Text::install(&Context::default(), &Fonts::plex());
    let mut rtl = editor(&text, "", Some(300.0));
    let caret = rtl.shown_caret(&mut text.engine()).unwrap();
    assert!((caret.min.x - 300.0).abs() < 0.01, "{caret}");
    let style = TextStyle::new(24.0, Direction::Ltr);
    let mut ltr = Editor::new(&text.engine(), &style, FIELD_LIMIT_CHARS);
    ltr.plain.set_width(Some(300.0));
    assert_eq!(ltr.shown_caret(&mut text.engine()).unwrap().min.x, 0.0);
}
