//! A branch's device: a replica in a directory of its own, with a clock that the test sets.

use std::path::Path;

use serde_json::Value;
use shared::doc::Dice;
use shared::domain::{DeviceMode, Record, RecordLine};
use shared::hex::to_hex;
use shared::replica::{
    Act, EnrolledAgain, Kiosk, KioskError, NewIncarnation, NewPin, PinCost, PinOutcome, RecordOutcome,
    ShareKept, Whose,
};
use shared::sync::{EnrolRequest, EnrolmentCode, from_cbor};
use tempfile::TempDir;

use crate::clock::TestClock;
use crate::model::{Exported, add_to};
use crate::office::{HeadOffice, copy_of};
use crate::seed;

/// What the harness calls its program.
pub const PROGRAM: &str = "tests/1";

/// The staff PIN of every device here.
pub const PIN: &str = "135790";

/// What trying it costs: next to nothing, so that a thousand devices are opened in a moment.
pub const CHEAP: PinCost = PinCost { memory_kib: 8, passes: 1 };

/// A device of a branch.
pub struct Branch {
    dir: TempDir,
    /// The branch's id.
    pub name: String,
    /// Its replica.
    pub kiosk: Kiosk,
    /// Its clock.
    pub clock: TestClock,
    /// Its dice.
    pub dice: Dice,
    /// What reads on it, as it was told to head office: in hexadecimal digits.
    pub read_key: String,
    /// Where it keeps head office's share: on the disk, so that it reads after a start, unless a test says otherwise.
    pub share: ShareKept,
}

impl Branch {
    /// Makes a device that nobody has enrolled.
    ///
    /// # Panics
    /// Where it can't be made.
    pub fn not_enrolled(name: &str, seed: u64) -> Self {
        let dir = tempfile::tempdir().expect("a directory for a device");
        let mut dice = seed::dice(seed, name);
        let (kiosk, _) = Kiosk::open_or_create(dir.path(), &mut dice).expect("a new device opens");
        let (read_key, share) = (String::new(), ShareKept::Disk);
        Self { dir, name: name.to_owned(), kiosk, clock: TestClock::morning(), dice, read_key, share }
    }

    /// Makes a device of a branch and enrols it.
    ///
    /// # Panics
    /// Where it can't be enrolled.
    pub fn enrolled(name: &str, office: &mut HeadOffice, seed: u64) -> Self {
        Self::enrolled_as(name, &DeviceMode::Branch, office, seed)
    }

    /// Makes a device of a branch in a mode, which keeps head office's share where its mode says, and enrols it.
    ///
    /// # Panics
    /// Where it can't be enrolled.
    pub fn as_shipped(name: &str, mode: &DeviceMode, office: &mut HeadOffice, seed: u64) -> Self {
        let mut branch = Self { share: ShareKept::of(mode), ..Self::not_enrolled(name, seed) };
        let code = office.code(name, mode);
        branch.enrol(office, &code);
        branch
    }

    /// Makes a device of a branch in a mode and enrols it.
    ///
    /// # Panics
    /// Where it can't be enrolled.
    pub fn enrolled_as(name: &str, mode: &DeviceMode, office: &mut HeadOffice, seed: u64) -> Self {
        let mut branch = Self::not_enrolled(name, seed);
        let code = office.code(name, mode);
        branch.enrol(office, &code);
        branch
    }

    /// Enrols the device with a code; returns what it sent, and what it was answered.
    ///
    /// # Panics
    /// Where head office or the device refuses.
    pub fn enrol(&mut self, office: &mut HeadOffice, code: &EnrolmentCode) -> (Vec<u8>, Vec<u8>) {
        self.kiosk.keep_share(self.share).expect("the share can be kept");
        if self.share == ShareKept::Disk {
            // what the command line reads says the same
            let settings = self.dir().join("kiosk.toml");
            std::fs::write(settings, "[reading]\nshare = \"disk\"\n").expect("the settings can be written");
        }
        let pin = NewPin::new(&mut self.dice, PIN, CHEAP);
        self.enrol_with(office, code, Some(pin))
    }

