//! Arabic first, English beside it.

use super::harness::Server;
use crate::Transport;
use crate::pages::PAGES;

#[tokio::test]
async fn every_page_speaks_both_languages_in_their_directions_and_lacks_no_word() {
    let server = Server::start();
    let cookie = server.sign_in().await;
    for path in PAGES.iter().map(|page| page.path).chain(["/sign-in", "/nothing"]) {
        let arabic = server.get(path, &cookie).await.body;
        assert!(arabic.contains(r#"<html lang="ar" dir="rtl">"#), "{path}");
        let english = server.get(&format!("{path}?lang=en"), &cookie).await.body;
        assert!(english.contains(r#"<html lang="en" dir="ltr">"#), "{path}");
        assert!(!arabic.contains('⟦') && !english.contains('⟦'), "{path}");
    }
}

#[tokio::test]
async fn a_language_that_was_asked_for_is_remembered() {
    let server = Server::start();
    let asked = server.get("/sign-in?lang=en", "").await;
    let set = asked.header("set-cookie");
    assert_eq!(set, "sila-language=en; HttpOnly; SameSite=Lax; Path=/; Max-Age=31536000");
    let later = server.get("/sign-in", set.split(';').next().unwrap()).await;
    assert!(later.body.contains(r#"lang="en""#) && later.header("set-cookie").is_empty());
}

#[tokio::test]
async fn over_https_no_other_host_sets_the_language() {
    let server = Server::start_behind(Transport::Tls);
    let asked = server.get("/sign-in?lang=en", "").await;
    let set = asked.header("set-cookie");
    assert_eq!(set, "__Host-sila-language=en; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=31536000");
    assert!(server.get("/sign-in", set.split(';').next().unwrap()).await.body.contains(r#"lang="en""#));
    assert!(!server.get("/sign-in", "sila-language=en").await.body.contains(r#"<html lang="en""#));
}

#[tokio::test]
async fn the_way_to_the_other_language_keeps_the_filter() {
    let server = Server::start();
    let cookie = server.sign_in().await;
    let body = server.get("/visits?channel=letter&page=2", &cookie).await.body;
    assert!(body.contains(r#"href="/visits?channel=letter&#38;page=2&#38;lang=en""#), "{body}");
}
