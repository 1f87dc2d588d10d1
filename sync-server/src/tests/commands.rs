//! The command line as scripts use it: exit statuses, and the files that it writes.

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use axum::http::StatusCode;
use shared::domain::{Role, UnixMillis};
use shared::replica::{Act, Office, Rows, WorkingSet};
use shared::store::Part;
use shared::store::door::EventKind;
use tempfile::TempDir;

use super::harness::{NAME, PASSWORD, Server, rating, visit};
use crate::auth::ATTEMPTS_FREE;
use crate::cli;

const WRONG_USE: u8 = 2;

fn run(dir: &Path, words: &str) -> ExitCode {
    let words = words.split(' ').map(OsString::from);
    let program = [OsString::from("sync-server")];
    let data = [OsString::from("--data"), dir.as_os_str().to_owned()];
    cli::run(program.into_iter().chain(words).chain(data))
}

#[test]
fn a_new_data_directory_is_made_by_its_first_branch_alone() {
    let dir = TempDir::new().unwrap();
    assert_eq!(run(dir.path(), "device list"), ExitCode::from(1));
    assert_eq!(run(dir.path(), "enrol --branch riyadh"), ExitCode::from(1));
    assert_eq!(run(dir.path(), "branch add --id riyadh --name-ar فرع --name-en Branch"), ExitCode::SUCCESS);
    assert_eq!(
        run(dir.path(), "branch add --id riyadh --name-ar فرع_الرياض --name-en Riyadh"),
        ExitCode::SUCCESS
    );
    assert_eq!(run(dir.path(), "enrol --branch jeddah"), ExitCode::from(1));
    assert_eq!(run(dir.path(), "device revoke 01234567"), ExitCode::from(1));
    assert_eq!(run(dir.path(), "people list"), ExitCode::SUCCESS);
    for files in [[1, 1], [1, 2]] {
        let [one, other] = files.map(|n| format!("00000000-0000-4000-8000-00000000000{n}"));
        let words = format!("people part {one} {other} --by staff-03");
        assert_eq!(run(dir.path(), &words), ExitCode::from(1), "one file, or none that is there");
    }
    assert_eq!(run(dir.path(), "verify"), ExitCode::SUCCESS);
    assert_eq!(run(dir.path(), "rebuild"), ExitCode::SUCCESS);
}

#[test]
fn head_office_is_moved_by_command_and_the_old_place_says_so() {
    let [old, new, other] = [(); 3].map(|()| TempDir::new().unwrap());
    let place = |dir: &TempDir| dir.path().display().to_string();
    let moves = format!("move --from {} --to {}", place(&old), place(&new));
    assert_eq!(run(old.path(), &moves), ExitCode::from(1), "there is no office yet");
    let branch = "branch add --id riyadh --name-ar فرع --name-en Branch";
    assert_eq!(run(old.path(), branch), ExitCode::SUCCESS);
    let file = format!("move --from {}/office.db --to {}", place(&old), place(&new));
    assert_eq!(run(old.path(), &file), ExitCode::from(1), "a directory is named, and not its file");
    let twice = format!("move --from {0} --to {0}", place(&old));
    assert_eq!(run(old.path(), &twice), ExitCode::from(1), "one place");
    assert_eq!(run(old.path(), &moves), ExitCode::SUCCESS);
    assert_eq!(run(old.path(), &moves), ExitCode::from(1), "it is there");
    for dir in [&old, &new] {
        assert_eq!(run(dir.path(), "verify"), ExitCode::SUCCESS);
        assert_eq!(run(dir.path(), "device list"), ExitCode::SUCCESS);
    }
    assert_eq!(run(old.path(), branch), ExitCode::from(1), "nobody writes in the old place");
    assert_eq!(run(new.path(), branch), ExitCode::SUCCESS);
    let on = format!("move --from {} --to {}", place(&old), place(&other));
    assert_eq!(run(old.path(), &on), ExitCode::from(1), "it has gone elsewhere");
    let again = format!("move --use-again {}", place(&old));
    assert_eq!(run(old.path(), &again), ExitCode::SUCCESS);
    assert_eq!(run(old.path(), &again), ExitCode::from(1), "it was not moved any more");
    assert_eq!(run(old.path(), branch), ExitCode::SUCCESS);
}

