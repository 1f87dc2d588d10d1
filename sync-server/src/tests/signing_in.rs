//! Signing in and out, and how sessions end.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use shared::domain::Role;

use super::harness::{NAME, PASSWORD, Server, join_all};
use crate::Transport;
use crate::auth::{ABSOLUTE_MILLIS, ADDRESS_ATTEMPTS_FREE, ATTEMPTS_FREE, IDLE_MILLIS};
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
async fn repeated_wrong_passwords_make_the_name_wait_at_that_address_and_then_let_it_in() {
    let server = Server::start();
    for _ in 0..ATTEMPTS_FREE {
        assert!(server.sign_in_as(NAME, "wrong password").await.cookie().is_none());
    }
    assert!(server.sign_in_as(NAME, PASSWORD).await.cookie().is_none());
    assert!(server.sign_in_from("198.51.100.7", "", NAME, PASSWORD).await.cookie().is_some());
    server.pass(MINUTE);
    assert!(server.sign_in_as(NAME, PASSWORD).await.cookie().is_some());
}

#[tokio::test]
async fn a_stranger_locks_nobody_out_of_a_browser_that_is_known() {
    let server = Server::start();
    let known = server.sign_in_as(NAME, PASSWORD).await.browser().unwrap();
    for _ in 0..=ATTEMPTS_FREE {
        assert!(server.sign_in_as(NAME, "wrong password").await.cookie().is_none());
    }
    assert!(server.sign_in_as(NAME, PASSWORD).await.cookie().is_none(), "the address waits");
    let at_home = server.sign_in_from("", &known, NAME, PASSWORD).await;
    assert_eq!(at_home.browser().as_ref(), Some(&known), "and stays the same browser");
    let other = server.sign_in_from("", &known, Role::Auditor.code(), PASSWORD).await;
    assert!(other.cookie().is_some(), "for another name it is a stranger's, which is counted by itself");
    for _ in 0..=ATTEMPTS_FREE {
        assert!(server.sign_in_from("", &known, NAME, "wrong password").await.cookie().is_none());
    }
    let counted = server.sign_in_from("198.51.100.9", &known, NAME, PASSWORD).await;
    assert!(counted.cookie().is_none(), "a browser that was stolen is counted by itself, wherever it is");
}

#[tokio::test]
async fn an_address_that_tries_many_names_waits_and_a_known_browser_behind_it_does_not() {
    let server = Server::start();
    let known = server.sign_in_as(NAME, PASSWORD).await.browser().unwrap();
    for n in 0..ADDRESS_ATTEMPTS_FREE {
        assert!(server.sign_in_as(&format!("name-{n}"), "wrong password").await.cookie().is_none());
    }
    assert!(server.sign_in_as(NAME, PASSWORD).await.cookie().is_none());
    assert!(server.sign_in_from("", &known, NAME, PASSWORD).await.cookie().is_some());
}

#[tokio::test]
async fn a_changed_account_ends_its_sessions_and_forgets_its_browsers() {
    let server = Server::start();
    let signed_in = server.sign_in_as(NAME, PASSWORD).await;
    let (cookie, known) = (signed_in.cookie().unwrap(), signed_in.browser().unwrap());
    server.state.write(|office, _| office.change_user(NAME, |_| {})).await.unwrap().unwrap();
    assert_eq!(server.get("/devices", &cookie).await.status, StatusCode::SEE_OTHER);
    for _ in 0..ATTEMPTS_FREE {
        assert!(server.sign_in_as(NAME, "wrong password").await.cookie().is_none());
    }
    assert!(server.sign_in_from("", &known, NAME, PASSWORD).await.cookie().is_none());
}

#[tokio::test]
async fn a_clock_that_is_set_back_ends_sessions_and_never_lengthens_one() {
    let server = Server::start();
    let cookie = server.sign_in().await;
    server.pass(-30_000);
    assert_eq!(server.get("/devices", &cookie).await.status, StatusCode::OK, "it was set right");
    server.pass(-365 * 24 * 60 * MINUTE);
    assert_eq!(server.get("/devices", &cookie).await.status, StatusCode::SEE_OTHER);
    server.pass(365 * 24 * 60 * MINUTE);
    assert_eq!(server.get("/devices", &cookie).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_hundred_sign_ins_at_once_leave_the_administrator_their_turn() {
    let server = Server::start();
    let known = server.sign_in_as(NAME, PASSWORD).await.browser().unwrap();
    let guesses: Vec<_> = (0..100)
        .map(|n| {
            server.sign_in_from("203.0.113.5", "", if n % 2 == 0 { NAME } else { "nobody" }, "wrong password")
        })
        .collect();
    let all = join_all(guesses);
    let known = server.sign_in_from("203.0.113.5", &known, NAME, PASSWORD);
    let fresh = server.sign_in_from("198.51.100.7", "", NAME, PASSWORD);
    let (guessed, known, fresh) = tokio::join!(all, known, fresh);
    assert!(known.cookie().is_some() && fresh.cookie().is_some());
    let count = |status| guessed.iter().filter(|answer| answer.status == status).count();
    assert_eq!(count(StatusCode::FORBIDDEN) + count(StatusCode::SERVICE_UNAVAILABLE), 100);
    assert!(
        count(StatusCode::SERVICE_UNAVAILABLE) > 80,
        "all but the few that may wait were turned away unjudged"
    );
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
    for name in ["__Host-sila", "__Host-sila-browser"] {
        let cookie = answer.set_cookie(name).expect("the password is right");
        assert!(cookie.contains("; Secure") && cookie.contains("; HttpOnly"), "{cookie}");
    }
    assert!(answer.header("strict-transport-security").starts_with("max-age="));
}
