//! The text fields of the screens, the keyboard beneath them and the pad to sign on. The flows own what is entered; a field
//! shows its text and reports each change. Wiping drops fields, their undo steps, strokes and what the keyboard was set to.

use std::collections::BTreeMap;

use egui::{Rect, Ui, Vec2, pos2};
use shared::domain::{ProfileField, Signature, TEXT_CHARS_MAX, VISIT_SIGNATURE_POINTS_MAX};
use shared::locale::fold_digits;

use super::keyboard_words::KeyboardData;
use super::layout::{field_height, in_rect};
use crate::action::{
    Action, FirstStartAction, FollowAction, FormAction, GuideAction, PeopleAction, PlanAction, RatingAction,
    RepresentativesAction, RequestAction, SettingsAction, SuggestionAction, VisitAction,
};
use crate::config::DESK_CHARS_MAX;
use crate::flow::{
    FormField, PATH_CHARS_MAX, PartKind, QUERY_CHARS_MAX, RequestPart, SERVER_CHARS_MAX, SettingsChange,
    Writing,
};
use crate::text::{Direction, FieldLook, TextField};
use crate::theme::{Look, TextKind};
use crate::widgets::{
    Arrow, Key, Keyboard, KeyboardLayout, SignaturePad, SignatureWords, kept_signature, scroll,
    stop_that_keeps,
};

/// Names a text field of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Input {
    /// The server's address.
    Server,
    /// The enrolment code.
    Code,
    /// The printer's device or file.
    PrinterPath,
    /// The desk to which visitors are called.
    Desk,
    /// A rating's comment.
    Comment,
    /// A suggestion's words.
    Suggestion,
    /// What a visit is about.
    Need,
    /// The code of a request that is followed up.
    FollowCode,
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
    /// The code of a pass.
    PassCode,
    /// A part of a support request, or of a step.
    Request(RequestPart),
}

/// Lines of a field's name above it, with the distances around them.
const NAME_LINES: f32 = 1.25;

/// Most characters of a number, a date or an enrolment code; the longest is a code that carries a certificate's pin.
const SHORT_CHARS_MAX: usize = 120;

/// What a field's text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Signs {
    /// An address or a code, which read left to right in every language.
    Latin,
    /// A number or a time.
    Digits,
    /// A date.
    Date,
    /// Words.
    Letters,
}

impl Input {
    fn signs(self) -> Signs {
        match self {
            Self::Server | Self::Code | Self::PassCode | Self::PrinterPath | Self::FollowCode => Signs::Latin,
            Self::PlanDate => Signs::Date,
            Self::Request(part) if part.kind() == PartKind::Date => Signs::Date,
            Self::Form(FormField::Birth | FormField::IdExpiry | FormField::Date) => Signs::Date,
            Self::Profile(field) if crate::flow::is_date(field) => Signs::Date,
            Self::Form(field) if field.writing() == Writing::Digits => Signs::Digits,
            Self::Profile(field) if is_in_digits(field) => Signs::Digits,
            Self::Desk
            | Self::Comment
            | Self::Suggestion
            | Self::Need
            | Self::People
            | Self::Query
            | Self::Profile(_)
            | Self::PlanReason
            | Self::PlanDropReason
            | Self::Request(_)
            | Self::Form(_) => Signs::Letters,
        }
    }

    /// Tells whether it is a visitor who writes here.
    fn is_visitors(self) -> bool {
        matches!(self, Self::Comment | Self::Suggestion | Self::Query | Self::FollowCode)
    }

    fn limit_chars(self) -> usize {
        match (self, self.signs()) {
            (Self::Server, _) => SERVER_CHARS_MAX,
            (Self::PrinterPath, _) => PATH_CHARS_MAX,
            (Self::Query, _) => QUERY_CHARS_MAX,
            (Self::Desk, _) => DESK_CHARS_MAX,
            (_, Signs::Latin | Signs::Digits | Signs::Date) => SHORT_CHARS_MAX,
            (_, Signs::Letters) => TEXT_CHARS_MAX,
        }
    }

    /// Returns its text as it is shown when this was typed.
    fn as_typed(self, text: String) -> String {
        if self.signs() == Signs::Date { parted(&text) } else { text }
    }

    /// Tells whether it reads left to right in every language.
    fn is_ltr(self) -> bool {
        self.signs() != Signs::Letters
    }

    fn keyboard(self, words: Direction) -> KeyboardLayout {
        match self.signs() {
            Signs::Latin => KeyboardLayout::Latin,
            Signs::Digits => KeyboardLayout::Number,
            Signs::Date => KeyboardLayout::Date,
            Signs::Letters if words.is_rtl() => KeyboardLayout::Arabic,
            Signs::Letters => KeyboardLayout::Latin,
        }
    }

