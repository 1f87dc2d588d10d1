//! Who sees which draft, and what is left of it.

use rand::SeedableRng as _;

use super::*;
use crate::doc::Dice;
use crate::replica::Reading;

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

fn kiosk(dir: &std::path::Path, dice: &mut Dice) -> Kiosk {
    Kiosk::open_or_create(dir, dice).unwrap().0
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

#[test]
fn the_drafts_of_a_removed_representative_are_left_to_the_staff() {
    let (dir, mut dice) = (tempfile::tempdir().unwrap(), Dice::seed_from_u64(3));
    let mut kiosk = kiosk(dir.path(), &mut dice);
    let sara = code("staff-01");
    kiosk.set_representative(&sara, b"hash").unwrap();
    keep(&mut kiosk, &mut dice, 1, Some(&sara), "سارة");
    assert_eq!(seen(&kiosk, None), Vec::<String>::new());
    kiosk.remove_representative(&sara).unwrap();
    assert_eq!(seen(&kiosk, None), ["سارة"]);
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
