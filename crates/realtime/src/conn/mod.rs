//! One task per open connection.

pub(crate) mod frame;
mod inbound;
mod reply;
mod requests;

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use bytes::{Buf, Bytes, BytesMut};
use tokio::io::AsyncWrite;
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep_until};

pub use self::inbound::{Inbound, Incoming, Request};
use self::requests::Outcome;
use crate::limits::{BATCH_BYTES_MAX, BATCH_LEN_MAX, REPLY_BYTES_PAUSE, TURNS_MAX};
use crate::port::BoxFuture;
use crate::shard::Shard;
use crate::shard::state::{Doom, Key, Link};
use crate::stats;

/// An admitted socket.
pub(crate) struct Socket {
    pub stream: TcpStream,
    pub inbound: Inbound,
    /// The opening response, if it was not sent yet.
    pub greeting: Bytes,
    /// The request number of the challenge that must be answered.
    pub challenge_seq: Option<i64>,
}

/// How a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The client may come back.
    Park,
    Forget,
}

/// Reads, writes and waits for one socket. A future by hand, since its size is paid per connection: idle, it holds no
/// buffer.
pub(crate) struct Task {
    shard: Rc<Shard>,
    key: Key,
    stream: TcpStream,
    inbound: Inbound,
    /// What the socket did not take yet, and replies.
    out: BytesMut,
    /// A request that is being answered; no further one is read meanwhile.
    pending: Option<BoxFuture<'static, Outcome>>,
    alarm: Pin<Box<Sleep>>,
    ping_at: Instant,
    /// When the missing pong ends the connection.
    dead_at: Instant,
    /// When `out` must have moved.
    stuck_at: Option<Instant>,
    /// When the session must be asked again.
    expires_at: Option<Instant>,
    /// The end of the session, in unix ms, that `expires_at` was made of.
    expires_ms: i64,
    closing: Option<Closing>,
    end: End,
}

/// After a close frame the socket stays for a moment, so that the frame is not lost in a reset.
#[derive(Clone, Copy)]
struct Closing {
    end: End,
    until: Instant,
    /// Our half is closed.
    half: bool,
}

impl Task {
    pub(crate) fn new(shard: Rc<Shard>, key: Key, socket: Socket) -> Self {
        let timings = &shard.options.timings;
        let now = Instant::now();
        let (ping_at, dead_at) = (now + timings.ping, now + timings.read);
        let mut task = Self {
            shard,
            key,
            stream: socket.stream,
            inbound: socket.inbound,
            out: BytesMut::new(),
            pending: None,
            alarm: Box::pin(sleep_until(ping_at)),
            ping_at,
            dead_at,
            stuck_at: None,
            expires_at: None,
            expires_ms: 0,
            closing: None,
            end: End::Park,
        };
        task.out.extend_from_slice(&socket.greeting);
        let batch = task.batch();
        task.out.extend_from_slice(&batch);
        task.give_back(batch);
        if let Some(seq) = socket.challenge_seq {
            frame::text(&mut task.out, &reply::ok(seq, &serde_json::Map::new()));
        }
        task.guard_out();
        task
    }

    /// One round of everything. True: there may be more to do.
    fn turn(&mut self, cx: &mut Context<'_>) -> Result<bool, End> {
        self.obey()?;
        let mut progress = self.finish_pending(cx)?;
        progress |= self.read(cx)?;
        progress |= self.write(cx)?;
        progress |= self.watch_time(cx)?;
        Ok(progress)
    }

