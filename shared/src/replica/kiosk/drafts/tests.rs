//! Who sees which draft, and what is left of it.

use rand::SeedableRng as _;

use super::*;
use crate::doc::Dice;
use crate::domain::{BranchId, DeviceMode};
use crate::replica::{NewPin, Office, PinBefore, PinCost, PinOutcome, Reading, Whose};
use crate::sync::EnrolmentCode;

fn reading() -> Reading {
    let wall = "2026-11-22T10:30:00+03:00[+03:00]".parse().expect("a zoned time");
    Reading { wall, monotonic_millis: 0, boot: uuid::Uuid::nil() }
}

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

fn id(n: u8) -> DraftId {
    DraftId::from_random([n; 16])
}

const PIN: &str = "135790";

/// Opens the field device that lies in a directory, enrolling it where there is none; a member of staff signs in.
fn kiosk(dir: &std::path::Path, dice: &mut Dice) -> Kiosk {
    let mut kiosk = Kiosk::open_or_create(dir, dice).unwrap().0;
    if !kiosk.is_enrolled() {
        enrol(&mut kiosk, dice);
    }
    let now = reading().unix_millis();
    assert_eq!(kiosk.check_pin(now, Whose::Device, PIN).unwrap(), PinOutcome::Right);
    kiosk
}

fn enrol(kiosk: &mut Kiosk, dice: &mut Dice) {
    let dir = tempfile::tempdir().unwrap();
    let mut act = Act::new(reading(), dice);
    let office = Office::open_or_create(dir.path(), &mut act).unwrap();
    let branch = BranchId::parse("riyadh").unwrap();
    office.add_branch(&mut act, &branch, "الرياض", "Riyadh").unwrap();
    let code = office.new_enrolment_code(&mut act, &branch, &DeviceMode::Field).unwrap();
    let code = EnrolmentCode::parse(&code.text).unwrap();
    let enrolment = kiosk.begin_enrolment(dice, "http://127.0.0.1", &code, "tests").unwrap();
    let reply = office.enrol(&mut act, &enrolment.body).unwrap().reply;
    let pin = NewPin::new(dice, PIN, PinCost { memory_kib: 8, passes: 1 });
    kiosk.finish_enrolment(&mut act, enrolment, &reply, Some(pin)).unwrap();
}

fn keep(kiosk: &mut Kiosk, dice: &mut Dice, n: u8, owner: Option<&Code>, content: &str) {
    let draft = NewDraft { id: id(n), owner, kind: "visit", content: content.as_bytes() };
    kiosk.keep_draft(&mut Act::new(reading(), dice), &draft).unwrap();
}

fn seen(kiosk: &Kiosk, reader: Option<&Code>) -> Vec<String> {
    let drafts = kiosk.drafts(reader).unwrap();
    drafts.into_iter().map(|draft| String::from_utf8(draft.content.unwrap()).unwrap()).collect()
}

#[test]
fn each_representative_sees_their_own_drafts_and_those_of_nobody() {
    let (dir, mut dice) = (tempfile::tempdir().unwrap(), Dice::seed_from_u64(1));
    let mut kiosk = kiosk(dir.path(), &mut dice);
    let (sara, khalid) = (code("staff-01"), code("staff-03"));
    keep(&mut kiosk, &mut dice, 1, Some(&sara), "سارة");
    keep(&mut kiosk, &mut dice, 2, Some(&khalid), "خالد");
    keep(&mut kiosk, &mut dice, 3, None, "لأي موظف");
    assert_eq!(seen(&kiosk, Some(&sara)), ["سارة", "لأي موظف"]);
    assert_eq!(seen(&kiosk, Some(&khalid)), ["خالد", "لأي موظف"]);
    assert_eq!(seen(&kiosk, None), ["لأي موظف"]);
    assert_eq!(kiosk.draft(id(1), Some(&khalid)).unwrap(), None);
    kiosk.drop_draft(id(1), Some(&khalid)).unwrap();
    let draft = NewDraft { id: id(1), owner: Some(&khalid), kind: "visit", content: b"mine now" };
    let error = kiosk.keep_draft(&mut Act::new(reading(), &mut dice), &draft).unwrap_err();
    assert!(matches!(error, KioskError::ForeignDraft));
    assert!(kiosk.draft(id(1), Some(&sara)).unwrap().is_some(), "nobody else's touch changes it");
}

#[test]
fn a_draft_survives_a_restart_in_its_last_state_and_is_in_no_file_in_clear() {
    let (dir, mut dice) = (tempfile::tempdir().unwrap(), Dice::seed_from_u64(2));
    let mut first = kiosk(dir.path(), &mut dice);
    keep(&mut first, &mut dice, 1, None, "planted-early");
    keep(&mut first, &mut dice, 1, None, "planted-late");
    drop(first);
    let again = kiosk(dir.path(), &mut dice);
    assert_eq!(seen(&again, None), ["planted-late"]);
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(7).any(|window| window == b"planted"));
    }
}