    /// Enrols the device with a code and a PIN, or with none; returns what it sent, and what it was answered.
    ///
    /// # Panics
    /// Where head office or the device refuses.
    pub fn enrol_with(
        &mut self,
        office: &mut HeadOffice,
        code: &EnrolmentCode,
        pin: Option<NewPin>,
    ) -> (Vec<u8>, Vec<u8>) {
        let enrolment = self.kiosk.begin_enrolment(&mut self.dice, "http://127.0.0.1", code, PROGRAM);
        let enrolment = enrolment.expect("an enrolment begins");
        let request: EnrolRequest = from_cbor(&enrolment.body).expect("an enrolment is whole");
        self.read_key = to_hex(request.read_key.as_slice());
        let mut act = office.act();
        let enrolled =
            office.replica.enrol(&mut act, &enrolment.body).expect("head office enrols the device");
        let (sent, mut act) = (enrolment.body.clone(), self.act());
        self.kiosk
            .finish_enrolment(&mut act, enrolment, &enrolled.reply, pin)
            .expect("the device takes its identity");
        (sent, enrolled.reply)
    }

    /// Enrols the device anew with a code, as far as the device and head office go along.
    ///
    /// # Errors
    /// What the device says.
    ///
    /// # Panics
    /// Where head office refuses the code.
    pub fn enrol_again(
        &mut self,
        office: &mut HeadOffice,
        code: &EnrolmentCode,
    ) -> Result<EnrolledAgain, KioskError> {
        let begun =
            self.kiosk.begin_enrolment_again(&mut self.dice, "http://127.0.0.1", code, false, PROGRAM)?;
        let mut act = office.act();
        let enrolled = office.replica.enrol(&mut act, &begun.body).expect("head office enrols the device");
        let pin = NewPin::new(&mut self.dice, PIN, CHEAP);
        let mut act = self.act();
        self.kiosk.finish_enrolment_again(&mut act, begun, &enrolled.reply, Some(pin))
    }

    /// Has staff sign in with the PIN.
    ///
    /// # Panics
    /// Where it is not right.
    pub fn sign_in(&mut self) {
        let now = self.clock.reading().unix_millis();
        let outcome = self.kiosk.check_pin(now, Whose::Device, PIN).expect("a PIN can be checked");
        assert_eq!(outcome, PinOutcome::Right);
    }

    /// Returns its data directory.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Returns a step of now on this device, which nobody signed in for.
    pub fn act(&mut self) -> Act {
        Act::new(self.clock.reading(), &mut self.dice)
    }

    /// Records lines; all of them must be taken.
    ///
    /// # Panics
    /// Where one is refused.
    pub fn record(&mut self, lines: &[Value]) {
        for outcome in self.try_record(lines).expect("the device can record") {
            assert!(
                matches!(outcome, RecordOutcome::Saved(_) | RecordOutcome::Repeated(_)),
                "a line was refused: {outcome:?}"
            );
        }
    }

    /// Records lines in one transaction.
    ///
    /// # Errors
    /// What the replica says, such as for a full disk.
    ///
    /// # Panics
    /// For a line that is no record.
    pub fn try_record(&mut self, lines: &[Value]) -> Result<Vec<RecordOutcome>, KioskError> {
        let records: Vec<Record> = lines.iter().map(parse).collect();
        let mut act = self.act();
        self.kiosk.record(&mut act, &records)
    }

    /// Copies the whole data directory to another machine, as an image of a disk does. The copy throws its own dice.
    ///
    /// # Panics
    /// Where it can't be copied.
    pub fn clone_disk(&self, seed: u64) -> Self {
        self.copied(copy_of_closed(self), seed)
    }

