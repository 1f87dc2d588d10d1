//! Support requests on head office's pages: the list names nobody, what is masked is opened with a purpose and accounted for, and
//! the page records what whoever looks at it may do.

use axum::http::StatusCode;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use shared::domain::request::State;
use shared::domain::{Code, FactId, Record, RecordLine, Role};
use shared::replica::{Act, NewPin, Office, PinCost, RecordOutcome};

use super::harness::{Server, TestKiosk};

const PASS_PIN: &str = "864209";

pub(super) fn id(n: u32) -> FactId {
    FactId::parse(&format!("00000000-0000-4000-8000-0002{n:08}")).unwrap()
}

fn record(line: &str) -> Record {
    RecordLine::parse(line.as_bytes()).unwrap().record
}

fn step(n: u32, step: &str, fields: &str) -> Record {
    let (own, of) = (id(n), id(1));
    record(&format!(
        r#"{{"type":"request_step","id":"{own}","request":"{of}","at":"2026-11-22T10:00:00+03:00","step":"{step}"{fields}}}"#
    ))
}

/// A request of Nora's that Sara submitted at the branch.
pub(super) async fn submitted(server: &Server) -> TestKiosk {
    let steps = [
        step(2, "received", ""),
        step(3, "attested", r#","text":"attestation-1","reason":"بصمت أمام شاهدة""#),
        step(4, "submitted", r#","told_date":"2026-12-06""#),
    ];
    taken(server, "", steps).await
}

/// A request of Nora's that Sara took at the branch, with more fields, and what she did about it.
pub(super) async fn taken(server: &Server, more: &str, steps: impl IntoIterator<Item = Record>) -> TestKiosk {
    let mut kiosk = server.kiosk("riyadh", "riyadh").await;
    let (device, sara) = (kiosk.kiosk.device().unwrap(), Code::new("sara").unwrap());
    let staff = sara.clone();
    let issue =
        move |office: &Office, act: &mut Act| office.issue_pass(act, device, &staff, &Role::Relations);
    let code = server.state.write(issue).await.unwrap().unwrap();
    kiosk.exchange_patiently(server, &[]).await;
    let mut dice = StdRng::seed_from_u64(7);
    let pin = NewPin::new(&mut dice, PASS_PIN, PinCost { memory_kib: 8, passes: 1 });
    kiosk.kiosk.set_pin_with_pass(server.reading().unix_millis(), &sara, &code, pin).unwrap();
    let asked = record(&format!(
        r#"{{"type":"request","id":"{}","at":"2026-11-22T09:00:00+03:00","channel":"interview","service":"support","beneficiary":{{"name":"نورة القحطاني","mobile":"0556880045"}}{more}}}"#,
        id(1)
    ));
    for record in std::iter::once(asked).chain(steps) {
        let mut act = Act { by: Some(sara.clone()), ..Act::new(server.reading(), &mut dice) };
        let outcomes = kiosk.kiosk.record(&mut act, &[record]).unwrap();
        assert!(matches!(outcomes[..], [RecordOutcome::Saved(_)]), "{outcomes:?}");
    }
    kiosk.exchange_patiently(server, &[]).await;
    kiosk
}

async fn state_of(server: &Server) -> State {
    let read = |office: &Office| office.open_request(id(1)).unwrap().unwrap().case.state;
    server.state.read(read).await.unwrap()
}

/// Returns the ends of the history that a page shows.
fn seen_in(body: &str) -> String {
    let rest = body.split(r#"name="seen" value=""#).nth(1).expect("a form");
    rest.split('"').next().unwrap().to_owned()
}

async fn send(server: &Server, cookie: &str, act: &str, fields: &[(&str, &str)]) -> super::harness::Answer {
    let (page, id) = (format!("/request?id={}", id(1)), id(1).to_string());
    let seen = seen_in(&server.get(&page, cookie).await.body);
    let mut form = vec![("id", id.as_str()), ("act", act), ("seen", seen.as_str())];
    form.extend(fields);
    server.post_form("/request", cookie, &form).await
}

#[tokio::test]
async fn the_list_shows_how_requests_stand_and_names_nobody() {
    let server = Server::start();
    submitted(&server).await;
    let cookie = server.sign_in_in_role(&Role::Committee).await;
    for path in ["/requests?lang=en", "/requests?lang=en&state=submitted"] {
        let body = server.get(path, &cookie).await.body;
        assert!(
            body.contains("riyadh/1448/000001") && body.contains("With the research committee"),
            "{body}"
        );
        assert!(body.contains("06/12/2026") && body.contains(&format!("/request?id={}", id(1))));
        assert!(!body.contains("نورة") && !body.contains("0556880045"), "nobody is named");
    }
    let none = server.get("/requests?lang=en&state=delivered", &cookie).await.body;
    assert!(none.contains("No requests in this state."));
    assert_eq!(server.get("/request?id=1", &cookie).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn everybody_starts_with_what_waits_for_their_role_and_what_of_it_is_overdue() {
    let server = Server::start();
    submitted(&server).await;
    let researcher = server.sign_in_in_role(&Role::SocialResearch).await;
    assert_eq!(server.get("/", &researcher).await.header("location"), "/today");
    let body = server.get("/today?lang=en", &researcher).await.body;
    assert!(body.contains(r#"href="/requests?state=submitted""#) && !body.contains("overdue"), "{body}");
    let committee = server.sign_in_in_role(&Role::Committee).await;
    let body = server.get("/today?lang=en", &committee).await.body;
    assert!(body.contains("Nothing waits for you now."), "it waits for a study first");
    let representative = server.sign_in_in_role(&Role::Representative).await;
    let body = server.get("/today?lang=en", &representative).await.body;
    assert!(!body.contains("/requests"), "nothing leads to a page that is not theirs");
    // the applicant was told the sixth of December
    server.pass(15 * 24 * 3_600_000);
    let researcher = server.sign_in_in_role(&Role::SocialResearch).await;
    let body = server.get("/today?lang=en", &researcher).await.body;
    assert!(body.contains("1 overdue"), "{body}");
}

#[tokio::test]
async fn what_is_masked_opens_with_a_purpose_and_every_opening_stands_in_the_account() {
    let server = Server::start();
    submitted(&server).await;
    let cookie = server.sign_in_in_role(&Role::SocialResearch).await;
    let page = format!("/request?id={}&lang=en", id(1));
    let body = server.get(&page, &cookie).await.body;
    assert!(!body.contains("نورة") && !body.contains("بصمت أمام شاهدة"), "it is masked");
    let opened = id(1).to_string();
    let form = [("id", opened.as_str()), ("act", "open"), ("purpose", "study")];
    let body = server.post_form("/request", &cookie, &form).await.body;
    assert!(
        body.contains("نورة القحطاني") && body.contains("0556880045") && body.contains("بصمت أمام شاهدة")
    );
    assert!(!server.get(&page, &cookie).await.body.contains("نورة"), "the next page is masked again");
    let form = [("id", opened.as_str()), ("act", "open"), ("purpose", "curiosity")];
    assert_eq!(server.post_form("/request", &cookie, &form).await.status, StatusCode::BAD_REQUEST);
    let read = |office: &Office| {
        let mut rows = Vec::new();
        let each = |row| {
            rows.push(row);
            Ok::<_, shared::store::StoreError>(())
        };
        office.each_audit_row(each).unwrap();
        (rows, office.verify_audit(None).unwrap())
    };
    let (rows, state) = server.state.read(read).await.unwrap();
    let told: Vec<_> = rows.iter().map(|row| (row.by.as_str(), row.about, row.purpose.as_deref())).collect();
    assert_eq!(told, [("social_research", Some(id(1)), Some("study"))]);
    assert_eq!((state.rows, state.bad, state.head), (1, None, rows[0].hash));
}

#[tokio::test]
async fn a_page_offers_and_takes_only_what_its_reader_may_do_next() {
    let server = Server::start();
    submitted(&server).await;
    let page = format!("/request?id={}&lang=en", id(1));
    let auditor = server.sign_in_in_role(&Role::Auditor).await;
    assert!(!server.get(&page, &auditor).await.body.contains(r#"name="seen""#), "an auditor does nothing");
    let researcher = server.sign_in_in_role(&Role::SocialResearch).await;
    let body = server.get(&page, &researcher).await.body;
    assert!(body.contains(r#"value="studied""#) && !body.contains(r#"value="decided""#));
    let refused = send(&server, &researcher, "studied", &[("recommendation", "accept")]).await;
    assert_eq!(refused.status, StatusCode::OK);
    assert!(refused.body.contains(r#"class="notice problem""#), "a reason is missing");
    assert_eq!(state_of(&server).await, State::Submitted);
    let fields = [("recommendation", "accept"), ("reason", "دخل الأسرة لا يكفي")];
    let taken = send(&server, &researcher, "studied", &fields).await;
    assert_eq!((taken.status, state_of(&server).await), (StatusCode::SEE_OTHER, State::Studied));

    let committee = server.sign_in_in_role(&Role::Committee).await;
    let decision = [("outcome", "accept"), ("amount", "١٬٥٠٠"), ("reason", "حاجة الأسرة")];
    let (own, before) = (id(1).to_string(), id(4).to_string());
    let mut form = vec![("id", own.as_str()), ("act", "decided"), ("seen", before.as_str())];
    form.extend(decision);
    let stale = server.post_form("/request", &committee, &form).await.body;
    assert!(stale.contains(r#"class="notice problem""#), "somebody studied it meanwhile");
    assert_eq!(send(&server, &committee, "decided", &decision).await.status, StatusCode::SEE_OTHER);
    assert_eq!(state_of(&server).await, State::Studied, "one member decides nothing");
    let again = server.get(&page, &committee).await.body;
    assert!(!again.contains(r#"value="decided""#), "one member decides once");
    let other = send(&server, &researcher, "decided", &decision).await;
    assert!(other.body.contains(r#"class="notice problem""#), "a researcher decides nothing");
}

/// Sends a step of a session and returns the page that follows.
async fn in_session(server: &Server, cookie: &str, path: &str, fields: &[(&str, &str)]) -> String {
    let id = path.split("id=").nth(1).unwrap().to_owned();
    let mut form = vec![("id", id.as_str())];
    form.extend(fields);
    let answer = server.post_form("/session", cookie, &form).await;
    if answer.status == StatusCode::SEE_OTHER {
        return server.get(&format!("{path}&lang=en"), cookie).await.body;
    }
    answer.body
}

#[tokio::test]
async fn a_session_is_opened_decides_a_request_and_is_closed_and_signed_on_its_pages() {
    let server = Server::start();
    submitted(&server).await;
    let committee = server.sign_in_in_role(&Role::Committee).await;
    let auditor = server.sign_in_in_role(&Role::Auditor).await;
    let own = id(1).to_string();
    let form =
        [("place", "المقر"), ("chair", "committee"), ("present", "committee"), ("agenda", own.as_str())];
    let page = server.get("/sessions?lang=en", &committee).await.body;
    assert!(page.contains("riyadh/1448/000001") && page.contains(r#"name="present" value="committee""#));
    assert!(!server.get("/sessions", &auditor).await.body.contains(r#"name="agenda""#));
    let refused = server.post_form("/sessions", &auditor, &form).await;
    assert!(refused.body.contains(r#"class="notice problem""#), "an auditor opens none");
    let nobody = [("chair", "committee"), ("agenda", own.as_str())];
    let refused = server.post_form("/sessions", &committee, &nobody).await;
    assert!(refused.body.contains(r#"class="notice problem""#), "somebody must be there");
    let opened = server.post_form("/sessions", &committee, &form).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER);
    let path = opened.header("location").to_owned();
    let body = server.get(&format!("{path}&lang=en"), &committee).await.body;
    assert!(body.contains("minutes/1448/000001") && body.contains("riyadh/1448/000001"), "{body}");
    assert!(!body.contains("نورة"), "nobody is named");
    let discussed = [("act", "discussed"), ("request", own.as_str()), ("text", "حاجة الأسرة قائمة")];
    assert!(in_session(&server, &committee, &path, &discussed).await.contains("حاجة الأسرة قائمة"));
    let decision = [
        ("session", "minutes/1448/000001"),
        ("outcome", "accept"),
        ("amount", "1500"),
        ("reason", "قبل الموعد لحاجة الأسرة"),
    ];
    assert_eq!(send(&server, &committee, "decided", &decision).await.status, StatusCode::SEE_OTHER);
    let body = server.get(&format!("{path}&lang=en"), &committee).await.body;
    assert!(body.contains("for: 1") && body.contains("1500"), "{body}");
    let unsigned = in_session(&server, &committee, &path, &[("act", "signed")]).await;
    assert!(unsigned.contains(r#"class="notice problem""#), "it is still open");
    assert!(in_session(&server, &committee, &path, &[("act", "closed")]).await.contains("not signed by all"));
    let signed = in_session(&server, &committee, &path, &[("act", "signed"), ("on_behalf_of", "committee")]);
    let signed = signed.await;
    assert!(signed.contains("Closed and signed") && signed.contains("Digest of the minutes"), "{signed}");
    let late = in_session(&server, &committee, &path, &discussed).await;
    assert!(late.contains(r#"class="notice problem""#), "closed minutes never change");
}

#[tokio::test]
async fn an_account_that_was_changed_does_not_pass() {
    let server = Server::start();
    submitted(&server).await;
    let cookie = server.sign_in_in_role(&Role::Committee).await;
    let opened = id(1).to_string();
    for purpose in ["study", "decision", "audit"] {
        let form = [("id", opened.as_str()), ("act", "open"), ("purpose", purpose)];
        server.post_form("/request", &cookie, &form).await;
    }
    let verify = |head| {
        let read = move |office: &Office| office.verify_audit(head).unwrap();
        server.state.read(read)
    };
    let whole = verify(None).await.unwrap();
    assert_eq!((whole.rows, whole.bad), (3, None));
    let rows = shared::replica::Rows::of(&server.data(), shared::store::Part::Office);
    rows.run("DELETE FROM audit WHERE id = 3", &[]);
    assert_eq!(verify(None).await.unwrap().bad, None, "an end that was cut off is not seen by itself");
    assert!(!verify(Some(whole.head)).await.unwrap().has_head, "but by the head that somebody noted");
    rows.run("UPDATE audit SET purpose = 'audit' WHERE id = 1", &[]);
    assert_eq!(verify(None).await.unwrap().bad, Some(1));
}
