//! The visit's rules.

use shared::domain::{CatalogKind, FactId};

use super::*;
use crate::flow::{GuideFlow, GuidePage, Stand};

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

fn act(flow: &mut VisitFlow, action: VisitAction) -> Vec<Ask> {
    Stand::new().asks(|here| flow.act(action, here))
}

fn type_number(flow: &mut VisitFlow, digits: &str) {
    act(flow, VisitAction::Key(DigitKey::Digits(digits.to_owned())));
}

fn saved(flow: &mut VisitFlow) -> Option<Visit> {
    match Stand::new().saves(|here| flow.act(VisitAction::Save, here))? {
        Save::Visit { visit, file: None, draft: None, by: None } => Some(*visit),
        other => panic!("{other:?}"),
    }
}

fn at_summary() -> VisitFlow {
    let mut flow = VisitFlow::default();
    act(&mut flow, VisitAction::ChooseService(code("support")));
    type_number(&mut flow, "1000000008");
    act(&mut flow, VisitAction::Next);
    flow
}

#[test]
fn a_need_has_to_be_chosen_and_nothing_else() {
    let mut flow = VisitFlow::default();
    act(&mut flow, VisitAction::Next);
    assert_eq!(flow.step(), VisitStep::Need);
    act(&mut flow, VisitAction::ChooseService(code("support")));
    act(&mut flow, VisitAction::SkipNumber);
    assert_eq!(flow.step(), VisitStep::Summary);
    let visit = saved(&mut flow).unwrap();
    assert_eq!(visit.beneficiary, None);
    assert_eq!(visit.origin, Origin::SelfService);
}

#[test]
fn several_services_are_ticked_and_coming_back_finds_them_as_they_were_chosen() {
    let mut flow = VisitFlow::default();
    act(&mut flow, VisitAction::ToggleService(code("support")));
    assert!(flow.services().is_empty(), "one touch chooses one and goes on");
    act(&mut flow, VisitAction::ChooseSeveral);
    act(&mut flow, VisitAction::Next);
    assert_eq!(flow.step(), VisitStep::Needs, "nothing is chosen yet");
    act(&mut flow, VisitAction::ToggleService(code("support")));
    act(&mut flow, VisitAction::ToggleService(code("training")));
    act(&mut flow, VisitAction::Next);
    act(&mut flow, VisitAction::Back);
    assert_eq!((flow.step(), flow.services().len()), (VisitStep::Needs, 2));
    act(&mut flow, VisitAction::ToggleService(code("support")));
    act(&mut flow, VisitAction::Next);
    act(&mut flow, VisitAction::SkipNumber);
    act(&mut flow, VisitAction::Edit(VisitStep::Need));
    assert_eq!((flow.step(), flow.services()), (VisitStep::Need, &[code("training")][..]));
    act(&mut flow, VisitAction::ChooseService(code("training")));
    assert_eq!(flow.step(), VisitStep::Summary, "touching it again goes on");
}

#[test]
fn the_way_back_leads_to_where_a_visit_began_unless_something_was_typed() {
    let page = GuideFlow::opened_at(GuidePage::Entry(CatalogKind::Service, code("support")));
    let from = || WayIn::Guide(Box::new(page.clone()));
    let begin = || {
        let services = vec![code("support")];
        Stand::new().after(std::time::Duration::ZERO, |here| VisitFlow::asking_for(services, from(), here))
    };
    let mut flow = begin();
    let asks = act(&mut flow, VisitAction::Back);
    assert!(matches!(asks.as_slice(), [Ask::BackTo(way)] if *way == from()));
    type_number(&mut flow, "1");
    assert!(act(&mut flow, VisitAction::Back).is_empty());
    assert_eq!((flow.step(), flow.number().1), (VisitStep::Need, "1"));
    let mut flow = begin();
    act(&mut flow, VisitAction::SkipNumber);
    let visit = saved(&mut flow).unwrap();
    Stand::new().asks(|here| flow.saved(receipt(visit.id), here));
    assert!(!format!("{flow:?}").contains("GuideFlow"), "what was read before is not kept");
}

#[test]
fn how_data_are_used_is_read_beside_the_way_and_leads_back_to_it() {
    let mut flow = VisitFlow::default();
    act(&mut flow, VisitAction::ChooseService(code("support")));
    act(&mut flow, VisitAction::Edit(VisitStep::Notice));
    assert_eq!(flow.step(), VisitStep::Notice);
    act(&mut flow, VisitAction::Next);
    assert_eq!(flow.step(), VisitStep::Who);
    act(&mut flow, VisitAction::Edit(VisitStep::Need));
    assert_eq!(flow.step(), VisitStep::Who, "an answer is changed from the summary alone");
}

/// Does something at a kiosk that stands alone, whose catalog knows no service: "something else" asks for words.
fn alone(flow: &mut VisitFlow, action: VisitAction) -> Option<Save> {
    Stand::alone().saves(|here| flow.act(action, here))
}

