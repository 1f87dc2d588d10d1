//! The page of records held for review.

use shared::domain::Code;

use super::harness::{Server, visit};

#[tokio::test]
async fn what_is_held_is_listed_with_its_reason_and_without_what_it_says_until_somebody_settles_it() {
    let server = Server::start();
    let cookie = server.sign_in().await;
    let page = || server.get("/held?lang=en", &cookie);
    assert!(page().await.body.contains("No records are held for review"));
    let mut first = server.kiosk("riyadh", "a").await;
    let mut second = server.kiosk("jeddah", "b").await;
    first.deliver(&server, &[visit(1, 2, "interview", r#""support""#)]).await;
    second.deliver(&server, &[visit(1, 3, "letter", r#""support""#)]).await;
    let body = page().await.body;
    assert!(body.contains("Jeddah branch") && body.contains("Counted under a new number"), "{body}");
    assert!(!body.contains("كلام خاص") && !body.contains("1000000008"), "nothing that was said: {body}");
    let settled = server.state.write(|office, act| {
        let held = office.list_held(0, 10).unwrap();
        office.accept_held(act, held[0].id, &Code::new("staff-01").unwrap()).unwrap();
        office.count_held().unwrap()
    });
    assert_eq!(settled.await.unwrap(), 0);
    assert!(page().await.body.contains("No records are held for review"));
    let visits = server.get("/visits?lang=en", &cookie).await.body;
    assert!(
        visits.contains("1 to 2 of 2") || visits.matches("<tr>").count() == 3,
        "both are counted: {visits}"
    );
}
