//! What the guide's pages say to whoever would rather hear them.

use super::data::{GuideData, GuideRow};
use super::entry::{EntryData, Part};
use crate::flow::GuideFlow;
use crate::guide::Reader;
use crate::screens::spoken::buttons;
use crate::screens::view::View;
use crate::speech::Script;

/// Returns what the open page says to a visitor.
pub fn guide_script(view: &View<'_>, flow: &GuideFlow) -> Script {
    match GuideData::new(view, flow, Reader::Visitor) {
        GuideData::Home(data) => {
            let script = Script::new().say(&data.title).say(&data.hint).say(&data.search);
            buttons(view, rows(script, &data.tiles), [&data.back])
        }
        GuideData::List(data) => {
            let script = Script::new().say(&data.title).say(&data.hint);
            let script = script.say_if(data.rows.is_empty().then_some(&data.empty));
            buttons(view, rows(script, &data.rows), data.back.iter().chain([&data.search]))
        }
        GuideData::Entry(data) => entry(view, &data),
        GuideData::Notion(data) => {
            let script = Script::new().say(&data.question).say(&data.statement);
            let script = match &data.answer {
                Some(answer) => script.say(&answer.verdict).say(&answer.why),
                None => script,
            };
            let words = data.guesses.iter().flatten().chain([&data.back]);
            buttons(view, script, words.chain(data.next.as_ref().map(|(words, _)| words)))
        }
        GuideData::Improvements(data) => {
            let script = Script::new().say(&data.title).say(&data.hint);
            let script = data.improvements.iter().enumerate().fold(script, |script, (index, improvement)| {
                let script = script.position(index + 1).say(&data.said).say(&improvement.said);
                script.say(&data.did).say(&improvement.did).say_if(improvement.since.as_ref())
            });
            buttons(view, script, [&data.back])
        }
        GuideData::Search(data) => {
            let script = Script::new().say(&data.field.name).say(&data.hint);
            let found = data.results.iter().enumerate();
            let script = found.fold(script, |script, (index, found)| {
                script.position(index + 1).say(&found.name.text).say(&found.line.text)
            });
            buttons(view, script.say(&view.tr("speech-keyboard")), [&data.back])
        }
    }
}

fn entry(view: &View<'_>, data: &EntryData) -> Script {
    let script = Script::new().say(&data.title).say_if(data.about.as_ref());
    let script = data.parts.iter().fold(script, |script, part| match part {
        Part::Text(name, text) => script.say_if(name.as_ref()).say(text),
        Part::List(name, lines) => script.say(name).say_all(lines),
        Part::Rows(name, of) => rows(script.say(name), of),
        Part::Note(words) => script.say(words),
    });
    let ways = [data.ask.as_ref().map(|(words, _)| words), data.next.as_ref().map(|(words, _)| words)];
    buttons(view, script, std::iter::once(&data.back).chain(ways.into_iter().flatten()))
}

/// Adds rows that lead on, each with its place.
fn rows(script: Script, rows: &[GuideRow]) -> Script {
    rows.iter().enumerate().fold(script, |script, (index, row)| {
        script.position(index + 1).say(&row.name).say_if(row.about.as_ref())
    })
}
