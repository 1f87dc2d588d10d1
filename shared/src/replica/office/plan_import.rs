//! Visits to be made that head office itself writes down, for any branch.

use super::budget::HEAD_OFFICE;
use super::people::{Crosses, Logs, planned_at};
use super::plans::append_error;
use super::{Office, OfficeError};
use crate::doc::{FactKind, SealingKey, seal_fact};
use crate::domain::{Body, Code, Fact, FileId, Person, PlanLine, Planned, PlannedVisit};
use crate::replica::Act;
use crate::replica::facts::{Facts, Under};
use crate::replica::journals::AppendError;
use crate::store::office::CrossedBy;
use crate::store::{Damage, StoreError, changes, matching, office};

impl Office {
    /// Writes down visits to be made, all of them or none; the branches' devices pull them with their people. A person
    /// whom no branch knows gets a file. A line whose id was taken in before changes nothing. Returns how many are new.
    ///
    /// # Errors
    /// [`OfficeError::UnknownBranch`], [`OfficeError::Plan`] for an id that stands for another record or for a visit on
    /// another day, or the store's.
    pub fn plan_visits(&self, act: &mut Act, lines: &[PlanLine]) -> Result<usize, OfficeError> {
        self.db.write::<_, OfficeError>(|tx| {
            let facts = Facts::new(tx, &self.secrets);
            let mut n_new = 0;
            for line in lines {
                n_new += usize::from(self.plan_visit(&facts, act, line)?);
            }
            Ok(n_new)
        })
    }

    fn plan_visit(&self, facts: &Facts<'_>, act: &mut Act, line: &PlanLine) -> Result<bool, OfficeError> {
        let PlanLine { branch, plan, person } = line;
        let refused = |reason| OfficeError::Plan { id: plan.id, reason };
        if office::branch(facts.tx, branch.as_str())?.is_none() {
            return Err(OfficeError::UnknownBranch { branch: branch.to_string() });
        }
        if let Some((_, known)) = facts.find(plan.id, FactKind::Planned)? {
            let is_same = matches!(&known.body, Body::Planned(planned) if says(planned, line));
            return if is_same && known.branch.as_ref() == Some(branch) {
                Ok(false)
            } else {
                Err(refused(
                    "was planned before with another branch, day, representative, person, reason or place: give the line a new id",
                ))
            };
        }
        if matches!(facts.under(plan.id, FactKind::Planned)?, Under::AnotherKind) {
            return Err(refused("has the id of another record: give the line a new id"));
        }
        let (file, key) = self.file_for(facts, act, person)?;
        let document = changes::file_document(facts.tx, file)?;
        let document = document.ok_or_else(|| StoreError::from(Damage::Document(format!("f/{file}"))))?;
        let logs = Logs::new(facts.tx, Self::epoch(facts.tx)?);
        let by = act.by.as_ref().map(Code::as_str);
        let at = act.now.unix_millis();
        logs.join(branch.as_str(), document, &Crosses { at, why: CrossedBy::Plan, device: HEAD_OFFICE, by })?;
        logs.serve(branch.as_str(), document, at, planned_at(plan.date), &mut |_| true)?;
        let joined = logs.finish()?;
        self.tell_joined(facts, act, &joined)?;
        matching::add(facts.tx, HEAD_OFFICE, [(document, None, None)])?;

        let mut journal = self.branch_journal(facts, act, branch)?;
        let planned = Planned { visit: plan.clone(), given: Some(person.clone()) };
        let fact = Fact {
            id: plan.id,
            branch: Some(branch.clone()),
            by: act.by.clone(),
            recorded: Some(act.now.recorded()),
            file: Some(file),
            body: Body::Planned(Box::new(planned)),
        };
        let entry =
            seal_fact(&fact, act.now.seconds(), &key).map_err(AppendError::from).map_err(append_error)?;
        self.append_for(facts, act, branch, &mut journal, &entry)?;
        Ok(true)
    }

    /// Finds the person's file by their numbers, or makes one in head office's name. A file that is there is left as it
    /// is: what was told stands in the plan.
    pub(super) fn file_for(
        &self,
        facts: &Facts<'_>,
        act: &mut Act,
        person: &Person,
    ) -> Result<(FileId, SealingKey), OfficeError> {
        let writer = self.file_writer(facts, act)?;
        if let Some(file) = writer.find(person)? {
            return Ok((file, writer.must_key_of(file).map_err(append_error)?));
        }
        writer.make(&mut act.dice, person).map_err(append_error)
    }
}

/// Tells whether a line says of a planned visit what was planned. Codes count in their one form; what cannot be opened any more
/// contradicts nothing.
fn says(planned: &Planned, line: &PlanLine) -> bool {
    let plan = |visit: &PlannedVisit| PlannedVisit {
        representative: visit.representative.as_ref().map(Code::listed),
        ..visit.clone()
    };
    let person =
        |person: &Person| Person { group: person.group.as_ref().map(Code::listed), ..person.clone() };
    let (was, is) = (plan(&planned.visit), plan(&line.plan));
    match &planned.given {
        Some(given) => was == is && person(given) == person(&line.person),
        None => (was.date, was.representative) == (is.date, is.representative),
    }
}
