//! A device whose reading is locked, as after a power cut with nobody there: it records, exchanges and receives, and opens
//! nothing; when reading is opened, everything is there.

use std::path::Path;
use std::process::Command;

use jiff::ToSpan as _;
use rusqlite::Connection;
use serde_json::{Value, json};
use shared::doc::KeyOwner;
use shared::domain::{
    DeviceDigit, DeviceMode, DraftId, FactId, FileId, PlannedFor, PlannedVisit, ProfileField, Record,
    UnixMillis,
};
use shared::replica::{Act, Kiosk, KioskError, NewDraft, Office, RecordOutcome};
use tests::branch::{Branch, parse};
use tests::builders::Register;
use tests::model::{Model, assert_same};
use tests::network::Network;
use tests::office::HeadOffice;
use tests::seed::dice;
use tests::thief::Thief;

use crate::people::{found, opened, text, values};
use crate::shared_people::{signed, take, told};

struct Stage {
    office: HeadOffice,
    device: Branch,
    network: Network,
    model: Model,
}

impl Stage {
    fn new(seed: u64) -> Self {
        let mut office = HeadOffice::new(seed);
        let device = Branch::enrolled("riyadh", &mut office, seed);
        Self { office, device, network: Network::default(), model: Model::default() }
    }

    fn record(&mut self, line: &Value) {
        self.device.record(std::slice::from_ref(line));
        self.model.recorded("riyadh", line);
    }

    fn sync(&mut self) {
        self.network.sync(&mut self.device, &mut self.office).unwrap();
    }

