//! Every kind through its entry and back.

use std::collections::BTreeSet;

use rand::SeedableRng as _;

use super::super::sealed_fact::{Opened, clear_fact, open_fact, seal_fact, sealed_in};
use super::super::{Dice, Entry, SealingKey};
use super::*;
use crate::domain::{
    BranchId, Called, CatalogEntry, Channel, Code, Described, FileId, Moment, Origin, Party, Person, Rating,
    Score, Signature, SignaturePoint, Text, VISIT_SIGNATURE_POINTS_MAX, Visit, dealt_visits,
    read_catalog_line,
};

const SERVICE: &str = r#"{"kind":"service","code":"support","name_ar":"الدعم","name_en":"Support","simple_name_ar":"نساعدكم","simple_name_en":"Help","asks":["words","mobile"],"about_ar":"سطر","position":-1,"picture":"hands","department":"relations","who_ar":"كل مستفيد","who_en":"All","papers_ar":["الهوية","سجل الأسرة"],"body_en":"A\nB","simple_ar":"نعطيكم","audience":"staff"}"#;
const BRANCH: &str = r#"{"kind":"branch","code":"riyadh","name_ar":"فرع الرياض","name_en":"Riyadh branch","phone":"+966 9200 00000"}"#;
const STAFF: &str = r#"{"kind":"staff","code":"staff-03","name_ar":"سالم","name_en":"Salem","department":"relations","role":"relations"}"#;
const NOTION: &str = r#"{"kind":"notion","code":"n","name_ar":"أ","name_en":"A","verdict":false,"body_ar":"ب","belongs_to":"support"}"#;
const IMPROVEMENT: &str =
    r#"{"kind":"improvement","code":"i","name_ar":"أ","name_en":"A","body_ar":"ب","since":"2026-09-01"}"#;
const PAGE: &str = r#"{"kind":"tool_page","code":"p","name_ar":"أ","name_en":"A","belongs_to":"bylaw","body_en":"B","simple_ar":"ب"}"#;
const HOURS: &str = r#"{"kind":"hours","code":"everywhere","name_ar":"أ","name_en":"A","hours":["sunday-thursday 08:00-12:00 16:00-20:00"],"hours_ramadan":["sunday 21:00-01:00"],"closed":["2026-09-23","2026-05-26/2026-05-30"],"pauses":["12:00-12:30"],"pauses_ramadan":["12:10-12:40"]}"#;
const ASSOCIATION: &str = r##"{"kind":"association","code":"association","name_ar":"أ","name_en":"A","colour":"#0d4f3c","logo":"iVBORw0KGgoAAAANSUhEUgAAABAAAAAQ"}"##;

fn key() -> SealingKey {
    SealingKey::generate(&mut Dice::seed_from_u64(1))
}

fn text(text: &str) -> Text {
    Text::new(text).unwrap()
}

fn code(code: &str) -> Code {
    Code::new(code).unwrap()
}

fn id(n: u8) -> FactId {
    FactId::from_random([n; 16])
}

/// A visit with something sealed, something in clear, a list and the person's group.
fn visit() -> Visit {
    let at = Moment::parse("2026-05-12T08:30:00+03:00").unwrap();
    let stroke = vec![SignaturePoint { x: 1, y: 2, at_millis: 3 }];
    Visit {
        services: vec![code("support"), code("food")],
        beneficiary: Some(Person {
            name: Some(text(" ")),
            group: Some(code("elderly")),
            ..Person::default()
        }),
        purpose: Some(text("استفسار")),
        note: Some(text("ملاحظة")),
        signature: Some(Box::new(Signature::new(4, 4, vec![stroke]).unwrap())),
        ..Visit::begun(id(1), at, Party::Beneficiary, Channel::Interview, Origin::Staff)
    }
}

fn visited(visit: Visit) -> Fact {
    fact(Body::Visit(Box::new(visit)))
}

fn fact(body: Body) -> Fact {
    let recorded =
        Recorded { wall: UnixMillis(5), monotonic_millis: 6, boot: uuid::Uuid::from_bytes([7; 16]) };
    Fact {
        id: id(1),
        branch: Some(BranchId::parse("riyadh").unwrap()),
        by: Some(code("staff-03")),
        recorded: Some(recorded),
        file: Some(FileId::from_random([8; 16])),
        body,
    }
}

/// A fact through its entry and back, with what was sealed of it.
fn through(fact: &Fact) -> (Entry, Result<Fact, Meaning>) {
    let entry = seal_fact(fact, 9, &key()).unwrap();
    let opened = opened(&entry);
    let read = FactKind::from_code(text_of(&entry, "kind")).unwrap();
    let fact = open_fact(read, &entry, &opened);
    (entry, fact)
}

