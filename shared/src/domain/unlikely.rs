//! What a record says that can hardly be. It is told wherever records come in, with what to do, and nothing is refused for it.

use std::ops::RangeInclusive;

use jiff::{Timestamp, ToSpan as _, civil};

use super::request::{Request, RequestStep, Said};
use super::{
    Acting, Catalog, CatalogEntry, CatalogKind, ClosedDays, Code, Coordinates, Described, Doubt, Moment,
    OTHER_SERVICE, PICTURES, Person, Place, PlanLine, Rating, Record, StatedCalendar, StatedDate, Suggestion,
    Text, Visit, each_once, mobile_doubt, national_id_doubt,
};
use crate::locale::dates::HijriDate;
use crate::locale::{has_letter, is_blank, is_unseen, steers};

/// Where the Kingdom lies, in degrees: latitudes and longitudes, with its seas and islands.
const LATITUDES: RangeInclusive<f64> = 16.0..=33.0;
const LONGITUDES: RangeInclusive<f64> = 34.0..=56.0;

/// The year before which no contact was recorded by the association.
const FIRST_YEAR: i16 = 2000;

/// The offsets from UTC that places have, in minutes.
const OFFSETS_MINUTES: RangeInclusive<i64> = -12 * 60..=14 * 60;

/// Longer than people live, and than papers are valid, in years.
const LIFE_YEARS: i16 = 120;
const VALID_YEARS: i16 = 30;

