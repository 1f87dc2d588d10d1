//! Support requests in the demo: some in every state, of all branches, recorded by the sample's staff under their own names.

use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use jiff::{SignedDuration, ToSpan as _, Zoned};
use kiosk::{clock, sync};
use rand::SeedableRng as _;
use serde_json::{Value, json};
use shared::doc::{Dice, random};
use shared::domain::request::StepKind;
use shared::domain::session::{Opening, SessionAct, SessionStep};
use shared::domain::{Code, FactId, Moment, Person, Record, RecordLine, Role, Text};
use shared::replica::{Act, Kiosk, NewPin, Office, PinCost, RecordOutcome, Whose, generate_pin};

use super::branches::dir_of;
use super::register::register;
use super::sample::{Sample, SampleBranch, code};
use crate::casework::usual_fields;

/// What is done next about a request, and where.
#[derive(Clone, Copy)]
enum Turn {
    /// At the branch.
    Branch(StepKind),
    /// At head office, by this member of staff.
    Office(&'static str, StepKind),
    /// At the branch, which has not heard of what head office did before.
    Apart(StepKind),
}

use StepKind as K;
use Turn::{Apart, Branch as B, Office as H};

const RESEARCH: &str = "staff-03";
const RELATIONS: &str = "staff-01";
const MEMBERS: [&str; 2] = ["staff-08", "staff-09"];

const TAKEN: &[Turn] = &[B(K::Received), B(K::Given)];
const READY: &[Turn] = &[B(K::Received), B(K::Matched), B(K::Attested)];
const SUBMITTED: &[Turn] = &[B(K::Submitted)];
const STUDIED: &[Turn] = &[H(RESEARCH, K::Studied)];
const DECIDED: &[Turn] = &[H(MEMBERS[0], K::Decided), H(MEMBERS[1], K::Decided)];
const ANSWERED: &[Turn] = &[B(K::AnswerAttempted)];
const DELIVERING: &[Turn] = &[H(RELATIONS, K::Registered), B(K::Prepared)];

/// How far each request has come, the parts one after another; the outcome where it is another than that it was accepted.
const STORIES: [(&[&[Turn]], &str); 19] = [
    (&[TAKEN], ""),
    (&[TAKEN, &[B(K::Referred)]], ""),
    (&[READY], ""),
    (&[READY, SUBMITTED], ""),
    (&[READY, SUBMITTED], ""),
    (&[READY, SUBMITTED, STUDIED], ""),
    (&[READY, SUBMITTED, STUDIED, &[H(MEMBERS[0], K::Decided)]], ""),
    (&[READY, SUBMITTED, STUDIED, DECIDED], ""),
    (&[READY, SUBMITTED, STUDIED, DECIDED], "refuse"),
    (&[READY, SUBMITTED, STUDIED, DECIDED], "complete"),
    (&[READY, SUBMITTED, STUDIED, DECIDED], "postpone"),
    (&[READY, SUBMITTED, STUDIED, DECIDED, ANSWERED], ""),
    (&[READY, SUBMITTED, STUDIED, DECIDED, ANSWERED, &[B(K::Objected)]], "refuse"),
    (&[READY, SUBMITTED, STUDIED, DECIDED, ANSWERED, &[H(RELATIONS, K::Registered)]], ""),
    (&[READY, SUBMITTED, STUDIED, DECIDED, ANSWERED, DELIVERING], ""),
    (&[READY, SUBMITTED, STUDIED, DECIDED, ANSWERED, DELIVERING, &[B(K::Delivered)]], ""),
    (&[READY, SUBMITTED, &[B(K::Withdrawn)]], ""),
    // what needs settling: withdrawn while it was studied, and delivered twice
    (&[READY, SUBMITTED, STUDIED, &[Apart(K::Withdrawn)]], ""),
    (
        &[
            READY,
            SUBMITTED,
            STUDIED,
            DECIDED,
            ANSWERED,
            DELIVERING,
            &[H(RELATIONS, K::Delivered), Apart(K::Delivered)],
        ],
        "",
    ),
];

/// How many requests there are.
pub(super) const REQUESTS: usize = 40;

/// One request on its way.
struct Story {
    branch: usize,
    turns: std::collections::VecDeque<Turn>,
    outcome: &'static str,
    request: FactId,
    entitlement: Option<FactId>,
    at: Zoned,
    each: SignedDuration,
}

/// A branch's desk in this part of the demo.
struct Desk {
    kiosk: Kiosk,
    staff: Code,
    people: Vec<Person>,
}

/// Has the sample's staff record support requests, and head office work on them.
///
/// # Errors
/// A replica or an exchange failed, or something was refused.
pub(super) fn record(root: &Path, sample: &Sample) -> anyhow::Result<()> {
    let mut dice: Dice = rand::make_rng();
    let mut act = Act::new(clock::reading(), &mut dice);
    let office = Office::open(&root.join("head-office"), &mut act)?;
    let mut desks = Vec::new();
    for (number, branch) in sample.branches.iter().enumerate() {
        desks.push(open_desk(root, sample, &office, (number as u64, branch), &mut dice)?);
    }
    let now = clock::now();
    let mut stories = Vec::new();
    for number in 0..REQUESTS {
        let (parts, outcome) = STORIES[number % STORIES.len()];
        let turns: std::collections::VecDeque<Turn> = parts.concat().into();
        let age = SignedDuration::from_hours(24 * (3 + 7 * number as i64 % 32) + 5);
        let (branch, request) = (number % desks.len(), FactId::from_random(random(&mut dice)));
        let each = age / i32::try_from(turns.len() + 2)?;
        let at = now.checked_sub(age)?;
        let mut story = Story { branch, turns, outcome, request, entitlement: None, at, each };
        let desk = &mut desks[branch];
        let person = desk.people.pop().context("the sample's branch has too few people")?;
        story.ask(desk, &person, &mut dice)?;
        stories.push(story);
    }
    while stories.iter().any(|story| !story.turns.is_empty()) {
        for story in &mut stories {
            while let Some(Turn::Branch(kind)) = story.turns.front().copied() {
                story.turns.pop_front();
                story.at_branch(&mut desks[story.branch], kind, &mut dice)?;
            }
        }
        exchange(&mut desks, &mut dice)?;
        for story in &mut stories {
            while let Some(Turn::Office(staff, kind)) = story.turns.front().copied() {
                story.turns.pop_front();
                story.at_office(&office, sample, (staff, kind), &mut dice)?;
            }
            if let Some(Turn::Apart(kind)) = story.turns.front().copied() {
                story.turns.pop_front();
                story.at_branch(&mut desks[story.branch], kind, &mut dice)?;
            }
        }
        exchange(&mut desks, &mut dice)?;
    }
    hold_sessions(&office, &now, &mut dice)?;
    exchange(&mut desks, &mut dice)
}

/// Holds two sessions of the committee: one that decided a request, was closed and signed, and one that is open.
fn hold_sessions(office: &Office, now: &Zoned, dice: &mut Dice) -> anyhow::Result<()> {
    let mut to_decide = office.list_requests_to_decide()?;
    // on some a member has decided already
    let is_new = |kind: StepKind| kind != StepKind::Decided;
    to_decide.retain(|opened| opened.steps.iter().all(|known| is_new(known.step.step.kind())));
    let agenda: Vec<FactId> = to_decide.iter().map(|opened| opened.request.id).take(3).collect();
    let [first, rest @ ..] = agenda.as_slice() else { bail!("no request waits for a decision") };
    let at = |hours: i64| Ok::<_, anyhow::Error>(Moment::from_zoned(&now.checked_sub(hours.hours())?));
    let mut say = |by: &str, session: Option<FactId>, at: Moment, act: SessionAct, text: Option<&str>| {
        let text = text.map(Text::new).transpose()?;
        let id = session.unwrap_or_else(|| FactId::from_random(random(dice)));
        let own = if session.is_some() { FactId::from_random(random(dice)) } else { id };
        let step = SessionStep { id: own, session: id, at, act, text };
        let mut act = Act { by: Some(code(by)), ..Act::new(clock::reading(), dice) };
        match office.record_session_step(&mut act, &Role::Committee, &step)? {
            Ok(_) => Ok(id),
            Err(refusal) => bail!("a step of a session was refused: {refusal}"),
        }
    };
    let opening = |agenda: &[FactId]| {
        SessionAct::Opened(Box::new(Opening {
            number: None,
            place: Text::new("قاعة الاجتماعات في المقر الرئيسي").ok(),
            chair: code(MEMBERS[1]),
            present: MEMBERS.map(code).to_vec(),
            absent: Vec::new(),
            agenda: agenda.to_vec(),
        }))
    };
    let held = say(MEMBERS[0], None, at(26)?, opening(&[*first]), None)?;
    let discussed = "اطّلعت اللجنة على الدراسة، ورأت حاجة الأسرة قائمة.";
    say(MEMBERS[0], Some(held), at(26)?, SessionAct::Discussed(*first), Some(discussed))?;
    let number = office.minutes(held)?.and_then(|minutes| minutes.opening.number);
    let number = number.context("the session has no number")?;
    for member in MEMBERS {
        let mut line = usual_fields(StepKind::Decided);
        let mut act = Act { by: Some(code(member)), ..Act::new(clock::reading(), &mut rand::make_rng()) };
        for (name, value) in [
            ("type", "request_step".to_owned()),
            ("id", act.new_id().to_string()),
            ("request", first.to_string()),
            ("step", StepKind::Decided.code().to_owned()),
            ("at", at(25)?.as_str().to_owned()),
            ("session", number.to_string()),
        ] {
            line[name] = json!(value);
        }
        let Record::Step(step) = parsed(&line)? else { bail!("no step") };
        refuse(&office.record_steps(&mut act, &Role::Committee, &[*step])?)?;
    }
    say(MEMBERS[1], Some(held), at(24)?, SessionAct::Closed(None), None)?;
    for member in MEMBERS {
        say(member, Some(held), at(24)?, SessionAct::Signed((None, None)), None)?;
    }
    if !rest.is_empty() {
        say(MEMBERS[0], None, at(1)?, opening(rest), None)?;
    }
    Ok(())
}

/// Lets a member of the branch's staff work at its kiosk under their own name.
fn open_desk(
    root: &Path,
    sample: &Sample,
    office: &Office,
    (number, branch): (u64, &SampleBranch),
    dice: &mut Dice,
) -> anyhow::Result<Desk> {
    let (mut kiosk, _) = Kiosk::open(&dir_of(root, branch), dice)?;
    let member = sample.staff.iter().find(|member| member.branch == branch.id);
    let member = member.context("the sample's branch has no staff")?;
    let staff = code(&member.code);
    let mut act = Act::new(clock::reading(), dice);
    let pass = office.issue_pass(&mut act, kiosk.device()?, &staff, &member.role())?;
    let mut desks = [Desk { kiosk, staff, people: Vec::new() }];
    exchange(&mut desks, dice)?;
    let [mut desk] = desks;
    kiosk = desk.kiosk;
    let pin = generate_pin(dice);
    let new = NewPin::new(dice, &pin, PinCost::STAFF);
    kiosk.set_pin_with_pass(clock::reading().unix_millis(), &desk.staff, &pass, new)?;
    kiosk.check_pin(clock::reading().unix_millis(), Whose::Representative(&desk.staff), &pin)?;
    let sittings = register(sample, branch, &clock::now(), &mut Dice::seed_from_u64(number));
    let records = sittings.into_iter().flat_map(|sitting| sitting.records);
    let people = records.filter_map(|record| match record {
        Record::Visit(visit) => {
            visit.beneficiary.filter(|person| person.name.is_some() && person.mobile.is_some())
        }
        _ => None,
    });
    desk.people = people.collect();
    desk.people.dedup();
    desk.kiosk = kiosk;
    Ok(desk)
}

fn exchange(desks: &mut [Desk], dice: &mut Dice) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    for desk in desks {
        runtime.block_on(sync::sync(&mut desk.kiosk, dice, |_| {}))?;
        ensure!(desk.kiosk.counts()?.quarantined.is_empty(), "something of a request was held");
    }
    Ok(())
}