fn set(kiosk: &mut Kiosk, dice: &mut Dice, code: &Code, pin: &str) {
    let pin = NewPin::new(dice, pin, PinCost { memory_kib: 8, passes: 1 });
    kiosk.set_pin(Whose::Representative(code), pin, PinBefore::GivenUp).unwrap();
}

fn sign_in(kiosk: &mut Kiosk, whose: Whose<'_>, pin: &str) -> PinOutcome {
    kiosk.check_pin(reading().unix_millis(), whose, pin).unwrap()
}

/// How many drafts somebody is shown, and how many of them open.
fn opened(kiosk: &Kiosk, reader: Option<&Code>) -> (usize, usize) {
    let drafts = kiosk.drafts(reader).unwrap();
    (drafts.len(), drafts.iter().filter(|draft| draft.content.is_some()).count())
}

#[test]
fn the_drafts_of_a_representative_open_with_their_own_pin_alone() {
    let (dir, mut dice) = (tempfile::tempdir().unwrap(), Dice::seed_from_u64(3));
    let mut kiosk = kiosk(dir.path(), &mut dice);
    let (sara, khalid) = (code("staff-01"), code("staff-03"));
    keep(&mut kiosk, &mut dice, 9, Some(&sara), "before she had a PIN");
    set(&mut kiosk, &mut dice, &sara, "1357");
    set(&mut kiosk, &mut dice, &khalid, "2468");
    keep(&mut kiosk, &mut dice, 1, Some(&sara), "سارة");
    assert_eq!(
        opened(&kiosk, Some(&sara)),
        (2, 1),
        "also whoever set the PIN opens what came before it alone"
    );
    assert_eq!(sign_in(&mut kiosk, Whose::Representative(&khalid), "2468"), PinOutcome::Right);
    assert_eq!(opened(&kiosk, Some(&sara)), (2, 1));
    assert_eq!(sign_in(&mut kiosk, Whose::Representative(&sara), "1357"), PinOutcome::Right);
    assert_eq!(opened(&kiosk, Some(&sara)), (2, 2));
    kiosk.sign_out();
    assert_eq!(opened(&kiosk, Some(&sara)), (2, 1), "reading is open still, and her drafts are not");
    assert_eq!(sign_in(&mut kiosk, Whose::Representative(&sara), "1357"), PinOutcome::Right);
    assert_eq!(sign_in(&mut kiosk, Whose::Device, PIN), PinOutcome::Right);
    assert_eq!(opened(&kiosk, Some(&sara)), (2, 1));
    assert_eq!(kiosk.verify().unwrap().faults, Vec::<String>::new());
}

#[test]
fn a_pin_that_its_owner_changes_keeps_their_drafts_and_one_that_is_set_for_them_removes_them() {
    let (dir, mut dice) = (tempfile::tempdir().unwrap(), Dice::seed_from_u64(5));
    let mut kiosk = kiosk(dir.path(), &mut dice);
    let sara = code("staff-01");
    set(&mut kiosk, &mut dice, &sara, "1357");
    keep(&mut kiosk, &mut dice, 1, Some(&sara), "سارة");
    assert_eq!(sign_in(&mut kiosk, Whose::Representative(&sara), "1357"), PinOutcome::Right);
    set(&mut kiosk, &mut dice, &sara, "8642");
    kiosk.lock_reading();
    assert_eq!(sign_in(&mut kiosk, Whose::Representative(&sara), "1357"), PinOutcome::Wrong);
    assert_eq!(sign_in(&mut kiosk, Whose::Representative(&sara), "8642"), PinOutcome::Right);
    assert_eq!(seen(&kiosk, Some(&sara)), ["سارة"]);

    assert_eq!(sign_in(&mut kiosk, Whose::Device, PIN), PinOutcome::Right);
    set(&mut kiosk, &mut dice, &sara, "1234");
    assert_eq!(opened(&kiosk, Some(&sara)), (0, 0), "nothing would ever open them");
    keep(&mut kiosk, &mut dice, 2, Some(&sara), "جديدة");
    assert_eq!(sign_in(&mut kiosk, Whose::Representative(&sara), "1234"), PinOutcome::Right);
    assert_eq!(seen(&kiosk, Some(&sara)), ["جديدة"]);
}

