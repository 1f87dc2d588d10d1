//! How long visitors waited to be called, by day and branch: as far as devices have told.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use shared::locale::{Messages, dates, key, without_marks};
use shared::replica::{Office, WaitsOfDay};

use super::cells::{hijri_of, short_id};
use super::frame::Frame;
use super::list::{Column, List};
use super::names::Names;
use super::{PageError, Viewer, page};
use crate::state::AppState;

/// How far back the page looks: two weeks, in which every device has told what it knew.
const SECONDS_BACK: i64 = 14 * 24 * 60 * 60;

const COLUMNS: [Column; 6] = [
    Column(key("waits-column-day"), None),
    Column(key("waits-column-branch"), None),
    Column(key("waits-column-given"), None),
    Column(key("waits-column-median"), Some(key("waits-median-note"))),
    Column(key("waits-column-ninetieth"), Some(key("waits-ninetieth-note"))),
    Column(key("waits-column-never"), Some(key("waits-never-note"))),
];

#[derive(Template)]
#[template(path = "waits.html")]
struct WaitsPage {
    frame: Frame,
    list: List<Line>,
}

/// A day at a branch as a row.
struct Line {
    machine: String,
    day: String,
    hijri: String,
    branch: String,
    device: String,
    given: String,
    median: String,
    ninetieth: String,
    never: String,
    /// The day is not over: who was not called may still wait.
    is_today: bool,
}

/// Shows the days.
///
/// # Errors
/// The store cannot be read.
pub(super) async fn waits(State(state): State<AppState>, viewer: Viewer) -> Result<Response, PageError> {
    let (frame, words) = (viewer.frame(), viewer.words());
    let now = state.now();
    let from = now.whole_seconds() - SECONDS_BACK;
    let read = move |office: &Office| {
        Ok::<_, PageError>((office.waits(from)?, Names::read(office, viewer.language)?))
    };
    let (days, names) = state.read(read).await??;
    let today = Timestamp::from_millisecond(now.0).ok().map(|now| now.to_zoned(dates::riyadh()).date());
    let lines: Vec<_> = days.iter().map(|day| Line::new(words, &names, day, today)).collect();
    let given: u64 = days.iter().map(|day| day.given).sum();
    let list = List {
        class: "waits",
        caption: key("waits-caption"),
        columns: &COLUMNS,
        empty: key("waits-empty"),
        count: match given {
            0 => String::new(),
            given => words.format("waits-count", &[("n", given.into())]),
        },
        lines,
        links: None,
    };
    page(&WaitsPage { frame, list })
}

impl Line {
    fn new(words: &Messages, names: &Names, of: &WaitsOfDay, today: Option<Date>) -> Self {
        let number = |count: u64| words.format("ratings-number", &[("n", count.into())]);
        let minutes = |seconds: Option<i64>| match seconds {
            // the minute that had begun counts: nobody is told that they waited less than they did
            Some(seconds) => {
                let minutes = seconds.div_euclid(60) + i64::from(seconds.rem_euclid(60) > 0);
                words.format("waits-minutes", &[("n", u64::try_from(minutes).unwrap_or_default().into())])
            }
            None => String::new(),
        };
        Self {
            machine: of.day.to_string(),
            day: without_marks(&dates::short(of.day)),
            hijri: hijri_of(words, of.day),
            branch: names.branch(&of.branch),
            device: of.device.map(short_id).unwrap_or_default(),
            given: number(of.given),
            median: minutes(of.median_seconds),
            ninetieth: minutes(of.ninetieth_seconds),
            never: number(of.never_called),
            is_today: Some(of.day) == today,
        }
    }
}
