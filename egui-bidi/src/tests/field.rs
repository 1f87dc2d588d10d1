//! The field with pointer and keys, in a context without a window.

use egui::{Color32, Event, Key, Modifiers, PointerButton, Pos2, Rect, Stroke, pos2, vec2};

use super::{SIZE, Stage};
use crate::guard::laid_out_by_egui;
use crate::{Direction, FieldLook, TextField, TextStyle};

struct Form {
    stage: Stage,
    look: FieldLook,
    field: TextField,
    rect: Rect,
    last: Vec<String>,
}

fn look(direction: Direction) -> FieldLook {
    FieldLook {
        style: TextStyle::new(24.0, direction),
        hint_color: Color32::GRAY,
        background: Color32::WHITE,
        border: Stroke::new(1.0, Color32::GRAY),
        active_border: Stroke::new(2.0, Color32::BLACK),
        selection: Color32::LIGHT_BLUE,
        caret: Color32::BLACK,
        radius: 4.0,
        padding: vec2(12.0, 8.0),
    }
}

impl Form {
    fn new() -> Self {
        let stage = Stage::new();
        let look = look(Direction::Rtl);
        let field = TextField::new(&stage.text, &look.style);
        let mut form = Self { stage, look, field, rect: Rect::NOTHING, last: Vec::new() };
        form.events(Vec::new());
        form
    }

    fn events(&mut self, events: Vec<Event>) {
        let Self { stage, look, field, rect, last } = self;
        let output = stage.painter.run(&stage.ctx, SIZE, 1.0, events, |ui| {
            let response = field.ui(ui, look, "الاسم", "اكتبوا هنا", vec2(600.0, 120.0));
            *rect = response.rect;
        });
        *last = laid_out_by_egui(&output.shapes);
    }

    fn button(&mut self, position: Pos2, pressed: bool) {
        self.events(vec![
            Event::PointerMoved(position),
            Event::PointerButton {
                pos: position,
                button: PointerButton::Primary,
                pressed,
                modifiers: Modifiers::NONE,
            },
        ]);
    }

    fn click(&mut self, position: Pos2) {
        self.button(position, true);
        self.button(position, false);
    }

    fn shift_click(&mut self, position: Pos2) {
        self.events(vec![Event::ModifiersChanged(Modifiers::SHIFT)]);
        self.click(position);
        self.events(vec![Event::ModifiersChanged(Modifiers::NONE)]);
    }

    fn key(&mut self, key: Key, modifiers: Modifiers) {
        let event = Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
        self.events(vec![event]);
    }
}

#[test]
fn typing_goes_to_the_field_that_was_touched() {
    let mut form = Form::new();
    form.events(vec![Event::Text("ضائع".to_owned())]);
    assert_eq!(form.field.text(), "", "nothing is typed before the field is active");
    form.click(form.rect.center());
    assert!(form.field.is_active());
    form.events(vec![Event::Text("محمد".to_owned()), Event::Text(" بن".to_owned())]);
    assert_eq!(form.field.text(), "محمد بن");
    form.key(Key::Backspace, Modifiers::NONE);
    assert_eq!(form.field.text(), "محمد ب");
    assert!(form.last.is_empty(), "egui laid out {:?}", form.last);
}

#[test]
fn an_active_field_is_typed_into_without_keyboard_focus() {
    let mut form = Form::new();
    form.field.set_active(true);
    form.events(vec![Event::Text("أ".to_owned())]);
    assert_eq!(form.field.text(), "أ");
    form.field.insert("ب");
    form.field.backspace();
    assert_eq!(form.field.text(), "أ");
}

#[test]
fn the_left_arrow_moves_forward_in_arabic() {
    let mut form = Form::new();
    form.field.set_active(true);
    form.events(vec![Event::Text("بيت".to_owned())]);
    form.key(Key::Home, Modifiers::NONE);
    form.key(Key::ArrowLeft, Modifiers::NONE);
    form.events(vec![Event::Text("ا".to_owned())]);
    assert_eq!(form.field.text(), "باي\u{62a}");
}

#[test]
fn dragging_selects_and_typing_replaces_the_selection() {
    let mut form = Form::new();
    form.field.set_active(true);
    form.events(vec![Event::Text("سلام عليكم".to_owned())]);
    let y = form.rect.top() + 30.0;
    form.button(pos2(form.rect.right() - 4.0, y), true);
    form.events(vec![Event::PointerMoved(pos2(form.rect.right() - 60.0, y))]);
    form.events(vec![Event::PointerMoved(pos2(form.rect.left() + 4.0, y))]);
    form.button(pos2(form.rect.left() + 4.0, y), false);
    form.events(vec![Event::Text("أهلا".to_owned())]);
    assert_eq!(form.field.text(), "أهلا");
}