fn at_words() -> VisitFlow {
    let mut flow = VisitFlow::default();
    alone(&mut flow, VisitAction::ChooseService(crate::flow::other_service()));
    assert_eq!(flow.step(), VisitStep::Words);
    flow
}

#[test]
fn where_nobody_is_at_hand_what_asks_for_words_is_never_sent_without_words_and_without_a_number() {
    let mut flow = at_words();
    alone(&mut flow, VisitAction::Next);
    assert_eq!(flow.step(), VisitStep::Words, "no words yet");
    alone(&mut flow, VisitAction::SkipWords);
    alone(&mut flow, VisitAction::SkipNumber);
    alone(&mut flow, VisitAction::Next);
    assert_eq!(flow.step(), VisitStep::Who, "nobody could act on it");
    alone(&mut flow, VisitAction::Key(DigitKey::Digits("0556880045".to_owned())));
    alone(&mut flow, VisitAction::Next);
    assert_eq!(flow.step(), VisitStep::Summary);
    let Some(Save::Visit { visit, .. }) = alone(&mut flow, VisitAction::Save) else { panic!("not saved") };
    assert_eq!(visit.purpose, None);
}

#[test]
fn words_go_into_the_visits_purpose_and_are_dropped_after_it() {
    let mut flow = at_words();
    alone(&mut flow, VisitAction::Write("لم يصلني الرد".to_owned()));
    alone(&mut flow, VisitAction::Next);
    alone(&mut flow, VisitAction::SkipNumber);
    assert_eq!(flow.step(), VisitStep::Summary);
    let Some(Save::Visit { visit, .. }) = alone(&mut flow, VisitAction::Save) else { panic!("not saved") };
    assert_eq!(visit.purpose.as_ref().unwrap().as_str(), "لم يصلني الرد");
    Stand::alone().asks(|here| flow.saved(receipt(visit.id), here));
    assert!(!format!("{flow:?}").contains("يصلني"));
}

#[test]
fn where_staff_are_at_hand_nobody_is_asked_to_write() {
    let mut flow = VisitFlow::default();
    act(&mut flow, VisitAction::ChooseService(crate::flow::other_service()));
    assert_eq!(flow.step(), VisitStep::Who);
}

#[test]
fn a_doubtful_number_is_warned_about_and_taken() {
    let mut flow = VisitFlow::default();
    type_number(&mut flow, "1");
    assert!(!flow.warns_while_typing(), "more digits may still make it right");
    act(&mut flow, VisitAction::Key(DigitKey::Delete));
    type_number(&mut flow, "7");
    assert!(flow.warns_while_typing());
    act(&mut flow, VisitAction::ChooseNumberKind(NumberKind::Mobile));
    assert_eq!(flow.number(), (NumberKind::Mobile, ""));
    type_number(&mut flow, "0556880045");
    assert_eq!(flow.doubt(), None);
}

#[test]
fn an_answer_changed_from_the_summary_leads_back_to_it() {
    let mut flow = at_summary();
    act(&mut flow, VisitAction::Edit(VisitStep::Need));
    act(&mut flow, VisitAction::ChooseService(code("training")));
    assert_eq!((flow.step(), flow.services()), (VisitStep::Summary, &[code("training")][..]));
    act(&mut flow, VisitAction::Edit(VisitStep::Party));
    act(&mut flow, VisitAction::ChooseParty(Party::Volunteer));
    assert_eq!((flow.step(), flow.party()), (VisitStep::Summary, &Party::Volunteer));
}

#[test]
fn what_was_entered_survives_a_failed_save_and_is_dropped_after_a_good_one() {
    let mut flow = at_summary();
    let first = saved(&mut flow).unwrap();
    assert_eq!(saved(&mut flow), None, "one at a time");
    flow.not_saved(NotSaved::DiskFull);
    assert_eq!((flow.step(), flow.fault()), (VisitStep::Summary, Some(NotSaved::DiskFull)));
    let again = saved(&mut flow).unwrap();
    assert_eq!(again.beneficiary, first.beneficiary);
    let other = receipt(FactId::from_random([9; 16]));
    Stand::new().asks(|here| flow.saved(other, here));
    assert_eq!(flow.step(), VisitStep::Summary, "an answer about another visit is not ours");
    Stand::new().asks(|here| flow.saved(receipt(again.id), here));
    assert_eq!((flow.step(), flow.number().1), (VisitStep::Receipt, ""));
    assert!(matches!(act(&mut flow, VisitAction::Back).as_slice(), [Ask::Leave]));
}

fn receipt(visit: FactId) -> Receipt {
    Receipt {
        visit,
        reference: "AAAAA-AAAAA".to_owned(),
        payload: "SILA1:".to_owned(),
        at: Stand::new().moment(),
        services: Vec::new(),
        ticket: None,
    }
}
