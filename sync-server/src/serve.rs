//! Runs the router on a listener until it is told to stop, over TLS or in clear.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use hyper_util::rt::TokioTimer;
use thiserror::Error;
use tracing::info;

use crate::router::router;
use crate::state::AppState;
use crate::transport::{TlsError, TlsFiles};

/// Longest time in which a client has to send its headers.
const HEADERS_WITHIN: Duration = Duration::from_secs(10);

/// Longest time that requests at work are given to end once the server is told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Why the server did not run, or did not go on.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The TLS files are of no use.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The network failed.
    #[error("listening: {0}; choose another address with --listen")]
    Listen(#[from] io::Error),
}

/// Serves until `shutdown` ends, then lets requests at work end.
///
/// # Errors
/// The TLS files or the listener are of no use.
pub async fn serve(
    listener: TcpListener,
    state: AppState,
    tls: Option<TlsFiles>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    listener.set_nonblocking(true)?;
    let handle = Handle::<SocketAddr>::new();
    let stopping = handle.clone();
    tokio::spawn(async move {
        shutdown.await;
        info!("stopping: requests at work are given {} seconds", GRACE.as_secs());
        stopping.graceful_shutdown(Some(GRACE));
    });
    let service = router(state).into_make_service();
    match tls {
        Some(files) => {
            let config = RustlsConfig::from_config(files.configuration()?);
            let mut server = axum_server::from_tcp_rustls(listener, config)?.handle(handle).http1_only();
            limit(server.http_builder());
            server.serve(service).await?;
        }
        None => {
            let mut server = axum_server::from_tcp(listener)?.handle(handle).http1_only();
            limit(server.http_builder());
            server.serve(service).await?;
        }
    }
    Ok(())
}

fn limit(builder: &mut hyper_util::server::conn::auto::Builder<hyper_util::rt::TokioExecutor>) {
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADERS_WITHIN);
}
