//! Where a contact took place: a national address, or latitude and longitude.

use super::LineFault;
use super::fields::{Beside, FieldValue, Fields, LineObject};
use super::json::Object;
use crate::domain::{Coordinates, InvalidPlace, Place, Text};

const ADDRESS: &str = "national_address";
const LATITUDE: &str = "latitude";
const LONGITUDE: &str = "longitude";

impl LineObject for Place {
    fn read_fields(fields: &mut Fields) -> Result<Self, LineFault> {
        let address: Option<Text> = fields.optional(ADDRESS)?;
        let (latitude, longitude) = (fields.optional(LATITUDE)?, fields.optional(LONGITUDE)?);
        fields.refuse_unknown()?;
        let place = match (address, latitude, longitude) {
            (Some(address), None, None) => Self::address(address),
            (None, Some(latitude), Some(longitude)) => {
                Coordinates::new(latitude, longitude).map(Self::Coordinates)
            }
            _ => {
                let reason = "needs national_address, or both latitude and longitude";
                return Err(LineFault::of_value(reason));
            }
        };
        place.map_err(|fault| {
            let field = match fault {
                InvalidPlace::Latitude => LATITUDE,
                InvalidPlace::Longitude => LONGITUDE,
                InvalidPlace::Address(_) => ADDRESS,
            };
            LineFault::new(field, fault)
        })
    }

    fn write_fields(&self, _: &[Beside<'_>], out: &mut Object) {
        match self {
            Self::NationalAddress(text) => out.put(ADDRESS, text.write()),
            Self::Coordinates(point) => {
                out.put(LATITUDE, point.latitude().write());
                out.put(LONGITUDE, point.longitude().write());
            }
        }
    }

    fn columns_after(prefix: &str, _: &[&str]) -> Vec<String> {
        [ADDRESS, LATITUDE, LONGITUDE].map(|name| format!("{prefix}{name}")).into()
    }
}
