//! Nothing passes admission that an untouched automerge could not apply, save, load back and write on after: 10,000
//! tampered changes for each of the two shapes of document, and the proof that this net would catch one.

mod file;
mod journal;
mod mutate;
mod survive;

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

/// Tampered changes for each shape of document.
pub const CHANGES: u64 = 10_000;

/// One in so many is scrambled byte by byte, the others are tampered with operation by operation.
pub const SCRAMBLED_ONE_IN: u64 = 3;

/// How many were admitted, or the first one that an untouched replica did not survive.
pub type Outcome = Result<u64, survive::Verdict>;

thread_local! {
    static EXPECTED: Cell<bool> = const { Cell::new(false) };
}
static HOOK: Once = Once::new();

/// Runs work whose panics are part of the experiment: `None` where it panicked, without a word on standard error.
pub fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
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
