//! A server in a temporary directory with a clock of its own, a browser's view of it, and kiosks that record and push.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::Poll;

use axum::Router;
use axum::body::Body;
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use axum::response::Response;
use http_body_util::BodyExt;
use jiff::Timestamp;
use rand::SeedableRng;
use rand::rngs::StdRng;
use shared::domain::{BranchId, DeviceId, DeviceMode, Record, RecordLine, Role, UnixMillis};
use shared::locale::dates;
use shared::replica::{Act, Door, Kiosk, Office, Progress, Reading, Session};
use shared::sync::EnrolmentCode;
use shared::sync::http::HttpRequest;
use tempfile::TempDir;
use tower::ServiceExt;

use crate::auth::Password;
use crate::door::Caller;
use crate::{AppState, Clock, Transport, router};
use shared::sync::http::{PUSH_PATH, SIGNATURE_HEADER};

pub(super) const NAME: &str = "نورة";
pub(super) const PASSWORD: &str = "correct horse";

/// 2026-11-22, 12:00 in Riyadh: a Sunday.
const START_MILLIS: i64 = 1_795_338_000_000;

/// A server and its data.
pub(super) struct Server {
    dir: TempDir,
    pub(super) router: Router,
    pub(super) state: AppState,
    now: Arc<AtomicI64>,
}

/// An answer, read to its end.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

impl Server {
    /// Starts a server with two branches, an administrator, and an account of each role under the role's code.
    pub(super) fn start() -> Self {
        Self::start_behind(Transport::Loopback)
    }

    pub(super) fn start_behind(transport: Transport) -> Self {
        let dir = TempDir::new().unwrap();
        let mut rng = StdRng::seed_from_u64(1);
        let start = UnixMillis(START_MILLIS);
        let office =
            Office::open_or_create(&dir.path().join("office"), &mut Act::new(start, &mut rng)).unwrap();
        for (id, name_ar, name_en) in
            [("riyadh", "فرع الرياض", "Riyadh branch"), ("jeddah", "فرع جدة", "Jeddah branch")]
        {
            office
                .add_branch(&mut Act::new(start, &mut rng), &BranchId::parse(id).unwrap(), name_ar, name_en)
                .unwrap();
        }
        let password = Password::new(PASSWORD.to_owned(), &Role::Administrator, &[NAME]).unwrap();
        let hash = password.hash(&mut rng);
        office.add_user(NAME, &Role::Administrator, &hash).unwrap().expect("the name is free");
        for role in Role::KNOWN.iter().chain([&Role::from_code("astronaut")]) {
            office.add_user(role.code(), role, &hash).unwrap().expect("the name is free");
        }
        let now = Arc::new(AtomicI64::new(START_MILLIS));
        let hand = Arc::clone(&now);
        let clock = Clock::new(move || UnixMillis(hand.load(Ordering::Relaxed)));
        let door = office.door().unwrap();
        let state = AppState::new(office, door, rng, clock, transport);
        Self { dir, router: router(state.clone()), state, now }
    }

    /// Lets time pass.
    pub(super) fn pass(&self, millis: i64) {
        self.now.fetch_add(millis, Ordering::Relaxed);
    }

    /// Waits until a device's last request is in its account: that is written behind the answer, when its lease is given back.
    pub(super) async fn accounts_for(&self, device: DeviceId) {
        let is_held = || {
            // one that would last for ever is a fault's, and the server takes no notice of it
            let take = move |door: &Door, now| door.take_lease(device, &[9; 16], now, UnixMillis(i64::MAX));
            self.state.at_door(take)
        };
        while is_held().await.unwrap().unwrap().is_some() {
            tokio::task::yield_now().await;
        }
    }

    /// Returns head office's data directory.
    pub(super) fn data(&self) -> std::path::PathBuf {
        self.dir.path().join("office")
    }

    pub(super) fn reading(&self) -> Reading {
        let now = Timestamp::from_millisecond(self.now.load(Ordering::Relaxed)).unwrap();
        Reading { wall: now.to_zoned(dates::riyadh()), monotonic_millis: 0, boot: uuid::Uuid::nil() }
    }

    pub(super) async fn send(&self, request: Request<Body>) -> Answer {
        Answer::read(self.router.clone().oneshot(request).await.unwrap()).await
    }

