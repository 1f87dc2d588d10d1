//! A record as a row of a table that a spreadsheet opens: UTF-8 with a byte-order mark, so that Excel shows Arabic;
//! lines end with CR LF; no cell that Excel would run as a formula.

use std::borrow::Cow;
use std::io::Write;

use csv::{Terminator, WriterBuilder};
use shared::domain::{Code, Place, StatedDate, Text};
use shared::replica::{ExportedFile, ExportedPerson, ExportedRating, ExportedSuggestion, ExportedVisit};

/// Tells Excel that UTF-8 follows.
const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// Parts the items of a list in one cell.
const BETWEEN_ITEMS: &str = "; ";

/// Columns are added at the end alone, so that what reads a table by position goes on.
const VISIT_COLUMNS: [&str; 32] = [
    "type",
    "id",
    "branch",
    "at",
    "ended_at",
    "party",
    "channel",
    "direction",
    "services",
    "department",
    "received_by",
    "beneficiary.national_id",
    "beneficiary.name",
    "beneficiary.mobile",
    "beneficiary.group",
    "purpose",
    "answers",
    "note",
    "marks",
    "supersedes",
    "beneficiary.birth",
    "beneficiary.id_expiry",
    "beneficiary.address",
    "acting.capacity",
    "acting.proof",
    "place.national_address",
    "place.latitude",
    "place.longitude",
    "report",
    "led_to",
    "planned",
    "signature",
];

const RATING_COLUMNS: [&str; 12] = [
    "type",
    "id",
    "branch",
    "at",
    "service",
    "department",
    "channel",
    "provider",
    "score",
    "provider_score",
    "reasons",
    "comment",
];

const SUGGESTION_COLUMNS: [&str; 8] = ["type", "id", "branch", "at", "channel", "service", "text", "mobile"];

const FILE_COLUMNS: [&str; 10] =
    ["type", "id", "branches", "national_id", "name", "mobile", "birth", "id_expiry", "address", "group"];

/// Writes rows to anything that takes bytes.
pub(super) struct Rows<W: Write>(csv::Writer<W>);

impl<W: Write> Rows<W> {
    /// Begins a table of visits.
    pub(super) fn of_visits(out: W) -> csv::Result<Self> {
        Self::begin(out, &VISIT_COLUMNS)
    }

    /// Begins a table of ratings.
    pub(super) fn of_ratings(out: W) -> csv::Result<Self> {
        Self::begin(out, &RATING_COLUMNS)
    }

    /// Begins a table of suggestions.
    pub(super) fn of_suggestions(out: W) -> csv::Result<Self> {
        Self::begin(out, &SUGGESTION_COLUMNS)
    }

    /// Begins a table of beneficiary files.
    pub(super) fn of_files(out: W) -> csv::Result<Self> {
        Self::begin(out, &FILE_COLUMNS)
    }

    fn begin(mut out: W, columns: &[&str]) -> csv::Result<Self> {
        out.write_all(BYTE_ORDER_MARK)?;
        let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
        writer.write_record(columns)?;
        Ok(Self(writer))
    }

    /// Writes a beneficiary file; values that contradict each other stand in one cell.
    pub(super) fn file(&mut self, file: &ExportedFile) -> csv::Result<()> {
        let ExportedFile { kind, id, branches, national_id, name, mobile, birth, id_expiry, address, group } =
            file;
        let all = |texts: &[Text]| texts.iter().map(Text::as_str).collect::<Vec<_>>().join(BETWEEN_ITEMS);
        self.row([
            kind,
            id,
            &branches.join(BETWEEN_ITEMS),
            &all(national_id),
            &all(name),
            &all(mobile),
            &all(birth),
            &all(id_expiry),
            &all(address),
            &all(group),
        ])
    }

    /// Writes a visit.
    pub(super) fn visit(&mut self, visit: &ExportedVisit) -> csv::Result<()> {
        let ExportedVisit {
            kind,
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
            branch,
            late,
            for_other,
            acting,
            asks_for_woman,
            place,
            report,
            signature,
            led_to,
            planned,
            supersedes,
        } = visit;
        let nobody = ExportedPerson::default();
        let ExportedPerson { national_id, name, mobile, birth, id_expiry, address, group } =
            beneficiary.as_ref().unwrap_or(&nobody);
        let marks = [("late", *late), ("for_other", *for_other), ("asks_for_woman", *asks_for_woman)];
        let marks: Vec<&str> = marks.into_iter().filter_map(|(mark, set)| set.then_some(mark)).collect();
        let [national_address, latitude, longitude] = cells_of(place);
        self.row([
            kind,
            id,
            branch,
            at,
            ended_at.as_deref().unwrap_or_default(),
            party,
            channel,
            direction,
            &list(services),
            code(department),
            code(received_by),
            text(national_id),
            text(name),
            text(mobile),
            code(group),
            text(purpose),
            text(answers),
            text(note),
            &marks.join(BETWEEN_ITEMS),
            supersedes.as_deref().unwrap_or_default(),
            &date(birth),
            &date(id_expiry),
            text(address),
            acting.as_ref().map(|acting| acting.capacity.as_str()).unwrap_or_default(),
            acting.as_ref().map(|acting| text(&acting.proof)).unwrap_or_default(),
            &national_address,
            &latitude,
            &longitude,
            text(report),
            &list(led_to),
            planned.as_deref().unwrap_or_default(),
            signature.as_deref().unwrap_or_default(),
        ])
    }

