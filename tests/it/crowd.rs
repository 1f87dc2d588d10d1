//! A crowd at the server's door, over real sockets: strangers who take places and give nothing, and the kiosk that comes through
//! all the same.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use jiff::ToSpan as _;
use kiosk::exchange::{Address, Exchange, Fault, connector};
use shared::replica::{Request, Rows};
use shared::store::Part;
use shared::sync::http::HttpRequest;
use sync_server::door::Limits;
use tests::branch::Branch;
use tests::office::HeadOffice;

use crate::http::{Served, sync};

/// A server with few places: 12, of which an address may have 4, and 6 where a device came from it.
fn few() -> Limits {
    Limits { connections: 12, reserved: 4, of_address: 4, of_known_address: 6, ..Limits::default() }
}

/// Opens a connection and says something on it, as far as the server takes it.
fn open(served: &Served, say: &[u8]) -> TcpStream {
    let address = served.address.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_nonblocking(true).unwrap();
    match stream.write(say) {
        Ok(_) => stream,
        Err(e) if e.kind() == ErrorKind::WouldBlock => stream,
        Err(e) => panic!("{e}"),
    }
}

/// Says something and reads until the server closes.
fn ask(served: &Served, say: &str) -> String {
    let mut stream = open(served, say.as_bytes());
    stream.set_nonblocking(false).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

async fn come_through(limits: Limits, say: &'static str) {
    let mut office = HeadOffice::new(31);
    let mut device = Branch::enrolled("riyadh", &mut office, 31);
    device.clock.advance(1.day());
    let served = Served::start_within(limits, office);
    for round in 0..3 {
        let crowd: Vec<TcpStream> = (0..40).map(|_| open(&served, say.as_bytes())).collect();
        sync(&mut device, &served.address).await.unwrap_or_else(|e| panic!("{say:?}, round {round}: {e}"));
        drop(crowd);
    }
    served.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kiosk_comes_through_a_crowd_that_says_nothing_or_reads_nothing() {
    come_through(few(), "").await;
    come_through(few(), "GET / HTTP/1.1\r\nho").await;
    const PAGES: &str = "GET /sign-in HTTP/1.1\r\nhost: x\r\n\r\nGET /sign-in HTTP/1.1\r\nhost: x\r\n\r\n";
    come_through(few(), PAGES).await;
    const BODY: &str = "POST /v1/push HTTP/1.1\r\nhost: x\r\nauthorization: Bearer x\r\nsila-signature: 00\r\n\
        content-length: 1048576\r\n\r\n";
    come_through(few(), BODY).await;
    const FORM: &str = "POST /sign-in HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n\
        content-length: 1000\r\n\r\nname=";
    come_through(few(), FORM).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_that_nobody_needs_to_give_way_to_would_keep_the_kiosk_out() {
    // the control: where no connection may give way, the same crowd does what it is there for
    let mut office = HeadOffice::new(32);
    let mut device = Branch::enrolled("riyadh", &mut office, 32);
    device.clock.advance(1.day());
    let none =
        Limits { connections: 0, reserved: 0, of_address: 0, of_known_address: 0, ..Limits::default() };
    let served = Served::start_within(none, office);
    let kept_out = sync(&mut device, &served.address).await;
    assert!(matches!(kept_out, Err(Fault::Unreachable | Fault::Line)), "{kept_out:?}");
    served.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_was_shut_out_is_told_so_whatever_it_was_about_to_send() {
    let mut office = HeadOffice::new(33);
    let device = Branch::enrolled("riyadh", &mut office, 33);
    let id = device.kiosk.device().unwrap();
    let served = Served::start_within(Limits::default(), office);
    served
        .state
        .write(move |office, act| office.revoke_device(id, act.now.unix_millis()))
        .await
        .unwrap()
        .unwrap();
    let address = Address::parse(&served.address).unwrap();
    for bytes in [0, 100_000, 1_000_000] {
        let push = Request::Push { body: vec![0; bytes], signature: "00".repeat(64) };
        let client = Exchange::new(connector(&address, None).unwrap(), address.clone());
        let refused = client.send(push.to_http(device.kiosk.token().unwrap())).await;
        let told =
            matches!(&refused, Err(Fault::Refused { status: 403, code, .. }) if code == "revoked_device");
        assert!(told, "{bytes}: {refused:?}");
    }
    served.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kiosk_waits_where_another_request_of_its_own_is_at_work_and_then_goes_on() {
    let mut office = HeadOffice::new(34);
    let mut device = Branch::enrolled("riyadh", &mut office, 34);
    device.clock.advance(1.day());
    let served = Served::start_within(Limits::default(), office);
    let held = device.kiosk.device().unwrap();
    let hold = served.state.at_door(move |door, now| {
        door.take_lease(held, &[9; 16], now, shared::domain::UnixMillis(now.0 + 900)).unwrap()
    });
    assert_eq!(hold.await.unwrap(), None);
    let busy = Fault::Busy { wait: Duration::from_secs(1) };
    assert_eq!(sync(&mut device, &served.address).await, Err(busy));
    let rows = Rows::of(served.dir.path(), Part::Door);
    let address = Address::parse(&served.address).unwrap();
    let client = Exchange::new(connector(&address, None).unwrap(), address);
    let pull = Request::Pull(device.kiosk.pull_query().unwrap()).to_http(device.kiosk.token().unwrap());
    let mut waits = 0;
    let waited = |_| {
        waits += 1;
        // the other process is done
        rows.run("DELETE FROM lease", &[]);
    };
    client.send_patiently(pull, Duration::from_secs(60), waited).await.unwrap();
    assert_eq!(waits, 1);
    served.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_names_its_host_twice_or_not_at_all_is_refused() {
    let served = Served::start_within(Limits::default(), HeadOffice::new(35));
    for (hosts, status) in [("host: a\r\nhost: b\r\n", "400"), ("", "400"), ("host: a\r\n", "200")] {
        let answer = ask(&served, &format!("GET /healthz HTTP/1.1\r\n{hosts}connection: close\r\n\r\n"));
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{hosts:?}: {answer}");
        for header in ["content-type: text/plain; charset=utf-8\r\n", "x-content-type-options: nosniff\r\n"] {
            assert!(answer.contains(header), "{hosts:?}: {answer}");
        }
    }
    let long = "POST /v1/push HTTP/1.1\r\nhost: a\r\ncontent-length: 10000000000\r\n\r\n";
    let answer = ask(&served, long);
    assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("too_large"), "{answer}");
    served.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_told_to_stop_waits_for_nobody_who_sends_or_reads_nothing() {
    let limits = Limits { grace: Duration::from_millis(100), ..Limits::default() };
    let served = Served::start_within(limits, HeadOffice::new(36));
    let half = open(&served, b"POST /v1/enrol HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nhalf");
    let silent = open(&served, b"");
    let get = HttpRequest { path: "/healthz".to_owned(), headers: Vec::new(), body: None };
    let address = Address::parse(&served.address).unwrap();
    let client = Exchange::new(connector(&address, None).unwrap(), address);
    client.send(get).await.unwrap();
    served.stop().await;
    for mut left in [half, silent] {
        left.set_nonblocking(false).unwrap();
        let ended = left.read(&mut [0; 1024]);
        assert!(ended.as_ref().is_ok_and(|n| *n == 0) || ended.is_err(), "{ended:?}");
        left.shutdown(Shutdown::Both).unwrap_or_default();
    }
}
