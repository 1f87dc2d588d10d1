//! In what capacity the visitor comes.

use egui::Ui;
use shared::domain::Party;

use super::layout::title;
use super::page::{Foot, page};
use super::pictures::party_picture;
use super::tiles::choice_tiles;
use super::view::{Choice, View};
use crate::action::{Action, VisitAction};
use crate::flow::VisitFlow;
use crate::theme::Look;
use crate::widgets::TileKind;

/// The words of the choice of capacity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyData {
    /// The question.
    pub title: String,
    /// The four capacities, each in the visitor's own words.
    pub parties: Vec<Choice<Party>>,
    /// The way back.
    pub back: String,
}

impl PartyData {
    /// Reads the words and what is chosen.
    pub fn new(view: &View<'_>, flow: &VisitFlow) -> Self {
        let choice = |party: &Party| {
            let choice = Choice {
                value: party.clone(),
                name: view.party(party),
                about: Some(match party {
                    Party::Beneficiary => view.tr("party-beneficiary-self"),
                    Party::Supporter => view.tr("party-supporter-self"),
                    Party::Volunteer => view.tr("party-volunteer-self"),
                    Party::OtherParty | Party::Other(_) => view.tr("party-other-self"),
                }),
                picture: None,
                chosen: flow.party() == party,
            };
            choice.with_picture(view, party_picture(party))
        };
        Self {
            title: view.tr("party-title"),
            parties: Party::KNOWN.iter().map(choice).collect(),
            back: view.tr("common-back"),
        }
    }
}

/// Adds the choice of capacity.
pub fn party_ui(ui: &mut Ui, look: &Look, data: &PartyData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, None);
        let chosen = choice_tiles(ui, look, TileKind::Single, &data.parties);
        chosen.map(|party| Action::Visit(VisitAction::ChooseParty(party)))
    };
    let foot = Foot::new().back(&data.back, Action::Visit(VisitAction::Back));
    page(ui, look, foot, body)
}
