//! What comes in at the doors: one fold for numbers, one calendar rule, one reader, the same doubts, whatever the input is dressed in.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use shared::domain::{CatalogKind, DeviceMode};
use shared::locale::dressing::dressed;
use tests::branch::Branch;
use tests::network::Network;
use tests::office::HeadOffice;

use crate::people::{found, visit};

const ID: &str = "1000000008";
const MOBILE: &str = "0556880045";

fn head_office(data: &std::path::Path, arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_test-sync-server"));
    command.args(arguments).arg("--data").arg(data).stdin(Stdio::piped());
    let mut running = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // who refuses early reads no further
    running.stdin.take().unwrap().write_all(input.as_bytes()).unwrap_or_default();
    running.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn one_person_is_one_person_in_whatever_their_id_is_dressed_and_is_found_by_any_of_it() {
    let mut office = HeadOffice::new(1);
    let mut branch = Branch::enrolled_as("riyadh", &DeviceMode::Branch, &mut office, 1);
    let mut lines = vec![visit(1, &json!({"national_id": ID, "mobile": MOBILE, "name": "نورة"}))];
    lines.extend((2..40).map(|n| visit(n, &json!({"national_id": dressed(ID, n.into())}))));
    branch.record(&lines);
    Network::default().sync(&mut branch, &mut office).unwrap();
    assert_eq!(office.replica.files_of_one_person().unwrap().len(), 0);
    for dice in 0..60 {
        for typed in [dressed(ID, dice), dressed(MOBILE, dice)] {
            assert_eq!(found(&branch, &typed).files.len(), 1, "{typed:?}");
        }
    }
    let said = office.export();
    assert_eq!(said.len(), lines.len(), "each as it was given");
    for line in &lines {
        let id = line["id"].as_str().unwrap();
        assert_eq!(said[id]["beneficiary"]["national_id"], line["beneficiary"]["national_id"]);
    }
}

#[test]
fn head_office_of_version_1_is_given_the_groups_and_outcomes_that_it_lacked() {
    let office = HeadOffice::new(1);
    let catalog = office.replica.catalog().unwrap();
    for kind in CatalogKind::LISTED {
        assert!(catalog.all(&kind).count() >= 7, "{kind}");
        assert!(catalog.all(&kind).all(|entry| entry.code == entry.code.listed()));
    }
    assert_eq!(catalog.lacking(), []);
}

#[test]
fn a_catalog_file_is_read_as_a_whole_or_not_at_all() {
    let data = tempfile::tempdir().unwrap();
    let import = |text: &str| head_office(data.path(), &["catalog", "import", "-"], text);
    let entry = |kind: &str, code: &str, more: &str| {
        format!(r#"{{"kind":"{kind}","code":"{code}","name_ar":"أ","name_en":"A"{more}}}"#)
    };
    let made = head_office(
        data.path(),
        &["branch", "add", "--id", "riyadh", "--name-ar", "أ", "--name-en", "A"],
        "",
    );
    assert!(made.status.success(), "{}", said(&made));
    let service = entry("service", "food", "");
    for whole in [
        service.clone(),
        format!("\u{FEFF}{service}\r\n\r\n{}\r\n", entry("service", "b", "")),
        format!("\n \n{service}\n{}", entry("reason", "food", "")),
        format!("{}\n{service}", entry("question", "q", r#","body_en":"B","belongs_to":"food""#)),
    ] {
        let output = import(&whole);
        assert!(output.status.success() && said(&output).is_empty(), "{whole}: {}", said(&output));
    }
    for (wrong, expected) in [
        (format!("{service}\n\n{service}"), "line 3: code: line 1 has the service food already"),
        (entry("service", " ", ""), "line 1: code: is blank"),
        (format!("\n{}", service.replace("\"A\"", "\"\u{A0}\"")), "line 2: name_en: is blank"),
        (service.replace("\"A\"", "\"A\\u202eB\""), "line 1: name_en: holds a control character"),
        (service.replace("\"A\"", "\"A\\u0000\""), "line 1: name_en: holds a control character"),
        (entry("improvement", "i", r#","body_en":"B","since":"1447-11-25""#), "since: names the year 1447"),
        (
            entry("hours", "everywhere", r#","hours":[],"closed":["1447-09-29/1447-10-05"]"#),
            "closed: names the year 1447",
        ),
        (
            entry("association", "association", r#","logo":"iVBORw0KGgoAAAANSUhEUgAAABAAAAAQ""#),
            "logo: cannot be decoded",
        ),
        (format!("{service}\n{{\"kind\""), "line 2: line: ends in the middle"),
    ] {
        let output = import(&wrong);
        assert_eq!(output.status.code(), Some(1), "{wrong}");
        assert!(
            said(&output).contains(expected) && said(&output).contains("nothing was published"),
            "{}",
            said(&output)
        );
        assert_eq!(said(&output).lines().count(), 1, "{}", said(&output));
    }
    for (dangling, expected) in [
        (
            entry("question", "q", r#","body_en":"B","belongs_to":"gone""#),
            "warning: line 1: belongs_to: there is no service gone",
        ),
        (
            format!("\n{}", entry("service", "s", r#","department":"gone""#)),
            "warning: line 2: department: there is no department gone",
        ),
        (entry("hours", "gone", r#","hours":[]"#), "warning: line 1: code: there is no branch gone"),
    ] {
        let output = import(&dangling);
        assert!(output.status.success() && said(&output).starts_with(expected), "{}", said(&output));
    }
}

#[test]
fn a_list_of_visits_is_doubted_as_records_are_and_says_where() {
    let data = tempfile::tempdir().unwrap();
    let made = head_office(
        data.path(),
        &["branch", "add", "--id", "riyadh", "--name-ar", "أ", "--name-en", "A"],
        "",
    );
    assert!(made.status.success(), "{}", said(&made));
    let line = |n: u32, date: &str, more: &str| {
        format!(
            r#"{{"id":"0197a1b2-0000-7000-8000-{n:012}","branch":"riyadh","date":"{date}","beneficiary":{{"name":"نورة"{more}}}}}"#
        )
    };
    let refused = head_office(data.path(), &["plan", "import", "-"], &line(1, "1447-11-25", ""));
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("line 1: date: names the year 1447"), "{}", said(&refused));
    let text = [
        line(1, "0001-05-12", ""),
        String::new(),
        line(2, "9999-05-12", r#","national_id":"12""#),
        line(3, "2126-05-12", r#","mobile":"12","group":"rich""#),
    ];
    let taken =
        head_office(data.path(), &["plan", "import", "-"], &format!("\u{FEFF}{}\r\n", text.join("\r\n")));
    assert!(taken.status.success(), "{}", said(&taken));
    for expected in [
        "warning: line 1: date: is in the past",
        "warning: line 3: date: is more than two years away",
        "warning: line 3: beneficiary.national_id: does not look like",
        "warning: line 4: date: is more than two years away",
        "warning: line 4: beneficiary.mobile: does not look like",
        "warning: line 4: beneficiary.group: is not a code in the catalog",
    ] {
        assert!(said(&taken).contains(expected), "{expected}: {}", said(&taken));
    }
}

#[test]
fn no_command_of_head_office_says_what_only_the_system_says() {
    let data = tempfile::tempdir().unwrap();
    let directory = data.path().display().to_string();
    let gone = format!("{directory}/gone/there");
    for arguments in [
        vec!["catalog", "import", &directory],
        vec!["plan", "import", &directory],
        vec!["catalog", "import", &gone],
        vec!["plan", "import", &gone],
        vec!["export", "--what", "visits", "--format", "csv", "--out", &directory],
        vec!["export", "--what", "visits", "--format", "csv", "--out", &gone],
        vec!["keys", "recover", &directory],
        vec!["restore", &gone],
    ] {
        let output = head_office(data.path(), &arguments, "");
        let said = said(&output);
        assert!(!output.status.success(), "{arguments:?}");
        assert!(!said.contains("os error"), "{arguments:?}: {said}");
    }
}

fn with_riyadh() -> tempfile::TempDir {
    let data = tempfile::tempdir().unwrap();
    let branch = ["branch", "add", "--id", "riyadh", "--name-ar", "أ", "--name-en", "A"];
    let made = head_office(data.path(), &branch, "");
    assert!(made.status.success(), "{}", said(&made));
    data
}

#[test]
fn an_argument_is_read_in_whatever_it_is_dressed_or_refused_with_what_would_be_right() {
    let data = with_riyadh();
    for taken in [
        vec!["reading", "--days=٤٥"],
        vec!["reading", "--days=\u{200F}۴۵ "],
        vec!["working-set", "--months=２４", "--branch=٧٠٠٠٠", "--field", "2000"],
        vec!["budget", "--files=١٠٠"],
        vec!["log", "show", "--since=٢٠٢٦-٠٥-١٢"],
        vec!["log", "show", "--since= 2026\u{2011}05\u{2011}12\u{200F}"],
    ] {
        let output = head_office(data.path(), &taken, "");
        assert!(output.status.success(), "{taken:?}: {}", said(&output));
    }
    for (refused, expected) in [
        (vec!["reading", "--days=-45"], "is not a whole number from 1 to"),
        (vec!["reading", "--days=4.5"], "is not a whole number from 1 to"),
        (vec!["working-set", "--months=1e1"], "is not a whole number from 1 to"),
        (vec!["log", "show", "--since=1447-11-25"], "names the year 1447, which is one of the Hijra"),
        (vec!["log", "show", "--since=٢٥/١١/١٤٤٧"], "names the year 1447, which is one of the Hijra"),
        (vec!["log", "show", "--since=h1447-11-25"], "names the year 1447, which is one of the Hijra"),
        (vec!["log", "show", "--since=9999-12-31"], "lies beyond the calendar"),
        (vec!["log", "show", "--since=2026-02-29"], "names a day that does not exist"),
        (vec!["log", "show", "--since=20260512"], "is not a date such as 2026-05-12"),
        (
            vec!["device", "undo", "01234567", "--since=2026-05-12T24:00:00Z", "--by=s"],
            "a day ends at 23:59:59",
        ),
        (vec!["device", "undo", "01234567", "--since=h1447-11-25", "--by=s"], "one of the Hijra"),
        (vec!["device", "undo", "01234567", "--since=2026-05-12T08:00:00Z", "--by=\u{200F}"], "is blank"),
        (vec!["people", "join", "--alike=٠", "--by=s"], "is not a whole number from 1 to"),
        (vec!["branch", "add", "--id=b", "--name-ar=\u{200F}", "--name-en=A"], "is blank"),
        (vec!["branch", "add", "--id=b", "--name-ar=...", "--name-en=A"], "neither a letter nor a digit"),
        (vec!["branch", "add", "--id=b", "--name-ar=a\u{202E}b", "--name-en=A"], "turns the direction"),
        (
            vec!["user", "add", "--name=\u{200F}admin", "--role=auditor", "--password-stdin"],
            "marks that nobody sees",
        ),
    ] {
        let output = head_office(data.path(), &refused, "");
        assert_eq!(output.status.code(), Some(2), "{refused:?}: {}", said(&output));
        assert!(said(&output).contains(expected), "{refused:?}: {}", said(&output));
    }
}

#[test]
fn a_list_of_visits_says_which_line_stands_for_another_visit_or_branch() {
    let data = with_riyadh();
    let line = |n: u32, branch: &str, name: &str| {
        format!(
            r#"{{"id":"0197a1b2-0000-7000-8000-{n:012}","branch":"{branch}","date":"2126-05-12","beneficiary":{{"name":"{name}"}}}}"#
        )
    };
    let import = |text: &str| head_office(data.path(), &["plan", "import", "-"], text);
    assert!(import(&line(1, "riyadh", "نورة")).status.success());
    for (text, expected) in [
        (
            format!("{}\n\n{}", line(2, "riyadh", "a"), line(3, "gone", "b")),
            "line 3: branch: there is no branch gone",
        ),
        (
            format!("{}\n{}", line(2, "riyadh", "a"), line(1, "riyadh", "سارة")),
            "line 2: id: the planned visit",
        ),
        (format!("{}\n{}", line(4, "riyadh", "a"), line(4, "riyadh", "b")), "line 2: id: the planned visit"),
        (line(5, "riyadh", " \u{200F}"), "line 1: beneficiary: says nothing of the person"),
    ] {
        let output = import(&text);
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(
            said(&output).contains(expected) && said(&output).contains("nothing was planned"),
            "{}",
            said(&output)
        );
    }
    let again =
        import(&format!("{}\n\u{FEFF}{}\n\u{A0}\n", line(1, "riyadh", "نورة"), line(6, "riyadh", "هدى")));
    assert!(again.status.success(), "{}", said(&again));
    assert!(String::from_utf8_lossy(&again.stdout).contains("planned 1, known before 1"));
    for empty in ["", "\u{FEFF}", "\n \n"] {
        for what in ["plan", "catalog"] {
            let output = head_office(data.path(), &[what, "import", "-"], empty);
            assert!(
                output.status.success() && said(&output).contains("the file has no lines"),
                "{}",
                said(&output)
            );
        }
    }
}

#[test]
fn a_file_that_is_no_list_says_why() {
    let data = with_riyadh();
    let line = r#"{"kind":"service","code":"food","name_ar":"أ","name_en":"A"}"#;
    for (text, expected) in [
        (format!("[{line}]"), "write one in braces on each line"),
        (line.replace(',', ",\n"), "write each object on one line"),
        (format!("{line}\r{line}"), "ends its lines with CR alone"),
        (format!("{line}\n\0\0\0"), "zero bytes"),
        (line.replace('"', "”"), "straight quotation marks"),
        (line.replacen(',', "،", 1), "a plain comma"),
        (format!("\u{200F}{line}"), "a mark that nobody sees"),
        (format!("{line}\u{2028}{line}"), "another line break"),
        (line.replacen("\"code\"", "\"kind\":\"service\",\"code\"", 1), "kind: is given twice"),
    ] {
        let output = head_office(data.path(), &["catalog", "import", "-"], &text);
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(
            said(&output).contains(expected) && said(&output).lines().count() == 1,
            "{text}: {}",
            said(&output)
        );
    }
}

#[test]
fn an_entry_that_reads_like_another_and_dates_beyond_reason_are_told() {
    let data = with_riyadh();
    let entry = |kind: &str, code: &str, more: &str| {
        format!(r#"{{"kind":"{kind}","code":"{code}","name_ar":"أ","name_en":"A"{more}}}"#)
    };
    for (text, expected) in [
        (entry("service", "Support", ""), "there is the service support too, whose code reads the same"),
        (entry("hours", "everywhere", r#","hours":[],"closed":["9999-12-31"]"#), "closed: is in the future"),
        (
            entry("hours", "everywhere", r#","hours":[],"closed":["0000-01-01"]"#),
            "closed: is before the year 2000",
        ),
        (entry("improvement", "i", r#","body_en":"B","since":"2126-01-01""#), "since: is in the future"),
        (
            entry("question", "q", r#","body_en":"B","belongs_to":"HOUSING_""#),
            "belongs_to: there is no service HOUSING_",
        ),
    ] {
        let output = head_office(data.path(), &["catalog", "import", "-"], &text);
        assert!(output.status.success(), "{text}: {}", said(&output));
        assert!(
            said(&output).starts_with("warning: line 1: ") && said(&output).contains(expected),
            "{}",
            said(&output)
        );
    }
}

/// A value so that what a line holds can be changed.
fn with(line: &Value, path: &str, value: Value) -> Value {
    let mut line = line.clone();
    *line.pointer_mut(path).unwrap() = value;
    line
}

#[test]
fn a_visit_of_another_time_zone_is_listed_on_its_day_in_riyadh() {
    let mut office = HeadOffice::new(1);
    let mut branch = Branch::enrolled_as("riyadh", &DeviceMode::Branch, &mut office, 1);
    // 23:30 of the 11th in London's summer is 01:30 of the 12th in Riyadh
    let late = with(&visit(1, &json!({"name": "نورة"})), "/at", json!("2026-05-11T23:30:00+01:00"));
    branch.record(std::slice::from_ref(&late));
    Network::default().sync(&mut branch, &mut office).unwrap();
    let on = |day: &str| {
        let day: Option<jiff::civil::Date> = day.parse().ok();
        let filter = shared::store::office::VisitFilter { from: day, to: day, ..Default::default() };
        office.replica.count_visits(&filter).unwrap()
    };
    assert_eq!((on("2026-05-11"), on("2026-05-12")), (0, 1));
    let id = late["id"].as_str().unwrap();
    assert_eq!(office.export()[id]["at"], "2026-05-11T23:30:00+01:00", "the stated text is kept");
}
