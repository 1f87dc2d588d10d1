//! A fault of the program itself: one request is lost by it, and no more.

use axum::http::StatusCode;

use super::harness::Server;
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