    /// Follows what the shard decided about the connection.
    fn obey(&mut self) -> Result<(), End> {
        let mut state = self.shard.state.borrow_mut();
        // another socket goes on with the connection
        let conn = state.conn(self.key).ok_or(End::Forget)?;
        let doom = if let Link::Open { doom, .. } = &conn.link { *doom } else { None };
        let expires_ms = conn.identity.expires_at_ms;
        drop(state);
        if self.closing.is_some() {
            return Ok(());
        }
        match doom {
            Some(Doom::Ended) => return Err(End::Forget),
            Some(Doom::Revoked) => self.fall_silent(),
            Some(Doom::Overflow) => self.close(None, End::Forget),
            Some(Doom::Shutdown(code)) => {
                self.send(|_| {});
                self.close(Some(code), End::Forget);
            }
            None if expires_ms != self.expires_ms => self.expire_at(expires_ms),
            None => {}
        }
        Ok(())
    }

    fn expire_at(&mut self, unix_ms: i64) {
        let left_ms = u64::try_from(unix_ms - self.shard.now_ms()).unwrap_or(0);
        self.expires_ms = unix_ms;
        self.expires_at = (unix_ms != 0).then(|| Instant::now() + std::time::Duration::from_millis(left_ms));
    }

    fn read(&mut self, cx: &mut Context<'_>) -> Result<bool, End> {
        if self.closing.is_none() {
            if self.pending.is_some() || self.out.len() > REPLY_BYTES_PAUSE {
                return Ok(false);
            }
            match self.inbound.message() {
                Ok(Some(message)) => {
                    self.take(message);
                    return Ok(true);
                }
                Ok(None) => {}
                Err(error) => {
                    stats::add(&self.shard.stats.malformed, 1);
                    tracing::debug!(%error, "a websocket client broke the protocol");
                    return Err(End::Park);
                }
            }
        }
        let Poll::Ready(ready) = self.stream.poll_read_ready(cx) else { return Ok(false) };
        let read = ready.and_then(|()| {
            if self.closing.is_some() {
                self.stream.try_read(&mut [0; 1024])
            } else {
                self.inbound.read_from(&self.stream)
            }
        });
        match read {
            Ok(0) => Err(self.gone()),
            Ok(_) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(true),
            Err(_) => Err(self.gone()),
        }
    }

    /// The socket broke, or the client is done.
    fn gone(&self) -> End {
        self.closing.map_or(End::Park, |closing| closing.end)
    }

