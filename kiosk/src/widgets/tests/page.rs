//! A page with every part on it, in both languages.

use egui::{Context, Ui, vec2};

use super::SIZE;
use crate::text::{Direction, TextField, isolate_ltr};
use crate::theme::{Appearance, DEFAULT_DIAGONAL_INCHES, Look, Screen, TextKind};
use crate::widgets::*;

pub(super) const MARK_NAMES: [&str; 9] =
    ["فتحة", "تنوين فتح", "ضمة", "تنوين ضم", "كسرة", "تنوين كسر", "سكون", "شدة", "ألف خنجرية"];

/// A page with every part on it, and what was pressed.
pub(super) struct Page {
    pub(super) look: Look,
    pub(super) field: TextField,
    keyboard: Keyboard,
    pub(super) digits: String,
    pub(super) choices: [bool; 3],
    pub(super) face: Option<Face>,
    pub(super) pressed: u32,
}

impl Page {
    pub(super) fn new(ctx: &Context, direction: Direction) -> Self {
        let look =
            Look::new(ctx, &Screen::new(SIZE, DEFAULT_DIAGONAL_INCHES), direction, &Appearance::default());
        look.apply(ctx);
        let mut field = TextField::new(&look.text, &look.style(TextKind::Body));
        field.set_active(true);
        let layout = if direction.is_rtl() { KeyboardLayout::Arabic } else { KeyboardLayout::Latin };
        Self {
            look,
            field,
            keyboard: Keyboard::new(layout),
            digits: "0556".to_owned(),
            choices: [true, false, false],
            face: Some(Face::Good),
            pressed: 0,
        }
    }

    fn say(&self, arabic: &'static str, english: &'static str) -> &'static str {
        if self.look.direction.is_rtl() { arabic } else { english }
    }

    pub(super) fn ui(&mut self, ui: &mut Ui) {
        let look = self.look.clone();
        egui::Frame::new().fill(look.palette.ground).inner_margin(24.0).show(ui, |ui| {
            column_start(ui, look.direction, |ui| {
                let title = self.say("صلة", "Sila");
                let other = self.say("English", "العربية");
                header_bar(ui, &look, title, |ui| {
                    if TouchButton::quiet(other).show(ui, &look).clicked() {
                        self.pressed += 1;
                    }
                    status(ui, &look, StatusKind::Good, self.say("وصل إلى المقر الرئيسي", "Received"));
                    status(ui, &look, StatusKind::Waiting, self.say("محفوظ على هذا الجهاز", "Saved here"));
                    status(ui, &look, StatusKind::Problem, self.say("موقوف للمراجعة", "Held"));
                });
                step_progress(ui, &look, 2, 5, self.say("الخطوة 2 من 5", "Step 2 of 5"));
                grid(ui, &look, 2, 860.0, 2, |ui, half| {
                    if half == 0 { self.first_half(ui, &look) } else { self.second_half(ui, &look) }
                });
            });
        });
    }

    fn first_half(&mut self, ui: &mut Ui, look: &Look) {
        column_start(ui, look.direction, |ui| {
            look.label(ui, TextKind::Title, self.say("كيف كانت جودة الخدمة؟", "How was the service?"));
            let words =
                [("ممتازة", "Excellent"), ("جيدة", "Good"), ("ضعيفة", "Poor"), ("ضعيفة جدًا", "Very poor")];
            grid(ui, look, 4, 210.0, 4, |ui, index| {
                let word = self.say(words[index].0, words[index].1);
                let face = Face::ALL[index];
                let size = ui.available_size();
                if face_button(ui, look, face, word, self.face == Some(face), size).clicked() {
                    self.face = Some(face);
                }
            });
            let reasons = [
                ("وقت الانتظار", "Waiting time"),
                ("اللباقة والاحترام", "Courtesy and respect"),
                ("وضوح الإجراءات", "Clear procedures"),
            ];
            grid(ui, look, 2, 92.0, 3, |ui, index| {
                let tile =
                    ChoiceTile::multi(self.say(reasons[index].0, reasons[index].1), self.choices[index]);
                let tile = if index == 2 { tile.hint(self.say("اختياري", "Optional")) } else { tile };
                if tile.show(ui, look, ui.available_size()).clicked() {
                    self.choices[index] = !self.choices[index];
                }
            });
            notice(ui, look, self.say("يبدو أن الرقم غير صحيح.", "The number does not look right."));
            row_start_to_end(ui, look.direction, look.sizes.button, |ui| {
                if TouchButton::primary(self.say("التالي", "Next")).width(220.0).show(ui, look).clicked()
                {
                    self.pressed += 1;
                }
                TouchButton::secondary(self.say("رجوع", "Back")).show(ui, look);
                TouchButton::primary(self.say("حفظ", "Save")).enabled(false).show(ui, look);
            });
            let date = isolate_ltr("12/05/2026");
            let state = self.say("محفوظ", "Saved");
            table(ui, look, |ui| {
                let named = self.say("التاريخ", "Date");
                table_header(
                    ui,
                    look,
                    &[Column::new(named, 1.0), Column::new(state, 1.0)],
                    std::iter::empty(),
                );
                table_row(ui, look, &[Column::new(&date, 1.0), Column::new(state, 1.0)]);
            });
        });
    }

    fn second_half(&mut self, ui: &mut Ui, look: &Look) {
        column_start(ui, look.direction, |ui| {
            let name = self.say("ملاحظة", "Comment");
            let hint = self.say("اكتبوا هنا", "Write here");
            let width = ui.available_width();
            self.field.ui(ui, &look.field(), name, hint, vec2(width, 110.0));
            let switch = |shown, name| KeyWords { shown, name };
            let words = KeyboardWords {
                space: self.say("مسافة", "Space"),
                backspace: self.say("حذف", "Delete"),
                arabic: switch("أ ب ت", "العربية"),
                latin: switch("ABC", "ABC"),
                digits: switch("123", "123"),
                shift: self.say("كبير", "Shift"),
                marks: self.say("تشكيل", "Marks"),
                mark_names: MARK_NAMES,
            };
            match self.keyboard.show(ui, look, &words) {
                Some(Key::Text(text)) => self.field.insert(&text),
                Some(Key::Replace { chars, text }) => {
                    (0..chars).for_each(|_| self.field.backspace());
                    self.field.insert(&text);
                }
                Some(Key::Backspace) => self.field.backspace(),
                None => {}
            }
            let number = self.say("رقم الجوال", "Mobile number");
            DigitDisplay::new(number, &self.digits, number).show(ui, look, 480.0);
            let delete = [("مسح رقم", "Delete digit"), ("مسح الكل", "Clear all")];
            let delete = delete.map(|(ar, en)| self.say(ar, en).to_owned());
            match number_pad(ui, look, 480.0, &delete) {
                Some(PadKey::Digit(digit)) => self.digits.push(char::from(b'0' + digit)),
                Some(PadKey::Delete) => drop(self.digits.pop()),
                Some(PadKey::Clear) => self.digits.clear(),
                None => {}
            }
        });
    }
}
