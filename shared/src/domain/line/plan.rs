//! A line of a list of visits to be made, as head office imports it.

use super::{LINE_BYTES_MAX, LineFault, fields_of_line};
use crate::domain::{BranchId, Person, PlannedVisit, Text};
use crate::locale::is_blank;

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
        if says_nobody(&person) {
            return Err(LineFault::new("beneficiary", "says nothing of the person: give a name or a number"));
        }
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

/// Tells whether all that was given of a person is blank.
fn says_nobody(person: &Person) -> bool {
    let Person { national_id, name, mobile, birth, id_expiry, address, group: _ } = person;
    let is_said = |text: &Option<Text>| text.as_ref().is_some_and(|text| !is_blank(text.as_str()));
    !([national_id, name, mobile, address].into_iter().any(is_said) || birth.is_some() || id_expiry.is_some())
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
            ("2026-05-12", "h1447-11-25", "date"),
            ("2026-05-12", "25/11/1447", "date"),
            ("2026-05-12", "20260512", "date"),
            ("\"نورة\",\"mobile\":\"0556880045\"", "\" \",\"mobile\":\"\u{200F}\"", "beneficiary"),
            ("\"riyadh\"", "\"Riyadh\"", "branch"),
            ("\"name\":\"نورة\",\"mobile\":\"0556880045\"", "\"group\":\"elderly\"", "beneficiary"),
            ("\"reason\"", "\"why\"", "why"),
        ] {
            let fault = PlanLine::parse(LINE.replace(from, to).as_bytes()).unwrap_err();
            assert_eq!(fault.field, field);
        }
        for day in ["٢٠٢٦-٠٥-١٢", "\u{200F}2026\u{2011}05\u{2011}12 "] {
            assert_eq!(
                PlanLine::parse(LINE.replace("2026-05-12", day).as_bytes()).unwrap().plan.date.to_string(),
                "2026-05-12"
            );
        }
    }
}