    /// Returns what its text asks for. The printer's path is a setting; the first start makes a step of it.
    fn written(self, text: String) -> Action {
        match self {
            Self::Server => Action::FirstStart(FirstStartAction::WriteServer(text)),
            Self::Code => Action::FirstStart(FirstStartAction::WriteCode(text)),
            Self::PrinterPath => Action::Settings(SettingsAction::Change(SettingsChange::Path(text))),
            Self::Desk => Action::Settings(SettingsAction::Change(SettingsChange::Desk(text))),
            Self::Comment => Action::Rating(RatingAction::WriteComment(text)),
            Self::Suggestion => Action::Suggestion(SuggestionAction::Write(text)),
            Self::Need => Action::Visit(VisitAction::Write(text)),
            Self::FollowCode => Action::Follow(FollowAction::Write(text)),
            Self::Query => Action::Guide(GuideAction::Write(text)),
            Self::Form(field) => Action::Form(FormAction::Write(field, text)),
            Self::People => Action::People(PeopleAction::Write(text)),
            Self::Profile(_) => Action::People(PeopleAction::WriteValue(text)),
            Self::PlanDate => Action::Plan(PlanAction::WriteDate(text)),
            Self::PlanReason => Action::Plan(PlanAction::WriteReason(text)),
            Self::PlanDropReason => Action::Plan(PlanAction::WriteWhy(text)),
            Self::PassCode => Action::Representatives(RepresentativesAction::WriteCode(text)),
            Self::Request(_) => Action::Request(RequestAction::Write(text)),
        }
    }
}

/// Parts a date that is typed in digits alone, day first, once it is longer than a year: people need not look for the stroke.
fn parted(text: &str) -> String {
    let digits = fold_digits(text);
    if !(5..=8).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.to_owned();
    }
    format!("{}/{}/{}", &digits[..2], &digits[2..4], &digits[4..])
}

