//! A visit: what people said and who they are is sealed, what is counted stands in clear.

use super::super::Meaning;
use super::super::pen::{In, Out};
use super::{person, place};
use crate::domain::{
    Acting, Channel, Code, Direction, FactId, LED_TO_MAX, LIST_ITEMS_MAX, Moment, Origin, Party, Person,
    Signature, VISIT_SIGNATURE_POINTS_MAX, Visit, WaitingNumber,
};

pub(super) fn write(visit: &Visit, out: &mut Out) {
    let Visit {
        id: _,
        at,
        ended_at,
        party,
        channel,
        direction,
        services,
        department,
        received_by,
        beneficiary,
        purpose,
        answers,
        note,
        late,
        for_other,
        acting,
        asks_for_woman,
        place,
        report,
        signature,
        led_to,
        referral_reason,
        planned,
        supersedes,
        ticket,
        ticket_at,
        // known later: a fact of its own
        called_at: _,
        origin,
    } = visit;
    out.text("at", at.as_str());
    out.maybe_text("ended_at", ended_at.as_ref().map(Moment::as_str));
    out.text("party", party.code());
    out.text("channel", channel.code());
    out.text("direction", direction.code());
    out.codes("services", services);
    out.code("department", department.as_ref());
    out.code("received_by", received_by.as_ref());
    if let Some(person) = beneficiary {
        out.code("group", person.group.as_ref());
        person::write(person, out);
    }
    out.seal("purpose", purpose.as_ref());
    out.seal("answers", answers.as_ref());
    out.seal("note", note.as_ref());
    out.yes("late", *late);
    out.yes("for_other", *for_other);
    if let Some(Acting { capacity, proof }) = acting {
        out.seal("acting_capacity", Some(capacity));
        out.seal("acting_proof", proof.as_ref());
    }
    out.yes("asks_for_woman", *asks_for_woman);
    place::write(place.as_ref(), out);
    out.seal("report", report.as_ref());
    out.seal("signature", signature.as_ref().map(|signature| signature.to_bytes()).as_ref());
    out.codes("led_to", led_to);
    out.seal("referral_reason", referral_reason.as_ref());
    out.id("planned", planned.as_ref().map(FactId::as_bytes));
    out.id("supersedes", supersedes.as_ref().map(FactId::as_bytes));
    out.maybe_text("ticket", ticket.map(|ticket| ticket.to_string()));
    out.maybe_text("ticket_at", ticket_at.as_ref().map(Moment::as_str));
    out.text("origin", origin.code());
}

pub(super) fn read(id: FactId, input: &In<'_>) -> Result<Visit, Meaning> {
    let services = input.codes("services", LIST_ITEMS_MAX)?;
    if services.is_empty() {
        return Err(Meaning::Invalid("services"));
    }
    let group = input.code("group")?;
    let acting = match input.opened("acting_capacity")? {
        Some(capacity) => Some(Acting { capacity, proof: input.opened("acting_proof")? }),
        None => None,
    };
    Ok(Visit {
        id,
        at: input.moment("at")?.ok_or(Meaning::Missing("at"))?,
        ended_at: input.moment("ended_at")?,
        party: Party::from_code(input.required("party")?),
        channel: Channel::from_code(input.required("channel")?),
        direction: Direction::from_code(input.required("direction")?),
        services,
        department: input.code("department")?,
        received_by: input.code("received_by")?,
        beneficiary: person_in(group, input)?,
        purpose: input.opened("purpose")?,
        answers: input.opened("answers")?,
        note: input.opened("note")?,
        late: input.yes("late")?,
        for_other: input.yes("for_other")? || acting.is_some(),
        acting,
        asks_for_woman: input.yes("asks_for_woman")?,
        place: place::read(input)?,
        report: input.opened("report")?,
        signature: input.opened_bytes("signature")?.map(signature_in).transpose()?,
        led_to: input.codes("led_to", LED_TO_MAX)?,
        referral_reason: input.opened("referral_reason")?,
        planned: input.fact("planned")?,
        supersedes: input.fact("supersedes")?,
        ticket: ticket_in(input)?,
        ticket_at: input.moment("ticket_at")?,
        called_at: None,
        origin: Origin::from_code(input.required("origin")?),
    })
}

fn ticket_in(input: &In<'_>) -> Result<Option<WaitingNumber>, Meaning> {
    let ticket = input.text("ticket")?;
    ticket.map(|text| WaitingNumber::parse(text).ok_or(Meaning::Invalid("ticket"))).transpose()
}

/// What was given of the person, with their group; `None` where nothing was.
fn person_in(group: Option<Code>, input: &In<'_>) -> Result<Option<Person>, Meaning> {
    let person = Person { group, ..person::read(input)? };
    Ok((!person.is_empty()).then_some(person))
}

pub(super) fn signature_in(bytes: &[u8]) -> Result<Box<Signature>, Meaning> {
    let signature = Signature::from_bytes(bytes).ok();
    let short = signature.filter(|signature| signature.points() <= VISIT_SIGNATURE_POINTS_MAX);
    short.map(Box::new).ok_or(Meaning::Invalid("signature"))
}
