//! Turns at work that is done one at a time: whoever asks for many waits for their own. Each has a few places to wait in, and
//! they are served in turn. Browsers that are known come first; of the others, those who were not wrong lately have three turns of
//! four.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

/// Places in which one waits: a person who presses the button again and again, and a few colleagues behind one address.
const PLACES_OF_ONE: usize = 8;

/// Places in all, of each kind: at 0.1 s a password, the last waits 13 s.
const PLACES: usize = 128;

/// Turns of strangers who were not wrong lately before one of those who were, so that these wait, and not for ever.
const STRANGE_IN_A_ROW: u32 = 3;

/// By what those who wait are told apart.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Who {
    /// A browser that is known, by the hash of its token. Comes first.
    Browser([u8; 32]),
    /// A stranger, by their address as it is counted.
    Address(IpAddr),
    /// A stranger at whose address somebody was wrong lately.
    Wrong(IpAddr),
}

/// Work that is done one at a time.
#[derive(Debug)]
pub struct Turns {
    waiting: Mutex<Waiting>,
}

#[derive(Default, Debug)]
struct Waiting {
    is_busy: bool,
    known: Line,
    strange: Line,
    wrong: Line,
    /// Turns of strangers since the last one of those who were wrong.
    strange_in_a_row: u32,
}

/// Who waits, in the order in which they are served.
#[derive(Default, Debug)]
struct Line {
    /// Each that waits, once.
    order: VecDeque<Who>,
    places: HashMap<Who, VecDeque<oneshot::Sender<Turn>>>,
}

/// A turn; dropping it passes the work on.
#[derive(Debug)]
pub struct Turn(Option<Arc<Turns>>);

impl Turns {
    /// Nobody waits yet.
    pub fn new() -> Arc<Self> {
        Arc::new(Self { waiting: Mutex::default() })
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a turn; `None` at once where there is no place to wait in.
    pub async fn wait(self: &Arc<Self>, who: Who) -> Option<Turn> {
        let place = {
            let mut waiting = self.waiting();
            if !waiting.is_busy {
                waiting.is_busy = true;
                return Some(Turn(Some(Arc::clone(self))));
            }
            match who {
                Who::Browser(_) => waiting.known.join(who)?,
                Who::Address(_) => waiting.strange.join(who)?,
                Who::Wrong(_) => waiting.wrong.join(who)?,
            }
        };
        place.await.ok()
    }

    /// Gives the turn to whoever is next and still there.
    fn pass_on(self: &Arc<Self>) {
        loop {
            let next = {
                let mut waiting = self.waiting();
                let next = waiting.next();
                waiting.is_busy = next.is_some();
                next
            };
            let Some(next) = next else { return };
            match next.send(Turn(Some(Arc::clone(self)))) {
                Ok(()) => return,
                // gone meanwhile: the turn that came back is not to be passed on twice
                Err(mut back) => back.0 = None,
            }
        }
    }
}

impl Waiting {
    fn next(&mut self) -> Option<oneshot::Sender<Turn>> {
        if let Some(known) = self.known.next() {
            return Some(known);
        }
        if self.strange_in_a_row < STRANGE_IN_A_ROW
            && let Some(strange) = self.strange.next()
        {
            self.strange_in_a_row += 1;
            return Some(strange);
        }
        self.strange_in_a_row = 0;
        self.wrong.next().or_else(|| self.strange.next())
    }
}

impl Line {
    fn join(&mut self, who: Who) -> Option<oneshot::Receiver<Turn>> {
        let waiting: usize = self.places.values().map(VecDeque::len).sum();
        if waiting >= PLACES {
            self.places.values_mut().for_each(|places| places.retain(|place| !place.is_closed()));
            let left: usize = self.places.values().map(VecDeque::len).sum();
            if left >= PLACES {
                return None;
            }
        }
        let places = self.places.entry(who).or_default();
        places.retain(|place| !place.is_closed());
        if places.len() >= PLACES_OF_ONE {
            return None;
        }
        let (turn, place) = oneshot::channel();
        places.push_back(turn);
        if !self.order.contains(&who) {
            self.order.push_back(who);
        }
        Some(place)
    }

