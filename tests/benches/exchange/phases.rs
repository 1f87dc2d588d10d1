//! The phases that both sides go through, and what is measured of each.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use rusqlite::Connection;
use serde::Serialize;
use tests::measured::{Cluster, watching};
use tests::office::copy_of_files;

use crate::child::{Child, Reading, thread_cpu};
use tests::workload::{BATCH_RECORDS, Register, Workload};

/// Visits that are recorded one by one, at most: each waits for the disk.
const ALONE_MAX: u32 = 1_000;

/// Visits recorded before anything is measured: what a process does once is no part of a visit.
const WARM: usize = 10;

/// Visits of each branch that are new after everything was pushed.
pub const NEW: u32 = 100;

/// Ratings of each branch, for a visit of it, once everything else was measured: they are in the pages.
const RATINGS_PER_VISIT: f64 = 0.25;

/// How often a page is read.
pub const PAGE_READS: u32 = 10;

/// Which programs go through the phases.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// What they are called while they are measured.
    pub name: &'static str,
    /// The load.
    pub workload: &'a Workload,
    /// Where the server's rows are, where that is no file.
    pub cluster: Option<&'a Cluster>,
    /// How many servers share the rows, each with its part of the branches.
    pub servers: usize,
}

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
    /// What it records.
    type Record;

    /// Makes head office with its branches; its rows are in a database, where one is named.
    fn found(office: &str, branches: u32, database: Option<&str>) -> anyhow::Result<()>;
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
    /// Signs somebody in who may see everything, and returns the cookie; `None` where there are no pages.
    fn sign_in(office: &Path) -> anyhow::Result<Option<String>>;
}

/// What one phase took in all.
#[derive(Default, Serialize)]
pub struct Phase {
    /// CPU time of the devices, in seconds.
    pub device_cpu: f64,
    /// CPU time of the servers, in seconds.
    pub server_cpu: f64,
    /// CPU time of PostgreSQL's processes, in seconds.
    pub database_cpu: f64,
    /// The part of its running statements that waited for another transaction.
    pub lock_waits: f64,
    /// From the first device's begin to the last one's end, in seconds.
    pub wall: f64,
    /// Peak memory of a server, in KiB.
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
    /// Reading the page of visits and the page of ratings, ten times each.
    pub pages: Option<[Phase; 2]>,
    /// What the server's files grew by until everything was pushed, in bytes.
    pub server_rest_bytes: u64,
    /// What the devices' files grew by.
    pub device_rest_bytes: u64,
}