    /// Opens a directory that was copied from this device's.
    ///
    /// # Panics
    /// Where it can't be opened.
    pub fn copied(&self, dir: TempDir, seed: u64) -> Self {
        let (clock, read_key) = (self.clock.clone(), self.read_key.clone());
        let mut copy = Self { clock, read_key, ..Self::in_dir(&self.name, dir, seed) };
        copy.sign_in();
        copy
    }

    /// Opens the device that a directory holds.
    ///
    /// # Panics
    /// Where it can't be opened.
    pub fn in_dir(name: &str, dir: TempDir, seed: u64) -> Self {
        let mut dice = seed::dice(seed, "copy");
        let (mut kiosk, _) = Kiosk::open(dir.path(), &mut dice).expect("a device opens");
        kiosk.keep_share(ShareKept::Disk).expect("the share can be kept");
        let (read_key, share) = (String::new(), ShareKept::Disk);
        Self { dir, name: name.to_owned(), kiosk, clock: TestClock::morning(), dice, read_key, share }
    }

    /// Closes and opens it again, and has staff sign in; tells whether it noticed that it was copied.
    ///
    /// # Panics
    /// Where it can't be opened.
    pub fn reopen(&mut self) -> Option<NewIncarnation> {
        let news = self.start();
        self.sign_in();
        news
    }

    /// Opens it again after its program was killed before it was enrolled.
    ///
    /// # Panics
    /// Where it can't be opened.
    pub fn reopen_or_create(&mut self) {
        let (kiosk, _) =
            Kiosk::open_or_create(self.dir.path(), &mut self.dice).expect("the device opens again");
        self.kiosk = kiosk;
    }

    /// Closes and opens it again, as after a power cut with nobody there; tells whether it noticed that it was copied.
    ///
    /// # Panics
    /// Where it can't be opened.
    pub fn start(&mut self) -> Option<NewIncarnation> {
        let (kiosk, news) = Kiosk::open(self.dir.path(), &mut self.dice).expect("the device opens again");
        self.kiosk = kiosk;
        self.kiosk.keep_share(self.share).expect("the share can be kept");
        assert!(self.kiosk.is_locked(), "reading is locked until somebody signs in");
        news
    }

    /// Has staff sign in, which opens reading.
    ///
    /// # Panics
    /// Where it does not.
    pub fn open_reading(&mut self) {
        self.sign_in();
        assert!(!self.kiosk.is_locked(), "reading is open once staff have signed in");
    }

    /// Puts an older copy of the directory back and opens it.
    ///
    /// # Panics
    /// Where it can't be opened.
    pub fn restore(&mut self, backup: TempDir) -> Option<NewIncarnation> {
        self.dir = backup;
        self.reopen()
    }

    /// Looks through everything that is kept on the device.
    ///
    /// # Panics
    /// Where something does not fit.
    pub fn assert_whole(&self) {
        let report = self.kiosk.verify().expect("the device can be looked through");
        assert_eq!(report.faults, Vec::<String>::new());
        assert_ne!(
            report.read_tables_agree,
            Some(false),
            "the read tables differ from what the changes give"
        );
    }

    /// Exports everything that stands on this device, by id.
    ///
    /// # Panics
    /// Where an id comes out twice or something does not open.
    pub fn export(&self) -> Exported {
        let mut exported = Exported::new();
        self.kiosk
            .export::<KioskError>(|line| {
                add_to(&mut exported, &line);
                Ok(())
            })
            .expect("the device's records can be exported");
        exported
    }
}

/// Copies a device's directory with everything in the database file itself.
///
/// # Panics
/// Where it can't be copied.
pub fn copy_of_closed(branch: &Branch) -> TempDir {
    branch.kiosk.db().checkpoint().expect("the log can be written back");
    copy_of(branch.dir())
}

/// Reads a record line.
///
/// # Panics
/// For a line that is no record.
pub fn parse(line: &Value) -> Record {
    match RecordLine::parse(line.to_string().as_bytes()) {
        Ok(read) => read.record,
        Err(fault) => panic!("{fault}: {line}"),
    }
}
