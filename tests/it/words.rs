//! Every message that a person can read is asked for by some code, and every key that is composed has a message.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use kiosk::flow::FormField;
use shared::domain::request::{
    AnswerChannel, AnswerResult, ContradictionKind, ObjectionOutcome, Outcome, Recommendation, State,
    StepKind,
};
use shared::domain::session::Vote;
use shared::domain::{
    Channel, DeviceMode, Direction, Origin, Party, ProfileField, Purpose, Role, Score, Stage,
};
use shared::locale::Language;

/// Where keys are asked for. The gallery and tests only touch what is there.
const ASKING: [&str; 3] = ["shared/src", "kiosk/src", "sync-server"];

/// The beginnings of keys that wait for the support request in the window (issue G): the policy's steps, its time for an answer, its
/// declaration, its receipt, and the tools that staff look things up in.
const WAIT_FOR_SUPPORT_REQUESTS: [&str; 5] = ["answer-", "attest-", "receipt-missing", "step-", "tool-"];

/// The fields that steps of a request have in forms.
const REQUEST_FIELDS: [&str; 25] = [
    "absent",
    "against",
    "agenda",
    "amount",
    "channel",
    "collector",
    "entitlement",
    "facts",
    "issued",
    "keeps",
    "letter",
    "original",
    "outcome",
    "paper",
    "present",
    "reason",
    "recommendation",
    "result",
    "seen",
    "session",
    "signature",
    "step",
    "text",
    "told_date",
    "valid_until",
];

/// Why a step of a request is refused, in words that hold no values.
const REQUEST_REFUSALS: [&str; 30] = [
    "closed",
    "early_needs_reason",
    "expired",
    "given_by_head_office",
    "meanwhile",
    "needs_session",
    "no_objection",
    "no_quorum",
    "not_chair",
    "not_closed",
    "not_on_agenda",
    "not_present",
    "not_signed_in",
    "not_urgent",
    "not_whole",
    "nothing_granted",
    "nothing_to_settle",
    "once",
    "only_head_office",
    "original_not_seen",
    "otherwise",
    "outside_time",
    "over_ceiling",
    "recused",
    "role",
    "stands",
    "too_much",
    "unknown",
    "unknown_session",
    "unsettled",
];

/// Keys that are composed while a program runs: the family, and the codes that it is asked for with.
fn composed() -> Vec<String> {
    fn codes<T>(known: &[T], code: fn(&T) -> &str) -> Vec<String> {
        known.iter().map(|one| code(one).to_owned()).collect()
    }
    fn listed(codes: &[&str]) -> Vec<String> {
        codes.iter().map(|&code| code.to_owned()).collect()
    }
    fn numbers(last: u8) -> Vec<String> {
        (1..=last).map(|number| number.to_string()).collect()
    }
    let scores = codes(Score::KNOWN, Score::code);
    let fields = |is_of_person: bool| {
        let of =
            move |field: &&FormField| (field.section() == kiosk::flow::FormSection::Papers) == is_of_person;
        FormField::ALL.iter().filter(of).map(|field| field.code().to_owned()).collect::<Vec<_>>()
    };
    let receipt = ["title", "advice"];
    let mut families = vec![
        ("channel", codes(Channel::KNOWN, Channel::code)),
        ("direction", codes(Direction::KNOWN, Direction::code)),
        ("mode", codes(DeviceMode::KNOWN, DeviceMode::code)),
        ("origin", codes(Origin::KNOWN, Origin::code)),
        ("party", codes(Party::KNOWN, Party::code)),
        ("purpose", codes(Purpose::KNOWN, Purpose::code)),
        ("request-channel", codes(AnswerChannel::KNOWN, AnswerChannel::code)),
        ("request-field", listed(&REQUEST_FIELDS)),
        ("request-flag", listed(&["objected", "objected_late", "provisional"])),
        ("request-original", listed(&[kiosk::flow::YES, kiosk::flow::NO])),
        ("request-outcome", codes(Outcome::KNOWN, Outcome::code)),
        ("request-outcome", codes(ObjectionOutcome::KNOWN, ObjectionOutcome::code)),
        ("request-outcome", codes(Recommendation::KNOWN, Recommendation::code)),
        ("request-refused", listed(&REQUEST_REFUSALS)),
        ("request-result", codes(AnswerResult::KNOWN, AnswerResult::code)),
        ("request-settle", ContradictionKind::ALL.iter().map(|kind| kind.code().to_owned()).collect()),
        ("request-state", State::ALL.iter().map(|state| state.code().to_owned()).collect()),
        ("request-step", StepKind::ALL.iter().map(|kind| kind.code().to_owned()).collect()),
        ("role", codes(Role::KNOWN, Role::code)),
        ("session-vote", codes(Vote::KNOWN, Vote::code)),
        ("session-vote", listed(&["for"])),
        ("scale-provider", scores.clone()),
        ("scale-service", scores),
        ("profile", ProfileField::ALL.iter().map(|field| field.code().to_owned()).collect()),
        ("profile", fields(true)),
        ("register", fields(false)),
        ("weekday", numbers(7)),
        ("month", numbers(12)),
        ("hijri-month", numbers(12)),
        ("follow-stage", Stage::ALL.iter().map(|stage| stage.code().to_owned()).collect()),
        ("language", Language::ALL.iter().map(|language| language.code().to_owned()).collect()),
        ("guide-kind", listed(&["improvement", "notion", "question", "service", "tool", "tool_page"])),
        (
            "held-reason",
            listed(&[
                "id_taken",
                "invalid_field",
                "missing_field",
                "no_pass",
                "not_allowed",
                "other_branch",
                "sealed_without_key",
                "unknown_kind",
            ]),
        ),
        (
            "set-aside-reason",
            listed(&["damaged", "foreign", "full", "in_the_way", "key", "too_large", "unfit"]),
        ),
    ];
    for finding in
        ["arrived", "forged", "known", "other", "revoked", "stranger", "unknown", "unreadable", "waiting"]
    {
        families.extend(receipt.map(|part| ("receipt", vec![format!("{finding}-{part}")])));
    }
    let keys = families.into_iter().flat_map(|(family, codes)| {
        codes.into_iter().map(move |code| format!("{family}-{}", code.replace('_', "-")))
    });
    keys.collect()
}

