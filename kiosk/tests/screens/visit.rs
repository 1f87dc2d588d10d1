//! A visitor asks for a service, from the welcome to the receipt.

use kiosk::gallery::sample_receipt;
use kiosk::link::{Command, Event, NotSaved, Save};
use shared::domain::{Channel, Direction, Origin, Party, Visit};
use shared::locale::Language;

use crate::harness::Kiosk;

/// Walks to the summary: two services, a national id.
fn at_summary(language: Language) -> Kiosk {
    let mut kiosk = Kiosk::enrolled(language);
    kiosk.touch_key("welcome-new-visit");
    let services = match language {
        Language::Arabic => ["طلب دعم", "السلة الغذائية"],
        Language::English => ["Request for support", "Food basket"],
    };
    kiosk.touch_key("need-several");
    services.iter().for_each(|service| kiosk.touch(service));
    kiosk.touch_key("common-next");
    for digit in "10000000".chars() {
        kiosk.touch(&digit.to_string());
    }
    kiosk.type_text("٠٨");
    kiosk
}

fn saved_visit(kiosk: &mut Kiosk) -> Visit {
    let commands = kiosk.commands();
    let [Command::Save(Save::Visit { visit, .. })] = commands.as_slice() else {
        panic!("not one visit: {commands:?}")
    };
    (**visit).clone()
}

#[test]
fn a_visit_walked_by_touch_is_saved_and_gives_a_receipt() {
    for language in Language::ALL {
        let mut kiosk = at_summary(language);
        kiosk.touch_key("who-for-other");
        kiosk.touch_key("common-next");
        kiosk.touch(&format!("{}: {}", kiosk.tr("common-edit"), kiosk.tr("summary-party")));
        kiosk.touch_key("party-supporter");
        kiosk.touch_key("summary-confirm");
        let visit = saved_visit(&mut kiosk);
        let services: Vec<&str> = visit.services.iter().map(|code| code.as_str()).collect();
        assert_eq!(services, ["support", "food"]);
        assert_eq!(visit.at.as_str(), "2026-11-22T10:30:20+03:00");
        assert_eq!(
            (visit.party, visit.channel, visit.direction),
            (Party::Supporter, Channel::Interview, Direction::In)
        );
        assert_eq!(visit.department.unwrap().as_str(), "relations");
        assert_eq!(visit.beneficiary.unwrap().national_id.unwrap().as_str(), "1000000008");
        assert_eq!((visit.for_other, visit.origin), (true, Origin::SelfService));
        kiosk.tell(Event::visit_saved(sample_receipt(visit.id)));
        assert!(kiosk.says("K7QF2-M9XAB"));
        assert!(!kiosk.says("1000000008"), "the receipt shows no number");
        kiosk.touch_key("common-finish");
        assert!(kiosk.says(&kiosk.tr("welcome-title")));
        assert!(!kiosk.says("K7QF2-M9XAB"));
        assert_eq!(kiosk.copied(), Some(""), "the clipboard is cleared");
    }
}

#[test]
fn what_was_entered_stays_when_it_could_not_be_saved() {
    let mut kiosk = at_summary(Language::Arabic);
    kiosk.touch_key("common-next");
    kiosk.touch_key("summary-confirm");
    let first = saved_visit(&mut kiosk);
    kiosk.tell(Event::NotSaved(NotSaved::Failed));
    assert!(kiosk.says(&kiosk.tr("error-not-saved")));
    assert!(kiosk.says("0008") && !kiosk.says("1000000008"), "of a number its last digits alone are shown");
    kiosk.touch_key("error-try-again");
    let second = saved_visit(&mut kiosk);
    assert_eq!((second.services, second.beneficiary), (first.services, first.beneficiary));
}

#[test]
fn a_full_disk_is_said_before_the_next_visitor_enters_anything() {
    let mut kiosk = at_summary(Language::Arabic);
    kiosk.touch_key("common-next");
    kiosk.touch_key("summary-confirm");
    kiosk.tell(Event::NotSaved(NotSaved::DiskFull));
    kiosk.touch_key("leave-cancel");
    kiosk.touch_key("leave-unsaved-go");
    kiosk.touch_key("welcome-new-visit");
    assert!(kiosk.says(&kiosk.tr("error-disk-full")));
    assert!(!kiosk.says(&kiosk.tr("need-title")));
}

#[test]
fn a_visitor_may_leave_the_number_out() {
    let mut kiosk = at_summary(Language::Arabic);
    kiosk.touch_key("who-skip");
    assert!(kiosk.says(&kiosk.tr("summary-no-number")));
    kiosk.touch_key("summary-confirm");
    assert_eq!(saved_visit(&mut kiosk).beneficiary, None);
}

#[test]
fn when_the_worker_is_gone_a_member_of_staff_is_asked_for() {
    let mut kiosk = at_summary(Language::Arabic);
    kiosk.lose_worker();
    assert!(kiosk.says(&kiosk.tr("error-call-staff")));
    assert!(!kiosk.says("1000000008"));
}

#[test]
fn nothing_that_was_entered_is_thrown_away_without_a_question() {
    for language in Language::ALL {
        let mut kiosk = Kiosk::enrolled(language);
        kiosk.touch_key("welcome-new-visit");
        kiosk.touch_key("need-several");
        kiosk.touch_key("need-other");
        kiosk.touch_key("leave-cancel");
        assert!(kiosk.says(&kiosk.tr("welcome-title")), "a first choice is no loss");
        let mut kiosk = at_summary(language);
        let typed = "1\u{a0}000\u{a0}000\u{a0}008";
        kiosk.touch_key("leave-cancel");
        assert!(kiosk.says(&kiosk.tr("leave-unsaved-title")));
        kiosk.touch_key("leave-unsaved-stay");
        assert!(kiosk.says(typed));
        kiosk.touch_key("leave-cancel");
        kiosk.touch_key("leave-unsaved-go");
        assert!(kiosk.says(&kiosk.tr("welcome-title")) && !kiosk.says(typed));
        assert!(kiosk.commands().is_empty());
    }
}
