//! A support request at the desk, by clicks: asked, its papers, attested, told and submitted, handed over; and what is not offered.

use kiosk::config::{Config, PrinterKind};
use kiosk::gallery::{sample_field_setting, sample_person, sample_requests};
use kiosk::link::{Command, Event, NotSaved, OpenedRequest, OpenedStep, PinOutcome, Save};
use kiosk::printing::Block;
use shared::domain::request::{
    Amount, AnswerChannel, AnswerResult, Decision, Grant, Match, Matter, Outcome, RequestStep, Said, State,
    Step, StepKind, fold,
};
use shared::domain::{Branding, Code, Described, FactId, FollowAddress, Role};
use shared::locale::Language;

use crate::harness::Kiosk;

/// The page of the sample's person, with their requests.
fn person_open(role: Option<Role>) -> Kiosk {
    let mut kiosk = Kiosk::with_setting(Language::Arabic, sample_field_setting());
    kiosk.touch("سارة العتيبي");
    "1357".chars().for_each(|digit| kiosk.touch(&digit.to_string()));
    kiosk.touch_key("common-confirm");
    kiosk.tell(Event::PinChecked(PinOutcome::Right));
    kiosk.touch_key_beginning("people-title");
    kiosk.type_text("محمد");
    let hits = kiosk::gallery::sample_hits();
    kiosk.tell(Event::Found { query: "محمد".to_owned().into(), hits, asked: false });
    let hit = kiosk.spoken().into_iter().find(|spoken| spoken.contains("0556880045")).unwrap();
    kiosk.touch(&hit);
    kiosk.commands();
    kiosk.tell(Event::PersonOpened(Box::new(sample_person())));
    let commands = kiosk.commands();
    let [Command::LoadRequests { files, reader: Some(reader) }] = commands.as_slice() else {
        panic!("{commands:?}")
    };
    assert_eq!((files, reader.as_str()), (&sample_person().files, "staff-01"));
    tell(&mut kiosk, role, sample_requests());
    kiosk
}

fn tell(kiosk: &mut Kiosk, role: Option<Role>, rows: Vec<OpenedRequest>) {
    kiosk.tell(Event::Requests { files: sample_person().files, role, rows });
}

/// Opens the request in this state.
fn open(kiosk: &mut Kiosk, state: State) {
    let words = kiosk.words().word("request-state", state.code());
    let row = kiosk.spoken().into_iter().find(|spoken| spoken.contains(&words)).unwrap();
    kiosk.touch(&row);
}

fn begin(kiosk: &mut Kiosk, step: StepKind) {
    let words = kiosk.words().word("request-step", step.code());
    kiosk.touch(&words);
}

fn step_saved(kiosk: &mut Kiosk) -> RequestStep {
    let commands = kiosk.commands();
    match commands.as_slice() {
        [Command::Save(Save::Step { step, by })] => {
            assert_eq!(by.as_str(), "staff-01");
            (**step).clone()
        }
        other => panic!("{other:?}"),
    }
}

fn saved(kiosk: &mut Kiosk, id: FactId) {
    kiosk.tell(Event::Saved { id, receipt: None });
    assert!(matches!(kiosk.commands().as_slice(), [Command::OpenPerson(_)]));
    assert!(kiosk.says(&kiosk.tr("request-saved")));
}

#[test]
fn a_request_is_asked_for_the_person_whose_page_is_open() {
    let mut kiosk = person_open(Some(Role::Relations));
    kiosk.touch_key("request-ask");
    kiosk.touch("طلب دعم");
    kiosk.touch_key("channel-interview");
    kiosk.touch_key("request-record");
    let commands = kiosk.commands();
    let [Command::Save(Save::Request { request, file, by })] = commands.as_slice() else {
        panic!("{commands:?}")
    };
    assert_eq!((by.as_str(), request.service.as_str()), ("staff-01", "support"));
    assert_eq!(Some(file), sample_person().files.first());
    let person = request.beneficiary.clone().unwrap();
    assert_eq!(person.national_id.unwrap().as_str(), "1000000008");
    assert_eq!(person.mobile, None, "their mobiles contradict each other");
    kiosk.tell(Event::NotSaved(NotSaved::Failed));
    assert!(kiosk.says(&kiosk.tr("error-not-saved")), "what was entered stays");
    kiosk.commands();
    kiosk.touch_key("request-record");
    let commands = kiosk.commands();
    let [Command::Save(Save::Request { request, .. })] = commands.as_slice() else { panic!("{commands:?}") };
    saved(&mut kiosk, request.id);
}

