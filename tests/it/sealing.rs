//! What names a person is nowhere in clear: not in a database, a log, an exported document or a push.

use std::path::Path;

use jiff::ToSpan as _;
use serde_json::json;
use shared::domain::{CatalogEntry, CatalogKind, Code, Described, Text};
use shared::replica::KioskError;
use shared::sync::unpack;
use tests::branch::Branch;
use tests::network::Network;
use tests::office::HeadOffice;

/// Texts that may stand nowhere in clear; the last ones are parts that every form of a number has.
const CANARIES: [&str; 19] = [
    "كناري الاسم",
    "كناري الغرض",
    "كناري الإجابة",
    "كناري الملاحظة",
    "كناري التعليق",
    "كناري الموظف",
    "Canary Officer",
    "كناري المقترح",
    "كناري الصفة",
    "كناري المستند",
    "كناري التقرير",
    "كناري العنوان",
    "CNRY2929",
    "h1371-07",
    SIGNED,
    SIGNED_AS_DIGITS,
    "566778899",
    "7654321098",
    "599887766",
];

/// Bytes of a signature's strokes, which are small differences, and the same as hexadecimal digits.
const SIGNED: &str = "CanarySigned";
const SIGNED_AS_DIGITS: &str = "43616e6172795369676e6564";

/// A pad of 12 by 5 cm; a stroke of five places that begins in its middle and goes on as [`SIGNED`].
fn signature() -> String {
    format!("01e05d88270105e05d882700{SIGNED_AS_DIGITS}")
}

/// The group stands in clear (P-4): what the scan must find, or it finds nothing.
const IN_CLEAR: &str = "canary-group";

struct Scan {
    places: Vec<(String, Vec<u8>)>,
}

impl Scan {
    fn of(device: &Branch, office: &HeadOffice, network: &Network) -> Self {
        let mut places = Vec::new();
        for dir in [device.dir(), office.dir()] {
            places.extend(files_of(dir));
        }
        // wherever they are: in a file, what was erased is looked for as well
        places.extend(
            office.rows().everything().into_iter().map(|value| ("head office's rows".to_owned(), value)),
        );
        for (n, push) in network.pushes.iter().enumerate() {
            places.push((format!("push {n}"), unpack(push).unwrap()));
        }
        device
            .kiosk
            .export_documents::<KioskError>(|name, saved| {
                let document = automerge::Automerge::load(saved).unwrap();
                places.push((name.to_string(), document.save_nocompress()));
                Ok(())
            })
            .unwrap();
        Self { places }
    }

    fn find(&self, text: &str) -> Vec<&str> {
        let holds = |bytes: &[u8]| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        self.places.iter().filter(|(_, bytes)| holds(bytes)).map(|(place, _)| place.as_str()).collect()
    }
}

fn files_of(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(dir).unwrap().map(Result::unwrap);
    let files =
        entries.map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap()));
    files.filter(|(name, _)| name != "secret.key").collect()
}

fn staff() -> CatalogEntry {
    let code = Code::new("staff-03").unwrap();
    let [name_ar, name_en] = [5, 6].map(|index| Text::new(CANARIES[index]).unwrap());
    CatalogEntry {
        position: 1,
        ..CatalogEntry::new(Described::Staff { department: None, role: None }, code, name_ar, name_en)
    }
}

#[test]
fn names_numbers_and_free_text_are_nowhere_in_clear() {
    let mut office = HeadOffice::new(1);
    let mut device = Branch::enrolled("riyadh", &mut office, 1);
    let mut network = Network::default();
    let mut act = office.act();
    office.replica.publish(&mut act, &[staff()]).unwrap();
    device.record(&[
        json!({
            "type": "visit", "id": "0197a1b2-0000-7000-8000-000000000001", "at": "2026-05-12T08:10:00+03:00",
            "party": "beneficiary", "channel": "interview", "services": ["support"],
            "beneficiary": {"name": CANARIES[0], "national_id": "7654321098", "mobile": "0599887766", "group": IN_CLEAR, "birth": "h1371-07", "address": CANARIES[11]},
            "acting": {"capacity": CANARIES[8], "proof": CANARIES[9]}, "report": CANARIES[10],
            "place": {"national_address": "CNRY2929"}, "signature": signature(),
            "purpose": CANARIES[1], "answers": CANARIES[2], "note": CANARIES[3],
        }),
        json!({
            "type": "visit", "id": "0197a1b2-0000-7000-8000-000000000002", "at": "2026-05-12T08:10:00+03:00",
            "party": "other", "channel": "letter", "services": ["support"], "purpose": CANARIES[1],
        }),
        json!({
            "type": "rating", "id": "3f2b8c1e-0000-4000-8000-000000000001", "at": "2026-05-12T08:53:00+03:00",
            "service": "support", "channel": "interview", "score": "good", "comment": CANARIES[4],
        }),
        json!({
            "type": "suggestion", "id": "0197a1b2-0000-7000-8000-000000000003", "at": "2026-05-12T08:55:00+03:00",
            "channel": "interview", "text": CANARIES[7], "mobile": "0566778899",
        }),
    ]);
    let while_the_rating_waits = Scan::of(&device, &office, &network);
    device.clock.advance(1.day());
    network.sync(&mut device, &mut office).unwrap();
    let after = Scan::of(&device, &office, &network);
    for canary in CANARIES {
        assert_eq!(while_the_rating_waits.find(canary), Vec::<&str>::new(), "{canary}");
        assert_eq!(after.find(canary), Vec::<&str>::new(), "{canary}");
    }
    let token = device.kiosk.token().unwrap();
    assert_eq!(after.find(token), Vec::<&str>::new(), "the device's token");
    let exported = office.export();
    assert_eq!(exported["0197a1b2-0000-7000-8000-000000000001"]["beneficiary"]["name"], json!(CANARIES[0]));
    assert_eq!(exported["3f2b8c1e-0000-4000-8000-000000000001"]["comment"], json!(CANARIES[4]));
    assert_eq!(exported["0197a1b2-0000-7000-8000-000000000003"]["text"], json!(CANARIES[7]));
    assert_eq!(exported["0197a1b2-0000-7000-8000-000000000001"]["signature"], json!(signature()));
    let home_visit = &exported["0197a1b2-0000-7000-8000-000000000001"];
    assert_eq!(home_visit["place"]["national_address"], json!("CNRY2929"));
    assert_eq!(home_visit["beneficiary"]["birth"], json!("h1371-07"));
    let shown = device.kiosk.catalog().unwrap();
    assert_eq!(shown.find(&CatalogKind::Staff, "staff-03").unwrap().name_ar.as_str(), CANARIES[5]);

    let in_clear = after.find(IN_CLEAR);
    let in_its_file = (!office.replica.db().is_shared()).then_some("office.db");
    for kind in ["kiosk.db", "head office's rows", "push", "j/"].into_iter().chain(in_its_file) {
        assert!(in_clear.iter().any(|place| place.starts_with(kind)), "the scan sees clear text in {kind}");
    }
}

#[test]
fn a_value_that_leaked_into_a_database_would_be_found() {
    let mut office = HeadOffice::new(2);
    let device = Branch::enrolled("riyadh", &mut office, 2);
    device.kiosk.db().checkpoint().unwrap();
    let database = rusqlite::Connection::open(device.dir().join("kiosk.db")).unwrap();
    database.execute("INSERT INTO meta (name, value) VALUES ('leak', ?1)", [CANARIES[0].as_bytes()]).unwrap();
    let scan = Scan::of(&device, &office, &Network::default());
    assert!(scan.find(CANARIES[0]).iter().any(|place| place.starts_with("kiosk.db")));
}
