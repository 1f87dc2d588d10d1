//! The one source of chance: a number that is printed, so that a failure can be played again.

use rand::SeedableRng as _;
use shared::doc::Dice;

/// The environment variable that sets the seed.
pub const VARIABLE: &str = "SILA_SEED";

/// Returns the seeds that a test goes through: the one that `SILA_SEED` names, or `1..=count`.
///
/// # Panics
/// Where `SILA_SEED` is no number.
pub fn seeds(count: u64) -> Vec<u64> {
    match std::env::var(VARIABLE) {
        Ok(text) => vec![text.parse().expect("SILA_SEED is a number")],
        Err(_) => (1..=count).collect(),
    }
}

/// Returns dice for a part of a run; the seed is printed, and shows where the test fails.
pub fn dice(seed: u64, part: &str) -> Dice {
    println!("{VARIABLE}={seed} ({part})");
    // FNV-1a: parts of one run must not throw the same numbers
    let mixed = part.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    Dice::seed_from_u64(mixed)
}
