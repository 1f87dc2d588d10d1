//! Reading and writing `kiosk.toml`. Writing keeps the comments of whoever edited it and replaces the file whole or not
//! at all; a file that can't be read as settings is set aside, never overwritten.

use std::path::{Path, PathBuf};

use shared::io_words::io_words;
use shared::out_file::{OutFault, remove_part, write_whole};
use toml_edit::{DocumentMut, Item, Value};

use super::sections::{Config, DESK_CHARS_MAX, PrinterKind, SpeechMode};

/// The file's name within the data directory.
pub const CONFIG_FILE: &str = "kiosk.toml";

/// The documented file with every default: what a new one begins as.
pub const DOCUMENTED: &str = include_str!("../../../docs/kiosk.toml");

/// Most bytes of a settings file: some ten times the documented one.
const FILE_BYTES_MAX: u64 = 64 * 1_024;

/// Why settings could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file is not what it should be.
    #[error("{path}, line {line}: {why}; correct it there or in the device settings")]
    Wrong {
        /// The file.
        path: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong, and what would be right.
        why: String,
    },
    /// The file can't be read or written.
    #[error(
        "cannot {operation} {path}: {}; mend it, or take it away for the settings that a kiosk begins with",
        io_words(source)
    )]
    File {
        /// What was tried.
        operation: &'static str,
        /// The file.
        path: String,
        /// Why not.
        source: std::io::Error,
    },
    /// It can't be written.
    #[error(transparent)]
    Out(#[from] OutFault),
}

/// A fault in a text of settings: its line, counted from 1, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    line: usize,
    why: String,
}

/// Reads the settings of a data directory; a file that isn't there means the defaults.
///
/// # Errors
/// [`ConfigError`] with the line at fault.
pub fn load(dir: &Path) -> Result<Config, ConfigError> {
    let path = dir.join(CONFIG_FILE);
    let wrong = |line, why| ConfigError::Wrong { path: path.display().to_string(), line, why };
    let text = match std::fs::metadata(&path) {
        Ok(found) if found.len() > FILE_BYTES_MAX => {
            return Err(wrong(1, format!("the file is larger than {FILE_BYTES_MAX} bytes")));
        }
        Ok(_) => std::fs::read_to_string(&path),
        Err(e) => Err(e),
    };
    match text {
        Ok(text) => parse(&text).map_err(|fault| wrong(fault.line, fault.why)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Config::default()),
        Err(source) => Err(ConfigError::File { operation: "read", path: path.display().to_string(), source }),
    }
}

/// Reads a text of settings.
///
/// # Errors
/// The line at fault and what is wrong.
pub fn parse(text: &str) -> Result<Config, Fault> {
    let config: Config = toml_edit::de::from_str(text).map_err(|e| {
        let start = e.span().map_or(0, |span| span.start).min(text.len());
        let line = text.as_bytes()[..start].iter().filter(|byte| **byte == b'\n').count() + 1;
        Fault { line, why: e.message().replace('\n', " ") }
    })?;
    let line_of = |key: &str| text.lines().position(|line| line.trim_start().starts_with(key));
    let fault = |key: &str, why: &str| Fault { line: line_of(key).map_or(1, |n| n + 1), why: why.to_owned() };
    if config.printer.kind != PrinterKind::None && config.printer.path.as_os_str().is_empty() {
        return Err(fault("[printer]", "a printer needs its path, such as path = \"/dev/usb/lp0\""));
    }
    if config.queue.desk.chars().count() > DESK_CHARS_MAX {
        return Err(fault("desk", &format!("a desk's name has at most {DESK_CHARS_MAX} characters")));
    }
    if config.speech.mode == SpeechMode::Clips && config.speech.clips.as_os_str().is_empty() {
        return Err(fault("[speech]", "clips need their directory, such as clips = \"/srv/clips\""));
    }
    Ok(config)
}

/// Writes the settings of a data directory: durable when it returns. Comments and order of the file that is there stay; a
/// new one begins as the documented one. What can't be read as settings is kept beside it as `kiosk.toml.wrong`.
///
/// # Errors
/// [`ConfigError::File`] or [`ConfigError::Out`]; the file is then as it was.
pub fn save(dir: &Path, config: &Config) -> Result<(), ConfigError> {
    let path = dir.join(CONFIG_FILE);
    let fault = |operation: &'static str, path: &Path, source| ConfigError::File {
        operation,
        path: path.display().to_string(),
        source,
    };
    let base = match std::fs::read_to_string(&path) {
        Ok(text) if parse(&text).is_ok() => text,
        Ok(_) => {
            let aside: PathBuf = dir.join(format!("{CONFIG_FILE}.wrong"));
            std::fs::copy(&path, &aside).map_err(|e| fault("set aside as", &aside, e))?;
            DOCUMENTED.to_owned()
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => DOCUMENTED.to_owned(),
        Err(e) if e.kind() == std::io::ErrorKind::InvalidData => DOCUMENTED.to_owned(),
        Err(e) => return Err(fault("read", &path, e)),
    };
    remove_part(&path)?;
    Ok(write_whole(&path, written_into(&base, config).as_bytes())?)
}

/// Puts settings into a text of settings, keeping what stands around them.
fn written_into(base: &str, config: &Config) -> String {
    let mut document: DocumentMut = base.parse().unwrap_or_default();
    let written = toml_edit::ser::to_document(config)
        .expect("settings are tables of numbers, words and lists of words");
    for (section, settings) in written.iter() {
        let table = document.entry(section).or_insert_with(toml_edit::table);
        let (Some(table), Some(settings)) = (table.as_table_like_mut(), settings.as_table_like()) else {
            continue;
        };
        for (name, setting) in settings.iter() {
            let Some(value) = setting.as_value() else { continue };
            put(table, name, value);
        }
    }
    document.to_string()
}

/// Sets a value, leaving the comment behind it, and the whole line where it says the same already.
fn put(table: &mut dyn toml_edit::TableLike, name: &str, value: &Value) {
    match table.get_mut(name).and_then(Item::as_value_mut) {
        Some(old) if bare(old) == bare(value) => {}
        Some(old) => {
            let decor = old.decor().clone();
            *old = value.clone();
            *old.decor_mut() = decor;
        }
        None => {
            table.insert(name, Item::Value(value.clone()));
        }
    }
}

/// Writes a value without the space and comments around it.
fn bare(value: &Value) -> String {
    let mut value = value.clone();
    value.decor_mut().clear();
    value.to_string()
}

#[cfg(test)]
mod tests;
