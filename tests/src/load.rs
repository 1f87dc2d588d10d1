//! Many branches at once against servers that run: each is a device that records a day's visits and exchanges as a kiosk does, over
//! HTTP, again and again, a day in minutes. What was acknowledged is looked for at head office at the end.
//!
//! What they record is made before each exchange, and not measured: a device is a whole replica in a directory, which should lie in
//! memory, so that the disk is the servers' own.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use clap::Parser;
use kiosk::sync::Told;
use kiosk::{clock, sync};
use shared::doc::Dice;
use shared::domain::{BranchId, DeviceMode, FactId, LineKind, RecordLine};
use shared::replica::{Act, DATABASE, Kiosk, Office, RecordOutcome};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::measured::{Cluster, cpu_of, peak_kib_of, watching};
use crate::workload::{BATCH_RECORDS, Register, Workload};

/// Many branches at once against servers that run.
#[derive(Parser, Debug)]
#[command(name = "load")]
struct Arguments {
    /// Where the servers answer: http://HOST:PORT, each with its part of the branches
    #[arg(required = true)]
    servers: Vec<String>,
    /// Head office's data directory: branches and codes are made there, and what came is looked for there
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Where the devices are, instead of a directory that is removed at the end
    #[arg(long, value_name = "DIR")]
    devices: Option<PathBuf>,
    /// Branches, each with one device
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    branches: u32,
    /// Visits of each branch
    #[arg(long, default_value_t = 200)]
    visits: u32,
    /// In how many exchanges a device brings them
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    exchanges: u32,
    /// Devices that exchange at once
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..=512))]
    at_once: u16,
    /// Begins no more exchanges after so many seconds
    #[arg(long, default_value_t = 1_800)]
    seconds: u64,
    /// Tells what the process of a server took, too
    #[arg(long, value_name = "PID")]
    watch: Vec<u32>,
}

