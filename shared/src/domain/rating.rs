//! A rating of service quality (تقييم جودة الخدمة): never joined to a person, a visit or a minute.

use super::{Channel, Code, FactId, Moment, Score, Text};

/// A rating as it is stored: `at` is already cut to its hour (P-11).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rating {
    /// Its id; random (version 4) where the program makes it, so that it tells no order.
    pub id: FactId,
    /// The hour it was given in.
    pub at: Moment,
    /// The service rated.
    pub service: Code,
    /// The department rated.
    pub department: Option<Code>,
    /// The channel the service came through.
    pub channel: Channel,
    /// Who served, where the register names one; never shown beside the rating.
    pub provider: Option<Code>,
    /// Quality of the service.
    pub score: Score,
    /// Performance of the provider (أداء مقدم الخدمة); `None` where nobody served or nobody answered.
    pub provider_score: Option<Score>,
    /// Reasons chosen, 0 to 32.
    pub reasons: Vec<Code>,
    /// A comment in words. Sealed with the ratings journal's key.
    pub comment: Option<Text>,
}
