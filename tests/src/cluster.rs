//! A PostgreSQL cluster of a test's own, in a directory of its own, to be killed, copied and put back. It listens on a socket in that
//! directory and on no port. Where PostgreSQL's programs are not there, none is made.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A cluster, until it is dropped.
pub struct Cluster {
    programs: PathBuf,
    dir: TempDir,
    data: PathBuf,
    has_small_disk: bool,
}

/// The tablespace on a small disk, and its size: a new database takes a third of it.
const SMALL: &str = "small";
const SMALL_MIB: u32 = 24;

/// Whom PostgreSQL runs as where a test runs as root, which it refuses.
const UNPRIVILEGED: &str = "postgres";

impl Cluster {
    /// Makes and starts a cluster that archives its log; `None` where tests do not run on PostgreSQL (`SILA_TEST_POSTGRES`), or its
    /// programs are not on this machine.
    ///
    /// # Panics
    /// Where it can't be made.
    pub fn start() -> Option<Self> {
        std::env::var_os("SILA_TEST_POSTGRES")?;
        let programs = programs()?;
        let memory = Path::new("/dev/shm");
        let dir = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
        let dir = dir.expect("a directory for a cluster");
        give_away(dir.path());
        let data = dir.path().join("data");
        let cluster = Self { programs, data, dir, has_small_disk: false };
        std::fs::create_dir(cluster.archive()).expect("a directory for the log");
        give_away(&cluster.archive());
        let data = cluster.data.display().to_string();
        cluster.run("initdb", &["-D", &data, "-U", "sila", "--auth=trust", "-E", "UTF8", "--locale=C", "-N"]);
        let archive = cluster.archive().display().to_string();
        let settings = format!(
            "listen_addresses = ''\nunix_socket_directories = '{}'\nfsync = off\nmax_connections = 100\nshared_buffers = 32MB\n\
             wal_level = replica\narchive_mode = on\narchive_command = 'cp %p {archive}/%f'\n",
            cluster.dir.path().display()
        );
        cluster.append("postgresql.conf", &settings);
        cluster.go();
        Some(cluster)
    }

