//! The phases that both sides go through, and what is measured of each.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use rusqlite::Connection;
use serde::Serialize;

use crate::child::{Child, thread_cpu};
use crate::load::{Register, Workload};

/// Records of one transaction, where they are not recorded one by one.
const BATCH_RECORDS: usize = 500;

/// Visits that are recorded one by one, at most: each waits for the disk.
const ALONE_MAX: u32 = 1_000;

/// Visits recorded before anything is measured: what a process does once is no part of a visit.
const WARM: usize = 10;

/// Visits of each branch that are new after everything was pushed.
pub const NEW: u32 = 100;

/// Where a device joins.
pub struct Place<'a> {
    /// Head office's directory.
    pub office: &'a str,
    /// Where head office is reached.
    pub address: &'a str,
    /// The branch.
    pub branch: u32,
    /// The device's directory.
    pub dir: &'a Path,
    /// The device only writes: its reading is locked.
    pub is_locked: bool,
}

/// A device that goes through the phases, and how its head office is started.
pub trait Side: Sized + Send {
    /// Its name.
    const NAME: &str;

    /// What it records.
    type Record;

    /// Makes head office with its branches.
    fn found(office: &str, branches: u32) -> anyhow::Result<()>;
    /// Starts head office.
    fn serve(office: &str) -> anyhow::Result<Child>;
    /// Makes a device and enrols it.
    fn join(place: &Place<'_>) -> anyhow::Result<Self>;
    /// Reads a line of a register.
    fn read(line: &str) -> anyhow::Result<Self::Record>;
    /// Records in one durable transaction.
    fn record(&mut self, records: &[Self::Record]) -> anyhow::Result<()>;
    /// Exchanges until both sides have everything.
    fn exchange(&mut self) -> anyhow::Result<()>;
}

/// What one phase took in all.
#[derive(Default, Serialize)]
pub struct Phase {
    /// CPU time of the devices, in seconds.
    pub device_cpu: f64,
    /// CPU time of the server, in seconds.
    pub server_cpu: f64,
    /// From the first device's begin to the last one's end, in seconds.
    pub wall: f64,
    /// Peak memory of the server, in KiB.
    pub server_peak_kib: u64,
    /// Requests.
    pub requests: u64,
    /// Bytes on the wire, both ways.
    pub wire_bytes: u64,
}

/// What one side took.
#[derive(Serialize)]
pub struct Figures {
    /// Visits that were recorded one by one.
    pub alone_visits: u32,
    /// Recording them.
    pub record_alone: Phase,
    /// Recording all visits, 500 a transaction.
    pub record: Phase,
    /// The first exchange of all devices.
    pub push: Phase,
    /// The next one: nothing is new.
    pub nothing_new: Phase,
    /// Exchanging after 100 more visits each.
    pub new_each: Phase,
    /// The first exchange of a fresh device of the first branch.
    pub fresh: Phase,
    /// What the server's files grew by until everything was pushed, in bytes.
    pub server_rest_bytes: u64,
    /// What the devices' files grew by.
    pub device_rest_bytes: u64,
}

/// Takes one side through all phases.
pub fn run<S: Side>(workload: &Workload) -> anyhow::Result<Figures> {
    let root = tempfile::tempdir()?;
    let (office_dir, devices_dir) = (root.path().join("office"), root.path().join("devices"));
    let office = office_dir.to_str().context("a directory whose name is text")?;
    S::found(office, workload.branches)?;
    let server = S::serve(office)?;
    let wire = Child::start(&["wire", &server.address])?;
    let address = format!("http://{}", wire.address);
    let mut meter = Meter { server, wire, side: S::NAME };
    let join = |branch: u32, dir: &Path, is_locked: bool| {
        S::join(&Place { office, address: &address, branch, dir, is_locked })
    };
    let is_locked = workload.write_only;

    let (alone_visits, record_alone) =
        alone(join(0, &root.path().join("alone"), is_locked)?, workload, &mut meter)?;
    let mut branches = Vec::new();
    for branch in 0..workload.branches {
        let mut device = join(branch, &devices_dir.join(branch.to_string()), is_locked)?;
        // the catalog, and whatever is made once
        device.exchange()?;
        branches.push(Branch { device, register: Register::new(workload, branch) });
    }
    let before = [&office_dir, &devices_dir].map(|dir| bytes_at_rest(dir));

    let record = meter.phase("record", || all(&mut branches, |branch| branch.record(workload.visits)))?;
    let push = meter.phase("push", || all(&mut branches, Branch::exchange))?;
    let after = [&office_dir, &devices_dir].map(|dir| bytes_at_rest(dir));
    let nothing_new = meter.phase("nothing new", || all(&mut branches, Branch::exchange))?;
    all(&mut branches, |branch| branch.record(NEW))?;
    let new_each = meter.phase("new each", || all(&mut branches, Branch::exchange))?;
    let mut fresh = join(0, &root.path().join("fresh"), false)?;
    let fresh = meter.phase("fresh", || thread_cpu(|| fresh.exchange()))?;

    let [server_rest_bytes, device_rest_bytes] = grown(before, after)?;
    Ok(Figures {
        alone_visits,
        record_alone,
        record,
        push,
        nothing_new,
        new_each,
        fresh,
        server_rest_bytes,
        device_rest_bytes,
    })
}

/// Records visits one by one on a device of their own.
fn alone<S: Side>(mut device: S, workload: &Workload, meter: &mut Meter) -> anyhow::Result<(u32, Phase)> {
    let visits = workload.visits.min(ALONE_MAX);
    let mut records = Register::new(workload, workload.branches).map(|line| S::read(&line));
    device.record(&records.by_ref().take(WARM).collect::<anyhow::Result<Vec<_>>>()?)?;
    let records = records.take(visits as usize).collect::<anyhow::Result<Vec<_>>>()?;
    let one_by_one = || records.chunks(1).try_for_each(|record| device.record(record));
    Ok((visits, meter.phase("record alone", || thread_cpu(one_by_one))?))
}

/// A branch's device and what it is going to record.
struct Branch<S> {
    device: S,
    register: Register,
}

impl<S: Side> Branch<S> {
    /// Records the next visits of the register; writing and reading its lines is not measured.
    fn record(&mut self, visits: u32) -> anyhow::Result<Duration> {
        let mut left = visits as usize;
        let mut cpu = Duration::ZERO;
        while left > 0 {
            let batch = left.min(BATCH_RECORDS);
            let records = self.register.by_ref().take(batch).map(|line| S::read(&line));
            let records = records.collect::<anyhow::Result<Vec<_>>>()?;
            cpu += thread_cpu(|| self.device.record(&records))?;
            left -= batch;
        }
        Ok(cpu)
    }

