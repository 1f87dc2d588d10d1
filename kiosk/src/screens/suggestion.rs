//! A suggestion: what it is about, its words, a number for a reply, a last look, thanks.

use egui::{Ui, vec2};
use shared::domain::{CatalogKind, Code};
use shared::locale::{isolate, ltr};

use super::fault::not_saved_words;
use super::inputs::{FieldData, Input, Inputs};
use super::keyboard_words::KeyboardData;
use super::layout::{NumberEntry, number_entry, title, two_parts};
use super::page::{Foot, page};
use super::spoken::{buttons, choices};
use super::summary::{SummaryRow, answers};
use super::thanks::{ThanksData, thanks_ui};
use super::tiles::choice_tiles;
use super::view::{Choice, View};
use crate::action::{Action, SuggestionAction};
use crate::flow::{SuggestionFlow, SuggestionStep};
use crate::speech::Script;
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::{Primary, Secondary};
use crate::widgets::{Keyboard, TileKind, notice};

/// The screen of a suggestion's step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SuggestionData {
    /// What it is about.
    About(AboutData),
    /// Its words.
    Words(Box<WordsData>),
    /// Where a reply is wanted.
    Reply(ReplyData),
    /// What was entered.
    Check(CheckData),
    /// Thanks.
    Thanks(ThanksData),
}

/// The words of the question what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutData {
    /// The question.
    pub title: String,
    /// In general, and the services.
    pub choices: Vec<Choice<Option<Code>>>,
    /// The way back.
    pub back: String,
}

/// The words of the words' screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordsData {
    /// The question.
    pub title: String,
    /// That names and numbers are better left out.
    pub hint: String,
    /// The field.
    pub field: FieldData,
    /// The keyboard.
    pub keyboard: KeyboardData,
    /// The way back.
    pub back: String,
    /// The way on.
    pub next: String,
    /// Whether the way on is open.
    pub can_go_on: bool,
}

/// The words of the question for a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyData {
    /// That a number is wanted only for a reply.
    pub title: String,
    /// What it is used for.
    pub body: String,
    /// The number's name.
    pub number_name: String,
    /// Its form.
    pub hint: String,
    /// Its digits.
    pub digits: String,
    /// A warning about it.
    pub warning: Option<String>,
    /// The delete key.
    pub delete: String,
    /// The way back.
    pub back: String,
    /// The way on without a number.
    pub skip: String,
    /// The way on.
    pub next: String,
}

/// The words of the last look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckData {
    /// The title.
    pub title: String,
    /// The answers.
    pub rows: Vec<SummaryRow<SuggestionStep>>,
    /// The word on every row's button.
    pub edit: String,
    /// Why nothing was saved.
    pub fault: Option<String>,
    /// The way back.
    pub back: String,
    /// Save, or "saving" for an instant.
    pub save: String,
    /// Whether it can be pressed.
    pub can_save: bool,
}

impl SuggestionData {
    /// Reads the words of the step that a suggestion stands at.
    pub fn new(view: &View<'_>, flow: &SuggestionFlow) -> Self {
        match flow.step() {
            SuggestionStep::About => Self::About(about(view, flow)),
            SuggestionStep::Words => Self::Words(Box::new(words(view, flow))),
            SuggestionStep::Reply => Self::Reply(reply(view, flow)),
            SuggestionStep::Check => Self::Check(check(view, flow)),
            SuggestionStep::Thanks => Self::Thanks(ThanksData {
                title: view.tr("thanks-title"),
                body: view.tr("suggestion-saved"),
                farewell: view.tr("thanks-farewell"),
                finish: view.tr("common-finish"),
            }),
        }
    }
}

fn about(view: &View<'_>, flow: &SuggestionFlow) -> AboutData {
    let chosen: Vec<Code> = flow.about().cloned().into_iter().collect();
    let is_general = flow.about().is_none() && !flow.words().is_empty();
    let general = Choice {
        value: None,
        name: view.tr("suggestion-general"),
        about: None,
        picture: None,
        chosen: is_general,
    };
    let services = view.choices(&CatalogKind::Service, &chosen).into_iter();
    let services = services.map(|Choice { value, name, about: _, picture, chosen }| Choice {
        value: Some(value),
        name,
        about: None,
        picture,
        chosen,
    });
    AboutData {
        title: view.tr("suggestion-about-title"),
        choices: std::iter::once(general).chain(services).collect(),
        back: view.tr("common-back"),
    }
}

