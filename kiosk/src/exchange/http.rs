//! HTTP over any connector, so that a simulated network can stand in for a real one.

use std::error::Error as _;
use std::time::Duration;

use http::{Method, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::{Connect, HttpConnector};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use shared::sync::INFLATED_BYTES_MAX;

use super::tls;
use super::{Address, HttpRequest};

/// Longest wait for one answer: 1 MiB at 256 kbit/s takes 32 s, and the server needs a few more.
const ANSWER: Duration = Duration::from_secs(90);

/// How long a connection is kept for the next request: shorter than the 10 s after which the server closes one.
const IDLE: Duration = Duration::from_secs(5);

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(10);

/// Why a request brought no usable answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No network, or nobody there.
    #[error(
        "the server cannot be reached: check the network and the address; records are safe on this device"
    )]
    Unreachable,
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
    /// The answer is larger than any answer of ours.
    #[error("the server's answer cannot be used: check the address")]
    BadAnswer,
}

/// A client of one server.
pub struct Exchange<C> {
    client: Client<C, Full<Bytes>>,
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
        let body = Full::new(Bytes::from(request.body.unwrap_or_default()));
        let built = built.body(body).map_err(|_| Fault::BadAnswer)?;
        let answer = tokio::time::timeout(ANSWER, self.client.request(built)).await;
        let answer = answer.map_err(|_| Fault::Unreachable)?.map_err(|e| fault_of(&e))?;
        let status = answer.status();
        let limited = Limited::new(answer.into_body(), INFLATED_BYTES_MAX).collect();
        let body = tokio::time::timeout(ANSWER, limited).await.map_err(|_| Fault::Unreachable)?;
        let body = body.map_err(|_| Fault::Unreachable)?.to_bytes();
        if status == StatusCode::OK { Ok(body.to_vec()) } else { Err(refusal(status, &body)) }
    }
}

fn refusal(status: StatusCode, body: &[u8]) -> Fault {
    let parsed: Option<serde_json::Value> = serde_json::from_slice(body).ok();
    let first = parsed.as_ref().and_then(|v| v.get("errors")).and_then(|e| e.get(0));
    let part = |field: &str| first.and_then(|e| e.get(field)).and_then(|v| v.as_str()).map(str::to_owned);
    let unknown =
        || format!("the server answered with status {}: check the address, then try again", status.as_u16());
    Fault::Refused {
        status: status.as_u16(),
        code: part("code").unwrap_or_default(),
        detail: part("detail").unwrap_or_else(unknown),
    }
}

fn fault_of(error: &hyper_util::client::legacy::Error) -> Fault {
    let mut cause = error.source();
    while let Some(error) = cause {
        if is_tls_refusal(error) {
            return Fault::OtherServer;
        }
        cause = error.source();
    }
    Fault::Unreachable
}

/// Finds TLS's own refusal, also where I/O errors are wrapped around it.
fn is_tls_refusal(error: &(dyn std::error::Error + 'static)) -> bool {
    if error.is::<rustls::Error>() {
        return true;
    }
    let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    wrapped.is_some_and(|inner| is_tls_refusal(inner))
}
