//! The machine's clocks, read at the edge of the program and nowhere else.

use std::sync::LazyLock;
use std::time::Instant;

use jiff::Zoned;
use shared::locale::dates::riyadh;
use shared::replica::Reading;
use uuid::Uuid;

/// When this program started; the monotonic clock where the machine's own can't be read.
static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);

/// This run of the machine, or of the program where the machine doesn't tell.
static BOOT: LazyLock<Uuid> = LazyLock::new(|| {
    let told = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok();
    told.and_then(|text| Uuid::try_parse(text.trim()).ok()).unwrap_or_else(Uuid::new_v4)
});

/// Reads the wall clock in the time zone that people here read.
pub fn now() -> Zoned {
    Zoned::now().with_time_zone(riyadh())
}

/// Reads all clocks.
pub fn reading() -> Reading {
    Reading { wall: now(), monotonic_millis: monotonic_millis(), boot: *BOOT }
}

/// Milliseconds since the machine started, or since the program did.
fn monotonic_millis() -> i64 {
    let uptime = std::fs::read_to_string("/proc/uptime").ok();
    let seconds = uptime.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    match seconds {
        #[expect(clippy::cast_possible_truncation, reason = "a machine's uptime in milliseconds fits")]
        Some(seconds) => (seconds * 1_000.0) as i64,
        None => i64::try_from(STARTED.elapsed().as_millis()).unwrap_or(i64::MAX),
    }
}
