//! Times and how they are written. Holds no measurement of its own.

use std::time::{Duration, Instant};

/// What many turns of one thing took.
pub struct Times(Vec<Duration>);

impl Times {
    /// Does something so many times, once more before to be warm.
    pub fn of<T>(turns: usize, mut work: impl FnMut() -> T) -> Self {
        std::hint::black_box(work());
        let mut times: Vec<Duration> = (0..turns)
            .map(|_| {
                let begun = Instant::now();
                std::hint::black_box(work());
                begun.elapsed()
            })
            .collect();
        times.sort_unstable();
        Self(times)
    }

    /// Joins times of several things.
    pub fn join(all: impl IntoIterator<Item = Self>) -> Self {
        let mut times: Vec<Duration> = all.into_iter().flat_map(|times| times.0).collect();
        times.sort_unstable();
        Self(times)
    }

    /// Returns the time within which so many hundredths of the turns were.
    pub fn within(&self, hundredths: usize) -> Duration {
        self.0[(self.0.len() * hundredths).div_ceil(100).clamp(1, self.0.len()) - 1]
    }
}

/// Tells on what machine and when.
pub fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    format!("{cores} cores, {}, {}\n", std::env::consts::ARCH, jiff::Zoned::now().date())
}

/// Writes a row: a name, the middle, p95 and the longest turn, and how many times the floor the middle is.
pub fn row(name: &str, times: &Times, floor: Option<&Times>) -> String {
    let [middle, most, longest] = [50, 95, 100].map(|hundredths| shown(times.within(hundredths)));
    let ratio = floor.map_or("1".to_owned(), |floor| {
        format!("{:.1}", times.within(50).as_secs_f64() / floor.within(50).as_secs_f64().max(1e-9))
    });
    format!("| {name} | {middle} | {most} | {longest} | {ratio} |\n")
}

/// The head of a table of such rows.
pub fn head(what: &str) -> String {
    format!("| {what} | p50 | p95 | longest | ratio of p50 |\n|---|---|---|---|---|\n")
}

fn shown(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    if micros < 1e3 { format!("{micros:.2} µs") } else { format!("{:.2} ms", micros / 1e3) }
}