    /// Writes a rating.
    pub(super) fn rating(&mut self, rating: &ExportedRating) -> csv::Result<()> {
        let ExportedRating {
            kind,
            id,
            at,
            service,
            department,
            channel,
            provider,
            score,
            provider_score,
            reasons,
            comment,
            branch,
        } = rating;
        self.row([
            kind,
            id,
            branch,
            at,
            service.as_str(),
            code(department),
            channel,
            code(provider),
            score,
            provider_score.as_deref().unwrap_or_default(),
            &list(reasons),
            text(comment),
        ])
    }

    /// Writes a suggestion.
    pub(super) fn suggestion(&mut self, suggestion: &ExportedSuggestion) -> csv::Result<()> {
        let ExportedSuggestion { kind, id, at, channel, service, text: words, mobile, branch } = suggestion;
        self.row([kind, id, branch, at, channel, code(service), words.as_str(), text(mobile)])
    }

    fn row<const N: usize>(&mut self, cells: [&str; N]) -> csv::Result<()> {
        self.0.write_record(cells.iter().map(|cell| unrunnable(cell).into_owned()))
    }

    /// Ends the table.
    pub(super) fn finish(mut self) -> csv::Result<()> {
        Ok(self.0.flush()?)
    }
}

/// Puts an apostrophe before a cell that a spreadsheet would take for a formula.
fn unrunnable(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

fn list(codes: &[Code]) -> String {
    codes.iter().map(Code::as_str).collect::<Vec<_>>().join(BETWEEN_ITEMS)
}

/// National address, latitude, longitude.
fn cells_of(place: &Option<Place>) -> [String; 3] {
    match place {
        None => Default::default(),
        Some(Place::NationalAddress(text)) => [text.as_str().to_owned(), String::new(), String::new()],
        Some(Place::Coordinates(point)) => {
            [String::new(), point.latitude().to_string(), point.longitude().to_string()]
        }
    }
}

fn date(date: &Option<StatedDate>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

fn code(code: &Option<Code>) -> &str {
    code.as_ref().map(Code::as_str).unwrap_or_default()
}

fn text(text: &Option<Text>) -> &str {
    text.as_ref().map(Text::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rating(comment: &str) -> ExportedRating {
        ExportedRating {
            kind: "rating",
            id: "3f2b8c1e-0000-4000-8000-000000000001".to_owned(),
            at: "2026-05-12T08:00:00+03:00".to_owned(),
            service: Code::new("support").unwrap(),
            department: None,
            channel: "interview".to_owned(),
            provider: None,
            score: "good".to_owned(),
            provider_score: None,
            reasons: vec![Code::new("speed").unwrap(), Code::new("privacy").unwrap()],
            comment: Some(Text::new(comment).unwrap()),
            branch: "riyadh".to_owned(),
        }
    }

    fn written(comment: &str) -> String {
        let mut out = Vec::new();
        let mut rows = Rows::of_ratings(&mut out).unwrap();
        rows.rating(&rating(comment)).unwrap();
        rows.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_table_begins_with_a_byte_order_mark_and_its_lines_end_with_cr_lf() {
        let table = written("شكرًا");
        assert!(table.starts_with("\u{FEFF}type,id,branch,at,service,"), "{table}");
        assert_eq!(table.matches("\r\n").count(), 2);
        assert!(table.ends_with("speed; privacy,شكرًا\r\n"), "{table}");
    }

    #[test]
    fn no_cell_is_one_that_excel_would_run() {
        for formula in ["=1+1", "+966556880045", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            let table = written(formula);
            assert!(table.contains(&format!("'{formula}")), "{table}");
        }
        assert!(!written("1=1").contains('\''));
    }

    #[test]
    fn commas_quotes_and_new_lines_stay_in_their_cell() {
        assert!(written("أ، \"ب\", ج\nد").contains("\"أ، \"\"ب\"\", ج\nد\""));
    }
}
