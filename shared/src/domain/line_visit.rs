//! A visit's line, field by field.

use super::line_fields::Fields;
use super::record_line::{LineFault, Record, RecordLine, missing};
use super::{
    Acting, Coordinates, Direction, Doubt, InvalidPlace, LED_TO_MAX, LIST_ITEMS_MAX, Origin, Party, Person,
    Place, Signature, VISIT_SIGNATURE_POINTS_MAX, Visit, mobile_doubt, national_id_doubt,
};
use crate::hex::from_hex;

pub(super) fn parse_visit(fields: &mut Fields) -> Result<RecordLine, LineFault> {
    let id = fields.id()?;
    let at = fields.moment("at")?.ok_or_else(|| missing("at"))?;
    let ended_at = fields.moment("ended_at")?;
    let party =
        fields.known("party", Party::known, Party::KNOWN, Party::code)?.ok_or_else(|| missing("party"))?;
    let channel = fields.channel()?;
    let direction = fields
        .known("direction", Direction::known, Direction::KNOWN, Direction::code)?
        .unwrap_or(Direction::In);
    let services = fields.codes("services", LIST_ITEMS_MAX)?.ok_or_else(|| missing("services"))?;
    if services.is_empty() {
        return Err(LineFault::new("services", "names no service"));
    }
    let (department, received_by) = (fields.code("department")?, fields.code("received_by")?);
    let (beneficiary, doubts) = parse_person(fields)?;
    let (purpose, answers, note) = (fields.text("purpose")?, fields.text("answers")?, fields.text("note")?);
    let acting = parse_acting(fields)?;
    let visit = Visit {
        id,
        at,
        ended_at,
        party,
        channel,
        direction,
        services,
        department,
        received_by,
        beneficiary,
        purpose,
        answers,
        note,
        late: false,
        for_other: acting.is_some(),
        acting,
        asks_for_woman: fields.yes("asks_for_woman")?,
        place: parse_place(fields)?,
        report: fields.text("report")?,
        signature: parse_signature(fields)?,
        led_to: fields.codes("led_to", LED_TO_MAX)?.unwrap_or_default(),
        planned: fields.fact("planned")?,
        supersedes: None,
        origin: Origin::Record,
    };
    Ok(RecordLine { record: Record::Visit(Box::new(visit)), doubts })
}

pub(super) type Doubts = Vec<(&'static str, Doubt)>;

pub(super) fn parse_person(fields: &mut Fields) -> Result<(Option<Person>, Doubts), LineFault> {
    let Some(mut fields) = fields.object("beneficiary", "beneficiary.")? else {
        return Ok((None, Vec::new()));
    };
    let person = Person {
        national_id: fields.text("national_id")?,
        name: fields.text("name")?,
        mobile: fields.text("mobile")?,
        birth: fields.date("birth")?,
        id_expiry: fields.date("id_expiry")?,
        address: fields.text("address")?,
        group: fields.code("group")?,
    };
    fields.refuse_unknown()?;
    let id_doubt = person.national_id.as_ref().and_then(|t| national_id_doubt(t.as_str()));
    let mobile = person.mobile.as_ref().and_then(|t| mobile_doubt(t.as_str()));
    let doubts = id_doubt
        .map(|d| ("beneficiary.national_id", d))
        .into_iter()
        .chain(mobile.map(|d| ("beneficiary.mobile", d)))
        .collect();
    Ok(((!person.is_empty()).then_some(person), doubts))
}

fn parse_acting(fields: &mut Fields) -> Result<Option<Acting>, LineFault> {
    let Some(mut fields) = fields.object("acting", "acting.")? else { return Ok(None) };
    let capacity = fields.filled("capacity")?.ok_or_else(|| fields.fault("capacity", "is missing"))?;
    let acting = Acting { capacity, proof: fields.text("proof")? };
    fields.refuse_unknown()?;
    Ok(Some(acting))
}

/// Hexadecimal of a signature's frozen bytes.
fn parse_signature(fields: &mut Fields) -> Result<Option<Box<Signature>>, LineFault> {
    let Some(text) = fields.string("signature")? else { return Ok(None) };
    let bytes = from_hex(&text).ok_or_else(|| fields.fault("signature", "is not hexadecimal"))?;
    let signature = Signature::from_bytes(&bytes).map_err(|fault| fields.fault("signature", fault))?;
    if signature.points() > VISIT_SIGNATURE_POINTS_MAX {
        let reason = format!("has more than {VISIT_SIGNATURE_POINTS_MAX} places");
        return Err(fields.fault("signature", reason));
    }
    Ok(Some(Box::new(signature)))
}

pub(super) fn parse_place(fields: &mut Fields) -> Result<Option<Place>, LineFault> {
    let Some(mut fields) = fields.object("place", "place.")? else { return Ok(None) };
    let (address, latitude, longitude) =
        (fields.text("national_address")?, fields.number("latitude")?, fields.number("longitude")?);
    fields.refuse_unknown()?;
    let place = match (address, latitude, longitude) {
        (Some(address), None, None) => Place::address(address),
        (None, Some(latitude), Some(longitude)) => {
            Coordinates::new(latitude, longitude).map(Place::Coordinates)
        }
        _ => {
            return Err(LineFault::new(
                "place",
                "has neither national_address nor latitude and longitude alone",
            ));
        }
    };
    let place = place.map_err(|fault| {
        let field = match fault {
            InvalidPlace::Latitude => "latitude",
            InvalidPlace::Longitude => "longitude",
            InvalidPlace::Address(_) => "national_address",
        };
        fields.fault(field, fault)
    })?;
    Ok(Some(place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::SignaturePoint;
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
            (
                r#""latitude":24.713551,"#,
                "",
                "place: has neither national_address nor latitude and longitude alone",
            ),
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
