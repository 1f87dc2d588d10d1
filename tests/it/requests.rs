//! Support requests between branches and head office: recorded under people's own names, folded to the same case everywhere.

use jiff::ToSpan as _;
use serde_json::{Value, json};
use shared::doc::{Fields, Scalar};
use shared::domain::request::{ContradictionKind, RequestStep, State, Step, StepKind};
use shared::domain::{BranchId, DeviceMode, LineKind, Person, Record, Role};
use shared::replica::{Act, KioskError, NewPin, RecordOutcome, SEEN};
use shared::store::StoreError;
use tests::branch::{Branch, CHEAP, parse};
use tests::casework::{OWN_PIN, id, person, request, saved, step, usual_fields};
use tests::forger::{Forger, fact};
use tests::network::Network;
use tests::office::HeadOffice;

pub fn noura() -> Value {
    json!({"name": "نورة", "national_id": "1000000008", "mobile": "0556880045"})
}

pub fn usual(n: u32, of: u32, kind: StepKind) -> Value {
    step(n, of, kind.code(), &usual_fields(kind))
}

fn refused(outcomes: &[RecordOutcome]) -> (&'static str, String) {
    match outcomes {
        [RecordOutcome::Refused { field, reason }] => (field, reason.clone()),
        other => panic!("it was not refused: {other:?}"),
    }
}

/// What is missing of a request as it stands on a device.
fn missing(branch: &Branch, n: u32) -> Vec<String> {
    branch.case(n).missing(jiff::civil::date(2026, 5, 12)).iter().map(ToString::to_string).collect()
}

/// A branch with a desk where Sara works, and one where Rana does, in another city.
pub struct Stage {
    pub office: HeadOffice,
    pub network: Network,
    pub desk: Branch,
    other: Branch,
}

impl Stage {
    pub fn new(seed: u64) -> Self {
        let mut office = HeadOffice::new(seed);
        let mut network = Network::default();
        let mut desk = Branch::enrolled("riyadh", &mut office, seed);
        let mut other = Branch::enrolled("jeddah", &mut office, seed + 1);
        desk.take_pass(&mut office, &mut network, "sara", &Role::Relations);
        desk.take_pass(&mut office, &mut network, "salma", &Role::SocialResearch);
        other.take_pass(&mut office, &mut network, "rana", &Role::Relations);
        Self { office, network, desk, other }
    }

    pub fn sync(&mut self) {
        for _ in 0..2 {
            self.network.sync(&mut self.desk, &mut self.office).unwrap();
            self.network.sync(&mut self.other, &mut self.office).unwrap();
            self.office.match_files();
        }
    }

    /// A request that Sara took and submitted: 1, its steps 2 to 5.
    pub fn submitted(seed: u64) -> Self {
        let mut stage = Self::new(seed);
        saved(&stage.desk.record_as("sara", &[request(1, &noura())]));
        for (n, kind) in [
            (2, StepKind::Received),
            (3, StepKind::Matched),
            (4, StepKind::Attested),
            (5, StepKind::Submitted),
        ] {
            saved(&stage.desk.record_as("sara", &[usual(n, 1, kind)]));
        }
        stage.sync();
        stage
    }

    /// A request that was granted and whose answer was given: its steps to 10.
    fn answered(seed: u64) -> Self {
        let mut stage = Self::submitted(seed);
        saved(&stage.desk.record_as("salma", &[usual(6, 1, StepKind::Studied)]));
        stage.sync();
        for (n, member) in [(7, "omar"), (8, "huda")] {
            saved(&stage.office.record_as(member, &Role::Committee, &[usual(n, 1, StepKind::Decided)]));
        }
        stage.sync();
        saved(&stage.desk.record_as("sara", &[usual(9, 1, StepKind::AnswerAttempted)]));
        stage.sync();
        stage
    }

