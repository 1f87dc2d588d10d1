//! Staff find a person, see what is known of them and who wrote it, and correct it.

use serde_json::{Value, json};
use shared::domain::{DeviceMode, DraftId, ProfileField, Record, Text, reference_of};
use shared::replica::{Correction, NewDraft, People, PersonHit, PersonView, RecordOutcome, ValueWriter};
use tests::branch::{Branch, parse};
use tests::network::Network;
use tests::office::HeadOffice;

pub fn visit(id: u32, person: &Value) -> Value {
    json!({
        "type": "visit", "id": format!("00000000-0000-4000-8000-0000{id:08}"), "at": "2026-05-12T08:10:00+03:00",
        "party": "beneficiary", "channel": "interview", "services": ["support"], "beneficiary": person,
    })
}

pub fn text(text: &str) -> Text {
    Text::new(text).unwrap()
}

/// The one person that a search finds.
pub fn found(branch: &Branch, typed: &str) -> PersonHit {
    let mut hits = branch.kiosk.people().unwrap().search(typed);
    assert_eq!(hits.len(), 1, "{typed}");
    hits.remove(0)
}

pub fn opened(branch: &Branch, typed: &str) -> PersonView {
    branch.kiosk.person(found(branch, typed).file).unwrap().unwrap()
}

/// The current values of a field.
pub fn values(view: &PersonView, field: ProfileField) -> Vec<&str> {
    view.field(field).unwrap().values.iter().map(|value| value.text.as_str()).collect()
}

pub fn correct(branch: &mut Branch, view: &PersonView, field: ProfileField, value: &str) -> Correction {
    let seen = &view.field(field).unwrap().seen;
    let mut act = branch.act();
    branch.kiosk.correct(&mut act, seen, &text(value)).unwrap()
}

#[test]
fn a_person_is_found_by_name_id_mobile_or_receipt_and_opened_with_their_visits() {
    let mut office = HeadOffice::new(1);
    let mut branch = Branch::enrolled("riyadh", &mut office, 1);
    let mohammed = json!({"national_id": "1000000008", "name": "محمد بن عبد الله الحربي", "mobile": "0556880045", "group": "elderly"});
    branch.record(&[visit(1, &mohammed), visit(2, &json!({"name": "نورة", "mobile": "0556880046"}))]);
    branch.record(&[visit(3, &json!({"national_id": "1000000008"}))]);
    let reference =
        reference_of(shared::domain::FactId::parse("00000000-0000-4000-8000-000000000003").unwrap());
    for typed in
        ["حربي محمد", "عبدالله", "١٠٠٠٠٠٠٠٠٨", "+966 55 688 0045", &reference, &reference.to_lowercase()]
    {
        assert_eq!(found(&branch, typed).name, Some(text("محمد بن عبد الله الحربي")), "{typed}");
    }
    assert_eq!(branch.kiosk.people().unwrap().search("055688004").len(), 2);
    let view = opened(&branch, "محمد");
    assert_eq!(view.visits.len(), 2);
    assert_eq!(values(&view, ProfileField::Group), ["elderly"]);
    let written = &view.field(ProfileField::Name).unwrap().values[0].written[0];
    assert_eq!((&written.by, written.received), (&ValueWriter::ThisDevice, false));
    assert_eq!(written.at.0, branch.clock.unix_millis().0);
    Network::default().sync(&mut branch, &mut office).unwrap();
    assert!(opened(&branch, "محمد").field(ProfileField::Name).unwrap().values[0].written[0].received);
}

#[test]
fn a_corrected_value_stands_at_once_is_found_at_once_and_survives_a_restart() {
    let mut office = HeadOffice::new(1);
    let mut branch = Branch::enrolled("riyadh", &mut office, 1);
    branch.record(&[visit(1, &json!({"name": "نورة", "mobile": "0556880046"}))]);
    let mut people = branch.kiosk.people().unwrap();
    let view = opened(&branch, "نورة");
    assert_eq!(correct(&mut branch, &view, ProfileField::Mobile, "0556880047"), Correction::Saved);
    assert_eq!(correct(&mut branch, &view, ProfileField::NationalId, "1000000008"), Correction::Saved);
    assert_eq!(correct(&mut branch, &view, ProfileField::Mobile, "0556880048"), Correction::ChangedMeanwhile);
    assert_eq!(correct(&mut branch, &view, ProfileField::Group, "a\nb"), Correction::NotAValue);
    branch.kiosk.refresh_people(&mut people).unwrap();
    let told = |people: &People, typed: &str| people.search(typed).len();
    assert_eq!(
        (told(&people, "0556880046"), told(&people, "0556880047"), told(&people, "1000000008")),
        (0, 1, 1)
    );
    branch.reopen();
    assert_eq!(values(&opened(&branch, "نورة"), ProfileField::Mobile), ["0556880047"]);
    branch.record(&[visit(2, &json!({"national_id": "1000000008"}))]);
    assert_eq!(opened(&branch, "نورة").visits.len(), 2, "the corrected number leads to the file");
}

