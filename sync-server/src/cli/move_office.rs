//! `move`: the whole of head office from one place to another.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use shared::replica::{Home, Moved, move_office, use_again};

use super::progress::Progress;
use super::say::tell;
use super::{Data, Failure, address_of};

/// The file that tells a directory with an office's secrets.
const SECRETS: &str = "secret.key";

/// Moves head office. A place is a data directory, the address of a PostgreSQL database (postgres://USER@HOST/DATABASE), or a file that
/// holds such an address.
#[derive(Args)]
pub(super) struct Move {
    /// Where the office is: a data directory, or a PostgreSQL database (its address, or a file that holds it)
    #[arg(long, value_name = "PLACE", requires = "to", required_unless_present = "use_again")]
    from: Option<String>,
    /// Where it is to be: an empty directory, or an empty PostgreSQL database
    #[arg(long, value_name = "PLACE", requires = "from")]
    to: Option<String>,
    /// Use an office again that was moved away from here, instead of moving one
    #[arg(long, value_name = "PLACE", conflicts_with_all = ["from", "to"])]
    use_again: Option<String>,
    /// The directory of the secrets, for an office whose rows are in a database [default: that of --from or --to, if it has them]
    #[arg(long = "data", visible_alias = "secrets", value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// A place as it was named.
enum Place {
    Directory(PathBuf),
    Address(Box<shared::store::Address>),
}

impl Place {
    fn of(text: &str, whence: &str) -> Result<Self, Failure> {
        let path = Path::new(text);
        if text.contains("://") {
            return Ok(Self::Address(Box::new(address_of(text, whence)?)));
        }
        if path.extension().is_some_and(|end| end == "db") {
            return Err(Failure::new(format!(
                "{whence} names the file {text}: name the directory that it is in"
            )));
        }
        match path.is_file() {
            true => Ok(Self::Address(Box::new(address_of(text, whence)?))),
            false => Ok(Self::Directory(path.to_owned())),
        }
    }

    fn dir(&self) -> Option<&Path> {
        match self {
            Self::Directory(dir) => Some(dir),
            Self::Address(_) => None,
        }
    }

    /// Returns where the replica is; `secrets` is the directory of an address.
    fn home(&self, secrets: &Path) -> Home {
        match self {
            Self::Directory(dir) => Home::from(dir),
            Self::Address(address) => Home::on_server(secrets, address.as_ref().clone()),
        }
    }
}

impl Move {
    pub(super) fn run(self) -> Result<(), Failure> {
        if let Some(place) = &self.use_again {
            let home = Place::of(place, "--use-again")?.home(&self.secrets(&[])?);
            use_again(&home)?;
            tell(
                "the office can be used here again; where the other one was used meanwhile, kiosks send again what this one lacks",
            );
            return Ok(());
        }
        let (Some(from), Some(named)) = (&self.from, &self.to) else {
            return Err(Failure::new("name both places: --from PLACE --to PLACE"));
        };
        let (from, to) = (Place::of(from, "--from")?, Place::of(named, "--to")?);
        let secrets = self.secrets(&[from.dir(), to.dir()])?;
        let (old, new) = (from.home(&secrets), to.home(&secrets));
        let progress = Progress::of_rows();
        let moved = move_office(&old, &new, &mut |step| progress.reach(step.rows, step.of, step.table))?;
        drop(progress);
        say(&moved, &new, &to, named)
    }

    /// Returns the directory of the secrets: the one that is named, or the first that has some.
    fn secrets(&self, among: &[Option<&Path>]) -> Result<PathBuf, Failure> {
        let mut having = among.iter().flatten().filter(|dir| dir.join(SECRETS).exists());
        let of_platform = || Data { dir: self.dir.clone(), database: None }.dir();
        match (&self.dir, having.next()) {
            (Some(dir), _) => Ok(dir.clone()),
            (None, Some(dir)) => Ok((*dir).to_owned()),
            (None, None) => of_platform(),
        }
    }
}

fn say(moved: &Moved, new: &Home, place: &Place, named: &str) -> Result<(), Failure> {
    let Moved { from, to, rows, tables, files } = moved;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{rows} rows in {tables} tables are the same in {from} and {to}")?;
    if !files.is_empty() {
        writeln!(out, "copied: {}", files.join(", "))?;
    }
    let dir = new.dir().display();
    let whither = match place {
        Place::Directory(_) => format!("--data {dir}"),
        Place::Address(address) if address.has_password() => format!("--data {dir} --database ADDR"),
        Place::Address(_) => format!("--data {dir} --database {named}"),
    };
    tell(format_args!(
        "the office is in {to} now: look through it (sync-server verify {whither}), then start its server (sync-server serve {whither}, with your other options); {from} is as it was, and no server starts there any more: remove it when you have a copy of the new one"
    ));
    Ok(())
}
