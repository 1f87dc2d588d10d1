//! The connections that are held, and which of them gives way to a newcomer. A newcomer is let in wherever somebody else can
//! give way: so whoever opens many only pushes out their own.
//!
//! A connection is a stranger's until a valid device token or a session was shown on it. Strangers give way before others do, of
//! those the address with the most, of these first the oldest that was answered and showed nothing valid. One at work for a device
//! or a person who is signed in gives way to nobody.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::counted;
use super::limits::Limits;

/// How long an address is known after a valid device or a right password came from it: a branch that was closed for a long
/// weekend is known on its first morning.
const KNOWN_FOR: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Most addresses that are known: of more, the one that showed nothing for longest is forgotten.
const KNOWN_MAX: usize = 4_096;

/// The connections of a process.
#[derive(Debug)]
pub struct Connections {
    limits: Limits,
    held: Mutex<Held>,
}

#[derive(Default, Debug)]
struct Held {
    next: u64,
    /// In the order in which they came.
    open: BTreeMap<u64, Open>,
    /// Addresses that are known, and since when nothing valid came from them.
    known: HashMap<IpAddr, Instant>,
}

#[derive(Debug)]
struct Open {
    /// As it is counted; `None` for a trusted proxy, which stands for many.
    address: Option<IpAddr>,
    is_valid: bool,
    /// A request of it was answered.
    was_answered: bool,
    at_work: u32,
    gives_way: Arc<Notify>,
}

impl Open {
    fn is_stranger(&self) -> bool {
        !self.is_valid && self.address.is_some()
    }

    fn may_give_way(&self) -> bool {
        self.is_stranger() || self.at_work == 0
    }
}

/// A connection's place; dropping it makes room.
#[derive(Debug)]
pub struct Place {
    id: u64,
    connections: Arc<Connections>,
    gives_way: Arc<Notify>,
}

/// A request at work on a connection; dropping it says that its answer was taken.
#[derive(Debug)]
pub struct AtWork(Arc<Place>);

