//! What follows from steps, in whatever order they come.

use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;
use rand::{RngExt as _, SeedableRng as _};

use super::*;
use crate::domain::{RecordLine, Role, StatedDate, Text};

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

fn id(n: u8) -> FactId {
    FactId::from_random([n; 16])
}

fn moment(day: &str) -> Moment {
    Moment::parse(&format!("{day}T10:00:00+03:00")).unwrap()
}

fn date(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}

fn request() -> Request {
    let terms = Terms { papers: vec![PaperRule::required(code("id_card"))], study: true, ..Terms::default() };
    let terms = Terms { provisional: Amount::of_halalas(100_000), ..terms };
    Request {
        id: id(1),
        at: moment("2026-05-12"),
        channel: Channel::Interview,
        service: code("support"),
        beneficiary: None,
        terms: Some(terms),
    }
}

/// A request and its steps. Each knows all before it, unless it is said what it knows.
#[derive(Clone)]
struct Story {
    request: Request,
    steps: Vec<(RequestStep, Option<Code>)>,
    next: u8,
}

impl Story {
    fn new() -> Self {
        Self { request: request(), steps: Vec::new(), next: 10 }
    }

    fn case(&self) -> Case {
        fold(&self.request, &self.steps)
    }

    /// Adds a step that knows these ends of the history.
    fn apart(&mut self, by: &str, step: Step, seen: Vec<FactId>) -> FactId {
        self.next += 1;
        let said = Said { reason: Some(Text::new("سبب").unwrap()), ..Said::default() };
        let done = RequestStep {
            id: id(self.next),
            request: self.request.id,
            at: moment("2026-05-12"),
            seen: Some(seen),
            on_paper_by: None,
            step,
            said,
        };
        let added = done.id;
        self.steps.push((done, Some(code(by))));
        added
    }

    fn then(&mut self, by: &str, step: Step) -> FactId {
        let seen = self.case().ends;
        self.apart(by, step, seen)
    }

    /// A request that was submitted.
    fn submitted() -> Self {
        let mut story = Self::new();
        let card = Matter::Paper(code("id_card"));
        story.then("sara", Step::Received);
        story.then("sara", Step::Given((card.clone(), None)));
        story.then("sara", matched(StatedDate::parse("h1450-09").ok()));
        story.then("sara", Step::Attested((Some(code("attestation-1")), None)));
        story.then("sara", Step::Submitted(date("2026-05-26")));
        story
    }

    /// A request that was granted 1,500 riyals.
    fn accepted() -> Self {
        let mut story = Self::submitted();
        story.then("noura", Step::Studied(Recommendation::Accept));
        story.then("omar", accept());
        story.then("huda", accept());
        story
    }

    /// A request of which 1,500 riyals are being handed over.
    fn delivering() -> (Self, FactId) {
        let mut story = Self::accepted();
        story.then("sara", Step::AnswerAttempted((AnswerChannel::PhoneCall, AnswerResult::Reached, None)));
        story.then("rana", Step::Registered(Some(code("1447/000001"))));
        let entitlement = story.then("sara", Step::Prepared(Some(riyals(1500))));
        (story, entitlement)
    }
}

/// The id card is right, and valid until a date.
fn matched(valid_until: Option<StatedDate>) -> Step {
    Step::Matched(Match { valid_until, ..Match::of(Matter::Paper(code("id_card"))) })
}

fn riyals(riyals: i64) -> Grant {
    Grant::Amount(Amount::of_halalas(riyals * 100).unwrap())
}

fn handed_over(riyals: i64) -> (Option<Amount>, Vec<GrantItem>) {
    (Amount::of_halalas(riyals * 100), vec![])
}

fn accept() -> Step {
    decide(Outcome::Accept, Some(riyals(1500)))
}

fn decide(outcome: Outcome, grant: Option<Grant>) -> Step {
    Step::Decided(Decision { outcome, grant, from: None, to: None, session: None })
}

fn kinds(case: &Case) -> Vec<(ContradictionKind, usize)> {
    case.settle.iter().map(|open| (open.kind, open.facts.len())).collect()
}

#[test]
fn a_request_goes_through_all_seven_steps_of_the_policy() {
    let mut story = Story::new();
    let today = date("2026-05-12");
    assert_eq!(story.case().missing(today), [Missing::Paper(code("id_card")), Missing::Attestation]);
    story = Story::submitted();
    let case = story.case();
    assert_eq!((case.state, case.told_date), (State::Submitted, Some(date("2026-05-26"))));
    assert_eq!((case.earliest(), case.missing(today)), (Some(date("2026-05-26")), vec![Missing::Study]));
    story.then("noura", Step::Studied(Recommendation::Accept));
    story.then("omar", accept());
    assert_eq!(story.case().missing(today), [Missing::Decision], "one member decides nothing");
    assert_eq!(story.case().state, State::Studied);
    let (mut story, entitlement) = Story::delivering();
    assert_eq!(story.case().state, State::Delivering);
    story.then("sara", Step::Delivered((entitlement, riyals(500))));
    assert_eq!(story.case().state, State::Delivering, "in part");
    story.then("sara", Step::Delivered((entitlement, riyals(1000))));
    let case = story.case();
    assert_eq!((case.state, case.delivered(), case.settle.len()), (State::Delivered, handed_over(1500), 0));
}

