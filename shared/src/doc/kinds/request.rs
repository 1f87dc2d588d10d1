//! A support request and its steps: what the state follows from stands in clear, as do codes of other kinds; what people said and
//! who they are is sealed with the file's key, so that the state is the same once a person is erased.

use super::super::Meaning;
use super::super::pen::{In, Out};
use super::{person, visit};
use crate::domain::request::{
    Amount, AnswerChannel, AnswerResult, FACTS_NAMED_MAX, GRANT_ITEMS_MAX, GrantItem, PAPER_GROUPS_MAX,
    PAPERS_MAX, PaperNeed, PaperRule, Recommendation, Registration, Request, RequestStep, Step, StepFields,
    StepKind, Terms,
};
use crate::domain::{Channel, Code, FactId, Person};

pub(super) fn write_request(request: &Request, out: &mut Out) {
    let Request { id: _, at, channel, service, beneficiary, terms } = request;
    out.text("at", at.as_str());
    out.text("channel", channel.code());
    out.code("service", Some(service));
    if let Some(person) = beneficiary {
        out.code("group", person.group.as_ref());
        person::write(person, out);
    }
    if let Some(terms) = terms {
        write_terms(terms, out);
    }
}

/// Writes what a service takes.
pub(super) fn write_terms(terms: &Terms, out: &mut Out) {
    let Terms {
        papers,
        study,
        registration,
        floor_days,
        latest_days,
        deciders,
        quorum,
        objection_days,
        reply_days,
        approve_over,
        provisional,
        ceiling,
    } = terms;
    let rules: Vec<String> = papers.iter().map(rule_text).collect();
    out.maybe_text("papers", (!rules.is_empty()).then(|| rules.join("\n")));
    out.bool("study", *study);
    out.text("registration", registration.code());
    for (name, number) in [
        ("floor_days", Some(*floor_days)),
        ("latest_days", *latest_days),
        ("deciders", Some(*deciders)),
        ("quorum", Some(*quorum).filter(|quorum| *quorum > 0)),
        ("objection_days", Some(*objection_days)),
        ("reply_days", Some(*reply_days)),
        ("approve_over", approve_over.map(Amount::halalas)),
        ("provisional", provisional.map(Amount::halalas)),
        ("ceiling", ceiling.map(Amount::halalas)),
    ] {
        if let Some(number) = number {
            out.int(name, number);
        }
    }
}

/// Reads what a service takes; `None` where nothing is said of it.
pub(super) fn read_terms(input: &In<'_>) -> Result<Option<Terms>, Meaning> {
    let Some(registration) = input.text("registration")? else { return Ok(None) };
    let terms = Terms {
        papers: input.text("papers")?.map(rules_in).transpose()?.unwrap_or_default(),
        study: input.bool("study")?.ok_or(Meaning::Missing("study"))?,
        registration: Registration::from_code(registration),
        floor_days: input.int("floor_days")?.ok_or(Meaning::Missing("floor_days"))?,
        latest_days: input.int("latest_days")?,
        deciders: input.int("deciders")?.ok_or(Meaning::Missing("deciders"))?,
        quorum: input.int("quorum")?.unwrap_or(0),
        objection_days: input.int("objection_days")?.ok_or(Meaning::Missing("objection_days"))?,
        reply_days: input.int("reply_days")?.ok_or(Meaning::Missing("reply_days"))?,
        approve_over: amount_in(input, "approve_over")?,
        provisional: amount_in(input, "provisional")?,
        ceiling: amount_in(input, "ceiling")?,
    };
    match terms.fault() {
        None => Ok(Some(terms)),
        Some(field) => Err(Meaning::Invalid(field)),
    }
}

pub(super) fn read_request(id: FactId, input: &In<'_>) -> Result<Request, Meaning> {
    let person = Person { group: input.code("group")?, ..person::read(input)? };
    Ok(Request {
        id,
        at: input.moment("at")?.ok_or(Meaning::Missing("at"))?,
        channel: Channel::from_code(input.required("channel")?),
        service: input.required_code("service")?,
        beneficiary: (!person.is_empty()).then_some(person),
        terms: read_terms(input)?,
    })
}

