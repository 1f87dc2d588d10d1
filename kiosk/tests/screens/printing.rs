//! The receipt on paper: the button is there only where a printer is set, and what became of the page is told.

use kiosk::config::{Config, PrinterKind};
use kiosk::gallery::sample_receipt;
use kiosk::link::{Command, Event, Save};
use kiosk::printing::{Block, PrintOutcome};
use shared::locale::Language;

use crate::harness::Kiosk;

fn at_receipt(language: Language, printer: PrinterKind) -> Kiosk {
    let mut kiosk = Kiosk::enrolled(language);
    let mut config = Config::default();
    config.appearance.language = language;
    config.printer.kind = printer;
    kiosk.tell(Event::ConfigSaved(Box::new(config)));
    kiosk.touch_key("welcome-new-visit");
    kiosk.touch_key("need-other");
    for key in ["common-next", "who-skip", "summary-confirm"] {
        kiosk.touch_key(key);
    }
    let commands = kiosk.commands();
    let [Command::Save(Save::Visit { visit, .. })] = commands.as_slice() else {
        panic!("not one visit: {commands:?}")
    };
    kiosk.tell(Event::visit_saved(sample_receipt(visit.id)));
    kiosk
}

#[test]
fn a_receipt_is_printed_as_it_stands_on_the_screen_and_what_became_of_it_is_told() {
    for language in Language::ALL {
        let mut kiosk = at_receipt(language, PrinterKind::File);
        kiosk.touch_key("receipt-print");
        let commands = kiosk.commands();
        let [Command::Print(page)] = commands.as_slice() else { panic!("not one page: {commands:?}") };
        assert_eq!(page.direction.is_rtl(), language.is_rtl());
        assert!(page.blocks.contains(&Block::Code("K7QF2-M9XAB".to_owned())), "{page:?}");
        assert!(
            page.blocks.iter().any(|block| matches!(block, Block::Qr(text) if text.starts_with("SILA1:")))
        );
        assert!(kiosk.says(&kiosk.tr("printing-now")));
        kiosk.touch_key("receipt-print");
        assert!(kiosk.commands().is_empty(), "one page at a time");
        for (outcome, key) in [
            (PrintOutcome::Printed, "printing-done"),
            (PrintOutcome::Absent, "printing-error-absent"),
            (PrintOutcome::NoAnswer, "printing-error-no-answer"),
        ] {
            kiosk.tell(Event::Printed(outcome));
            assert!(kiosk.says(&kiosk.tr(key)), "{outcome:?}");
            kiosk.touch_key("receipt-print");
        }
        kiosk.touch_key("common-finish");
        kiosk.tell(Event::Printed(PrintOutcome::Failed));
        assert!(!kiosk.says(&kiosk.tr("printing-error-other")), "the next visitor printed nothing");
    }
}

#[test]
fn without_a_printer_there_is_no_button_to_print() {
    let kiosk = at_receipt(Language::Arabic, PrinterKind::None);
    assert!(kiosk.says("K7QF2-M9XAB") && !kiosk.says(&kiosk.tr("receipt-print")));
}
