//! A file that a command writes, or that a replica keeps beside its database: whole or not at all, and readable by its owner
//! alone. What is no file (a pipe, a device, standard output) is written through and never replaced, and so is what a link
//! leads to.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Most names that are tried for the part of a file that is not whole yet: each was left by a killed program, or planted.
const PARTS_MAX: u32 = 99;

/// Most links that lead from one to the next, as Linux follows them.
const LINKS_MAX: usize = 40;

/// Why a file could not be written. Nothing of it is there then, and what was there before is.
#[derive(Debug, thiserror::Error)]
#[error("cannot {operation} {path}: {}", why(.source))]
pub struct OutFault {
    /// What was tried.
    operation: &'static str,
    /// On what.
    path: String,
    /// Why not.
    source: io::Error,
}

fn why(source: &io::Error) -> String {
    match source.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "the disk is full: free some space, or name another place".to_owned()
        }
        ErrorKind::ReadOnlyFilesystem => "the disk can only be read: name another place".to_owned(),
        ErrorKind::PermissionDenied => "this user may not: name another place".to_owned(),
        ErrorKind::IsADirectory => "it is a directory: name a file".to_owned(),
        ErrorKind::NotFound => "its directory is not there: make it first, or name another place".to_owned(),
        ErrorKind::BrokenPipe => "nothing reads the output any more: run the command again".to_owned(),
        ErrorKind::AlreadyExists => {
            "what earlier attempts left beside it is in the way: remove it, or name another place".to_owned()
        }
        _ => format!("{source}: name another place"),
    }
}

/// A file that is being written. Dropped before [`OutFile::finish`], it leaves nothing behind.
pub struct OutFile {
    file: File,
    shown: PathBuf,
    part: Option<Part>,
}

/// Where a file is until it is whole, and where it goes then.
struct Part {
    here: PathBuf,
    target: PathBuf,
}

impl OutFile {
    /// Begins a file. What a link leads to is replaced once the new file is whole, and the link stays; a pipe or a device is
    /// opened as it is, which for a pipe waits for its reader.
    ///
    /// # Errors
    /// [`OutFault`] with the next step.
    pub fn create(path: &Path) -> Result<Self, OutFault> {
        let fault = |operation, source| OutFault { operation, path: path.display().to_string(), source };
        let shown = path.to_owned();
        // follows links as the system allows it: what somebody else planted in a shared directory is refused here
        match fs::metadata(path) {
            Ok(there) if there.is_dir() => Err(fault("write", ErrorKind::IsADirectory.into())),
            Ok(there) => {
                if let Some(file) = standard_output(&there).map_err(|e| fault("write", e))? {
                    return Ok(Self { file, shown, part: None });
                }
                let target = target_of(path).map_err(|e| fault("write", e))?;
                match target.filter(|_| there.is_file()) {
                    Some(target) => Self::beside(&target, shown),
                    None => {
                        let file = OpenOptions::new().append(true).open(path);
                        Ok(Self { file: file.map_err(|e| fault("write", e))?, shown, part: None })
                    }
                }
            }
            Err(e) if e.kind() == ErrorKind::NotFound => {
                let target = target_of(path).map_err(|e| fault("write", e))?;
                Self::beside(&target.ok_or_else(|| fault("write", e))?, shown)
            }
            Err(e) => Err(fault("write", e)),
        }
    }

    /// Begins a file as [`Self::create`] does, unless it is one of those that a program keeps for itself, by whatever name or link.
    ///
    /// # Errors
    /// [`OutFault`] with the next step.
    pub fn create_beside(path: &Path, own: &[PathBuf]) -> Result<Self, OutFault> {
        if own.iter().any(|own| is_same_place(path, own)) {
            let source = io::Error::other("this program keeps its own data there");
            return Err(OutFault { operation: "write", path: path.display().to_string(), source });
        }
        Self::create(path)
    }