#[test]
fn the_order_in_which_steps_arrive_changes_nothing() {
    let (mut story, entitlement) = Story::delivering();
    let ends = story.case().ends;
    story.apart("sara", Step::Delivered((entitlement, riyals(1500))), ends.clone());
    story.apart("rana", Step::Delivered((entitlement, riyals(1500))), ends);
    let case = story.case();
    assert_eq!(kinds(&case), [(ContradictionKind::Delivery, 2)]);
    assert_eq!(case.delivered(), handed_over(3000), "both are counted");
    for turn in 0..story.steps.len() {
        story.steps.rotate_left(1);
        story.steps.swap(0, turn);
        assert_eq!(story.case(), case);
    }
}

#[test]
fn two_branches_that_act_apart_contradict_each_other_until_somebody_settles_it() {
    let mut story = Story::submitted();
    let ends = story.case().ends;
    let withdrawn = story.apart("rana", Step::Withdrawn, ends.clone());
    let studied = story.apart("noura", Step::Studied(Recommendation::Accept), ends);
    let case = story.case();
    assert_eq!((case.state, kinds(&case)), (State::NeedsSettling, vec![(ContradictionKind::Apart, 2)]));
    assert_eq!(case.next(date("2026-05-12")), [StepKind::Settled]);
    for (keeps, state) in [(withdrawn, State::Withdrawn), (studied, State::Studied)] {
        let mut settled = story.clone();
        settled.then("huda", Step::Settled((vec![withdrawn, studied], Some(keeps))));
        assert_eq!((settled.case().state, settled.case().settle), (state, vec![]));
    }
    // two people settle it in different ways, neither knowing of the other
    let ends = story.case().ends;
    let one = story.apart("huda", Step::Settled((vec![withdrawn, studied], Some(withdrawn))), ends.clone());
    let other = story.apart("omar", Step::Settled((vec![withdrawn, studied], Some(studied))), ends);
    assert!(kinds(&story.case()).contains(&(ContradictionKind::Settlement, 2)));
    story.then("huda", Step::Settled((vec![one, other], Some(other))));
    assert_eq!((story.case().state, kinds(&story.case())), (State::Studied, vec![]));
}

#[test]
fn what_was_explained_or_attested_once_more_apart_takes_no_submission_back() {
    for again in [Step::Explained, Step::Attested((Some(code("attestation-2")), None))] {
        let mut story = Story::submitted();
        let before: Vec<FactId> = story.steps[3..4].iter().map(|(step, _)| step.id).collect();
        story.apart("noura", again, before);
        let case = story.case();
        assert_eq!((case.state, case.settle.len()), (State::Submitted, 0));
    }
}

#[test]
fn a_number_that_was_given_is_given_whatever_becomes_of_the_submission() {
    let mut story = Story::submitted();
    let (submitted, _) = story.steps.last().unwrap();
    let (submitted, seen) = (submitted.id, submitted.seen.clone().unwrap());
    story.apart("huda", Step::Numbered(Some(code("riyadh/1447/000001"))), vec![submitted]);
    let referred = story.apart("rana", Step::Referred, seen);
    assert_eq!(kinds(&story.case()), [(ContradictionKind::Apart, 2)]);
    story.then("huda", Step::Settled((vec![submitted, referred], Some(referred))));
    let case = story.case();
    assert_eq!((case.state, kinds(&case)), (State::Referred, vec![]));
    assert_eq!(case.request_no, Some(code("riyadh/1447/000001")));
}

#[test]
fn what_was_done_on_ground_that_was_settled_away_is_not_lost_from_sight() {
    let mut story = Story::submitted();
    let ends = story.case().ends;
    let withdrawn = story.apart("rana", Step::Withdrawn, ends.clone());
    let studied = story.apart("noura", Step::Studied(Recommendation::Accept), ends);
    story.then("huda", Step::Settled((vec![withdrawn, studied], Some(withdrawn))));
    assert_eq!(story.case().state, State::Withdrawn);
    // somebody who knew the study alone decided
    story.apart("omar", accept(), vec![studied]);
    assert_eq!(kinds(&story.case()), [(ContradictionKind::Apart, 2)]);
}

#[test]
fn two_replicas_that_did_the_same_did_it_once() {
    let mut story = Story::new();
    story.then("sara", matched(None));
    let ends = story.case().ends;
    let one = story.apart("sara", Step::Attested((Some(code("attestation-1")), None)), ends.clone());
    let other = story.apart("rana", Step::Attested((Some(code("attestation-1")), None)), ends);
    assert_eq!((story.case().state, story.case().settle.len()), (State::Ready, 0));
    for seen in [vec![one], vec![other]] {
        let mut story = story.clone();
        story.apart("sara", Step::Submitted(date("2026-05-26")), seen);
        assert_eq!((story.case().state, story.case().settle.len()), (State::Submitted, 0));
    }
}

