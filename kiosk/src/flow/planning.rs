//! Planning a visit to a person: the day, why, and who is to make it (P-3, P-7).

use jiff::civil;
use shared::domain::{Code, FactId, PlannedVisit, Text};
use shared::locale::{TypedDate, TypedDateFault};

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

/// A visit being planned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Planning {
    date: String,
    reason: String,
    representative: Option<Code>,
    choosing: bool,
    saving: Option<FactId>,
    fault: Option<PlanFault>,
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
        self.saving.is_some()
    }

    /// Returns what is wrong with it.
    pub fn fault(&self) -> Option<PlanFault> {
        self.fault
    }

    /// Reads the day as it stands there; `None` where nothing does.
    pub fn date(&self) -> Option<Result<TypedDate, TypedDateFault>> {
        (!self.date.trim().is_empty()).then(|| TypedDate::read(&self.date))
    }

    /// Takes the day as it stands in its field.
    pub fn write_date(&mut self, text: String) {
        (self.date, self.fault) = (text, None);
    }

    /// Takes the reason as it stands in its field.
    pub fn write_reason(&mut self, text: String) {
        (self.reason, self.fault) = (text, None);
    }

    /// Opens the choice of who is to make it.
    pub fn ask_whom(&mut self) {
        self.choosing = true;
    }

    /// Takes who is to make it.
    pub fn choose(&mut self, representative: Option<Code>) {
        (self.representative, self.choosing) = (representative, false);
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
        match self.plan(id, today) {
            Ok(plan) => {
                (self.saving, self.fault) = (Some(id), None);
                Some(plan)
            }
            Err(fault) => {
                self.fault = Some(fault);
                None
            }
        }
    }

    /// Tells whether it is this plan that is durable.
    pub fn saved(&self, id: FactId) -> bool {
        self.saving == Some(id)
    }

    /// Takes in that it was not saved: everything stays.
    pub fn not_saved(&mut self, why: NotSaved) {
        if self.saving.take().is_some() {
            self.fault = Some(PlanFault::NotSaved(why));
        }
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
        planning.write_date(day.to_owned());
        planning.write_reason(" متابعة ".to_owned());
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
        planning.write_date("30/11/2026".to_owned());
        let id = FactId::from_random([1; 16]);
        assert!(planning.submit(id, TODAY).is_some_and(|plan| plan.reason.is_none()));
        assert_eq!(planning.submit(id, TODAY), None, "it is being saved");
        planning.not_saved(NotSaved::DiskFull);
        assert_eq!(planning.fault(), Some(PlanFault::NotSaved(NotSaved::DiskFull)));
        assert!(planning.submit(id, TODAY).is_some());
    }
}
