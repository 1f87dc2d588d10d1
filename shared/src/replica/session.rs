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
    /// The certificate of the device's enrolment, since head office does not know the device.
    Enrol {
        /// The body.
        body: Vec<u8>,
    },
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
            Self::Enrol { body } => HttpRequest::enrolment(body.clone()),
        }
    }
}

impl Office {
    /// Answers a request of a session, and then compares what it brought with the files of other branches.
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
            Request::Push { body, signature } => {
                let answer = self.push(act, token, signature, body)?;
                while self.match_files(act)? {}
                Ok(answer.bytes)
            }
            Request::Pull(query) => self.pull(act, token, query).map(|answer| answer.bytes),
            Request::Enrol { body } => self.enrol(act, body).map(|enrolled| enrolled.reply),
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
    /// The session is over, and some of it was not done: the last failure of a request says why.
    Undone,
}

/// How a request failed: what its carrier makes of what the network and the server say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Nobody was reached.
    Unreached,
    /// The line broke, or nothing moved on it for too long.
    Line,
    /// The request or its answer is too large for somebody on the way.
    TooLarge,
    /// The server, or somebody before it, has a fault or no time.
    Server,
    /// It was refused: the same request is refused again.
    Refused,
    /// Head office does not know this device.
    Unknown,
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

/// Whether the certificate of the device's enrolment was shown.
#[derive(Debug, PartialEq, Eq)]
enum Shown {
    No,
    /// It is on its way, and the request that was refused goes out again after it.
    OnItsWay,
    Yes,
}

#[derive(Debug)]
enum Phase {
    Push(Push),
    Pull(PullQuery),
}

/// How often a request that can't be smaller is sent before the session goes on without it.
const TRIES_MAX: u32 = 3;

/// How often a session pushes again what its pulls showed to be lost at head office. What is asked for more often is not taken
/// there, whatever it says.
const ROUNDS_MAX: u32 = 3;

/// A session under way. What fails of it holds up nothing else: the pulls follow whatever became of the pushes.
#[derive(Debug)]
pub struct Session {
    program: String,
    phase: Phase,
    requests: u32,
    /// How often it pushed after its pulls.
    rounds: u32,
    /// How often the request on its way failed, as small as it can be.
    tries: u32,
    /// The scope that was asked for again, since its answer did not fit.
    asked_again: Option<String>,
    /// What the replica made of an answer, told once all is done.
    trouble: Option<KioskError>,
    /// Whether the certificate of the enrolment was shown: once a session.
    certificate: Shown,
    /// A push did not get through: none is made any more.
    push_is_undone: bool,
    pull_is_undone: bool,
    pulled: Option<Pulled>,
}

