//! The text fields of the screens, the keyboard beneath them and the pad to sign on. The flows own what is entered; a field
//! shows its text and reports each change. Wiping drops fields, their undo steps, strokes and what the keyboard was set to.

use std::collections::BTreeMap;

use egui::{Ui, Vec2};
use shared::domain::{ProfileField, Signature, TEXT_CHARS_MAX, VISIT_SIGNATURE_POINTS_MAX};

use super::keyboard_words::KeyboardData;
use crate::flow::{FormField, PATH_CHARS_MAX, QUERY_CHARS_MAX, SERVER_CHARS_MAX};
use crate::text::{Direction, FieldLook, TextField};
use crate::theme::Look;
use crate::widgets::{Key, Keyboard, KeyboardLayout, SignaturePad, SignatureWords, kept_signature};

/// Names a text field of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Input {
    /// The server's address.
    Server,
    /// The enrolment code.
    Code,
    /// The printer's device or file.
    PrinterPath,
    /// A rating's comment.
    Comment,
    /// A suggestion's words.
    Suggestion,
    /// What is searched for in the service guide.
    Query,
    /// A text of staff mode's form.
    Form(FormField),
    /// Whom to look for.
    People,
    /// A value of a person's profile.
    Profile(ProfileField),
    /// The day of a visit that is being planned.
    PlanDate,
    /// Why it is to be made.
    PlanReason,
    /// Why a planned visit is not to be made any more.
    PlanDropReason,
}

/// Most characters of a number, a date or an enrolment code; the longest is a code that carries a certificate's pin.
const SHORT_CHARS_MAX: usize = 120;

impl Input {
    fn limit_chars(self) -> usize {
        match self {
            Self::Server => SERVER_CHARS_MAX,
            Self::Query => QUERY_CHARS_MAX,
            Self::PrinterPath => PATH_CHARS_MAX,
            Self::Code
            | Self::PlanDate
            | Self::Form(
                FormField::NationalId
                | FormField::Mobile
                | FormField::Date
                | FormField::Time
                | FormField::EndTime
                | FormField::Birth
                | FormField::IdExpiry,
            ) => SHORT_CHARS_MAX,
            Self::Profile(field) if is_in_digits(field) => SHORT_CHARS_MAX,
            Self::Comment
            | Self::Suggestion
            | Self::People
            | Self::Profile(_)
            | Self::PlanReason
            | Self::PlanDropReason
            | Self::Form(
                FormField::Name
                | FormField::Purpose
                | FormField::Answers
                | FormField::Note
                | FormField::Address
                | FormField::Capacity
                | FormField::Proof
                | FormField::Place
                | FormField::Report,
            ) => TEXT_CHARS_MAX,
        }
    }

    /// Tells whether it holds digits or an address, which read left to right in every language.
    fn is_ltr(self) -> bool {
        self != Self::Query && self.limit_chars() != TEXT_CHARS_MAX
    }

    fn keyboard(self, words: Direction) -> KeyboardLayout {
        match self {
            Self::Server | Self::Code | Self::PrinterPath => KeyboardLayout::Latin,
            Self::PlanDate
            | Self::Form(
                FormField::NationalId
                | FormField::Mobile
                | FormField::Date
                | FormField::Time
                | FormField::EndTime
                | FormField::Birth
                | FormField::IdExpiry,
            ) => KeyboardLayout::Digits,
            Self::Profile(field) if is_in_digits(field) => KeyboardLayout::Digits,
            Self::Comment
            | Self::Suggestion
            | Self::People
            | Self::Query
            | Self::Profile(_)
            | Self::PlanReason
            | Self::PlanDropReason
            | Self::Form(
                FormField::Name
                | FormField::Purpose
                | FormField::Answers
                | FormField::Note
                | FormField::Address
                | FormField::Capacity
                | FormField::Proof
                | FormField::Place
                | FormField::Report,
            ) => {
                if words.is_rtl() {
                    KeyboardLayout::Arabic
                } else {
                    KeyboardLayout::Latin
                }
            }
        }
    }
}

fn is_in_digits(field: ProfileField) -> bool {
    crate::flow::is_date(field) || matches!(field, ProfileField::NationalId | ProfileField::Mobile)
}

