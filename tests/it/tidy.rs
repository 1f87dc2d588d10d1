//! A few rules of the house that no compiler checks. Each shows first that it would find a breach.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

/// Where Arabic stands in code for a reason: sample data, and the letters that folding, searching and checking are
/// about.
const ARABIC_ALLOWED: [&str; 6] =
    ["/tests/", "/gallery/", "/src/sample.rs", "/guide/words.rs", "/locale/", "tests.rs"];

/// Part of a path, and what may not be named there.
const ARROWS: [(&str, &[&str]); 11] = [
    (
        "shared/src/domain/",
        &["automerge", "rusqlite", "crate::doc", "crate::sync", "crate::store", "crate::replica", "std::fs"],
    ),
    (
        "shared/src/doc/",
        &["rusqlite", "crate::sync", "crate::store", "crate::replica", "std::fs", "std::net"],
    ),
    ("shared/src/sync/", &["rusqlite", "crate::store", "crate::replica", "std::fs", "std::net"]),
    ("shared/src/store/", &["automerge", "crate::doc", "crate::sync", "crate::replica", "std::net"]),
    ("kiosk/src/link/", &["shared::store", "crate::flow", "crate::app", "crate::worker"]),
    (
        "kiosk/src/flow/",
        &["shared::replica", "shared::store", "crate::screens", "crate::app", "crate::worker"],
    ),
    ("kiosk/src/screens/", &["shared::replica", "shared::store", "crate::app", "crate::worker", "std::fs"]),
    ("egui-bidi/src/", &["shared", "kiosk", "sync_server", "std::fs"]),
    ("kiosk/src/widgets/", &["shared::replica", "shared::store", "crate::screens", "crate::worker"]),
    ("kiosk/src/", &["sync_server", "rusqlite", "tokio_postgres", "automerge"]),
    ("sync-server/src/", &["kiosk", "rusqlite", "tokio_postgres", "automerge"]),
];

/// The libraries of each engine, and what alone names them.
const ENGINES: [(&str, &[&str]); 2] = [
    ("shared/src/store/db/sqlite", &["rusqlite"]),
    ("shared/src/store/db/postgres", &["tokio_postgres", "deadpool", "pollster", "rustls"]),
];

/// What not every engine of a store understands.
const NOT_COMMON_SQL: [&str; 8] = [
    "INSERT OR ",
    "WITHOUT ROWID",
    " hex(",
    "(hex(",
    "LIKE '",
    "last_insert_rowid",
    "randomblob",
    "zeroblob",
];

/// Where each crate's top modules are.
const CRATES: [&str; 6] =
    ["shared/src", "egui-bidi/src", "kiosk/src", "sync-server/src", "tests/src", "tests/it"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sources(packages: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut left: Vec<PathBuf> = packages.iter().map(|package| root().join(package)).collect();
    while let Some(dir) = left.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                left.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let name = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
                found.push((name, text));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty());
    found
}

/// The lines of a file that are neither comments nor tests.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().take_while(|line| line.trim() != "#[cfg(test)]");
    lines.map(|line| line.split("//").next().unwrap_or_default())
}

/// The text of a file without comments, and without its tests: `#[cfg(test)]` with the item behind it.
fn code_without_tests(text: &str) -> String {
    let mut lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    let mut code = String::new();
    while let Some(line) = lines.next() {
        if line.trim() != "#[cfg(test)]" {
            code.push_str(line);
            code.push('\n');
            continue;
        }
        // further attributes, then `mod tests;`, or a module that goes on to the end of the file
        if !lines.by_ref().find(|line| !line.trim().starts_with("#[")).is_some_and(|line| line.ends_with(';'))
        {
            break;
        }
    }
    code
}