#[test]
fn a_paper_is_matched_part_by_part_and_nothing_is_left_out() {
    let mut kiosk = person_open(Some(Role::Relations));
    open(&mut kiosk, State::Receiving);
    begin(&mut kiosk, StepKind::Matched);
    kiosk.touch("ما يثبت الدخل");
    kiosk.type_text("31021448");
    kiosk.touch_key("common-next");
    assert!(kiosk.commands().is_empty());
    "31/02/1448".chars().for_each(|_| kiosk.press(egui::Key::Backspace));
    kiosk.type_text("29021449");
    kiosk.touch_key("common-next");
    kiosk.touch_key("request-record");
    let field = kiosk.tr("request-field-against");
    assert!(kiosk.spoken().iter().any(|spoken| spoken.contains("أكملوا") && spoken.contains(&field)));
    kiosk.type_text("الأصل");
    kiosk.touch_key("request-record");
    let step = step_saved(&mut kiosk);
    let Step::Matched(Match { matter: Matter::Paper(paper), valid_until: Some(until), .. }) = &step.step
    else {
        panic!("{step:?}")
    };
    assert_eq!((paper.as_str(), until.to_string().as_str()), ("income_proof", "h1449-02-29"));
    assert_eq!(step.said.against.as_ref().unwrap().as_str(), "الأصل");
    assert_eq!(step.seen.as_ref(), Some(&sample_requests()[0].case.ends), "what was on the screen");
    saved(&mut kiosk, step.id);
}

#[test]
fn data_are_attested_with_a_signature_and_not_without() {
    let mut kiosk = person_open(Some(Role::Relations));
    open(&mut kiosk, State::Receiving);
    begin(&mut kiosk, StepKind::Attested);
    assert!(kiosk.spoken().iter().any(|spoken| spoken.contains("1000000008")), "who attests");
    kiosk.touch_key("common-next");
    kiosk.touch_key("request-record");
    assert!(kiosk.commands().is_empty());
    let pad = [kiosk.tr("request-field-signature"), kiosk.tr("attest-sign-here")];
    kiosk.draw_across(&pad.join(". "));
    kiosk.touch_key("request-record");
    assert!(step_saved(&mut kiosk).said.signature.is_some());
}

#[test]
fn the_earliest_day_is_told_before_a_request_is_submitted() {
    let mut kiosk = person_open(Some(Role::Relations));
    open(&mut kiosk, State::Ready);
    begin(&mut kiosk, StepKind::Submitted);
    assert!(kiosk.says(&kiosk.tr("answer-told")));
    kiosk.touch_key("request-record");
    let step = step_saved(&mut kiosk);
    let Step::Submitted(told) = step.step else { panic!("{step:?}") };
    assert_eq!(
        told,
        shared::domain::request::day_of(&step.at).checked_add(jiff::Span::new().days(14)).unwrap()
    );
    // somebody did something meanwhile
    kiosk.tell(Event::NotSaved(NotSaved::ChangedMeanwhile));
    assert!(kiosk.says(&kiosk.tr("request-refused-meanwhile")));
}

#[test]
fn without_a_name_of_ones_own_nothing_is_recorded_and_what_to_do_is_said() {
    let mut kiosk = person_open(None);
    assert!(!kiosk.says(&kiosk.tr("request-ask")));
    open(&mut kiosk, State::Ready);
    assert!(kiosk.says(&kiosk.tr("request-no-name")));
    let step = kiosk.words().word("request-step", StepKind::Submitted.code());
    assert!(!kiosk.says(&step));
}

#[test]
fn what_contradicts_is_left_to_head_office() {
    let mut kiosk = person_open(Some(Role::SocialResearch));
    open(&mut kiosk, State::NeedsSettling);
    assert!(kiosk.says(&kiosk.tr("request-unsettled")));
    assert!(kiosk.says(&kiosk.tr("request-settle-order")));
}

#[test]
fn one_goes_back_part_by_part_to_the_request_and_to_the_person() {
    let mut kiosk = person_open(Some(Role::Relations));
    open(&mut kiosk, State::Receiving);
    begin(&mut kiosk, StepKind::NotValid);
    kiosk.touch("الهوية الوطنية أو الإقامة");
    kiosk.type_text("ممزقة");
    kiosk.touch_key("common-back");
    assert!(kiosk.says("ما يثبت الدخل"));
    kiosk.touch("الهوية الوطنية أو الإقامة");
    assert!(kiosk.says("ممزقة"), "what was written is still there");
    (0..2).for_each(|_| kiosk.touch_key("common-back"));
    assert!(kiosk.says(&kiosk.tr("request-history")));
    kiosk.touch_key("common-back");
    assert!(kiosk.says(&kiosk.tr("people-requests")));
    assert!(kiosk.commands().is_empty());
}

#[test]
fn a_request_goes_by_its_code_until_head_office_gave_it_a_number() {
    let mut kiosk = person_open(Some(Role::Relations));
    open(&mut kiosk, State::Ready);
    assert!(kiosk.says(&kiosk.tr("request-row-code")) && !kiosk.says(&kiosk.tr("request-row-number")));
    let mut rows = sample_requests();
    rows[1].case.request_no = Code::new("riyadh/1448/000012").ok();
    tell(&mut kiosk, Some(Role::Relations), rows);
    assert!(kiosk.says(&kiosk.tr("request-row-number")) && kiosk.says("riyadh/1448/000012"));
    assert!(!kiosk.says(&kiosk.tr("request-row-code")));
}

