//! The visit's rules.

use super::*;

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

fn at_summary() -> VisitFlow {
    let mut flow = VisitFlow::default();
    flow.toggle_service(code("support"));
    flow.next();
    flow.next();
    "1000000008".chars().for_each(|d| flow.press(d));
    flow.next();
    flow
}

fn moment() -> Moment {
    Moment::parse("2026-11-22T10:30:00+03:00").unwrap()
}

#[test]
fn a_need_has_to_be_chosen_and_nothing_else() {
    let mut flow = VisitFlow::default();
    flow.next();
    assert_eq!(flow.step(), VisitStep::Need);
    flow.toggle_service(code("support"));
    flow.next();
    flow.next();
    flow.skip_number();
    assert_eq!(flow.step(), VisitStep::Summary);
    let visit = flow.submit(FactId::from_random([1; 16]), moment(), None).unwrap();
    assert_eq!(visit.beneficiary, None);
    assert_eq!(visit.origin, Origin::SelfService);
}

#[test]
fn a_doubtful_number_is_warned_about_and_taken() {
    let mut flow = VisitFlow::default();
    flow.press('1');
    assert!(!flow.warns_while_typing(), "more digits may still make it right");
    flow.delete();
    flow.press('7');
    assert!(flow.warns_while_typing());
    flow.choose_number_kind(NumberKind::Mobile);
    assert_eq!(flow.number(), (NumberKind::Mobile, ""));
    "0556880045".chars().for_each(|d| flow.press(d));
    assert_eq!(flow.doubt(), None);
}

#[test]
fn an_answer_changed_from_the_summary_leads_back_to_it() {
    let mut flow = at_summary();
    flow.edit(VisitStep::Need);
    flow.toggle_service(code("support"));
    assert!(!flow.can_go_on());
    flow.toggle_service(code("training"));
    flow.next();
    assert_eq!((flow.step(), flow.services()), (VisitStep::Summary, &[code("training")][..]));
    flow.edit(VisitStep::Party);
    flow.choose_party(Party::Volunteer);
    assert_eq!((flow.step(), flow.party()), (VisitStep::Summary, &Party::Volunteer));
}

#[test]
fn what_was_entered_survives_a_failed_save_and_is_dropped_after_a_good_one() {
    let mut flow = at_summary();
    let first = flow.submit(FactId::from_random([1; 16]), moment(), None).unwrap();
    assert_eq!(flow.submit(FactId::from_random([2; 16]), moment(), None), None, "one at a time");
    flow.not_saved(NotSaved::DiskFull);
    assert_eq!((flow.step(), flow.fault()), (VisitStep::Summary, Some(NotSaved::DiskFull)));
    let again = flow.submit(FactId::from_random([3; 16]), moment(), None).unwrap();
    assert_eq!(again.beneficiary, first.beneficiary);
    flow.saved(receipt(first.id));
    assert_eq!(flow.step(), VisitStep::Summary, "an answer about another visit is not ours");
    flow.saved(receipt(again.id));
    assert_eq!((flow.step(), flow.number().1), (VisitStep::Receipt, ""));
}

fn receipt(visit: FactId) -> Receipt {
    Receipt {
        visit,
        reference: "AAAAA-AAAAA".to_owned(),
        payload: "SILA1:".to_owned(),
        at: moment(),
        waiting: None,
    }
}