/// Returns the text of every source and template that may ask for a key, without tests.
fn asking() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut left: Vec<PathBuf> = ASKING.iter().map(|folder| root.join(folder)).collect();
    let mut all = String::new();
    while let Some(dir) = left.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() {
                if !["tests", "gallery", "target", "examples", "benches"].contains(&name) {
                    left.push(path);
                }
            } else if name != "tests.rs" && (name.ends_with(".rs") || name.ends_with(".html")) {
                let text = std::fs::read_to_string(&path).unwrap();
                all.push_str(text.split("\n#[cfg(test)]\nmod tests {").next().unwrap());
            }
        }
    }
    all
}

/// Returns the keys that nothing asks for: not as a whole literal, and not composed.
fn unasked<'k>(
    keys: impl Iterator<Item = &'k str>,
    asking: &str,
    composed: &BTreeSet<String>,
) -> Vec<&'k str> {
    let is_asked = |key: &str| composed.contains(key) || asking.contains(&format!("\"{key}\""));
    keys.filter(|key| !is_asked(key)).collect()
}

#[test]
fn every_message_is_asked_for() {
    let (asking, composed) = (asking(), composed().into_iter().collect());
    let (kiosk, pages) =
        (kiosk::words::messages(Language::English), sync_server::words::messages(Language::English));
    let keys: BTreeSet<&str> = kiosk.keys().chain(pages.keys()).collect();
    let mut unused = unasked(keys.into_iter(), &asking, &composed);
    unused.retain(|key| !WAIT_FOR_SUPPORT_REQUESTS.iter().any(|waits| key.starts_with(waits)));
    assert!(unused.is_empty(), "use these messages or remove them:\n{}", unused.join("\n"));
    let planted = ["state-held", "channel-letter", "planted-words"];
    assert_eq!(unasked(planted.into_iter(), &asking, &composed), ["planted-words"], "a planted one is found");
}

#[test]
fn every_composed_key_has_its_message() {
    for language in Language::ALL {
        let (kiosk, pages) = (kiosk::words::messages(language), sync_server::words::messages(language));
        let mut missing = composed();
        missing.retain(|key| !kiosk.has(key) && !pages.has(key));
        assert!(missing.is_empty(), "no words in {}:\n{}", language.code(), missing.join("\n"));
    }
}

#[test]
fn nothing_waits_for_support_requests_that_is_asked_for_already() {
    let (asking, kiosk) = (asking(), kiosk::words::messages(Language::English));
    for waits in WAIT_FOR_SUPPORT_REQUESTS {
        let mut keys = kiosk.keys().filter(|key| key.starts_with(waits));
        assert!(
            keys.any(|key| !asking.contains(&format!("\"{key}\""))),
            "{waits} waits for nothing: take it out"
        );
    }
}
