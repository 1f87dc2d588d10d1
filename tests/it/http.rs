//! The exchange over real HTTP on this machine: the server's own listener, the kiosk's own client.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use jiff::ToSpan as _;
use kiosk::exchange::{Address, Exchange, Fault, HttpRequest, Progress, Session, connector};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use shared::doc::Dice;
use shared::domain::{DeviceMode, UnixMillis};
use shared::replica::{Kiosk, Office, Request, Rows};
use shared::store::Part;
use sync_server::door::Limits;
use sync_server::{AppState, Clock, TlsFiles, Transport, serve_within};
use tempfile::TempDir;
use tests::branch::Branch;
use tests::builders::Register;
use tests::clock::TestClock;
use tests::model::{Exported, Model, assert_same};
use tests::office::{HeadOffice, export_of};
use tests::seed::dice;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A head office that serves on a port of this machine.
pub(super) struct Served {
    pub(super) address: String,
    pub(super) state: AppState,
    stop: oneshot::Sender<()>,
    running: JoinHandle<()>,
    pub(super) dir: TempDir,
}

impl Served {
    fn start(office: HeadOffice) -> Self {
        Self::start_within(Limits::default(), office)
    }

    /// Serves within limits.
    pub(super) fn start_within(limits: Limits, office: HeadOffice) -> Self {
        let clock = office.clock.unix_millis();
        let (dir, replica, dice) = office.into_parts();
        Self::serve_with(limits, dir, replica, dice, clock, None)
    }

    fn serve_with(
        limits: Limits,
        dir: TempDir,
        replica: Office,
        dice: Dice,
        now: UnixMillis,
        tls: Option<TlsFiles>,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        Self::serve_on(listener, limits, dir, (replica, dice), now, tls)
    }

    fn serve_on(
        listener: TcpListener,
        limits: Limits,
        dir: TempDir,
        (replica, dice): (Office, Dice),
        now: UnixMillis,
        tls: Option<TlsFiles>,
    ) -> Self {
        let (scheme, transport) = match tls {
            Some(_) => ("https", Transport::Tls),
            None => ("http", Transport::Loopback),
        };
        let address = format!("{scheme}://{}", listener.local_addr().unwrap());
        let door = replica.door().unwrap();
        let state = AppState::new(replica, door, dice, Clock::new(move || now), transport);
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = state.clone();
        let running = tokio::spawn(async move {
            let told = async {
                stopped.await.unwrap_or_default();
            };
            serve_within(limits, listener, serving, tls, told).await.unwrap();
        });
        Self { address, state, stop, running, dir }
    }

    async fn export(&self) -> Exported {
        self.state.read(export_of).await.unwrap()
    }

    /// Stops, and waits until nothing is at work any more.
    pub(super) async fn stop(self) {
        self.stop.send(()).unwrap();
        self.running.await.unwrap();
    }
}

/// A server key of its own, as `--tls-cert` and `--tls-key` name one.
fn tls_files(dir: &Path) -> TlsFiles {
    let made = rcgen::generate_simple_self_signed(["head.example".to_owned()]).unwrap();
    let files = TlsFiles { certificate: dir.join("cert.pem"), key: dir.join("key.pem") };
    std::fs::write(&files.certificate, made.cert.pem()).unwrap();
    std::fs::write(&files.key, made.signing_key.serialize_pem()).unwrap();
    files
}

/// Exchanges to the end.
pub(super) async fn sync(device: &mut Branch, address: &str) -> Result<(), Fault> {
    sync_pinned(device, address, None).await
}

async fn sync_pinned(device: &mut Branch, address: &str, pin: Option<[u8; 16]>) -> Result<(), Fault> {
    let address = Address::parse(address).unwrap();
    let client = Exchange::new(connector(&address, pin).unwrap(), address);
    let mut act = device.act();
    let token = device.kiosk.token().unwrap().to_owned();
    let (mut session, mut request) = Session::begin(&mut device.kiosk, &mut act, "tests/1").unwrap();
    loop {
        let answer = client.send(request.to_http(&token)).await?;
        match session.take(&mut device.kiosk, &mut act, &answer).unwrap() {
            Progress::Next(next) => request = next,
            Progress::Done | Progress::Undone => return Ok(()),
        }
    }
}

fn some_lines(seed: u64, model: &mut Model, clock: &TestClock, n: usize) -> Vec<Value> {
    let mut register = Register::new(dice(seed, "register"));
    let lines: Vec<Value> = (0..n).map(|_| register.line(&clock.stated())).collect();
    lines.iter().for_each(|line| model.recorded("riyadh", line));
    lines
}

