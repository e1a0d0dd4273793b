//! Many WebSockets in one process: raw frames, one read buffer for all of them, nothing parsed but what is measured.

use std::cell::{Cell, RefCell};
use std::io;
use std::net::SocketAddr;
use std::rc::Rc;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::http::{connect, fault, read_head};

/// What stands before the time in a measured message: microseconds since the start of the measuring process.
pub const STAMP: &str = "bench-sent-us:";

const READ_BYTES: usize = 64 * 1024;
/// Sockets that are opened at the same time.
const OPENING_MAX: usize = 32;

const PING: u8 = 9;
const CLOSE: u8 = 8;

/// What all sockets have heard.
#[derive(Default)]
pub struct Heard {
    /// Frames with text.
    pub frames: Cell<u64>,
    /// Frames with a measured message.
    pub deliveries: Cell<u64>,
    /// Sockets that the server has ended.
    pub closed: Cell<u64>,
    /// Milliseconds from the sending of a message to its arrival.
    pub delivery_ms: RefCell<Vec<f64>>,
}

/// Open sockets; dropping them closes them.
pub struct Sockets {
    pub heard: Rc<Heard>,
    tasks: JoinSet<()>,
    start: Instant,
}

impl Sockets {
    /// `start` is what stamps are relative to.
    pub fn new(start: Instant) -> Self {
        Self { heard: Rc::default(), tasks: JoinSet::new(), start }
    }

