//! The load: record lines as a branch's register would hold them, the same in every run.

use jiff::ToSpan as _;
use rand::SeedableRng as _;
use serde_json::{Value, json};
use shared::doc::Dice;
use shared::domain::{Text, Visit};
use tests::demo::clerk::Clerk;
use tests::demo::sample::Sample;

/// People that a branch knows; seven visits of ten name one.
const PEOPLE: usize = 300;

/// Makes a kiosk's lines: a month of visits.
pub fn lines(kiosk: usize, visits: usize) -> anyhow::Result<Vec<String>> {
    let sample = Sample::built_in();
    let mut dice = Dice::seed_from_u64(kiosk as u64);
    let mut clerk = Clerk::new(&sample, &sample.branches[0].id, PEOPLE, &mut dice);
    let mut at: jiff::Zoned = "2026-05-03T08:00:00+03:00[Asia/Riyadh]".parse()?;
    let mut lines = Vec::new();
    for _ in 0..visits {
        at = at.checked_add(37.minutes())?;
        lines.push(line_of(&clerk.visit(&at)).to_string());
    }
    Ok(lines)
}

fn line_of(visit: &Visit) -> Value {
    let text = |text: &Option<Text>| text.as_ref().map(|text| text.as_str().to_owned());
    json!({
        "type": "visit",
        "id": visit.id.to_string(),
        "at": visit.at.as_str(),
        "ended_at": visit.ended_at.as_ref().map(|at| at.as_str()),
        "party": visit.party.code(),
        "channel": visit.channel.code(),
        "direction": visit.direction.code(),
        "services": visit.services.iter().map(|code| code.as_str()).collect::<Vec<_>>(),
        "department": visit.department.as_ref().map(|code| code.as_str()),
        "received_by": visit.received_by.as_ref().map(|code| code.as_str()),
        "beneficiary": visit.beneficiary.as_ref().map(|person| json!({
            "national_id": text(&person.national_id),
            "name": text(&person.name),
            "mobile": text(&person.mobile),
            "group": person.group.as_ref().map(|code| code.as_str()),
        })),
        "purpose": text(&visit.purpose),
        "answers": text(&visit.answers),
        "note": text(&visit.note),
    })
}
