//! Mutated input of every kind that a replica takes from another machine: entries, changes of beneficiary files, whole
//! pushes, whole answers to a pull. Whatever is let in, automerge and honest people live on with; nothing panics; and each
//! net is shown to catch a hole. `SILA_FUZZ` sets how many are mutated in all.

mod alter;
mod file;
mod journal;
mod line;
mod mutate;
mod pull;
mod push;
mod survive;

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

/// The environment variable that sets how many inputs are mutated.
const VARIABLE: &str = "SILA_FUZZ";

/// Inputs mutated in all, where nothing else is said.
const MUTATED: u64 = 20_000;

/// Of a hundred mutated inputs, those that are entries, and as many changes of files.
const OF_ONE_DOCUMENT: u64 = 45;

/// Of a hundred mutated inputs, those that are pushes, and as many answers to a pull: each costs a transaction.
const WHOLE: u64 = 5;

/// One in so many is scrambled byte by byte, the others are tampered with part by part.
const SCRAMBLED_ONE_IN: u64 = 3;

/// Returns how many inputs of a kind are mutated.
fn mutated(of_a_hundred: u64) -> u64 {
    let set = std::env::var(VARIABLE).ok().map(|text| text.parse().expect("SILA_FUZZ is a number"));
    set.unwrap_or(MUTATED) * of_a_hundred / 100
}

thread_local! {
    static EXPECTED: Cell<bool> = const { Cell::new(false) };
}
static HOOK: Once = Once::new();

/// Runs work whose panics are part of the experiment: `None` where it panicked, without a word on standard error.
fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    HOOK.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |info| {
            if !EXPECTED.get() {
                usual(info);
            }
        }));
    });
    let before = EXPECTED.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(work)).ok();
    EXPECTED.set(before);
    outcome
}
