//! Runs the router on a listener until it is told to stop, over TLS or in clear: accepts connections, and ends those that take too
//! long over anything.

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, HOST, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, Request, Response, StatusCode, Version};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;
use tracing::{info, warn};

use crate::door::{Connections, Doled, Limits, Patient, Peer, Place, raise};
use crate::router::{public_router, router};
use crate::state::AppState;
use crate::transport::{TlsError, TlsFiles};

/// Largest head of a request, and how much of an answer stands ready for the network to take.
const BUFFER_BYTES: usize = 16 * 1024;

/// Most headers of a request: a browser behind two proxies sends some 30.
const HEADERS_MAX: usize = 64;

/// Most that is read of what a client still sends that was answered.
const HEARD_BYTES_MAX: usize = 64 * 1024;

/// Connections that the system keeps until they are accepted. With the 128 that a listener begins with, a crowd's burst makes an
/// honest client wait for a second or three until it knocks again.
#[cfg(unix)]
const BACKLOG: i32 = 1_024;

/// Pause after the system gave no connection, so that it can free some.
const PAUSE: Duration = Duration::from_millis(50);

/// How often it is said that the system gives no connections.
const SAID_EVERY: Duration = Duration::from_secs(60);

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

/// Serves until `shutdown` ends, then lets requests at work end. Holds as many connections as the system lets it.
///
/// # Errors
/// The TLS files or the listener are of no use.
pub async fn serve(
    listener: TcpListener,
    state: AppState,
    tls: Option<TlsFiles>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    serve_within(Limits::within(raise()), listener, state, tls, shutdown).await
}

/// Serves the public page alone, until `shutdown` ends.
///
/// # Errors
/// The TLS files or the listener are of no use.
pub async fn serve_public(
    listener: TcpListener,
    state: AppState,
    tls: Option<TlsFiles>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let router = public_router(state.clone());
    serve_router(Limits::of_the_public(), router, listener, state, tls, shutdown).await
}

/// Serves within other limits.
///
/// # Errors
/// The TLS files or the listener are of no use.
pub async fn serve_within(
    limits: Limits,
    listener: TcpListener,
    state: AppState,
    tls: Option<TlsFiles>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let router = router(state.clone());
    serve_router(limits, router, listener, state, tls, shutdown).await
}

async fn serve_router(
    limits: Limits,
    router: Router,
    listener: TcpListener,
    state: AppState,
    tls: Option<TlsFiles>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    listener.set_nonblocking(true)?;
    #[cfg(unix)]
    rustix::net::listen(&listener, BACKLOG).map_err(io::Error::from)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let tls = tls.map(|files| files.configuration().map(TlsAcceptor::from)).transpose()?;
    let connections = Connections::new(limits.clone());
    let (stop, stopping) = watch::channel(false);
    let (ends, mut ended) = mpsc::channel::<Infallible>(1);
    let service = Service { router, limits, tls, stopping, _ends: ends };
    let mut shutdown = pin!(shutdown);
    let mut said: Option<Instant> = None;
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut shutdown => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, from)) => service.begin(stream, from, &connections, &state),
            // the other end was gone before it was greeted
            Err(fault) if fault.kind() == io::ErrorKind::ConnectionAborted => {}
            Err(fault) => {
                if said.is_none_or(|said| said.elapsed() >= SAID_EVERY) {
                    said = Some(Instant::now());
                    let held = connections.len();
                    warn!(%fault, held, "no connection can be accepted: raise the limit of open files (LimitNOFILE=, ulimit -n)");
                }
                connections.give_way();
                sleep(PAUSE).await;
            }
        }
    }
    drop(listener);
    let grace = service.limits.grace;
    info!("stopping: requests at work are given {} seconds", grace.as_secs());
    stop.send_replace(true);
    drop(service);
    if timeout(grace, ended.recv()).await.is_err() {
        warn!(left = connections.len(), "requests at work are cut off: what was acknowledged is durable");
    }
    Ok(())
}

/// What serves a connection.
#[derive(Clone)]
struct Service {
    router: Router,
    limits: Limits,
    tls: Option<TlsAcceptor>,
    stopping: watch::Receiver<bool>,
    /// The last one that is dropped says that all connections have ended.
    _ends: mpsc::Sender<Infallible>,
}

