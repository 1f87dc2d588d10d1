//! Three branches, a field device and head office over real replicas, where people with passes and accounts act at random, and
//! what they did as a plain list beside them. Nothing is asserted of how requests stand: that is in `faults`.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use rand::RngExt as _;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use serde_json::{Value, json};
use shared::doc::Dice;
use shared::domain::request::{
    Amount, Case, Contradiction, ContradictionKind, Desk, Outcome, Request, RequestStep, State, Step,
    StepKind,
};
use shared::domain::{BranchId, Code, DeviceMode, FactId, Record, Role};
use shared::replica::{Act, OpenedRequest, OpenedStep, RecordOutcome};
use tests::branch::{Branch, copy_of_closed, parse};
use tests::casework::{id, person, request, saved, step, usual_fields};
use tests::network::{Fate, Fault, Network};
use tests::office::HeadOffice;
use tests::seed::dice;

use crate::people::visit;

/// Somebody, and their role.
type Worker = (&'static str, Role);

/// The devices, and who has a pass for each.
const DEVICES: [(&str, DeviceMode, &[Worker]); 4] = [
    ("riyadh", DeviceMode::Branch, &[("sara", Role::Relations), ("salma", Role::SocialResearch)]),
    ("jeddah", DeviceMode::Branch, &[("rana", Role::Relations), ("reem", Role::SocialResearch)]),
    ("abha", DeviceMode::Branch, &[("hind", Role::Representative), ("manal", Role::SocialResearch)]),
    ("riyadh", DeviceMode::Field, &[("khalid", Role::Representative)]),
];

/// Who has an account.
const ACCOUNTS: [Worker; 7] = [
    ("noura", Role::SocialResearch),
    ("maha", Role::Relations),
    ("amal", Role::Administrator),
    ("omar", Role::Committee),
    ("huda", Role::Committee),
    ("faisal", Role::Committee),
    ("latifa", Role::Committee),
];

/// The families, each with the devices that have their files when a history begins.
const FAMILIES: [&[usize]; 3] = [&[0, 1, 3], &[1, 2], &[0]];

/// The day on which everything is done, whatever clocks say.
pub const DAY: jiff::civil::Date = jiff::civil::date(2026, 5, 12);

/// The place that stands for head office, after those of the devices.
pub const OFFICE: usize = DEVICES.len();

/// Most requests of a history.
const REQUESTS_MAX: usize = 6;

/// The requests about which something is planted: a withdrawal beside a submission, and one entitlement that two hand over.
pub const WITHDRAWN_APART: u32 = 1;
const HANDED_OVER_TWICE: u32 = 2;

/// A request as it was recorded, and its steps.
pub struct Told {
    pub request: Request,
    pub branch: &'static str,
    pub family: usize,
    pub steps: Vec<(RequestStep, Option<Code>)>,
    /// What must be settled of it, where that was planted.
    pub planted: Option<Option<(ContradictionKind, BTreeSet<FactId>)>>,
}

/// The replicas, and what was recorded.
pub struct World {
    pub office: HeadOffice,
    pub devices: Vec<Branch>,
    pub told: BTreeMap<FactId, Told>,
    /// The devices that have each family's file.
    pub holders: Vec<BTreeSet<usize>>,
    /// How many registrations were given a number.
    pub registered: u64,
    /// The states to which histories came.
    pub states: BTreeSet<State>,
    network: Network,
    dice: Dice,
    next: u32,
    /// What was done to plant something, by the request and the place.
    acts: BTreeMap<(u32, usize), FactId>,
}

fn family(n: usize) -> Value {
    let national_id = ["1000000008", "1000000016", "1000000024"][n];
    json!({
        "name": format!("أسرة {n}"),
        "national_id": national_id,
        "mobile": format!("055688004{n}"),
    })
}

impl World {
    /// Families, people with passes, and two requests that went on far enough for something to be planted about them.
    pub fn new(seed: u64) -> Self {
        let mut office = HeadOffice::new(seed);
        let mut network = Network::default();
        let mut devices = Vec::new();
        for (at, (name, mode, people)) in (0..).zip(&DEVICES) {
            let mut device = Branch::enrolled_as(name, mode, &mut office, seed * 10 + at);
            for (staff, role) in *people {
                device.take_pass(&mut office, &mut network, staff, role);
            }
            devices.push(device);
        }
        let holders = FAMILIES.iter().map(|known| known.iter().copied().collect()).collect();
        let mut world = Self {
            office,
            devices,
            told: BTreeMap::new(),
            holders,
            registered: 0,
            states: BTreeSet::new(),
            network,
            dice: dice(seed, "histories"),
            next: 10,
            acts: BTreeMap::new(),
        };
        for (n, known) in FAMILIES.iter().enumerate() {
            known.iter().for_each(|at| world.visit(*at, n));
        }
        world.join();
        world.begin(WITHDRAWN_APART, &[StepKind::Received, StepKind::Matched, StepKind::Attested]);
        world.begin(
            HANDED_OVER_TWICE,
            &[
                StepKind::Matched,
                StepKind::Attested,
                StepKind::Submitted,
                StepKind::Studied,
                StepKind::Decided,
                StepKind::Decided,
                StepKind::AnswerAttempted,
                StepKind::Registered,
                StepKind::Prepared,
            ],
        );
        world.join();
        for told in world.told.values_mut() {
            told.planted = Some(None);
        }
        world
    }

    /// Takes a request of the first family at the first device, and goes on with it at head office where that has to be.
    fn begin(&mut self, n: u32, kinds: &[StepKind]) {
        self.ask(0, 0, Some(n));
        self.sync(0);
        for kind in kinds {
            let at = if matches!(kind, StepKind::Attested | StepKind::Prepared) { 0 } else { OFFICE };
            let case = self.opened(at, id(n)).expect("a request").case;
            let fields = usual_fields(*kind);
            assert!(self.act(at, id(n), *kind, &case, &fields), "{kind:?}");
            self.sync(0);
        }
    }

    fn visit(&mut self, at: usize, of: usize) {
        self.next += 1;
        let line = visit(self.next, &family(of));
        self.devices[at].record(&[line]);
        self.holders[of].insert(at);
    }

    pub fn name(at: usize) -> String {
        match DEVICES.get(at) {
            Some((name, mode, _)) => format!("{name} ({})", mode.code()),
            None => "head office".to_owned(),
        }
    }

    /// The devices that must know a request: those that have the family's file, and those of its branch's desk.
    pub fn knowers(&self, told: &Told) -> BTreeSet<usize> {
        let is_desk = |at: &usize| DEVICES[*at].0 == told.branch && DEVICES[*at].1 == DeviceMode::Branch;
        let desk = (0..OFFICE).filter(is_desk);
        self.holders[told.family].iter().copied().chain(desk).collect()
    }

    /// Whether a device's branch has nothing to do with a request's family.
    pub fn is_stranger(&self, at: usize, told: &Told) -> bool {
        let branch = DEVICES[at].0;
        self.knowers(told).iter().all(|knower| DEVICES[*knower].0 != branch)
    }

    /// Opens a request as a replica knows it.
    pub fn opened(&self, at: usize, of: FactId) -> Option<OpenedRequest> {
        match self.devices.get(at) {
            Some(device) => device.kiosk.open_request(of).unwrap(),
            None => self.office.replica.open_request(of).unwrap(),
        }
    }

    fn people(at: usize) -> &'static [Worker] {
        DEVICES.get(at).map_or(&ACCOUNTS, |(_, _, people)| people)
    }

    /// Has somebody take a request of a family at a place.
    fn ask(&mut self, at: usize, of: usize, n: Option<u32>) {
        let n = n.unwrap_or_else(|| {
            self.next += 1;
            self.next
        });
        let line = request(n, &family(of));
        let Record::Request(asked) = parse(&line) else { panic!("a request") };
        let branch = match DEVICES.get(at) {
            Some((branch, _, people)) => {
                saved(&self.devices[at].record_as(people[0].0, &[line]));
                branch
            }
            None => {
                let branches: [&str; 3] = [DEVICES[0].0, DEVICES[1].0, DEVICES[2].0];
                let branch = *branches.choose(&mut self.dice).expect("branches");
                let of = BranchId::parse(branch).unwrap();
                let mut act = Act { by: Some(person("maha")), ..self.office.act() };
                saved(&[self
                    .office
                    .replica
                    .record_request(&mut act, &Role::Relations, &of, &asked)
                    .unwrap()]);
                branch
            }
        };
        if at != OFFICE {
            self.holders[of].insert(at);
        }
        if let Some(desk) =
            DEVICES.iter().position(|(name, mode, _)| *name == branch && *mode == DeviceMode::Branch)
        {
            self.holders[of].insert(desk);
        }
        let told = Told { request: *asked, branch, family: of, steps: Vec::new(), planted: None };
        self.told.insert(id(n), told);
    }

    /// Has somebody whose role may do it record a step at a place; tells whether it was saved.
    fn act(&mut self, at: usize, of: FactId, kind: StepKind, case: &Case, fields: &Value) -> bool {
        let desk = if at == OFFICE { Desk::HeadOffice } else { Desk::Branch };
        let may = |(name, role): &&Worker| case.may_by(kind, Some((&person(name), role)), desk).is_ok();
        let able: Vec<_> = Self::people(at).iter().filter(may).collect();
        let Some((name, role)) = able.choose(&mut self.dice) else { return false };
        self.next += 1;
        let mut line = step(self.next, 0, kind.code(), fields);
        line["request"] = json!(of.to_string());
        let outcomes = match self.devices.get_mut(at) {
            Some(device) => device.record_as(name, std::slice::from_ref(&line)),
            None => self.office.record_as(name, role, std::slice::from_ref(&line)),
        };
        if !matches!(outcomes[..], [RecordOutcome::Saved(_)]) {
            return false;
        }
        let Record::Step(mut done) = parse(&line) else { panic!("a step") };
        // papers on file are carried over before it, and then it has seen the last of them
        let carried = self.last_carried(at, of, case);
        done.seen = Some(carried.map_or_else(|| case.ends.clone(), |last| vec![last]));
        if let Step::Registered(number) = &mut done.step {
            self.registered += 1;
            *number = Some(Code::new(format!("1447/{:06}", self.registered)).unwrap());
        }
        let told = self.told.get_mut(&of).expect("a request that was recorded");
        told.steps.push((*done, Some(person(name))));
        true
    }

    /// Returns the last paper on file that was carried over to a request after it stood so.
    fn last_carried(&self, at: usize, of: FactId, before: &Case) -> Option<FactId> {
        let opened = self.opened(at, of)?;
        let is_carried = |known: &&OpenedStep| match &known.step.step {
            Step::Matched(matched) => matched.on_file.is_some(),
            _ => false,
        };
        let carried: Vec<&OpenedStep> = opened.steps.iter().filter(is_carried).collect();
        let is_next = |known: &&&OpenedStep| known.step.seen.as_ref() == Some(&before.ends);
        let mut last = carried.iter().find(is_next)?.step.id;
        while let Some(next) = carried.iter().find(|known| known.step.seen.as_ref() == Some(&vec![last])) {
            last = next.step.id;
        }
        Some(last)
    }

    /// Has somebody somewhere do something at random that may be done there, rarer things rarely.
    fn go_on(&mut self) {
        let free = self.told.iter().filter(|(_, told)| told.planted.is_none()).map(|(of, _)| *of);
        let Some(of) = free.collect::<Vec<_>>().choose(&mut self.dice).copied() else { return };
        let mut places: Vec<usize> = self.knowers(&self.told[&of]).into_iter().collect();
        places.push(OFFICE);
        let at = *places.choose(&mut self.dice).expect("places");
        let Some(OpenedRequest { case, .. }) = self.opened(at, of) else { return };
        let mut kinds = case.next(DAY);
        kinds.shuffle(&mut self.dice);
        for kind in kinds {
            let is_rare = matches!(kind, StepKind::Withdrawn | StepKind::NotValid | StepKind::Returned);
            let is_idle = matches!(kind, StepKind::Received | StepKind::Answered | StepKind::Corrected);
            if (is_rare || is_idle) && self.dice.random_bool(0.85) {
                continue;
            }
            let Some(fields) = self.fields(kind, &case) else { continue };
            if self.act(at, of, kind, &case, &fields) {
                return;
            }
        }
    }

    fn fields(&mut self, kind: StepKind, case: &Case) -> Option<Value> {
        let mut fields = usual_fields(kind);
        match kind {
            // whoever does not agree with the member before is refused
            StepKind::Decided => {
                let outcomes = [Outcome::Accept, Outcome::Accept, Outcome::Complete, Outcome::Postpone];
                let outcome = outcomes.choose(&mut self.dice).expect("outcomes");
                if *outcome != Outcome::Accept {
                    fields = json!({"outcome": outcome.code(), "reason": "سبب"});
                }
            }
            StepKind::Delivered | StepKind::Returned | StepKind::Approved => {
                let all: Vec<_> = case.entitlements().collect();
                let (entitlement, left, _) = all.choose(&mut self.dice)?;
                fields["entitlement"] = json!(entitlement.to_string());
                if kind == StepKind::Delivered {
                    let left = left.map_or(0, Amount::halalas) / 100;
                    fields["amount"] = json!(self.dice.random_range(1..=left.max(1)));
                }
            }
            StepKind::Prepared => fields["amount"] = json!(self.dice.random_range(1..=1500)),
            StepKind::ObjectionDecided => {
                fields["outcome"] = json!(["uphold", "change", "return"].choose(&mut self.dice)?);
            }
            StepKind::Corrected => {
                fields["fact"] = json!(case.ends.choose(&mut self.dice)?.to_string());
            }
            StepKind::Settled => {
                let Contradiction { facts, .. } = case.settle.choose(&mut self.dice)?;
                fields["facts"] = facts.iter().map(ToString::to_string).collect();
                if self.dice.random_bool(0.8) {
                    fields["keeps"] = json!(facts.choose(&mut self.dice)?.to_string());
                }
            }
            _ => {}
        }
        Some(fields)
    }

    /// Submits the one request at the first device and has it withdrawn at the second, and hands the same over at both: a
    /// contradiction where the other was not known of.
    pub fn plant(&mut self, n: u32, at: usize) {
        let of = id(n);
        if self.acts.contains_key(&(n, at)) {
            return;
        }
        let (kind, contradiction) = match (n, at) {
            (HANDED_OVER_TWICE, _) => (StepKind::Delivered, ContradictionKind::Delivery),
            (_, 0) => (StepKind::Submitted, ContradictionKind::Apart),
            _ => (StepKind::Withdrawn, ContradictionKind::Apart),
        };
        let opened = self.opened(at, of).expect("a request of the first family");
        let is_known = |fact: &FactId| opened.steps.iter().any(|known| known.step.id == *fact);
        let other = self.acts.get(&(n, 1 - at)).copied();
        let mut fields = usual_fields(kind);
        if let Some((entitlement, ..)) = opened.case.entitlements().next() {
            fields["entitlement"] = json!(entitlement.to_string());
        }
        let is_saved = self.act(at, of, kind, &opened.case, &fields);
        if kind != StepKind::Withdrawn {
            assert_eq!(is_saved, !other.as_ref().is_some_and(is_known), "{kind:?} at {}", Self::name(at));
        }
        if is_saved {
            let told = self.told.get_mut(&of).expect("a request");
            let mine = told.steps.last().expect("a step").0.id;
            self.acts.insert((n, at), mine);
            if let Some(other) = other.filter(|other| !is_known(other)) {
                told.planted = Some(Some((contradiction, [other, mine].into())));
            }
        }
    }

    /// Does one thing at random.
    pub fn something_happens(&mut self) {
        let at = self.dice.random_range(0..=OFFICE);
        match self.dice.random_range(0..28) {
            0..=17 => self.go_on(),
            18 => {
                let of = self.dice.random_range(0..FAMILIES.len());
                if self.told.len() < REQUESTS_MAX && (at == OFFICE || self.holders[of].contains(&at)) {
                    self.ask(at, of, None);
                }
            }
            19 if at < 2 => self.plant(WITHDRAWN_APART, at),
            20 if at < 2 => self.plant(HANDED_OVER_TWICE, at),
            21 if at < OFFICE => {
                let minutes = self.dice.random_range(-90..200_i64);
                self.devices[at].clock.advance(minutes.minutes());
            }
            22 if at < OFFICE => drop(self.devices[at].reopen()),
            22 => self.office.reopen(),
            23.. if at < OFFICE => {
                let fates = [Fate::Arrives, Fate::Arrives, Fate::RequestLost, Fate::ReplyLost, Fate::Twice];
                let fate = *fates.choose(&mut self.dice).expect("fates");
                self.exchange(at, fate);
            }
            _ => self.office.match_files(),
        }
    }

    /// One push or one pull of a device, or both, as far as they are fated to get.
    fn exchange(&mut self, at: usize, fate: Fate) {
        let device = &mut self.devices[at];
        let which = self.dice.random_range(0..3);
        let mut steps = Vec::new();
        if which != 1 {
            steps.push(self.network.push(device, &mut self.office, fate));
        }
        if which != 0 {
            steps.push(self.network.pull(device, &mut self.office, fate));
        }
        for step in steps {
            assert!(matches!(step, Ok(_) | Err(Fault::Lost)), "{step:?}");
        }
    }

    /// Has everybody exchange, in any order, until nobody learns anything more.
    pub fn join(&mut self) {
        let mut known = self.known();
        loop {
            let mut order: Vec<usize> = (0..OFFICE).collect();
            order.shuffle(&mut self.dice);
            order.into_iter().for_each(|at| self.sync(at));
            let now = self.known();
            if now == known {
                return;
            }
            known = now;
        }
    }

    fn sync(&mut self, at: usize) {
        self.network.sync(&mut self.devices[at], &mut self.office).unwrap();
        self.office.match_files();
    }

    /// What every replica knows, in short.
    fn known(&self) -> Vec<Option<Vec<FactId>>> {
        let everywhere = self.told.keys().flat_map(|of| (0..=OFFICE).map(|at| (at, *of)));
        everywhere.map(|(at, of)| self.opened(at, of).map(|opened| opened.case.ends)).collect()
    }

    /// Has head office settle all that contradicts, one after another; returns how much it was.
    pub fn settle(&mut self) -> usize {
        let mut settled = 0;
        for of in self.told.keys().copied().collect::<Vec<_>>() {
            while let Some(opened) = self.opened(OFFICE, of).filter(|opened| !opened.case.settle.is_empty()) {
                let fields = self.fields(StepKind::Settled, &opened.case).expect("something to settle");
                assert!(
                    self.act(OFFICE, of, StepKind::Settled, &opened.case, &fields),
                    "{of}: it stays open"
                );
                settled += 1;
            }
            if let Some(opened) = self.opened(OFFICE, of) {
                self.states.insert(opened.case.state);
                self.told.get_mut(&of).expect("a request").planted = None;
            }
        }
        settled
    }

    /// Plants a fault: a step that nobody is told of, or one that everybody is told of and the device forgets.
    pub fn spoil(&mut self, is_lost: bool) {
        self.ask(0, 0, None);
        self.join();
        let of = *self.told.keys().next_back().expect("a request");
        let before = is_lost.then(|| copy_of_closed(&self.devices[0]));
        let case = self.opened(0, of).expect("a request").case;
        assert!(self.act(0, of, StepKind::Received, &case, &json!({})));
        match before {
            Some(before) => drop(self.devices[0].restore(before)),
            None => drop(self.told.get_mut(&of).expect("a request").steps.pop()),
        }
    }
}
