//! Planning a visit to a person: the day, why, and who is to make it (P-3, P-7).

use jiff::civil;
use shared::domain::{Code, FactId, PlannedVisit, Text};
use shared::locale::{TypedDate, TypedDateFault};

use super::Saving;
use crate::link::NotSaved;

/// What may be wrong with a plan, or with the reason why one is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanFault {
    /// It is no date.
    Date(TypedDateFault),
    /// It is no single day: a month or a year alone, or nothing.
    NoDay,
    /// The day is over.
    Past,
    /// Nothing says why.
    NoReason,
    /// The device did not save it.
    NotSaved(NotSaved),
}

impl From<NotSaved> for PlanFault {
    fn from(why: NotSaved) -> Self {
        Self::NotSaved(why)
    }
}

/// A request about a visit that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanAction {
    /// Begins to plan a visit to the person whose page is open.
    Begin,
    /// The day as it stands.
    WriteDate(String),
    /// Why, as it stands.
    WriteReason(String),
    /// Opens the choice of who is to make it.
    AskWhom,
    /// Chooses who is to make it; `None` for anybody.
    Choose(Option<Code>),
    /// Saves the plan.
    Save,
    /// Opens a planned visit.
    Open(FactId),
    /// Opens a form: the planned visit is made now.
    CarryOut,
    /// Asks why it is not to be made any more.
    AskWhy,
    /// Why it is not to be made any more, as it stands.
    WriteWhy(String),
    /// Drops it.
    Drop,
    /// Goes one step back.
    Back,
}

/// A visit being planned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Planning {
    date: String,
    reason: String,
    representative: Option<Code>,
    choosing: bool,
    pub(super) saving: Saving<PlanFault>,
}

impl Planning {
    /// Begins to plan a visit that is to be made by whoever is signed in, or by anybody.
    pub fn new(representative: Option<Code>) -> Self {
        Self { representative, ..Self::default() }
    }

    /// Returns the day as it stands in its field.
    pub fn date_text(&self) -> &str {
        &self.date
    }

    /// Returns why, as it stands.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Returns who is to make it; `None` for anybody of the branch.
    pub fn representative(&self) -> Option<&Code> {
        self.representative.as_ref()
    }

    /// Tells whether it is being chosen who is to make it.
    pub fn is_choosing(&self) -> bool {
        self.choosing
    }

    /// Tells whether it is being saved.
    pub fn is_saving(&self) -> bool {
        self.saving.is_running()
    }

    /// Returns what is wrong with it.
    pub fn fault(&self) -> Option<PlanFault> {
        self.saving.fault()
    }

    /// Reads the day as it stands there; `None` where nothing does.
    pub fn date(&self) -> Option<Result<TypedDate, TypedDateFault>> {
        (!self.date.trim().is_empty()).then(|| TypedDate::read(&self.date))
    }

    /// Takes what is entered of a plan.
    pub fn act(&mut self, action: PlanAction) {
        match action {
            PlanAction::WriteDate(text) => self.date = text,
            PlanAction::WriteReason(text) => self.reason = text,
            PlanAction::AskWhom => return self.choosing = true,
            PlanAction::Choose(code) => {
                (self.representative, self.choosing) = (code, false);
                return;
            }
            // of a plan that stands
            PlanAction::Begin | PlanAction::Save | PlanAction::Open(_) | PlanAction::CarryOut => return,
            PlanAction::AskWhy | PlanAction::WriteWhy(_) | PlanAction::Drop | PlanAction::Back => return,
        }
        self.saving.forget_fault();
    }

    /// Goes one step back: from the choice to the plan; false where there is none.
    pub fn back(&mut self) -> bool {
        std::mem::take(&mut self.choosing)
    }

    /// Hands over the plan; `None` where something is wrong with it, which is told, or it is being saved.
    pub fn submit(&mut self, id: FactId, today: civil::Date) -> Option<PlannedVisit> {
        if self.is_saving() {
            return None;
        }
        let plan = self.plan(id, today);
        self.saving = match &plan {
            Ok(_) => Saving::Running(id),
            Err(fault) => Saving::Failed(*fault),
        };
        plan.ok()
    }

    fn plan(&self, id: FactId, today: civil::Date) -> Result<PlannedVisit, PlanFault> {
        let typed = self.date().ok_or(PlanFault::NoDay)?.map_err(PlanFault::Date)?;
        let date = typed.date().ok_or(PlanFault::NoDay)?;
        if date < today {
            return Err(PlanFault::Past);
        }
        let reason = Some(text_of(&self.reason)?).filter(|text| !text.as_str().is_empty());
        Ok(PlannedVisit { id, date, representative: self.representative.clone(), reason, place: None })
    }
}

pub(super) fn text_of(typed: &str) -> Result<Text, PlanFault> {
    Text::new(typed.trim()).map_err(|_| PlanFault::NotSaved(NotSaved::Failed))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: civil::Date = date(2026, 11, 22);

    fn submitted(day: &str) -> Result<PlannedVisit, PlanFault> {
        let mut planning = Planning::new(Code::new("staff-01").ok());
        planning.act(PlanAction::WriteDate(day.to_owned()));
        planning.act(PlanAction::WriteReason(" متابعة ".to_owned()));
        let plan = planning.submit(FactId::from_random([1; 16]), TODAY);
        assert_eq!(planning.is_saving(), plan.is_some());
        plan.ok_or_else(|| planning.fault().unwrap())
    }

    #[test]
    fn a_day_of_either_calendar_is_taken_from_today_on() {
        for day in ["30/11/2026", "٣٠/١١/٢٠٢٦", "20/6/1448"] {
            let plan = submitted(day).unwrap();
            assert_eq!((plan.date, plan.representative.unwrap().as_str()), (date(2026, 11, 30), "staff-01"));
            assert_eq!(plan.reason.unwrap().as_str(), "متابعة");
        }
        assert_eq!(submitted("22/11/2026").unwrap().date, TODAY);
        for (day, fault) in [
            ("21/11/2026", PlanFault::Past),
            ("11/2026", PlanFault::NoDay),
            ("", PlanFault::NoDay),
            ("31/11/2026", PlanFault::Date(TypedDateFault::NoSuchDay { days: 30 })),
        ] {
            assert_eq!(submitted(day), Err(fault), "{day}");
        }
    }

    #[test]
    fn what_was_entered_stays_where_it_was_not_saved() {
        let mut planning = Planning::new(None);
        planning.act(PlanAction::WriteDate("30/11/2026".to_owned()));
        let id = FactId::from_random([1; 16]);
        assert!(planning.submit(id, TODAY).is_some_and(|plan| plan.reason.is_none()));
        assert_eq!(planning.submit(id, TODAY), None, "it is being saved");
        planning.saving.not_saved(NotSaved::DiskFull);
        assert_eq!(planning.fault(), Some(PlanFault::NotSaved(NotSaved::DiskFull)));
        assert!(planning.submit(id, TODAY).is_some());
    }
}
