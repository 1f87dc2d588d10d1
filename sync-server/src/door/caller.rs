//! Who makes a request, as far as the network tells: the address, and the connection.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::connections::Place;

/// The other end of a connection.
#[derive(Clone, Debug)]
pub struct Peer {
    /// Its address; a proxy's, where there is one in front.
    pub address: IpAddr,
    /// The connection's place.
    pub place: Arc<Place>,
}

/// Who makes a request.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The address that they come from, behind the proxies that are trusted.
    pub address: IpAddr,
    place: Option<Arc<Place>>,
}

impl Caller {
    /// Makes the caller of a request that came over a connection from an address; one that came over none is of no address.
    pub fn new(address: Option<IpAddr>, place: Option<Arc<Place>>) -> Self {
        let address = address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)).to_canonical();
        Self { address, place }
    }

    /// Notes that the caller showed a valid device token, a session or a right password.
    pub fn is_valid(&self) {
        self.place.iter().for_each(|place| place.is_valid());
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_else(|| Self::new(None, None)))
    }
}
