//! The receipt on paper: the button is there only where a printer is set, and what became of the page is told.

use kiosk::config::{Config, PrinterKind};
use kiosk::gallery::sample_receipt;
use kiosk::link::{Command, Event, Save};
use kiosk::printing::{Block, PrintOutcome};
use shared::domain::FactId;
use shared::locale::Language;

use crate::harness::Kiosk;

fn at_receipt(language: Language, printer: PrinterKind) -> Kiosk {
    let mut kiosk = Kiosk::enrolled(language);
    let mut config = Config::default();
    config.appearance.language = language;
    config.printer.kind = printer;
    // what a visitor asks for themselves is looked at here
    config.queue.print = false;
    kiosk.tell(Event::ConfigSaved(Box::new(config)));
    let visit = register(&mut kiosk);
    kiosk.tell(Event::visit_saved(sample_receipt(visit)));
    kiosk
}

fn register(kiosk: &mut Kiosk) -> FactId {
    kiosk.touch_key("welcome-new-visit");
    kiosk.touch_key("need-other");
    for key in ["who-skip", "summary-confirm"] {
        kiosk.touch_key(key);
    }
    let commands = kiosk.commands();
    let [Command::Save(Save::Visit { visit, .. })] = commands.as_slice() else {
        panic!("not one visit: {commands:?}")
    };
    visit.id
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
fn a_ticket_is_printed_by_itself_and_its_number_comes_first() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    for (prints, printer) in
        [(true, PrinterKind::File), (false, PrinterKind::File), (true, PrinterKind::None)]
    {
        let mut config = Config::default();
        (config.printer.kind, config.queue.print) = (printer, prints);
        kiosk.tell(Event::ConfigSaved(Box::new(config)));
        let visit = register(&mut kiosk);
        kiosk.tell(Event::visit_saved(sample_receipt(visit)));
        let pages: Vec<_> = kiosk
            .commands()
            .into_iter()
            .filter_map(|command| if let Command::Print(page) = command { Some(page) } else { None })
            .collect();
        assert_eq!(pages.len(), usize::from(prints && printer == PrinterKind::File));
        if let Some(page) = pages.first() {
            let place = |block: &Block| page.blocks.iter().position(|other| other == block).unwrap();
            let number = place(&Block::Number("107".to_owned()));
            assert!(number < place(&Block::Code("K7QF2-M9XAB".to_owned())));
            let service = kiosk.tr("summary-service");
            assert!(
                page.blocks.iter().any(|block| matches!(block, Block::Pair(name, _) if *name == service))
            );
            assert!(kiosk.says(&kiosk.tr("printing-now")), "what becomes of it is told");
            kiosk.tell(Event::Printed(PrintOutcome::Printed));
        }
        kiosk.touch_key("common-finish");
    }
}

#[test]
fn without_a_printer_there_is_no_button_to_print() {
    let kiosk = at_receipt(Language::Arabic, PrinterKind::None);
    assert!(kiosk.says("K7QF2-M9XAB") && !kiosk.says(&kiosk.tr("receipt-print")));
}
