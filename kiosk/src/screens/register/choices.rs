//! The sections of the form that are chosen and not written: how the contact came about, what it was about, what it led to.

use egui::Ui;
use shared::domain::{CatalogKind, Channel, Code, Direction, Party};

use super::toggle_ui;
use crate::action::{Action, FormAction};
use crate::flow::StaffVisitForm;
use crate::screens::choice::{Choice, Group, groups_ui, with_none};
use crate::screens::view::View;
use crate::theme::Look;
use crate::widgets::{TileKind, scroll};

/// A section that is chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct ChoicesData {
    /// Tells how far it is paged from the other sections.
    pub(super) id: &'static str,
    pub(super) groups: Vec<Group<FormAction>>,
    /// A choice of yes or no.
    pub(super) toggle: Option<Choice<FormAction>>,
}

impl ChoicesData {
    /// Reads channel, direction and party. A value of a newer program is shown as it is, and kept.
    pub fn contact(view: &View<'_>, form: &StaffVisitForm) -> Self {
        let channels = known(Channel::KNOWN, &form.channel, FormAction::Channel, |channel| {
            view.words.word("channel", channel.code())
        });
        let directions = known(Direction::KNOWN, &form.direction, FormAction::Direction, |direction| {
            view.words.word("direction", direction.code())
        });
        let parties = known(Party::KNOWN, &form.party, FormAction::Party, |party| view.party(party));
        let group = |name, choices| Group { name, kind: TileKind::Single, columns: 4, choices };
        let groups = vec![
            group(view.tr("channel-title"), channels),
            group(view.tr("direction-title"), directions),
            group(view.tr("register-party"), parties),
        ];
        Self { id: "contact", groups, toggle: None }
    }

    /// Reads services, department and who received; a group of which the catalog offers nothing is left out.
    pub fn services(view: &View<'_>, form: &StaffVisitForm) -> Self {
        let services = view.service_choices(&form.services).into_iter();
        let services = Group {
            name: view.tr("register-services"),
            kind: TileKind::Multi,
            columns: 3,
            choices: services.map(|choice| choice.map(FormAction::ToggleService)).collect(),
        };
        let one_of = |name, kind: CatalogKind, chosen: &Option<Code>, act: fn(Option<Code>) -> FormAction| {
            let offered = view.choices(&kind, chosen.as_slice());
            let choices = with_none(view.tr("register-nobody"), offered).into_iter();
            let choices: Vec<_> = choices.map(|choice| choice.map(act)).collect();
            (choices.len() > 1).then_some(Group { name, kind: TileKind::Single, columns: 3, choices })
        };
        let department = one_of(
            view.tr("register-department"),
            CatalogKind::Department,
            &form.department,
            FormAction::Department,
        );
        let received_by = one_of(
            view.tr("register-received-by"),
            CatalogKind::Staff,
            &form.received_by,
            FormAction::ReceivedBy,
        );
        let groups = std::iter::once(services).chain(department).chain(received_by).collect();
        Self { id: "services", groups, toggle: None }
    }

    /// Reads what the contact led to, and whether a woman was asked for.
    pub fn outcome(view: &View<'_>, form: &StaffVisitForm) -> Self {
        let choices = view.choices(&CatalogKind::Outcome, &form.led_to).into_iter();
        let led_to = Group {
            name: view.tr("register-led-to"),
            kind: TileKind::Multi,
            columns: 3,
            choices: choices.map(|choice| choice.map(FormAction::ToggleLedTo)).collect(),
        };
        let woman = view.tr("register-asks-for-woman");
        let toggle = Choice::new(FormAction::ToggleAsksForWoman, woman, form.asks_for_woman);
        Self { id: "outcome", groups: vec![led_to], toggle: Some(toggle) }
    }
}

fn known<T: Clone + PartialEq>(
    known: &[T],
    chosen: &T,
    act: fn(T) -> FormAction,
    name: impl Fn(&T) -> String,
) -> Vec<Choice<FormAction>> {
    let unknown = (!known.contains(chosen)).then_some(chosen);
    let choice = |value: &T| Choice::new(act(value.clone()), name(value), value == chosen);
    known.iter().chain(unknown).map(choice).collect()
}

/// Returns the groups to choose one of, by code; the first is none.
pub fn group_choices(view: &View<'_>, chosen: &str) -> Vec<Choice<String>> {
    let chosen = Code::new(chosen).ok().map(|code| code.listed());
    let groups = view.choices(&CatalogKind::Group, chosen.as_slice());
    let choices = with_none(view.tr("register-group-none"), groups).into_iter();
    choices.map(|choice| choice.map(|code| code.map_or_else(String::new, |code| code.to_string()))).collect()
}

/// Adds a section that is chosen.
pub fn choices_ui(ui: &mut Ui, look: &Look, data: &ChoicesData) -> Option<Action> {
    let pressed = scroll(ui, look, data.id, |ui| {
        let pressed = groups_ui(ui, look, &data.groups);
        match &data.toggle {
            Some(toggle) => {
                ui.add_space(look.sizes.gap);
                pressed.or(toggle_ui(ui, look, toggle))
            }
            None => pressed,
        }
    });
    pressed.map(Action::Form)
}
