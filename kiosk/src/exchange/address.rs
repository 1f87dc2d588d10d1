//! The server's address as people type it.

use http::Uri;
use shared::locale::fold_signs;

/// An address that this program may talk to: HTTPS anywhere, plain HTTP on this machine alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    base: String,
    is_tls: bool,
}

/// Why an address was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    /// No address.
    #[error("is not an address: write it as https://host:port")]
    NotAnAddress,
    /// Plain HTTP to another machine.
    #[error("is plain HTTP to another machine: use https://, or a server on this machine (127.0.0.1)")]
    PlainHttp,
    /// HTTPS without a pin in the code.
    #[error(
        "is https, but the enrolment code names no certificate: start the server with --tls-cert and make a new code"
    )]
    NoPin,
}

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    /// [`AddressFault`].
    pub fn parse(text: &str) -> Result<Self, AddressFault> {
        let text = fold_signs(text);
        let uri: Uri = text.trim().trim_end_matches('/').parse().map_err(|_| AddressFault::NotAnAddress)?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(AddressFault::NotAnAddress);
        };
        // a port that is no number is told as none
        let has_port = authority.as_str().len() > authority.host().len();
        if uri.path() != "/"
            || uri.query().is_some()
            || authority.as_str().contains('@')
            || (has_port && authority.port_u16().is_none_or(|port| port == 0))
        {
            return Err(AddressFault::NotAnAddress);
        }
        let is_tls = match scheme {
            "https" => true,
            "http" if is_loopback(authority.host()) => false,
            "http" => return Err(AddressFault::PlainHttp),
            _ => return Err(AddressFault::NotAnAddress),
        };
        Ok(Self { base: format!("{scheme}://{authority}"), is_tls })
    }

    /// Tells whether the address is HTTPS.
    pub fn is_tls(&self) -> bool {
        self.is_tls
    }

    /// Returns the address without a path.
    pub fn as_str(&self) -> &str {
        &self.base
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_stays_on_this_machine() {
        for good in
            ["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:80/", "https://head.example:443"]
        {
            assert!(Address::parse(good).is_ok(), "{good}");
        }
        assert_eq!(Address::parse("http://10.0.0.1:80"), Err(AddressFault::PlainHttp));
        assert_eq!(Address::parse("http://127.0.0.1.evil.example"), Err(AddressFault::PlainHttp));
        for bad in [
            "",
            "head.example",
            "ftp://x",
            "https://x/path",
            "https://u:p@x",
            "http://localhost@evil.example",
        ] {
            assert_eq!(Address::parse(bad), Err(AddressFault::NotAnAddress), "{bad}");
        }
    }
}
