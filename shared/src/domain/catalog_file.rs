//! A file of catalog entries as a whole: what each line alone does not show.

use std::collections::BTreeMap;

use super::{Catalog, CatalogEntry, CatalogKind, Code, Described, EVERYWHERE, LineFault};
use crate::locale::fold_signs;

/// What is wrong with a file whose lines can all be read: the line and the fault, or the field and what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InFile {
    /// The number of the line.
    pub number: u64,
    /// The field, and what is wrong with it.
    pub fault: LineFault,
}

/// Looks through entries with the numbers of their lines. Returns what they name and neither they nor the catalog have, and what reads
/// like something else.
///
/// # Errors
/// [`InFile`] for an entry that stands on two lines.
pub fn check_catalog_file(entries: &[(u64, CatalogEntry)], catalog: &Catalog) -> Result<Vec<InFile>, InFile> {
    let mut lines: BTreeMap<(CatalogKind, String), u64> = BTreeMap::new();
    for (number, entry) in entries {
        let name = (entry.kind(), fold_signs(entry.code.as_str()).to_lowercase());
        if let Some(earlier) = lines.insert(name, *number) {
            let reason = format!(
                "line {earlier} has the {} {} already: give one of the two a code of its own, or take it out",
                entry.kind(),
                entry.code
            );
            return Err(in_file(*number, "code", reason));
        }
    }
    let mut after = catalog.clone();
    entries.iter().for_each(|(_, entry)| after.publish(entry.clone()));
    let mut told = Vec::new();
    for (number, entry) in entries {
        told.extend(alike(entry, &after).map(|reason| in_file(*number, "code", reason)));
        for (field, kind, code) in named(entry) {
            if after.find(&kind, code.as_str()).is_some() {
                continue;
            }
            let meant = Some(after.listed(&kind, code)).filter(|meant| meant != code);
            let next = meant.map_or_else(
                || format!("correct the code, or import the {kind} too"),
                |meant| format!("the catalog has it as {meant}"),
            );
            let reason = format!("there is no {kind} {code}, neither in the file nor in the catalog: {next}");
            told.push(in_file(*number, field, reason));
        }
    }
    Ok(told)
}

fn in_file(number: u64, field: &str, reason: String) -> InFile {
    InFile { number, fault: LineFault { field: field.to_owned(), reason } }
}

/// Says which other entry an entry can be taken for: one whose code reads the same, or another association.
fn alike(entry: &CatalogEntry, catalog: &Catalog) -> Option<String> {
    let kind = entry.kind();
    let listed = entry.code.listed();
    let others = || catalog.all(&kind).filter(|other| other.code != entry.code);
    if let Some(other) = others().find(|other| other.code.listed() == listed) {
        return Some(format!(
            "there is the {kind} {} too, whose code reads the same: if it is meant, write its code; it is counted apart otherwise",
            other.code
        ));
    }
    let other =
        others().find(|other| other.active).filter(|_| kind == CatalogKind::Association && entry.active)?;
    Some(format!(
        "there is the association {} too, and kiosks show one: write its code, or take it off the screens (active: false)",
        other.code
    ))
}