fn is_in_digits(field: ProfileField) -> bool {
    matches!(field, ProfileField::NationalId | ProfileField::Mobile)
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

impl FieldData {
    /// Returns the direction that its text reads in, where that is not the screen's: an address and a date read left to right in
    /// every language, words as their first strong letter has it, digits alone left to right.
    fn direction(&self) -> Option<Direction> {
        if self.input.is_ltr() { Some(Direction::Ltr) } else { Direction::of_text(&self.text) }
    }
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

    /// Lets typing go on to one of `shown`, where it went to one; else to none until one is touched.
    pub fn show_no_other(&mut self, look: &Look, shown: &[Input]) {
        if self.active.is_some_and(|active| !shown.contains(&active)) {
            self.activate(look, None);
        }
    }

    /// Tells whether typing goes to this field.
    pub fn is_open(&self, input: Input) -> bool {
        self.active == Some(input)
    }

    /// Adds a field; returns its text where this pass changed it.
    pub fn field(&mut self, ui: &mut Ui, look: &Look, data: &FieldData, size: Vec2) -> Option<String> {
        let input = data.input;
        let field_look = field_look(look, data);
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
        stop_that_keeps(ui, &response, arrows_of(field));
        let changed = (response.changed() && field.text() != data.text).then(|| input.as_typed(field.text()));
        if field.is_active() && self.active != Some(input) {
            self.activate(look, Some(input));
        }
        changed
    }

    /// Adds a field; returns what its text asks for where this pass changed it.
    pub fn write(&mut self, ui: &mut Ui, look: &Look, data: &FieldData, size: Vec2) -> Option<Action> {
        self.field(ui, look, data, size).map(|text| data.input.written(text))
    }

    /// Adds the keyboard; returns what the text asks for that it typed.
    pub fn keys(&mut self, ui: &mut Ui, look: &Look, data: &KeyboardData) -> Option<Action> {
        self.keyboard(ui, look, data).map(|(input, text)| input.written(text))
    }

    /// Adds the keyboard at the bottom of the space, and above it fields and what belongs to them, which scroll where they
    /// don't fit.
    pub fn above_keys(
        &mut self,
        ui: &mut Ui,
        look: &Look,
        keyboard: &KeyboardData,
        add: impl FnOnce(&mut Ui, &mut Self) -> Option<Action>,
    ) -> Option<Action> {
        let field = field_height(look, 1.0) + look.style(TextKind::Small).line_height * NAME_LINES;
        // room for the buttons that scroll, too
        let least = field.max(look.sizes.touch * 2.0 + look.sizes.gap);
        self.at_least_above_keys(ui, look, keyboard, least, add)
    }

    /// As [`Self::above_keys`], where what stands above the keyboard needs `least` points to be of use.
    pub fn at_least_above_keys(
        &mut self,
        ui: &mut Ui,
        look: &Look,
        keyboard: &KeyboardData,
        least: f32,
        add: impl FnOnce(&mut Ui, &mut Self) -> Option<Action>,
    ) -> Option<Action> {
        let space = ui.available_rect_before_wrap();
        let keyboard_top = space.bottom() - Keyboard::height(look);
        let upper = Rect::from_min_max(space.min, pos2(space.right(), keyboard_top - look.sizes.gap));
        if upper.height() < least {
            // a screen too low for both: the keyboard is scrolled to as well
            return scroll(ui, look, "fields", |ui| {
                let first = add(ui, self);
                ui.add_space(look.sizes.gap);
                first.or(self.keys(ui, look, keyboard))
            });
        }
        let lower = Rect::from_min_max(pos2(space.left(), keyboard_top), space.max);
        let first = in_rect(ui, look, "fields", upper, |ui| scroll(ui, look, "fields", |ui| add(ui, self)));
        first.or(in_rect(ui, look, "keyboard", lower, |ui| self.keys(ui, look, keyboard)))
    }

    /// Adds the keyboard; returns the field it typed into and that field's text.
    pub fn keyboard(&mut self, ui: &mut Ui, look: &Look, data: &KeyboardData) -> Option<(Input, String)> {
        let keyboard = self.keyboard.get_or_insert_with(|| Keyboard::new(KeyboardLayout::Latin));
        let pressed = keyboard.show(ui, look, &data.words())?;
        let input = self.active?;
        let field = self.fields.get_mut(&input)?;
        let pressed_deletes = pressed == Key::Backspace;
        match pressed {
            Key::Text(text) => field.insert(&text),
            Key::Replace { chars, text } => {
                (0..chars).for_each(|_| field.backspace());
                field.insert(&text);
            }
            Key::Backspace => field.backspace(),
        }
        let text = field.text();
        // a text that gets longer is being typed; one that is deleted stays as it is left
        Some((input, if pressed_deletes { text } else { input.as_typed(text) }))
    }

    fn activate(&mut self, look: &Look, input: Option<Input>) {
        self.active = input;
        for (other, field) in &mut self.fields {
            field.set_active(Some(*other) == input);
        }
        self.keyboard = input.map(|input| {
            let keyboard = Keyboard::new(input.keyboard(look.direction));
            if input.is_visitors() { keyboard.without_marks() } else { keyboard }
        });
    }
}

/// The arrows that move a field's caret: those up and down only where there is a line to go to.
fn arrows_of(field: &mut TextField) -> Vec<Arrow> {
    let [above, below] = field.lines_beyond_caret();
    let has_text = !field.is_empty();
    let arrows =
        [(Arrow::Left, has_text), (Arrow::Right, has_text), (Arrow::Up, above), (Arrow::Down, below)];
    arrows.into_iter().filter(|(_, keeps)| *keeps).map(|(arrow, _)| arrow).collect()
}

fn field_look(look: &Look, data: &FieldData) -> FieldLook {
    let mut field = look.field();
    field.style.direction = data.direction().unwrap_or(field.style.direction);
    field
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_reads_as_its_text_does_and_a_date_left_to_right() {
        let direction = |input, text: &str| {
            let (name, hint) = (String::new(), String::new());
            FieldData { input, name, hint, text: text.to_owned() }.direction()
        };
        use Direction::{Ltr, Rtl};
        let place = Input::Form(FormField::Place);
        assert_eq!(direction(place, "24.71355, 46.67530"), Some(Ltr));
        assert_eq!([direction(place, ""), direction(place, "7 شارع العليا")], [None, Some(Rtl)]);
        assert_eq!(
            [direction(Input::People, "1000"), direction(Input::Comment, "Thank you.")],
            [Some(Ltr); 2]
        );
        assert_eq!(direction(Input::Comment, "شكرًا لكم."), Some(Rtl));
        assert_eq!([direction(Input::PlanDate, ""), direction(Input::Server, "")], [Some(Ltr); 2]);
    }

    #[test]
    fn a_date_parts_itself_once_it_is_longer_than_a_year() {
        for (typed, shown) in [
            ("1405", "1405"),
            ("01091", "01/09/1"),
            ("01091405", "01/09/1405"),
            ("١٢١١١", "12/11/1"),
            ("1/9/1405", "1/9/1405"),
            ("09/1405", "09/1405"),
            ("01/09/", "01/09/"),
            ("12345678901", "12345678901"),
        ] {
            assert_eq!(parted(typed), shown);
        }
    }
}