    pub(super) async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send(Request::get(path).header(COOKIE, cookie).body(Body::empty()).unwrap()).await
    }

    pub(super) async fn post_form(&self, path: &str, cookie: &str, form: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        self.post_body(path, cookie, "application/x-www-form-urlencoded", body).await
    }

    /// Sends a body of any content type as this site's own form would be sent.
    pub(super) async fn post_body(
        &self,
        path: &str,
        cookie: &str,
        content: &str,
        body: impl Into<String>,
    ) -> Answer {
        let body = body.into();
        let request = Request::post(path)
            .header(COOKIE, cookie)
            .header("content-type", content)
            .header("sec-fetch-site", "same-origin");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Signs in and returns the session's cookie.
    pub(super) async fn sign_in(&self) -> String {
        self.sign_in_as(NAME, PASSWORD).await.cookie().expect("the password is right")
    }

    /// Signs in as the account of a role.
    pub(super) async fn sign_in_in_role(&self, role: &Role) -> String {
        self.sign_in_as(role.code(), PASSWORD).await.cookie().expect("the password is right")
    }

    pub(super) async fn sign_in_as(&self, name: &str, password: &str) -> Answer {
        self.post_form("/sign-in", "", &[("name", name), ("password", password)]).await
    }

    /// Signs in from an address, in a browser that has a cookie; "" is no address, or no cookie.
    pub(super) async fn sign_in_from(
        &self,
        address: &str,
        cookie: &str,
        name: &str,
        password: &str,
    ) -> Answer {
        let form = [("name", name), ("password", password)];
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = Request::post("/sign-in")
            .header(COOKIE, cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .extension(Caller::new(address.parse().ok(), None));
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    pub(super) async fn post(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> (StatusCode, Vec<u8>) {
        let mut request = Request::builder().method(Method::POST).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let status = response.status();
        (status, response.into_body().collect().await.unwrap().to_bytes().to_vec())
    }

    /// Makes a code for a device of a branch.
    pub(super) async fn code(&self, branch: &str) -> EnrolmentCode {
        let branch = BranchId::parse(branch).unwrap();
        let code = self.state.write(move |office, act| {
            office.new_enrolment_code(act, &branch, &DeviceMode::Branch).unwrap().text
        });
        EnrolmentCode::parse(&code.await.unwrap()).unwrap()
    }

    /// Enrols a kiosk of a branch.
    pub(super) async fn kiosk(&self, branch: &str, name: &str) -> TestKiosk {
        let code = self.code(branch).await;
        let mut dice = StdRng::seed_from_u64(u64::from(name.as_bytes()[0]));
        let (mut kiosk, _) = Kiosk::open_or_create(&self.dir.path().join(name), &mut dice).unwrap();
        let enrolment = kiosk.begin_enrolment(&mut dice, "http://127.0.0.1", &code, "test").unwrap();
        let (status, reply) = self.post("/v1/enrol", &[], enrolment.body.clone()).await;
        assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&reply));
        let mut act = Act::new(self.reading(), &mut dice);
        kiosk.finish_enrolment(&mut act, enrolment, &reply, None).unwrap();
        TestKiosk { kiosk, dice }
    }
}

impl Answer {
    /// Reads an answer to its end.
    pub(super) async fn read(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Self { status: parts.status, headers: parts.headers, body }
    }

    /// Returns the session's cookie as a browser sends it back.
    pub(super) fn cookie(&self) -> Option<String> {
        let set = self.headers.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        let pair = set.filter_map(|line| line.split(';').next()).find(|pair| pair.contains("sila="))?;
        Some(pair.to_owned())
    }

    /// Returns the cookie by which the browser is known from now on, as it sends it back.
    pub(super) fn browser(&self) -> Option<String> {
        self.set_cookie("sila-browser")?.split(';').next().map(str::to_owned)
    }

    /// Returns the line that tells a browser to keep a cookie.
    pub(super) fn set_cookie(&self, name: &str) -> Option<&str> {
        let mut set = self.headers.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        set.find(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with('=')))
    }

    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

/// Waits for all of some answers, which are on their way at once.
pub(super) async fn join_all<T>(futures: Vec<impl Future<Output = T>>) -> Vec<T> {
    let mut running: Vec<_> = futures.into_iter().map(Box::pin).map(Some).collect();
    let mut done: Vec<Option<T>> = running.iter().map(|_| None).collect();
    std::future::poll_fn(|cx| {
        for (future, done) in running.iter_mut().zip(&mut done) {
            if let Some(waiting) = future
                && let Poll::Ready(answer) = waiting.as_mut().poll(cx)
            {
                (*done, *future) = (Some(answer), None);
            }
        }
        if running.iter().all(Option::is_none) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}

/// A kiosk and its dice.
pub(super) struct TestKiosk {
    pub(super) kiosk: Kiosk,
    dice: StdRng,
}

impl TestKiosk {
    /// Returns what proves the device.
    pub(super) fn bearer(&self) -> String {
        format!("Bearer {}", self.kiosk.token().unwrap())
    }

    /// Records lines and pushes until nothing is left.
    pub(super) async fn deliver(&mut self, server: &Server, lines: &[String]) {
        let read = |line: &String| -> Record { RecordLine::parse(line.as_bytes()).unwrap().record };
        let records: Vec<Record> = lines.iter().map(read).collect();
        let mut act = Act::new(server.reading(), &mut self.dice);
        self.kiosk.record(&mut act, &records).unwrap();
        self.kiosk.move_due_ratings(&mut act).unwrap();
        while self.push(server).await == shared::replica::SyncStep::Again {}
    }

    /// Records lines and exchanges to the end, and waits as long as the server asks it to. Returns each wait, in seconds.
    pub(super) async fn exchange_patiently(&mut self, server: &Server, lines: &[String]) -> Vec<u64> {
        let read = |line: &String| -> Record { RecordLine::parse(line.as_bytes()).unwrap().record };
        let records: Vec<Record> = lines.iter().map(read).collect();
        let mut act = Act::new(server.reading(), &mut self.dice);
        self.kiosk.record(&mut act, &records).unwrap();
        let (mut session, mut request) = Session::begin(&mut self.kiosk, &mut act, "test").unwrap();
        let token = self.kiosk.token().unwrap().to_owned();
        let mut waits = Vec::new();
        loop {
            let HttpRequest { path, headers, body } = request.to_http(&token);
            let sent = headers
                .into_iter()
                .fold(Request::builder().uri(path), |sent, (name, value)| sent.header(name, value));
            let sent = match body {
                Some(body) => sent.method(Method::POST).body(Body::from(body)),
                None => sent.body(Body::empty()),
            };
            let response = server.router.clone().oneshot(sent.unwrap()).await.unwrap();
            let (parts, body) = response.into_parts();
            let bytes = body.collect().await.unwrap().to_bytes();
            server.accounts_for(self.kiosk.device().unwrap()).await;
            if parts.status == StatusCode::TOO_MANY_REQUESTS {
                let secs = parts.headers["retry-after"].to_str().unwrap().parse().unwrap();
                waits.push(secs);
                server.pass(i64::try_from(secs).unwrap() * 1_000);
                continue;
            }
            assert_eq!(parts.status, StatusCode::OK, "{}", String::from_utf8_lossy(&bytes));
            let mut act = Act::new(server.reading(), &mut self.dice);
            match session.take(&mut self.kiosk, &mut act, &bytes).unwrap() {
                Progress::Next(next) => request = next,
                Progress::Done => return waits,
                Progress::Undone => panic!("the exchange came to no end"),
            }
        }
    }

    async fn push(&mut self, server: &Server) -> shared::replica::SyncStep {
        let mut act = Act::new(server.reading(), &mut self.dice);
        let push = self.kiosk.next_push(&mut act, "test").unwrap();
        let token = format!("Bearer {}", self.kiosk.token().unwrap());
        let headers = [("authorization", token.as_str()), (SIGNATURE_HEADER, push.signature.as_str())];
        let (status, reply) = server.post(PUSH_PATH, &headers, push.body.clone()).await;
        assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&reply));
        self.kiosk.take_push_reply(&mut act, &push, &reply).unwrap()
    }
}

/// A visit's line on a day of November 2026.
pub(super) fn visit(number: u32, day: u32, channel: &str, services: &str) -> String {
    format!(
        r#"{{"type":"visit","id":"{number:08x}-0000-7000-8000-000000000000","at":"2026-11-{day:02}T08:30:00+03:00","party":"beneficiary","channel":"{channel}","services":[{services}],"beneficiary":{{"national_id":"1000000008","name":"سر مكتوم","mobile":"0556880045"}},"purpose":"كلام خاص"}}"#
    )
}

/// A rating's line on the first of November 2026.
pub(super) fn rating(number: u32, service: &str, score: &str, provider_score: &str) -> String {
    format!(
        r#"{{"type":"rating","id":"{number:08x}-0000-4000-8000-000000000000","at":"2026-11-01T08:53:00+03:00","service":"{service}","channel":"interview","score":"{score}","provider_score":{provider_score},"comment":"تعليق خاص"}}"#
    )
}
