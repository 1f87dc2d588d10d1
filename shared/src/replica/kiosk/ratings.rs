//! Ratings wait where no order is kept, and go into their journal shuffled and late enough that neither time nor
//! order gives a visit away (P-11).

use rand::seq::SliceRandom as _;

use super::record::{Own, RecordOutcome, Recorder};
use super::{Kiosk, KioskError};
use crate::domain::{Body, FactId, Moment, Rating, Record, RecordLine};
use crate::replica::journals::AppendError;
use crate::replica::secrets::Secrets;
use crate::replica::{Act, Reading};
use crate::store::{Damage, PendingRow, StoreError, pending};

/// Fewest ratings of past hours that go into the journal on the day they were given: among five, none is a known one.
pub(crate) const DUE_TOGETHER_MIN: usize = 5;

impl Kiosk {
    /// Saves a rating as far as it is given, in place of what was saved of it before. It is not due until
    /// [`Self::record_rating`] has the whole of it, or somebody else's begins. Durable when it returns.
    ///
    /// # Errors
    /// [`KioskError`] where nothing was saved.
    pub fn record_rating_so_far(
        &mut self,
        act: &mut Act,
        rating: &Rating,
    ) -> Result<RecordOutcome, KioskError> {
        let outcome = self.record_or_amend(act, rating)?;
        self.open_rating = Some(rating.id);
        Ok(outcome)
    }

    /// Saves a rating as it was given, in place of what was saved of it before. Durable when it returns.
    ///
    /// # Errors
    /// [`KioskError`] where nothing was saved; what was saved of it before still is.
    pub fn record_rating(&mut self, act: &mut Act, rating: &Rating) -> Result<RecordOutcome, KioskError> {
        let outcome = self.record_or_amend(act, rating)?;
        self.open_rating = None;
        Ok(outcome)
    }

    fn record_or_amend(&self, act: &mut Act, rating: &Rating) -> Result<RecordOutcome, KioskError> {
        self.recording(act, |recorder| {
            if recorder.pending_rating(rating.id)?.is_some() {
                recorder.amend_pending(rating)?;
                return Ok(RecordOutcome::Saved(rating.id));
            }
            recorder.record_of(&Record::Rating(Box::new(rating.clone())), None)
        })
    }

    /// Moves due ratings into their journal; every command begins with it. Returns how many went.
    ///
    /// # Errors
    /// [`KioskError`] where nothing was moved.
    pub fn move_due_ratings(&mut self, act: &mut Act) -> Result<usize, KioskError> {
        let open = self.open_rating;
        self.recording(act, |recorder| {
            let mut waiting = pending::all(recorder.facts.tx)?;
            waiting.retain(|row| open.is_none_or(|open| row.fact != open.as_bytes()));
            let mut due = due(waiting, &recorder.act.now);
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
    /// Keeps a rating.
    pub(super) fn keep_pending(&mut self, rating: &Rating) -> Result<(), StoreError> {
        let row = self.pending_row(rating);
        pending::add(self.facts.tx, &row)
    }

    /// Puts a rating in place of what was kept of it.
    fn amend_pending(&mut self, rating: &Rating) -> Result<(), StoreError> {
        let row = self.pending_row(rating);
        pending::replace(self.facts.tx, &row)
    }

    /// Makes the row of a rating, cut to its hour; its content is locked with this replica's own key.
    fn pending_row(&mut self, rating: &Rating) -> PendingRow {
        let line = rating.to_line(None).to_string();
        let fact = rating.id.as_bytes().to_vec();
        let content = self.facts.secrets.lock(&mut self.act.dice, &fact, line.as_bytes());
        PendingRow { fact, at: rating.at.cut_to_hour().as_str().to_owned(), content }
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
        Ok(Record::Request(_) | Record::Step(_) | Record::Session(_)) => Err(damaged()),
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
