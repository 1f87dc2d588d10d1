//! `sync-server record` is killed while it gives numbers: none is left out and none is given twice, and what is given after an old
//! backup was put back says so. `SILA_KILLS` says how often it is killed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rand::RngExt as _;
use serde_json::{Value, json};
use shared::domain::request::StepKind;
use shared::domain::{DeviceMode, LineKind, Role};
use shared::store::StoreError;
use sync_server::auth::Password;
use tempfile::TempDir;
use tests::casework::{request, step, usual_fields};
use tests::office::HeadOffice;
use tests::seed::dice;

use crate::record_kill::ids_until_killed;

/// How often it is killed where nobody says.
const KILLS: u64 = 6;

/// Most lines that it takes between two kills.
const LINES_BETWEEN: usize = 24;

/// The steps of each request, of which two get a number.
const STEPS: [StepKind; 3] = [StepKind::Attested, StepKind::Submitted, StepKind::Registered];

const PASSWORD: &str = "kettle-harbour-29";

/// Head office, and what somebody who has an account there records by the command.
struct Desk {
    office: HeadOffice,
    files: TempDir,
    requests: u32,
}

/// The numbers that head office gave, by what comes before the count and after it.
type Numbers = BTreeMap<(String, String), Vec<u64>>;

impl Desk {
    fn new(mut office: HeadOffice) -> Self {
        office.code("riyadh", &DeviceMode::Branch);
        let password = Password::new(PASSWORD.to_owned(), &Role::Relations, &["maha"]).unwrap();
        let hash = password.hash(&mut office.dice);
        office.replica.add_user("maha", &Role::Relations, &hash).unwrap();
        let files = tempfile::tempdir().unwrap();
        std::fs::write(files.path().join("password"), PASSWORD).unwrap();
        Self { office, files, requests: 0 }
    }

    /// Writes the lines of more requests, which follow those before them.
    fn more(&mut self, count: u32) {
        let mut lines = Vec::new();
        for of in self.requests..self.requests + count {
            let (n, person) =
                (of * 10, json!({"name": format!("أسرة {of}"), "mobile": format!("05568{of:05}")}));
            let mut asked = request(n, &person);
            asked["branch"] = json!("riyadh");
            asked["terms"] = json!({"papers": [], "registration": "before_decision"});
            lines.push(asked);
            for (kind, at) in STEPS.into_iter().zip(n + 1..) {
                lines.push(step(at, n, kind.code(), &usual_fields(kind)));
            }
        }
        self.requests += count;
        let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
        std::fs::write(self.files.path().join("lines"), lines.join("\n")).unwrap();
    }

    fn command(&self, word: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_test-sync-server"));
        command.arg(word).arg("--data").arg(self.office.dir());
        command
    }