/// What a text field shows besides its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldData {
    /// Which field it is.
    pub input: Input,
    /// Its name.
    pub name: String,
    /// Shown while it is empty.
    pub hint: String,
    /// The text as the flow has it.
    pub text: String,
}

/// The text fields that are open.
#[derive(Default)]
pub struct Inputs {
    fields: BTreeMap<Input, TextField>,
    active: Option<Input>,
    keyboard: Option<Keyboard>,
    pad: SignaturePad,
}

impl Inputs {
    /// Drops every field with its text and its undo steps.
    pub fn wipe(&mut self) {
        self.fields.values_mut().for_each(TextField::wipe);
        *self = Self::default();
    }

    /// Tells whether a field holds this text.
    pub fn hold(&self, part: &str) -> bool {
        self.fields.values().any(|field| field.text().contains(part))
    }

    /// Tells whether the pad holds anything.
    pub fn hold_strokes(&self) -> bool {
        !self.pad.is_empty()
    }

    /// Adds the pad, or what was signed before it was opened or moved; returns what is signed where this pass changed it.
    pub fn sign(
        &mut self,
        ui: &mut Ui,
        look: &Look,
        words: &SignatureWords<'_>,
        signed: Option<&Signature>,
        size: Vec2,
    ) -> Option<Option<Box<Signature>>> {
        if self.signature().as_ref() != signed || !self.pad.fits(look, size) {
            self.pad.clear();
        }
        match signed.filter(|_| self.pad.is_empty()) {
            Some(kept) => kept_signature(ui, look, words, kept, size).then_some(None),
            None => self.pad.show(ui, look, words, size).then(|| self.signature().map(Box::new)),
        }
    }

    fn signature(&self) -> Option<Signature> {
        self.pad.signature().map(|signature| signature.thinned(VISIT_SIGNATURE_POINTS_MAX))
    }

    /// Lets typing go to one of `shown`: the one it went to before, else the first.
    pub fn show_only(&mut self, look: &Look, shown: &[Input]) {
        if self.active.is_none_or(|active| !shown.contains(&active)) {
            self.activate(look, shown.first().copied());
        }
    }

    /// Adds a field; returns its text where this pass changed it.
    pub fn field(&mut self, ui: &mut Ui, look: &Look, data: &FieldData, size: Vec2) -> Option<String> {
        let input = data.input;
        let field_look = field_look(look, input);
        let field = self
            .fields
            .entry(input)
            .or_insert_with(|| TextField::with_limit(&look.text, &field_look.style, input.limit_chars()));
        if field.text() != data.text {
            field.wipe();
            field.insert(&data.text);
        }
        field.set_active(self.active == Some(input));
        let response = field.ui(ui, &field_look, &data.name, &data.hint, size);
        let changed = (response.changed() && field.text() != data.text).then(|| field.text());
        if field.is_active() && self.active != Some(input) {
            self.activate(look, Some(input));
        }
        changed
    }

    /// Adds the keyboard; returns the field it typed into and that field's text.
    pub fn keyboard(&mut self, ui: &mut Ui, look: &Look, data: &KeyboardData) -> Option<(Input, String)> {
        let keyboard = self.keyboard.get_or_insert_with(|| Keyboard::new(KeyboardLayout::Latin));
        let pressed = keyboard.show(ui, look, &data.words())?;
        let input = self.active?;
        let field = self.fields.get_mut(&input)?;
        match pressed {
            Key::Text(text) => field.insert(&text),
            Key::Replace { chars, text } => {
                (0..chars).for_each(|_| field.backspace());
                field.insert(&text);
            }
            Key::Backspace => field.backspace(),
        }
        Some((input, field.text()))
    }

    fn activate(&mut self, look: &Look, input: Option<Input>) {
        self.active = input;
        for (other, field) in &mut self.fields {
            field.set_active(Some(*other) == input);
        }
        self.keyboard = input.map(|input| Keyboard::new(input.keyboard(look.direction)));
    }
}

fn field_look(look: &Look, input: Input) -> FieldLook {
    let mut field = look.field();
    if input.is_ltr() {
        field.style.direction = Direction::Ltr;
    }
    field
}