fn words(view: &View<'_>, flow: &SuggestionFlow) -> WordsData {
    WordsData {
        title: view.tr("suggestion-title"),
        hint: view.tr("suggestion-hint"),
        field: FieldData {
            input: Input::Suggestion,
            name: view.tr("suggestion-field"),
            hint: view.tr("suggestion-field-hint"),
            text: flow.words().to_owned(),
        },
        keyboard: KeyboardData::new(view),
        back: view.tr("common-back"),
        next: view.tr("common-next"),
        can_go_on: flow.can_go_on(),
    }
}

fn reply(view: &View<'_>, flow: &SuggestionFlow) -> ReplyData {
    ReplyData {
        title: view.tr("suggestion-contact"),
        body: view.tr("suggestion-contact-use"),
        number_name: view.tr("who-mobile"),
        hint: view.tr("who-mobile-hint"),
        digits: flow.mobile().to_owned(),
        warning: flow.warns_while_typing().then(|| view.tr("who-warn")),
        delete: view.tr("common-delete-digit"),
        back: view.tr("common-back"),
        skip: view.tr("suggestion-no-reply"),
        next: view.tr("common-next"),
    }
}

fn check(view: &View<'_>, flow: &SuggestionFlow) -> CheckData {
    let row = |name: String, value: String, step: SuggestionStep| {
        let edit_name = format!("{}: {name}", view.tr("common-edit"));
        SummaryRow { name, value, is_private: false, warning: None, step, edit_name }
    };
    let about = flow.about().map_or_else(|| view.tr("suggestion-general"), |code| view.service(code));
    let mobile = match flow.mobile() {
        "" => view.tr("suggestion-reply-none"),
        digits => ltr(digits),
    };
    let save = match (flow.is_saving(), flow.fault()) {
        (true, _) => view.tr("suggestion-saving"),
        (false, Some(_)) => view.tr("error-try-again"),
        (false, None) => view.tr("suggestion-save"),
    };
    CheckData {
        title: view.tr("summary-title"),
        rows: vec![
            row(view.tr("suggestion-about"), about, SuggestionStep::About),
            SummaryRow {
                is_private: true,
                ..row(view.tr("suggestion-field"), isolate(flow.words()), SuggestionStep::Words)
            },
            SummaryRow {
                is_private: !flow.mobile().is_empty(),
                warning: flow.is_doubtful().then(|| view.tr("who-warn")),
                ..row(view.tr("suggestion-reply"), mobile, SuggestionStep::Reply)
            },
        ],
        edit: view.tr("common-edit"),
        fault: flow.fault().map(|fault| not_saved_words(view, fault)),
        back: view.tr("common-back"),
        save,
        can_save: !flow.is_saving(),
    }
}

/// Adds the screen of a suggestion's step.
pub fn suggestion_ui(ui: &mut Ui, look: &Look, data: &SuggestionData, inputs: &mut Inputs) -> Option<Action> {
    match data {
        SuggestionData::About(data) => about_ui(ui, look, data),
        SuggestionData::Words(data) => words_ui(ui, look, data, inputs),
        SuggestionData::Reply(data) => reply_ui(ui, look, data),
        SuggestionData::Check(data) => check_ui(ui, look, data),
        SuggestionData::Thanks(data) => thanks_ui(ui, look, data),
    }
}

fn asks(action: SuggestionAction) -> Action {
    Action::Suggestion(action)
}

fn about_ui(ui: &mut Ui, look: &Look, data: &AboutData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, None);
        let chosen = choice_tiles(ui, look, TileKind::Single, &data.choices);
        chosen.map(|about| asks(SuggestionAction::ChooseAbout(about)))
    };
    page(ui, look, Foot::new().back(&data.back, asks(SuggestionAction::Back)), body)
}