impl Connections {
    /// Holds no connection yet.
    pub fn new(limits: Limits) -> Arc<Self> {
        Arc::new(Self { limits, held: Mutex::default() })
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives a newcomer a place; `None` where nobody can give way. `address` is `None` for a trusted proxy.
    pub fn admit(self: &Arc<Self>, address: Option<IpAddr>) -> Option<Place> {
        let address = address.map(counted);
        let mut held = self.held();
        held.make_room(&self.limits, address)?;
        let id = held.next;
        held.next += 1;
        let gives_way = Arc::new(Notify::new());
        held.open.insert(
            id,
            Open {
                address,
                is_valid: false,
                was_answered: false,
                at_work: 0,
                gives_way: Arc::clone(&gives_way),
            },
        );
        Some(Place { id, connections: Arc::clone(self), gives_way })
    }

    /// Lets one connection give way to nobody in particular: the system has no descriptor left.
    pub fn give_way(&self) {
        let mut held = self.held();
        if let Some(id) = held.who_gives_way(|_| true) {
            held.drop_one(id);
        }
    }

    /// Returns how many connections are held.
    pub fn len(&self) -> usize {
        self.held().open.len()
    }

    /// Returns whether none is held.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Held {
    fn is_known(&self, address: Option<IpAddr>) -> bool {
        match address {
            Some(address) => self.known.get(&address).is_some_and(|since| since.elapsed() < KNOWN_FOR),
            None => true,
        }
    }

    /// Makes room for one more; `None` where there is none.
    fn make_room(&mut self, limits: &Limits, address: Option<IpAddr>) -> Option<()> {
        let is_known = self.is_known(address);
        if address.is_some() {
            let most = if is_known { limits.of_known_address } else { limits.of_address };
            let of_it = self.open.values().filter(|open| open.address == address).count();
            if of_it >= most {
                let id = self.who_gives_way(|open| open.address == address)?;
                self.drop_one(id);
                return Some(());
            }
        }
        if self.open.len() >= limits.connections {
            let id = self.who_gives_way(|_| true)?;
            self.drop_one(id);
            return Some(());
        }
        if !is_known {
            let is_strange = |open: &Open| !self.is_known(open.address);
            let strange = self.open.values().filter(|open| is_strange(open)).count();
            if strange >= limits.connections - limits.reserved {
                let id = who_gives_way(&self.open, is_strange)?;
                self.drop_one(id);
            }
        }
        Some(())
    }

    fn who_gives_way(&self, among: impl Fn(&Open) -> bool) -> Option<u64> {
        who_gives_way(&self.open, among)
    }

    fn drop_one(&mut self, id: u64) {
        if let Some(open) = self.open.remove(&id) {
            open.gives_way.notify_one();
        }
    }

    fn know(&mut self, address: IpAddr) {
        self.known.insert(address, Instant::now());
        if self.known.len() > KNOWN_MAX {
            let oldest = self.known.iter().min_by_key(|(_, since)| **since).map(|(address, _)| *address);
            oldest.map(|oldest| self.known.remove(&oldest));
        }
    }
}

/// Strangers first: of the address with the most, the oldest that was answered, else the oldest. Else the oldest that rests.
fn who_gives_way(open: &BTreeMap<u64, Open>, among: impl Fn(&Open) -> bool) -> Option<u64> {
    let mut strangers: HashMap<IpAddr, (usize, u64, Option<u64>)> = HashMap::new();
    for (id, open) in open.iter().filter(|(_, open)| open.is_stranger() && among(open)) {
        if let Some(address) = open.address {
            let (n, _, answered) = strangers.entry(address).or_insert((0, *id, None));
            *n += 1;
            *answered = answered.or_else(|| open.was_answered.then_some(*id));
        }
    }
    // of addresses with as many, the one whose oldest came first
    let most = strangers.into_values().max_by_key(|(n, oldest, _)| (*n, std::cmp::Reverse(*oldest)));
    let rests = || open.iter().find(|(_, open)| open.may_give_way() && among(open)).map(|(id, _)| *id);
    most.map(|(_, oldest, answered)| answered.unwrap_or(oldest)).or_else(rests)
}

impl Place {
    /// Waits until the connection has to give way.
    pub async fn gives_way(&self) {
        self.gives_way.notified().await;
    }

    /// Notes that a valid device token or session was shown on the connection.
    pub fn is_valid(&self) {
        let mut held = self.connections.held();
        if let Some(open) = held.open.get_mut(&self.id) {
            open.is_valid = true;
            let address = open.address;
            address.into_iter().for_each(|address| held.know(address));
        }
    }

