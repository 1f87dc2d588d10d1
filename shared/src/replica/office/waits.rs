//! How long visitors wait until they are called: reckoned by day, branch and device out of what devices tell.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::Office;
use crate::doc::FactKind;
use crate::domain::DeviceId;
use crate::store::StoreError;
use crate::store::office::{self, WaitRow};

/// The waiting of a day at a branch, of those who were given numbers by one device.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaitsOfDay {
    /// The day, as the clock on the branch's wall has it.
    pub day: Date,
    /// The branch.
    pub branch: String,
    /// The device that gave the numbers.
    pub device: Option<DeviceId>,
    /// How many numbers were given.
    pub given: u64,
    /// Half of those who were called waited no longer, in seconds; `None` where nobody was called.
    pub median_seconds: Option<i64>,
    /// Nine in ten of those who were called waited no longer, likewise.
    pub ninetieth_seconds: Option<i64>,
    /// How many of them no call has been told of.
    pub never_called: u64,
}

impl Office {
    /// Reckons how long visitors waited who were given a number from a second on: the latest day first, then by branch and device.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn waits(&self, from_seconds: i64) -> Result<Vec<WaitsOfDay>, StoreError> {
        Ok(by_day(&self.db.read(|tx| office::waits(tx, from_seconds, FactKind::Called.code()))?))
    }
}

/// A day, a branch and, where it is known, the device that gave the numbers.
type Place<'a> = (Date, &'a str, Option<DeviceId>);

fn by_day(rows: &[WaitRow]) -> Vec<WaitsOfDay> {
    let mut days: BTreeMap<Place<'_>, Vec<Option<i64>>> = BTreeMap::new();
    for row in rows {
        let Ok(local) = Timestamp::from_second(row.given_seconds + row.offset_minutes * 60) else { continue };
        let day = local.to_zoned(jiff::tz::TimeZone::UTC).date();
        // a clock that was set meanwhile makes nobody wait less than nothing
        let waited = row.called_seconds.map(|called| (called - row.given_seconds).max(0));
        days.entry((day, &row.branch, row.device)).or_default().push(waited);
    }
    let reckoned = days.into_iter().map(|((day, branch, device), waits)| {
        let mut called: Vec<i64> = waits.iter().copied().flatten().collect();
        called.sort_unstable();
        WaitsOfDay {
            day,
            branch: branch.to_owned(),
            device,
            given: waits.len() as u64,
            median_seconds: percentile(&called, 50),
            ninetieth_seconds: percentile(&called, 90),
            never_called: (waits.len() - called.len()) as u64,
        }
    });
    let mut reckoned: Vec<WaitsOfDay> = reckoned.collect();
    reckoned.sort_by_key(|of_day| std::cmp::Reverse(of_day.day));
    reckoned
}

/// Returns the smallest value that so many percent are not above, of values in their order.
fn percentile(sorted: &[i64], percent: usize) -> Option<i64> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(branch: &str, given: i64, called: Option<i64>) -> WaitRow {
        let (branch, offset_minutes) = (branch.to_owned(), 180);
        WaitRow { branch, device: None, given_seconds: given, offset_minutes, called_seconds: called }
    }

    #[test]
    fn half_waited_no_longer_than_the_median_and_nine_in_ten_no_longer_than_the_ninetieth() {
        let ten: Vec<i64> = (1..=10).map(|n| n * 60).collect();
        assert_eq!((percentile(&ten, 50), percentile(&ten, 90)), (Some(300), Some(540)));
        assert_eq!((percentile(&[7], 50), percentile(&[7], 90)), (Some(7), Some(7)));
        assert_eq!(percentile(&[], 50), None);
    }

    #[test]
    fn days_are_those_on_the_branchs_wall_and_whoever_was_not_called_is_counted_apart() {
        // 2026-11-26T21:30:00Z is half past midnight of the 27th in Riyadh
        let midnight = 1_795_728_600;
        let reckoned = by_day(&[
            wait("riyadh", midnight - 3_600, Some(midnight - 3_000)),
            wait("riyadh", midnight, Some(midnight + 120)),
            wait("riyadh", midnight + 60, Some(midnight + 50)),
            wait("riyadh", midnight + 90, None),
            wait("abha", midnight, None),
        ]);
        let told: Vec<_> = reckoned
            .iter()
            .map(|of| (of.day.to_string(), &*of.branch, of.given, of.median_seconds, of.never_called))
            .collect();
        assert_eq!(
            told,
            [
                ("2026-11-27".to_owned(), "abha", 1, None, 1),
                ("2026-11-27".to_owned(), "riyadh", 3, Some(0), 1),
                ("2026-11-26".to_owned(), "riyadh", 1, Some(600), 0),
            ]
        );
    }
}
