//! The list of visits at head office: what it shows of each is what was stated, and each is found by what it says.

use std::collections::BTreeMap;

use jiff::civil::date;
use serde_json::{Value, json};
use shared::store::office::{ListedVisit, VisitFilter};
use tests::branch::Branch;
use tests::network::Network;
use tests::office::HeadOffice;

fn visit(n: usize, at: &str, services: &[String]) -> Value {
    json!({
        "type": "visit", "id": format!("0197a1b2-0000-7000-8000-0000000000{n:02x}"), "at": at, "party": "beneficiary",
        "channel": "interview", "services": services, "received_by": "staff-03",
    })
}

fn listed(office: &HeadOffice, filter: &VisitFilter) -> Vec<ListedVisit> {
    let visits = office.replica.list_visits(filter, 0, 100).unwrap();
    assert_eq!(office.replica.count_visits(filter).unwrap(), visits.len() as u64);
    visits
}

fn received(lines: &[Value]) -> HeadOffice {
    let mut office = HeadOffice::new(1);
    let mut device = Branch::enrolled("riyadh", &mut office, 1);
    device.record(lines);
    Network::default().sync(&mut device, &mut office).unwrap();
    office.assert_whole();
    office
}

/// A day in every form, at offsets that bring its hours to the days around it, and seconds before and after it: with the day in Riyadh.
const STATED: [(&str, u32); 12] = [
    ("2026-05-11T23:59:59+03:00", 11),
    ("2026-05-11T23:59:59.999999999+03:00", 11),
    ("2026-05-12T00:00:00+03:00", 12),
    ("2026-05-12T00:00:00.000+03:00", 12),
    ("2026-05-12T08:30:00Z", 12),
    ("2026-05-12t08:30:00z", 12),
    ("2026-05-12T08:30:00-00:00", 12),
    ("2026-05-12T08:30:00.25+03:07", 12),
    ("2026-05-12T23:59:59-11:30", 13),
    ("2026-05-12T23:59:59.5+14:00", 12),
    ("2026-05-13T00:00:00-12:00", 13),
    ("2026-05-13T00:00:00+14:00", 12),
];

#[test]
fn a_visit_is_listed_as_its_time_was_stated_and_found_on_its_day_in_riyadh() {
    let services = ["support".to_owned()];
    let lines: Vec<Value> = (0..).zip(STATED).map(|(n, (at, _))| visit(n, at, &services)).collect();
    let office = received(&lines);
    for (from, to) in
        [(None, None), (Some(12), Some(12)), (Some(12), None), (None, Some(12)), (Some(14), None)]
    {
        let filter = VisitFilter {
            from: from.map(|day| date(2026, 5, day)),
            to: to.map(|day| date(2026, 5, day)),
            ..VisitFilter::default()
        };
        let found = listed(&office, &filter);
        let mut texts: Vec<&str> = found.iter().map(|visit| visit.at.as_str()).collect();
        texts.sort_unstable();
        let is_asked =
            |day: u32| from.is_none_or(|from| day >= from as u32) && to.is_none_or(|to| day <= to as u32);
        let mut expected: Vec<&str> =
            STATED.iter().filter(|(_, day)| is_asked(*day)).map(|(text, _)| *text).collect();
        expected.sort_unstable();
        assert_eq!(texts, expected, "from {from:?} to {to:?}");
        assert!(found.is_sorted_by_key(|visit| std::cmp::Reverse(visit.at.whole_seconds())));
    }
}

#[test]
fn a_visit_keeps_the_order_of_as_many_services_as_one_has_and_is_found_by_each() {
    let services: Vec<String> = (0..32).rev().map(|n| format!("service-{n:02}")).collect();
    let at = "2026-05-12T08:30:00+03:00";
    let (few, many) = (&services[..1], &services[..]);
    let office = received(&[visit(1, at, few), visit(2, at, many), visit(3, at, &services[31..])]);
    let by_id: BTreeMap<_, _> = listed(&office, &VisitFilter::default())
        .into_iter()
        .map(|visit| (visit.fact, visit.services))
        .collect();
    assert_eq!(by_id.into_values().collect::<Vec<_>>(), [few, many, &services[31..]]);
    for (service, visits) in [("service-31", 2), ("service-30", 1), ("service-00", 2), ("support", 0)] {
        let filter = VisitFilter { service: Some(service.to_owned()), ..VisitFilter::default() };
        assert_eq!(listed(&office, &filter).len(), visits, "{service}");
    }
    let mut sorted = services.clone();
    sorted.sort_unstable();
    assert_eq!(office.replica.services_named().unwrap(), sorted);
}
