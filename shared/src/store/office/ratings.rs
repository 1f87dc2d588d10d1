//! How often each score was given, by branch, service or channel. Counts alone: which of them may be shown, and how,
//! is decided where they are shown (P-11). A provider is no dimension here, so no ranking can be asked for.

use crate::domain::Score;
use crate::store::{StoreError, Tx, values};

/// What ratings are grouped by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum RatingDimension {
    /// The branch office.
    Branch,
    /// The service rated.
    Service,
    /// The channel that the service came through.
    Channel,
}

impl RatingDimension {
    /// Lists the dimensions in the order in which they are shown.
    pub const ALL: [RatingDimension; 3] = [Self::Branch, Self::Service, Self::Channel];

    const fn column(self) -> &'static str {
        match self {
            Self::Branch => "branch",
            Self::Service => "service",
            Self::Channel => "channel",
        }
    }
}

/// How many ratings of a group gave the same two scores.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RatingCount {
    /// The branch, service or channel.
    pub group: String,
    /// Quality of the service.
    pub score: Score,
    /// Performance of the provider; `None` where it was not asked or not answered.
    pub provider_score: Option<Score>,
    /// How many.
    pub count: u64,
}

/// Counts ratings by a dimension and both scores, in the order of the groups' codes.
pub(crate) fn rating_counts(tx: &Tx<'_>, by: RatingDimension) -> Result<Vec<RatingCount>, StoreError> {
    let column = by.column();
    let sql = format!(
        "SELECT {column} AS the_group, score, provider_score, COUNT(*) AS n FROM rating
         GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    );
    tx.all(&sql, values![], |row| {
        Ok(RatingCount {
            group: row.get("the_group")?,
            score: row.get("score")?,
            provider_score: row.get("provider_score")?,
            count: row.get("n")?,
        })
    })
}