#[tokio::test(flavor = "multi_thread")]
async fn records_reach_head_office_over_http_and_the_catalog_comes_back() {
    let mut office = HeadOffice::new(1);
    let mut device = Branch::enrolled("riyadh", &mut office, 1);
    let catalog = office.replica.catalog().unwrap();
    let mut model = Model::default();
    device.record(&some_lines(1, &mut model, &device.clock.clone(), 20));
    device.clock.advance(1.day());
    let served = Served::start(office);
    sync(&mut device, &served.address).await.unwrap();
    sync(&mut device, &served.address).await.unwrap();
    assert_same(&served.export().await, &model.records);
    assert_eq!(device.kiosk.catalog().unwrap(), *catalog);
    assert_eq!(device.kiosk.counts().unwrap().waiting, 0);
    served.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn over_tls_only_the_key_that_the_enrolment_code_named_is_talked_to() {
    let mut office = HeadOffice::new(4);
    let mut device = Branch::enrolled("riyadh", &mut office, 4);
    let mut model = Model::default();
    device.record(&some_lines(4, &mut model, &device.clock.clone(), 5));
    device.clock.advance(1.day());
    let (keys, elsewhere) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (files, foreign) = (tls_files(keys.path()), tls_files(elsewhere.path()));
    let (pin, foreign_pin) = (files.pin().unwrap(), foreign.pin().unwrap());
    let now = office.clock.unix_millis();
    let (dir, replica, dice) = office.into_parts();
    let served = Served::serve_with(Limits::default(), dir, replica, dice, now, Some(files));
    assert_eq!(sync_pinned(&mut device, &served.address, Some(foreign_pin)).await, Err(Fault::OtherServer));
    assert!(served.export().await.is_empty(), "nothing went to a server with another key");
    sync_pinned(&mut device, &served.address, Some(pin)).await.unwrap();
    assert_same(&served.export().await, &model.records);
    served.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_gone_loses_nothing_and_a_stranger_is_told_so() {
    let (mut office, mut elsewhere) = (HeadOffice::new(2), HeadOffice::new(3));
    let mut device = Branch::enrolled("riyadh", &mut office, 2);
    let mut stranger = Branch::enrolled("riyadh", &mut elsewhere, 3);
    let mut model = Model::default();
    device.record(&some_lines(2, &mut model, &device.clock.clone(), 5));
    device.clock.advance(1.day());
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
    let gone = format!("http://{}", nobody.local_addr().unwrap());
    drop(nobody);
    assert_eq!(sync(&mut device, &gone).await, Err(Fault::Unreachable));
    let served = Served::start(office);
    let refused = sync(&mut stranger, &served.address).await;
    assert!(
        matches!(&refused, Err(Fault::Refused { status: 401, code, .. }) if code == "unknown_device"),
        "{refused:?}"
    );
    sync(&mut device, &served.address).await.unwrap();
    assert_same(&served.export().await, &model.records);
    served.stop().await;
}

fn kiosk(dir: impl AsRef<Path>, arguments: &[&str], input: &str) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_test-kiosk"))
        .args(arguments)
        .arg("--data")
        .arg(dir.as_ref())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // one that is used wrongly ends before it reads anything
    let written = std::io::Write::write_all(&mut program.stdin.take().unwrap(), input.as_bytes());
    assert!(written.is_ok() || program.wait().unwrap().code() == Some(2));
    program.wait_with_output().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_enrols_records_and_synchronises() {
    let mut office = HeadOffice::new(4);
    let code = office.code("riyadh", &DeviceMode::Branch).to_text();
    let mut model = Model::default();
    let lines = some_lines(4, &mut model, &office.clock.clone(), 30);
    let served = Served::start(office);
    let dir = tempfile::tempdir().unwrap();
    let enrolled =
        kiosk(&dir, &["enrol", "--server", &served.address, "--code", &code, "--pin-stdin"], "4711\n");
    assert_eq!(enrolled.status.code(), Some(0), "{enrolled:?}");
    let again =
        kiosk(&dir, &["enrol", "--server", &served.address, "--code", &code, "--pin-stdin"], "4711\n");
    assert_eq!(again.status.code(), Some(1), "{again:?}");
    assert_eq!(String::from_utf8(again.stderr).unwrap().lines().count(), 1, "one line says what to do next");

    let mut register: Vec<String> = lines.iter().map(Value::to_string).collect();
    register.push("{\"type\":\"visit\"}".to_owned());
    let recorded = kiosk(&dir, &["record", "-"], &register.join("\n"));
    assert_eq!(recorded.status.code(), Some(1), "one line was refused: {recorded:?}");
    let printed: Vec<String> =
        String::from_utf8(recorded.stdout).unwrap().lines().map(str::to_owned).collect();
    let expected: Vec<String> =
        lines.iter().map(|line| line["id"].as_str().unwrap().to_lowercase()).collect();
    assert_eq!(printed, expected);
    assert!(String::from_utf8(recorded.stderr).unwrap().contains("line 31: id: is missing"));

    let synced = kiosk(&dir, &["sync"], "");
    assert_eq!(synced.status.code(), Some(0), "{synced:?}");
    assert_same(&served.export().await, &model.records);
    let status = kiosk(&dir, &["status", "--json"], "");
    let status: Value = serde_json::from_slice(&status.stdout).unwrap();
    assert_eq!(
        (&status["saved"], &status["received"], &status["waiting"]),
        (&30.into(), &30.into(), &0.into())
    );
    assert_eq!(kiosk(&dir, &["sink"], "").status.code(), Some(2));
    served.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unattended_device_newer_than_the_backup_ends_its_exchange_with_0_and_says_that_people_wait() {
    let mut office = HeadOffice::new(10);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let backup = office.backup();
    let mut device = Branch::not_enrolled("riyadh", 10);
    let code = office.code("riyadh", &DeviceMode::Branch);
    let begun = device.kiosk.begin_enrolment(&mut device.dice, &address, &code, "tests/1").unwrap();
    let mut act = office.act();
    let enrolled = office.replica.enrol(&mut act, &begun.body).unwrap();
    device.kiosk.finish_enrolment(&mut act, begun, &enrolled.reply, None).unwrap();
    let mut model = Model::default();
    device.record(&some_lines(10, &mut model, &device.clock.clone(), 5));
    office.restore(backup);
    let now = office.clock.unix_millis();
    let (dir, replica, dice) = office.into_parts();
    let served = Served::serve_on(listener, Limits::default(), dir, (replica, dice), now, None);

    let synced = kiosk(device.dir(), &["sync"], "");
    assert_eq!(synced.status.code(), Some(0), "{synced:?}");
    assert!(String::from_utf8(synced.stderr).unwrap().contains("has not confirmed this device yet"));
    assert_same(&served.export().await, &model.records);
    let people_wait = || {
        let status = kiosk(device.dir(), &["status", "--json"], "");
        let status: Value = serde_json::from_slice(&status.stdout).unwrap();
        (status["people_wait"].clone(), kiosk(device.dir(), &["status"], "").stdout)
    };
    let (waits, told) = people_wait();
    assert_eq!(waits, true);
    assert!(String::from_utf8(told).unwrap().contains("wait until head office confirms this device"));
    let id = device.kiosk.device().unwrap();
    assert!(served.state.read(move |office| office.confirm_device(id).unwrap()).await.unwrap());
    let synced = kiosk(device.dir(), &["sync"], "");
    assert_eq!((synced.status.code(), synced.stderr), (Some(0), Vec::new()));
    assert_eq!(people_wait().0, false);
    served.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_address_is_kept_only_where_the_same_head_office_answers_with_its_own_keys() {
    let mut office = HeadOffice::new(11);
    let mut elsewhere = HeadOffice::new(12);
    let mut device = Branch::enrolled("riyadh", &mut office, 11);
    let token = device.kiosk.token().unwrap().to_owned();
    let before = device.kiosk.server().unwrap().0.to_owned();
    // another head office that knows the token: whoever copied head office's database and not its keys
    let stranger = Branch::enrolled("riyadh", &mut elsewhere, 12);
    let id = stranger.kiosk.device().unwrap();
    let hash: [u8; 32] = Sha256::digest(token.as_bytes()).into();
    let sql = "UPDATE device SET token_hash = ?1 WHERE device = ?2";
    elsewhere.rows().run(sql, &[(&hash).into(), id.into()]);
    let mut model = Model::default();
    device.record(&some_lines(11, &mut model, &device.clock.clone(), 5));
    let (genuine, copied) = (Served::start(office), Served::start(elsewhere));
    let (status, said) = kiosk_says(&device, &["server", &copied.address]);
    assert_eq!(status, Some(1));
    assert!(said.contains("kiosk enrol --again") && said.contains("stays as it was"), "{said}");
    for (wrong, word) in [("http://127.0.0.1:1", "cannot be reached"), ("http://10.0.0.1", "plain HTTP")] {
        let (status, said) = kiosk_says(&device, &["server", wrong]);
        assert!(status == Some(1) && said.contains(word), "{said}");
    }
    let pinned = genuine.address.replace("http://", "https://");
    assert_eq!(kiosk_says(&device, &["server", &pinned]).0, Some(1), "without a pin no HTTPS");
    device.start();
    assert_eq!(device.kiosk.server().unwrap().0, before, "the address stays as it was");
    let (status, said) = kiosk_says(&device, &["server", &genuine.address]);
    assert_eq!((status, said.as_str()), (Some(0), ""));
    assert_eq!(kiosk_says(&device, &["sync"]).0, Some(0));
    assert_same(&genuine.export().await, &model.records);
    genuine.stop().await;
    copied.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_enrols_a_device_anew_and_sends_what_waits() {
    let mut office = HeadOffice::new(13);
    let first = office.code("riyadh", &DeviceMode::Branch).to_text();
    let second = office.code("riyadh", &DeviceMode::Branch).to_text();
    let mut model = Model::default();
    let lines = some_lines(13, &mut model, &office.clock.clone(), 12);
    let served = Served::start(office);
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("kiosk.toml"), "[reading]\nshare = \"disk\"\n").unwrap();
    let enrol = |code: &str, more: &[&str], pin: &str| {
        let words = ["enrol", "--server", &served.address, "--code", code, "--pin-stdin"];
        kiosk(&dir, &[&words, more].concat(), &format!("{pin}\n"))
    };
    assert_eq!(enrol(&first, &[], "4711").status.code(), Some(0));
    let text = |lines: &[Value]| lines.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    assert_eq!(kiosk(&dir, &["record", "-"], &text(&lines[..6])).status.code(), Some(0));
    assert_eq!(kiosk(&dir, &["sync"], "").status.code(), Some(0));
    assert_eq!(kiosk(&dir, &["record", "-"], &text(&lines[6..])).status.code(), Some(0));
    let window = Kiosk::open(dir.path(), &mut self::dice(13, "window")).unwrap();
    let refused = enrol(&second, &["--again"], "4711");
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("in use by another program"), "{said}");
    assert!(!dir.path().join("secret.key.again").exists(), "nothing was begun");
    drop(window);
    let wrong = enrol(&second, &["--again"], "9999");
    assert_eq!(wrong.status.code(), Some(1));
    assert!(String::from_utf8(wrong.stderr).unwrap().contains("the PIN is not right"));
    let alone = ["enrol", "--server", &served.address, "--code", &second, "--without-reading"];
    assert_eq!(kiosk(&dir, &alone, "").status.code(), Some(2), "it goes with --again alone");
    let again = enrol(&second, &["--again"], "4711");
    assert_eq!((again.status.code(), String::from_utf8(again.stderr).unwrap()), (Some(0), String::new()));
    assert!(String::from_utf8(again.stdout).unwrap().contains("wait to be sent under the new id"));
    assert_same(&served.export().await, &model.records);
    let synced = kiosk(&dir, &["sync"], "");
    assert_eq!((synced.status.code(), synced.stderr), (Some(0), Vec::new()));
    let exported = kiosk(&dir, &["export", "--format", "ndjson", "--pin-stdin"], "4711\n");
    assert_eq!(exported.stdout.iter().filter(|byte| **byte == b'\n').count(), 12, "the PIN opens it all");
    served.stop().await;
}

fn kiosk_says(device: &Branch, arguments: &[&str]) -> (Option<i32>, String) {
    let output = kiosk(device.dir(), arguments, "");
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pull_and_pages_are_answered_while_somebody_else_writes() {
    let mut office = HeadOffice::new(9);
    let device = Branch::enrolled("riyadh", &mut office, 9);
    let served = Served::start(office);
    let rows = Rows::of(served.dir.path(), Part::Office);
    let writer = rows.begin("UPDATE branch SET name_en = 'Held'");
    let address = Address::parse(&served.address).unwrap();
    let client = Exchange::new(connector(&address, None).unwrap(), address);
    let pull = Request::Pull(device.kiosk.pull_query().unwrap());
    client.send(pull.to_http(device.kiosk.token().unwrap())).await.unwrap();
    for path in ["/healthz", "/sign-in"] {
        let get = HttpRequest { path: path.to_owned(), headers: Vec::new(), body: None };
        // a page is no answer of the exchange
        assert!(matches!(client.send(get).await, Ok(_) | Err(Fault::NotOurs)), "{path} is answered");
    }
    let names = served.state.read(|office| office.branches().unwrap()).await.unwrap();
    assert!(names.iter().all(|branch| branch.name_en != "Held"), "it sees what was committed before");
    writer.commit();
    let names = served.state.read(|office| office.branches().unwrap()).await.unwrap();
    assert!(names.iter().all(|branch| branch.name_en == "Held"));
    served.stop().await;
}
