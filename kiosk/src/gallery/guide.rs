//! A made-up service guide: what an association could add to the catalog that it begins with. Lines in `guide.ndjson`.

use shared::domain::{Catalog, CatalogEntry, Code, Described, read_catalog_line};
use shared::replica::default_catalog;

const LINES: &str = include_str!("guide.ndjson");

/// Codes of the guide's services, and what the pictures' own services are called.
const OTHER_CODES: [(&str, &str); 3] =
    [("food_basket", "food"), ("social_research", "research"), ("enquiry", "inquiry")];

/// Returns the entries of the made-up guide: services, questions, notions, improvements, pages, hours.
pub fn sample_guide() -> Vec<CatalogEntry> {
    let entry =
        |line: &str| read_catalog_line(line.as_bytes()).expect("a test reads every line of the sample");
    LINES.lines().map(entry).collect()
}

/// Adds the guide to the catalog of the pictures: to its own services what the guide says of them, and all that is no
/// service.
pub(super) fn publish_guide(catalog: &mut Catalog) {
    for mut entry in default_catalog().into_iter().chain(sample_guide()) {
        match &mut entry.what {
            Described::Service { .. } | Described::Association(_) => describe(catalog, entry),
            Described::Branch { .. } | Described::Department => {}
            Described::Reason | Described::Staff { .. } => {}
            Described::Question { belongs_to, .. } | Described::Notion { belongs_to, .. } => {
                *belongs_to = belongs_to.as_ref().map(own_code);
                catalog.publish(entry);
            }
            _ => catalog.publish(entry),
        }
    }
}

/// Adds to an entry of the pictures what the guide's says of the same.
fn describe(catalog: &mut Catalog, entry: CatalogEntry) {
    let own = catalog.find(&entry.kind(), own_code(&entry.code).as_str()).cloned();
    if let Some(mut own) = own {
        let CatalogEntry { picture, simple_name, what, .. } = entry;
        own.what = match (own.what, what) {
            (
                Described::Service { department, .. },
                Described::Service { who, papers, asks, terms, article, .. },
            ) => Described::Service { department, who, papers, asks, terms, article },
            (_, what) => what,
        };
        catalog.publish(CatalogEntry { picture, simple_name, ..own });
    }
}

fn own_code(code: &Code) -> Code {
    let own = OTHER_CODES.iter().find(|(guides, _)| *guides == code.as_str()).map(|(_, own)| *own);
    own.map_or_else(|| code.clone(), |own| Code::new(own).expect("the sample's codes are short words"))
}

#[cfg(test)]
mod tests {
    use shared::domain::CatalogKind;

    use super::*;

    #[test]
    fn the_sample_has_a_guide_of_services_questions_notions_improvements_and_pages() {
        let all: Vec<CatalogEntry> = default_catalog().into_iter().chain(sample_guide()).collect();
        let count = |kind| all.iter().filter(|entry| entry.kind() == kind).count();
        let counts = [
            (CatalogKind::Service, 8),
            (CatalogKind::Question, 20),
            (CatalogKind::Notion, 8),
            (CatalogKind::Improvement, 5),
            (CatalogKind::ToolPage, 12),
            (CatalogKind::Hours, 1),
        ];
        for (kind, least) in counts {
            assert!(count(kind.clone()) >= least, "{kind:?}");
        }
        let pages_of = |tool: &CatalogEntry| {
            let of_tool = |entry: &&CatalogEntry| entry.belongs_to() == Some(&tool.code);
            all.iter().filter(|entry| entry.kind() == CatalogKind::ToolPage).filter(of_tool).count()
        };
        assert!(all.iter().filter(|e| e.kind() == CatalogKind::Tool).all(|tool| pages_of(tool) >= 2));
    }

    #[test]
    fn every_picture_that_the_defaults_and_the_sample_name_is_one_that_is_drawn() {
        let all: Vec<CatalogEntry> = default_catalog().into_iter().chain(sample_guide()).collect();
        let named: Vec<&Code> = all.iter().filter_map(|entry| entry.picture.as_ref()).collect();
        assert!(named.len() >= 9, "{named:?}");
        for code in named {
            assert!(crate::widgets::Picture::from_code(code.as_str()).is_some(), "{code}");
        }
    }
}
