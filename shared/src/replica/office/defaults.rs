//! The catalog that a new data directory begins with: the policy's tools (P-30), the departments it names, reasons of
//! a rating, and a few services to begin with. All of it is the association's to change.

use super::OfficeError;
use crate::domain::{BranchId, CatalogEntry, CatalogKind, Code, Text};

/// Kind, code, Arabic name, English name.
type Row = (CatalogKind, &'static str, &'static str, &'static str);

const ROWS: &[Row] = &[
    (
        CatalogKind::Association,
        "association",
        "الجمعية التعاونية متعددة الأغراض",
        "The multi-purpose cooperative society",
    ),
    (CatalogKind::Service, "support", "طلب دعم", "Request for support"),
    (CatalogKind::Service, "enquiry", "استفسار", "Enquiry"),
    (CatalogKind::Service, "update_data", "تحديث البيانات", "Updating your data"),
    (CatalogKind::Service, "social_research", "البحث الاجتماعي", "Social research"),
    (CatalogKind::Service, "volunteering", "التطوع", "Volunteering"),
    (CatalogKind::Service, "complaint", "شكوى أو اعتراض", "Complaint or objection"),
    (CatalogKind::Department, "relations", "علاقات المستفيدين", "Beneficiary relations"),
    (CatalogKind::Department, "social_research", "البحث الاجتماعي", "Social research"),
    (CatalogKind::Department, "committee", "لجنة البحث", "Research committee"),
    (CatalogKind::Reason, "waiting_time", "وقت الانتظار", "Waiting time"),
    (CatalogKind::Reason, "courtesy", "اللباقة والاحترام", "Courtesy and respect"),
    (CatalogKind::Reason, "answers", "الإجابة عن الاستفسارات", "Answers to questions"),
    (CatalogKind::Reason, "clarity", "وضوح الإجراءات", "Clear procedures"),
    (CatalogKind::Reason, "papers", "المستندات المطلوبة", "Papers asked for"),
    (CatalogKind::Reason, "speed", "سرعة الإنجاز", "Speed of completion"),
    (CatalogKind::Reason, "privacy", "الخصوصية", "Privacy"),
    (CatalogKind::Reason, "access", "سهولة الوصول إلى الخدمة", "Easy access to the service"),
    (CatalogKind::Tool, "bylaw", "اللائحة الأساسية للجمعية", "The association's basic bylaw"),
    (CatalogKind::Tool, "research_guide", "دليل خدمات البحث الاجتماعي", "Guide to social-research services"),
    (CatalogKind::Tool, "support_guide", "دليل سياسة الدعم للمستفيدين", "Guide to the support policy"),
    (CatalogKind::Tool, "support_request", "طلب دعم مستفيد", "Support request"),
    (CatalogKind::Tool, "charity_policies", "سياسات العمل الخيري", "Charitable-work policies"),
    (
        CatalogKind::Tool,
        "regulations",
        "التعليمات والأنظمة من الجهات الرسمية",
        "Instructions and regulations of the authorities",
    ),
];

/// Returns the entries of a new catalog.
pub(super) fn entries() -> Vec<CatalogEntry> {
    let rows = ROWS.iter().zip(1_i64..);
    rows.map(|((kind, code, ar, en), position)| entry(kind, code, ar, en, position)).collect()
}

/// Returns the entry of a branch.
pub(super) fn branch(id: &BranchId, name_ar: &str, name_en: &str) -> Result<CatalogEntry, OfficeError> {
    let fault =
        |e: crate::domain::InvalidText| OfficeError::Entry { code: id.to_string(), reason: e.to_string() };
    Ok(CatalogEntry {
        name_ar: Text::new(name_ar).map_err(fault)?,
        name_en: Text::new(name_en).map_err(fault)?,
        ..entry(&CatalogKind::Branch, id.as_str(), "", "", 0)
    })
}

fn entry(kind: &CatalogKind, code: &str, ar: &str, en: &str, position: i64) -> CatalogEntry {
    let text = |t: &str| Text::new(t).expect("the default names are short");
    let code = Code::new(code).expect("the default codes are words");
    CatalogEntry { position, ..CatalogEntry::new(kind.clone(), code, text(ar), text(en)) }
}
