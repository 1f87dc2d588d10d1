//! The lines of a support request: the request itself, and each step.

use std::collections::BTreeMap;

use serde_json::Value;

use super::fields::{
    Beside, Else, FieldValue, Fields, Flat, Form, LineObject as _, OrAbsent, OrNull, Required, object,
};
use super::json::{Field, Object};
use super::values::{known, parsed, texts};
use super::{Line, LineFault, LineKind};
use crate::domain::request::{
    Amount, AnswerChannel, AnswerResult, DAYS_MAX, DECIDERS, DECIDERS_MAX, FACTS_NAMED_MAX, FLOOR_DAYS,
    GRANT_ITEMS_MAX, GrantItem, OBJECTION_DAYS, PAPER_DAYS_MAX, PAPER_GROUPS_MAX, PAPERS_MAX, PaperNeed,
    PaperRule, Recommendation, Registration, Request, RequestStep, Step, StepFault, StepFields, StepKind,
    Terms,
};
use crate::domain::session::AGENDA_MAX;
use crate::domain::{Code, FactId, Moment, StatedDate};

object! {
    Request {
        id: Required,
        at: Required,
        channel: Required,
        service: Required,
        beneficiary: OrNull;
        terms: OrAbsent,
    }
}

object! {
    Terms {
        papers: Papers,
        study: Else(false),
        registration: Else(Registration::AfterDecision),
        floor_days: Within { least: 0, most: DAYS_MAX, or: FLOOR_DAYS },
        latest_days: MaybeWithin { least: 1, most: DAYS_MAX },
        deciders: Within { least: 1, most: DECIDERS_MAX, or: DECIDERS },
        quorum: Within { least: 0, most: DECIDERS_MAX, or: 0 },
        objection_days: Within { least: 0, most: DAYS_MAX, or: OBJECTION_DAYS },
        reply_days: Within { least: 0, most: DAYS_MAX, or: OBJECTION_DAYS },
        approve_over: OrAbsent,
        provisional: OrAbsent,
        ceiling: OrAbsent,
    }
}

object! {
    StepFields {
        paper: OrAbsent,
        datum: OrAbsent,
        against: OrAbsent,
        valid_until: PapersDate,
        issued: PapersDate,
        original: OrAbsent,
        text: OrAbsent,
        values: OrAbsent,
        told_date: OrAbsent,
        recommendation: OrAbsent,
        outcome: OrAbsent,
        lines: OrAbsent,
        amount: OrAbsent,
        from: OrAbsent,
        to: OrAbsent,
        session: OrAbsent,
        channel: OrAbsent,
        result: OrAbsent,
        letter: OrAbsent,
        number: OrAbsent,
        entitlement: OrAbsent,
        collector: OrAbsent,
        signature: OrAbsent,
        fact: OrAbsent,
        facts: OrAbsent,
        keeps: OrAbsent,
        reason: OrAbsent,
    }
}

/// A step as its line has it: which step it is decides what else stands in it.
struct StepLine {
    id: FactId,
    request: FactId,
    at: Moment,
    step: StepKind,
    fields: StepFields,
    on_paper_by: Option<Code>,
    seen: Option<Vec<FactId>>,
}

object! {
    StepLine {
        id: Required,
        request: Required,
        at: Required,
        step: Required,
        fields: Flat,
        on_paper_by: OrAbsent;
        seen: OrAbsent,
    }
}

texts! {
    Registration: |text| known(&text, Self::known, Self::KNOWN, Self::code), Self::to_string;
    Recommendation: |text| known(&text, Self::known, Self::KNOWN, Self::code), Self::to_string;
    AnswerChannel: |text| known(said_otherwise(&text), Self::known, Self::KNOWN, Self::code), Self::to_string;
    AnswerResult: |text| known(&text, Self::known, Self::KNOWN, Self::code), Self::to_string;
    StepKind: |text| known(&text, Self::from_code, Self::ALL, |kind| kind.code()), |kind| kind.code().to_owned();
}

/// A number within a range; always written.
struct Within {
    least: i64,
    most: i64,
    or: i64,
}

