//! How many codes are looked up on the public page in a minute: from one address, and in all. It is of this process alone: codes are
//! too long to be guessed at any pace, so that this limits work, and no more than that.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use shared::domain::UnixMillis;

use super::counted;

/// How long is counted together.
const WINDOW_MILLIS: i64 = 60_000;

/// Most from one address: a family, or those who share the address of a mobile network.
const OF_ADDRESS_MAX: u32 = 30;

/// Most in all, and most addresses that are remembered: 20 a second, each of a row and a millisecond.
const IN_ALL_MAX: u32 = 1_200;

/// What was looked up in the minute that runs.
#[derive(Debug, Default)]
pub struct Lookups(Mutex<Window>);

#[derive(Debug, Default)]
struct Window {
    number: i64,
    in_all: u32,
    of_address: HashMap<IpAddr, u32>,
}

impl Lookups {
    /// Counts a code that somebody wants to look up now; returns false where it is one too many.
    pub fn may(&self, address: IpAddr, now: UnixMillis) -> bool {
        let mut window = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = now.0.div_euclid(WINDOW_MILLIS);
        if window.number != number {
            *window = Window { number, ..Window::default() };
        }
        if window.in_all >= IN_ALL_MAX {
            return false;
        }
        let of_address = window.of_address.entry(counted(address)).or_default();
        if *of_address >= OF_ADDRESS_MAX {
            return false;
        }
        *of_address += 1;
        window.in_all += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use super::*;

    fn v4(n: u32) -> IpAddr {
        Ipv4Addr::from(0x0A00_0000 + n).into()
    }

    #[test]
    fn an_address_looks_up_so_many_codes_a_minute_and_is_in_nobody_elses_way() {
        let (lookups, now) = (Lookups::default(), UnixMillis(59_999));
        assert!((0..OF_ADDRESS_MAX).all(|_| lookups.may(v4(1), now)));
        assert!(!lookups.may(v4(1), now) && lookups.may(v4(2), now));
        assert!(lookups.may(v4(1), UnixMillis(60_000)));
    }

    #[test]
    fn whoever_has_a_network_of_ipv6_has_one_address() {
        let lookups = Lookups::default();
        let address = |n: u16| IpAddr::from(Ipv6Addr::new(0x2001, 0xdb8, 0, 1, 0, 0, 0, n));
        let may = (0..1_000).filter(|n| lookups.may(address(*n), UnixMillis(0)));
        assert_eq!(may.count(), OF_ADDRESS_MAX as usize);
    }

    #[test]
    fn all_addresses_together_look_up_so_many_and_no_more_are_remembered() {
        let lookups = Lookups::default();
        let may = (0..10_000).filter(|n| lookups.may(v4(*n), UnixMillis(0)));
        assert_eq!(may.count(), IN_ALL_MAX as usize);
        assert_eq!(lookups.0.lock().unwrap().of_address.len(), IN_ALL_MAX as usize);
    }
}
