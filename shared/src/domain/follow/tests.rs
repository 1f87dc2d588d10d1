//! Whoever brings a code is told where a request is, and nothing that a stranger must not know.

use super::*;
use crate::domain::request::{PaperRule, Request, Terms, fold};
use crate::domain::{Channel, Moment};
use crate::locale::{Language, dressing::dressed};

fn ids(n: u8) -> (FactId, Option<FileId>) {
    (FactId::from_random([n; 16]), Some(FileId::from_random([n + 100; 16])))
}

fn code_of(n: u8) -> FollowCode {
    let (request, file) = ids(n);
    FollowCode::of(request, file)
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn case(state: State) -> Case {
    let code = |text: &str| Code::new(text).unwrap();
    let papers =
        ["id_card", "divorce", "imprisonment"].map(|paper| PaperRule::required(code(paper))).to_vec();
    let request = Request {
        id: FactId::from_random([1; 16]),
        at: Moment::parse("2026-05-12T10:00:00+03:00").unwrap(),
        channel: Channel::Interview,
        service: code("support"),
        beneficiary: None,
        terms: Some(Terms { papers, ..Terms::default() }),
    };
    let mut case = fold(&request, &[]);
    case.state = state;
    case
}

fn follow_up(case: &Case) -> FollowUp {
    FollowUp::of(case, day("2026-05-12"), day("2026-05-20"), 30)
}

#[test]
fn a_code_is_the_same_wherever_the_request_and_its_file_are_known_and_nowhere_else() {
    let code = code_of(1);
    assert_eq!(code, code_of(1));
    let (request, file) = ids(1);
    assert_ne!(code, FollowCode::of(request, None));
    assert_ne!(code, FollowCode::of(request, ids(2).1));
    assert_ne!(code, FollowCode::of(ids(2).0, file));
    assert_eq!(code.to_string().len(), 19);
    assert_eq!(format!("{code:?}"), "FollowCode");
}

#[test]
fn a_code_is_known_however_it_is_typed_or_scanned() {
    let code = code_of(1);
    let text = code.to_string();
    for typed in [text.to_lowercase(), text.replace('-', " "), format!("https://a.example.org/x/r/{text}")] {
        assert_eq!(FollowCode::parse(&typed), Some(code), "{typed}");
    }
    for dice in 0..500 {
        let typed = dressed(&text, dice);
        assert_eq!(FollowCode::parse(&typed), Some(code), "{typed:?}");
    }
    for other in ["", "/", &text[1..], &format!("{text}0"), "UUUU-UUUU-UUUU-UUUU", "SILA1:000"] {
        assert_eq!(FollowCode::parse(other), None, "{other}");
    }
}

#[test]
fn what_is_told_survives_its_text_and_no_other_text_is_read() {
    for stage in Stage::ALL {
        let mut told =
            FollowUp { stage, until: Some(day("2026-06-01")), ..follow_up(&case(State::Receiving)) };
        assert_eq!(told.missing.len(), 4);
        told.missing.push(one_of(&["lease", "deed"]));
        assert_eq!(FollowUp::parse(&told.to_text()), Some(told));
    }
    let text = follow_up(&case(State::Receiving)).to_text();
    for other in [
        "",
        "receiving",
        &text.replace("receiving", "flying"),
        &format!("{text}\nstudy"),
        &format!("{text}\n"),
    ] {
        assert_eq!(FollowUp::parse(other), None, "{other}");
    }
}

#[test]
fn whether_a_request_was_accepted_is_told_to_nobody_before_the_applicant_heard_it() {
    assert_eq!(follow_up(&case(State::Accepted)), follow_up(&case(State::Refused)));
    assert_ne!(follow_up(&case(State::Accepted)), follow_up(&case(State::Answered)));
}

#[test]
fn a_request_that_has_ended_is_told_of_for_as_many_days_as_head_office_said() {
    assert!(follow_up(&case(State::Studied)).is_told(day("2036-05-12")));
    let ended = follow_up(&case(State::Delivered));
    assert!(ended.is_told(day("2026-06-11")) && !ended.is_told(day("2026-06-12")));
}

#[test]
fn a_discreet_paper_is_named_in_no_language_and_told_once() {
    for language in Language::ALL {
        let words = Messages::new(language, &[]).unwrap();
        let paper = |code: &Code| (code.as_str() == "id_card").then(|| "ID".to_owned());
        let told = FollowWords { words: &words, paper: &paper }.told(&follow_up(&case(State::Receiving)));
        let papers = [isolate("ID"), words.text("follow-paper").into_owned()];
        assert_eq!(told.missing[..2], papers);
        assert_eq!(told.missing.len(), 3);
    }
}

/// One of some papers is missing.
fn one_of(papers: &[&str]) -> Missing {
    Missing::OneOf(papers.iter().map(|paper| Code::new(*paper).unwrap()).collect())
}

#[test]
fn one_of_several_papers_is_named_unless_one_of_them_is_discreet() {
    let words = Messages::new(Language::English, &[]).unwrap();
    let paper = |code: &Code| (code.as_str() != "imprisonment").then(|| code.to_string());
    let words = FollowWords { words: &words, paper: &paper };
    let told = |papers: &[&str]| {
        let missing = vec![one_of(papers)];
        words.told(&FollowUp { missing, ..follow_up(&case(State::Receiving)) }).missing.join("")
    };
    let named = told(&["lease", "deed"]);
    assert!(named.contains("lease") && named.contains("deed"), "{named}");
    let masked = told(&["lease", "imprisonment"]);
    assert!(!masked.contains("lease") && !masked.contains("imprisonment") && !masked.is_empty(), "{masked}");
}

#[test]
fn every_stage_has_its_own_words_in_both_languages() {
    for language in Language::ALL {
        let words = Messages::new(language, &[]).unwrap();
        let told = |stage| {
            let follow_up = FollowUp { stage, ..follow_up(&case(State::Receiving)) };
            FollowWords { words: &words, paper: &|_| None }.told(&follow_up).stage
        };
        let all: std::collections::BTreeSet<String> = Stage::ALL.into_iter().map(told).collect();
        assert_eq!(all.len(), Stage::ALL.len());
        assert!(all.iter().all(|text| text.contains(' ')), "{all:?}");
    }
}
