//! A PostgreSQL cluster of which figures are taken: databases in it, what its processes took, who waits for a lock.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use shared::store::{Address, Asker, Db};

/// Ticks of a second in which Linux tells the processors' time of a process.
const TICKS: u32 = 100;

/// How often it is looked at who waits.
const LOOKED_EVERY: Duration = Duration::from_millis(20);

/// A cluster on this machine.
pub struct Cluster {
    server: String,
    address: Address,
    /// The process from which all of its processes come.
    postmaster: u32,
}

/// What sessions of a database were seen doing, look by look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Looks {
    /// A session that was running a statement.
    pub active: u64,
    /// One of those that waited for another transaction.
    pub waiting: u64,
    /// The most sessions that there were at once.
    pub most_sessions: u64,
}

/// A table and its bytes.
pub struct TableSize {
    /// Its name.
    pub name: String,
    /// The bytes of its rows.
    pub rows: u64,
    /// The bytes of its indexes.
    pub indexes: u64,
}

impl Cluster {
    /// Finds the cluster that an address leads to.
    ///
    /// # Errors
    /// Where it can't be reached, or runs on another machine.
    pub fn at(server: &str) -> anyhow::Result<Self> {
        let address: Address = server.parse().map_err(|why| anyhow::anyhow!("{server} {why}"))?;
        let mut here = Self { server: server.to_owned(), address, postmaster: 0 };
        let own = here.asker("postgres")?.ask("SELECT pg_backend_pid()")?.concat().concat();
        let stat = stat_of(own.parse()?).context("the processes of PostgreSQL are on another machine")?;
        here.postmaster = stat.parent;
        Ok(here)
    }

    /// Makes an empty database and returns its address.
    ///
    /// # Errors
    /// Where it refuses.
    pub fn new_database(&self, what_for: &str) -> anyhow::Result<String> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_micros();
        let name = format!("sila_bench_{what_for}_{now}");
        let make = format!("CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0");
        self.asker("postgres")?.ask(&make)?;
        Ok(self.address_of(&name))
    }

    /// Removes a database.
    ///
    /// # Errors
    /// Where it refuses.
    pub fn remove_database(&self, address: &str) -> anyhow::Result<()> {
        let drop = format!("DROP DATABASE {} WITH (FORCE)", database_of(address));
        self.asker("postgres")?.ask(&drop)?;
        Ok(())
    }

    /// Connects to a database of it.
    ///
    /// # Errors
    /// Where it refuses.
    pub fn asker(&self, database: &str) -> anyhow::Result<Asker> {
        Ok(Db::asker_on(&self.address.of_database(database))?)
    }

    /// Connects to the database of an address.
    ///
    /// # Errors
    /// Where it refuses.
    pub fn asker_of(&self, address: &str) -> anyhow::Result<Asker> {
        self.asker(database_of(address))
    }

    /// Returns the processors' time that its processes took since it began, also of those that ended.
    ///
    /// # Errors
    /// Where the system does not tell.
    pub fn cpu(&self) -> anyhow::Result<Duration> {
        let mut ticks = stat_of(self.postmaster).context("PostgreSQL ended")?.with_ended;
        for entry in std::fs::read_dir("/proc")? {
            let Some(pid) = entry?.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
            // a process may end between two looks
            let of_it = stat_of(pid).filter(|stat| stat.parent == self.postmaster);
            ticks += of_it.map_or(0, |stat| stat.with_ended);
        }
        Ok(Duration::from_secs(ticks) / TICKS)
    }

    /// Returns how many bytes of log it has written.
    ///
    /// # Errors
    /// Where it does not tell.
    pub fn log_bytes(&self) -> anyhow::Result<u64> {
        let told = self.asker("postgres")?.ask("SELECT (pg_current_wal_lsn() - '0/0')::bigint")?;
        Ok(told.concat().concat().parse()?)
    }

    /// Returns what the tables of a database take, the largest first.
    ///
    /// # Errors
    /// Where it does not tell.
    pub fn tables(&self, address: &str) -> anyhow::Result<Vec<TableSize>> {
        let sql = "SELECT relname, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class
            WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
            ORDER BY pg_total_relation_size(oid) DESC, relname";
        let read = |row: Vec<String>| {
            let [name, rows, indexes] = <[String; 3]>::try_from(row).ok().context("three columns")?;
            Ok(TableSize { name, rows: rows.parse()?, indexes: indexes.parse()? })
        };
        self.asker_of(address)?.ask(sql)?.into_iter().map(read).collect()
    }

    /// Looks again and again what the sessions of a database do, until it is told to stop.
    fn watch(&self, address: &str, stop: &AtomicBool) -> anyhow::Result<Looks> {
        let asker = self.asker_of(address)?;
        let sql = "SELECT count(*) FILTER (WHERE state = 'active'),
            count(*) FILTER (WHERE state = 'active' AND wait_event_type = 'Lock'), count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()";
        let mut looks = Looks::default();
        while !stop.load(Relaxed) {
            for row in asker.ask(sql)? {
                let [active, waiting, sessions] =
                    <[String; 3]>::try_from(row).ok().context("three columns")?;
                looks.active += active.parse::<u64>()?;
                looks.waiting += waiting.parse::<u64>()?;
                looks.most_sessions = looks.most_sessions.max(sessions.parse()?);
            }
            std::thread::park_timeout(LOOKED_EVERY);
        }
        Ok(looks)
    }

    fn address_of(&self, database: &str) -> String {
        let (before, query) = self.server.split_once('?').unwrap_or((&self.server, ""));
        let base = before.trim_end_matches('/');
        let at_server = base.match_indices('/').nth(2).map_or(base, |(at, _)| &base[..at]);
        format!("{at_server}/{database}?{query}")
    }
}

