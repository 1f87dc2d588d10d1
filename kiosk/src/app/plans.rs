//! What the app does about visits that are to be made: planning one, opening one, making it, dropping it (P-3, P-7).

use shared::domain::{FactId, FileId, PlannedVisit, Text};

use super::KioskApp;
use crate::action::PlanAction;
use crate::flow::{PeopleNotice, PlannedFlow, StaffNotice, StaffVisitForm};
use crate::link::{Command, PlannedRow, Save};
use crate::route::Route;

impl KioskApp {
    pub(super) fn apply_plan(&mut self, action: PlanAction) {
        let Route::Staff(flow) = &mut self.route else { return };
        if !flow.is_signed_in() {
            return;
        }
        match action {
            PlanAction::Begin => {
                let me = flow.field.representative().cloned();
                if let Some(people) = flow.people_mut() {
                    people.begin_plan(me);
                    self.inputs.wipe();
                }
            }
            PlanAction::Save => self.save_plan(),
            PlanAction::Open(plan) => self.open_plan(plan),
            PlanAction::CarryOut => {
                if let Some(row) = flow.planned_mut().map(|planned| planned.row().clone()) {
                    self.carry_out(row);
                }
            }
            PlanAction::AskWhy => {
                if let Some(planned) = flow.planned_mut() {
                    planned.ask_why();
                    self.inputs.wipe();
                }
            }
            PlanAction::WriteWhy(text) => {
                if let Some(planned) = flow.planned_mut() {
                    planned.write_reason(text);
                }
            }
            PlanAction::Drop => self.drop_plan(),
            PlanAction::Back => self.leave_plan(),
            PlanAction::WriteDate(_)
            | PlanAction::WriteReason(_)
            | PlanAction::AskWhom
            | PlanAction::Choose(_) => self.change_plan(action),
        }
    }

    fn change_plan(&mut self, action: PlanAction) {
        let Route::Staff(flow) = &mut self.route else { return };
        let Some(planning) = flow.people_mut().and_then(|people| people.planning_mut()) else { return };
        match action {
            PlanAction::WriteDate(text) => planning.write_date(text),
            PlanAction::WriteReason(text) => planning.write_reason(text),
            PlanAction::AskWhom => planning.ask_whom(),
            PlanAction::Choose(code) => planning.choose(code),
            PlanAction::Begin
            | PlanAction::Save
            | PlanAction::Open(_)
            | PlanAction::CarryOut
            | PlanAction::AskWhy
            | PlanAction::WriteWhy(_)
            | PlanAction::Drop
            | PlanAction::Back => {}
        }
    }

    fn save_plan(&mut self) {
        let (id, today) = (self.timed_id(), self.now.date());
        let Route::Staff(flow) = &mut self.route else { return };
        let Some(people) = flow.people_mut() else { return };
        if let Some((file, plan)) = people.submit_plan(id, today) {
            self.ask_to_plan(plan, file);
        }
    }

    fn ask_to_plan(&mut self, plan: PlannedVisit, file: FileId) {
        self.send(Command::Save(Save::Plan { plan: Box::new(plan), file }));
    }

    /// Opens a planned visit from the list or from the person's page.
    fn open_plan(&mut self, plan: FactId) {
        let Route::Staff(flow) = &mut self.route else { return };
        flow.show_planned(plan);
        self.inputs.wipe();
    }

    /// Opens the form of a planned visit: at once, or when the person's file is open.
    fn carry_out(&mut self, row: PlannedRow) {
        let now = self.now.clone();
        let Route::Staff(flow) = &mut self.route else { return };
        match row.file {
            Some(file) => {
                flow.field.wait_to_carry_out(row);
                self.send(Command::OpenPerson(file));
            }
            None => self.show_planned_form(StaffVisitForm::new(&now), &row),
        }
    }

    fn drop_plan(&mut self) {
        let id = self.timed_id();
        let Route::Staff(flow) = &mut self.route else { return };
        let Some(planned) = flow.planned_mut() else { return };
        let plan = planned.row().plan.id;
        if let Some(reason) = planned.submit(id) {
            self.ask_to_drop(id, plan, reason);
        }
    }

    fn ask_to_drop(&mut self, id: FactId, plan: FactId, reason: Text) {
        self.send(Command::Save(Save::PlanDropped { id, plan, reason }));
    }

    /// Goes one step back from a planned visit, at last to where it was opened.
    fn leave_plan(&mut self) {
        self.inputs.wipe();
        let Route::Staff(flow) = &mut self.route else { return };
        if flow.planned_mut().is_some_and(PlannedFlow::back) {
            return;
        }
        if !flow.leave_planned(None) {
            self.show_staff_home();
        }
    }

    /// Takes in that a record is durable, where it is a plan or the dropping of one.
    pub(super) fn take_plan_saved(&mut self, id: FactId) {
        let Route::Staff(flow) = &mut self.route else { return };
        if flow.people_mut().is_some_and(|people| people.plan_saved(id)) {
            return self.inputs.wipe();
        }
        if !flow.planned_mut().is_some_and(|planned| planned.saved(id)) {
            return;
        }
        self.inputs.wipe();
        if flow.leave_planned(Some(PeopleNotice::PlanDropped)) {
            self.look_at_person_again();
        } else {
            self.show_staff_home();
            self.notify_staff(StaffNotice::PlanDropped);
        }
    }
}