    /// Notes that a request came whole, and is at work until the returned value is dropped.
    pub fn at_work(self: &Arc<Self>) -> AtWork {
        if let Some(open) = self.connections.held().open.get_mut(&self.id) {
            open.at_work += 1;
        }
        AtWork(Arc::clone(self))
    }
}

impl AtWork {
    /// Notes that there is an answer, which is only to be taken.
    pub fn is_answered(&self) {
        if let Some(open) = self.0.connections.held().open.get_mut(&self.0.id) {
            open.was_answered = true;
        }
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        if let Some(open) = self.0.connections.held().open.get_mut(&self.0.id) {
            open.at_work = open.at_work.saturating_sub(1);
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.connections.held().open.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const HONEST: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

    fn few() -> Arc<Connections> {
        let limits =
            Limits { connections: 8, reserved: 2, of_address: 3, of_known_address: 5, ..Limits::default() };
        Connections::new(limits)
    }

    fn stranger(n: u8) -> Option<IpAddr> {
        Some(IpAddr::V4(Ipv4Addr::new(198, 51, 100, n)))
    }

    /// Tells which of the places are still held.
    fn held(places: &[Arc<Place>]) -> Vec<bool> {
        places.iter().map(|place| place.connections.held().open.contains_key(&place.id)).collect()
    }

    fn admit(connections: &Arc<Connections>, address: Option<IpAddr>) -> Arc<Place> {
        Arc::new(connections.admit(address).expect("somebody gives way"))
    }

    #[test]
    fn whoever_opens_many_pushes_out_their_own_and_nobody_elses() {
        let connections = few();
        let honest = admit(&connections, Some(HONEST));
        let many: Vec<_> = (0..4).map(|_| admit(&connections, stranger(1))).collect();
        assert_eq!(held(&many), [false, true, true, true]);
        assert_eq!(held(&[honest]), [true]);
    }

    #[test]
    fn where_strangers_hold_everything_they_may_a_newcomer_still_gets_in() {
        let connections = few();
        let strangers: Vec<_> = (0..6).map(|n| admit(&connections, stranger(n / 3))).collect();
        let newcomer = admit(&connections, Some(HONEST));
        assert_eq!((held(&strangers), connections.len()), (vec![false, true, true, true, true, true], 6));
        newcomer.is_valid();
        drop(newcomer);
        let again: Vec<_> = (0..2).map(|_| admit(&connections, Some(HONEST))).collect();
        let full: Vec<_> = (10..14).map(|n| admit(&connections, stranger(n))).collect();
        assert_eq!(connections.len(), 8, "what is reserved for addresses that are known is theirs alone");
        assert_eq!((held(&again), held(&full)), (vec![true; 2], vec![true; 4]));
    }

    #[test]
    fn strangers_behind_the_address_of_a_valid_device_do_not_shut_it_out() {
        let connections = few();
        let device = admit(&connections, Some(HONEST));
        device.is_valid();
        let work = device.at_work();
        let strangers: Vec<_> = (0..6).map(|_| admit(&connections, Some(HONEST))).collect();
        assert_eq!(held(&[Arc::clone(&device)]), [true]);
        assert_eq!(held(&strangers).iter().filter(|held| **held).count(), 4);
        let again = admit(&connections, Some(HONEST));
        assert_eq!(held(&[device, again]), [true, true]);
        drop(work);
    }

    #[test]
    fn whoever_was_answered_and_showed_nothing_gives_way_before_whoever_just_came() {
        let connections = few();
        let [asks, answered, last] = [(); 3].map(|()| admit(&connections, stranger(1)));
        let work = [asks.at_work(), answered.at_work()];
        work[1].is_answered();
        let _newcomer = admit(&connections, stranger(1));
        assert_eq!(held(&[asks, answered, last]), [true, false, true]);
        drop(work);
    }

    #[test]
    fn of_valid_connections_one_that_rests_gives_way_and_one_at_work_never() {
        let connections = few();
        let valid = |_| {
            let place = admit(&connections, Some(HONEST));
            place.is_valid();
            place
        };
        let places: Vec<_> = (0..5).map(valid).collect();
        let work: Vec<_> = places.iter().skip(1).map(Place::at_work).collect();
        let newcomer = admit(&connections, Some(HONEST));
        assert_eq!(held(&places), [false, true, true, true, true]);
        newcomer.is_valid();
        let last = newcomer.at_work();
        assert!(connections.admit(Some(HONEST)).is_none(), "all of them are at work");
        drop((work, last));
        assert!(connections.admit(Some(HONEST)).is_some());
    }

    #[test]
    fn a_proxy_stands_for_many_and_a_whole_network_of_ipv6_for_one() {
        let connections = few();
        let proxied: Vec<_> = (0..7).map(|_| admit(&connections, None)).collect();
        assert_eq!(held(&proxied), [true; 7]);
        let [a, b] = ["2001:db8::1", "2001:db8::2"].map(|text| counted(text.parse().unwrap()));
        assert_eq!(a, b);
        assert_eq!(counted("::ffff:192.0.2.1".parse().unwrap()), HONEST);
    }
}