    /// Makes and starts a cluster as [`Cluster::start`] does, whose databases lie on a small disk of its own; `None` also where no disk
    /// can be made, for which it takes root.
    ///
    /// # Panics
    /// Where it can't be made.
    pub fn start_on_a_small_disk() -> Option<Self> {
        let can_mount =
            || Command::new("unshare").args(["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).output();
        if !is_root() || !can_mount().is_ok_and(|tried| tried.status.success()) {
            return None;
        }
        let mut cluster = Self::start()?;
        cluster.stop("fast");
        cluster.has_small_disk = true;
        std::fs::create_dir(cluster.small_disk()).expect("a directory for a disk");
        cluster.go();
        cluster.ask(&format!("CREATE TABLESPACE {SMALL} LOCATION '{}'", cluster.small_disk().display()));
        Some(cluster)
    }

    /// Makes a database; returns its address.
    ///
    /// # Panics
    /// Where it can't be made.
    pub fn make(&self, database: &str) -> String {
        let socket = self.dir.path().display().to_string();
        let disk = if self.has_small_disk { SMALL } else { "pg_default" };
        self.run(
            "createdb",
            &["-h", &socket, "-U", "sila", "-E", "UTF8", "-T", "template0", "-D", disk, database],
        );
        format!("postgres://sila@{}/{database}", socket.replace('/', "%2F"))
    }

    /// Fills the small disk to the last page.
    ///
    /// # Panics
    /// Where it does not become full.
    pub fn fill(&self) {
        self.ask(&format!("CREATE TABLE filling (text TEXT) TABLESPACE {SMALL}"));
        // large steps, and then single pages
        for (rows, text) in [(1_000, 7_000), (1, 7_000)] {
            let add = format!(
                "INSERT INTO filling SELECT string_agg(md5(n::text || m::text), '') FROM generate_series(1, {rows}) AS n,
                    generate_series(1, {}) AS m GROUP BY n",
                text / 32
            );
            let fault = loop {
                if let Err(fault) = self.answer(&add) {
                    break fault;
                }
            };
            assert!(fault.contains("No space left"), "{fault}");
        }
    }

    /// Gives back the room that [`Cluster::fill`] took.
    ///
    /// # Panics
    /// Where it fails.
    pub fn make_room(&self) {
        self.ask("DROP TABLE filling");
        self.ask("CHECKPOINT");
    }

    /// Runs a statement, and returns what it says.
    ///
    /// # Panics
    /// Where it fails.
    pub fn ask(&self, sql: &str) -> String {
        self.answer(sql).unwrap_or_else(|fault| panic!("{sql}: {fault}"))
    }

    fn answer(&self, sql: &str) -> Result<String, String> {
        let socket = self.dir.path().display().to_string();
        let output = self.try_run("psql", &["-h", &socket, "-U", "sila", "-d", "postgres", "-Atqc", sql]);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
    }

    /// Starts it, and waits until it is ready.
    ///
    /// # Panics
    /// Where it does not start.
    pub fn go(&self) {
        let (data, log) =
            (self.data.display().to_string(), self.dir.path().join("log").display().to_string());
        self.run("pg_ctl", &["-D", &data, "-l", &log, "-w", "start"]);
    }

    fn stop(&self, how: &str) {
        let data = self.data.display().to_string();
        self.run("pg_ctl", &["-D", &data, "-m", how, "stop"]);
    }

    /// Kills it at once, as a cut of the power does.
    ///
    /// # Panics
    /// Where it does not run.
    pub fn kill(&self) {
        let file = std::fs::read_to_string(self.data.join("postmaster.pid")).expect("it runs");
        let leader: i32 = file.lines().next().and_then(|line| line.parse().ok()).expect("its first process");
        let killed = Command::new("kill").args(["-9", &leader.to_string()]).status().expect("kill is there");
        assert!(killed.success(), "{leader} was not killed");
        // what it had started ends once it notices; the next start waits for that
        let data = self.data.display().to_string();
        self.try_run("pg_ctl", &["-D", &data, "-m", "immediate", "stop"]);
    }

    /// Has it listen on this machine's own address too, under TLS with a certificate and its key (PEM); returns the port, which was free
    /// a moment ago.
    ///
    /// # Panics
    /// Where it does not start again.
    pub fn listen(&self, certificate: &str, key: &str) -> u16 {
        for (file, text) in [("server.crt", certificate), ("server.key", key)] {
            let path = self.data.join(file);
            std::fs::write(&path, text).expect("a file beside the data");
            use std::os::unix::fs::PermissionsExt as _;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))
                .expect("its owner's alone");
            give_away(&path);
        }
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .and_then(|free| free.local_addr())
            .expect("a port")
            .port();
        self.append("postgresql.conf", &format!("listen_addresses = '127.0.0.1'\nport = {port}\nssl = on\n"));
        self.stop("fast");
        self.go();
        port
    }

    /// Copies it while it runs, as a backup.
    ///
    /// # Panics
    /// Where it can't be copied.
    pub fn back_up(&self) -> PathBuf {
        let (socket, copy) = (self.dir.path().display().to_string(), self.dir.path().join("backup"));
        let to = copy.display().to_string();
        self.run("pg_basebackup", &["-h", &socket, "-U", "sila", "-D", &to, "-c", "fast", "-X", "none"]);
        copy
    }

    /// Puts a backup in its place and starts it as a standby, which only reads.
    ///
    /// # Panics
    /// Where it can't be put in its place.
    pub fn stand_by(&self, backup: &Path) {
        self.put_in_place(backup);
        let archive = self.archive().display().to_string();
        self.append("postgresql.conf", &format!("restore_command = 'cp {archive}/%f %p'\n"));
        self.mark("standby.signal");
        self.go();
    }