#[test]
fn a_datum_given_after_the_attestation_is_not_covered_by_it() {
    let mut story = Story::new();
    let today = date("2026-05-12");
    story.then("sara", matched(None));
    story.then("sara", Step::Given((Matter::Datum(code("income")), None)));
    story.then("sara", Step::Attested((Some(code("attestation-1")), None)));
    assert_eq!(story.case().missing(today), []);
    let wrong = story.then("sara", Step::Given((Matter::Datum(code("address")), None)));
    assert_eq!(story.case().missing(today), [Missing::Attestation]);
    story.then("sara", Step::Corrected(wrong));
    assert_eq!(story.case().missing(today), [], "a mistake that was taken back needs no signature");
}

#[test]
fn an_expired_paper_is_missing_and_one_found_wrong_stays_wrong_whoever_matched_it_apart() {
    let mut story = Story::new();
    let card = Matter::Paper(code("id_card"));
    let lacks = [Missing::Paper(code("id_card")), Missing::Attestation];
    story.then("sara", matched(StatedDate::parse("g2026-05").ok()));
    assert_eq!(story.case().missing(date("2026-05-31")), [Missing::Attestation]);
    assert_eq!(story.case().missing(date("2026-06-01")), lacks);
    let ends = story.case().ends;
    story.apart("sara", Step::NotValid(card.clone()), ends.clone());
    story.apart("rana", matched(None), ends);
    assert_eq!(story.case().missing(date("2026-05-12")), lacks);
    story.then("rana", matched(None));
    assert_eq!(story.case().missing(date("2026-05-12")), [Missing::Attestation]);
}

/// A rule of a paper beside the id card.
fn rule(paper: &str) -> PaperRule {
    PaperRule::required(code(paper))
}

/// What is missing of these papers on a day, beside the attestation.
fn lacking(story: &Story, day: &str) -> Vec<String> {
    let missing = story.case().missing(date(day));
    missing.iter().filter(|one| **one != Missing::Attestation).map(ToString::to_string).collect()
}

fn looked_at(paper: &str, issued: Option<&str>, original: bool) -> Step {
    let issued = issued.and_then(|day| StatedDate::parse(day).ok());
    Step::Matched(Match { issued, original, ..Match::of(Matter::Paper(code(paper))) })
}

#[test]
fn a_service_asks_for_papers_by_group_one_of_several_and_not_too_old() {
    let one_of = |paper| PaperRule { need: PaperNeed::OneOf(code("home")), ..rule(paper) };
    let papers = vec![
        PaperRule { groups: vec![code("widow")], ..rule("death_certificate") },
        PaperRule { need: PaperNeed::Optional, ..rule("photo") },
        one_of("lease"),
        one_of("deed"),
        PaperRule { days: Some(90), ..rule("salary") },
        PaperRule { original: true, ..rule("judgment") },
    ];
    let terms = Terms { papers, ..Terms::default() };
    let asked = |group| terms.clone().of_group(Some(&code(group))).papers.len();
    assert_eq!((asked("Widow"), asked("orphan"), terms.clone().of_group(None).papers.len()), (6, 5, 5));
    let mut story = Story::new();
    story.request.terms = Some(terms.of_group(None));
    assert_eq!(lacking(&story, "2026-05-12"), ["paper:lease|deed", "paper:salary", "paper:judgment"]);
    story.then("sara", looked_at("deed", None, false));
    story.then("sara", looked_at("salary", Some("g2026-02-12"), false));
    let copy = RequestStep { step: looked_at("judgment", None, false), ..story.steps[0].0.clone() };
    let (sara, role) = (code("sara"), Role::Relations);
    let may = |step: &RequestStep| {
        let by = Some((&sara, &role));
        story.case().may(step, by, Desk::Branch, date("2026-05-12")).map_err(|refusal| refusal.field)
    };
    assert_eq!(may(&copy), Err("original"));
    assert_eq!(may(&RequestStep { step: looked_at("judgment", None, true), ..copy }), Ok(()));
    story.then("sara", looked_at("judgment", None, true));
    // ninety days after the twelfth of February is the thirteenth of May
    assert_eq!(lacking(&story, "2026-05-13"), Vec::<String>::new());
    assert_eq!(lacking(&story, "2026-05-14"), ["paper:salary"]);
    story.then("sara", looked_at("salary", None, false));
    assert_eq!(lacking(&story, "2026-08-10"), Vec::<String>::new(), "it counts from the day of the match");
    assert_eq!(lacking(&story, "2026-08-11"), ["paper:salary"]);
}

#[test]
fn a_group_has_one_rule_for_a_paper() {
    let of = |groups: &[&str]| {
        let groups = groups.iter().map(|group| code(group)).collect();
        PaperRule { groups, ..rule("salary") }
    };
    let is_faulty = |rules: &[&[&str]]| {
        let papers = rules.iter().map(|groups| of(groups)).collect();
        Terms { papers, ..Terms::default() }.fault() == Some("papers")
    };
    assert!(!is_faulty(&[&["employee"], &["retired"]]));
    assert!(is_faulty(&[&["employee", "retired"], &["retired"]]));
    assert!(is_faulty(&[&[], &["retired"]]), "one is asked of everybody");
    let line = r#"{"type":"request","id":"0197a1b2-0000-7000-8000-000000000010","at":"2026-05-12T09:00:00+03:00","channel":"interview","service":"support","beneficiary":{"name":"نورة"},"terms":{"papers":["salary",{"paper":"salary","groups":["retired"]}]}}"#;
    assert_eq!(RecordLine::parse(line.as_bytes()).unwrap_err().field, "terms.papers");
}