impl Form<i64> for Within {
    fn read(&self, fields: &mut Fields, name: &str) -> Result<i64, LineFault> {
        let Self { least, most, or } = *self;
        Ok(MaybeWithin { least, most }.read(fields, name)?.unwrap_or(or))
    }

    fn write(&self, number: &i64, name: &'static str, out: &mut Object) {
        out.put(name, number.write());
    }
}

/// A number within a range, where one is given.
struct MaybeWithin {
    least: i64,
    most: i64,
}

impl Form<Option<i64>> for MaybeWithin {
    fn read(&self, fields: &mut Fields, name: &str) -> Result<Option<i64>, LineFault> {
        let Self { least, most } = self;
        match fields.optional(name)? {
            None => Ok(None),
            Some(number) if (*least..=*most).contains(&number) => Ok(Some(number)),
            Some(_) => Err(LineFault::new(name, format!("is not between {least} and {most}"))),
        }
    }

    fn write(&self, number: &Option<i64>, name: &'static str, out: &mut Object) {
        OrAbsent.write(number, name, out);
    }
}

/// Returns a channel's code where it is said in another word.
fn said_otherwise(channel: &str) -> &str {
    match channel {
        "in_person" => "interview",
        "phone" => "phone_call",
        other => other,
    }
}

/// A date of a paper: as it was stated, or plainly for a Gregorian day.
struct PapersDate;

impl Form<Option<StatedDate>> for PapersDate {
    fn read(&self, fields: &mut Fields, name: &str) -> Result<Option<StatedDate>, LineFault> {
        let Some(text) = fields.optional::<String>(name)? else { return Ok(None) };
        let is_plain = text.starts_with(|c: char| c.is_ascii_digit());
        let stated = if is_plain { StatedDate::parse(&format!("g{text}")) } else { StatedDate::parse(&text) };
        stated.map(Some).map_err(|fault| LineFault::new(name, fault))
    }

    fn write(&self, value: &Option<StatedDate>, name: &'static str, out: &mut Object) {
        OrAbsent.write(value, name, out);
    }
}

/// The papers that are asked for: each by its code alone, or as an object with what is asked of it.
struct Papers;

impl Form<Vec<PaperRule>> for Papers {
    fn read(&self, fields: &mut Fields, name: &str) -> Result<Vec<PaperRule>, LineFault> {
        let papers = match fields.optional(name)? {
            None => return Ok(Vec::new()),
            Some(Listed(papers)) => papers,
        };
        if papers.len() > PAPERS_MAX {
            return Err(LineFault::new(name, format!("has more than {PAPERS_MAX} items")));
        }
        let rules = papers.into_iter().map(|paper| paper_rule(paper).map_err(|e| LineFault::new(name, e)));
        let rules = rules.collect::<Result<Vec<_>, _>>()?;
        match PaperRule::twice(&rules) {
            None => Ok(rules),
            Some(paper) => {
                let reason =
                    format!("asks for {paper} twice of one group: give one rule of it for each group");
                Err(LineFault::new(name, reason))
            }
        }
    }

    fn write(&self, rules: &Vec<PaperRule>, name: &'static str, out: &mut Object) {
        out.put(name, Field::Value(rules.iter().map(paper_value).collect()));
    }
}

/// A list of anything.
struct Listed(Vec<Value>);

impl FieldValue for Listed {
    fn read(field: Field) -> Result<Self, LineFault> {
        match field {
            Field::Value(Value::Array(items)) => Ok(Self(items)),
            _ => Err(LineFault::of_value("is no list")),
        }
    }

    fn write(&self) -> Field {
        Field::Value(Value::Array(self.0.clone()))
    }
}

