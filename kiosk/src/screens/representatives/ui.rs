//! Paints the page of the representatives.

use egui::Ui;

use super::data::RepresentativesData;
use crate::action::{Action, RepresentativesAction};
use crate::flow::{RepresentativesFlow, RepresentativesStep};
use crate::screens::pin::{PinData, pin_ui};
use crate::screens::tiles::compact_tiles;
use crate::screens::today::tabs_ui;
use crate::screens::view::View;
use crate::theme::{Look, TextKind};
use crate::widgets::{
    TileKind, TouchButton, card, dialog, name_with_object, row_at_end, row_start_to_end, scroll,
};

/// Adds the page: the list, or the PIN that somebody sets.
pub fn representatives_ui(
    ui: &mut Ui,
    look: &Look,
    view: &View<'_>,
    flow: &RepresentativesFlow,
) -> Option<Action> {
    match flow.step() {
        RepresentativesStep::ChoosePin(code) | RepresentativesStep::RepeatPin(code) => {
            pin_ui(ui, look, &PinData::representative(view, flow, &view.member_of_staff(code)))
        }
        RepresentativesStep::List | RepresentativesStep::AskToRemove(_) => {
            list_ui(ui, look, &RepresentativesData::new(view, flow))
        }
    }
}

fn list_ui(ui: &mut Ui, look: &Look, data: &RepresentativesData) -> Option<Action> {
    let tab = tabs_ui(ui, look, &data.tabs);
    let [title, body] = &data.heading;
    look.label(ui, TextKind::Heading, title);
    look.label(ui, TextKind::Body, body);
    let pressed = scroll(ui, look, "representatives", |ui| {
        let there = card(ui, look, |ui| there_ui(ui, look, data));
        look.label(ui, TextKind::Strong, &data.add);
        let added = compact_tiles(ui, look, TileKind::Single, 3, &data.others);
        there.or(added.map(RepresentativesAction::ChoosePin))
    });
    let answer = data.removing.as_ref().and_then(|question| remove_ui(ui, look, question));
    answer.or(pressed).map(Action::Representatives).or(tab)
}

fn there_ui(ui: &mut Ui, look: &Look, data: &RepresentativesData) -> Option<RepresentativesAction> {
    if let Some(nobody) = &data.nobody {
        look.label(ui, TextKind::Body, nobody);
    }
    let [new_pin, remove] = &data.buttons;
    let height = look.sizes.touch;
    let mut pressed = None;
    for (code, name) in &data.there {
        ui.push_id(code, |ui| {
            row_start_to_end(ui, look.direction, height, |ui| {
                look.label_inline(ui, TextKind::Strong, name);
                let [first, second] = [new_pin, remove]
                    .map(|words| TouchButton::quiet(words).height(height).text(TextKind::Strong));
                let sizes = [&first, &second].map(|button| button.size(ui.ctx(), look).x);
                let width = sizes[0] + ui.spacing().item_spacing.x + sizes[1];
                row_at_end(ui, look.direction, height, width, |ui| {
                    let first = first.show(ui, look).accessible_name(name_with_object(new_pin, name));
                    if first.clicked() {
                        pressed = Some(RepresentativesAction::ChoosePin(code.clone()));
                    }
                    let second = second.show(ui, look).accessible_name(name_with_object(remove, name));
                    if second.clicked() {
                        pressed = Some(RepresentativesAction::AskToRemove(code.clone()));
                    }
                });
            });
        });
    }
    pressed
}

fn remove_ui(
    ui: &Ui,
    look: &Look,
    (code, [title, body, keep, remove]): &(shared::domain::Code, [String; 4]),
) -> Option<RepresentativesAction> {
    let (action, escaped) = dialog(ui.ctx(), look, "remove-representative", title, |ui| {
        look.label(ui, TextKind::Title, title);
        look.label(ui, TextKind::Body, body);
        ui.add_space(look.sizes.gap);
        let width = ui.available_width();
        let keep = TouchButton::primary(keep).width(width).show(ui, look).clicked();
        let remove = TouchButton::quiet(remove).width(width).show(ui, look).clicked();
        keep.then_some(RepresentativesAction::Show)
            .or(remove.then(|| RepresentativesAction::Remove(code.clone())))
    });
    action.or(escaped.then_some(RepresentativesAction::Show))
}
