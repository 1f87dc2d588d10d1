//! What is held for review, in the hands of somebody at head office: listed, read, accepted or dropped.

use serde_json::{Value, json};
use shared::domain::{Code, FactId};
use shared::replica::{Accepting, HeldContent, HeldRecord, OfficeError};
use tests::forger::{Forger, fact, visit_fields};
use tests::office::HeadOffice;

use crate::society::Society;

fn by() -> Code {
    Code::new("staff-01").unwrap()
}

fn held(office: &HeadOffice) -> Vec<HeldRecord> {
    office.replica.list_held(0, 100).unwrap()
}

fn visit_line(purpose: &str) -> Value {
    json!({
        "type": "visit", "id": "0197a1b2-0000-7000-8000-000000000001", "at": "2026-05-12T08:10:00+03:00",
        "party": "other", "channel": "letter", "services": ["support"], "purpose": purpose,
    })
}

#[test]
fn a_record_whose_number_is_taken_is_read_and_accepted_under_a_new_one_and_its_device_is_told() {
    let mut society = Society::new(1);
    society.branches[0].record(&[visit_line("الأول")]);
    society.branches[1].record(&[visit_line("الثاني")]);
    for n in 0..2 {
        society.network.sync(&mut society.branches[n], &mut society.office).unwrap();
    }
    assert_eq!(society.branches[1].kiosk.counts().unwrap().quarantined, ["id_taken"]);
    let [record] = &held(&society.office)[..] else { panic!("one is held") };
    assert_eq!((record.branch.as_deref(), record.accepting), (Some("jeddah"), Accepting::UnderNewId));
    let (_, content) = society.office.replica.held_content(record.id).unwrap().unwrap();
    let HeldContent::Record(line) = content else { panic!("it is a whole record") };
    assert_eq!(json!(line)["purpose"], "الثاني");
    let mut act = society.office.act();
    let accepted = society.office.replica.accept_held(&mut act, record.id, &by()).unwrap();
    let exported = society.office.export();
    assert_eq!((exported.len(), exported[&accepted.to_string()]["purpose"].as_str()), (2, Some("الثاني")));
    society.office.assert_whole();
    society.office.replica.rebuild().unwrap();
    society.office.assert_whole();
    assert_eq!(society.office.export(), exported);
    society.network.sync(&mut society.branches[1], &mut society.office).unwrap();
    assert!(society.branches[1].kiosk.counts().unwrap().quarantined.is_empty(), "nothing is held any more");
    assert!(held(&society.office).is_empty());
}

#[test]
fn what_is_dropped_is_counted_nowhere_and_stays_so_after_a_rebuild() {
    let mut office = HeadOffice::new(2);
    let forger = Forger::enrolled(&mut office, "riyadh", 2);
    let entries = [fact(1, visit_fields("jeddah")), fact(2, visit_fields("riyadh"))];
    forger.push_journal(&mut office, &forger.journal, &entries).unwrap();
    let [record] = &held(&office)[..] else { panic!("one is held") };
    assert_eq!((record.reason.as_str(), record.accepting), ("other_branch", Accepting::AsItIs));
    let mut act = office.act();
    office.replica.drop_held(&mut act, record.id, &by()).unwrap();
    let again = office.replica.drop_held(&mut act, record.id, &by());
    assert!(matches!(again, Err(OfficeError::NotHeld { .. })));
    let (before, reply) = (office.export(), forger.push(&mut office, &forger.empty_push()).unwrap());
    assert_eq!((before.len(), reply.held.len()), (1, 0));
    office.replica.rebuild().unwrap();
    office.assert_whole();
    assert_eq!((office.export(), held(&office).len()), (before, 0));
}

#[test]
fn each_reason_says_whether_somebody_can_overrule_it() {
    let mut office = HeadOffice::new(3);
    let forger = Forger::enrolled(&mut office, "riyadh", 3);
    let text = |value: &str| shared::doc::Scalar::Text(value.to_owned());
    let with = |name: &str, value| {
        let mut fields = visit_fields("riyadh");
        fields.insert(name, value);
        fields
    };
    let entries = [
        fact(1, visit_fields("jeddah")),
        fact(2, with("kind", text("hologram"))),
        fact(3, with("at", text("yesterday"))),
        fact(4, with("kind", text("rating"))),
    ];
    forger.push_journal(&mut office, &forger.journal, &entries).unwrap();
    let listed = held(&office);
    let can: Vec<(&str, bool)> =
        listed.iter().map(|held| (held.reason.as_str(), held.accepting == Accepting::AsItIs)).collect();
    let expected = [
        ("other_branch", true),
        ("unknown_kind", false),
        ("invalid_field at", false),
        ("not_allowed", false),
    ];
    assert_eq!(can, expected);
    let mut act = office.act();
    let refused = office.replica.accept_held(&mut act, listed[1].id, &by());
    assert!(matches!(refused, Err(OfficeError::NotAcceptable { .. })), "{refused:?}");
    let accepted = office.replica.accept_held(&mut act, listed[0].id, &by()).unwrap();
    assert_eq!(accepted, entries[0].id, "its own id was free");
    let unknown = office.replica.accept_held(&mut act, FactId::from_random([9; 16]), &by());
    assert!(matches!(unknown, Err(OfficeError::NotHeld { .. })));
    let (_, content) = office.replica.held_content(listed[2].id).unwrap().unwrap();
    let HeldContent::Fields(fields) = content else { panic!("it is no record") };
    assert!(fields.contains(&("at".to_owned(), text("yesterday"))));
    office.assert_whole();
    office.replica.rebuild().unwrap();
    office.assert_whole();
    assert_eq!(held(&office).len(), 3);
}