impl Story {
    fn ask(&mut self, desk: &mut Desk, person: &Person, dice: &mut Dice) -> anyhow::Result<()> {
        let value = |text: &Option<shared::domain::Text>| text.as_ref().map(|text| text.as_str().to_owned());
        let line = json!({
            "type": "request",
            "id": self.request.to_string(),
            "at": self.stated(),
            "channel": "interview",
            "service": "support",
            "terms": { "papers": ["id_card"], "study": true },
            "beneficiary": {
                "name": value(&person.name),
                "mobile": value(&person.mobile),
                "national_id": value(&person.national_id),
            },
        });
        record_at(desk, &line, dice)
    }

    /// When the next step is done, as people state it.
    fn stated(&mut self) -> String {
        self.at = self.at.checked_add(self.each).unwrap_or_else(|_| self.at.clone());
        Moment::from_zoned(&self.at).as_str().to_owned()
    }

    fn line(&mut self, kind: StepKind, dice: &mut Dice) -> Value {
        let id = FactId::from_random(random(dice));
        let mut line = usual_fields(kind);
        line["type"] = json!("request_step");
        line["id"] = json!(id.to_string());
        line["request"] = json!(self.request.to_string());
        line["step"] = json!(kind.code());
        line["at"] = json!(self.stated());
        match kind {
            StepKind::Prepared => self.entitlement = Some(id),
            StepKind::Delivered => line["entitlement"] = json!(self.entitlement.map(|id| id.to_string())),
            StepKind::Submitted => {
                let told = self.at.date().saturating_add(15.days());
                line["told_date"] = json!(told.to_string());
            }
            StepKind::Decided if !self.outcome.is_empty() => {
                line["outcome"] = json!(self.outcome);
                line["reason"] = json!("قرار اللجنة بعد الدراسة");
                line.as_object_mut().map(|fields| fields.remove("amount"));
            }
            _ => {}
        }
        line
    }

