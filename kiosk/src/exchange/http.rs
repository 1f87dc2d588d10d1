//! HTTP over any connector, so that a simulated network can stand in for a real one.

use std::error::Error as _;
use std::time::Duration;

use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, Method, StatusCode};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::{Connect, HttpConnector};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use shared::sync::ANSWER_BYTES_MAX;

use super::moving::{Moved, Pieces, STILL};
use super::tls;
use super::{Address, Failure, HttpRequest};

/// How long a connection is kept for the next request: shorter than the 10 s after which the server closes one.
const IDLE: Duration = Duration::from_secs(5);

/// Longest wait that a server may ask for: an hour. Whatever it says, a kiosk asks again within it.
const ASKED_WAIT_MAX: Duration = Duration::from_secs(60 * 60);

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(10);

/// How much the system holds of what was sent and has not left.
const SENDING_BYTES: usize = 32 * 1024;

/// Most bytes that are read of an answer which is a page.
const PAGE_BYTES_MAX: usize = 64 * 1024;

/// Why a request brought no usable answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No network, or nobody there.
    #[error(
        "the server cannot be reached: check the network and the address; records are safe on this device"
    )]
    Unreachable,
    /// The line broke, or nothing moved on it for too long.
    #[error(
        "the connection to the server is too slow, or keeps dropping: records are safe on this device and are sent in smaller pieces next time; try again, or use a better connection"
    )]
    Line,
    /// The server's key is another one than the code named.
    #[error("the server's certificate is not the one that the enrolment code named: ask head office")]
    OtherServer,
    /// The server refused, with its own code and words.
    #[error("{detail}")]
    Refused {
        /// The status.
        status: u16,
        /// The code in the body; empty where there was none.
        code: String,
        /// What to do.
        detail: String,
    },
    /// The server asks to come again later: it is busy, or another request of this device is at work.
    #[error("head office is busy: sync again in {} s; records are safe on this device", wait.as_secs())]
    Busy {
        /// How long to wait.
        wait: Duration,
    },
    /// The answer is larger than any answer of ours.
    #[error(
        "the server's answer is larger than this program takes: update this program, or tell head office"
    )]
    TooLarge,
    /// What answers is no server of ours: the network's own sign-in page, perhaps.
    #[error(
        "a web page answers at the server's address: sign in to this network in a browser, or check the address; records are safe on this device"
    )]
    NotOurs,
}

impl Fault {
    /// Says what a session makes of it.
    pub fn failure(&self) -> Failure {
        match self {
            Self::Unreachable | Self::OtherServer | Self::NotOurs => Failure::Unreached,
            Self::Line => Failure::Line,
            Self::TooLarge => Failure::TooLarge,
            Self::Busy { .. } => Failure::Server,
            Self::Refused { status: 401, code, .. } if code == "unknown_device" => Failure::Unknown,
            Self::Refused { status, .. } => match status {
                408 => Failure::Line,
                413 => Failure::TooLarge,
                429 | 500..=599 => Failure::Server,
                _ => Failure::Refused,
            },
        }
    }
}

impl Fault {
    /// Tells whether head office says that it shut this device out.
    pub fn is_revoked(&self) -> bool {
        matches!(self, Self::Refused { status: 403, code, .. } if code == "revoked_device")
    }
}

/// A client of one server.
pub struct Exchange<C> {
    client: Client<C, Pieces>,
    address: Address,
}

/// Makes the connector to a server: plain for this machine, TLS with a pinned key elsewhere.
///
/// # Errors
/// [`super::AddressFault::NoPin`] for HTTPS without a pin.
pub fn connector(
    address: &Address,
    tls_pin: Option<[u8; 16]>,
) -> Result<HttpsConnector<HttpConnector>, super::AddressFault> {
    let mut plain = HttpConnector::new();
    plain.enforce_http(false);
    plain.set_connect_timeout(Some(CONNECT));
    plain.set_send_buffer_size(Some(SENDING_BYTES));
    if address.is_tls() && tls_pin.is_none() {
        return Err(super::AddressFault::NoPin);
    }
    let config = tls::client_config(tls_pin.unwrap_or_default()).map_err(|_| super::AddressFault::NoPin)?;
    Ok(HttpsConnectorBuilder::new()
        .with_tls_config(config)
        .https_or_http()
        .enable_http1()
        .wrap_connector(plain))
}

