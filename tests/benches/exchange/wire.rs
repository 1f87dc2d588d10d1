//! The wire: a process that stands between devices and server and counts what it carries, byte by byte, with what TCP and
//! IP add to it between two machines.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};

/// Bytes of a full segment on an Ethernet.
const SEGMENT_BYTES: u64 = 1_460;

/// Bytes of the headers of IPv4 and TCP, without options.
const HEADER_BYTES: u64 = 40;

/// Segments without content that open and close a connection: three and four.
const CONNECTION_SEGMENTS: u64 = 7;

static BYTES: AtomicU64 = AtomicU64::new(0);
static SEGMENTS: AtomicU64 = AtomicU64::new(0);
static CONNECTIONS: AtomicU64 = AtomicU64::new(0);
static REQUESTS: AtomicU64 = AtomicU64::new(0);

/// Returns how many requests and bytes were carried. Each second segment is acknowledged by an empty one.
pub fn carried() -> (u64, u64) {
    let segments = SEGMENTS.load(Relaxed);
    let headers = segments + segments / 2 + CONNECTIONS.load(Relaxed) * CONNECTION_SEGMENTS;
    (REQUESTS.load(Relaxed), BYTES.load(Relaxed) + headers * HEADER_BYTES)
}

/// Carries connections to the server until the process ends; the child side.
pub fn carry(server: &str, listen: &str) -> anyhow::Result<()> {
    for device in TcpListener::bind(listen)?.incoming() {
        let device = device?;
        let server = TcpStream::connect(server)?;
        CONNECTIONS.fetch_add(1, Relaxed);
        for socket in [&device, &server] {
            socket.set_nodelay(true)?;
        }
        let message = Arc::new(Mutex::new(Message { is_up: false, bytes: 0 }));
        let up = (device.try_clone()?, server.try_clone()?, true, message.clone());
        for (from, to, is_up, message) in [up, (server, device, false, message)] {
            std::thread::spawn(move || copy(from, to, is_up, &message));
        }
    }
    Ok(())
}

/// The request or answer that is under way on a connection: one comes after the other.
struct Message {
    is_up: bool,
    bytes: u64,
}

fn copy(mut from: TcpStream, mut to: TcpStream, is_up: bool, message: &Mutex<Message>) {
    let mut buffer = vec![0; 64 * 1_024];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        count(is_up, read as u64, message);
        if to.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    // it fails where the other end is gone already
    drop(to.shutdown(Shutdown::Write));
}

fn count(is_up: bool, bytes: u64, message: &Mutex<Message>) {
    let Ok(mut message) = message.lock() else { return };
    if message.is_up != is_up {
        *message = Message { is_up, bytes: 0 };
        REQUESTS.fetch_add(u64::from(is_up), Relaxed);
    }
    let segments = message.bytes.div_ceil(SEGMENT_BYTES);
    message.bytes += bytes;
    BYTES.fetch_add(bytes, Relaxed);
    SEGMENTS.fetch_add(message.bytes.div_ceil(SEGMENT_BYTES) - segments, Relaxed);
}
