//! Who the visitor is; may be passed over.

use egui::{Ui, vec2};

use super::layout::{NumberEntry, number_entry, push_down, title, two_parts};
use super::page::{Foot, page};
use super::pictures::number_picture;
use super::tiles::{compact_tiles, tile_of};
use super::view::{Choice, View};
use crate::action::{Action, VisitAction};
use crate::flow::{NumberKind, VisitFlow};
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::Secondary;
use crate::widgets::{Picture, TileKind};

/// The words of the question for a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhoData {
    /// The question.
    pub title: String,
    /// What it is for, and that it may be passed over.
    pub body: String,
    /// The two numbers to choose from.
    pub kinds: Vec<Choice<NumberKind>>,
    /// The number's name.
    pub number_name: String,
    /// Its form.
    pub hint: String,
    /// Its digits.
    pub digits: String,
    /// A warning about it.
    pub warning: Option<String>,
    /// "For someone else", and what it means for the number.
    pub for_other: Choice<()>,
    /// The delete key.
    pub delete: String,
    /// The way back.
    pub back: String,
    /// The way on without a number.
    pub skip: String,
    /// The way on.
    pub next: String,
}

impl WhoData {
    /// Reads the words and what was entered.
    pub fn new(view: &View<'_>, flow: &VisitFlow) -> Self {
        let (kind, digits) = flow.number();
        let choice = |value: NumberKind, name: String| {
            let choice = Choice { value, name, about: None, picture: None, chosen: kind == value };
            choice.with_picture(view, Some(number_picture(value)))
        };
        let national_id = view.tr("who-national-id");
        let mobile = view.tr("who-mobile");
        let (number_name, hint) = match kind {
            NumberKind::NationalId => (national_id.clone(), view.tr("who-national-id-hint")),
            NumberKind::Mobile => (mobile.clone(), view.tr("who-mobile-hint")),
        };
        Self {
            title: view.tr("who-title"),
            body: view.tr("who-body"),
            kinds: vec![choice(NumberKind::NationalId, national_id), choice(NumberKind::Mobile, mobile)],
            number_name,
            hint,
            digits: digits.to_owned(),
            warning: flow.warns_while_typing().then(|| view.tr("who-warn")),
            for_other: Choice {
                value: (),
                name: view.tr("who-for-other"),
                about: Some(view.tr("who-for-other-hint")),
                picture: None,
                chosen: flow.for_other(),
            }
            .with_picture(view, Some(Picture::Family)),
            delete: view.tr("common-delete-digit"),
            back: view.tr("common-back"),
            skip: view.tr("who-skip"),
            next: view.tr("common-next"),
        }
    }
}

/// Adds the question for a number.
pub fn who_ui(ui: &mut Ui, look: &Look, data: &WhoData) -> Option<Action> {
    let body =
        |ui: &mut Ui| two_parts(ui, look, 0.58, |ui| choices(ui, look, data), |ui| number(ui, look, data));
    let foot = Foot::new()
        .back(&data.back, Action::Visit(VisitAction::Back))
        .next(&data.next, Action::Visit(VisitAction::Next))
        .enabled(!data.digits.is_empty())
        .end(Secondary, &data.skip, Action::Visit(VisitAction::SkipNumber));
    page(ui, look, foot, body)
}

fn choices(ui: &mut Ui, look: &Look, data: &WhoData) -> Option<Action> {
    title(ui, look, &data.title, None);
    look.label_colored(ui, TextKind::Body, look.palette.ink_soft, &data.body);
    let tile = look.sizes.touch * 1.25;
    push_down(ui, look.sizes.touch * 2.0 + tile + look.sizes.gap * 4.0);
    let kind = compact_tiles(ui, look, TileKind::Single, 1, &data.kinds);
    ui.add_space(look.sizes.gap);
    // what it means for the number is told once it is chosen
    let about = data.for_other.about.clone().filter(|_| data.for_other.chosen);
    let choice = Choice { about, ..data.for_other.clone() };
    let for_other = tile_of(TileKind::Multi, &choice);
    let width = ui.available_width();
    let size = vec2(width, for_other.least_height(ui.ctx(), look, width).max(tile));
    let for_other = for_other.show(ui, look, size).clicked();
    let kind = kind.map(|kind| Action::Visit(VisitAction::ChooseNumberKind(kind)));
    kind.or(for_other.then_some(Action::Visit(VisitAction::ToggleForOther)))
}

fn number(ui: &mut Ui, look: &Look, data: &WhoData) -> Option<Action> {
    let entry = NumberEntry {
        name: &data.number_name,
        digits: &data.digits,
        hint: &data.hint,
        warning: data.warning.as_deref(),
        delete: &data.delete,
    };
    number_entry(ui, look, &entry).map(|key| Action::Visit(VisitAction::Key(key)))
}