/// Runs with its arguments; fails where something acknowledged is not at head office, or there twice.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(usage) => usage.exit(),
    };
    match drive_all(&arguments).and_then(|driven| driven.look_for(&arguments.data)) {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("load: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Does it as [`run`] does, but for looking at head office what came.
///
/// # Errors
/// Where the arguments are none, a device can't be enrolled, or something can't be measured.
pub fn driven(arguments: impl IntoIterator<Item = OsString>) -> anyhow::Result<Driven> {
    drive_all(&Arguments::try_parse_from(arguments)?)
}

fn drive_all(arguments: &Arguments) -> anyhow::Result<Driven> {
    let deadline = Instant::now() + Duration::from_secs(arguments.seconds);
    let temporary = tempfile::tempdir()?;
    let root = arguments.devices.as_deref().unwrap_or(temporary.path());
    let address = std::fs::read_to_string(arguments.data.join(DATABASE)).ok();
    let address = address.as_deref().map(str::trim);
    let cluster = address.map(Cluster::at).transpose()?;

    let started = Instant::now();
    let devices = enrolled(arguments, root)?;
    println!("{} devices enrolled in {:.1} s", devices.len(), started.elapsed().as_secs_f64());

    let mut tally = Tally::default();
    let before = Taken::now(arguments, cluster.as_ref())?;
    let (driven, looks) =
        watching(cluster.as_ref(), address, || drive(arguments, &devices, deadline, &mut tally));
    driven?;
    let looks = looks?;
    let after = Taken::now(arguments, cluster.as_ref())?;
    tally.print(arguments);
    after.print_since(&before, &tally, arguments);
    if let (Some(cluster), Some(address)) = (&cluster, address) {
        let connections = looks.most_sessions;
        println!(
            "PostgreSQL: {connections} connections, {:.1} % of statements waited",
            looks.waiting_part() * 100.0
        );
        print_tables(cluster, address, tally.visits)?;
    }
    Ok(Driven { devices, _dir: temporary })
}

/// Devices that have exchanged, with what was acknowledged of each.
pub struct Driven {
    devices: Vec<Mutex<Device>>,
    _dir: TempDir,
}

/// A branch's device.
struct Device {
    branch: u32,
    dir: PathBuf,
    /// It stays open: a device that is opened again reads nothing until somebody types a PIN.
    kiosk: Option<Kiosk>,
    dice: Dice,
    register: Register,
    recorded: Vec<FactId>,
    /// How many of them head office acknowledged.
    acknowledged: usize,
}

fn branch_id(branch: u32) -> String {
    format!("load-{branch:05}")
}

/// Makes the branches and enrols a device of each, which then exchanges once: the catalog, and whatever is made once.
fn enrolled(arguments: &Arguments, root: &Path) -> anyhow::Result<Vec<Mutex<Device>>> {
    let mut dice: Dice = rand::make_rng();
    let office = Office::open(&arguments.data, &mut Act::new(clock::reading(), &mut dice))
        .context("head office: make it first")?;
    let workload = Workload {
        branches: arguments.branches,
        visits: arguments.visits,
        people: 3_000,
        files_per_visit: Some(0.5),
        write_only: false,
        no_people: false,
    };
    let devices: Vec<_> = (0..arguments.branches)
        .map(|branch| {
            Mutex::new(Device {
                branch,
                dir: root.join(branch_id(branch)),
                kiosk: None,
                dice: rand::make_rng(),
                register: Register::new(&workload, branch),
                recorded: Vec::new(),
                acknowledged: 0,
            })
        })
        .collect();
    at_once(arguments, &devices, |device, runtime| {
        let at = device.branch as usize;
        let (server, code) = (&arguments.servers[at % arguments.servers.len()], code(&office, device)?);
        let (mut kiosk, _) = Kiosk::open_or_create(&device.dir, &mut device.dice)?;
        runtime.block_on(kiosk::enrol::enrol(&mut kiosk, &mut device.dice, server, &code, None))?;
        runtime.block_on(sync::sync(&mut kiosk, &mut device.dice, |_| {}))?;
        device.kiosk = Some(kiosk);
        Ok(())
    })?;
    Ok(devices)
}

/// Makes a device's branch, and a code for it.
fn code(office: &Office, device: &mut Device) -> anyhow::Result<String> {
    let id = BranchId::parse(&branch_id(device.branch)).context("the id of a branch")?;
    let mut act = Act::new(clock::reading(), &mut device.dice);
    if office.branch(id.as_str())?.is_none() {
        office.add_branch(&mut act, &id, "فرع", "Branch")?;
    }
    Ok(office.new_enrolment_code(&mut act, &id, &DeviceMode::Branch)?.text)
}

/// Works for all devices, so many at once; the first failure ends it.
fn at_once(
    arguments: &Arguments,
    devices: &[Mutex<Device>],
    work: impl Fn(&mut Device, &Runtime) -> anyhow::Result<()> + Sync,
) -> anyhow::Result<()> {
    let (next, work) = (AtomicUsize::new(0), &work);
    let one = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        while let Some(device) = devices.get(next.fetch_add(1, Relaxed)) {
            work(&mut device.lock().unwrap_or_else(PoisonError::into_inner), &runtime)?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..arguments.at_once).map(|_| scope.spawn(one)).collect();
        threads.into_iter().try_for_each(|t| t.join().map_err(|_| anyhow::anyhow!("a device failed"))?)
    })
}

/// Has all devices record and exchange, as often as they are to, and not beyond the deadline.
fn drive(
    arguments: &Arguments,
    devices: &[Mutex<Device>],
    deadline: Instant,
    tally: &mut Tally,
) -> anyhow::Result<()> {
    for exchange in 1..=arguments.exchanges {
        let due = |exchange: u32| arguments.visits * exchange / arguments.exchanges;
        let new = due(exchange) - due(exchange - 1);
        at_once(arguments, devices, |device, _| device.record(new as usize))?;
        if Instant::now() > deadline {
            tally.was_cut = true;
            return Ok(());
        }
        let all = Mutex::new(std::mem::take(tally));
        let started = Instant::now();
        at_once(arguments, devices, |device, runtime| {
            if Instant::now() < deadline {
                let outcome = device.exchange(runtime);
                all.lock().unwrap_or_else(PoisonError::into_inner).add(outcome?);
            }
            Ok(())
        })?;
        *tally = all.into_inner().unwrap_or_else(PoisonError::into_inner);
        tally.wall += started.elapsed();
        eprintln!("exchange {exchange}: {:.1} s", started.elapsed().as_secs_f64());
    }
    Ok(())
}

