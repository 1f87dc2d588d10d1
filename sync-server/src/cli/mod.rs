//! The command line (stable: scripts lean on it). Exit status 0 done, 2 wrong use, 1 anything else with one line on
//! standard error that says what to do next.

mod arguments;
mod audit;
mod branch;
mod budget;
mod catalog;
mod device;
mod enrol;
mod export;
mod export_csv;
mod failure;
mod held;
mod keys;
mod list;
mod log;
mod move_office;
mod pass;
mod people;
mod plan;
mod progress;
mod reading;
mod receipt;
mod record;
mod say;
mod server;
mod user;
mod verify;
mod working_set;

pub use failure::Failure;
use say::tell;

use std::env::VarError;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use directories::ProjectDirs;
use jiff::Timestamp;
use rand::make_rng;
use shared::domain::UnixMillis;
use shared::memory::keep_to_this_program;
use shared::replica::{Act, Home, Office, address_in};
use shared::store::Address;

/// Receives the branches' records and serves head office's pages.
#[derive(Parser)]
#[command(name = "sync-server", version, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve kiosks and head office's pages until stopped (Ctrl-C, TERM)
    Serve(server::Serve),
    /// People who sign in to the pages
    #[command(subcommand)]
    User(user::User),
    /// Sign-ins, refusals, commands, and what devices asked for
    #[command(subcommand)]
    Log(log::Log),
    /// Branch offices
    #[command(subcommand)]
    Branch(branch::Branch),
    /// Create a one-time code that enrols a device of a branch within 10 minutes
    Enrol(enrol::Enrol),
    /// Enrolled devices
    #[command(subcommand)]
    Device(device::Device),
    /// Show or set what one device can do with people's files in a day (anything beyond it waits for head office), and how many
    /// bytes it can cost (beyond them it is slowed)
    Budget(budget::Budget),
    /// Show or set for how many days a device can show people without a sync
    Reading(reading::Reading),
    /// Show or set which of their branch's people devices hold, and so what a thief of one gets
    WorkingSet(working_set::WorkingSet),
    /// Beneficiary files that belong to one person
    #[command(subcommand)]
    People(people::People),
    /// The account of who opened people's values
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Passes: who works on which device under their own name
    #[command(subcommand)]
    Pass(pass::Passes),
    /// Record support requests and their steps, as somebody did them at head office, one JSON object per line, and print each id once
    /// it is safely stored
    Record(record::Record),
    /// Records held for review
    #[command(subcommand)]
    Held(held::Held),
    /// Receipts that visitors show
    #[command(subcommand)]
    Receipt(receipt::Receipt),
    /// Head office's own keys, and the recovery code on paper
    #[command(subcommand)]
    Keys(keys::Keys),
    /// What kiosks show: services, departments, reasons, staff, tools
    #[command(subcommand)]
    Catalog(catalog::Catalog),
    /// Planned visits
    #[command(subcommand)]
    Plan(plan::Plan),
    /// Write the owner's full copy of visits, ratings, suggestions, requests or beneficiaries
    Export(export::Export),
    /// Check the database, its documents and its read tables, and report inconsistencies
    ///
    /// Changes nothing. A running server keeps serving.
    Verify(verify::Verify),
    /// Replace a lost or damaged database with a copy; stop the server first
    Restore(verify::Restore),
    /// Rebuild the read tables from the documents
    Rebuild(verify::Rebuild),
    /// Move head office from a directory to a PostgreSQL database, or back; stop the server first
    ///
    /// A move that was cut off goes on with the same command. At the end every table is compared on both sides. The old place
    /// is left as it was, and says where the office is now.
    Move(move_office::Move),
}

/// The environment's variable that says where the database is.
const DATABASE_URL: &str = "SILA_DATABASE_URL";

/// Where head office's data is.
#[derive(Args)]
struct Data {
    /// The data directory; with a PostgreSQL database it holds the secrets alone [default: the platform's own place for program
    /// data]
    #[arg(long = "data", visible_alias = "secrets", value_name = "DIR")]
    dir: Option<PathBuf>,
    /// A PostgreSQL database (postgres://USER@HOST/DATABASE), or a file that holds its address; also SILA_DATABASE_URL, or the
    /// file `database` in the data directory [default: a file in the data directory]
    #[arg(long, value_name = "ADDR")]
    database: Option<String>,
}

impl Data {
    fn dir(&self) -> Result<PathBuf, Failure> {
        let platform =
            || ProjectDirs::from("", "", "sila-sync-server").map(|dirs| dirs.data_dir().to_owned());
        let unknown =
            || Failure::new("this account has no home directory: name the data directory with --data");
        self.dir.clone().or_else(platform).ok_or_else(unknown)
    }

    /// Returns where the replica is: the database that is named here, in the environment, or in the data directory.
    fn home(&self) -> Result<Home, Failure> {
        let dir = self.dir()?;
        let (text, whence) = match (&self.database, std::env::var(DATABASE_URL)) {
            (Some(text), _) => (text.clone(), "--database"),
            (None, Ok(text)) => (text, DATABASE_URL),
            (None, Err(VarError::NotUnicode(_))) => {
                return Err(Failure::new(format!(
                    "{DATABASE_URL} is no text: write postgres://USER@HOST/DATABASE"
                )));
            }
            (None, Err(VarError::NotPresent)) => return Ok(Home::from(&dir)),
        };
        Ok(Home::on_server(&dir, address_of(&text, whence)?))
    }