    /// Begins the part of a file beside where it goes. Its name is taken by nobody: no link there is followed.
    fn beside(target: &Path, shown: PathBuf) -> Result<Self, OutFault> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut failed = io::Error::from(ErrorKind::AlreadyExists);
        for number in 1..=PARTS_MAX {
            let here = part_of(target, number);
            match options.open(&here) {
                Ok(file) => {
                    let part = Part { here, target: target.to_owned() };
                    return Ok(Self { file, shown, part: Some(part) });
                }
                Err(e) => failed = e,
            }
            if failed.kind() != ErrorKind::AlreadyExists {
                break;
            }
        }
        Err(OutFault { operation: "make", path: shown.display().to_string(), source: failed })
    }

    /// Puts the whole file in its place. When it returns, file and name survive a power cut.
    ///
    /// # Errors
    /// [`OutFault`]; what was there before is there still.
    pub fn finish(mut self) -> Result<(), OutFault> {
        if let Some(Part { here, target }) = &self.part {
            self.file.sync_all().map_err(|e| self.fault("write", e))?;
            fs::rename(here, target).map_err(|e| self.fault("make", e))?;
            // a directory that can't be opened, as on Windows, keeps its names by itself
            if let Some(Ok(dir)) = target.parent().map(|dir| File::open(named(dir))) {
                dir.sync_all().map_err(|e| self.fault("write the directory of", e))?;
            }
        }
        self.part = None;
        Ok(())
    }

    fn fault(&self, operation: &'static str, source: io::Error) -> OutFault {
        OutFault { operation, path: self.shown.display().to_string(), source }
    }

    /// Says in an error of the system what is to be done.
    fn told(&self, error: io::Error) -> io::Error {
        match error.kind() {
            ErrorKind::Interrupted => error,
            kind => io::Error::new(kind, self.fault("write", error)),
        }
    }
}

impl Write for OutFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes).map_err(|e| self.told(e))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush().map_err(|e| self.told(e))
    }
}

impl Drop for OutFile {
    fn drop(&mut self) {
        if let Some(part) = &self.part {
            // whoever drops it has the error that ended it, which tells more than this one
            fs::remove_file(&part.here).unwrap_or_default();
        }
    }
}

/// Writes a small file, whole or not at all. When it returns, the file survives a power cut.
///
/// # Errors
/// [`OutFault`] with the next step.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), OutFault> {
    let mut file = OutFile::create(path)?;
    file.file.write_all(bytes).map_err(|e| file.fault("write", e))?;
    file.finish()
}