/// The first names behind each `prefix` of a text: one, or those of a group.
fn names_behind(code: &str, prefix: &str) -> Vec<String> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut names = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        if code[..at].ends_with(|c: char| is_name(c) || c == ':') {
            continue;
        }
        let (mut depth, mut name) = (0, String::new());
        let mut begins = true;
        for c in code[at + prefix.len()..].chars() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => begins = true,
                c if is_name(c) && begins && depth <= 1 => name.push(c),
                _ => {}
            }
            if !is_name(c) && !name.is_empty() {
                names.push(std::mem::take(&mut name));
                begins = false;
            }
            if depth <= 0 && !is_name(c) {
                break;
            }
        }
    }
    names
}

/// The modules of a file's path within its crate: `a::b` for `a/b.rs` and for `a/b/mod.rs`.
fn module_path(path: &str) -> Vec<&str> {
    let parts = path.trim_end_matches(".rs").split('/');
    parts.filter(|part| !["mod", "lib", "main"].contains(part)).collect()
}

/// What the top modules of a crate name of each other, with the file that does, its path within the crate.
fn imports(files: &[(&str, &str)]) -> Imports {
    let tops: BTreeSet<&str> =
        files.iter().filter_map(|(path, _)| module_path(path).first().copied()).collect();
    // what the crate's root names without its module
    let roots = files.iter().filter(|(path, _)| ["lib.rs", "main.rs"].contains(path));
    let mut reexported = BTreeMap::new();
    for (_, text) in roots {
        let code = code_without_tests(text);
        for top in &tops {
            for prefix in [format!("pub use {top}::"), format!("pub use self::{top}::")] {
                let names = names_behind(&code, &prefix);
                reexported.extend(names.into_iter().map(|name| (name, (*top).to_owned())));
            }
        }
    }
    let mut found = Imports::new();
    for (path, text) in files {
        let modules = module_path(path);
        let is_test = modules.contains(&"tests") || modules.first() == Some(&"bin");
        let Some(top) = modules.first().filter(|_| !is_test) else { continue };
        let code = code_without_tests(text);
        let mut names = names_behind(&code, "crate::");
        names.extend(names_behind(&code, &"super::".repeat(modules.len())));
        for name in names {
            let named =
                if tops.contains(name.as_str()) { Some(name) } else { reexported.get(&name).cloned() };
            if let Some(named) = named.filter(|named| named != top) {
                found
                    .entry((*top).to_owned())
                    .or_default()
                    .entry(named)
                    .or_insert_with(|| (*path).to_owned());
            }
        }
    }
    found
}

/// What top modules name of each other, with the file that does.
type Imports = BTreeMap<String, BTreeMap<String, String>>;

/// The shortest circle among a crate's top modules, each with the file that goes on to the next.
fn circle(imports: &Imports) -> Option<String> {
    let way = imports.keys().filter_map(|start| way_back(imports, start)).min_by_key(Vec::len)?;
    let step = |pair: &[&String]| format!("{} -> {} ({})", pair[0], pair[1], imports[pair[0]][pair[1]]);
    Some(way.windows(2).map(step).collect::<Vec<_>>().join(", "))
}

fn way_back<'i>(imports: &'i Imports, start: &'i String) -> Option<Vec<&'i String>> {
    let mut left = VecDeque::from([vec![start]]);
    let mut seen = BTreeSet::new();
    while let Some(way) = left.pop_front() {
        for next in imports.get(way[way.len() - 1]).into_iter().flat_map(BTreeMap::keys) {
            if next == start {
                return Some([way, vec![start]].concat());
            }
            if seen.insert(next) {
                left.push_back([way.as_slice(), &[next]].concat());
            }
        }
    }
    None
}

