//! Lines as a table that a spreadsheet opens: UTF-8 with a byte-order mark, so that Excel shows Arabic; lines end with CR LF;
//! every cell is quoted, and none is one that a spreadsheet would run as a formula. The columns are the paths of the
//! lines' values, such as `beneficiary.name`.

use std::io::Write;

use csv::{QuoteStyle, Terminator, WriterBuilder};
use shared::domain::{Line, LineKind};
use shared::locale::{is_space, is_unseen};

/// Tells Excel that UTF-8 follows.
const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// Parts the items of a list in one cell.
const BETWEEN_ITEMS: &str = "; ";

/// Writes a table to anything that takes bytes.
pub(super) struct Table<W: Write> {
    rows: csv::Writer<W>,
    columns: Vec<String>,
}

impl<W: Write> Table<W> {
    /// Begins a table of lines of a kind.
    pub(super) fn begin(mut out: W, kind: LineKind) -> csv::Result<Self> {
        out.write_all(BYTE_ORDER_MARK)?;
        let mut style = WriterBuilder::new();
        let mut rows = style.quote_style(QuoteStyle::Always).terminator(Terminator::CRLF).from_writer(out);
        let columns = kind.columns();
        rows.write_record(&columns)?;
        Ok(Self { rows, columns })
    }

    /// Writes a line as a row; the items of a list stand in one cell.
    pub(super) fn row(&mut self, line: &Line) -> csv::Result<()> {
        let cell = |path: &String| disarmed(&line.texts_at(path).join(BETWEEN_ITEMS));
        self.rows.write_record(self.columns.iter().map(cell))
    }

    /// Ends the table.
    pub(super) fn finish(mut self) -> csv::Result<()> {
        Ok(self.rows.flush()?)
    }
}

/// Puts an apostrophe wherever a spreadsheet could begin a cell with a formula: at the beginning, and behind what parts cells or
/// lines where somebody opens the table with other separators. What a spreadsheet may drop in front of a formula counts
/// for nothing.
///
/// A plain number is none: `-12.5` stays as it is, and one that a spreadsheet would write in another way, without its zeros
/// (`0556880045`) or rounded (more than 15 digits), gets an apostrophe, so that it is taken for a text.
fn disarmed(cell: &str) -> String {
    if let Some(digits) = number_in(cell) {
        let is_kept = digits.len() <= NUMBER_DIGITS_MAX && (digits == "0" || !digits.starts_with('0'));
        return if is_kept { cell.to_owned() } else { format!("'{cell}") };
    }
    let mut is_formula_ahead = false;
    let mut backwards = cell.chars().rev().peekable();
    // from the end: what counts next is known at each place, and a long run of blanks is looked through once
    let mut reversed = Vec::with_capacity(cell.len() + 1);
    while let Some(c) = backwards.next() {
        if !counts_for_nothing(c) {
            is_formula_ahead = is_sign(c);
        }
        reversed.push(if c.is_control() && !parts_cells(c) { char::REPLACEMENT_CHARACTER } else { c });
        let could_begin = backwards.peek().is_none_or(|before| parts_cells(*before));
        if could_begin && is_formula_ahead {
            reversed.push('\'');
        }
    }
    reversed.into_iter().rev().collect()
}

/// The digits that a spreadsheet keeps of a number.
const NUMBER_DIGITS_MAX: usize = 15;

/// The digits of a plain number in front of its fraction; `None` for any other text.
fn number_in(cell: &str) -> Option<&str> {
    let plain = cell.strip_prefix('-').unwrap_or(cell);
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    (is_digits(whole) && is_digits(fraction)).then_some(whole)
}

/// The signs that begin a formula, in every width.
fn is_sign(c: char) -> bool {
    matches!(
        c,
        '=' | '+' | '-' | '@'
            | '\u{FE66}' | '\u{FE62}' | '\u{FE63}' | '\u{FE6B}' // small
            | '\u{FF1D}' | '\u{FF0B}' | '\u{FF0D}' | '\u{FF20}' // full width
            | '\u{2212}' // minus
    )
}