#[test]
fn a_paper_that_was_matched_for_one_request_counts_for_another_of_the_family_until_it_is_found_wrong() {
    let mut earlier = Story::new();
    earlier.then("sara", matched(StatedDate::parse("g2026-07").ok()));
    let later = Story::new();
    let on_file = |stories: &[&Story]| {
        let cases: Vec<Case> = stories.iter().map(|story| story.case()).collect();
        let mut case = later.case();
        case.count_family(&Family::of(cases.iter()));
        case
    };
    let case = on_file(&[&earlier, &later]);
    assert_eq!(case.missing(date("2026-07-31")), [Missing::Attestation]);
    assert_eq!(case.missing(date("2026-08-01")).len(), 2, "one that has expired is asked for again");
    let matched_there = earlier.steps[0].0.id;
    let carried = case.on_file(date("2026-05-12"))[0].to_match();
    assert_eq!(carried.on_file, Some(matched_there));
    let step = |on_file| {
        let step = Step::Matched(Match { on_file: Some(on_file), ..carried.clone() });
        RequestStep { step, said: Said::default(), ..earlier.steps[0].0.clone() }
    };
    let (sara, role) = (code("sara"), Role::Relations);
    let by = Some((&sara, &role));
    assert_eq!(case.may(&step(matched_there), by, Desk::Branch, date("2026-05-12")), Ok(()));
    let made_up = case.may(&step(id(99)), by, Desk::Branch, date("2026-05-12"));
    assert_eq!(made_up.unwrap_err().field, "fact");
    // somebody looked again, for a third request, and found a fault
    let mut third = Story::new();
    let seen = third.case().ends;
    let wrong = third.apart("rana", Step::NotValid(Matter::Paper(code("id_card"))), seen);
    third.steps.iter_mut().find(|(step, _)| step.id == wrong).unwrap().0.at = moment("2026-06-01");
    assert_eq!(on_file(&[&earlier, &third]).on_file(date("2026-05-12")), []);
}

/// What a step that somebody does now is refused for: the field, or nothing.
fn refused(story: &Story, by: &str, role: &Role, step: Step, said: Said) -> Option<&'static str> {
    let (by, day) = (code(by), date("2026-05-12"));
    let (id, request, at) = (id(99), story.request.id, moment("2026-05-12"));
    let step = RequestStep { id, request, at, seen: None, on_paper_by: None, step, said };
    let desk = roles_for(step.step.kind()).0;
    step.step
        .is_told(&step.said)
        .map_err(Refusal::from)
        .err()
        .map(|refusal| refusal.field)
        .or_else(|| story.case().may(&step, Some((&by, role)), desk, day).err().map(|refusal| refusal.field))
}

fn why() -> Said {
    Said { reason: Text::new("سبب").ok(), collector: Text::new("نورة").ok(), ..Said::default() }
}

fn terms(story: &mut Story, change: impl FnOnce(&mut Terms)) {
    change(story.request.terms.as_mut().unwrap());
}

#[test]
fn urgent_help_is_handed_over_before_a_decision_within_what_was_allowed_and_counts_against_the_grant() {
    let mut story = Story::new();
    let (committee, relations) = (Role::Committee, Role::Relations);
    let allow = |riyals: i64| Step::Allowed(Amount::of_halalas(riyals * 100).unwrap());
    assert_eq!(refused(&story, "sara", &relations, Step::Prepared(None), why()), Some("step"));
    assert_eq!(
        refused(&story, "omar", &committee, allow(1500), why()),
        Some("amount"),
        "more than the service allows"
    );
    assert_eq!(refused(&story, "omar", &committee, allow(500), Said::default()), Some("reason"));
    assert_eq!(refused(&story, "omar", &committee, allow(500), why()), None);
    story.then("omar", allow(500));
    let help = story.then("sara", Step::Prepared(None));
    let hand_over = |n| Step::Delivered((help, riyals(n)));
    assert_eq!(refused(&story, "omar", &relations, hand_over(500), why()), Some("by"), "whoever allowed it");
    assert_eq!(refused(&story, "sara", &relations, hand_over(600), why()), Some("amount"));
    story.then("sara", hand_over(500));
    assert_eq!((story.case().state, story.case().flags()), (State::Receiving, vec!["provisional"]));
    // somebody who knows nothing of it goes on meanwhile: that contradicts nothing
    let first = story.steps[0].0.id;
    story.apart("rana", matched(None), vec![first]);
    story.then("sara", Step::Attested((None, None)));
    story.then("sara", Step::Submitted(date("2026-05-26")));
    story.then("noura", Step::Studied(Recommendation::Accept));
    let mut refused_one = story.clone();
    for member in ["huda", "maha"] {
        story.then(member, accept());
        refused_one.then(member, decide(Outcome::Refuse, None));
    }
    assert_eq!(refused_one.case().flags(), ["provisional"], "nobody granted what was given");
    assert_eq!(story.case().flags(), Vec::<&str>::new());
    assert!(story.case().settle.is_empty());
    story.then("sara", Step::AnswerAttempted((AnswerChannel::PhoneCall, AnswerResult::Reached, None)));
    story.then("rana", Step::Registered(Some(code("1447/000001"))));
    assert_eq!(
        refused(&story, "sara", &relations, Step::Prepared(Some(riyals(1500))), why()),
        Some("amount")
    );
    let rest = story.then("sara", Step::Prepared(None));
    story.then("sara", Step::Delivered((rest, riyals(1000))));
    assert_eq!((story.case().state, story.case().delivered()), (State::Delivered, handed_over(1500)));
}

