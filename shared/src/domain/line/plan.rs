//! A line of a list of visits to be made, as head office imports it.

use super::{LINE_BYTES_MAX, LineFault, fields_of_line};
use crate::domain::{BranchId, Person, PlannedVisit};

/// A planned visit out of a list: `id`, `branch`, `date` and `beneficiary` must stand, the rest may.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanLine {
    /// The branch that is to make it.
    pub branch: BranchId,
    /// The visit to be made.
    pub plan: PlannedVisit,
    /// Whom it is for.
    pub person: Person,
}

impl PlanLine {
    /// Reads one line.
    ///
    /// # Errors
    /// [`LineFault`] with the first field that is at fault.
    pub fn parse(line: &[u8]) -> Result<Self, LineFault> {
        let mut fields = fields_of_line(line, LINE_BYTES_MAX)?;
        let id = fields.required("id")?;
        let branch = fields.required("branch")?;
        let date = fields.required("date")?;
        let person: Option<Person> = fields.optional("beneficiary")?;
        let person = person.filter(Person::has_personal_values);
        let person = person.ok_or_else(|| LineFault::new("beneficiary", "is missing"))?;
        let plan = PlannedVisit {
            id,
            date,
            representative: fields.optional("representative")?,
            reason: fields.optional("reason")?,
            place: fields.optional("place")?,
        };
        fields.refuse_unknown()?;
        Ok(Self { branch, plan, person })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"id":"0197a1b2-0000-7000-8000-000000000001","branch":"riyadh","date":"2026-05-12","representative":"staff-03","beneficiary":{"name":"نورة","mobile":"0556880045"},"reason":"متابعة","place":{"national_address":"RRRD2929"}}"#;

    #[test]
    fn a_line_of_a_list_is_read_and_a_fault_names_its_field() {
        let read = PlanLine::parse(LINE.as_bytes()).unwrap();
        assert_eq!((read.branch.as_str(), read.plan.date.to_string()), ("riyadh", "2026-05-12".to_owned()));
        assert_eq!(read.person.name.unwrap().as_str(), "نورة");
        for (from, to, field) in [
            ("2026-05-12", "2026-02-30", "date"),
            ("2026-05-12", "1447-11-25", "date"),
            ("2026-05-12", "12/05/2026", "date"),
            ("\"riyadh\"", "\"Riyadh\"", "branch"),
            ("\"name\":\"نورة\",\"mobile\":\"0556880045\"", "\"group\":\"elderly\"", "beneficiary"),
            ("\"reason\"", "\"why\"", "why"),
        ] {
            let fault = PlanLine::parse(LINE.replace(from, to).as_bytes()).unwrap_err();
            assert_eq!(fault.field, field);
        }
    }
}
