//! Whole cases as lines: what people record of a request from the door to the last delivery, with as many facts as are asked for.

use serde_json::{Value, json};
use shared::domain::request::StepKind;
use shared::hex::to_hex;
use tests::casework::{id, request, step, usual_fields};

/// Most steps of a case, and what its ids are apart by.
pub const APART: u32 = 100;

/// Where a line of a case is recorded, and by whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum At {
    /// At the branch, by a representative of relations.
    Desk,
    /// At the branch, by the researcher.
    Study,
    /// At head office, by one member or the other.
    Member(u8),
    /// At head office, by whoever registers.
    Registry,
    /// At head office, by whoever approves.
    Administrator,
    /// By head office's program: the number.
    Itself,
}

/// A case in which so many times a paper is matched, and as many things are handed over.
pub struct Shape {
    pub papers: usize,
    pub deliveries: usize,
}

/// 40 facts, the request itself and its number among them.
pub const FORTY: Shape = Shape { papers: 5, deliveries: 8 };

/// 60 steps.
pub const SIXTY: Shape = Shape { papers: 11, deliveries: 17 };

/// Returns the lines of a case, the request first, each with where it is recorded. Every step is reasoned, as the forms ask.
pub fn lines(n: u32, shape: &Shape) -> Vec<(At, Value)> {
    use StepKind as K;
    let of = n * APART;
    let person = json!({
        "name": format!("نورة بنت عبد الله القحطاني {n}"),
        "national_id": national_id(n),
        "mobile": format!("05{:08}", 10_000_000 + n),
    });
    let papers: Vec<String> = (0..shape.papers).map(|n| format!("paper-{n}")).collect();
    let mut asked = request(of, &person);
    asked["terms"] = json!({"papers": papers, "study": true, "deciders": 2, "floor_days": 14});
    let mut next = of;
    let mut all = vec![(At::Desk, asked)];
    let mut add = |at, kind: K, fields: Value| {
        next += 1;
        let mut own = usual_fields(kind);
        fields.as_object().expect("fields").iter().for_each(|(name, value)| own[name] = value.clone());
        all.push((at, step(next, of, kind.code(), &own)));
        next
    };
    add(At::Desk, K::Received, json!({}));
    for paper in &papers {
        add(At::Desk, K::Given, json!({"paper": paper, "valid_until": "h1452-01-01"}));
    }
    for paper in &papers {
        add(At::Desk, K::Matched, json!({"paper": paper, "against": "الأصل"}));
    }
    for _ in 0..3 {
        add(At::Desk, K::Answered, json!({"reason": "سألت عن موعد الرد وعن الأوراق"}));
    }
    add(At::Desk, K::Attested, json!({"values": to_hex(&[7; 32])}));
    add(At::Desk, K::Submitted, json!({}));
    add(At::Itself, K::Numbered, json!({}));
    add(At::Study, K::Studied, json!({"reason": "دخل الأسرة لا يكفي، وفيها مريض يحتاج إلى رعاية دائمة"}));
    add(At::Member(1), K::Decided, json!({"session": "1447-12"}));
    add(At::Member(2), K::Decided, json!({"session": "1447-12"}));
    add(At::Desk, K::AnswerAttempted, json!({"result": "no_answer"}));
    add(
        At::Desk,
        K::AnswerAttempted,
        json!({"channel": "letter", "result": "sent", "letter": "1447/000123"}),
    );
    add(At::Desk, K::AnswerAttempted, json!({}));
    add(At::Registry, K::Registered, json!({}));
    let prepared: Vec<u32> = (0..3).map(|_| add(At::Desk, K::Prepared, json!({"amount": 500}))).collect();
    for entitlement in &prepared {
        let entitlement = id(*entitlement).to_string();
        add(At::Administrator, K::Approved, json!({"entitlement": entitlement}));
    }
    for n in 0..shape.deliveries {
        let entitlement = id(prepared[n % prepared.len()]).to_string();
        let fields = json!({"entitlement": entitlement, "amount": 50, "collector": "نورة القحطاني"});
        add(At::Desk, K::Delivered, fields);
    }
    let entitlement = id(prepared[0]).to_string();
    add(At::Desk, K::Returned, json!({"entitlement": entitlement, "amount": 50}));
    all
}

/// Returns an id that is well formed: its last digit follows from the others.
fn national_id(n: u32) -> String {
    let digits = format!("1{n:08}");
    let sum: u32 = digits
        .bytes()
        .zip([2, 1].into_iter().cycle())
        .map(|(digit, times)| {
            let product = u32::from(digit - b'0') * times;
            product / 10 + product % 10
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}
