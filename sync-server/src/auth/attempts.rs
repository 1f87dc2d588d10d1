//! How attempts to sign in are counted, and how long they wait: nothing at first, then ever longer, never for good. A stranger's
//! guessing holds up that stranger: what is counted is the name at one address, and the address; a browser that is known has a
//! count of its own. Enrolment codes that are of no use are counted likewise.

use std::net::IpAddr;

use sha2::{Digest, Sha256};
use shared::replica::Counted;

use crate::door::counted;

/// Attempts for a name that cost no waiting: a person who mistypes a few times is not held up.
pub const ATTEMPTS_FREE: u32 = 5;

/// Attempts from an address, for whatever names, that cost no waiting: everybody behind one address mistypes now and then.
pub const ADDRESS_ATTEMPTS_FREE: u32 = 30;

/// The first wait; it doubles with each further attempt.
const FIRST_WAIT_MILLIS: i64 = 30_000;

/// The longest wait, 15 minutes: at most 4 guesses an hour.
const LONGEST_WAIT_MILLIS: i64 = 15 * 60_000;

/// Returns how long a name waits at an address, or in a known browser, after this many attempts without a right password.
pub fn wait_millis(attempts: u32) -> i64 {
    wait_beyond(attempts, ATTEMPTS_FREE)
}

/// Returns how long an address waits after this many.
pub fn address_wait_millis(attempts: u32) -> i64 {
    wait_beyond(attempts, ADDRESS_ATTEMPTS_FREE)
}

fn wait_beyond(attempts: u32, free: u32) -> i64 {
    match attempts.checked_sub(free) {
        None => 0,
        Some(doublings) => LONGEST_WAIT_MILLIS.min(FIRST_WAIT_MILLIS << doublings.min(10)),
    }
}

/// Returns what an attempt from an address is counted under.
pub(super) fn of_stranger(name: &str, address: IpAddr) -> Vec<Counted> {
    let key = hash_of(&["name", name, &counted(address).to_string()]);
    vec![Counted { key, name: Some(name_hash(name)), wait: wait_millis }, of_address(address)]
}

/// Returns what all attempts from an address are counted under.
pub(super) fn of_address(address: IpAddr) -> Counted {
    let key = hash_of(&["address", &counted(address).to_string()]);
    Counted { key, name: None, wait: address_wait_millis }
}

/// Returns what enrolment codes of no use are counted under that were shown from an address.
pub(crate) fn of_enrolment(address: IpAddr) -> Counted {
    let key = hash_of(&["enrolment", &counted(address).to_string()]);
    Counted { key, name: None, wait: address_wait_millis }
}

/// Returns what an attempt in a known browser is counted under.
pub(super) fn of_browser(name: &str, browser: &[u8; 32]) -> Vec<Counted> {
    let browser = shared::hex::to_hex(browser);
    let key = hash_of(&["browser", name, &browser]);
    vec![Counted { key, name: Some(name_hash(name)), wait: wait_millis }]
}

/// Returns the hash under which a typed name is counted. People type passwords in its place, which nothing keeps.
pub fn name_hash(name: &str) -> [u8; 32] {
    hash_of(&["of", name])
}

fn hash_of(parts: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_begin_after_five_attempts_and_end_at_a_quarter_of_an_hour() {
        assert_eq!(wait_millis(4), 0);
        assert_eq!(wait_millis(5), 30_000);
        assert_eq!(wait_millis(6), 60_000);
        assert_eq!(wait_millis(u32::MAX), 900_000);
        assert_eq!((address_wait_millis(29), address_wait_millis(30)), (0, 30_000));
    }
}
