//! What a branch has before it in the field: a representative who signs in, a visit for today and one that is overdue.

use anyhow::{Context as _, bail};
use jiff::{ToSpan as _, Zoned};
use shared::doc::{Dice, random};
use shared::domain::{FactId, Person, PlannedFor, PlannedVisit, Record};
use shared::replica::{Act, Kiosk, NewPin, PinBefore, PinCost, Reading, RecordOutcome, Whose};

use super::register::Sitting;
use super::sample::{Sample, code, text};

/// Days that each planned visit is late.
const DAYS_LATE: [i64; 3] = [0, 0, 2];

/// Lets the branch's representative in with the staff PIN and plans visits to people of whom much is known.
pub(super) fn plan(
    kiosk: &mut Kiosk,
    dice: &mut Dice,
    sample: &Sample,
    branch: &str,
    pin: &str,
    (sittings, now): (&[Sitting], &Zoned),
) -> anyhow::Result<()> {
    let is_ours = |member: &&super::sample::Staff| member.branch == branch && member.is_representative();
    let member = sample.staff.iter().find(is_ours).context("the sample's branch has no representative")?;
    let pin = NewPin::new(dice, pin, PinCost::STAFF);
    kiosk.set_pin(Whose::Representative(&code(&member.code)), pin, PinBefore::None)?;
    let reading = Reading { wall: now.clone(), monotonic_millis: 0, boot: uuid::Uuid::nil() };
    let mut act = Act { by: Some(code(&member.code)), ..Act::new(reading, dice) };
    let people = sittings.iter().flat_map(|sitting| &sitting.records).filter_map(known);
    for ((person, days_late), need) in people.zip(DAYS_LATE).zip(&sample.needs) {
        let plan = PlannedVisit {
            id: FactId::from_random(random(&mut act.dice)),
            date: now.date().checked_sub(days_late.days())?,
            representative: (days_late > 0).then(|| code(&member.code)),
            reason: need.purposes.first().map(|words| text(words)),
            place: None,
        };
        let outcome = kiosk.plan_visit(&mut act, &plan, &PlannedFor::Person(person.clone()))?;
        if let RecordOutcome::Refused { field, reason } = outcome {
            bail!("the sample's {field} {reason}");
        }
    }
    Ok(())
}

/// The person of a visit, where name, id and mobile were given.
fn known(record: &Record) -> Option<&Person> {
    let Record::Visit(visit) = record else { return None };
    let person = visit.beneficiary.as_ref()?;
    let is_known = person.name.is_some() && person.national_id.is_some() && person.mobile.is_some();
    is_known.then_some(person)
}
