//! The two sections of the form that are chosen and not written.

use egui::Ui;
use shared::domain::{CatalogKind, Channel, Code, Direction, Party};

use crate::action::{Action, FormAction};
use crate::flow::StaffVisitForm;
use crate::screens::tiles::compact_tiles;
use crate::screens::view::{Choice, View};
use crate::theme::{Look, TextKind};
use crate::widgets::{TileKind, answers, scroll};

/// Channel, direction, party: a name and choices each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactData {
    channel: (String, Vec<Choice<Channel>>),
    direction: (String, Vec<Choice<Direction>>),
    party: (String, Vec<Choice<Party>>),
}

impl ContactData {
    /// Reads the words and what is chosen. A value of a newer program is shown as it is, and kept.
    pub fn new(view: &View<'_>, form: &StaffVisitForm) -> Self {
        Self {
            channel: (
                view.tr("channel-title"),
                known(Channel::KNOWN, &form.channel, |channel| view.words.word("channel", channel.code())),
            ),
            direction: (
                view.tr("direction-title"),
                known(Direction::KNOWN, &form.direction, |direction| {
                    view.words.word("direction", direction.code())
                }),
            ),
            party: (view.tr("register-party"), known(Party::KNOWN, &form.party, |party| view.party(party))),
        }
    }
}

fn known<T: Clone + PartialEq>(known: &[T], chosen: &T, name: impl Fn(&T) -> String) -> Vec<Choice<T>> {
    let unknown = (!known.contains(chosen)).then_some(chosen);
    let choice = |value: &T| Choice {
        value: value.clone(),
        name: name(value),
        about: None,
        picture: None,
        chosen: value == chosen,
    };
    known.iter().chain(unknown).map(choice).collect()
}

/// Services, department, who received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServicesData {
    services: (String, Vec<Choice<Code>>),
    department: (String, Vec<Choice<Option<Code>>>),
    received_by: (String, Vec<Choice<Option<Code>>>),
}

impl ServicesData {
    /// Reads the words and what is chosen.
    pub fn new(view: &View<'_>, form: &StaffVisitForm) -> Self {
        let optional = |kind: CatalogKind, chosen: &Option<Code>| {
            let chosen_list: Vec<Code> = chosen.iter().cloned().collect();
            with_none(view.choices(&kind, &chosen_list), view.tr("register-nobody"))
        };
        Self {
            services: (view.tr("register-services"), view.service_choices(&form.services)),
            department: (view.tr("register-department"), optional(CatalogKind::Department, &form.department)),
            received_by: (view.tr("register-received-by"), optional(CatalogKind::Staff, &form.received_by)),
        }
    }
}

/// Puts "not given" in front of choices of which none has to be made.
pub(super) fn with_none(choices: Vec<Choice<Code>>, none: String) -> Vec<Choice<Option<Code>>> {
    let nothing_chosen = choices.iter().all(|choice| !choice.chosen);
    let none = Choice { value: None, name: none, about: None, picture: None, chosen: nothing_chosen };
    let some = choices.into_iter().map(|choice| Choice {
        value: Some(choice.value),
        name: choice.name,
        about: None,
        picture: None,
        chosen: choice.chosen,
    });
    std::iter::once(none).chain(some).collect()
}

/// Adds channel, direction and party.
pub fn contact_ui(ui: &mut Ui, look: &Look, data: &ContactData) -> Option<Action> {
    let (channel_name, channels) = &data.channel;
    let (direction_name, directions) = &data.direction;
    let (party_name, parties) = &data.party;
    let action = scroll(ui, look, "contact", |ui| {
        look.label(ui, TextKind::Strong, channel_name);
        let channel = answers(ui, channel_name, |ui| compact_tiles(ui, look, TileKind::Single, 4, channels))
            .map(FormAction::Channel);
        look.label(ui, TextKind::Strong, direction_name);
        let direction =
            answers(ui, direction_name, |ui| compact_tiles(ui, look, TileKind::Single, 4, directions))
                .map(FormAction::Direction);
        look.label(ui, TextKind::Strong, party_name);
        let party = answers(ui, party_name, |ui| compact_tiles(ui, look, TileKind::Single, 4, parties))
            .map(FormAction::Party);
        channel.or(direction).or(party)
    });
    action.map(Action::Form)
}

/// Adds services, department and who received; a part of which the catalog offers nothing is left out.
pub fn services_ui(ui: &mut Ui, look: &Look, data: &ServicesData) -> Option<Action> {
    let (services_name, services) = &data.services;
    let (department_name, departments) = &data.department;
    let (received_name, staff) = &data.received_by;
    let action = scroll(ui, look, "services", |ui| {
        look.label(ui, TextKind::Strong, services_name);
        let mut pressed =
            answers(ui, services_name, |ui| compact_tiles(ui, look, TileKind::Multi, 3, services))
                .map(|s| FormAction::ToggleService(s.clone()));
        if departments.len() > 1 {
            look.label(ui, TextKind::Strong, department_name);
            let chosen =
                answers(ui, department_name, |ui| compact_tiles(ui, look, TileKind::Single, 3, departments));
            pressed = pressed.or(chosen.map(FormAction::Department));
        }
        if staff.len() > 1 {
            look.label(ui, TextKind::Strong, received_name);
            let chosen = answers(ui, received_name, |ui| compact_tiles(ui, look, TileKind::Single, 3, staff));
            pressed = pressed.or(chosen.map(FormAction::ReceivedBy));
        }
        pressed
    });
    action.map(Action::Form)
}
