//! Head office's own keys: replaced, lost, and made again with the recovery code; and devices that are let in again.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use jiff::ToSpan as _;
use rusqlite::Connection;
use shared::doc::{KeyOwner, SealingKey};
use shared::domain::DeviceMode;
use shared::replica::{Kiosk, Office, OfficeKeys, RecoverError, Rows, SealingKeyState, recover_secrets};
use shared::store::Part;
use shared::sync::RecoveryCode;
use tempfile::TempDir;
use tests::branch::Branch;
use tests::forger::Forger;
use tests::model::assert_same;
use tests::network::Fate;
use tests::office::{HeadOffice, copy_of, stay_in_a_file, without_incarnation};
use tests::seed::dice;
use tests::thief::Thief;

use crate::society::Society;

/// A self-service kiosk, a branch and a representative, and the paper with the recovery code.
struct Stage {
    society: Society,
    code: RecoveryCode,
}

impl Stage {
    fn new(seed: u64) -> Self {
        let mut society = Society::new(seed);
        let modes = [DeviceMode::SelfService, DeviceMode::Branch, DeviceMode::Field];
        for (at, mode) in modes.iter().enumerate() {
            let name = society.branches[at].name.clone();
            society.branches[at] = Branch::enrolled_as(&name, mode, &mut society.office, seed + 100);
        }
        let code = society.office.replica.take_recovery_code().unwrap();
        Self { society, code }
    }

    fn record(&mut self) {
        (0..3).for_each(|at| self.society.record(at, 6));
    }

    fn record_and_sync(&mut self) {
        self.record();
        self.society.settle();
    }

    fn rotate(&mut self) {
        let mut act = self.society.office.act();
        self.society.office.replica.rotate_key(&mut act).unwrap();
    }

    fn states(&self) -> Vec<SealingKeyState> {
        let keys = self.society.office.replica.office_keys().unwrap().unwrap().keys;
        keys.into_iter().map(|(_, _, state)| state).collect()
    }

    /// Devices whose keys wait for a secret that is lost.
    fn waiting(&self) -> usize {
        self.society.office.replica.office_keys().unwrap().unwrap().waiting.len()
    }

    /// Puts a backup in the place of head office, without its secrets.
    fn lose_all_but(&mut self, backup: TempDir) -> String {
        without_secrets(backup.path());
        let told = self.refusal(backup.path());
        self.lose_again(backup);
        told
    }

    /// As [`Stage::lose_all_but`], where the secrets are gone already.
    fn lose_again(&mut self, backup: TempDir) {
        recover(backup.path(), &self.code).unwrap();
        self.society.office.restore(backup);
    }

    fn refusal(&mut self, dir: &Path) -> String {
        let mut act = self.society.office.act();
        Office::open(dir, &mut act).err().unwrap().to_string()
    }

    fn assert_all_is_there(&mut self) {
        assert_same(&self.society.office.export(), &self.society.model.records);
        self.society.office.assert_whole();
        for branch in &self.society.branches {
            let counts = branch.kiosk.counts().unwrap();
            assert_eq!((counts.waiting, counts.waiting_hour), (0, 0), "{}", branch.name);
            assert_eq!(counts.quarantined, Vec::<String>::new(), "{}", branch.name);
        }
    }
}

/// Takes what opens anything out of head office's directory.
pub fn without_secrets(dir: &Path) {
    for file in ["secret.key", "read.key"] {
        std::fs::remove_file(dir.join(file)).unwrap();
    }
    without_incarnation(dir);
}

fn recover(dir: &Path, code: &RecoveryCode) -> Result<usize, RecoverError> {
    Ok(recover_secrets(&dir.into(), None, code)?.found.len())
}

/// The list that lies on a device, and the key that it seals to.
fn on_device(branch: &Branch, office: &HeadOffice) -> (OfficeKeys, Vec<u8>) {
    let database = Connection::open(branch.dir().join("kiosk.db")).unwrap();
    let setting = |name: &str| -> Vec<u8> {
        database.query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| row.get(0)).unwrap()
    };
    let signing = office.rows().one("SELECT value FROM meta WHERE name = 'signing_public'", &[]);
    let list = OfficeKeys::parse(&setting("office_keys"), &signing).unwrap();
    (list, branch.kiosk.seals_to().unwrap().to_vec())
}

