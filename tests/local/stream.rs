//! A connection that can be cut short in the middle of an answer.

use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

/// The handle to cut a connection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scissors(Arc<Mutex<Option<Cut>>>);

/// Where to cut: behind the head and so many bytes.
#[derive(Debug)]
struct Cut {
    /// How much of the blank line that ends the head has been seen.
    matched: usize,
    body_bytes: usize,
}

const END_OF_HEAD: &[u8; 4] = b"\r\n\r\n";

impl Scissors {
    /// Cuts the connection after the head of the next answer and so many bytes of its body.
    pub fn cut_after(&self, body_bytes: usize) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Cut { matched: 0, body_bytes });
    }

    /// How much of `bytes` may still be sent.
    fn allow(&self, bytes: &[u8]) -> usize {
        let guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(cut) = guard.as_ref() else { return bytes.len() };
        let mut matched = cut.matched;
        for (index, byte) in bytes.iter().enumerate() {
            if matched == END_OF_HEAD.len() {
                return bytes.len().min(index + cut.body_bytes);
            }
            matched = advance(matched, *byte);
        }
        bytes.len()
    }

    /// Notes what was sent.
    fn sent(&self, bytes: &[u8]) {
        let mut guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(cut) = guard.as_mut() else { return };
        for byte in bytes {
            if cut.matched == END_OF_HEAD.len() {
                cut.body_bytes = cut.body_bytes.saturating_sub(1);
            } else {
                cut.matched = advance(cut.matched, *byte);
            }
        }
    }
}

/// How much of the blank line is matched after one more byte.
fn advance(matched: usize, byte: u8) -> usize {
    match END_OF_HEAD.get(matched) {
        Some(expected) if *expected == byte => matched + 1,
        _ => usize::from(byte == b'\r'),
    }
}

/// A TCP connection under a pair of scissors.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    scissors: Scissors,
}

impl Connection {
    /// Puts a connection under the scissors.
    pub fn new(stream: TcpStream, scissors: Scissors) -> Connection {
        Connection { stream, scissors }
    }
}

impl AsyncRead for Connection {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let allowed = self.scissors.allow(bytes);
        if allowed == 0 && !bytes.is_empty() {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        let bytes = bytes.get(..allowed).unwrap_or(bytes);
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        if let Poll::Ready(Ok(count)) = &written {
            self.scissors.sent(bytes.get(..*count).unwrap_or(bytes));
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::Scissors;

    #[test]
    fn the_head_and_some_bytes_pass() {
        let answer = b"HTTP/1.1 200 OK\r\na: b\r\n\r\n0123456789";
        for step in 1..=answer.len() {
            let scissors = Scissors::default();
            scissors.cut_after(4);
            let (mut at, mut passed) = (0, Vec::new());
            while at < answer.len() {
                let piece = &answer[at..answer.len().min(at + step)];
                let allowed = scissors.allow(piece);
                if allowed == 0 {
                    break;
                }
                scissors.sent(&piece[..allowed]);
                passed.extend_from_slice(&piece[..allowed]);
                at += allowed;
            }
            assert_eq!(passed, &answer[..answer.len() - 6], "step {step}");
        }
        assert_eq!(Scissors::default().allow(answer), answer.len());
    }
}
