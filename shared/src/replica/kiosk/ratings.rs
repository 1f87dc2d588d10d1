//! Ratings wait where no order is kept, and go into their journal shuffled and late enough that neither time nor
//! order gives a visit away (P-11).

use rand::seq::SliceRandom as _;

use super::record::{Own, Recorder};
use super::{Kiosk, KioskError};
use crate::domain::{Body, FactId, Moment, Rating, Record, RecordLine};
use crate::replica::journals::AppendError;
use crate::replica::secrets::Secrets;
use crate::replica::{Act, Reading};
use crate::store::{Damage, PendingRow, StoreError, pending};

/// Fewest ratings of past hours that go into the journal on the day they were given: among five, none is a known one.
pub(crate) const DUE_TOGETHER_MIN: usize = 5;

impl Kiosk {
    /// Moves due ratings into their journal; every command begins with it. Returns how many went.
    ///
    /// # Errors
    /// [`KioskError`] where nothing was moved.
    pub fn move_due_ratings(&mut self, act: &mut Act) -> Result<usize, KioskError> {
        self.recording(act, |recorder| {
            let mut due = due(pending::all(recorder.facts.tx)?, &recorder.act.now);
            // one that can't be read stays where it is and holds nobody up
            due.retain(|row| open_pending(&self.secrets, row).is_ok());
            due.shuffle(&mut recorder.act.dice);
            for row in &due {
                recorder.append_rating(row)?;
            }
            Ok(due.len())
        })
    }
}

/// Picks what is due: everything of another date than the clock's, earlier or later; and what is of a past hour, where
/// five or more such wait.
fn due(rows: Vec<PendingRow>, reading: &Reading) -> Vec<PendingRow> {
    let mut due = Vec::new();
    let mut hour_over = Vec::new();
    for row in rows {
        let Ok(at) = Moment::parse(&row.at) else { continue };
        let now = local_time_at(reading, &at);
        if now.date() != at.local().date() {
            due.push(row);
        } else if now.hour() > at.local().hour() {
            hour_over.push(row);
        }
    }
    if hour_over.len() >= DUE_TOGETHER_MIN {
        due.extend(hour_over);
    }
    due
}

/// The wall clock at the offset that a moment states.
fn local_time_at(reading: &Reading, at: &Moment) -> jiff::civil::DateTime {
    at.offset().to_datetime(reading.wall.timestamp())
}

impl Recorder<'_> {
    /// Keeps a rating; its content is locked with this replica's own key.
    pub(super) fn keep_pending(&mut self, rating: &Rating) -> Result<(), StoreError> {
        let line = rating.to_line(None).to_string();
        let fact = rating.id.as_bytes().to_vec();
        let content = self.facts.secrets.lock(&mut self.act.dice, &fact, line.as_bytes());
        pending::add(self.facts.tx, &PendingRow { fact, at: rating.at.as_str().to_owned(), content })
    }

    pub(super) fn pending_rating(&self, id: FactId) -> Result<Option<Rating>, StoreError> {
        let row = pending::find(self.facts.tx, id.as_bytes())?;
        row.map(|row| open_pending(self.facts.secrets, &row)).transpose()
    }

    fn append_rating(&mut self, row: &PendingRow) -> Result<(), AppendError> {
        let rating = open_pending(self.facts.secrets, row)?;
        let key = self.own_key(Own::Ratings)?;
        self.append(rating.id, None, Body::Rating(Box::new(rating)), &key)?;
        Ok(pending::remove(self.facts.tx, &row.fact)?)
    }
}

pub(super) fn open_pending(secrets: &Secrets, row: &PendingRow) -> Result<Rating, StoreError> {
    let line = secrets.unlock(&row.fact, &row.content).map_err(|_| damaged())?;
    match RecordLine::parse(&line).map(|line| line.record) {
        Ok(Record::Rating(rating)) => Ok(*rating),
        Ok(Record::Visit(_) | Record::Suggestion(_)) | Err(_) => Err(damaged()),
    }
}

fn damaged() -> StoreError {
    Damage::Row("a rating that waits".to_owned()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(wall: &str) -> Reading {
        let zoned = wall.parse().expect("a zoned time");
        Reading { wall: zoned, monotonic_millis: 0, boot: uuid::Uuid::nil() }
    }

    fn rows(hours: &[&str]) -> Vec<PendingRow> {
        hours.iter().map(|at| PendingRow { fact: vec![], at: (*at).to_owned(), content: vec![] }).collect()
    }

    fn count(hours: &[&str], now: &str) -> usize {
        due(rows(hours), &reading(now)).len()
    }

    const HOUR: &str = "2026-05-12T08:00:00+03:00";

    #[test]
    fn a_rating_of_another_day_is_due_whichever_way_the_clock_is_wrong() {
        assert_eq!(count(&[HOUR], "2026-05-13T00:10:00+03:00[Asia/Riyadh]"), 1);
        assert_eq!(count(&[HOUR], "1970-01-01T00:10:00+03:00[Asia/Riyadh]"), 1);
        assert_eq!(count(&[HOUR], "2026-05-12T23:59:00+03:00[Asia/Riyadh]"), 0);
    }

    #[test]
    fn on_its_own_day_a_rating_leaves_only_among_five_whose_hour_is_over() {
        let four = [HOUR; 4];
        let five = [HOUR; 5];
        assert_eq!(count(&four, "2026-05-12T12:00:00+03:00[Asia/Riyadh]"), 0);
        assert_eq!(count(&five, "2026-05-12T12:00:00+03:00[Asia/Riyadh]"), 5);
        assert_eq!(count(&five, "2026-05-12T08:59:00+03:00[Asia/Riyadh]"), 0);
        let with_this_hour = [HOUR, HOUR, HOUR, HOUR, HOUR, "2026-05-12T12:00:00+03:00"];
        assert_eq!(count(&with_this_hour, "2026-05-12T12:30:00+03:00[Asia/Riyadh]"), 5);
    }
}
