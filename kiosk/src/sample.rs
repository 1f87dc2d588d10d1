//! A made-up society and a visit, for a trial on sample data and for pictures. No real person, no real number.

use shared::domain::{
    Branding, Catalog, CatalogEntry, Channel, Code, Described, FactId, Moment, Origin, Party, Person,
    Telephone, Text, Visit,
};

/// A name, a purpose, an answer.
pub const SAMPLE_TEXTS: [&str; 3] =
    ["محمد بن عبد الله", "استفسار عن طلب الدعم", "أُوضحت له المستندات المطلوبة"];

/// Code, Arabic name, English name.
type Named = (&'static str, &'static str, &'static str);

const ASSOCIATION: [Named; 1] =
    [("association", "الجمعية التعاونية متعددة الأغراض", "Multi-purpose Cooperative Society")];

const BRANCHES: [Named; 1] = [("riyadh", "فرع الرياض", "Riyadh branch")];

const STAFF: [Named; 2] =
    [("staff-01", "سارة العتيبي", "Sara Alotaibi"), ("staff-03", "خالد الحربي", "Khalid Alharbi")];

/// Returns a catalog of an association, a branch and its staff.
pub fn sample_society() -> Catalog {
    let mut catalog = Catalog::default();
    publish(&mut catalog, &Described::Association(Branding::default()), &ASSOCIATION);
    let phone = Some(Telephone::parse("920000000").expect("the sample's number can be dialled"));
    publish(&mut catalog, &Described::Branch { phone }, &BRANCHES);
    publish(&mut catalog, &Described::Staff { department: Some(code("relations")), role: None }, &STAFF);
    catalog
}

/// Returns a visit with its texts opened.
pub fn sample_visit() -> Visit {
    let person = Person {
        name: Some(worded(SAMPLE_TEXTS[0])),
        national_id: Some(worded("1000000008")),
        ..Person::default()
    };
    let id = FactId::from_random([1; 16]);
    let at = Moment::parse("2026-11-22T10:05:00+03:00").expect("the sample's moment is written in full");
    Visit {
        services: vec![code("support"), code("training")],
        department: Some(code("relations")),
        beneficiary: Some(person),
        purpose: Some(worded(SAMPLE_TEXTS[1])),
        ..Visit::begun(id, at, Party::Beneficiary, Channel::Interview, Origin::SelfService)
    }
}

/// Publishes entries in their order.
pub fn publish(catalog: &mut Catalog, what: &Described, entries: &[Named]) {
    for (position, (entry_code, name_ar, name_en)) in (0..).zip(entries) {
        let entry = CatalogEntry::new(what.clone(), code(entry_code), worded(name_ar), worded(name_en));
        catalog.publish(CatalogEntry { position, ..entry });
    }
}

/// Makes a text of the sample.
pub fn worded(words: &str) -> Text {
    Text::new(words).expect("the sample's texts are short")
}

/// Makes a code of the sample.
pub fn code(words: &str) -> Code {
    Code::new(words).expect("the sample's codes are short words")
}
