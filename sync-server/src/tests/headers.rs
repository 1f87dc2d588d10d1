//! What every answer says to a browser.

use axum::body::Body;
use axum::http::{HeaderName, Request, StatusCode};

use super::harness::Server;
use crate::pages::PAGES;

#[tokio::test]
async fn every_page_forbids_scripts_frames_and_keeping() {
    let server = Server::start();
    let cookie = server.sign_in().await;
    let others = ["/sign-in", "/nothing", "/healthz", "/v1/pull"];
    for path in PAGES.iter().map(|page| page.path).chain(others) {
        let answer = server.get(path, &cookie).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert!(!policy.contains("script") && !policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert!(!answer.body.contains("<script") && !answer.body.contains(" style="), "{path}");
    }
}

#[tokio::test]
async fn a_message_to_a_device_is_not_kept_and_says_nothing_of_pages() {
    let server = Server::start();
    let kiosk = server.kiosk("riyadh", "a").await;
    let request = Request::get("/v1/pull?scope=catalog&position=0&checksum=&incarnation=")
        .header("authorization", format!("Bearer {}", kiosk.kiosk.token().unwrap()));
    let answer = server.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK);
    let mut names: Vec<&str> = answer.headers.keys().map(HeaderName::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["cache-control", "content-length", "content-type", "x-content-type-options"]);
    assert_eq!(
        [answer.header("cache-control"), answer.header("x-content-type-options")],
        ["no-store", "nosniff"]
    );
}

#[tokio::test]
async fn assets_are_served_under_their_hash_and_kept() {
    let server = Server::start();
    let page = server.get("/sign-in", "").await.body;
    for name in ["style.css", "mark.svg"] {
        let end = page.find(name).unwrap() + name.len();
        let start = page[..end].rfind('"').unwrap() + 1;
        let answer = server.get(&page[start..end], "").await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.header("cache-control").contains("immutable"));
        if name == "style.css" {
            assert!(answer.body.contains(".share-100 {") && !answer.body.contains("http"), "{}", answer.body);
            assert!(!answer.body.contains("margin-left") && !answer.body.contains("text-align: right"));
        }
    }
    assert_eq!(server.get("/assets/x/passwd", "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_page_that_is_not_there_says_so_and_shows_the_way_back() {
    let server = Server::start();
    let answer = server.get("/nothing?lang=en", "").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(
        answer.body.contains("There is no page at this address") && answer.body.contains("href=\"/today\"")
    );
}