    fn entitled(seed: u64) -> Self {
        let mut stage = Self::answered(seed);
        saved(&stage.office.record_as("rana", &Role::Relations, &[usual(10, 1, StepKind::Registered)]));
        stage.sync();
        saved(&stage.desk.record_as("sara", &[usual(11, 1, StepKind::Prepared)]));
        stage.sync();
        stage
    }
}

fn delivered(n: u32, amount: i64) -> Value {
    let fields = json!({"entitlement": id(11).to_string(), "amount": amount, "collector": "نورة"});
    step(n, 1, "delivered", &fields)
}

#[test]
fn a_request_goes_from_the_door_to_the_delivery_and_every_replica_knows_how_it_stands() {
    let mut stage = Stage::entitled(1);
    let case = stage.office.case(1);
    assert_eq!(case.state, State::Delivering);
    assert_eq!(case.request_no.as_ref().map(ToString::to_string).as_deref(), Some("riyadh/1447/000001"));
    assert_eq!(case.registration_no.as_ref().map(ToString::to_string).as_deref(), Some("1447/000001"));
    assert_eq!(stage.desk.case(1), case, "the branch knows what head office decided");
    saved(&stage.desk.record_as("sara", &[delivered(12, 1500)]));
    stage.sync();
    assert_eq!((stage.office.case(1).state, stage.desk.case(1).state), (State::Delivered, State::Delivered));
    stage.office.assert_whole();
    let mut lines = Vec::new();
    let day = stage.desk.clock.reading().wall.date();
    let each = |line: shared::domain::Line| {
        lines.push(line.to_string());
        Ok::<_, StoreError>(())
    };
    stage.office.replica.export(LineKind::Case(day), each).unwrap();
    let line: Value = serde_json::from_str(&lines[0]).unwrap();
    assert_eq!(
        (
            &line["state"],
            &line["told_date"],
            &line["earliest"],
            &line["outcome"],
            &line["delivered"]["amount"]
        ),
        (&json!("delivered"), &json!("2026-05-26"), &json!("2026-05-26"), &json!("accept"), &json!(1500))
    );
}

#[test]
fn what_a_kiosk_exports_of_requests_another_one_takes_as_it_was() {
    let mut stage = Stage::submitted(2);
    let mut lines: Vec<Value> = Vec::new();
    let each = |line: shared::domain::Line| {
        lines.push(serde_json::from_str(&line.to_string()).unwrap());
        Ok::<_, KioskError>(())
    };
    stage.desk.kiosk.export(each).unwrap();
    assert_eq!(lines.len(), 5, "what head office wrote is head office's to export");
    lines.iter_mut().for_each(|line| drop(line.as_object_mut().unwrap().remove("branch")));
    assert!(lines.iter().all(|line| line["by"] == "sara"));
    let again = stage.desk.record_as("sara", &lines);
    assert!(again.iter().all(|outcome| matches!(outcome, RecordOutcome::Repeated(_))), "{again:?}");
    stage.other.take_pass(&mut stage.office, &mut stage.network, "sara", &Role::Relations);
    saved(&stage.other.record_as("sara", &lines));
    let mut own = stage.desk.case(1);
    // the number is head office's word to Riyadh
    own.request_no = None;
    own.ends.clone_from(&stage.other.case(1).ends);
    assert_eq!((stage.other.case(1).state, own.state), (State::Submitted, State::Submitted));
}

#[test]
fn nobody_records_anything_of_a_request_without_a_pass_of_their_own() {
    let mut stage = Stage::new(3);
    let outcome = stage.desk.record_as("rana", &[request(1, &noura())]);
    assert_eq!(refused(&outcome).0, "by", "her pass is for another device");
    saved(&stage.desk.record_as("sara", &[request(1, &noura())]));
    let received = usual(2, 1, StepKind::Received);
    assert_eq!(
        refused(&stage.desk.try_record(std::slice::from_ref(&received)).unwrap()).0,
        "by",
        "nobody signed in"
    );
    assert_eq!(refused(&stage.desk.record_as("rana", std::slice::from_ref(&received))).0, "by");
    // whoever knows the device's PIN sets no PIN of somebody else's by it
    let pin = NewPin::new(&mut stage.desk.dice, OWN_PIN, CHEAP);
    let rana = person("rana");
    let whose = shared::replica::Whose::Representative(&rana);
    stage.desk.kiosk.set_pin(whose, pin, shared::replica::PinBefore::None).unwrap();
    assert_eq!(refused(&stage.desk.record_as("rana", &[received])).0, "by");
}

