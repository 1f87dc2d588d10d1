//! Who may come in, before anything is done for them: connections and their limits, the address that somebody comes from, turns
//! at work that is dear. Knows no request's meaning and asks no replica.

mod answer;
mod caller;
mod connections;
mod descriptors;
mod limits;
mod lookups;
mod patient;
mod proxy;
mod turns;

pub use answer::Doled;
pub use caller::{Caller, Peer};
pub use connections::{Connections, Place};
pub use descriptors::raise;
pub use limits::{Limits, PUBLIC_CONNECTIONS};
pub use lookups::Lookups;
pub use patient::Patient;
pub use proxy::{ForwardedIn, Network, Proxies};
pub use turns::{Turn, Turns, Who};

use std::net::{IpAddr, Ipv6Addr};

/// Returns an address as it is counted: whoever has one of IPv6 has the 2⁶⁴ beside it too.
pub fn counted(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}
