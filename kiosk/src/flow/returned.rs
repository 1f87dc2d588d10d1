//! A visitor shows the receipt of an earlier visit: what this device knows of it, and going on from there. Knows nothing of the
//! person.

use shared::domain::{CatalogKind, Code};

use super::{Ask, Here, WayIn};
use crate::link::OwnReceipt;

/// What the screen asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReturnedAction {
    /// Begins a visit for the same services.
    AskAgain,
    /// Begins a visit for something else.
    AskForOther,
    /// Begins a rating. Nothing joins it to the visit.
    Rate,
    /// Leaves.
    Back,
}

/// A receipt that was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnedFlow {
    /// Its reference code.
    pub reference: String,
    /// The visit, where it was recorded on this device.
    pub visit: Option<Box<OwnReceipt>>,
}

impl ReturnedFlow {
    /// Returns those of the visit's services that are offered now.
    pub fn services(&self, here: &Here<'_>) -> Vec<Code> {
        let Some(setting) = here.setting else { return Vec::new() };
        let offered = setting.catalog.offered(&CatalogKind::Service);
        let asked = self.visit.iter().flat_map(|visit| &visit.services);
        asked.filter(|code| offered.iter().any(|entry| entry.code == **code)).cloned().collect()
    }

    /// Does what the screen asks for.
    pub fn act(&self, action: ReturnedAction, here: &mut Here<'_>) {
        match action {
            ReturnedAction::AskAgain => {
                let services = self.services(here);
                here.ask(Ask::BeginVisit(services, self.way_in()));
            }
            ReturnedAction::AskForOther => here.ask(Ask::BeginVisit(Vec::new(), self.way_in())),
            ReturnedAction::Rate => here.ask(Ask::BeginRating),
            ReturnedAction::Back => here.ask(Ask::Leave),
        }
    }

    fn way_in(&self) -> WayIn {
        WayIn::Returned(Box::new(self.clone()))
    }
}