#[test]
fn a_code_sets_one_pin_once_and_an_ended_pass_opens_nothing_more() {
    let mut stage = Stage::new(4);
    let (device, sara) = (stage.desk.kiosk.device().unwrap(), person("sara"));
    let mut act = stage.office.act();
    let code = stage.office.replica.issue_pass(&mut act, device, &sara, &Role::Relations).unwrap();
    let other_code =
        stage.office.replica.issue_pass(&mut act, device, &person("huda"), &Role::Relations).unwrap();
    stage.sync();
    let now = stage.desk.clock.reading().unix_millis();
    assert!(
        matches!(stage.desk.kiosk.role_of(now, &sara), Err(KioskError::PassEnded)),
        "a new one was issued"
    );
    let mut set = |code| {
        let pin = NewPin::new(&mut stage.desk.dice, OWN_PIN, CHEAP);
        stage.desk.kiosk.set_pin_with_pass(now, &sara, code, pin)
    };
    assert!(matches!(set(&other_code), Err(KioskError::NoPass)), "the code of somebody else");
    set(&code).unwrap();
    assert!(matches!(set(&code), Err(KioskError::NoPass)), "a second time");
    assert_eq!(stage.desk.kiosk.role_of(now, &sara).unwrap(), Role::Relations);
    assert_eq!(stage.office.replica.end_passes(&mut act, &sara, None).unwrap(), 1);
    saved(&stage.desk.record_as("sara", &[request(1, &noura())]));
    stage.sync();
    assert!(matches!(stage.desk.kiosk.role_of(now, &sara), Err(KioskError::PassEnded)));
    assert_eq!(refused(&stage.desk.record_as("sara", &[usual(2, 1, StepKind::Received)])).0, "by");
    assert!(stage.office.replica.open_request(id(1)).unwrap().is_some(), "what was done before stays");
}

#[test]
fn a_device_that_hears_nothing_for_45_days_lets_nobody_work_under_their_name() {
    let mut stage = Stage::new(5);
    let sara = person("sara");
    stage.sync();
    stage.desk.clock.advance(45.days());
    let at = |stage: &Stage| stage.desk.clock.reading().unix_millis();
    assert!(stage.desk.kiosk.role_of(at(&stage), &sara).is_ok());
    stage.desk.clock.advance(1.minute());
    assert!(matches!(stage.desk.kiosk.role_of(at(&stage), &sara), Err(KioskError::PassTooOld)));
    let outcome = stage.desk.record_as("sara", &[request(1, &noura())]);
    assert_eq!(refused(&outcome).0, "by");
}

