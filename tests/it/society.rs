//! Three branches and head office, to which things happen.

use jiff::ToSpan as _;
use rand::RngExt as _;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use serde_json::Value;
use shared::doc::Dice;
use tests::branch::Branch;
use tests::builders::Register;
use tests::model::{Model, assert_same};
use tests::network::{Fate, Fault, Network};
use tests::office::HeadOffice;
use tests::seed::dice;

/// Three branches and head office in the middle of an afternoon.
pub struct Society {
    pub office: HeadOffice,
    pub branches: Vec<Branch>,
    pub network: Network,
    pub model: Model,
    pub register: Register,
    pub said: Vec<Vec<Value>>,
    pub dice: Dice,
}

impl Society {
    pub fn new(seed: u64) -> Self {
        Self::of(HeadOffice::new(seed), seed)
    }

    /// A society whose head office has its rows in a file, whatever engine others are on.
    pub fn in_a_file(seed: u64) -> Self {
        Self::of(HeadOffice::in_a_file(seed), seed)
    }

    fn of(mut office: HeadOffice, seed: u64) -> Self {
        let branches: Vec<Branch> = ["riyadh", "jeddah", "abha"]
            .iter()
            .map(|name| Branch::enrolled(name, &mut office, seed))
            .collect();
        Self {
            office,
            network: Network::default(),
            model: Model::default(),
            register: Register::new(dice(seed, "register")),
            said: vec![Vec::new(); branches.len()],
            dice: dice(seed, "society"),
            branches,
        }
    }

    pub fn record(&mut self, at: usize, n_lines: usize) {
        let branch = &mut self.branches[at];
        let stated = branch.clock.stated();
        let lines: Vec<Value> = (0..n_lines).map(|_| self.register.line(&stated)).collect();
        branch.record(&lines);
        for line in &lines {
            self.model.recorded(&branch.name, line);
        }
        self.said[at].extend(lines);
    }

    pub fn repeat_something(&mut self, at: usize) {
        if let Some(line) = self.said[at].choose(&mut self.dice) {
            self.branches[at].record(std::slice::from_ref(line));
        }
    }

    pub fn something_happens(&mut self) {
        let at = self.dice.random_range(0..self.branches.len());
        match self.dice.random_range(0..12) {
            0..=3 => {
                let n_lines = self.dice.random_range(1..6);
                self.record(at, n_lines);
            }
            4 => self.repeat_something(at),
            5 => {
                let minutes = self.dice.random_range(-90..200_i64);
                self.branches[at].clock.advance(minutes.minutes());
            }
            6 => self.network.cut(&self.branches[at].name.clone()),
            7 => self.network.heal(),
            8 => {
                self.branches[at].reopen();
                self.office.reopen();
            }
            9 => self.exchange(at, Fate::RequestLost),
            10 => self.exchange(at, Fate::ReplyLost),
            _ => {
                let fate = if self.dice.random() { Fate::Twice } else { Fate::Arrives };
                self.exchange(at, fate);
            }
        }
    }

    pub fn exchange(&mut self, at: usize, fate: Fate) {
        let branch = &mut self.branches[at];
        let mut act = branch.act();
        branch.kiosk.move_due_ratings(&mut act).unwrap();
        for step in [
            self.network.push(branch, &mut self.office, fate),
            self.network.pull(branch, &mut self.office, fate),
        ] {
            assert!(matches!(step, Ok(_) | Err(Fault::Lost)), "{step:?}");
        }
    }

    pub fn settle(&mut self) {
        self.network.heal();
        let mut order: Vec<usize> = (0..self.branches.len()).collect();
        order.shuffle(&mut self.dice);
        for at in order {
            let branch = &mut self.branches[at];
            branch.clock.advance(3.days());
            self.network.sync(branch, &mut self.office).unwrap();
        }
    }

    pub fn assert_converged(&self) {
        assert_same(&self.office.export(), &self.model.records);
        self.office.assert_whole();
        let catalog = self.office.replica.catalog().unwrap();
        for branch in &self.branches {
            assert_same(&branch.export(), &self.model.of(&branch.name));
            branch.assert_whole();
            let counts = branch.kiosk.counts().unwrap();
            assert_eq!((counts.waiting, counts.waiting_hour, counts.quarantined.len()), (0, 0, 0));
            assert_eq!(counts.received, counts.saved);
            assert_eq!(branch.kiosk.catalog().unwrap(), *catalog);
        }
    }
}