#[test]
fn after_a_rotation_an_older_backup_and_lost_secrets_every_record_opens_with_the_recovery_code() {
    let mut stage = Stage::new(1);
    stage.record_and_sync();
    let backup = stage.society.office.backup();
    stage.rotate();
    stage.record_and_sync();
    stage.record_and_sync();
    stage.assert_all_is_there();
    // what waits still when all is lost
    stage.record();

    let told = stage.lose_all_but(backup);
    assert!(told.contains("secret.key is missing") && told.contains("keys recover"), "{told}");
    assert_eq!(stage.states(), [SealingKeyState::InUse], "it knows nothing of the rotation");
    stage.record_and_sync();
    stage.record_and_sync();
    assert_eq!(stage.states(), [SealingKeyState::Older, SealingKeyState::Lost]);
    assert_eq!(stage.waiting(), 3, "the devices concerned are named");
    let there = stage.society.office.export().len();
    assert!(there < stage.society.model.records.len(), "what was sealed for the key that is lost waits");
    stage.society.office.reopen();
    for branch in &stage.society.branches {
        assert_eq!(branch.kiosk.counts().unwrap().waiting, 0, "all of it was received");
    }

    // no device is asked again: what it sent opens where it lies
    let dir = stage.society.office.dir().to_owned();
    assert_eq!(recover(&dir, &stage.code).unwrap(), 1);
    stage.society.office.reopen();
    assert_eq!(stage.states(), [SealingKeyState::Older, SealingKeyState::InUse]);
    assert_eq!(stage.waiting(), 0);
    assert_same(&stage.society.office.export(), &stage.society.model.records);
    stage.society.office.assert_whole();
    stage.record_and_sync();
    stage.society.settle();
    stage.assert_all_is_there();
    let people = stage.society.branches[1].kiosk.people().unwrap().len();
    stage.society.branches[1].reopen();
    assert_eq!(stage.society.branches[1].kiosk.people().unwrap().len(), people);
}

#[test]
fn without_what_is_wrapped_for_the_recovery_key_nothing_opens_and_it_is_said() {
    let mut stage = Stage::new(2);
    stage.record_and_sync();
    let backup = stage.society.office.backup();
    for file in ["secret.key", "read.key"] {
        std::fs::remove_file(backup.path().join(file)).unwrap();
    }
    let rows = Rows::of(backup.path(), Part::Office);
    assert_eq!(rows.run("DELETE FROM meta WHERE name = 'office_keys'", &[]), 1);
    let fault = recover(backup.path(), &stage.code).unwrap_err();
    assert!(matches!(fault, RecoverError::NothingWrapped { .. }), "{fault}");
    assert!(!backup.path().join("secret.key").exists() && !backup.path().join("read.key").exists());
    assert!(stage.refusal(backup.path()).contains("is missing"));
}

#[test]
fn a_newer_backup_of_the_secrets_over_an_older_database_takes_up_where_it_was() {
    let mut stage = Stage::new(3);
    stage.record_and_sync();
    let backup = stage.society.office.backup();
    stage.rotate();
    stage.record_and_sync();
    for file in ["read.key", "secret.key"] {
        std::fs::copy(stage.society.office.dir().join(file), backup.path().join(file)).unwrap();
    }
    without_incarnation(backup.path());
    stage.society.office.restore(backup);
    assert_eq!(stage.states(), [SealingKeyState::Older, SealingKeyState::InUse]);
    stage.record_and_sync();
    stage.society.settle();
    stage.assert_all_is_there();
}

#[test]
fn a_secret_file_from_before_a_rotation_is_refused_by_name_and_made_whole_with_the_code() {
    let mut stage = Stage::new(4);
    stage.record_and_sync();
    let older = std::fs::read(stage.society.office.dir().join("read.key")).unwrap();
    stage.rotate();
    stage.record_and_sync();
    let dir = copy_of(stage.society.office.backup().path());
    std::fs::write(dir.path().join("read.key"), older).unwrap();
    let state = stage.society.office.replica.office_keys().unwrap().unwrap();
    let told = stage.refusal(dir.path());
    assert!(told.contains(&state.keys[1].0.to_string()) && told.contains("keys recover"), "{told}");
    assert_eq!(recover(dir.path(), &stage.code).unwrap(), 1);
    stage.society.office.restore(dir);
    stage.record_and_sync();
    stage.assert_all_is_there();
}