/// What became of an exchange.
struct Exchanged {
    took: Duration,
    acknowledged: u64,
    requests: u64,
    waits: u64,
    fault: Option<String>,
}

impl Device {
    fn record(&mut self, visits: usize) -> anyhow::Result<()> {
        let kiosk = self.kiosk.as_mut().context("a device that is enrolled")?;
        let lines =
            self.register.by_ref().take(visits).map(|line| Ok(RecordLine::parse(line.as_bytes())?.record));
        let records = lines.collect::<anyhow::Result<Vec<_>>>()?;
        for records in records.chunks(BATCH_RECORDS) {
            let mut act = Act::new(clock::reading(), &mut self.dice);
            for outcome in kiosk.record(&mut act, records)? {
                let RecordOutcome::Saved(id) = outcome else { bail!("a line was not saved") };
                self.recorded.push(id);
            }
        }
        Ok(())
    }

    fn exchange(&mut self, runtime: &Runtime) -> anyhow::Result<Exchanged> {
        let kiosk = self.kiosk.as_mut().context("a device that is enrolled")?;
        let (mut requests, mut waits) = (1, 0);
        let started = Instant::now();
        let outcome = runtime.block_on(sync::sync(kiosk, &mut self.dice, |told| match told {
            Told::Progress { .. } => requests += 1,
            Told::Waiting(_) => waits += 1,
        }));
        let took = started.elapsed();
        let waiting = usize::try_from(kiosk.counts()?.waiting)?;
        // a file's changes wait too: only where nothing waits is every visit known to be acknowledged
        let before = self.acknowledged;
        if waiting == 0 {
            self.acknowledged = self.recorded.len();
        }
        let acknowledged = (self.acknowledged - before) as u64;
        Ok(Exchanged {
            took,
            acknowledged,
            requests,
            waits,
            fault: outcome.err().map(|fault| fault.to_string()),
        })
    }
}

/// What all exchanges took.
#[derive(Default)]
struct Tally {
    took: Vec<Duration>,
    wall: Duration,
    visits: u64,
    requests: u64,
    waits: u64,
    faults: BTreeMap<String, u64>,
    was_cut: bool,
}

impl Tally {
    fn add(&mut self, Exchanged { took, acknowledged, requests, waits, fault }: Exchanged) {
        self.took.push(took);
        self.visits += acknowledged;
        self.requests += requests;
        self.waits += waits;
        if let Some(fault) = fault {
            *self.faults.entry(fault).or_default() += 1;
        }
    }

    fn print(&mut self, arguments: &Arguments) {
        self.took.sort_unstable();
        let Self { took, wall, visits, requests, waits, faults, was_cut } = self;
        let secs = wall.as_secs_f64();
        let per_second = |number: u64| float(number) / secs;
        let cut = if *was_cut { "; ended early" } else { "" };
        println!(
            "{} servers, {} at once: {visits} visits acknowledged in {secs:.1} s: {:.0} visits/s, {:.1} exchanges/s, {:.1} requests/s{cut}",
            arguments.servers.len(),
            arguments.at_once,
            per_second(*visits),
            per_second(took.len() as u64),
            per_second(*requests),
        );
        let part = |percent: usize| {
            let at = (took.len() * percent / 100).min(took.len().saturating_sub(1));
            took.get(at).map_or(0.0, |took| took.as_secs_f64() * 1_000.0)
        };
        println!(
            "an exchange: 50 % within {:.0} ms, 95 % {:.0} ms, 99 % {:.0} ms, all {:.0} ms",
            part(50),
            part(95),
            part(99),
            part(100)
        );
        println!("asked to wait: {waits}; failed: {}", faults.values().sum::<u64>());
        faults.iter().for_each(|(fault, times)| println!("  {times} × {fault}"));
    }
}

