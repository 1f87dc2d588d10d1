//! Carets, words, deletion and selections in every text of the table, wrapped at 300 pixels.

use std::collections::BTreeSet;

use egui::{Context, Pos2, Rect, pos2};

use parley::editing::Cursor;
use parley::layout::Affinity;

use super::table::table;
use crate::field::caret::{Edge, Step};
use crate::field::edit::{Editor, FIELD_LIMIT_CHARS};
use crate::letters::Letters;
use crate::{Direction, Fonts, Text, TextAlign, TextStyle};

const WIDTH_PX: f32 = 300.0;

/// Runs `check` for every text of one paragraph, in fields of either direction.
fn in_every_field(check: impl Fn(&Text, &mut Editor, &str)) {
    let layer = Text::install(&Context::default(), &Fonts::plex());
    let texts: BTreeSet<String> =
        table().texts.into_iter().map(|text| text.text).filter(|text| !text.contains('\n')).collect();
    assert!(texts.len() > 200);
    for direction in [Direction::Rtl, Direction::Ltr] {
        for words in &texts {
            let mut editor =
                Editor::new(&layer.engine(), &TextStyle::new(24.0, direction), FIELD_LIMIT_CHARS);
            editor.plain.set_width(Some(WIDTH_PX));
            editor.insert(&mut layer.engine(), words);
            check(&layer, &mut editor, words);
        }
    }
}

fn caret(editor: &Editor) -> usize {
    editor.plain.raw_selection().focus().index()
}

fn shown_caret(layer: &Text, editor: &mut Editor) -> Rect {
    editor.shown_caret(&mut layer.engine()).unwrap()
}

/// The bytes at which the caret can stand.
fn letters(layer: &Text, editor: &mut Editor) -> Vec<usize> {
    let engine = &mut layer.engine();
    editor.drive(engine, |driver| driver.move_to_byte(0));
    let mut bytes = vec![0];
    loop {
        editor.step(engine, Step::Letter, true, false);
        let byte = caret(editor);
        if bytes.last() == Some(&byte) {
            return bytes;
        }
        assert!(bytes.last() < Some(&byte), "forward never goes back: {bytes:?}");
        bytes.push(byte);
    }
}

#[test]
fn steps_lead_through_every_letter_to_the_end_and_back() {
    in_every_field(|layer, editor, words| {
        let mut bytes = letters(layer, editor);
        assert_eq!(bytes.last(), Some(&words.len()), "{words}");
        bytes.reverse();
        for byte in bytes.iter().skip(1) {
            editor.step(&mut layer.engine(), Step::Letter, false, false);
            assert_eq!(caret(editor), *byte, "{words}");
        }
    });
}

#[test]
fn a_touch_where_the_caret_is_shown_leaves_it_there() {
    in_every_field(|layer, editor, words| {
        for byte in letters(layer, editor) {
            editor.drive(&mut layer.engine(), |driver| driver.move_to_byte(byte));
            let shown = shown_caret(layer, editor);
            editor.touch(&mut layer.engine(), shown.center(), false);
            let again = shown_caret(layer, editor);
            let (x, line) = ((shown.min.x - again.min.x).abs(), shown.min.y == again.min.y);
            assert!(x < 0.01 && line, "{words} at byte {byte}: {shown} {again}");
        }
    });
}

#[test]
fn words_are_walked_to_the_end_and_back_and_no_stop_is_a_space() {
    in_every_field(|layer, editor, words| {
        let engine = &mut layer.engine();
        let mut walk = |forward: bool| {
            let mut stops = vec![if forward { 0 } else { words.len() }];
            editor.drive(engine, |driver| driver.move_to_byte(stops[0]));
            loop {
                editor.step(engine, Step::Word, forward, false);
                if stops.last() == Some(&caret(editor)) {
                    return stops;
                }
                stops.push(caret(editor));
            }
        };
        let (forward, mut backward) = (walk(true), walk(false));
        backward.reverse();
        assert!(forward.is_sorted() && backward.is_sorted(), "{words}");
        assert_eq!((forward.last(), backward.first()), (Some(&words.len()), Some(&0)), "{words}");
        let inner =
            |stops: &[usize]| stops.iter().copied().filter(|byte| *byte > 0 && *byte < words.len()).collect();
        let (forward, backward): (Vec<usize>, Vec<usize>) = (inner(&forward), inner(&backward));
        assert_eq!(forward, backward, "{words}");
        assert!(forward.iter().all(|byte| !words[*byte..].starts_with(' ')), "{words}");
    });
}