fn parts_cells(c: char) -> bool {
    matches!(c, ';' | '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Blanks, controls, and characters that only direct or join others (Unicode's category Cf).
fn counts_for_nothing(c: char) -> bool {
    is_space(c) || is_unseen(c)
}

#[cfg(test)]
mod tests {
    use shared::domain::{Channel, Code, FactId, Moment, Rating, Score, Text};

    use super::*;

    fn rating(comment: &str) -> Rating {
        Rating {
            id: FactId::from_random([1; 16]),
            at: Moment::parse("2026-05-12T08:00:00+03:00").unwrap(),
            service: Code::new("support").unwrap(),
            department: None,
            channel: Channel::Interview,
            provider: None,
            score: Score::Good,
            provider_score: None,
            reasons: vec![Code::new("speed").unwrap(), Code::new("-privacy").unwrap()],
            comment: Some(Text::new(comment).unwrap()),
        }
    }

    fn table(comment: &str) -> String {
        let mut out = Vec::new();
        let mut table = Table::begin(&mut out, LineKind::Rating).unwrap();
        table.row(&rating(comment).to_line(Some("riyadh"))).unwrap();
        table.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_table_begins_with_a_byte_order_mark_its_columns_are_paths_and_its_lines_end_with_cr_lf() {
        let table = table("شكرًا");
        let lines: Vec<&str> = table.split("\r\n").collect();
        assert_eq!(
            lines[0],
            concat!(
                "\u{FEFF}\"type\",\"id\",\"at\",\"service\",\"department\",\"channel\",\"provider\",\"score\",",
                "\"provider_score\",\"reasons\",\"comment\",\"branch\""
            )
        );
        assert!(lines[1].starts_with("\"rating\",\"01010101-0101-4101-8101-010101010101\","), "{table}");
        let rest =
            "\"support\",\"\",\"interview\",\"\",\"good\",\"\",\"speed;' -privacy\",\"شكرًا\",\"riyadh\"";
        assert!(lines[1].ends_with(rest), "{table}");
        assert_eq!(lines[2..], [""]);
    }

    #[test]
    fn commas_quotes_and_new_lines_stay_in_their_cell() {
        assert!(table("أ، \"ب\", ج\nد").contains(",\"أ، \"\"ب\"\", ج\nد\","));
    }

    #[test]
    fn no_cell_begins_as_a_formula_does() {
        let signs = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "−"];
        let fronts = [
            "",
            " ",
            "\u{A0}",
            "\u{B}",
            "\u{200F}",
            "\u{202A}",
            "\u{61C}",
            "\u{FEFF}",
            "\u{2067}",
            "\u{3000}",
            "\u{AD}",
            " \u{200E}\u{200B}",
        ];
        for sign in signs {
            for front in fronts {
                let formula = format!("{front}{sign}cmd|'/c calc'!A0");
                assert!(table(&formula).contains(&format!(",\"'{front}")), "{formula:?}");
            }
        }
        for formula in ["\t=1", "\r=1", "\n=1", "\r\n=1"] {
            assert!(disarmed(formula).starts_with('\''), "{formula:?}");
        }
    }

    #[test]
    fn no_part_of_a_cell_begins_as_a_formula_does_where_cells_are_parted_otherwise() {
        for (cell, expected) in [
            ("شكرا;=cmd|'/c calc'!A0", "شكرا;'=cmd|'/c calc'!A0"),
            ("شكرا; \u{200F}=1", "شكرا;' \u{200F}=1"),
            ("a\t=1", "a\t'=1"),
            ("a\n=1", "a\n'=1"),
            ("a\r\n+1\n@b", "a\r'\n'+1\n'@b"),
            ("a\u{2028}=1;−2", "a\u{2028}'=1;'−2"),
        ] {
            assert_eq!(disarmed(cell), expected, "{cell:?}");
        }
    }

    #[test]
    fn a_control_character_is_shown_as_one_that_cannot_be_shown() {
        assert_eq!(disarmed("a\0b\u{7}\n"), "a\u{FFFD}b\u{FFFD}\n");
        assert_eq!(disarmed("\0=1"), "'\u{FFFD}=1");
    }

    #[test]
    fn a_number_is_one_and_loses_no_digit() {
        for number in ["0", "-1", "24.71355", "-46.6753", "-0.5", "1000000008", "999999999999999"] {
            assert_eq!(disarmed(number), number);
        }
        for text in [
            "0556880045",
            "00966556880045",
            "+966556880045",
            "1234567890123456",
            "-007",
            "-1+1",
            "-1.",
            "--1",
        ] {
            assert_eq!(disarmed(text), format!("'{text}"));
        }
    }

    #[test]
    fn what_is_no_formula_stays_as_it_is() {
        for cell in ["", "1=1", "شكرا - جزيلا", "a;b\nc\td", " ", "\u{200F}نص", "سطر\n\nثانٍ", "a, =1"]
        {
            assert_eq!(disarmed(cell), cell, "{cell:?}");
        }
    }
}