    /// Opens the replica that is there.
    fn open(&self, act: &mut Act) -> Result<Office, Failure> {
        Ok(Office::open(self.home()?, act)?)
    }

    /// Opens the replica to look at it alone, also on a disk that can only be read.
    fn look(&self) -> Result<Office, Failure> {
        Ok(Office::look(self.home()?)?)
    }

    /// Opens the replica, making an empty one where there is none.
    fn create(&self, act: &mut Act) -> Result<Office, Failure> {
        Ok(Office::open_or_create(self.home()?, act)?)
    }
}

/// Reads the address of a database: as it was given, or in the file that was named in its place.
fn address_of(text: &str, whence: &str) -> Result<Address, Failure> {
    if !text.contains("://") {
        let absent = || {
            Failure::new(format!(
                "{whence} names {text}, which is not there: write a file with the address, or postgres://USER@HOST/DATABASE"
            ))
        };
        return address_in(&PathBuf::from(text))?.ok_or_else(absent);
    }
    let address: Address = text.parse().map_err(|why| Failure::new(format!("{whence} {why}")))?;
    if whence.starts_with("--") && address.has_password() {
        tell(format_args!(
            "warning: everyone on this machine sees the password in the list of programs: write the address into a file, and give {whence} FILE"
        ));
    }
    Ok(address)
}

/// Returns the command line as it is understood, for whoever checks what documents say of it.
pub fn command() -> clap::Command {
    <Cli as clap::CommandFactory>::command()
}

/// Runs a command line and says how it went.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(usage) => return wrong_use(&usage),
    };
    if let Err(e) = keep_to_this_program() {
        say::tell(format_args!("warning: {e}"));
    }
    match execute(cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say::tell(failure);
            ExitCode::from(1)
        }
    }
}

/// Prints the usage, or the help that was asked for: 2 for wrong use, 0 for help.
fn wrong_use(usage: &clap::Error) -> ExitCode {
    let printed = usage.print();
    let code = if usage.use_stderr() || printed.is_err() { 2 } else { 0 };
    ExitCode::from(code)
}

fn execute(command: Command) -> Result<(), Failure> {
    let now = UnixMillis(Timestamp::now().as_millisecond());
    let mut act = Act::new(now, &mut make_rng());
    match command {
        Command::Serve(serve) => serve.run(act),
        Command::User(user) => user.run(&mut act),
        Command::Log(log) => log.run(&mut act),
        Command::Branch(branch) => branch.run(&mut act),
        Command::Enrol(enrol) => enrol.run(&mut act),
        Command::Device(device) => device.run(&mut act),
        Command::Budget(budget) => budget.run(&mut act),
        Command::Reading(reading) => reading.run(&mut act),
        Command::WorkingSet(set) => set.run(&mut act),
        Command::People(people) => people.run(&mut act),
        Command::Audit(audit) => audit.run(),
        Command::Pass(pass) => pass.run(&mut act),
        Command::Record(record) => record.run(&mut act),
        Command::Held(held) => held.run(&mut act),
        Command::Receipt(receipt) => receipt.run(&mut act),
        Command::Keys(keys) => keys.run(&mut act),
        Command::Catalog(catalog) => catalog.run(&mut act),
        Command::Plan(plan) => plan.run(&mut act),
        Command::Export(export) => export.run(&act),
        Command::Verify(verify) => verify.run(),
        Command::Restore(restore) => restore.run(),
        Command::Rebuild(rebuild) => rebuild.run(&mut act),
        Command::Move(moved) => moved.run(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home(dir: &std::path::Path, database: Option<&str>) -> Result<Option<String>, String> {
        let data = Data { dir: Some(dir.to_owned()), database: database.map(str::to_owned) };
        let home = data.home().map_err(|fault| fault.line())?;
        let address = home.database().map_err(|fault| fault.to_string())?;
        Ok(address.map(|address| address.to_string()))
    }

    #[test]
    fn a_database_is_named_by_an_address_by_a_file_or_by_the_directory_itself() {
        let dir = tempfile::tempdir().unwrap();
        let shown = || Ok(Some("postgres://db.example:5432/office".to_owned()));
        let address = "postgres://sila:secret@db.example/office";
        assert_eq!(home(dir.path(), None), Ok(None), "a file of its own");
        assert_eq!(home(dir.path(), Some(address)), shown());
        let file = dir.path().join("address");
        std::fs::write(&file, format!("{address}\n")).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let everybody = home(dir.path(), file.to_str()).unwrap_err();
            assert!(everybody.contains("chmod 600"), "{everybody}");
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
        assert_eq!(home(dir.path(), file.to_str()), shown());
        std::fs::write(dir.path().join("database"), address.replace(":secret", "")).unwrap();
        assert_eq!(home(dir.path(), None), shown());
        let absent = dir.path().join("absent");
        for (wrong, told) in [
            ("mysql://sila@db.example/office", "write postgres://USER@HOST/DATABASE"),
            ("postgres://db.example/office", "names no user"),
            (absent.to_str().unwrap(), "which is not there"),
            (dir.path().to_str().unwrap(), "cannot read the address"),
        ] {
            let fault = home(dir.path(), Some(wrong)).unwrap_err();
            assert!(fault.contains(told) && !fault.contains("secret"), "{wrong}: {fault}");
        }
        std::fs::write(dir.path().join("database"), "sqlite").unwrap();
        let fault = home(dir.path(), None).unwrap_err();
        assert!(fault.contains("write postgres://USER@HOST/DATABASE"), "{fault}");
    }
}
