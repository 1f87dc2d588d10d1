//! The exchange in the background: at most one request on its way, none of it waited for by anything else.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::HttpConnector;
use shared::doc::random;
use tokio::time::Instant;
use tracing::{info, warn};

use super::Worker;
use super::backoff::Backoff;
use crate::exchange::{
    Address, Exchange, Failure, Fault, HttpRequest, PROGRAM, Progress, Session, SessionError, connector,
};
use crate::link::{Event, SyncFailure, SyncState};

type Client = Exchange<HttpsConnector<HttpConnector>>;
type Answer = Pin<Box<dyn Future<Output = Result<Vec<u8>, Fault>> + Send>>;

/// Something that the exchange waited for.
pub(super) enum Happened {
    /// It is time for a session.
    Due,
    /// An answer came, or none.
    Answered(Result<Vec<u8>, Fault>),
}

/// A session under way, or the time of the next one.
#[derive(Default)]
pub(super) struct Exchanging {
    client: Option<Arc<Client>>,
    session: Option<(Session, Answer)>,
    /// Why the last request failed that did.
    last_fault: Option<SyncFailure>,
    due: Option<Instant>,
    backoff: Backoff,
}

impl Exchanging {
    /// Plans the next session.
    pub fn wait_for(&mut self, wait: Duration) {
        self.due = Some(Instant::now() + wait);
    }

    /// Waits for what comes next; for ever where nothing is planned.
    pub async fn next(&mut self) -> Happened {
        if let Some((_, answer)) = &mut self.session {
            return Happened::Answered(answer.await);
        }
        match self.due {
            Some(due) => tokio::time::sleep_until(due).await,
            None => std::future::pending().await,
        }
        Happened::Due
    }

    /// Tells whether a session is under way.
    pub fn is_under_way(&self) -> bool {
        self.session.is_some()
    }

    /// Forgets the client, after an enrolment named another server.
    pub fn forget_client(&mut self) {
        self.client = None;
    }
}

impl Worker {
    pub(super) fn exchanged(&mut self, happened: Happened) {
        match happened {
            Happened::Due => self.begin_session(),
            Happened::Answered(answer) => self.answered(answer),
        }
    }

    /// Begins a session, unless one is under way or the device is not enrolled.
    pub(super) fn begin_session(&mut self) {
        self.exchanging.due = None;
        if self.exchanging.is_under_way() || !self.kiosk.is_enrolled() {
            return;
        }
        if self.exchange_in_trial() {
            let wait = self.exchanging.backoff.succeeded();
            self.exchanging.wait_for(wait);
            return;
        }
        self.tell(Event::Sync(SyncState::Running(None)));
        let begun = self.client().and_then(|client| {
            let mut act = self.act();
            let begun = Session::begin(&mut self.kiosk, &mut act, PROGRAM);
            let (session, request) = begun.map_err(failure_of)?;
            let token = self.kiosk.token().map_err(|_| SyncFailure::Failed)?;
            Ok((client, session, request.to_http(token)))
        });
        match begun {
            Ok((client, session, request)) => {
                self.exchanging.session = Some((session, send(client, request)));
            }
            Err(failure) => self.failed(failure),
        }
    }

    fn answered(&mut self, answer: Result<Vec<u8>, Fault>) {
        let Some((mut session, _)) = self.exchanging.session.take() else { return };
        if let Err(Fault::Busy { wait }) = answer {
            // what was received stays so, and the next session goes on from there
            self.exchanging.wait_for(wait);
            info!(next_try_secs = wait.as_secs(), "head office asks to wait");
            return self.tell(Event::Sync(SyncState::Failed(SyncFailure::Busy)));
        }
        let mut act = self.act();
        let taken = match &answer {
            Ok(body) => session.take(&mut self.kiosk, &mut act, body),
            Err(fault) => {
                warn!(%fault, "a request failed");
                self.exchanging.last_fault = Some(fault_failure(fault));
                session.failed(&mut self.kiosk, &mut act, fault.failure())
            }
        };
        match taken.map_err(failure_of) {
            Ok(Progress::Next(request)) => match (self.client(), self.kiosk.token()) {
                (Ok(client), Ok(token)) => {
                    let (request, pulled) = (request.to_http(token), session.pulled());
                    self.exchanging.session = Some((session, send(client, request)));
                    self.tell(Event::Sync(SyncState::Running(pulled)));
                }
                (Err(failure), _) => self.failed(failure),
                (Ok(_), Err(_)) => self.failed(SyncFailure::Failed),
            },
            Ok(Progress::Done) => {
                let wait = self.exchanging.backoff.succeeded();
                self.exchanging.wait_for(wait);
                info!("exchange done");
                self.tell_ready();
                self.tell(Event::Sync(SyncState::Done(act.now.wall.timestamp())));
            }
            Ok(Progress::Undone) => {
                self.tell_ready();
                let failure = self.exchanging.last_fault.unwrap_or(SyncFailure::Failed);
                self.failed(failure);
            }
            Err(failure) => {
                self.tell_ready();
                self.failed(failure);
            }
        }
    }

    fn failed(&mut self, failure: SyncFailure) {
        self.mind_refusal(failure);
        let wait = self.exchanging.backoff.failed(u64::from_le_bytes(random(&mut self.dice)));
        self.exchanging.wait_for(wait);
        warn!(failure = ?failure, next_try_secs = wait.as_secs(), "exchange failed");
        self.tell(Event::Sync(SyncState::Failed(failure)));
    }

    fn client(&mut self) -> Result<Arc<Client>, SyncFailure> {
        if let Some(client) = &self.exchanging.client {
            return Ok(client.clone());
        }
        let (server, pin) = self.kiosk.server().map_err(|_| SyncFailure::Failed)?;
        let address = Address::parse(server).map_err(|_| SyncFailure::Failed)?;
        let connector = connector(&address, pin).map_err(|_| SyncFailure::Failed)?;
        let client = Arc::new(Exchange::new(connector, address));
        self.exchanging.client = Some(client.clone());
        Ok(client)
    }
}

fn send(client: Arc<Client>, request: HttpRequest) -> Answer {
    Box::pin(async move { client.send(request).await })
}

fn failure_of(error: SessionError) -> SyncFailure {
    warn!(error = %error, "the exchange stopped");
    SyncFailure::Failed
}

fn fault_failure(fault: &Fault) -> SyncFailure {
    match fault {
        Fault::Unreachable => SyncFailure::NoNetwork,
        fault if fault.is_revoked() => SyncFailure::RevokedDevice,
        Fault::Busy { .. } => SyncFailure::Busy,
        Fault::Refused { code, .. } => match code.as_str() {
            "unknown_device" => SyncFailure::UnknownDevice,
            "version" => SyncFailure::Version,
            _ if fault.failure() == Failure::Line => SyncFailure::Line,
            _ => SyncFailure::Failed,
        },
        Fault::Line => SyncFailure::Line,
        Fault::NotOurs => SyncFailure::NoNetwork,
        Fault::OtherServer | Fault::TooLarge => SyncFailure::Failed,
    }
}
