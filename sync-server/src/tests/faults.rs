//! A fault of the program itself: one request is lost by it, and no more. A long write holds up no word of health.

use std::sync::mpsc;
use std::time::Duration;

use axum::http::StatusCode;
use rand::rngs::StdRng;
use shared::replica::Office;
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::harness::Server;
use crate::Unavailable;

#[tokio::test]
async fn work_that_panics_fails_its_own_request_and_no_other() {
    let server = Server::start();
    let panicked = server.state.write(|_, _, _| panic!("planted")).await;
    assert_eq!(panicked, Err(Unavailable));
    let branches = server.state.read(|office| office.branches().unwrap().len());
    assert_eq!(branches.await, Ok(2));
    let cookie = server.sign_in().await;
    assert_eq!(server.get("/devices", &cookie).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_server_says_that_it_is_well_while_a_long_write_holds_the_replica() {
    let server = Server::start();
    let (holds, held) = oneshot::channel();
    let (release, released) = mpsc::channel::<()>();
    let state = server.state.clone();
    let write = tokio::spawn(async move {
        let hold = move |_: &mut Office, _, _: &mut StdRng| {
            holds.send(()).expect("the test waits for this");
            released.recv().expect_err("nothing is sent, the other end is dropped")
        };
        state.write(hold).await
    });
    held.await.unwrap();
    let well = async { timeout(Duration::from_secs(20), server.get("/healthz", "")).await };
    tokio::select! {
        biased;
        _ = server.sign_in() => panic!("a sign-in writes, so it waits for the replica"),
        answer = well => assert_eq!(answer.expect("it waits for nobody").body, "ok\n"),
    }
    drop(release);
    assert!(write.await.unwrap().is_ok());
}
