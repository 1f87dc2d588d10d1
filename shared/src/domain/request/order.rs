//! The order of steps: by what each had seen, whatever clocks say. Steps of which neither saw the other are ordered by their ids, so
//! that every replica has the same order.

use std::collections::BTreeSet;

use super::RequestStep;
use crate::domain::FactId;

/// Steps in their order, and what came before each.
pub(super) struct Order {
    /// For each place in the order, the step's place in what was given.
    pub steps: Vec<usize>,
    /// For each place in the order, the places of all that it had seen, itself left out.
    before: Vec<Places>,
    /// The ids, with the place in the order of each.
    places: Vec<(FactId, usize)>,
}

/// A set of places.
#[derive(Clone, Default)]
pub(super) struct Places(Vec<u64>);

impl Places {
    pub fn put(&mut self, place: usize) {
        let word = place / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (place % 64);
    }

    pub fn has(&self, place: usize) -> bool {
        self.0.get(place / 64).is_some_and(|word| word & (1 << (place % 64)) != 0)
    }

    fn join(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(word, more)| *word |= more);
    }
}

impl Order {
    /// Orders steps, each of which has an id of its own. What they saw and is not among them counts for nothing; a circle, which
    /// only a forger makes, is cut at its lowest id.
    pub fn of<'a>(given: impl ExactSizeIterator<Item = &'a RequestStep> + Clone) -> Self {
        let n = given.len();
        let mut ids: Vec<(FactId, usize)> =
            given.clone().enumerate().map(|(at, step)| (step.id, at)).collect();
        ids.sort_unstable();
        let at_of = |id: &FactId| ids.binary_search_by_key(id, |(id, _)| *id).ok().map(|found| ids[found].1);
        let seen: Vec<Vec<usize>> = given
            .enumerate()
            .map(|(at, step)| {
                step.seen.iter().flatten().filter_map(at_of).filter(|seen| *seen != at).collect()
            })
            .collect();
        let mut followers = vec![Vec::new(); n];
        let mut lacks = vec![0_usize; n];
        for (at, seen) in seen.iter().enumerate() {
            let seen: BTreeSet<usize> = seen.iter().copied().collect();
            lacks[at] = seen.len();
            seen.into_iter().for_each(|seen| followers[seen].push(at));
        }
        let mut rank = vec![0; n];
        ids.iter().enumerate().for_each(|(place, (_, at))| rank[*at] = place);
        let mut ready: BTreeSet<usize> = (0..n).filter(|at| lacks[*at] == 0).map(|at| rank[at]).collect();
        let mut waiting: BTreeSet<usize> = (0..n).filter(|at| lacks[*at] > 0).map(|at| rank[at]).collect();
        let mut order =
            Self { steps: Vec::with_capacity(n), before: Vec::with_capacity(n), places: Vec::new() };
        let mut place_of = vec![None; n];
        while let Some(next) = ready.pop_first().or_else(|| waiting.pop_first()) {
            let at = ids[next].1;
            let mut before = Places::default();
            for seen in seen[at].iter().filter_map(|seen| place_of[*seen]) {
                before.join(&order.before[seen]);
                before.put(seen);
            }
            place_of[at] = Some(order.steps.len());
            order.places.push((ids[next].0, order.steps.len()));
            order.steps.push(at);
            order.before.push(before);
            for follower in &followers[at] {
                lacks[*follower] = lacks[*follower].saturating_sub(1);
                if lacks[*follower] == 0 && waiting.remove(&rank[*follower]) {
                    ready.insert(rank[*follower]);
                }
            }
        }
        order.places.sort_unstable();
        order
    }

    /// Tells whether the step at one place had seen the one at another.
    pub fn saw(&self, place: usize, earlier: usize) -> bool {
        self.before[place].has(earlier)
    }

    /// Returns the place of an id.
    pub fn place_of(&self, id: FactId) -> Option<usize> {
        self.places.binary_search_by_key(&id, |(id, _)| *id).ok().map(|found| self.places[found].1)
    }

    /// Returns the places that none of the others saw: the ends of the history.
    pub fn ends(&self) -> Vec<usize> {
        let mut seen = Places::default();
        self.before.iter().for_each(|before| seen.join(before));
        (0..self.steps.len()).filter(|place| !seen.has(*place)).collect()
    }
}