fn words_ui(ui: &mut Ui, look: &Look, data: &WordsData, inputs: &mut Inputs) -> Option<Action> {
    inputs.show_only(look, &[Input::Suggestion]);
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, Some(&data.hint));
        let height = ui.available_height() - Keyboard::height(look) - look.sizes.gap * 2.0;
        let size = vec2(ui.available_width(), height.max(look.sizes.touch));
        let typed = inputs.field(ui, look, &data.field, size);
        ui.add_space(look.sizes.gap);
        let pressed = inputs.keyboard(ui, look, &data.keyboard).map(|(_, text)| text);
        typed.or(pressed).map(|text| asks(SuggestionAction::Write(text)))
    };
    let foot = Foot::new()
        .back(&data.back, asks(SuggestionAction::Back))
        .end(Primary, &data.next, asks(SuggestionAction::Next))
        .enabled(data.can_go_on);
    page(ui, look, foot, body)
}

fn reply_ui(ui: &mut Ui, look: &Look, data: &ReplyData) -> Option<Action> {
    let question = |ui: &mut Ui| {
        title(ui, look, &data.title, None);
        look.label_colored(ui, TextKind::Body, look.palette.ink_soft, &data.body);
        None
    };
    let body = |ui: &mut Ui| two_parts(ui, look, 0.5, question, |ui| number(ui, look, data));
    let foot = Foot::new()
        .back(&data.back, asks(SuggestionAction::Back))
        .next(&data.next, asks(SuggestionAction::Next))
        .enabled(!data.digits.is_empty())
        .end(Secondary, &data.skip, asks(SuggestionAction::SkipReply));
    page(ui, look, foot, body)
}

fn number(ui: &mut Ui, look: &Look, data: &ReplyData) -> Option<Action> {
    let entry = NumberEntry {
        name: &data.number_name,
        digits: &data.digits,
        hint: &data.hint,
        warning: data.warning.as_deref(),
        delete: &data.delete,
    };
    number_entry(ui, look, &entry).map(|key| asks(SuggestionAction::Key(key)))
}

fn check_ui(ui: &mut Ui, look: &Look, data: &CheckData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, None);
        if let Some(fault) = &data.fault {
            notice(ui, look, fault);
        }
        let edited = answers(ui, look, &data.rows, &data.edit).filter(|_| data.can_save);
        edited.map(|step| asks(SuggestionAction::Edit(step)))
    };
    let foot = Foot::new()
        .back(&data.back, asks(SuggestionAction::Back))
        .enabled(data.can_save)
        .next(&data.save, asks(SuggestionAction::Save))
        .enabled(data.can_save);
    page(ui, look, foot, body)
}

/// Returns what the screen of a suggestion's step says.
pub fn suggestion_script(view: &View<'_>, flow: &SuggestionFlow) -> Script {
    let begin = Script::new();
    match SuggestionData::new(view, flow) {
        SuggestionData::About(data) => {
            buttons(view, choices(view, begin.say(&data.title), &data.choices), [&data.back])
        }
        SuggestionData::Words(data) => {
            let script = begin.say(&data.title).say(&data.hint).say(&view.tr("speech-keyboard"));
            buttons(view, script, [&data.back, &data.next])
        }
        SuggestionData::Reply(data) => {
            let script = begin.say(&data.title).say(&data.body).say(&view.tr("speech-number-pad"));
            let script = script.say(&data.hint).say_if(data.warning.as_ref());
            buttons(view, script, [&data.back, &data.skip, &data.next])
        }
        SuggestionData::Check(data) => {
            let script = begin.say(&data.title).say_if(data.fault.as_ref());
            let script = data.rows.iter().fold(script, |script, row| {
                let private = view.tr("speech-private");
                let value = if row.is_private { &private } else { &row.value };
                script.say(&row.name).say(value).say_if(row.warning.as_ref())
            });
            buttons(view, script, [&data.back, &data.save])
        }
        SuggestionData::Thanks(data) => {
            let script = begin.say(&data.title).say(&data.body).say(&data.farewell);
            buttons(view, script, [&data.finish])
        }
    }
}
