//! What the app does about people: looking them up, one person's page, corrections (P-5, P-7).

use super::KioskApp;
use crate::action::PeopleAction;
use crate::flow::{NewValue, StaffVisitForm};
use crate::link::{Command, Event};
use crate::route::Route;

impl KioskApp {
    pub(super) fn apply_people(&mut self, action: PeopleAction) {
        let now = self.now.clone();
        let Route::Staff(flow) = &mut self.route else { return };
        if !flow.is_signed_in() {
            return;
        }
        if let PeopleAction::Show = action {
            flow.show_people();
            self.inputs.wipe();
            // the index is made while the first letters are typed
            self.send(Command::Search(String::new().into()));
            return;
        }
        let Some(people) = flow.people_mut() else { return };
        match action {
            PeopleAction::Show => {}
            PeopleAction::Write(query) => {
                people.write_query(query.clone());
                self.send(Command::Search(query.into()));
            }
            PeopleAction::Open(file) => {
                people.wait_for(file);
                self.send(Command::OpenPerson(file));
            }
            PeopleAction::Back => {
                let stays = people.back();
                self.inputs.wipe();
                if !stays {
                    self.show_staff_home();
                }
            }
            PeopleAction::Edit(field) => {
                people.edit(field);
                self.inputs.wipe();
            }
            PeopleAction::WriteValue(text) => people.write_value(text),
            PeopleAction::Save => {
                let value = people.submit();
                self.correct(value);
            }
            PeopleAction::Settle(field, index) => {
                let value = people.settle(field, index);
                self.correct(value);
            }
            PeopleAction::Register => {
                let Some(person) = people.person() else { return };
                let form = StaffVisitForm::with_person(person, &now);
                flow.show_form(form);
                flow.sign_form();
                self.inputs.wipe();
            }
            PeopleAction::Correct(visit) => {
                flow.wait_for(visit);
                self.send(Command::OpenVisit(visit));
            }
        }
    }

    pub(super) fn take_people(&mut self, event: Event) {
        let Route::Staff(flow) = &mut self.route else { return };
        if let Event::PersonOpened(person) = &event
            && flow.is_signed_in()
            && let Some(row) = flow.field.take_carrying_out(&person.files)
        {
            let form = StaffVisitForm::with_person(person, &self.now);
            self.show_planned_form(form, &row);
            return;
        }
        let Some(people) = flow.people_mut() else { return };
        match event {
            Event::Found { query, hits } => people.found(&query, hits),
            Event::PersonOpened(person) => people.opened(person),
            Event::Corrected(outcome) => people.settled(outcome),
            _ => {}
        }
    }

    /// Lets the worker drop what it holds of people in memory.
    pub(super) fn forget_people(&mut self) {
        let Route::Staff(flow) = &mut self.route else { return };
        if std::mem::take(&mut flow.field.looked_up) {
            self.send(Command::ForgetPeople);
        }
    }

    /// Opens the person's page anew: an exchange may have brought what another branch changed.
    pub(super) fn look_at_person_again(&mut self) {
        let Route::Staff(flow) = &mut self.route else { return };
        let file = flow.people_mut().and_then(|people| people.person()?.files.first().copied());
        if let Some(file) = file {
            self.send(Command::OpenPerson(file));
        }
    }

    fn correct(&mut self, value: Option<NewValue>) {
        let Route::Staff(flow) = &mut self.route else { return };
        let file = flow.people_mut().and_then(|people| people.person()?.files.first().copied());
        if let (Some((values, value)), Some(file)) = (value, file) {
            self.send(Command::Correct { file, seen: values.seen, value });
        }
    }
}
