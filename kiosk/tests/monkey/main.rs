//! Somebody who touches, types and waits at random, at a kiosk whose worker answers late, wrongly and unasked: nothing
//! fails, staff's screens stay behind the PIN, and after an idle reset nothing of what was entered is left.
//!
//! `cargo test -p kiosk --test monkey` makes some thousands of events; `cargo test -p kiosk --test monkey -- --ignored`
//! the 100,000. `SILA_SEED` plays a run again.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod hands;
mod judge;
mod stand;
mod worker;

use kiosk::app::Planted;
use kiosk::config::{Config, RatingSettings};
use stand::{Fault, Stand};

/// Events of a run within `cargo test`.
const SHORT: u32 = 4_000;

/// Events of the whole run.
const WHOLE: u32 = 100_000;

fn seeds(count: u64) -> Vec<u64> {
    match std::env::var("SILA_SEED") {
        Ok(text) => vec![text.parse().expect("SILA_SEED is a number")],
        Err(_) => (1..=count).collect(),
    }
}

fn run(seed: u64, events: u32, config: Config, prepare: impl FnOnce(&mut Stand)) -> Result<Stand, Fault> {
    println!("SILA_SEED={seed}");
    let mut stand = Stand::new(seed, config);
    prepare(&mut stand);
    while stand.events < events {
        stand.step()?;
    }
    Ok(stand)
}

/// A kiosk that stands at the way out.
fn at_exit() -> Config {
    let rating = RatingSettings { exit: true, ..RatingSettings::default() };
    Config { rating, ..Config::default() }
}

fn assert_passes(seed: u64, events: u32, config: Config) {
    match run(seed, events, config, |_| ()) {
        Ok(stand) => {
            println!("{}", stand.seen());
            assert!(stand.resets > events / 1_000, "hardly anybody ever left: {}", stand.seen());
            assert!(stand.signed_in > 0, "staff mode was never reached: {}", stand.seen());
        }
        Err(fault) => panic!("SILA_SEED={seed}: {fault:?}"),
    }
}

#[test]
fn random_touches_break_nothing_open_nothing_and_leave_nothing() {
    for seed in seeds(2) {
        assert_passes(seed, SHORT, Config::default());
    }
}

#[test]
fn random_touches_at_the_way_out_break_nothing_open_nothing_and_leave_nothing() {
    for seed in seeds(1) {
        assert_passes(seed, SHORT, at_exit());
    }
}

#[test]
#[ignore = "100,000 events take some minutes: run it before a release"]
fn a_hundred_thousand_random_touches_break_nothing_open_nothing_and_leave_nothing() {
    for seed in seeds(1) {
        assert_passes(seed, WHOLE, Config::default());
    }
}

#[test]
#[ignore = "100,000 events take some minutes: run it before a release"]
fn a_hundred_thousand_random_touches_at_the_way_out_break_nothing_open_nothing_and_leave_nothing() {
    for seed in seeds(1) {
        assert_passes(seed, WHOLE, at_exit());
    }
}

#[test]
fn a_screen_that_fails_would_be_found() {
    let planted = Planted { painting_fails: true, ..Planted::default() };
    let found = run(1, SHORT, Config::default(), |stand| stand.plant(planted)).err();
    assert!(matches!(found, Some(Fault::Failed { .. })), "{found:?}");
}

#[test]
fn a_wrong_pin_that_lets_somebody_in_would_be_found() {
    let found = run(1, SHORT, Config::default(), |stand| stand.worker.any_pin_is_right = true).err();
    assert!(matches!(found, Some(Fault::CameIn { .. })), "{found:?}");
}

#[test]
fn a_field_that_is_not_wiped_would_be_found() {
    let planted = Planted { fields_stay: true, ..Planted::default() };
    let found = run(1, SHORT, Config::default(), |stand| stand.plant(planted)).err();
    assert!(matches!(found, Some(Fault::Left { .. })), "{found:?}");
}