/// The entries that an entry names, each with its field.
fn named(entry: &CatalogEntry) -> Vec<(&'static str, CatalogKind, &Code)> {
    let owner = |kind| entry.belongs_to().map(|code| ("belongs_to", kind, code)).into_iter().collect();
    match &entry.what {
        Described::Service { department, .. } | Described::Staff { department, .. } => {
            department.iter().map(|code| ("department", CatalogKind::Department, code)).collect()
        }
        Described::Question { .. } | Described::Notion { .. } => owner(CatalogKind::Service),
        Described::ToolPage { .. } => owner(CatalogKind::Tool),
        Described::Hours(_) if entry.code.as_str() != EVERYWHERE => {
            vec![("code", CatalogKind::Branch, &entry.code)]
        }
        Described::Hours(_) | Described::Department | Described::Reason | Described::Branch { .. } => {
            Vec::new()
        }
        Described::Tool | Described::Association(_) | Described::Improvement { .. } => Vec::new(),
        Described::Group | Described::Outcome | Described::Paper { .. } | Described::Other(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::read_catalog_line;

    fn check(lines: &[&str]) -> Result<Vec<String>, String> {
        let told = |found: InFile| format!("{} {}: {}", found.number, found.fault.field, found.fault.reason);
        let read = |line: &&str| read_catalog_line(line.as_bytes()).unwrap();
        let entries: Vec<_> = (10..).step_by(2).zip(lines.iter().map(read)).collect();
        let mut catalog = Catalog::default();
        catalog.publish(read_catalog_line(service("support", "").as_bytes()).unwrap());
        check_catalog_file(&entries, &catalog).map(|all| all.into_iter().map(told).collect()).map_err(told)
    }

    fn service(code: &str, more: &str) -> String {
        format!(r#"{{"kind":"service","code":"{code}","name_ar":"أ","name_en":"A"{more}}}"#)
    }

    #[test]
    fn an_entry_on_two_lines_is_refused_with_both_numbers() {
        let (one, other) = (service("a", ""), service("b", ""));
        let fault = check(&[&one, &other, &one]).unwrap_err();
        assert!(fault.starts_with("14 code: line 10 has the service a already"), "{fault}");
        assert!(check(&[&one, &service("A", "")]).is_err());
        let reason = one.replace("service", "reason");
        assert_eq!(check(&[&one, &other, &reason]), Ok(Vec::new()));
        let groups = ["low-income", "Low_Income"]
            .map(|code| one.replace("service", "group").replace(":\"a\"", &format!(":\"{code}\"")));
        assert!(check(&[&groups[0], &groups[1]]).is_err());
    }

    #[test]
    fn an_entry_whose_code_reads_like_anothers_is_told() {
        for code in ["Support", "sup-port ", "SUPPORT"] {
            let told = check(&[&service(code.trim(), "")]).unwrap();
            let expected = usize::from(code != "sup-port ");
            assert_eq!(told.len(), expected, "{code}: {told:?}");
        }
        let told = check(&[&service("a-b", ""), &service("a_b", "")]).unwrap();
        assert!(told[0].starts_with("10 code: there is the service a_b too"), "{told:?}");
        assert!(told[1].starts_with("12 code: there is the service a-b too"), "{told:?}");
        for twin in ["ｘ1", "x١", "X1"] {
            assert!(check(&[&service("x1", ""), &service(twin, "")]).is_err(), "{twin}");
        }
    }

    #[test]
    fn a_second_association_is_told() {
        let association = |code: &str, more: &str| service(code, more).replace("service", "association");
        let told = check(&[&association("x", ""), &association("y", "")]).unwrap();
        assert!(told[0].starts_with("10 code: there is the association y too"), "{told:?}");
        assert_eq!(check(&[&association("x", ""), &association("y", r#","active":false"#)]), Ok(Vec::new()));
    }

    #[test]
    fn what_an_entry_names_and_nobody_has_is_told() {
        let question = |of: &str| {
            service("q", &format!(r#","body_en":"B","belongs_to":"{of}""#)).replace("service", "question")
        };
        let hours = |of: &str| service(of, r#","hours":["sunday 08:00-12:00"]"#).replace("service", "hours");
        assert_eq!(check(&[&question("support")]), Ok(Vec::new()));
        assert_eq!(check(&[&question("new"), &service("new", "")]), Ok(Vec::new()));
        assert_eq!(check(&[&hours(EVERYWHERE)]), Ok(Vec::new()));
        for (line, told) in [
            (question("gone"), "10 belongs_to: there is no service gone"),
            (service("s", r#","department":"gone""#), "10 department: there is no department gone"),
            (hours("gone"), "10 code: there is no branch gone"),
            (
                question("Support"),
                "10 belongs_to: there is no service Support, neither in the file nor in the catalog: the catalog has it as support",
            ),
        ] {
            assert!(check(&[&line]).unwrap()[0].starts_with(told), "{line}");
        }
    }
}
