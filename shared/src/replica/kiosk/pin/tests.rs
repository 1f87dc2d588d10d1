//! Wrong PINs, and what is kept of a right one.

use rand::SeedableRng as _;

use super::*;
use crate::domain::is_pin;

const CHEAP: PinCost = PinCost { memory_kib: 8, passes: 1 };

fn set(kiosk: &mut Kiosk, dice: &mut Dice, whose: Whose<'_>, pin: &str) {
    let pin = NewPin::new(dice, pin, CHEAP);
    kiosk.set_pin(whose, pin, PinBefore::GivenUp).unwrap();
}

#[test]
fn wrong_pins_back_off_and_the_count_survives_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let mut dice = Dice::seed_from_u64(1);
    let (mut kiosk, _) = Kiosk::open_or_create(dir.path(), &mut dice).unwrap();
    set(&mut kiosk, &mut dice, Whose::Device, "482913");
    let now = UnixMillis(1_000_000);
    let check = |kiosk: &mut Kiosk, now, pin| kiosk.check_pin(now, Whose::Device, pin).unwrap();
    assert_eq!(check(&mut kiosk, now, "482913"), PinOutcome::Right);
    for _ in 0..FREE_ATTEMPTS - 1 {
        assert_eq!(check(&mut kiosk, now, "000000"), PinOutcome::Wrong);
    }
    assert_eq!(check(&mut kiosk, now, "000000"), PinOutcome::Wait { seconds: 30 });
    drop(kiosk);
    let (mut kiosk, _) = Kiosk::open_or_create(dir.path(), &mut dice).unwrap();
    assert!(matches!(check(&mut kiosk, now, "482913"), PinOutcome::Wait { .. }));
    let later = UnixMillis(now.0 + 31_000);
    assert_eq!(check(&mut kiosk, later, "111111"), PinOutcome::Wait { seconds: 60 });
    let much_later = UnixMillis(later.0 + 61_000);
    assert_eq!(check(&mut kiosk, much_later, "482913"), PinOutcome::Right);
}

#[test]
fn a_representatives_wrong_pins_back_off_across_a_restart_and_hold_nobody_else_up() {
    let dir = tempfile::tempdir().unwrap();
    let mut dice = Dice::seed_from_u64(2);
    let (sara, khalid) = (Code::new("staff-01").unwrap(), Code::new("staff-03").unwrap());
    let (his, hers) = (Whose::Representative(&khalid), Whose::Representative(&sara));
    let (mut kiosk, _) = Kiosk::open_or_create(dir.path(), &mut dice).unwrap();
    set(&mut kiosk, &mut dice, hers, "1357");
    set(&mut kiosk, &mut dice, his, "2468");
    assert_eq!(kiosk.representatives().unwrap(), [sara.clone(), khalid.clone()]);
    let now = UnixMillis(1_000_000);
    assert_eq!(kiosk.check_pin(now, hers, "2468").unwrap(), PinOutcome::Wrong, "his PIN");
    for _ in 0..FREE_ATTEMPTS - 2 {
        assert_eq!(kiosk.check_pin(now, hers, "0000").unwrap(), PinOutcome::Wrong);
    }
    assert_eq!(kiosk.check_pin(now, hers, "0000").unwrap(), PinOutcome::Wait { seconds: 30 });
    drop(kiosk);
    let (mut kiosk, _) = Kiosk::open_or_create(dir.path(), &mut dice).unwrap();
    assert!(matches!(kiosk.check_pin(now, hers, "1357").unwrap(), PinOutcome::Wait { .. }));
    assert_eq!(kiosk.check_pin(now, his, "2468").unwrap(), PinOutcome::Right);
    let later = UnixMillis(now.0 + 31_000);
    assert_eq!(kiosk.check_pin(later, hers, "1357").unwrap(), PinOutcome::Right);
    kiosk.remove_pin(hers).unwrap();
    assert_eq!(kiosk.check_pin(later, hers, "1357").unwrap(), PinOutcome::Wrong);
}

#[test]
fn a_pin_that_is_made_is_one_that_may_be_chosen() {
    let mut dice = Dice::seed_from_u64(3);
    for _ in 0..1_000 {
        let pin = generate_pin(&mut dice);
        assert!(is_pin(&pin) && !is_tried_first(&pin), "{pin}");
    }
}

#[test]
fn what_is_kept_of_a_pin_tells_a_thousandth_of_all_pins_from_the_others_and_no_more() {
    let mut dice = Dice::seed_from_u64(4);
    let row = NewPin::new(&mut dice, "482913", CHEAP).row;
    let pins = (0..20_000).map(|n| format!("{n:05}"));
    let alike = pins.filter(|pin| hint_of(&stretched(pin, &row.salt, CHEAP)) == row.hint).count();
    assert!((5..50).contains(&alike), "{alike} of 20,000");
    assert_eq!(hint_of(&stretched("482913", &row.salt, CHEAP)), row.hint);
}

/// Printed with `cargo test --workspace --lib -- --ignored --nocapture what_trying_a_pin_costs`, in a release build.
#[test]
#[ignore = "a figure for docs/security.md, no check"]
fn what_trying_a_pin_costs() {
    let began = std::time::Instant::now();
    for n in 0..20 {
        stretched(&format!("{n:06}"), &[7; 16], PinCost::STAFF);
    }
    println!("{:?} a PIN", began.elapsed() / 20);
}
