//! One exchange from the kiosk's side, request by request: pushes until drained, then pulls. Bytes in, bytes out, no I/O:
//! the command line, the window, a trial and the tests all drive this one, and carry the requests as they can.

use super::kiosk::Push;
use super::{Act, ExchangeError, Kiosk, KioskError, Office, Pulled, SyncStep};
use crate::sync::http::{HttpRequest, MEDIA_TYPE, PUSH_PATH, PullQuery, SIGNATURE_HEADER};

/// Most requests of one session: at 700 KB a push, 7 GB. A session that needs more has gone round in a circle.
const REQUESTS_MAX: u32 = 10_000;

/// A request to head office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// What waits here.
    Push {
        /// The body.
        body: Vec<u8>,
        /// The device's signature over it, in hexadecimal.
        signature: String,
    },
    /// What comes after a cursor.
    Pull(PullQuery),
}

impl Request {
    /// Returns the request as HTTP carries it; `token` proves the device.
    pub fn to_http(&self, token: &str) -> HttpRequest {
        let authorization = ("authorization", format!("Bearer {token}"));
        match self {
            Self::Push { body, signature } => HttpRequest {
                path: PUSH_PATH.to_owned(),
                headers: vec![
                    authorization,
                    (SIGNATURE_HEADER, signature.clone()),
                    ("content-type", MEDIA_TYPE.to_owned()),
                ],
                body: Some(body.clone()),
            },
            Self::Pull(query) => HttpRequest { path: query.path(), headers: vec![authorization], body: None },
        }
    }
}

impl Office {
    /// Answers a request of a session.
    ///
    /// # Errors
    /// [`ExchangeError`] where it is refused.
    pub fn answer(
        &mut self,
        act: &mut Act,
        token: &str,
        request: &Request,
    ) -> Result<Vec<u8>, ExchangeError> {
        match request {
            Request::Push { body, signature } => self.push(act, token, signature, body),
            Request::Pull(query) => self.pull(&mut act.dice, token, query).map(|answer| answer.bytes),
        }
    }
}

/// What to do after an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Send this next.
    Next(Request),
    /// The session is over: everything due was received.
    Done,
}

/// Why a session can't go on.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The replica refused.
    #[error(transparent)]
    Kiosk(#[from] KioskError),
    /// It went on without an end.
    #[error("the exchange does not come to an end: update this program and the server")]
    Endless,
}

#[derive(Debug)]
enum Phase {
    Push(Push),
    Pull(PullQuery),
}

/// A session under way.
#[derive(Debug)]
pub struct Session {
    program: String,
    phase: Phase,
    requests: u32,
    /// Head office refuses what this device writes: it is told once the pulls are done.
    is_refused: bool,
    pulled: Option<Pulled>,
}

impl Session {
    /// Begins a session: moves due ratings and makes the first push. `program` is the version that head office is shown.
    ///
    /// # Errors
    /// [`SessionError::Kiosk`].
    pub fn begin(kiosk: &mut Kiosk, act: &mut Act, program: &str) -> Result<(Self, Request), SessionError> {
        kiosk.move_due_ratings(act)?;
        let push = kiosk.next_push(act, program)?;
        let session = Self {
            program: program.to_owned(),
            phase: Phase::Push(push),
            requests: 0,
            is_refused: false,
            pulled: None,
        };
        let request = session.request();
        Ok((session, request))
    }

    /// Tells how far a pull is that takes more than one answer; `None` where there is none, or its end is not known.
    pub fn pulled(&self) -> Option<Pulled> {
        self.pulled
    }

    /// Takes the answer to the last request.
    ///
    /// # Errors
    /// [`SessionError`]; what was acknowledged before stays so.
    pub fn take(
        &mut self,
        kiosk: &mut Kiosk,
        act: &mut Act,
        answer: &[u8],
    ) -> Result<Progress, SessionError> {
        self.requests += 1;
        if self.requests > REQUESTS_MAX {
            return Err(SessionError::Endless);
        }
        let next = match &self.phase {
            Phase::Push(push) => match kiosk.take_push_reply(act, push, answer) {
                Ok(SyncStep::Again) => Some(Phase::Push(kiosk.next_push(act, &self.program)?)),
                Ok(SyncStep::Done) => Some(Phase::Pull(kiosk.pull_query()?)),
                Err(KioskError::Refused) => {
                    self.is_refused = true;
                    Some(Phase::Pull(kiosk.pull_query()?))
                }
                Err(error) => return Err(error.into()),
            },
            Phase::Pull(query) => {
                let (step, pulled) = kiosk.take_pull_reply(act, query, answer)?;
                let is_long = step == SyncStep::Again || self.pulled.is_some();
                self.pulled = pulled.filter(|_| is_long);
                let next = match step {
                    SyncStep::Again => Some(kiosk.pull_query_again(query)?),
                    SyncStep::Done => kiosk.pull_query_after(query)?,
                };
                if step == SyncStep::Done && next.is_some() {
                    self.pulled = None;
                }
                match next {
                    Some(query) => Some(Phase::Pull(query)),
                    None if self.is_refused => return Err(KioskError::Refused.into()),
                    None if kiosk.has_something_to_push()? => {
                        Some(Phase::Push(kiosk.next_push(act, &self.program)?))
                    }
                    None => None,
                }
            }
        };
        let Some(phase) = next else { return Ok(Progress::Done) };
        self.phase = phase;
        Ok(Progress::Next(self.request()))
    }

    fn request(&self) -> Request {
        match &self.phase {
            Phase::Push(push) => Request::Push { body: push.body.clone(), signature: push.signature.clone() },
            Phase::Pull(query) => Request::Pull(query.clone()),
        }
    }
}
