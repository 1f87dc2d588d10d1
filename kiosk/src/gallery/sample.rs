//! Made-up data for pictures and tests: an association, a branch, services, visits. No real person, no real number.

use jiff::Zoned;
use jiff::civil::date;
use shared::domain::{
    Catalog, Channel, Described, DeviceDigit, DeviceId, DeviceMode, FactId, FileId, Moment, Party, Person,
    SignedReceipt, WaitingNumber,
};
use shared::locale::dates::riyadh;

use super::guide::publish_guide;
use crate::guide::GuideIndex;
use crate::link::{
    DeviceStatus, Event, OwnReceipt, Pulled, Receipt, RecordState, Setting, SyncState, Ticket, TodayVisit,
};
use crate::sample::{code, publish, sample_society, worded};

pub use crate::sample::{SAMPLE_TEXTS, sample_visit};

pub(super) const SAMPLE_COMMENT: &str = "شكرًا لكم على حسن الاستقبال، ونرجو تقليل وقت الانتظار.";

pub(super) const SAMPLE_SUGGESTION: &str = "نقترح مقاعد أكثر في صالة الانتظار، وموعدًا يُحجز مسبقًا لكبار السن.";

/// What is searched for in the guide, in Arabic and in English.
pub(super) const SAMPLE_QUERIES: [&str; 2] = ["مستند", "document"];

/// Code, Arabic name, English name, in the order in which they are offered.
const SERVICES: [(&str, &str, &str); 9] = [
    ("support", "طلب دعم", "Request for support"),
    ("research", "البحث الاجتماعي", "Social research"),
    ("housing", "دعم السكن", "Housing support"),
    ("food", "السلة الغذائية", "Food basket"),
    ("training", "التدريب والتأهيل", "Training"),
    ("health", "الرعاية الصحية", "Health care"),
    ("volunteering", "التطوع", "Volunteering"),
    ("inquiry", "استفسار", "Enquiry"),
    ("complaint", "شكوى أو اعتراض", "Complaint or objection"),
];

const DEPARTMENTS: [(&str, &str, &str); 2] = [
    ("relations", "علاقات المستفيدين", "Beneficiary relations"),
    ("social_research", "البحث الاجتماعي", "Social research"),
];

const REASONS: [(&str, &str, &str); 8] = [
    ("waiting_time", "وقت الانتظار", "Waiting time"),
    ("courtesy", "اللباقة والاحترام", "Courtesy and respect"),
    ("answers", "الإجابة عن الاستفسارات", "Answers to questions"),
    ("clarity", "وضوح الإجراءات", "Clear procedures"),
    ("papers", "المستندات المطلوبة", "Documents requested"),
    ("speed", "سرعة الإنجاز", "Speed of completion"),
    ("privacy", "الخصوصية", "Privacy"),
    ("access", "سهولة الوصول إلى الخدمة", "Easy access to the service"),
];

/// The moment at which every picture is taken: Sunday 22 November 2026, 10:30 in Riyadh.
pub(super) fn sample_now() -> Zoned {
    date(2026, 11, 22).at(10, 30, 0, 0).to_zoned(riyadh()).expect("a date of this century is in range")
}

/// Returns a catalog as head office would publish it.
pub fn sample_catalog() -> Catalog {
    let mut catalog = sample_society();
    publish(&mut catalog, &Described::Department, &DEPARTMENTS);
    let department = Some(code("relations"));
    let (who, papers, asks, terms, article) = Default::default();
    let service = Described::Service { department, who, papers, asks, terms, article };
    publish(&mut catalog, &service, &SERVICES);
    publish(&mut catalog, &Described::Reason, &REASONS);
    publish_guide(&mut catalog);
    catalog
}

/// Returns an enrolled device's setting.
pub fn sample_setting() -> Setting {
    let catalog = sample_catalog();
    Setting {
        device: DeviceId::from_random([3; 16]),
        mode: DeviceMode::Branch,
        branch: "riyadh".to_owned(),
        guide: GuideIndex::new(&catalog),
        catalog,
        representatives: Vec::new(),
        trial_pin: None,
        follows: false,
        locked: None,
    }
}

/// Returns what the worker tells of a receipt that is shown.
pub fn sample_shown_receipt(known: bool) -> Event {
    let (reference, visit) = ("K7QF2-M9XAB".to_owned(), FactId::from_random([9; 16]));
    let visit = known.then(|| {
        let services = vec![code("support"), code("training")];
        let date = date(2026, 11, 15);
        Box::new(OwnReceipt { visit, reference: reference.clone(), date, services, file: None })
    });
    Event::ReceiptShown { reference, visit }
}