pub(super) fn write_step(step: &RequestStep, out: &mut Out) {
    let RequestStep { id: _, request, at, seen, on_paper_by, step, said } = step;
    out.id("request", Some(request.as_bytes()));
    out.text("at", at.as_str());
    out.text("step", step.kind().code());
    if let Some(seen) = seen {
        put_ids(out, "seen", seen);
    }
    out.code("on_paper_by", on_paper_by.as_ref());
    let StepFields {
        paper,
        datum,
        against,
        valid_until,
        issued,
        original,
        text,
        values,
        told_date,
        recommendation,
        outcome,
        lines,
        amount,
        from,
        to,
        session,
        channel,
        result,
        letter,
        number,
        entitlement,
        collector,
        signature,
        fact,
        facts,
        keeps,
        reason,
    } = step.fields(said);
    for (name, code) in [
        ("paper", paper),
        ("datum", datum),
        ("text", text),
        ("values", values),
        ("outcome", outcome),
        ("session", session),
        ("letter", letter),
        ("number", number),
    ] {
        out.code(name, code.as_ref());
    }
    for (name, date) in [("valid_until", valid_until), ("issued", issued)] {
        out.maybe_text(name, date.map(|date| date.to_string()));
    }
    out.yes("original", original.unwrap_or_default());
    for (name, date) in [("told_date", told_date), ("from", from), ("to", to)] {
        out.maybe_text(name, date.map(|date| date.to_string()));
    }
    out.maybe_text("recommendation", recommendation.as_ref().map(Recommendation::code));
    out.maybe_text("channel", channel.as_ref().map(AnswerChannel::code));
    out.maybe_text("result", result.as_ref().map(AnswerResult::code));
    out.maybe_text("lines", lines.map(|items| lines_text(&items)));
    if let Some(amount) = amount {
        out.int("amount", amount.halalas());
    }
    for (name, id) in [("entitlement", entitlement), ("fact", fact), ("keeps", keeps)] {
        out.id(name, id.as_ref().map(FactId::as_bytes));
    }
    if let Some(facts) = facts {
        put_ids(out, "facts", &facts);
    }
    out.seal("against", against.as_ref());
    out.seal("collector", collector.as_ref());
    out.seal("reason", reason.as_ref());
    out.seal("signature", signature.map(|signature| signature.to_bytes()).as_ref());
}

pub(super) fn read_step(id: FactId, input: &In<'_>) -> Result<RequestStep, Meaning> {
    // a step of a newer program waits until this one knows it
    let kind = StepKind::from_code(input.required("step")?).ok_or(Meaning::UnknownKind)?;
    let fields = StepFields {
        paper: input.code("paper")?,
        datum: input.code("datum")?,
        against: input.opened("against")?,
        valid_until: input.stated("valid_until")?,
        issued: input.stated("issued")?,
        original: input.bool("original")?,
        text: input.code("text")?,
        values: input.code("values")?,
        told_date: input.day("told_date")?,
        recommendation: input.text("recommendation")?.map(Recommendation::from_code),
        outcome: input.code("outcome")?,
        lines: input.text("lines")?.map(lines_in).transpose()?,
        amount: amount_in(input, "amount")?,
        from: input.day("from")?,
        to: input.day("to")?,
        session: input.code("session")?,
        channel: input.text("channel")?.map(AnswerChannel::from_code),
        result: input.text("result")?.map(AnswerResult::from_code),
        letter: input.code("letter")?,
        number: input.code("number")?,
        entitlement: input.fact("entitlement")?,
        collector: input.opened("collector")?,
        signature: input.opened_bytes("signature")?.map(visit::signature_in).transpose()?,
        fact: input.fact("fact")?,
        facts: ids_in(input, "facts", FACTS_NAMED_MAX)?,
        keeps: input.fact("keeps")?,
        reason: input.opened("reason")?,
    };
    let (step, said) = Step::from_fields(kind, fields).map_err(|fault| Meaning::Invalid(fault.field))?;
    Ok(RequestStep {
        id,
        request: input.fact("request")?.ok_or(Meaning::Missing("request"))?,
        at: input.moment("at")?.ok_or(Meaning::Missing("at"))?,
        seen: ids_in(input, "seen", FACTS_NAMED_MAX)?,
        on_paper_by: input.code("on_paper_by")?,
        step,
        said,
    })
}