#[test]
fn a_rotation_that_was_cut_off_behind_the_file_goes_on_when_head_office_is_opened() {
    let mut stage = Stage::new(5);
    stage.record_and_sync();
    let file = stage.society.office.dir().join("read.key");
    let before = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{}\n{before}", "7b".repeat(32))).unwrap();
    stage.society.office.reopen();
    assert_eq!(stage.states(), [SealingKeyState::Older, SealingKeyState::InUse]);
    stage.record_and_sync();
    stage.assert_all_is_there();
    let (list, seals_to) = on_device(&stage.society.branches[0], &stage.society.office);
    assert_eq!((list.keys.len(), list.in_use().unwrap().to_vec()), (2, seals_to));
}

#[test]
fn a_damaged_list_of_keys_comes_back_from_any_device() {
    let mut stage = Stage::new(8);
    stage.rotate();
    stage.record_and_sync();
    let damage = "UPDATE meta SET value = ?1 WHERE name = 'office_keys'";
    stage.society.office.rows().run(damage, &[(&[0x5A; 300]).into()]);
    stage.society.office.reopen();
    assert_eq!(stage.society.office.replica.office_keys().unwrap(), None);
    stage.record_and_sync();
    assert_eq!(stage.states(), [SealingKeyState::Older, SealingKeyState::InUse]);
    assert!(stage.society.office.replica.opens_with(&stage.code).unwrap());
    stage.assert_all_is_there();
    Branch::enrolled("riyadh", &mut stage.society.office, 9);
}

#[test]
fn where_the_paper_is_lost_as_well_devices_that_read_wrap_what_they_have_for_a_new_key() {
    let mut stage = Stage::new(9);
    stage.record_and_sync();
    let backup = stage.society.office.backup();
    stage.rotate();
    stage.record_and_sync();
    stage.lose_all_but(backup);
    // nobody has the paper any more, and the secret of the second key is gone for good
    stage.record_and_sync();
    assert_eq!((stage.states().last().copied(), stage.waiting()), (Some(SealingKeyState::Lost), 3));
    stage.rotate();
    stage.record_and_sync();
    stage.record_and_sync();
    assert_eq!(stage.states(), [SealingKeyState::Older, SealingKeyState::Lost, SealingKeyState::InUse]);
    let found = stage.society.office.export();
    for branch in &stage.society.branches[1..] {
        for (id, record) in stage.society.model.of(&branch.name) {
            assert!(found.contains_key(&id), "{id} of {}: {record:?}", branch.name);
        }
        assert_eq!(branch.kiosk.counts().unwrap().quarantined, Vec::<String>::new(), "{}", branch.name);
    }
    assert_eq!(stage.waiting(), 1, "what a self-service kiosk sealed for it opens for nobody");
    assert!(!stage.society.branches[0].kiosk.counts().unwrap().quarantined.is_empty(), "and that is told");
    stage.society.office.assert_whole();
}

