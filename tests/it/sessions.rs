//! Sessions of the research committee: who may decide what in one, and minutes that never change.

use serde_json::{Value, json};
use shared::domain::request::{State, StepKind};
use shared::domain::session::Minutes;
use shared::domain::{Code, LineKind, Record, Role};
use shared::replica::{Act, RecordOutcome};
use shared::store::StoreError;
use tests::branch::{Branch, parse};
use tests::casework::{id, person, request, saved, step, usual_fields};
use tests::network::Network;
use tests::office::HeadOffice;

/// Two requests that were studied, and a committee of four.
struct Stage {
    office: HeadOffice,
    network: Network,
    desk: Branch,
}

const SESSION: u32 = 100;

impl Stage {
    fn new(seed: u64) -> Self {
        let mut office = HeadOffice::new(seed);
        let mut network = Network::default();
        let mut desk = Branch::enrolled("riyadh", &mut office, seed);
        desk.take_pass(&mut office, &mut network, "sara", &Role::Relations);
        let mut stage = Self { office, network, desk };
        for n in [1, 11] {
            let mut asked = request(n, &json!({"name": "نورة", "mobile": format!("05568800{n:02}")}));
            asked["terms"]["quorum"] = json!(3);
            saved(&stage.desk.record_as("sara", &[asked]));
            let steps = [StepKind::Received, StepKind::Matched, StepKind::Attested, StepKind::Submitted];
            for (at, kind) in (1..).zip(steps) {
                saved(&stage.desk.record_as("sara", &[usual(n + at, n, kind)]));
            }
        }
        stage.sync();
        for n in [1, 11] {
            let studied = usual(n + 5, n, StepKind::Studied);
            saved(&stage.office.record_as("noura", &Role::SocialResearch, &[studied]));
        }
        stage
    }

    fn sync(&mut self) {
        for _ in 0..2 {
            self.network.sync(&mut self.desk, &mut self.office).unwrap();
        }
    }

    /// Records a step of the session; a line that opens one is the session.
    fn say(&mut self, by: &str, n: u32, step: &str, fields: &Value) -> RecordOutcome {
        let mut line = json!({"type": "session_step", "id": id(n).to_string(), "at": AT, "step": step});
        if step != "opened" {
            line["session"] = json!(id(SESSION).to_string());
        }
        fields.as_object().unwrap().iter().for_each(|(name, value)| line[name] = value.clone());
        let Record::Session(step) = parse(&line) else { unreachable!() };
        let mut act = Act { by: Some(person(by)), ..self.office.act() };
        let written = self.office.replica.record_session_step(&mut act, &role_of(by), &step).unwrap();
        written.unwrap_or_else(RecordOutcome::from)
    }

    fn open(&mut self, present: &[&str], agenda: &[u32]) -> RecordOutcome {
        let agenda: Vec<String> = agenda.iter().map(|n| id(*n).to_string()).collect();
        let opening = json!({"place": "المقر الرئيسي", "chair": "omar", "present": present, "absent": ["mona"], "agenda": agenda});
        self.say("amal", SESSION, "opened", &opening)
    }

    /// Decides a request in the session, as all do.
    fn decide(&mut self, by: &str, n: u32, of: u32) -> Vec<RecordOutcome> {
        let number = self.minutes().opening.number.unwrap();
        let mut decided = usual(n, of, StepKind::Decided);
        decided["session"] = json!(number.as_str());
        self.office.record_as(by, &Role::Committee, &[decided])
    }

    fn minutes(&self) -> Minutes {
        self.office.replica.minutes(id(SESSION)).unwrap().unwrap()
    }
}

const AT: &str = "2026-05-20T10:00:00+03:00";

fn role_of(by: &str) -> Role {
    match by {
        "amal" => Role::Administrator,
        "sara" => Role::Relations,
        _ => Role::Committee,
    }
}

fn usual(n: u32, of: u32, kind: StepKind) -> Value {
    step(n, of, kind.code(), &usual_fields(kind))
}

fn field(outcome: &RecordOutcome) -> &'static str {
    match outcome {
        RecordOutcome::Refused { field, .. } => field,
        other => panic!("it was not refused: {other:?}"),
    }
}

#[test]
fn a_request_is_decided_in_a_session_with_a_quorum_by_those_who_are_there_and_not_otherwise() {
    let mut stage = Stage::new(71);
    let alone = stage.office.record_as("omar", &Role::Committee, &[usual(50, 1, StepKind::Decided)]);
    assert_eq!(field(&alone[0]), "session", "such requests are decided in a session");
    assert_eq!(field(&stage.open(&["huda", "reem"], &[1])), "chair");
    assert_eq!(field(&stage.open(&["omar", "huda", "omar"], &[1])), "present");
    assert_eq!(field(&stage.open(&["omar", "mona"], &[1])), "absent");
    assert_eq!(field(&stage.open(&["omar", "huda"], &[99])), "agenda");
    saved(&[stage.open(&["omar", "huda"], &[1])]);
    assert_eq!(stage.minutes().number().unwrap().as_str(), "minutes/1447/000001");
    assert!(matches!(stage.open(&["omar", "huda"], &[1]), RecordOutcome::Repeated(_)));
    // two are too few
    assert_eq!(field(&stage.decide("omar", 51, 1)[0]), "session");
    saved(&[stage.say("amal", 101, "arrived", &json!({"member": "mona"}))]);
    assert_eq!(field(&stage.decide("reem", 52, 1)[0]), "by", "she is not there");
    assert_eq!(field(&stage.decide("omar", 53, 11)[0]), "session", "it is not on the agenda");
    // whoever takes no part does not decide, and is not counted
    let own = json!({"request": id(1).to_string(), "text": "قريب مقدّم الطلب"});
    saved(&[stage.say("huda", 102, "recused", &own)]);
    assert_eq!(field(&stage.decide("huda", 54, 1)[0]), "by");
    assert_eq!(field(&stage.decide("omar", 55, 1)[0]), "session");
    saved(&[stage.say("amal", 103, "arrived", &json!({"member": "reem"}))]);
    saved(&stage.decide("omar", 56, 1));
    let against = json!({"request": id(1).to_string(), "vote": "against"});
    saved(&[stage.say("mona", 104, "voted", &against)]);
    assert_eq!(field(&stage.decide("mona", 57, 1)[0]), "by", "she has voted");
    saved(&stage.decide("reem", 58, 1));
    assert_eq!(stage.office.case(1).state, State::Accepted);
    assert_eq!(stage.minutes().items[0].count(), [2, 1, 0]);
    stage.sync();
    assert_eq!(stage.desk.case(1).state, State::Accepted, "the branch hears of the decision");
    stage.office.assert_whole();
}