/// Writes what is asked of a paper in a line: its code, and after tabs what else is said of it.
fn rule_text(rule: &PaperRule) -> String {
    let PaperRule { paper, need, groups, original, copy, days } = rule;
    let mut parts = vec![paper.to_string()];
    match need {
        PaperNeed::Required => {}
        PaperNeed::Optional => parts.push("optional".to_owned()),
        PaperNeed::OneOf(set) => parts.push(format!("one_of={set}")),
    }
    parts.extend(groups.iter().map(|group| format!("group={group}")));
    parts.extend(original.then(|| "original".to_owned()));
    parts.extend(copy.then(|| "copy".to_owned()));
    parts.extend(days.map(|days| format!("days={days}")));
    parts.join("\t")
}

fn rules_in(text: &str) -> Result<Vec<PaperRule>, Meaning> {
    let invalid = || Meaning::Invalid("papers");
    if text.split('\n').count() > PAPERS_MAX {
        return Err(invalid());
    }
    text.split('\n').map(|line| rule_in(line).ok_or_else(invalid)).collect()
}

fn rule_in(line: &str) -> Option<PaperRule> {
    let mut parts = line.split('\t');
    let mut rule = PaperRule::required(Code::new(parts.next()?).ok()?);
    for part in parts {
        match part.split_once('=') {
            None if part == "optional" => rule.need = PaperNeed::Optional,
            None if part == "original" => rule.original = true,
            None if part == "copy" => rule.copy = true,
            Some(("one_of", set)) => rule.need = PaperNeed::OneOf(Code::new(set).ok()?),
            Some(("group", group)) => rule.groups.push(Code::new(group).ok()?),
            Some(("days", days)) => rule.days = Some(days.parse().ok()?),
            // a newer program asks more of it: the paper counts for what this one knows
            None | Some(_) => {}
        }
    }
    (rule.groups.len() <= PAPER_GROUPS_MAX).then_some(rule)
}

pub(super) fn put_ids(out: &mut Out, field: &str, ids: &[FactId]) {
    out.bytes(field, &ids.iter().flat_map(FactId::as_bytes).copied().collect::<Vec<u8>>());
}

pub(super) fn ids_in(
    input: &In<'_>,
    field: &'static str,
    most: usize,
) -> Result<Option<Vec<FactId>>, Meaning> {
    let Some(bytes) = input.bytes(field)? else { return Ok(None) };
    let (ids, rest) = bytes.as_chunks::<16>();
    if !rest.is_empty() || ids.len() > most {
        return Err(Meaning::Invalid(field));
    }
    Ok(Some(ids.iter().map(|id| FactId(uuid::Uuid::from_bytes(*id))).collect()))
}

/// Writes goods, a kind a line: how many, and what.
fn lines_text(items: &[GrantItem]) -> String {
    let line = |GrantItem { item, quantity }: &GrantItem| format!("{quantity} {item}");
    items.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn lines_in(text: &str) -> Result<Vec<GrantItem>, Meaning> {
    let invalid = || Meaning::Invalid("lines");
    if text.split('\n').count() > GRANT_ITEMS_MAX {
        return Err(invalid());
    }
    let item = |line: &str| {
        let (quantity, code) = line.split_once(' ')?;
        GrantItem::new(Code::new(code).ok()?, quantity.parse().ok()?)
    };
    text.split('\n').map(|line| item(line).ok_or_else(invalid)).collect()
}

fn amount_in(input: &In<'_>, field: &'static str) -> Result<Option<Amount>, Meaning> {
    let Some(halalas) = input.int(field)? else { return Ok(None) };
    Amount::of_halalas(halalas).map(Some).ok_or(Meaning::Invalid(field))
}
