//! The demo's data directory: a temporary one that goes with the demo, or a kept one that a later demo opens again.
//! Never touches a directory that holds something else.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Tells that a directory holds a complete demo, and on which port its kiosks look for head office.
const MARK: &str = "demo.json";

/// A data directory.
pub(super) struct Home {
    place: Place,
    port: Option<u16>,
}

enum Place {
    Temporary(TempDir),
    Kept(PathBuf),
}

impl Home {
    /// Makes or opens a data directory.
    ///
    /// # Errors
    /// The directory can't be made, or is neither empty nor a complete demo.
    pub(super) fn prepare(dir: Option<PathBuf>) -> anyhow::Result<Self> {
        let Some(dir) = dir else {
            let dir = tempfile::Builder::new().prefix("sila-demo-").tempdir();
            let dir = dir.context("make a temporary directory: name another place with --data")?;
            return Ok(Self { place: Place::Temporary(dir), port: None });
        };
        let name = dir.display();
        std::fs::create_dir_all(&dir)
            .with_context(|| format!("make {name}: name another directory with --data"))?;
        let dir = dir.canonicalize().with_context(|| format!("open {name}"))?;
        let is_empty = std::fs::read_dir(&dir).with_context(|| format!("open {name}"))?.next().is_none();
        if is_empty {
            return Ok(Self { place: Place::Kept(dir), port: None });
        }
        match port_in(&dir.join(MARK)) {
            Some(port) => Ok(Self { place: Place::Kept(dir), port: Some(port) }),
            None => {
                bail!("{name} is not a complete demo: name an empty directory with --data")
            }
        }
    }

    /// Returns the directory.
    pub(super) fn root(&self) -> &Path {
        match &self.place {
            Place::Temporary(dir) => dir.path(),
            Place::Kept(dir) => dir,
        }
    }

    /// Tells whether nothing is in it yet.
    pub(super) fn is_new(&self) -> bool {
        self.port.is_none()
    }

    /// Tells whether it outlives the demo.
    pub(super) fn is_kept(&self) -> bool {
        match self.place {
            Place::Temporary(_) => false,
            Place::Kept(_) => true,
        }
    }

    /// Returns the port that the kiosks in it know; `None` for a new directory.
    pub(super) fn port(&self) -> Option<u16> {
        self.port
    }

    /// Notes that the sample data are complete.
    ///
    /// # Errors
    /// The directory can't be written to.
    pub(super) fn finish(&mut self, port: u16) -> std::io::Result<()> {
        self.port = Some(port);
        std::fs::write(self.root().join(MARK), json!({ "port": port }).to_string())
    }
}

fn port_in(mark: &Path) -> Option<u16> {
    let mark: Value = serde_json::from_slice(&std::fs::read(mark).ok()?).ok()?;
    u16::try_from(mark.get("port")?.as_u64()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_with_something_else_in_it_is_refused_and_a_finished_demo_is_found_again() {
        let dir = tempfile::tempdir().unwrap();
        let kept = dir.path().join("new").join("demo");
        let mut home = Home::prepare(Some(kept.clone())).unwrap();
        assert!(home.is_new() && home.is_kept());
        std::fs::write(kept.join("office.db"), "half").unwrap();
        let error = Home::prepare(Some(kept.clone())).err().unwrap().to_string();
        assert!(error.contains("not a complete demo"), "{error}");
        home.finish(4_321).unwrap();
        let again = Home::prepare(Some(kept)).unwrap();
        assert_eq!((again.is_new(), again.port()), (false, Some(4_321)));
    }

    #[test]
    fn a_temporary_directory_goes_with_the_demo() {
        let home = Home::prepare(None).unwrap();
        let root = home.root().to_owned();
        assert!(root.is_dir());
        drop(home);
        assert!(!root.exists());
    }
}