#[test]
fn two_that_hand_over_one_allowance_apart_contradict_each_other() {
    let mut story = Story::new();
    story.then("omar", Step::Allowed(Amount::of_halalas(50_000).unwrap()));
    let ends = story.case().ends;
    for by in ["sara", "rana"] {
        let help = story.apart(by, Step::Prepared(None), ends.clone());
        story.apart(by, Step::Delivered((help, riyals(500))), vec![help]);
    }
    assert_eq!(story.case().settle.len(), 1);
    assert_eq!(story.case().settle[0].kind, ContradictionKind::Delivery);
    assert_eq!(story.case().delivered(), handed_over(1000), "both were handed over");
}

#[test]
fn more_money_than_a_limit_takes_three_people() {
    let (mut story, entitlement) = Story::delivering();
    terms(&mut story, |terms| terms.approve_over = Amount::of_halalas(100_000));
    let (relations, today) = (Role::Relations, date("2026-05-12"));
    let deliver = || Step::Delivered((entitlement, riyals(1500)));
    assert_eq!(story.case().missing(today), [Missing::Approval]);
    assert_eq!(refused(&story, "rana", &relations, deliver(), why()), Some("step"));
    let mut unapproved = story.clone();
    unapproved.then("rana", deliver());
    assert_eq!(unapproved.case().settle[0].kind, ContradictionKind::Order, "it arrived all the same");
    assert_eq!(refused(&story, "sara", &Role::Committee, Step::Approved(None), why()), Some("by"));
    story.then("dalal", Step::Approved(Some(entitlement)));
    for second in ["sara", "dalal"] {
        assert_eq!(refused(&story, second, &relations, deliver(), why()), Some("by"));
        let mut story = story.clone();
        story.then(second, deliver());
        assert_eq!(story.case().settle[0].kind, ContradictionKind::Duty);
        assert_eq!(story.case().delivered(), handed_over(1500), "what was handed over is counted");
    }
    assert_eq!(refused(&story, "rana", &relations, deliver(), why()), None);
    terms(&mut story, |terms| terms.approve_over = Amount::of_halalas(150_000));
    assert_eq!(refused(&story, "sara", &relations, deliver(), why()), None, "not more than the limit");
}

#[test]
fn an_objection_after_its_days_is_kept_and_marked_and_has_a_day_by_which_it_is_decided() {
    let (story, _) = Story::delivering();
    let objected_on = |day: &str| {
        let mut story = story.clone();
        story.steps.truncate(story.steps.len() - 1);
        let objected = story.then("sara", Step::Objected);
        story.steps.iter_mut().find(|(step, _)| step.id == objected).unwrap().0.at = moment(day);
        story.case()
    };
    assert_eq!(story.case().objection_until(), Some(date("2026-06-11")));
    assert_eq!(objected_on("2026-06-11").flags(), ["objected"]);
    assert_eq!(objected_on("2026-06-12").flags(), ["objected", "objected_late"]);
    assert_eq!(objected_on("2026-06-11").due(), Some(date("2026-07-11")));
}

#[test]
fn nobody_decides_what_no_attestation_covers() {
    let mut story = Story::submitted();
    story.then("noura", Step::Studied(Recommendation::Accept));
    let committee = Role::Committee;
    assert_eq!(refused(&story, "omar", &committee, accept(), why()), None);
    story.then("sara", Step::Given((Matter::Datum(code("income")), None)));
    assert_eq!(refused(&story, "omar", &committee, accept(), why()), Some("step"));
    let back = decide(Outcome::Complete, None);
    assert_eq!(refused(&story, "omar", &committee, back, why()), None, "it is sent back to be attested");
}

#[test]
fn more_aid_than_the_ceiling_in_a_year_of_the_hijra_needs_a_reason() {
    let (mut other, entitlement) = Story::delivering();
    other.then("sara", Step::Delivered((entitlement, riyals(1500))));
    let mut story = Story::submitted();
    story.then("noura", Step::Studied(Recommendation::Accept));
    terms(&mut story, |terms| {
        (terms.ceiling, terms.floor_days) = (Amount::of_halalas(250_000), 0);
    });
    let mut case = story.case();
    let step = |step| {
        let (id, request, at) = (id(99), story.request.id, moment("2026-05-12"));
        RequestStep { id, request, at, seen: None, on_paper_by: None, step, said: Said::default() }
    };
    let (omar, role) = (code("omar"), Role::Committee);
    let may = |case: &Case, day: &str| {
        let by = Some((&omar, &role));
        case.may(&step(accept()), by, Desk::HeadOffice, date(day)).map_err(|refusal| refusal.why)
    };
    assert_eq!(may(&case, "2026-05-12"), Ok(()), "this one alone is below it");
    case.count_family(&Family::of([other.case(), story.case()].iter()));
    assert_eq!(case.money_in(1447), 150_000);
    assert_eq!(may(&case, "2026-05-12"), Err(Why::OverCeiling));
    assert_eq!(may(&case, "2026-06-17"), Ok(()), "the year 1448 has begun");
}

