//! The body of a request on its way in.

use std::cell::RefCell;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_http::Payload;
use actix_http::error::PayloadError;
use bytes::Bytes;
use futures_util::{FutureExt, Stream, StreamExt};
use tokio::time::{Instant, Sleep, sleep_until, timeout};

use crate::limits;

/// A body as it arrives. The handler reads one handle; the dispatcher keeps another for what was not read.
///
/// It has `ServiceSettings.ReadTimeout` to arrive, and more the more of it has come, so that large files come over slow
/// lines, but nobody holds a connection by a byte now and then.
#[derive(Clone)]
pub struct Incoming {
    state: Rc<RefCell<State>>,
}

struct State {
    payload: Payload,
    /// When a body that has not brought anything is given up.
    patience_ends: Instant,
    received_bytes: u64,
    /// Set while the body is waited for.
    alarm: Option<Pin<Box<Sleep>>>,
}

impl Incoming {
    pub(crate) fn new(payload: Payload, patience: Duration) -> Self {
        let patience_ends = Instant::now() + patience;
        let state = State { payload, patience_ends, received_bytes: 0, alarm: None };
        Self { state: Rc::new(RefCell::new(state)) }
    }

    /// Takes in what a refused client is still sending, within limits. A connection that is closed while bytes arrive is
    /// reset, and then clients do not see the refusal.
    pub(crate) async fn discard(mut self) {
        let idle = Duration::from_millis(limits::UNREAD_IDLE_MS_MAX);
        let mut discarded = 0;
        let all = async {
            while let Ok(Some(Ok(chunk))) = timeout(idle, self.next()).await {
                discarded += chunk.len() as u64;
                if discarded > limits::UNREAD_BYTES_MAX {
                    return;
                }
            }
        };
        // Whether all of it came is the client's affair.
        drop(timeout(Duration::from_millis(limits::UNREAD_MS_MAX), all).await);
    }
}

impl State {
    fn deadline(&self) -> Instant {
        self.patience_ends + Duration::from_secs(self.received_bytes / limits::BODY_BYTES_PER_S_MIN)
    }

    /// Ready when the body is given up.
    fn poll_alarm(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let deadline = self.deadline();
        let alarm = self.alarm.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        if alarm.deadline() != deadline {
            alarm.as_mut().reset(deadline);
        }
        alarm.poll_unpin(cx)
    }
}

impl Stream for Incoming {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut state = self.state.borrow_mut();
        let arrived = Pin::new(&mut state.payload).poll_next(cx);
        if let Poll::Ready(Some(Ok(chunk))) = &arrived {
            state.received_bytes += chunk.len() as u64;
        }
        if matches!(arrived, Poll::Ready(None | Some(Err(_)))) || Instant::now() < state.deadline() {
            if arrived.is_pending() {
                return match state.poll_alarm(cx) {
                    Poll::Pending => Poll::Pending,
                    Poll::Ready(()) => Poll::Ready(Some(Err(too_slow()))),
                };
            }
            return arrived;
        }
        Poll::Ready(Some(Err(too_slow())))
    }
}

fn too_slow() -> PayloadError {
    PayloadError::Io(io::Error::new(io::ErrorKind::TimedOut, "the body did not arrive in time"))
}
