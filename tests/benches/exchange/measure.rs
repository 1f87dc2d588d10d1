//! What the kernel knows of a process: CPU time, peak memory, bytes of files. Linux alone tells; elsewhere it is zero.

use std::fs;
use std::path::Path;
use std::time::Duration;

/// Returns the CPU time, user and system, of all threads that live now.
pub fn process_cpu() -> Duration {
    let tasks = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    tasks.map(|task| cpu_in(&task.path().join("schedstat"))).sum()
}

/// Returns the CPU time of this thread.
pub fn thread_cpu() -> Duration {
    cpu_in(Path::new("/proc/thread-self/schedstat"))
}

/// The first number of a task's `schedstat`: nanoseconds on a CPU.
fn cpu_in(path: &Path) -> Duration {
    let text = fs::read_to_string(path).unwrap_or_default();
    Duration::from_nanos(text.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0))
}

/// Begins a new peak of this process's memory.
pub fn reset_peak() {
    // where the kernel does not allow it, the peak counts from the start of the process
    drop(fs::write("/proc/self/clear_refs", "5"));
}

/// Returns the peak of this process's resident memory, in KiB.
pub fn peak_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// Returns the bytes of the files below a directory.
pub fn bytes_below(dir: &Path) -> u64 {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let bytes = entries.map(|entry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() => bytes_below(&entry.path()),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    });
    bytes.sum()
}
