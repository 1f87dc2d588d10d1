//! The network between branches and head office, in one process: it loses what it is told to lose.

use std::collections::BTreeSet;
use std::path::Path;

use ed25519_dalek::SigningKey;
use shared::hex::{from_hex, to_hex};
use shared::replica::{
    ExchangeError, Failure, KioskError, Progress, Request, Session, SessionError, SyncStep,
};
use shared::sync::http::PullQuery;
use shared::sync::{
    PushRequest, body_digest, from_cbor, leaves_of, pack, push_statement, sign, to_cbor, unpack,
};

use crate::branch::{Branch, PROGRAM};
use crate::office::HeadOffice;

/// More rounds than any exchange of these tests can need: one that goes on longer never ends.
const ROUNDS_MAX: usize = 100;

/// What becomes of one request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It is answered.
    Arrives,
    /// It never reaches head office.
    RequestLost,
    /// Head office takes it in; the answer is lost.
    ReplyLost,
    /// It reaches head office twice; the second answer counts.
    Twice,
}

/// Why an exchange ended early.
#[derive(Debug)]
pub enum Fault {
    /// The request or its answer was lost.
    Lost,
    /// Head office refused it.
    Refused(ExchangeError),
    /// The device could not go on.
    Kiosk(KioskError),
    /// The exchange did not come to an end.
    Endless,
}

impl Fault {
    /// Says what a session makes of it, as a kiosk does.
    fn failure(&self) -> Failure {
        match self {
            Self::Refused(ExchangeError::UnknownDevice) => Failure::Unknown,
            Self::Refused(error) => match error.status() {
                413 => Failure::TooLarge,
                500..=599 => Failure::Server,
                _ => Failure::Refused,
            },
            Self::Lost | Self::Kiosk(_) | Self::Endless => Failure::Unreached,
        }
    }
}

impl From<ExchangeError> for Fault {
    fn from(error: ExchangeError) -> Self {
        Self::Refused(error)
    }
}

impl From<SessionError> for Fault {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::Kiosk(error) => Self::Kiosk(error),
            SessionError::Endless => Self::Endless,
        }
    }
}

impl From<KioskError> for Fault {
    fn from(error: KioskError) -> Self {
        Self::Kiosk(error)
    }
}

/// The network; branches that are cut off reach nobody.
#[derive(Default)]
pub struct Network {
    cut_off: BTreeSet<String>,
    /// Every push that went out, as bytes: what an eavesdropper behind TLS would have.
    pub pushes: Vec<Vec<u8>>,
}

impl Network {
    /// Cuts a branch off.
    pub fn cut(&mut self, branch: &str) {
        self.cut_off.insert(branch.to_owned());
    }

    /// Joins all branches again.
    pub fn heal(&mut self) {
        self.cut_off.clear();
    }

    /// Exchanges until nothing is left to do, as `kiosk sync` does. Returns the number of pushes.
    ///
    /// # Errors
    /// [`Fault`] where the branch is cut off or one side refuses.
    ///
    /// # Panics
    /// Where the exchange does not come to an end.
    pub fn sync(&mut self, branch: &mut Branch, office: &mut HeadOffice) -> Result<usize, Fault> {
        let mut act = branch.act();
        let (mut session, mut request) = Session::begin(&mut branch.kiosk, &mut act, PROGRAM)?;
        let (mut pushes, mut last_fault) = (0, Fault::Lost);
        for _ in 0..ROUNDS_MAX {
            pushes += usize::from(matches!(request, Request::Push { .. }));
            let answer = self.carry(branch, office, Fate::Arrives, &request);
            let mut act = branch.act();
            let progress = match answer {
                Ok(answer) => session.take(&mut branch.kiosk, &mut act, &answer)?,
                Err(fault) => {
                    let progress = session.failed(&mut branch.kiosk, &mut act, fault.failure())?;
                    last_fault = fault;
                    progress
                }
            };
            match progress {
                Progress::Next(next) => request = next,
                Progress::Done => return Ok(pushes),
                Progress::Undone => return Err(last_fault),
            }
        }
        panic!("{} exchanges without an end", branch.name)
    }

