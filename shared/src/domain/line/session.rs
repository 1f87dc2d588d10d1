//! The lines of a session of the committee: each step, and the minutes as they stand, which are written only.

use serde_json::{Value, json};

use super::fields::{Beside, FieldValue, Fields, Flat, LineObject as _, OrAbsent, Required, object};
use super::json::{Field, Object};
use super::request::Told;
use super::values::{Codes, EmptyList, known, parsed, texts};
use super::{Line, LineFault, LineKind};
use crate::domain::session::{
    Item, MEMBERS_MAX, Minutes, SessionAct, SessionActKind, SessionFields, SessionStep, Vote,
};
use crate::domain::{FactId, Moment, Text};

object! {
    SessionFields {
        number: OrAbsent,
        place: OrAbsent,
        chair: OrAbsent,
        present: Codes { max: MEMBERS_MAX, empty: EmptyList::LeftOut },
        absent: Codes { max: MEMBERS_MAX, empty: EmptyList::LeftOut },
        agenda: OrAbsent,
        member: OrAbsent,
        request: OrAbsent,
        vote: OrAbsent,
        digest: OrAbsent,
        on_behalf_of: OrAbsent,
    }
}

/// A session's step as its line has it.
struct SessionLine {
    id: FactId,
    session: Option<FactId>,
    at: Moment,
    step: SessionActKind,
    fields: SessionFields,
    text: Option<Text>,
}

object! {
    SessionLine {
        id: Required,
        session: OrAbsent,
        at: Required,
        step: Required,
        fields: Flat,
        text: OrAbsent,
    }
}

texts! {
    SessionActKind: |text| known(&text, Self::from_code, Self::ALL, |kind| kind.code()), |kind| kind.code().to_owned();
    Vote: |text| known(&text, Self::known, Self::KNOWN, Self::code), Self::to_string;
}

/// Reads a step of a session; the one that opens it is the session.
pub(super) fn read(fields: &mut Fields) -> Result<SessionStep, LineFault> {
    let SessionLine { id, session, at, step, fields, text } = SessionLine::read_fields(fields)?;
    let act = SessionAct::from_fields(step, fields).map_err(|field| match field {
        "step" => LineFault::new("step", "stands beside a field that is none of it"),
        field => LineFault::new(field, "is missing"),
    })?;
    let session = match (&act, session) {
        (SessionAct::Opened(_), None) => id,
        (_, Some(session)) => session,
        (_, None) => return Err(LineFault::new("session", "is missing")),
    };
    Ok(SessionStep { id, session, at, act, text })
}

impl SessionStep {
    /// Makes the line of the step, with what its fact tells.
    pub fn to_line(&self, told: &Told<'_>) -> Line {
        let Self { id, session, at, act, text } = self;
        let line = SessionLine {
            id: *id,
            session: Some(*session).filter(|session| session != id),
            at: at.clone(),
            step: act.kind(),
            fields: act.fields(),
            text: text.clone(),
        };
        let by: Vec<Beside<'_>> = told.by.map(|by| ("by", by.as_str())).into_iter().collect();
        Line::of(LineKind::SessionStep, &line, &by)
    }
}

/// Returns the columns of a table of steps of sessions.
pub(super) fn step_columns() -> Vec<String> {
    SessionLine::columns_after("", &["by"])
}

/// The columns of a table of minutes. Lists of objects stand in one cell, as JSON.
const COLUMNS: [&str; 14] = [
    "id",
    "number",
    "at",
    "place",
    "chair",
    "secretary",
    "present",
    "absent",
    "items",
    "closed",
    "digest",
    "signatures",
    "annexes",
    "is_whole",
];

/// Returns the columns of a table of minutes.
pub(super) fn minutes_columns() -> Vec<String> {
    COLUMNS.map(str::to_owned).to_vec()
}

impl Line {
    /// Makes the line of minutes as they stand; `name` is what a request is called.
    pub fn of_minutes(minutes: &Minutes, name: impl Fn(FactId) -> String) -> Self {
        let Minutes { id, at, opening, secretary, present, items, closed, signatures, annexes } = minutes;
        let value = |value: Value| Field::Value(value);
        let mut out: Object = Self::begin(LineKind::Minutes);
        out.put("id", id.to_string().write());
        out.put("number", value(json!(opening.number.as_ref().map(|number| number.as_str()))));
        out.put("at", at.as_str().to_owned().write());
        out.put("place", value(json!(opening.place.as_ref().map(Text::as_str))));
        out.put("chair", opening.chair.to_string().write());
        out.put("secretary", value(json!(secretary.as_ref().map(|by| by.as_str()))));
        for (name, members) in [("present", present), ("absent", &opening.absent)] {
            out.put(name, value(members.iter().map(|member| member.as_str()).collect()));
        }
        let item = |item: &Item| {
            let [votes_for, against, abstained] = item.count();
            let outcome = item.decided.first().map(|(_, decision)| decision.outcome.to_string());
            json!({
                "request": name(item.request),
                "outcome": outcome,
                "for": votes_for,
                "against": against,
                "abstained": abstained,
                "recused": item.recused.iter().map(|member| member.as_str()).collect::<Vec<_>>(),
                "discussed": item.discussed.iter().map(Text::as_str).collect::<Vec<_>>(),
            })
        };
        out.put("items", value(items.iter().map(item).collect()));
        out.put("closed", value(json!(closed.as_ref().map(|(at, _)| at.as_str()))));
        let digest = closed.as_ref().and_then(|(_, digest)| digest.as_ref());
        out.put("digest", value(json!(digest.map(|digest| digest.as_str()))));
        let signature = |one: &crate::domain::session::MinutesSignature| {
            let behalf = one.on_behalf_of.as_ref().map(|member| member.as_str());
            json!({ "by": one.by.as_str(), "at": one.at.as_str(), "on_behalf_of": behalf })
        };
        out.put("signatures", value(signatures.iter().map(signature).collect()));
        let annex = |(by, at, text): &(Option<crate::domain::Code>, Moment, Text)| json!({ "by": by.as_ref().map(|by| by.as_str()), "at": at.as_str(), "text": text.as_str() });
        out.put("annexes", value(annexes.iter().map(annex).collect()));
        out.put("is_whole", value(json!(minutes.is_whole())));
        Self(out)
    }
}