#[test]
fn an_applicant_takes_the_code_along_and_neither_a_name_nor_a_service_stands_on_it() {
    let mut kiosk = person_open(Some(Role::Relations));
    open(&mut kiosk, State::Ready);
    let code = sample_requests()[1].follow_code().to_string();
    assert!(!kiosk.says_words(&code), "it is shown to whoever it is handed to");
    kiosk.touch_key("follow-receipt");
    let said = kiosk.spoken().join("\n").replace('\u{2060}', "");
    assert!(said.contains(&code), "{said}");
    let person = sample_person();
    let name = person.single(shared::domain::ProfileField::Name).unwrap();
    assert!(!said.contains(name.as_str()) && !said.contains("1000000008") && !said.contains("سكن"), "{said}");
    kiosk.touch_key("common-back");
    assert!(kiosk.says(&kiosk.tr("request-history")));
}

#[test]
fn the_qr_code_leads_to_the_public_page_where_head_office_named_it_and_is_the_code_alone_elsewhere() {
    let code = sample_requests()[1].follow_code().to_string();
    for (address, expected) in [
        (None, code.clone()),
        (Some("https://requests.example.org"), format!("https://requests.example.org/r/{code}")),
    ] {
        let mut kiosk = person_open(Some(Role::Relations));
        let mut setting = sample_field_setting();
        let mut association = setting.catalog.association().unwrap().clone();
        let follow_address = address.map(|address| FollowAddress::parse(address).unwrap());
        association.what = Described::Association(Branding { follow_address, ..Branding::default() });
        setting.catalog.publish(association);
        kiosk.tell(Event::Ready(Some(std::sync::Arc::new(setting))));
        let mut config = Config::default();
        config.printer.kind = PrinterKind::File;
        kiosk.tell(Event::ConfigSaved(Box::new(config)));
        open(&mut kiosk, State::Ready);
        kiosk.touch_key("follow-receipt");
        kiosk.touch_key("receipt-print");
        let commands = kiosk.commands();
        let [Command::Print(page)] = commands.as_slice() else { panic!("not one page: {commands:?}") };
        assert!(page.blocks.contains(&Block::Qr(expected.clone())), "{page:?}");
        assert!(page.blocks.contains(&Block::Code(code.clone())), "{page:?}");
        let said = format!("{page:?}");
        assert!(!said.contains("1000000008") && !said.contains("سكن"), "{said}");
    }
}

/// The second sample, decided, answered and prepared to be handed over.
fn delivering() -> OpenedRequest {
    let mut known = sample_requests().swap_remove(1);
    let amount = Amount::of_halalas(150_000).map(Grant::Amount);
    let (outcome, grant) = (Outcome::Accept, amount.clone());
    let decided = Step::Decided(Decision { outcome, grant, from: None, to: None, session: None });
    let code = |text: &str| Code::new(text).unwrap();
    let steps = [
        (Step::Submitted(jiff::civil::date(2026, 12, 6)), "staff-02"),
        (decided.clone(), "omar"),
        (decided, "huda"),
        (Step::AnswerAttempted((AnswerChannel::PhoneCall, AnswerResult::Reached, None)), "staff-02"),
        (Step::Registered(Some(code("1448/000001"))), "maha"),
        (Step::Prepared(amount), "staff-02"),
    ];
    for (n, (step, by)) in (200_u8..).zip(steps) {
        let seen = Some(known.case.ends.clone());
        let (id, request) = (FactId::from_random([n; 16]), known.request.id);
        let (at, on_paper_by, said) = (known.request.at.clone(), None, Said::default());
        let step = RequestStep { id, request, at, seen, on_paper_by, step, said };
        known.steps.push(OpenedStep { step, by: Some(code(by)), at_head_office: false });
        let done: Vec<_> = known.steps.iter().map(|one| (one.step.clone(), one.by.clone())).collect();
        known.case = fold(&known.request, &done);
    }
    known
}

#[test]
fn whoever_something_was_handed_to_is_asked_to_rate_it_and_finds_nobody_signed_in() {
    let mut kiosk = person_open(Some(Role::Relations));
    tell(&mut kiosk, Some(Role::Relations), vec![delivering()]);
    open(&mut kiosk, State::Delivering);
    begin(&mut kiosk, StepKind::Delivered);
    let goods = kiosk.spoken().into_iter().find(|spoken| spoken.contains("1500")).unwrap();
    kiosk.touch(&goods);
    (0..2).for_each(|_| kiosk.touch_key("common-next"));
    let pad = [kiosk.tr("request-field-signature"), kiosk.tr("attest-sign-here")];
    kiosk.draw_across(&pad.join(". "));
    kiosk.touch_key("request-record");
    let step = step_saved(&mut kiosk);
    saved(&mut kiosk, step.id);
    kiosk.touch_key("request-rate");
    let said = kiosk.spoken().join("\n");
    assert!(said.contains(&kiosk.tr("rating-choose-service")), "{said}");
    let person = sample_person();
    let name = person.single(shared::domain::ProfileField::Name).unwrap();
    assert!(
        !said.contains(name.as_str()) && !said.contains("سارة"),
        "nothing of the request is left: {said}"
    );
}
