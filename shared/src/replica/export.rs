//! A record as it leaves: the field names of a record line, and the branch. The owner's full copy.

use serde::Serialize;

use crate::domain::{Code, Moment, Person, Rating, Text, Visit};

/// A visit. `supersedes` and `late` stand only where they say something.
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
    /// The visit that this one corrects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<String>,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExportedPerson {
    /// National id or iqama number.
    pub national_id: Option<Text>,
    /// Name.
    pub name: Option<Text>,
    /// Mobile.
    pub mobile: Option<Text>,
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
            beneficiary: beneficiary.map(|Person { national_id, name, mobile, group }| ExportedPerson {
                national_id,
                name,
                mobile,
                group,
            }),
            purpose,
            answers,
            note,
            branch: branch.to_owned(),
            late,
            for_other,
            supersedes: supersedes.map(|s| s.to_string()),
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
