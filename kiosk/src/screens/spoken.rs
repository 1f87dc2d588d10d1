//! What each screen says to whoever would rather hear it: title, hint, choices with their place, ways on. What a person
//! typed is never said: others may be standing by.

use super::comment::CommentData;
use super::faces::FacesData;
use super::guide::guide_script;
use super::idle::IdleData;
use super::need::NeedData;
use super::notice::NoticeData;
use super::party::PartyData;
use super::promise::PromiseData;
use super::rate_service::RateServiceData;
use super::reasons::ReasonsData;
use super::receipt::ReceiptData;
use super::suggestion::suggestion_script;
use super::summary::SummaryData;
use super::thanks::ThanksData;
use super::trouble::TroubleData;
use super::view::{Choice, View};
use super::welcome::WelcomeData;
use super::who::WhoData;
use crate::flow::{RatingFlow, RatingStep, VisitFlow, VisitStep};
use crate::route::Route;
use crate::speech::Script;

/// Returns what a route's screen says; `None` where no visitor stands before it.
pub fn script_of(view: &View<'_>, route: &Route) -> Option<Script> {
    match route {
        Route::Welcome => Some(welcome(&WelcomeData::new(view))),
        Route::Visit(flow) => Some(visit(view, flow)),
        Route::Rating(flow) => Some(rating(view, flow)),
        Route::Suggestion(flow) => Some(suggestion_script(view, flow)),
        Route::Guide(flow) => Some(guide_script(view, flow)),
        Route::Trouble(trouble) => {
            let data = TroubleData::new(view, *trouble);
            let script = Script::new().say(&data.title).say(&data.body);
            Some(buttons(view, script, data.staff.iter().chain(&data.finish)))
        }
        Route::Starting | Route::FirstStart(_) | Route::Staff(_) => None,
    }
}

/// Returns what the idle guard's question says.
pub fn idle_script(data: &IdleData) -> Script {
    Script::new().say(&data.title).say(&data.body).say(&data.more_time).say(&data.finish)
}

/// Adds choices, each with its place, and whether it is chosen.
pub fn choices<T>(view: &View<'_>, script: Script, choices: &[Choice<T>]) -> Script {
    choices.iter().enumerate().fold(script, |script, (index, choice)| {
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

fn welcome(data: &WelcomeData) -> Script {
    let script = match &data.called {
        Some((words, number)) => Script::new().say(words).spell(number),
        None => Script::new().say(&data.title).say(&data.subtitle),
    };
    let script = script.say(&data.date).say_if(data.opening.as_ref());
    let script = script.position(1).say(&data.visit).position(2).say(&data.rate);
    let more = data.more.iter().enumerate();
    more.fold(script, |script, (index, way)| script.position(index + 3).say(&way.words))
}

fn visit(view: &View<'_>, flow: &VisitFlow) -> Script {
    match (flow.step(), flow.receipt()) {
        (VisitStep::Need, _) => {
            let data = NeedData::new(view, flow);
            let script = choices(view, Script::new().say(&data.title).say(&data.hint), &data.services);
            buttons(view, script, [&data.back, &data.next])
        }
        (VisitStep::Notice, _) => {
            let data = NoticeData::new(view);
            let script = Script::new().say(&data.title).say_all(&data.statements);
            buttons(view, script, [&data.back, &data.next])
        }
        (VisitStep::Who, _) => who(view, &WhoData::new(view, flow)),
        (VisitStep::Party, _) => {
            let data = PartyData::new(view, flow);
            buttons(view, choices(view, Script::new().say(&data.title), &data.parties), [&data.back])
        }
        (VisitStep::Receipt, Some(receipt)) => receipt_script(view, &ReceiptData::new(view, receipt)),
        (VisitStep::Summary, _) | (VisitStep::Receipt, None) => summary(view, &SummaryData::new(view, flow)),
    }
}

fn who(view: &View<'_>, data: &WhoData) -> Script {
    let script = choices(view, Script::new().say(&data.title).say(&data.body), &data.kinds);
    let script = choices(view, script, std::slice::from_ref(&data.for_other));
    let script = script.say(&view.tr("speech-number-pad")).say(&data.hint).say_if(data.warning.as_ref());
    buttons(view, script, [&data.back, &data.skip, &data.next])
}

fn summary(view: &View<'_>, data: &SummaryData) -> Script {
    let script = Script::new().say(&data.title).say_if(data.fault.as_ref());
    let script = data.rows.iter().fold(script, |script, row| {
        let private = view.tr("speech-private");
        let value = if row.is_private { &private } else { &row.value };
        script.say(&row.name).say(value).say_if(row.warning.as_ref())
    });
    let script = choices(view, script, data.asks_for_woman.as_slice());
    buttons(view, script, [&data.back, &data.confirm])
}

fn receipt_script(view: &View<'_>, data: &ReceiptData) -> Script {
    let script = Script::new().say(&data.title).say(&data.saved);
    let script = match &data.number {
        Some((name, number)) => script.say(name).spell(number),
        None => script,
    };
    let script = script.say(&data.reference_name).spell(&data.reference);
    let script = data.rows.iter().fold(script, |script, (name, value)| script.say(name).say(value));
    let script = script.say(&data.next_name).say_all(&data.next).say(&data.photograph);
    buttons(view, script, [&data.finish])
}

fn rating(view: &View<'_>, flow: &RatingFlow) -> Script {
    match flow.step() {
        RatingStep::Service => {
            let data = RateServiceData::new(view, flow);
            let script = choices(view, Script::new().say(&data.title).say(&data.hint), &data.services);
            buttons(view, script, [&data.back])
        }
        RatingStep::Promise => {
            let data = PromiseData::new(view, flow);
            let script = Script::new().say(&data.title).say(&data.service);
            let script = script.say(&data.right).say(&data.assurance);
            buttons(view, script, [&data.back, &data.decline, &data.begin])
        }
        RatingStep::Score => faces(view, &FacesData::service(view, flow)),
        RatingStep::Provider => faces(view, &FacesData::provider(view, flow)),
        RatingStep::Reasons => {
            let data = ReasonsData::new(view, flow);
            let script = choices(view, Script::new().say(&data.title).say(&data.hint), &data.reasons);
            buttons(view, script, [&data.back, &data.next])
        }
        RatingStep::Comment => {
            let data = CommentData::new(view, flow);
            let script = Script::new().say_if(data.fault.as_ref()).say(&data.title).say(&data.hint);
            buttons(view, script.say(&view.tr("speech-keyboard")), [&data.back, &data.send])
        }
        RatingStep::Thanks => {
            let data = ThanksData::new(view);
            let script = Script::new().say(&data.title).say(&data.body).say(&data.farewell);
            buttons(view, script, [&data.finish])
        }
    }
}

fn faces(view: &View<'_>, data: &FacesData) -> Script {
    let script = Script::new().say(&data.title).say(&data.service);
    let script = data.faces.iter().enumerate().fold(script, |script, (index, choice)| {
        let script = script.position(index + 1).say(&choice.word);
        if choice.chosen { script.say(&view.tr("speech-chosen")) } else { script }
    });
    buttons(view, script, std::iter::once(&data.back).chain(data.others.iter().map(|(words, _)| words)))
}
