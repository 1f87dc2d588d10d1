//! What a printer gets is what was painted, and a printer that takes nothing holds nobody up.

use std::sync::mpsc::channel;
use std::time::Duration;

use image::{GrayImage, Luma};

use super::*;
use crate::config::{PaperWidth, PrinterKind, PrinterSettings};
use crate::text::Direction;

fn page(direction: Direction) -> Page {
    let logo = GrayImage::from_fn(120, 60, |x, _| Luma([(x * 2) as u8]));
    let words = match direction {
        Direction::Rtl => {
            ["الجمعية التعاونية", "الرقم المرجعي", "التاريخ", "22/11/2026 م، الموافق 12/06/1448 هـ"]
        }
        Direction::Ltr => ["Cooperative Society", "Reference number", "Date", "22/11/2026 (12/06/1448 AH)"],
    };
    Page::new(direction)
        .with(Block::Picture(std::sync::Arc::new(logo)))
        .with(Block::Title(words[0].to_owned()))
        .with(Block::Rule)
        .with(Block::Centred(words[1].to_owned()))
        .with(Block::Code("K7QF2-M9XAB".to_owned()))
        .with(Block::Qr("SILA1-".repeat(20)))
        .with(Block::Pair(words[2].to_owned(), words[3].to_owned()))
        .with(Block::Heading(words[1].to_owned()))
        .with(Block::Text(words.join(" ").repeat(3)))
        .with(Block::Small(words[3].to_owned()))
        .with(Block::Feed(1))
}

#[test]
fn what_is_sent_to_the_printer_is_dot_for_dot_what_was_painted() {
    for direction in [Direction::Rtl, Direction::Ltr] {
        for paper in [PaperWidth::Narrow, PaperWidth::Wide] {
            let painted = lay_out(&page(direction), paper).unwrap();
            assert_eq!(painted.width(), paper.dots());
            for cut in [true, false] {
                let bytes = encode(&painted, cut);
                assert_eq!(decode(&bytes), Ok((painted.clone(), cut)));
            }
            let black = painted.picture().pixels().filter(|pixel| pixel.0[0] == 0).count();
            let share = black * 100 / (painted.width() * painted.height()) as usize;
            assert!((4..40).contains(&share), "{share} % of the paper is black");
        }
    }
}

#[test]
fn bytes_that_are_no_page_are_told_where_they_stop_being_one() {
    let bytes = encode(&lay_out(&page(Direction::Rtl), PaperWidth::Wide).unwrap(), true);
    assert_eq!(decode(b"PDF"), Err(NotEscPos(0)));
    assert_eq!(decode(&bytes[..40]), Err(NotEscPos(2)));
    let mut other = bytes.clone();
    let end = other.len() - 4;
    other[end] = 0;
    assert_eq!(decode(&other), Err(NotEscPos(end)));
}

#[test]
fn nothing_stands_beyond_the_papers_edges_and_a_mirrored_page_is_another_page() {
    let (arabic, english) = (
        lay_out(&page(Direction::Rtl), PaperWidth::Narrow).unwrap(),
        lay_out(&page(Direction::Ltr), PaperWidth::Narrow).unwrap(),
    );
    for page in [&arabic, &english] {
        for y in 0..page.height() {
            assert!((0..8).all(|x| !page.is_black(x, y) && !page.is_black(383 - x, y)), "row {y}");
        }
    }
    assert_ne!(arabic, english);
}

#[test]
fn greys_become_denser_and_thinner_dots() {
    let grey = |level: u8| {
        let mut paper = Bitmap::new(64, 64);
        paper.put_greys(&GrayImage::from_pixel(64, 64, Luma([level])), 0, 0);
        paper.picture().pixels().filter(|pixel| pixel.0[0] == 0).count() * 100 / (64 * 64)
    };
    assert_eq!((grey(0), grey(255)), (100, 0));
    assert!((45..=55).contains(&grey(128)) && (70..=80).contains(&grey(64)), "{} {}", grey(128), grey(64));
}

#[test]
fn a_page_longer_than_two_metres_is_not_begun() {
    let endless =
        (0..600).fold(Page::new(Direction::Ltr), |page, _| page.with(Block::Text("line".to_owned())));
    assert_eq!(lay_out(&endless, PaperWidth::Wide), Err(PageTooLong));
}

fn printed(settings: &PrinterSettings) -> PrintOutcome {
    let (done, outcome) = channel();
    Spool::default().print(page(Direction::Rtl), settings, move |outcome| done.send(outcome).unwrap());
    outcome.recv().unwrap()
}

#[test]
fn pages_are_added_to_a_file_and_an_absent_printer_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("receipts");
    let file = PrinterSettings { kind: PrinterKind::File, path: path.clone(), ..PrinterSettings::default() };
    assert_eq!([printed(&file), printed(&file)], [PrintOutcome::Printed; 2]);
    let bytes = std::fs::read(&path).unwrap();
    let (first, second) = bytes.split_at(bytes.len() / 2);
    assert_eq!(decode(first), decode(second));
    assert!(decode(first).is_ok());

    let gone = PrinterSettings { kind: PrinterKind::Device, path: dir.path().join("lp0"), ..file.clone() };
    assert_eq!(printed(&gone), PrintOutcome::Absent);
    assert!(!gone.path.exists(), "a device is never made");
    assert_eq!(printed(&PrinterSettings::default()), PrintOutcome::NotSet);
}

#[cfg(target_os = "linux")]
#[test]
fn a_printer_without_paper_is_told() {
    let full =
        PrinterSettings { kind: PrinterKind::Device, path: "/dev/full".into(), ..PrinterSettings::default() };
    assert_eq!(printed(&full), PrintOutcome::NoPaper);
}

#[test]
fn a_printer_that_takes_nothing_is_given_up_and_said_to_be_busy_until_it_does() {
    let spool = Spool::default();
    let (free_it, held) = channel::<()>();
    let (done, outcome) = channel();
    let tell = || {
        let done = done.clone();
        move |outcome| done.send(outcome).unwrap()
    };
    let work = move || {
        held.recv().unwrap();
        PrintOutcome::Printed
    };
    spool.carry_out(Duration::ZERO, work, tell());
    assert_eq!(outcome.recv(), Ok(PrintOutcome::NoAnswer));
    spool.carry_out(Duration::ZERO, || PrintOutcome::Printed, tell());
    assert_eq!(outcome.recv(), Ok(PrintOutcome::Busy));
    free_it.send(()).unwrap();
}