/// Further ahead than anybody knows when branches are closed, and longer than they are.
const CLOSED_YEARS_AHEAD: i16 = 5;
const CLOSED_DAYS_MAX: i32 = 366;

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
    /// A time at an offset that no place has.
    #[error("has an offset that no place has: write +03:00 for the Kingdom")]
    NoOffset,
    /// A day that the Umm al-Qura calendar never had.
    #[error("names a day that its month never had in the Umm al-Qura calendar: compare it with the paper")]
    NoHijriDay,
    /// A birth that has not come, or an end that no paper has.
    #[error("lies too far ahead: compare the year with the paper")]
    TooFarAhead,
    /// A birth longer ago than people live.
    #[error("is more than {LIFE_YEARS} years ago: compare the year with the paper")]
    TooLongAgo,
    /// Closed for longer than a year at a time.
    #[error(
        "closes a branch for more than {CLOSED_DAYS_MAX} days on end: compare both dates with the calendar"
    )]
    LongClosed,
    /// Nothing but spaces or marks.
    #[error("is blank: write it, or leave it out")]
    Blank,
    /// A name without a letter.
    #[error("holds no letter: write the name, or leave it out")]
    NoName,
    /// A text that changes how others are shown.
    #[error("holds a control character, or one that turns the direction of what follows: type it anew")]
    Steers,
    /// A code of nothing but spaces or marks.
    #[error("is blank: write a code from the catalog, or leave it out")]
    BlankCode,
    /// A code with characters that nobody sees.
    #[error("has invisible characters: type the code again, as it is in the catalog")]
    MarkedCode,
    /// A picture that kiosks do not have.
    #[error(
        "is no picture that kiosks of this version have: take one of those in docs/catalog.md, or leave it out"
    )]
    NoPicture,
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
    if !OFFSETS_MINUTES.contains(&at.offset_minutes()) {
        return Some(Unlikely::NoOffset);
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

/// Tells whether a date of somebody's papers is doubtful in a year: `years` are those before and after it in which it can lie.
fn stated_doubt(date: StatedDate, now: Timestamp, years: (i16, i16)) -> Option<Unlikely> {
    let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let day = |month, day| match date.calendar() {
        StatedCalendar::Gregorian => {
            civil::Date::new(date.year(), i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        }
        StatedCalendar::Hijri => HijriDate { year: date.year().into(), month, day }.to_gregorian(),
    };
    let (month, first) = (date.month().unwrap_or(1), date.day().unwrap_or(1));
    let Some(stated) = day(month, first) else { return Some(Unlikely::NoHijriDay) };
    if today.checked_add(i32::from(years.1).years()).is_ok_and(|latest| stated > latest) {
        return Some(Unlikely::TooFarAhead);
    }
    today
        .checked_sub(i32::from(years.0).years())
        .is_ok_and(|first| stated < first)
        .then_some(Unlikely::TooLongAgo)
}

/// Tells whether a name or a text that says something is doubtful.
fn text_doubt(text: &Text, is_name: bool) -> Option<Unlikely> {
    let text = text.as_str();
    if is_blank(text) {
        // an empty text says that nothing was said
        return (is_name || !text.is_empty()).then_some(Unlikely::Blank);
    }
    if text.contains(steers) {
        return Some(Unlikely::Steers);
    }
    (is_name && !has_letter(text)).then_some(Unlikely::NoName)
}

/// Adds what is doubtful of texts, each with its field.
fn texts<'a>(
    texts: impl IntoIterator<Item = (&'static str, Option<&'a Text>)>,
    doubts: &mut Vec<UnlikelyIn>,
) {
    let doubt = |(field, text): (&'static str, Option<&Text>)| Some((field, text_doubt(text?, false)?));
    doubts.extend(texts.into_iter().filter_map(doubt));
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
            Record::Request(request) => self.of_request(request),
            Record::Step(step) => self.of_step(step),
            Record::Session(_) => Vec::new(),
        }
    }

    /// Returns what is doubtful of a visit to be made.
    pub fn plan_doubts(&self, line: &PlanLine) -> Vec<UnlikelyIn> {
        let PlanLine { branch: _, plan, person } = line;
        let mut doubts: Vec<_> =
            day_doubt(plan.date, self.now).map(|doubt| ("date", doubt)).into_iter().collect();
        self.code("representative", &CatalogKind::Staff, plan.representative.as_ref(), &mut doubts);
        self.person(person, &mut doubts);
        texts([("reason", plan.reason.as_ref())], &mut doubts);
        doubts.extend(place(plan.place.as_ref()));
        doubts
    }

    /// Returns what is doubtful of a catalog entry: its picture, its dates.
    pub fn entry_doubts(&self, entry: &CatalogEntry) -> Vec<UnlikelyIn> {
        let is_none = |picture: &&Code| !PICTURES.contains(&picture.as_str());
        let picture = entry.picture.as_ref().filter(is_none).map(|_| ("picture", Unlikely::NoPicture));
        picture.into_iter().chain(self.date_doubts(entry)).collect()
    }

    fn date_doubts(&self, entry: &CatalogEntry) -> Vec<UnlikelyIn> {
        let today = self.now.to_zoned(jiff::tz::TimeZone::UTC).date();
        let in_years = |years: i16| today.checked_add(i32::from(years).years()).unwrap_or(civil::Date::MAX);
        let doubt = |day: civil::Date, latest: civil::Date| match day {
            day if day.year() < FIRST_YEAR => Some(Unlikely::LongAgo),
            day => (day > latest).then_some(Unlikely::Future),
        };
        match &entry.what {
            Described::Improvement { since, .. } => {
                let since = since.and_then(|since| doubt(since, today));
                since.map(|doubt| ("since", doubt)).into_iter().collect()
            }
            Described::Hours(hours) => {
                let of_days = |days: &ClosedDays| {
                    let latest = in_years(CLOSED_YEARS_AHEAD);
                    let is_long =
                        days.first.until(days.last).is_ok_and(|span| span.get_days() > CLOSED_DAYS_MAX);
                    doubt(days.first, latest)
                        .or_else(|| doubt(days.last, latest))
                        .or_else(|| is_long.then_some(Unlikely::LongClosed))
                };
                hours.closed.iter().filter_map(of_days).map(|doubt| ("closed", doubt)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn of_request(&self, request: &Request) -> Vec<UnlikelyIn> {
        let mut doubts = Vec::new();
        doubts.extend(time_doubt(&request.at, self.now).map(|doubt| ("at", doubt)));
        self.code("service", &CatalogKind::Service, Some(&request.service), &mut doubts);
        if let Some(person) = &request.beneficiary {
            self.person(person, &mut doubts);
        }
        doubts
    }

    fn of_step(&self, step: &RequestStep) -> Vec<UnlikelyIn> {
        let mut doubts = Vec::new();
        doubts.extend(time_doubt(&step.at, self.now).map(|doubt| ("at", doubt)));
        self.code("on_paper_by", &CatalogKind::Staff, step.on_paper_by.as_ref(), &mut doubts);
        let Said { reason, against, collector, signature: _ } = &step.said;
        let said = [("reason", reason), ("against", against), ("collector", collector)];
        texts(said.map(|(field, text)| (field, text.as_ref())), &mut doubts);
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
        for (field, time, after) in
            [("ticket_at", &visit.ticket_at, None), ("called_at", &visit.called_at, visit.ticket_at.as_ref())]
        {
            let Some(time) = time else { continue };
            let is_before = after.is_some_and(|after| time.timestamp() < after.timestamp());
            let doubt = if is_before { Some(Unlikely::EndBeforeStart) } else { time_doubt(time, self.now) };
            doubts.extend(doubt.map(|doubt| (field, doubt)));
        }
        let Visit { purpose, answers, note, report, referral_reason, acting, .. } = visit;
        let said = [
            ("purpose", purpose),
            ("answers", answers),
            ("note", note),
            ("report", report),
            ("referral_reason", referral_reason),
        ];
        texts(said.map(|(field, text)| (field, text.as_ref())), &mut doubts);
        if let Some(Acting { capacity, proof }) = acting {
            texts([("acting.capacity", Some(capacity)), ("acting.proof", proof.as_ref())], &mut doubts);
        }
        doubts
    }

    fn of_rating(&self, rating: &Rating) -> Vec<UnlikelyIn> {
        let mut doubts: Vec<_> =
            time_doubt(&rating.at, self.now).map(|doubt| ("at", doubt)).into_iter().collect();
        self.code("service", &CatalogKind::Service, Some(&rating.service), &mut doubts);
        self.code("department", &CatalogKind::Department, rating.department.as_ref(), &mut doubts);
        self.code("provider", &CatalogKind::Staff, rating.provider.as_ref(), &mut doubts);
        self.codes("reasons", &CatalogKind::Reason, &rating.reasons, &mut doubts);
        texts([("comment", rating.comment.as_ref())], &mut doubts);
        doubts
    }

    fn of_suggestion(&self, suggestion: &Suggestion) -> Vec<UnlikelyIn> {
        let mut doubts: Vec<_> =
            time_doubt(&suggestion.at, self.now).map(|doubt| ("at", doubt)).into_iter().collect();
        self.code("service", &CatalogKind::Service, suggestion.service.as_ref(), &mut doubts);
        doubts.extend(number_doubt(suggestion.mobile.as_ref(), mobile_doubt).map(|doubt| ("mobile", doubt)));
        texts([("text", Some(&suggestion.text))], &mut doubts);
        doubts
    }

    fn person(&self, person: &Person, doubts: &mut Vec<UnlikelyIn>) {
        let Person { national_id, name, mobile, birth, id_expiry, address, group: _ } = person;
        let name = name.as_ref().and_then(|name| text_doubt(name, true));
        let birth = birth.and_then(|date| stated_doubt(date, self.now, (LIFE_YEARS, 0)));
        let expiry = id_expiry.and_then(|date| stated_doubt(date, self.now, (LIFE_YEARS, VALID_YEARS)));
        for (field, doubt) in [
            ("beneficiary.national_id", number_doubt(national_id.as_ref(), national_id_doubt)),
            ("beneficiary.name", name),
            ("beneficiary.mobile", number_doubt(mobile.as_ref(), mobile_doubt)),
            ("beneficiary.birth", birth),
            ("beneficiary.id_expiry", expiry),
        ] {
            doubts.extend(doubt.map(|doubt| (field, doubt)));
        }
        texts([("beneficiary.address", address.as_ref())], doubts);
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
        let code_there = self.catalog.listed(kind, code);
        let is_known = is_other || self.catalog.find(kind, code_there.as_str()).is_some();
        if is_blank(code.as_str()) {
            doubts.push((field, Unlikely::BlankCode));
        } else if code.as_str().chars().any(is_unseen) && !is_known {
            doubts.push((field, Unlikely::MarkedCode));
        } else if !is_known && self.catalog.entries().next().is_some() {
            doubts.push((field, Unlikely::UnknownCode));
        }
    }
}

fn number_doubt(number: Option<&Text>, doubt: fn(&str) -> Option<Doubt>) -> Option<Unlikely> {
    let number = number?.as_str();
    if is_blank(number) { Some(Unlikely::Blank) } else { doubt(number).map(Unlikely::from) }
}

fn place(place: Option<&Place>) -> Option<UnlikelyIn> {
    match place? {
        Place::Coordinates(point) => point_doubt(*point).map(|doubt| ("place", doubt.into())),
        Place::NationalAddress(address) => text_doubt(address, false).map(|doubt| ("place", doubt)),
    }
}

impl Catalog {
    /// Writes a record's codes as the catalog has them ([`Catalog::listed`]).
    pub fn write_listed(&self, record: &mut Record) {
        use CatalogKind::{Department, Outcome, Reason, Service, Staff};
        match record {
            Record::Visit(visit) => {
                self.write_all(&Service, &mut visit.services);
                self.write_one(&Department, visit.department.as_mut());
                self.write_one(&Staff, visit.received_by.as_mut());
                self.write_all(&Outcome, &mut visit.led_to);
                if let Some(person) = &mut visit.beneficiary {
                    self.write_one(&CatalogKind::Group, person.group.as_mut());
                }
            }
            Record::Rating(rating) => {
                self.write_one(&Service, Some(&mut rating.service));
                self.write_one(&Department, rating.department.as_mut());
                self.write_one(&Staff, rating.provider.as_mut());
                self.write_all(&Reason, &mut rating.reasons);
            }
            Record::Suggestion(suggestion) => self.write_one(&Service, suggestion.service.as_mut()),
            Record::Request(request) => {
                self.write_one(&Service, Some(&mut request.service));
                if let Some(person) = &mut request.beneficiary {
                    self.write_one(&CatalogKind::Group, person.group.as_mut());
                }
            }
            Record::Session(_) => {}
            Record::Step(step) => self.write_one(&Staff, step.on_paper_by.as_mut()),
        }
    }

    /// Writes the codes of a visit to be made as the catalog has them.
    pub fn write_listed_plan(&self, line: &mut PlanLine) {
        self.write_one(&CatalogKind::Staff, line.plan.representative.as_mut());
        self.write_one(&CatalogKind::Group, line.person.group.as_mut());
    }

    fn write_one(&self, kind: &CatalogKind, code: Option<&mut Code>) {
        if let Some(code) = code {
            *code = self.listed(kind, code);
        }
    }

    fn write_all(&self, kind: &CatalogKind, codes: &mut Vec<Code>) {
        let listed: Vec<Code> = codes.iter().map(|code| self.listed(kind, code)).collect();
        // what needs no other spelling stays as it was given, also where it was given twice
        if listed != *codes {
            *codes = each_once(listed.into_iter());
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
        for more in [
            r#""birth":"h1405-09-30","id_expiry":"h1460","name":"نورة","mobile":"+966 55 688 0045""#,
            r#""birth":"g2026-05-20","id_expiry":"g1999-01-01","address":"RRRD2929""#,
            r#""birth":"h1343-07-30""#,
            r#""birth":"h1325","name":"O""#,
        ] {
            let line = VISIT.replace("\"group\"", &format!("{more},\"group\""));
            assert_eq!(doubts(&line), Vec::<String>::new(), "{more}");
        }
        let said = VISIT.replace("\"party\"", r#""purpose":"","answers":"سطر\nثانٍ\t","party""#);
        assert_eq!(doubts(&said), Vec::<String>::new(), "an empty text, lines and tabs");
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
            ("support", "hous\u{200B}ing", "services: MarkedCode"),
            ("answered", "danced", "led_to: UnknownCode"),
            ("low-income", "rich", "beneficiary.group: UnknownCode"),
            ("\"party\"", r#""department":"x","party""#, "department: UnknownCode"),
            ("\"party\"", r#""received_by":"x","party""#, "received_by: UnknownCode"),
            ("1000000008", "1000000009", "beneficiary.national_id: Number(NationalId)"),
            ("1000000008", " \u{200F}", "beneficiary.national_id: Blank"),
            ("+03:00", "-23:59", "at: NoOffset"),
            ("+03:00", "+15:00", "at: NoOffset"),
            ("\"group\"", r#""name":" ","group""#, "beneficiary.name: Blank"),
            ("\"group\"", r#""name":"...","group""#, "beneficiary.name: NoName"),
            ("\"group\"", r#""name":"\u0640","group""#, "beneficiary.name: NoName"),
            ("\"group\"", "\"name\":\"\u{1F600}\",\"group\"", "beneficiary.name: NoName"),
            ("\"group\"", r#""name":"محمد\u0000","group""#, "beneficiary.name: Steers"),
            ("\"group\"", r#""name":"محمد\u202edemham","group""#, "beneficiary.name: Steers"),
            ("\"group\"", r#""mobile":"","group""#, "beneficiary.mobile: Blank"),
            ("\"group\"", r#""mobile":"05568800","group""#, "beneficiary.mobile: Number(Mobile)"),
            ("\"group\"", r#""address":"\u200f","group""#, "beneficiary.address: Blank"),
            ("\"group\"", r#""birth":"h1405-09-31","group""#, "beneficiary.birth: NoHijriDay"),
            ("\"group\"", r#""birth":"h1447-02-30","group""#, "beneficiary.birth: NoHijriDay"),
            ("\"group\"", r#""birth":"g2026-12-31","group""#, "beneficiary.birth: TooFarAhead"),
            ("\"group\"", r#""birth":"h1448-12-01","group""#, "beneficiary.birth: TooFarAhead"),
            ("\"group\"", r#""birth":"g1885","group""#, "beneficiary.birth: TooLongAgo"),
            ("\"group\"", r#""birth":"h1200-01-30","group""#, "beneficiary.birth: TooLongAgo"),
            ("\"group\"", r#""id_expiry":"g2150-01-01","group""#, "beneficiary.id_expiry: TooFarAhead"),
            ("\"party\"", r#""purpose":"a\u0000b","party""#, "purpose: Steers"),
            ("\"party\"", r#""note":" ","party""#, "note: Blank"),
            ("\"party\"", r#""acting":{"capacity":"\u200f"},"party""#, "acting.capacity: Blank"),
            (r#"{"latitude":24.7,"longitude":46.7}"#, r#"{"national_address":" "}"#, "place: Blank"),
            (
                "\"party\"",
                r#""ticket":"305","ticket_at":"2026-05-12T08:30:00+03:00","called_at":"2026-05-12T08:29:59+03:00","party""#,
                "called_at: EndBeforeStart",
            ),
        ] {
            assert_eq!(doubts(&VISIT.replace(from, to)), [expected], "{to}");
        }
    }

    #[test]
    fn a_code_is_kept_under_that_of_the_catalog_and_an_unknown_one_as_it_came() {
        let written = |line: &str| {
            let mut record = RecordLine::parse(line.as_bytes()).unwrap().record;
            catalog().write_listed(&mut record);
            let Record::Visit(visit) = record else { panic!("a visit") };
            let joined = |codes: &[Code]| codes.iter().map(Code::as_str).collect::<Vec<_>>().join(",");
            let group = visit.beneficiary.unwrap().group.unwrap().to_string();
            (
                group,
                joined(&visit.led_to),
                joined(&visit.services),
                visit.received_by.map(|code| code.to_string()),
            )
        };
        for (group, service, by) in [
            ("low-income", "Support", "staff-03"),
            ("Low Income", "Support ", "Staff-03"),
            ("LOW_INCOME\u{200F}", "\u{200F}sup\u{200B}port", "staff_03"),
            ("low\u{2011}income", "ＳＵＰＰＯＲＴ", "STAFF-٠٣\u{FEFF}"),
        ] {
            let line =
                VISIT.replace("low-income", group).replace("[\"answered\"]", "[\"Answered\",\"answered\"]");
            let line = line.replace("\"support\"", &format!("\"support\",\"{service}\""));
            let line = line.replace("\"party\"", &format!("\"received_by\":\"{by}\",\"party\""));
            let expected = ("low_income", "answered", "support", Some("staff-03"));
            let (group, led_to, services, by) = written(&line);
            assert_eq!((&*group, &*led_to, &*services, by.as_deref()), expected);
        }
        let unknown = written(&VISIT.replace("low-income", "Rich-1").replace("support", "Housing-2"));
        assert_eq!((&*unknown.0, &*unknown.2), ("Rich-1", "Housing-2"));
    }

    #[test]
    fn a_code_that_two_entries_read_as_is_left_as_it_came() {
        let mut catalog = catalog();
        for code in ["a-1", "a_1"] {
            let line = format!(r#"{{"kind":"service","code":"{code}","name_ar":"أ","name_en":"A"}}"#);
            catalog.publish(read_catalog_line(line.as_bytes()).unwrap());
        }
        let listed =
            |code: &str| catalog.listed(&CatalogKind::Service, &Code::new(code).unwrap()).to_string();
        assert_eq!(
            (listed("a_1"), listed("a-1"), listed("A 1")),
            ("a_1".to_owned(), "a-1".to_owned(), "A 1".to_owned())
        );
    }

    #[test]
    fn a_picture_that_kiosks_do_not_have_is_doubted() {
        let catalog = catalog();
        let against = Against { catalog: &catalog, now: Timestamp::UNIX_EPOCH };
        for (picture, expected) in [
            ("scales", vec![]),
            ("Scales", vec![("picture", Unlikely::NoPicture)]),
            ("unicorn", vec![("picture", Unlikely::NoPicture)]),
        ] {
            let line = format!(
                r#"{{"kind":"service","code":"a","name_ar":"أ","name_en":"A","picture":"{picture}"}}"#
            );
            let entry = read_catalog_line(line.as_bytes()).unwrap();
            assert_eq!(against.entry_doubts(&entry), expected, "{picture}");
        }
    }

    #[test]
    fn the_dates_of_an_entry_are_doubted_too() {
        let catalog = catalog();
        let against = Against { catalog: &catalog, now: "2026-05-20T00:00:00Z".parse().unwrap() };
        let doubts = |kind: &str, more: &str| -> Vec<String> {
            let line =
                format!(r#"{{"kind":"{kind}","code":"everywhere","name_ar":"أ","name_en":"A",{more}}}"#);
            let entry = read_catalog_line(line.as_bytes()).unwrap();
            against.entry_doubts(&entry).iter().map(|(field, doubt)| format!("{field}: {doubt:?}")).collect()
        };
        for (closed, expected) in [
            ("2026-05-26/2026-05-30", None),
            ("2020-05-26", None),
            ("2028-05-26", None),
            ("0000-01-01", Some("closed: LongAgo")),
            ("9999-12-31", Some("closed: Future")),
            ("2026-05-26/2036-05-30", Some("closed: Future")),
            ("2024-01-01/2026-01-01", Some("closed: LongClosed")),
        ] {
            let found = doubts("hours", &format!(r#""hours":[],"closed":["{closed}"]"#));
            assert_eq!(found.first().map(String::as_str), expected, "{closed}");
        }
        for (since, expected) in [
            ("2026-05-12", None),
            ("0001-01-01", Some("since: LongAgo")),
            ("2126-01-01", Some("since: Future")),
        ] {
            let found = doubts("improvement", &format!(r#""body_en":"B","since":"{since}""#));
            assert_eq!(found.first().map(String::as_str), expected, "{since}");
        }
    }
}