    /// Puts a backup in its place, with all of the archived log or none of it, and starts it: it begins another timeline.
    ///
    /// # Panics
    /// Where it can't be put back.
    pub fn put_back(&self, backup: &Path, with_archive: bool) {
        self.put_in_place(backup);
        let archive = self.archive().display().to_string();
        let until = if with_archive { "latest" } else { "current" };
        let target = if with_archive { String::new() } else { "recovery_target = 'immediate'\n".to_owned() };
        self.append(
            "postgresql.conf",
            &format!(
                "restore_command = 'cp {archive}/%f %p'\nrecovery_target_timeline = '{until}'\nrecovery_target_action = 'promote'\n{target}"
            ),
        );
        self.mark("recovery.signal");
        self.go();
        let socket = self.dir.path().display().to_string();
        let ask = ["-h", &socket, "-U", "sila", "-d", "postgres", "-Atc", "SELECT pg_is_in_recovery()"];
        while self.try_run("psql", &ask).stdout.first() != Some(&b'f') {}
    }

    fn put_in_place(&self, backup: &Path) {
        std::fs::rename(&self.data, self.dir.path().join("lost")).expect("what was there is moved away");
        std::fs::rename(backup, &self.data).expect("the backup takes its place");
    }

    /// Makes an empty file beside the data, which says what it starts as.
    fn mark(&self, file: &str) {
        std::fs::write(self.data.join(file), "").expect("a file beside the data");
        give_away(&self.data.join(file));
    }

    fn small_disk(&self) -> PathBuf {
        self.dir.path().join(SMALL)
    }

    fn archive(&self) -> PathBuf {
        self.dir.path().join("archive")
    }

    fn append(&self, file: &str, text: &str) {
        use std::io::Write as _;
        let mut file =
            std::fs::OpenOptions::new().append(true).open(self.data.join(file)).expect("a settings file");
        file.write_all(text.as_bytes()).expect("settings can be written");
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let output = self.try_run(program, arguments);
        let (told, log) = (String::from_utf8_lossy(&output.stderr), self.dir.path().join("log"));
        let log = std::fs::read_to_string(log).unwrap_or_default();
        assert!(output.status.success(), "{program}: {told}\n{log}");
    }

    fn try_run(&self, program: &str, arguments: &[&str]) -> Output {
        let path = self.programs.join(program);
        let as_its_user = ["setpriv", "--reuid", UNPRIVILEGED, "--regid", UNPRIVILEGED, "--clear-groups"];
        let mut command = match is_root() {
            true if self.has_small_disk && arguments.last() == Some(&"start") => {
                // the disk is there for the server alone, and goes with it
                let mount = format!(
                    "mount -t tmpfs -o size={SMALL_MIB}m tmpfs \"$0\" && chown {UNPRIVILEGED} \"$0\" && exec \"$@\""
                );
                let mut command = Command::new("unshare");
                command
                    .args(["--mount", "sh", "-c", &mount])
                    .arg(self.small_disk())
                    .args(as_its_user)
                    .arg(path);
                command
            }
            true => {
                let mut command = Command::new(as_its_user[0]);
                command.args(&as_its_user[1..]).arg(path);
                command
            }
            false => Command::new(path),
        };
        command.args(arguments).current_dir(self.dir.path()).output().expect("a program of PostgreSQL's runs")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.data.display().to_string();
        self.try_run("pg_ctl", &["-D", &data, "-m", "immediate", "stop"]);
    }
}

/// Returns the directory of PostgreSQL's programs, the newest where there are several.
fn programs() -> Option<PathBuf> {
    let of_debian = std::fs::read_dir("/usr/lib/postgresql").ok().into_iter().flatten().flatten();
    let mut known: Vec<PathBuf> = of_debian.map(|version| version.path().join("bin")).collect();
    known.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    known.splice(0..0, std::env::split_paths(&path));
    known.into_iter().rev().find(|dir| dir.join("initdb").is_file() && dir.join("pg_ctl").is_file())
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|process| std::os::unix::fs::MetadataExt::uid(&process) == 0)
}

/// Gives a path to whom PostgreSQL runs as.
fn give_away(path: &Path) {
    if is_root() {
        let given = Command::new("chown").arg(UNPRIVILEGED).arg(path).status().expect("chown is there");
        assert!(given.success(), "{} was not given away", path.display());
    }
}