#[test]
fn two_branches_deliver_one_entitlement_offline_and_head_office_sees_both() {
    let mut stage = Stage::entitled(6);
    // Jeddah comes to hold the family's file, and with it the request
    stage.other.record(&[crate::people::visit(99, &noura())]);
    stage.sync();
    assert_eq!(stage.other.case(1), stage.office.case(1));
    saved(&stage.desk.record_as("sara", &[delivered(12, 1500)]));
    saved(&stage.other.record_as("rana", &[delivered(13, 1500)]));
    stage.sync();
    let case = stage.office.case(1);
    assert_eq!(case.state, State::NeedsSettling);
    assert_eq!(
        case.settle.iter().map(|open| (open.kind, open.facts.len())).collect::<Vec<_>>(),
        [(ContradictionKind::Delivery, 2)]
    );
    assert_eq!(case.delivered().0.map(|amount| amount.to_string()).as_deref(), Some("3000"));
    assert_eq!((stage.desk.case(1), stage.other.case(1)), (case.clone(), case.clone()));
    let facts: Vec<String> = case.settle[0].facts.iter().map(ToString::to_string).collect();
    let settle = json!({"facts": facts, "keeps": facts[0], "reason": "سُلّمت مرتين، وتُخصم من الدفعة القادمة"});
    let outcome = stage.desk.record_as("sara", &[step(14, 1, "settled", &settle)]);
    assert_eq!(refused(&outcome).0, "step", "a branch settles nothing");
    saved(&stage.office.record_as("huda", &Role::Administrator, &[step(14, 1, "settled", &settle)]));
    stage.sync();
    assert_eq!((stage.desk.case(1).state, stage.other.case(1).state), (State::Delivered, State::Delivered));
    assert_eq!(stage.office.case(1).delivered(), case.delivered(), "what was handed over was");
}

#[test]
fn head_office_holds_what_a_device_wrote_in_a_name_that_was_never_let_do_that_there() {
    let mut stage = Stage::submitted(7);
    // a device of the branch whose program was altered
    let forger = Forger::enrolled(&mut stage.office, "riyadh", 9);
    let step = |n: u8, by: Option<&str>, step: &str| {
        let mut fields = Fields::none();
        let at = "2026-05-12T09:30:00+03:00";
        for (name, text) in [("kind", "request_step"), ("step", step), ("branch", "riyadh"), ("at", at)] {
            fields.insert(name, Scalar::Text(text.to_owned()));
        }
        fields.insert("wall", Scalar::Int(1_778_000_000_000));
        fields.insert("request", Scalar::Bytes(id(1).as_bytes().to_vec()));
        if let Some(by) = by {
            fields.insert("by", Scalar::Text(by.to_owned()));
        }
        fact(n, fields)
    };
    let push = [
        step(1, Some("sara"), "received"),
        step(2, None, "received"),
        step(3, Some("sara"), "explained"),
        step(4, Some("sara"), "registered"),
    ];
    let reply = forger.push_journal(&mut stage.office, &forger.journal, &push).unwrap();
    assert_eq!(
        reply.held.iter().map(|held| held.reason.as_str()).collect::<Vec<_>>(),
        ["no_pass", "no_pass", "no_pass", "not_allowed"]
    );
    assert_eq!(stage.office.case(1).state, State::Submitted);
    let held = stage.office.replica.list_held(0, 10).unwrap();
    assert_eq!(held.len(), 4);
    stage.office.replica.rebuild().unwrap();
    assert_eq!(stage.office.replica.count_held().unwrap(), 4, "a rebuild lets nothing through");
    let mut act = stage.office.act();
    stage.office.replica.issue_pass(&mut act, forger.device, &person("sara"), &Role::Relations).unwrap();
    let left = stage.office.replica.count_held().unwrap();
    assert_eq!(left, 3, "she may receive a request there now, neither explain nor do what head office does");
    stage.office.assert_whole();
}

