//! Support requests in stories: who works where under which name, and the lines of a request and its steps.

use serde_json::{Value, json};
use shared::domain::request::{Case, RequestStep, StepKind};
use shared::domain::{Code, FactId, Record, Role};
use shared::replica::{Act, NewPin, PinOutcome, RecordOutcome, Whose};

use crate::branch::{Branch, CHEAP, parse};
use crate::network::Network;
use crate::office::HeadOffice;

/// A person's own PIN in these stories.
pub const OWN_PIN: &str = "864209";

/// Returns the code of a person.
///
/// # Panics
/// For a text that is no code.
pub fn person(code: &str) -> Code {
    Code::new(code).expect("a code")
}

/// Returns the id of something of a request.
///
/// # Panics
/// Never.
pub fn id(n: u32) -> FactId {
    FactId::parse(&format!("00000000-0000-4000-8000-0002{n:08}")).expect("an id")
}

/// Returns the line of a request for support.
pub fn request(n: u32, beneficiary: &Value) -> Value {
    json!({
        "type": "request",
        "id": id(n).to_string(),
        "at": "2026-05-12T09:00:00+03:00",
        "channel": "interview",
        "service": "support",
        "beneficiary": beneficiary,
        "terms": { "papers": ["id_card"], "study": true },
    })
}

/// Returns the line of a step; `fields` are those that it alone has.
///
/// # Panics
/// For fields that are no object.
pub fn step(n: u32, of: u32, step: &str, fields: &Value) -> Value {
    let mut line = json!({
        "type": "request_step",
        "id": id(n).to_string(),
        "request": id(of).to_string(),
        "at": "2026-05-12T09:30:00+03:00",
        "step": step,
    });
    let own = fields.as_object().expect("fields");
    own.iter().for_each(|(name, value)| line[name] = value.clone());
    line
}

/// Returns the fields with which a step can be recorded.
pub fn usual_fields(kind: StepKind) -> Value {
    match kind {
        StepKind::Received | StepKind::Answered | StepKind::Came | StepKind::Explained => json!({}),
        StepKind::Completed | StepKind::Registered | StepKind::Numbered => json!({}),
        StepKind::Given => json!({"paper": "id_card"}),
        StepKind::Matched => json!({"paper": "id_card", "against": "أبشر", "valid_until": "h1452-01-01"}),
        StepKind::NotValid => json!({"paper": "id_card", "reason": "منتهية"}),
        StepKind::Referred | StepKind::Withdrawn | StepKind::Objected => json!({"reason": "سبب"}),
        StepKind::Attested => json!({"text": "attestation-1", "reason": "بصم بإبهامه أمام شاهد"}),
        StepKind::Submitted => json!({"told_date": "2026-05-26"}),
        StepKind::Studied => json!({"recommendation": "accept", "reason": "دخل الأسرة لا يكفي"}),
        StepKind::Decided => json!({"outcome": "accept", "amount": 1500, "reason": "قبل موعده لحاجة الأسرة"}),
        StepKind::AnswerAttempted => json!({"channel": "phone_call", "result": "reached"}),
        StepKind::Prepared => json!({"amount": 1500}),
        StepKind::Allowed => json!({"amount": 500, "reason": "لا مأوى للأسرة"}),
        StepKind::Approved => json!({}),
        StepKind::Delivered => json!({"amount": 1500, "collector": "نورة"}),
        StepKind::Returned => json!({"amount": 500, "reason": "صنف تالف"}),
        StepKind::ObjectionDecided => json!({"outcome": "uphold", "reason": "القرار صحيح"}),
        StepKind::Corrected | StepKind::Settled => json!({"reason": "سبب"}),
    }
}

impl Branch {
    /// Has head office let a person work on this device, and that person set their PIN.
    ///
    /// # Panics
    /// Where head office or the device refuses.
    pub fn take_pass(&mut self, office: &mut HeadOffice, network: &mut Network, staff: &str, role: &Role) {
        let (device, staff) = (self.kiosk.device().expect("an enrolled device"), person(staff));
        let mut act = office.act();
        let code = office.replica.issue_pass(&mut act, device, &staff, role).expect("a pass is issued");
        network.sync(self, office).expect("the device hears of it");
        let pin = NewPin::new(&mut self.dice, OWN_PIN, CHEAP);
        let now = self.clock.reading().unix_millis();
        self.kiosk.set_pin_with_pass(now, &staff, &code, pin).expect("the PIN is set");
        let outcome = self.kiosk.check_pin(now, Whose::Representative(&staff), OWN_PIN);
        assert_eq!(outcome.expect("a PIN can be checked"), PinOutcome::Right);
    }

    /// Records lines in a person's name, one by one.
    ///
    /// # Panics
    /// For a line that is no record, and where the replica fails.
    pub fn record_as(&mut self, staff: &str, lines: &[Value]) -> Vec<RecordOutcome> {
        let mut outcomes = Vec::new();
        for line in lines {
            let mut act = Act { by: Some(person(staff)), ..self.act() };
            outcomes.extend(self.kiosk.record(&mut act, &[parse(line)]).expect("the device can record"));
        }
        outcomes
    }

    /// Returns a request as it stands here.
    ///
    /// # Panics
    /// Where it is unknown.
    pub fn case(&self, n: u32) -> Case {
        self.kiosk.open_request(id(n)).expect("requests can be read").expect("a request").case
    }
}

impl HeadOffice {
    /// Records steps that somebody did at head office, one by one.
    ///
    /// # Panics
    /// For a line that is no step, and where the replica fails.
    pub fn record_as(&mut self, name: &str, role: &Role, lines: &[Value]) -> Vec<RecordOutcome> {
        let mut outcomes = Vec::new();
        for line in lines {
            let Record::Step(step) = parse(line) else { panic!("a step") };
            let step: RequestStep = *step;
            let mut act = Act { by: Some(person(name)), ..self.act() };
            outcomes
                .extend(self.replica.record_steps(&mut act, role, &[step]).expect("head office can record"));
        }
        outcomes
    }

    /// Returns a request as it stands here.
    ///
    /// # Panics
    /// Where it is unknown.
    pub fn case(&self, n: u32) -> Case {
        self.replica.open_request(id(n)).expect("requests can be read").expect("a request").case
    }
}

/// Has everything saved.
///
/// # Panics
/// Where a line was refused.
pub fn saved(outcomes: &[RecordOutcome]) {
    assert!(outcomes.iter().all(|outcome| matches!(outcome, RecordOutcome::Saved(_))), "{outcomes:?}");
}
