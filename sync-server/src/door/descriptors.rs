//! How many files and connections the process may have open: as many as the system lets it have, not as many as it begins with.

use tracing::warn;

/// Raises the limit of open descriptors to the highest that the process may set; returns it, and `None` where there is none.
#[cfg(unix)]
pub fn raise() -> Option<u64> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    /// What some systems (macOS) take where the highest limit is none at all.
    const WHERE_UNLIMITED: u64 = 10_240;
    let found = getrlimit(Resource::Nofile);
    let wanted = found.maximum.unwrap_or(WHERE_UNLIMITED.max(found.current.unwrap_or(0)));
    if found.current.is_none_or(|current| current >= wanted) {
        return found.current;
    }
    match setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: found.maximum }) {
        Ok(()) => Some(wanted),
        Err(fault) => {
            warn!(%fault, limit = found.current, "the limit of open files stays as it is: raise it (LimitNOFILE=, ulimit -n)");
            found.current
        }
    }
}

/// Raises nothing: only Unix limits descriptors in this way.
#[cfg(not(unix))]
pub fn raise() -> Option<u64> {
    None
}