#[test]
fn duties_are_kept_apart_at_head_office_too() {
    let mut stage = Stage::submitted(8);
    let committee = Role::Committee;
    let outcome = stage.office.record_as("omar", &committee, &[usual(7, 1, StepKind::Decided)]);
    assert_eq!(refused(&outcome), ("step", "needs study first".to_owned()));
    saved(&stage.office.record_as("salma", &Role::SocialResearch, &[usual(6, 1, StepKind::Studied)]));
    let outcome = stage.office.record_as("salma", &committee, &[usual(7, 1, StepKind::Decided)]);
    assert_eq!(refused(&outcome).0, "by", "whoever studied decides nothing");
    let outcome = stage.office.record_as("rana", &Role::Relations, &[usual(7, 1, StepKind::Decided)]);
    assert_eq!(refused(&outcome).0, "by", "not of the committee");
    let early = step(7, 1, "decided", &json!({"outcome": "accept", "amount": 1500}));
    assert_eq!(refused(&stage.office.record_as("omar", &committee, &[early])).0, "reason");
    saved(&stage.office.record_as("omar", &committee, &[usual(7, 1, StepKind::Decided)]));
    let again = stage.office.record_as("omar", &committee, &[usual(8, 1, StepKind::Decided)]);
    assert_eq!(refused(&again).0, "by", "one member decides once");
    let by_hand = step(9, 1, "registered", &json!({"number": "1447/000009"}));
    assert!(!matches!(
        stage.office.record_as("rana", &Role::Relations, &[by_hand])[..],
        [RecordOutcome::Saved(_)]
    ));
}

#[test]
fn numbers_have_no_gap_and_none_is_given_twice_after_an_old_backup() {
    let mut stage = Stage::new(9);
    let mut number = 1;
    let mut submit = |stage: &mut Stage, n: u32| {
        let of = n * 100;
        let person = json!({"name": format!("مستفيدة {n}"), "mobile": format!("05568800{n:02}")});
        saved(&stage.desk.record_as("sara", &[request(of, &person)]));
        for kind in [StepKind::Received, StepKind::Matched, StepKind::Attested, StepKind::Submitted] {
            number += 1;
            saved(&stage.desk.record_as("sara", &[usual(of + number, of, kind)]));
        }
        stage.sync();
        stage.office.case(of).request_no.unwrap().to_string()
    };
    let mut given: Vec<String> = (1..=3).map(|n| submit(&mut stage, n)).collect();
    assert_eq!(given, ["riyadh/1447/000001", "riyadh/1447/000002", "riyadh/1447/000003"]);
    let backup = stage.office.backup();
    given.push(submit(&mut stage, 4));
    stage.office.restore(backup);
    stage.sync();
    given.push(submit(&mut stage, 5));
    given.push(submit(&mut stage, 6));
    let mut once = given.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), given.len(), "{given:?}");
    assert!(given[4].starts_with("riyadh/1447/00000") && given[4].len() > given[3].len(), "{given:?}");
}

#[test]
fn a_request_that_was_settled_to_be_submitted_has_a_number() {
    let mut stage = Stage::new(11);
    stage.other.record(&[crate::people::visit(99, &noura())]);
    saved(&stage.desk.record_as("sara", &[request(1, &noura())]));
    for (n, kind) in [(2, StepKind::Matched), (3, StepKind::Attested)] {
        saved(&stage.desk.record_as("sara", &[usual(n, 1, kind)]));
    }
    stage.sync();
    saved(&stage.other.record_as("rana", &[usual(4, 1, StepKind::Withdrawn)]));
    stage.network.sync(&mut stage.other, &mut stage.office).unwrap();
    saved(&stage.desk.record_as("sara", &[usual(5, 1, StepKind::Submitted)]));
    stage.sync();
    assert_eq!((stage.office.case(1).state, stage.office.case(1).request_no), (State::NeedsSettling, None));
    let settle =
        json!({"facts": [id(4).to_string(), id(5).to_string()], "keeps": id(5).to_string(), "reason": "سبب"});
    saved(&stage.office.record_as("maha", &Role::Relations, &[step(6, 1, "settled", &settle)]));
    let case = stage.office.case(1);
    assert_eq!(case.state, State::Submitted);
    assert_eq!(case.request_no.as_ref().map(ToString::to_string).as_deref(), Some("riyadh/1447/000001"));
    stage.sync();
    assert_eq!((&stage.desk.case(1), &stage.other.case(1)), (&case, &case));
    stage.office.assert_whole();
}