#[test]
fn wrong_use_ends_with_2() {
    let dir = TempDir::new().unwrap();
    for words in [
        "fly",
        "branch add --id Riyadh --name-ar فرع --name-en Branch",
        "branch add --id riyadh",
        "user add --name noura --role king",
        "export --what everything --format csv",
        "export --what visits --format xls",
        "enrol --branch riyadh --mode boat",
        "serve --listen nowhere",
        "people part 1 2 --by staff-03",
        "people join 00000000-0000-4000-8000-000000000001 00000000-0000-4000-8000-000000000002",
        "serve --tls-cert only.pem",
        "serve --trusted-proxy everybody",
        "serve --proxy-header forwarded",
        "user role noura king",
        "log show --since yesterday",
        "log show --user noura --device 01234567",
        "move",
        "move --from here",
        "move --to there",
        "move --from here --to there --use-again here",
    ] {
        assert_eq!(run(dir.path(), words), ExitCode::from(WRONG_USE), "{words}");
    }
}

#[tokio::test]
async fn the_owners_copy_holds_everything_and_reads_in_a_spreadsheet() {
    let server = Server::start();
    let line = visit(1, 2, "interview", r#""support","enquiry""#).replace("كلام خاص", "=1+1، كلام");
    let ratings: Vec<String> = (0..3).map(|number| rating(number, "support", "good", "\"bad\"")).collect();
    let mut kiosk = server.kiosk("riyadh", "a").await;
    kiosk.deliver(&server, &[line]).await;
    kiosk.deliver(&server, &ratings).await;
    let export = |what: &str, format: &str| {
        let out = server.data().join(format!("{what}.{format}"));
        let words = format!("export --what {what} --format {format} --out {}", out.display());
        assert_eq!(run(&server.data(), &words), ExitCode::SUCCESS);
        std::fs::read_to_string(out).unwrap()
    };
    let table = export("visits", "csv");
    assert!(table.starts_with("\u{FEFF}\"type\",\"id\",\"at\","), "{table}");
    let cells = table.replace('"', "");
    let expected = ",support; enquiry,,,1000000008,سر مكتوم,'0556880045,,,,,'=1+1، كلام,,,riyadh,,";
    assert!(cells.contains(expected), "{table}");
    let [head, row] = [0, 1].map(|line| table.lines().nth(line).unwrap().matches("\",\"").count());
    assert_eq!(row, head, "{table}");
    let lines = export("visits", "ndjson");
    let visit: serde_json::Value = serde_json::from_str(lines.trim_end()).unwrap();
    assert_eq!(visit["purpose"], "=1+1، كلام");
    assert_eq!(visit["beneficiary"]["name"], "سر مكتوم");
    let files = export("beneficiaries", "ndjson");
    let file: serde_json::Value = serde_json::from_str(files.trim_end()).unwrap();
    assert_eq!(file["name"], serde_json::json!(["سر مكتوم"]));
    assert_eq!(file["branches"], serde_json::json!(["riyadh"]));
    let cells = |what: &str| export(what, "csv").replace('"', "");
    assert!(cells("beneficiaries").contains(",riyadh,1000000008,سر مكتوم,'0556880045,,,,\r\n"));
    assert_eq!(export("ratings", "ndjson").lines().count(), 3);
    let expected = "2026-11-01T08:00:00+03:00,support,,interview,,good,bad,,تعليق خاص,riyadh\r\n";
    assert!(cells("ratings").contains(expected));
}

#[tokio::test]
async fn what_is_done_by_command_to_devices_and_with_copies_is_in_the_account() {
    let server = Server::start();
    let kiosk = server.kiosk("riyadh", "a").await;
    let device = kiosk.kiosk.device().unwrap();
    let since = "--since 2026-01-01T00:00:00+03:00 --by staff-03";
    for words in [
        "enrol --branch riyadh".to_owned(),
        format!("device revoke {device}"),
        format!("device revoke {device}"),
        format!("device restore {device}"),
        format!("device restore {device}"),
        format!("device open {device}"),
        format!("device undo {device} {since}"),
        format!("device reject {device} {since}"),
        format!("device undo {device} {since} --back"),
        format!("device let-through {device}"),
        "export --what ratings --format csv".to_owned(),
        format!("log show --device {device}"),
    ] {
        assert_eq!(run(&server.data(), &words), ExitCode::SUCCESS, "{words}");
    }
    let told = server.state.look_up(|_, door| {
        let events = door.events(UnixMillis(0), None, None).unwrap().into_iter();
        events
            .filter(|event| event.address.is_none())
            .map(|event| (event.kind, event.device))
            .collect::<Vec<_>>()
    });
    let mut told = told.await.unwrap();
    told.sort();
    let of = Some(device);
    assert_eq!(
        told,
        [
            (EventKind::CodeMade, None),
            (EventKind::DeviceRevoked, of),
            (EventKind::DeviceRestored, of),
            (EventKind::DeviceOpened, of),
            (EventKind::DeviceUndone, of),
            (EventKind::DeviceRejected, of),
            (EventKind::DeviceCounts, of),
            (EventKind::DeviceLetThrough, of),
            (EventKind::Exported, None),
        ],
        "once each: what was so before is not done"
    );
}

#[test]
fn a_copy_is_never_written_over_what_the_server_keeps_for_itself() {
    let server = Server::start();
    let data = server.data();
    let before = |name: &str| std::fs::read(data.join(name)).ok();
    for name in [
        "office.db",
        "office.db-wal",
        "door.db",
        "database",
        "secret.key",
        "read.key",
        "incarnation",
        "shut_out",
        "lock",
    ] {
        let kept = before(name);
        let words = format!("export --what visits --format csv --out {}", data.join(name).display());
        assert_eq!(run(&data, &words), ExitCode::FAILURE, "{name}");
        assert!(name.contains(".db") || before(name) == kept, "{name}");
    }
    // the control
    let words = format!("export --what visits --format csv --out {}", data.join("visits.csv").display());
    assert_eq!([run(&data, &words), run(&data, &words)], [ExitCode::SUCCESS; 2]);
    assert_eq!(run(&data, "verify"), ExitCode::SUCCESS);
}

#[test]
fn a_list_of_visits_to_be_made_is_taken_whole_or_not_at_all_and_once() {
    let server = Server::start();
    assert_eq!(run(&server.data(), "branch add --id riyadh --name-ar ف --name-en B"), ExitCode::SUCCESS);
    let list = server.data().join("plans.ndjson");
    let line = |n: u8, branch: &str| {
        format!(
            r#"{{"id":"00000000-0000-4000-8000-0000000000{n:02}","branch":"{branch}","date":"2026-05-12","beneficiary":{{"name":"نورة"}}}}"#
        )
    };
    let words = format!("plan import {}", list.display());
    std::fs::write(&list, format!("{}\n{}\n", line(1, "riyadh"), line(2, "nowhere"))).unwrap();
    assert_eq!(run(&server.data(), &words), ExitCode::FAILURE);
    std::fs::write(&list, format!("{}\n\n{}\n", line(1, "riyadh"), line(2, "riyadh"))).unwrap();
    for _ in 0..2 {
        assert_eq!(run(&server.data(), &words), ExitCode::SUCCESS);
    }
    let out = server.data().join("people.ndjson");
    let words = format!("export --what beneficiaries --format ndjson --out {}", out.display());
    assert_eq!(run(&server.data(), &words), ExitCode::SUCCESS);
    assert_eq!(std::fs::read_to_string(out).unwrap().lines().count(), 2, "two plans, each for a person once");
}

#[test]
fn which_people_devices_hold_is_set_one_by_one_within_what_a_device_can_search() {
    let dir = TempDir::new().unwrap();
    assert_eq!(run(dir.path(), "branch add --id riyadh --name-ar ف --name-en B"), ExitCode::SUCCESS);
    for words in ["working-set", "working-set --field 500", "working-set --months 12 --branch 3000"] {
        assert_eq!(run(dir.path(), words), ExitCode::SUCCESS, "{words}");
    }
    for words in ["working-set --field 0", "working-set --months 121", "working-set --branch 200001"] {
        assert_eq!(run(dir.path(), words), ExitCode::from(WRONG_USE), "{words}");
    }
    let mut dice = rand::make_rng();
    let mut act = Act::new(UnixMillis(0), &mut dice);
    let set = Office::open(dir.path(), &mut act).unwrap().working_set().unwrap();
    assert_eq!(set, WorkingSet { months: 12, branch: 3_000, field: 500 });
}

#[tokio::test]
async fn accounts_are_shut_out_let_in_and_changed_by_command() {
    let server = Server::start();
    let user = |words: &str| run(&server.data(), &format!("user {words}"));
    let (auditor, auditor_home) = {
        let signed_in = server.sign_in_as("auditor", PASSWORD).await;
        (signed_in.cookie().unwrap(), signed_in.browser().unwrap())
    };
    let is_in = async |cookie: &str| server.get("/devices", cookie).await.status == StatusCode::OK;
    assert_eq!(user("disable auditor"), ExitCode::SUCCESS);
    assert!(!is_in(&auditor).await, "a session ends at once");
    assert!(server.sign_in_as("auditor", PASSWORD).await.cookie().is_none());
    assert_eq!([user("disable auditor"), user("enable auditor")], [ExitCode::SUCCESS; 2]);
    let auditor = server.sign_in_from("", &auditor_home, "auditor", PASSWORD).await.cookie().unwrap();
    assert_eq!(user("role auditor content"), ExitCode::SUCCESS);
    assert!(!is_in(&auditor).await);
    let auditor = server.sign_in_as("auditor", PASSWORD).await.cookie().unwrap();
    assert_eq!(user("sign-out auditor"), ExitCode::SUCCESS);
    assert!(!is_in(&auditor).await);
    for _ in 0..ATTEMPTS_FREE {
        assert!(server.sign_in_as("auditor", "wrong password").await.cookie().is_none());
    }
    assert!(server.sign_in_as("auditor", PASSWORD).await.cookie().is_none(), "it waits");
    assert_eq!(user("unlock auditor"), ExitCode::SUCCESS);
    assert!(server.sign_in_as("auditor", PASSWORD).await.cookie().is_some());
    for words in
        ["disable nobody", "enable nobody", "unlock nobody", "sign-out nobody", "role nobody auditor"]
    {
        assert_eq!(user(words), ExitCode::FAILURE, "{words}");
    }
    assert_eq!(user("list"), ExitCode::SUCCESS);
}

#[test]
fn the_last_administrator_who_may_sign_in_stays_one() {
    let server = Server::start();
    let user = |words: String| run(&server.data(), &format!("user {words}"));
    let other = Role::Administrator.code();
    assert_eq!(user(format!("disable {other}")), ExitCode::SUCCESS);
    assert_eq!(user(format!("disable {NAME}")), ExitCode::FAILURE);
    assert_eq!(user(format!("role {NAME} auditor")), ExitCode::FAILURE);
    assert_eq!(user(format!("sign-out {NAME}")), ExitCode::SUCCESS);
    assert_eq!(user(format!("enable {other}")), ExitCode::SUCCESS);
    assert_eq!(user(format!("disable {NAME}")), ExitCode::SUCCESS);
}

#[tokio::test]
async fn the_account_tells_who_signed_in_was_refused_and_was_given_what() {
    let server = Server::start();
    server.sign_in_from("198.51.100.7", "", NAME, "wrong password").await;
    server.sign_in_from("198.51.100.7", "", NAME, "wrong password").await;
    server.sign_in_from("198.51.100.8", "", "a password typed here", "wrong password").await;
    let cookie = server.sign_in().await;
    server.post_form("/sign-out", &cookie, &[]).await;
    let mut kiosk = server.kiosk("riyadh", "a").await;
    kiosk.deliver(&server, &[visit(1, 2, "interview", r#""support""#)]).await;
    let told = server.state.look_up(|office, door| {
        let account = office.user_named(NAME).unwrap().map(|user| user.id);
        let events = door.events(UnixMillis(0), None, None).unwrap();
        let of = |kind| events.iter().filter(|event| event.kind == kind).cloned().collect::<Vec<_>>();
        (account, [EventKind::Refused, EventKind::SignedIn, EventKind::SignedOut].map(of))
    });
    let (account, [refused, signed_in, signed_out]) = told.await.unwrap();
    let refused: Vec<_> = refused.into_iter().map(|event| (event.account, event.address, event.n)).collect();
    let at = |address: &str| Some(address.to_owned());
    assert_eq!(refused, [(account, at("198.51.100.7"), 2), (None, at("198.51.100.8"), 1)]);
    assert_eq!([signed_in, signed_out].map(|events| events.len()), [1, 1]);
    for words in ["log show", "log show --since 2026-11-01", "user list"] {
        assert_eq!(run(&server.data(), words), ExitCode::SUCCESS, "{words}");
    }
    let device = kiosk.kiosk.device().unwrap();
    assert_eq!(run(&server.data(), &format!("log show --device {device}")), ExitCode::SUCCESS);
    assert_eq!(run(&server.data(), "log show --user nobody"), ExitCode::FAILURE);
    let mut kept = Rows::of(&server.data(), Part::Door).everything();
    kept.extend(std::fs::read(server.data().join("door.db-wal")));
    let holds = |bytes: &[u8]| kept.iter().any(|kept| kept.windows(bytes.len()).any(|found| found == bytes));
    assert!(holds(b"198.51.100.8"), "the control");
    assert!(!holds(b"password"), "what was typed as a name is nowhere");
}
