//! Head office in a directory of its own, with a clock that the test sets.

use std::path::Path;

use shared::doc::Dice;
use shared::domain::{BranchId, DeviceMode, LineKind};
use shared::replica::{Act, DATABASE, Office, Rows, test_database};
use shared::store::{Part, StoreError};
use shared::sync::EnrolmentCode;
use tempfile::TempDir;

use crate::clock::TestClock;
use crate::model::{Exported, add_to};
use crate::seed;

/// Head office.
pub struct HeadOffice {
    dir: TempDir,
    /// Its replica.
    pub replica: Office,
    /// Its clock.
    pub clock: TestClock,
    /// Its dice.
    pub dice: Dice,
}

impl HeadOffice {
    /// Opens a new head office.
    ///
    /// # Panics
    /// Where it can't be made.
    pub fn new(seed: u64) -> Self {
        Self::new_in(tempfile::tempdir().expect("a directory for head office"), seed)
    }

    /// Opens a new head office whose rows are in a file whatever engine the others are on: for what is about that file.
    ///
    /// # Panics
    /// Where it can't be made.
    pub fn in_a_file(seed: u64) -> Self {
        let dir = tempfile::tempdir().expect("a directory for head office");
        stay_in_a_file(dir.path());
        Self::new_in(dir, seed)
    }

    fn new_in(dir: TempDir, seed: u64) -> Self {
        let clock = TestClock::morning();
        let mut dice = seed::dice(seed, "head office");
        let replica = Office::open_or_create(dir.path(), &mut Act::new(clock.unix_millis(), &mut dice))
            .expect("a new head office opens");
        Self { dir, replica, clock, dice }
    }

    /// Opens a new head office whose rows are in a database of a server's.
    ///
    /// # Panics
    /// Where it can't be made.
    pub fn on(address: &str, seed: u64) -> Self {
        let dir = tempfile::tempdir().expect("a directory for head office");
        let clock = TestClock::morning();
        let mut dice = seed::dice(seed, "head office");
        std::fs::write(dir.path().join(DATABASE), address).expect("the address can be written");
        let mut act = Act::new(clock.unix_millis(), &mut dice);
        let replica = Office::open_or_create(dir.path(), &mut act).expect("a new head office opens");
        Self { dir, replica, clock, dice }
    }

    /// Opens another server over the same database, with a directory of secrets of its own.
    ///
    /// # Panics
    /// Where it can't be opened.
    pub fn beside(&self, seed: u64) -> Self {
        Self::in_dir(copy_of_files(self.dir.path()), seed)
    }

    /// Opens the head office that a directory holds.
    ///
    /// # Panics
    /// Where it can't be opened.
    pub fn in_dir(dir: TempDir, seed: u64) -> Self {
        let (clock, mut dice) = (TestClock::morning(), seed::dice(seed, "copy"));
        let mut act = Act::new(clock.unix_millis(), &mut dice);
        let replica = Office::open(dir.path(), &mut act).expect("head office opens");
        Self { dir, replica, clock, dice }
    }

    /// Returns a step of now, which nobody signed in for.
    pub fn act(&mut self) -> Act {
        Act::new(self.clock.unix_millis(), &mut self.dice)
    }

    /// Compares what came with the files of other branches, as the server does once it has answered.
    ///
    /// # Panics
    /// Where the database can't be read.
    pub fn match_files(&mut self) {
        let mut act = self.act();
        while self.replica.match_files(&mut act).expect("files can be compared") {}
    }

    /// Returns its data directory.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Returns its rows, to look at and to plant in.
    ///
    /// # Panics
    /// Where they can't be opened.
    pub fn rows(&self) -> Rows {
        Rows::of(self.dir.path(), Part::Office)
    }

