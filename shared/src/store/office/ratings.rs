//! How often each score was given, by branch, service or channel. Counts alone: which of them may be shown, and how,
//! is decided where they are shown (P-11). A provider is no dimension here, so no ranking can be asked for.

use crate::domain::Score;
use crate::store::{Store, StoreError};

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

impl Store {
    /// Counts ratings by a dimension and both scores, in the order of the groups' codes.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn rating_counts(&self, by: RatingDimension) -> Result<Vec<RatingCount>, StoreError> {
        let column = by.column();
        let sql = format!(
            "SELECT {column}, score, provider_score, COUNT(*) FROM rating GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        );
        let mut statement = self.connection().prepare_cached(&sql)?;
        let rows = statement.query_map([], |row| {
            Ok(RatingCount {
                group: row.get(0)?,
                score: Score::from_code(&row.get::<_, String>(1)?),
                provider_score: row.get::<_, Option<String>>(2)?.map(|code| Score::from_code(&code)),
                count: u64::try_from(row.get::<_, i64>(3)?).unwrap_or(0),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