#[test]
fn keys_that_never_open_are_bounded_tried_once_and_forgotten_when_nothing_is_lost() {
    let mut stage = Stage::new(11);
    stage.record_and_sync();
    let backup = stage.society.office.backup();
    stage.rotate();
    stage.record_and_sync();
    stage.lose_all_but(backup);
    stage.record_and_sync();
    stage.record_and_sync();
    assert_eq!(stage.states(), [SealingKeyState::Older, SealingKeyState::Lost]);
    let office = &mut stage.society.office;
    let mut forger = Forger::enrolled(office, "riyadh", 9);
    let rows = office.rows();
    let count = || -> i64 { rows.one("SELECT count(*) FROM unopened_key", &[]) };
    let row: i64 = rows.one("SELECT id FROM device WHERE device = ?1", &[forger.device.into()]);
    // garbage of the device's, but for one place
    let filler = "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 99999)
                  INSERT INTO unopened_key SELECT n, ?1, ?2, ?3, ?4, 0, ?2 FROM n";
    let garbage = [row.into(), (&[0]).into(), (&[0; 16]).into(), (&[0; 32]).into()];
    assert_eq!(rows.run(filler, &garbage), 99_999);
    let others = count() - 99_999;
    assert!(others > 0, "what honest devices sent waits as well");
    // for nobody's key
    forger.server_sealing = [7; 32];
    let keys: Vec<SealingKey> = (0..3).map(|_| SealingKey::generate(&mut forger.dice)).collect();
    let owner = KeyOwner::Device(forger.device);
    let named: Vec<_> = keys.iter().map(|key| (owner.clone(), key)).collect();
    let mut push = forger.empty_push();
    forger.add_keys(&mut push, &named);
    for _ in 0..2 {
        assert_eq!(forger.push(office, &push).unwrap().keys_left_out, [1, 2], "they are asked for again");
    }
    assert_eq!(count(), others + 100_000);

    // one that would open is not looked at again while the secrets are the same
    office.reopen();
    let (list, _) = on_device(&stage.society.branches[1], office);
    forger.server_sealing = *list.keys[0].public;
    let opens = SealingKey::generate(&mut forger.dice);
    let mut push = forger.empty_push();
    forger.add_key(&mut push, &owner, &opens);
    let (key, sender) = (&push.keys[0], &push.sessions[0]);
    let plant =
        "UPDATE unopened_key SET owner = ?2, key = ?3, sender = ?4, step = ?5, secret = ?6 WHERE id = ?1";
    let (owner, id, secret) = (key.owner.as_slice(), key.key.as_slice(), key.wrapped.as_slice());
    let values =
        [1_i64.into(), owner.into(), id.into(), sender.as_slice().into(), key.step.into(), secret.into()];
    assert_eq!(rows.run(plant, &values), 1);
    office.reopen();
    assert_eq!(count(), others + 100_000);

    let dir = office.dir().to_owned();
    assert_eq!(recover(&dir, &stage.code).unwrap(), 1);
    stage.society.office.reopen();
    assert_eq!(count(), 0, "nothing is lost any more");
    let kept = "SELECT count(*) FROM sealing_key WHERE key = ?1";
    let kept: i64 = rows.one(kept, &[opens.id.into()]);
    assert_eq!(kept, 1, "all were tried with the secret that was found");
    stage.record_and_sync();
    stage.assert_all_is_there();
}

#[test]
fn another_program_of_a_device_seals_to_the_key_that_the_first_one_heard_of() {
    let mut stage = Stage::new(10);
    let (mut other, _) = Kiosk::open(stage.society.branches[1].dir(), &mut dice(10, "other")).unwrap();
    stage.rotate();
    stage.society.settle();
    std::mem::swap(&mut stage.society.branches[1].kiosk, &mut other);
    stage.society.settle();
    stage.society.record(1, 6);
    let secrets = std::fs::read_to_string(stage.society.office.dir().join("read.key")).unwrap();
    let opened = |secret: &str| Thief::in_dir(stage.society.branches[1].dir()).with(secret).opened();
    let [newest, older] = secrets.lines().collect::<Vec<_>>()[..] else { panic!("two secrets") };
    assert!(opened(newest) > 0, "the control: what waits is sealed for the key in use");
    assert_eq!(opened(older), 0);
}

#[test]
fn a_device_seals_to_a_key_only_once_it_holds_its_wrapped_secret() {
    let mut stage = Stage::new(6);
    stage.record_and_sync();
    stage.rotate();
    let society = &mut stage.society;
    let lost = society.network.push(&mut society.branches[0], &mut society.office, Fate::ReplyLost);
    assert!(lost.is_err());
    let (list, seals_to) = on_device(&society.branches[0], &society.office);
    assert_eq!((list.keys.len(), list.in_use().unwrap().to_vec()), (1, seals_to.clone()));
    society.settle();
    let (list, seals_now) = on_device(&society.branches[0], &society.office);
    assert_eq!((list.keys.len(), list.in_use().unwrap().to_vec()), (2, seals_now.clone()));
    assert_ne!(seals_to, seals_now);
    assert!(
        list.keys.iter().all(|key| key.open(&stage.code).is_ok()),
        "the paper opens what any device holds"
    );
}

