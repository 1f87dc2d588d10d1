//! The public page: where a request is, for whoever brings the code, and nothing for anybody else.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use shared::domain::{FollowCode, read_catalog_line};
use tower::ServiceExt as _;

use super::harness::{Answer, Server};
use super::requests::{id, submitted, taken};
use crate::door::Caller;
use crate::public_router;

/// What stands in a request and must stand in no answer: the person, the service, the branch, the numbers.
const SECRETS: [&str; 6] = ["نورة", "0556880045", "طلب دعم", "Request for support", "الرياض", "riyadh"];

async fn public(server: &Server, request: Request<Body>) -> Answer {
    Answer::read(public_router(server.state.clone()).oneshot(request).await.unwrap()).await
}

async fn get(server: &Server, path: &str) -> Answer {
    public(server, Request::get(path).body(Body::empty()).unwrap()).await
}

async fn get_from(server: &Server, address: &str, path: &str) -> Answer {
    let caller = Caller::new(address.parse().ok(), None);
    public(server, Request::get(path).extension(caller).body(Body::empty()).unwrap()).await
}

async fn code(server: &Server) -> FollowCode {
    let opened = server.state.read(|office| office.open_request(id(1))).await.unwrap().unwrap();
    opened.unwrap().follow_code()
}

#[tokio::test]
async fn whoever_brings_the_code_is_told_where_the_request_is_and_nothing_of_whose_it_is() {
    let server = Server::start();
    submitted(&server).await;
    let path = format!("/r/{}", code(&server).await);
    for (asked, stage, day) in [
        (path.clone(), "طلبكم قيد الدراسة لدى لجنة البحث", "2026"),
        (
            format!("{path}?lang=en"),
            "Your request is being studied by the research committee",
            "6 December 2026",
        ),
        (path.to_lowercase().replacen('-', "", 1), "طلبكم قيد الدراسة لدى لجنة البحث", "2026"),
    ] {
        let answer = get(&server, &asked).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.body.contains(stage) && answer.body.contains(day), "{}", answer.body);
        for secret in SECRETS {
            assert!(!answer.body.contains(secret), "{secret}");
        }
    }
}

#[tokio::test]
async fn a_code_that_nobody_has_is_answered_like_any_other_that_tells_nothing() {
    let server = Server::start();
    submitted(&server).await;
    let known = get(&server, &format!("/r/{}", code(&server).await)).await;
    let others = ["/r/0000-0000-0000-0000", "/r/7K3M-9Q2X-4TNB-H5WD", "/r/x", "/r/%FF", "/r/00000-00000"];
    for path in others {
        let unknown = get(&server, path).await;
        assert_eq!((unknown.status, unknown.body.len()), (known.status, known.body.len()), "{path}");
        assert!(unknown.body.contains("لا نجد طلبًا بهذا الرمز"), "{path}");
    }
}

#[tokio::test]
async fn no_answer_is_kept_indexed_or_led_away_from_and_nothing_is_remembered_of_whoever_asks() {
    let server = Server::start();
    for path in ["/r", "/r/x", "/r/7K3M-9Q2X-4TNB-H5WD?lang=en&text=large", "/", "/visits"] {
        let answer = get(&server, path).await;
        let header = |name: &str| answer.header(name);
        assert_eq!(header("cache-control"), "no-store", "{path}");
        assert_eq!(header("x-robots-tag"), "noindex, nofollow", "{path}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
        assert!(header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        assert_eq!(header("set-cookie"), "", "{path}");
        assert!(!answer.body.contains("<script") && !answer.body.contains("http:"), "{path}");
        assert!(!answer.body.contains('⟦'), "{path}");
    }
}

#[tokio::test]
async fn each_listener_has_its_own_addresses_alone() {
    let server = Server::start();
    for path in ["/", "/visits", "/sign-in", "/v1/pull", "/healthz", "/r/a/b", "/r/"] {
        assert_eq!(get(&server, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let sheet = get(&server, "/assets/x/public.css").await;
    assert!(sheet.status == StatusCode::OK && !sheet.body.contains("http"));
    let cookie = server.sign_in().await;
    for path in ["/r", "/r/7K3M-9Q2X-4TNB-H5WD"] {
        assert_eq!(server.get(path, &cookie).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_code_is_typed_into_a_form_and_one_that_is_none_leads_nowhere() {
    let server = Server::start();
    submitted(&server).await;
    let code = code(&server).await;
    let send = async |typed: &str| {
        let form = form_urlencoded::Serializer::new(String::new()).append_pair("code", typed).finish();
        let request = Request::post("/r?lang=en&text=large");
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        public(&server, request.body(Body::from(form)).unwrap()).await
    };
    let typed = code.to_string().to_lowercase().replace('-', " ");
    let answer = send(&typed).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), format!("/r/{code}?lang=en&text=large"));
    for other in ["", "//evil.example", "https://evil.example/x", "1234"] {
        let answer = send(other).await;
        assert!(answer.status == StatusCode::OK && answer.header("location").is_empty(), "{other}");
        assert!(answer.body.contains("We find no request with this code"), "{other}");
    }
}

#[tokio::test]
async fn an_address_that_looks_up_too_many_codes_waits_and_others_do_not() {
    let server = Server::start();
    submitted(&server).await;
    let path = format!("/r/{}", code(&server).await);
    let mut answers = Vec::new();
    for _ in 0..40 {
        answers.push(get_from(&server, "192.0.2.1", "/r/7K3M-9Q2X-4TNB-H5WD").await.status);
    }
    assert_eq!(answers.iter().filter(|status| **status == StatusCode::OK).count(), 30);
    let refused = get_from(&server, "192.0.2.1", &path).await;
    assert_eq!((refused.status, refused.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "60"));
    assert!(!refused.body.contains("لجنة البحث"));
    assert_eq!(get_from(&server, "192.0.2.2", &path).await.status, StatusCode::OK);
    server.pass(60_000);
    assert_eq!(get_from(&server, "192.0.2.1", &path).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_request_that_was_not_studied_yet_tells_what_is_missing_and_names_no_discreet_paper() {
    let server = Server::start();
    let line =
        r#"{"kind":"paper","code":"prison","name_ar":"إفادة سجن","name_en":"Prison record","discreet":true}"#;
    let card = r#"{"kind":"paper","code":"id_card","name_ar":"الهوية","name_en":"ID card"}"#;
    let entries = [line, card].map(|line| read_catalog_line(line.as_bytes()).unwrap());
    server.state.write(move |office, act| office.publish(act, &entries)).await.unwrap().unwrap();
    taken(&server, r#","terms":{"papers":["id_card","prison","other"]}"#, []).await;
    let path = format!("/r/{}?lang=en", code(&server).await);
    let body = get(&server, &path).await.body;
    assert!(body.contains("ID card") && body.contains("A paper: ask the branch"), "{body}");
    assert!(!body.contains("Prison") && !body.contains("prison") && !body.contains("other<"), "{body}");
}
