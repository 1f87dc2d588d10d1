//! What is to be said, in reading order. Plain and comparable: a screen that says something else has changed.

use shared::locale::Messages;

use super::clean::{cleaned, spelled};

/// Most characters of a script's text: some four minutes of speech, and far below what a pipe holds (64 KiB), so that
/// handing it to a program never waits.
pub const SCRIPT_CHARS_MAX: usize = 4_000;

/// One thing to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Say {
    /// Words as they stand on the screen.
    Words(String),
    /// The place of a choice, counted from 1.
    Position(usize),
    /// A code or number, sign by sign.
    Spelled(String),
}

/// What a screen says, in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    says: Vec<Say>,
}

impl Script {
    /// Makes a script that says nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds words; empty ones are left out.
    #[must_use]
    pub fn say(mut self, words: &str) -> Self {
        if !words.trim().is_empty() {
            self.says.push(Say::Words(words.to_owned()));
        }
        self
    }

    /// Adds words where there are any.
    #[must_use]
    pub fn say_if(self, words: Option<&String>) -> Self {
        match words {
            Some(words) => self.say(words),
            None => self,
        }
    }

    /// Adds several words, one after the other.
    #[must_use]
    pub fn say_all<'w>(self, words: impl IntoIterator<Item = &'w String>) -> Self {
        words.into_iter().fold(self, |script, words| script.say(words))
    }

    /// Adds a code or number, to be read sign by sign.
    #[must_use]
    pub fn spell(mut self, code: &str) -> Self {
        self.says.push(Say::Spelled(code.to_owned()));
        self
    }

    /// Adds the place of a choice, counted from 1.
    #[must_use]
    pub fn position(mut self, position: usize) -> Self {
        self.says.push(Say::Position(position));
        self
    }

    /// Returns what is said, in order.
    pub fn says(&self) -> &[Say] {
        &self.says
    }

    /// Tells whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.says.is_empty()
    }

    /// Returns the text for a speech program: a line a sentence, without marks that are seen and not heard, cut at
    /// [`SCRIPT_CHARS_MAX`].
    pub fn text(&self, words: &Messages) -> String {
        let mut text = String::new();
        for say in &self.says {
            let line = match say {
                Say::Words(words) => cleaned(words),
                Say::Position(position) => {
                    cleaned(&words.format("speech-choice", &[("position", (*position).into())]))
                }
                Say::Spelled(code) => spelled(code),
            };
            text.push_str(&line);
            if !line.ends_with(['.', '؟', '?', '!', ':', '…']) {
                text.push('.');
            }
            text.push('\n');
        }
        text.chars().take(SCRIPT_CHARS_MAX).collect()
    }
}
