//! Which picture stands beside which words in simple mode, where the catalog names none.

use shared::domain::{CatalogEntry, Code, Described, Party};

use crate::flow::NumberKind;
use crate::widgets::Picture;

/// Returns the picture of a catalog's entry: the one it names, else one for the codes that associations commonly use.
pub fn picture_of(entry: &CatalogEntry) -> Option<Picture> {
    let named = entry.picture.as_ref().and_then(|code| Picture::from_code(code.as_str()));
    named.or_else(|| usual_picture(&entry.what, &entry.code))
}

/// Returns the picture of a party.
pub fn party_picture(party: &Party) -> Option<Picture> {
    match party {
        Party::Beneficiary => Some(Picture::Person),
        Party::Supporter => Some(Picture::Gift),
        Party::Volunteer => Some(Picture::Volunteer),
        Party::OtherParty => Some(Picture::More),
        Party::Other(_) => None,
    }
}

/// Returns the picture of a kind of number.
pub fn number_picture(kind: NumberKind) -> Picture {
    match kind {
        NumberKind::NationalId => Picture::Identity,
        NumberKind::Mobile => Picture::Phone,
    }
}

fn usual_picture(what: &Described, code: &Code) -> Option<Picture> {
    let pictures: &[(&str, Picture)] = match what {
        Described::Service { .. } => &[
            ("support", Picture::Hands),
            ("research", Picture::Family),
            ("housing", Picture::Home),
            ("food", Picture::Basket),
            ("training", Picture::Book),
            ("health", Picture::Medical),
            ("volunteering", Picture::Volunteer),
            ("inquiry", Picture::Question),
            ("enquiry", Picture::Question),
            ("complaint", Picture::Scales),
        ],
        Described::Reason => &[
            ("waiting_time", Picture::Clock),
            ("courtesy", Picture::Care),
            ("answers", Picture::Question),
            ("clarity", Picture::Info),
            ("papers", Picture::Document),
            ("speed", Picture::Check),
            ("privacy", Picture::Lock),
            ("access", Picture::Wheelchair),
        ],
        _ => &[],
    };
    pictures.iter().find(|(known, _)| *known == code.as_str()).map(|(_, picture)| *picture)
}
