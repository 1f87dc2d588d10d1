//! The exchange's addresses: limits, and errors as a machine reads them.

use axum::http::StatusCode;

use super::harness::Server;
use shared::sync::http::SIGNATURE_HEADER;

fn code(body: &[u8]) -> String {
    let body: serde_json::Value = serde_json::from_slice(body).unwrap();
    assert!(body["errors"][0]["detail"].is_string(), "{body}");
    body["errors"][0]["code"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_body_over_its_limit_is_refused_by_name() {
    let server = Server::start();
    let (status, body) = server.post("/v1/enrol", &[], vec![0; 16 * 1024 + 1]).await;
    assert_eq!((status, code(&body).as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "too_large"));
    let signature = "00".repeat(64);
    let headers = [("authorization", "Bearer x"), (SIGNATURE_HEADER, signature.as_str())];
    let (status, body) = server.post("/v1/push", &headers, vec![0; 1024 * 1024 + 1]).await;
    assert_eq!((status, code(&body).as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "too_large"));
}

#[tokio::test]
async fn a_device_that_nobody_knows_is_turned_away() {
    let server = Server::start();
    let (status, body) = server.post("/v1/push", &[], Vec::new()).await;
    assert_eq!((status, code(&body).as_str()), (StatusCode::UNAUTHORIZED, "token"));
    let signature = "00".repeat(64);
    let headers = [("authorization", "Bearer nobody"), (SIGNATURE_HEADER, signature.as_str())];
    let (status, body) = server.post("/v1/push", &headers, vec![1, 2, 3]).await;
    assert!(status.is_client_error(), "{status}");
    assert!(!code(&body).is_empty());
    let pulled = server.get("/v1/pull?scope=catalog&position=0&checksum=", "").await;
    assert_eq!(pulled.status, StatusCode::UNAUTHORIZED);
    let pulled = server.get("/v1/pull?scope=catalog&position=-1", "").await;
    assert_eq!(pulled.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_server_says_that_it_is_well_and_knows_its_methods() {
    let server = Server::start();
    assert_eq!(server.get("/healthz", "").await.body, "ok\n");
    assert_eq!(server.get("/v1/push", "").await.status, StatusCode::METHOD_NOT_ALLOWED);
}
