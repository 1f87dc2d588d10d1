//! The form's rules.

use shared::domain::{Acting, Place, SignaturePoint};

use super::*;

fn now() -> Zoned {
    "2026-11-22T10:30:20+03:00[+03:00]".parse().unwrap()
}

fn worded(words: &str) -> Text {
    Text::new(words).unwrap()
}

fn id(n: u8) -> FactId {
    FactId::from_random([n; 16])
}

fn filled() -> StaffVisitForm {
    let mut form = StaffVisitForm::new(&now());
    form.toggle_service(Code::new("support").unwrap());
    form
}

#[test]
fn a_number_that_nobody_here_has_is_written_where_it_belongs() {
    for (number, field) in [("1000000024", FormField::NationalId), ("0556880099", FormField::Mobile)] {
        assert_eq!(StaffVisitForm::with_number(number, &now()).text(field), number);
    }
}

#[test]
fn a_form_without_a_service_leads_to_the_services() {
    let mut form = StaffVisitForm::new(&now());
    assert_eq!(form.submit(id(1), &now()), None);
    assert_eq!((form.fault(), form.section), (Some(FormFault::NoService), FormSection::Services));
}

#[test]
fn a_day_before_today_marks_the_entry_late() {
    let mut form = filled();
    assert!(!form.is_late(&now()));
    form.write(FormField::Date, "٢١/١١/٢٠٢٦".to_owned());
    form.write(FormField::Time, "9:05".to_owned());
    let visit = form.submit(id(1), &now()).unwrap();
    assert!(visit.late);
    assert_eq!(visit.at.as_str(), "2026-11-21T09:05:00+03:00");
}

#[test]
fn a_time_that_is_none_or_has_not_come_is_refused() {
    for (date, time, fault) in [
        ("31/02/2026", "10:00", FormFault::WrongTime),
        ("22/11", "10:00", FormFault::WrongTime),
        ("22/11/2026", "25:00", FormFault::WrongTime),
        ("22/11/2026", "10:31", FormFault::FutureTime),
    ] {
        let mut form = filled();
        form.write(FormField::Date, date.to_owned());
        form.write(FormField::Time, time.to_owned());
        assert_eq!(form.submit(id(1), &now()), None);
        assert_eq!((form.fault(), form.section), (Some(fault), FormSection::Time), "{date} {time}");
    }
}

#[test]
fn a_correction_keeps_what_was_not_touched_and_names_what_it_corrects() {
    let at = Moment::parse("2026-11-22T08:12:43.5+03:00").unwrap();
    let party = Party::Other("neighbour".to_owned());
    let original = Visit {
        ended_at: Some(Moment::parse("2026-11-22T08:30:00+03:00").unwrap()),
        direction: Direction::Out,
        services: vec![Code::new("support").unwrap()],
        department: Some(Code::new("relations").unwrap()),
        beneficiary: Some(Person {
            name: Some(Text::new(" محمد ").unwrap()),
            group: Some(Code::new("elderly").unwrap()),
            ..Person::default()
        }),
        purpose: Some(Text::new("استفسار").unwrap()),
        for_other: true,
        acting: Some(Acting { capacity: worded("ابن"), proof: None }),
        asks_for_woman: true,
        place: Place::address(worded("RRRD2929")).ok(),
        signature: Some(Box::new(signature())),
        led_to: vec![Code::new("referral").unwrap()],
        planned: Some(id(7)),
        ..Visit::begun(id(1), at, party, Channel::Letter, Origin::SelfService)
    };
    let mut form = StaffVisitForm::correcting(Box::new(original.clone()));
    form.write(FormField::Note, "صُحّح الاسم".to_owned());
    let corrected = form.submit(id(2), &now()).unwrap();
    let expected = Visit {
        id: id(2),
        note: Some(Text::new("صُحّح الاسم").unwrap()),
        supersedes: Some(id(1)),
        origin: Origin::Staff,
        signature: None,
        ..original
    };
    assert_eq!(corrected, expected);
}

#[test]
fn a_correction_has_every_text_that_was_entered() {
    let mut form = filled();
    form.for_other = true;
    for field in FormField::ALL.into_iter().filter(|field| field.section() != FormSection::Time) {
        let is_date = is_papers_date(field);
        form.write(field, if is_date { "01/09/1446".to_owned() } else { format!("{field:?}") });
    }
    form.write(FormField::EndTime, "10:30".to_owned());
    let visit = form.submit(id(1), &now()).unwrap();
    let correction = StaffVisitForm::correcting(Box::new(visit));
    for field in FormField::ALL {
        assert_eq!(correction.text(field), form.text(field), "{field:?}");
    }
}

#[test]
fn everything_stays_when_nothing_was_saved() {
    let mut form = filled();
    form.submit(id(1), &now()).unwrap();
    assert_eq!(form.submit(id(2), &now()), None, "one at a time");
    form.not_saved(NotSaved::Failed, Duration::ZERO);
    assert_eq!(form.fault(), Some(FormFault::NotSaved(NotSaved::Failed)));
    assert!(form.submit(id(2), &now()).is_some());
}