fn opened(entry: &Entry) -> Opened {
    let kind = text_of(entry, "kind");
    match sealed_in(&entry.fields).unwrap() {
        Some(sealed) => Opened::Values(key().open_fact(kind, entry.id, &sealed).unwrap()),
        None => Opened::Values(Fields::none()),
    }
}

fn text_of<'a>(entry: &'a Entry, field: &str) -> &'a str {
    match entry.fields.get(field) {
        Some(Scalar::Text(text)) => text,
        other => panic!("{field}: {other:?}"),
    }
}

#[test]
fn a_visit_says_afterwards_what_it_said_before() {
    for (dealt, origin) in dealt_visits(300).zip(Origin::KNOWN.iter().cycle()) {
        let fact = visited(Visit { id: id(1), origin: origin.clone(), called_at: None, ..dealt });
        assert_eq!(through(&fact).1, Ok(fact));
    }
}

#[test]
fn nothing_personal_stands_in_clear_but_the_group() {
    let entries: Vec<Entry> = dealt_visits(100).map(|visit| through(&visited(visit)).0).collect();
    let fields = entries.iter().flat_map(|entry| entry.fields.iter());
    let names: Vec<&str> = fields.map(|(name, _)| name).collect::<BTreeSet<_>>().into_iter().collect();
    let expected = [
        "asks_for_woman",
        "at",
        "boot",
        "branch",
        "by",
        "channel",
        "department",
        "direction",
        "ended_at",
        "file",
        "for_other",
        "group",
        "kind",
        "late",
        "led_to",
        "mono",
        "origin",
        "party",
        "planned",
        "received_by",
        "sealed",
        "services",
        "supersedes",
        "ticket",
        "ticket_at",
        "wall",
    ];
    assert_eq!(names, expected);
}

#[test]
fn a_call_says_whom_and_when_and_is_no_part_of_the_visits_entry() {
    let at = Moment::parse("2026-05-12T08:41:00+03:00").unwrap();
    let called = fact(Body::Called(Called { visit: id(2), at: at.clone() }));
    assert_eq!(through(&called).1, Ok(called.clone()));
    assert_eq!(clear_fact(&called, 9), through(&called).0, "nothing of it is sealed");
    let bare = through(&visited(visit())).0;
    assert_eq!(through(&visited(Visit { called_at: Some(at), ..visit() })).0, bare);
}

#[test]
fn a_visit_of_an_erased_person_keeps_what_is_counted() {
    let (entry, _) = through(&visited(visit()));
    let Ok(Fact { body: Body::Visit(read), .. }) = open_fact(FactKind::Visit, &entry, &Opened::Erased) else {
        panic!("an erased person's visit is still a visit")
    };
    let person = Person { group: Some(code("elderly")), ..Person::default() };
    assert_eq!((read.beneficiary, read.purpose, read.signature), (Some(person), None, None));
    assert_eq!(read.services, visit().services);
}

#[test]
fn a_signature_longer_than_a_visit_holds_has_no_meaning() {
    let stroke = |points: usize| {
        vec![(0..points as u32).map(|n| SignaturePoint { x: 0, y: 0, at_millis: n }).collect()]
    };
    for (points, is_fine) in [(VISIT_SIGNATURE_POINTS_MAX, true), (VISIT_SIGNATURE_POINTS_MAX + 1, false)] {
        let signature = Some(Box::new(Signature::new(1, 1, stroke(points)).unwrap()));
        let (_, read) = through(&visited(Visit { signature, ..visit() }));
        assert_eq!(read.is_ok(), is_fine, "{points}");
    }
}

#[test]
fn a_rating_tells_its_hour_and_no_more() {
    let rating = Rating {
        id: id(1),
        at: Moment::parse("2026-05-12T08:53:00+03:00").unwrap(),
        service: code("support"),
        department: None,
        channel: Channel::Interview,
        provider: Some(code("staff-03")),
        score: Score::Good,
        provider_score: Some(Score::Excellent),
        reasons: vec![code("waiting_time")],
        comment: Some(text("شكرًا")),
    };
    let bare = |rating: &Rating| Fact {
        by: None,
        recorded: None,
        file: None,
        ..fact(Body::Rating(Box::new(rating.clone())))
    };
    let hour = Rating { at: rating.at.cut_to_hour(), ..rating.clone() };
    let (entry, read) = through(&bare(&rating));
    assert_eq!(read, Ok(bare(&hour)));
    assert!(["wall", "mono", "boot", "by", "file"].iter().all(|stamp| entry.fields.get(stamp).is_none()));
    for (field, more) in [("at", "2026-05-12T08:53:00+03:00"), ("by", "staff-03")] {
        let mut telling = entry.clone();
        telling.fields.insert(field, Scalar::Text(more.to_owned()));
        assert_eq!(open_fact(FactKind::Rating, &telling, &Opened::Erased), Err(Meaning::Invalid(field)));
    }
}