#[test]
fn a_double_click_selects_a_word_and_cut_takes_it() {
    let mut form = Form::new();
    form.field.set_active(true);
    form.events(vec![Event::Text("سلام عليكم".to_owned())]);
    let place = pos2(form.rect.right() - 40.0, form.rect.top() + 30.0);
    let press = |pressed| Event::PointerButton {
        pos: place,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    form.events(vec![Event::PointerMoved(place), press(true), press(false), press(true), press(false)]);
    form.events(vec![Event::Cut]);
    assert_eq!(form.field.text(), " عليكم");
    form.key(Key::Z, Modifiers::COMMAND);
    assert_eq!(form.field.text(), "سلام عليكم");
    form.field.wipe();
    form.events(vec![Event::Paste("لصق".to_owned())]);
    assert_eq!(form.field.text(), "لصق");
}

#[test]
fn control_and_arrows_go_by_words_and_delete_them() {
    let mut form = Form::new();
    form.field.set_active(true);
    form.events(vec![Event::Text("رقم Sila القديم 42".to_owned())]);
    form.key(Key::Backspace, Modifiers::COMMAND);
    assert_eq!(form.field.text(), "رقم Sila القديم ");
    form.key(Key::Home, Modifiers::NONE);
    form.key(Key::ArrowLeft, Modifiers::COMMAND);
    form.key(Key::Delete, Modifiers::COMMAND);
    assert_eq!(form.field.text(), "رقم القديم ");
    form.key(Key::ArrowLeft, Modifiers::COMMAND | Modifiers::SHIFT);
    form.events(vec![Event::Text("الجديد".to_owned())]);
    assert_eq!(form.field.text(), "رقم الجديد");
    form.key(Key::Z, Modifiers::COMMAND);
    assert_eq!(form.field.text(), "رقم القديم ");
    form.key(Key::Z, Modifiers::COMMAND | Modifiers::SHIFT);
    assert_eq!(form.field.text(), "رقم الجديد");
    form.key(Key::Z, Modifiers::COMMAND);
    form.key(Key::Y, Modifiers::COMMAND);
    assert_eq!(form.field.text(), "رقم الجديد");
}

#[test]
fn in_a_left_to_right_field_the_right_arrow_moves_forward_through_arabic_too() {
    let mut form = Form::new();
    form.look = look(Direction::Ltr);
    form.field.set_active(true);
    form.events(vec![Event::Text("no. بيت 7".to_owned())]);
    form.key(Key::Home, Modifiers::NONE);
    for _ in 0..5 {
        form.key(Key::ArrowRight, Modifiers::NONE);
    }
    form.events(vec![Event::Text("ا".to_owned())]);
    assert_eq!(form.field.text(), "no. باي\u{62a} 7");
}

#[test]
fn three_clicks_select_everything_and_shift_with_a_click_extends() {
    let mut form = Form::new();
    form.field.set_active(true);
    form.events(vec![Event::Text("سلام عليكم ورحمة الله".to_owned())]);
    let place = pos2(form.rect.right() - 40.0, form.rect.top() + 30.0);
    let press = |pressed| Event::PointerButton {
        pos: place,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    let clicks = [true, false, true, false, true, false].map(press);
    form.events([vec![Event::PointerMoved(place)], clicks.to_vec()].concat());
    form.events(vec![Event::Cut]);
    assert_eq!(form.field.text(), "");
    form.key(Key::Z, Modifiers::COMMAND);
    form.key(Key::Home, Modifiers::NONE);
    let end = pos2(form.rect.left() + 4.0, form.rect.top() + 30.0);
    form.shift_click(end);
    form.key(Key::Backspace, Modifiers::NONE);
    assert_eq!(form.field.text(), "");
}

#[test]
fn what_an_input_method_commits_is_inserted_and_its_preview_is_not_text_yet() {
    use egui::ImeEvent;
    let mut form = Form::new();
    form.field.set_active(true);
    let preview = ImeEvent::Preedit { text: "مر".to_owned(), active_range_chars: None };
    form.events(vec![Event::Ime(preview)]);
    assert_eq!(form.field.text(), "");
    form.events(vec![Event::Ime(ImeEvent::Commit("مرحبا".to_owned()))]);
    assert_eq!(form.field.text(), "مرحبا");
}

#[test]
fn a_still_field_lays_nothing_out() {
    let mut form = Form::new();
    form.field.set_active(true);
    form.events(vec![Event::Text("سلام".to_owned())]);
    form.events(Vec::new());
    let before = form.stage.text.layouts_made();
    for _ in 0..5 {
        form.events(Vec::new());
    }
    assert_eq!(form.stage.text.layouts_made(), before);
}
