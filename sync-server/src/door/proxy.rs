//! Proxies in front of the server that are trusted to say whom they stand for. Nobody else is believed: whoever came directly may
//! have written any header.

use std::net::IpAddr;
use std::str::FromStr;

use axum::http::{HeaderMap, HeaderName};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Addresses that begin with the same bits: `10.0.0.0/8`, or one address alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

/// The header in which a proxy says whom it stands for. It writes one, and passes on whatever a stranger wrote in the other: so
/// only that one is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ForwardedIn {
    /// `X-Forwarded-For: 192.0.2.1, 10.0.0.2`, what most proxies write.
    #[default]
    XForwardedFor,
    /// `Forwarded: for=192.0.2.1` (RFC 7239).
    Forwarded,
}

/// The proxies that are trusted.
#[derive(Clone, Debug, Default)]
pub struct Proxies {
    /// Where they are.
    pub trusted: Vec<Network>,
    /// What they write.
    pub header: ForwardedIn,
}

impl Network {
    fn holds(&self, address: IpAddr) -> bool {
        let bits = |address: IpAddr| match address {
            IpAddr::V4(v4) => u128::from(v4.to_bits()) << 96,
            IpAddr::V6(v6) => v6.to_bits(),
        };
        let address = address.to_canonical();
        let differ = bits(address) ^ bits(self.address);
        address.is_ipv4() == self.address.is_ipv4()
            && differ.checked_shr(128 - u32::from(self.bits)).unwrap_or(0) == 0
    }
}

impl FromStr for Network {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "is no address and no network: write 192.0.2.1 or 10.0.0.0/8";
        let (address, bits) =
            text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address = IpAddr::from_str(address).map_err(|_| WRONG)?.to_canonical();
        let all = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(all), u8::from_str).map_err(|_| WRONG)?;
        if bits > all { Err(WRONG) } else { Ok(Self { address, bits }) }
    }
}

impl Proxies {
    /// Tells whether an address is a trusted proxy's.
    pub fn trust(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|network| network.holds(address))
    }

    /// Returns whom a request is from: the last address that a trusted proxy names and that is none itself. What cannot be read
    /// ends the search, and the proxy itself is counted.
    pub fn caller(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut caller = peer.to_canonical();
        let mut named = match self.header {
            ForwardedIn::XForwardedFor => last_first(headers, &X_FORWARDED_FOR, Some),
            ForwardedIn::Forwarded => last_first(headers, &axum::http::header::FORWARDED, for_of),
        }
        .into_iter();
        while self.trust(caller) {
            match named.next().and_then(address_of) {
                Some(before) => caller = before,
                None => break,
            }
        }
        caller
    }
}

/// Returns what a list of headers names, the last first.
fn last_first<'h>(
    headers: &'h HeaderMap,
    name: &HeaderName,
    part: impl Fn(&'h str) -> Option<&'h str>,
) -> Vec<&'h str> {
    let values = headers.get_all(name).iter().map(|value| value.to_str().unwrap_or_default());
    let mut named: Vec<&str> =
        values.flat_map(|value| value.split(',')).map(|one| part(one).unwrap_or_default()).collect();
    named.reverse();
    named
}

/// Reads the `for=` of an element of `Forwarded`.
fn for_of(element: &str) -> Option<&str> {
    let pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    let mut named = pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case("for"));
    named.next().map(|(_, value)| value.trim().trim_matches('"'))
}

/// Reads an address, with or without its port: `192.0.2.1`, `192.0.2.1:80`, `[2001:db8::1]:80`, `2001:db8::1`.
fn address_of(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = match text.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or(rest, |(address, _)| address),
        None => match text.split_once(':') {
            Some((address, port)) if !port.contains(':') => address,
            Some(_) | None => text,
        },
    };
    bare.parse::<IpAddr>().ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn caller(header: ForwardedIn, peer: &str, pairs: &[(&'static str, &'static str)]) -> String {
        let trusted =
            ["10.0.0.0/8", "2001:db8:1::/48", "127.0.0.1"].map(|text| text.parse().unwrap()).to_vec();
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_static(value));
        }
        Proxies { trusted, header }.caller(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_says_whom_it_stands_for_and_only_the_last_word_counts() {
        let x = |peer, value| caller(ForwardedIn::XForwardedFor, peer, &[("x-forwarded-for", value)]);
        assert_eq!(x("192.0.2.7", "198.51.100.1"), "192.0.2.7", "a stranger says so");
        assert_eq!(x("10.0.0.1", "203.0.113.9, 198.51.100.1"), "198.51.100.1");
        assert_eq!(x("10.0.0.1", "203.0.113.9, 198.51.100.1, 10.1.2.3"), "198.51.100.1");
        assert_eq!(x("10.0.0.1", "203.0.113.9, nonsense"), "10.0.0.1");
        assert_eq!(x("::ffff:10.0.0.1", "198.51.100.1:4711"), "198.51.100.1");
        assert_eq!(x("2001:db8:1::7", "[2001:db8:2::1]:80"), "2001:db8:2::1");
        assert_eq!(x("10.0.0.1", "10.0.0.2"), "10.0.0.2", "the proxy itself asks");
        let pairs = [("x-forwarded-for", "203.0.113.9"), ("x-forwarded-for", "198.51.100.1")];
        assert_eq!(caller(ForwardedIn::XForwardedFor, "127.0.0.1", &pairs), "198.51.100.1");
    }

    #[test]
    fn the_header_that_the_proxy_does_not_write_is_a_strangers() {
        let pairs = [("forwarded", "for=203.0.113.9"), ("x-forwarded-for", "198.51.100.1")];
        assert_eq!(caller(ForwardedIn::XForwardedFor, "10.0.0.1", &pairs), "198.51.100.1");
        assert_eq!(caller(ForwardedIn::Forwarded, "10.0.0.1", &pairs), "203.0.113.9");
        let pairs = [("forwarded", "for=_hidden;proto=https, FOR=\"[2001:db8::1]:80\";by=10.0.0.1")];
        assert_eq!(caller(ForwardedIn::Forwarded, "10.0.0.1", &pairs), "2001:db8::1");
    }

    #[test]
    fn a_network_is_an_address_or_a_beginning_of_addresses() {
        for bad in ["", "10.0.0.0/33", "10.0.0.0/x", "2001:db8::/129", "proxy.example"] {
            assert!(bad.parse::<Network>().is_err(), "{bad}");
        }
        let all: Network = "0.0.0.0/0".parse().unwrap();
        assert!(all.holds("198.51.100.1".parse().unwrap()) && !all.holds("::1".parse().unwrap()));
        let few: Network = "192.0.2.128/25".parse().unwrap();
        assert!(few.holds("192.0.2.200".parse().unwrap()) && !few.holds("192.0.2.100".parse().unwrap()));
    }
}