/// Letters: a word. A comma between two names is none.
fn has_arabic(line: &str) -> bool {
    line.chars().any(|c| {
        matches!(c, '\u{620}'..='\u{64a}' | '\u{66e}'..='\u{6d3}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
    })
}

fn arabic_in_code(path: &str, text: &str) -> bool {
    let is_allowed = ARABIC_ALLOWED.iter().any(|part| path.contains(part));
    !is_allowed && code(text).any(has_arabic)
}

fn against_the_arrows(path: &str, text: &str) -> Option<String> {
    let rules = ARROWS.iter().filter(|(part, _)| path.starts_with(part) && !path.contains("/tests"));
    let mut forbidden = rules.flat_map(|(_, names)| names.iter());
    let named = |name: &str| {
        code(text).any(|line| {
            let words = line.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
            let is_used = line.trim_start().starts_with("use ") || line.trim_start().starts_with("pub use ");
            words.into_iter().any(|word| (is_used && word == name) || word.starts_with(&format!("{name}::")))
        })
    };
    forbidden.find(|name| named(name)).map(|name| format!("{path} names {name}"))
}

fn opens_with_what_it_holds(text: &str) -> bool {
    text.lines().next().is_some_and(|line| line.starts_with("//! ") && line.len() > 10)
}

fn naps(text: &str) -> bool {
    ["thread::sleep", "time::sleep("].iter().any(|nap| text.contains(nap))
}

#[test]
fn every_word_that_people_read_is_in_the_message_files() {
    assert!(arabic_in_code("kiosk/src/app.rs", "fn f() -> &'static str { \"مرحبا\" }"));
    assert!(!arabic_in_code(
        "kiosk/src/app.rs",
        "/// الترحيب\nfn f() {}\n#[cfg(test)]\nmod t { const T: &str = \"م\"; }"
    ));
    let breaches: Vec<String> = sources(&["shared/src", "egui-bidi/src", "kiosk/src", "sync-server/src"])
        .into_iter()
        .filter(|(path, text)| arabic_in_code(path, text))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(breaches, Vec::<String>::new());
}

#[test]
fn arrows_between_layers_point_down_only() {
    for (path, text) in [
        ("shared/src/domain/visit.rs", "use automerge::ActorId;"),
        ("shared/src/store/open.rs", "use crate::doc::Sealed;"),
        ("kiosk/src/screens/idle.rs", "use shared::replica::Kiosk;"),
        ("kiosk/src/flow/visit.rs", "use crate::worker::start;"),
        ("egui-bidi/src/engine.rs", "use shared::domain::Visit;"),
        ("kiosk/src/app.rs", "fn f() { sync_server::router(state) }"),
        ("sync-server/src/router.rs", "use kiosk::app::App;"),
    ] {
        assert!(against_the_arrows(path, text).is_some(), "{path}");
    }
    assert_eq!(against_the_arrows("shared/src/store/open.rs", "// crate::doc is not named here"), None);
    let breaches: Vec<String> = sources(&["shared/src", "egui-bidi/src", "kiosk/src", "sync-server/src"])
        .iter()
        .filter_map(|(path, text)| against_the_arrows(path, text))
        .collect();
    assert_eq!(breaches, Vec::<String>::new());
}

/// What a file names of an engine whose place is elsewhere.
fn other_engine_in(path: &str, text: &str) -> Option<String> {
    let elsewhere = ENGINES.iter().filter(|(place, _)| !path.starts_with(place));
    let name =
        elsewhere.flat_map(|(_, names)| *names).find(|name| code(text).any(|line| line.contains(*name)))?;
    Some(format!("{path}: {name}"))
}

fn not_common_in(text: &str) -> Option<&'static str> {
    NOT_COMMON_SQL.into_iter().find(|word| code(text).any(|line| line.contains(word)))
}

#[test]
fn each_engine_is_named_in_one_place_and_every_statement_is_one_that_all_of_them_understand() {
    assert_eq!(not_common_in("tx.run(\"INSERT OR IGNORE INTO outbox\")"), Some("INSERT OR "));
    let code = sources(&["shared/src/store", "shared/src/replica"]);
    let is_engine = |path: &str| ENGINES.iter().any(|(place, _)| path.starts_with(place));
    let breaches: Vec<String> = code
        .iter()
        .filter(|(path, _)| !is_engine(path))
        .filter_map(|(path, text)| Some(format!("{path}: {}", not_common_in(text)?)))
        .collect();
    assert_eq!(breaches, Vec::<String>::new());
    for (path, text) in [
        ("shared/src/replica/home.rs", "use tokio_postgres::Config;"),
        ("shared/src/store/db/sqlite.rs", "fn f() -> rustls::Error {"),
        ("shared/src/store/db/postgres/tables.rs", "use rusqlite::Connection;"),
    ] {
        assert!(other_engine_in(path, text).is_some(), "{path}");
    }
    let whole = sources(&["shared/src"]);
    let breaches: Vec<String> = whole.iter().filter_map(|(path, text)| other_engine_in(path, text)).collect();
    assert_eq!(breaches, Vec::<String>::new());
}