    fn start(&self) -> Child {
        let file = |name| self.files.path().join(name);
        let mut command = self.command("record");
        command.args(["--as", "maha", "--password-file"]).arg(file("password")).arg(file("lines"));
        command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Records all lines to the end.
    fn record(&self) {
        let ended = self.start().wait_with_output().unwrap();
        assert!(ended.status.success());
    }

    /// Records lines until so many ids are printed, and kills the program; returns what it had printed.
    fn record_until_killed(&self, enough: usize) -> Vec<String> {
        ids_until_killed(self.start(), enough)
    }

    /// Puts a copy of the database in the place of the one that is there.
    fn put_back(&mut self, copy: &Path) {
        let put_back = self.command("restore").arg(copy).output().unwrap();
        assert!(put_back.status.success(), "{}", String::from_utf8_lossy(&put_back.stderr));
        self.office.reopen();
    }

    /// The numbers of all requests and registrations, by their series.
    fn numbers(&self) -> Numbers {
        let mut numbers = Numbers::new();
        let each = |line: shared::domain::Line| {
            let line: Value = serde_json::from_str(&line.to_string()).unwrap();
            for number in ["request_no", "registration_no"].iter().filter_map(|field| line[field].as_str()) {
                let (series, count) = number.rsplit_once('/').unwrap();
                let (count, mark) = count.split_once('-').unwrap_or((count, ""));
                let of = numbers.entry((series.to_owned(), mark.to_owned())).or_default();
                of.push(count.parse().unwrap());
            }
            Ok::<_, StoreError>(())
        };
        self.office.replica.export(LineKind::Case(jiff::civil::date(2026, 5, 12)), each).unwrap();
        numbers.values_mut().for_each(|given| given.sort_unstable());
        numbers
    }
}

/// What is wrong with numbers: each series goes on from its first number, without a gap and without one twice.
fn faults(numbers: &Numbers) -> Vec<String> {
    let is_whole = |given: &[u64]| given.windows(2).all(|pair| pair[0] + 1 == pair[1]);
    let broken = numbers.iter().filter(|(_, given)| !is_whole(given));
    broken.map(|(series, given)| format!("{series:?}: {given:?}")).collect()
}

fn count(numbers: &Numbers) -> usize {
    numbers.values().map(Vec::len).sum()
}

fn kills() -> usize {
    let count = std::env::var("SILA_KILLS").ok().and_then(|n| n.parse().ok());
    usize::try_from(count.unwrap_or(KILLS)).unwrap()
}

#[test]
fn no_number_is_left_out_or_given_twice_where_record_is_killed() {
    let mut desk = Desk::new(HeadOffice::new(1));
    let mut dice = dice(1, "kills");
    let lines = kills() * LINES_BETWEEN;
    desk.more(u32::try_from(lines / (1 + STEPS.len())).unwrap() + 1);
    let mut printed = BTreeSet::new();
    for _ in 0..kills() {
        let enough = printed.len() + dice.random_range(1..LINES_BETWEEN);
        let ids = desk.record_until_killed(enough);
        assert!(printed.iter().all(|id| ids.contains(id)), "what was printed is there, and is said again");
        printed.extend(ids);
        assert_eq!(faults(&desk.numbers()), Vec::<String>::new());
    }
    assert!(printed.len() < lines, "it was killed in the middle each time");
    desk.record();
    let given = desk.numbers();
    assert_eq!(faults(&given), Vec::<String>::new());
    assert_eq!(count(&given), 2 * usize::try_from(desk.requests).unwrap(), "{given:?}");
    desk.office.assert_whole();
}

#[test]
fn what_is_given_after_an_old_copy_was_put_back_is_marked_and_given_once_although_it_was_killed() {
    let mut desk = Desk::new(HeadOffice::in_a_file(2));
    desk.more(3);
    desk.record();
    let before = desk.numbers();
    let copy = desk.office.backup();
    desk.more(4);
    desk.record();
    let lost = desk.numbers();
    assert_eq!((count(&before), count(&lost)), (6, 14));
    desk.put_back(&copy.path().join("office.db"));
    assert_eq!(desk.numbers(), before);
    desk.more(4);
    desk.record_until_killed(5);
    desk.record();
    let after = desk.numbers();
    assert_eq!(faults(&after), Vec::<String>::new());
    let marked: Numbers = after.into_iter().filter(|(series, _)| !before.contains_key(series)).collect();
    assert_eq!(count(&marked), 8, "{marked:?}");
    assert!(marked.keys().all(|(_, mark)| mark.len() == 4), "{marked:?}");
    desk.office.assert_whole();
}

#[test]
fn a_number_that_is_left_out_or_given_twice_would_be_found() {
    for planted in ["last + 1", "last - 1"] {
        let mut desk = Desk::new(HeadOffice::new(3));
        desk.more(2);
        desk.record();
        assert_eq!(faults(&desk.numbers()), Vec::<String>::new());
        desk.office.rows().run(&format!("UPDATE series SET last = {planted}"), &[]);
        desk.more(1);
        desk.record();
        assert_eq!(faults(&desk.numbers()).len(), 2, "{planted}");
    }
}
