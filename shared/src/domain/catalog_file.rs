//! A file of catalog entries as a whole: what each line alone does not show.

use std::collections::{BTreeMap, BTreeSet};

use super::{Catalog, CatalogEntry, CatalogKind, Code, Described, EVERYWHERE, LineFault};

/// What is wrong with a file whose lines can all be read: the line and the fault, or the field and what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InFile {
    /// The number of the line.
    pub number: u64,
    /// The field, and what is wrong with it.
    pub fault: LineFault,
}

/// Looks through entries with the numbers of their lines. Returns what they name and neither they nor the catalog have.
///
/// # Errors
/// [`InFile`] for an entry that stands on two lines.
pub fn check_catalog_file(entries: &[(u64, CatalogEntry)], catalog: &Catalog) -> Result<Vec<InFile>, InFile> {
    let mut lines: BTreeMap<(CatalogKind, String), u64> = BTreeMap::new();
    for (number, entry) in entries {
        let name = (entry.kind(), entry.code.as_str().to_lowercase());
        if let Some(earlier) = lines.insert(name, *number) {
            let reason = format!(
                "line {earlier} has the {} {} already: give one of the two a code of its own, or take it out",
                entry.kind(),
                entry.code
            );
            return Err(InFile { number: *number, fault: LineFault { field: "code".to_owned(), reason } });
        }
    }
    let here: BTreeSet<(CatalogKind, &Code)> =
        entries.iter().map(|(_, entry)| (entry.kind(), &entry.code)).collect();
    let is_there = |kind: &CatalogKind, code: &Code| {
        here.contains(&(kind.clone(), code)) || catalog.find(kind, code.as_str()).is_some()
    };
    let mut dangling = Vec::new();
    for (number, entry) in entries {
        for (field, kind, code) in named(entry) {
            if is_there(&kind, code) {
                continue;
            }
            let reason = format!(
                "there is no {kind} {code}, neither in the file nor in the catalog: correct the code, or import the {kind} too"
            );
            dangling.push(InFile { number: *number, fault: LineFault { field: field.to_owned(), reason } });
        }
    }
    Ok(dangling)
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
        Described::Hours(_) | Described::Department | Described::Reason | Described::Branch => Vec::new(),
        Described::Tool | Described::Association(_) | Described::Improvement { .. } => Vec::new(),
        Described::Group | Described::Outcome | Described::Other(_) => Vec::new(),
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
        ] {
            assert!(check(&[&line]).unwrap()[0].starts_with(told), "{line}");
        }
    }
}
