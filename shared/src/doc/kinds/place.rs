//! Where a contact took place or is to take place: sealed.

use super::super::Meaning;
use super::super::pen::{In, Out};
use crate::domain::{Coordinates, Place};

pub(super) fn write(place: Option<&Place>, out: &mut Out) {
    match place {
        None => {}
        Some(Place::NationalAddress(text)) => out.seal("national_address", Some(text)),
        Some(Place::Coordinates(point)) => {
            out.seal("latitude", Some(&format!("{:.5}", point.latitude())));
            out.seal("longitude", Some(&format!("{:.5}", point.longitude())));
        }
    }
}

pub(super) fn read(input: &In<'_>) -> Result<Option<Place>, Meaning> {
    if let Some(address) = input.opened("national_address")? {
        return Place::address(address).map(Some).map_err(|_| Meaning::Invalid("national_address"));
    }
    let degrees = |field: &'static str| -> Result<Option<f64>, Meaning> {
        let text = input.opened(field)?;
        text.map(|text| text.as_str().parse().map_err(|_| Meaning::Invalid(field))).transpose()
    };
    match (degrees("latitude")?, degrees("longitude")?) {
        (None, None) => Ok(None),
        (Some(latitude), Some(longitude)) => {
            let point = Coordinates::new(latitude, longitude).map_err(|_| Meaning::Invalid("latitude"))?;
            Ok(Some(Place::Coordinates(point)))
        }
        (Some(_), None) => Err(Meaning::Missing("longitude")),
        (None, Some(_)) => Err(Meaning::Missing("latitude")),
    }
}