    fn count(&self, sql: &str) -> i64 {
        let database = Connection::open(self.device.dir().join("kiosk.db")).unwrap();
        database.query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

/// A name without digits.
fn name(n: u32) -> String {
    let letter = |digit: char| "ابتثجحخدذر".chars().nth(digit as usize - '0' as usize).unwrap();
    format!("نورة {}", n.to_string().chars().map(letter).collect::<String>())
}

/// A national id that looks like one.
fn national_id(n: u32) -> String {
    let digits = format!("10000{n:04}");
    let weighed =
        digits.bytes().map(|digit| u32::from(digit - b'0')).enumerate().map(|(at, digit)| match at % 2 {
            0 => digit * 2 / 10 + digit * 2 % 10,
            _ => digit,
        });
    format!("{digits}{}", (10 - weighed.sum::<u32>() % 10) % 10)
}

fn person(n: u32) -> Value {
    json!({"name": name(n), "national_id": national_id(n), "mobile": format!("055688{n:04}")})
}

fn visit(n: u32, person: &Value) -> Value {
    json!({
        "type": "visit", "id": format!("00000000-0000-4000-8000-0000{n:08}"), "at": "2026-05-12T08:10:00+03:00",
        "party": "beneficiary", "channel": "interview", "services": ["support"], "beneficiary": person,
        "purpose": format!("غرض {n}"),
    })
}

fn rating(n: u32) -> Value {
    json!({
        "type": "rating", "id": format!("3f2b8c1e-0000-4000-8000-0000{n:08}"), "at": "2026-05-12T08:00:00+03:00",
        "service": "support", "channel": "interview", "score": "good", "comment": format!("تعليق {n}"),
    })
}

fn suggestion(n: u32) -> Value {
    json!({
        "type": "suggestion", "id": format!("0197a1b2-0000-7000-8000-0000{n:08}"), "at": "2026-05-12T08:55:00+03:00",
        "channel": "interview", "text": format!("مقترح {n}"), "mobile": "0566778899",
    })
}

fn of_nobody(n: u32) -> Value {
    json!({
        "type": "visit", "id": format!("00000000-0000-4000-8000-0001{n:08}"), "at": "2026-05-12T08:10:00+03:00",
        "party": "other", "channel": "letter", "services": ["support"], "purpose": format!("خطاب {n}"),
    })
}

/// Everything that would have to open something says one and the same.
fn assert_reads_nothing(device: &mut Branch) {
    let reading = device.clock.reading();
    let id = FactId::parse("00000000-0000-4000-8000-000000000001").unwrap();
    let asked = [
        device.kiosk.people().map(drop),
        device.kiosk.today(&reading).map(drop),
        device.kiosk.visit(id).map(drop),
        device.kiosk.planned(reading.wall.date()).map(drop),
        device.kiosk.drafts(None).map(drop),
        device.kiosk.export::<KioskError>(|_| Ok(())),
    ];
    for (n, answer) in asked.into_iter().enumerate() {
        assert!(matches!(answer, Err(KioskError::ReadLocked)), "{n}: {answer:?}");
    }
}

#[test]
fn a_device_whose_reading_is_locked_records_and_exchanges_and_finds_everybody_once_it_is_open() {
    let mut stage = Stage::new(1);
    let mut colleague = Branch::enrolled_as("riyadh", &DeviceMode::Field, &mut stage.office, 2);
    stage.record(&visit(1, &person(1)));
    stage.sync();
    stage.device.start();
    let before = stage.count("SELECT count(*) FROM key_session");

    for n in 2..=21 {
        stage.record(&visit(n, &person(n % 20)));
    }
    for line in [of_nobody(1), of_nobody(2), suggestion(1), suggestion(2), rating(1), rating(2)] {
        stage.record(&line);
    }
    // the same again is the same; what stands for another is refused
    stage.device.record(&[visit(2, &person(2)), suggestion(1), rating(1)]);
    let other = json!({"type": "visit", "id": "00000000-0000-4000-8000-000000000002", "at": "2026-05-12T09:00:00+03:00",
        "party": "other", "channel": "letter", "services": ["support"]});
    let refused = stage.device.try_record(&[other]).unwrap();
    assert!(matches!(refused[..], [RecordOutcome::Refused { field: "id", .. }]), "{refused:?}");
    let draft = NewDraft { id: DraftId::from_random([7; 16]), owner: None, kind: "visit", content: b"{}" };
    let (mut act, reading) = (stage.device.act(), stage.device.clock.reading());
    stage.device.kiosk.keep_draft(&mut act, &draft).unwrap();
    let Record::Visit(waits) = parse(&visit(30, &person(30))) else { panic!("a visit") };
    let mut with_number = visit(30, &person(30));
    with_number["ticket"] = json!("101");
    with_number["ticket_at"] = with_number["at"].clone();
    stage.model.recorded("riyadh", &with_number);
    stage.device.kiosk.record_waiting(&mut act, *waits, DeviceDigit::FIRST).unwrap();
    assert_eq!(
        stage.device.kiosk.waiting(&reading).unwrap().len(),
        1,
        "the queue needs nothing that is sealed"
    );
    assert_eq!(stage.count("SELECT count(*) FROM key_session") - before, 1, "one session for all of them");

    // meanwhile a colleague records somebody, and plans a visit to them
    colleague.record(&[visit(40, &person(40))]);
    let date = colleague.clock.reading().wall.date();
    let reason = Some(text("متابعة"));
    let plan =
        PlannedVisit { id: FactId::from_random([8; 16]), date, representative: None, reason, place: None };
    let who = PlannedFor::File(found(&colleague, &national_id(40)).file);
    let mut act = colleague.act();
    colleague.kiosk.plan_visit(&mut act, &plan, &who).unwrap();
    stage.model.recorded("riyadh", &visit(40, &person(40)));
    stage.network.sync(&mut colleague, &mut stage.office).unwrap();

    stage.device.clock.advance(1.day());
    stage.sync();
    let counts = stage.device.kiosk.counts().unwrap();
    assert_eq!((counts.waiting, counts.waiting_hour, counts.quarantined), (0, 0, Vec::new()));
    assert_same(&stage.office.export(), &stage.model.records);
    stage.office.assert_whole();
    stage.device.kiosk.catalog().unwrap();
    assert_reads_nothing(&mut stage.device);

    stage.device.open_reading();
    for n in 0..20 {
        assert_eq!(found(&stage.device, &national_id(n)).name, Some(text(&name(n))));
    }
    let numbers = values(&opened(&stage.device, &name(40)), ProfileField::Mobile).len();
    assert_eq!(numbers, 1, "what was pulled meanwhile is there");
    let planned = stage.device.kiosk.planned(date).unwrap();
    assert_eq!(planned.iter().map(|row| row.name.clone()).collect::<Vec<_>>(), [Some(text(&name(40)))]);
    assert_eq!(stage.device.kiosk.drafts(None).unwrap()[0].content.as_deref(), Some(&b"{}"[..]));
    // somebody who was recorded meanwhile is known by their number
    stage.record(&visit(50, &json!({"national_id": national_id(5)})));
    assert_eq!(opened(&stage.device, &national_id(5)).visits.len(), 2);
    let own: Vec<String> = stage.device.export().into_keys().collect();
    let expected = stage.model.records.keys().filter(|id| !id.ends_with("40"));
    assert_eq!(own, expected.cloned().collect::<Vec<_>>());
    stage.device.reopen();
    let unread = "SELECT count(*) FROM meta WHERE name = 'unread_after'";
    assert_eq!(stage.count(unread), 0, "it is made up for once");
    stage.sync();
    assert_same(&stage.office.export(), &stage.model.records);
}

#[test]
fn nothing_that_lies_on_a_device_whose_reading_is_locked_opens_anything() {
    let mut stage = Stage::new(2);
    stage.record(&visit(1, &person(1)));
    stage.device.start();
    for n in 2..6 {
        stage.record(&visit(n, &person(n)));
    }
    for line in [of_nobody(1), suggestion(1), rating(1)] {
        stage.record(&line);
    }
    stage.device.clock.advance(1.day());
    let mut act = stage.device.act();
    stage.device.kiosk.move_due_ratings(&mut act).unwrap();
    let thief = Thief::in_dir(stage.device.dir());
    assert_eq!((thief.sealed(), thief.opened()), (8 + 5, 0), "before head office has it");
    stage.sync();
    let thief = Thief::in_dir(stage.device.dir());
    assert_eq!((thief.sealed(), thief.opened()), (8 + 5, 0), "and after that");
    assert_eq!(thief.with(&stage.device.read_key).opened(), 8 + 5, "what reads opens it all");
}

#[test]
fn a_key_that_was_kept_in_clear_or_a_secret_that_was_left_behind_would_be_found() {
    let mut stage = Stage::new(3);
    stage.record(&visit(1, &person(1)));
    stage.device.start();
    let database = Connection::open(stage.device.dir().join("kiosk.db")).unwrap();
    let leak = "INSERT INTO meta (name, value) VALUES ('leak', ?1)";
    let read = stage.device.read_key.clone();
    database.execute(leak, [shared::hex::from_hex(&read).unwrap()]).unwrap();
    let thief = Thief::in_dir(stage.device.dir());
    assert_eq!(thief.opened(), thief.sealed());
    database.execute("DELETE FROM meta WHERE name = 'leak'", []).unwrap();
    assert_eq!(Thief::in_dir(stage.device.dir()).opened(), 0);
    let clear = clear_key(&database, &read);
    database.execute("UPDATE unsent_key SET secret = ?1", [[&clear[..], &[0; 16]].concat()]).unwrap();
    let thief = Thief::in_dir(stage.device.dir());
    assert_eq!(thief.opened(), thief.sealed());
}

/// The secret of the one key that is there.
fn clear_key(database: &Connection, read: &str) -> [u8; 32] {
    let sql = "SELECT file, key, sender, step, secret FROM sealing_key
               JOIN key_session ON key_session.id = session JOIN document ON document.id = sealing_key.id >> 32";
    let (file, key, sender, step, secret): ([u8; 16], [u8; 16], [u8; 32], u32, [u8; 48]) = database
        .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
        .unwrap();
    let read: [u8; 32] = shared::hex::from_hex(read).unwrap().try_into().unwrap();
    let mut joined = shared::doc::Receiving::join(&read, sender).unwrap();
    let id = shared::domain::KeyId(uuid::Uuid::from_bytes(key));
    let owner = KeyOwner::File(FileId(uuid::Uuid::from_bytes(file))).to_bytes();
    *joined.unwrap(step, &shared::doc::Wrapped(secret), id, &owner).unwrap().secret()
}

/// Tells whether bytes lie anywhere in a device's directory.
fn lies_in(device: &Branch, bytes: &[u8]) -> bool {
    device.kiosk.db().checkpoint().unwrap();
    let files =
        std::fs::read_dir(device.dir()).unwrap().map(|file| std::fs::read(file.unwrap().path()).unwrap());
    files.into_iter().any(|file| file.windows(bytes.len()).any(|window| window == bytes))
}

#[test]
fn once_head_office_has_a_key_nothing_is_left_on_the_disk_that_gives_it_after_it_was_erased() {
    let mut stage = Stage::new(4);
    stage.record(&visit(1, &person(1)));
    stage.record(&visit(2, &person(2)));
    let database = Connection::open(stage.device.dir().join("kiosk.db")).unwrap();
    let of_first = "id = (SELECT min(id) FROM sealing_key WHERE id > 0)";
    let cell = |column: &str, table: &str| -> Vec<u8> {
        let sql = format!("SELECT {column} FROM {table} WHERE {of_first}");
        database.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    let (for_reader, for_office, office_sender) =
        (cell("secret", "sealing_key"), cell("secret", "unsent_key"), cell("sender", "unsent_key"));
    assert!(lies_in(&stage.device, &for_office), "the control: until head office has it, it lies there");
    stage.sync();
    for gone in [&for_office, &office_sender] {
        assert!(!lies_in(&stage.device, gone), "what head office needed of the key");
    }
    let office = std::fs::read_to_string(stage.office.dir().join("read.key")).unwrap();
    let thief = || Thief::in_dir(stage.device.dir()).with(&office).with(&stage.device.read_key);
    let sealed = thief().sealed();
    assert_eq!(thief().opened(), sealed, "the control: with both secrets everything opens");
    database
        .execute_batch(&format!(
            "PRAGMA secure_delete = ON; DELETE FROM unsent_key; DELETE FROM sealing_key WHERE {of_first};"
        ))
        .unwrap();
    assert!(!lies_in(&stage.device, &for_reader));
    assert_eq!(thief().opened(), sealed / 2, "the erased person's values open for nobody");
}

#[test]
fn keys_of_ratings_are_made_when_they_move_apart_from_all_other_keys() {
    let mut stage = Stage::new(5);
    stage.device.start();
    for n in 1..=6 {
        stage.record(&visit(n, &person(n)));
        stage.record(&rating(n));
    }
    let of_ratings = format!("SELECT count(*) FROM sealing_key WHERE {OF_RATINGS}");
    assert_eq!(stage.count(&of_ratings), 0, "a key made with each rating would tell their order");
    stage.device.clock.advance(1.day());
    let mut act = stage.device.act();
    stage.device.kiosk.move_due_ratings(&mut act).unwrap();
    assert_eq!(stage.count(&of_ratings), 1, "one for those that move together");
    assert_eq!(stage.count(&joined()), 0);
    // the control: one that was wrapped with the others
    let database = Connection::open(stage.device.dir().join("kiosk.db")).unwrap();
    let plant = format!(
        "UPDATE unsent_key SET sender = (SELECT sender FROM unsent_key WHERE id > 0) WHERE {OF_RATINGS}"
    );
    database.execute(&plant, []).unwrap();
    assert_eq!(stage.count(&joined()), 1);
}

/// Keys of the device's ratings.
const OF_RATINGS: &str = "id >> 32 = (SELECT -id FROM key_owner WHERE substr(owner, 1, 1) = X'72')";

/// Keys of ratings that a session or a step joins to another key.
fn joined() -> String {
    format!(
        "WITH key AS (SELECT sealing_key.id, session, sealing_key.step, sender, unsent_key.step AS office_step
                      FROM sealing_key LEFT JOIN unsent_key ON unsent_key.id = sealing_key.id)
         SELECT count(*) FROM key AS mine WHERE {OF_RATINGS} AND (step > 0 OR office_step > 0
             OR EXISTS (SELECT 1 FROM key AS other WHERE other.id <> mine.id
                        AND (other.session = mine.session OR other.sender = mine.sender)))"
    )
}

#[test]
fn what_a_restored_head_office_lost_of_a_locked_device_is_whole_again_once_its_reading_is_open() {
    let mut stage = Stage::new(6);
    let backup = stage.office.backup();
    for line in [visit(1, &person(1)), of_nobody(1), suggestion(1), rating(1)] {
        stage.record(&line);
    }
    stage.device.clock.advance(1.day());
    stage.sync();
    stage.device.start();
    stage.office.restore(backup);
    stage.record(&visit(2, &person(2)));
    stage.sync();
    let counts = stage.device.kiosk.counts().unwrap();
    assert_eq!(counts.waiting, 0, "the exchange goes to its end");
    let told: Vec<&str> = counts.quarantined.iter().map(String::as_str).collect();
    assert_eq!(told, ["sealed_without_key"; 4], "what can't be opened there yet is held");
    stage.device.open_reading();
    stage.sync();
    assert_same(&stage.office.export(), &stage.model.records);
    stage.office.assert_whole();
    stage.sync();
    assert_eq!(stage.device.kiosk.counts().unwrap().quarantined, Vec::<String>::new());
}

#[test]
fn what_another_process_wrote_while_its_reading_was_locked_is_made_up_for_by_one_that_reads() {
    let mut stage = Stage::new(13);
    let (mut locked, _) = Kiosk::open(stage.device.dir(), &mut dice(13, "locked")).unwrap();
    assert!(locked.is_locked() && !stage.device.kiosk.is_locked());
    let mut act = stage.device.act();
    for n in 1..4 {
        locked.record(&mut act, &[parse(&visit(n, &person(n)))]).unwrap();
    }
    stage.device.record(&[visit(4, &json!({"national_id": national_id(2)}))]);
    assert_eq!(opened(&stage.device, &national_id(2)).visits.len(), 2, "their number leads to their file");
    assert_eq!(stage.device.kiosk.people().unwrap().len(), 3);
}

#[test]
fn a_key_that_came_spoilt_while_reading_was_locked_is_fetched_again_when_it_is_open() {
    let mut stage = Stage::new(11);
    stage.record(&visit(1, &person(1)));
    stage.sync();
    let mut late = Branch::enrolled_as("riyadh", &DeviceMode::Field, &mut stage.office, 12);
    late.start();
    for scope in ["catalog", "people/riyadh"] {
        let mut query = late.kiosk.pull_query().unwrap();
        if scope != "catalog" {
            query = late.kiosk.pull_query_after(&query).unwrap().unwrap();
        }
        let mut answer = told(&late, &mut stage.office, scope).unwrap();
        answer.sessions.iter_mut().for_each(|sender| *sender = [7; 32].into());
        take(&mut late, &query, &signed(&stage.office, &answer)).unwrap();
    }
    late.open_reading();
    assert!(late.kiosk.people().unwrap().search(&national_id(1)).is_empty(), "nobody opens it");
    stage.network.sync(&mut late, &mut stage.office).unwrap();
    assert_eq!(found(&late, &national_id(1)).name, Some(text(&name(1))));
    late.record(&[visit(2, &json!({"national_id": national_id(1)}))]);
    assert_eq!(late.kiosk.people().unwrap().len(), 1, "and their number leads to their file");
}

#[test]
fn a_self_service_kiosk_records_for_weeks_with_its_reading_locked() {
    let mut office = HeadOffice::new(7);
    let mut kiosk = Branch::enrolled_as("riyadh", &DeviceMode::SelfService, &mut office, 7);
    let (mut network, mut model) = (Network::default(), Model::default());
    kiosk.start();
    let mut n = 0;
    for _ in 0..14 {
        for _ in 0..60 {
            n += 1;
            let line = if n % 3 == 0 { of_nobody(n) } else { visit(n, &person(n)) };
            kiosk.record(std::slice::from_ref(&line));
            model.recorded("riyadh", &line);
        }
        kiosk.record(&[rating(n)]);
        model.recorded("riyadh", &rating(n));
        kiosk.clock.advance(1.day());
        kiosk.reopen();
        let mut act = kiosk.act();
        kiosk.kiosk.move_due_ratings(&mut act).unwrap();
    }
    let pushes = network.sync(&mut kiosk, &mut office).unwrap();
    assert!(pushes > 1, "more than one push carries");
    assert_same(&office.export(), &model.records);
    office.assert_whole();
    assert_eq!(kiosk.kiosk.counts().unwrap().quarantined, Vec::<String>::new());
}

#[test]
fn head_office_never_goes_without_what_reads_and_takes_no_other() {
    let (stage, other) = (Stage::new(8), HeadOffice::new(9));
    let (dir, replica, mut dice) = stage.office.into_parts();
    drop(replica);
    let mut open = |dir: &Path| {
        let mut act = Act::new(UnixMillis(0), &mut dice);
        Office::open(dir, &mut act).err().unwrap().to_string()
    };
    std::fs::copy(other.dir().join("read.key"), dir.path().join("read.key")).unwrap();
    assert!(open(dir.path()).contains("read.key lacks the sealing key"));
    std::fs::remove_file(dir.path().join("read.key")).unwrap();
    assert!(open(dir.path()).contains("read.key is missing"));
}

#[test]
fn the_command_line_records_while_reading_is_locked_and_says_what_it_cannot_show() {
    let mut stage = Stage::new(10);
    stage.device.start();
    let mut register = Register::new(dice(10, "register"));
    let stated = stage.device.clock.stated();
    let lines: Vec<Value> = (0..40).map(|_| register.line(&stated)).collect();
    let file = stage.device.dir().join("register.jsonl");
    std::fs::write(&file, lines.iter().map(Value::to_string).collect::<Vec<_>>().join("\n")).unwrap();
    let run = |words: &[&str], dir: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_test-kiosk"));
        command.args(words).arg("--data").arg(dir).output().unwrap()
    };
    // recorded twice: a repetition is one record
    for _ in 0..2 {
        let recorded = run(&["record", file.to_str().unwrap()], stage.device.dir());
        assert!(recorded.status.success(), "{}", String::from_utf8_lossy(&recorded.stderr));
        assert_eq!(String::from_utf8(recorded.stdout).unwrap().lines().count(), lines.len());
    }
    let sealed = run(&["export", "--format", "ndjson"], stage.device.dir());
    let told = String::from_utf8(sealed.stderr).unwrap();
    assert!(sealed.status.success() && told.contains("sealed lines") && told.contains("staff PIN"), "{told}");
    assert!(String::from_utf8(sealed.stdout).unwrap().lines().all(|line| line.starts_with("{\"sealed\":")));
    assert!(run(&["status"], stage.device.dir()).status.success());
    stage.device.open_reading();
    lines.iter().for_each(|line| stage.model.recorded("riyadh", line));
    assert_same(&stage.device.export(), &stage.model.records);
}