impl Looks {
    /// Returns the part of the running statements that waited.
    pub fn waiting_part(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a few thousand looks are exact")]
        let [waiting, active] = [self.waiting as f64, self.active.max(1) as f64];
        waiting / active
    }
}

/// Works while somebody looks at what the sessions of a database do; where none is named, nobody looks.
pub fn watching<T>(
    cluster: Option<&Cluster>,
    database: Option<&str>,
    work: impl FnOnce() -> anyhow::Result<T>,
) -> (anyhow::Result<T>, anyhow::Result<Looks>) {
    let (Some(cluster), Some(database)) = (cluster, database) else { return (work(), Ok(Looks::default())) };
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watch = scope.spawn(|| cluster.watch(database, &stop));
        let outcome = work();
        stop.store(true, Relaxed);
        let looks = watch.join().map_err(|_| anyhow::anyhow!("whoever looked at PostgreSQL failed"));
        (outcome, looks.flatten())
    })
}

fn database_of(address: &str) -> &str {
    let path = address.split('?').next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default()
}

/// What the system tells of a process.
pub struct ProcessStat {
    parent: u32,
    /// Its ticks, and those of its children that ended and were waited for.
    with_ended: u64,
}

fn stat_of(pid: u32) -> Option<ProcessStat> {
    let path: PathBuf = ["/proc", &pid.to_string(), "stat"].iter().collect();
    let text = std::fs::read_to_string(path).ok()?;
    // the name, in brackets, may hold anything
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: Option<u64> = fields.get(11..15)?.iter().map(|field| field.parse::<u64>().ok()).sum();
    Some(ProcessStat { parent: fields.get(1)?.parse().ok()?, with_ended: ticks? })
}

/// Returns the processors' time of a process since it began.
pub fn cpu_of(pid: u32) -> Option<Duration> {
    Some(Duration::from_secs(stat_of(pid)?.with_ended) / TICKS)
}

/// Returns the most resident memory that a process had, in KiB.
pub fn peak_kib_of(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
