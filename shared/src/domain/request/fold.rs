//! The fold: from a set of steps to one case, the same whatever order they came in. A step that contradicts others moves nothing
//! on until somebody settles it; nothing is ever left out or guessed.

use super::amount::Tally;
use super::case::{Entitlement, answers};
use super::order::{Order, Places};
use super::paper::PaperStands;
use super::state::{StepTarget, target};
use super::step::{Matter, ObjectionOutcome};
use super::{
    Case, Contradiction, ContradictionKind, Decision, Grant, Match, Outcome, Request, RequestStep, State,
    Step, StepKind,
};
use crate::domain::{Code, FactId, Moment};
use crate::locale::dates::riyadh;

/// What became of a step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It counts.
    Counts,
    /// It counts, and moved the request on.
    Moved,
    /// It contradicts, or stands on one that does.
    Waits,
    /// It was settled or corrected away.
    Dropped,
}

/// What a settlement says of a step.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Verdict {
    holds: bool,
    /// The place of the settlement.
    by: usize,
}

/// The steps that a settlement names, and the one that holds.
type Settlement<'a> = (&'a [FactId], Option<FactId>);

fn settlement(step: &RequestStep) -> Option<Settlement<'_>> {
    let Step::Settled((facts, keeps)) = &step.step else { return None };
    Some((facts, *keeps))
}

/// How a step stands to those before it.
enum Follows {
    /// It may follow.
    Yes,
    /// Another replica did the same.
    Again,
    /// It contradicts.
    No,
}

/// Folds the steps of a request, each with whose own PIN or sign-in opened it.
pub fn fold(request: &Request, steps: &[(RequestStep, Option<Code>)]) -> Case {
    let order = Order::of(steps.iter().map(|(step, _)| step));
    let mut run = Run::new(request, steps, &order);
    run.settle();
    run.correct();
    (0..order.steps.len()).for_each(|place| run.take(place));
    run.end()
}

/// Returns where a step leads from wherever it may follow.
fn leads_to(kind: StepKind) -> Option<State> {
    State::ALL.into_iter().find_map(|state| match target(state, kind) {
        Some(StepTarget::To(to)) => Some(to),
        Some(StepTarget::Stays | StepTarget::AsItSays) | None => None,
    })
}

/// Returns the day of a moment in Riyadh, which is the one that counts (P-45).
pub fn day_of(at: &Moment) -> jiff::civil::Date {
    at.timestamp().to_zoned(riyadh()).date()
}

/// Tells whether a step uses what was granted.
fn is_use(step: &Step) -> bool {
    matches!(step, Step::Prepared(_) | Step::Delivered(_) | Step::Returned(_))
}

struct Run<'a> {
    steps: &'a [(RequestStep, Option<Code>)],
    order: &'a Order,
    case: Case,
    /// The state after each step.
    states: Vec<State>,
    fates: Vec<Fate>,
    verdicts: Vec<Option<Verdict>>,
    corrected: Places,
    /// Steps that another replica did too, with those.
    again: Vec<(usize, Vec<usize>)>,
    /// The decisions since the request was last submitted, studied again or objected to, by place.
    decided: Vec<usize>,
    /// The place of the attestation.
    attested: Option<usize>,
    /// The places of the data that were given.
    data: Vec<usize>,
}

