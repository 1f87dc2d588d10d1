//! Bytes that flip on a device's disk while its records wait: in a record's cell at most that record is lost, whatever is hit, and
//! everything else arrives.

use rand::RngExt as _;
use rusqlite::Connection;
use serde_json::Value;
use shared::replica::{Kiosk, KioskError, Whose, trusting_the_disk};
use tempfile::TempDir;
use tests::branch::{Branch, PIN, copy_of_closed};
use tests::builders::Register;
use tests::model::Exported;
use tests::network::Network;
use tests::office::{HeadOffice, copy_of};
use tests::seed::{dice, seeds};

/// Records that wait when a byte flips.
const WAITING: usize = 60;

/// Places that are tried for each seed.
const FLIPS: usize = 20;

/// What stands before an entry in its cell: lengths, types, numbers and the change's hash.
const BEFORE_ENTRY: usize = 48;

/// A device whose records wait, and head office, both as they lie on their disks.
struct Stage {
    device: TempDir,
    office: HeadOffice,
    backup: TempDir,
    records: Vec<Value>,
}

impl Stage {
    fn new(seed: u64) -> Self {
        // it is put back again and again in the same life, which of a server's database every copy ends
        let mut office = HeadOffice::in_a_file(seed);
        let mut device = Branch::enrolled("riyadh", &mut office, seed);
        Network::default().sync(&mut device, &mut office).unwrap();
        let mut register = Register::new(dice(seed, "register"));
        let stated = device.clock.stated();
        let records: Vec<Value> = (0..WAITING).map(|_| register.visit(&stated)).collect();
        records.iter().for_each(|record| device.record(std::slice::from_ref(record)));
        let backup = office.backup();
        Self { device: copy_of_closed(&device), office, backup, records }
    }

    /// Where the cells of waiting entries lie in the file.
    fn cells(&self) -> Vec<std::ops::Range<usize>> {
        let bytes = std::fs::read(self.device.path().join("kiosk.db")).unwrap();
        let database = Connection::open(self.device.path().join("kiosk.db")).unwrap();
        let mut entries = database
            .prepare("SELECT change.bytes FROM change JOIN outbox ON outbox.change = change.id JOIN document ON document.id = change.document WHERE document.kind = 'j'")
            .unwrap();
        let entries = entries.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
        let place = |entry: Vec<u8>| {
            let at = bytes.windows(24).position(|window| window == &entry[..24]).unwrap();
            // what is too long for its page goes on elsewhere
            at - BEFORE_ENTRY..at + entry.len().min(200)
        };
        entries.map(|entry| place(entry.unwrap())).collect()
    }

    /// Flips a byte and exchanges. Returns what head office has, how many things the device says it set aside, and whether it exports the rest; `None` where the
    /// database's structure was hit, so that it does not open.
    fn flipped(&mut self, at: usize, mask: u8, seed: u64) -> Option<(Exported, usize, bool)> {
        let dir = copy_of(self.device.path());
        let path = dir.path().join("kiosk.db");
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[at] ^= mask;
        std::fs::write(&path, bytes).unwrap();
        drop(Kiosk::open(dir.path(), &mut dice(seed, "opening")).ok()?);
        let mut device = Branch::in_dir("riyadh", dir, seed);
        let office = &mut self.office;
        office.restore(copy_of(self.backup.path()));
        let mut network = Network::default();
        for _ in 0..2 {
            drop(network.sync(&mut device, office));
        }
        let another = Register::new(dice(seed, "after")).visit(&device.clock.stated());
        device.record(std::slice::from_ref(&another));
        drop(network.sync(&mut device, office));
        let mut arrived = office.export();
        assert!(
            arrived.remove(&another["id"].as_str().unwrap().to_lowercase()).is_some(),
            "recording goes on, at {at}"
        );
        office.assert_whole();
        // a byte of the PIN's row or of the share leaves reading locked: head office has the records
        device.kiosk.check_pin(device.clock.unix_millis(), Whose::Device, PIN).ok()?;
        let exported = match device.kiosk.is_locked() {
            true => Ok(()),
            false => device.kiosk.export::<KioskError>(|_| Ok(())),
        };
        Some((arrived, device.kiosk.counts().unwrap().set_aside.len(), exported.is_ok()))
    }

    /// Returns what is wrong after a byte flipped in a cell.
    fn fault(&mut self, at: usize, mask: u8, seed: u64) -> Option<String> {
        let (arrived, set_aside, exports) = self.flipped(at, mask, seed)?;
        let missing = self
            .records
            .iter()
            .filter(|record| !arrived.contains_key(&record["id"].as_str().unwrap().to_lowercase()));
        let missing = missing.count();
        let is_told = set_aside >= missing;
        let is_fine = missing <= 1 && is_told && exports;
        (!is_fine).then(|| {
            format!("at {at}: {missing} are missing, {set_aside} are told, the rest is exported: {exports}")
        })
    }
}

#[test]
fn a_byte_that_flips_in_a_waiting_record_costs_that_record_at_most_and_is_told() {
    for seed in seeds(1) {
        let mut stage = Stage::new(seed);
        let (cells, mut chance) = (stage.cells(), dice(seed, "flips"));
        let faults = (0..FLIPS).filter_map(|_| {
            let cell = cells[chance.random_range(0..cells.len())].clone();
            stage.fault(chance.random_range(cell), chance.random_range(1..=255), seed)
        });
        assert_eq!(faults.collect::<Vec<_>>(), Vec::<String>::new());
    }
}

#[test]
fn a_device_that_sends_whatever_stands_on_its_disk_is_caught() {
    let mut stage = Stage::new(1);
    let (cells, mut chance) = (stage.cells(), dice(1, "flips"));
    let caught = (0..FLIPS).any(|_| {
        let cell = cells[chance.random_range(0..cells.len())].clone();
        let (at, mask) = (chance.random_range(cell), chance.random_range(1..=255));
        trusting_the_disk(|| stage.fault(at, mask, 1)).is_some()
    });
    assert!(caught, "the harness finds a device that looks at nothing");
}