#[test]
fn duties_that_must_not_meet_in_one_person_are_refused_and_listed_if_they_arrive_all_the_same() {
    let mut story = Story::submitted();
    story.then("noura", Step::Studied(Recommendation::Accept));
    let case = story.case();
    let (noura, committee) = (code("noura"), Role::Committee);
    let by = Some((&noura, &committee));
    assert_eq!(case.may_by(StepKind::Decided, by, Desk::HeadOffice).unwrap_err().field, "by");
    assert_eq!(case.may_by(StepKind::Decided, None, Desk::HeadOffice).unwrap_err().field, "by");
    let omar = code("omar");
    assert_eq!(case.may_by(StepKind::Decided, Some((&omar, &committee)), Desk::HeadOffice), Ok(()));
    let at_branch = case.may_by(StepKind::Decided, Some((&omar, &committee)), Desk::Branch);
    assert_eq!(at_branch.unwrap_err().field, "step");
    story.then("noura", accept());
    assert_eq!(kinds(&story.case()), [(ContradictionKind::Duty, 1)]);
}

#[test]
fn members_who_decide_otherwise_contradict_each_other_and_those_who_put_it_off_decide_later() {
    let mut story = Story::submitted();
    story.then("noura", Step::Studied(Recommendation::Accept));
    let mut apart = story.clone();
    apart.then("omar", accept());
    apart.then("huda", decide(Outcome::Refuse, None));
    assert_eq!(kinds(&apart.case()), [(ContradictionKind::Decision, 2)]);
    for member in ["omar", "huda"] {
        story.then(member, decide(Outcome::Postpone, None));
    }
    assert_eq!(story.case().state, State::Postponed);
    for member in ["omar", "huda"] {
        story.then(member, accept());
    }
    assert_eq!((story.case().state, story.case().settle.len()), (State::Accepted, 0));
}

#[test]
fn an_objection_is_decided_by_others_and_begins_the_decision_again() {
    let mut story = Story::submitted();
    story.then("noura", Step::Studied(Recommendation::Accept));
    for member in ["omar", "huda"] {
        story.then(member, decide(Outcome::Refuse, None));
    }
    story.then("sara", Step::AnswerAttempted((AnswerChannel::Sms, AnswerResult::Reached, None)));
    assert_eq!(story.case().state, State::Refused, "a message gives no answer");
    story.then("sara", Step::AnswerAttempted((AnswerChannel::Interview, AnswerResult::Reached, None)));
    story.then("sara", Step::Objected);
    assert!(story.case().objected);
    let (omar, committee) = (code("omar"), Role::Committee);
    let refused =
        story.case().may_by(StepKind::ObjectionDecided, Some((&omar, &committee)), Desk::HeadOffice);
    assert_eq!(refused.unwrap_err().field, "by");
    story.then("fahd", Step::ObjectionDecided(ObjectionOutcome::Change));
    assert_eq!((story.case().state, story.case().objected), (State::Studied, false));
    assert!(story.case().may_by(StepKind::Decided, Some((&omar, &committee)), Desk::HeadOffice).is_err());
}

#[test]
fn a_circle_that_a_forger_made_hides_nothing() {
    let mut story = Story::submitted();
    let before = story.case().ends;
    let one = story.apart("x", Step::Withdrawn, vec![]);
    let other = story.apart("x", Step::Answered, vec![one]);
    let (step, _) = story.steps.iter_mut().find(|(step, _)| step.id == one).unwrap();
    step.seen = Some(vec![other]);
    let case = story.case();
    assert_eq!(case.ends.iter().filter(|end| before.contains(end)).count(), before.len());
    assert_eq!(case.settle.len(), 1);
}

#[test]
fn every_step_and_state_has_a_code_of_its_own() {
    for kind in StepKind::ALL {
        assert_eq!(StepKind::from_code(kind.code()), Some(*kind));
    }
    for state in State::ALL {
        assert_eq!(State::from_code(state.code()), Some(state));
    }
}

#[test]
fn a_step_can_be_done_in_some_state_by_somebody() {
    for kind in StepKind::ALL {
        assert!(State::ALL.iter().any(|state| target(*state, *kind).is_some()), "{kind:?}");
        assert!(!roles_for(*kind).1.is_empty());
    }
}

/// Somebody who works somewhere, and what they may do there.
struct Worker {
    name: &'static str,
    role: Role,
    at: Desk,
}

const WORKERS: [Worker; 9] = [
    Worker { name: "sara", role: Role::Relations, at: Desk::Branch },
    Worker { name: "rana", role: Role::Representative, at: Desk::Branch },
    Worker { name: "salma", role: Role::SocialResearch, at: Desk::Branch },
    Worker { name: "noura", role: Role::SocialResearch, at: Desk::HeadOffice },
    Worker { name: "omar", role: Role::Committee, at: Desk::HeadOffice },
    Worker { name: "huda", role: Role::Committee, at: Desk::HeadOffice },
    Worker { name: "fahd", role: Role::Committee, at: Desk::HeadOffice },
    Worker { name: "amal", role: Role::Administrator, at: Desk::HeadOffice },
    Worker { name: "maha", role: Role::Relations, at: Desk::HeadOffice },
];