    fn exchange(&mut self) -> anyhow::Result<Duration> {
        thread_cpu(|| self.device.exchange())
    }
}

/// Has all branches work at once, each on a thread of its own; returns the CPU time that they took.
fn all<S: Side>(
    branches: &mut [Branch<S>],
    work: impl Fn(&mut Branch<S>) -> anyhow::Result<Duration> + Sync,
) -> anyhow::Result<Duration> {
    std::thread::scope(|scope| {
        let work = &work;
        let threads: Vec<_> = branches.iter_mut().map(|branch| scope.spawn(move || work(branch))).collect();
        threads.into_iter().map(|t| t.join().map_err(|_| anyhow::anyhow!("a device failed"))?).sum()
    })
}

/// Measures phases from outside.
struct Meter {
    server: Child,
    wire: Child,
    side: &'static str,
}

impl Meter {
    fn phase(
        &mut self,
        name: &str,
        work: impl FnOnce() -> anyhow::Result<Duration>,
    ) -> anyhow::Result<Phase> {
        let before = (self.server.ask()?, self.wire.ask()?);
        let started = Instant::now();
        let device_cpu = work().with_context(|| name.to_owned())?;
        let wall = started.elapsed();
        let after = (self.server.ask()?, self.wire.ask()?);
        eprintln!("{}: {name}: {:.1} s", self.side, wall.as_secs_f64());
        Ok(Phase {
            device_cpu: device_cpu.as_secs_f64(),
            server_cpu: (after.0.cpu - before.0.cpu).as_secs_f64(),
            wall: wall.as_secs_f64(),
            server_peak_kib: after.0.peak_kib,
            requests: after.1.requests - before.1.requests,
            wire_bytes: after.1.wire_bytes - before.1.wire_bytes,
        })
    }
}

/// Writes the logs of the databases below a directory back and returns the bytes of all its files.
fn bytes_at_rest(dir: &Path) -> anyhow::Result<u64> {
    let entries = std::fs::read_dir(dir)?.map(|entry| Ok(entry?.path()));
    let (dirs, files): (Vec<_>, Vec<_>) =
        entries.collect::<std::io::Result<Vec<_>>>()?.into_iter().partition(|path| path.is_dir());
    for path in files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "db")) {
        let database = Connection::open(path)?;
        let busy: bool = database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        ensure!(!busy, "the log of {} could not be written back", path.display());
    }
    // a log that the checkpoint emptied may be gone
    let of_files =
        files.iter().map(|path| std::fs::metadata(path).map_or(0, |metadata| metadata.len())).sum();
    dirs.iter().try_fold(of_files, |bytes: u64, dir| Ok(bytes + bytes_at_rest(dir)?))
}

fn grown(before: [anyhow::Result<u64>; 2], after: [anyhow::Result<u64>; 2]) -> anyhow::Result<[u64; 2]> {
    let [[server, devices], [server_after, devices_after]] = [before, after];
    Ok([server_after? - server?, devices_after? - devices?])
}
