//! The list of suggestions: who sees it, and who sees where a reply is wanted.

use axum::http::StatusCode;
use shared::domain::Role;

use super::harness::Server;

fn suggestion(number: u32, words: &str, mobile: &str) -> String {
    format!(
        r#"{{"type":"suggestion","id":"{number:08x}-0000-7000-8000-000000000000","at":"2026-11-{:02}T08:30:00+03:00","channel":"interview","service":null,"text":"{words}","mobile":{mobile}}}"#,
        1 + number % 20
    )
}

async fn with_suggestions() -> Server {
    let server = Server::start();
    let mut kiosk = server.kiosk("riyadh", "a").await;
    let mut lines: Vec<String> = (0..52).map(|number| suggestion(number, "مقاعد", "null")).collect();
    lines.push(suggestion(99, "سطر أول\\n<b>ثانٍ</b>", r#""0556880045""#));
    kiosk.deliver(&server, &lines).await;
    server
}

#[tokio::test]
async fn those_who_answer_see_the_words_and_the_number() {
    let server = with_suggestions().await;
    for role in [Role::Administrator, Role::Relations] {
        let cookie = server.sign_in_in_role(&role).await;
        let page = server.get("/suggestions?lang=en", &cookie).await.body;
        assert!(page.contains("سطر أول\n&#60;b&#62;ثانٍ&#60;/b&#62;"), "{page}");
        assert!(page.contains("0556880045") && page.contains("Riyadh branch"), "{page}");
        assert_eq!(page.matches("<time ").count(), 50);
        assert!(shared::locale::without_marks(&page).contains("Showing 1–50 of 53"), "{page}");
        assert_eq!(server.get("/suggestions?page=2", &cookie).await.body.matches("<time ").count(), 3);
    }
}

#[tokio::test]
async fn those_who_improve_see_the_words_and_that_a_reply_is_wanted() {
    let server = with_suggestions().await;
    let cookie = server.sign_in_in_role(&Role::Improvement).await;
    let page = server.get("/suggestions?lang=en", &cookie).await.body;
    assert!(page.contains("سطر أول") && page.contains("Reply wanted"), "{page}");
    assert!(!page.contains("0556880045"), "{page}");
}

#[tokio::test]
async fn nobody_else_sees_a_suggestion() {
    let server = with_suggestions().await;
    for role in [Role::Representative, Role::SocialResearch, Role::Committee, Role::Content, Role::Auditor] {
        let cookie = server.sign_in_in_role(&role).await;
        let answer = server.get("/suggestions", &cookie).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role}");
        assert!(!answer.body.contains("مقاعد"));
        let visits = server.get("/visits", &cookie).await.body;
        assert!(!visits.contains("/suggestions"), "{role} is led to no page that is closed to them");
    }
}
