//! One exchange from the kiosk's side, request by request: pushes until drained, then pulls. No I/O: whoever drives it
//! sends the requests.

use shared::doc::Dice;
use shared::replica::{Kiosk, KioskError, PullQuery, Reading, SyncStep};

/// The program's version, as head office sees it.
pub const PROGRAM: &str = concat!("kiosk ", env!("CARGO_PKG_VERSION"));

/// Most requests of one session: at 700 KB a push, 7 GB. A session that needs more has gone round in a circle.
const REQUESTS_MAX: u32 = 10_000;

/// A request as any HTTP client can send it: POST where there is a body, GET otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Path and query.
    pub path: String,
    /// Headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Option<Vec<u8>>,
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
    Push { body: Vec<u8> },
    Pull { query: PullQuery },
}

/// A session under way.
#[derive(Debug)]
pub struct Session {
    phase: Phase,
    requests: u32,
}

impl Session {
    /// Begins a session: moves due ratings and makes the first push.
    ///
    /// # Errors
    /// [`SessionError::Kiosk`].
    pub fn begin(
        kiosk: &mut Kiosk,
        reading: &Reading,
        dice: &mut Dice,
    ) -> Result<(Self, Request), SessionError> {
        kiosk.move_due_ratings(reading, dice)?;
        let (phase, request) = push(kiosk, reading, dice)?;
        let session = Self { phase, requests: 0 };
        Ok((session, request))
    }

    /// Takes the answer to the last request.
    ///
    /// # Errors
    /// [`SessionError`]; what was acknowledged before stays so.
    pub fn take(
        &mut self,
        kiosk: &mut Kiosk,
        reading: &Reading,
        dice: &mut Dice,
        answer: &[u8],
    ) -> Result<Progress, SessionError> {
        self.requests += 1;
        if self.requests > REQUESTS_MAX {
            return Err(SessionError::Endless);
        }
        match &self.phase {
            Phase::Push { body } => match kiosk.take_push_reply(reading, dice, body, answer)? {
                SyncStep::Again => Ok(self.next(push(kiosk, reading, dice)?)),
                SyncStep::Done => Ok(self.next(pull(kiosk, kiosk.pull_query()?)?)),
            },
            Phase::Pull { query } => {
                let next = match kiosk.take_pull_reply(reading, dice, query, answer)? {
                    SyncStep::Again => Some(kiosk.pull_query_again(query)?),
                    SyncStep::Done => kiosk.pull_query_after(query)?,
                };
                match next {
                    Some(query) => Ok(self.next(pull(kiosk, query)?)),
                    None if kiosk.has_something_to_push()? => Ok(self.next(push(kiosk, reading, dice)?)),
                    None => Ok(Progress::Done),
                }
            }
        }
    }

    fn next(&mut self, (phase, request): (Phase, Request)) -> Progress {
        self.phase = phase;
        Progress::Next(request)
    }
}

fn push(kiosk: &Kiosk, reading: &Reading, dice: &mut Dice) -> Result<(Phase, Request), SessionError> {
    let (body, signature, _) = kiosk.next_push(reading, dice, PROGRAM)?;
    let headers = vec![
        ("authorization", format!("Bearer {}", kiosk.token()?)),
        ("sila-signature", signature),
        ("content-type", "application/cbor".to_owned()),
        ("content-encoding", "zstd".to_owned()),
    ];
    let request = Request { path: "/v1/push".to_owned(), headers, body: Some(body.clone()) };
    Ok((Phase::Push { body }, request))
}

fn pull(kiosk: &Kiosk, query: PullQuery) -> Result<(Phase, Request), SessionError> {
    let PullQuery { scope, position, checksum } = &query;
    let path = format!("/v1/pull?scope={scope}&position={position}&checksum={checksum}");
    let headers = vec![("authorization", format!("Bearer {}", kiosk.token()?))];
    Ok((Phase::Pull { query }, Request { path, headers, body: None }))
}
