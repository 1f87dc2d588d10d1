//! Paints a suggestion's screens.

use egui::{Ui, vec2};

use super::data::{AboutData, CheckData, ReplyData, SuggestionData, WordsData};
use crate::action::{Action, SuggestionAction};
use crate::screens::inputs::{Input, Inputs};
use crate::screens::layout::{digit_keys, pad_height, push_down, title, two_parts};
use crate::screens::page::{Foot, page};
use crate::screens::summary::answers;
use crate::screens::thanks::thanks_ui;
use crate::screens::tiles::choice_tiles;
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::{Primary, Secondary};
use crate::widgets::{DigitDisplay, Keyboard, TileKind, notice};

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
    let width = ui.available_width();
    let warning_height = data.warning.as_ref().map_or(0.0, |words| {
        let style = look.style(TextKind::Body);
        let room = width - look.sizes.gap * 2.5;
        look.text.galley(ui.ctx(), &style, Some(room), words).size().y + look.sizes.gap * 2.5
    });
    let name_height = look.style(TextKind::Strong).line_height;
    push_down(ui, name_height + look.sizes.button + pad_height(look) + warning_height + look.sizes.gap * 2.0);
    look.label(ui, TextKind::Strong, &data.number_name);
    DigitDisplay::new(&data.number_name, &data.digits, &data.hint).show(ui, look, width);
    if let Some(warning) = &data.warning {
        notice(ui, look, warning);
    }
    let key = digit_keys(ui, look, width, &data.delete);
    key.map(|key| asks(SuggestionAction::Key(key)))
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