    fn write(&mut self, cx: &mut Context<'_>) -> Result<bool, End> {
        if !self.out.is_empty() {
            let Poll::Ready(ready) = self.stream.poll_write_ready(cx) else { return Ok(false) };
            return match ready.and_then(|()| self.stream.try_write(&self.out)) {
                Ok(count) => {
                    self.wrote(count);
                    self.out.advance(count);
                    if self.out.is_empty() {
                        self.out = BytesMut::new();
                        self.stuck_at = None;
                    } else {
                        self.stuck_at = Some(Instant::now() + self.shard.options.timings.write);
                    }
                    Ok(true)
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(true),
                Err(_) => Err(self.gone()),
            };
        }
        if let Some(closing) = &mut self.closing {
            if !closing.half {
                closing.half = Pin::new(&mut self.stream).poll_shutdown(cx).is_ready();
            }
            return Ok(false);
        }
        let batch = self.batch();
        if batch.is_empty() {
            self.give_back(batch);
            return Ok(false);
        }
        let written = match self.stream.try_write(&batch) {
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => 0,
            Err(_) => return Err(self.gone()),
        };
        self.wrote(written);
        self.out.extend_from_slice(batch.get(written..).unwrap_or_default());
        self.give_back(batch);
        self.guard_out();
        Ok(true)
    }

    /// Queued events as frames, in one buffer that must be given back.
    fn batch(&self) -> Vec<u8> {
        let mut batch = self.shard.scratch.take();
        let mut count = 0;
        if let Some(conn) = self.shard.state.borrow_mut().conn(self.key) {
            while count < BATCH_LEN_MAX
                && let Some((seq, event)) = conn.history.peek()
                && (batch.is_empty() || batch.len() + event.len() <= BATCH_BYTES_MAX)
            {
                frame::event(&mut batch, event, seq);
                conn.history.advance();
                count += 1;
            }
        }
        stats::add(&self.shard.stats.events_sent, count as u64);
        batch
    }

    fn give_back(&self, mut batch: Vec<u8>) {
        batch.clear();
        batch.shrink_to(2 * BATCH_BYTES_MAX);
        self.shard.scratch.set(batch);
    }

    fn wrote(&self, count: usize) {
        stats::add(&self.shard.stats.bytes_sent, count as u64);
        stats::add(&self.shard.stats.writes, 1);
    }

    /// Puts frames behind the events that wait.
    fn send(&mut self, append: impl FnOnce(&mut BytesMut)) {
        if self.out.is_empty() {
            let batch = self.batch();
            self.out.extend_from_slice(&batch);
            self.give_back(batch);
        }
        append(&mut self.out);
        self.guard_out();
    }

    fn guard_out(&mut self) {
        if !self.out.is_empty() && self.stuck_at.is_none() {
            self.stuck_at = Some(Instant::now() + self.shard.options.timings.write);
        }
    }

    /// Begins the end with a close frame.
    fn close(&mut self, code: Option<u16>, end: End) {
        frame::close(&mut self.out, code);
        self.pending = None;
        self.closing = Some(Closing { end, until: Instant::now() + self.shard.options.timings.close, half: false });
    }

    /// Nothing more is written or taken; the socket goes a little later.
    fn fall_silent(&mut self) {
        self.pending = None;
        self.closing =
            Some(Closing { end: End::Forget, until: Instant::now() + self.shard.options.timings.revoked, half: true });
    }

    fn watch_time(&mut self, cx: &mut Context<'_>) -> Result<bool, End> {
        let next = if let Some(closing) = self.closing {
            closing.until
        } else {
            let expires_at = self.expires_at.filter(|_| self.pending.is_none());
            let others = [self.stuck_at, expires_at].into_iter().flatten();
            others.fold(self.ping_at.min(self.dead_at), Instant::min)
        };
        if self.alarm.deadline() != next {
            self.alarm.as_mut().reset(next);
        }
        if self.alarm.as_mut().poll(cx).is_pending() {
            return Ok(false);
        }
        if let Some(closing) = self.closing {
            return Err(closing.end);
        }
        let now = Instant::now();
        if self.dead_at <= now || self.stuck_at.is_some_and(|at| at <= now) {
            stats::add(&self.shard.stats.timed_out, 1);
            return Err(End::Park);
        }
        if self.ping_at <= now {
            self.ping_at = now + self.shard.options.timings.ping;
            self.send(frame::ping);
        }
        if self.expires_at.is_some_and(|at| at <= now) && self.pending.is_none() {
            self.ask_session();
        }
        Ok(true)
    }

    /// Leaves word how to be woken when an event is queued.
    fn wait(&self, cx: &Context<'_>) {
        if let Some(conn) = self.shard.state.borrow_mut().conn(self.key)
            && let Link::Open { waker, .. } = &mut conn.link
        {
            *waker = Some(cx.waker().clone());
        }
    }
}

impl Future for Task {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let task = self.get_mut();
        task.shard.state.borrow_mut().runs(task.key);
        for _ in 0..TURNS_MAX {
            match task.turn(cx) {
                Ok(true) => {}
                Ok(false) => {
                    task.wait(cx);
                    return Poll::Pending;
                }
                Err(end) => {
                    task.end = end;
                    return Poll::Ready(());
                }
            }
        }
        // the others first
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

/// However the task ends, also by a panic, its connection is left in order.
impl Drop for Task {
    fn drop(&mut self) {
        let park = (self.end == End::Park).then(|| Instant::now() + self.shard.options.timings.parked);
        let mut state = self.shard.state.borrow_mut();
        let left = state.detach(self.key, park);
        state.tell();
        drop(state);
        if let Some((user, last)) = left {
            self.shard.parked.notify_one();
            self.shard.actions.disconnected(user, last, self.shard.now_ms());
        }
    }
}
