//! What the page of those who wait shows.

use crate::link::Waiting;
use jiff::Timestamp;
use shared::domain::{FactId, UnixMillis};
use shared::locale::dates;

use crate::flow::StaffFlow;
use crate::screens::fault::not_saved_words;
use crate::screens::today::{Tab, TabsData};
use crate::screens::view::View;

/// Somebody who waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingRowData {
    /// Their visit.
    pub visit: FactId,
    /// Their number.
    pub number: String,
    /// Since when they wait, and how long that is.
    pub since: String,
    /// What they ask for, and in what capacity.
    pub about: String,
    /// That a woman was asked for to serve.
    pub woman: Option<String>,
    /// When they were last called.
    pub called: Option<String>,
    /// Call, or call again.
    pub call: String,
}

/// The words of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingData {
    /// The tabs.
    pub tabs: TabsData,
    /// What calling does, or that nobody waits.
    pub hint: String,
    /// Why the last call or end was not saved.
    pub fault: Option<String>,
    /// Who waits, in the order of coming.
    pub rows: Vec<WaitingRowData>,
    /// "Served".
    pub served: String,
    /// "Did not come".
    pub did_not_come: String,
}

impl WaitingData {
    /// Reads the words and the queue.
    pub fn new(view: &View<'_>, flow: &StaffFlow) -> Self {
        let queue = flow.waiting().unwrap_or_default();
        let is_empty = flow.waiting().is_some_and(<[Waiting]>::is_empty);
        Self {
            tabs: TabsData::new(view, Tab::Waiting),
            hint: if is_empty { view.tr("waiting-empty") } else { view.tr("waiting-hint") },
            fault: flow.waiting_fault().map(|why| not_saved_words(view, why)),
            rows: queue.iter().map(|one| row(view, one)).collect(),
            served: view.tr("waiting-served"),
            did_not_come: view.tr("waiting-did-not-come"),
        }
    }
}

fn row(view: &View<'_>, one: &Waiting) -> WaitingRowData {
    let minutes = (view.now.timestamp().as_millisecond() - one.since.0).max(0) / 60_000;
    let call = if one.called.is_some() { view.tr("waiting-call-again") } else { view.tr("waiting-call") };
    WaitingRowData {
        visit: one.visit,
        number: one.number.to_string(),
        since: view.format(
            "waiting-since",
            &[
                ("time", time(view, one.since).into()),
                ("n", u64::try_from(minutes).unwrap_or_default().into()),
            ],
        ),
        about: format!("{} · {}", view.party(&one.party), view.services(&one.services)),
        woman: one.asks_for_woman.then(|| view.tr("waiting-woman")),
        called: one.called.map(|at| view.format("waiting-called", &[("time", time(view, at).into())])),
        call,
    }
}

/// A time of today as the clock on the wall shows it.
fn time(view: &View<'_>, at: UnixMillis) -> String {
    let zone = view.now.time_zone().clone();
    Timestamp::from_millisecond(at.0)
        .map_or_else(|_| String::new(), |at| dates::time(at.to_zoned(zone).time()))
}
