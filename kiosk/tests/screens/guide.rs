//! The service guide by touch: reading, searching, guessing, asking for a service; the tools in staff mode.

use kiosk::config::{Config, PrinterKind};
use kiosk::link::{Command, Event, PinOutcome};
use kiosk::printing::Block;
use shared::locale::Language;

use crate::harness::Kiosk;

fn at_guide(language: Language) -> Kiosk {
    let mut kiosk = Kiosk::enrolled(language);
    kiosk.touch_key("welcome-guide");
    kiosk
}

fn at_tools() -> Kiosk {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    kiosk.touch_key("staff-sign-in");
    "1357".chars().for_each(|digit| kiosk.touch(&digit.to_string()));
    kiosk.touch_key("common-confirm");
    kiosk.tell(Event::PinChecked(PinOutcome::Right));
    kiosk.touch_key("guide-tools");
    kiosk.commands();
    kiosk
}

#[test]
fn a_service_tells_who_may_have_it_and_which_papers_it_needs_and_can_be_asked_for() {
    for (language, service, paper) in [
        (Language::Arabic, "طلب دعم", "سجل الأسرة"),
        (Language::English, "Request for support", "Family register"),
    ] {
        let mut kiosk = at_guide(language);
        kiosk.touch_key("guide-services");
        kiosk.touch(service);
        assert!(kiosk.says(&kiosk.tr("guide-who")) && kiosk.says(paper));
        kiosk.touch_key("guide-ask");
        assert!(kiosk.says(&kiosk.tr("notice-title")));
        kiosk.touch_key("common-back");
        assert!(kiosk.says(&kiosk.tr("guide-who")) && kiosk.says(paper), "back on the page");
        kiosk.touch_key("guide-ask");
        // what was typed is not lost on the way back
        kiosk.type_text("1000");
        kiosk.touch_key("common-back");
        assert!(kiosk.says(&kiosk.tr("need-title")));
        kiosk.touch(service);
        assert!(kiosk.says("1\u{a0}000"));
    }
}

#[test]
fn a_search_in_another_spelling_leads_to_the_answer_and_back_to_the_results() {
    let mut kiosk = at_guide(Language::Arabic);
    kiosk.touch_key("guide-search");
    kiosk.type_text("الهويه رقم");
    kiosk.touch("هل يجب إدخال رقم الهوية في هذا الجهاز؟");
    assert!(kiosk.says("لا. الرقم اختياري"));
    kiosk.touch_key("common-back");
    assert!(kiosk.says("الهويه رقم"));
    kiosk.touch_key("common-back");
    kiosk.touch_key("guide-search");
    assert!(!kiosk.says("الهويه رقم"), "a search that was left is forgotten");
}

#[test]
fn a_search_that_finds_nothing_says_what_to_do() {
    let mut kiosk = at_guide(Language::Arabic);
    kiosk.touch_key("guide-search");
    kiosk.type_text("قطار");
    assert!(kiosk.says(&kiosk.tr("guide-search-nothing")));
}

#[test]
fn a_notion_is_guessed_before_it_is_explained() {
    let mut kiosk = at_guide(Language::Arabic);
    kiosk.touch_key("guide-right-or-wrong");
    kiosk.touch("التقييم الضعيف يضر بطلبي");
    assert!(!kiosk.says("لا يؤثر التقييم في أي طلب"));
    kiosk.touch_key("guide-right");
    assert!(kiosk.says(&kiosk.tr("guide-is-wrong")) && kiosk.says("لا يؤثر التقييم في أي طلب"));
    kiosk.touch_key("guide-notion-next");
    assert!(kiosk.says("الرد على طلب الدعم يصل في اليوم نفسه"));
    kiosk.touch_key("guide-wrong");
    assert!(kiosk.says(&kiosk.tr("guide-known-wrong")));
}

#[test]
fn what_was_done_because_of_suggestions_is_shown_with_its_date() {
    let mut kiosk = at_guide(Language::English);
    kiosk.touch_key("guide-you-said-we-did");
    assert!(kiosk.says("The wait is long and there are few seats"));
    assert!(kiosk.says("6 September 2026"));
}

#[test]
fn visitors_find_no_tool_and_staff_do() {
    let mut kiosk = at_guide(Language::Arabic);
    kiosk.touch_key("guide-search");
    kiosk.type_text("اللائحة");
    assert!(!kiosk.says("اللائحة الأساسية للجمعية"));
    let mut kiosk = at_tools();
    kiosk.touch_key("guide-search-open");
    kiosk.type_text("اللائحة");
    assert!(kiosk.says("اللائحة الأساسية للجمعية"));
}

#[test]
fn a_page_that_is_shown_to_a_visitor_leads_back_to_the_welcome_and_never_into_staff_mode() {
    let mut kiosk = at_tools();
    kiosk.touch("دليل سياسة الدعم للمستفيدين");
    kiosk.touch("خطوات طلب الدعم");
    kiosk.touch_key("guide-next-page");
    assert!(kiosk.says("مدة الرد"));
    kiosk.touch_key("guide-show");
    assert!(kiosk.says("مدة الرد") && !kiosk.says(&kiosk.tr("staff-sign-out")));
    kiosk.touch_key("common-back");
    assert!(kiosk.says(&kiosk.tr("welcome-title")));
    assert!(!kiosk.commands().iter().any(|command| matches!(command, Command::LoadToday)));
}

#[test]
fn a_page_is_printed_as_it_stands_where_a_printer_is_set() {
    let mut kiosk = at_guide(Language::Arabic);
    kiosk.touch_key("guide-services");
    kiosk.touch("طلب دعم");
    assert!(!kiosk.says(&kiosk.tr("guide-print")), "no printer is set");
    let mut config = Config::default();
    config.printer.kind = PrinterKind::File;
    kiosk.tell(Event::ConfigSaved(Box::new(config)));
    kiosk.touch_key("guide-print");
    let commands = kiosk.commands();
    let [Command::Print(page)] = commands.as_slice() else { panic!("not one page: {commands:?}") };
    assert!(page.blocks.contains(&Block::Title("طلب دعم".to_owned())));
    assert!(page.blocks.contains(&Block::Text("• سجل الأسرة".to_owned())), "{page:?}");
}

#[test]
fn what_was_searched_for_is_gone_when_nobody_is_there_any_more() {
    let mut kiosk = at_guide(Language::Arabic);
    kiosk.touch_key("guide-search");
    kiosk.type_text("تدريب");
    kiosk.wait_until(60.0);
    kiosk.wait_until(80.0);
    assert!(kiosk.says(&kiosk.tr("welcome-title")));
    kiosk.touch_key("welcome-guide");
    kiosk.touch_key("guide-search");
    assert!(!kiosk.says("تدريب"));
}

#[test]
fn with_simple_words_services_and_questions_have_simple_names_in_lists_and_headings() {
    let mut kiosk = at_guide(Language::Arabic);
    kiosk.touch_key("common-simple-words");
    kiosk.touch_key("guide-services");
    assert!(!kiosk.says("طلب دعم"));
    kiosk.touch("أحتاج إلى مساعدة مالية");
    assert!(kiosk.says("أحتاج إلى مساعدة مالية"), "the heading");
    kiosk.touch_key("common-back");
    kiosk.touch_key("common-back");
    kiosk.touch_key("guide-questions");
    kiosk.touch("متى يأتي الرد؟");
    assert!(kiosk.says("متى يأتي الرد؟") && kiosk.says("يصلكم الرد بالقبول أو الرفض"));
}
