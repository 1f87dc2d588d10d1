//! A record as it leaves: the field names of a record line, and the branch. The owner's full copy.

use serde::Serialize;

use crate::domain::{Acting, Code, Moment, Person, Place, Rating, StatedDate, Suggestion, Text, Visit};
use crate::hex::to_hex;

/// A visit. What follows the branch stands only where it says something.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExportedVisit {
    /// Always `visit`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The visit's id.
    pub id: String,
    /// When it began, as it was given.
    pub at: String,
    /// When it ended.
    pub ended_at: Option<String>,
    /// The kind of party.
    pub party: String,
    /// The channel.
    pub channel: String,
    /// `in` or `out`.
    pub direction: String,
    /// What was asked for.
    pub services: Vec<Code>,
    /// The department.
    pub department: Option<Code>,
    /// Who received the visitor.
    pub received_by: Option<Code>,
    /// The person as the visit named them.
    pub beneficiary: Option<ExportedPerson>,
    /// What they came for.
    pub purpose: Option<Text>,
    /// What they were told.
    pub answers: Option<Text>,
    /// A note of staff.
    pub note: Option<Text>,
    /// The branch.
    pub branch: String,
    /// Entered after its day.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    /// The visitor acted for someone else.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub for_other: bool,
    /// In what capacity the visitor acted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acting: Option<ExportedActing>,
    /// A woman was asked for to serve.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub asks_for_woman: bool,
    /// Where it took place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The report of a home visit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<Text>,
    /// What was signed for it: hexadecimal of [`crate::domain::Signature::to_bytes`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// What it led to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub led_to: Vec<Code>,
    /// The planned visit that it carried out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned: Option<String>,
    /// The visit that this one corrects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<String>,
}

/// How a visitor acted for someone else.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExportedActing {
    /// In what capacity.
    pub capacity: Text,
    /// What proved it.
    pub proof: Option<Text>,
}

/// A person. What came with version 2 stands only where it says something.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ExportedPerson {
    /// National id or iqama number.
    pub national_id: Option<Text>,
    /// Name.
    pub name: Option<Text>,
    /// Mobile.
    pub mobile: Option<Text>,
    /// Date of birth, as stated: `g1985-03-01`, `h1405`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth: Option<StatedDate>,
    /// Until when the id is valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_expiry: Option<StatedDate>,
    /// Address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Text>,
    /// Group.
    pub group: Option<Code>,
}

/// A rating; `at` is its hour.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExportedRating {
    /// Always `rating`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The rating's id.
    pub id: String,
    /// Its hour.
    pub at: String,
    /// The service.
    pub service: Code,
    /// The department.
    pub department: Option<Code>,
    /// The channel.
    pub channel: String,
    /// Who served.
    pub provider: Option<Code>,
    /// Quality of the service.
    pub score: String,
    /// Performance of the provider.
    pub provider_score: Option<String>,
    /// Reasons.
    pub reasons: Vec<Code>,
    /// Comment.
    pub comment: Option<Text>,
    /// The branch.
    pub branch: String,
}

/// A suggestion.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExportedSuggestion {
    /// Always `suggestion`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// When it was made, as it was given.
    pub at: String,
    /// The channel.
    pub channel: String,
    /// The service it is about.
    pub service: Option<Code>,
    /// Its words.
    pub text: Text,
    /// Where the person wants the reply.
    pub mobile: Option<Text>,
    /// The branch.
    pub branch: String,
}

impl ExportedVisit {
    /// Makes the exported form of an opened visit.
    pub fn new(visit: Visit, branch: &str) -> Self {
        let Visit {
            id,
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
            planned,
            supersedes,
            origin: _,
        } = visit;
        Self {
            kind: "visit",
            id: id.to_string(),
            at: at.as_str().to_owned(),
            ended_at: ended_at.as_ref().map(Moment::as_str).map(str::to_owned),
            party: party.code().to_owned(),
            channel: channel.code().to_owned(),
            direction: direction.code().to_owned(),
            services,
            department,
            received_by,
            beneficiary: beneficiary.map(ExportedPerson::from),
            purpose,
            answers,
            note,
            branch: branch.to_owned(),
            late,
            for_other,
            acting: acting.map(|Acting { capacity, proof }| ExportedActing { capacity, proof }),
            asks_for_woman,
            place,
            report,
            signature: signature.map(|signature| to_hex(&signature.to_bytes())),
            led_to,
            planned: planned.map(|p| p.to_string()),
            supersedes: supersedes.map(|s| s.to_string()),
        }
    }
}

impl From<Person> for ExportedPerson {
    fn from(person: Person) -> Self {
        let Person { national_id, name, mobile, birth, id_expiry, address, group } = person;
        Self { national_id, name, mobile, birth, id_expiry, address, group }
    }
}

impl ExportedSuggestion {
    /// Makes the exported form of an opened suggestion.
    pub fn new(suggestion: Suggestion, branch: &str) -> Self {
        let Suggestion { id, at, channel, service, text, mobile } = suggestion;
        Self {
            kind: "suggestion",
            id: id.to_string(),
            at: at.as_str().to_owned(),
            channel: channel.code().to_owned(),
            service,
            text,
            mobile,
            branch: branch.to_owned(),
        }
    }
}

impl ExportedRating {
    /// Makes the exported form of an opened rating.
    pub fn new(rating: Rating, branch: &str) -> Self {
        let Rating {
            id,
            at,
            service,
            department,
            channel,
            provider,
            score,
            provider_score,
            reasons,
            comment,
        } = rating;
        Self {
            kind: "rating",
            id: id.to_string(),
            at: at.cut_to_hour().as_str().to_owned(),
            service,
            department,
            channel: channel.code().to_owned(),
            provider,
            score: score.code().to_owned(),
            provider_score: provider_score.map(|s| s.code().to_owned()),
            reasons,
            comment,
            branch: branch.to_owned(),
        }
    }
}