/// Removes what a killed program left of a file that it had begun in a directory that is this program's own.
///
/// # Errors
/// [`OutFault`] where something is there and can't be removed.
pub fn remove_part(path: &Path) -> Result<(), OutFault> {
    match fs::remove_file(part_of(path, 1)) {
        Err(source) if source.kind() != ErrorKind::NotFound => {
            Err(OutFault { operation: "make", path: path.display().to_string(), source })
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Returns the name of a part: those after the first are taken where it is.
fn part_of(target: &Path, number: u32) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(".part");
    if number > 1 {
        name.push(format!("-{number}"));
    }
    PathBuf::from(name)
}

/// Follows links to the name that a file has or gets; `None` where they lead to an open file of a process, which has none.
fn target_of(path: &Path) -> io::Result<Option<PathBuf>> {
    let mut target = path.to_owned();
    for _ in 0..LINKS_MAX {
        if target.starts_with("/proc") || target.starts_with("/dev/fd") {
            return Ok(None);
        }
        match fs::read_link(&target) {
            Ok(link) => target = named(target.parent().unwrap_or(Path::new(""))).join(link),
            // it is none, or nothing is there
            Err(_) => return Ok(Some(target)),
        }
    }
    Err(io::Error::other("its links lead in a circle"))
}

/// Tells whether two names lead to one file, or would if it were made.
fn is_same_place(one: &Path, other: &Path) -> bool {
    let place = |path: &Path| {
        let target = target_of(path).ok()??;
        Some(fs::canonicalize(named(target.parent()?)).ok()?.join(target.file_name()?))
    };
    is_same_file(one, other) || place(one).is_some_and(|one| place(other) == Some(one))
}

/// Tells whether two names are of one file that is there.
#[cfg(unix)]
fn is_same_file(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let [one, other] = [one, other].map(|path| fs::metadata(path).map(|there| (there.dev(), there.ino())));
    matches!((one, other), (Ok(one), Ok(other)) if one == other)
}

/// Tells whether two names are of one file that is there: here by their whole names alone.
#[cfg(not(unix))]
fn is_same_file(one: &Path, other: &Path) -> bool {
    matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}

/// Returns a directory by a name that can be opened: that of the working directory is empty.
fn named(dir: &Path) -> &Path {
    if dir.as_os_str().is_empty() { Path::new(".") } else { dir }
}

/// Returns standard output where that is what is there: opened anew it would be written from its beginning.
#[cfg(unix)]
fn standard_output(there: &Metadata) -> io::Result<Option<File>> {
    use std::os::fd::AsFd as _;
    use std::os::unix::fs::MetadataExt as _;
    let file = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    let own = file.metadata()?;
    Ok(((own.dev(), own.ino()) == (there.dev(), there.ino())).then_some(file))
}

/// Returns standard output where that is what is there: here it has no name.
#[cfg(not(unix))]
fn standard_output(_there: &Metadata) -> io::Result<Option<File>> {
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_in(dir: &Path) -> Vec<String> {
        let names = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_whole_and_one_that_is_given_up_leaves_what_was_there() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("out.csv");
        write_whole(&path, b"first").unwrap();
        let mut given_up = OutFile::create(&path).unwrap();
        given_up.write_all(b"half").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"first");
        drop(given_up);
        assert_eq!(names_in(dir.path()), ["out.csv"]);
        write_whole(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(names_in(dir.path()), ["out.csv"]);
    }

    #[test]
    fn a_directory_is_told_as_one_and_nothing_is_left_in_it_or_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let told = OutFile::create(dir.path()).err().unwrap().to_string();
        assert!(told.contains("it is a directory: name a file"), "{told}");
        let told = OutFile::create(&dir.path().join("none/out")).err().unwrap().to_string();
        assert!(told.contains("its directory is not there"), "{told}");
        assert_eq!(names_in(dir.path()), Vec::<String>::new());
    }

    #[test]
    fn a_file_that_a_program_keeps_for_itself_is_never_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let (kept, not_yet) = (dir.path().join("kept"), dir.path().join("not_yet"));
        fs::write(&kept, "kept").unwrap();
        let own = [kept.clone(), not_yet.clone()];
        let mut names = vec![
            kept.clone(),
            not_yet.clone(),
            dir.path().join("../").join(dir.path().file_name().unwrap()).join("kept"),
        ];
        #[cfg(unix)]
        {
            let links = [dir.path().join("link"), dir.path().join("to_nothing"), dir.path().join("hard")];
            std::os::unix::fs::symlink("kept", &links[0]).unwrap();
            std::os::unix::fs::symlink(&not_yet, &links[1]).unwrap();
            fs::hard_link(&kept, &links[2]).unwrap();
            names.extend(links);
        }
        for name in names {
            let told = OutFile::create_beside(&name, &own).err().unwrap().to_string();
            assert!(told.ends_with("keeps its own data there: name another place"), "{told}");
        }
        OutFile::create_beside(&dir.path().join("other"), &own).unwrap().finish().unwrap();
        assert_eq!(fs::read(&kept).unwrap(), b"kept");
    }

    #[cfg(unix)]
    mod links {
        use std::os::unix::fs::{PermissionsExt as _, symlink};

        use super::*;

        #[test]
        fn a_link_stays_a_link_and_what_it_leads_to_is_replaced_whole() {
            let dir = tempfile::tempdir().unwrap();
            let (real, first, second) =
                (dir.path().join("real"), dir.path().join("first"), dir.path().join("second"));
            // one that leads on by a relative name, to a file that is not there yet
            symlink("real", &first).unwrap();
            symlink(&first, &second).unwrap();
            for text in [b"one", b"two"] {
                write_whole(&second, text).unwrap();
                assert_eq!(fs::read(&real).unwrap(), text);
            }
            assert!(fs::symlink_metadata(&second).unwrap().is_symlink());
            assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o600);
            assert_eq!(names_in(dir.path()), ["first", "real", "second"]);
            symlink("round", dir.path().join("round")).unwrap();
            assert!(OutFile::create(&dir.path().join("round")).is_err());
        }

        #[test]
        fn a_link_that_somebody_planted_under_the_parts_name_is_not_followed() {
            let dir = tempfile::tempdir().unwrap();
            let (path, victim) = (dir.path().join("out"), dir.path().join("victim"));
            fs::write(&victim, "untouched").unwrap();
            symlink(&victim, part_of(&path, 1)).unwrap();
            write_whole(&path, b"new").unwrap();
            assert_eq!(fs::read(&victim).unwrap(), b"untouched");
            assert_eq!(fs::read(&path).unwrap(), b"new");
            assert!(!fs::symlink_metadata(&path).unwrap().is_symlink());
        }

        #[test]
        fn what_is_no_file_is_written_through() {
            let dir = tempfile::tempdir().unwrap();
            // an open file of this process, which a file of its own must not take the place of
            let kept = File::create(dir.path().join("kept")).unwrap();
            let fd = std::os::fd::AsRawFd::as_raw_fd(&kept);
            let mut through = OutFile::create(Path::new(&format!("/dev/fd/{fd}"))).unwrap();
            through.write_all(b"through").unwrap();
            through.finish().unwrap();
            assert_eq!(fs::read(dir.path().join("kept")).unwrap(), b"through");
            write_whole(Path::new("/dev/null"), b"nowhere").unwrap();
            assert!(!fs::metadata("/dev/null").unwrap().is_file());
            assert_eq!(names_in(dir.path()), ["kept"]);
        }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_full_disk_is_told_with_what_to_do() {
        let mut full = OutFile::create(Path::new("/dev/full")).unwrap();
        let told = full.write_all(b"more").unwrap_err();
        assert_eq!(told.kind(), ErrorKind::StorageFull);
        assert!(told.to_string().contains("free some space, or name another place"), "{told}");
    }
}