impl Session {
    /// Begins a session: moves due ratings and makes the first push. `program` is the version that head office is shown.
    ///
    /// # Errors
    /// [`SessionError::Kiosk`].
    pub fn begin(kiosk: &mut Kiosk, act: &mut Act, program: &str) -> Result<(Self, Request), SessionError> {
        kiosk.move_due_ratings(act)?;
        let mut session = Self {
            program: program.to_owned(),
            phase: Phase::Pull(kiosk.pull_query()?),
            requests: 0,
            rounds: 0,
            tries: 0,
            asked_again: None,
            trouble: None,
            certificate: Shown::No,
            push_is_undone: false,
            pull_is_undone: false,
            pulled: None,
        };
        session.push(kiosk, act)?;
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
    /// [`SessionError`]; what was acknowledged before stays so. Where a push or a scope's pull failed, it is told once the others
    /// are done.
    pub fn take(
        &mut self,
        kiosk: &mut Kiosk,
        act: &mut Act,
        answer: &[u8],
    ) -> Result<Progress, SessionError> {
        self.count_request()?;
        self.tries = 0;
        if self.certificate == Shown::OnItsWay {
            self.certificate = Shown::Yes;
            return Ok(Progress::Next(self.request()));
        }
        match &self.phase {
            Phase::Push(push) => match kiosk.take_push_reply(act, push, answer) {
                Ok(SyncStep::Again) => self.push(kiosk, act)?,
                Ok(SyncStep::Done) => self.phase = Phase::Pull(kiosk.pull_query()?),
                Err(error) => self.push_failed(kiosk, error)?,
            },
            Phase::Pull(query) => {
                let query = query.clone();
                let began_again = self.asked_again.as_ref() == Some(&query.scope);
                let taken = match began_again {
                    true => kiosk.search_pull_reply(act, &query, answer),
                    false => kiosk.take_pull_reply(act, &query, answer),
                };
                match taken {
                    Ok((step, pulled)) => {
                        let is_long = step == SyncStep::Again || self.pulled.is_some();
                        self.pulled = pulled.filter(|_| is_long);
                        match step {
                            SyncStep::Again => self.phase = Phase::Pull(kiosk.pull_query_again(&query)?),
                            SyncStep::Done => return self.after(kiosk, act, &query),
                        }
                    }
                    // the scope begins again: an answer may have been made wrongly once
                    Err(KioskError::BadReply(_)) if !began_again => {
                        self.phase = Phase::Pull(kiosk.pull_query_again(&query)?);
                        self.asked_again = Some(query.scope);
                    }
                    Err(error) => {
                        self.trouble.get_or_insert(error);
                        return self.after(kiosk, act, &query);
                    }
                }
            }
        }
        Ok(Progress::Next(self.request()))
    }

    /// Goes on after a request failed: smaller, again, or without it.
    ///
    /// # Errors
    /// [`SessionError`] as for [`Session::take`].
    pub fn failed(
        &mut self,
        kiosk: &mut Kiosk,
        act: &mut Act,
        failure: Failure,
    ) -> Result<Progress, SessionError> {
        self.count_request()?;
        if failure == Failure::Unreached || self.certificate == Shown::OnItsWay {
            return self.end(Progress::Undone);
        }
        if failure == Failure::Unknown
            && self.certificate == Shown::No
            && let Some(body) = kiosk.certificate_shown(&self.program)?
        {
            self.certificate = Shown::OnItsWay;
            return Ok(Progress::Next(Request::Enrol { body }));
        }
        match &self.phase {
            Phase::Push(push) => {
                let is_refused = matches!(failure, Failure::Refused | Failure::Unknown);
                let is_other = !is_refused && kiosk.push_failed(act, push)?;
                if is_other {
                    self.tries = 0;
                }
                let again = matches!(failure, Failure::Line | Failure::TooLarge) && is_other;
                if again || self.tries_again(failure) {
                    self.push(kiosk, act)?;
                } else {
                    self.push_is_undone = true;
                    self.phase = Phase::Pull(kiosk.pull_query()?);
                }
            }
            Phase::Pull(query) => {
                let query = query.clone();
                let is_other = match failure {
                    Failure::TooLarge => kiosk.ask_for_less(&query, None)?,
                    Failure::Line => kiosk.pull_failed(&query)?,
                    Failure::Unreached | Failure::Server | Failure::Refused | Failure::Unknown => false,
                };
                if is_other || self.tries_again(failure) {
                    self.phase = Phase::Pull(kiosk.pull_query_again(&query)?);
                } else {
                    self.pull_is_undone = true;
                    return self.after(kiosk, act, &query);
                }
            }
        }
        Ok(Progress::Next(self.request()))
    }

    /// A line that breaks now and then may take the same request the next time.
    fn tries_again(&mut self, failure: Failure) -> bool {
        self.tries += 1;
        failure == Failure::Line && self.tries < TRIES_MAX
    }

    fn count_request(&mut self) -> Result<(), SessionError> {
        self.requests += 1;
        if self.requests > REQUESTS_MAX { Err(SessionError::Endless) } else { Ok(()) }
    }

    /// Makes the next push; where none can be made, the pulls follow all the same.
    fn push(&mut self, kiosk: &mut Kiosk, act: &mut Act) -> Result<(), SessionError> {
        match kiosk.next_push(act, &self.program) {
            Ok(push) => self.phase = Phase::Push(push),
            Err(error) => self.push_failed(kiosk, error)?,
        }
        Ok(())
    }

    fn push_failed(&mut self, kiosk: &Kiosk, error: KioskError) -> Result<(), SessionError> {
        self.trouble.get_or_insert(error);
        self.push_is_undone = true;
        self.phase = Phase::Pull(kiosk.pull_query()?);
        Ok(())
    }

    /// Goes on after the pull of a scope.
    fn after(
        &mut self,
        kiosk: &mut Kiosk,
        act: &mut Act,
        done: &PullQuery,
    ) -> Result<Progress, SessionError> {
        match kiosk.pull_query_after(done)? {
            Some(query) => {
                self.pulled = None;
                self.phase = Phase::Pull(query);
            }
            None if !self.push_is_undone && self.rounds < ROUNDS_MAX && kiosk.has_something_to_push()? => {
                self.rounds += 1;
                self.push(kiosk, act)?;
            }
            None if self.push_is_undone || self.pull_is_undone => return self.end(Progress::Undone),
            None => return self.end(Progress::Done),
        }
        Ok(Progress::Next(self.request()))
    }

    fn end(&mut self, progress: Progress) -> Result<Progress, SessionError> {
        self.trouble.take().map_or(Ok(progress), |trouble| Err(trouble.into()))
    }

    fn request(&self) -> Request {
        match &self.phase {
            Phase::Push(push) => Request::Push { body: push.body.clone(), signature: push.signature.clone() },
            Phase::Pull(query) => Request::Pull(query.clone()),
        }
    }
}
