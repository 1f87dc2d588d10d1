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
        (service.replace("\"A\"", "\"A\\u202eB\""), "line 1: name: holds a control character"),
        (service.replace("\"A\"", "\"A\\u0000\""), "line 1: name: holds a control character"),
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
