//! Tests of reading and writing `kiosk.toml`.

use super::*;
use crate::config::{Bounded, Inches, PaperWidth};

#[test]
fn the_documented_file_says_every_default_and_explains_every_setting() {
    assert_eq!(parse(DOCUMENTED), Ok(Config::default()));
    let written = toml_edit::ser::to_document(&Config::default()).unwrap();
    let documented: DocumentMut = DOCUMENTED.parse().unwrap();
    for (section, settings) in written.iter() {
        let explained = documented[section].as_table().unwrap();
        for (name, _) in settings.as_table_like().unwrap().iter() {
            let (key, _) =
                explained.get_key_value(name).unwrap_or_else(|| panic!("{section}.{name} is missing"));
            let above = key.leaf_decor().prefix().and_then(|p| p.as_str()).unwrap_or_default();
            let is_pair = name == "arguments_en";
            assert!(above.contains('#') || is_pair, "{section}.{name} is not explained");
        }
    }
}

#[test]
fn nothing_said_is_the_default_and_a_wrong_line_is_named_with_what_would_be_right() {
    assert_eq!(parse(""), Ok(Config::default()));
    let cases = [
        ("[screen]\ndiagonal_inches = 2\n", 2, "from 5 to 120"),
        ("[idle]\n\nvisitor_seconds = 5\n", 3, "from 30 to 600"),
        ("[printer]\nwidth_dots = 400\n", 2, "384 (58 mm) or 576 (80 mm)"),
        ("[appearance]\nlanguage = \"fr\"\n", 2, "\"ar\" or \"en\""),
        ("[screen]\nzoom = 2\n", 2, "unknown field `zoom`"),
        ("[colour]\n", 1, "unknown field `colour`"),
        ("[queue]\ndevice = 10\n", 2, "from 0 to 9"),
        ("[queue]\ndesk = \"1234567890123456789012345\"\n", 2, "at most 24"),
        ("\n[printer]\nkind = \"device\"\n", 2, "needs its path"),
        ("[screen\n", 1, ""),
    ];
    for (text, line, part) in cases {
        let fault = parse(text).unwrap_err();
        assert_eq!(fault.line, line, "{text}: {fault:?}");
        assert!(fault.why.contains(part), "{text}: {fault:?}");
    }
}

#[test]
fn what_is_saved_is_read_back_and_comments_stay() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(load(dir.path()).unwrap(), Config::default());
    let mut config = Config::default();
    config.screen.diagonal_inches = Inches::nearest(15.64);
    config.idle.visitor_seconds = Bounded::nearest(90);
    config.printer.kind = PrinterKind::File;
    config.printer.path = "/var/spool/receipts".into();
    config.printer.width_dots = PaperWidth::Narrow;
    save(dir.path(), &config).unwrap();
    assert_eq!(load(dir.path()).unwrap(), config);
    let path = dir.path().join(CONFIG_FILE);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(
        text.contains("diagonal_inches = 15.6\n") && text.contains("# The paper's width in dots"),
        "{text}"
    );

    std::fs::write(&path, "# by hand\n[idle]\nvisitor_seconds = 45 # the queue is short\n").unwrap();
    config.idle.visitor_seconds = Bounded::nearest(50);
    save(dir.path(), &config).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("# by hand\n[idle]\nvisitor_seconds = 50 # the queue is short\n"), "{text}");
    assert_eq!(load(dir.path()).unwrap(), config);
}

#[test]
fn what_the_window_sets_of_queue_rating_and_reach_leaves_every_other_line_of_a_file_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(CONFIG_FILE);
    let before = "# of the counter in Riyadh\n[rating] # at the door\nexit = false\n\n[queue]\n# ours is the third\n\
                  device = 3\ndesk   =   \"مكتب 2\" # by the window\n\n[screen]\nreach = 70 # measured\n";
    std::fs::write(&path, before).unwrap();
    let mut config = load(dir.path()).unwrap();
    config.rating.exit = true;
    config.rating.service = shared::domain::Code::new("support").unwrap();
    config.queue.desk = "\"1\"".to_owned();
    config.screen.reach = Bounded::nearest(75);
    save(dir.path(), &config).unwrap();
    assert_eq!(load(dir.path()).unwrap(), config);
    let text = std::fs::read_to_string(&path).unwrap();
    for line in before.lines() {
        let changed = ["exit = false", "desk   =", "reach = 70"].iter().any(|start| line.starts_with(start));
        assert!(changed || text.contains(line), "{line} is gone from\n{text}");
    }
    for comment in ["# by the window", "# measured"] {
        assert!(text.contains(comment), "{text}");
    }
}

#[test]
fn a_file_that_is_no_settings_is_told_with_its_line_and_set_aside_when_settings_are_saved() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(CONFIG_FILE);
    std::fs::write(&path, "[screen]\nfullscreen = \"yes\"\n").unwrap();
    let said = load(dir.path()).unwrap_err().to_string();
    assert!(said.contains("kiosk.toml, line 2: ") && said.contains("staff mode"), "{said}");
    save(dir.path(), &Config::default()).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), DOCUMENTED);
    let aside = std::fs::read_to_string(dir.path().join("kiosk.toml.wrong")).unwrap();
    assert!(aside.contains("\"yes\""), "{aside}");
}
