//! Folding a request of 60 steps: from facts to a case, as every replica does whenever it shows one. The floor walks the table of
//! states alone, in the order in which the steps stand: no order by what was seen, nothing counted, nothing kept.

use rand::seq::SliceRandom as _;
use shared::domain::request::{Request, RequestStep, State, Step, StepTarget, fold, target};
use shared::domain::{Code, FactId, Record};
use tests::branch::parse;
use tests::seed::dice;

use crate::cases::{self, At, SIXTY};
use crate::figures::{Times, head, row};

const TURNS: usize = 20_000;

type Steps = Vec<(RequestStep, Option<Code>)>;

/// Measures, and writes the table.
pub fn table() -> String {
    let (request, mut steps) = told();
    let n = steps.len();
    let floor = Times::of(TURNS, || walk(&steps));
    let mut text = head("a request folded");
    text += &row(&format!("the table walked over {n} steps (the floor)"), &floor, None);
    let folded = Times::of(TURNS, || fold(&request, &steps));
    text += &row(&format!("{n} steps, each knows all before it"), &folded, Some(&floor));
    steps.shuffle(&mut dice(1, "arrival"));
    let shuffled = Times::of(TURNS, || fold(&request, &steps));
    text += &row(&format!("{n} steps, in no order"), &shuffled, Some(&floor));
    let apart = two_apart(&steps);
    let settle = fold(&request, &apart).settle.len();
    let folded = Times::of(TURNS, || fold(&request, &apart));
    text + &row(
        &format!("{n} steps of two who know nothing of each other, {settle} to settle"),
        &folded,
        Some(&floor),
    )
}

/// The request and its steps, each of which knows the one before it.
fn told() -> (Request, Steps) {
    let mut steps = Steps::new();
    let mut lines = cases::lines(1, &SIXTY).into_iter();
    let (_, asked) = lines.next().expect("a request");
    let Record::Request(request) = parse(&asked) else { unreachable!("a request comes first") };
    for (at, mut line) in lines {
        if matches!(line["step"].as_str(), Some("registered" | "numbered")) {
            line["number"] = "1447/000001".into();
        }
        let Record::Step(mut step) = parse(&line) else { unreachable!("the others are steps") };
        step.seen = Some(steps.last().map(|(last, _)| last.id).into_iter().collect());
        steps.push((*step, by(at)));
    }
    (*request, steps)
}

fn by(at: At) -> Option<Code> {
    let name = match at {
        At::Desk => "sara",
        At::Study => "salma",
        At::Member(1) => "omar",
        At::Member(_) => "huda",
        At::Registry => "maha",
        At::Administrator => "amal",
        At::Itself => return None,
    };
    Code::new(name).ok()
}

/// The same steps, every second one of somebody who knows their own alone.
fn two_apart(steps: &Steps) -> Steps {
    let mut sorted = steps.clone();
    sorted.sort_by_key(|(step, _)| step.id);
    let ids: Vec<FactId> = sorted.iter().map(|(step, _)| step.id).collect();
    for (at, (step, _)) in sorted.iter_mut().enumerate() {
        step.seen = Some(at.checked_sub(2).map(|before| ids[before]).into_iter().collect());
    }
    sorted
}

fn walk(steps: &Steps) -> State {
    steps.iter().fold(State::Receiving, |state, (RequestStep { step, .. }, _)| {
        match (target(state, step.kind()), step) {
            (Some(StepTarget::To(to)), _) => to,
            (Some(StepTarget::AsItSays), Step::Decided(_)) => State::Accepted,
            (Some(StepTarget::AsItSays), Step::AnswerAttempted(_)) => State::Answered,
            (Some(StepTarget::AsItSays), Step::Registered(_)) => State::Registered,
            _ => state,
        }
    })
}