#[test]
fn no_circle_stands_among_the_top_modules_of_a_crate() {
    let planted = |link: &str| {
        let files = [
            ("lib.rs", "pub mod a;\nmod b;\npub mod c;\npub use b::{Other, Thing};"),
            ("a.rs", "use std::fmt;\n\nuse crate::{\n    c::{One, Two},\n    Thing,\n};"),
            ("b/mod.rs", "mod deep;\n#[cfg(test)]\nmod tests;\nuse super::c::One;"),
            ("b/deep.rs", "// crate::a\nfn f() { super::a() }\n#[cfg(test)]\nmod tests { use crate::a; }"),
            ("b/tests.rs", "use crate::a::A;"),
            ("c/inner.rs", link),
        ];
        circle(&imports(&files))
    };
    assert_eq!(planted("use super::a;"), None, "c's own");
    for back in ["use crate::a::A;", "fn f() { super::super::a::g() }"] {
        assert_eq!(planted(back).as_deref(), Some("a -> c (a.rs), c -> a (c/inner.rs)"));
    }
    assert_eq!(planted("use crate::Other;").as_deref(), Some("b -> c (b/mod.rs), c -> b (c/inner.rs)"));
    for crate_root in CRATES {
        let sources = sources(&[crate_root]);
        let files: Vec<(&str, &str)> =
            sources.iter().map(|(path, text)| (&path[crate_root.len() + 1..], text.as_str())).collect();
        let imports = imports(&files);
        assert!(crate_root == "tests/it" || !imports.is_empty(), "{crate_root}");
        assert_eq!(circle(&imports), None, "{crate_root}");
    }
}

#[test]
fn every_file_opens_with_what_it_holds() {
    assert!(!opens_with_what_it_holds("use std::fs;\n"));
    assert!(!opens_with_what_it_holds("//! \n"));
    let packages = ["shared/src", "egui-bidi/src", "kiosk/src", "sync-server/src", "tests/src", "tests/it"];
    let breaches: Vec<String> = sources(&packages)
        .into_iter()
        .filter(|(_, text)| !opens_with_what_it_holds(text))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(breaches, Vec::<String>::new());
}

/// The tests that a text names in backquotes: a path whose last part is a sentence.
fn tests_named_in(text: &str) -> Vec<&str> {
    let quoted = text.split('`').skip(1).step_by(2);
    let names = quoted.filter(|quoted| quoted.contains("::")).filter_map(|path| path.rsplit("::").next());
    names.filter(|name| name.matches('_').count() >= 4 && !name.contains(char::is_whitespace)).collect()
}

#[test]
fn every_test_that_the_documents_name_is_there() {
    assert_eq!(
        tests_named_in("see `fork::a_copy_that_is_not_there` and `doc::Tip`"),
        ["a_copy_that_is_not_there"]
    );
    let code = sources(&["shared/src", "egui-bidi/src", "kiosk/src", "sync-server/src", "tests/it"]);
    let is_there = |name: &str| code.iter().any(|(_, text)| text.contains(&format!("fn {name}(")));
    assert!(!is_there("a_copy_that_is_not_there"));
    let architecture = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let named = tests_named_in(&architecture);
    assert!(named.len() > 10);
    let missing: Vec<&str> = named.into_iter().filter(|name| !is_there(name)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn no_test_sleeps() {
    assert!(naps("std::thread::sleep(SECOND);"));
    let breaches: Vec<String> = sources(&["tests/it", "tests/src", "egui-bidi/src", "sync-server/src/tests"])
        .into_iter()
        .filter(|(path, text)| !path.ends_with("it/tidy.rs") && naps(text))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(breaches, Vec::<String>::new());
}