    /// Pushes once.
    ///
    /// # Errors
    /// [`Fault`] where something was lost or one side refuses.
    pub fn push(
        &mut self,
        branch: &mut Branch,
        office: &mut HeadOffice,
        fate: Fate,
    ) -> Result<SyncStep, Fault> {
        let mut act = branch.act();
        let push = branch.kiosk.next_push(&mut act, PROGRAM)?;
        let request = Request::Push { body: push.body.clone(), signature: push.signature.clone() };
        let reply = self.carry(branch, office, fate, &request)?;
        Ok(branch.kiosk.take_push_reply(&mut act, &push, &reply)?)
    }

    /// Pushes once; what head office gets was tampered with on the way and signed again with the device's own key.
    ///
    /// # Errors
    /// [`Fault`] where one side refuses.
    ///
    /// # Panics
    /// Where the push or the device's key can't be read.
    pub fn push_tampered(
        &mut self,
        branch: &mut Branch,
        office: &mut HeadOffice,
        tamper: impl FnOnce(&mut PushRequest),
    ) -> Result<SyncStep, Fault> {
        let mut act = branch.act();
        let push = branch.kiosk.next_push(&mut act, PROGRAM)?;
        let inflated = unpack(&push.body).expect("a push inflates");
        let mut request: PushRequest = from_cbor(&inflated).expect("a push is a message");
        tamper(&mut request);
        let sent = pack(&to_cbor(&request));
        let statement = push_statement(&body_digest(&sent), &leaves_of(&request));
        let signature = to_hex(&sign(&signing_key_in(branch.dir()), &statement));
        let mut act = office.act();
        let reply = office.replica.push(&mut act, branch.kiosk.token()?, &signature, &sent)?;
        office.match_files();
        Ok(branch.kiosk.take_push_reply(&mut act, &push, &reply.bytes)?)
    }

    /// Pulls once of every scope.
    ///
    /// # Errors
    /// [`Fault`] where something was lost or one side refuses.
    pub fn pull(
        &mut self,
        branch: &mut Branch,
        office: &mut HeadOffice,
        fate: Fate,
    ) -> Result<SyncStep, Fault> {
        let mut outcome = SyncStep::Done;
        let mut next = Some(branch.kiosk.pull_query()?);
        while let Some(query) = next {
            if self.pull_scope(branch, office, fate, &query)? == SyncStep::Again {
                outcome = SyncStep::Again;
            }
            next = branch.kiosk.pull_query_after(&query)?;
        }
        Ok(outcome)
    }

    fn pull_scope(
        &mut self,
        branch: &mut Branch,
        office: &mut HeadOffice,
        fate: Fate,
        query: &PullQuery,
    ) -> Result<SyncStep, Fault> {
        let reply = self.carry(branch, office, fate, &Request::Pull(query.clone()))?;
        let mut act = branch.act();
        Ok(branch.kiosk.take_pull_reply(&mut act, query, &reply)?.0)
    }

    /// Carries a request to head office and its answer back, as far as it is fated to get.
    fn carry(
        &mut self,
        branch: &mut Branch,
        office: &mut HeadOffice,
        fate: Fate,
        request: &Request,
    ) -> Result<Vec<u8>, Fault> {
        if let Request::Push { body, .. } = request {
            self.pushes.push(body.clone());
        }
        if self.cut_off.contains(&branch.name) {
            return Err(Fault::Lost);
        }
        let token = branch.kiosk.token()?.to_owned();
        let mut ask = || {
            let mut act = office.act();
            office.replica.answer(&mut act, &token, request)
        };
        match fate {
            Fate::Arrives => {
                let answer = ask();
                if matches!(answer, Err(ExchangeError::RevokedDevice)) {
                    branch.kiosk.was_revoked()?;
                }
                Ok(answer?)
            }
            Fate::RequestLost => Err(Fault::Lost),
            Fate::ReplyLost => {
                ask()?;
                Err(Fault::Lost)
            }
            Fate::Twice => {
                ask()?;
                Ok(ask()?)
            }
        }
    }
}

/// Reads a device's signing key out of its secret file.
///
/// # Panics
/// Where there is no such file.
pub fn signing_key_in(dir: &Path) -> SigningKey {
    let text = std::fs::read_to_string(dir.join("secret.key")).expect("the secret file can be read");
    let secrets = from_hex(text.trim_end()).expect("the secret file holds hexadecimal digits");
    SigningKey::from_bytes(secrets.first_chunk().expect("the signing key comes first"))
}
