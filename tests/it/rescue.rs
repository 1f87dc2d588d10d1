//! Bytes of a device's database are flipped, pages of it lost: whatever is whole is got out, reaches head office once, and
//! nothing arrives that nobody recorded.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::ToSpan as _;
use rand::RngExt as _;
use rusqlite::Connection;
use shared::domain::FactId;
use shared::replica::{Kiosk, KioskError, PinOutcome, RescueReport, Whose};
use tempfile::TempDir;
use tests::branch::{Branch, PIN};
use tests::model::{Exported, add_to, assert_same};
use tests::office::copy_of;
use tests::seed::dice;

use crate::society::Society;

/// Flips of one run; `SILA_FLIPS` says how many there are instead.
const FLIPS: u64 = 16;

/// Bytes of a page.
const PAGE: usize = 4_096;

/// A society in which one device sent much and has more to send, and is then as a power cut leaves it.
struct Stage {
    society: Society,
    before: TempDir,
    disk: TempDir,
    /// The ids of what head office has not got.
    waiting: BTreeSet<String>,
}

impl Stage {
    fn new(seed: u64, is_in_the_log: bool) -> Self {
        let mut society = Society::new(seed);
        society.record(0, 150);
        society.settle();
        let received: BTreeSet<String> = society.office.export().into_keys().collect();
        society.record(0, 60);
        let device = &society.branches[0];
        if !is_in_the_log {
            device.kiosk.db().checkpoint().unwrap();
        }
        let disk = copy_of(device.dir());
        let before = society.office.backup();
        let ids = society.model.records.keys().filter(|id| !received.contains(*id));
        let waiting = ids.cloned().collect();
        Self { society, before, disk, waiting }
    }

    fn file(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.disk.path().join(name)).unwrap()
    }

    /// Rescues what a damaged disk still gives, has it sent, and returns which records never arrive.
    fn lost_with(&mut self, name: &str, damaged: &[u8]) -> (BTreeSet<String>, RescueReport) {
        let disk = copy_of(self.disk.path());
        std::fs::write(disk.path().join(name), damaged).unwrap();
        self.rescued(disk.path())
    }

    fn rescued(&mut self, disk: &Path) -> (BTreeSet<String>, RescueReport) {
        self.rescued_with(disk, |_| {})
    }

    /// Does so with a fault planted in what was rescued.
    fn rescued_with(&mut self, disk: &Path, plant: impl FnOnce(&Path)) -> (BTreeSet<String>, RescueReport) {
        let out = tempfile::tempdir().unwrap();
        let mut act = self.society.branches[0].act();
        let (mut kiosk, report) = Kiosk::rescue(disk, out.path(), &mut act).unwrap();
        if report.is_nobody {
            // the records are recorded again on another device
            kiosk.check_pin(act.now.unix_millis(), Whose::Device, PIN).unwrap();
            let mut arrived = Exported::new();
            kiosk
                .export::<KioskError>(|line| {
                    add_to(&mut arrived, &line);
                    Ok(())
                })
                .unwrap();
            return (self.lost_of(&arrived), report);
        }
        drop(kiosk);
        plant(out.path());
        let mut device = Branch::in_dir("riyadh", out, 77);
        if report.unreadable == 0 {
            device.assert_whole();
        }
        device.clock.advance(5.days());
        self.society.office.restore(copy_of(self.before.path()));
        self.society.network.sync(&mut device, &mut self.society.office).unwrap();
        // what has to be opened to be written or wrapped again goes out once somebody has signed in
        let signed_in = device.kiosk.check_pin(device.clock.reading().unix_millis(), Whose::Device, PIN);
        if signed_in.is_ok_and(|outcome| outcome == PinOutcome::Right) {
            self.society.network.sync(&mut device, &mut self.society.office).unwrap();
        }
        self.society.office.assert_whole();
        let arrived = self.society.office.export();
        for (id, line) in &arrived {
            assert_eq!(Some(line), self.society.model.records.get(id), "it arrives as it was recorded");
        }
        (self.lost_of(&arrived), report)
    }

    fn lost_of(&self, arrived: &Exported) -> BTreeSet<String> {
        self.waiting.iter().filter(|id| !arrived.contains_key(*id)).cloned().collect()
    }
}

/// Tells whether an entry with this id stands in some bytes of a database.
fn stands_in(bytes: &[u8], id: &str) -> bool {
    let raw = id.parse::<uuid::Uuid>().unwrap().into_bytes();
    bytes.windows(16).any(|bytes| bytes == raw)
}

