//! Recorded clips: `DIR/ar/need-title.wav` is what the message `need-title` sounds like in Arabic. What has no clip is
//! passed over.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use shared::locale::{Language, Messages, without_marks};

use super::clean::{Sign, signs};
use super::script::{Say, Script};
use crate::words::messages;

/// The clips of a folder, listed once. Their names besides a message's key: `need-title.simple` for its simple words,
/// `choice-3` for the place of a choice, `sign-7` and `sign-k` for what is spelled, and `text-` with a text whose letters
/// and digits are joined by hyphens, for names from the catalog.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clips {
    dir: PathBuf,
    names: BTreeMap<&'static str, BTreeSet<String>>,
}

impl Clips {
    /// Lists the clips of a folder; a folder that cannot be read has none.
    pub fn find(dir: &Path) -> Self {
        let mut names = BTreeMap::new();
        for language in Language::ALL {
            let Ok(entries) = std::fs::read_dir(dir.join(language.code())) else { continue };
            let files = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
            let clips: BTreeSet<String> =
                files.filter_map(|file| file.strip_suffix(".wav").map(str::to_owned)).collect();
            if !clips.is_empty() {
                names.insert(language.code(), clips);
            }
        }
        Self { dir: dir.to_owned(), names }
    }

    /// Returns the languages that have clips.
    pub fn languages(&self) -> Vec<Language> {
        Language::ALL.into_iter().filter(|language| self.names.contains_key(language.code())).collect()
    }

    /// Returns the files that say a script, in order.
    pub(super) fn files(&self, language: Language, script: &Script) -> Vec<PathBuf> {
        let Some(names) = self.names.get(language.code()) else { return Vec::new() };
        let texts = keys_by_text(messages(language));
        let wanted = script.says().iter().flat_map(|say| match say {
            Say::Words(words) => {
                let key = texts.get(&*without_marks(words)).cloned();
                vec![key.unwrap_or_else(|| text_name(words))]
            }
            Say::Position(position) => vec![format!("choice-{position}")],
            Say::Spelled(code) => signs(code).into_iter().filter_map(sign_name).collect(),
            Say::Chime => Vec::new(),
        });
        let dir = self.dir.join(language.code());
        wanted.filter(|name| names.contains(name)).map(|name| dir.join(format!("{name}.wav"))).collect()
    }
}

/// Every text that a message without variables can show, and the name of its clip.
fn keys_by_text(messages: &Messages) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for key in messages.keys() {
        if messages.has_simple(key) {
            texts.insert(without_marks(&messages.simple_text(key)), format!("{key}.simple"));
        }
        texts.insert(without_marks(&messages.text(key)), key.to_owned());
    }
    texts
}

fn sign_name(sign: Sign) -> Option<String> {
    match sign {
        Sign::Letter(letter) => Some(format!("sign-{}", letter.to_lowercase())),
        Sign::Pause => None,
    }
}

fn text_name(words: &str) -> String {
    let words = without_marks(words).to_lowercase();
    let parts: Vec<&str> =
        words.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    format!("text-{}", parts.join("-"))
}
