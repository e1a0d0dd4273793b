//! The body of a request on its way in.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_http::Payload;
use actix_http::error::PayloadError;
use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use tokio::time::timeout;

use crate::limits;

/// A body as it arrives. The handler reads one handle; the dispatcher keeps another for what was not read.
#[derive(Clone)]
pub struct Incoming {
    payload: Rc<RefCell<Payload>>,
}

impl Incoming {
    pub(crate) fn new(payload: Payload) -> Self {
        Self { payload: Rc::new(RefCell::new(payload)) }
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

impl Stream for Incoming {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut *self.payload.borrow_mut()).poll_next(cx)
    }
}