impl<C: Connect + Clone + Send + Sync + 'static> Exchange<C> {
    /// Makes a client.
    pub fn new(connector: C, address: Address) -> Self {
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .build(connector);
        Self { client, address }
    }

    /// Sends a request and returns the answer's body.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn send(&self, request: HttpRequest) -> Result<Vec<u8>, Fault> {
        let method = if request.body.is_some() { Method::POST } else { Method::GET };
        let mut built =
            http::Request::builder().method(method).uri(format!("{}{}", self.address.as_str(), request.path));
        for (name, value) in &request.headers {
            built = built.header(*name, value);
        }
        let moved = Moved::default();
        let body = Pieces::of(request.body.unwrap_or_default(), &moved);
        let built = built.body(body).map_err(|_| Fault::Unreachable)?;
        let answer = moved.wait_for(self.client.request(built)).await.map_err(|_| Fault::Line)?;
        let answer = answer.map_err(|e| fault_of(&e))?;
        let status = answer.status();
        if let Some(wait) = asked_wait(status, answer.headers()) {
            return Err(Fault::Busy { wait });
        }
        let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let is_page = kind.is_some_and(|kind| kind.starts_with("text/html"));
        let most = if is_page { PAGE_BYTES_MAX } else { ANSWER_BYTES_MAX };
        let body = read(answer.into_body(), most).await;
        match (status, is_page) {
            (StatusCode::OK, false) => body,
            (StatusCode::OK, true) => Err(Fault::NotOurs),
            (status, _) if status.is_redirection() => Err(Fault::NotOurs),
            (status, _) => Err(refusal(status, &body.unwrap_or_default())),
        }
    }

    /// Sends a request, and again where the server asks to wait, as long as that takes no longer than `patience` in all. `told` is
    /// told of each wait.
    ///
    /// # Errors
    /// [`Fault`]; [`Fault::Busy`] where the server asks for longer.
    pub async fn send_patiently(
        &self,
        request: HttpRequest,
        mut patience: Duration,
        mut told: impl FnMut(Duration),
    ) -> Result<Vec<u8>, Fault> {
        loop {
            match self.send(request.clone()).await {
                Err(Fault::Busy { wait }) if wait <= patience => {
                    patience -= wait;
                    told(wait);
                    tokio::time::sleep(wait).await;
                }
                answer => return answer,
            }
        }
    }
}

/// Reads a body to its end, however slowly it comes.
async fn read(mut body: Incoming, most: usize) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    loop {
        let frame = tokio::time::timeout(STILL, body.frame()).await.map_err(|_| Fault::Line)?;
        let Some(frame) = frame else { return Ok(bytes) };
        if let Ok(data) = frame.map_err(|_| Fault::Line)?.into_data() {
            if bytes.len() + data.len() > most {
                return Err(Fault::TooLarge);
            }
            bytes.extend_from_slice(&data);
        }
    }
}

/// Reads how long a server asks to wait that can't be served now.
fn asked_wait(status: StatusCode, headers: &HeaderMap) -> Option<Duration> {
    let is_busy = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
    let secs = headers.get(RETRY_AFTER)?.to_str().ok()?.parse().ok()?;
    is_busy.then(|| Duration::from_secs(secs).clamp(Duration::from_secs(1), ASKED_WAIT_MAX))
}

fn refusal(status: StatusCode, body: &[u8]) -> Fault {
    let parsed: Option<serde_json::Value> = serde_json::from_slice(body).ok();
    let first = parsed.as_ref().and_then(|v| v.get("errors")).and_then(|e| e.get(0));
    let part = |field: &str| first.and_then(|e| e.get(field)).and_then(|v| v.as_str()).map(str::to_owned);
    let code = part("code").unwrap_or_default();
    let detail = part("detail").unwrap_or_else(|| next_step(status.as_u16()));
    Fault::Refused { status: status.as_u16(), code, detail }
}

/// Says what to do about a status that came without words of the server's own: somebody between here and there gave it.
fn next_step(status: u16) -> String {
    let step = match status {
        408 => {
            "the line is too slow for what was sent: it goes out in smaller pieces the next time; try again"
        }
        413 => "somebody on the way takes no request of this size: it goes out in smaller pieces; try again",
        429 => "head office is busy: try again in a few minutes",
        500..=599 => {
            "head office's server is out of order: try again in a few minutes, and tell head office where it stays so"
        }
        _ => "it is no server of ours, or takes nothing from here: check the address, then ask head office",
    };
    format!("the server answered with status {status}: {step}; records are safe on this device")
}

fn fault_of(error: &hyper_util::client::legacy::Error) -> Fault {
    let mut cause = error.source();
    while let Some(error) = cause {
        if is_tls_refusal(error) {
            return Fault::OtherServer;
        }
        cause = error.source();
    }
    if error.is_connect() { Fault::Unreachable } else { Fault::Line }
}

/// Finds TLS's own refusal, also where I/O errors are wrapped around it.
fn is_tls_refusal(error: &(dyn std::error::Error + 'static)) -> bool {
    if error.is::<rustls::Error>() {
        return true;
    }
    let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    wrapped.is_some_and(|inner| is_tls_refusal(inner))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn a_server_that_is_busy_is_waited_for_and_never_longer_than_an_hour() {
        let wait = |status, asked: &'static str| {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(asked))]);
            asked_wait(status, &headers).map(|wait| wait.as_secs())
        };
        assert_eq!(wait(StatusCode::TOO_MANY_REQUESTS, "7"), Some(7));
        assert_eq!(wait(StatusCode::SERVICE_UNAVAILABLE, "0"), Some(1));
        assert_eq!(wait(StatusCode::TOO_MANY_REQUESTS, "99999999"), Some(3600));
        assert_eq!(wait(StatusCode::TOO_MANY_REQUESTS, "Sun, 22 Nov 2026 12:00:00 GMT"), None);
        assert_eq!(wait(StatusCode::OK, "7"), None);
        assert_eq!(asked_wait(StatusCode::TOO_MANY_REQUESTS, &HeaderMap::new()), None);
    }

    #[test]
    fn what_passes_by_itself_sends_nobody_to_check_the_address() {
        let said = |status| refusal(status, b"").to_string();
        for passing in [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_MANY_REQUESTS, StatusCode::BAD_GATEWAY] {
            assert!(!said(passing).contains("check the address"), "{}", said(passing));
        }
        assert!(said(StatusCode::NOT_FOUND).contains("check the address"));
    }
}
