//! How the demo ends: by Ctrl-C or TERM at any moment, or when its window is closed. Either way the server lets its
//! requests end, and a temporary directory is removed.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use tokio::runtime::{Builder, Runtime};

use super::head_office::HeadOffice;
use super::home::Home;

/// What has to be put away at the end.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) home: Option<Home>,
    pub(super) server: Option<HeadOffice>,
}

/// The parts, until the one that ends the demo takes them.
pub(super) type Running = Arc<Mutex<Option<Parts>>>;

/// Adds a part that has to be put away at the end.
pub(super) fn hold(running: &Running, add: impl FnOnce(&mut Parts)) {
    let mut parts = running.lock().unwrap_or_else(PoisonError::into_inner);
    add(parts.get_or_insert_default());
}

/// Notes in the data directory that its sample data are complete.
pub(super) fn finish_home(running: &Running, address: &str) -> std::io::Result<()> {
    let port = address.rsplit(':').next().and_then(|port| port.parse().ok()).unwrap_or_default();
    let mut parts = running.lock().unwrap_or_else(PoisonError::into_inner);
    parts.as_mut().and_then(|parts| parts.home.as_mut()).map_or(Ok(()), |home| home.finish(port))
}

/// Stops the server and removes a temporary directory.
///
/// # Errors
/// What the server ended with.
pub(super) fn end(running: &Running) -> anyhow::Result<()> {
    let parts = running.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Parts { home, server } = parts.unwrap_or_default();
    let stopped = server.map_or(Ok(()), HeadOffice::stop);
    drop(home);
    stopped
}

/// Has a thread of its own wait for Ctrl-C or TERM, end the demo and leave the program.
///
/// # Errors
/// The system does not let it listen.
pub(super) fn end_on_signal(running: Running) -> anyhow::Result<()> {
    let runtime = Builder::new_current_thread().enable_all().build().context("listen for Ctrl-C")?;
    let signal = stop_signal(&runtime).context("listen for Ctrl-C")?;
    std::thread::spawn(move || {
        runtime.block_on(signal);
        match end(&running) {
            Ok(()) => std::process::exit(0),
            Err(error) => {
                eprintln!("demo: {error:#}");
                std::process::exit(1);
            }
        }
    });
    Ok(())
}

/// Waits for the thread that ends the program.
pub(super) fn wait_for_the_end() -> ! {
    loop {
        std::thread::park();
    }
}

/// Returns what ends when the process is asked to stop.
#[cfg(unix)]
fn stop_signal(runtime: &Runtime) -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let _inside = runtime.enter();
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
fn stop_signal(_runtime: &Runtime) -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
