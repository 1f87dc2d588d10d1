//! What a record says that can hardly be. It is told wherever records come in, with what to do, and nothing is refused for it.

use std::ops::RangeInclusive;

use jiff::{Timestamp, ToSpan as _, civil};

use super::{
    Catalog, CatalogKind, Code, Coordinates, Doubt, Moment, OTHER_SERVICE, Person, Place, PlanLine, Rating,
    Record, Suggestion, Visit, each_once, mobile_doubt, national_id_doubt,
};
use crate::locale::{fold_signs, is_unseen};

/// Where the Kingdom lies, in degrees: latitudes and longitudes, with its seas and islands.
const LATITUDES: RangeInclusive<f64> = 16.0..=33.0;
const LONGITUDES: RangeInclusive<f64> = 34.0..=56.0;

/// The year before which no contact was recorded by the association.
const FIRST_YEAR: i16 = 2000;

/// Why something looks doubtful. It is kept all the same, with a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unlikely {
    /// A number that does not look like one.
    #[error(transparent)]
    Number(#[from] Doubt),
    /// An end before its beginning.
    #[error("is before the start: compare both times with the register")]
    EndBeforeStart,
    /// Before the first year that anybody means.
    #[error("is before the year {FIRST_YEAR}: compare the year with the register")]
    LongAgo,
    /// More than a day ahead.
    #[error("is in the future: compare the year with the register, and this device's clock with the time")]
    Future,
    /// A visit to be made on a day that is over.
    #[error("is in the past: compare the day with the list")]
    DayOver,
    /// A visit to be made in more than two years.
    #[error("is more than two years away: compare the year with the list")]
    FarAway,
    /// A point where nobody was.
    #[error(transparent)]
    Point(#[from] PointDoubt),
    /// A code of nothing but spaces or marks.
    #[error("is blank: write a code from the catalog, or leave it out")]
    BlankCode,
    /// A code with characters that nobody sees.
    #[error("has invisible characters: type the code again, as it is in the catalog")]
    MarkedCode,
    /// A code that the catalog never had.
    #[error(
        "is not a code in the catalog: compare it with the catalog (sync-server catalog export), or add it there"
    )]
    UnknownCode,
}

/// Why a point of the map looks doubtful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PointDoubt {
    /// 0, 0, in the ocean.
    #[error("is the point 0, 0, which is at sea: copy it from the map again, or leave it out")]
    Zero,
    /// A point that is in the Kingdom the other way round.
    #[error(
        "looks swapped: the latitude comes first (16 to 33 in the Kingdom), then the longitude (34 to 56)"
    )]
    Exchanged,
    /// A point elsewhere.
    #[error("is outside the Kingdom: copy the point from the map again")]
    Abroad,
}

/// A field and what is doubtful of it.
pub type UnlikelyIn = (&'static str, Unlikely);

/// Tells whether a point of the map is doubtful.
pub fn point_doubt(point: Coordinates) -> Option<PointDoubt> {
    let (latitude, longitude) = (point.latitude(), point.longitude());
    let is_here =
        |latitude: f64, longitude: f64| LATITUDES.contains(&latitude) && LONGITUDES.contains(&longitude);
    if is_here(latitude, longitude) {
        None
    } else if latitude.abs() < 0.01 && longitude.abs() < 0.01 {
        Some(PointDoubt::Zero)
    } else if is_here(longitude, latitude) {
        Some(PointDoubt::Exchanged)
    } else {
        Some(PointDoubt::Abroad)
    }
}

/// Tells whether the time of a contact is doubtful at a moment.
pub fn time_doubt(at: &Moment, now: Timestamp) -> Option<Unlikely> {
    if at.local().year() < FIRST_YEAR {
        return Some(Unlikely::LongAgo);
    }
    // a day: for clocks of other zones, and those that are wrong by hours
    let ahead = now.checked_add(24.hours()).unwrap_or(Timestamp::MAX);
    (at.timestamp() > ahead).then_some(Unlikely::Future)
}

fn day_doubt(day: civil::Date, now: Timestamp) -> Option<Unlikely> {
    let day_of = |at: Timestamp| at.to_zoned(jiff::tz::TimeZone::UTC).date();
    if day < day_of(now.checked_sub(24.hours()).unwrap_or(Timestamp::MIN)) {
        return Some(Unlikely::DayOver);
    }
    let latest = day_of(now).checked_add(2.years()).unwrap_or(civil::Date::MAX);
    (day > latest).then_some(Unlikely::FarAway)
}

/// What a record is compared with.
pub struct Against<'a> {
    /// The catalog as it stands; an empty one knows nothing and doubts nothing.
    pub catalog: &'a Catalog,
    /// The time.
    pub now: Timestamp,
}

