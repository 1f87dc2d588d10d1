//! People's part of the worker: the index by which they are found, in memory while somebody is signed in, one person's
//! page, corrections (P-5, P-7).

mod command;
mod event;

use shared::domain::FileId;
use tracing::error;

use super::Worker;
use super::event::Event;
use super::field::not_saved;

pub use command::PeopleCommand;
pub use event::PeopleEvent;
pub use shared::replica::{
    Correction, FieldValue, FieldValues, PersonHit, PersonView, PersonVisit, Seen, ValueWriter, Written,
};

impl Worker {
    pub(super) fn carry_out_people(&mut self, command: PeopleCommand) {
        match command {
            PeopleCommand::Search(query) => self.search(query),
            PeopleCommand::Open(file) => self.open_person(file),
            PeopleCommand::Correct { file, seen, value } => {
                let outcome = self.kiosk.correct(&(self.clock)(), &mut self.dice, &seen, &value);
                let outcome = outcome.map_err(|e| {
                    error!(error = %e, "a value was not corrected");
                    not_saved(&e)
                });
                self.exchange_soon();
                self.tell(Event::People(PeopleEvent::Corrected(outcome)));
                self.open_person(file);
            }
            PeopleCommand::Forget => self.people = None,
        }
    }

    fn search(&mut self, query: String) {
        let found = match &mut self.people {
            Some(people) => self.kiosk.refresh_people(people),
            None => self.kiosk.people().map(|people| self.people = Some(people)),
        };
        if let Err(e) = found {
            error!(error = %e, "people could not be looked up");
        }
        let hits = self.people.as_ref().map(|people| people.search(&query)).unwrap_or_default();
        self.tell(Event::People(PeopleEvent::Found { query, hits }));
    }

    pub(super) fn open_person(&self, file: FileId) {
        match self.kiosk.person(file) {
            Ok(Some(person)) => {
                self.tell(Event::People(PeopleEvent::Opened(Box::new(person.clone()))));
                self.tell_planned_for(&person);
            }
            Ok(None) => {}
            Err(e) => error!(error = %e, "a person's file could not be opened"),
        }
    }
}