#[test]
fn deleting_by_letter_and_by_word_from_either_end_empties_every_text() {
    in_every_field(|layer, editor, words| {
        let engine = &mut layer.engine();
        let letters = words.chars().count();
        for delete in [
            |editor: &mut Editor, engine: &mut _| editor.edit(engine, |driver| driver.delete()),
            |editor: &mut Editor, engine: &mut _| editor.delete_word(engine),
            |editor: &mut Editor, engine: &mut _| editor.backspace(engine),
            |editor: &mut Editor, engine: &mut _| editor.backspace_word(engine),
        ] {
            for end in [0, words.len()] {
                editor.plain.set_text(words);
                editor.drive(engine, |driver| driver.move_to_byte(end));
                let mut count = 0;
                while delete(editor, engine) {
                    count += 1;
                    assert!(count <= letters, "{words}");
                }
                let whole = [editor.text().is_empty(), editor.text() == *words];
                assert!(whole.contains(&true), "{words}: left {}", editor.text());
            }
            assert!(editor.undo(engine));
        }
    });
}

#[test]
fn a_selection_covers_the_selected_letters_and_no_other() {
    in_every_field(|layer, editor, words| {
        let (bytes, middles) = (letters(layer, editor), middles(layer, editor));
        // all texts whole, and from every seventh letter to some further ones
        let pairs = (0..bytes.len()).step_by(7).flat_map(|from| [1, 19].map(|count| (from, from + count)));
        let pairs = pairs.chain([(0, bytes.len() - 1)]).filter(|(_, to)| *to < bytes.len());
        for (from, to) in pairs {
            let selected = bytes[from]..bytes[to];
            editor.drive(&mut layer.engine(), |d| d.select_byte_range(selected.start, selected.end));
            let covered = editor.shown_selection(&mut layer.engine());
            for pair in covered.windows(2) {
                assert!(!pair[0].shrink(0.01).intersects(pair[1]), "{words}: {covered:?}");
            }
            for (byte, middle) in &middles {
                let inside = covered.iter().any(|area| area.contains(*middle));
                assert_eq!(inside, selected.contains(byte), "{words}: {selected:?}, byte {byte} at {middle}");
            }
        }
    });
}

/// The first byte and the middle of each letter that has a width.
fn middles(layer: &Text, editor: &mut Editor) -> Vec<(usize, Pos2)> {
    let bytes = letters(layer, editor);
    let layout = editor.plain.try_layout().unwrap();
    let letters = Letters::of(layout, editor.plain.raw_text(), TextAlign::Start);
    let edge = |byte, affinity| letters.caret(Cursor::from_byte_index(layout, byte, affinity)).unwrap().1;
    let pairs = bytes.iter().zip(&bytes[1..]);
    let edges = pairs.map(|(b, next)| (*b, edge(*b, Affinity::Downstream), edge(*next, Affinity::Upstream)));
    let wide = edges.filter(|(_, start, end)| (start.min.x - end.min.x).abs() > 0.5);
    wide.map(|(b, start, end)| (b, pos2((start.min.x + end.min.x) / 2.0, start.center().y))).collect()
}

#[test]
fn home_and_end_stay_on_the_line_and_up_and_down_reach_every_line() {
    in_every_field(|layer, editor, words| {
        for byte in letters(layer, editor).iter().step_by(3) {
            for edge in [Edge::LineStart, Edge::LineEnd] {
                editor.drive(&mut layer.engine(), |driver| driver.move_to_byte(*byte));
                let line = shown_caret(layer, editor).min.y;
                editor.go_to_edge(&mut layer.engine(), edge, false);
                assert_eq!(shown_caret(layer, editor).min.y, line, "{words} at byte {byte}");
            }
        }
        let lines = editor.plain.try_layout().unwrap().len();
        editor.go_to_edge(&mut layer.engine(), Edge::TextStart, false);
        let start = shown_caret(layer, editor);
        let mut tops = vec![start.min.y];
        for _ in 1..lines {
            editor.step_line(&mut layer.engine(), true, false);
            tops.push(shown_caret(layer, editor).min.y);
        }
        assert!(tops.windows(2).all(|pair| pair[0] < pair[1]), "{words}: {tops:?}");
        for _ in 1..lines {
            editor.step_line(&mut layer.engine(), false, false);
        }
        assert_eq!(shown_caret(layer, editor), start, "{words}: the caret kept to its side");
        (0..lines).for_each(|_| editor.step_line(&mut layer.engine(), true, false));
        assert_eq!(caret(editor), words.len(), "{words}: down from the last line leads to the end");
    });
}

#[test]
fn a_double_touch_selects_the_whole_word_under_it_without_the_spaces_around() {
    in_every_field(|layer, editor, words| {
        for (byte, middle) in middles(layer, editor).into_iter().step_by(2) {
            editor.touch_word(&mut layer.engine(), middle);
            let range = editor.plain.raw_selection().text_range();
            assert!(range.contains(&byte), "{words} at byte {byte}: {range:?}");
            let is_letter = words[byte..].starts_with(char::is_alphanumeric);
            assert!(!is_letter || !words[range].contains(' '), "{words} at byte {byte}");
        }
    });
}
