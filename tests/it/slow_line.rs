//! Lines that are slow or break, between the kiosk's own client and the server's own router: what is throttled is the connector, and
//! the clock moves by itself wherever all wait for it.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper::server::conn::http1;
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use kiosk::exchange::{Address, Exchange, Fault};
use kiosk::sync::{SyncError, sync_over};
use rand::RngExt as _;
use serde_json::{Value, json};
use shared::doc::Dice;
use shared::hex::to_hex;
use sync_server::{AppState, Clock, Transport, router};
use tempfile::TempDir;
use tests::branch::Branch;
use tests::model::{Model, assert_same};
use tests::office::{HeadOffice, export_of};
use tests::seed::dice;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex, split};
use tokio::time::{Instant, sleep_until, timeout_at};

/// What moves at a time.
const PIECE_BYTES: usize = 512;

/// 32 kbit/s.
const SLOW: Line = Line { bytes_a_second: 4_000, breaks_after: None };

/// The same, and it breaks every four seconds.
const BREAKING: Line = Line { bytes_a_second: 4_000, breaks_after: Some(Duration::from_secs(4)) };

/// How long a connection takes until something can be sent: there and back for TCP, there and back for TLS with 3 KB.
const CONNECTING: Duration = Duration::from_millis(1_200);

/// A line: what it carries either way, and for how long.
#[derive(Clone, Copy)]
struct Line {
    bytes_a_second: u64,
    breaks_after: Option<Duration>,
}

/// One end of a connection.
struct End(TokioIo<DuplexStream>);

impl Connection for End {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

impl Read for End {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buf)
    }
}

impl Write for End {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}

/// Carries what comes out of one end into the other, at the line's pace.
async fn carry(
    mut from: tokio::io::ReadHalf<DuplexStream>,
    mut to: tokio::io::WriteHalf<DuplexStream>,
    bytes_a_second: u64,
) -> io::Result<()> {
    let mut piece = [0; PIECE_BYTES];
    loop {
        let count = from.read(&mut piece).await?;
        if count == 0 {
            return to.shutdown().await;
        }
        let takes = Duration::from_micros(count as u64 * 1_000_000 / bytes_a_second);
        sleep_until(Instant::now() + takes).await;
        to.write_all(&piece[..count]).await?;
    }
}

/// Opens a connection to the server over a line.
async fn connect(line: Line, state: AppState) -> io::Result<End> {
    let begun = Instant::now();
    sleep_until(begun + CONNECTING).await;
    // small: what a line does not carry stays with the sender
    let ((client, near), (far, server)) = (duplex(PIECE_BYTES), duplex(PIECE_BYTES));
    tokio::spawn(async move {
        let ((near_out, near_in), (far_out, far_in)) = (split(near), split(far));
        let up = carry(near_out, far_in, line.bytes_a_second);
        let down = carry(far_out, near_in, line.bytes_a_second);
        let both = async { tokio::join!(up, down) };
        match line.breaks_after {
            Some(after) => drop(timeout_at(begun + after, both).await),
            None => drop(both.await),
        }
    });
    tokio::spawn(async move {
        let service = TowerToHyperService::new(router(state));
        let served = http1::Builder::new().serve_connection(TokioIo::new(server), service);
        drop(served.await);
    });
    Ok(End(TokioIo::new(client)))
}

/// A device, and a server that it reaches over a line alone.
struct Stage {
    device: Branch,
    state: AppState,
    _office: TempDir,
    model: Model,
    chance: Dice,
}

impl Stage {
    fn new(seed: u64) -> Self {
        let mut office = HeadOffice::new(seed);
        let device = Branch::enrolled("riyadh", &mut office, seed);
        let now = office.clock.unix_millis();
        let (dir, replica, office_dice) = office.into_parts();
        let door = replica.door().unwrap();
        let state = AppState::new(replica, door, office_dice, Clock::new(move || now), Transport::Loopback);
        Self { device, state, _office: dir, model: Model::default(), chance: dice(seed, "texts") }
    }

    /// Records a visit with so many letters that nothing compresses.
    fn record(&mut self, n: usize, letters: usize) -> Value {
        let mut bytes = vec![0; letters / 2];
        self.chance.fill(&mut bytes[..]);
        let texts = to_hex(&bytes);
        let part = |at: usize| &texts[texts.len() * at / 5..texts.len() * (at + 1) / 5];
        let line = json!({
            "type": "visit", "id": format!("0197a1b2-0000-7000-8000-{n:012}"), "at": "2026-05-12T08:10:00+03:00",
            "party": "beneficiary", "channel": "interview", "services": ["support"],
            "beneficiary": {"name": format!("نورة {n}"), "mobile": format!("05{n:08}")},
            "purpose": part(0), "answers": part(1), "note": part(2), "report": part(3), "referral_reason": part(4),
        });
        self.device.record(std::slice::from_ref(&line));
        self.model.recorded("riyadh", &line);
        line
    }

    /// One run of `kiosk sync`.
    async fn run(&mut self, line: Line) -> Result<(), SyncError> {
        let state = self.state.clone();
        let connector = tower::service_fn(move |_: Uri| Box::pin(connect(line, state.clone())));
        let client = Exchange::new(connector, Address::parse("http://127.0.0.1:1").unwrap());
        let Branch { kiosk, dice, .. } = &mut self.device;
        sync_over(&client, kiosk, dice, |_| {}).await
    }