#[test]
fn a_pin_that_opens_nothing_now_is_not_changed_by_its_owner_and_no_draft_is_lost() {
    let (dir, mut dice) = (tempfile::tempdir().unwrap(), Dice::seed_from_u64(7));
    let mut kiosk = kiosk(dir.path(), &mut dice);
    let sara = code("staff-01");
    let hers = Whose::Representative(&sara);
    set(&mut kiosk, &mut dice, &sara, "1357");
    keep(&mut kiosk, &mut dice, 1, Some(&sara), "سارة");
    let another = |dice: &mut Dice| NewPin::new(dice, "8642", PinCost { memory_kib: 8, passes: 1 });
    // the battery of the clock is empty: the PIN lets her in, and opens nothing
    assert_eq!(kiosk.check_pin(UnixMillis(0), hers, "1357").unwrap(), PinOutcome::Right);
    assert!(kiosk.is_locked());
    let refused = kiosk.set_pin(hers, another(&mut dice), PinBefore::Own);
    assert!(matches!(refused, Err(KioskError::DraftsClosed)), "{refused:?}");
    // nor is it replaced by a hand that believes that she has none
    let refused = kiosk.set_pin(hers, another(&mut dice), PinBefore::None);
    assert!(matches!(refused, Err(KioskError::HasPin)), "{refused:?}");
    assert_eq!(sign_in(&mut kiosk, hers, "8642"), PinOutcome::Wrong);
    assert_eq!(sign_in(&mut kiosk, hers, "1357"), PinOutcome::Right);
    assert_eq!(seen(&kiosk, Some(&sara)), ["سارة"]);
    // once it opens them again, it is changed
    kiosk.set_pin(hers, another(&mut dice), PinBefore::Own).unwrap();
    kiosk.lock_reading();
    assert_eq!(sign_in(&mut kiosk, hers, "8642"), PinOutcome::Right);
    assert_eq!(seen(&kiosk, Some(&sara)), ["سارة"]);
}

#[test]
fn wrong_pins_end_the_drafts_of_that_person_and_what_is_begun_afterwards_is_not_lost() {
    let (dir, mut dice) = (tempfile::tempdir().unwrap(), Dice::seed_from_u64(6));
    let mut kiosk = kiosk(dir.path(), &mut dice);
    let sara = code("staff-01");
    set(&mut kiosk, &mut dice, &sara, "1357");
    keep(&mut kiosk, &mut dice, 1, Some(&sara), "سارة");
    let mut now = reading().unix_millis().0;
    for _ in 0..super::super::WRONG_PINS_MAX {
        now += 2 * 60 * 60 * 1_000;
        let outcome = kiosk.check_pin(UnixMillis(now), Whose::Representative(&sara), "0000").unwrap();
        assert_ne!(outcome, PinOutcome::Right);
    }
    now += 2 * 60 * 60 * 1_000;
    let right = kiosk.check_pin(UnixMillis(now), Whose::Representative(&sara), "1357").unwrap();
    assert_eq!(right, PinOutcome::Right, "she records all the same");
    assert_eq!(opened(&kiosk, Some(&sara)), (1, 0), "it is listed, and can be deleted");
    keep(&mut kiosk, &mut dice, 2, Some(&sara), "جديدة");
    assert_eq!(opened(&kiosk, Some(&sara)), (2, 1));
    set(&mut kiosk, &mut dice, &sara, "1234");
    assert_eq!(seen(&kiosk, Some(&sara)), ["جديدة"]);
}

#[test]
fn the_drafts_that_a_removed_representative_alone_could_open_go_and_others_are_left_to_the_staff() {
    let (dir, mut dice) = (tempfile::tempdir().unwrap(), Dice::seed_from_u64(3));
    let mut kiosk = kiosk(dir.path(), &mut dice);
    let sara = code("staff-01");
    keep(&mut kiosk, &mut dice, 1, Some(&sara), "before she had a PIN");
    set(&mut kiosk, &mut dice, &sara, "1357");
    keep(&mut kiosk, &mut dice, 2, Some(&sara), "سارة");
    assert_eq!(seen(&kiosk, None), Vec::<String>::new());
    kiosk.remove_pin(Whose::Representative(&sara)).unwrap();
    assert_eq!(seen(&kiosk, None), ["before she had a PIN"]);
    assert_eq!(kiosk.representatives().unwrap(), []);
}

#[test]
fn a_draft_that_cannot_be_opened_is_listed_and_kept() {
    let (dir, mut dice) = (tempfile::tempdir().unwrap(), Dice::seed_from_u64(4));
    let mut kiosk = kiosk(dir.path(), &mut dice);
    let row = DraftRow {
        id: id(1).as_bytes().to_vec(),
        owner: None,
        kind: "visit".to_owned(),
        updated: 0,
        own: false,
        content: vec![9; 60],
    };
    kiosk.db.write::<_, StoreError>(|tx| drafts::keep(tx, &row)).unwrap();
    let drafts = kiosk.drafts(None).unwrap();
    assert_eq!((drafts.len(), &drafts[0].content), (1, &None));
    let too_large = vec![b' '; DRAFT_BYTES_MAX + 1];
    let draft = NewDraft { id: id(2), owner: None, kind: "visit", content: &too_large };
    assert!(matches!(
        kiosk.keep_draft(&mut Act::new(reading(), &mut dice), &draft),
        Err(KioskError::DraftTooLarge)
    ));
}
