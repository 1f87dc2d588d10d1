//! docs/requests.md: its tables are drawn from the code. `SILA_WRITE_DOCS=1` draws them anew.

use std::fmt::Write as _;
use std::path::Path;

use shared::domain::Role;
use shared::domain::request::{DUTIES, Desk, Duty, State, StepKind, StepTarget, roles_for, target};

/// The states, a line each, with the steps that may follow.
fn states() -> String {
    let mut table = "| state | what may follow |\n|---|---|\n".to_owned();
    for state in State::ALL.into_iter().filter(|state| *state != State::NeedsSettling) {
        let mut steps = Vec::new();
        for kind in StepKind::ALL.iter().filter(|kind| **kind != StepKind::Settled) {
            let code = kind.code();
            match target(state, *kind) {
                None => {}
                Some(StepTarget::Stays) => steps.push(format!("`{code}` ·")),
                Some(StepTarget::To(to)) => steps.push(format!("`{code}` → {}", to.code())),
                Some(StepTarget::AsItSays) => steps.push(format!("`{code}` …")),
            }
        }
        writeln!(table, "| `{}` | {} |", state.code(), steps.join(", ")).unwrap();
    }
    writeln!(table, "| `needs_settling` | `settled` |").unwrap();
    table
}

fn roles() -> String {
    let mut table = "| step | where | roles |\n|---|---|---|\n".to_owned();
    for kind in StepKind::ALL {
        let (desk, roles) = roles_for(*kind);
        let desk = match desk {
            Desk::Branch => "branch, field, head office",
            Desk::HeadOffice => "head office",
        };
        let mut roles: Vec<&str> = roles.iter().map(Role::code).collect();
        if kind.is_the_applicants() {
            roles.push("the applicant alone");
        }
        writeln!(table, "| `{}` | {desk} | {} |", kind.code(), roles.join(", ")).unwrap();
    }
    table
}

fn duties() -> String {
    let mut table = "| whoever did | does not do |\n|---|---|\n".to_owned();
    for Duty { step, after } in DUTIES {
        writeln!(table, "| `{}` | `{}` |", after.code(), step.code()).unwrap();
    }
    table
}

/// Puts a table between its marks.
fn with(text: &str, mark: &str, table: &str) -> String {
    let begin = format!("<!-- {mark} -->\n");
    let (before, rest) = text.split_once(&begin).expect("a mark");
    let (_, after) = rest.split_once("<!-- end -->").expect("an end");
    format!("{before}{begin}{table}<!-- end -->{after}")
}

#[test]
fn the_tables_of_the_document_are_those_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/requests.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let tables = [("states", states()), ("roles", roles()), ("duties", duties())];
    let drawn = tables.iter().fold(text.clone(), |text, (mark, table)| with(&text, mark, table));
    if std::env::var_os("SILA_WRITE_DOCS").is_some() {
        std::fs::write(&path, drawn).unwrap();
        return;
    }
    assert_eq!(text, drawn, "draw them anew: SILA_WRITE_DOCS=1 cargo test -p tests request_docs");
    let planted = with(&text, "duties", "| another |\n");
    assert_ne!(planted, drawn, "another table is noticed");
}
