//! [`Voice`]: what speaks, found once when the window opens. Where nothing is found there is no voice, and no button.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use shared::locale::Language;

use super::clips::Clips;
use super::link::Utterance;
use crate::config::{SpeechMode, SpeechSettings};
use crate::words::messages;

/// What speaks the screens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Voice {
    /// A speech program that reads text on its standard input.
    Program {
        /// The program's file.
        program: PathBuf,
        /// Its arguments for Arabic.
        arguments_ar: Vec<String>,
        /// Its arguments for English.
        arguments_en: Vec<String>,
    },
    /// Recorded clips and the program that plays them.
    Clips {
        /// The player's file.
        player: PathBuf,
        /// The clips.
        clips: Clips,
    },
}

/// One program to run: its text on standard input, if any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) program: PathBuf,
    pub(super) arguments: Vec<OsString>,
    pub(super) input: Option<String>,
}

impl Voice {
    /// Finds what the settings ask for; `None` where speech is off, or the program or the clips are not there.
    pub fn find(settings: &SpeechSettings) -> Option<Self> {
        match settings.mode {
            SpeechMode::Off => None,
            SpeechMode::Program => {
                let program = find_program(&settings.program);
                if program.is_none() {
                    tracing::warn!("speech: the program of kiosk.toml is not installed; no button is shown");
                }
                Some(Self::Program {
                    program: program?,
                    arguments_ar: settings.arguments_ar.clone(),
                    arguments_en: settings.arguments_en.clone(),
                })
            }
            SpeechMode::Clips => {
                let player = find_program(&settings.player);
                let clips = Clips::find(&settings.clips);
                if player.is_none() || clips.languages().is_empty() {
                    tracing::warn!(
                        "speech: the player or the clips of kiosk.toml are not there; no button is shown"
                    );
                }
                let voice = Self::Clips { player: player?, clips };
                (!voice.languages().is_empty()).then_some(voice)
            }
        }
    }

    /// Returns the languages that it can speak.
    pub fn languages(&self) -> Vec<Language> {
        match self {
            Self::Program { .. } => Language::ALL.to_vec(),
            Self::Clips { clips, .. } => clips.languages(),
        }
    }

    /// Returns the programs to run, one after the other, to say an utterance.
    pub(super) fn runs(&self, utterance: &Utterance) -> Vec<Run> {
        match self {
            Self::Program { program, arguments_ar, arguments_en } => {
                let arguments = match utterance.language {
                    Language::Arabic => arguments_ar,
                    Language::English => arguments_en,
                };
                vec![Run {
                    program: program.clone(),
                    arguments: arguments.iter().map(OsString::from).collect(),
                    input: Some(utterance.script.text(messages(utterance.language))),
                }]
            }
            Self::Clips { player, clips } => {
                let files = clips.files(utterance.language, &utterance.script);
                let run = |file: PathBuf| Run {
                    program: player.clone(),
                    arguments: vec![file.into_os_string()],
                    input: None,
                };
                files.into_iter().map(run).collect()
            }
        }
    }
}

/// Finds a program by its path, or by its name in the folders of `PATH`.
pub(super) fn find_program(name: &str) -> Option<PathBuf> {
    let path = Path::new(name);
    if path.components().count() > 1 {
        return is_program(path).then(|| path.to_owned());
    }
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|file| is_program(file))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}
