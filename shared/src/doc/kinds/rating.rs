//! A rating: no person, no visit, no minute, no clock reading.

use super::super::Meaning;
use super::super::pen::{In, Out};
use crate::domain::{Channel, FactId, LIST_ITEMS_MAX, Rating, Score};

/// Writes a rating; `at` is cut to its hour here, whatever came in.
pub(super) fn write(rating: &Rating, out: &mut Out) {
    let Rating { id: _, at, service, department, channel, provider, score, provider_score, reasons, comment } =
        rating;
    out.text("at", at.cut_to_hour().as_str());
    out.text("service", service.as_str());
    out.code("department", department.as_ref());
    out.text("channel", channel.code());
    out.code("provider", provider.as_ref());
    out.text("score", score.code());
    out.maybe_text("provider_score", provider_score.as_ref().map(Score::code));
    out.codes("reasons", reasons);
    out.seal("comment", comment.as_ref());
}

/// Reads a rating; one whose `at` is finer than its hour is at fault.
pub(super) fn read(id: FactId, input: &In<'_>) -> Result<Rating, Meaning> {
    let at = input.moment("at")?.ok_or(Meaning::Missing("at"))?;
    if at.cut_to_hour() != at {
        return Err(Meaning::Invalid("at"));
    }
    Ok(Rating {
        id,
        at,
        service: input.required_code("service")?,
        department: input.code("department")?,
        channel: Channel::from_code(input.required("channel")?),
        provider: input.code("provider")?,
        score: Score::from_code(input.required("score")?),
        provider_score: input.text("provider_score")?.map(Score::from_code),
        reasons: input.codes("reasons", LIST_ITEMS_MAX)?,
        comment: input.opened("comment")?,
    })
}