/// Returns the receipt of a visit.
pub fn sample_receipt(visit: FactId) -> Receipt {
    let date = sample_now().date();
    let signed = SignedReceipt::new(DeviceId::from_random([3; 16]), visit, date, |body| {
        std::array::from_fn(|n| body[n % body.len()].wrapping_mul(7).wrapping_add(n as u8))
    });
    let number = WaitingNumber::new(DeviceDigit::FIRST, 7);
    let ticket = Some(Ticket { number, before: Some(3) });
    let (reference, payload) = ("K7QF2-M9XAB".to_owned(), signed.to_text());
    Receipt {
        visit,
        reference,
        payload,
        at: Moment::from_zoned(&sample_now()),
        services: vec![code("support")],
        ticket,
    }
}

/// Returns a day's visits: each state and each mark at least once.
pub fn sample_today() -> Vec<TodayVisit> {
    let visit = sample_visit();
    let first = TodayVisit {
        id: visit.id,
        reference: "K7QF2-M9XAB".to_owned(),
        at: visit.at,
        party: visit.party,
        channel: visit.channel,
        services: visit.services,
        person: visit.beneficiary,
        file: Some(FileId::from_random([6; 16])),
        state: RecordState::SavedHere,
        late: false,
        corrected: false,
        corrects: false,
    };
    let mobile = Person { mobile: Some(worded("0556880045")), ..Person::default() };
    let second = TodayVisit {
        id: FactId::from_random([2; 16]),
        reference: "P3WD8-T6NCE".to_owned(),
        at: moment("2026-11-21T13:20:00+03:00"),
        channel: Channel::PhoneCall,
        services: vec![code("inquiry")],
        person: Some(mobile),
        file: Some(FileId::from_random([7; 16])),
        state: RecordState::Received,
        late: true,
        ..first.clone()
    };
    let third = TodayVisit {
        id: FactId::from_random([4; 16]),
        reference: "R9BZ4-Q2VHY".to_owned(),
        at: moment("2026-11-22T08:40:00+03:00"),
        party: Party::Volunteer,
        services: vec![code("volunteering")],
        person: None,
        file: None,
        state: RecordState::Received,
        corrected: true,
        ..first.clone()
    };
    let fourth = TodayVisit {
        id: FactId::from_random([5; 16]),
        reference: "D5MK7-X8FTA".to_owned(),
        at: moment("2026-11-22T08:15:00+03:00"),
        channel: Channel::BranchRepresentative,
        state: RecordState::Held("other_branch".to_owned()),
        corrects: true,
        ..first.clone()
    };
    vec![first, third, fourth, second]
}

/// Returns whoever registered on a closed day and is to be contacted.
pub fn sample_to_contact() -> Vec<TodayVisit> {
    let mobile = Person { mobile: Some(worded("0500000083")), ..Person::default() };
    let [first, ..] = <[TodayVisit; 4]>::try_from(sample_today()).expect("the sample has four visits");
    vec![TodayVisit {
        id: FactId::from_random([12; 16]),
        reference: "W4HS9-B7JXE".to_owned(),
        at: moment("2026-11-20T18:05:00+03:00"),
        services: vec![code("inquiry")],
        person: Some(mobile),
        file: Some(FileId::from_random([8; 16])),
        state: RecordState::Received,
        ..first
    }]
}

/// What the worker tells while a long pull goes on.
pub fn sample_pulling() -> Event {
    Event::Sync(SyncState::Running(Some(Pulled { taken: 12_500, all: 70_000 })))
}

/// Returns a device's status.
pub fn sample_status() -> DeviceStatus {
    DeviceStatus {
        saved: 1_250,
        received: 1_238,
        waiting: 12,
        waiting_hour: 3,
        quarantined: vec!["other_branch".to_owned()],
        set_aside: vec!["damaged".to_owned(), "full".to_owned()],
        last_exchange: moment("2026-11-22T09:50:00+03:00").timestamp().into(),
        server: "https://sila.example.org".to_owned(),
        device: DeviceId::from_random([3; 16]),
        branch: "riyadh".to_owned(),
        people_wait: true,
    }
}

fn moment(words: &str) -> Moment {
    Moment::parse(words).expect("the sample's moments are written in full")
}
