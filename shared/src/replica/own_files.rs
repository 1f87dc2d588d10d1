//! Which files of a data directory are a program's own: what is written elsewhere by command never goes there.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::home::DATABASE;
use super::incarnation;
use super::office::SHUT_OUT;
use super::secrets::{IDENTITY_AND_WRITE, READ, SERVING};
use crate::store::Part;

const DATABASES: [Part; 3] = [Part::Kiosk, Part::Office, Part::Door];

/// What SQLite keeps beside a database, made as it is needed.
const BESIDE_DATABASES: [&str; 3] = ["", "-wal", "-shm"];

/// Returns the files that either program keeps for itself in a data directory: databases and secrets with whatever is named after them,
/// and what stands beside them, those that are there and those that may come.
pub fn own_files(dir: &Path) -> Vec<PathBuf> {
    let databases = DATABASES.map(Part::file_name);
    let made = databases.iter().flat_map(|name| BESIDE_DATABASES.map(|end| format!("{name}{end}")));
    let others =
        [DATABASE, IDENTITY_AND_WRITE, READ, incarnation::FILE, incarnation::LOCK, SERVING, SHUT_OUT]
            .into_iter();
    let mut files: Vec<PathBuf> = made.chain(others.map(str::to_owned)).map(|name| dir.join(name)).collect();
    let is_named_after = |name: &OsStr| {
        let mut of = databases.iter().chain(&[IDENTITY_AND_WRITE, READ]);
        name.to_str().is_some_and(|name| of.any(|of| name.starts_with(of)))
    };
    let there = std::fs::read_dir(dir).into_iter().flatten().flatten();
    files.extend(there.filter(|entry| is_named_after(&entry.file_name())).map(|entry| entry.path()));
    files
}
