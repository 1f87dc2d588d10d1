//! The list of contacts: filters, pages, and what it never shows.

use super::harness::{Server, TestKiosk, visit};
use crate::pages::PAGES;

async fn with_visits() -> (Server, String) {
    let server = Server::start();
    let mut riyadh: TestKiosk = server.kiosk("riyadh", "a").await;
    let mut jeddah = server.kiosk("jeddah", "b").await;
    let of_riyadh: Vec<String> =
        (0..101).map(|number| visit(number, 1 + number % 20, "interview", r#""support""#)).collect();
    riyadh.deliver(&server, &of_riyadh).await;
    jeddah.deliver(&server, &[visit(1000, 21, "letter", r#""housing","support""#)]).await;
    let cookie = server.sign_in().await;
    (server, cookie)
}

fn rows(page: &str) -> usize {
    page.matches("<time ").count()
}

#[tokio::test]
async fn the_list_comes_in_pages_of_fifty_and_an_impossible_page_is_the_nearest() {
    let (server, cookie) = with_visits().await;
    for (page, expected, showing) in
        [("1", 50, "1–50"), ("3", 2, "101–102"), ("99", 2, "101–102"), ("-1", 50, "1–50")]
    {
        let body = server.get(&format!("/visits?lang=en&page={page}"), &cookie).await.body;
        assert_eq!(rows(&body), expected, "{page}");
        let plain = shared::locale::without_marks(&body);
        assert!(plain.contains(&format!("Showing {showing} of 102")), "{page}");
    }
}

#[tokio::test]
async fn each_filter_keeps_what_it_names() {
    let (server, cookie) = with_visits().await;
    for (query, expected) in [
        ("branch=jeddah", 1),
        ("channel=letter", 1),
        ("channel=website", 0),
        ("service=housing", 1),
        ("service=support&branch=jeddah", 1),
        ("from=2026-11-21", 1),
        ("to=2026-11-01", 6),
        ("from=2026-11-02&to=2026-11-02", 5),
        ("from=2026-11-03&to=2026-11-02", 0),
        ("from=21/11/2026", 1),
        ("from=%D9%A2%D9%A1/%D9%A1%D9%A1/%D9%A2%D9%A0%D9%A2%D9%A6", 1),
        ("from=11/6/1448&to=1448-06-11", 1),
        ("from=12/6/1448", 0),
        ("to=10/2026", 0),
        ("branch=%27%20OR%201%3D1%20--", 0),
        ("branch=&channel=&from=&to=", 50),
    ] {
        let body = server.get(&format!("/visits?{query}"), &cookie).await.body;
        assert_eq!(rows(&body), expected, "{query}");
    }
}

#[tokio::test]
async fn a_filter_that_is_wrong_says_so() {
    let (server, cookie) = with_visits().await;
    let wrong = server.get("/visits?lang=en&from=yesterday%3Cb%3E", &cookie).await.body;
    assert!(wrong.contains("Not a date") && !wrong.contains("yesterday<b>"), "{wrong}");
    assert!(
        wrong.contains(r#"value="yesterday&#60;b&#62;""#),
        "it stays in the field, to be mended: {wrong}"
    );
    let swapped = server.get("/visits?lang=en&from=2026-11-03&to=2026-11-02", &cookie).await.body;
    assert!(swapped.contains("The first date is after the last one"), "{swapped}");
}

#[tokio::test]
async fn a_date_of_the_filter_is_said_in_both_calendars() {
    let (server, cookie) = with_visits().await;
    for typed in ["21/11/2026", "11/6/1448"] {
        let body = server.get(&format!("/visits?from={typed}"), &cookie).await.body;
        let plain = shared::locale::without_marks(&body);
        assert!(plain.contains("21 نوفمبر 2026") && plain.contains("11 جمادى الآخرة 1448"), "{plain}");
        assert!(body.contains(&format!(r#"value="{typed}""#)), "{body}");
    }
    let body = server.get("/visits?lang=en", &cookie).await.body;
    assert!(!body.contains(r#"type="date""#) && body.contains("In either calendar"), "{body}");
}

#[tokio::test]
async fn the_links_to_other_pages_keep_the_filter() {
    let (server, cookie) = with_visits().await;
    let body = server.get("/visits?branch=riyadh&to=2026-11-20&page=2", &cookie).await.body;
    let link = |page: u32| format!("/visits?branch=riyadh&#38;to=2026-11-20&#38;page={page}");
    assert!(body.contains(&link(1)) && body.contains(&link(3)), "{body}");
}

#[tokio::test]
async fn no_page_shows_who_the_beneficiary_is_or_what_was_said() {
    let (server, cookie) = with_visits().await;
    for path in PAGES.iter().map(|page| page.path).chain(["/visits?lang=en"]) {
        let body = server.get(path, &cookie).await.body;
        for secret in ["سر مكتوم", "1000000008", "0556880045", "كلام خاص"] {
            assert!(!body.contains(secret), "{path} shows {secret}");
        }
    }
}

#[tokio::test]
async fn dates_stand_in_both_calendars() {
    let (server, cookie) = with_visits().await;
    let body = server.get("/visits?branch=jeddah", &cookie).await.body;
    assert!(body.contains(r#"<bdi dir="ltr">21/11/2026</bdi>"#), "{body}");
    assert!(body.contains("<bdi>11/06/1448 هـ</bdi>"), "{body}");
    assert!(body.contains("فرع جدة") && body.contains("الخطابات"), "{body}");
}

#[tokio::test]
async fn an_empty_list_says_why_it_is_empty() {
    let server = Server::start();
    let cookie = server.sign_in().await;
    let body = server.get("/visits?lang=en", &cookie).await.body;
    assert!(body.contains("No records have arrived from the branches yet"), "{body}");
    let filtered = server.get("/visits?lang=en&branch=riyadh", &cookie).await.body;
    assert!(filtered.contains("No record matches this filter"), "{filtered}");
}
