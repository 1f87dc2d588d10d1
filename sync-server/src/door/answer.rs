//! An answer's body, dealt out in pieces as they are taken, so that one that nobody reads fills no memory but its own; what holds
//! while it is at work ends with its last piece.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Error;
use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::time::Instant;

/// Size of a piece. The connection's buffer holds one or two of them, for each connection.
pub const PIECE_BYTES: usize = 16 * 1024;

/// A body in pieces, with what is held until the last of them is taken.
pub struct Doled<H> {
    body: Body,
    rest: Bytes,
    until: Instant,
    _held: H,
}

impl<H> Doled<H> {
    /// Deals out a body within a time; holds `held` until its end.
    pub fn new(body: Body, within: Duration, held: H) -> Self {
        Self { body, rest: Bytes::new(), until: Instant::now() + within, _held: held }
    }
}

impl<H: Unpin> HttpBody for Doled<H> {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        if Instant::now() >= self.until {
            let slow = std::io::Error::new(std::io::ErrorKind::TimedOut, "the answer was not taken in time");
            return Poll::Ready(Some(Err(Error::new(slow))));
        }
        if self.rest.is_empty() {
            match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => self.rest = data,
                    Err(trailers) => return Poll::Ready(Some(Ok(trailers))),
                },
                end => return Poll::Ready(end),
            }
        }
        let piece = self.rest.len().min(PIECE_BYTES);
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(piece)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (rest, hint) = (self.rest.len() as u64, self.body.size_hint());
        let mut whole = SizeHint::new();
        if let Some(upper) = hint.upper() {
            whole.set_upper(upper + rest);
        }
        whole.set_lower(hint.lower() + rest);
        whole
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use http_body_util::BodyExt as _;

    use super::*;

    #[tokio::test]
    async fn what_is_held_ends_with_the_last_piece() {
        let held = Arc::new(());
        let body = Body::from(vec![7; PIECE_BYTES * 2 + 1]);
        let mut doled = Doled::new(body, Duration::from_secs(60), Arc::clone(&held));
        assert_eq!(doled.size_hint().exact(), Some(PIECE_BYTES as u64 * 2 + 1));
        let mut sizes = Vec::new();
        while !doled.is_end_stream() {
            sizes.push(doled.frame().await.unwrap().unwrap().into_data().unwrap().len());
            assert_eq!(Arc::strong_count(&held), 2);
        }
        assert_eq!(sizes, [PIECE_BYTES, PIECE_BYTES, 1]);
        drop(doled);
        assert_eq!(Arc::strong_count(&held), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_takes_too_long_is_cut() {
        let mut doled = Doled::new(Body::from(vec![7; 100_000]), Duration::from_secs(60), ());
        assert!(doled.frame().await.unwrap().is_ok());
        tokio::time::advance(Duration::from_secs(60)).await;
        assert!(doled.frame().await.unwrap().is_err());
    }
}