    /// Opens `count` sockets, taking the tokens in turn, and returns when each has heard its `hello`.
    pub async fn open(&mut self, address: SocketAddr, tokens: &[String], count: usize) -> io::Result<()> {
        let expected = self.heard.frames.get() + count as u64;
        let buffer = Rc::new(RefCell::new(vec![0; READ_BYTES]));
        let mut opening = JoinSet::new();
        for token in tokens.iter().cycle().take(count) {
            if opening.len() >= OPENING_MAX {
                self.opened(opening.join_next().await, &buffer)?;
            }
            opening.spawn_local(open(address, token.clone()));
        }
        while !opening.is_empty() {
            self.opened(opening.join_next().await, &buffer)?;
        }
        let deadline = Instant::now() + std::time::Duration::from_secs(10);
        while self.heard.frames.get() < expected {
            if Instant::now() > deadline {
                return Err(fault(format!("only {} frames of {expected} came", self.heard.frames.get())));
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        Ok(())
    }

    pub fn len(&self) -> usize {
        self.tasks.len()
    }

    fn opened(
        &mut self,
        joined: Option<Result<io::Result<Opened>, tokio::task::JoinError>>,
        buffer: &Rc<RefCell<Vec<u8>>>,
    ) -> io::Result<()> {
        let Some(joined) = joined else { return Ok(()) };
        let (stream, rest) = joined.map_err(io::Error::other)??;
        let reader = Reader { stream, rest, buffer: buffer.clone(), heard: self.heard.clone(), start: self.start };
        self.tasks.spawn_local(reader.run());
        Ok(())
    }
}

/// A socket after its handshake, and what was read behind that.
type Opened = (TcpStream, Vec<u8>);

async fn open(address: SocketAddr, token: String) -> io::Result<Opened> {
    let mut stream = connect(address).await?;
    let request = format!(
        "GET /api/v4/websocket HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer {token}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut read = Vec::new();
    let head = read_head(&mut stream, &mut read).await?;
    if head.status != 101 {
        return Err(fault(format!("a socket was refused with status {}", head.status)));
    }
    Ok((stream, read.split_off(head.len)))
}

struct Reader {
    stream: TcpStream,
    /// The beginning of a frame whose end has not come yet.
    rest: Vec<u8>,
    buffer: Rc<RefCell<Vec<u8>>>,
    heard: Rc<Heard>,
    start: Instant,
}

impl Reader {
    async fn run(mut self) {
        let mut pongs = Vec::new();
        let first = std::mem::take(&mut self.rest);
        self.take(&first, &mut pongs);
        loop {
            if !pongs.is_empty() && self.stream.write_all(&std::mem::take(&mut pongs)).await.is_err() {
                break;
            }
            if self.stream.readable().await.is_err() {
                break;
            }
            let buffer = self.buffer.clone();
            let mut buffer = buffer.borrow_mut();
            match self.stream.try_read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => self.take(buffer.get(..count).unwrap_or_default(), &mut pongs),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(_) => break,
            }
        }
        self.heard.closed.set(self.heard.closed.get() + 1);
    }

    /// Takes the whole frames out of what has come.
    fn take(&mut self, bytes: &[u8], pongs: &mut Vec<u8>) {
        let joined;
        let mut left = bytes;
        if !self.rest.is_empty() {
            self.rest.extend_from_slice(bytes);
            joined = std::mem::take(&mut self.rest);
            left = &joined;
        }
        while let Some((kind, payload, rest)) = frame(left) {
            match kind {
                PING => pong(payload, pongs),
                CLOSE => {}
                _ => self.text(payload),
            }
            left = rest;
        }
        self.rest.extend_from_slice(left);
    }

    fn text(&self, payload: &[u8]) {
        self.heard.frames.set(self.heard.frames.get() + 1);
        if let Some(sent_us) = stamp(payload) {
            self.heard.deliveries.set(self.heard.deliveries.get() + 1);
            let now_us = self.start.elapsed().as_secs_f64() * 1e6;
            self.heard.delivery_ms.borrow_mut().push((now_us - sent_us) / 1e3);
        }
    }
}

/// The first whole frame: opcode, payload, and what follows it. Servers do not mask.
fn frame(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<2>()?;
    let (len, rest) = match head[1] & 0x7f {
        126 => rest.split_first_chunk::<2>().map(|(len, rest)| (u64::from(u16::from_be_bytes(*len)), rest))?,
        127 => rest.split_first_chunk::<8>().map(|(len, rest)| (u64::from_be_bytes(*len), rest))?,
        short => (u64::from(short), rest),
    };
    let (payload, rest) = rest.split_at_checked(usize::try_from(len).ok()?)?;
    Some((head[0] & 0x0f, payload, rest))
}

/// Clients must mask; with zeros the payload stays as it is. A ping has at most 125 bytes.
fn pong(payload: &[u8], out: &mut Vec<u8>) {
    let len = u8::try_from(payload.len()).unwrap_or(125) & 0x7f;
    out.extend_from_slice(&[0x8a, 0x80 | len, 0, 0, 0, 0]);
    out.extend_from_slice(payload);
}

/// The time in a message, wherever it stands in the event.
fn stamp(payload: &[u8]) -> Option<f64> {
    let at = payload.windows(STAMP.len()).position(|part| part == STAMP.as_bytes())?;
    let digits = payload.get(at + STAMP.len()..)?;
    let len = digits.iter().position(|byte| !byte.is_ascii_digit())?;
    std::str::from_utf8(digits.get(..len)?).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_cut_where_they_end() {
        let long = [&[0x81, 126, 1, 0][..], &[b'x'; 256]].concat();
        let bytes = [&[0x81, 2, b'h', b'i'][..], &long, &[0x81, 5, b'p']].concat();
        let (kind, payload, rest) = frame(&bytes).unwrap();
        assert_eq!((kind, payload), (1, &b"hi"[..]));
        let (_, payload, rest) = frame(rest).unwrap();
        assert_eq!((payload.len(), rest.len()), (256, 3));
        assert!(frame(rest).is_none());
    }

    #[test]
    fn the_stamp_is_found_in_an_event() {
        let event = format!(r#"{{"data":{{"post":"{{\"message\":\"{STAMP}1234 hello\"}}"}}}}"#);
        assert_eq!(stamp(event.as_bytes()), Some(1234.0));
        assert_eq!(stamp(b"{}"), None);
    }
}