#[test]
fn a_hijri_day_and_a_year_of_birth_alone_are_taken() {
    let mut form = filled();
    form.write(FormField::Date, "١٢/٦/١٤٤٨ هـ".to_owned());
    form.write(FormField::Time, "9:00".to_owned());
    form.write(FormField::EndTime, "9:40".to_owned());
    form.write(FormField::Birth, "1385".to_owned());
    form.write(FormField::IdExpiry, "1/9/1450".to_owned());
    let visit = form.submit(id(1), &now()).unwrap();
    assert_eq!(visit.at.as_str(), "2026-11-22T09:00:00+03:00");
    assert_eq!(visit.ended_at.unwrap().as_str(), "2026-11-22T09:40:00+03:00");
    let person = visit.beneficiary.unwrap();
    let text = |date: Option<StatedDate>| date.unwrap().to_string();
    assert_eq!((text(person.birth), text(person.id_expiry)), ("h1385".to_owned(), "h1450-09-01".to_owned()));
}

#[test]
fn a_day_that_its_month_does_not_have_leads_to_the_papers() {
    let mut form = filled();
    form.write(FormField::Birth, "30/8/1446".to_owned());
    assert_eq!(form.submit(id(1), &now()), None);
    assert_eq!(form.fault(), Some(FormFault::WrongDate(TypedDateFault::NoSuchDay { days: 29 })));
    assert_eq!(form.section, FormSection::Papers);
}

#[test]
fn a_place_is_an_address_or_a_point_and_the_end_lies_after_the_beginning() {
    let mut form = filled();
    form.write(FormField::Place, "24.71355, 46.67530".to_owned());
    assert!(matches!(form.place(), Some(Place::Coordinates(_))));
    form.write(FormField::Place, "RRRD2929".to_owned());
    assert!(matches!(form.place(), Some(Place::NationalAddress(_))));
    form.write(FormField::Time, "10:20".to_owned());
    form.write(FormField::EndTime, "10:10".to_owned());
    assert_eq!(form.submit(id(1), &now()), None);
    assert_eq!((form.fault(), form.section), (Some(FormFault::EndBeforeStart), FormSection::Time));
}

#[test]
fn whoever_acts_for_another_says_in_what_capacity_and_it_goes_with_the_choice() {
    let mut form = filled();
    form.for_other = true;
    form.write(FormField::Capacity, "ابن".to_owned());
    form.write(FormField::Proof, "وكالة 4412".to_owned());
    let acting = form.clone().submit(id(1), &now()).unwrap().acting.unwrap();
    assert_eq!((acting.capacity.as_str(), acting.proof.unwrap().as_str()), ("ابن", "وكالة 4412"));
    form.for_other = false;
    assert_eq!(form.submit(id(1), &now()).unwrap().acting, None);
}

#[test]
fn the_next_persons_form_keeps_channel_place_day_and_representative_and_nothing_of_the_person() {
    let mut form = filled();
    form.channel = Channel::BranchRepresentative;
    form.received_by = Code::new("staff-01").ok();
    form.write(FormField::Place, "RRRD2929".to_owned());
    form.write(FormField::Date, "20/11/2026".to_owned());
    form.write(FormField::Name, "نورة".to_owned());
    form.write(FormField::Report, "تقرير".to_owned());
    let next = form.next(&now());
    assert_eq!((&next.channel, &next.received_by), (&form.channel, &form.received_by));
    assert_eq!((next.text(FormField::Place), next.text(FormField::Date)), ("RRRD2929", "20/11/2026"));
    assert_eq!((next.text(FormField::Name), next.text(FormField::Report)), ("", ""));
    assert!(next.draft.is_none());
}

#[test]
fn a_form_opened_for_a_person_is_of_their_file_until_all_that_names_them_is_taken_out() {
    let person = crate::gallery::sample_person();
    let mut form = StaffVisitForm::with_person(&person, &now());
    form.write(FormField::Mobile, "0500000099".to_owned());
    form.write(FormField::Purpose, "استفسار".to_owned());
    assert_eq!(form.file(), person.files.first().copied());
    for field in [FormField::Name, FormField::Mobile, FormField::NationalId] {
        form.write(field, String::new());
    }
    form.write(FormField::Name, "نورة".to_owned());
    assert_eq!(form.file(), None, "somebody else");
    assert_eq!(StaffVisitForm::with_person(&person, &now()).next(&now()).file(), None);
}

fn signature() -> Signature {
    Signature::new(100, 50, vec![vec![SignaturePoint { x: 1, y: 2, at_millis: 3 }]]).unwrap()
}

#[test]
fn whoever_signed_has_not_signed_for_what_was_changed_since() {
    let mut form = StaffVisitForm::new(&now());
    form.toggle_service(Code::new("support").unwrap());
    form.unsign();
    assert!(!form.lost_signature(), "nothing was signed yet");
    form.sign(Some(Box::new(signature())));
    form.unsign();
    assert_eq!((form.signature(), form.lost_signature()), (None, true));
    form.sign(Some(Box::new(signature())));
    assert!(!form.lost_signature());
    assert_eq!(form.next(&now()).signature(), None);
    assert_eq!(form.submit(id(1), &now()).unwrap().signature, Some(Box::new(signature())));
}
