//! Which engine head office's rows are on in this run: the same stories are told on SQLite and on PostgreSQL.

use std::io::Write as _;

use tests::office::HeadOffice;

const SERVER: &str = "SILA_TEST_POSTGRES";

#[test]
fn the_stories_say_whether_they_were_told_on_postgresql() {
    let is_wanted = std::env::var_os(SERVER).is_some();
    assert_eq!(HeadOffice::new(1).replica.db().is_shared(), is_wanted);
    assert!(!HeadOffice::in_a_file(2).replica.db().is_shared(), "what is about a file stays in one");
    let said = match is_wanted {
        true => "run on PostgreSQL".to_owned(),
        false => format!(
            "NOT RUN on PostgreSQL: set {SERVER}=postgres://USER@HOST/DATABASE, of a server for tests"
        ),
    };
    // not by a macro, whose output is shown of a test that fails alone
    writeln!(std::io::stderr(), "== head office's rows: {said}").unwrap();
}
