//! People's part of the worker: the index by which they are found, in memory while somebody is signed in, one person's
//! page, corrections, the visits to be made (P-3, P-5, P-7).

use shared::domain::{Code, FileId, Role, Text};
use shared::replica::{KioskError, PersonView, Seen};
use tracing::error;

use super::saving::not_saved;
use super::{Worker, note_unread};
use crate::link::{Event, Hidden};

impl Worker {
    pub(super) fn search(&mut self, query: Hidden<String>) {
        let found = match &mut self.people {
            Some(people) => self.kiosk.refresh_people(people),
            None => self.kiosk.people().map(|people| self.people = Some(people)),
        };
        if let Err(e) = found {
            note_unread(&e, "people");
        }
        let hits = self.people.as_ref().map(|people| people.search(&query)).unwrap_or_default();
        let asked = hits.is_empty() && self.look_for(&query);
        self.tell(Event::Found { query, hits, asked });
    }

    /// Has head office be asked for somebody who is not here; returns whether it is.
    fn look_for(&mut self, typed: &str) -> bool {
        let mut act = self.act();
        match self.kiosk.look_for(&mut act, typed) {
            Ok(asked) => {
                if asked {
                    self.exchange_soon();
                }
                asked
            }
            Err(e) => {
                note_unread(&e, "whom staff look for");
                false
            }
        }
    }

    pub(super) fn open_person(&self, file: FileId) {
        match self.kiosk.person(file) {
            Ok(Some(person)) => {
                self.tell(Event::PersonOpened(Box::new(person.clone())));
                self.tell_planned_for(&person);
            }
            Ok(None) => {}
            Err(e) => note_unread(&e, "a person's file"),
        }
    }

    /// Tells a person's support requests, and what whoever is signed in may do under their own name.
    pub(super) fn load_requests(&self, files: Vec<FileId>, reader: Option<&Code>) {
        let role = reader.and_then(|staff| self.role_of(staff));
        let rows = self.kiosk.requests_of(&files).unwrap_or_else(|e| {
            note_unread(&e, "a person's requests");
            Vec::new()
        });
        self.tell(Event::Requests { files, role, rows });
    }

    /// What a person may do here under their own name. Without a pass that holds they have none: the page says what to do.
    fn role_of(&self, staff: &Code) -> Option<Role> {
        match self.kiosk.role_of((self.clock)().unix_millis(), staff) {
            Ok(role) => Some(role),
            Err(KioskError::NoPass | KioskError::PassEnded | KioskError::PassTooOld) => None,
            Err(e) => {
                note_unread(&e, "a pass");
                None
            }
        }
    }

    pub(super) fn correct(&mut self, file: FileId, seen: &Seen, value: &Text) {
        let mut act = self.act();
        let outcome = self.kiosk.correct(&mut act, seen, value);
        let outcome = outcome.map_err(|e| {
            error!(error = %e, "a value was not corrected");
            not_saved(&e)
        });
        self.exchange_soon();
        self.tell(Event::Corrected(outcome));
        self.open_person(file);
    }

    pub(super) fn load_planned(&self) {
        match self.kiosk.planned((self.clock)().wall.date()) {
            Ok(planned) => self.tell(Event::Planned(planned)),
            Err(e) => note_unread(&e, "the planned visits"),
        }
    }

    /// Tells which visits to a person are to be made, of any day.
    fn tell_planned_for(&self, person: &PersonView) {
        let today = (self.clock)().wall.date();
        let rows = person.files.iter().map(|file| self.kiosk.planned_for(*file, today));
        match rows.collect::<Result<Vec<_>, KioskError>>() {
            Ok(rows) => self.tell(Event::PlannedFor { files: person.files.clone(), rows: rows.concat() }),
            Err(e) => note_unread(&e, "a person's planned visits"),
        }
    }
}
