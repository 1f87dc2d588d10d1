//! Who signed in to record something: their code goes with it to head office and back, and with nothing that a visitor does.

use automerge::{Automerge, ReadDoc as _};
use jiff::ToSpan as _;
use jiff::civil::date;
use serde_json::json;
use shared::domain::{Code, DraftId, FactId, LineKind, Person, PlanLine, PlannedFor, PlannedVisit, Record};
use shared::replica::{Act, KioskError, NewDraft};
use shared::store::StoreError;
use tests::branch::{Branch, parse};
use tests::network::Network;
use tests::office::HeadOffice;

use crate::people::{found, text, visit};

fn sara() -> Code {
    Code::new("staff-01").unwrap()
}

fn signed_in(branch: &mut Branch) -> Act {
    Act { by: Some(sara()), ..branch.act() }
}

/// The ids and the `by` of all facts in the device's documents, as any automerge reads them.
fn names_in_documents(branch: &Branch) -> Vec<(String, Option<String>)> {
    let mut named = Vec::new();
    let each = |name: &shared::doc::DocumentName, saved: &[u8]| {
        let document = Automerge::load(saved).unwrap();
        if name.file().is_none() {
            for key in document.keys(automerge::ROOT) {
                let (_, fact) = document.get(automerge::ROOT, &key).unwrap().unwrap();
                let by = document.get(&fact, "by").unwrap();
                named.push((key, by.map(|(by, _)| by.into_string().unwrap())));
            }
        }
        Ok(())
    };
    branch.kiosk.export_documents::<KioskError>(each).unwrap();
    named
}

#[test]
fn the_code_of_whoever_signed_in_goes_with_visits_corrections_and_plans_to_head_office_and_its_devices() {
    let mut office = HeadOffice::new(1);
    let mut desk = Branch::enrolled("riyadh", &mut office, 1);
    let mut other = Branch::enrolled("riyadh", &mut office, 2);
    let noura = json!({"name": "نورة", "mobile": "0556880045"});
    desk.record(&[visit(1, &noura)]);

    let mut act = signed_in(&mut desk);
    let mut corrected = visit(2, &noura);
    corrected["supersedes"] = visit(1, &noura)["id"].clone();
    desk.kiosk.record(&mut act, &[parse(&corrected)]).unwrap();
    let file = found(&desk, "نورة").file;
    let Record::Visit(known) = parse(&visit(3, &noura)) else { panic!("a visit") };
    desk.kiosk.record_visit_of(&mut act, file, &known).unwrap();
    let draft = DraftId::from_random([1; 16]);
    let kept = NewDraft { id: draft, owner: Some(&sara()), kind: "visit", content: b"{}" };
    desk.kiosk.keep_draft(&mut act, &kept).unwrap();
    desk.kiosk.record_draft(&mut act, &parse(&visit(4, &noura)), Some(file), draft).unwrap();
    assert_eq!(desk.kiosk.drafts(Some(&sara())).unwrap(), [], "hers alone, and gone with what it became");
    let id = |n: u8| FactId::from_random([n; 16]);
    let day = date(2026, 5, 14);
    let plan = PlannedVisit { id: id(1), date: day, representative: None, reason: None, place: None };
    desk.kiosk.plan_visit(&mut act, &plan, &PlannedFor::File(file)).unwrap();
    desk.kiosk.drop_planned(&mut act, id(2), id(1), Some(&text("سافرت"))).unwrap();

    for branch in [&mut desk, &mut other] {
        Network::default().sync(branch, &mut office).unwrap();
    }
    let by: Vec<_> = office.export().into_values().map(|line| line["by"].clone()).collect();
    let hers = json!("staff-01");
    assert_eq!(by, [json!(null), hers.clone(), hers.clone(), hers]);
    assert_eq!(desk.export(), office.export());
    let told = names_in_documents(&other);
    for plan in [id(1), id(2)] {
        assert!(told.contains(&(plan.to_string(), Some("staff-01".to_owned()))), "{told:?}");
    }
}

#[test]
fn neither_a_rating_nor_what_a_visitor_does_alone_names_a_member_of_staff() {
    let mut office = HeadOffice::new(2);
    let mut desk = Branch::enrolled("riyadh", &mut office, 1);
    let rating = json!({
        "type": "rating", "id": "3f2b8c1e-0000-4000-8000-000000000001", "at": "2026-05-12T08:53:00+03:00",
        "service": "support", "channel": "interview", "score": "bad",
    });
    // also where a step says by whom, a rating is nobody's (P-11)
    let mut act = signed_in(&mut desk);
    desk.kiosk.record(&mut act, &[parse(&rating)]).unwrap();
    desk.record(&[visit(1, &json!(null))]);
    desk.clock.advance(1.day());
    let mut act = signed_in(&mut desk);
    assert_eq!(desk.kiosk.move_due_ratings(&mut act).unwrap(), 1);
    Network::default().sync(&mut desk, &mut office).unwrap();
    let told = names_in_documents(&desk);
    assert!(told.iter().filter(|(id, _)| office.export().contains_key(id)).count() == 2, "{told:?}");
    assert!(told.iter().all(|(_, by)| by.is_none()), "{told:?}");
    assert!(office.export().values().all(|line| line.get("by").is_none()));
    assert!(!LineKind::Rating.columns().contains(&"by".to_owned()));
}

#[test]
fn what_is_written_at_head_office_carries_the_name_of_the_account() {
    let mut office = HeadOffice::new(3);
    let mut desk = Branch::enrolled("riyadh", &mut office, 1);
    let officer = Code::new("huda").unwrap();
    let mut act = Act { by: Some(officer), ..office.act() };
    let entry = office.replica.catalog().unwrap().entries().next().unwrap().clone();
    office.replica.publish(&mut act, &[entry]).unwrap();
    let plan = PlannedVisit {
        id: FactId::from_random([1; 16]),
        date: date(2026, 5, 14),
        representative: None,
        reason: None,
        place: None,
    };
    let person = Person { name: Some(text("هدى")), ..Person::default() };
    let branch = desk.kiosk.branch().unwrap().clone();
    office.replica.plan_visits(&mut act, &[PlanLine { branch, plan: plan.clone(), person }]).unwrap();
    Network::default().sync(&mut desk, &mut office).unwrap();
    let told = names_in_documents(&desk);
    let hers: Vec<_> = told.iter().filter(|(_, by)| by.as_deref() == Some("huda")).collect();
    assert_eq!(hers.len(), 2, "the publication and the plan: {hers:?}");
    assert!(hers.iter().any(|(id, _)| *id == plan.id.to_string()));
    office.replica.export::<StoreError>(LineKind::Visit, |_| panic!("no visit")).unwrap();
}
