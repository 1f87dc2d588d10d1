//! The shares of scores in a group of ratings, and the rule that keeps small groups from pointing at a person (P-11).
//!
//! A group of fewer than [`LEAST_RATINGS`] shows its count alone; so does the provider's performance where fewer than
//! that many answered it. Shares are whole percents and no score's own count is shown, so that two tables, or the
//! same table on two days, tell less about one rating. Pure: counts in, shares out.

use shared::domain::Score;
use shared::store::office::RatingCount;

/// Fewest ratings of a group whose shares are shown.
pub const LEAST_RATINGS: u64 = 10;

/// The scores in the order in which they are shown, best first.
pub(super) const SCORES: [Score; 4] = [Score::Excellent, Score::Good, Score::Bad, Score::VeryBad];

/// What is shown of one question's answers in a group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shares {
    /// Nobody answered.
    None,
    /// Fewer than [`LEAST_RATINGS`] answered: how many, and nothing else.
    Hidden {
        /// How many answered.
        count: u64,
    },
    /// Whole percents that add up to 100: excellent, good, bad, very bad, and scores of a newer program.
    Shown {
        /// How many answered.
        count: u64,
        /// The percents.
        percents: [u8; 5],
    },
}

/// A group of ratings: a branch, a service or a channel.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// Its code.
    pub code: String,
    /// How many ratings it has.
    pub count: u64,
    /// Quality of the service.
    pub service: Shares,
    /// Performance of the provider.
    pub provider: Shares,
}

/// Turns counts, which come in the order of the groups, into groups.
pub fn shares(counts: &[RatingCount]) -> Vec<Group> {
    counts.chunk_by(|one, next| one.group == next.group).filter_map(group).collect()
}

fn group(counts: &[RatingCount]) -> Option<Group> {
    let code = counts.first()?.group.clone();
    let total = counts.iter().map(|count| count.count).sum();
    let service = tally(counts.iter().map(|count| (&count.score, count.count)));
    let provider =
        tally(counts.iter().filter_map(|count| Some((count.provider_score.as_ref()?, count.count))));
    Some(Group { code, count: total, service: Shares::of(service), provider: Shares::of(provider) })
}

fn tally<'a>(answers: impl Iterator<Item = (&'a Score, u64)>) -> [u64; 5] {
    let mut tally = [0; 5];
    for (score, count) in answers {
        let place = SCORES.iter().position(|known| known == score).unwrap_or(SCORES.len());
        tally[place] += count;
    }
    tally
}

impl Shares {
    fn of(tally: [u64; 5]) -> Self {
        match tally.iter().sum() {
            0 => Self::None,
            count if count < LEAST_RATINGS => Self::Hidden { count },
            count => Self::Shown { count, percents: percents(tally, count) },
        }
    }
}

/// Rounds to whole percents that add up to 100: the largest remainders get what rounding down left.
fn percents(tally: [u64; 5], total: u64) -> [u8; 5] {
    let mut percents = tally.map(|count| u8::try_from(count * 100 / total).unwrap_or(100));
    let left = 100_u8.saturating_sub(percents.iter().sum());
    let mut places = [0, 1, 2, 3, 4];
    places.sort_by_key(|place| (std::cmp::Reverse(tally[*place] * 100 % total), *place));
    for place in places.into_iter().take(usize::from(left)) {
        percents[place] += 1;
    }
    percents
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(group: &str, score: Score, provider_score: Option<Score>, count: u64) -> RatingCount {
        RatingCount { group: group.to_owned(), score, provider_score, count }
    }

    #[test]
    fn nine_ratings_show_their_count_alone_and_ten_show_shares() {
        let groups = shares(&[count("a", Score::Good, None, 9), count("b", Score::Good, None, 10)]);
        assert_eq!(groups[0].service, Shares::Hidden { count: 9 });
        assert_eq!(groups[1].service, Shares::Shown { count: 10, percents: [0, 100, 0, 0, 0] });
        assert_eq!(groups[1].provider, Shares::None);
    }

    #[test]
    fn a_provider_that_fewer_than_ten_rated_stays_hidden_in_a_large_group() {
        let counts =
            [count("a", Score::Excellent, Some(Score::Bad), 9), count("a", Score::Excellent, None, 91)];
        let groups = shares(&counts);
        assert_eq!(groups[0].count, 100);
        assert_eq!(groups[0].provider, Shares::Hidden { count: 9 });
    }

    #[test]
    fn shares_are_whole_percents_that_add_up_to_a_hundred() {
        let counts = [
            count("a", Score::VeryBad, None, 7),
            count("a", Score::Bad, None, 7),
            count("a", Score::Good, None, 7),
            count("a", Score::Other("superb".to_owned()), None, 1),
        ];
        let Shares::Shown { percents, .. } = shares(&counts).remove(0).service else {
            panic!("22 are shown")
        };
        assert_eq!(percents.iter().map(|percent| u32::from(*percent)).sum::<u32>(), 100);
        assert_eq!(percents, [0, 32, 32, 32, 4]);
    }
}