fn published(entry: &CatalogEntry) -> Fact {
    Fact {
        branch: None,
        by: None,
        recorded: None,
        file: None,
        ..fact(Body::Published(Box::new(entry.clone())))
    }
}

#[test]
fn every_field_of_a_publication_survives() {
    for line in [SERVICE, BRANCH, STAFF, NOTION, IMPROVEMENT, PAGE, HOURS, ASSOCIATION] {
        let fact = published(&read_catalog_line(line.as_bytes()).unwrap());
        assert_eq!(through(&fact).1, Ok(fact), "{line}");
    }
}

#[test]
fn a_member_of_staff_whose_name_is_gone_goes_by_the_code() {
    let (entry, _) = through(&published(&read_catalog_line(STAFF.as_bytes()).unwrap()));
    let Ok(Fact { body: Body::Published(read), .. }) =
        open_fact(FactKind::Published, &entry, &Opened::Erased)
    else {
        panic!("a publication is read without its key")
    };
    assert_eq!(read.name_ar.as_str(), "staff-03");
}

#[test]
fn an_entry_of_a_newer_program_is_kept_with_what_is_known_of_it() {
    let service = read_catalog_line(SERVICE.as_bytes()).unwrap();
    let (mut entry, _) = through(&published(&service));
    entry.fields.insert("entry_kind", Scalar::Text("hologram".to_owned()));
    entry.fields.insert("shimmer", Scalar::Int(3));
    let Ok(Fact { body: Body::Published(read), .. }) =
        open_fact(FactKind::Published, &entry, &opened(&entry))
    else {
        panic!("a newer program's entry is read")
    };
    assert_eq!(read.what, Described::Other("hologram".to_owned()));
    assert_eq!(read.name_ar, service.name_ar);
}

#[test]
fn a_branch_without_a_number_or_with_one_that_only_a_newer_program_reads_shows_none() {
    let (mut entry, _) = through(&published(&read_catalog_line(BRANCH.as_bytes()).unwrap()));
    let phone = |entry: &Entry| match open_fact(FactKind::Published, entry, &opened(entry)).unwrap().body {
        Body::Published(read) => match read.what {
            Described::Branch { phone } => phone.map(|phone| phone.to_string()),
            what => panic!("{what:?}"),
        },
        body => panic!("{body:?}"),
    };
    assert_eq!(phone(&entry).as_deref(), Some("920000000"));
    entry.fields.insert("phone", Scalar::Text("sip:branch@example.org".to_owned()));
    assert_eq!(phone(&entry), None);
    let without = BRANCH.replace(r#","phone":"+966 9200 00000""#, "");
    let (entry, _) = through(&published(&read_catalog_line(without.as_bytes()).unwrap()));
    assert!(entry.fields.get("phone").is_none() && phone(&entry).is_none());
}

#[test]
fn a_kind_belongs_in_its_own_documents_alone() {
    let device = crate::domain::DeviceId::from_random([1; 16]);
    let incarnation = crate::domain::Incarnation([1; 16]);
    let month = super::super::Month { yyyymm: 202_605, part: 1 };
    let journal = DocumentName::Journal { device, incarnation, month };
    let ratings = DocumentName::Ratings { device, incarnation, month };
    let of = |kind: &str, document| {
        let mut fields = Fields::none();
        fields.insert("kind", Scalar::Text(kind.to_owned()));
        FactKind::in_document(&fields, document)
    };
    assert_eq!(of("visit", &journal), Ok(FactKind::Visit));
    assert_eq!(of("visit", &ratings), Err(Meaning::NotAllowed));
    assert_eq!(of("rating", &journal), Err(Meaning::NotAllowed));
    assert_eq!(of("hologram", &journal), Err(Meaning::UnknownKind));
    assert_eq!(FactKind::in_document(&Fields::none(), &journal), Err(Meaning::Missing("kind")));
}

#[test]
fn two_facts_are_the_same_whoever_wrote_them_down() {
    let ours = visited(visit());
    let theirs = Fact { by: None, file: Some(FileId::from_random([4; 16])), recorded: None, ..ours.clone() };
    let other = visited(Visit { note: None, ..visit() });
    let [ours, theirs, other] = [ours, theirs, other].map(|fact| seal_fact(&fact, 0, &key()).unwrap());
    let same = |a: &Entry, b: &Entry| super::super::is_same((a, &opened(a)), (b, &opened(b)));
    assert!(same(&ours, &theirs));
    assert!(!same(&ours, &other));
    let erased = super::super::is_same((&ours, &opened(&ours)), (&other, &Opened::Erased));
    assert!(erased, "what opens on one side alone contradicts nothing");
}
