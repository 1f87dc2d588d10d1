//! The minutes of the committee's sessions, as a replica has them. Only head office's has any.

use std::collections::BTreeMap;

use super::facts::Facts;
use crate::doc::FactKind;
use crate::domain::session::{Minutes, SessionAct, SessionStep, decided_in};
use crate::domain::{Body, Code, FactId};
use crate::store::{StoreError, facts};

impl Facts<'_> {
    /// Returns the minutes of a session as they stand; `None` for an unknown one.
    pub fn minutes(&self, session: FactId) -> Result<Option<Minutes>, StoreError> {
        let mut steps = Vec::new();
        for row in facts::about(self.tx, FactKind::Session.code(), session)? {
            let fact = self.fact_of(&row)?;
            if let Body::Session(step) = fact.body {
                steps.push((*step, fact.by));
            }
        }
        let agenda = steps.iter().find_map(|(step, _)| match &step.act {
            SessionAct::Opened(opening) => Some((opening.number.clone()?, opening.agenda.clone())),
            _ => None,
        });
        let mut decided = Vec::new();
        for (number, request) in
            agenda.iter().flat_map(|(number, all)| all.iter().map(move |one| (number, one)))
        {
            for row in facts::about(self.tx, FactKind::Step.code(), *request)? {
                let fact = self.fact_of(&row)?;
                if let (Body::Step(step), Some(by)) = (&fact.body, &fact.by)
                    && let Some(decision) = decided_in(step, number)
                {
                    decided.push((*request, by.clone(), decision.clone()));
                }
            }
        }
        Ok(Minutes::of(&steps, decided))
    }

    /// Returns all sessions, the latest first, without what was decided in them: that stands in the requests.
    pub fn sessions(&self) -> Result<Vec<Minutes>, StoreError> {
        let mut order = Vec::new();
        let mut steps: BTreeMap<FactId, Vec<(SessionStep, Option<Code>)>> = BTreeMap::new();
        self.each(FactKind::Session, |fact| {
            if let Body::Session(step) = fact.body {
                if step.id == step.session {
                    order.push(step.session);
                }
                steps.entry(step.session).or_default().push((*step, fact.by));
            }
            Ok::<(), StoreError>(())
        })?;
        let latest_first = order.into_iter().rev();
        Ok(latest_first.filter_map(|session| Minutes::of(steps.get(&session)?, [])).collect())
    }
}
