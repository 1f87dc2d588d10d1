//! For tests alone: gives each new head office a PostgreSQL database of its own where `SILA_TEST_POSTGRES` names a server, so that
//! whatever is tested on SQLite is tested on PostgreSQL, by the same code.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use sha2::{Digest as _, Sha256};

use super::home::DATABASE;
use crate::hex::to_hex;
use crate::store::{Address, Db, Part, StoreError};

/// The environment's variable that names the server.
const SERVER: &str = "SILA_TEST_POSTGRES";

/// A file in a directory that says: this one is about files, and stays on SQLite.
pub const ON_SQLITE: &str = "on-sqlite";

/// Databases of tests that ended this long ago are removed.
const OLD_MINUTES: u64 = 60;

/// Makes a database for a directory that has none.
pub(super) fn give_one(dir: &Path) -> Result<(), StoreError> {
    let Ok(server) = std::env::var(SERVER) else { return Ok(()) };
    if [DATABASE, ON_SQLITE, Part::Office.file_name(), "secret.key"]
        .iter()
        .any(|file| dir.join(file).exists())
    {
        return Ok(());
    }
    let address = address_of(&server)?;
    std::fs::create_dir_all(dir).map_err(|e| refused(e.to_string()))?;
    make_like(template(&address)?, &server, dir)
}

/// Gives a copy of a directory a copy of its database, where that is on a server: as a backup has one. Whoever has the original
/// open is connected anew.
///
/// # Errors
/// [`StoreError`] where the server refuses.
pub fn copy_database(copy: &Path) -> Result<(), StoreError> {
    let path = copy.join(DATABASE);
    let Ok(original) = std::fs::read_to_string(&path) else { return Ok(()) };
    let server = std::env::var(SERVER).map_err(|_| refused(format!("{SERVER} is not set")))?;
    let (before, _) = original.split_once('?').unwrap_or((&original, ""));
    let name = before.rsplit('/').next().unwrap_or_default().trim();
    Db::run_on(
        &address_of(&server)?,
        &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"),
    )?;
    make_like(name, &server, copy)
}

fn address_of(server: &str) -> Result<Address, StoreError> {
    server.parse().map_err(|why: String| refused(format!("{SERVER} {why}")))
}

/// Makes a database like another one, and names it in a directory.
fn make_like(original: &str, server: &str, dir: &Path) -> Result<(), StoreError> {
    let digest = Sha256::digest(format!("{}{:?}{}", dir.display(), SystemTime::now(), std::process::id()));
    let name = format!("sila_test_{}_{}", minutes(), &to_hex(&digest)[..16]);
    Db::run_on(&address_of(server)?, &format!("CREATE DATABASE {name} TEMPLATE {original}"))?;
    let (before, query) = server.split_once('?').unwrap_or((server, ""));
    let base = before.trim_end_matches('/');
    let at_server = base.match_indices('/').nth(2).map_or(base, |(at, _)| &base[..at]);
    let text = format!("{at_server}/{name}?{query}\n");
    let file = dir.join(DATABASE);
    std::fs::write(&file, text).map_err(|e| refused(e.to_string()))?;
    remove_gone(address_of(server)?, (file, name));
    Ok(())
}

/// Notes a database, and removes those whose directory is gone, while the test goes on: some ten megabytes each.
fn remove_gone(server: Address, made: (PathBuf, String)) {
    static MADE: Mutex<Vec<(PathBuf, String)>> = Mutex::new(Vec::new());
    let mut all = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let (here, gone): (Vec<_>, Vec<_>) = all.drain(..).partition(|(file, _)| file.exists());
    *all = here;
    all.push(made);
    std::thread::spawn(move || {
        for (_, name) in gone {
            // what can't be removed now is removed as an old one
            Db::run_on(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
                .map(drop)
                .unwrap_or_default();
        }
    });
}

/// Makes an empty database, whose name says what for; `None` where no server is named.
///
/// # Errors
/// [`StoreError`].
pub fn new_database(what_for: &str) -> Result<Option<Address>, StoreError> {
    let Ok(server) = std::env::var(SERVER) else { return Ok(None) };
    let address: Address = server.parse().map_err(|why: String| refused(format!("{SERVER} {why}")))?;
    let digest = Sha256::digest(format!("{what_for}{:?}{}", SystemTime::now(), std::process::id()));
    let name = format!("sila_test_{}_{what_for}_{}", minutes(), &to_hex(&digest)[..8]);
    Db::run_on(&address, &format!("CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"))?;
    Ok(Some(address.of_database(&name)))
}

/// Asks the database of a directory, and returns the rows as texts; `None` where its rows are in a file.
///
/// # Errors
/// [`StoreError`].
pub fn ask(dir: &Path, sql: &str) -> Result<Option<Vec<Vec<String>>>, StoreError> {
    super::home::address_in(&dir.join(DATABASE))?.map(|address| Db::ask_on(&address, sql)).transpose()
}

/// Runs a statement on the server, beside all databases of tests.
///
/// # Errors
/// [`StoreError`].
pub fn run_on_server(sql: &str) -> Result<(), StoreError> {
    let server = std::env::var(SERVER).map_err(|why| refused(why.to_string()))?;
    let address: Address = server.parse().map_err(|why: String| refused(format!("{SERVER} {why}")))?;
    sql.split(';').try_for_each(|sql| Db::run_on(&address, sql).map(drop))
}

fn refused(why: String) -> StoreError {
    StoreError::Refused(why.into())
}

fn minutes() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs() / 60
}

/// Returns the name of a database with empty tables, made once for each version of them.
fn template(address: &Address) -> Result<&'static str, StoreError> {
    static MADE: OnceLock<String> = OnceLock::new();
    if let Some(name) = MADE.get() {
        return Ok(name);
    }
    let name = format!("sila_template_{}", &to_hex(&Db::tables_digest())[..12]);
    Db::run_alone_on(address, |ask| {
        let old = minutes().saturating_sub(OLD_MINUTES);
        for found in ask("SELECT datname FROM pg_database WHERE left(datname, 10) = 'sila_test_'")? {
            let made: Option<u64> = found.split('_').nth(2).and_then(|minutes| minutes.parse().ok());
            if made.is_none_or(|made| made < old) {
                // another program may be removing it
                ask(&format!("DROP DATABASE IF EXISTS {found} WITH (FORCE)")).map(drop).unwrap_or_default();
            }
        }
        if ask(&format!("SELECT datname FROM pg_database WHERE datname = '{name}'"))?.is_empty() {
            let half = format!("{name}_half");
            ask(&format!("DROP DATABASE IF EXISTS {half}"))?;
            ask(&format!("CREATE DATABASE {half} ENCODING 'UTF8' TEMPLATE template0"))?;
            drop(Db::open_or_create_at(&address.of_database(&half), Part::Office)?);
            ask(&format!("ALTER DATABASE {half} RENAME TO {name}"))?;
        }
        Ok(())
    })?;
    Ok(MADE.get_or_init(|| name))
}
