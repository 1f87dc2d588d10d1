//! What a suggestion's screens say aloud. What was written and the number are never said: others may be standing by.

use super::SuggestionData;
use crate::flow::SuggestionFlow;
use crate::screens::spoken::{buttons, choices};
use crate::screens::view::View;
use crate::speech::Script;

/// Returns what the screen of a suggestion's step says.
pub fn suggestion_script(view: &View<'_>, flow: &SuggestionFlow) -> Script {
    let begin = Script::new();
    match SuggestionData::new(view, flow) {
        SuggestionData::About(data) => {
            buttons(view, choices(view, begin.say(&data.title), &data.choices), [&data.back])
        }
        SuggestionData::Words(data) => {
            let script = begin.say(&data.title).say(&data.hint).say(&view.tr("speech-keyboard"));
            buttons(view, script, [&data.back, &data.next])
        }
        SuggestionData::Reply(data) => {
            let script = begin.say(&data.title).say(&data.body).say(&view.tr("speech-number-pad"));
            let script = script.say(&data.hint).say_if(data.warning.as_ref());
            buttons(view, script, [&data.back, &data.skip, &data.next])
        }
        SuggestionData::Check(data) => {
            let script = begin.say(&data.title).say_if(data.fault.as_ref());
            let script = data.rows.iter().fold(script, |script, row| {
                let private = view.tr("speech-private");
                let value = if row.is_private { &private } else { &row.value };
                script.say(&row.name).say(value).say_if(row.warning.as_ref())
            });
            buttons(view, script, [&data.back, &data.save])
        }
        SuggestionData::Thanks(data) => {
            let script = begin.say(&data.title).say(&data.body).say(&data.farewell);
            buttons(view, script, [&data.finish])
        }
    }
}