fn paper_rule(value: Value) -> Result<PaperRule, String> {
    let code = |value: Value| match value {
        Value::String(text) => Code::new(text).map_err(|e| format!("an item {e}")),
        _ => Err("has an item whose code is no text".to_owned()),
    };
    let mut fields = match value {
        Value::Object(fields) => fields,
        code_alone => return Ok(PaperRule::required(code(code_alone)?)),
    };
    let mut take = |name: &str| fields.remove(name).filter(|value| !value.is_null());
    let mut rule = PaperRule::required(code(take("paper").unwrap_or_default())?);
    let yes = |value: Option<Value>, name: &str| match value {
        None => Ok(false),
        Some(Value::Bool(yes)) => Ok(yes),
        Some(_) => Err(format!("has an item in which {name} is neither true nor false")),
    };
    rule.original = yes(take("original"), "original")?;
    rule.copy = yes(take("copy"), "copy")?;
    rule.need = match (yes(take("optional"), "optional")?, take("one_of")) {
        (false, None) => PaperNeed::Required,
        (true, None) => PaperNeed::Optional,
        (false, Some(set)) => PaperNeed::OneOf(code(set)?),
        (true, Some(_)) => return Err("has an item that is optional and one_of: give one of them".to_owned()),
    };
    rule.groups = match take("groups") {
        None => Vec::new(),
        Some(Value::Array(groups)) if groups.len() <= PAPER_GROUPS_MAX => {
            groups.into_iter().map(|group| Ok(code(group)?.listed())).collect::<Result<_, String>>()?
        }
        Some(_) => {
            return Err(format!("has an item whose groups are no list of at most {PAPER_GROUPS_MAX} codes"));
        }
    };
    rule.days = match take("days").map(|days| days.as_i64()) {
        None => None,
        Some(Some(days)) if (1..=PAPER_DAYS_MAX).contains(&days) => Some(days),
        Some(_) => return Err(format!("has an item whose days are not between 1 and {PAPER_DAYS_MAX}")),
    };
    match fields.keys().next() {
        None => Ok(rule),
        Some(unknown) => Err(format!("has an item with the unknown field {unknown}")),
    }
}

fn paper_value(rule: &PaperRule) -> Value {
    let PaperRule { paper, need, groups, original, copy, days } = rule;
    if *rule == PaperRule::required(paper.clone()) {
        return Value::from(paper.as_str());
    }
    let mut fields = serde_json::Map::new();
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    put("paper", paper.as_str().into());
    match need {
        PaperNeed::Required => None,
        PaperNeed::Optional => put("optional", true.into()),
        PaperNeed::OneOf(set) => put("one_of", set.as_str().into()),
    };
    if !groups.is_empty() {
        put("groups", groups.iter().map(Code::as_str).collect());
    }
    for (name, yes) in [("original", original), ("copy", copy)] {
        if *yes {
            put(name, true.into());
        }
    }
    if let Some(days) = days {
        put("days", (*days).into());
    }
    Value::Object(fields)
}

impl FieldValue for Amount {
    fn read(field: Field) -> Result<Self, LineFault> {
        let reason = "is no amount of riyals: more than 0, at most 100000000, with at most two decimals";
        Self::of_riyals(f64::read(field)?).ok_or_else(|| LineFault::of_value(reason))
    }

    fn write(&self) -> Field {
        let halalas = self.halalas();
        #[expect(clippy::cast_precision_loss, reason = "an amount is below 2^53")]
        let riyals =
            if halalas % 100 == 0 { Value::from(halalas / 100) } else { Value::from(halalas as f64 / 100.0) };
        Field::Value(riyals)
    }
}

impl FieldValue for Vec<GrantItem> {
    fn read(field: Field) -> Result<Self, LineFault> {
        let fault =
            || LineFault::of_value("is no list of objects such as {\"item\":\"flour\",\"quantity\":2}");
        let Field::Value(Value::Array(items)) = field else { return Err(fault()) };
        if items.len() > GRANT_ITEMS_MAX {
            return Err(LineFault::of_value(format!("has more than {GRANT_ITEMS_MAX} items")));
        }
        let item = |item: Value| {
            let Value::Object(fields) = item else { return None };
            let fields: BTreeMap<String, Value> = fields.into_iter().collect();
            let code = Code::new(fields.get("item")?.as_str()?).ok()?;
            let quantity = fields.get("quantity")?.as_i64()?;
            (fields.len() == 2).then(|| GrantItem::new(code, quantity)).flatten()
        };
        items.into_iter().map(|value| item(value).ok_or_else(fault)).collect()
    }

