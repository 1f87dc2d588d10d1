//! `serve`: the server itself, in the foreground, until Ctrl-C or TERM.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;

use clap::Args;
use shared::replica::Act;
use tokio::runtime::Runtime;
use tracing::{info, warn};

use super::{Data, Failure};
use crate::state::{AppState, Clock};
use crate::transport::{TlsFiles, Transport};
use crate::{serve, telemetry};

/// Serves kiosks and head office's pages.
#[derive(Args)]
pub(super) struct Serve {
    #[command(flatten)]
    data: Data,
    /// The address and port to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8443")]
    listen: SocketAddr,
    /// The certificate chain (PEM); without it the server speaks plain HTTP
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The certificate's private key (PEM)
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
}

impl Serve {
    /// Serves until told to stop.
    pub(super) fn run(self, mut act: Act) -> Result<(), Failure> {
        telemetry::init();
        let tls = self.tls_cert.zip(self.tls_key).map(|(certificate, key)| TlsFiles { certificate, key });
        let pin = tls.as_ref().map(TlsFiles::pin).transpose()?;
        let office = self.data.open(&mut act)?;
        office.set_tls_pin(pin)?;
        let address = self.listen;
        let taken =
            |fault| Failure::new(format!("listening on {address}: {fault}; choose another with --listen"));
        let listener = TcpListener::bind(address).map_err(taken)?;
        let address = listener.local_addr()?;
        let transport = Transport::of(address, tls.is_some());
        if transport == Transport::BehindProxy {
            warn!(
                "serving plain HTTP on {address}: no kiosk can be enrolled with it, because its codes name no \
                 certificate (use --tls-cert and --tls-key); browsers need a proxy in front that ends TLS"
            );
        }
        let scheme = if tls.is_some() { "https" } else { "http" };
        let state = AppState::new(office, act.dice, Clock::system(), transport);
        let runtime = Runtime::new()?;
        runtime.block_on(async move {
            let stop = stop_signal()?;
            info!("serving head office at {scheme}://{address}/");
            // what a server that was stopped left
            state.match_later();
            serve(listener, state, tls, stop).await.map_err(Failure::from)
        })
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