/// Takes one side through all phases.
pub fn run<S: Side>(setting: Setting<'_>) -> anyhow::Result<Figures> {
    let Setting { workload, cluster, servers, .. } = setting;
    let root = tempfile::tempdir()?;
    let (office_dir, devices_dir) = (root.path().join("office"), root.path().join("devices"));
    let office = office_dir.to_str().context("a directory whose name is text")?;
    let database = cluster.map(|cluster| cluster.new_database("exchange")).transpose()?;
    S::found(office, workload.branches, database.as_deref())?;
    let copies: Vec<_> = (1..servers).map(|_| copy_of_files(&office_dir)).collect();
    let offices = std::iter::once(office_dir.as_path()).chain(copies.iter().map(|copy| copy.path()));
    let mut meter = Meter { setting, database, servers: Vec::new(), wires: Vec::new() };
    for office in offices {
        let server = S::serve(office.to_str().context("a directory whose name is text")?)?;
        meter.wires.push(Child::start(&["wire", &server.address])?);
        meter.servers.push(server);
    }
    let addresses: Vec<_> = meter.wires.iter().map(|wire| format!("http://{}", wire.address)).collect();
    let join = |branch: u32, dir: &Path, is_locked: bool| {
        let address = &addresses[branch as usize % servers];
        S::join(&Place { office, address, branch, dir, is_locked })
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
    let before = [meter.server_bytes_at_rest(&office_dir), bytes_at_rest(&devices_dir)];

    let record = meter.phase("record", || all(&mut branches, |branch| branch.record(workload.visits)))?;
    let push = meter.phase("push", || all(&mut branches, Branch::exchange))?;
    let after = [meter.server_bytes_at_rest(&office_dir), bytes_at_rest(&devices_dir)];
    let nothing_new = meter.phase("nothing new", || all(&mut branches, Branch::exchange))?;
    all(&mut branches, |branch| branch.record(NEW))?;
    let new_each = meter.phase("new each", || all(&mut branches, Branch::exchange))?;
    let mut fresh = join(0, &root.path().join("fresh"), false)?;
    let fresh = meter.phase("fresh", || thread_cpu(|| fresh.exchange()))?;

    let mut pages = None;
    if let Some(cookie) = S::sign_in(&office_dir)? {
        all(&mut branches, |branch| {
            branch.rate(f64::from(workload.visits) * RATINGS_PER_VISIT)?;
            branch.exchange()
        })?;
        pages = Some([meter.page("/visits", &cookie)?, meter.page("/ratings", &cookie)?]);
    }
    let [server_rest_bytes, device_rest_bytes] = grown(before, after)?;
    meter.end()?;
    Ok(Figures {
        alone_visits,
        record_alone,
        record,
        push,
        nothing_new,
        new_each,
        fresh,
        pages,
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
    let phase = meter.phase("record alone", || thread_cpu(one_by_one))?;
    // whatever head office makes once
    device.exchange()?;
    Ok((visits, phase))
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

    /// Records ratings.
    fn rate(&mut self, ratings: f64) -> anyhow::Result<()> {
        let mut left = ratings as usize;
        while left > 0 {
            let batch = left.min(BATCH_RECORDS);
            let records = (0..batch).map(|_| S::read(&self.register.rating()));
            self.device.record(&records.collect::<anyhow::Result<Vec<_>>>()?)?;
            left -= batch;
        }
        Ok(())
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
struct Meter<'a> {
    setting: Setting<'a>,
    /// The address of the database.
    database: Option<String>,
    servers: Vec<Child>,
    wires: Vec<Child>,
}

impl Meter<'_> {
    fn phase(
        &mut self,
        name: &str,
        work: impl FnOnce() -> anyhow::Result<Duration>,
    ) -> anyhow::Result<Phase> {
        let database_cpu = || self.setting.cluster.map_or(Ok(Duration::ZERO), Cluster::cpu);
        let database_before = database_cpu()?;
        let before = (total(&mut self.servers)?, total(&mut self.wires)?);
        let started = Instant::now();
        let (outcome, looks) = watching(self.setting.cluster, self.database.as_deref(), || {
            let device_cpu = work()?;
            Ok((device_cpu, started.elapsed()))
        });
        let (device_cpu, wall) = outcome.with_context(|| name.to_owned())?;
        let after = (total(&mut self.servers)?, total(&mut self.wires)?);
        eprintln!("{}: {name}: {:.1} s", self.setting.name, wall.as_secs_f64());
        Ok(Phase {
            device_cpu: device_cpu.as_secs_f64(),
            server_cpu: (after.0.cpu - before.0.cpu).as_secs_f64(),
            database_cpu: (database_cpu()? - database_before).as_secs_f64(),
            lock_waits: looks?.waiting_part(),
            wall: wall.as_secs_f64(),
            server_peak_kib: after.0.peak_kib,
            requests: after.1.requests - before.1.requests,
            wire_bytes: after.1.wire_bytes - before.1.wire_bytes,
        })
    }

    /// Reads a page of the first server's, once before it is measured.
    fn page(&mut self, path: &str, cookie: &str) -> anyhow::Result<Phase> {
        let address = self.wires[0].address.clone();
        read_page(&address, path, cookie)?;
        self.phase(path, || {
            thread_cpu(|| (0..PAGE_READS).try_for_each(|_| read_page(&address, path, cookie)))
        })
    }

    /// Returns the bytes of all that the server keeps.
    fn server_bytes_at_rest(&self, office: &Path) -> anyhow::Result<u64> {
        let of_files = bytes_at_rest(office)?;
        let (Some(cluster), Some(database)) = (self.setting.cluster, &self.database) else {
            return Ok(of_files);
        };
        let tables = cluster.tables(database)?;
        Ok(of_files + tables.iter().map(|table| table.rows + table.indexes).sum::<u64>())
    }

    /// Ends the servers, and removes their database.
    fn end(self) -> anyhow::Result<()> {
        drop(self.servers);
        match (self.setting.cluster, &self.database) {
            (Some(cluster), Some(database)) => cluster.remove_database(database),
            _ => Ok(()),
        }
    }
}

/// Returns what children took together; the most memory of one of them.
fn total(children: &mut [Child]) -> anyhow::Result<Reading> {
    children.iter_mut().try_fold(Reading::default(), |total, child| Ok(total.and(&child.ask()?)))
}

fn read_page(address: &str, path: &str, cookie: &str) -> anyhow::Result<()> {
    let mut socket = TcpStream::connect(address)?;
    write!(
        socket,
        "GET {path} HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\nconnection: close\r\n\r\n"
    )?;
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer)?;
    let first = answer.split(|byte| *byte == b'\r').next().map(String::from_utf8_lossy).unwrap_or_default();
    ensure!(first.ends_with(" 200 OK"), "{path}: {first}");
    Ok(())
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