impl<'a> Run<'a> {
    fn new(request: &Request, steps: &'a [(RequestStep, Option<Code>)], order: &'a Order) -> Self {
        let n = order.steps.len();
        let id_at = |place: usize| steps[order.steps[place]].0.id;
        let case = Case {
            state: State::Receiving,
            within: State::Receiving,
            objected: false,
            objected_late: false,
            objected_on: None,
            answered_on: None,
            allowed: Tally::default(),
            given: Vec::new(),
            request_no: None,
            registration_no: None,
            told_date: None,
            submitted_on: None,
            decision: None,
            settle: Vec::new(),
            ends: order.ends().into_iter().map(id_at).collect(),
            terms: request.terms.clone().unwrap_or_default(),
            papers: Vec::new(),
            is_attested: false,
            is_covered: false,
            waits_for_decider: false,
            entitlements: Vec::new(),
            did: Vec::new(),
            steps: Vec::with_capacity(n),
        };
        Self {
            steps,
            order,
            case,
            states: Vec::with_capacity(n),
            fates: Vec::with_capacity(n),
            verdicts: vec![None; n],
            corrected: Places::default(),
            again: Vec::new(),
            decided: Vec::new(),
            attested: None,
            data: Vec::new(),
        }
    }

    fn step(&self, place: usize) -> &'a RequestStep {
        &self.steps[self.order.steps[place]].0
    }

    fn by(&self, place: usize) -> Option<&'a Code> {
        self.steps[self.order.steps[place]].1.as_ref()
    }

    fn contradiction(&mut self, kind: ContradictionKind, places: &[usize]) {
        let facts =
            |places: &[usize]| places.iter().map(|place| self.step(*place).id).collect::<Vec<FactId>>();
        let new = facts(places);
        let open = self.case.settle.iter_mut().find(|open| {
            open.kind == kind
                && kind != ContradictionKind::Order
                && open.facts.iter().any(|fact| new.contains(fact))
        });
        match open {
            Some(open) => {
                for fact in new {
                    if !open.facts.contains(&fact) {
                        open.facts.push(fact);
                    }
                }
            }
            None => self.case.settle.push(Contradiction { kind, facts: new }),
        }
    }

    /// Reads the settlements that hold: one that a later one settled holds no more; two that say different things of a step, neither
    /// knowing of the other, contradict each other.
    fn settle(&mut self) {
        let settlements: Vec<(usize, Settlement<'a>)> = (0..self.order.steps.len())
            .filter_map(|place| Some((place, settlement(self.step(place))?)))
            .collect();
        let mut dead = Places::default();
        for (later, (facts, keeps)) in settlements.iter().rev() {
            if dead.has(*later) {
                continue;
            }
            for fact in facts.iter().filter(|fact| *keeps != Some(**fact)) {
                let earlier = self.order.place_of(*fact).filter(|at| self.order.saw(*later, *at));
                if let Some(at) = earlier.filter(|at| settlement(self.step(*at)).is_some()) {
                    dead.put(at);
                }
            }
        }
        for (place, (facts, keeps)) in settlements.into_iter().filter(|(place, _)| !dead.has(*place)) {
            for fact in facts {
                // what it did not see it cannot have settled
                let Some(at) = self.order.place_of(*fact).filter(|at| self.order.saw(place, *at)) else {
                    continue;
                };
                let verdict = Verdict { holds: keeps == Some(*fact), by: place };
                match self.verdicts[at] {
                    Some(earlier) if earlier.holds != verdict.holds && !self.order.saw(place, earlier.by) => {
                        self.contradiction(ContradictionKind::Settlement, &[earlier.by, place]);
                    }
                    _ => self.verdicts[at] = Some(verdict),
                }
            }
        }
    }

    fn correct(&mut self) {
        for place in 0..self.order.steps.len() {
            if let Step::Corrected(fact) = self.step(place).step
                && let Some(at) = self.order.place_of(fact)
                && self.order.saw(place, at)
                && self.step(at).step.kind().can_be_corrected()
            {
                self.corrected.put(at);
            }
        }
    }

    /// Takes the step at a place.
    fn take(&mut self, place: usize) {
        let fate = self.fate(place);
        self.fates.push(fate);
        let step = self.step(place);
        self.case.steps.push((step.id, step.step.kind()));
        if let Some(by) = self.by(place)
            && fate != Fate::Dropped
        {
            self.case.did.push((step.step.kind(), by.clone()));
        }
        if fate == Fate::Moved && matches!(self.case.within, State::Returned | State::Postponed) {
            // nothing was decided yet: the same members decide when it comes back
            self.case.did.retain(|(kind, _)| *kind != StepKind::Decided);
        }
        self.states.push(self.case.within);
    }

    fn fate(&mut self, place: usize) -> Fate {
        let step = self.step(place);
        let verdict = self.verdicts[place];
        if self.corrected.has(place) {
            return Fate::Dropped;
        }
        if let Some(Verdict { holds: false, .. }) = verdict {
            // what was handed over is gone, whatever was settled
            self.hand_over(place);
            self.prepare(place, false);
            return Fate::Dropped;
        }
        let is_forced = verdict.is_some();
        if step.step.moves() && !is_forced {
            if self.stands_on(place, |run, at| run.is_dropped_before(at, place)) {
                self.hand_over(place);
                return Fate::Dropped;
            }
            if self.stands_on(place, |run, at| run.fates[at] == Fate::Waits && run.step(at).step.moves()) {
                self.hand_over(place);
                return Fate::Waits;
            }
        }
        if !is_forced {
            match self.follows(place) {
                Follows::Yes => {}
                Follows::Again => return Fate::Counts,
                Follows::No => {
                    self.hand_over(place);
                    return Fate::Waits;
                }
            }
        }
        if !is_forced
            && let Some(by) = self.by(place)
            && self.case.duty_against(step.step.kind(), by).is_some()
        {
            self.contradiction(ContradictionKind::Duty, &[place]);
            self.hand_over(place);
            return Fate::Waits;
        }
        self.apply(place)
    }

    /// Tells whether a step stands on one of which this is so.
    fn stands_on(&self, place: usize, is: impl Fn(&Self, usize) -> bool) -> bool {
        (0..place).any(|at| self.order.saw(place, at) && is(self, at))
    }

    /// Tells whether a step at `at` was settled away by somebody who knew of the one at `place`, which stands on it.
    fn is_dropped_before(&self, at: usize, place: usize) -> bool {
        let verdict = self.verdicts[at].filter(|verdict| !verdict.holds);
        verdict.is_some_and(|verdict| self.order.saw(verdict.by, place))
    }

    /// Tells whether a step may follow where it stands; one that may not is a contradiction.
    fn follows(&mut self, place: usize) -> Follows {
        let step = &self.step(place).step;
        let kind = step.kind();
        let known = self.state_known_to(place);
        let rivals = if self.moves_from(known, step) { self.rivals(place) } else { Vec::new() };
        if rivals.is_empty() {
            // what one was handed over another may not have heard of
            let is_handing_over = matches!(known, State::Delivering | State::Delivered);
            let or_before = is_handing_over.then_some(State::Delivering);
            let mut states = [Some(known), or_before, Some(self.case.within)].into_iter().flatten();
            // a number that was given is given, whatever became of the submission
            let is_always = matches!(kind, StepKind::Settled | StepKind::Numbered);
            if is_always || states.any(|state| target(state, kind).is_some()) {
                return Follows::Yes;
            }
            self.contradiction(ContradictionKind::Order, &[place]);
            return Follows::No;
        }
        if rivals.iter().all(|at| self.step(*at).step == *step) {
            self.again.push((place, rivals));
            return Follows::Again;
        }
        let all: Vec<usize> = rivals.into_iter().chain([place]).collect();
        self.contradiction(ContradictionKind::Apart, &all);
        Follows::No
    }

    /// Returns the state that whoever recorded a step knew: where the last of what they had seen led.
    fn state_known_to(&self, place: usize) -> State {
        let moved = (0..place).rev().find(|at| self.fates[*at] == Fate::Moved && self.order.saw(place, *at));
        moved.map_or(State::Receiving, |at| self.states[at])
    }

    /// Tells whether a step moves a request on from a state.
    fn moves_from(&self, state: State, step: &Step) -> bool {
        match target(state, step.kind()) {
            Some(StepTarget::Stays) => false,
            // help before a decision leaves the request where it is
            Some(StepTarget::AsItSays) if is_use(step) && state.is_undecided() => false,
            Some(StepTarget::To(to)) => to != state,
            Some(StepTarget::AsItSays) | None => step.moves(),
        }
    }

    /// Returns the steps that moved the request on and that a step did not see, nor another replica's same step in their place. Two
    /// that use what was granted are none to each other: what they use is counted.
    fn rivals(&self, place: usize) -> Vec<usize> {
        let is_use = |at: usize| is_use(&self.step(at).step);
        let saw = |at: usize| {
            let same = |(again, of): &(usize, Vec<usize>)| of.contains(&at) && self.order.saw(place, *again);
            self.order.saw(place, at) || self.again.iter().any(same)
        };
        let moved = (0..place).filter(|at| self.fates[*at] == Fate::Moved);
        let unseen = moved.filter(|at| !saw(*at));
        unseen.filter(|at| !is_use(place) || !is_use(*at)).collect()
    }

    /// Lets a step count.
    fn apply(&mut self, place: usize) -> Fate {
        let (step, before) = (self.step(place), self.case.within);
        let to = match target(before, step.step.kind()) {
            Some(StepTarget::To(state)) => state,
            Some(StepTarget::Stays | StepTarget::AsItSays) => before,
            // somebody settled that it holds
            None if self.verdicts[place].is_some() => leads_to(step.step.kind()).unwrap_or(before),
            // where it was recorded the request was not yet so far
            None => before,
        };
        self.case.within = to;
        match &step.step {
            Step::Given((matter, until)) => {
                self.matter(&Match { valid_until: *until, ..Match::of(matter.clone()) }, place);
            }
            Step::Matched(matched) => self.matter(matched, place),
            Step::NotValid(matter) => self.matter(&Match::of(matter.clone()), place),
            Step::Attested(_) => self.attested = Some(place),
            Step::Submitted(told) => {
                // the date once told stays
                self.case.told_date.get_or_insert(*told);
                self.case.submitted_on.get_or_insert(day_of(&step.at));
                self.decided.clear();
            }
            Step::Studied(_) | Step::Completed => self.decided.clear(),
            Step::Numbered(number) if self.case.request_no.is_none() => self.case.request_no = number.clone(),
            Step::Registered(number) => {
                if self.case.registration_no.is_none() {
                    self.case.registration_no = number.clone();
                }
                if before == State::Answered {
                    // all of it may have been help before the decision
                    let granted = self.case.granted();
                    let mut given = Tally::default();
                    self.case.entitlements.iter().for_each(|known| given.join(&known.handed_over));
                    let is_all = !granted.is_nothing() && granted.is_within(&given);
                    self.case.within = if is_all { State::Delivered } else { State::Registered };
                }
            }
            Step::Decided(decision) => return self.decide(place, decision),
            Step::AnswerAttempted((channel, result, _)) if answers(channel, result) => {
                self.case.within = State::Answered;
                self.case.answered_on = Some(day_of(&step.at));
            }
            Step::Allowed(amount) => self.case.allowed.add(&Grant::Amount(*amount), 1),
            Step::Approved(id) => {
                let by = self.by(place).cloned();
                for known in &mut self.case.entitlements {
                    if id.is_none_or(|id| id == known.id) {
                        (known.is_approved, known.approved_by) = (true, by.clone());
                    }
                }
            }
            Step::Prepared(_) => self.prepare(place, true),
            Step::Delivered(_) | Step::Returned(_) => return self.deliver(place),
            Step::Objected => {
                let day = day_of(&step.at);
                self.case.objected = true;
                self.case.objected_late = self.case.objection_until().is_some_and(|until| day > until);
                self.case.objected_on = Some(day);
            }
            Step::ObjectionDecided(outcome) => {
                self.case.objected = false;
                match outcome {
                    ObjectionOutcome::Uphold if before != State::Registered => {
                        self.case.within = State::Closed
                    }
                    ObjectionOutcome::Change => self.decide_again(State::Studied),
                    ObjectionOutcome::Return => self.decide_again(State::Returned),
                    ObjectionOutcome::Uphold | ObjectionOutcome::Other(_) => {}
                }
            }
            Step::Received | Step::Answered | Step::Referred | Step::Came | Step::Explained => {}
            Step::Numbered(_) | Step::AnswerAttempted(_) | Step::Withdrawn => {}
            Step::Corrected(_) | Step::Settled(_) => {}
        }
        self.moved_from(before)
    }

    fn moved_from(&self, before: State) -> Fate {
        if self.case.within == before { Fate::Counts } else { Fate::Moved }
    }

    fn decide_again(&mut self, state: State) {
        self.case.within = state;
        self.case.decision = None;
        self.decided.clear();
    }

    fn matter(&mut self, looked_at: &Match, place: usize) {
        let Match { matter, valid_until, issued, original, on_file } = looked_at;
        let Matter::Paper(paper) = matter else {
            self.data.push(place);
            return;
        };
        let step = self.step(place);
        let stands = PaperStands {
            paper: paper.clone(),
            kind: step.step.kind(),
            valid_until: *valid_until,
            issued: *issued,
            original: *original,
            at: step.at.clone(),
            fact: on_file.unwrap_or(step.id),
            place: Some(place),
        };
        match self.case.papers.iter().position(|known| known.paper == *paper) {
            None => self.case.papers.push(stands),
            Some(at) => {
                let known = &self.case.papers[at];
                // of two who looked at it apart, whoever found a fault is right until somebody looks again
                let is_apart = known.place.is_some_and(|known| !self.order.saw(place, known));
                let stays = known.is_refused() && stands.is_matched()
                    || known.is_matched() && stands.kind == StepKind::Given;
                if !is_apart || !stays {
                    self.case.papers[at] = stands;
                }
            }
        }
    }

    fn decide(&mut self, place: usize, decision: &Decision) -> Fate {
        let before = self.case.within;
        let decision_at = |at: &usize| match &self.step(*at).step {
            Step::Decided(decision) => Some(decision),
            _ => None,
        };
        let others: Vec<usize> =
            self.decided.iter().copied().filter(|at| decision_at(at) != Some(decision)).collect();
        if !others.is_empty() && self.verdicts[place].is_none() {
            let all: Vec<usize> = others.into_iter().chain([place]).collect();
            self.contradiction(ContradictionKind::Decision, &all);
            return Fate::Waits;
        }
        self.decided.push(place);
        self.case.decision = Some(decision.clone());
        let mut people: Vec<Option<&Code>> = self.decided.iter().map(|at| self.by(*at)).collect();
        people.sort_unstable();
        people.dedup();
        let needed = usize::try_from(self.case.terms.deciders).unwrap_or(usize::MAX);
        self.case.waits_for_decider = people.len() < needed;
        if !self.case.waits_for_decider {
            self.case.within = match &decision.outcome {
                Outcome::Accept | Outcome::Part => State::Accepted,
                Outcome::Refuse => State::Refused,
                Outcome::Complete => State::Returned,
                Outcome::Postpone | Outcome::Refer => State::Postponed,
                Outcome::Other(_) => before,
            };
            if matches!(self.case.within, State::Returned | State::Postponed) {
                self.decided.clear();
            }
        }
        // a decision moves the request on even if it leaves it where it was put off to
        if self.case.waits_for_decider { Fate::Counts } else { Fate::Moved }
    }

    /// Counts what was prepared: an entitlement, of nothing where that was settled away. More than was granted contradicts.
    fn prepare(&mut self, place: usize, holds: bool) {
        let step = self.step(place);
        let Step::Prepared(grant) = &step.step else { return };
        let granted = self.case.granted();
        let whole = match grant {
            _ if !holds => Tally::default(),
            Some(grant) => Tally::of(grant),
            None => self.case.to_prepare(),
        };
        let entitlement = Entitlement {
            id: step.id,
            place,
            prepared_by: self.by(place).cloned(),
            approved_by: None,
            is_approved: false,
            is_provisional: self.case.within.is_undecided(),
            whole,
            handed_over: Tally::default(),
            deliveries: Vec::new(),
        };
        self.case.entitlements.push(entitlement);
        if holds && self.verdicts[place].is_none() && !self.case.prepared().is_within(&granted) {
            let all: Vec<usize> = self.case.entitlements.iter().map(|known| known.place).collect();
            self.contradiction(ContradictionKind::Delivery, &all);
        }
    }

    /// Counts what was handed over or came back. `None` where it is of no entitlement.
    fn hand_over(&mut self, place: usize) -> Option<usize> {
        let (entitlement, grant, sign) = match &self.step(place).step {
            Step::Delivered((entitlement, grant)) => (*entitlement, grant, 1),
            Step::Returned((entitlement, grant)) => (*entitlement, grant, -1),
            _ => return None,
        };
        let at = self.case.entitlements.iter().position(|known| known.id == entitlement)?;
        let day = day_of(&self.step(place).at);
        let known = &mut self.case.entitlements[at];
        known.handed_over.add(grant, sign);
        let mut given = Tally::default();
        given.add(grant, sign);
        self.case.given.push((day, given));
        if sign > 0 {
            known.deliveries.push(place);
        }
        Some(at)
    }

    fn deliver(&mut self, place: usize) -> Fate {
        let is_settled = self.verdicts[place].is_some();
        let Some(at) = self.hand_over(place) else {
            if !is_settled {
                self.contradiction(ContradictionKind::Order, &[place]);
            }
            return Fate::Waits;
        };
        let known = &self.case.entitlements[at];
        if matches!(self.step(place).step, Step::Delivered(_)) && !is_settled {
            let kind = match self.case.third_is(known, self.by(place)) {
                Some(_) => Some(ContradictionKind::Duty),
                None => self.case.lacks_approval(known).then_some(ContradictionKind::Order),
            };
            if let Some(kind) = kind {
                self.contradiction(kind, &[place]);
                return Fate::Waits;
            }
        }
        let contradicts = match self.step(place).step {
            Step::Delivered(_) => !known.handed_over.is_within(&known.whole),
            _ => known.handed_over.is_below_nothing(),
        };
        if contradicts && !is_settled {
            // more came back than was handed over, or more was handed over than there was
            let deliveries =
                known.deliveries.iter().copied().filter(|at| *at != place).chain([place]).collect::<Vec<_>>();
            self.contradiction(ContradictionKind::Delivery, &deliveries);
            return Fate::Waits;
        }
        if self.case.within.is_undecided() {
            return Fate::Counts;
        }
        let is_all = self.case.entitlements.iter().all(|known| known.whole.is_within(&known.handed_over));
        self.case.within = if is_all { State::Delivered } else { State::Delivering };
        // each use of an entitlement moves the request on
        Fate::Moved
    }

    fn end(mut self) -> Case {
        let covers = |attested: usize| {
            let is_apart = |at: &usize| !self.order.saw(attested, *at) && self.fates[*at] != Fate::Dropped;
            !self.data.iter().any(is_apart)
        };
        self.case.is_attested = self.attested.is_some();
        self.case.is_covered = self.attested.is_some_and(covers);
        let place_of = |fact: &FactId| self.order.place_of(*fact);
        for open in &mut self.case.settle {
            open.facts.sort_by_key(place_of);
        }
        self.case.settle.sort_by_key(|open| (open.facts.first().and_then(place_of), open.kind));
        self.case.state = if self.case.settle.is_empty() { self.case.within } else { State::NeedsSettling };
        self.case
    }
}