/// What processes took until now.
struct Taken {
    servers: Vec<Option<Duration>>,
    generator: Duration,
    database: Duration,
    log_bytes: u64,
}

impl Taken {
    fn now(arguments: &Arguments, cluster: Option<&Cluster>) -> anyhow::Result<Self> {
        Ok(Self {
            servers: arguments.watch.iter().map(|pid| cpu_of(*pid)).collect(),
            generator: cpu_of(std::process::id()).unwrap_or_default(),
            database: cluster.map_or(Ok(Duration::ZERO), Cluster::cpu)?,
            log_bytes: cluster.map_or(Ok(0), Cluster::log_bytes)?,
        })
    }

    fn print_since(&self, before: &Self, tally: &Tally, arguments: &Arguments) {
        let visits = float(tally.visits.max(1));
        let micros = |now: Duration, before: Duration| (now - before).as_secs_f64() * 1_000_000.0 / visits;
        let (mut all, watched) = (0.0, arguments.watch.iter().zip(self.servers.iter().zip(&before.servers)));
        for (pid, of_it) in watched {
            if let (Some(now), Some(before)) = of_it {
                let peak = peak_kib_of(*pid).unwrap_or(0) / 1_024;
                println!("server {pid}: {:.1} s of CPU, {peak} MiB at most", (*now - *before).as_secs_f64());
                all += micros(*now, *before);
            }
        }
        println!(
            "a visit: servers {all:.0} µs, PostgreSQL {:.0} µs, this program {:.0} µs of CPU (recording with it); {:.0} B of log",
            micros(self.database, before.database),
            micros(self.generator, before.generator),
            float(self.log_bytes - before.log_bytes) / visits,
        );
    }
}

fn print_tables(cluster: &Cluster, address: &str, visits: u64) -> anyhow::Result<()> {
    let tables = cluster.tables(address)?;
    let each = |bytes: u64| float(bytes) / float(visits.max(1));
    for table in tables.iter().take(14) {
        println!(
            "{:>24}: {:5.0} B rows, {:5.0} B indexes a visit",
            table.name,
            each(table.rows),
            each(table.indexes)
        );
    }
    let [rows, indexes] = tables.iter().fold([0, 0], |[r, i], table| [r + table.rows, i + table.indexes]);
    println!("{:>24}: {:5.0} B rows, {:5.0} B indexes a visit", "all", each(rows), each(indexes));
    Ok(())
}

impl Driven {
    /// Looks whether each acknowledged visit is at head office, once; returns how many there are.
    ///
    /// # Errors
    /// Where one is lost or there twice, or head office can't be read.
    pub fn look_for(&self, data: &Path) -> anyhow::Result<u64> {
        let mut dice: Dice = rand::make_rng();
        let office = Office::open(data, &mut Act::new(clock::reading(), &mut dice))?;
        let mut here: BTreeMap<FactId, u32> = BTreeMap::new();
        office.export::<anyhow::Error>(LineKind::Visit, |line| {
            let id = line.texts_at("id").first().and_then(|id| FactId::parse(id));
            *here.entry(id.context("an exported record has its id")?).or_default() += 1;
            Ok(())
        })?;
        let (mut acknowledged, mut lost, mut twice) = (0_u64, 0_u64, 0_u64);
        for device in &self.devices {
            let device = device.lock().unwrap_or_else(PoisonError::into_inner);
            for id in &device.recorded[..device.acknowledged] {
                acknowledged += 1;
                match here.get(id) {
                    None => lost += 1,
                    Some(1) => {}
                    Some(_) => twice += 1,
                }
            }
        }
        println!(
            "{acknowledged} acknowledged, {} at head office, {lost} lost, {twice} there twice",
            here.len()
        );
        ensure!(lost == 0 && twice == 0, "what was acknowledged is not at head office once");
        Ok(acknowledged)
    }
}

#[expect(clippy::cast_precision_loss, reason = "some gigabytes are exact")]
fn float(value: u64) -> f64 {
    value as f64
}
