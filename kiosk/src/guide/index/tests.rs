//! What a search finds, in which order, and what it keeps from visitors.

use shared::domain::read_catalog_line;

use super::*;

/// Kind, code, Arabic name, Arabic body.
const ENTRIES: [(&str, &str, &str, &str); 8] = [
    ("service", "support", "طلب دعم مستفيد", "يُدرس الطلب في لجنة البحث"),
    ("service", "food", "السلّة الغذائية", "تُوزَّع على المستفيدين"),
    ("question", "papers", "ما المستندات المطلوبة؟", "الهوية، ورقم ١٢٣، والهيئة"),
    ("question", "ahmad", "هل يحضر أحمد؟", "نعم"),
    ("notion", "affects", "التقييم يؤثر في طلبي", "لا يؤثر"),
    ("improvement", "seats", "زيدت المقاعد", "بعد مقترحاتكم على الدعم"),
    ("tool", "bylaw", "اللائحة الأساسية", ""),
    ("tool_page", "bylaw-1", "المادة الأولى", "اسم الجمعية"),
];

fn catalog() -> Catalog {
    let mut catalog = Catalog::default();
    for (position, (kind, code, name, body)) in ENTRIES.iter().enumerate() {
        let own = match *kind {
            "tool" => String::new(),
            "notion" => format!(r#","body_ar":"{body}","verdict":false"#),
            "tool_page" => format!(r#","body_ar":"{body}","belongs_to":"bylaw""#),
            _ => format!(r#","body_ar":"{body}""#),
        };
        let line = format!(
            r#"{{"kind":"{kind}","code":"{code}","name_ar":"{name}","name_en":"{code} name","position":{position}{own}}}"#
        );
        catalog.publish(read_catalog_line(line.as_bytes()).unwrap());
    }
    catalog
}

fn found(query: &str, reader: Reader) -> Vec<String> {
    GuideIndex::new(&catalog()).search(query, reader).iter().map(|hit| hit.code.to_string()).collect()
}

#[test]
fn every_spelling_of_a_word_finds_it() {
    for (expected, queries) in [
        ("ahmad", &["احمد", "أحمد", "إحمد", "أَحْمَد", "احـمـد"][..]),
        ("papers", &["الهيئه", "الهيئة", "هيئة", "123", "١٢٣", "۱۲۳", "المستندات", "مستند"]),
        ("food", &["السله", "سلة", "سلّة غذا", "FOOD", "غذائية السلة"]),
    ] {
        for query in queries {
            assert_eq!(found(query, Reader::Visitor).first().map(String::as_str), Some(expected), "{query}");
        }
    }
}

#[test]
fn a_name_comes_before_a_long_text_and_every_word_must_be_there() {
    assert_eq!(found("دعم", Reader::Visitor), ["support", "seats"]);
    assert_eq!(found("دعم مقترح", Reader::Visitor), ["seats"]);
    assert_eq!(found("طلب", Reader::Visitor), ["support", "affects"]);
    assert_eq!(found("دعم سكن", Reader::Visitor), Vec::<String>::new());
}

#[test]
fn a_name_that_begins_as_asked_comes_first() {
    assert_eq!(found("طلب", Reader::Staff)[0], "support");
    assert_eq!(found("التقييم", Reader::Visitor)[0], "affects");
}

#[test]
fn a_query_without_words_finds_nothing() {
    for query in ["", "  ", "؟!", "\u{200f}"] {
        assert!(found(query, Reader::Staff).is_empty(), "{query:?}");
    }
}

#[test]
fn the_tools_are_found_by_staff_alone() {
    assert_eq!(found("اللائحة", Reader::Visitor), Vec::<String>::new());
    assert_eq!(found("اللائحة", Reader::Staff), ["bylaw"]);
    assert_eq!(found("اسم الجمعية", Reader::Staff), ["bylaw-1"]);
}

#[test]
fn what_is_no_longer_offered_is_not_found() {
    let mut catalog = catalog();
    let mut gone = catalog.find(&CatalogKind::Service, "food").unwrap().clone();
    gone.active = false;
    catalog.publish(gone);
    assert!(GuideIndex::new(&catalog).search("السلة", Reader::Staff).is_empty());
}

#[test]
fn the_index_agrees_with_a_plain_scan_of_every_entry() {
    let catalog = catalog();
    let index = GuideIndex::new(&catalog);
    let entries: Vec<&CatalogEntry> = kinds().iter().flat_map(|kind| catalog.offered(kind)).collect();
    let words: Vec<String> = entries.iter().flat_map(|e| weighed_words(e)).map(|(word, _)| word).collect();
    let beginnings = words.iter().flat_map(|word| word.char_indices().skip(1).map(|(at, _)| &word[..at]));
    for query in beginnings.chain(words.iter().map(String::as_str)) {
        let mut scanned: Vec<&str> = entries
            .iter()
            .filter(|entry| weighed_words(entry).iter().any(|(word, _)| begins_like(word, query)))
            .map(|entry| entry.code.as_str())
            .collect();
        let hits = index.search(query, Reader::Staff);
        let mut found: Vec<&str> = hits.iter().map(|hit| hit.code.as_str()).collect();
        scanned.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, scanned, "{query}");
    }
}
