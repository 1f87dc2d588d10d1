//! A fault of the program itself: one request is lost by it, and no more.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use shared::replica::test_database::{ask, run_on_server};
use shared::sync::http::{PUSH_PATH, SIGNATURE_HEADER};

use super::harness::{Server, visit};
use crate::Unavailable;

#[tokio::test]
async fn work_that_panics_fails_its_own_request_and_no_other() {
    let server = Server::start();
    let panicked = server.state.write(|_, _| panic!("planted")).await;
    assert_eq!(panicked, Err(Unavailable));
    let branches = server.state.read(|office| office.branches().unwrap().len());
    assert_eq!(branches.await, Ok(2));
    let cookie = server.sign_in().await;
    assert_eq!(server.get("/devices", &cookie).await.status, StatusCode::OK);
}

#[tokio::test]
async fn while_the_database_is_away_people_and_devices_are_told_to_come_again_and_nothing_is_lost() {
    let server = Server::start();
    let mut kiosk = server.kiosk("riyadh", "riyadh").await;
    let cookie = server.sign_in().await;
    let Some(name) = ask(&server.data(), "SELECT current_database()").unwrap() else {
        println!("not run: a database that goes away is on a server (SILA_TEST_POSTGRES)");
        return;
    };
    let name = &name[0][0];
    let takes_connections = |yes: bool| {
        let others = format!(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}' AND pid <> pg_backend_pid()"
        );
        let sql = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {yes}; {others}");
        run_on_server(&sql).unwrap();
    };
    takes_connections(false);
    let page = server.get("/devices", &cookie).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    let signature = "00".repeat(64);
    let request = Request::post(PUSH_PATH)
        .header("authorization", kiosk.bearer())
        .header(SIGNATURE_HEADER, signature)
        .header("content-length", 1);
    let pushed = server.send(request.body(Body::from("x")).unwrap()).await;
    assert_eq!((pushed.status, pushed.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "10"));
    assert!(pushed.body.contains("\"busy\""), "{}", pushed.body);
    takes_connections(true);
    kiosk.deliver(&server, &[visit(1, 12, "interview", "\"support\"")]).await;
    let page = server.get("/visits", &cookie).await;
    assert!(page.status == StatusCode::OK && page.body.contains("12"), "{}", page.status);
}