    fn at_branch(&mut self, desk: &mut Desk, kind: StepKind, dice: &mut Dice) -> anyhow::Result<()> {
        let line = self.line(kind, dice);
        record_at(desk, &line, dice)
    }

    fn at_office(
        &mut self,
        office: &Office,
        sample: &Sample,
        (staff, kind): (&str, StepKind),
        dice: &mut Dice,
    ) -> anyhow::Result<()> {
        let line = self.line(kind, dice);
        let Record::Step(step) = parsed(&line)? else { bail!("no step") };
        let role: Role = sample
            .staff
            .iter()
            .find(|member| member.code == staff)
            .map(super::sample::Staff::role)
            .context("nobody of that code")?;
        let mut act = Act { by: Some(code(staff)), ..Act::new(clock::reading(), dice) };
        refuse(&office.record_steps(&mut act, &role, &[*step])?)
    }
}

fn parsed(line: &Value) -> anyhow::Result<Record> {
    Ok(RecordLine::parse(line.to_string().as_bytes())?.record)
}

fn record_at(desk: &mut Desk, line: &Value, dice: &mut Dice) -> anyhow::Result<()> {
    let mut act = Act { by: Some(desk.staff.clone()), ..Act::new(clock::reading(), dice) };
    let outcomes = desk.kiosk.record(&mut act, &[parsed(line)?])?;
    refuse(&outcomes)
}

fn refuse(outcomes: &[RecordOutcome]) -> anyhow::Result<()> {
    match outcomes {
        [RecordOutcome::Saved(_)] => Ok(()),
        other => bail!("a step of the sample was refused: {other:?}"),
    }
}
