//! A body that goes out piece by piece, so that a line which is slow is told from one on which nothing moves.

use std::convert::Infallible;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, SizeHint};

/// The longest time in which nothing moves. What is handed over and not yet sent (64 KiB here, as much in the system) takes 32 s
/// at 32 kbit/s, and the server needs a few more.
pub(super) const STILL: Duration = Duration::from_secs(90);

/// The size of a piece. Some 16 of them are handed over before the first has left.
const PIECE_BYTES: usize = 4 * 1024;

/// Nothing moved for too long.
pub(super) struct Still;

/// Counts the pieces that were handed over.
#[derive(Clone, Default)]
pub(super) struct Moved(Arc<AtomicU64>);

impl Moved {
    /// Waits for something as long as pieces move.
    pub async fn wait_for<T>(&self, work: impl Future<Output = T>) -> Result<T, Still> {
        let mut work = pin!(work);
        loop {
            let before = self.0.load(Ordering::Relaxed);
            match tokio::time::timeout(STILL, work.as_mut()).await {
                Ok(outcome) => return Ok(outcome),
                Err(_) if self.0.load(Ordering::Relaxed) == before => return Err(Still),
                Err(_) => {}
            }
        }
    }
}

/// A body in pieces.
pub(super) struct Pieces {
    left: Bytes,
    moved: Moved,
}

impl Pieces {
    pub fn of(body: Vec<u8>, moved: &Moved) -> Self {
        Self { left: Bytes::from(body), moved: moved.clone() }
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.moved.0.fetch_add(1, Ordering::Relaxed);
        let length = self.left.len().min(PIECE_BYTES);
        let piece = self.left.split_to(length);
        Poll::Ready((!piece.is_empty()).then(|| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left.len() as u64)
    }
}