    fn waiting(&self) -> u64 {
        self.device.kiosk.counts().unwrap().waiting
    }

    async fn assert_all_arrived(&self) {
        assert_same(&self.state.read(export_of).await.unwrap(), &self.model.records);
    }
}

/// Letters of a full visit's texts: sealed it takes 1.2 KB.
const FULL: usize = 1_500;

#[tokio::test(start_paused = true)]
async fn four_hundred_full_visits_arrive_over_32_kbit_a_second() {
    let mut stage = Stage::new(1);
    for n in 0..400 {
        stage.record(n, FULL);
    }
    for _ in 0..5 {
        drop(stage.run(SLOW).await);
    }
    assert_eq!(stage.waiting(), 0);
    stage.assert_all_arrived().await;
    assert!(stage.run(SLOW).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn four_hundred_full_visits_arrive_over_a_line_that_breaks_every_four_seconds() {
    let mut stage = Stage::new(2);
    for n in 0..400 {
        stage.record(n, FULL);
    }
    let mut runs = 0;
    while stage.waiting() > 0 {
        runs += 1;
        assert!(runs < 60, "{} wait still", stage.waiting());
        drop(stage.run(BREAKING).await);
        // as cron begins another process
        stage.device.reopen();
    }
    stage.assert_all_arrived().await;
    while stage.run(BREAKING).await.is_err() {
        runs += 1;
        assert!(runs < 80, "the pulls come to their end");
    }
    assert_eq!(
        stage.device.kiosk.catalog().unwrap(),
        *stage.state.read(|office| office.catalog().unwrap()).await.unwrap()
    );
}

#[tokio::test(start_paused = true)]
async fn a_device_that_forgets_what_the_line_took_is_caught() {
    let mut stage = Stage::new(2);
    for n in 0..400 {
        stage.record(n, FULL);
    }
    let database = rusqlite::Connection::open(stage.device.dir().join("kiosk.db")).unwrap();
    let forgets = "BEGIN DELETE FROM meta WHERE name = 'push_most'; END";
    for when in ["INSERT", "UPDATE"] {
        let sql = format!(
            "CREATE TRIGGER forgets_{when} AFTER {when} ON meta WHEN NEW.name = 'push_most' {forgets}"
        );
        database.execute_batch(&sql).unwrap();
    }
    // it would go on for ever
    let given_up = Instant::now() + Duration::from_secs(20 * 60);
    assert!(timeout_at(given_up, stage.run(BREAKING)).await.is_err());
    assert_eq!(stage.waiting(), 400, "each push is as large as the one before it");
}

#[tokio::test(start_paused = true)]
async fn a_record_of_nine_thousand_bytes_passes_a_line_that_breaks_every_four_seconds() {
    let mut stage = Stage::new(4);
    for _ in 0..8 {
        drop(stage.run(BREAKING).await);
    }
    stage.record(1, 18_000);
    for _ in 0..4 {
        drop(stage.run(BREAKING).await);
    }
    stage.assert_all_arrived().await;
    assert_eq!(stage.waiting(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_record_that_is_too_large_for_the_line_is_told_and_holds_up_no_other() {
    let mut stage = Stage::new(3);
    let small = stage.record(0, 200);
    let large = large_visit(&mut stage, 1);
    for n in 2..30 {
        stage.record(n, 200);
    }
    let mut last = Ok(());
    for _ in 0..12 {
        last = stage.run(BREAKING).await;
    }
    assert!(matches!(last, Err(SyncError::Exchange(Fault::Line))), "{last:?}");
    let words = last.unwrap_err().to_string();
    assert!(words.contains("slow") && !words.contains("address"), "{words}");
    assert_eq!(stage.waiting(), 1, "the large one alone waits");
    let (small, large) = (small["id"].as_str().unwrap(), large["id"].as_str().unwrap());
    let arrived = stage.state.read(export_of).await.unwrap();
    let told = stage.device.kiosk.counts().unwrap();
    assert_eq!(
        (arrived.contains_key(small), arrived.contains_key(large), arrived.len()),
        (true, false, 29),
        "{told:?}"
    );
    // what is recorded later is not held up either
    stage.record(40, 200);
    for _ in 0..4 {
        drop(stage.run(BREAKING).await);
    }
    assert_eq!(stage.waiting(), 1);
    stage.run(SLOW).await.unwrap();
    stage.assert_all_arrived().await;
}

/// A visit with the longest texts that there are, in letters that hardly compress: 30 KB.
fn large_visit(stage: &mut Stage, n: usize) -> Value {
    let mut text = || -> String {
        let letter =
            |dice: &mut Dice| char::from_u32(0x4E00 + u32::from(dice.random::<u16>() & 0xFFF)).unwrap();
        (0..4_000).map(|_| letter(&mut stage.chance)).collect()
    };
    let line = json!({
        "type": "visit", "id": format!("0197a1b2-0000-7000-8000-{n:012}"), "at": "2026-05-12T08:10:00+03:00",
        "party": "beneficiary", "channel": "interview", "services": ["support"],
        "purpose": text(), "answers": text(), "note": text(), "report": text(), "referral_reason": text(),
    });
    stage.device.record(std::slice::from_ref(&line));
    stage.model.recorded("riyadh", &line);
    line
}
