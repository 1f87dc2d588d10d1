//! What screens say alike to a person who would rather hear them: choices with their place, the buttons at the bottom.

use super::choice::Choice;
use super::view::View;
use crate::speech::Script;

/// Adds choices, each with its number, and whether it is chosen.
pub fn choices<'c, T: 'c>(
    view: &View<'_>,
    script: Script,
    choices: impl IntoIterator<Item = &'c Choice<T>>,
) -> Script {
    choices.into_iter().fold(script, |script, choice| choice_words(view, script.choice(), choice))
}

/// Adds choices without numbers: digits are typed there.
pub fn unnumbered<'c, T: 'c>(
    view: &View<'_>,
    script: Script,
    choices: impl IntoIterator<Item = &'c Choice<T>>,
) -> Script {
    choices.into_iter().fold(script, |script, choice| choice_words(view, script, choice))
}

fn choice_words<T>(view: &View<'_>, script: Script, choice: &Choice<T>) -> Script {
    let script = script.say(&choice.name).say_if(choice.about.as_ref());
    if choice.chosen { script.say(&view.tr("speech-chosen")) } else { script }
}

/// Adds the buttons at the bottom of the screen.
pub fn buttons<'w>(view: &View<'_>, script: Script, words: impl IntoIterator<Item = &'w String>) -> Script {
    let mut words = words.into_iter().peekable();
    if words.peek().is_none() {
        return script;
    }
    script.say(&view.tr("speech-buttons")).say_all(words)
}
