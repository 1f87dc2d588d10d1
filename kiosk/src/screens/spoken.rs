//! What screens say alike to a person who would rather hear them: choices with their place, the buttons at the bottom.

use super::choice::Choice;
use super::view::View;
use crate::speech::Script;

/// Adds choices, each with its place, and whether it is chosen.
pub fn choices<'c, T: 'c>(
    view: &View<'_>,
    script: Script,
    choices: impl IntoIterator<Item = &'c Choice<T>>,
) -> Script {
    choices.into_iter().enumerate().fold(script, |script, (index, choice)| {
        let script = script.position(index + 1).say(&choice.name).say_if(choice.about.as_ref());
        if choice.chosen { script.say(&view.tr("speech-chosen")) } else { script }
    })
}

/// Adds the buttons at the bottom of the screen.
pub fn buttons<'w>(view: &View<'_>, script: Script, words: impl IntoIterator<Item = &'w String>) -> Script {
    let mut words = words.into_iter().peekable();
    if words.peek().is_none() {
        return script;
    }
    script.say(&view.tr("speech-buttons")).say_all(words)
}
