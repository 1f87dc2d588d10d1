//! What the choice of capacity shows.

use shared::domain::Party;

use crate::flow::VisitFlow;
use crate::screens::pictures::party_picture;
use crate::screens::view::{Choice, View};

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
