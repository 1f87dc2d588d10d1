//! A visit's line.

use super::fields::{Else, Fields, IfTrue, LineObject as _, OrAbsent, OrNull, Required, object};
use super::values::{Codes, EmptyList, Filled};
use super::{Line, LineFault, LineKind};
use crate::domain::{Acting, Code, Direction, LED_TO_MAX, LIST_ITEMS_MAX, Origin, Person, Visit};

object! {
    Visit {
        id: Required,
        at: Required,
        ended_at: OrNull,
        party: Required,
        channel: Required,
        direction: Else(Direction::In),
        services: Codes { max: LIST_ITEMS_MAX, empty: EmptyList::Refused("names no service") },
        department: OrNull,
        received_by: OrNull,
        beneficiary: OrNull,
        purpose: OrNull,
        answers: OrNull,
        note: OrNull;
        late: IfTrue,
        for_other: IfTrue,
        acting: OrAbsent,
        asks_for_woman: IfTrue,
        place: OrAbsent,
        report: OrAbsent,
        signature: OrAbsent,
        led_to: Codes { max: LED_TO_MAX, empty: EmptyList::LeftOut },
        referral_reason: OrAbsent,
        planned: OrAbsent,
        supersedes: OrAbsent,
        ticket: OrAbsent,
        ticket_at: OrAbsent,
        called_at: OrAbsent,
    } but origin: Origin::Record
}

object! {
    Acting {
        capacity: Filled,
        proof: OrNull,
    }
}

pub(super) fn read(fields: &mut Fields) -> Result<Visit, LineFault> {
    let mut visit = Visit::read_fields(fields)?;
    if visit.called_at.is_some() && visit.ticket.is_none() {
        // a call is told of a number: it would be in no export
        return Err(LineFault::new(
            "called_at",
            "stands without a ticket: give ticket and ticket_at too, or leave it out",
        ));
    }
    visit.for_other |= visit.acting.is_some();
    visit.beneficiary = visit.beneficiary.filter(|person| !Person::is_empty(person));
    Ok(visit)
}

impl Visit {
    /// Makes the line of the visit, with the branch and the member of staff that its fact names.
    pub fn to_line(&self, branch: Option<&str>, by: Option<&Code>) -> Line {
        let by = by.map(|by| ("by", by.as_str()));
        let beside: Vec<_> = branch.map(|branch| ("branch", branch)).into_iter().chain(by).collect();
        Line::of(LineKind::Visit, self, &beside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        Coordinates, Place, Record, RecordLine, Signature, SignaturePoint, VISIT_SIGNATURE_POINTS_MAX,
    };
    use crate::hex::to_hex;

    const VISIT: &str = r#"{"type":"visit","id":"0197a1b2-0000-7000-8000-000000000001","at":"2026-05-12T08:30:00+03:00","party":"beneficiary","channel":"branch_representative","services":["support"],"beneficiary":{"birth":"h1371","id_expiry":"g2027-03-01","address":"RRRD2929"},"acting":{"capacity":"ابن","proof":null},"asks_for_woman":true,"place":{"latitude":24.713551,"longitude":46.6753},"report":"","led_to":["referral"],"planned":"0197a1b2-0000-7000-8000-000000000002"}"#;

    fn visit(line: &str) -> Visit {
        match RecordLine::parse(line.as_bytes()).unwrap().record {
            Record::Visit(visit) => *visit,
            other => panic!("{other:?}"),
        }
    }

    fn fault(line: &str) -> String {
        RecordLine::parse(line.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn a_home_visit_says_where_for_whom_and_what_it_led_to() {
        let read = visit(VISIT);
        let person = read.beneficiary.unwrap();
        assert_eq!(person.birth.unwrap().to_string(), "h1371");
        assert_eq!(person.id_expiry.unwrap().to_string(), "g2027-03-01");
        assert_eq!(person.address.unwrap().as_str(), "RRRD2929");
        assert!(read.for_other && read.asks_for_woman);
        assert_eq!(read.acting.unwrap().capacity.as_str(), "ابن");
        assert_eq!(read.place, Some(Place::Coordinates(Coordinates::new(24.71355, 46.6753).unwrap())));
        assert_eq!((read.report.unwrap().as_str(), read.led_to.len()), ("", 1));
        assert!(read.planned.is_some());
    }

    #[test]
    fn each_refusal_of_the_new_fields_names_them() {
        for (from, to, expected) in [
            ("h1371", "1371", "beneficiary.birth: is not a date such as g1985-03-01, h1405 or h1405-09"),
            (r#""capacity":"ابن","#, "", "acting.capacity: is missing"),
            ("ابن", "", "acting.capacity: is empty"),
            (r#""proof""#, r#""prof""#, "acting.prof: is not a known field"),
            ("true", "1", "asks_for_woman: is neither true nor false"),
            ("24.713551", "124", "place.latitude: is not a number of degrees between -90 and 90"),
            ("46.6753", "\"46\"", "place.longitude: is not a number"),
            (r#""latitude":24.713551,"#, "", "place: needs national_address, or both latitude and longitude"),
            (r#"["referral"]"#, r#"["a","b","c","d","e","f","g","h","i"]"#, "led_to: has more than 8 items"),
            ("0197a1b2-0000-7000-8000-000000000002", "soon", "planned: is not a UUID in hyphenated form"),
        ] {
            assert_eq!(fault(&VISIT.replace(from, to)), expected);
        }
    }

    #[test]
    fn a_signature_is_hexadecimal_of_its_frozen_bytes_and_no_longer_than_its_limit() {
        let of = |points: usize| {
            let stroke = (0..points as u32).map(|n| SignaturePoint { x: 1, y: 1, at_millis: n }).collect();
            Signature::new(2, 2, vec![stroke]).unwrap()
        };
        let line = |text: &str| VISIT.replacen('{', &format!(r#"{{"signature":"{text}","#), 1);
        let line_of = |signature: &Signature| line(&to_hex(&signature.to_bytes()));
        let longest = of(VISIT_SIGNATURE_POINTS_MAX);
        assert_eq!(visit(&line_of(&longest)).signature, Some(Box::new(longest)));
        assert_eq!(visit(&line("").replace(r#""signature":"""#, r#""signature":null"#)).signature, None);
        let longer = line_of(&of(VISIT_SIGNATURE_POINTS_MAX + 1));
        assert_eq!(fault(&longer), "signature: has more than 1000 places");
        assert_eq!(fault(&line("0x")), "signature: is not hexadecimal");
        for no_signature in ["", "01", "02", "01e05d882700"] {
            assert!(fault(&line(no_signature)).starts_with("signature: "), "{no_signature}");
        }
    }

    #[test]
    fn a_national_address_stands_alone_and_says_something() {
        let place = |object: &str| VISIT.replace(r#"{"latitude":24.713551,"longitude":46.6753}"#, object);
        let written = visit(&place(r#"{"national_address":"RRRD2929"}"#)).place;
        assert!(matches!(written, Some(Place::NationalAddress(text)) if text.as_str() == "RRRD2929"));
        assert_eq!(fault(&place(r#"{"national_address":""}"#)), "place.national_address: is empty");
        assert!(
            fault(&place(r#"{"national_address":"x","latitude":1,"longitude":2}"#)).starts_with("place: ")
        );
        assert_eq!(visit(&place("null")).place, None);
    }
}