#[test]
fn a_device_in_the_field_takes_a_request_without_a_network_and_its_branch_learns_of_it() {
    let mut stage = Stage::new(10);
    let mut field = Branch::enrolled_as("riyadh", &DeviceMode::Field, &mut stage.office, 30);
    field.take_pass(&mut stage.office, &mut stage.network, "khalid", &Role::Representative);
    saved(&field.record_as("khalid", &[request(1, &noura()), usual(2, 1, StepKind::Received)]));
    stage.network.sync(&mut field, &mut stage.office).unwrap();
    stage.sync();
    assert_eq!(stage.desk.case(1), stage.office.case(1));
    saved(&stage.desk.record_as("sara", &[usual(3, 1, StepKind::Matched)]));
}

/// Runs the kiosk's command line at a device, whose clock is the machine's from then on.
fn command(device: &Branch, words: &[&str], stdin: &str) -> (bool, String, String) {
    let output = crate::stolen::run(device, words, stdin);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.success(), text(output.stdout), text(output.stderr))
}

#[test]
fn by_line_somebody_sets_their_pin_and_records_a_request_under_their_own_name_alone() {
    let mut office = HeadOffice::new(20);
    let mut desk = Branch::enrolled("riyadh", &mut office, 20);
    desk.clock.set(&jiff::Zoned::now().to_string());
    // the code is used by the machine's clock
    let mut act = Act::new(desk.clock.unix_millis(), &mut office.dice);
    let device = desk.kiosk.device().unwrap();
    let code = office.replica.issue_pass(&mut act, device, &person("sara"), &Role::Relations).unwrap();
    let code = code.to_text();
    Network::default().sync(&mut desk, &mut office).unwrap();
    let files = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = files.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let (pin, lines) = (file("pin", "864209\n"), file("lines.ndjson", ""));
    let refused = command(&desk, &["pass", "--as", "sara", "--code", "AAAA-AAAA", "--pin-file", &pin], "");
    assert!(!refused.0 && refused.2.contains("code"), "{}", refused.2);
    let set = command(&desk, &["pass", "--as", "sara", "--code", &code, "--pin-file", &pin], "");
    assert!(set.0, "{}", set.2);
    let again = command(&desk, &["pass", "--as", "sara", "--code", &code, "--pin-file", &pin], "");
    assert!(!again.0 && again.2.contains("used"), "{}", again.2);

    let all: Vec<String> = [
        request(1, &noura()),
        usual(2, 1, StepKind::Received),
        usual(3, 1, StepKind::Matched),
        usual(4, 1, StepKind::Attested),
        usual(5, 1, StepKind::Submitted),
    ]
    .iter()
    .map(Value::to_string)
    .collect();
    std::fs::write(&lines, all.join("\n")).unwrap();
    let nobody = command(&desk, &["record", &lines], "");
    assert!(!nobody.0 && nobody.2.contains("line 1: type: "), "{}", nobody.2);
    let wrong = file("wrong", "111222\n");
    assert!(!command(&desk, &["record", "--as", "sara", "--pin-file", &wrong, &lines], "").0);
    let recorded = command(&desk, &["record", "--as", "sara", "--pin-file", &pin, &lines], "");
    assert!(recorded.0 && recorded.1.lines().count() == 5, "{}", recorded.2);
    let repeated = command(&desk, &["record", "--as", "sara", "--pin-file", &pin, &lines], "");
    assert!(repeated.2.contains("recorded 0, repeated 5, refused 0"), "{}", repeated.2);
    let mut another = usual(6, 1, StepKind::Withdrawn);
    another["by"] = json!("rana");
    let another = file("another", &another.to_string());
    let outcome = command(&desk, &["record", "--as", "sara", "--pin-file", &pin, &another], "");
    assert!(!outcome.0 && outcome.2.contains("line 1: by: "), "{}", outcome.2);
}

