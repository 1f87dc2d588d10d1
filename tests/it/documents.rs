//! What the documents say a person can type is what the programs take: commands, settings, fault numbers, links.

use std::path::{Path, PathBuf};

use clap::Command;
use clap::error::ErrorKind::{DisplayHelp, DisplayVersion, MissingRequiredArgument};
use kiosk::link::StartFault;

/// What documents write in the place of a value, and a value that would do.
const VALUES: [(&str, &str); 12] = [
    ("ADDR", "127.0.0.1:8443"),
    ("DATE", "2026-11-27"),
    ("HEADER", "forwarded"),
    ("MOMENT", "2026-11-27T08:30:00+03:00"),
    ("ROLE", "auditor"),
    ("DEVICE", "1a2b3c4d"),
    ("FIELD", "name"),
    ("FILE", "0197a1b2-0000-7000-8000-000000000001"),
    ("ID", "riyadh"),
    ("PROXY", "10.0.0.1"),
    ("NUMBER", "7"),
    ("N", "7"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every document that tells people what to type.
fn documents() -> Vec<(String, String)> {
    let mut paths =
        vec![root().join("README.md"), root().join("SECURITY.md"), root().join("CONTRIBUTING.md")];
    for folder in ["docs", "docs/ar"] {
        let entries = std::fs::read_dir(root().join(folder)).unwrap();
        paths.extend(entries.map(|entry| entry.unwrap().path()));
    }
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        (path.strip_prefix(root()).unwrap().display().to_string(), text)
    };
    paths.into_iter().map(read).collect()
}

/// Returns what stands between backquotes and in blocks: a line each, with the lines that a backslash joins.
fn code(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (index, part) in text.split("```").enumerate() {
        if index % 2 == 1 {
            found.extend(part.replace("\\\n", " ").lines().map(|line| line.trim().to_owned()));
        } else {
            found.extend(part.split('`').skip(1).step_by(2).map(|words| words.replace('\n', " ")));
        }
    }
    found
}

/// Cuts a line of code down to a command's words, with values in the place of their names. Brackets stand around what can be left
/// out, a stroke before what can be written instead, and dots after what can be repeated.
fn words_of(line: &str) -> Vec<String> {
    let line = line.split(['#', '>']).next().unwrap_or_default().replace("\\|", "|").replace(['[', ']'], " ");
    let mut words: Vec<String> = Vec::new();
    for (index, part) in line.split('"').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
            continue;
        }
        for word in part.split_whitespace().take_while(|word| *word != "|") {
            let first = word.split('|').next().unwrap_or_default();
            match first.strip_suffix('…') {
                Some("") => {}
                Some(repeated) => words.extend([repeated.to_owned(), repeated.to_owned()]),
                None => words.push(first.to_owned()),
            }
        }
    }
    let value = |word: String| {
        let known = VALUES.iter().find(|(name, _)| *name == word);
        known.map_or_else(|| word.clone(), |(_, value)| (*value).to_owned())
    };
    words.into_iter().map(value).collect()
}

/// Returns the commands that a program does not take, with its reason.
fn not_taken(program: &Command, text: &str) -> Vec<String> {
    let name = program.get_name();
    let lines = code(text).into_iter().filter(|line| line.split_whitespace().next() == Some(name));
    let taken = |line: &String| {
        let words = words_of(line);
        // a name without options may stand for a group of commands
        let named = words
            .iter()
            .skip(1)
            .try_fold(program.clone(), |command, word| command.find_subcommand(word).cloned());
        if named.is_some() {
            return None;
        }
        let why = program.clone().try_get_matches_from(&words).err()?;
        // what goes without saying is left out in running text
        let is_fault = !matches!(why.kind(), MissingRequiredArgument | DisplayHelp | DisplayVersion);
        is_fault.then(|| format!("{line}: {}", why.to_string().lines().next().unwrap_or_default()))
    };
    lines.filter_map(|line| taken(&line)).collect()
}

#[test]
fn every_command_in_a_document_is_one_that_its_program_takes() {
    let programs = [kiosk::cli::command(), sync_server::cli::command()];
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, text) in documents() {
        for program in &programs {
            count += code(&text).iter().filter(|line| line.starts_with(program.get_name())).count();
            wrong.extend(not_taken(program, &text).into_iter().map(|fault| format!("{name}: {fault}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 150, "{count} commands were found");
    let planted =
        "`kiosk sync`, `kiosk sing` and\n```\nkiosk sync --loudly  # aloud\nkiosk status \\\n  --json\n```\n";
    assert_eq!(not_taken(&programs[0], planted).len(), 2, "planted ones are found");
}

#[test]
fn every_setting_in_a_document_is_one_of_the_documented_file() {
    let is_known = |section: &str, key: &str| {
        let mut lines = kiosk::config::DOCUMENTED.lines().skip_while(|line| *line != format!("[{section}]"));
        let within = lines.by_ref().skip(1).take_while(|line| !line.starts_with('['));
        within.filter_map(|line| line.split_once('=')).any(|(name, _)| name.trim() == key)
    };
    let unknown = |text: &str| -> Vec<String> {
        let of = |line: &String| {
            let (section, rest) = line.strip_prefix('[')?.split_once("] ")?;
            let key = rest.split([' ', '=']).next()?;
            (!is_known(section, key)).then(|| line.clone())
        };
        code(text).iter().filter_map(of).collect()
    };
    for (name, text) in documents() {
        assert_eq!(unknown(&text), Vec::<String>::new(), "{name}");
    }
    assert_eq!(unknown("`[copy] dir`, `[copy] where = 1`"), ["[copy] where = 1"], "a planted one is found");
}

#[test]
fn both_guides_explain_every_fault_number() {
    for (name, text) in documents() {
        if name == "docs/kiosk.md" || name == "docs/ar/README.md" {
            let rows = |fault: StartFault| text.matches(&format!("\n| {} |", fault.number())).count();
            assert!(StartFault::ALL.into_iter().all(|fault| rows(fault) == 1), "{name}");
        }
    }
}

#[test]
fn every_link_between_documents_leads_somewhere() {
    let anchor = |heading: &str| -> String {
        let kept = heading.to_lowercase();
        kept.chars()
            .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect()
    };
    let mut broken = Vec::new();
    for (name, text) in documents() {
        let folder = root().join(&name).parent().unwrap().to_owned();
        let prose: String = text.split("```").step_by(2).collect();
        for link in prose.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if link.starts_with("http") {
                continue;
            }
            let (path, part) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { root().join(&name) } else { folder.join(path) };
            let found = if part.is_empty() {
                target.exists()
            } else {
                let text = std::fs::read_to_string(&target).unwrap_or_default();
                let mut headings = text.lines().filter_map(|line| line.strip_prefix('#'));
                headings.any(|line| anchor(line.trim_start_matches('#').trim()) == part)
            };
            if !found {
                broken.push(format!("{name}: {link}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
