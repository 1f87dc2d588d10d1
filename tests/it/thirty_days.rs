//! A representative works for thirty days without a network, while others go on; then one exchange brings it together.

use jiff::ToSpan as _;
use serde_json::{Value, json};
use shared::domain::{DeviceMode, FactId, Person, PlannedFor, PlannedVisit, ProfileField};
use shared::replica::{Correction, RecordOutcome};
use tests::branch::Branch;
use tests::model::{Model, assert_same};
use tests::network::Network;
use tests::office::HeadOffice;

use crate::people::{correct, opened, text, values};

/// Numbers that look like national ids, one for each person.
const IDS: [&str; 4] = ["1000000008", "1000000016", "1000000024", "1000000032"];

/// Days without a network.
const DAYS: u32 = 30;

fn line(id: u32, branch: &Branch, beneficiary: &Value) -> Value {
    json!({
        "type": "visit", "id": format!("00000000-0000-4000-8000-0002{id:08}"), "at": branch.clock.stated(),
        "party": "beneficiary", "channel": "branch_representative", "services": ["support"],
        "beneficiary": beneficiary, "purpose": "زيارة", "note": "ملاحظة",
    })
}

/// What the model of an export compares: the fields of a line alone.
fn recorded(model: &mut Model, branch: &mut Branch, line: Value) {
    branch.record(std::slice::from_ref(&line));
    model.recorded(&branch.name, &line);
}

#[test]
fn a_representative_works_for_thirty_days_without_a_network_and_one_exchange_brings_it_all_together() {
    let mut office = HeadOffice::new(1);
    let mut network = Network::default();
    let mut model = Model::default();
    let mut desk = Branch::enrolled("riyadh", &mut office, 1);
    let mut jeddah = Branch::enrolled("jeddah", &mut office, 2);
    let mut field = Branch::enrolled_as("riyadh", &DeviceMode::Field, &mut office, 3);
    for (n, id) in (0..).zip(IDS) {
        let person =
            json!({"national_id": id, "name": format!("شخص {n}"), "mobile": format!("055688004{n}")});
        let first = line(n, &desk, &person);
        recorded(&mut model, &mut desk, first);
        let known = json!({"national_id": id, "mobile": format!("055688004{n}")});
        let second = line(10 + n, &jeddah, &known);
        recorded(&mut model, &mut jeddah, second);
        let plan = PlannedVisit {
            id: FactId::parse(&format!("00000000-0000-4000-8000-0003{n:08}")).unwrap(),
            date: jiff::civil::date(2026, 5, 14),
            representative: None,
            reason: None,
            place: None,
        };
        let who = PlannedFor::Person(Person { national_id: Some(text(id)), ..Person::default() });
        let mut act = desk.act();
        let planned = desk.kiosk.plan_visit(&mut act, &plan, &who).unwrap();
        assert_eq!(planned, RecordOutcome::Saved(plan.id));
    }
    for _ in 0..2 {
        for branch in [&mut desk, &mut jeddah, &mut field] {
            network.sync(branch, &mut office).unwrap();
        }
    }

    network.cut("riyadh");
    for day in 0..DAYS {
        for branch in [&mut field, &mut desk, &mut jeddah] {
            branch.clock.advance(1.day());
        }
        office.clock.advance(1.day());
        let who = (day % 4) as usize;
        let mut visit = line(100 + day, &field, &json!({"national_id": IDS[who]}));
        if day < 4 {
            visit["planned"] = json!(format!("00000000-0000-4000-8000-0003{day:08}"));
        }
        recorded(&mut model, &mut field, visit);
        if day % 5 == 0 {
            let view = opened(&field, IDS[who]);
            let address = format!("عنوان {day}");
            assert_eq!(correct(&mut field, &view, ProfileField::Address, &address), Correction::Saved);
        }
        assert!(network.sync(&mut field, &mut office).is_err(), "there is no network");
        field.reopen();
        // meanwhile another branch meets the same people, and exchanges every day
        let visit = line(200 + day, &jeddah, &json!({"national_id": IDS[who]}));
        recorded(&mut model, &mut jeddah, visit);
        if day == 7 {
            let view = opened(&jeddah, IDS[0]);
            assert_eq!(correct(&mut jeddah, &view, ProfileField::Address, "عنوان جدة"), Correction::Saved);
        }
        network.sync(&mut jeddah, &mut office).unwrap();
    }
    let today = field.clock.reading().wall.date();
    assert!(field.kiosk.planned(today).unwrap().is_empty(), "all four plans were carried out");
    let counts = field.kiosk.counts().unwrap();
    assert_eq!((counts.saved, counts.waiting), (u64::from(DAYS), u64::from(DAYS)));

    network.heal();
    network.sync(&mut field, &mut office).unwrap();
    let counts = field.kiosk.counts().unwrap();
    assert_eq!((counts.received, counts.waiting, counts.quarantined.len()), (u64::from(DAYS), 0, 0));
    assert_same(&office.export(), &model.records);
    for branch in [&mut desk, &mut jeddah] {
        network.sync(branch, &mut office).unwrap();
    }
    assert!(desk.kiosk.planned(today).unwrap().is_empty(), "the desk sees that they were");
    for branch in [&desk, &jeddah, &field] {
        let view = opened(branch, IDS[0]);
        let mut addresses = values(&view, ProfileField::Address);
        addresses.sort_unstable();
        assert_eq!(addresses, ["عنوان 20", "عنوان جدة"], "both stand until somebody settles it");
        assert_eq!(values(&opened(branch, IDS[1]), ProfileField::Address), ["عنوان 25"]);
    }
    office.assert_whole();
}
