//! How many connections are held, and how long each of them may take over what it does.

use std::time::Duration;

/// Connections held at once: at some 40 KiB each over TLS, 40 MiB.
const CONNECTIONS: usize = 1_024;

/// Descriptors left to everything else: the database's files (each connection to it has three), the listener, the log.
const OTHER_DESCRIPTORS: u64 = 96;

/// Fewest connections, where the system allows few descriptors.
const CONNECTIONS_MIN: usize = 16;

/// What a process grants to connections. Everything else that is counted is a row.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Connections held at once.
    pub connections: usize,
    /// How many of them only addresses may have from which a valid device or a right password came lately.
    pub reserved: usize,
    /// Connections from one address.
    pub of_address: usize,
    /// Connections from one address from which a valid device or a right password came lately: a branch behind one address.
    pub of_known_address: usize,
    /// Longest time for TLS to be agreed upon.
    pub handshake: Duration,
    /// Longest time in which a client has to send its headers, and after which a connection that rests is closed.
    pub headers: Duration,
    /// Longest time for a client to take the next piece of its answer.
    pub unread: Duration,
    /// Longest time for a client to take its whole answer.
    pub answer: Duration,
    /// How long a client that was answered before it had sent everything is listened to, so that it gets to read the answer.
    pub linger: Duration,
    /// Longest time that requests at work are given to end once the server is told to stop.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: CONNECTIONS,
            reserved: CONNECTIONS / 4,
            of_address: CONNECTIONS / 16,
            of_known_address: CONNECTIONS / 4,
            handshake: Duration::from_secs(10),
            headers: Duration::from_secs(10),
            unread: Duration::from_secs(20),
            answer: Duration::from_secs(180),
            linger: Duration::from_secs(2),
            grace: Duration::from_secs(10),
        }
    }
}

/// Connections held at once of those who look at the public page: none of them is known.
pub const PUBLIC_CONNECTIONS: usize = 256;

impl Limits {
    /// Returns the limits of the public page's listener.
    pub fn of_the_public() -> Self {
        let all = Self::default();
        Self { connections: PUBLIC_CONNECTIONS, reserved: 0, of_address: PUBLIC_CONNECTIONS / 16, ..all }
    }

    /// Returns the limits of a process that may have so many descriptors open; `None` where nothing limits them.
    pub fn within(descriptors: Option<u64>) -> Self {
        let all = Self::default();
        let left = descriptors.map_or(u64::MAX, |n| n.saturating_sub(OTHER_DESCRIPTORS));
        let connections = usize::try_from(left).unwrap_or(usize::MAX).clamp(CONNECTIONS_MIN, CONNECTIONS);
        Self { connections, reserved: connections / 4, ..all }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_descriptors_make_few_connections_and_leave_some_to_the_database() {
        assert_eq!(Limits::within(None).connections, CONNECTIONS);
        assert_eq!(Limits::within(Some(1_000_000)).connections, CONNECTIONS);
        let few = Limits::within(Some(256));
        assert_eq!((few.connections, few.reserved), (160, 40));
        assert_eq!(Limits::within(Some(10)).connections, CONNECTIONS_MIN);
    }
}
