//! Signing in and out, and how sessions end.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use shared::domain::Role;

use super::harness::{NAME, PASSWORD, Server};
use crate::Transport;
use crate::auth::{ABSOLUTE_MILLIS, ATTEMPTS_FREE, IDLE_MILLIS};
use crate::pages::PAGES;

const MINUTE: i64 = 60_000;

#[tokio::test]
async fn whoever_is_not_signed_in_is_led_to_the_form_and_back() {
    let server = Server::start();
    let sent = server.get("/visits?channel=letter", "").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(sent.header("location"), "/sign-in?next=%2Fvisits%3Fchannel%3Dletter");
    let form = server.get(sent.header("location"), "").await;
    assert!(form.body.contains(r#"name="next" value="/visits?channel=letter""#), "{}", form.body);
    let fields = [("name", NAME), ("password", PASSWORD), ("next", "/visits?channel=letter")];
    let signed_in = server.post_form("/sign-in", "", &fields).await;
    assert_eq!(
        (signed_in.status, signed_in.header("location")),
        (StatusCode::SEE_OTHER, "/visits?channel=letter")
    );
    assert_eq!(server.get("/visits", &signed_in.cookie().unwrap()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_get_the_same_answer() {
    let server = Server::start();
    let wrong = server.sign_in_as(NAME, "wrong password").await;
    let unknown = server.sign_in_as("nobody", "wrong password").await;
    assert_eq!((wrong.status, unknown.status), (StatusCode::FORBIDDEN, StatusCode::FORBIDDEN));
    assert_eq!(wrong.body.replace(NAME, "nobody"), unknown.body);
    assert!(wrong.cookie().is_none() && !wrong.body.contains("wrong password"));
}

#[tokio::test]
async fn repeated_wrong_passwords_make_the_account_wait_and_then_let_it_in() {
    let server = Server::start();
    for _ in 0..ATTEMPTS_FREE {
        assert!(server.sign_in_as(NAME, "wrong password").await.cookie().is_none());
    }
    assert!(server.sign_in_as(NAME, PASSWORD).await.cookie().is_none());
    server.pass(MINUTE);
    assert!(server.sign_in_as(NAME, PASSWORD).await.cookie().is_some());
}

#[tokio::test]
async fn a_session_ends_after_half_an_hour_of_rest() {
    let server = Server::start();
    let cookie = server.sign_in().await;
    server.pass(IDLE_MILLIS - 1);
    assert_eq!(server.get("/devices", &cookie).await.status, StatusCode::OK);
    server.pass(IDLE_MILLIS);
    let ended = server.get("/devices", &cookie).await;
    assert_eq!(ended.header("location"), "/sign-in?next=%2Fdevices&ended=1");
    server.pass(-IDLE_MILLIS);
    assert_eq!(server.get("/devices", &cookie).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_session_in_use_ends_after_twelve_hours() {
    let server = Server::start();
    let cookie = server.sign_in().await;
    for _ in 0..ABSOLUTE_MILLIS / (20 * MINUTE) - 1 {
        server.pass(20 * MINUTE);
        assert_eq!(server.get("/devices", &cookie).await.status, StatusCode::OK);
    }
    server.pass(20 * MINUTE);
    assert_eq!(server.get("/devices", &cookie).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn signing_out_ends_the_session_at_the_server() {
    let server = Server::start();
    let cookie = server.sign_in().await;
    let out = server.post_form("/sign-out", &cookie, &[]).await;
    assert_eq!(out.header("location"), "/sign-in?out=1");
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(server.get("/visits", &cookie).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let server = Server::start();
    let cookie = server.sign_in().await;
    let request = Request::post("/sign-out").header("cookie", &cookie).header("sec-fetch-site", "cross-site");
    let refused = server.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(server.get("/visits", &cookie).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_role_that_this_version_does_not_know_sees_nothing() {
    let server = Server::start();
    let cookie = server.sign_in_in_role(&Role::from_code("astronaut")).await;
    for page in &PAGES {
        assert_eq!(server.get(page.path, &cookie).await.status, StatusCode::FORBIDDEN, "{}", page.path);
    }
}

#[tokio::test]
async fn a_form_over_its_limit_is_refused() {
    let server = Server::start();
    let answer = server.sign_in_as(NAME, &"x".repeat(20_000)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.body.contains("<html lang=\"ar\""), "{}", answer.body);
}

#[tokio::test]
async fn over_https_the_cookie_is_bound_to_this_host() {
    let server = Server::start_behind(Transport::Tls);
    let answer = server.sign_in_as(NAME, PASSWORD).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-sila=") && cookie.contains("; Secure"), "{cookie}");
    assert!(answer.header("strict-transport-security").starts_with("max-age="));
}