/// Three branches and head office, each with the steps that it knows.
struct World {
    request: Request,
    replicas: [Vec<(RequestStep, Option<Code>)>; 4],
    dice: StdRng,
    recorded: Vec<FactId>,
}

impl World {
    /// Everybody knows how far the request has come: to its first, second or fourth part.
    fn new(seed: u64) -> Self {
        let mut dice = StdRng::seed_from_u64(seed);
        let begun = match dice.random_range(0..4) {
            0 => Story::new(),
            1 => Story::submitted(),
            2 => Story::accepted(),
            _ => Story::delivering().0,
        };
        let recorded = begun.steps.iter().map(|(step, _)| step.id).collect();
        let replicas = std::array::from_fn(|_| begun.steps.clone());
        Self { request: begun.request, replicas, dice, recorded }
    }

    fn case(&self, replica: usize) -> Case {
        fold(&self.request, &self.replicas[replica])
    }

    /// Has somebody try a step where they work; what is refused leaves no trace.
    fn try_step(&mut self, replica: usize, kind: StepKind) -> bool {
        let case = self.case(replica);
        let at = if replica == 3 { Desk::HeadOffice } else { Desk::Branch };
        let Some(step) = self.step_of(kind, &case) else { return false };
        let here: Vec<&Worker> = WORKERS.iter().filter(|worker| worker.at == at).collect();
        let worker = here[self.dice.random_range(0..here.len())];
        let said = Said {
            reason: Text::new("سبب").ok(),
            against: matches!(step, Step::Matched(_)).then(|| Text::new("أبشر").unwrap()),
            collector: matches!(step, Step::Delivered(_)).then(|| Text::new("نورة").unwrap()),
            signature: None,
        };
        let id = FactId::from_random(self.dice.random());
        let (request, at_moment) = (self.request.id, moment("2026-05-12"));
        let seen = Some(case.ends.clone());
        let mut done = RequestStep { id, request, at: at_moment, seen, on_paper_by: None, step, said };
        let person = code(worker.name);
        if done.step.is_told(&done.said).is_err()
            || case.may(&done, Some((&person, &worker.role)), at, date("2026-05-12")).is_err()
        {
            return false;
        }
        if let Step::Registered(number) | Step::Numbered(number) = &mut done.step {
            *number = Some(code("1447/000001"));
        }
        self.recorded.push(id);
        self.replicas[replica].push((done, Some(person)));
        true
    }

    fn step_of(&mut self, kind: StepKind, case: &Case) -> Option<Step> {
        let card = Matter::Paper(code("id_card"));
        let entitlement = case.entitlements.first().map(|known| known.id);
        Some(match kind {
            StepKind::Received => Step::Received,
            StepKind::Answered => Step::Answered,
            StepKind::Given => Step::Given((Matter::Datum(code("income")), None)),
            StepKind::Matched => matched(None),
            StepKind::NotValid => Step::NotValid(card),
            StepKind::Referred => Step::Referred,
            StepKind::Came => Step::Came,
            StepKind::Explained => Step::Explained,
            StepKind::Allowed => Step::Allowed(Amount::of_halalas(50_000).unwrap()),
            StepKind::Attested => Step::Attested((Some(code("attestation-1")), None)),
            StepKind::Submitted => Step::Submitted(date("2026-05-26")),
            StepKind::Numbered => Step::Numbered(None),
            StepKind::Studied => Step::Studied(Recommendation::Accept),
            StepKind::Decided => match self.dice.random_range(0..4) {
                0 => decide(Outcome::Refuse, None),
                1 => decide(Outcome::Complete, None),
                _ => accept(),
            },
            StepKind::AnswerAttempted => {
                Step::AnswerAttempted((AnswerChannel::PhoneCall, AnswerResult::Reached, None))
            }
            StepKind::Completed => Step::Completed,
            StepKind::Registered => Step::Registered(None),
            StepKind::Prepared => Step::Prepared(self.dice.random_bool(0.5).then(|| riyals(1500))),
            StepKind::Approved => Step::Approved(entitlement),
            StepKind::Delivered => Step::Delivered((entitlement?, riyals(500))),
            StepKind::Returned => Step::Returned((entitlement?, riyals(500))),
            StepKind::Withdrawn => Step::Withdrawn,
            StepKind::Objected => Step::Objected,
            StepKind::ObjectionDecided => Step::ObjectionDecided(ObjectionOutcome::Change),
            StepKind::Corrected => Step::Corrected(case.steps.last()?.0),
            StepKind::Settled => {
                let open = case.settle.first()?;
                let keeps = open.facts[self.dice.random_range(0..open.facts.len())];
                Step::Settled((open.facts.clone(), Some(keeps)))
            }
        })
    }