#[test]
fn whoever_is_known_by_name_alone_keeps_one_file_with_visits_drafts_and_corrections() {
    let mut office = HeadOffice::new(1);
    let mut branch = Branch::enrolled("riyadh", &mut office, 1);
    let by_name = json!({"name": "أم خالد"});
    branch.record(&[visit(1, &by_name)]);
    let file = found(&branch, "أم خالد").file;
    let mut act = branch.act();
    let Record::Visit(second) = parse(&visit(2, &by_name)) else { panic!("a visit") };
    branch.kiosk.record_visit_of(&mut act, file, &second).unwrap();
    let draft = DraftId::from_random([1; 16]);
    let kept = NewDraft { id: draft, owner: None, kind: "visit", content: b"{}" };
    branch.kiosk.keep_draft(&mut act, &kept).unwrap();
    let third = parse(&visit(3, &by_name));
    branch.kiosk.record_draft(&mut act, &third, Some(file), draft).unwrap();
    assert_eq!(branch.kiosk.drafts(None).unwrap(), []);
    // the purpose is corrected, the person stays as they were
    let Record::Visit(mut corrected) = parse(&visit(4, &by_name)) else { panic!("a visit") };
    (corrected.supersedes, corrected.purpose) = (Some(second.id), Some(text("سلة غذائية")));
    let outcomes = branch.kiosk.record(&mut act, &[Record::Visit(corrected)]).unwrap();
    assert!(matches!(outcomes.as_slice(), [RecordOutcome::Saved(_)]));
    assert_eq!(opened(&branch, "أم خالد").visits.len(), 4, "of one file");
    // written down without the file, the name alone joins nobody
    branch.record(&[visit(5, &by_name)]);
    assert_eq!(branch.kiosk.people().unwrap().search("أم خالد").len(), 2);
}

#[test]
fn a_self_service_kiosk_finds_nobody() {
    let mut office = HeadOffice::new(1);
    let mut kiosk = Branch::enrolled_as("riyadh", &DeviceMode::SelfService, &mut office, 1);
    kiosk.record(&[visit(1, &json!({"name": "نورة", "mobile": "0556880046"}))]);
    assert!(kiosk.kiosk.people().unwrap().is_empty());
}

#[test]
fn a_number_that_was_corrected_leads_to_nobody_any_more() {
    let mut office = HeadOffice::new(1);
    let mut branch = Branch::enrolled("riyadh", &mut office, 1);
    branch.record(&[visit(1, &json!({"national_id": "1000000008", "name": "نورة", "mobile": "0556880046"}))]);
    let view = opened(&branch, "نورة");
    assert_eq!(correct(&mut branch, &view, ProfileField::Mobile, "0556880047"), Correction::Saved);
    assert_eq!(correct(&mut branch, &view, ProfileField::NationalId, "1000000016"), Correction::Saved);
    branch.record(&[visit(2, &json!({"mobile": "0556880046"}))]);
    branch.record(&[visit(3, &json!({"national_id": "1000000008"}))]);
    let view = opened(&branch, "نورة");
    assert_eq!(view.visits.len(), 1, "whoever has the old numbers now is somebody else");
    branch.record(&[
        visit(4, &json!({"mobile": "0556880047"})),
        visit(5, &json!({"national_id": "1000000016"})),
    ]);
    assert_eq!(opened(&branch, "نورة").visits.len(), 3);
}

#[test]
fn an_id_that_was_typed_into_the_wrong_file_is_taken_back_without_touching_the_other_person() {
    let mut office = HeadOffice::new(1);
    let mut branch = Branch::enrolled("riyadh", &mut office, 1);
    branch.record(&[visit(1, &json!({"national_id": "1000000008", "name": "نورة"}))]);
    branch.record(&[visit(2, &json!({"national_id": "1000000016", "name": "سارة"}))]);
    let sarah = found(&branch, "سارة").file;
    let view = opened(&branch, "نورة");
    assert_eq!(correct(&mut branch, &view, ProfileField::NationalId, "1000000016"), Correction::Saved);
    let both = opened(&branch, "نورة");
    assert_eq!(both.files.len(), 2);
    assert_eq!(correct(&mut branch, &both, ProfileField::NationalId, "1000000008"), Correction::Saved);
    let sarah = branch.kiosk.person(sarah).unwrap().unwrap();
    assert_eq!((sarah.files.len(), values(&sarah, ProfileField::NationalId)), (1, vec!["1000000016"]));
    assert_eq!(values(&opened(&branch, "نورة"), ProfileField::NationalId), ["1000000008"]);
}
