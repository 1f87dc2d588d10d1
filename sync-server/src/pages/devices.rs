//! The branches' devices: when each last exchanged, what it said was still waiting, and what is held for review.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use shared::doc::Meaning;
use shared::domain::UnixMillis;
use shared::locale::{Messages, key};
use shared::replica::Office;
use shared::store::office::{DeviceRow, HeldRecords};

use super::cells::{Mark, When, age, short_id};
use super::frame::Frame;
use super::list::{Column, List};
use super::names::Names;
use super::{PageError, Viewer, page};
use crate::state::AppState;

/// A device that told nothing for this long is marked silent: a day, since branches exchange daily at least.
const SILENT_MILLIS: i64 = 24 * 60 * 60_000;

/// A clock that is further off than this is shown: five minutes.
const CLOCK_MILLIS: i64 = 5 * 60_000;

#[derive(Template)]
#[template(path = "devices.html")]
struct DevicesPage {
    frame: Frame,
    list: List<Line>,
}

const COLUMNS: [Column; 7] = [
    Column(key("devices-column-branch"), None),
    Column(key("devices-column-device"), None),
    Column(key("devices-column-state"), None),
    Column(key("devices-column-last-exchange"), None),
    Column(key("devices-column-waiting"), Some(key("devices-waiting-note"))),
    Column(key("devices-column-held"), None),
    Column(key("devices-column-enrolled"), None),
];

/// A device as a row.
struct Line {
    branch: String,
    id: String,
    full_id: String,
    mode: String,
    version: String,
    enrolled: Option<When>,
    last: Option<When>,
    last_age: String,
    waiting: String,
    held: String,
    reasons: Vec<String>,
    states: Vec<Mark>,
}

/// Shows the devices.
///
/// # Errors
/// The store cannot be read.
pub(super) async fn devices(State(state): State<AppState>, viewer: Viewer) -> Result<Response, PageError> {
    let (frame, words) = (viewer.frame(), viewer.words());
    let now = state.now();
    let read = move |office: &Office| {
        let names = Names::read(office, viewer.language)?;
        Ok::<_, PageError>((office.devices()?, office.held_records()?, names))
    };
    let (rows, held, names) = state.read(read).await??;
    let none = HeldRecords::new();
    let line = |row: &DeviceRow| Line::new(words, &names, row, held.get(&row.device).unwrap_or(&none), now);
    let lines: Vec<_> = rows.iter().map(line).collect();
    let count = match lines.len() {
        0 => String::new(),
        count => words.format("count-devices", &[("n", count.into())]),
    };
    let list = List {
        class: "devices",
        caption: key("devices-caption"),
        columns: &COLUMNS,
        empty: key("devices-empty"),
        count,
        lines,
        links: None,
    };
    page(&DevicesPage { frame, list })
}

impl Line {
    fn new(words: &Messages, names: &Names, row: &DeviceRow, held: &HeldRecords, now: UnixMillis) -> Self {
        let number = |count: u64| words.format("ratings-number", &[("n", count.into())]);
        let told = row.last_exchange.is_some();
        let total: u64 = held.values().sum();
        Self {
            branch: names.branch(&row.branch),
            id: short_id(row.device),
            full_id: row.device.to_string(),
            mode: words.word("mode", row.mode.code()),
            version: row.version.clone(),
            enrolled: When::at(words, row.enrolled),
            last: row.last_exchange.and_then(|last| When::at(words, last)),
            last_age: row.last_exchange.map(|last| age(words, last, now)).unwrap_or_default(),
            waiting: if told { number(row.waiting) } else { String::new() },
            held: if total == 0 { String::new() } else { number(total) },
            reasons: held.iter().map(|(reason, count)| reason_line(words, reason, *count)).collect(),
            states: states(words, row, now),
        }
    }
}

fn reason_line(words: &Messages, reason: &str, count: u64) -> String {
    let named = words.word("held-reason", Meaning::code_of(reason));
    words.format("devices-held-reason", &[("reason", named.into()), ("n", count.into())])
}

fn states(words: &Messages, row: &DeviceRow, now: UnixMillis) -> Vec<Mark> {
    if row.revoked.is_some() {
        return vec![Mark::new(words.text("devices-state-revoked"), "bad")];
    }
    let mut states = Vec::new();
    let heard = row.last_exchange.unwrap_or(row.enrolled);
    if now.0 - heard.0 > SILENT_MILLIS {
        states.push(Mark::new(words.text("devices-state-silent"), "warn"));
    } else if row.last_exchange.is_some() {
        states.push(Mark::new(words.text("devices-state-active"), "good"));
    } else {
        states.push(Mark::new(words.text("devices-never"), "quiet"));
    }
    if row.unconfirmed.is_some() {
        states.push(Mark::new(words.text("devices-state-unconfirmed"), "warn"));
    }
    if row.forked.is_some() {
        states.push(Mark::new(words.text("devices-state-forked"), "warn"));
    }
    if row.set_aside > 0 {
        let told = words.format("devices-state-set-aside", &[("n", row.set_aside.into())]);
        states.push(Mark::new(told, "warn"));
    }
    if let Some(offset) = row.clock_offset_millis.filter(|offset| offset.abs() > CLOCK_MILLIS) {
        states.push(Mark::new(clock(words, offset), "warn"));
    }
    states
}

/// Says how far a device's clock is off, in minutes.
fn clock(words: &Messages, offset_millis: i64) -> String {
    let span = words.format("visits-duration-minutes", &[("n", (offset_millis.abs() / 60_000).into())]);
    if offset_millis > 0 {
        words.format("devices-clock-is-ahead", &[("span", span.into())])
    } else {
        words.format("devices-clock-is-behind", &[("span", span.into())])
    }
}