    fn write(&self) -> Field {
        let item = |GrantItem { item, quantity }: &GrantItem| serde_json::json!({ "item": item.as_str(), "quantity": quantity });
        Field::Value(Value::Array(self.iter().map(item).collect()))
    }
}

impl FieldValue for Vec<FactId> {
    fn read(field: Field) -> Result<Self, LineFault> {
        let texts = Vec::<String>::read(field)?;
        if texts.len() > AGENDA_MAX {
            return Err(LineFault::of_value(format!("has more than {AGENDA_MAX} items")));
        }
        let id = |text: String| {
            FactId::parse(&text)
                .ok_or_else(|| LineFault::of_value("has an item that is not a UUID in hyphenated form"))
        };
        texts.into_iter().map(id).collect()
    }

    fn write(&self) -> Field {
        Field::Value(self.iter().map(FactId::to_string).collect())
    }
}

impl From<StepFault> for LineFault {
    fn from(StepFault { field, reason }: StepFault) -> Self {
        Self::new(field, reason)
    }
}

pub(super) fn read_request(fields: &mut Fields) -> Result<Request, LineFault> {
    let request = Request::read_fields(fields)?;
    if !request.beneficiary.as_ref().is_some_and(|person| person.has_personal_values()) {
        return Err(LineFault::new(
            "beneficiary",
            "is missing, or names nobody: give a name, an id or a mobile",
        ));
    }
    Ok(request)
}

/// Reads a step, and what its line says that it had seen.
pub(super) fn read_step(fields: &mut Fields) -> Result<RequestStep, LineFault> {
    let StepLine { id, request, at, step, fields, on_paper_by, seen } = StepLine::read_fields(fields)?;
    let (step, said) = Step::from_fields(step, fields)?;
    step.is_told(&said)?;
    if seen.as_ref().is_some_and(|seen| seen.len() > FACTS_NAMED_MAX) {
        return Err(LineFault::new("seen", format!("has more than {FACTS_NAMED_MAX} items")));
    }
    Ok(RequestStep { id, request, at, seen, on_paper_by, step, said })
}

impl Request {
    /// Makes the line of the request, with what its fact tells.
    pub fn to_line(&self, told: &Told<'_>) -> Line {
        Line::of(LineKind::Request, self, &told.beside())
    }
}

impl RequestStep {
    /// Makes the line of the step, with what its fact tells.
    pub fn to_line(&self, told: &Told<'_>) -> Line {
        let Self { id, request, at, seen, on_paper_by, step, said } = self;
        let line = StepLine {
            id: *id,
            request: *request,
            at: at.clone(),
            step: step.kind(),
            fields: step.fields(said),
            on_paper_by: on_paper_by.clone(),
            seen: seen.clone(),
        };
        Line::of(LineKind::RequestStep, &line, &told.beside())
    }
}

/// What a fact tells of what stands in it.
#[derive(Clone, Copy, Default, Debug)]
pub struct Told<'a> {
    /// The branch that it was recorded for.
    pub branch: Option<&'a str>,
    /// The device that recorded it, in head office's copy; none for what was recorded there.
    pub device: Option<&'a str>,
    /// Whose own PIN or sign-in opened the step.
    pub by: Option<&'a Code>,
}

impl<'a> Told<'a> {
    fn beside(&self) -> Vec<Beside<'a>> {
        let Self { branch, device, by } = *self;
        let all = [("branch", branch), ("device", device), ("by", by.map(Code::as_str))];
        all.into_iter().filter_map(|(name, text)| Some((name, text?))).collect()
    }
}

/// Returns the columns of a table of steps.
pub(super) fn step_columns() -> Vec<String> {
    StepLine::columns_after("", &["branch", "device", "by"])
}

/// Returns the columns of a table of requests as they were asked.
pub(super) fn request_columns() -> Vec<String> {
    Request::columns_after("", &["branch", "device", "by"])
}