impl Against<'_> {
    /// Returns what is doubtful of a record.
    pub fn doubts(&self, record: &Record) -> Vec<UnlikelyIn> {
        match record {
            Record::Visit(visit) => self.of_visit(visit),
            Record::Rating(rating) => self.of_rating(rating),
            Record::Suggestion(suggestion) => self.of_suggestion(suggestion),
        }
    }

    /// Returns what is doubtful of a visit to be made.
    pub fn plan_doubts(&self, line: &PlanLine) -> Vec<UnlikelyIn> {
        let PlanLine { branch: _, plan, person } = line;
        let mut doubts: Vec<_> =
            day_doubt(plan.date, self.now).map(|doubt| ("date", doubt)).into_iter().collect();
        self.code("representative", &CatalogKind::Staff, plan.representative.as_ref(), &mut doubts);
        self.person(person, &mut doubts);
        doubts.extend(place(plan.place.as_ref()));
        doubts
    }

    fn of_visit(&self, visit: &Visit) -> Vec<UnlikelyIn> {
        let mut doubts = Vec::new();
        doubts.extend(time_doubt(&visit.at, self.now).map(|doubt| ("at", doubt)));
        if let Some(ended) = &visit.ended_at {
            if ended.timestamp() < visit.at.timestamp() {
                doubts.push(("ended_at", Unlikely::EndBeforeStart));
            }
            doubts.extend(time_doubt(ended, self.now).map(|doubt| ("ended_at", doubt)));
        }
        self.codes("services", &CatalogKind::Service, &visit.services, &mut doubts);
        self.code("department", &CatalogKind::Department, visit.department.as_ref(), &mut doubts);
        self.code("received_by", &CatalogKind::Staff, visit.received_by.as_ref(), &mut doubts);
        if let Some(person) = &visit.beneficiary {
            self.person(person, &mut doubts);
        }
        self.codes("led_to", &CatalogKind::Outcome, &visit.led_to, &mut doubts);
        doubts.extend(place(visit.place.as_ref()));
        doubts
    }

    fn of_rating(&self, rating: &Rating) -> Vec<UnlikelyIn> {
        let mut doubts: Vec<_> =
            time_doubt(&rating.at, self.now).map(|doubt| ("at", doubt)).into_iter().collect();
        self.code("service", &CatalogKind::Service, Some(&rating.service), &mut doubts);
        self.code("department", &CatalogKind::Department, rating.department.as_ref(), &mut doubts);
        self.code("provider", &CatalogKind::Staff, rating.provider.as_ref(), &mut doubts);
        self.codes("reasons", &CatalogKind::Reason, &rating.reasons, &mut doubts);
        doubts
    }

    fn of_suggestion(&self, suggestion: &Suggestion) -> Vec<UnlikelyIn> {
        let mut doubts: Vec<_> =
            time_doubt(&suggestion.at, self.now).map(|doubt| ("at", doubt)).into_iter().collect();
        self.code("service", &CatalogKind::Service, suggestion.service.as_ref(), &mut doubts);
        let mobile = suggestion.mobile.as_ref().and_then(|mobile| mobile_doubt(mobile.as_str()));
        doubts.extend(mobile.map(|doubt| ("mobile", doubt.into())));
        doubts
    }

    fn person(&self, person: &Person, doubts: &mut Vec<UnlikelyIn>) {
        let national_id = person.national_id.as_ref().and_then(|id| national_id_doubt(id.as_str()));
        let mobile = person.mobile.as_ref().and_then(|mobile| mobile_doubt(mobile.as_str()));
        doubts.extend(national_id.map(|doubt| ("beneficiary.national_id", doubt.into())));
        doubts.extend(mobile.map(|doubt| ("beneficiary.mobile", doubt.into())));
        self.code("beneficiary.group", &CatalogKind::Group, person.group.as_ref(), doubts);
    }

    fn codes(&self, field: &'static str, kind: &CatalogKind, codes: &[Code], doubts: &mut Vec<UnlikelyIn>) {
        let mut of_codes = Vec::new();
        for code in codes {
            self.code(field, kind, Some(code), &mut of_codes);
        }
        of_codes.dedup();
        doubts.append(&mut of_codes);
    }

    fn code(
        &self,
        field: &'static str,
        kind: &CatalogKind,
        code: Option<&Code>,
        doubts: &mut Vec<UnlikelyIn>,
    ) {
        let Some(code) = code else { return };
        let is_other = *kind == CatalogKind::Service && code.as_str() == OTHER_SERVICE;
        let code_there =
            if CatalogKind::LISTED.contains(kind) { self.catalog.listed(kind, code) } else { code.clone() };
        let is_known = is_other || self.catalog.find(kind, code_there.as_str()).is_some();
        if fold_signs(code.as_str()).trim().is_empty() {
            doubts.push((field, Unlikely::BlankCode));
        } else if code.as_str().chars().any(is_unseen) && !is_known {
            doubts.push((field, Unlikely::MarkedCode));
        } else if !is_known && self.catalog.entries().next().is_some() {
            doubts.push((field, Unlikely::UnknownCode));
        }
    }
}

fn place(place: Option<&Place>) -> Option<UnlikelyIn> {
    match place? {
        Place::Coordinates(point) => point_doubt(*point).map(|doubt| ("place", doubt.into())),
        Place::NationalAddress(_) => None,
    }
}