    /// Adds a branch and makes a code for a device of it.
    ///
    /// # Panics
    /// Where head office refuses.
    pub fn code(&mut self, branch: &str, mode: &DeviceMode) -> EnrolmentCode {
        let branch = BranchId::parse(branch).expect("a branch id");
        let mut act = self.act();
        if self.replica.branch(branch.as_str()).expect("branches can be read").is_none() {
            self.replica.add_branch(&mut act, &branch, "فرع", "Branch").expect("a branch can be added");
        }
        let code = self.replica.new_enrolment_code(&mut act, &branch, mode).expect("a code can be made");
        EnrolmentCode::parse(&code.text).expect("a new code is well formed")
    }

    /// Exports everything, by id.
    ///
    /// # Panics
    /// Where an id comes out twice or something does not open.
    pub fn export(&self) -> Exported {
        export_of(&self.replica)
    }

    /// Takes head office apart, for a server that is to own its replica.
    pub fn into_parts(self) -> (TempDir, Office, Dice) {
        (self.dir, self.replica, self.dice)
    }

    /// Copies the data directory, with the rows, as a backup does.
    ///
    /// # Panics
    /// Where it can't be copied.
    pub fn backup(&self) -> TempDir {
        self.replica.db().checkpoint().expect("the log can be written back");
        copy_of(self.dir.path())
    }

    /// Puts a backup back and opens it.
    ///
    /// # Panics
    /// Where it can't be opened.
    pub fn restore(&mut self, backup: TempDir) {
        self.dir = backup;
        self.reopen();
    }

    /// Closes and opens it again.
    ///
    /// # Panics
    /// Where it can't be opened.
    pub fn reopen(&mut self) {
        let mut act = self.act();
        self.replica = Office::open(self.dir.path(), &mut act).expect("head office opens again");
    }

    /// Looks through everything and fails where a chain, a hash or a read row does not fit.
    ///
    /// # Panics
    /// Where something does not fit.
    pub fn assert_whole(&self) {
        let report = self.replica.verify().expect("head office can be looked through");
        assert_eq!(report.faults, Vec::<String>::new());
        assert_eq!(report.read_tables_agree, Some(true), "the read tables differ from what the changes give");
    }
}

/// Exports everything that a replica of head office holds, by id.
///
/// # Panics
/// Where an id comes out twice or something does not open.
pub fn export_of(office: &Office) -> Exported {
    let mut exported = Exported::new();
    for kind in [LineKind::Visit, LineKind::Rating, LineKind::Suggestion] {
        office
            .export::<StoreError>(kind, |line| {
                add_to(&mut exported, &line);
                Ok(())
            })
            .expect("records can be exported");
    }
    exported
}

/// Says of a directory that its rows are in a file whatever engine others are on.
///
/// # Panics
/// Where it can't be said.
pub fn stay_in_a_file(dir: &Path) {
    std::fs::write(dir.join(test_database::ON_SQLITE), "").expect("a file can be written");
}

/// Has a copied directory's rows begin another life: on a server every copy does.
///
/// # Panics
/// Where it can't be done.
pub fn without_incarnation(dir: &Path) {
    if let Err(e) = std::fs::remove_file(dir.join("incarnation")) {
        assert!(dir.join(DATABASE).exists(), "{e}");
    }
}

/// Copies the files of a data directory, and its database where that is on a server.
///
/// # Panics
/// Where they can't be copied.
pub fn copy_of(dir: &Path) -> TempDir {
    let copy = copy_of_files(dir);
    test_database::copy_database(copy.path()).expect("a database can be copied");
    copy
}

/// Copies the files of a data directory: where its database is on a server, that of the copy is the same one.
///
/// # Panics
/// Where they can't be copied.
pub fn copy_of_files(dir: &Path) -> TempDir {
    let copy = tempfile::tempdir().expect("a directory for a copy");
    for entry in std::fs::read_dir(dir).expect("the directory can be listed") {
        let entry = entry.expect("the directory can be listed");
        std::fs::copy(entry.path(), copy.path().join(entry.file_name())).expect("a file can be copied");
    }
    copy
}