#[test]
fn whoever_looked_before_something_was_done_meanwhile_is_told_and_nothing_is_recorded() {
    let mut stage = Stage::new(31);
    saved(&stage.desk.record_as("sara", &[request(1, &noura())]));
    let file = stage.desk.kiosk.open_request(id(1)).unwrap().unwrap().fact.file.unwrap();
    let looked = stage.desk.kiosk.requests_of(&[file]).unwrap().remove(0);
    let Record::Step(received) = parse(&usual(2, 1, StepKind::Received)) else { panic!("a step") };
    let received = looked.seen_by(&received);
    saved(&stage.desk.record_as("sara", &[usual(3, 1, StepKind::Matched)]));
    let mut act = Act { by: Some(person("sara")), ..stage.desk.act() };
    let outcome = stage.desk.kiosk.record_step_seen(&mut act, &received).unwrap();
    assert_eq!(refused(&[outcome]).0, SEEN);
    let looked = stage.desk.kiosk.requests_of(&[file]).unwrap().remove(0);
    let received = looked.seen_by(&RequestStep { seen: None, ..received });
    let mut act = Act { by: Some(person("sara")), ..stage.desk.act() };
    saved(&[stage.desk.kiosk.record_step_seen(&mut act, &received).unwrap()]);
    // the file that is known takes another request, whatever the person says of themselves
    let mut again = looked.request.clone();
    again.id = id(40);
    again.beneficiary = Some(Person::default());
    let mut act = Act { by: Some(person("sara")), ..stage.desk.act() };
    saved(&[stage.desk.kiosk.record_request_of(&mut act, file, &again).unwrap()]);
    let known: Vec<_> = stage.desk.kiosk.requests_of(&[file]).unwrap();
    assert_eq!(known.len(), 2);
    assert!(known.iter().all(|known| known.fact.file == Some(file)));
}

#[test]
fn a_paper_that_was_matched_once_is_asked_for_again_neither_for_another_service_nor_at_another_branch() {
    let mut stage = Stage::new(61);
    saved(&stage.desk.record_as("sara", &[request(1, &noura()), usual(2, 1, StepKind::Matched)]));
    // another service, at the same desk
    let mut housing = request(20, &noura());
    housing["service"] = json!("housing");
    housing["terms"]["papers"] = json!(["id_card", "lease"]);
    saved(&stage.desk.record_as("sara", &[housing]));
    assert_eq!(missing(&stage.desk, 20), ["paper:lease", "attestation"]);
    stage.sync();
    // another branch, which learnt of the family as it took a request of theirs
    saved(&stage.other.record_as("rana", &[request(30, &noura())]));
    assert_eq!(missing(&stage.other, 30), ["paper:id_card", "attestation"], "it knows nothing of them yet");
    stage.sync();
    saved(&stage.other.record_as("rana", &[usual(31, 30, StepKind::Received)]));
    assert_eq!(missing(&stage.other, 30), ["attestation"]);
    saved(&stage.other.record_as("rana", &[request(40, &noura())]));
    assert_eq!(missing(&stage.other, 40), ["attestation"]);
    stage.sync();
    for n in [20, 30, 40] {
        let opened = stage.office.replica.open_request(id(n)).unwrap().unwrap();
        assert!(opened.case.settle.is_empty());
        let carried = opened.steps.iter().find(|known| known.step.step.kind() == StepKind::Matched).unwrap();
        let Step::Matched(matched) = &carried.step.step else { unreachable!() };
        assert_eq!(matched.on_file, Some(id(2)), "it names where it was matched first");
        assert_eq!(carried.by, Some(person(if n == 20 { "sara" } else { "rana" })));
    }
    // what is taken at head office too
    let Record::Request(asked) = parse(&request(50, &noura())) else { unreachable!() };
    let (riyadh, role) = (BranchId::parse("riyadh").unwrap(), Role::Relations);
    let mut act = Act { by: Some(person("maha")), ..stage.office.act() };
    saved(&[stage.office.replica.record_request(&mut act, &role, &riyadh, &asked).unwrap()]);
    stage.sync();
    assert_eq!(missing(&stage.desk, 50), ["attestation"]);
}
