//! A stream that waits for its reader, and not for ever: where there is something to write and hardly any of it is taken, it ends.

use std::future::Future as _;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

/// A reader takes at least so much within the time that it has: a line of 2 kbit/s does.
const PIECE_BYTES: usize = 4 * 1024;

/// A stream whose writes end once its reader takes nothing any more.
#[derive(Debug)]
pub struct Patient<S> {
    stream: S,
    patience: Duration,
    /// Since something could not be written: until when more must have been taken, and how much was.
    waiting: Option<(Pin<Box<Sleep>>, usize)>,
}

impl<S> Patient<S> {
    /// Waits so long for the reader to take the next piece.
    pub fn new(stream: S, patience: Duration) -> Self {
        Self { stream, patience, waiting: None }
    }

    fn judge(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match written {
            Poll::Ready(Ok(n)) => {
                if let Some((_, taken)) = &mut self.waiting {
                    *taken += n;
                    if *taken >= PIECE_BYTES {
                        self.waiting = None;
                    }
                }
                Poll::Ready(Ok(n))
            }
            Poll::Ready(Err(fault)) => Poll::Ready(Err(fault)),
            Poll::Pending => self.wait(cx).map(|()| Err(io::ErrorKind::TimedOut.into())),
        }
    }

    /// Ready once the reader's time is over.
    fn wait(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let patience = self.patience;
        let begin = || (Box::pin(sleep_until(Instant::now() + patience)), 0);
        self.waiting.get_or_insert_with(begin).0.as_mut().poll(cx)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.judge(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.judge(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // whoever flushes has written everything before
        self.waiting = None;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(20);

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_nobody_reads_ends_and_one_that_is_read_slowly_arrives() {
        let (writer, _reader) = duplex(1024);
        let begun = Instant::now();
        let unread = Patient::new(writer, PATIENCE).write_all(&[0; 4096]).await;
        assert_eq!(unread.unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert_eq!(begun.elapsed(), PATIENCE);

        let (writer, mut reader) = duplex(1024);
        let reading = tokio::spawn(async move {
            let mut pieces = tokio::time::interval(Duration::from_secs(2));
            let (mut piece, mut all) = ([0; 512], 0);
            loop {
                pieces.tick().await;
                match reader.read(&mut piece).await.unwrap() {
                    0 => return all,
                    n => all += n,
                }
            }
        });
        let mut slow = Patient::new(writer, PATIENCE);
        slow.write_all(&[0; 64 * 1024]).await.unwrap();
        drop(slow);
        assert_eq!(reading.await.unwrap(), 64 * 1024);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_takes_an_answer_byte_by_byte_is_not_waited_for() {
        let (writer, mut reader) = duplex(1024);
        tokio::spawn(async move {
            let mut pieces = tokio::time::interval(Duration::from_secs(19));
            while reader.read_u8().await.is_ok() {
                pieces.tick().await;
            }
        });
        let sipped = Patient::new(writer, PATIENCE).write_all(&[0; 64 * 1024]).await;
        assert_eq!(sipped.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }
}
