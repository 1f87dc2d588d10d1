//! The shares of scores in a group of ratings, and the rule that keeps small groups from pointing at a person (P-11).
//!
//! A group of fewer than [`LEAST_RATINGS`] shows its count alone; so does the provider's performance where fewer than
//! that many answered it. While the hidden groups of a table have fewer than that many together, the smallest shown one
//! is hidden too: what is hidden can't be worked out by subtracting what is shown from a total that another table
//! gives. Shares are whole percents and no score's own count is shown, so that two tables, or the same table on two
//! days, tell less about one rating. Pure: counts in, shares out.

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
    /// [`LEAST_RATINGS`] or more answered, but the shares would give those of a smaller hidden group away.
    HiddenForAnother {
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

/// Turns the counts of a table, which come in the order of its groups' codes, into its groups.
pub fn shares(counts: &[RatingCount]) -> Vec<Group> {
    let mut groups: Vec<Group> =
        counts.chunk_by(|one, next| one.group == next.group).filter_map(group).collect();
    guard(groups.iter_mut().map(|group| &mut group.service).collect());
    guard(groups.iter_mut().map(|group| &mut group.provider).collect());
    groups
}

/// Hides the smallest shown group of a question while fewer than [`LEAST_RATINGS`] answers are hidden together.
///
/// Of equal ones it is the last by code: the order on the page differs between the languages, and a reader of both
/// pages would see everything if each hid another group.
fn guard(mut groups: Vec<&mut Shares>) {
    loop {
        let hidden: u64 = groups.iter().map(|shares| shares.hidden()).sum();
        if !(1..LEAST_RATINGS).contains(&hidden) {
            return;
        }
        let shown = groups.iter_mut().rev().filter_map(|shares| match shares {
            Shares::Shown { count, .. } => Some((*count, shares)),
            Shares::None | Shares::Hidden { .. } | Shares::HiddenForAnother { .. } => None,
        });
        let Some((count, shares)) = shown.min_by_key(|(count, _)| *count) else { return };
        **shares = Shares::HiddenForAnother { count };
    }
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
    /// Returns how many answers are hidden.
    fn hidden(&self) -> u64 {
        match self {
            Self::Hidden { count } | Self::HiddenForAnother { count } => *count,
            Self::None | Self::Shown { .. } => 0,
        }
    }

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

    const GOOD_10: Shares = Shares::Shown { count: 10, percents: [0, 100, 0, 0, 0] };

    /// Which of the groups have their shares of the service shown.
    fn shown(sizes: &[u64]) -> Vec<bool> {
        let counts: Vec<RatingCount> = (0_u8..)
            .zip(sizes)
            .map(|(n, size)| count(&format!("g{n:02}"), Score::Good, None, *size))
            .collect();
        shares(&counts).iter().map(|group| matches!(group.service, Shares::Shown { .. })).collect()
    }

    #[test]
    fn nine_ratings_show_their_count_alone_and_ten_show_shares() {
        let groups = shares(&[count("a", Score::Good, None, 9)]);
        assert_eq!(groups[0].service, Shares::Hidden { count: 9 });
        let groups = shares(&[count("b", Score::Good, None, 10)]);
        assert_eq!(groups[0].service, GOOD_10);
        assert_eq!(groups[0].provider, Shares::None);
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
    fn a_small_group_cannot_be_worked_out_by_subtracting_the_others_from_a_total() {
        // 18 ratings of one service, which its own table shows, from branches of 15 and 3
        assert_eq!(shown(&[18]), [true]);
        let groups = shares(&[count("a", Score::Good, None, 15), count("b", Score::Bad, None, 3)]);
        assert_eq!(groups[0].service, Shares::HiddenForAnother { count: 15 });
        assert_eq!(groups[1].service, Shares::Hidden { count: 3 });
        assert_eq!(groups.iter().map(|group| group.count).collect::<Vec<_>>(), [15, 3]);
        assert_eq!(shown(&[40, 20, 30, 1]), [true, false, true, false]);
    }

    #[test]
    fn hidden_groups_of_ten_or_more_together_hide_nothing_else() {
        assert_eq!(shown(&[15, 7, 5]), [true, false, false]);
        assert_eq!(shown(&[15, 7, 3]), [true, false, false]);
        assert_eq!(shown(&[15, 6, 3]), [false, false, false]);
    }

    #[test]
    fn a_table_where_everything_is_hidden_stays_so() {
        assert_eq!(shown(&[4, 3]), [false, false]);
        assert_eq!(shown(&[9, 9, 9]), [false, false, false]);
        assert_eq!(shown(&[]), [false; 0]);
    }

    #[test]
    fn of_equal_groups_the_last_by_code_is_hidden_in_whatever_order_a_page_shows_them() {
        assert_eq!(shown(&[12, 12, 2]), [true, false, false]);
        assert_eq!(shown(&[12, 2, 12]), [true, false, false]);
    }

    #[test]
    fn the_two_questions_are_guarded_apart() {
        let counts = [
            count("a", Score::Good, Some(Score::Good), 10),
            count("a", Score::Good, None, 10),
            count("b", Score::Good, Some(Score::Good), 4),
            count("b", Score::Good, None, 16),
            count("c", Score::Good, None, 10),
        ];
        let groups = shares(&counts);
        assert!(groups.iter().all(|group| matches!(group.service, Shares::Shown { .. })));
        assert_eq!(groups[0].provider, Shares::HiddenForAnother { count: 10 });
        assert_eq!(groups[1].provider, Shares::Hidden { count: 4 });
        assert_eq!(groups[2].provider, Shares::None);
        let counts = [count("a", Score::Good, Some(Score::Good), 12), count("b", Score::Good, None, 3)];
        let groups = shares(&counts);
        assert_eq!(groups[0].service, Shares::HiddenForAnother { count: 12 });
        assert!(matches!(groups[0].provider, Shares::Shown { count: 12, .. }));
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
