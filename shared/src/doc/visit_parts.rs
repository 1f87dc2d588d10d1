//! What is sealed as a whole in a visit: a CBOR map of text to text, so that a later version may add to it.

use std::collections::BTreeMap;

use super::OpenError;
use crate::domain::{
    Acting, Coordinates, Person, Place, Signature, StatedDate, Text, VISIT_SIGNATURE_POINTS_MAX,
};

type Texts = BTreeMap<String, String>;

/// The personal values of one contact; the group stands in clear and is no part of it.
pub(crate) fn given_to_bytes(person: &Person) -> Vec<u8> {
    let Person { national_id, name, mobile, birth, id_expiry, address, group: _ } = person;
    let words = |text: &Option<Text>| text.as_ref().map(|t| t.as_str().to_owned());
    to_bytes([
        ("national_id", words(national_id)),
        ("name", words(name)),
        ("mobile", words(mobile)),
        ("birth", birth.map(|d| d.to_string())),
        ("id_expiry", id_expiry.map(|d| d.to_string())),
        ("address", words(address)),
    ])
}

pub(super) fn given_from_bytes(bytes: &[u8]) -> Result<Person, OpenError> {
    let mut values = from_bytes(bytes)?;
    let person = Person {
        national_id: text(&mut values, "national_id")?,
        name: text(&mut values, "name")?,
        mobile: text(&mut values, "mobile")?,
        birth: date(&mut values, "birth")?,
        id_expiry: date(&mut values, "id_expiry")?,
        address: text(&mut values, "address")?,
        group: None,
    };
    Ok(person)
}

pub(super) fn acting_to_bytes(acting: &Acting) -> Vec<u8> {
    let Acting { capacity, proof } = acting;
    to_bytes([
        ("capacity", Some(capacity.as_str().to_owned())),
        ("proof", proof.as_ref().map(|t| t.as_str().to_owned())),
    ])
}

pub(super) fn acting_from_bytes(bytes: &[u8]) -> Result<Acting, OpenError> {
    let mut values = from_bytes(bytes)?;
    let capacity = text(&mut values, "capacity")?.ok_or(OpenError)?;
    Ok(Acting { capacity, proof: text(&mut values, "proof")? })
}

pub(crate) fn place_to_bytes(place: &Place) -> Vec<u8> {
    match place {
        Place::NationalAddress(text) => to_bytes([("national_address", Some(text.as_str().to_owned()))]),
        Place::Coordinates(point) => {
            let degrees = |degrees: f64| Some(format!("{degrees:.5}"));
            to_bytes([("latitude", degrees(point.latitude())), ("longitude", degrees(point.longitude()))])
        }
    }
}

pub(crate) fn place_from_bytes(bytes: &[u8]) -> Result<Place, OpenError> {
    let mut values = from_bytes(bytes)?;
    if let Some(address) = text(&mut values, "national_address")? {
        return Place::address(address).map_err(|_| OpenError);
    }
    let mut degrees = |field: &str| {
        let degrees = values.remove(field).and_then(|text| text.parse::<f64>().ok());
        degrees.ok_or(OpenError)
    };
    let (latitude, longitude) = (degrees("latitude")?, degrees("longitude")?);
    Coordinates::new(latitude, longitude).map(Place::Coordinates).map_err(|_| OpenError)
}

pub(super) fn signature_from_bytes(bytes: &[u8]) -> Result<Signature, OpenError> {
    let signature = Signature::from_bytes(bytes).map_err(|_| OpenError)?;
    if signature.points() > VISIT_SIGNATURE_POINTS_MAX { Err(OpenError) } else { Ok(signature) }
}

pub(super) fn text_from_bytes(bytes: Vec<u8>) -> Result<Text, OpenError> {
    String::from_utf8(bytes).map_err(|_| OpenError).and_then(|t| Text::new(t).map_err(|_| OpenError))
}

fn to_bytes<const N: usize>(values: [(&str, Option<String>); N]) -> Vec<u8> {
    let given = values.into_iter().filter_map(|(field, value)| value.map(|v| (field, v)));
    let given: BTreeMap<&str, String> = given.collect();
    minicbor::to_vec(given).expect("writing to a vector does not fail")
}

fn from_bytes(bytes: &[u8]) -> Result<Texts, OpenError> {
    minicbor::decode(bytes).map_err(|_| OpenError)
}

fn text(values: &mut Texts, field: &str) -> Result<Option<Text>, OpenError> {
    values.remove(field).map(Text::new).transpose().map_err(|_| OpenError)
}

fn date(values: &mut Texts, field: &str) -> Result<Option<StatedDate>, OpenError> {
    values.remove(field).map(|t| StatedDate::parse(&t)).transpose().map_err(|_| OpenError)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::SignaturePoint;

    fn worded(text: &str) -> Text {
        Text::new(text).unwrap()
    }

    #[test]
    fn what_is_sealed_as_a_whole_comes_out_as_it_went_in() {
        let acting = Acting { capacity: worded("وكيل"), proof: Some(worded("")) };
        assert_eq!(acting_from_bytes(&acting_to_bytes(&acting)), Ok(acting));
        let point = Coordinates::from_steps(-2_471_355, 17_999_999).unwrap();
        for place in [Place::Coordinates(point), Place::NationalAddress(worded("RRRD2929"))] {
            assert_eq!(place_from_bytes(&place_to_bytes(&place)), Ok(place));
        }
        let person = Person {
            name: Some(worded(" ")),
            birth: StatedDate::parse("h1371").ok(),
            address: Some(worded("حي النسيم")),
            ..Person::default()
        };
        assert_eq!(given_from_bytes(&given_to_bytes(&person)), Ok(person));
    }

    #[test]
    fn a_person_of_version_1_takes_the_bytes_it_took_then() {
        let person = Person { mobile: Some(worded("12")), name: Some(worded("ا")), ..Person::default() };
        let values: BTreeMap<&str, &str> = [("mobile", "12"), ("name", "ا")].into();
        assert_eq!(given_to_bytes(&person), minicbor::to_vec(values).unwrap());
    }

    #[test]
    fn a_signature_longer_than_a_visit_holds_opens_nothing() {
        let stroke = |points: usize| {
            vec![(0..points as u32).map(|n| SignaturePoint { x: 0, y: 0, at_millis: n }).collect()]
        };
        let of = |points| Signature::new(1, 1, stroke(points)).unwrap();
        let longest = of(VISIT_SIGNATURE_POINTS_MAX);
        assert_eq!(signature_from_bytes(&longest.to_bytes()), Ok(longest));
        assert_eq!(signature_from_bytes(&of(VISIT_SIGNATURE_POINTS_MAX + 1).to_bytes()), Err(OpenError));
        assert_eq!(signature_from_bytes(&[1]), Err(OpenError));
    }

    #[test]
    fn bytes_that_say_no_place_open_nothing() {
        for bytes in [to_bytes([("latitude", Some("24".to_owned()))]), to_bytes([]), vec![1]] {
            assert_eq!(place_from_bytes(&bytes), Err(OpenError));
        }
        assert_eq!(acting_from_bytes(&to_bytes([("proof", Some("1".to_owned()))])), Err(OpenError));
    }
}