    fn next(&mut self) -> Option<oneshot::Sender<Turn>> {
        while let Some(who) = self.order.pop_front() {
            let Some(places) = self.places.get_mut(&who) else { continue };
            let next = places.pop_front();
            if places.is_empty() {
                self.places.remove(&who);
            } else {
                self.order.push_back(who);
            }
            if next.is_some() {
                return next;
            }
        }
        None
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(turns) = self.0.take() {
            turns.pass_on();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    type Waits = std::pin::Pin<Box<dyn Future<Output = Option<Turn>>>>;

    fn stranger(n: u8) -> Who {
        Who::Address(IpAddr::from([198, 51, 100, n]))
    }

    /// Asks for a turn: has it, waits for it, or was turned away.
    fn ask(turns: &Arc<Turns>, who: Who) -> (Waits, Poll<Option<Turn>>) {
        let turns = Arc::clone(turns);
        let mut waits: Waits = Box::pin(async move { turns.wait(who).await });
        let answer = poll(&mut waits);
        (waits, answer)
    }

    fn poll(waits: &mut Waits) -> Poll<Option<Turn>> {
        pin!(waits).as_mut().poll(&mut Context::from_waker(Waker::noop()))
    }

    fn turn(answer: Poll<Option<Turn>>) -> Option<Turn> {
        match answer {
            Poll::Ready(turn) => turn,
            Poll::Pending => None,
        }
    }

    #[test]
    fn whoever_asks_a_hundred_times_waits_for_their_own_and_the_next_one_comes_second() {
        let turns = Turns::new();
        let first = turn(ask(&turns, stranger(1)).1).expect("nobody waits");
        let mut many: Vec<_> = (0..100).map(|_| ask(&turns, stranger(1))).collect();
        let turned_away = many.iter().filter(|(_, answer)| matches!(answer, Poll::Ready(None))).count();
        assert_eq!(turned_away, 100 - PLACES_OF_ONE);
        let (mut other, waits) = ask(&turns, stranger(2));
        assert!(waits.is_pending());
        let (mut known, waits) = ask(&turns, Who::Browser([3; 32]));
        assert!(waits.is_pending());
        drop(first);
        let known = turn(poll(&mut known)).expect("somebody known comes first");
        drop(known);
        let second = turn(poll(&mut many[0].0)).expect("each in turn");
        drop(second);
        drop(turn(poll(&mut other)).expect("each in turn"));
        drop(turn(poll(&mut many[1].0)).expect("and round again"));
    }

    #[test]
    fn whoever_was_not_wrong_passes_by_all_who_were_and_these_get_every_fourth_turn() {
        let turns = Turns::new();
        let first = turn(ask(&turns, stranger(1)).1).unwrap();
        let wrong = |n| Who::Wrong(IpAddr::from([203, 0, 113, n]));
        let mut many: Vec<_> = (0..100).map(|n| ask(&turns, wrong(n)).0).collect();
        let mut fresh: Vec<_> = (2..6).map(|n| ask(&turns, stranger(n)).0).collect();
        drop(first);
        for waits in &mut fresh[..3] {
            drop(turn(poll(waits)).expect("those who were not wrong come first"));
        }
        drop(turn(poll(&mut many[0])).expect("those who were wrong wait, and not for ever"));
        assert!(turn(poll(&mut fresh[3])).is_some());
    }

    #[test]
    fn whoever_left_is_passed_over_and_leaves_no_place_taken() {
        let turns = Turns::new();
        let first = turn(ask(&turns, stranger(1)).1).unwrap();
        for _ in 0..3 {
            let left: Vec<_> = (0..200_u8).map(|key| ask(&turns, stranger(key))).collect();
            drop(left);
        }
        let (mut stays, waits) = ask(&turns, stranger(9));
        assert!(waits.is_pending());
        drop(first);
        let last = turn(poll(&mut stays)).expect("all others left");
        drop(last);
        assert!(turn(ask(&turns, stranger(1)).1).is_some(), "nobody is at work");
    }

    #[test]
    fn a_turn_that_comes_to_somebody_who_leaves_at_that_moment_is_passed_on() {
        let turns = Turns::new();
        let first = turn(ask(&turns, stranger(1)).1).unwrap();
        let (leaves, _) = ask(&turns, stranger(1));
        let (mut stays, _) = ask(&turns, stranger(2));
        drop(first);
        drop(leaves);
        assert!(turn(poll(&mut stays)).is_some());
    }
}
