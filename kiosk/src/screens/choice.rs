//! A question that is answered by choosing: every such screen is an instance of [`ChoiceScreen`]. And a choice in words, of
//! which forms have groups.

use egui::Ui;
use shared::domain::Code;

use super::layout::title;
use super::page::{Foot, page};
use super::spoken::{buttons, choices};
use super::tiles::{choice_tiles, compact_tiles};
use super::view::View;
use crate::action::Action;
use crate::speech::Script;
use crate::theme::{Look, TextKind};
use crate::widgets::{Picture, StatusKind, TileKind, answers, status};

/// A choice in words, and whether it is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice<T> {
    /// What is chosen.
    pub value: T,
    /// What it is called.
    pub name: String,
    /// A line that explains it.
    pub about: Option<String>,
    /// A picture of it, shown in simple mode.
    pub picture: Option<Picture>,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl<T> Choice<T> {
    /// Makes a choice that has a name alone.
    pub fn new(value: T, name: String, chosen: bool) -> Self {
        Self { value, name, about: None, picture: None, chosen }
    }

    /// Returns the choice with a line that explains it.
    #[must_use]
    pub fn about(self, about: String) -> Self {
        Self { about: Some(about), ..self }
    }

    /// Returns the choice with a picture, where pictures are wanted.
    #[must_use]
    pub fn with_picture(self, view: &View<'_>, picture: Option<Picture>) -> Self {
        Self { picture: picture.filter(|_| view.access.simple_words), ..self }
    }

    /// Returns the choice of what is made of its value.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Choice<U> {
        let Self { value, name, about, picture, chosen } = self;
        Choice { value: make(value), name, about, picture, chosen }
    }
}

/// Puts "none" in front of choices of which none has to be made; all are left with their names alone.
pub fn with_none(none: String, choices: Vec<Choice<Code>>) -> Vec<Choice<Option<Code>>> {
    let nothing_chosen = choices.iter().all(|choice| !choice.chosen);
    let some = choices.into_iter().map(|choice| Choice::new(Some(choice.value), choice.name, choice.chosen));
    std::iter::once(Choice::new(None, none, nothing_chosen)).chain(some).collect()
}

/// What is chosen from.
#[derive(Clone, Debug, PartialEq)]
pub enum Choices {
    /// Tiles, of which one is chosen.
    One(Vec<Choice<Action>>),
    /// Tiles, of which any number is chosen.
    Several(Vec<Choice<Action>>),
    /// Tiles of which one is chosen, as low as on a form: there may be many.
    Listed(Vec<Choice<Action>>),
}

/// A question, what is chosen from, and the ways back and on.
#[derive(Clone, Debug, PartialEq)]
pub struct ChoiceScreen {
    /// The question.
    pub title: String,
    /// A line that explains it.
    pub hint: Option<String>,
    /// What went wrong.
    pub fault: Option<String>,
    /// What is chosen from; a choice holds what is asked for when it is pressed.
    pub choices: Choices,
    /// The ways back and on.
    pub foot: Foot,
}

impl ChoiceScreen {
    /// Returns what it says to a person who would rather hear it.
    pub fn script(&self, view: &View<'_>) -> Script {
        let script = Script::new().say(&self.title).say_if(self.hint.as_ref());
        let script = match &self.choices {
            Choices::One(tiles) | Choices::Several(tiles) | Choices::Listed(tiles) => {
                choices(view, script, tiles)
            }
        };
        buttons(view, script, self.foot.words())
    }
}

/// Adds a question with its choices. Each question has a state of its own: how far it is paged is not the next one's.
pub fn choice_ui(ui: &mut Ui, look: &Look, data: &ChoiceScreen) -> Option<Action> {
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, data.hint.as_deref());
        if let Some(words) = &data.fault {
            status(ui, look, StatusKind::Problem, words);
        }
        match &data.choices {
            Choices::One(tiles) => choice_tiles(ui, look, TileKind::Single, tiles),
            Choices::Several(tiles) => choice_tiles(ui, look, TileKind::Multi, tiles),
            Choices::Listed(tiles) => compact_tiles(ui, look, TileKind::Single, 3, tiles),
        }
    };
    ui.push_id(&data.title, |ui| page(ui, look, &data.foot, body)).inner
}

/// A group of choices on a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group<T> {
    /// What is asked.
    pub name: String,
    /// How many may be chosen.
    pub kind: TileKind,
    /// Most columns.
    pub columns: usize,
    /// The choices.
    pub choices: Vec<Choice<T>>,
}

/// Adds groups of choices, one beneath the other; returns what was pressed.
pub fn groups_ui<T: Clone>(ui: &mut Ui, look: &Look, groups: &[Group<T>]) -> Option<T> {
    groups.iter().fold(None, |pressed, group| pressed.or(group_ui(ui, look, TextKind::Strong, group)))
}

/// Adds a group of choices under its name.
pub fn group_ui<T: Clone>(ui: &mut Ui, look: &Look, name: TextKind, group: &Group<T>) -> Option<T> {
    look.label(ui, name, &group.name);
    answers(ui, &group.name, |ui| compact_tiles(ui, look, group.kind, group.columns, &group.choices))
}
