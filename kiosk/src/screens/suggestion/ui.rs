//! Paints a suggestion's screens.

use egui::{Ui, vec2};

use super::data::{AboutData, CheckData, ReplyData, SuggestionData, WordsData};
use crate::action::{Action, SuggestionAction};
use crate::screens::inputs::{Input, Inputs};
use crate::screens::layout::{NumberEntry, number_entry, title, two_parts};
use crate::screens::page::{Foot, page};
use crate::screens::summary::answers;
use crate::screens::thanks::thanks_ui;
use crate::screens::tiles::choice_tiles;
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::{Primary, Secondary};
use crate::widgets::{Keyboard, TileKind, notice};

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
