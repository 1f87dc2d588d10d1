//! The minutes of the committee's sessions, as a replica has them. Only head office's has any.

use super::facts::Facts;
use crate::doc::FactKind;
use crate::domain::session::{Minutes, SessionAct, decided_in};
use crate::domain::{Body, FactId};
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

    /// Returns the minutes of all sessions, the latest first.
    pub fn all_minutes(&self) -> Result<Vec<Minutes>, StoreError> {
        let mut sessions = Vec::new();
        self.each(FactKind::Session, |fact| {
            if let Body::Session(step) = &fact.body
                && step.id == step.session
            {
                sessions.push(step.session);
            }
            Ok::<(), StoreError>(())
        })?;
        sessions.reverse();
        sessions.into_iter().filter_map(|session| self.minutes(session).transpose()).collect()
    }
}
