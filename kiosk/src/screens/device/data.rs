//! What the device's status shows: what is saved here, what head office has, what waits and why.

use std::collections::BTreeMap;

use shared::doc::Meaning;
use shared::locale::{Value, dates, ltr};

use crate::flow::{StaffFlow, Who};
use crate::link::DeviceStatus;
use crate::screens::today::{Tab, TabsData};
use crate::screens::view::View;

/// The words of the device's status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceData {
    /// The tabs.
    pub tabs: TabsData,
    /// Opens the page of the representatives; for whoever knows the device's PIN.
    pub representatives: Option<String>,
    /// Opens the device's settings; for whoever knows the device's PIN.
    pub settings: Option<String>,
    /// What each row is called, and what stands in it; empty until the status is loaded.
    pub rows: Vec<(String, String)>,
    /// Why some ratings are sent later.
    pub ratings_hint: Option<String>,
    /// Records held for review: title and a line a reason.
    pub held: Option<(String, Vec<String>)>,
}

impl DeviceData {
    /// Reads the words and the status.
    pub fn new(view: &View<'_>, flow: &StaffFlow) -> Self {
        let status = flow.status();
        Self {
            tabs: TabsData::new(view, Tab::Device),
            representatives: (flow.field.who() == Some(&Who::Staff))
                .then(|| view.tr("representatives-title")),
            settings: (flow.field.who() == Some(&Who::Staff)).then(|| view.tr("settings-title")),
            rows: status.map(|status| rows(view, status)).unwrap_or_default(),
            ratings_hint: status
                .filter(|status| status.waiting_hour > 0)
                .map(|_| view.tr("device-waiting-hour-hint")),
            held: status.filter(|status| !status.quarantined.is_empty()).map(|status| held(view, status)),
        }
    }
}

fn rows(view: &View<'_>, status: &DeviceStatus) -> Vec<(String, String)> {
    let records = |n: u64| view.format("count-records", &[("n", n.into())]);
    let ratings = |n: u64| view.format("count-ratings", &[("n", n.into())]);
    let last = match status.last_exchange {
        Some(then) => {
            let at = dates::date_time(view.words, then, view.now.time_zone());
            format!("{} ({at})", dates::age(view.words, then, view.now.timestamp()))
        }
        None => view.tr("sync-never"),
    };
    let branch = view.branch().unwrap_or_else(|| status.branch.clone());
    let device = status.device.to_string();
    let held = u64::try_from(status.quarantined.len()).unwrap_or(u64::MAX);
    vec![
        (view.tr("device-branch"), branch),
        (view.tr("device-name"), ltr(device.get(..8).unwrap_or(&device))),
        (view.tr("device-saved"), records(status.saved)),
        (view.tr("device-received"), records(status.received)),
        (view.tr("device-waiting"), records(status.waiting)),
        (view.tr("device-waiting-hour"), ratings(status.waiting_hour)),
        (view.tr("device-quarantined"), records(held)),
        (view.tr("device-last-exchange"), last),
        (view.tr("device-server"), ltr(&status.server)),
        (view.tr("device-version"), ltr(env!("CARGO_PKG_VERSION"))),
    ]
}

fn held(view: &View<'_>, status: &DeviceStatus) -> (String, Vec<String>) {
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for reason in &status.quarantined {
        *reasons.entry(reason).or_default() += 1;
    }
    let lines = reasons.into_iter().map(|(reason, n)| {
        let words = view.words.word("held-reason", Meaning::code_of(reason));
        let values: [(&str, Value<'_>); 2] = [("reason", words.into()), ("n", n.into())];
        view.format("device-quarantine-row", &values)
    });
    let mut lines: Vec<String> = lines.collect();
    lines.push(view.tr("device-quarantine-hint"));
    (view.tr("device-quarantine-title"), lines)
}