impl Service {
    fn begin(&self, stream: TcpStream, from: SocketAddr, connections: &Arc<Connections>, state: &AppState) {
        let address = from.ip();
        let counted = (!state.proxies().trust(address)).then_some(address);
        let Some(place) = connections.admit(counted) else { return };
        let (place, service) = (Arc::new(place), self.clone());
        tokio::spawn(async move {
            let mut stopping = service.stopping.clone();
            tokio::select! {
                biased;
                () = place.gives_way() => {}
                () = service.greet(stream, address, &place) => {}
                // once told to stop, a connection ends by itself, or is cut off with all others
                () = cut_off(&mut stopping, service.limits.grace) => {}
            }
        });
    }

    async fn greet(&self, stream: TcpStream, address: IpAddr, place: &Arc<Place>) {
        // pieces of an answer go out as they come; where the system refuses, they only go out later
        stream.set_nodelay(true).unwrap_or_default();
        let stream = Patient::new(stream, self.limits.unread);
        match &self.tls {
            Some(tls) => {
                if let Ok(Ok(stream)) = timeout(self.limits.handshake, tls.accept(stream)).await {
                    self.converse(stream, address, place).await;
                }
            }
            None => self.converse(stream, address, place).await,
        }
    }

    async fn converse(
        &self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        address: IpAddr,
        place: &Arc<Place>,
    ) {
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(self.limits.headers)
            .max_buf_size(BUFFER_BYTES)
            .max_headers(HEADERS_MAX);
        let answered = service_fn(|request: Request<Incoming>| self.answer(request, address, place));
        let mut connection = http.serve_connection(TokioIo::new(stream), answered);
        let mut stopping = self.stopping.clone();
        let mut told = pin!(stopping.wait_for(|stop| *stop));
        let mut is_told = false;
        let outcome = std::future::poll_fn(|cx| {
            if !is_told && told.as_mut().poll(cx).is_ready() {
                is_told = true;
                Pin::new(&mut connection).graceful_shutdown();
            }
            connection.poll_without_shutdown(cx)
        })
        .await;
        if outcome.is_ok() {
            let stream = connection.into_parts().io.into_inner();
            timeout(self.limits.linger, hear_out(stream)).await.unwrap_or_default();
        }
    }

    /// Answers a request; its connection is at work until the answer was taken.
    fn answer(
        &self,
        mut request: Request<Incoming>,
        address: IpAddr,
        place: &Arc<Place>,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>> {
        let (work, within) = (place.at_work(), self.limits.answer);
        request.extensions_mut().insert(Peer { address, place: Arc::clone(place) });
        let router = self.router.clone();
        Box::pin(async move {
            let response = if names_one_host(&request) {
                router.oneshot(request.map(Body::new)).await.unwrap_or_else(|never| match never {})
            } else {
                let mut refusal = Response::new(Body::from("a request names its host once\n"));
                *refusal.status_mut() = StatusCode::BAD_REQUEST;
                for (name, value) in
                    [(CONTENT_TYPE, "text/plain; charset=utf-8"), (X_CONTENT_TYPE_OPTIONS, "nosniff")]
                {
                    refusal.headers_mut().insert(name, HeaderValue::from_static(value));
                }
                refusal
            };
            work.is_answered();
            Ok(response.map(|body| Body::new(Doled::new(body, within, work))))
        })
    }
}

/// Tells whether a request names its host as it has to (RFC 9112, 3.2): once, and not at all in HTTP/1.0 alone.
fn names_one_host(request: &Request<Incoming>) -> bool {
    match request.headers().get_all(HOST).iter().count() {
        0 => request.version() == Version::HTTP_10,
        n => n == 1,
    }
}

/// Waits until the server was told to stop and the time for requests at work is over.
async fn cut_off(stopping: &mut watch::Receiver<bool>, grace: Duration) {
    if stopping.wait_for(|stop| *stop).await.is_ok() {
        sleep(grace).await;
    }
}

/// Says that nothing more comes, and waits until the other end closes: a client that was answered before it had sent its whole body
/// would otherwise lose the answer. Little is read of what it still sends; the rest waits with it.
async fn hear_out(mut stream: impl AsyncRead + AsyncWrite + Unpin) {
    if stream.shutdown().await.is_err() {
        return;
    }
    let (mut ignored, mut left) = ([0; 4096], HEARD_BYTES_MAX);
    while left > 0 {
        match stream.read(&mut ignored).await {
            Ok(0) | Err(_) => return,
            Ok(n) => left = left.saturating_sub(n),
        }
    }
    std::future::pending().await
}