fn flips() -> u64 {
    std::env::var("SILA_FLIPS").ok().and_then(|flips| flips.parse().ok()).unwrap_or(FLIPS)
}

#[test]
fn a_whole_database_is_rescued_as_it_is() {
    for is_in_the_log in [false, true] {
        let mut stage = Stage::new(60, is_in_the_log);
        let disk = copy_of(stage.disk.path());
        let (lost, report) = stage.rescued(disk.path());
        assert_eq!(
            (lost, report.lost, report.unreadable, report.is_nobody),
            (BTreeSet::new(), Vec::new(), 0, false)
        );
        assert!(report.waiting as usize >= stage.waiting.len() && report.records > report.waiting);
        assert_same(&stage.society.office.export(), &stage.society.model.records);
    }
}

#[test]
fn a_device_whose_reading_is_locked_is_rescued_and_opens_what_it_has_later() {
    let mut stage = Stage::new(63, false);
    let disk = copy_of(stage.disk.path());
    let (lost, report) = stage.rescued(disk.path());
    assert_eq!((lost, report.lost, report.unreadable), (BTreeSet::new(), Vec::new(), 0));
    let mut whole = stage.file("kiosk.db");
    let middle = whole.len() / 2;
    whole[middle] ^= 0xff;
    let (lost, report) = stage.lost_with("kiosk.db", &whole);
    assert!(lost.len() <= 1, "{lost:?} {report:?}");
}

#[test]
fn a_record_that_a_rescue_left_out_would_be_noticed() {
    let mut stage = Stage::new(64, false);
    let disk = copy_of(stage.disk.path());
    let (lost, report) = stage.rescued_with(disk.path(), |out| {
        let database = Connection::open(out.join("kiosk.db")).unwrap();
        let left_out = "DELETE FROM pending_rating WHERE id = (SELECT min(id) FROM pending_rating)";
        assert_eq!(database.execute(left_out, []).unwrap(), 1);
    });
    assert!(lost.len() == 1 && report.unreadable == 0 && report.lost.is_empty(), "{lost:?}");
}

#[test]
fn a_flipped_byte_costs_one_record_at_most_and_that_one_is_named() {
    let mut dice = dice(61, "flips");
    for is_in_the_log in [false, true] {
        let mut stage = Stage::new(61, is_in_the_log);
        let files = if is_in_the_log { &["kiosk.db-wal"][..] } else { &["kiosk.db"] };
        for flip in 0..flips() {
            for name in files {
                let mut bytes = stage.file(name);
                // not in the first page, which says what the file is
                let at = dice.random_range(PAGE..bytes.len());
                bytes[at] ^= dice.random_range(1..=255_u8);
                let (lost, report) = stage.lost_with(name, &bytes);
                // a page whose own bytes are damaged costs its rows, and those of no other page
                let page = &bytes[at.saturating_sub(PAGE)..(at + PAGE).min(bytes.len())];
                let is_its_own = lost.len() <= 1 || lost.iter().all(|id| stands_in(page, id));
                assert!(is_its_own, "{name} {flip} at {at}: {lost:?} {report:?}");
                for id in &lost {
                    let is_named = |known: Option<FactId>| known.is_none_or(|known| known.to_string() == *id);
                    let is_told =
                        report.lost.iter().any(|record| is_named(record.id)) || report.unreadable > 0;
                    assert!(is_told, "{name} {flip} at {at}: {id} {report:?}");
                }
            }
        }
    }
}

#[test]
fn a_page_that_is_lost_costs_what_stood_on_it_alone() {
    let mut stage = Stage::new(62, false);
    let whole = stage.file("kiosk.db");
    // all of them where somebody asks for many flips
    let step = if flips() > FLIPS { 1 } else { 4 };
    for page in (0..whole.len() / PAGE).step_by(step) {
        let span = page * PAGE..(page + 1) * PAGE;
        let mut bytes = whole.clone();
        // what says where the page's rows are
        bytes[span.start + 3..span.start + 24].fill(0xA5);
        let (lost, report) = stage.lost_with("kiosk.db", &bytes);
        // what is too long for a page is one record's
        let is_its_own = lost.len() <= 1 || lost.iter().all(|id| stands_in(&whole[span.clone()], id));
        assert!(is_its_own, "page {page}: {lost:?} {report:?}");
    }
}
