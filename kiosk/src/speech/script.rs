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
    /// No word: the chime that makes people look up. Only the first of a script is heard.
    Chime,
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

    /// Adds the chime.
    #[must_use]
    pub fn chime(mut self) -> Self {
        self.says.push(Say::Chime);
        self
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

    /// Adds the number of the next choice, which its words follow. The choices of a screen are counted from 1, as they are on it.
    #[must_use]
    pub fn choice(mut self) -> Self {
        let before = self.says.iter().filter(|say| matches!(say, Say::Position(_))).count();
        self.says.push(Say::Position(before + 1));
        self
    }

    /// Returns what is said, in order.
    pub fn says(&self) -> &[Say] {
        &self.says
    }

    /// Tells whether it begins with the chime.
    pub fn is_chimed(&self) -> bool {
        self.says.first() == Some(&Say::Chime)
    }

    /// Tells whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.says.is_empty()
    }

    /// Returns what is said here and was not in `before`: all of another screen; of the same one, which has the same title, what
    /// changed, after what it is about. What is only taken back is said to be so, in `taken_back`'s words.
    pub fn news_since(&self, before: &Self, taken_back: &str) -> Self {
        if self.says.first() != before.says.first() {
            return self.clone();
        }
        let same = |(one, other): &(&Say, &Say)| one == other;
        let begins = self.says.iter().zip(&before.says).take_while(same).count();
        let ends = self.says[begins..].iter().rev().zip(before.says[begins..].iter().rev());
        let ends = ends.take_while(same).count();
        let changed = &self.says[begins..self.says.len() - ends];
        let about = begins.checked_sub(1).map(|at| self.says[at].clone());
        let mut says: Vec<Say> = about.into_iter().chain(changed.iter().cloned()).collect();
        if changed.is_empty() {
            says.push(Say::Words(taken_back.to_owned()));
        }
        Self { says }
    }

    /// Returns the text for a speech program: a line a sentence, without marks that are seen and not heard, cut at
    /// [`SCRIPT_CHARS_MAX`].
    pub fn text(&self, words: &Messages) -> String {
        let mut text = String::new();
        for say in &self.says {
            let line = match say {
                Say::Words(said) => cleaned(said, words),
                Say::Position(position) => {
                    cleaned(&words.format("speech-choice", &[("position", (*position).into())]), words)
                }
                Say::Spelled(code) => spelled(code),
                Say::Chime => continue,
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