    /// Has a replica learn all that another one knows.
    fn learn(&mut self, from: usize, to: usize) {
        for known in self.replicas[from].clone() {
            if self.replicas[to].iter().all(|(step, _)| step.id != known.0.id) {
                self.replicas[to].push(known);
            }
        }
    }

    fn join_all(&mut self) {
        for replica in 0..3 {
            self.learn(replica, 3);
        }
        for replica in 0..3 {
            self.learn(3, replica);
        }
    }

    /// Has somebody do something that may be done, somewhere; the rarer endings rarely.
    fn go_on(&mut self, replica: usize) {
        let kinds = StepKind::ALL;
        for _ in 0..40 {
            let kind = kinds[self.dice.random_range(0..kinds.len())];
            let is_rare = matches!(kind, StepKind::Withdrawn | StepKind::NotValid | StepKind::Returned);
            if (!is_rare || self.dice.random_bool(0.1)) && self.try_step(replica, kind) {
                return;
            }
        }
    }
}

/// How many histories are tried: as many as `SILA_HISTORIES` says.
fn histories() -> u64 {
    std::env::var("SILA_HISTORIES").ok().and_then(|n| n.parse().ok()).unwrap_or(60)
}

#[test]
fn whatever_happens_apart_every_replica_ends_with_the_same_case_and_every_step_that_was_recorded() {
    let mut states = std::collections::BTreeSet::new();
    for seed in 0..histories() {
        let mut world = World::new(seed);
        for _ in 0..world.dice.random_range(10..60) {
            let replica = world.dice.random_range(0..4);
            world.go_on(replica);
            if world.dice.random_bool(0.4) {
                let other = world.dice.random_range(0..4);
                world.learn(replica, other);
            }
        }
        world.join_all();
        let case = world.case(3);
        for replica in 0..3 {
            world.replicas[replica].shuffle(&mut world.dice);
            assert_eq!(world.case(replica), case, "seed {seed}");
        }
        let mut present: Vec<FactId> = world.replicas[0].iter().map(|(step, _)| step.id).collect();
        present.sort_unstable();
        world.recorded.sort_unstable();
        assert_eq!(present, world.recorded, "seed {seed}");
        for open in &case.settle {
            assert!(open.facts.iter().all(|fact| world.recorded.contains(fact)), "seed {seed}");
        }
        // head office can settle whatever there is, one after another
        for _ in 0..world.recorded.len() {
            if world.case(3).settle.is_empty() {
                break;
            }
            let before = world.case(3).settle;
            while !world.try_step(3, StepKind::Settled) {}
            assert!(!world.case(3).settle.contains(&before[0]), "seed {seed}: it stays open");
        }
        assert_eq!(world.case(3).settle, [], "seed {seed}");
        states.insert(world.case(3).state);
    }
    assert!(states.len() > 8, "the histories come only to {states:?}");
}

#[test]
fn replicas_that_always_know_all_contradict_nothing() {
    for seed in 0..histories() / 2 {
        let mut world = World::new(seed);
        for _ in 0..25 {
            let replica = world.dice.random_range(0..4);
            world.go_on(replica);
            world.join_all();
            assert_eq!(world.case(0).settle, [], "seed {seed}");
        }
    }
}

#[test]
fn of_a_thousand_deliveries_that_are_split_at_random_those_planted_are_listed() {
    let (story, entitlement) = Story::delivering();
    let ends = story.case().ends;
    let mut listed = 0;
    for seed in 0..1_000 {
        let mut dice = StdRng::seed_from_u64(seed);
        let mut story = story.clone();
        let mut left = 1500;
        let mut parts = Vec::new();
        while left > 0 {
            let part = dice.random_range(1..=left);
            parts.push(part);
            left -= part;
        }
        let is_planted = dice.random_bool(0.5);
        if is_planted {
            parts.push(parts[dice.random_range(0..parts.len())]);
        }
        parts.shuffle(&mut dice);
        for part in &parts {
            story.apart("sara", Step::Delivered((entitlement, riyals(*part))), ends.clone());
        }
        let case = story.case();
        let all: i64 = parts.iter().sum();
        assert_eq!(case.delivered(), handed_over(all), "seed {seed}");
        assert_eq!(!case.settle.is_empty(), is_planted, "seed {seed}: {parts:?}");
        listed += usize::from(is_planted);
    }
    assert!((300..700).contains(&listed), "{listed}");
}

#[test]
fn two_branches_that_prepare_one_grant_apart_are_listed_and_each_entitlement_stands() {
    let mut story = Story::delivering().0;
    story.steps.pop();
    let ends = story.case().ends;
    let one = story.apart("sara", Step::Prepared(Some(riyals(1500))), ends.clone());
    let other = story.apart("rana", Step::Prepared(Some(riyals(1500))), ends);
    assert_eq!(kinds(&story.case()), [(ContradictionKind::Delivery, 2)]);
    story.then("amal", Step::Settled((vec![one, other], Some(one))));
    story.then("sara", Step::Delivered((one, riyals(1500))));
    let case = story.case();
    assert_eq!((case.state, case.settle.len()), (State::Delivered, 0));
    // the other one was settled away: what is handed over by it is more than there was
    story.then("rana", Step::Delivered((other, riyals(100))));
    assert_eq!(story.case().settle.len(), 1);
}