#[test]
fn another_recovery_key_opens_what_is_written_from_then_on_and_the_one_before_what_was_before() {
    let mut stage = Stage::new(7);
    stage.record_and_sync();
    let before = stage.society.office.backup();
    stage.society.office.clock.advance(1.hour());
    let mut act = stage.society.office.act();
    let code = stage.society.office.replica.new_recovery_key(&mut act).unwrap();
    let office = &stage.society.office.replica;
    assert!(office.opens_with(&code).unwrap() && !office.opens_with(&stage.code).unwrap());
    stage.rotate();
    stage.record_and_sync();
    let after = stage.society.office.backup();
    for backup in [&before, &after] {
        without_secrets(backup.path());
    }
    assert!(matches!(recover(after.path(), &stage.code), Err(RecoverError::OtherCode { .. })));
    assert!(matches!(recover(before.path(), &code), Err(RecoverError::OtherCode { .. })));
    assert_eq!(recover(after.path(), &code).unwrap(), 2);
    // the older backup with the older paper; what it lacks comes from the devices, wrapped for the newer one
    stage.lose_again(before);
    stage.record_and_sync();
    stage.record_and_sync();
    let dir = stage.society.office.dir().to_owned();
    assert_eq!(recover(&dir, &code).unwrap(), 1);
    stage.society.office.reopen();
    stage.record_and_sync();
    stage.assert_all_is_there();
    assert!(stage.society.office.replica.opens_with(&code).unwrap());
}

fn run(words: &[&str], dir: &Path, stdin: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_test-sync-server"));
    command.args(words).arg("--data").arg(dir);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut program = command.spawn().unwrap();
    // a program that does not ask for it may be gone
    program.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap_or_default();
    program.wait_with_output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{}", told(output));
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn the_command_line_shows_the_code_once_and_makes_lost_secrets_again_with_it() {
    // copies that are put back are files
    let dir = tempfile::tempdir().unwrap();
    stay_in_a_file(dir.path());
    let add = ["branch", "add", "--id", "riyadh", "--name-ar", "فرع", "--name-en", "Branch"];
    let first = printed(&run(&add, dir.path(), ""));
    let code = first.lines().next().unwrap().strip_prefix("recovery code: ").unwrap().to_owned();
    assert_eq!(printed(&run(&add, dir.path(), "")), "", "it is shown once");
    printed(&run(&["keys", "rotate"], dir.path(), ""));
    let list = printed(&run(&["keys", "list"], dir.path(), ""));
    assert_eq!(list.lines().count(), 4, "{list}");
    assert!(list.contains("\tolder\t") && list.contains("\tin_use\t"), "{list}");
    assert!(printed(&run(&["log", "show"], dir.path(), "")).contains("key_replaced"));
    printed(&run(&["keys", "check", "--recovery-key", "-"], dir.path(), &code));
    // what was printed may be given as it is
    printed(&run(&["keys", "check", "--recovery-key", "-"], dir.path(), &first));

    let copy = dir.path().join("copy.db");
    std::fs::copy(dir.path().join("office.db"), &copy).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let restore = ["restore", copy.to_str().unwrap()];
    let refused = told(&run(&restore, elsewhere.path(), ""));
    assert!(refused.contains("secret.key is missing") && refused.contains("--recovery-key"), "{refused}");
    let restore = [restore[0], restore[1], "--recovery-key", "-"];
    let mut damaged = code.clone();
    let last = damaged.pop().unwrap();
    damaged.push(if last == '7' { '8' } else { '7' });
    let refused = run(&restore, elsewhere.path(), &damaged);
    assert!(!refused.status.success() && told(&refused).contains("letter by letter"), "{}", told(&refused));
    assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0, "nothing was tried with it");
    printed(&run(&restore, elsewhere.path(), &code));
    let same = |file: &str| {
        std::fs::read(dir.path().join(file)).unwrap() == std::fs::read(elsewhere.path().join(file)).unwrap()
    };
    assert!(same("secret.key") && same("read.key"));
    let listed = printed(&run(&["keys", "list"], elsewhere.path(), ""));
    assert_eq!(listed, list);

    // a code of another head office opens nothing, and says whose it is
    let other = tempfile::tempdir().unwrap();
    let first = printed(&run(&add, other.path(), ""));
    let foreign = run(&["keys", "check", "--recovery-key", "-"], dir.path(), &first);
    assert!(!foreign.status.success() && told(&foreign).contains("does not open"), "{}", told(&foreign));
}
