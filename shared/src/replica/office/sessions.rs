//! Sessions of the research committee at head office (P-45): opening and closing one, what is done in it, its minutes, and whether a request
//! may be decided in it.

use super::requests::ID_TAKEN;
use super::{Office, OfficeError};
use crate::doc::FactKind;
use crate::domain::request::{Refusal, RequestStep, Step, Why};
use crate::domain::session::{Minutes, SessionAct, SessionStep, may_open};
use crate::domain::{Body, Code, Fact, FactId, Role};
use crate::replica::facts::{Facts, Under};
use crate::replica::{Act, OpenedRequest, RecordOutcome};
use crate::store::StoreError;

impl Office {
    /// Returns the minutes of a session as they stand; `None` for an unknown one.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn minutes(&self, session: FactId) -> Result<Option<Minutes>, StoreError> {
        self.db.read(|tx| Facts::new(tx, &self.secrets).minutes(session))
    }

    /// Returns all sessions, the latest first, without what was decided in them.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn sessions(&self) -> Result<Vec<Minutes>, StoreError> {
        self.db.read(|tx| Facts::new(tx, &self.secrets).sessions())
    }

    /// Records a step of a session as `act.by`, whose role is `role`: saved or repeated, or why not. Head office gives its number and the
    /// digests. Durable when it returns.
    ///
    /// # Errors
    /// [`OfficeError::Store`] where nothing was saved.
    pub fn record_session_step(
        &self,
        act: &mut Act,
        role: &Role,
        step: &SessionStep,
    ) -> Result<Result<RecordOutcome, Refusal>, OfficeError> {
        let Some(by) = act.by.clone() else { return Err(OfficeError::NotSignedIn) };
        self.db.write::<_, OfficeError>(|tx| {
            let facts = Facts::new(tx, &self.secrets);
            // steps of one session, and decisions in it, follow each other
            tx.hold_name(SERIES.as_bytes())?;
            let refused = |field, reason| Refusal { field, why: Why::Field(reason) };
            match facts.under(step.id, FactKind::Session)? {
                Under::Nothing => {}
                Under::AnotherKind => return Ok(Err(refused("id", ID_TAKEN))),
                Under::Same(place) => {
                    let known = facts.fact_at(FactKind::Session, &place)?;
                    let is_same = matches!(&known.body, Body::Session(known) if is_same(known, step));
                    return Ok(match is_same {
                        true => Ok(RecordOutcome::Repeated(step.id)),
                        false => Err(refused("id", ID_TAKEN)),
                    });
                }
            }
            let mut step = step.clone();
            match (&mut step.act, facts.minutes(step.session)?) {
                (SessionAct::Opened(opening), None) => {
                    if let Err(refusal) = may_open(opening, role) {
                        return Ok(Err(refusal));
                    }
                    for request in &opening.agenda {
                        let opened = facts.open_request(*request)?;
                        if !opened.is_some_and(|opened| opened.case.can_be_decided()) {
                            return Ok(Err(refused("agenda", NOT_TO_DECIDE)));
                        }
                    }
                    opening.number = Some(self.next_number_of(&facts, act, SERIES, Some("minutes"))?);
                }
                (_, None) => return Ok(Err(Refusal { field: "session", why: Why::UnknownSession })),
                (_, Some(minutes)) => {
                    if let Err(refusal) = minutes.may(&step, &by, role) {
                        return Ok(Err(refusal));
                    }
                    match &mut step.act {
                        SessionAct::Closed(digest) => *digest = Code::new(minutes.digest()).ok(),
                        SessionAct::Signed((digest, _)) => {
                            *digest = minutes.closed.and_then(|(_, digest)| digest);
                        }
                        _ => {}
                    }
                }
            }
            let id = step.id;
            let recorded = Some(act.now.recorded());
            let body = Body::Session(Box::new(step));
            self.keep(&facts, act, &Fact { id, branch: None, by: Some(by), recorded, file: None, body })?;
            Ok(Ok(RecordOutcome::Saved(id)))
        })
    }

    /// Tells whether somebody may decide a request in the session that the decision names, or without one.
    pub(super) fn may_decide_in_session(
        facts: &Facts<'_>,
        opened: &OpenedRequest,
        step: &RequestStep,
        by: Option<&Code>,
    ) -> Result<Result<(), Refusal>, StoreError> {
        let Step::Decided(decision) = &step.step else { return Ok(Ok(())) };
        let quorum = opened.case.quorum();
        let refused = |why| Ok(Err(Refusal { field: "session", why }));
        let (Some(number), Some(by)) = (&decision.session, by) else {
            return if quorum > 0 { refused(Why::NeedsSession) } else { Ok(Ok(())) };
        };
        facts.tx.hold_name(SERIES.as_bytes())?;
        let known = facts.sessions()?.into_iter().find(|session| session.number() == Some(number));
        match known.map(|session| facts.minutes(session.id)).transpose()?.flatten() {
            None => refused(Why::UnknownSession),
            Some(minutes) => Ok(minutes.may_decide(opened.request.id, by, quorum)),
        }
    }
}

/// The name of the series of the sessions' numbers.
const SERIES: &str = "minutes";

const NOT_TO_DECIDE: &str = "has a request that the committee cannot decide now: see its state";

/// Tells whether a step that is given again is the one that stands: what head office filled in is not compared.
fn is_same(known: &SessionStep, given: &SessionStep) -> bool {
    let mut given = given.clone();
    match (&known.act, &mut given.act) {
        (SessionAct::Opened(known), SessionAct::Opened(given)) if given.number.is_none() => {
            given.number.clone_from(&known.number);
        }
        (SessionAct::Closed(known), SessionAct::Closed(given @ None)) => given.clone_from(known),
        (SessionAct::Signed((known, _)), SessionAct::Signed((given @ None, _))) => given.clone_from(known),
        _ => {}
    }
    *known == given
}
