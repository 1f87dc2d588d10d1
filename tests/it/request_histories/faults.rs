//! What is wrong with what replicas know once nothing is left to exchange: every line is a fault, by the place that has it.

use std::collections::{BTreeMap, BTreeSet};

use shared::domain::request::{Case, RequestStep, Said, State, Step, fold};
use shared::domain::{Code, FactId, LineKind};
use shared::replica::{OpenedRequest, OpenedStep};
use shared::store::StoreError;

use super::world::{DAY, OFFICE, Told, World};

/// Looks at everything that each replica knows of requests.
pub fn faults(world: &World) -> Vec<String> {
    let mut faults = Vec::new();
    let (mut numbers, mut states): (BTreeMap<&str, Vec<Code>>, BTreeMap<State, u64>) = Default::default();
    let mut cases = BTreeMap::new();
    for (of, told) in &world.told {
        let Some(office) = world.opened(OFFICE, *of) else {
            faults.push(format!("head office does not know {of}"));
            continue;
        };
        let all = all_steps(told, &office);
        let case = fold(&told.request, &all);
        let given = all[told.steps.len()..].iter().map(|(step, _)| &step.step);
        numbers.entry(told.branch).or_default().extend(given.filter_map(|step| match step {
            Step::Numbered(number) => number.clone(),
            _ => None,
        }));
        // a number stays, whatever becomes of the submission
        let is_submission = |(step, _): &(RequestStep, _)| matches!(step.step, Step::Submitted(_));
        let fits = match case.request_no {
            Some(_) => all.iter().any(is_submission),
            None => case.submitted_on.is_none(),
        };
        if !fits {
            faults.push(format!("{of}: submitted {:?}, number {:?}", case.submitted_on, case.request_no));
        }
        *states.entry(case.state).or_default() += 1;
        cases.insert(*of, (told, all, case));
    }
    for (of, (told, all, case)) in &cases {
        for at in 0..=OFFICE {
            let place = format!("{}: {of}", World::name(at));
            match world.opened(at, *of) {
                Some(_) if at < OFFICE && world.is_stranger(at, told) => {
                    faults.push(format!("{place}: a stranger knows it"));
                }
                Some(opened) => {
                    let is_masked = at == OFFICE;
                    faults.extend(
                        faults_of(told, all, case, &opened, is_masked).map(|e| format!("{place}: {e}")),
                    );
                }
                None if at == OFFICE || world.knowers(told).contains(&at) => {
                    faults.push(format!("{place}: it is missing"));
                }
                None => {}
            }
        }
        if let Some(planted) = &told.planted {
            let listed: Vec<(_, BTreeSet<FactId>)> =
                case.settle.iter().map(|open| (open.kind, open.facts.iter().copied().collect())).collect();
            let planted: Vec<_> = planted.iter().cloned().collect();
            if listed != planted {
                faults.push(format!("{of}: planted {planted:?}, listed {listed:?}"));
            }
        }
    }
    if world.office.replica.count_requests(None).unwrap() != states {
        faults.push("head office's list differs from the cases".to_owned());
    }
    faults.extend(numbers.into_iter().flat_map(|(branch, given)| gaps(&format!("{branch}/1447/"), given)));
    let registered = cases.values().flat_map(|(_, all, _)| all).filter_map(|(step, _)| match &step.step {
        Step::Registered(number) => number.clone(),
        _ => None,
    });
    faults.extend(gaps("1447/", registered.collect()));
    faults.extend(strangers(world));
    faults
}

/// What was recorded of a request, and what nobody records: the number that head office gave it, and papers on file.
fn all_steps(told: &Told, office: &OpenedRequest) -> Vec<(RequestStep, Option<Code>)> {
    let is_number = |known: &&OpenedStep| {
        matches!(known.step.step, Step::Numbered(Some(_))) && known.by.is_none() && known.at_head_office
    };
    let numbers = office.steps.iter().filter(is_number).take(1);
    let is_carried =
        |known: &&OpenedStep| matches!(&known.step.step, Step::Matched(matched) if matched.on_file.is_some());
    let carried = office.steps.iter().filter(is_carried);
    let others = numbers.chain(carried).map(|known| (known.step.clone(), known.by.clone()));
    told.steps.iter().cloned().chain(others).collect()
}

/// What is wrong with a request as one replica knows it.
fn faults_of(
    told: &Told,
    all: &[(RequestStep, Option<Code>)],
    case: &Case,
    opened: &OpenedRequest,
    is_masked: bool,
) -> impl Iterator<Item = String> {
    let mut faults = Vec::new();
    let mut left: BTreeMap<FactId, _> = all.iter().map(|known| (known.0.id, known)).collect();
    for OpenedStep { step, by, .. } in &opened.steps {
        let Some((recorded, recorded_by)) = left.remove(&step.id) else {
            faults.push(format!(
                "{} ({}) was never recorded, or is there twice",
                step.id,
                step.step.kind().code()
            ));
            continue;
        };
        let mut recorded = recorded.clone();
        if is_masked {
            recorded.said = Said::default();
        }
        if *step != recorded || by != recorded_by {
            faults.push(format!("{step:?} by {by:?} was recorded as {recorded:?} by {recorded_by:?}"));
        }
    }
    let lost = left.values().map(|(step, _)| format!("{} ({}) is lost", step.id, step.step.kind().code()));
    faults.extend(lost);
    if opened.case != *case {
        faults.push(format!("it stands at {:?} and not {:?}", opened.case, case));
    }
    let asked = if is_masked { None } else { told.request.beneficiary.clone() };
    if opened.request.beneficiary != asked || opened.request.terms != told.request.terms {
        faults.push("it was asked otherwise".to_owned());
    }
    faults.into_iter()
}

/// The numbers of a series, each once and without a gap.
fn gaps(series: &str, given: Vec<Code>) -> Option<String> {
    let mut given: Vec<String> = given.iter().map(Code::to_string).collect();
    given.sort_unstable();
    let expected: Vec<String> = (1..=given.len()).map(|n| format!("{series}{n:06}")).collect();
    (given != expected).then(|| format!("{series} gave {given:?}"))
}

/// The requests that a replica knows and nobody recorded.
fn strangers(world: &World) -> Vec<String> {
    let mut known: Vec<(usize, String)> = Vec::new();
    for (at, device) in world.devices.iter().enumerate() {
        let each = |opened: OpenedRequest| {
            known.push((at, opened.request.id.to_string()));
            Ok::<_, StoreError>(())
        };
        device.kiosk.each_request(each).unwrap();
    }
    let each = |line: shared::domain::Line| {
        let line: serde_json::Value = serde_json::from_str(&line.to_string()).unwrap();
        known.push((OFFICE, line["id"].as_str().unwrap_or_default().to_owned()));
        Ok::<_, StoreError>(())
    };
    world.office.replica.export(LineKind::Case(DAY), each).unwrap();
    let told: BTreeSet<String> = world.told.keys().map(ToString::to_string).collect();
    let unknown = known.into_iter().filter(|(_, of)| !told.contains(of));
    unknown.map(|(at, of)| format!("{}: nobody recorded {of}", World::name(at))).collect()
}
