//! `serve`: the server itself, in the foreground, until Ctrl-C or TERM.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use shared::io_words::io_words;
use shared::replica::{Act, Copies, Office, SealingKeyState};
use shared::store::{Part, StoreError};
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tracing::{info, warn};

use super::arguments::listening;
use super::{Data, Failure};
use crate::door::{ForwardedIn, Limits, Network, PUBLIC_CONNECTIONS, Proxies, raise};
use crate::pages::FORM_PATH;
use crate::state::{AppState, Clock};
use crate::transport::{TlsFiles, Transport};
use crate::{serve, serve_public, serve_within, telemetry};

/// How often it is looked whether a day has passed since the last copy.
const LOOK_FOR_COPIES: Duration = Duration::from_secs(60 * 60);

/// How often it is looked whether commits wait.
const LOOK_FOR_WAITS: Duration = Duration::from_secs(10);

/// From when on a commit's wait is said: it takes milliseconds.
const WAITS_LONG: Duration = Duration::from_secs(5);

/// How often it is looked whether another server shut somebody out.
const LOOK_FOR_SHUT_OUT: Duration = Duration::from_secs(60);

/// Serves kiosks and head office's pages.
#[derive(Args)]
pub(super) struct Serve {
    #[command(flatten)]
    data: Data,
    /// The address and port to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8443", value_parser = listening)]
    listen: SocketAddr,
    /// The address and port on which applicants follow their requests up; without it there is no public page
    #[arg(long, value_name = "ADDR", value_parser = listening)]
    public_listen: Option<SocketAddr>,
    /// The certificate chain (PEM); without it the server speaks plain HTTP
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The certificate's private key (PEM)
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// A proxy in front that is trusted to say whom it stands for: its address, or a network (10.0.0.0/8); may be repeated
    #[arg(long, value_name = "ADDR")]
    trusted_proxy: Vec<Network>,
    /// The header in which trusted proxies say so
    #[arg(long, value_name = "HEADER", default_value = "x-forwarded-for", requires = "trusted_proxy")]
    proxy_header: ProxyHeader,
    /// A directory on another disk that gets a copy of the database every day; the last seven stay
    #[arg(long, value_name = "DIR")]
    copy_to: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum ProxyHeader {
    XForwardedFor,
    Forwarded,
}

/// Longest time in which work that nobody waits for any more may end after the last request. What is cut off is taken back by the
/// store; with the time for requests before it, stopping takes 20 seconds at most.
const WORK_ENDS_WITHIN: Duration = Duration::from_secs(10);

impl Serve {
    /// Serves until told to stop.
    pub(super) fn run(self, mut act: Act) -> Result<(), Failure> {
        telemetry::init();
        let tls = self.tls_cert.zip(self.tls_key).map(|(certificate, key)| TlsFiles { certificate, key });
        // read whole before anything is said to be served
        let pin = tls.as_ref().map(|files| files.configuration().and_then(|_| files.pin())).transpose()?;
        let office = self.data.open(&mut act)?;
        let _serving = office.serving()?;
        office.set_tls_pin(pin)?;
        for (id, _, state) in office.office_keys()?.into_iter().flat_map(|keys| keys.keys) {
            if state == SealingKeyState::Lost {
                warn!(
                    "the secret of sealing key {id} is lost here: what devices sealed for it waits (sync-server keys list)"
                );
            }
        }
        let listener = listen_on(self.listen, "--listen")?;
        let public = self.public_listen.map(|address| listen_on(address, "--public-listen")).transpose()?;
        let address = listener.local_addr()?;
        let transport = Transport::of(address, tls.is_some());
        if transport == Transport::BehindProxy {
            warn!(
                "serving plain HTTP on {address}: no kiosk can be enrolled with it, because its codes name no \
                 certificate (use --tls-cert and --tls-key); browsers need a proxy in front that ends TLS"
            );
        }
        let scheme = if tls.is_some() { "https" } else { "http" };
        if office.db().is_shared() && self.copy_to.is_some() {
            return Err(StoreError::NoFile { wanted: "be copied to a file every day (--copy-to)" }.into());
        }
        let copies =
            (!office.db().is_shared()).then_some(Copies::new(&self.data.dir()?, Part::Office, self.copy_to));
        for remark in office.about_its_server()? {
            info!("{remark}");
        }
        let door = office.door()?;
        if let Some(aside) = door.put_aside() {
            warn!(
                "door.db was damaged and a new one was started; everyone has to sign in again: {} is the old one",
                aside.display()
            );
        }
        let header = match self.proxy_header {
            ProxyHeader::XForwardedFor => ForwardedIn::XForwardedFor,
            ProxyHeader::Forwarded => ForwardedIn::Forwarded,
        };
        let proxies = Proxies { trusted: self.trusted_proxy, header };
        let state = AppState::new(office, door, act.dice, Clock::system(), transport).behind(proxies);
        let runtime = Runtime::new()?;
        let served = runtime.block_on(async move {
            let stop = stop_signal()?;
            copies.map(|copies| tokio::spawn(keep_copies(copies)));
            tokio::spawn(keep_shut_out(state.clone()));
            tokio::spawn(tell_of_waits(state.clone()));
            info!("serving head office at {scheme}://{address}/");
            // what a server that was stopped left
            state.match_later();
            let Some(public) = public else {
                return serve(listener, state, tls, stop).await.map_err(Failure::from);
            };
            info!("serving the public page at {scheme}://{}{FORM_PATH}", public.local_addr()?);
            let (stops, stopping) = watch::channel(false);
            let until_stopped = || {
                let mut stopping = stopping.clone();
                async move { stopping.wait_for(|stop| *stop).await.map(drop).unwrap_or_default() }
            };
            tokio::spawn(async move {
                stop.await;
                stops.send_replace(true);
            });
            let public = serve_public(public, state.clone(), tls.clone(), until_stopped());
            let others = Limits::within(raise().map(|most| most.saturating_sub(PUBLIC_CONNECTIONS as u64)));
            tokio::try_join!(serve_within(others, listener, state, tls, until_stopped()), public)?;
            Ok(())
        });
        runtime.shutdown_timeout(WORK_ENDS_WITHIN);
        served
    }
}

/// Takes an address, said under an option.
fn listen_on(address: SocketAddr, option: &str) -> Result<TcpListener, Failure> {
    let taken = |fault| {
        Failure::new(format!("listening on {address}: {}; choose another with {option}", io_words(&fault)))
    };
    TcpListener::bind(address).map_err(taken)
}

/// Has the list of who was shut out beside this server's secrets too, whichever server it was said to. It holds from the database
/// at once: what is beside is for the day on which a database is put back.
async fn keep_shut_out(state: AppState) {
    let mut looks = tokio::time::interval(LOOK_FOR_SHUT_OUT);
    loop {
        looks.tick().await;
        if let Ok(Err(fault)) = state.read(Office::copy_shut_out).await {
            warn!(%fault, "the list of who was shut out was not copied");
        }
    }
}

/// Says in the log when commits wait, which they do for as long as no synchronous standby is there, and what is known of it.
async fn tell_of_waits(state: AppState) {
    let mut looks = tokio::time::interval(LOOK_FOR_WAITS);
    loop {
        looks.tick().await;
        let Ok(Some(wait)) = state.read(|office| office.db().commit_waits()).await else { continue };
        if wait < WAITS_LONG {
            continue;
        }
        let about = state.read(Office::about_its_server).await;
        let about = about.ok().and_then(Result::ok).unwrap_or_default().join("; ");
        warn!("a commit has waited for {} s, and pushes wait with it: {about}", wait.as_secs());
    }
}

/// Keeps daily copies for as long as the server runs. What keeps one from being made is told in the log, and tried again.
async fn keep_copies(copies: Copies) {
    let mut looks = tokio::time::interval(LOOK_FOR_COPIES);
    loop {
        looks.tick().await;
        let (copies, now) = (copies.clone(), Clock::system().now());
        match tokio::task::spawn_blocking(move || copies.keep(&now.into())).await {
            Ok(Ok(Some(copy))) => info!(copy = %copy.display(), "the database was copied"),
            Ok(Ok(None)) => {}
            Ok(Err(fault)) => warn!(%fault, "the database was not copied"),
            Err(fault) => warn!(%fault, "the database was not copied"),
        }
    }
}

/// Returns what ends when the process is asked to stop.
#[cfg(unix)]
fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static, Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Returns what ends when the process is asked to stop.
#[cfg(not(unix))]
fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static, Failure> {
    Ok(async {
        if let Err(fault) = tokio::signal::ctrl_c().await {
            warn!(%fault, "Ctrl-C cannot be heard");
            std::future::pending::<()>().await;
        }
    })
}
