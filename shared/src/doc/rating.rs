//! A rating as fields of a fact: no person, no visit, no minute, no clock reading.

use super::fields::{Reader, Writer};
use super::{Dice, DocumentName, Fields, Meaning, Sealed, SealingKey};
use crate::domain::{BranchId, Channel, Code, FactId, LIST_ITEMS_MAX, Rating, Score};

/// What seals a rating's comment: the ratings journal's own key.
pub struct RatingSealing<'a> {
    /// The ratings journal.
    pub document: &'a DocumentName,
    /// Its key.
    pub key: &'a SealingKey,
}

/// A rating as it stands in a journal: the comment is still sealed.
#[derive(Clone, PartialEq, Debug)]
pub struct RatingFact {
    /// The rating without its comment.
    pub rating: Rating,
    /// The branch it was given at.
    pub branch: BranchId,
    /// The comment.
    pub comment: Option<Sealed>,
}

/// Makes the fields of a rating; `at` is cut to its hour here, whatever came in.
pub fn rating_fields(
    dice: &mut Dice,
    rating: &Rating,
    branch: &BranchId,
    sealing: &RatingSealing<'_>,
) -> Fields {
    let Rating { id, at, service, department, channel, provider, score, provider_score, reasons, comment } =
        rating;
    let comment = comment
        .as_ref()
        .map(|c| sealing.key.seal(dice, sealing.document, &id.to_string(), "comment", c.as_str().as_bytes()));
    let mut out = Writer::default();
    out.text("kind", "rating");
    out.text("branch", branch.as_str());
    out.text("at", at.cut_to_hour().as_str());
    out.text("service", service.as_str());
    out.maybe_text("department", department.as_ref().map(Code::as_str));
    out.text("channel", channel.code());
    out.maybe_text("provider", provider.as_ref().map(Code::as_str));
    out.text("score", score.code());
    out.maybe_text("provider_score", provider_score.as_ref().map(Score::code));
    out.codes("reasons", reasons);
    out.sealed("comment", comment);
    out.0
}

/// Reads a rating.
///
/// # Errors
/// [`Meaning`] with the first field at fault; a rating whose `at` is finer than its hour is at fault.
pub fn read_rating(id: FactId, fields: &Fields) -> Result<RatingFact, Meaning> {
    let read = Reader(fields);
    let at = read.moment("at")?.ok_or(Meaning::Missing("at"))?;
    if at.cut_to_hour() != at {
        return Err(Meaning::Invalid("at"));
    }
    let reasons = read.codes("reasons")?;
    if reasons.len() > LIST_ITEMS_MAX {
        return Err(Meaning::Invalid("reasons"));
    }
    let rating = Rating {
        id,
        at,
        service: read.code("service")?.ok_or(Meaning::Missing("service"))?,
        department: read.code("department")?,
        channel: Channel::from_code(read.required("channel")?),
        provider: read.code("provider")?,
        score: Score::from_code(read.required("score")?),
        provider_score: read.text("provider_score")?.map(Score::from_code),
        reasons,
        comment: None,
    };
    let branch = BranchId::parse(read.required("branch")?).map_err(|_| Meaning::Invalid("branch"))?;
    Ok(RatingFact { rating, branch, comment: read.sealed("comment")? })
}
