//! A step of a session of the committee, in head office's own journal. What was said is sealed with head office's key: an erased
//! beneficiary takes nothing of the minutes along.

use super::super::Meaning;
use super::super::pen::{In, Out};
use super::request::{ids_in, put_ids};
use crate::domain::FactId;
use crate::domain::session::{
    AGENDA_MAX, MEMBERS_MAX, SessionAct, SessionActKind, SessionFields, SessionStep, Vote,
};

pub(super) fn write(step: &SessionStep, out: &mut Out) {
    let SessionStep { id: _, session, at, act, text } = step;
    out.id("session", Some(session.as_bytes()));
    out.text("at", at.as_str());
    out.text("step", act.kind().code());
    let SessionFields {
        number,
        place,
        chair,
        present,
        absent,
        agenda,
        member,
        request,
        vote,
        digest,
        on_behalf_of,
    } = act.fields();
    for (name, code) in [
        ("number", number),
        ("chair", chair),
        ("member", member),
        ("digest", digest),
        ("on_behalf_of", on_behalf_of),
    ] {
        out.code(name, code.as_ref());
    }
    out.maybe_text("place", place.map(|place| place.as_str().to_owned()));
    out.codes("present", &present);
    out.codes("absent", &absent);
    if let Some(agenda) = agenda {
        put_ids(out, "agenda", &agenda);
    }
    out.id("request", request.as_ref().map(FactId::as_bytes));
    out.maybe_text("vote", vote.as_ref().map(Vote::code));
    out.seal("text", text.as_ref());
}

pub(super) fn read(id: FactId, input: &In<'_>) -> Result<SessionStep, Meaning> {
    // a step of a newer program waits until this one knows it
    let kind = SessionActKind::from_code(input.required("step")?).ok_or(Meaning::UnknownKind)?;
    let fields = SessionFields {
        number: input.code("number")?,
        place: input.plain("place")?,
        chair: input.code("chair")?,
        present: input.codes("present", MEMBERS_MAX)?,
        absent: input.codes("absent", MEMBERS_MAX)?,
        agenda: ids_in(input, "agenda", AGENDA_MAX)?,
        member: input.code("member")?,
        request: input.fact("request")?,
        vote: input.text("vote")?.map(Vote::from_code),
        digest: input.code("digest")?,
        on_behalf_of: input.code("on_behalf_of")?,
    };
    let act = SessionAct::from_fields(kind, fields).map_err(Meaning::Invalid)?;
    Ok(SessionStep {
        id,
        session: input.fact("session")?.ok_or(Meaning::Missing("session"))?,
        at: input.moment("at")?.ok_or(Meaning::Missing("at"))?,
        act,
        text: input.opened("text")?,
    })
}
