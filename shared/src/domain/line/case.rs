//! The line of a request as it stands: what follows from all its steps. It is written only: a case comes of its facts.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::fields::FieldValue as _;
use super::json::{Field, Object};
use super::{Line, LineKind};
use crate::domain::reference_of;
use crate::domain::request::{Case, Contradiction, Missing, Outcome, Request};

/// The columns of a table, in the line's order. Lists of objects stand in one cell, as JSON.
const COLUMNS: [&str; 17] = [
    "id",
    "code",
    "request_no",
    "registration_no",
    "branch",
    "service",
    "state",
    "flags",
    "next",
    "missing",
    "told_date",
    "earliest",
    "latest",
    "outcome",
    "delivered.amount",
    "delivered.lines",
    "settle",
];

impl Line {
    /// Makes the line of a request as it stands on a day.
    pub fn of_case(request: &Request, branch: Option<&str>, case: &Case, today: Date) -> Self {
        let text = |text: Option<String>| text.map_or(Field::Value(Value::Null), |text| text.write());
        let date = |date: Option<Date>| text(date.map(|date| date.to_string()));
        let mut out = Self::begin(LineKind::Case(today));
        out.put("id", request.id.to_string().write());
        out.put("code", reference_of(request.id).write());
        out.put("request_no", text(case.request_no.as_ref().map(ToString::to_string)));
        out.put("registration_no", text(case.registration_no.as_ref().map(ToString::to_string)));
        out.put("branch", text(branch.map(str::to_owned)));
        out.put("service", request.service.to_string().write());
        out.put("state", case.state.code().to_owned().write());
        let flags: Vec<String> = case.flags().into_iter().map(str::to_owned).collect();
        out.put("flags", flags.write());
        let next: Vec<String> = case.next(today).into_iter().map(|kind| kind.code().to_owned()).collect();
        out.put("next", next.write());
        let missing: Vec<String> = case.missing(today).iter().map(Missing::to_string).collect();
        out.put("missing", missing.write());
        out.put("told_date", date(case.told_date));
        out.put("earliest", date(case.earliest()));
        out.put("latest", date(case.latest()));
        out.put("outcome", text(case.outcome().map(Outcome::to_string)));
        out.put("delivered", delivered(case));
        let settle = |Contradiction { kind, facts }: &Contradiction| {
            let facts: Vec<String> = facts.iter().map(ToString::to_string).collect();
            json!({ "kind": kind.code(), "facts": facts })
        };
        out.put("settle", Field::Value(Value::Array(case.settle.iter().map(settle).collect())));
        Self(out)
    }
}

/// What was handed over in all: an amount in riyals, goods, or null for nothing.
fn delivered(case: &Case) -> Field {
    let (amount, items) = case.delivered();
    if amount.is_none() && items.is_empty() {
        return Field::Value(Value::Null);
    }
    let mut out = Object::default();
    if let Some(amount) = amount {
        out.put("amount", amount.write());
    }
    if !items.is_empty() {
        out.put("lines", items.write());
    }
    Field::Object(out)
}

/// Returns the columns of a table of requests as they stand.
pub(super) fn columns() -> Vec<String> {
    COLUMNS.map(str::to_owned).to_vec()
}