impl Catalog {
    /// Writes groups and outcomes under the code that the catalog has for them ([`Code::listed`]).
    pub fn write_listed(&self, record: &mut Record) {
        let Record::Visit(visit) = record else { return };
        if let Some(person) = &mut visit.beneficiary {
            self.write_listed_group(person);
        }
        visit.led_to = each_once(visit.led_to.iter().map(|code| self.listed(&CatalogKind::Outcome, code)));
    }

    /// Writes a person's group under the code that the catalog has for it.
    pub fn write_listed_group(&self, person: &mut Person) {
        if let Some(group) = &mut person.group {
            *group = self.listed(&CatalogKind::Group, group);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CatalogEntry, Described, RecordLine, Text, read_catalog_line};

    const VISIT: &str = r#"{"type":"visit","id":"0197a1b2-0000-7000-8000-000000000001","at":"2026-05-12T08:30:00+03:00","party":"beneficiary","channel":"interview","services":["support"],"beneficiary":{"national_id":"1000000008","group":"low-income"},"place":{"latitude":24.7,"longitude":46.7},"led_to":["answered"]}"#;

    fn catalog() -> Catalog {
        let mut catalog = Catalog::default();
        for (kind, code) in [
            ("service", "support"),
            ("group", "low_income"),
            ("outcome", "answered"),
            ("department", "relations"),
        ] {
            let line = format!(r#"{{"kind":"{kind}","code":"{code}","name_ar":"أ","name_en":"A"}}"#);
            catalog.publish(read_catalog_line(line.as_bytes()).unwrap());
        }
        let name = Text::new("n").unwrap();
        let what = Described::Staff { department: None, role: None };
        catalog.publish(CatalogEntry::new(what, Code::new("staff-03").unwrap(), name.clone(), name));
        catalog
    }

    fn doubts(line: &str) -> Vec<String> {
        let catalog = catalog();
        let against = Against { catalog: &catalog, now: "2026-05-20T00:00:00Z".parse().unwrap() };
        let record = RecordLine::parse(line.as_bytes()).unwrap().record;
        against.doubts(&record).iter().map(|(field, doubt)| format!("{field}: {doubt:?}")).collect()
    }

    #[test]
    fn what_can_be_is_not_doubted() {
        assert_eq!(doubts(VISIT), Vec::<String>::new());
        let other = VISIT.replace("\"support\"", "\"other\",\"support\"").replace("answered", "Answered");
        assert_eq!(doubts(&other), Vec::<String>::new());
    }

    #[test]
    fn each_thing_that_can_hardly_be_is_told_with_its_field() {
        for (from, to, expected) in [
            ("2026-05-12", "0001-05-12", "at: LongAgo"),
            ("2026-05-12", "1999-05-12", "at: LongAgo"),
            ("2026-05-12", "2126-05-12", "at: Future"),
            ("2026-05-12", "9999-05-12", "at: Future"),
            ("\"party\"", r#""ended_at":"2026-05-12T05:29:59Z","party""#, "ended_at: EndBeforeStart"),
            ("24.7,", "0.0,", "place: Point(Abroad)"),
            ("\"latitude\":24.7,\"longitude\":46.7", "\"latitude\":0,\"longitude\":0", "place: Point(Zero)"),
            (
                "\"latitude\":24.7,\"longitude\":46.7",
                "\"latitude\":46.7,\"longitude\":24.7",
                "place: Point(Exchanged)",
            ),
            (
                "\"latitude\":24.7,\"longitude\":46.7",
                "\"latitude\":51.5,\"longitude\":-0.1",
                "place: Point(Abroad)",
            ),
            ("support", "suport", "services: UnknownCode"),
            ("support", " ", "services: BlankCode"),
            ("support", "\u{200F}\u{A0}", "services: BlankCode"),
            ("support", "supp\u{200B}ort", "services: MarkedCode"),
            ("answered", "danced", "led_to: UnknownCode"),
            ("low-income", "rich", "beneficiary.group: UnknownCode"),
            ("\"party\"", r#""department":"x","party""#, "department: UnknownCode"),
            ("\"party\"", r#""received_by":"x","party""#, "received_by: UnknownCode"),
            ("1000000008", "1000000009", "beneficiary.national_id: Number(NationalId)"),
        ] {
            assert_eq!(doubts(&VISIT.replace(from, to)), [expected], "{to}");
        }
    }

    #[test]
    fn a_group_is_kept_under_the_code_of_the_catalog_and_an_unknown_one_as_it_came() {
        let written = |line: &str| {
            let mut record = RecordLine::parse(line.as_bytes()).unwrap().record;
            catalog().write_listed(&mut record);
            let Record::Visit(visit) = record else { panic!("a visit") };
            let led_to: Vec<String> = visit.led_to.iter().map(Code::to_string).collect();
            (visit.beneficiary.unwrap().group.unwrap().to_string(), led_to.join(","))
        };
        for group in ["low-income", "Low Income", "LOW_INCOME\u{200F}"] {
            let line =
                VISIT.replace("low-income", group).replace("[\"answered\"]", "[\"Answered\",\"answered\"]");
            assert_eq!(written(&line), ("low_income".to_owned(), "answered".to_owned()));
        }
        assert_eq!(written(&VISIT.replace("low-income", "Rich-1")).0, "Rich-1");
    }
}
