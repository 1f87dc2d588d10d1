//! A child process of this bench, and what it tells of itself: CPU time and memory, and what the wire carried.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use rustix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};

use crate::wire;

/// The first argument of a child.
pub const FLAG: &str = "--child";

/// Longest wait until a child answers at its address.
const START: Duration = Duration::from_secs(20);

/// What a process has taken since it began; its peak memory, since it was last asked.
#[derive(Default, Serialize, Deserialize)]
pub struct Reading {
    /// User and system time of all its threads, also of those that have ended.
    pub cpu: Duration,
    /// Most resident memory, in KiB.
    pub peak_kib: u64,
    /// Requests that the wire carried.
    pub requests: u64,
    /// Bytes that it carried, with the headers of TCP and IP.
    pub wire_bytes: u64,
}

impl Reading {
    /// Adds what another process took; of the peaks, the higher one stays.
    pub fn and(self, other: &Self) -> Self {
        Self {
            cpu: self.cpu + other.cpu,
            peak_kib: self.peak_kib.max(other.peak_kib),
            requests: self.requests + other.requests,
            wire_bytes: self.wire_bytes + other.wire_bytes,
        }
    }
}

/// A child that serves at an address of its own. It ends when it is dropped.
pub struct Child {
    /// Host and port.
    pub address: String,
    process: std::process::Child,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Child {
    /// Starts this program again, with a free address as the last word, and waits until somebody answers there.
    pub fn start(words: &[&str]) -> anyhow::Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let mut command = child(words)?;
        let mut process = command.arg(&address).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let asks = process.stdin.take().context("a child's standard input")?;
        let answers = BufReader::new(process.stdout.take().context("a child's standard output")?);
        let child = Self { address, process, asks, answers };
        let started = Instant::now();
        while TcpStream::connect(&child.address).is_err() {
            ensure!(started.elapsed() < START, "{words:?} does not answer: see above");
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(child)
    }

    /// Asks what it has taken.
    pub fn ask(&mut self) -> anyhow::Result<Reading> {
        writeln!(self.asks)?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        serde_json::from_str(&line).context("a child ended early: see above")
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        if let Err(fault) = self.process.kill().and_then(|()| self.process.wait()) {
            eprintln!("a child did not end: {fault}");
        }
    }
}

/// Runs this program again to its end and returns what it printed.
pub fn output(words: &[&str]) -> anyhow::Result<String> {
    let output = child(words)?.stdin(Stdio::null()).stderr(Stdio::inherit()).output()?;
    ensure!(ExitStatus::success(&output.status), "{words:?} failed: see above");
    Ok(String::from_utf8(output.stdout)?)
}

fn child(words: &[&str]) -> anyhow::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(FLAG).args(words).env("RUST_LOG", "warn");
    Ok(command)
}

/// Answers, in a child, each line of standard input on a thread of its own; ends the process with it.
pub fn answer_asks() {
    std::thread::spawn(|| {
        for line in std::io::stdin().lines() {
            let (requests, wire_bytes) = wire::carried();
            let reading =
                Reading { cpu: cpu(ClockId::ProcessCPUTime), peak_kib: new_peak(), requests, wire_bytes };
            match (line, serde_json::to_string(&reading)) {
                (Ok(_), Ok(text)) => println!("{text}"),
                (Err(_), _) | (_, Err(_)) => break,
            }
        }
        std::process::exit(0);
    });
}

/// Does something and returns the CPU time, user and system, that this thread took for it.
pub fn thread_cpu(work: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<Duration> {
    let before = cpu(ClockId::ThreadCPUTime);
    work()?;
    Ok(cpu(ClockId::ThreadCPUTime).saturating_sub(before))
}

fn cpu(clock: ClockId) -> Duration {
    Duration::try_from(clock_gettime(clock)).unwrap_or_default()
}

/// Returns the peak of this process's resident memory in KiB and begins a new one. Linux alone tells; elsewhere it is zero.
fn new_peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0);
    // where the kernel does not allow it, the peak counts from the start of the process
    drop(std::fs::write("/proc/self/clear_refs", "5"));
    peak
}
