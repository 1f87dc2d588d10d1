//! How the screens of a support request are reached, and made-up requests for them.

use jiff::ToSpan as _;
use shared::domain::request::{
    Match, Matter, PaperNeed, PaperRule, Request, RequestStep, Said, Step, StepFields, StepKind, Terms, fold,
};
use shared::domain::{Body, Channel, Code, Fact, FactId, Moment, Role};

use super::Stage;
use super::people::{PeopleScene, sample_person};
use super::sample::{SAMPLE_TEXTS, sample_now};
use crate::action::{Action, RequestAction};
use crate::link::{Event, OpenedRequest};
use crate::sample::{code, worded};

/// A screen of a support request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestScene {
    /// The person's page with their requests.
    Person,
    /// The service of a new request.
    Ask,
    /// A last look before it is recorded.
    Check,
    /// A request on its way to the committee.
    Request,
    /// What the applicant takes along.
    Receipt,
    /// A request that must be settled.
    Settling,
    /// Which paper is matched.
    Paper,
    /// Until when a paper is valid, which it is not.
    ValidUntil,
    /// Whether the original of a paper was seen.
    Original,
    /// What a paper was compared with, which nobody said.
    Against,
    /// What is attested.
    Attest,
    /// The signature under it, which is missing.
    Sign,
    /// The day is told, and the request submitted.
    Submit,
}

impl RequestScene {
    /// Returns its name in file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "request-person",
            Self::Ask => "request-ask",
            Self::Check => "request-check",
            Self::Request => "request-stands",
            Self::Receipt => "request-receipt",
            Self::Settling => "request-settling",
            Self::Paper => "request-paper",
            Self::ValidUntil => "request-valid-until",
            Self::Original => "request-original",
            Self::Against => "request-against",
            Self::Attest => "request-attest",
            Self::Sign => "request-sign",
            Self::Submit => "request-submit",
        }
    }

    /// Plays the scene from field mode's home up to its screen.
    pub fn play(self, stage: &mut Stage) {
        let act = |stage: &mut Stage, action| stage.act(Action::Request(action));
        let choose = |code: &str| RequestAction::Choose(code.to_owned());
        PeopleScene::Person.play(stage);
        let files = sample_person().files;
        let role = Some(Role::SocialResearch);
        stage.tell(Event::Requests { files, role, rows: sample_requests() });
        let [received, ready, settling] = REQUESTS.map(|n| FactId::from_random([n; 16]));
        match self {
            Self::Person => {}
            Self::Ask => act(stage, RequestAction::Ask),
            Self::Check => {
                act(stage, RequestAction::Ask);
                act(stage, choose("support"));
                act(stage, choose(Channel::Interview.code()));
            }
            Self::Request => act(stage, RequestAction::Open(received)),
            Self::Receipt => {
                act(stage, RequestAction::Open(ready));
                act(stage, RequestAction::ShowReceipt);
            }
            Self::Settling => act(stage, RequestAction::Open(settling)),
            Self::Paper | Self::ValidUntil | Self::Original | Self::Against => {
                act(stage, RequestAction::Open(received));
                act(stage, RequestAction::Begin(StepKind::Matched));
                if self == Self::Paper {
                    return;
                }
                if self == Self::Original {
                    act(stage, choose("family_register"));
                    return act(stage, RequestAction::Next);
                }
                act(stage, choose("income_proof"));
                if self == Self::ValidUntil {
                    act(stage, RequestAction::Write("31/2/1448".to_owned()));
                    return act(stage, RequestAction::Next);
                }
                act(stage, RequestAction::Next);
                act(stage, RequestAction::Next);
            }
            Self::Attest | Self::Sign => {
                act(stage, RequestAction::Open(received));
                act(stage, RequestAction::Begin(StepKind::Attested));
                if self == Self::Sign {
                    (0..2).for_each(|_| act(stage, RequestAction::Next));
                }
            }
            Self::Submit => {
                act(stage, RequestAction::Open(ready));
                act(stage, RequestAction::Begin(StepKind::Submitted));
            }
        }
    }
}

/// The requests by what their ids are made of.
const REQUESTS: [u8; 3] = [31, 32, 33];

/// Returns a person's requests: one being received, one that is ready, one that must be settled.
pub fn sample_requests() -> Vec<OpenedRequest> {
    let paper = |name: &str| Matter::Paper(code(name));
    let received = vec![
        (Step::Received, None),
        (Step::Given((paper("id_card"), None)), None),
        (Step::Matched(Match::of(paper("id_card"))), Some(SAMPLE_TEXTS[1])),
    ];
    let mut ready = received.clone();
    ready.push((Step::Given((paper("income_proof"), None)), None));
    ready.push((Step::Matched(Match::of(paper("income_proof"))), Some(SAMPLE_TEXTS[1])));
    ready.push((made(StepKind::Attested), None));
    let settling = vec![(Step::Received, None), (made(StepKind::Completed), None)];
    let [first, second, third] = REQUESTS;
    vec![
        opened(first, "support", &received),
        opened(second, "housing", &ready),
        opened(third, "food", &settling),
    ]
}

fn made(kind: StepKind) -> Step {
    Step::from_fields(kind, StepFields::default()).expect("the step has no field that must be there").0
}

fn opened(n: u8, service: &str, steps: &[(Step, Option<&str>)]) -> OpenedRequest {
    let id = FactId::from_random([n; 16]);
    let at = |hours: i64| {
        let at = sample_now().checked_sub((72 - hours).hours()).unwrap_or_else(|_| sample_now());
        Moment::from_zoned(&at)
    };
    let register = PaperRule {
        need: PaperNeed::Optional,
        original: true,
        copy: true,
        days: Some(90),
        ..PaperRule::required(code("family_register"))
    };
    let papers =
        vec![PaperRule::required(code("id_card")), PaperRule::required(code("income_proof")), register];
    let request = Request {
        id,
        at: at(0),
        channel: Channel::Interview,
        service: code(service),
        beneficiary: None,
        terms: Some(Terms { papers, ..Terms::default() }),
    };
    let by = Some(code("staff-01"));
    let (mut known, mut seen) = (Vec::new(), Vec::new());
    for (place, (step, against)) in (1_u8..).zip(steps) {
        let own = FactId::from_random([n.wrapping_add(place.wrapping_mul(40)); 16]);
        let against = against.map(worded);
        let step = RequestStep {
            id: own,
            request: id,
            at: at(i64::from(place) * 3),
            seen: Some(std::mem::replace(&mut seen, vec![own])),
            on_paper_by: None,
            step: step.clone(),
            said: Said { against, ..Said::default() },
        };
        known.push((step, by.clone()));
    }
    let case = fold(&request, &known);
    let step =
        |(step, by): (RequestStep, Option<Code>)| crate::link::OpenedStep { step, by, at_head_office: false };
    let body = Body::Request(Box::new(request.clone()));
    let fact =
        Fact { id, branch: None, by, recorded: None, file: sample_person().files.first().copied(), body };
    OpenedRequest { request, fact, steps: known.into_iter().map(step).collect(), case }
}
