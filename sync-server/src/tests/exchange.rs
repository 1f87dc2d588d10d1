//! The exchange's addresses: limits, and errors as a machine reads them.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{Request, StatusCode};
use ed25519_dalek::SigningKey;
use hyper::body::Frame;
use shared::domain::{LineKind, UnixMillis};
use shared::replica::{Budgets, Office, Rows};
use shared::store::door::EventKind;
use shared::store::{Part, StoreError};
use shared::sync::http::SIGNATURE_HEADER;
use shared::sync::{EnrolRequest, PROTOCOL, enrol_statement, sign, to_cbor};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use super::harness::{Answer, Server, TestKiosk, visit};
use crate::auth::ADDRESS_ATTEMPTS_FREE;
use crate::door::Caller;
use crate::handlers::ENROL_BYTES_MAX;

/// A body that never comes.
struct Endless;

impl HttpBody for Endless {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Pending
    }
}

fn code(body: &[u8]) -> String {
    let body: serde_json::Value = serde_json::from_slice(body).unwrap();
    assert!(body["errors"][0]["detail"].is_string(), "{body}");
    body["errors"][0]["code"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_body_over_its_limit_is_refused_by_name() {
    let server = Server::start();
    let (status, body) = server.post("/v1/enrol", &[], vec![0; 16 * 1024 + 1]).await;
    assert_eq!((status, code(&body).as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "too_large"));
    let kiosk = server.kiosk("riyadh", "a").await;
    let (bearer, signature) = (kiosk.bearer(), "00".repeat(64));
    let headers = [("authorization", bearer.as_str()), (SIGNATURE_HEADER, signature.as_str())];
    let (status, body) = server.post("/v1/push", &headers, vec![0; 1024 * 1024 + 1]).await;
    assert_eq!((status, code(&body).as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "too_large"));
}

/// A request whose body never comes: what is answered was judged by the headers alone.
async fn with_endless_body(server: &Server, path: &str, headers: &[(&str, &str)]) -> (StatusCode, String) {
    let endless = Body::new(Endless);
    let mut request = Request::post(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = server.send(request.body(endless).unwrap()).await;
    (answer.status, code(answer.body.as_bytes()))
}

#[tokio::test]
async fn nothing_of_a_body_is_waited_for_where_its_length_or_its_token_is_wrong() {
    let server = Server::start();
    let kiosk = server.kiosk("riyadh", "a").await;
    let (length, none) = (("content-length", "10000000000"), ("authorization", "Bearer nobody"));
    let push = async |header| with_endless_body(&server, "/v1/push", &[header]).await;
    assert_eq!(push(none).await, (StatusCode::UNAUTHORIZED, "unknown_device".to_owned()));
    assert_eq!(push(length).await, (StatusCode::PAYLOAD_TOO_LARGE, "too_large".to_owned()));
    let enrolled = with_endless_body(&server, "/v1/enrol", &[length]).await;
    assert_eq!(enrolled, (StatusCode::PAYLOAD_TOO_LARGE, "too_large".to_owned()));
    let form = Request::post("/sign-in").header(length.0, length.1).header("sec-fetch-site", "same-origin");
    let answer = server.send(form.body(Body::new(Endless)).unwrap()).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let device = kiosk.kiosk.device().unwrap();
    server
        .state
        .write(move |office, act| office.revoke_device(device, act.now.unix_millis()))
        .await
        .unwrap()
        .unwrap();
    let bearer = kiosk.bearer();
    let revoked = push(("authorization", bearer.as_str())).await;
    assert_eq!(revoked, (StatusCode::FORBIDDEN, "revoked_device".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_come_in_time_is_told_to_come_again() {
    let server = Server::start();
    let kiosk = server.kiosk("riyadh", "a").await;
    let (bearer, signature) = (kiosk.bearer(), "00".repeat(64));
    let headers = [("authorization", bearer.as_str()), (SIGNATURE_HEADER, signature.as_str())];
    let slow = with_endless_body(&server, "/v1/push", &headers).await;
    assert_eq!(slow, (StatusCode::SERVICE_UNAVAILABLE, "busy".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn bodies_that_strangers_leave_open_take_no_memory_from_devices() {
    let server = Arc::new(Server::start());
    let kiosk = server.kiosk("riyadh", "a").await;
    let mut crowd = JoinSet::new();
    for _ in 0..400 {
        let server = Arc::clone(&server);
        crowd.spawn(
            async move { with_endless_body(&server, "/v1/enrol", &[("content-length", "16000")]).await },
        );
    }
    // all of them are there first
    for _ in 0..2_000 {
        tokio::task::yield_now().await;
    }
    let (bearer, signature) = (kiosk.bearer(), "00".repeat(64));
    let headers = [("authorization", bearer.as_str()), (SIGNATURE_HEADER, signature.as_str())];
    let begun = tokio::time::Instant::now();
    let (status, body) = server.post("/v1/push", &headers, vec![0; 100]).await;
    assert_eq!((status, code(&body).as_str()), (StatusCode::BAD_REQUEST, "malformed"));
    assert_eq!(begun.elapsed().as_secs(), 0, "it was read and judged at once");
    while let Some(answer) = crowd.join_next().await {
        assert_eq!(answer.unwrap(), (StatusCode::SERVICE_UNAVAILABLE, "busy".to_owned()));
    }
}

#[tokio::test]
async fn a_device_has_one_request_at_a_time_and_is_told_when_to_come_again() {
    let server = Server::start();
    let (kiosk, other) = (server.kiosk("riyadh", "a").await, server.kiosk("riyadh", "b").await);
    let pull = |kiosk: &TestKiosk| {
        let path = "/v1/pull?scope=catalog&position=0&checksum=&incarnation=";
        let request = Request::get(path).header("authorization", kiosk.bearer());
        server.router.clone().oneshot(request.body(Body::empty()).unwrap())
    };
    let first = pull(&kiosk).await.unwrap();
    assert_eq!(first.status(), StatusCode::OK);
    let second = pull(&kiosk).await.unwrap();
    assert_eq!(second.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(second.headers()["retry-after"], "1");
    assert_eq!(pull(&other).await.unwrap().status(), StatusCode::OK, "another device does not wait");
    drop(first);
    assert_eq!(pull(&kiosk).await.unwrap().status(), StatusCode::OK, "its answer was taken, or given up");
}

#[tokio::test]
async fn a_lease_of_another_server_process_holds_its_device_alone_and_ends() {
    let server = Server::start();
    let kiosk = server.kiosk("riyadh", "a").await;
    let device = kiosk.kiosk.device().unwrap();
    let hold = |secs: i64| {
        server.state.at_door(move |door, now| {
            door.take_lease(device, &[9; 16], now, UnixMillis(now.0 + secs * 1_000)).unwrap()
        })
    };
    assert_eq!(hold(4).await.unwrap(), None);
    let bearer = kiosk.bearer();
    let pull = || {
        let path = "/v1/pull?scope=catalog&position=0&checksum=&incarnation=";
        server.send(Request::get(path).header("authorization", &bearer).body(Body::empty()).unwrap())
    };
    let waits = pull().await;
    assert_eq!((waits.status, waits.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "4"));
    server.pass(4_000);
    assert_eq!(pull().await.status, StatusCode::OK, "that process was killed");
}

#[tokio::test]
async fn a_device_beyond_its_bytes_of_a_day_is_slowed_and_all_of_it_arrives() {
    let lines: Vec<String> = (1..=300).map(|n| visit(n, 2, "interview", r#""support""#)).collect();
    let exchange = async |bytes: u64| {
        let server = Server::start();
        let budgets = Budgets { bytes, ..Budgets::default() };
        server.state.write(move |office, _| office.set_budgets(budgets).unwrap()).await.unwrap();
        let mut kiosk = server.kiosk("riyadh", "a").await;
        let waits = kiosk.exchange_patiently(&server, &lines).await;
        assert_eq!(kiosk.kiosk.counts().unwrap().waiting, 0);
        let mut arrived = 0;
        let count = move |office: &Office| {
            let each = |_| {
                arrived += 1;
                Ok::<_, StoreError>(())
            };
            office.export(LineKind::Visit, each).unwrap();
            arrived
        };
        assert_eq!(server.state.read(count).await.unwrap(), 300);
        waits
    };
    let waits = exchange(20_000).await;
    assert!(!waits.is_empty() && waits.iter().all(|secs| (1..=600).contains(secs)), "{waits:?}");
    // the control: what a device may cost by default is far beyond
    assert_eq!(exchange(Budgets::default().bytes).await, Vec::<u64>::new());
}

/// Asks to enrol from an address with a code that nobody made, in a body of so many bytes at least.
async fn guess(server: &Server, address: &str, secret: &str, bytes: usize) -> Answer {
    let key = SigningKey::from_bytes(&[1; 32]);
    let mut request = EnrolRequest {
        protocol: PROTOCOL,
        secret: secret.to_owned(),
        signing_key: key.verifying_key().to_bytes().into(),
        sealing_key: [2; 32].into(),
        program: String::new(),
        read_key: [3; 32].into(),
        signature: [0; 64].into(),
        certificate: None,
        former: None,
    };
    let short = to_cbor(&request).len();
    // a text of so many bytes says its length in two more
    request.program = "x".repeat(bytes.saturating_sub(short + 2));
    request.signature = sign(&key, &enrol_statement(&request)).into();
    let body = to_cbor(&request);
    let request = Request::post("/v1/enrol").extension(Caller::new(address.parse().ok(), None));
    server.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn codes_of_no_use_make_their_address_wait_and_a_right_one_from_it_is_taken_all_the_same() {
    let server = Server::start();
    let (here, there) = ("198.51.100.7", "198.51.100.8");
    for _ in 0..ADDRESS_ATTEMPTS_FREE {
        assert_eq!(guess(&server, here, "WRONG", 0).await.status, StatusCode::FORBIDDEN);
    }
    let waits = guess(&server, here, "WRONG", 0).await;
    assert_eq!((waits.status, waits.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "30"));
    assert_eq!(code(waits.body.as_bytes()), "busy");
    assert_eq!(guess(&server, there, "WRONG", 0).await.status, StatusCode::FORBIDDEN, "nobody else waits");
    let right = server.code("riyadh").await.secret;
    assert_eq!(
        guess(&server, here, &right, 0).await.status,
        StatusCode::OK,
        "a branch behind the same address"
    );
    assert_eq!(guess(&server, here, &right, 0).await.status, StatusCode::TOO_MANY_REQUESTS, "it was used");
    server.pass(30_000);
    assert_eq!(
        guess(&server, here, "WRONG", 0).await.status,
        StatusCode::FORBIDDEN,
        "the wait ends by itself"
    );
    let told = server.state.look_up(|office, door| {
        let device = office.devices().unwrap()[0].device;
        let events = door.events(UnixMillis(0), None, None).unwrap().into_iter();
        let told: Vec<_> = events.map(|event| (event.kind, event.device, event.address, event.n)).collect();
        (device, told)
    });
    let (device, told) = told.await.unwrap();
    let refused = u64::from(ADDRESS_ATTEMPTS_FREE) + 3;
    let at = |address: &str| Some(address.to_owned());
    assert!(told.contains(&(EventKind::EnrolmentRefused, None, at(here), refused)), "{told:?}");
    assert!(told.contains(&(EventKind::EnrolmentRefused, None, at(there), 1)), "{told:?}");
    assert!(told.contains(&(EventKind::Enrolled, Some(device), at(here), 1)), "{told:?}");
    assert_eq!(told.len(), 3, "{told:?}");
}

#[tokio::test]
async fn the_largest_request_to_enrol_is_taken_and_its_answer_is_small() {
    let server = Server::start();
    let secret = server.code("riyadh").await.secret;
    let larger = guess(&server, "", &secret, ENROL_BYTES_MAX + 1).await;
    assert_eq!(larger.status, StatusCode::PAYLOAD_TOO_LARGE);
    let largest = guess(&server, "", &secret, ENROL_BYTES_MAX).await;
    assert_eq!(largest.status, StatusCode::OK, "{}", largest.body);
    assert!(largest.header("content-length").parse::<usize>().unwrap() < 1_024);
}

#[tokio::test]
async fn a_device_that_nobody_knows_is_turned_away() {
    let server = Server::start();
    let (status, body) = server.post("/v1/push", &[], Vec::new()).await;
    assert_eq!((status, code(&body).as_str()), (StatusCode::UNAUTHORIZED, "token"));
    let signature = "00".repeat(64);
    let headers = [("authorization", "Bearer nobody"), (SIGNATURE_HEADER, signature.as_str())];
    let (status, body) = server.post("/v1/push", &headers, vec![1, 2, 3]).await;
    assert!(status.is_client_error(), "{status}");
    assert!(!code(&body).is_empty());
    let pulled = server.get("/v1/pull?scope=catalog&position=0&checksum=", "").await;
    assert_eq!(pulled.status, StatusCode::UNAUTHORIZED);
    let pulled = server.get("/v1/pull?scope=catalog&position=-1", "").await;
    assert_eq!(pulled.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_server_says_that_it_is_well_and_knows_its_methods() {
    let server = Server::start();
    assert_eq!(server.get("/healthz", "").await.body, "ok\n");
    assert_eq!(server.get("/v1/push", "").await.status, StatusCode::METHOD_NOT_ALLOWED);
}

/// Shows the certificate of a kiosk's enrolment from an address.
async fn show(server: &Server, kiosk: &TestKiosk, address: &str) -> Answer {
    let body = kiosk.kiosk.certificate_shown("test").unwrap().unwrap();
    let request = Request::post("/v1/enrol").extension(Caller::new(address.parse().ok(), None));
    server.send(request.body(Body::from(body)).unwrap()).await
}

/// The requests of a device and their bytes, and what is in the account of it but that it was enrolled.
async fn account(server: &Server, kiosk: &TestKiosk) -> (u64, u64, Vec<(EventKind, u64)>) {
    let device = kiosk.kiosk.device().unwrap();
    server.accounts_for(device).await;
    let told = server.state.at_door(move |door, _| {
        let days = door.traffic(UnixMillis(0), Some(device)).unwrap();
        let events = door.events(UnixMillis(0), None, None).unwrap().into_iter();
        let events = events.map(|event| (event.kind, event.n)).filter(|event| event.0 != EventKind::Enrolled);
        let requests = days.iter().map(|day| day.requests).sum();
        (requests, days.iter().map(|day| day.served.bytes).sum(), events.collect())
    });
    told.await.unwrap()
}

#[tokio::test]
async fn a_certificate_is_shown_one_request_at_a_time_and_costs_its_device_like_any_other() {
    let server = Server::start();
    let kiosk = server.kiosk("riyadh", "a").await;
    let device = kiosk.kiosk.device().unwrap();
    let here = "198.51.100.7";
    for _ in 0..3 {
        let known = show(&server, &kiosk, here).await;
        assert_eq!((known.status, known.body.as_str()), (StatusCode::OK, ""));
        // the clock stands still: one that ends late would give back the lease of the next
        server.accounts_for(device).await;
    }
    let length = kiosk.kiosk.certificate_shown("test").unwrap().unwrap().len() as u64;
    let told = account(&server, &kiosk).await;
    assert_eq!(told, (3, 3 * length, vec![(EventKind::KnownAgain, 3)]), "one row an hour");

    let hold = server
        .state
        .at_door(move |door, now| door.take_lease(device, &[9; 16], now, UnixMillis(now.0 + 4_000)).unwrap());
    assert_eq!(hold.await.unwrap(), None);
    let waits = show(&server, &kiosk, here).await;
    assert_eq!((waits.status, waits.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "4"));
    server.pass(4_000);
    assert_eq!(show(&server, &kiosk, here).await.status, StatusCode::OK);
    let budgets = Budgets { bytes: 10_000, ..Budgets::default() };
    server.state.write(move |office, _| office.set_budgets(budgets).unwrap()).await.unwrap();
    assert_eq!(show(&server, &kiosk, here).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_certificate_of_a_device_that_is_here_waits_for_nobody_who_writes() {
    let server = Server::start();
    let kiosk = server.kiosk("riyadh", "a").await;
    let _writer = Rows::of(&server.data(), Part::Office).begin("UPDATE branch SET name_en = 'Held'");
    assert_eq!(show(&server, &kiosk, "198.51.100.7").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_certificate_of_a_device_that_was_shut_out_makes_its_address_wait_and_is_accounted_for() {
    let server = Server::start();
    let kiosk = server.kiosk("riyadh", "a").await;
    let device = kiosk.kiosk.device().unwrap();
    let revoked = server.state.write(move |office, act| office.revoke_device(device, act.now.unix_millis()));
    assert!(revoked.await.unwrap().unwrap());
    for _ in 0..ADDRESS_ATTEMPTS_FREE {
        let refused = show(&server, &kiosk, "198.51.100.7").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert_eq!(code(refused.body.as_bytes()), "revoked_device");
    }
    let waits = show(&server, &kiosk, "198.51.100.7").await;
    assert_eq!((waits.status, waits.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "30"));
    let (requests, _, events) = account(&server, &kiosk).await;
    assert_eq!((requests, events), (0, vec![(EventKind::EnrolmentRefused, 31)]));
}

#[tokio::test]
async fn a_push_that_is_refused_costs_its_device_what_it_sent() {
    let server = Server::start();
    let kiosk = server.kiosk("riyadh", "a").await;
    let (bearer, signature) = (kiosk.bearer(), "00".repeat(64));
    let headers = [("authorization", bearer.as_str()), (SIGNATURE_HEADER, signature.as_str())];
    let (status, _) = server.post("/v1/push", &headers, vec![0; 5_000]).await;
    assert!(status.is_client_error(), "{status}");
    assert_eq!(account(&server, &kiosk).await, (1, 5_000, Vec::new()));
}