#[test]
fn closed_minutes_never_change_and_each_member_signs_them_once() {
    let mut stage = Stage::new(72);
    saved(&[stage.open(&["omar", "huda", "reem"], &[1, 11])]);
    let discussed = json!({"request": id(1).to_string(), "text": "الأسرة بلا دخل منذ شهرين"});
    assert_eq!(field(&stage.say("sara", 101, "discussed", &discussed)), "by", "the secretary writes");
    saved(&[stage.say("amal", 101, "discussed", &discussed)]);
    saved(&stage.decide("omar", 51, 1));
    saved(&stage.decide("huda", 52, 1));
    assert_eq!(field(&stage.say("omar", 102, "signed", &json!({}))), "step", "it is still open");
    assert_eq!(field(&stage.say("huda", 103, "closed", &json!({}))), "by", "the chair closes it");
    saved(&[stage.say("omar", 103, "closed", &json!({}))]);
    assert_eq!(field(&stage.decide("reem", 53, 11)[0]), "session", "nothing is decided any more");
    for (n, step) in [(104, "arrived"), (105, "discussed"), (106, "closed")] {
        let fields = match step {
            "arrived" => json!({"member": "mona"}),
            "discussed" => discussed.clone(),
            _ => json!({}),
        };
        assert_eq!(
            field(&stage.say(if step == "closed" { "omar" } else { "amal" }, n, step, &fields)),
            "step"
        );
    }
    saved(&[stage.say("omar", 107, "signed", &json!({}))]);
    assert_eq!(field(&stage.say("omar", 108, "signed", &json!({}))), "on_behalf_of", "once");
    assert_eq!(field(&stage.say("mona", 109, "signed", &json!({}))), "by", "she was not there");
    let for_reem = json!({"on_behalf_of": "reem"});
    assert_eq!(field(&stage.say("huda", 110, "signed", &for_reem)), "text", "by which authority?");
    let for_reem = json!({"on_behalf_of": "reem", "text": "تفويض بتاريخ 1447/11/30"});
    saved(&[stage.say("huda", 110, "signed", &for_reem)]);
    assert_eq!(stage.minutes().unsigned(), [&person("huda")]);
    saved(&[stage.say("huda", 111, "signed", &json!({}))]);
    assert_eq!(field(&stage.say("amal", 112, "annexed", &json!({}))), "text");
    saved(&[stage.say("amal", 112, "annexed", &json!({"text": "اسم الحي في البند الأول: النسيم"}))]);
    let minutes = stage.minutes();
    assert!(minutes.is_whole() && minutes.unsigned().is_empty() && minutes.annexes.len() == 1);
    // whoever changed a word would be noticed
    let mut changed = minutes.clone();
    changed.items[0].discussed.clear();
    assert!(!changed.is_whole());
    let mut changed = minutes;
    let decided = changed.items[0].decided[0].clone();
    changed.items[1].decided.push(decided);
    assert!(!changed.is_whole());
    stage.office.assert_whole();
}

#[test]
fn minutes_and_their_signatures_hold_after_a_beneficiary_is_erased_and_a_rebuild() {
    let mut stage = Stage::new(73);
    saved(&[stage.open(&["omar", "huda", "reem"], &[1])]);
    saved(&stage.decide("omar", 51, 1));
    saved(&stage.decide("huda", 52, 1));
    saved(&[stage.say("omar", 103, "closed", &json!({}))]);
    saved(&[stage.say("huda", 104, "signed", &json!({}))]);
    let before = stage.minutes();
    // the keys of beneficiaries' files, and of nobody else
    assert!(stage.office.rows().run("DELETE FROM sealing_key WHERE id > 0", &[]) > 0);
    stage.office.replica.rebuild().unwrap();
    assert_eq!(stage.minutes(), before);
    assert!(stage.minutes().is_whole());
    let mut lines = Vec::new();
    let each = |line: shared::domain::Line| {
        lines.push(serde_json::from_str::<Value>(&line.to_string()).unwrap());
        Ok::<_, StoreError>(())
    };
    stage.office.replica.export(LineKind::Minutes, each).unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["items"][0]["request"], "riyadh/1447/000001");
    assert_eq!((&lines[0]["items"][0]["for"], &lines[0]["is_whole"]), (&json!(2), &json!(true)));
    let signed: Option<Code> = before.closed.and_then(|(_, digest)| digest);
    assert_eq!(lines[0]["digest"], json!(signed.unwrap().as_str()));
}
