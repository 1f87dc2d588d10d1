//! `GET /healthz`: that the server answers. Asks nothing of the replica, so that no long write makes it look dead.

/// Answers `ok`.
pub async fn health() -> &'static str {
    "ok\n"
}
