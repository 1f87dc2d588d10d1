//! Where the exchange's messages go over HTTP: addresses, header names and the pull's query, for both sides.

use crate::hex::{from_hex, to_hex};

/// Where a device asks for enrolment (POST).
pub const ENROL_PATH: &str = "/v1/enrol";

/// Where a device pushes (POST).
pub const PUSH_PATH: &str = "/v1/push";

/// Where a device pulls (GET).
pub const PULL_PATH: &str = "/v1/pull";

/// The header that carries the device's signature over a push, in hexadecimal.
pub const SIGNATURE_HEADER: &str = "sila-signature";

/// The media type of messages: compressed as a whole, so that no proxy between may touch what is signed.
pub const MEDIA_TYPE: &str = "application/vnd.sila.exchange+zstd";

/// The media type of an enrolment.
pub const ENROL_MEDIA_TYPE: &str = "application/cbor";

/// A request as any HTTP client can send it: POST where there is a body, GET otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRequest {
    /// Path and query.
    pub path: String,
    /// Headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Option<Vec<u8>>,
}

impl HttpRequest {
    /// Returns the request that asks for enrolment.
    pub fn enrolment(body: Vec<u8>) -> Self {
        let headers = vec![("content-type", ENROL_MEDIA_TYPE.to_owned())];
        Self { path: ENROL_PATH.to_owned(), headers, body: Some(body) }
    }
}

/// Where a pull goes on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PullQuery {
    /// The scope: `catalog`, or one that the server named with it (`people/<branch>`).
    pub scope: String,
    /// Entries taken so far.
    pub position: u64,
    /// The rolling checksum at that position; `None` before the first pull.
    pub checksum: Option<[u8; 32]>,
    /// The life of the device's database: what it wrote of people in it, it holds, and need not be told. `None` where all is to be
    /// told.
    pub incarnation: Option<[u8; 16]>,
    /// Most changes that the answer is to bring; `None` where the device takes any answer.
    pub most: Option<u64>,
    /// The answer is to tell of the next change, and not to bring it: the device can't take it.
    pub without: bool,
    /// Since when people must have been served for the device to hold them, as the server said last, in milliseconds since 1970;
    /// `None` before the first pull of people.
    pub since: Option<i64>,
}

impl PullQuery {
    /// Asks for a scope from its beginning.
    pub fn from_start(scope: &str) -> Self {
        let scope = scope.to_owned();
        Self {
            scope,
            position: 0,
            checksum: None,
            incarnation: None,
            most: None,
            without: false,
            since: None,
        }
    }

    /// Returns path and query of the request. A scope is of letters that stand in a query as they are.
    pub fn path(&self) -> String {
        let Self { scope, position, checksum, incarnation, most, without, since } = self;
        let checksum = checksum.map(|checksum| to_hex(&checksum)).unwrap_or_default();
        let incarnation = incarnation.map(|incarnation| to_hex(&incarnation)).unwrap_or_default();
        let most = most.map(|most| format!("&most={most}")).unwrap_or_default();
        let without = if *without { "&without=1" } else { "" };
        let since = since.map(|since| format!("&since={since}")).unwrap_or_default();
        format!(
            "{PULL_PATH}?scope={scope}&position={position}&checksum={checksum}&incarnation={incarnation}{most}{without}{since}"
        )
    }

    /// Reads the parts of a query; a checksum or an incarnation of another form is as good as none.
    pub fn from_parts(
        scope: String,
        position: u64,
        checksum: &str,
        incarnation: &str,
        most: Option<u64>,
        without: bool,
        since: Option<i64>,
    ) -> Self {
        let checksum = from_hex(checksum).and_then(|bytes| bytes.try_into().ok());
        let incarnation = from_hex(incarnation).and_then(|bytes| bytes.try_into().ok());
        Self { scope, position, checksum, incarnation, most, without, since }
    }
}
